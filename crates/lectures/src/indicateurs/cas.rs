//! The rows behind a figure, shown as the list of their kind.

use passerelle_base::{Date, Periode};
use passerelle_documents::{Cellule, Colonne};
use sea_orm::DbErr;

use passerelle_socle::access::{Accorde, Objet};
use passerelle_socle::db::{QueryResult, Selection};
use passerelle_socle::figure::Coupe;
use passerelle_socle::web::{Etape, Filtre, Repertoire, Vide};

/// The cases of a figure over a period.
pub(super) struct Cas {
    pub coupe: Coupe,
    pub periode: Periode,
    pub calcule_le: String,
    /// Which structure, which parcours: the name behind the code of the address.
    pub precision: Option<String>,
    /// How rows of this kind are shown.
    pub rangees: Box<dyn Repertoire>,
}

impl Repertoire for Cas {
    fn titre(&self) -> String {
        let libelle = self.coupe.libelle();
        match &self.precision {
            Some(precision) => format!("Les cas : {libelle}, {precision}"),
            None => format!("Les cas : {libelle}"),
        }
    }
    fn intro(&self) -> String {
        format!("Période : {}. Calculé le {}.", self.periode.phrase(), self.calcule_le)
    }
    fn objet(&self) -> Objet {
        Objet::Cas
    }
    fn de_personnes(&self) -> bool {
        self.coupe.figure.denombre.personnes()
    }
    fn nom(&self) -> (&'static str, &'static str) {
        self.coupe.figure.compte.unwrap_or_else(|| self.rangees.nom())
    }
    fn chemin(&self) -> String {
        self.coupe.chemin()
    }
    fn chemin_export(&self, format: &str) -> String {
        format!("{}/{format}", self.coupe.chemin())
    }
    fn fil(&self) -> Vec<Etape> {
        let bilan = format!("/bilan?du={}&au={}", self.periode.du, self.periode.au);
        vec![Etape::vers(format!("Bilan, {}", self.periode.phrase()), bilan), Etape::ici(self.coupe.libelle())]
    }
    fn explication(&self) -> Vec<String> {
        let figure = self.coupe.figure;
        vec![
            figure.definition.into(),
            format!("Période : {}.", self.periode.phrase()),
            format!("Périmètre : {}", figure.perimetre),
            format!("Référence : {}.", figure.reference),
        ]
    }
    fn colonnes(&self, accorde: &Accorde) -> Vec<Colonne> {
        self.rangees.colonnes(accorde)
    }
    fn filtres(&self) -> Vec<Filtre> {
        let mut filtres = vec![
            Filtre::date("du", "À partir du", &self.periode.du.to_string()),
            Filtre::date("au", "Jusqu'au", &self.periode.au.to_string()),
        ];
        // The rest of the address says which figure: it stays, and is not offered.
        filtres.extend(self.coupe.precisions.paires().map(|(cle, valeur)| Filtre::fixe(cle, valeur)));
        filtres
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        self.rangees.tris()
    }
    fn selection(&self, accorde: &Accorde, _: Date) -> Selection {
        self.coupe.lignes(&self.periode, accorde)
    }
    fn cellules(&self, ligne: &QueryResult, accorde: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        self.rangees.cellules(ligne, accorde)
    }
    fn vide(&self, _: &Accorde) -> Vide {
        let phrase = "Aucun cas sur cette période. Le chiffre du bilan est zéro, et non inconnu.".into();
        Vide { phrase, action: None }
    }
}

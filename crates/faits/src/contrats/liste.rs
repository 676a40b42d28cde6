//! The list of contracts.

use passerelle_base::{Date, lire_date, pluriel};
use passerelle_documents::{Cellule, Colonne};
use sea_orm::DbErr;

use super::model::{Contrat, TYPES};
use super::predicats::en_cours;
use super::rules::{Dates, etat};
use passerelle_gens::accompagnements::{ouvert_a, restreindre, sans_disparus, suivi_par};
use passerelle_socle::access::{Accorde, Objet, Perimetre, Structure};
use passerelle_socle::db::{self, Executeur, Promesse, QueryResult, Resultat, Selection};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{
    Autour, Avis, Etat, Filtre, Parametres, Repertoire, Vide, cellule_jeune, colonne_jeune, pastille,
};

/// Contracts, filtered.
#[derive(Debug)]
pub struct Contrats {
    genre: String,
    du: String,
    au: String,
    aujourdhui: Date,
}

impl Contrats {
    /// All of them, their state as of a day.
    pub fn tous(aujourdhui: Date) -> Self {
        Self { genre: String::new(), du: String::new(), au: String::new(), aujourdhui }
    }

    pub(super) fn demandes(etat: &Etat, p: &Parametres) -> Self {
        Self {
            genre: p.lire("type").to_owned(),
            du: p.lire("du").to_owned(),
            au: p.lire("au").to_owned(),
            aujourdhui: etat.horloge.aujourdhui(),
        }
    }
}

/// How many running contracts name a structure as their CFA, of people whose file is not open to it: it is a party to them, and
/// is told that they are, not who.
async fn caches(conn: &impl Executeur, structure: Id<Structure>, jour: Date) -> Resultat<i64> {
    let sql = format!(
        "SELECT count(*) FROM contrats c WHERE c.cfa_id = $1 AND {} AND {} AND NOT ({} OR {})",
        en_cours("c", "$2"),
        sans_disparus("c.jeune_id"),
        suivi_par("c.jeune_id", "$1"),
        ouvert_a("c.jeune_id", "$1", "$2")
    );
    db::compter(conn, &sql, [structure.into(), jour.into()]).await
}

impl Repertoire for Contrats {
    fn titre(&self) -> String {
        "Contrats".into()
    }
    fn intro(&self) -> String {
        "Les contrats signés par les jeunes, avec leur état à ce jour.".into()
    }
    fn objet(&self) -> Objet {
        Objet::Contrats
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("contrat", "contrats")
    }
    fn chemin(&self) -> String {
        "/contrats".into()
    }
    fn avis<'a>(&'a self, autour: Autour<'a>, accorde: &'a Accorde) -> Promesse<'a, Option<Avis>> {
        Box::pin(async move {
            let Perimetre::Structure(structure) = accorde.perimetre() else { return Ok(None) };
            let n = caches(autour.base.lecture(), structure, autour.jour).await?;
            let contrats = pluriel(n, "autre contrat en cours nomme", "autres contrats en cours nomment");
            Ok((n > 0).then(|| Avis {
                phrase: format!("{contrats} votre structure comme CFA. Cette liste ne montre que les dossiers qui vous sont ouverts."),
                mots: "Demander l'accès à un jeune",
                adresse: "/demandes#retrouver",
            }))
        })
    }
    fn colonnes(&self, accorde: &Accorde) -> Vec<Colonne> {
        let autres = [
            Colonne::texte("type", "Contrat"),
            Colonne::texte("structure", "Structure en charge"),
            Colonne::texte("employeur", "Employeur"),
            Colonne::texte("cfa", "CFA"),
            Colonne::texte("debut", "Début"),
            Colonne::texte("etat", "État"),
        ];
        colonne_jeune(accorde).into_iter().chain(autres).collect()
    }
    fn filtres(&self) -> Vec<Filtre> {
        vec![
            Filtre::choix("type", "Contrat", "Tous les contrats", TYPES.choix(), &self.genre),
            Filtre::date("du", "Début à partir du", &self.du),
            Filtre::date("au", "Début jusqu'au", &self.au),
        ]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        &[("debut", "c.date_debut DESC, c.id"), ("type", "c.type, c.date_debut, c.id")]
    }
    fn selection(&self, accorde: &Accorde, jour: Date) -> Selection {
        let champs = "c.id, c.type, c.employeur_nom, c.date_debut, c.date_fin, c.date_rupture, j.id AS jeune_id, \
                      j.nom, j.prenom, s.nom AS structure, f.nom AS cfa";
        let jointures = "JOIN jeunes j ON j.id = c.jeune_id JOIN structures s ON s.id = c.structure_id \
                         LEFT JOIN structures f ON f.id = c.cfa_id";
        restreindre(Selection::nouvelle(champs, "contrats c", jointures), &accorde.perimetre(), jour, "c.jeune_id")
            .ou_si("c.type = ?", (!self.genre.is_empty()).then(|| self.genre.clone()))
            .ou_si("c.date_debut >= ?", lire_date(&self.du).ok())
            .ou_si("c.date_debut <= ?", lire_date(&self.au).ok())
    }
    fn cellules(&self, ligne: &QueryResult, accorde: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let genre: String = ligne.try_get_by("type")?;
        let debut: Date = ligne.try_get_by("date_debut")?;
        let dates = Dates { debut, fin: ligne.try_get_by("date_fin")?, rupture: ligne.try_get_by("date_rupture")? };
        let etat = etat(dates, self.aujourdhui);
        let jeune = cellule_jeune(ligne, accorde)?;
        let mut contrat = Cellule::from(TYPES.libelle(&genre));
        if jeune.is_some() {
            contrat = contrat.avec_lien(format!("/contrats/{}", ligne.try_get_by::<Id<Contrat>, _>("id")?));
        }
        let autres = [
            contrat,
            ligne.try_get_by::<String, _>("structure")?.into(),
            ligne.try_get_by::<Option<String>, _>("employeur_nom")?.into(),
            ligne.try_get_by::<Option<String>, _>("cfa")?.into(),
            debut.into(),
            pastille(etat.libelle(), etat.depuis()),
        ];
        Ok(jeune.into_iter().chain(autres).collect())
    }
    fn vide(&self, _: &Accorde) -> Vide {
        Vide {
            phrase: "Aucun contrat ne répond à ces filtres. Les contrats viennent des fichiers contrats.csv des structures qui accompagnent les jeunes.".into(),
            action: None,
        }
    }
}

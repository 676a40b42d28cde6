//! The list of actions.

use passerelle_base::{Date, plier};
use passerelle_documents::{Cellule, Colonne};
use sea_orm::DbErr;

use super::model::{ETATS, TYPES, UneAction};
use passerelle_socle::access::{Accorde, Objet};
use passerelle_socle::db::{QueryResult, Selection};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Filtre, Parametres, Repertoire, Vide, pastille};

/// Actions, filtered.
#[derive(Debug, Default)]
pub struct Actions {
    q: String,
    genre: String,
    etat: String,
}

impl Actions {
    pub(super) fn demandees(p: &Parametres) -> Self {
        Self { q: p.lire("q").to_owned(), genre: p.lire("type").to_owned(), etat: p.lire("etat").to_owned() }
    }
}

impl Repertoire for Actions {
    fn titre(&self) -> String {
        "Actions".into()
    }
    fn intro(&self) -> String {
        "Parcours sécurisés, passerelles, formations, ateliers.".into()
    }
    fn objet(&self) -> Objet {
        Objet::Actions
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("action", "actions")
    }
    fn chemin(&self) -> String {
        "/actions".into()
    }
    fn colonnes(&self, _: &Accorde) -> Vec<Colonne> {
        vec![
            Colonne::texte("intitule", "Action"),
            Colonne::texte("type", "Type"),
            Colonne::texte("porteur", "Porteur"),
            Colonne::texte("debut", "Début"),
            Colonne::texte("fin", "Fin"),
            Colonne::nombre("places", "Places"),
            Colonne::texte("etat", "État"),
        ]
    }
    fn filtres(&self) -> Vec<Filtre> {
        vec![
            Filtre::texte("q", "Intitulé ou code", &self.q),
            Filtre::choix("type", "Type", "Tous les types", TYPES.choix(), &self.genre),
            Filtre::choix("etat", "État", "Tous les états", ETATS.choix(), &self.etat),
        ]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        &[("debut", "a.date_debut DESC, a.code"), ("type", "a.type, a.code"), ("etat", "a.etat, a.code")]
    }
    fn selection(&self, _: &Accorde, _: Date) -> Selection {
        let champs = "a.id, a.code, a.intitule, a.type, a.date_debut, a.date_fin, a.places, a.etat, s.nom AS porteur";
        let q = (!self.q.is_empty()).then(|| self.q.clone());
        let mots = q.as_deref().map(|q| format!("%{}%", plier(q)));
        let selection = Selection::nouvelle(champs, "actions a", "LEFT JOIN structures s ON s.id = a.porteur_id")
            .ou_si("a.type = ?", (!self.genre.is_empty()).then(|| self.genre.clone()))
            .ou_si("a.etat = ?", (!self.etat.is_empty()).then(|| self.etat.clone()));
        match (q, mots) {
            (Some(q), Some(mots)) => selection.ou("(a.code = ? OR a.intitule_plie LIKE $N)", q).encore("$N", mots),
            _ => selection,
        }
    }
    fn cellules(&self, ligne: &QueryResult, _: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let id: Id<UneAction> = ligne.try_get_by("id")?;
        let genre: String = ligne.try_get_by("type")?;
        let etat: Option<String> = ligne.try_get_by("etat")?;
        Ok(vec![
            Cellule::from(ligne.try_get_by::<String, _>("intitule")?).avec_lien(format!("/actions/{id}")),
            TYPES.libelle(&genre).into(),
            ligne.try_get_by::<Option<String>, _>("porteur")?.into(),
            ligne.try_get_by::<Option<Date>, _>("date_debut")?.into(),
            ligne.try_get_by::<Option<Date>, _>("date_fin")?.into(),
            ligne.try_get_by::<Option<i64>, _>("places")?.into(),
            etat.map_or(Cellule::from(None::<String>), |e| pastille(ETATS.libelle(&e), None)),
        ])
    }
    fn vide(&self, _: &Accorde) -> Vide {
        Vide {
            phrase: "Aucune action ne répond à ces filtres. Les actions viennent des fichiers actions.csv de ceux qui les portent.".into(),
            action: None,
        }
    }
}

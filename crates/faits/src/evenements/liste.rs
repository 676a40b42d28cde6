//! The list of events.

use passerelle_base::{Date, lire_date};
use passerelle_documents::{Cellule, Colonne};
use sea_orm::DbErr;

use super::model::{Evenement, INTERNE, TYPES};
use passerelle_socle::access::{Accorde, Objet, Role, Vue};
use passerelle_socle::db::{QueryResult, Selection};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Filtre, Parametres, Repertoire, Vide};

/// Events, filtered.
#[derive(Debug, Default)]
pub struct Evenements {
    genre: String,
    du: String,
    au: String,
}

impl Evenements {
    pub(super) fn demandes(p: &Parametres) -> Self {
        Self { genre: p.lire("type").to_owned(), du: p.lire("du").to_owned(), au: p.lire("au").to_owned() }
    }
}

/// Whether a reader only reads of events to come to them: the public, and young people.
pub(super) fn vient_en_invite(accorde: &Accorde) -> bool {
    accorde.vue() == Vue::Publique || accorde.acteur().role() == Some(Role::Jeune)
}

impl Repertoire for Evenements {
    fn titre(&self) -> String {
        "Événements".into()
    }
    fn intro(&self) -> String {
        "Rencontres, réunions, informations collectives, forums.".into()
    }
    fn objet(&self) -> Objet {
        Objet::Evenements
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("événement", "événements")
    }
    fn chemin(&self) -> String {
        "/evenements".into()
    }
    fn colonnes(&self, accorde: &Accorde) -> Vec<Colonne> {
        let mut colonnes = vec![
            Colonne::texte("intitule", "Événement"),
            Colonne::texte("type", "Type"),
            Colonne::texte("date", "Date"),
            Colonne::texte("lieu", "Lieu"),
        ];
        if accorde.vue() != Vue::Publique {
            colonnes.push(Colonne::nombre("nb_cfa", "CFA"));
            colonnes.push(Colonne::nombre("nb_prescripteurs", "Prescripteurs"));
        }
        colonnes
    }
    fn filtres(&self) -> Vec<Filtre> {
        vec![
            Filtre::choix("type", "Type", "Tous les types", TYPES.choix(), &self.genre),
            Filtre::date("du", "À partir du", &self.du),
            Filtre::date("au", "Jusqu'au", &self.au),
        ]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        &[("date", "e.date DESC, e.code"), ("type", "e.type, e.date, e.code")]
    }
    fn selection(&self, accorde: &Accorde, jour: Date) -> Selection {
        let champs = "e.id, e.intitule, e.type, e.date, e.lieu, e.nb_cfa, e.nb_prescripteurs";
        let selection = Selection::nouvelle(champs, "evenements e", "")
            .ou_si("e.type = ?", (!self.genre.is_empty()).then(|| self.genre.clone()))
            .ou_si("e.date >= ?", lire_date(&self.du).ok())
            .ou_si("e.date <= ?", lire_date(&self.au).ok());
        if !vient_en_invite(accorde) {
            return selection;
        }
        // Whoever may come is told of what comes; what is over is there for whoever asks from a day.
        let a_venir = lire_date(&self.du).is_err() && lire_date(&self.au).is_err();
        selection.ou("e.public = ?", true).ou("e.type <> ?", INTERNE).ou_si("e.date >= ?", a_venir.then_some(jour))
    }
    fn cellules(&self, ligne: &QueryResult, accorde: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let id: Id<Evenement> = ligne.try_get_by("id")?;
        let genre: String = ligne.try_get_by("type")?;
        let genre = TYPES.libelle(&genre);
        let intitule: Option<String> = ligne.try_get_by("intitule")?;
        let mut cellules = vec![
            Cellule::from(intitule.unwrap_or_else(|| genre.to_owned())).avec_lien(format!("/evenements/{id}")),
            genre.into(),
            ligne.try_get_by::<Date, _>("date")?.into(),
            ligne.try_get_by::<Option<String>, _>("lieu")?.into(),
        ];
        if accorde.vue() != Vue::Publique {
            cellules.push(ligne.try_get_by::<Option<i64>, _>("nb_cfa")?.into());
            cellules.push(ligne.try_get_by::<Option<i64>, _>("nb_prescripteurs")?.into());
        }
        Ok(cellules)
    }
    fn vide(&self, _: &Accorde) -> Vide {
        Vide {
            phrase: "Aucun événement ne répond à ces filtres. Les structures qui organisent les annoncent par evenements.csv.".into(),
            action: None,
        }
    }
}

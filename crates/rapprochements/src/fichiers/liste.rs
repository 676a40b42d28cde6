//! The list of rows that look like somebody.

use passerelle_base::{Date, date_courte};
use passerelle_documents::{Cellule, Colonne};
use passerelle_socle::temps::Instant;
use sea_orm::DbErr;

use super::store::{Ligne, visibles};
use crate::model::{Accord, ETATS_LIGNE, Indice};
use crate::rules::{ceux, pour_cent};
use crate::suivi::Suivie;
use passerelle_socle::access::{Accorde, Objet};
use passerelle_socle::db::{QueryResult, Selection};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Etape, Filtre, Parametres, Repertoire, Site, Vide, nom_complet, pastille};

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau().repertoire(
        ["/rapprochements/lignes", "/rapprochements/lignes.xlsx", "/rapprochements/lignes.csv"],
        Objet::Rapprochements,
        async |_, p| Ok(Lignes::demandees(&p)),
    )
}

/// Rows, filtered.
#[derive(Debug)]
struct Lignes {
    etat: String,
    fichier: Option<Id<Suivie>>,
}

impl Lignes {
    fn demandees(p: &Parametres) -> Self {
        Self { etat: p.lire("etat").to_owned(), fichier: p.lire("fichier").parse().ok() }
    }
}

impl Repertoire for Lignes {
    fn titre(&self) -> String {
        "Lignes reconnues".into()
    }
    fn intro(&self) -> String {
        "Des lignes de fichiers déposés, et la personne que chacune désigne peut-être.".into()
    }
    fn objet(&self) -> Objet {
        Objet::Rapprochements
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("ligne", "lignes")
    }
    fn chemin(&self) -> String {
        "/rapprochements/lignes".into()
    }
    fn fil(&self) -> Vec<Etape> {
        let vers = Etape::vers("Rapprocher un fichier", "/rapprochements/fichiers");
        vec![Etape::vers("Rapprochements", "/rapprochements"), vers, Etape::ici("Lignes reconnues")]
    }
    fn colonnes(&self, _: &Accorde) -> Vec<Colonne> {
        vec![
            Colonne::texte("personne", "Fiche"),
            Colonne::texte("fichier", "Fichier"),
            Colonne::nombre("ligne", "Ligne"),
            Colonne::texte("identifiant", "Numéro dans le fichier"),
            Colonne::texte("probabilite", "Probabilité"),
            Colonne::texte("concorde", "Concorde"),
            Colonne::texte("differe", "Diffère"),
            Colonne::texte("etat", "État"),
        ]
    }
    fn filtres(&self) -> Vec<Filtre> {
        let fichier = self.fichier.map(|f| f.to_string()).unwrap_or_default();
        vec![Filtre::choix("etat", "État", "Tous", ETATS_LIGNE.choix(), &self.etat), Filtre::fixe("fichier", &fichier)]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        &[("probabilite", "l.probabilite DESC, l.id"), ("ligne", "l.recherche_id, l.ligne, l.id")]
    }
    fn selection(&self, accorde: &Accorde, jour: Date) -> Selection {
        let etat = ETATS_LIGNE.code(&self.etat);
        visibles(accorde.acteur(), jour).ou_si("l.etat = ?", etat).ou_si("l.recherche_id = ?", self.fichier)
    }
    fn cellules(&self, l: &QueryResult, _: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let id: Id<Ligne> = l.try_get_by("id")?;
        let indices: String = l.try_get_by("indices")?;
        let indices: Vec<Indice> = serde_json::from_str(&indices).unwrap_or_default();
        let etat: String = l.try_get_by("etat")?;
        let (prenom, nom): (String, String) = (l.try_get_by("prenom")?, l.try_get_by("nom")?);
        let naissance: Option<Date> = l.try_get_by("date_naissance")?;
        let ne = naissance.map(|d| format!(", {}", date_courte(d))).unwrap_or_default();
        let depose = l.try_get_by::<Instant, _>("faite_le")?.date_paris();
        let fichier: Option<String> = l.try_get_by("fichier")?;
        Ok(vec![
            Cellule::from(format!("{}{ne}", nom_complet(&prenom, &nom)))
                .avec_lien(format!("/rapprochements/lignes/{id}")),
            fichier.unwrap_or_default().into(),
            Cellule::from(l.try_get_by::<i64, _>("ligne")?),
            l.try_get_by::<String, _>("identifiant")?.into(),
            pour_cent(l.try_get_by("probabilite")?).into(),
            ceux(&indices, &[Accord::Concorde]).into(),
            ceux(&indices, &[Accord::Differe, Accord::Ressemble]).into(),
            pastille(ETATS_LIGNE.libelle(&etat), (etat == "propose").then_some(depose)),
        ])
    }
    fn vide(&self, _: &Accorde) -> Vide {
        let phrase = "Aucune ligne de ce genre. Déposez un fichier : cette liste montrera les lignes qui sont peut-être quelqu'un \
                      que vous suivez déjà.";
        Vide { phrase: phrase.into(), action: Some(("Rapprocher un fichier", "/rapprochements/fichiers")) }
    }
}

//! The list of an employer's apprentices.

use passerelle_base::Date;
use passerelle_documents::{Cellule, Colonne};
use sea_orm::DbErr;

use super::invitation;
use passerelle_faits::contrats::{Dates, TYPES, en_cours, etat};
use passerelle_gens::accompagnements::{restreindre, sans_disparus};
use passerelle_socle::access::{Accorde, Action, Objet, Perimetre};
use passerelle_socle::db::{QueryResult, Selection};
use passerelle_socle::web::{Filtre, Repertoire, Site, Vide, pastille};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .repertoire(["/apprentis", "/apprentis.xlsx", "/apprentis.csv"], Objet::Apprentis, async |etat, _| {
            Ok(Apprentis { aujourdhui: etat.horloge.aujourdhui() })
        })
        .get("/apprentis/acces", Action::Creer, Objet::Apprentis, invitation::inviter)
        .post("/apprentis/acces", Action::Creer, Objet::Apprentis, invitation::ouvrir)
}

struct Apprentis {
    aujourdhui: Date,
}

impl Repertoire for Apprentis {
    fn titre(&self) -> String {
        "Mes apprentis".into()
    }
    fn intro(&self) -> String {
        "Les contrats en cours dans votre entreprise.".into()
    }
    fn objet(&self) -> Objet {
        Objet::Apprentis
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("contrat", "contrats")
    }
    fn chemin(&self) -> String {
        "/apprentis".into()
    }
    fn colonnes(&self, _: &Accorde) -> Vec<Colonne> {
        vec![
            Colonne::texte("prenom", "Prénom"),
            Colonne::texte("type", "Contrat"),
            Colonne::texte("debut", "Début"),
            Colonne::texte("fin", "Fin prévue"),
            Colonne::texte("cfa", "CFA"),
            Colonne::texte("etat", "État"),
        ]
    }
    fn filtres(&self) -> Vec<Filtre> {
        vec![]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        &[("debut", "c.date_debut DESC, c.id")]
    }
    fn selection(&self, accorde: &Accorde, jour: Date) -> Selection {
        let champs = "j.prenom, c.type, c.date_debut, c.date_fin, c.date_rupture, f.nom AS cfa";
        let jointures = "JOIN jeunes j ON j.id = c.jeune_id LEFT JOIN structures f ON f.id = c.cfa_id";
        let tous = Selection::nouvelle(champs, "contrats c", jointures);
        // An employer's perimeter is made of what the rows are: contracts signed there, while they run.
        let permis = match accorde.perimetre() {
            Perimetre::Employeur(siret) => {
                tous.ou("c.employeur_siret = ?", siret.as_str().to_owned()).telle(sans_disparus("c.jeune_id"))
            }
            autre => restreindre(tous, &autre, jour, "c.jeune_id"),
        };
        permis.telle(en_cours("c", "$JOUR")).encore("$JOUR", jour)
    }
    fn cellules(&self, ligne: &QueryResult, _: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let genre: String = ligne.try_get_by("type")?;
        let debut: Date = ligne.try_get_by("date_debut")?;
        let fin: Option<Date> = ligne.try_get_by("date_fin")?;
        let etat = etat(Dates { debut, fin, rupture: ligne.try_get_by("date_rupture")? }, self.aujourdhui);
        Ok(vec![
            ligne.try_get_by::<String, _>("prenom")?.into(),
            TYPES.libelle(&genre).into(),
            debut.into(),
            fin.into(),
            ligne.try_get_by::<Option<String>, _>("cfa")?.into(),
            pastille(etat.libelle(), etat.depuis()),
        ])
    }
    fn vide(&self, _: &Accorde) -> Vide {
        Vide {
            phrase: "Aucun contrat n'est en cours dans votre entreprise. Les contrats apparaissent ici dès que la structure qui accompagne le jeune les a enregistrés.".into(),
            action: None,
        }
    }
}

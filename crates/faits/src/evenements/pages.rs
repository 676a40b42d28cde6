//! Routes and record of events, and what they add to the records of structures.

use axum::extract::{Path, State};
use passerelle_base::{Date, date_longue};
use passerelle_documents::{Cellule, Colonne, Tableau};
use passerelle_secret::Effectif;
use sea_orm::FromQueryResult;

use super::liste::{Evenements, vient_en_invite};
use super::model::{Evenement, INTERNE, TYPES};
use passerelle_socle::access::{Accorde, Action, Faits, Objet, Structure, Vue, may};
use passerelle_socle::db::{self, Base, Resultat};
use passerelle_socle::ident::Id;
use passerelle_socle::referentiels;
use passerelle_socle::web::{Cadre, Erreur, Etape, Etat, Fiche, Page, Site, Volet, page};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .repertoire(["/evenements", "/evenements.xlsx", "/evenements.csv"], Objet::Evenements, async |_, p| {
            Ok(Evenements::demandes(&p))
        })
        .get("/evenements/{id}", Action::Consulter, Objet::Evenements, fiche)
}

/// Events on the record of the structure that organises them.
pub const VOLET: Volet =
    Volet { sur: Objet::Structures, tableau: |base, _, id| Box::pin(de_la_structure(base, Id::from_uuid(id))) };

#[derive(FromQueryResult)]
struct Lu {
    id: Id<Evenement>,
    r#type: String,
    intitule: Option<String>,
    date: Date,
    heure_debut: Option<String>,
    heure_fin: Option<String>,
    lieu: Option<String>,
    commune_insee: Option<String>,
    organisateur: Option<String>,
    nb_cfa: Option<i64>,
    nb_prescripteurs: Option<i64>,
    nb_employeurs: Option<i64>,
    nb_jeunes: Option<i64>,
    public: Option<bool>,
}

const LIRE: &str = "SELECT e.id, e.type, e.intitule, e.date, e.heure_debut, e.heure_fin, e.lieu, e.commune_insee, \
                    s.nom AS organisateur, e.nb_cfa, e.nb_prescripteurs, e.nb_employeurs, e.nb_jeunes, e.public \
                    FROM evenements e LEFT JOIN structures s ON s.id = e.organisateur_id";

impl Lu {
    fn titre(&self) -> String {
        self.intitule.clone().unwrap_or_else(|| TYPES.libelle(&self.r#type).to_owned())
    }
}

async fn fiche(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Evenement>>) -> Page {
    let lu: Option<Lu> = db::ligne(etat.base.lecture(), &format!("{LIRE} WHERE e.id = $1"), [id.into()]).await?;
    let e = lu.ok_or(Erreur::Introuvable)?;
    // The list was granted without knowing the event; now that it is known, ask again.
    let faits = Faits { public: Some(e.public == Some(true) && e.r#type != INTERNE), ..Faits::default() };
    let accorde =
        may(accorde.acteur(), Action::Consulter, Objet::Evenements, &faits).map_err(|_| Erreur::Introuvable)?;
    if e.r#type == INTERNE && vient_en_invite(&accorde) {
        return Err(Erreur::Introuvable);
    }
    let horaire = match (&e.heure_debut, &e.heure_fin) {
        (Some(d), Some(f)) => Some(format!("de {d} à {f}")),
        (Some(d), None) => Some(format!("à partir de {d}")),
        _ => None,
    };
    let intro = format!("{}, le {}", TYPES.libelle(&e.r#type), date_longue(e.date));
    let mut fiche = Fiche::nouvelle(cadre, Etape::vers("Événements", "/evenements"), e.titre(), intro).groupe(
        "Où et quand",
        vec![
            ("Date", e.date.into()),
            ("Horaire", horaire.into()),
            ("Lieu", e.lieu.into()),
            ("Commune", e.commune_insee.map(|c| referentiels::commune(&c).to_owned()).into()),
            ("Organisé par", e.organisateur.into()),
        ],
    );
    if accorde.vue() == Vue::Complete {
        fiche = fiche.groupe(
            "Qui est venu",
            vec![
                ("CFA", e.nb_cfa.into()),
                ("Prescripteurs", e.nb_prescripteurs.into()),
                ("Employeurs", e.nb_employeurs.into()),
                ("Jeunes", jeunes(&accorde, e.nb_jeunes)),
                ("Annoncé au public", e.public.into()),
            ],
        );
    }
    page(fiche)
}

/// How many young people came, for this reader.
fn jeunes(accorde: &Accorde, nombre: Option<i64>) -> Cellule {
    match accorde.acteur().discretion().seuil() {
        Some(seuil) => nombre.map(|n| Effectif::seul(n, seuil).to_string()).into(),
        None => nombre.into(),
    }
}

async fn de_la_structure(base: &Base, structure: Id<Structure>) -> Resultat<Tableau> {
    let sql = format!("{LIRE} WHERE e.organisateur_id = $1 ORDER BY e.date DESC, e.code LIMIT 200");
    let lus: Vec<Lu> = db::lignes(base.lecture(), &sql, [structure.into()]).await?;
    let ligne = |e: Lu| {
        let titre = e.titre();
        vec![
            Cellule::from(titre).avec_lien(format!("/evenements/{}", e.id)),
            TYPES.libelle(&e.r#type).into(),
            e.date.into(),
        ]
    };
    Ok(Tableau {
        titre: "Événements organisés".into(),
        colonnes: vec![
            Colonne::texte("intitule", "Événement"),
            Colonne::texte("type", "Type"),
            Colonne::texte("date", "Date"),
        ],
        lignes: lus.into_iter().map(ligne).collect(),
        total: None,
    })
}

//! What is counted of contracts.

use std::collections::BTreeMap;

use super::liste::Contrats;
use super::model::{ALTERNANCE, TYPES};
use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::db::{self, Executeur, FromQueryResult, Moteur, Resultat};
use passerelle_socle::figure::{Denombre, Figure, Partie, Place};

pub static FIGURES: [Figure; 1] = [Figure {
    nom: "contrats",
    parties: &[
        Partie::Code { cle: "structure", requis: false, nom: "SELECT nom FROM structures WHERE code = $1" },
        Partie::Parmi("type", |code| ALTERNANCE.contains(&code)),
    ],
    libelle: |p| match p.lire("type") {
        None => "contrats en alternance".into(),
        Some(genre) => format!("contrats de type « {} »", TYPES.libelle(genre).to_lowercase()),
    },
    definition: "Contrats d'apprentissage ou de professionnalisation dont le premier jour est dans la période, comptés sous la structure en charge du jeune. Un jeune qui signe deux contrats compte deux fois ; un contrat rompu ensuite reste compté.",
    perimetre: "Jeunes suivis par les structures qui ont remis leurs contrats.",
    reference: "Bilan des développeurs de l'apprentissage territorial, contrats en alternance des missions locales (source : i-milo)",
    texte: None,
    denombre: Denombre::Personnes,
    compte: None,
    rangees: |jour| Box::new(Contrats::tous(jour)),
    lignes: |toutes, p, periode| {
        let genres = p.lire("type").map_or_else(|| ALTERNANCE.to_vec(), |genre| vec![genre]);
        toutes
            .parmi("c.type", genres)
            .pendant("c.date_debut", periode)
            .ou_si("c.structure_id = (SELECT id FROM structures WHERE code = ?)", p.lire("structure"))
    },
    place: Place::Section { section: "contrats", groupes: "c.structure_id, c.type" },
    carte: Some(10),
    annees: Some(("contrats", "date_debut")),
}];

/// The text of the count of alternance contracts by year of their first day.
pub fn sql_par_annee(moteur: Moteur) -> String {
    let annee = moteur.annee("c.date_debut");
    format!("SELECT {annee} AS annee, count(*) AS nombre FROM contrats c WHERE c.type IN ($1, $2) GROUP BY 1")
}

/// Alternance contracts by year of their first day, all years of the base.
pub async fn par_annee(conn: &impl Executeur, moteur: Moteur, accorde: &Accorde) -> Resultat<BTreeMap<String, i64>> {
    #[derive(FromQueryResult)]
    struct Annee {
        annee: i64,
        nombre: i64,
    }
    accorde.pour(&[Action::Consulter, Action::Exporter, Action::Figer], &[Objet::Bilans])?;
    let lues: Vec<Annee> = db::lignes(conn, &sql_par_annee(moteur), ALTERNANCE.map(Into::into)).await?;
    Ok(lues.into_iter().map(|a| (a.annee.to_string(), a.nombre)).collect())
}

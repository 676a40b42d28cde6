//! What is counted of the entries in a parcours: always in distinct young people.

use passerelle_base::Date;

use super::liste::Participations;
use super::sorties::sorties_positives;
use passerelle_socle::db::Selection;
use passerelle_socle::figure::{CONVENTION, Denombre, Figure, Partie, Place, Precisions, TERRITOIRE, Texte};

/// The parcours, by the code of its action.
const PARCOURS: Partie =
    Partie::Code { cle: "action", requis: true, nom: "SELECT intitule AS nom FROM actions WHERE code = $1" };

/// Its table gives each parcours its own numbers, 4, 0 or 2: a parcours takes ten people or so.
const TABLEAU: &str = "Bilan des développeurs de l'apprentissage territorial, tableau des parcours sécurisés";

/// A measure of a parcours, whose address says the parcours and the measure.
const DU_PARCOURS: Figure = Figure {
    nom: "parcours",
    parties: &[],
    libelle: |_| String::new(),
    definition: "",
    perimetre: TERRITOIRE,
    reference: CONVENTION,
    texte: None,
    denombre: Denombre::PersonnesTellesQuelles(TABLEAU),
    compte: Some(("jeune", "jeunes")),
    rangees: |_| Box::new(Participations::default()),
    lignes: |toutes, _, _| toutes,
    place: colonne("", "", None),
    carte: None,
    annees: None,
};

/// Its place: a column of the table of parcours sécurisés.
const fn colonne(cle: &'static str, titre: &'static str, somme: Option<(&'static str, &'static str)>) -> Place {
    Place::Colonne { section: "parcours", cle, titre, somme }
}

pub static FIGURES: [Figure; 6] = [
    Figure {
        parties: &[PARCOURS, Partie::Fixe("mesure", "accompagnes")],
        libelle: |_| "jeunes accompagnés".into(),
        definition: "Jeunes différents entrés au moins une fois dans le parcours.",
        lignes: |toutes, p, _| jeunes(toutes, p, |_| "1 = 1".into(), &[]),
        place: colonne("accompagnes", "Accompagnés", Some(("jeune accompagné", "jeunes accompagnés"))),
        ..DU_PARCOURS
    },
    Figure {
        parties: &[PARCOURS, Partie::Fixe("mesure", "termines")],
        libelle: |_| "jeunes ayant terminé le parcours".into(),
        definition: "Jeunes différents allés au bout du parcours.",
        lignes: |toutes, p, _| jeunes(toutes, p, |entree| format!("{entree}.terminee"), &[]),
        place: colonne("termines", "Terminés", None),
        ..DU_PARCOURS
    },
    Figure {
        parties: &[PARCOURS, Partie::Fixe("mesure", "contrat_apprentissage")],
        libelle: |_| "jeunes ayant signé un contrat d'apprentissage".into(),
        definition: "Jeunes différents dont la suite du parcours est un contrat d'apprentissage.",
        lignes: |toutes, p, _| suivis_de(toutes, p, &["contrat_apprentissage"]),
        place: colonne("contrat_apprentissage", "Contrat d'apprentissage", None),
        ..DU_PARCOURS
    },
    Figure {
        parties: &[PARCOURS, Partie::Fixe("mesure", "formation")],
        libelle: |_| "jeunes en formation autre".into(),
        definition: "Jeunes différents dont la suite du parcours est une autre formation, passerelles comprises.",
        lignes: |toutes, p, _| suivis_de(toutes, p, &["formation"]),
        place: colonne("formation", "Formation autre", None),
        ..DU_PARCOURS
    },
    Figure {
        parties: &[PARCOURS, Partie::Fixe("mesure", "emploi")],
        libelle: |_| "jeunes en emploi".into(),
        definition: "Jeunes différents dont la suite du parcours est un emploi, durable ou non.",
        lignes: |toutes, p, _| suivis_de(toutes, p, &["emploi", "emploi_durable"]),
        place: colonne("emploi", "Emploi", None),
        ..DU_PARCOURS
    },
    Figure {
        parties: &[PARCOURS, Partie::Fixe("mesure", "sorties_positives")],
        libelle: |_| "sorties positives".into(),
        definition: "Jeunes différents dont la suite du parcours est un contrat d'apprentissage ou de professionnalisation, un emploi, une formation ou un retour à l'école ; ni la réorientation, ni l'abandon, ni l'absence de solution.",
        texte: Some(texte),
        lignes: |toutes, p, periode| suivis_de(toutes, p, &sorties_positives(periode.au).issues),
        place: colonne("sorties_positives", "Sorties positives", Some(("sortie positive", "sorties positives"))),
        ..DU_PARCOURS
    },
];

fn texte(le: Date) -> Texte {
    let version = sorties_positives(le);
    Texte { titre: &version.titre, desaccord: &version.desaccord }
}

/// Those whose entry was followed by one of these.
fn suivis_de(toutes: Selection, p: &Precisions, issues: &[impl AsRef<str>]) -> Selection {
    let places = vec!["?"; issues.len()].join(", ");
    let issues: Vec<&str> = issues.iter().map(AsRef::as_ref).collect();
    jeunes(toutes, p, |entree| format!("{entree}.issue IN ({places})"), &issues)
}

/// One row a young person: the first entry that meets the condition stands for the person.
fn jeunes(toutes: Selection, p: &Precisions, condition: impl Fn(&str) -> String, valeurs: &[&str]) -> Selection {
    let valeurs = || valeurs.iter().map(|v| (*v).into());
    let avant = format!(
        "NOT EXISTS (SELECT 1 FROM participations q WHERE q.action_id = p.action_id AND q.jeune_id = p.jeune_id \
         AND q.date_entree < p.date_entree AND {})",
        condition("q")
    );
    toutes
        .ou("p.action_id = (SELECT id FROM actions WHERE code = ?)", p.lire("action").unwrap_or_default())
        .ou_plusieurs(&condition("p"), valeurs())
        .ou_plusieurs(&avant, valeurs())
}

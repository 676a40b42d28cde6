//! The young people of the present, all invented: their mission locale welcomed them in the last months.

use chrono::{Days, Months};
use passerelle_base::{Date, plier};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;

use super::equipe::{MISSION, VOISINE};
use super::reperes::par_code;
use passerelle_gens::jeunes::indexer;
use passerelle_socle::access::{Acteur, Action, Jeune, Objet, Structure};
use passerelle_socle::db::{self, Tx};
use passerelle_socle::journal::{self, Entree};

/// Somebody: given name, family name, sex, age, commune, days since the first welcome.
type Personne = (&'static str, &'static str, &'static str, u32, &'static str, u64);

/// Of the mission locale. The first is Amina, whom the stories follow.
#[rustfmt::skip]
const SUIVIS: [Personne; 32] = [
    ("Amina", "Boulezira", "F", 19, "93010", 44), ("Jules", "Kalindoki", "M", 18, "93010", 43),
    ("Inaya", "Saulémoré", "F", 20, "93010", 42), ("Bakary", "Zirayaru", "M", 21, "93010", 42),
    ("Léa", "Brumeossé", "F", 17, "93010", 41), ("Mehdi", "Ormiravi", "M", 19, "93010", 41),
    ("Fatou", "Tamouhédi", "F", 22, "93010", 40), ("Théo", "Loriopélu", "M", 18, "93010", 40),
    ("Yasmine", "Nadirobel", "F", 20, "93010", 39), ("Enzo", "Quintojorou", "M", 23, "93010", 39),
    ("Mariam", "Soroucassou", "F", 16, "93010", 38), ("Hugo", "Tillaléka", "M", 19, "93010", 38),
    ("Sofia", "Mavéguimo", "F", 21, "93010", 37), ("Idriss", "Dokifadou", "M", 20, "93010", 37),
    ("Clara", "Ulméwéri", "F", 18, "93010", 36), ("Samba", "Calameibaro", "M", 24, "93010", 36),
    ("Nour", "Perviantari", "F", 19, "93010", 35), ("Lucas", "Fauvimoré", "M", 17, "93010", 35),
    ("Awa", "Houblekalin", "F", 22, "93010", 34), ("Rayan", "Gravézira", "M", 20, "93010", 34),
    ("Jade", "Alisitamou", "F", 18, "93010", 33), ("Moussa", "Dornibélou", "M", 19, "93010", 33),
    ("Sirine", "Frêlisorou", "F", 21, "93010", 32), ("Nathan", "Églanmavé", "M", 20, "93010", 32),
    ("Aïcha", "Méliloyaru", "F", 17, "93010", 31), ("Yanis", "Sittéossé", "M", 18, "93010", 30),
    ("Louise", "Troèneléka", "F", 23, "93010", 28), ("Karim", "Viorniguimo", "M", 19, "93010", 25),
    ("Zoé", "Chardofadou", "F", 20, "93010", 20), ("Amadou", "Bouvrewéri", "M", 18, "93010", 14),
    ("Manon", "Yèvriibaro", "F", 19, "93010", 6), ("Omar", "Nénuravi", "M", 21, "93010", 2),
];

/// Of the one next door: the mission locale of the stories does not know them.
const AILLEURS: [Personne; 3] = [
    ("Camille", "Jonquicassou", "F", 19, "93071", 40),
    ("Steven", "Marsouhédi", "M", 20, "93071", 30),
    ("Rokia", "Verveniantari", "F", 18, "93071", 12),
];

/// Known already by the mission locale of the stories, and welcomed once more, typed otherwise: at the one next door, or
/// in the same house for the last. The first number is the rank of who they are.
const DOUBLES: [(usize, &str, &str, bool); 4] = [
    (20, "Jade", "Alisi-Tamou", false),
    (23, "Nathan", "Eglanmave", false),
    (26, "Louise", "Troèneleka", false),
    (24, "Aicha", "Meliloyaru", true),
];

/// The number that a structure gives to the person of this rank.
pub(super) fn numero(rang: usize) -> String {
    format!("AUJ-{:03}", rang + 1)
}

/// How many young people the mission locale of the stories follows.
pub(super) const COMBIEN: usize = SUIVIS.len();

/// Welcomes everybody; gives Amina's identifier.
pub(super) async fn accueillir(tx: &Tx, horloge: &dyn Horloge) -> anyhow::Result<Id<Jeune>> {
    let mission = par_code(tx, "structures", MISSION).await?;
    let voisine = par_code(tx, "structures", VOISINE).await?;
    let mut amina = None;
    for (rang, personne) in SUIVIS.iter().enumerate() {
        let id = inscrire(tx, horloge, mission, Place { rang, ne: rang }, personne).await?;
        amina.get_or_insert(id);
    }
    for (rang, personne) in AILLEURS.iter().enumerate() {
        inscrire(tx, horloge, voisine, Place { rang, ne: rang }, personne).await?;
    }
    for (place, (qui, prenom, nom, ici)) in DOUBLES.into_iter().enumerate() {
        let (_, _, sexe, age, commune, depuis) = SUIVIS[qui];
        let ou = if ici { mission } else { voisine };
        let place = Place { rang: SUIVIS.len() + place, ne: qui };
        inscrire(tx, horloge, ou, place, &(prenom, nom, sexe, age, commune, depuis / 2)).await?;
    }
    amina.ok_or_else(|| anyhow::anyhow!("la démonstration n'a personne à suivre"))
}

/// Where somebody stands in the stories.
struct Place {
    /// Gives their number.
    rang: usize,
    /// Says on which day of the year they were born.
    ne: usize,
}

/// Welcomes somebody.
async fn inscrire(
    tx: &Tx,
    horloge: &dyn Horloge,
    structure: Id<Structure>,
    Place { rang, ne }: Place,
    &(prenom, nom, sexe, age, commune, depuis): &Personne,
) -> anyhow::Result<Id<Jeune>> {
    let aujourdhui = horloge.aujourdhui();
    // A birthday passed some weeks ago: the age is right whatever the day.
    let naissance: Date = aujourdhui - Months::new(12 * age) - Days::new(20 + 7 * ne as u64);
    let accueil = aujourdhui - Days::new(depuis);
    let id = db::nouvel_id::<Jeune>();
    let pli = plier(&format!("{nom} {prenom}"));
    let telephone = format!("+3363998{:04}", 7_000 + rang + usize::from(commune == "93071") * 100);
    let sql = "INSERT INTO jeunes (id, nom, prenom, nom_plie, date_naissance, sexe, commune_insee, niveau, situation, \
               date_premier_accueil, telephone, courriel) VALUES ($1, $2, $3, $4, $5, $6, $7, 'V', 'demandeur_emploi', $8, $9, $10)";
    let courriel = format!("{}.{}@demo.example", plier(prenom), plier(nom).replace(' ', ""));
    let valeurs = [
        id.into(),
        nom.into(),
        prenom.into(),
        pli.into(),
        naissance.into(),
        sexe.into(),
        commune.into(),
        accueil.into(),
        telephone.into(),
        courriel.into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    let sql = "INSERT INTO numeros (structure_id, numero, jeune_id) VALUES ($1, $2, $3)";
    db::executer(tx, sql, [structure.into(), numero(rang).into(), id.into()]).await?;
    let sql = "INSERT INTO accompagnements (id, jeune_id, structure_id, du, en_charge) VALUES ($1, $2, $3, $4, $5)";
    db::executer(tx, sql, [id.into(), id.into(), structure.into(), accueil.into(), true.into()]).await?;
    indexer(tx, id).await?;
    let entree = Entree::sur(Action::Creer, Objet::Jeunes).id(id).detail("démonstration");
    journal::ecrire(tx, horloge.maintenant(), &Acteur::Systeme, entree);
    Ok(id)
}

//! A random draw in each state: made, awaiting its chance, being filled. The same people fall in the same groups
//! each time: pseudonyms, secrets and public values are those of this file.

use passerelle_socle::ident::Id;
use passerelle_socle::temps::{Horloge, Instant};
use sea_orm::FromQueryResult;

use super::equipe::{MISSION, VOISINE};
use super::jeunes::numero;
use super::reperes::par_code;
use passerelle_faits::tirages::{
    Constat, Groupe, Inscription, Redige, Serie, Tirage, UnCandidat, a_la_lettre, creer, figer, inscrire, noter_ecart,
    tirer as executer,
};
use passerelle_socle::access::{Acteur, Jeune, Structure};
use passerelle_socle::db::{self, Tx};
use passerelle_socle::texte::Texte;
use passerelle_tirage::Protocole;
use std::time::Duration;

/// What is decided: a third of the candidates of Bondy, a half of those of Sevran.
const PROTOCOLE: &str = r#"titre = "TITRE"
hasard = "Tirage du Loto du samedi qui suit, les cinq numéros dans l'ordre croissant, séparés par des espaces"
bras = ["service plus", "droit commun"]
vagues = [1]
strates_vides_admises = true

[[strates]]
colonne = "sexe"
valeurs = ["F", "M"]

[[sites]]
code = "ML-BONDY"
nom = "Mission locale de Bondy"
ratios = { "service plus" = "1/3", "droit commun" = "2/3" }
capacite = 8

[[sites]]
code = "ML-SEVRAN"
nom = "Mission locale de Sevran"
ratios = { "service plus" = "1/2", "droit commun" = "1/2" }

[[exclusions]]
code = "contrat"
motif = "A déjà signé un contrat"
"#;

/// A secret for each list: fictional people have nothing to hide.
const SECRET: &str = "demonstration-demonstration-demonstration";
const JOUR: Duration = Duration::from_hours(24);

#[derive(FromQueryResult)]
struct Lu {
    id: Id<Jeune>,
    sexe: Option<String>,
}

/// Writes the three draws.
pub(super) async fn tirer(tx: &Tx, horloge: &dyn Horloge) -> anyhow::Result<()> {
    let il_y_a = |jours: u32| horloge.maintenant() - JOUR * jours;
    let acteur = &Acteur::Systeme;
    let fait = preparer(tx, il_y_a(20), "Accompagnement renforcé vers l'apprentissage, automne", 0..10).await?;
    figer(tx, il_y_a(15), acteur, fait, SECRET).await?;
    executer(tx, il_y_a(8), acteur, fait, "3 12 19 33 47", &[]).await?;
    ecart(tx, horloge, fait, il_y_a(2)).await?;
    let fige = preparer(tx, il_y_a(10), "Préparation au permis pour les futurs apprentis", 10..20).await?;
    figer(tx, il_y_a(3), acteur, fige, SECRET).await?;
    preparer(tx, il_y_a(1), "Parrainage par un ancien apprenti", 20..25).await?;
    Ok(())
}

/// A draw and its candidates: those of these ranks in Bondy, and everybody of Sevran.
async fn preparer(tx: &Tx, le: Instant, titre: &str, rangs: std::ops::Range<usize>) -> anyhow::Result<Id<Tirage>> {
    let acteur = &Acteur::Systeme;
    let ecrit = PROTOCOLE.replace("TITRE", titre);
    let (titre, protocole) = a_la_lettre(&ecrit, &Protocole::lire(&ecrit)?)?;
    let redige = Redige { titre: &titre, protocole: &protocole };
    let id = creer(tx, le, acteur, &redige, None).await?;
    let (bondy, sevran): (Id<Structure>, Id<Structure>) =
        (par_code(tx, "structures", MISSION).await?, par_code(tx, "structures", VOISINE).await?);
    let candidats = rangs.map(|r| (MISSION, bondy, r)).chain((0..3).map(|r| (VOISINE, sevran, r)));
    for (site, structure, rang) in candidats {
        let sql = "SELECT j.id, j.sexe FROM numeros n JOIN jeunes j ON j.id = n.jeune_id \
                   WHERE n.structure_id = $1 AND n.numero = $2";
        let lu: Option<Lu> = db::ligne(tx, sql, [structure.into(), numero(rang).into()]).await?;
        let Some(lu) = lu else { continue };
        let exclusion = if site == MISSION && rang % 10 == 9 { "contrat" } else { "" };
        let groupe = Groupe {
            site: site.into(),
            vague: "1".into(),
            strates: vec![lu.sexe.unwrap_or_default()],
            exclusion: exclusion.into(),
        };
        let pseudonyme = format!("demo-{}-{}", site.to_lowercase(), numero(rang).to_lowercase());
        let inscription = Inscription {
            tirage: id,
            serie: Serie::ouverte_par(id),
            jeune: lu.id,
            structure: Some(structure),
            groupe: &groupe,
            identifiant: &pseudonyme,
        };
        inscrire(tx, le, acteur, &inscription).await?;
    }
    Ok(id)
}

/// One person of the draw that is made withdrew.
async fn ecart(tx: &Tx, horloge: &dyn Horloge, tirage: Id<Tirage>, le: Instant) -> anyhow::Result<()> {
    #[derive(FromQueryResult)]
    struct Trouve {
        id: Id<UnCandidat>,
        jeune_id: Id<Jeune>,
    }
    let sql = "SELECT c.id, c.jeune_id FROM candidats c JOIN affectations a ON a.candidat_id = c.id \
               WHERE c.tirage_id = $1 AND a.bras = 'service plus' ORDER BY c.identifiant DESC LIMIT 1";
    let trouve: Option<Trouve> = db::ligne(tx, sql, [tirage.into()]).await?;
    if let Some(c) = trouve {
        let motif = Texte::lire("Déménagement hors du territoire.", 100)?;
        let constat = Constat { date: le.date_paris(), nature: "retrait", bras_recu: None, motif: &motif };
        noter_ecart(tx, horloge.maintenant(), &Acteur::Systeme, c.id, c.jeune_id, &constat).await?;
    }
    Ok(())
}

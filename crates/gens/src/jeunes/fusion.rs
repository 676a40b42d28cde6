//! Two files that are one person become one.
//!
//! Every fact of the file absorbed goes to the one kept, as the `PERSONNE` of each capability says. A fact that both
//! hold, which the base keeps once (the same positionnement, two open accompagnements of one structure, two référents at
//! a time), leaves its table and is kept in the record of the merge. That record has one line a row: moved, withdrawn or
//! changed, with the whole row where more than its owner changed (`separation` reads it backwards).

use passerelle_socle::access::{Acteur, Action, Jeune, Objet};
use passerelle_socle::db::{self, ErreurBase, Executeur, Resultat, Tx, dire_photo};
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::personne::{LigneReunie, Personnes, Reunion};
use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;

use super::recherche::indexer;
use super::rules;

/// Marks the identifier of a merge.
#[derive(Debug)]
pub struct Fusion;

/// The columns of `jeunes` that are chosen from one file or the other.
pub const CHAMPS: [&str; 12] = [
    "nom",
    "prenom",
    "date_naissance",
    "sexe",
    "commune_insee",
    "code_postal",
    "qpv",
    "niveau",
    "situation",
    "date_premier_accueil",
    "telephone",
    "courriel",
];

/// Why a merge, or its undoing, did not happen. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ErreurFusion {
    /// The same file twice, or one that is no longer there.
    #[error(
        "ces deux fiches ne peuvent pas être réunies : l'une d'elles n'existe plus. Repartez de la liste des jeunes"
    )]
    Absente,
    /// Already undone, or unknown.
    #[error("cette réunion de fiches est déjà défaite")]
    DejaDefaite,
    /// A later one stands on it.
    #[error("une réunion plus récente repose sur celle-ci : défaites d'abord la plus récente")]
    PasLaDerniere,
    /// Facts written since contradict the former state.
    #[error(
        "des faits enregistrés depuis empêchent de séparer ces fiches (par exemple un référent sur la même période) : \
         corrigez-les, puis recommencez"
    )]
    Contredite,
    /// A row of a table that this version of the program does not know.
    #[error("cette réunion de fiches touche la table « {0} », que cette version de Passerelle ne connaît pas")]
    Inconnue(String),
    /// Anything the base says.
    #[error(transparent)]
    Base(#[from] ErreurBase),
}

/// A constraint refused: facts contradict each other, the base itself is well.
pub(super) fn contredite(e: ErreurBase) -> ErreurFusion {
    match e.contrainte() {
        Some(_) => ErreurFusion::Contredite,
        None => ErreurFusion::Base(e),
    }
}

/// Two files to be made one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeuxFiches {
    /// The one that stays.
    pub garde: Id<Jeune>,
    /// The one that goes into it.
    pub absorbe: Id<Jeune>,
}

/// Brings `absorbe` into `garde`; `repris` names the fields ([`CHAMPS`]) taken from `absorbe`.
pub async fn fusionner(
    tx: &Tx,
    personnes: Personnes,
    maintenant: Instant,
    acteur: &Acteur,
    DeuxFiches { garde, absorbe }: DeuxFiches,
    repris: &[&str],
) -> Result<Id<Fusion>, ErreurFusion> {
    verrouiller(tx, garde, absorbe).await?;
    if garde == absorbe || !vivant(tx, garde).await? || !vivant(tx, absorbe).await? {
        return Err(ErreurFusion::Absente);
    }
    let id: Id<Fusion> = db::nouvel_id();
    let sql =
        "INSERT INTO fusions (id, jeune_id, garde_id, absorbe_id, faite_le, faite_par) VALUES ($1, $2, $2, $3, $4, $5)";
    let valeurs = [id.into(), garde.into(), absorbe.into(), maintenant.into(), acteur.compte().into()];
    db::executer(tx, sql, valeurs).await?;
    let mut reunion = Reunion::nouvelle(tx, garde, absorbe);
    reunion.ranger(personnes).await.map_err(contredite)?;
    let pris: Vec<&str> = CHAMPS.into_iter().filter(|c| repris.contains(c)).collect();
    if !pris.is_empty() {
        let champs: Vec<&str> = if pris.iter().any(|c| matches!(*c, "nom" | "prenom")) {
            pris.iter().copied().chain(["nom_plie"]).collect()
        } else {
            pris.clone()
        };
        let affectations: Vec<String> =
            champs.iter().map(|c| format!("{c} = (SELECT b.{c} FROM jeunes b WHERE b.id = $2)")).collect();
        let absorbe = vec![absorbe.into()];
        reunion.changer("jeunes", garde, &affectations.join(", "), absorbe).await?;
    }
    // Whoever was merged keeps an identifier and nothing else; the record has the rest.
    let vides: Vec<String> = CHAMPS[2..].iter().map(|c| format!("{c} = NULL")).collect();
    let affectation = format!("fusionne_dans = $2, nom = '', prenom = '', nom_plie = '', {}", vides.join(", "));
    reunion.changer("jeunes", absorbe, &affectation, vec![garde.into()]).await?;
    noter(tx, id, reunion.lignes()).await?;
    accorder_noms(tx, garde).await?;
    indexer(tx, absorbe).await?;
    for (qui, detail) in [(garde, "fusion"), (absorbe, "fusion, absorbée")] {
        let entree = Entree::sur(Action::Modifier, Objet::Jeunes).id(qui).detail(detail);
        journal::ecrire(tx, maintenant, acteur, entree);
    }
    Ok(id)
}

/// Writes the record of a merge, a line a gesture.
async fn noter(tx: &Tx, fusion: Id<Fusion>, lignes: Vec<LigneReunie>) -> Resultat<()> {
    let sql = "INSERT INTO fusions_lignes (fusion_id, rang, table_nom, geste, ligne_id, ligne_numero, avant, apres) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    for (rang, l) in (1_i64..).zip(lignes) {
        let valeurs = [
            fusion.into(),
            rang.into(),
            l.table.into(),
            l.geste.code().into(),
            l.id.into(),
            l.numero.into(),
            l.avant.as_ref().map(dire_photo).into(),
            l.apres.as_ref().map(dire_photo).into(),
        ];
        db::ecrire_tel_quel(tx, sql, valeurs).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Noms {
    nom: String,
    prenom: String,
}

/// The folded name and the words follow the names, each of which may come from another file.
pub(super) async fn accorder_noms(tx: &Tx, jeune: Id<Jeune>) -> Resultat<()> {
    let id = jeune;
    let sql = "SELECT nom, prenom FROM jeunes WHERE id = $1";
    if let Some(n) = db::ligne::<Noms>(tx, sql, [id.into()]).await? {
        let plie = rules::nom_plie(&[n.nom, n.prenom]);
        let sql = "UPDATE jeunes SET nom_plie = $2 WHERE id = $1 AND nom_plie <> $2";
        db::executer(tx, sql, [id.into(), plie.into()]).await?;
    }
    indexer(tx, jeune).await
}

pub(super) async fn verrouiller(tx: &Tx, a: Id<Jeune>, b: Id<Jeune>) -> Resultat<()> {
    // Always in the same order: two merges of the same people wait, they do not deadlock.
    for qui in [a.min(b), a.max(b)] {
        db::verrouiller_ligne(tx, "jeunes", qui).await?;
    }
    Ok(())
}

pub(super) async fn vivant(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<bool> {
    let sql = "SELECT count(*) FROM jeunes WHERE id = $1 AND fusionne_dans IS NULL AND efface_le IS NULL";
    Ok(db::compter(conn, sql, [jeune.into()]).await? > 0)
}

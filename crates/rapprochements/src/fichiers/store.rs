//! The SQL of the rows of files and of what is decided of them.

use std::collections::{BTreeMap, HashMap};

use passerelle_base::Date;
use passerelle_socle::temps::Instant;
use passerelle_socle::texte::expurger;
use sea_orm::{FromQueryResult, Value};

use crate::model::Indice;
use crate::store::{Decidee, Fiche, dit};
use crate::suivi::Suivie;
use passerelle_gens::accompagnements::restreindre_peu;
use passerelle_socle::access::{Acteur, Action, Faits, Jeune, Objet, Structure, may};
use passerelle_socle::db::{self, Executeur, Resultat, Selection, Tx};
use passerelle_socle::ident::Id;
use std::time::Duration;

/// How long what a row says is kept, in milliseconds: as long as refused rows of an import.
const GARDE: Duration = Duration::from_hours(30 * 24);

/// A number of a structure, and whose it is.
#[derive(FromQueryResult)]
pub(super) struct Numero {
    pub numero: String,
    pub jeune_id: Id<Jeune>,
}

/// All numbers of a structure.
pub(super) async fn numeros(conn: &impl Executeur, structure: Id<Structure>) -> Resultat<Vec<Numero>> {
    let sql = "SELECT numero, jeune_id FROM numeros WHERE structure_id = $1 ORDER BY numero";
    db::lignes(conn, sql, [structure.into()]).await
}

/// Numbers of a structure that somebody said not to be those of that person.
pub(super) async fn separes(conn: &impl Executeur, structure: Id<Structure>) -> Resultat<Vec<Numero>> {
    let sql = "SELECT DISTINCT identifiant AS numero, jeune_id FROM rapprochements_lignes \
               WHERE structure_id = $1 AND etat = 'separe' ORDER BY identifiant, jeune_id";
    db::lignes(conn, sql, [structure.into()]).await
}

/// A row that looks like somebody.
pub(super) struct Nouvelle<'a> {
    pub recherche: Id<Suivie>,
    pub structure: Id<Structure>,
    pub ligne: i64,
    pub identifiant: &'a str,
    pub probabilite: i64,
    pub sure: bool,
    pub indices: &'a [Indice],
    /// What the row says, by what the column holds.
    pub champs: &'a HashMap<&'a str, &'a str>,
}

/// Keeps a row to be decided.
pub(super) async fn proposer(tx: &Tx, n: &Nouvelle<'_>, fiche: &Fiche) -> Resultat<()> {
    let champs: BTreeMap<&str, String> = n.champs.iter().map(|(c, v)| (*c, expurger(v))).collect();
    let champs = serde_json::to_string(&champs).unwrap_or_default();
    let sql = "INSERT INTO rapprochements_lignes (id, recherche_id, structure_id, ligne, identifiant, jeune_id, probabilite, \
               sure, indices, champs, empreinte, etat) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'propose')";
    let valeurs = [
        db::nouvel_id::<()>().into(),
        n.recherche.into(),
        n.structure.into(),
        n.ligne.into(),
        expurger(n.identifiant).into(),
        fiche.id.into(),
        n.probabilite.into(),
        n.sure.into(),
        serde_json::to_string(n.indices).unwrap_or_default().into(),
        champs.clone().into(),
        empreinte(&champs, fiche).into(),
    ];
    db::ecrire_tel_quel(tx, sql, valeurs).await?;
    Ok(())
}

/// Recognises what a row and a person said when they were shown.
pub(super) fn empreinte(champs: &str, fiche: &Fiche) -> String {
    db::empreinte(format!("{champs}\n\n{}", dit(fiche)).as_bytes())
}

/// Forgets what rows of old files say, and those of which nothing was ever decided.
pub(super) async fn oublier(tx: &Tx, maintenant: Instant) -> Resultat<u64> {
    let anciennes = "recherche_id IN (SELECT r.id FROM rapprochements_recherches r WHERE r.faite_le < $1)";
    oublier_celles(tx, anciennes, (maintenant - GARDE).into()).await
}

/// The same, of one file, at once.
pub(super) async fn oublier_un(tx: &Tx, recherche: Id<Suivie>) -> Resultat<u64> {
    oublier_celles(tx, "recherche_id = $1", recherche.into()).await
}

async fn oublier_celles(tx: &Tx, lesquelles: &str, valeur: Value) -> Resultat<u64> {
    let sql = format!(
        "DELETE FROM rapprochements_lignes WHERE {lesquelles} AND etat = 'propose' AND NOT EXISTS \
         (SELECT 1 FROM rapprochements_lignes_decisions d WHERE d.ligne_id = rapprochements_lignes.id)"
    );
    let parties = db::executer(tx, &sql, [valeur.clone()]).await?;
    let sql = format!("UPDATE rapprochements_lignes SET champs = NULL WHERE {lesquelles} AND champs IS NOT NULL");
    Ok(parties + db::executer(tx, &sql, [valeur]).await?)
}

/// A row and who it may be.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Ligne {
    pub id: Id<Ligne>,
    pub recherche_id: Id<Suivie>,
    pub structure_id: Id<Structure>,
    pub structure: String,
    pub fichier: String,
    pub ligne: i64,
    pub identifiant: String,
    pub jeune_id: Id<Jeune>,
    pub probabilite: i64,
    pub indices: String,
    pub champs: Option<String>,
    pub empreinte: String,
    pub etat: String,
    pub sure: bool,
}

impl Ligne {
    pub async fn lire(conn: &impl Executeur, id: Id<Ligne>) -> Resultat<Option<Self>> {
        let sql = "SELECT l.id, l.recherche_id, l.structure_id, s.nom AS structure, coalesce(r.fichier, '') AS fichier, l.ligne, \
                   l.identifiant, l.jeune_id, l.probabilite, l.indices, l.champs, l.empreinte, l.etat, l.sure FROM rapprochements_lignes l \
                   JOIN rapprochements_recherches r ON r.id = l.recherche_id JOIN structures s ON s.id = l.structure_id WHERE l.id = $1";
        db::ligne(conn, sql, [id.into()]).await
    }

    /// What the row says, by what the column holds; nothing once forgotten.
    pub fn dits(&self) -> BTreeMap<String, String> {
        self.champs.as_deref().and_then(|c| serde_json::from_str(c).ok()).unwrap_or_default()
    }
}

/// Rows that a reader may see, the surest first: of a file of their structure, and of somebody open to them.
pub(super) fn visibles(acteur: &Acteur, jour: Date) -> Selection {
    let champs = "l.id, l.ligne, l.identifiant, l.probabilite, l.indices, l.etat, l.sure, r.faite_le, r.fichier, j.nom, j.prenom, \
                  j.date_naissance";
    let jointures = "JOIN jeunes j ON j.id = l.jeune_id JOIN rapprochements_recherches r ON r.id = l.recherche_id";
    let toutes = Selection::nouvelle(champs, "rapprochements_lignes l", jointures);
    let Ok(accorde) = may(acteur, Action::Lister, Objet::Jeunes, &Faits::default()) else {
        return toutes.telle("1 = 0");
    };
    let siennes = toutes
        .telle("NOT EXISTS (SELECT 1 FROM jeunes x WHERE x.id = l.jeune_id AND (x.efface_le IS NOT NULL OR x.fusionne_dans IS NOT NULL))")
        .ou_si("l.structure_id = ?", acteur.structure());
    restreindre_peu(siennes, &accorde.perimetre(), jour, "l.jeune_id")
}

/// How many rows of a file are in each state.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Nombre {
    pub etat: String,
    pub nombre: i64,
}

/// Some rows, by identifier.
#[derive(FromQueryResult)]
struct Cle {
    id: Id<Ligne>,
}

fn cles(lues: &[db::QueryResult]) -> Resultat<Vec<Id<Ligne>>> {
    Ok(lues.iter().map(|l| Cle::from_query_result(l, "").map(|c| c.id)).collect::<Result<_, _>>()?)
}

/// The row to review after this one, in the same file.
pub(super) async fn suivante(
    conn: &impl Executeur,
    acteur: &Acteur,
    jour: Date,
    apres: &Ligne,
) -> Resultat<Option<Id<Ligne>>> {
    let p = apres.probabilite;
    let plus_loin = a_revoir(acteur, jour, apres.recherche_id)
        .ou_plusieurs("(l.probabilite < ? OR (l.probabilite = ? AND l.id > ?))", [p.into(), p.into(), apres.id.into()]);
    Ok(cles(&plus_loin.page(conn, 0, 1).await?)?.first().copied())
}

/// The rows of a file that wait for somebody, the surest first.
pub(super) fn a_revoir(acteur: &Acteur, jour: Date, recherche: Id<Suivie>) -> Selection {
    visibles(acteur, jour)
        .ou("l.recherche_id = ?", recherche)
        .telle("l.etat = 'propose'")
        .ordre("l.probabilite DESC, l.id")
}

/// The first of them.
pub(super) async fn premiere(
    conn: &impl Executeur,
    acteur: &Acteur,
    jour: Date,
    recherche: Id<Suivie>,
) -> Resultat<Option<Id<Ligne>>> {
    Ok(cles(&a_revoir(acteur, jour, recherche).page(conn, 0, 1).await?)?.first().copied())
}

/// Those above the threshold that no doubt touches, whose person has no other number of the structure: they can be accepted
/// together.
pub(super) fn sures(acteur: &Acteur, jour: Date, recherche: Id<Suivie>) -> Selection {
    a_revoir(acteur, jour, recherche)
        .telle("l.sure")
        .telle("NOT EXISTS (SELECT 1 FROM numeros n WHERE n.jeune_id = l.jeune_id AND n.structure_id = l.structure_id)")
}

/// All of them, by identifier.
pub(super) async fn toutes(conn: &impl Executeur, selection: &Selection) -> Resultat<Vec<Id<Ligne>>> {
    cles(&selection.page(conn, 0, i64::from(i32::MAX)).await?)
}

/// The other numbers that a person has in a structure.
pub(super) async fn autres_numeros(conn: &impl Executeur, l: &Ligne) -> Resultat<Vec<String>> {
    let sql = "SELECT numero, jeune_id FROM numeros WHERE structure_id = $1 AND jeune_id = $2 AND numero <> $3 ORDER BY numero";
    let valeurs = [l.structure_id.into(), l.jeune_id.into(), l.identifiant.clone().into()];
    let lus: Vec<Numero> = db::lignes(conn, sql, valeurs).await?;
    Ok(lus.into_iter().map(|n| n.numero).collect())
}

/// Gives the number of the row to its person; says whether it is theirs now, or somebody else's.
pub(super) async fn numeroter(tx: &Tx, l: &Ligne) -> Resultat<bool> {
    let sql = "INSERT INTO numeros (structure_id, numero, jeune_id) VALUES ($1, $2, $3) ON CONFLICT (structure_id, numero) DO NOTHING";
    let valeurs = [l.structure_id.into(), l.identifiant.clone().into(), l.jeune_id.into()];
    db::executer(tx, sql, valeurs.clone()).await?;
    let sql = "SELECT count(*) FROM numeros WHERE structure_id = $1 AND numero = $2 AND jeune_id = $3";
    Ok(db::compter(tx, sql, valeurs).await? > 0)
}

/// Takes the number back.
pub(super) async fn denumeroter(tx: &Tx, l: &Ligne) -> Resultat<()> {
    let sql = "DELETE FROM numeros WHERE structure_id = $1 AND numero = $2 AND jeune_id = $3";
    db::executer(tx, sql, [l.structure_id.into(), l.identifiant.clone().into(), l.jeune_id.into()]).await?;
    Ok(())
}

/// What is decided of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decision {
    /// Code of the gesture.
    pub geste: &'static str,
    /// Code of the state it leaves the row in.
    pub etat: &'static str,
}

/// Keeps a decision and what it was made before; refused when the row left that state meanwhile.
pub(super) async fn decider(
    tx: &Tx,
    maintenant: Instant,
    acteur: &Acteur,
    l: &Ligne,
    Decision { geste, etat }: Decision,
) -> Resultat<bool> {
    let sql = "UPDATE rapprochements_lignes SET etat = $2 WHERE id = $1 AND etat = $3";
    if db::executer(tx, sql, [l.id.into(), etat.into(), l.etat.clone().into()]).await? == 0 {
        return Ok(false);
    }
    let sql = "INSERT INTO rapprochements_lignes_decisions (id, ligne_id, geste, faite_le, faite_par, probabilite, indices, empreinte) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let valeurs = [
        db::nouvel_id::<()>().into(),
        l.id.into(),
        geste.into(),
        maintenant.into(),
        acteur.compte().into(),
        l.probabilite.into(),
        l.indices.clone().into(),
        l.empreinte.clone().into(),
    ];
    db::ecrire_tel_quel(tx, sql, valeurs).await?;
    Ok(true)
}

/// What was decided of a row.
pub(super) async fn decisions(conn: &impl Executeur, ligne: Id<Ligne>) -> Resultat<Vec<Decidee>> {
    let sql = "SELECT d.geste, d.faite_le, c.nom AS par, d.probabilite FROM rapprochements_lignes_decisions d \
               LEFT JOIN comptes c ON c.id = d.faite_par WHERE d.ligne_id = $1 ORDER BY d.faite_le DESC, d.id DESC";
    db::lignes(conn, sql, [ligne.into()]).await
}

/// A structure that a file may come from.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Origine {
    pub id: Id<Structure>,
    pub code: String,
    pub nom: String,
}

/// Those of a list, or the reader's own.
pub(super) async fn structures(conn: &impl Executeur, acteur: &Acteur) -> Resultat<Vec<Origine>> {
    let sql = "SELECT id, code, nom FROM structures WHERE ($1 IS NULL OR id = $1) ORDER BY nom, id";
    db::lignes(conn, sql, [acteur.structure().into()]).await
}

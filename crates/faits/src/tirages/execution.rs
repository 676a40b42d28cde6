//! Freezing a list and drawing it: the engine decides, the base keeps its bytes.

use std::collections::HashMap;

use passerelle_base::pluriel;
use passerelle_socle::temps::Instant;
use passerelle_tirage::{Dossier, ErreurTirage, Precedent, ProcesVerbal, Protocole, hex, lire_candidats, rejouer};
use sea_orm::FromQueryResult;

use super::minutes::pdf_minutes;
use super::model::Etat;
use super::store::{Tirage, UnCandidat};
use super::{inscrits, store};
use passerelle_socle::access::{Acteur, Action};
use passerelle_socle::db::{self, ErreurBase, Executeur, Tx, Valeurs};
use passerelle_socle::ident::Id;

/// Why a list is not frozen, or not drawn. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ErreurExecution {
    /// What the state of the draw does not allow, or what the list lacks.
    #[error("{0}")]
    Phrase(String),
    /// What the engine says.
    #[error(transparent)]
    Moteur(#[from] ErreurTirage),
    /// The people drawn are not those of the list that is kept.
    #[error(
        "La liste gardée ici n'est plus celle qui a été figée (personnes tirées qui n'y sont pas : {inconnus} ; personnes qui \
         resteraient sans groupe : {sans_groupe}) : rien n'a été écrit. Reprenez une sauvegarde."
    )]
    ListeAutre {
        /// People drawn whom the list does not have.
        inconnus: usize,
        /// People of the list, not excluded, whom the draw does not have.
        sans_groupe: usize,
    },
    /// The base kept fewer groups than it was given.
    #[error("la base a gardé {ecrites} groupes pour {attendues} personnes tirées : rien n'a été écrit")]
    Perdues {
        /// People drawn.
        attendues: usize,
        /// Rows written.
        ecrites: u64,
    },
    /// Anything the base says.
    #[error(transparent)]
    Base(#[from] ErreurBase),
    /// The minutes could not be laid out.
    #[error(transparent)]
    Minutes(anyhow::Error),
}

fn phrase(texte: impl Into<String>) -> ErreurExecution {
    ErreurExecution::Phrase(texte.into())
}

/// Text that was kept as bytes.
pub(super) fn texte(octets: Vec<u8>) -> Result<String, ErreurExecution> {
    String::from_utf8(octets).map_err(|_| phrase("Un fichier de ce tirage ne se lit plus : reprenez une sauvegarde."))
}

/// The list as the engine would freeze it under this secret, with what the earlier waves leave.
pub(super) async fn preparer(
    conn: &impl Executeur,
    t: &store::Tirage,
    secret: &str,
) -> Result<Dossier, ErreurExecution> {
    let protocole = Protocole::lire(&t.protocole).map_err(ErreurTirage::from)?;
    let liste =
        lire_candidats(&protocole, &inscrits::fichier(conn, t.id, &protocole).await?).map_err(ErreurTirage::from)?;
    let dossier = Dossier::preparer(protocole, liste, secret, precedent(conn, t).await?)?;
    dossier.imprevisible()?;
    Ok(dossier)
}

/// What the earlier waves leave to this draw.
async fn precedent(conn: &impl Executeur, t: &store::Tirage) -> Result<Option<Precedent>, ErreurExecution> {
    let Some(avant) = t.precedent_id else { return Ok(None) };
    let octets = store::proces_verbal(conn, avant).await?;
    let octets = octets.ok_or_else(|| phrase("La vague précédente n'est pas encore tirée : tirez-la d'abord."))?;
    let pv = rejouer(&texte(octets)?).map_err(|d| {
        let premiere = d.first().map(ToString::to_string).unwrap_or_default();
        phrase(format!("Le procès-verbal de la vague précédente n'est pas exact : {premiere}."))
    })?;
    Ok(Some(pv.suite()))
}

/// Freezes the list of a draw: from there on nothing of it changes, and its root may be published. `secret` is drawn
/// at random by the caller.
pub async fn figer(
    tx: &Tx,
    maintenant: Instant,
    acteur: &Acteur,
    id: Id<Tirage>,
    secret: &str,
) -> Result<(), ErreurExecution> {
    let t = store::tenir(tx, id).await?.ok_or_else(|| phrase("Ce tirage n'existe plus."))?;
    if let Some(ferme) = t.ferme() {
        return Err(phrase(ferme));
    }
    // Whoever asked to be forgotten before the list was frozen was never on it.
    let sql = "DELETE FROM candidats WHERE tirage_id = $1 AND jeune_id IN (SELECT id FROM jeunes WHERE efface_le IS NOT NULL)";
    db::executer(tx, sql, [id.into()]).await?;
    let sql = "SELECT count(*) FROM candidats c JOIN tirages t ON t.id = c.tirage_id WHERE c.tirage_id = $1 AND EXISTS \
               (SELECT 1 FROM candidats d JOIN tirages u ON u.id = d.tirage_id LEFT JOIN affectations a ON a.candidat_id = d.id \
               WHERE d.jeune_id = c.jeune_id AND d.id <> c.id AND u.serie_id = t.serie_id \
               AND (d.tirage_id = c.tirage_id OR a.bras <> 'surnombre'))";
    match db::compter(tx, sql, [id.into()]).await? {
        0 => {}
        n => {
            return Err(phrase(format!(
                "{} : des fiches ont été réunies depuis la saisie. La structure qui suit la personne retire la candidature en trop.",
                pluriel(
                    n,
                    "candidature est celle d'une personne déjà candidate",
                    "candidatures sont celles de personnes déjà candidates"
                )
            )));
        }
    }
    let dossier = preparer(tx, &t, secret).await?;
    let (engagement, liste) = (dossier.engagement(), dossier.liste_figee());
    let sql = "INSERT INTO tirages_engagements (tirage_id, fige_le, fige_par, engagement, liste, sha256, racine, \
               protocole_sha256, personnes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let valeurs = [
        id.into(),
        maintenant.into(),
        acteur.compte().into(),
        engagement.as_bytes().to_vec().into(),
        liste.into_bytes().into(),
        db::empreinte(engagement.as_bytes()).into(),
        hex(dossier.racine()).into(),
        hex(&dossier.protocole().empreinte()).into(),
        i64::try_from(dossier.liste().candidats().len()).unwrap_or(i64::MAX).into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    store::noter(tx, maintenant, acteur, Action::Figer, id, "liste");
    Ok(())
}

#[derive(FromQueryResult)]
struct Cle {
    id: Id<UnCandidat>,
    identifiant: String,
}

/// Draws a frozen list, once: minutes, assignments, and the group of each person.
pub async fn tirer(
    tx: &Tx,
    maintenant: Instant,
    acteur: &Acteur,
    id: Id<Tirage>,
    alea: &str,
    secrets: &[&str],
) -> Result<(), ErreurExecution> {
    let t = store::tenir(tx, id).await?.ok_or_else(|| phrase("Ce tirage n'existe plus."))?;
    match t.etat() {
        Etat::Fige => {}
        Etat::Saisie => return Err(phrase("La liste n'est pas figée : figez-la et publiez sa racine d'abord.")),
        Etat::Tire => return Err(phrase("Ce tirage est déjà fait : un tirage ne se refait pas.")),
    }
    let manque = || phrase("La liste figée manque : reprenez une sauvegarde.");
    let engagement = texte(store::engagement(tx, id).await?.ok_or_else(manque)?)?;
    let liste = texte(store::liste_figee(tx, id).await?.ok_or_else(manque)?)?;
    let pv = Dossier::lire(&engagement, &liste)?.executer(alea, secrets)?;
    affecter(tx, id, &pv).await?;
    let (json, affectations) = (pv.json(), pv.affectations());
    let sql = "INSERT INTO tirages_proces_verbaux (tirage_id, tire_le, tire_par, alea, graine, proces_verbal, sha256, \
               affectations, minutes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let valeurs = [
        id.into(),
        maintenant.into(),
        acteur.compte().into(),
        pv.alea().into(),
        hex(pv.graine()).into(),
        json.as_bytes().to_vec().into(),
        db::empreinte(json.as_bytes()).into(),
        affectations.into_bytes().into(),
        pdf_minutes(&pv).map_err(ErreurExecution::Minutes)?.into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    store::noter(tx, maintenant, acteur, Action::Tirer, id, "procès-verbal");
    Ok(())
}

/// Keeps the group of each person, as the engine says it, and counts: whoever was drawn is on the list that is kept here,
/// nobody who was to be drawn is left without a group, and the base wrote as many rows as there are people.
async fn affecter(tx: &Tx, tirage: Id<Tirage>, pv: &ProcesVerbal) -> Result<(), ErreurExecution> {
    let sql = "SELECT id, identifiant FROM candidats WHERE tirage_id = $1 AND exclusion = ''";
    let cles: Vec<Cle> = db::lignes(tx, sql, [tirage.into()]).await?;
    let mut a_tirer: HashMap<String, Id<UnCandidat>> = cles.into_iter().map(|c| (c.identifiant, c.id)).collect();
    let (mut lignes, mut inconnus): (Vec<Valeurs>, usize) = (Vec::new(), 0);
    for a in pv.tires() {
        match a_tirer.remove(a.identifiant) {
            Some(id) => {
                lignes.push(vec![id.into(), a.bras.into(), a.probabilite.to_string().into(), hex(a.ticket).into()]);
            }
            None => inconnus += 1,
        }
    }
    if inconnus > 0 || !a_tirer.is_empty() {
        return Err(ErreurExecution::ListeAutre { inconnus, sans_groupe: a_tirer.len() });
    }
    let mut ecrites = 0;
    for plage in db::lots(lignes.len()) {
        let mut sql = String::from("INSERT INTO affectations (candidat_id, bras, probabilite, ticket) VALUES ");
        for i in 0..plage.len() {
            sql.push_str(if i > 0 { "," } else { "" });
            db::parametres(tx, &mut sql, 4 * i, 4);
        }
        ecrites += db::executer(tx, &sql, lignes[plage].iter().flatten().cloned()).await?;
    }
    match ecrites == lignes.len() as u64 {
        true => Ok(()),
        false => Err(ErreurExecution::Perdues { attendues: lignes.len(), ecrites }),
    }
}

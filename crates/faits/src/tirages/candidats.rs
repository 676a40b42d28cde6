//! The SQL of the list: who is entered, excluded, withdrawn, and the departures noted afterwards.

use passerelle_base::Date;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use passerelle_tirage::{ErreurListe, lire_candidats};
use sea_orm::FromQueryResult;

use super::model::Etat;
use super::rules::{Ligne, en_csv, partiel};
use super::store::{Serie, Tirage, UnCandidat};
use passerelle_socle::access::{Acteur, Action, Jeune, Objet, Structure};
use passerelle_socle::db::{self, Contrainte, ErreurBase, Executeur, Resultat, Tx};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::texte::{Libre, Texte};

/// Site, wave and values of the strata that somebody is entered under.
#[derive(Clone, Debug, Default)]
pub struct Groupe {
    /// Code of a site of the protocol.
    pub site: String,
    /// A wave of the protocol.
    pub vague: String,
    /// Values, in the order of the strata of the protocol.
    pub strates: Vec<String>,
    /// Code of the reason, empty for somebody who is drawn.
    pub exclusion: String,
}

impl Groupe {
    /// What does not suit the protocol, in the words of the engine.
    pub(super) fn verifier(&self, tirage: &Tirage) -> Result<(), String> {
        let protocole = partiel(&tirage.protocole).map_err(|e| e.to_string())?;
        let vers = self.strates.iter().map(String::as_str).collect();
        // The reason is looked up apart: the engine refuses a list of excluded people only.
        let ligne =
            Ligne { identifiant: "candidat", site: &self.site, vague: &self.vague, strates: vers, exclusion: "" };
        if !self.exclusion.is_empty() && protocole.exclusions().iter().all(|e| e.code != self.exclusion) {
            return Err("Ce motif d'exclusion n'est pas dans le protocole : choisissez-le dans la liste.".into());
        }
        match lire_candidats(&protocole, &en_csv(&protocole, [ligne])) {
            Ok(_) => Ok(()),
            // One line was read: which one goes without saying.
            Err(ErreurListe::Lignes(f)) => Err(f
                .first()
                .map(|f| match f.motif.colonne() {
                    Some(colonne) => format!("Colonne « {colonne} » : {}.", f.motif),
                    None => format!("{}.", f.motif),
                })
                .unwrap_or_default()),
            Err(e) => Err(format!("{e}.")),
        }
    }
}

/// Whom to enter, where, under which pseudonym.
#[derive(Clone, Copy, Debug)]
pub struct Inscription<'a> {
    pub tirage: Id<Tirage>,
    /// Its series: a group in it is kept.
    pub serie: Id<Serie>,
    /// Who.
    pub jeune: Id<Jeune>,
    /// The structure that enters them.
    pub structure: Option<Id<Structure>>,
    /// Where they are to be drawn.
    pub groupe: &'a Groupe,
    /// Their pseudonym.
    pub identifiant: &'a str,
}

/// Enters a person; `false` when they are on this list already, or have a group in this series. The caller has
/// looked at the protocol and at the state of the draw.
pub async fn inscrire(tx: &Tx, maintenant: Instant, acteur: &Acteur, inscription: &Inscription<'_>) -> Resultat<bool> {
    let Inscription { tirage, serie, jeune, structure, groupe, identifiant } = *inscription;
    if deja(tx, tirage, serie, jeune).await? {
        return Ok(false);
    }
    let id = db::nouvel_id::<Groupe>();
    let sql = "INSERT INTO candidats (id, tirage_id, jeune_id, structure_id, compte_id, identifiant, site, vague, strate, \
               exclusion, saisi_le) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let valeurs = [
        id.into(),
        tirage.into(),
        jeune.into(),
        structure.into(),
        acteur.compte().into(),
        identifiant.into(),
        groupe.site.clone().into(),
        groupe.vague.clone().into(),
        groupe.strates.join("|").into(),
        groupe.exclusion.clone().into(),
        maintenant.into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    let detail = format!("tirage {tirage} : site, vague, strates, exclusion");
    noter(tx, maintenant, acteur, Action::Creer, Objet::Candidats, jeune, detail);
    Ok(true)
}

fn noter(
    tx: &Tx,
    maintenant: Instant,
    acteur: &Acteur,
    action: Action,
    objet: Objet,
    jeune: Id<Jeune>,
    detail: String,
) {
    journal::ecrire(tx, maintenant, acteur, Entree::sur(action, objet).id(jeune).detail(detail));
}

/// On this list, or with a group in the series: the group is kept for good.
async fn deja(conn: &impl Executeur, tirage: Id<Tirage>, serie: Id<Serie>, jeune: Id<Jeune>) -> Resultat<bool> {
    let sql = "SELECT count(*) FROM candidats c JOIN tirages t ON t.id = c.tirage_id \
               LEFT JOIN affectations a ON a.candidat_id = c.id \
               WHERE c.jeune_id = $1 AND (c.tirage_id = $2 OR (t.serie_id = $3 AND a.bras <> 'surnombre'))";
    Ok(db::compter(conn, sql, [jeune.into(), tirage.into(), serie.into()]).await? > 0)
}

/// Excludes somebody for a reason of the protocol, or takes them back with an empty one; withdraws them with `None`.
/// `false` when they are not on this list, or when it is frozen.
pub(super) async fn changer(
    tx: &Tx,
    maintenant: Instant,
    acteur: &Acteur,
    c: &Candidat,
    exclusion: Option<&str>,
) -> Resultat<bool> {
    let (sql, valeurs, action, quoi) = match exclusion {
        Some(code) => {
            let sql = "UPDATE candidats SET exclusion = $2 WHERE id = $1";
            (sql, vec![c.id.into(), code.into()], Action::Modifier, "exclusion")
        }
        None => ("DELETE FROM candidats WHERE id = $1", vec![c.id.into()], Action::Retirer, "retrait"),
    };
    match db::executer(tx, sql, valeurs).await {
        Ok(n) => {
            let detail = format!("tirage {} : {quoi}", c.tirage_id);
            noter(tx, maintenant, acteur, action, Objet::Candidats, c.jeune_id, detail);
            Ok(n > 0)
        }
        Err(e) if fige(&e) => Ok(false),
        Err(e) => Err(e),
    }
}

/// Whether a guard of the base refused because the list is frozen.
pub(super) fn fige(e: &ErreurBase) -> bool {
    matches!(e.contrainte(), Some(Contrainte::Garde(garde)) if garde.starts_with("candidats_"))
}

/// What departs from the draw.
#[derive(Clone, Copy, Debug)]
pub struct Constat<'a> {
    /// Since when.
    pub date: Date,
    /// Its code.
    pub nature: &'a str,
    /// The group whose service they received, when it is another's.
    pub bras_recu: Option<&'a str>,
    /// Why.
    pub motif: &'a Texte,
}

/// Adds a departure.
pub async fn noter_ecart(
    tx: &Tx,
    maintenant: Instant,
    acteur: &Acteur,
    candidat: Id<UnCandidat>,
    jeune: Id<Jeune>,
    constat: &Constat<'_>,
) -> Resultat<()> {
    let Constat { date, nature, bras_recu, motif } = *constat;
    let sql = "INSERT INTO tirages_ecarts (id, candidat_id, date, nature, bras_recu, motif, note_le, note_par) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let valeurs = [
        db::nouvel_id::<Ecart>().into(),
        candidat.into(),
        date.into(),
        nature.into(),
        bras_recu.map(str::to_owned).into(),
        motif.libre(),
        maintenant.into(),
        acteur.compte().into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    noter(tx, maintenant, acteur, Action::Creer, Objet::Groupes, jeune, format!("candidat {candidat} : écart"));
    Ok(())
}

/// A departure of one person.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Ecart {
    pub date: Date,
    pub nature: String,
    pub bras_recu: Option<String>,
    pub motif: String,
    pub auteur: Option<String>,
}

/// The departures of one person in one draw, in order.
pub(super) async fn ecarts(conn: &impl Executeur, candidat: Id<UnCandidat>) -> Resultat<Vec<Ecart>> {
    let sql = "SELECT x.date, x.nature, x.bras_recu, x.motif, c.nom AS auteur FROM tirages_ecarts x \
               LEFT JOIN comptes c ON c.id = x.note_par WHERE x.candidat_id = $1 ORDER BY x.date, x.note_le, x.id";
    db::lignes(conn, sql, [candidat.into()]).await
}

/// Somebody of a list. `bras` and what goes with it is for whoever may read their group only: the caller asks.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Candidat {
    pub id: Id<UnCandidat>,
    pub tirage_id: Id<Tirage>,
    pub jeune_id: Id<Jeune>,
    pub titre: String,
    pub identifiant: String,
    pub site: String,
    pub vague: String,
    pub strate: String,
    pub exclusion: String,
    pub saisi_le: Instant,
    pub fige_le: Option<Instant>,
    pub tire_le: Option<Instant>,
    pub bras: Option<String>,
    pub probabilite: Option<String>,
}

const CHAMPS: &str = "c.id, c.tirage_id, c.jeune_id, t.titre, c.identifiant, c.site, c.vague, c.strate, c.exclusion, c.saisi_le, \
                      e.fige_le, p.tire_le, a.bras, a.probabilite";
const DE: &str = "FROM candidats c JOIN tirages t ON t.id = c.tirage_id \
                  LEFT JOIN tirages_engagements e ON e.tirage_id = t.id \
                  LEFT JOIN tirages_proces_verbaux p ON p.tirage_id = t.id LEFT JOIN affectations a ON a.candidat_id = c.id";

impl Candidat {
    /// Where their draw stands.
    pub fn etat(&self) -> Etat {
        Etat::des_faits(self.fige_le, self.tire_le)
    }
}

/// The candidacies of a person, the latest first.
pub(super) async fn du_jeune(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Vec<Candidat>> {
    let sql = format!("SELECT {CHAMPS} {DE} WHERE c.jeune_id = $1 ORDER BY c.saisi_le DESC, c.id");
    db::lignes(conn, &sql, [jeune.into()]).await
}

/// One of them.
pub(super) async fn lire(conn: &impl Executeur, jeune: Id<Jeune>, id: Id<UnCandidat>) -> Resultat<Option<Candidat>> {
    let sql = format!("SELECT {CHAMPS} {DE} WHERE c.jeune_id = $1 AND c.id = $2");
    db::ligne(conn, &sql, [jeune.into(), id.into()]).await
}

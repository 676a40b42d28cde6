//! The SQL of who follows a young person: members, the one in charge, the files opened to others.

use passerelle_base::{Date, date_longue};
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use super::model::{Finalite, finalite_dite};
use super::ouverture::{Dossier, noter, structure};
use super::partages::Partage;
use super::rules::{cloture, dernier_jour, suit};
use super::{partages, predicats};
use passerelle_socle::access::{Action, Jeune, Objet, Structure};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::texte::{Libre, Texte};
use passerelle_socle::web::{Erreur, Etat};

/// A structure that follows, or followed, a young person, or to which the file is or was open.
#[derive(Clone, Debug)]
pub struct QuiSuit {
    pub structure_id: Id<Structure>,
    /// Its name.
    pub structure: String,
    /// Whether it is the one in charge.
    pub en_charge: bool,
    /// Since when; unknown stays unknown.
    pub du: Option<Date>,
    /// The last day: past for whoever no longer follows, to come for a share.
    pub au: Option<Date>,
    /// Whether it still holds.
    pub en_cours: bool,
    /// Name of the référent, when they work there.
    pub referent: Option<String>,
    /// Its telephone, for whoever wants to call.
    pub telephone: Option<String>,
    /// Its mail address.
    pub courriel: Option<String>,
    /// The share that it follows through, if it is one.
    pub partage: Option<Id<Partage>>,
    /// Why the file is open, when it follows through a share.
    pub finalite: Option<String>,
    /// Why it stopped.
    pub motif_fin: Option<String>,
}

impl QuiSuit {
    /// The last day, in words.
    pub fn fin(&self) -> String {
        self.au.map(date_longue).unwrap_or_default()
    }
}

#[derive(FromQueryResult)]
struct Membre {
    structure_id: Id<Structure>,
    structure: String,
    en_charge: bool,
    du: Option<Date>,
    au: Option<Date>,
    motif_fin: Option<String>,
    referent: Option<String>,
    telephone: Option<String>,
    courriel: Option<String>,
}

/// Everybody who follows or followed, as of a day: the structure in charge, then members, then shares.
pub async fn qui_suit(conn: &impl Executeur, jour: Date, jeune: Id<Jeune>) -> Resultat<Vec<QuiSuit>> {
    let sql = format!(
        "SELECT s.id AS structure_id, s.nom AS structure, s.telephone, s.courriel, a.en_charge, a.du, a.au, a.motif_fin, \
         (SELECT c.nom FROM referents r JOIN comptes c ON c.id = r.compte_id \
          WHERE r.jeune_id = a.jeune_id AND r.structure_id = a.structure_id AND {referent} AND {suit}) AS referent \
         FROM accompagnements a JOIN structures s ON s.id = a.structure_id WHERE a.jeune_id = $1 \
         ORDER BY CASE WHEN {suit} THEN 0 ELSE 1 END, a.en_charge DESC, a.au DESC, s.nom_plie",
        referent = predicats::est_referent("r"),
        suit = predicats::suit("a"),
    );
    let membres: Vec<Membre> = db::lignes(conn, &sql, [jeune.into()]).await?;
    let mut tous: Vec<QuiSuit> = membres
        .into_iter()
        .map(|m| QuiSuit {
            structure_id: m.structure_id,
            structure: m.structure,
            en_charge: m.en_charge && suit(m.au),
            du: m.du,
            au: m.au,
            en_cours: suit(m.au),
            referent: m.referent,
            telephone: m.telephone,
            courriel: m.courriel,
            partage: None,
            finalite: None,
            motif_fin: m.motif_fin,
        })
        .collect();
    // Whoever a share will be opened to neither follows nor followed.
    for p in partages::du_jeune(conn, jeune).await?.into_iter().filter(|p| p.du <= jour) {
        let en_cours = p.ouvert(jour);
        let revoque = p.revoque_le.map(|r| r.date_paris());
        tous.push(QuiSuit {
            structure_id: p.structure_id,
            structure: p.structure,
            en_charge: false,
            du: Some(p.du),
            au: Some(revoque.unwrap_or_else(|| dernier_jour(p.au))),
            en_cours,
            referent: None,
            telephone: None,
            courriel: None,
            partage: Some(p.id),
            finalite: Some(finalite_dite(&p.finalite, p.precisions.as_deref())),
            motif_fin: revoque.map(|_| "partage arrêté".to_owned()),
        });
    }
    tous.sort_by_key(|q| !q.en_cours);
    Ok(tous)
}

/// The structure in charge, if any: (identifier, name).
pub(super) async fn en_charge(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Option<(Id<Structure>, String)>> {
    #[derive(FromQueryResult)]
    struct Lue {
        id: Id<Structure>,
        nom: String,
    }
    let sql = format!(
        "SELECT s.id, s.nom FROM accompagnements a JOIN structures s ON s.id = a.structure_id \
         WHERE a.jeune_id = $1 AND {}",
        predicats::en_charge("a")
    );
    let lue: Option<Lue> = db::ligne(conn, &sql, [jeune.into()]).await?;
    Ok(lue.map(|l| (l.id, l.nom)))
}

/// Adds a structure to those who follow, without end: more than a share, so it answers to the same right.
pub(super) async fn ajouter(
    tx: &Tx,
    etat: &Etat,
    d: &Dossier,
    structure: Id<Structure>,
    pourquoi: &Finalite,
) -> Result<(), Erreur> {
    let jeune = d.jeune();
    let jour = etat.horloge.aujourdhui();
    let sql = "INSERT INTO accompagnements (id, jeune_id, structure_id, du, en_charge) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (structure_id, jeune_id) WHERE au IS NULL DO NOTHING";
    let seule = en_charge(tx, d.jeune()).await?.is_none();
    let id: Id<QuiSuit> = db::nouvel_id();
    let valeurs = [id.into(), jeune.into(), structure.into(), jour.into(), seule.into()];
    if db::executer(tx, sql, valeurs).await? == 0 {
        return Err(Erreur::Demande("Cette structure suit déjà ce jeune.".into()));
    }
    // From now on it reads as one that follows: what was open to it no longer has an end of its own.
    partages::fermer(tx, etat, d.jeune(), structure).await?;
    noter(tx, etat, d, Action::Creer, Objet::Accompagnements, pourquoi.code);
    Ok(())
}

/// The structure at work stops following.
pub(super) async fn clore(tx: &Tx, etat: &Etat, d: &Dossier, motif: &Texte) -> Result<(), Erreur> {
    let structure = structure(d.accorde())?;
    let (jeune, jour) = (d.jeune(), etat.horloge.aujourdhui());
    let suit = predicats::suit("accompagnements");
    let sql = format!("SELECT count(*) FROM accompagnements WHERE jeune_id = $1 AND structure_id <> $2 AND {suit}");
    let autres = db::compter(tx, &sql, [jeune.into(), structure.into()]).await?;
    let charge = d.accorde().lien().is_some_and(|l| l.en_charge);
    cloture(charge, usize::try_from(autres).unwrap_or(0)).map_err(Erreur::Demande)?;
    // A period known to begin later than today never began.
    let sql = format!(
        "UPDATE accompagnements SET au = CASE WHEN du > $3 THEN du ELSE $3 END, motif_fin = $4 \
         WHERE jeune_id = $1 AND structure_id = $2 AND {suit}"
    );
    db::executer(tx, &sql, [jeune.into(), structure.into(), jour.into(), motif.libre()]).await?;
    // The référent of a structure that leaves is one no longer.
    let sql = format!(
        "UPDATE referents SET au = CASE WHEN du > $3 THEN du ELSE $3 END \
         WHERE jeune_id = $1 AND structure_id = $2 AND {}",
        predicats::est_referent("referents")
    );
    db::executer(tx, &sql, [jeune.into(), structure.into(), jour.into()]).await?;
    noter(tx, etat, d, Action::Retirer, Objet::Accompagnements, "au, motif_fin");
    Ok(())
}

/// The structure in charge hands the charge to one that already follows. The référent stays.
pub(super) async fn confier(tx: &Tx, etat: &Etat, d: &Dossier, vers: Id<Structure>) -> Result<(), Erreur> {
    let jeune = d.jeune();
    // Released first: there is one in charge at a time.
    let charge = predicats::en_charge("accompagnements");
    let sql = format!("UPDATE accompagnements SET en_charge = $2 WHERE jeune_id = $1 AND {charge}");
    db::executer(tx, &sql, [jeune.into(), false.into()]).await?;
    let suit = predicats::suit("accompagnements");
    let sql = format!("UPDATE accompagnements SET en_charge = $3 WHERE jeune_id = $1 AND structure_id = $2 AND {suit}");
    if db::executer(tx, &sql, [jeune.into(), vers.into(), true.into()]).await? == 0 {
        return Err(Erreur::Demande("La charge se confie à une structure qui suit déjà ce jeune.".into()));
    }
    noter(tx, etat, d, Action::Modifier, Objet::Accompagnements, "en_charge");
    Ok(())
}

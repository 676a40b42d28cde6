//! The SQL of contacts.

use passerelle_base::Date;
use passerelle_socle::ident::Id;
use sea_orm::{FromQueryResult, Value};

use super::model::{TYPES, presence_dite, rencontre_tenue};
use super::rules::Lu;
use crate::accompagnements::{Dossier, ouvert_a, suivi_par};
use passerelle_socle::access::{Action, Champ, Compte, Jeune, Objet, Structure};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::fait::{Fait, Preuve, Ton};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::temps::Instant;
use passerelle_socle::texte::Libre;
use passerelle_socle::web::Etat;

#[derive(Clone, Debug, FromQueryResult)]
pub struct Contact {
    pub id: Id<Contact>,
    /// Who noted it.
    pub structure_id: Option<Id<Structure>>,
    /// Name of that structure.
    pub structure: Option<String>,
    /// Name of the person.
    pub auteur: Option<String>,
    /// Code of its type.
    pub r#type: String,
    pub date: Date,
    /// `09:30`.
    pub heure: Option<String>,
    /// Where.
    pub lieu: Option<String>,
    /// About what.
    pub objet: Option<String>,
    /// Code of what is known of presence; nothing is known until it is said.
    pub presence: Option<String>,
    /// What came out of it.
    pub issue: Option<String>,
    /// When the person said that they cannot come.
    pub empeche_le: Option<Instant>,
}

/// A contact on somebody's day.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Rendezvous {
    pub jeune_id: Id<Jeune>,
    /// Given name.
    pub prenom: String,
    /// Family name.
    pub nom: String,
    /// Identifier of the contact.
    pub id: Id<Contact>,
    /// Code of its type.
    pub r#type: String,
    /// `09:30`.
    pub heure: Option<String>,
    /// Where.
    pub lieu: Option<String>,
    /// About what.
    pub objet: Option<String>,
    /// Code of what is known of presence.
    pub presence: Option<String>,
}

const LIRE: &str = "SELECT k.id, k.structure_id, s.nom AS structure, c.nom AS auteur, k.type, k.date, k.heure, k.lieu, \
                    k.objet, k.presence, k.issue, k.empeche_le FROM contacts k LEFT JOIN structures s ON s.id = k.structure_id \
                    LEFT JOIN comptes c ON c.id = k.compte_id WHERE k.jeune_id = $1";

impl Contact {
    /// Recognises what it says.
    pub fn version(&self) -> String {
        let dit = (&self.r#type, self.date, &self.heure, &self.lieu, &self.objet, &self.presence, &self.issue);
        db::empreinte(format!("{dit:?}").as_bytes())
    }

    /// Words of its type.
    pub fn genre(&self) -> &str {
        TYPES.libelle(&self.r#type)
    }

    /// The contact on the timeline, as of a day; presence agrees with the person.
    pub fn fait(&self, jour: Date, feminin: bool) -> Fait {
        let attendu = self.date >= jour;
        let etat = match self.presence.as_deref() {
            Some("present") => Some((presence_dite("present", feminin), Ton::Positif)),
            Some(autre) => Some((presence_dite(autre, feminin), Ton::Neutre)),
            None if attendu => self.empeche_le.map(|_| ("ne peut pas venir".into(), Ton::Attention)),
            None => Some(("présence à dire".into(), Ton::Attention)),
        };
        let detail: Vec<&str> =
            [self.objet.as_deref(), self.lieu.as_deref().filter(|_| attendu), self.issue.as_deref()]
                .into_iter()
                .flatten()
                .collect();
        let qui: Vec<&str> = [self.auteur.as_deref(), self.structure.as_deref()].into_iter().flatten().collect();
        let tenu = rencontre_tenue(&self.r#type, self.presence.as_deref());
        Fait {
            heure: self.heure.clone(),
            etat,
            preuve: tenu.then_some(Preuve::Entretien),
            ..Fait::nouveau(self.date, Champ::Contacts, self.genre()).detail(detail.join("\n")).source(qui.join(", "))
        }
    }

    #[cfg(test)]
    pub(super) fn vide() -> Self {
        Self {
            id: Id::nul(),
            structure_id: None,
            structure: None,
            auteur: None,
            r#type: "rendez_vous".into(),
            date: Date::default(),
            heure: None,
            lieu: None,
            objet: None,
            presence: None,
            issue: None,
            empeche_le: None,
        }
    }
}

/// All the contacts of an open file, the latest first; none for whoever does not read contacts.
pub async fn du_jeune(conn: &impl Executeur, dossier: &Dossier) -> Resultat<Vec<Contact>> {
    if !dossier.voit(Champ::Contacts) {
        return Ok(vec![]);
    }
    let sql = format!("{LIRE} ORDER BY k.date DESC, k.heure DESC, k.id");
    db::lignes(conn, &sql, [dossier.jeune().into()]).await
}

/// The last time the young person was there, or answered.
pub async fn dernier(conn: &impl Executeur, jeune: Id<Jeune>, jour: Date) -> Resultat<Option<Contact>> {
    let sql = format!("{LIRE} AND k.presence = 'present' AND k.date <= $2 ORDER BY k.date DESC, k.heure DESC LIMIT 1");
    db::ligne(conn, &sql, [jeune.into(), jour.into()]).await
}

/// The contacts to come, today's included, the nearest first.
pub async fn a_venir(conn: &impl Executeur, jeune: Id<Jeune>, jour: Date) -> Resultat<Vec<Contact>> {
    let sql = format!("{LIRE} AND k.date >= $2 AND k.presence IS NULL ORDER BY k.date, k.heure, k.id");
    db::lignes(conn, &sql, [jeune.into(), jour.into()]).await
}

/// The contacts of an account on a day, by time, called-off ones left out; only of young people whom the structure
/// that noted them still follows or whose file is open to it.
pub async fn du_compte(conn: &impl Executeur, compte: Id<Compte>, jour: Date) -> Resultat<Vec<Rendezvous>> {
    let sql = format!(
        "SELECT k.jeune_id, j.prenom, j.nom, k.id, k.type, k.heure, k.lieu, k.objet, k.presence FROM contacts k \
         JOIN jeunes j ON j.id = k.jeune_id AND j.efface_le IS NULL AND j.fusionne_dans IS NULL \
         WHERE k.compte_id = $1 AND k.date = $2 AND (k.presence IS NULL OR k.presence <> 'annule') \
         AND ({} OR {}) ORDER BY k.heure, j.nom_plie",
        suivi_par("k.jeune_id", "k.structure_id"),
        ouvert_a("k.jeune_id", "k.structure_id", "$2")
    );
    db::lignes(conn, &sql, [compte.into(), jour.into()]).await
}

/// One contact of an open file, that the structure at work noted.
pub(super) async fn sien(conn: &impl Executeur, dossier: &Dossier, contact: Id<Contact>) -> Resultat<Option<Contact>> {
    let sql = format!("{LIRE} AND k.id = $2 AND k.structure_id = $3");
    let structure = dossier.structure();
    db::ligne(conn, &sql, [dossier.jeune().into(), contact.into(), structure.into()]).await
}

/// Any contact of an open file.
pub(super) async fn lire(conn: &impl Executeur, dossier: &Dossier, contact: Id<Contact>) -> Resultat<Option<Contact>> {
    db::ligne(conn, &format!("{LIRE} AND k.id = $2"), [dossier.jeune().into(), contact.into()]).await
}

fn valeurs(lu: &Lu) -> [Value; 7] {
    [
        lu.r#type.as_str().into(),
        lu.date.into(),
        lu.heure.clone().into(),
        lu.lieu.as_ref().libre(),
        lu.objet.as_ref().libre(),
        lu.presence.clone().into(),
        lu.issue.as_ref().libre(),
    ]
}

/// Notes a contact under the structure at work.
pub(super) async fn creer(tx: &Tx, etat: &Etat, dossier: &Dossier, lu: &Lu) -> Resultat<Id<Contact>> {
    dossier.accorde().pour(&[Action::Creer], &[Objet::Contacts])?;
    let id = db::nouvel_id::<Contact>();
    let sql = "INSERT INTO contacts (type, date, heure, lieu, objet, presence, issue, id, jeune_id, structure_id, \
               compte_id, cree_le) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let suite: [Value; 5] = [
        id.into(),
        dossier.jeune().into(),
        dossier.structure().into(),
        dossier.accorde().acteur().compte().into(),
        etat.horloge.maintenant().into(),
    ];
    db::executer(tx, sql, valeurs(lu).into_iter().chain(suite)).await?;
    dossier.noter(tx, etat, format!("contact {id} : {}", champs(lu)));
    Ok(id)
}

/// Changes a contact that the structure at work noted; `false` when there is none such.
pub(super) async fn changer(tx: &Tx, etat: &Etat, dossier: &Dossier, contact: Id<Contact>, lu: &Lu) -> Resultat<bool> {
    dossier.accorde().pour(&[Action::Modifier], &[Objet::Contacts])?;
    // Whoever could not come that day said nothing of another.
    let sql = "UPDATE contacts SET type = $1, date = $2, heure = $3, lieu = $4, objet = $5, presence = $6, issue = $7, \
               empeche_le = CASE WHEN date = $2 AND COALESCE(heure, '') = COALESCE($3, '') THEN empeche_le END \
               WHERE id = $8 AND jeune_id = $9 AND structure_id = $10 AND (presence IS NULL OR presence <> 'annule')";
    let suite: [Value; 3] = [contact.into(), dossier.jeune().into(), dossier.structure().into()];
    if db::executer(tx, sql, valeurs(lu).into_iter().chain(suite)).await? == 0 {
        return Ok(false);
    }
    dossier.noter(tx, etat, format!("contact {contact} : {}", champs(lu)));
    Ok(true)
}

/// Says whether the person came to a contact that the structure at work noted, or that nobody knows; `false` when it is
/// called off, or when something else was said meanwhile.
pub(super) async fn pointer(
    tx: &Tx,
    etat: &Etat,
    dossier: &Dossier,
    contact: &Contact,
    presence: Option<&str>,
) -> Resultat<bool> {
    dossier.accorde().pour(&[Action::Modifier], &[Objet::Contacts])?;
    let sql = "UPDATE contacts SET presence = $1 WHERE id = $2 AND jeune_id = $3 AND structure_id = $4 \
               AND COALESCE(presence, '') = $5 AND COALESCE(presence, '') <> 'annule'";
    let valeurs: [Value; 5] = [
        presence.into(),
        contact.id.into(),
        dossier.jeune().into(),
        dossier.structure().into(),
        contact.presence.as_deref().unwrap_or_default().into(),
    ];
    if db::executer(tx, sql, valeurs).await? == 0 {
        return Ok(false);
    }
    dossier.noter(tx, etat, format!("contact {} : présence", contact.id));
    Ok(true)
}

/// The person themself says that they cannot come to a contact still to come, or that they can after all; `false` when it is
/// past, called off, or was said already, and none when it is not theirs.
pub async fn empecher(
    tx: &Tx,
    etat: &Etat,
    dossier: &Dossier,
    contact: Id<Contact>,
    oui: bool,
) -> Resultat<Option<bool>> {
    dossier.accorde().pour(&[Action::Modifier], &[Objet::MonEspace])?;
    let avant = if oui { "empeche_le IS NULL" } else { "empeche_le IS NOT NULL" };
    let sql = format!(
        "UPDATE contacts SET empeche_le = $1 WHERE id = $2 AND jeune_id = $3 AND date >= $4 AND presence IS NULL AND {avant}"
    );
    let maintenant = etat.horloge.maintenant();
    let valeurs: [Value; 4] =
        [oui.then_some(maintenant).into(), contact.into(), dossier.jeune().into(), etat.horloge.aujourdhui().into()];
    if db::executer(tx, &sql, valeurs).await? == 0 {
        return Ok(lire(tx, dossier, contact).await?.map(|_| false));
    }
    let detail = if oui { "rendez-vous : ne peut pas venir" } else { "rendez-vous : peut venir" };
    let entree = Entree::sur(Action::Modifier, Objet::MonEspace).id(dossier.jeune()).detail(detail);
    journal::ecrire(tx, maintenant, dossier.accorde().acteur(), entree);
    Ok(Some(true))
}

/// Calls off a contact that the structure at work noted, or takes that back; `false` when there is none such.
pub(super) async fn annuler(
    tx: &Tx,
    etat: &Etat,
    dossier: &Dossier,
    contact: Id<Contact>,
    annuler: bool,
) -> Resultat<bool> {
    dossier.accorde().pour(&[Action::Modifier, Action::Retirer], &[Objet::Contacts])?;
    let sql = match annuler {
        true => {
            "UPDATE contacts SET presence_avant = presence, presence = 'annule' WHERE id = $1 AND jeune_id = $2 \
             AND structure_id = $3 AND (presence IS NULL OR presence <> 'annule')"
        }
        false => {
            "UPDATE contacts SET presence = presence_avant, presence_avant = NULL WHERE id = $1 AND jeune_id = $2 \
             AND structure_id = $3 AND presence = 'annule'"
        }
    };
    let structure = dossier.structure();
    if db::executer(tx, sql, [contact.into(), dossier.jeune().into(), structure.into()]).await? == 0 {
        return Ok(false);
    }
    dossier.noter(tx, etat, format!("contact {contact} : {}", if annuler { "annulé" } else { "rétabli" }));
    Ok(true)
}

/// The names of the fields that were given.
fn champs(lu: &Lu) -> String {
    let donnes = [
        ("heure", lu.heure.is_some()),
        ("lieu", lu.lieu.is_some()),
        ("objet", lu.objet.is_some()),
        ("présence", lu.presence.is_some()),
        ("issue", lu.issue.is_some()),
    ];
    let noms: Vec<&str> =
        ["type", "date"].into_iter().chain(donnes.into_iter().filter(|(_, oui)| *oui).map(|(nom, _)| nom)).collect();
    noms.join(", ")
}

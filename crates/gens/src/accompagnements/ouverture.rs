//! The proof that one young person's file is open to an actor, for one action on one object.

use passerelle_socle::ident::Id;

use super::liens::lien;
use passerelle_socle::access::{Accorde, Action, Champ, Faits, Jeune, Objet, Structure, Vue, may};
use passerelle_socle::db::{Executeur, Tx};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{Erreur, Etat};

/// One young person's file, open. Whatever reads or writes it asks for this; nothing but
/// [`dossier`] builds one.
#[derive(Clone, Debug)]
pub struct Dossier {
    accorde: Accorde,
    jeune: Id<Jeune>,
}

impl Dossier {
    /// Whose file.
    pub fn jeune(&self) -> Id<Jeune> {
        self.jeune
    }
    /// The decision.
    pub fn accorde(&self) -> &Accorde {
        &self.accorde
    }
    /// How much of it.
    pub fn vue(&self) -> Vue {
        self.accorde.vue()
    }
    /// Whether its reader sees a field.
    pub fn voit(&self, champ: Champ) -> bool {
        self.vue().voit(champ)
    }
    /// The structure at work, if any.
    pub fn structure(&self) -> Option<Id<Structure>> {
        self.accorde.acteur().structure()
    }
    /// Writes the journal line of what is being done to this file, in the transaction that does it.
    /// The detail names the row and the fields, never their contents.
    pub fn noter(&self, tx: &Tx, etat: &Etat, detail: impl Into<String>) {
        let entree = Entree::sur(self.accorde.action(), self.accorde.objet()).id(self.jeune).detail(detail);
        journal::ecrire(tx, etat.horloge.maintenant(), self.accorde.acteur(), entree);
    }
    /// Writes the line of a reading: what is granted for a gesture is told as reading until it is done.
    pub fn noter_lecture(&self, tx: &Tx, etat: &Etat) {
        let action = match self.accorde.action() {
            lecture @ (Action::Lister | Action::Consulter | Action::Exporter) => lecture,
            _ => Action::Consulter,
        };
        let entree = Entree::sur(action, self.accorde.objet()).id(self.jeune);
        journal::ecrire(tx, etat.horloge.maintenant(), self.accorde.acteur(), entree);
    }
    /// Whether the same actor may also do this to the same file: a button is only shown to whoever may press it.
    pub fn peut(&self, action: Action, objet: Objet) -> bool {
        let faits = Faits { lien: self.accorde.lien().copied(), ..Faits::default() };
        may(self.accorde.acteur(), action, objet, &faits).is_ok()
    }
}

/// The structure at work; whoever works for none has nobody to hand over nor to name.
pub(super) fn structure(accorde: &Accorde) -> Result<Id<Structure>, Erreur> {
    accorde.acteur().structure().ok_or(Erreur::Introuvable)
}

/// Opens a file to whoever was granted the action in general, once their link to this person is known.
/// Refused and unknown are the same answer by the same path: one question to the base, one line in the journal.
pub async fn dossier(
    conn: &impl Executeur,
    etat: &Etat,
    accorde: &Accorde,
    jeune: Id<Jeune>,
) -> Result<Dossier, Erreur> {
    accorde.pour_une_personne()?;
    let lu = lien(conn, accorde.acteur(), etat.horloge.aujourdhui(), jeune).await?;
    let permis = lu.and_then(|lien| may(accorde.acteur(), accorde.action(), accorde.objet(), &Faits::sur(lien)).ok());
    match permis {
        Some(accorde) => Ok(Dossier { accorde, jeune }),
        None => Err(Erreur::Refuse { objet: accorde.objet(), id: jeune.into() }),
    }
}

/// Opens a file to read it: the reading and the line that tells it are one transaction. Showing the form of a gesture is
/// a reading too, and told as such: the gesture has its own line, once it is done.
pub async fn lire_dossier(etat: &Etat, accorde: &Accorde, jeune: Id<Jeune>) -> Result<(Tx, Dossier), Erreur> {
    let tx = etat.base.en_lisant().await?;
    let dossier = dossier(&tx, etat, accorde, jeune).await?;
    dossier.noter_lecture(&tx, etat);
    Ok((tx, dossier))
}

/// Writes a line about this young person, with the action told rather than the one the route declares.
pub(super) fn noter(tx: &Tx, etat: &Etat, d: &Dossier, action: Action, objet: Objet, detail: impl Into<String>) {
    let entree = Entree::sur(action, objet).id(d.jeune()).detail(detail);
    journal::ecrire(tx, etat.horloge.maintenant(), d.accorde().acteur(), entree);
}

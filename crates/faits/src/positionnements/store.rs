//! The SQL of requests: making one, what is said of it, taking back what was said.

use passerelle_base::Date;
use passerelle_socle::access::{Acteur, Action, Compte, Jeune, Objet, Structure};
use passerelle_socle::db::{self, ErreurBase, Executeur, Resultat, Tx};
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::temps::Instant;
use passerelle_socle::texte::{Libre, Texte};
use sea_orm::FromQueryResult;

use super::model::{Depuis, Etat, EtatDate, Positionnement};
use super::parametres::{Delais, delais};
use super::places::{self, Place};
use super::rules;
use crate::actions::UneAction;
use crate::participations;

/// A request, with what its action says of places and dates.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Demande {
    pub id: Id<Positionnement>,
    /// For whom.
    pub jeune_id: Id<Jeune>,
    /// To what.
    pub action_id: Id<UneAction>,
    /// Who carries it, and answers.
    pub porteur_id: Option<Id<Structure>>,
    /// The day of the request.
    pub date: Date,
    /// First day of the action.
    pub debut: Option<Date>,
    etat: Option<String>,
    date_etat: Option<Date>,
    echeance: Option<Date>,
}

const LIRE: &str = "SELECT p.id, p.jeune_id, p.action_id, a.porteur_id, p.date, a.date_debut AS debut, p.etat, p.date_etat, \
                    p.echeance FROM positionnements p JOIN actions a ON a.id = p.action_id";

#[derive(FromQueryResult)]
struct Dit {
    id: Id<EtatDate>,
    etat: String,
    date: Date,
    echeance: Option<Date>,
}

impl Dit {
    fn depuis(&self) -> Option<Depuis> {
        Some(Depuis { etat: Etat::lire(&self.etat)?, date: self.date, echeance: self.echeance })
    }
}

async fn dits(conn: &impl Executeur, id: Id<Positionnement>) -> Resultat<Vec<Dit>> {
    let sql = "SELECT id, etat, date, echeance FROM positionnements_etats \
               WHERE positionnement_id = $1 AND retire_le IS NULL ORDER BY note_le, id";
    db::lignes(conn, sql, [id.into()]).await
}

impl Demande {
    /// Reads a request.
    pub async fn lire(conn: &impl Executeur, id: Id<Positionnement>) -> Resultat<Option<Self>> {
        db::ligne(conn, &format!("{LIRE} WHERE p.id = $1"), [id.into()]).await
    }

    /// The clocks it was made under.
    pub fn delais(&self) -> Option<&'static Delais> {
        delais(self.date)
    }

    /// What a file said last, when it is not what was typed.
    fn du_fichier(&self, dits: &[Dit]) -> Option<Depuis> {
        let etat = Etat::lire(self.etat.as_deref()?)?;
        let dit = Depuis { etat, date: self.date_etat.unwrap_or(self.date), echeance: self.echeance };
        let redit = |d: &Dit| d.depuis().is_some_and(|d| d.etat == dit.etat && d.date == dit.date);
        (!dits.last().is_some_and(redit)).then_some(dit)
    }

    /// What was said of it, in order: on the site, then by a file that came since.
    pub async fn dits(&self, conn: &impl Executeur) -> Resultat<Vec<Depuis>> {
        let dits = dits(conn, self.id).await?;
        let du_fichier = self.du_fichier(&dits);
        Ok(dits.iter().filter_map(Dit::depuis).chain(du_fichier).collect())
    }

    /// Where it is on a day.
    pub async fn au(&self, conn: &impl Executeur, jour: Date) -> Resultat<Option<Depuis>> {
        Ok(rules::etat_au(self.date, &self.dits(conn).await?, self.delais(), jour))
    }
}

/// Who says something, and when.
#[derive(Clone, Copy, Debug)]
pub struct Signataire<'a> {
    /// Who.
    pub acteur: &'a Acteur,
    /// When.
    pub instant: Instant,
    /// That day, where the territory is.
    pub jour: Date,
}

impl Signataire<'_> {
    fn compte(&self) -> Option<Id<Compte>> {
        self.acteur.compte()
    }
}

/// What is said of a request.
#[derive(Clone, Debug)]
pub struct Dire {
    /// The state it comes to.
    pub etat: Etat,
    /// The day of a promise.
    pub echeance: Option<Date>,
    /// Why, in a list.
    pub code_motif: Option<&'static str>,
    /// What is added to it.
    pub motif: Option<Texte>,
}

impl Dire {
    /// This, and no more.
    pub fn simplement(etat: Etat) -> Self {
        Self { etat, echeance: None, code_motif: None, motif: None }
    }
}

/// Why something was not said.
#[derive(Debug, thiserror::Error)]
pub enum Empeche {
    /// The sentence tells.
    #[error("{0}")]
    Phrase(String),
    /// Anything the base says.
    #[error(transparent)]
    Base(#[from] ErreurBase),
}

/// Who asks for whom, and where.
#[derive(Clone, Copy, Debug)]
pub struct Voulue {
    /// For whom.
    pub jeune: Id<Jeune>,
    /// To what.
    pub action: Id<UneAction>,
}

/// Asks a place for somebody; `None` when the same was asked today.
pub async fn demander(tx: &Tx, s: Signataire<'_>, voulue: Voulue) -> Resultat<Option<Id<Positionnement>>> {
    let id = db::nouvel_id::<Positionnement>();
    let sql = "INSERT INTO positionnements (id, jeune_id, action_id, prescripteur_id, date, etat, date_etat, saisi_le) \
               VALUES ($1, $2, $3, $4, $5, 'propose', $5, $5) ON CONFLICT (jeune_id, action_id, date) DO NOTHING";
    let valeurs = [id.into(), voulue.jeune.into(), voulue.action.into(), s.acteur.structure().into(), s.jour.into()];
    if db::executer(tx, sql, valeurs).await? == 0 {
        return Ok(None);
    }
    inserer(tx, s, id, &Dire::simplement(Etat::Propose)).await?;
    noter(tx, s, Action::Creer, voulue.jeune, format!("positionnement {id} : demande"));
    Ok(Some(id))
}

/// Says something of a request. An acceptance that finds no place left puts it in the queue: what was kept is answered.
pub async fn dire(tx: &Tx, s: Signataire<'_>, demande: &Demande, voulu: Dire) -> Result<Etat, Empeche> {
    let depart = Depuis { etat: Etat::Propose, date: demande.date, echeance: None };
    let tenu = demande.au(tx, s.jour).await?.unwrap_or(depart);
    let avant = tenu.etat;
    if rules::redite(&tenu, voulu.etat, voulu.echeance) {
        let phrase = "C'est déjà dit : rechargez la page pour voir où en est la demande.";
        return Err(Empeche::Phrase(phrase.into()));
    }
    if let Some(phrase) = rules::refus(avant, voulu.etat) {
        return Err(Empeche::Phrase(phrase));
    }
    let voulu = match voulu.etat {
        Etat::Offert => Dire { echeance: Some(offrable(tx, s, demande).await?), ..voulu },
        _ => voulu,
    };
    let plein =
        voulu.etat == Etat::Accepte && avant != Etat::Offert && places::pleine(tx, demande.action_id, s.jour).await?;
    let voulu = Dire { etat: if plein { Etat::EnAttente } else { voulu.etat }, ..voulu };
    if voulu.etat == Etat::Entre {
        let entree = participations::Entree { jeune: demande.jeune_id, action: demande.action_id, date: s.jour };
        participations::entrer(tx, entree).await?;
    }
    // What a file said, and what time did, become facts of the request before something is said after them.
    let deja = dits(tx, demande.id).await?;
    if let Some(dit) = demande.du_fichier(&deja) {
        garder(tx, s, demande.id, dit).await?;
    }
    // A request that waited too long is expired, whether or not it was written when it happened.
    if avant == Etat::Expire && demande.etat.as_deref() != Some(Etat::Expire.code()) {
        garder(tx, s, demande.id, tenu).await?;
    }
    inserer(tx, s, demande.id, &voulu).await?;
    montrer(tx, demande.id, &voulu, s.jour).await?;
    noter(tx, s, Action::Modifier, demande.jeune_id, format!("positionnement {} : {}", demande.id, voulu.etat.code()));
    // What the row showed: an offer left to expire gives its place too.
    let tenait = demande.etat.as_deref().and_then(Etat::lire).is_some_and(Etat::tient_une_place);
    if tenait && !voulu.etat.tient_une_place() {
        offrir_la_place(tx, s, demande).await?;
    }
    Ok(voulu.etat)
}

/// Until when a place may be offered to this one: one is left, nobody waits before, the action has not begun.
async fn offrable(tx: &Tx, s: Signataire<'_>, demande: &Demande) -> Result<Date, Empeche> {
    let non = |phrase: &str| Empeche::Phrase(phrase.into());
    if places::pleine(tx, demande.action_id, s.jour).await? {
        return Err(non("Aucune place n'est libre : elle sera proposée quand il y en aura une."));
    }
    if places::file(tx, demande.action_id).await?.first().is_some_and(|premier| premier.id != demande.id) {
        return Err(non("Quelqu'un attend depuis plus longtemps : proposez-lui la place d'abord."));
    }
    let terme = delais(s.jour).and_then(|d| rules::offre(s.jour, demande.debut, d));
    terme.ok_or_else(|| non("L'action a commencé : aucune place ne se propose plus."))
}

/// Offers a freed place to the first who waits, while the action has not begun.
async fn offrir_la_place(tx: &Tx, s: Signataire<'_>, liberee: &Demande) -> Resultat<()> {
    let Some(delais) = delais(s.jour) else { return Ok(()) };
    let Some(echeance) = rules::offre(s.jour, liberee.debut, delais) else { return Ok(()) };
    let Place::Libre = places::place(tx, liberee.action_id, s.jour).await? else { return Ok(()) };
    let Some(suivante) = places::file(tx, liberee.action_id).await?.into_iter().next() else { return Ok(()) };
    let offre = Dire { echeance: Some(echeance), ..Dire::simplement(Etat::Offert) };
    inserer(tx, s, suivante.id, &offre).await?;
    montrer(tx, suivante.id, &offre, s.jour).await?;
    noter(tx, s, Action::Modifier, suivante.jeune_id, format!("positionnement {} : offert", suivante.id));
    Ok(())
}

/// Takes back the last thing said, by the structure that said it: what stood before stands again.
pub async fn reprendre(tx: &Tx, s: Signataire<'_>, demande: &Demande) -> Result<Etat, Empeche> {
    let mut dits = dits(tx, demande.id).await?;
    let rien =
        || Empeche::Phrase("Il n'y a rien à reprendre : la dernière réponse n'est pas de votre structure.".into());
    if demande.du_fichier(&dits).is_some() || dits.len() < 2 {
        return Err(rien());
    }
    let dernier = dits.pop().ok_or_else(rien)?;
    let sql =
        "UPDATE positionnements_etats SET retire_le = $2 WHERE id = $1 AND structure_id = $3 AND retire_le IS NULL";
    let valeurs = [dernier.id.into(), s.instant.into(), s.acteur.structure().into()];
    if db::executer(tx, sql, valeurs).await? == 0 {
        return Err(rien());
    }
    let avant = dits.last().and_then(Dit::depuis).ok_or_else(rien)?;
    let etat = avant.etat;
    if etat.tient_une_place()
        && dernier.depuis().is_none_or(|d| !d.etat.tient_une_place())
        && places::pleine(tx, demande.action_id, s.jour).await?
    {
        let phrase = "La place a été donnée depuis : la réponse reste, et une nouvelle demande peut être faite.";
        return Err(Empeche::Phrase(phrase.into()));
    }
    if dernier.etat == Etat::Entre.code() {
        let entree = participations::Entree { jeune: demande.jeune_id, action: demande.action_id, date: dernier.date };
        participations::reprendre(tx, entree).await?;
    }
    let sql = "UPDATE positionnements SET etat = e.etat, date_etat = e.date, echeance = e.echeance, code_motif = e.code_motif, \
               motif = e.motif, saisi_le = $2 FROM (SELECT etat, date, echeance, code_motif, motif FROM positionnements_etats \
               WHERE positionnement_id = $1 AND retire_le IS NULL ORDER BY note_le DESC, id DESC LIMIT 1) e \
               WHERE positionnements.id = $1";
    db::executer(tx, sql, [demande.id.into(), s.jour.into()]).await?;
    noter(tx, s, Action::Retirer, demande.jeune_id, format!("positionnement {} : {} repris", demande.id, dernier.etat));
    Ok(etat)
}

/// A fact that nobody says now: what a file told, what time did.
async fn garder(tx: &Tx, s: Signataire<'_>, id: Id<Positionnement>, dit: Depuis) -> Resultat<()> {
    let sql = "INSERT INTO positionnements_etats (id, positionnement_id, etat, date, echeance, code_motif, motif, note_le) \
               SELECT $1, p.id, $3, $4, $5, p.code_motif, p.motif, $6 FROM positionnements p WHERE p.id = $2";
    let valeurs = [
        db::nouvel_id::<EtatDate>().into(),
        id.into(),
        dit.etat.code().into(),
        dit.date.into(),
        dit.echeance.into(),
        s.instant.into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    Ok(())
}

async fn inserer(tx: &Tx, s: Signataire<'_>, id: Id<Positionnement>, dit: &Dire) -> Resultat<()> {
    let sql = "INSERT INTO positionnements_etats (id, positionnement_id, etat, date, echeance, code_motif, motif, structure_id, \
               compte_id, note_le) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let valeurs = [
        db::nouvel_id::<EtatDate>().into(),
        id.into(),
        dit.etat.code().into(),
        s.jour.into(),
        dit.echeance.into(),
        dit.code_motif.into(),
        dit.motif.as_ref().libre(),
        s.acteur.structure().into(),
        s.compte().into(),
        s.instant.into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    Ok(())
}

/// The row shows what was said last.
async fn montrer(tx: &Tx, id: Id<Positionnement>, dit: &Dire, jour: Date) -> Resultat<()> {
    let sql = "UPDATE positionnements SET etat = $2, date_etat = $3, echeance = $4, code_motif = $5, motif = $6, saisi_le = $3 \
               WHERE id = $1";
    let valeurs = [
        id.into(),
        dit.etat.code().into(),
        jour.into(),
        dit.echeance.into(),
        dit.code_motif.into(),
        dit.motif.as_ref().libre(),
    ];
    db::executer(tx, sql, valeurs).await?;
    Ok(())
}

fn noter(tx: &Tx, s: Signataire<'_>, action: Action, jeune: Id<Jeune>, detail: String) {
    journal::ecrire(tx, s.instant, s.acteur, Entree::sur(action, Objet::Positionnements).id(jeune).detail(detail));
}

//! The SQL of pistes: opening one, what is said of it, taking back what was said.

use passerelle_base::{Date, Siret, date_longue};
use passerelle_socle::access::{Acteur, Action, Jeune, Objet, Structure};
use passerelle_socle::db::{self, ErreurBase, Executeur, Resultat, Tx};
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::temps::Instant;
use passerelle_socle::texte::{Libre, Texte};
use sea_orm::FromQueryResult;

use super::model::{Depuis, ETATS, Etat, EtatDate, MOTIFS, Piste};
use super::parametres::delais;
use super::rules::{self, Suivi};
use super::signature;

/// A piste, as its row tells it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LaPiste {
    pub id: Id<Piste>,
    /// Whose.
    pub jeune_id: Id<Jeune>,
    /// At which establishment.
    pub siret: String,
    /// The name of the employer, when it is known.
    pub employeur: Option<String>,
    /// The CFA thought of.
    pub cfa: Option<String>,
    /// Its key, for the form of a contract.
    pub cfa_id: Option<Id<Structure>>,
    /// Who opened it.
    pub structure: String,
    /// When.
    pub ouverte_le: Date,
    /// When it is to be signed, when somebody said so.
    pub signature_prevue: Option<Date>,
    etat: Option<String>,
    date_etat: Option<Date>,
    motif: Option<String>,
    contrat_le: Option<Date>,
}

/// Something said of a piste.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Dit {
    id: Id<EtatDate>,
    etat: String,
    /// When.
    pub date: Date,
    motif: Option<String>,
    structure_id: Option<Id<Structure>>,
    structure: Option<String>,
    auteur: Option<String>,
}

impl Dit {
    fn depuis(&self) -> Option<Depuis> {
        Some(Depuis { etat: self.etat()?, date: self.date })
    }
    /// Where it put the piste.
    pub fn etat(&self) -> Option<Etat> {
        Etat::lire(&self.etat)
    }
    /// Word shown.
    pub fn libelle(&self) -> &str {
        ETATS.libelle(&self.etat)
    }
    /// Why, in words.
    pub fn raison(&self) -> Option<&str> {
        self.motif.as_deref().map(|code| MOTIFS.libelle(code))
    }
    /// When, in words.
    pub fn jour(&self) -> String {
        date_longue(self.date)
    }
    /// « Claire N., Mission locale Nord ».
    pub fn qui(&self) -> String {
        [self.auteur.as_deref(), self.structure.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

fn lire() -> String {
    format!(
        "SELECT p.id, p.jeune_id, p.siret, {employeur} AS employeur, f.nom AS cfa, p.cfa_id, s.nom AS structure, p.ouverte_le, \
         p.signature_prevue, p.etat, p.date_etat, p.motif, {signee} AS contrat_le \
         FROM pistes p JOIN structures s ON s.id = p.structure_id LEFT JOIN structures f ON f.id = p.cfa_id",
        employeur = signature::employeur("p"),
        signee = signature::signee_le("p")
    )
}

impl LaPiste {
    /// Reads one.
    pub async fn lire(conn: &impl Executeur, id: Id<Piste>) -> Resultat<Option<Self>> {
        db::ligne(conn, &format!("{} WHERE p.id = $1", lire()), [id.into()]).await
    }

    /// Those of a person, the last opened first.
    pub async fn du_jeune(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Vec<Self>> {
        let sql = format!("{} WHERE p.jeune_id = $1 ORDER BY p.ouverte_le DESC, p.id DESC", lire());
        db::lignes(conn, &sql, [jeune.into()]).await
    }

    /// The name of the employer, or else its number.
    pub fn chez(&self) -> &str {
        self.employeur.as_deref().unwrap_or(&self.siret)
    }

    /// The day of the contract that came of it.
    pub fn contrat_le(&self) -> Option<Date> {
        self.contrat_le
    }

    /// What was said of it on the site, in order, then by a file that came since.
    pub async fn dits(&self, conn: &impl Executeur) -> Resultat<Vec<Dit>> {
        let mut dits = gardes(conn, self.id).await?;
        if let Some(dit) = self.du_fichier(&dits) {
            let motif = self.motif.clone().filter(|_| dit.etat == Etat::Abandonnee);
            let (etat, date) = (dit.etat.code().to_owned(), dit.date);
            dits.push(Dit { id: Id::nul(), etat, date, motif, structure_id: None, structure: None, auteur: None });
        }
        Ok(dits)
    }

    /// Where it is on a day.
    pub async fn au(&self, conn: &impl Executeur, jour: Date) -> Resultat<Depuis> {
        let dits: Vec<Depuis> = self.dits(conn).await?.iter().filter_map(Dit::depuis).collect();
        let depart = Depuis { etat: Etat::Envisagee, date: self.ouverte_le };
        Ok(rules::etat_au(self.ouverte_le, &dits, self.contrat_le, jour).unwrap_or(depart))
    }

    /// How near its signature is, in this state.
    pub fn suivi(&self, etat: Etat, jour: Date) -> Suivi {
        rules::suivi(etat, self.signature_prevue, delais(self.ouverte_le), jour)
    }

    /// What a file said last, when it is not what was typed.
    fn du_fichier(&self, dits: &[Dit]) -> Option<Depuis> {
        let etat = Etat::lire(self.etat.as_deref()?)?;
        let dit = Depuis { etat, date: self.date_etat.unwrap_or(self.ouverte_le) };
        (dits.last().and_then(Dit::depuis) != Some(dit)).then_some(dit)
    }
}

async fn gardes(conn: &impl Executeur, id: Id<Piste>) -> Resultat<Vec<Dit>> {
    let sql = "SELECT e.id, e.etat, e.date, e.motif, e.structure_id, s.nom AS structure, c.nom AS auteur \
               FROM pistes_etats e LEFT JOIN structures s ON s.id = e.structure_id LEFT JOIN comptes c ON c.id = e.compte_id \
               WHERE e.piste_id = $1 AND e.retire_le IS NULL ORDER BY e.note_le, e.id";
    db::lignes(conn, sql, [id.into()]).await
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

/// A piste to open.
#[derive(Clone, Debug)]
pub struct Ouvrir {
    /// For whom.
    pub jeune: Id<Jeune>,
    /// At which establishment.
    pub siret: Siret,
    /// Its name, as it was typed.
    pub employeur: Option<Texte>,
    /// The CFA thought of.
    pub cfa: Option<Id<Structure>>,
    /// When it is to be signed.
    pub prevue: Option<Date>,
}

/// Opens one for somebody; `None` when the structure already has one open there.
pub async fn ouvrir(tx: &Tx, s: Signataire<'_>, voulue: Ouvrir) -> Resultat<Option<Id<Piste>>> {
    let vivantes = format!(
        "SELECT count(*) FROM pistes p WHERE p.jeune_id = $1 AND p.structure_id = $2 AND p.siret = $3 \
         AND (p.ouverte_le = $4 OR ({}))",
        signature::ouverte("p", "$4")
    );
    let structure = s.acteur.structure();
    let cle = [voulue.jeune.into(), structure.into(), voulue.siret.as_str().into(), s.jour.into()];
    if db::compter(tx, &vivantes, cle).await? > 0 {
        return Ok(None);
    }
    let id = db::nouvel_id::<Piste>();
    let sql = "INSERT INTO pistes (id, structure_id, jeune_id, siret, employeur_nom, cfa_id, ouverte_le, signature_prevue, etat, \
               date_etat, saisi_le) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'envisagee', $7, $7)";
    let valeurs = [
        id.into(),
        structure.into(),
        voulue.jeune.into(),
        voulue.siret.as_str().into(),
        voulue.employeur.as_ref().libre(),
        voulue.cfa.into(),
        s.jour.into(),
        voulue.prevue.into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    garder(tx, s, id, Qui::Elle, Depuis { etat: Etat::Envisagee, date: s.jour }, None).await?;
    noter(tx, s, Action::Creer, voulue.jeune, format!("piste {id} : ouverte"));
    Ok(Some(id))
}

/// Says where a piste is now; the reason comes with one given up.
pub async fn dire(
    tx: &Tx,
    s: Signataire<'_>,
    piste: &LaPiste,
    voulu: Etat,
    motif: Option<&'static str>,
) -> Result<(), Empeche> {
    let avant = piste.au(tx, s.jour).await?.etat;
    if avant == voulu {
        let phrase = "C'est déjà dit : rechargez la page pour voir où en est la piste.";
        return Err(Empeche::Phrase(phrase.into()));
    }
    if let Some(phrase) = rules::refus(avant, voulu) {
        return Err(Empeche::Phrase(phrase));
    }
    // What a file said becomes a fact of the piste before something is said after it.
    if let Some(dit) = piste.du_fichier(&gardes(tx, piste.id).await?) {
        garder(tx, s, piste.id, Qui::UnFichier, dit, piste.motif.as_deref()).await?;
    }
    let motif = motif.filter(|_| voulu == Etat::Abandonnee);
    garder(tx, s, piste.id, Qui::Elle, Depuis { etat: voulu, date: s.jour }, motif).await?;
    montrer(tx, piste.id, s.jour).await?;
    noter(tx, s, Action::Modifier, piste.jeune_id, format!("piste {} : {}", piste.id, voulu.code()));
    Ok(())
}

/// Says when it is to be signed.
pub async fn prevoir(tx: &Tx, s: Signataire<'_>, piste: &LaPiste, prevue: Date) -> Result<(), Empeche> {
    if piste.signature_prevue == Some(prevue) {
        return Err(Empeche::Phrase("C'est déjà la date prévue : rien n'a changé.".into()));
    }
    let sql = "UPDATE pistes SET signature_prevue = $2, saisi_le = $3 WHERE id = $1";
    db::executer(tx, sql, [piste.id.into(), prevue.into(), s.jour.into()]).await?;
    noter(tx, s, Action::Modifier, piste.jeune_id, format!("piste {} : signature_prevue", piste.id));
    Ok(())
}

/// Takes back the last thing said, by the structure that said it: what stood before stands again.
pub async fn reprendre(tx: &Tx, s: Signataire<'_>, piste: &LaPiste) -> Result<Etat, Empeche> {
    let mut dits = gardes(tx, piste.id).await?;
    let rien = || Empeche::Phrase("Il n'y a rien à reprendre : ce qui a été dit en dernier reste.".into());
    if piste.du_fichier(&dits).is_some() || dits.len() < 2 {
        return Err(rien());
    }
    let dernier = dits.pop().ok_or_else(rien)?;
    let sql = "UPDATE pistes_etats SET retire_le = $2 WHERE id = $1 AND structure_id = $3 AND retire_le IS NULL";
    let valeurs = [dernier.id.into(), s.instant.into(), s.acteur.structure().into()];
    if db::executer(tx, sql, valeurs).await? == 0 {
        return Err(rien());
    }
    montrer(tx, piste.id, s.jour).await?;
    noter(tx, s, Action::Retirer, piste.jeune_id, format!("piste {} : {} repris", piste.id, dernier.etat));
    dits.last().and_then(Dit::depuis).map(|d| d.etat).ok_or_else(rien)
}

/// Whether the last thing said is of this structure, which may take it back.
pub(super) fn se_reprend(dits: &[Dit], structure: Option<Id<Structure>>) -> bool {
    dits.len() > 1 && dits.last().is_some_and(|d| d.structure_id.is_some() && d.structure_id == structure)
}

/// Whose word a fact is.
enum Qui {
    /// That of whoever signs.
    Elle,
    /// That of a file that nobody signs now.
    UnFichier,
}

async fn garder(tx: &Tx, s: Signataire<'_>, id: Id<Piste>, qui: Qui, dit: Depuis, motif: Option<&str>) -> Resultat<()> {
    let (structure, compte) = match qui {
        Qui::Elle => (s.acteur.structure(), s.acteur.compte()),
        Qui::UnFichier => (None, None),
    };
    let sql = "INSERT INTO pistes_etats (id, piste_id, etat, date, motif, structure_id, compte_id, note_le) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let valeurs = [
        db::nouvel_id::<EtatDate>().into(),
        id.into(),
        dit.etat.code().into(),
        dit.date.into(),
        motif.into(),
        structure.into(),
        compte.into(),
        s.instant.into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    Ok(())
}

/// The row shows what was said last.
async fn montrer(tx: &Tx, id: Id<Piste>, jour: Date) -> Resultat<()> {
    let sql = "UPDATE pistes SET etat = e.etat, date_etat = e.date, motif = e.motif, saisi_le = $2 FROM (SELECT etat, date, motif \
               FROM pistes_etats WHERE piste_id = $1 AND retire_le IS NULL ORDER BY note_le DESC, id DESC LIMIT 1) e \
               WHERE pistes.id = $1";
    db::executer(tx, sql, [id.into(), jour.into()]).await?;
    Ok(())
}

fn noter(tx: &Tx, s: Signataire<'_>, action: Action, jeune: Id<Jeune>, detail: String) {
    journal::ecrire(tx, s.instant, s.acteur, Entree::sur(action, Objet::Pistes).id(jeune).detail(detail));
}

//! A look from its beginning to its end: one at a time on a base, followed while it works, told afterwards.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use passerelle_appariement::{Decisions, ErreurAppariement, Modele, Rapprochement, Registre, Temoin, rapprocher};
use passerelle_socle::temps::{Horloge, Instant};
use sea_orm::FromQueryResult;

use super::erreur::ErreurRecherche;
use super::model::Attendu;
use passerelle_socle::access::{Acteur, Action, Objet, Structure};
use passerelle_socle::db::{self, Base, Executeur, Resultat, Travail, Tx, Verrou};
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};

/// Between two words of how far a look is.
const PAS: Duration = Duration::from_secs(1);
/// A look not heard of for so long was cut short, in milliseconds.
const MUET: Duration = Duration::from_mins(10);

/// How far a look is: told by the engine on its threads, read by whoever writes it down, and handed on.
pub(super) struct Avance {
    etape: Mutex<&'static str>,
    faites: AtomicU64,
    total: AtomicU64,
    aussi: Arc<dyn Temoin + Send + Sync>,
}

impl Avance {
    pub fn nouvelle(aussi: Arc<dyn Temoin + Send + Sync>) -> Arc<Self> {
        let (faites, total) = (AtomicU64::new(0), AtomicU64::new(0));
        Arc::new(Self { etape: Mutex::new("lecture"), faites, total, aussi })
    }
}

impl Temoin for Avance {
    fn phase(&self, nom: &'static str) {
        *self.etape.lock().unwrap_or_else(PoisonError::into_inner) = nom;
        self.faites.store(0, Ordering::Relaxed);
        self.total.store(0, Ordering::Relaxed);
        self.aussi.phase(nom);
    }
    fn avancement(&self, faites: u64, total: u64) {
        self.faites.store(faites, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        self.aussi.avancement(faites, total);
    }
}

/// A look that was begun, and holds its turn.
pub(super) struct Commencee {
    pub id: Id<Suivie>,
    verrou: Verrou,
}

/// A file that is looked through: its name, and the structure whose numbers its identifiers are.
pub(super) struct Fichier<'a> {
    pub nom: &'a str,
    pub structure: Id<Structure>,
}

/// Begins a look, through the base or of a file; refused while another goes on.
pub(super) async fn commencer(
    base: &Base,
    maintenant: Instant,
    acteur: &Acteur,
    fichier: Option<&Fichier<'_>>,
) -> Resultat<Commencee> {
    let verrou = base.verrouiller(Travail::Rapprochement).await?;
    let id = db::nouvel_id();
    let tx = base.transaction().await?;
    let sql = "INSERT INTO rapprochements_recherches (id, faite_le, faite_par, fiches, paires, qualite, maj_le, etape, fichier, structure_id) \
               VALUES ($1, $2, $3, 0, 0, 'null', $2, 'lecture', $4, $5)";
    let par = acteur.compte();
    let valeurs = [
        id.into(),
        maintenant.into(),
        par.into(),
        fichier.map(|f| f.nom.to_owned()).into(),
        fichier.map(|f| f.structure).into(),
    ];
    db::executer(&tx, sql, valeurs).await?;
    let detail = if fichier.is_some() { "fichier déposé" } else { "recherche commencée" };
    let entree = Entree::sur(Action::Creer, Objet::Rapprochements).id(id).detail(detail);
    journal::ecrire(&tx, maintenant, acteur, entree);
    tx.commit().await?;
    Ok(Commencee { id, verrou })
}

impl Commencee {
    /// Lets the next one begin; a look that failed says why, to its reader and to whoever keeps the site.
    pub async fn rendre<T>(
        self,
        base: &Base,
        maintenant: Instant,
        fait: Result<T, ErreurRecherche>,
    ) -> Result<T, ErreurRecherche> {
        if let Err(erreur) = &fait {
            tracing::warn!(recherche = %self.id, "rapprochement sans résultat");
            let tx = base.transaction().await?;
            let sql = "UPDATE rapprochements_recherches SET erreur = $2, fini_le = $3, maj_le = $3 WHERE id = $1";
            db::executer(&tx, sql, [self.id.into(), erreur.phrase().into(), maintenant.into()]).await?;
            tx.commit().await?;
        }
        self.verrou.rendre().await?;
        fait
    }
}

async fn noter(base: &Base, maintenant: Instant, id: Id<Suivie>, a: &Avance) -> Resultat<()> {
    let etape = *a.etape.lock().unwrap_or_else(PoisonError::into_inner);
    let lu = |n: &AtomicU64| i64::try_from(n.load(Ordering::Relaxed)).unwrap_or(i64::MAX);
    let sql = "UPDATE rapprochements_recherches SET maj_le = $2, etape = $3, faites = $4, total = $5 WHERE id = $1";
    let valeurs = [id.into(), maintenant.into(), etape.into(), lu(&a.faites).into(), lu(&a.total).into()];
    let tx = base.transaction().await?;
    db::executer(&tx, sql, valeurs).await?;
    tx.commit().await
}

/// What the engine says: links, or a refusal.
pub(super) type Verdict = Result<Rapprochement, ErreurAppariement>;

/// The engine, on threads of its own: a server goes on answering, and how far it is gets written down. The register
/// comes back closed. `None` when the work was cut.
pub(super) async fn comparer(
    base: &Base,
    horloge: &dyn Horloge,
    id: Id<Suivie>,
    mut registre: Registre,
    decisions: Decisions,
    avance: &Arc<Avance>,
) -> Resultat<Option<(Registre, Verdict)>> {
    let temoin = avance.clone();
    let mut travail = tokio::task::spawn_blocking(move || {
        let fils = std::thread::available_parallelism().map_or(1, usize::from);
        let fait =
            registre.clore().and_then(|()| rapprocher(&registre, &Modele::default(), &decisions, fils, &*temoin));
        (registre, fait)
    });
    loop {
        tokio::select! {
            fait = &mut travail => return Ok(fait.ok()),
            () = tokio::time::sleep(PAS) => noter(base, horloge.maintenant(), id, avance).await?,
        }
    }
}

/// What a look found.
#[derive(Default)]
pub(super) struct Bilan {
    /// Files of the base that were compared.
    pub fiches: i64,
    pub paires: i64,
    /// Rows of a file, and those whose number was known.
    pub lignes: Option<i64>,
    pub connues: Option<i64>,
    pub qualite: Option<(Attendu, Attendu)>,
}

fn lire_attendu(a: passerelle_appariement::Attendu) -> Attendu {
    Attendu { valeur: a.valeur, bas: a.bas, haut: a.haut }
}

/// What may be expected of links, when there are any.
pub(super) fn attendus(fait: &Rapprochement) -> Option<(Attendu, Attendu)> {
    let q = &fait.rapport.qualite;
    (q.liens > 0).then(|| (lire_attendu(q.precision), lire_attendu(q.rappel)))
}

/// The same of those that can be accepted together.
pub(super) fn attendus_des_surs(fait: &Rapprochement) -> Option<(Attendu, Attendu)> {
    let q = &fait.rapport.qualite;
    (q.surs > 0).then(|| (lire_attendu(q.precision_des_surs), lire_attendu(q.rappel_des_surs)))
}

/// Ends a look, in the transaction that writes what it found.
pub(super) async fn finir(tx: &Tx, maintenant: Instant, id: Id<Suivie>, b: &Bilan) -> Resultat<()> {
    let sql = "UPDATE rapprochements_recherches SET fini_le = $2, maj_le = $2, fiches = $3, paires = $4, qualite = $5, \
               lignes = $6, connues = $7 WHERE id = $1";
    let qualite = serde_json::to_string(&b.qualite).unwrap_or_default();
    let valeurs = [
        id.into(),
        maintenant.into(),
        b.fiches.into(),
        b.paires.into(),
        qualite.into(),
        b.lignes.into(),
        b.connues.into(),
    ];
    db::ecrire_tel_quel(tx, sql, valeurs).await?;
    Ok(())
}

/// A look, as it is told.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Suivie {
    pub id: Id<Suivie>,
    pub faite_le: Instant,
    pub par: Option<String>,
    pub fiches: i64,
    pub qualite: String,
    pub fini_le: Option<Instant>,
    pub maj_le: Option<Instant>,
    pub etape: Option<String>,
    pub faites: Option<i64>,
    pub total: Option<i64>,
    pub erreur: Option<String>,
    pub fichier: Option<String>,
    pub structure_id: Option<Id<Structure>>,
    pub structure: Option<String>,
    pub lignes: Option<i64>,
    pub connues: Option<i64>,
}

/// Where a look is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ou {
    EnCours,
    Finie,
    Refusee,
    Coupee,
}

impl Suivie {
    /// Expected precision and recall, when pairs were probable enough to expect anything.
    pub fn attendus(&self) -> Option<(Attendu, Attendu)> {
        serde_json::from_str::<Option<(Attendu, Attendu)>>(&self.qualite).ok().flatten()
    }

    pub fn ou(&self, maintenant: Instant) -> Ou {
        match (&self.erreur, self.fini_le) {
            (Some(_), _) => Ou::Refusee,
            (None, Some(_)) => Ou::Finie,
            (None, None) if maintenant > self.maj_le.unwrap_or(self.faite_le) + MUET => Ou::Coupee,
            (None, None) => Ou::EnCours,
        }
    }
}

const LUE: &str = "SELECT r.id, r.faite_le, c.nom AS par, r.fiches, r.qualite, r.fini_le, r.maj_le, r.etape, r.faites, r.total, \
     r.erreur, r.fichier, r.structure_id, s.nom AS structure, r.lignes, r.connues FROM rapprochements_recherches r \
     LEFT JOIN comptes c ON c.id = r.faite_par LEFT JOIN structures s ON s.id = r.structure_id";

/// One look.
pub(super) async fn lire(conn: &impl Executeur, id: Id<Suivie>) -> Resultat<Option<Suivie>> {
    db::ligne(conn, &format!("{LUE} WHERE r.id = $1"), [id.into()]).await
}

/// The last looks through the base.
pub(super) async fn de_la_base(conn: &impl Executeur, combien: i64) -> Resultat<Vec<Suivie>> {
    let sql = format!("{LUE} WHERE r.fichier IS NULL ORDER BY r.faite_le DESC, r.id DESC LIMIT $1");
    db::lignes(conn, &sql, [combien.into()]).await
}

/// The last files, of one structure or of all.
pub(super) async fn des_fichiers(
    conn: &impl Executeur,
    structure: Option<Id<Structure>>,
    combien: i64,
) -> Resultat<Vec<Suivie>> {
    let sql = format!(
        "{LUE} WHERE r.fichier IS NOT NULL AND ($1 IS NULL OR r.structure_id = $1) ORDER BY r.faite_le DESC, r.id DESC LIMIT $2"
    );
    db::lignes(conn, &sql, [structure.into(), combien.into()]).await
}

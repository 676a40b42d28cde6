//! The daily work: who is due, who is told, who is erased.

use passerelle_base::Date;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;
use std::sync::LazyLock;

use super::effacement::{Effacement, effacer};
use super::rules::{Avis, Decision, Regle, decider};
use passerelle_socle::access::{Acteur, Action, Jeune, Objet};
use passerelle_socle::db::{self, Base, Executeur, Resultat, Tx};
use passerelle_socle::destruction::{Part, Permis, Quoi};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::personne::{Cle, Personnes, Signe, tables};
use passerelle_socle::versions::Versions;

/// What a passage did, or would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// People told.
    pub avises: u64,
    /// Notices lifted by a new contact.
    pub leves: u64,
    /// People erased.
    pub effaces: u64,
    /// People due, whom nobody erases before somebody's word: they are too many at once.
    pub retenus: u64,
    /// People whose notice runs.
    pub en_attente: u64,
    /// People without any dated contact: somebody has to look.
    pub sans_date: u64,
}

#[derive(serde::Deserialize)]
struct Duree {
    mois: u32,
    preavis_jours: u64,
}

#[derive(serde::Deserialize)]
struct Fichier {
    dossier: Versions<Duree>,
}

/// The rule in force on a day; before the first, the first.
pub(super) fn regle(le: Date) -> Regle {
    static FICHIER: LazyLock<Fichier> = LazyLock::new(|| {
        let texte = include_str!("../../../../parametres/conservation.toml");
        toml::from_str(texte).expect("an embedded file, read by a test")
    });
    let duree = FICHIER.dossier.le_ou_premiere(le);
    Regle { mois: duree.mois, preavis: duree.preavis_jours }
}

#[derive(FromQueryResult)]
struct DerniereDate {
    jour: Option<Date>,
}

/// The last dated contact with a person; `None` when none is known.
pub async fn dernier_contact(conn: &impl Executeur, personnes: Personnes, jeune: Id<Jeune>) -> Resultat<Option<Date>> {
    let (mut dates, mut instants) = (Vec::new(), Vec::new());
    for table in tables(personnes) {
        let Some(condition) = table.condition(personnes) else { continue };
        for signe in table.signes {
            let une = |colonne| format!("SELECT {colonne} AS v FROM {} WHERE {condition}", table.nom);
            match signe {
                Signe::Jour(colonne) => dates.push(une(colonne)),
                Signe::Instant(colonne) => instants.push(une(colonne)),
            }
        }
    }
    let sql = format!("SELECT max(v) AS jour FROM ({}) dates", dates.join(" UNION ALL "));
    let jour = db::ligne::<DerniereDate>(conn, &sql, [jeune.into()]).await?.and_then(|d| d.jour);
    let sql = format!("SELECT max(v) FROM ({}) instants", instants.join(" UNION ALL "));
    let instant = match db::compter(conn, &sql, [jeune.into()]).await? {
        0 => None,
        ms => Some(Instant::from_millis(ms).date_paris()),
    };
    Ok(jour.max(instant))
}

#[derive(FromQueryResult)]
struct Candidat {
    id: Id<Jeune>,
    avis: Option<Id<Avis>>,
    echeance: Option<Date>,
}

/// People without a recent contact, or who were told, after `apres`. One look by index each, stopped at the
/// first recent fact.
async fn candidats(
    conn: &impl Executeur,
    personnes: Personnes,
    limite: Date,
    apres: Id<Jeune>,
) -> Resultat<Vec<Candidat>> {
    let mut recents = String::new();
    // The file itself apart: a date of its own says nothing of what others do.
    for table in tables(personnes).filter(|t| t.cle == Cle::Colonnes(&["jeune_id"])) {
        for signe in table.signes {
            if let Signe::Jour(colonne) = signe {
                let nom = table.nom;
                recents +=
                    &format!(" AND NOT EXISTS (SELECT 1 FROM {nom} t WHERE t.jeune_id = j.id AND t.{colonne} > $2)");
            }
        }
    }
    let sql = format!(
        "SELECT j.id, a.id AS avis, a.echeance FROM jeunes j \
         LEFT JOIN conservation_avis a ON a.jeune_id = j.id AND a.leve_le IS NULL \
         WHERE j.efface_le IS NULL AND j.fusionne_dans IS NULL AND j.id > $1 AND (a.id IS NOT NULL OR (1 = 1{recents})) \
         ORDER BY j.id LIMIT 500"
    );
    db::lignes(conn, &sql, [apres.into(), limite.into()]).await
}

/// How many people are erased at once without anybody's word: so many, or so many hundredths of the files.
const PART: Part = Part { plancher: 20, centiemes: 2 };

/// Says what would be done at an instant, and does nothing.
pub async fn annoncer(base: &Base, personnes: Personnes, maintenant: Instant) -> Resultat<Passage> {
    parcourir(base, personnes, maintenant, Mode::ABlanc).await
}

/// Goes through everybody who is due. When those to be erased are more than a share of the files, none is.
pub async fn executer(base: &Base, personnes: Personnes, permis: &Permis) -> Resultat<Passage> {
    let dus = annoncer(base, personnes, permis.maintenant()).await?.effaces;
    let sql = "SELECT count(*) FROM jeunes WHERE efface_le IS NULL AND fusionne_dans IS NULL";
    let tous = db::compter(base.lecture(), sql, []).await? as u64;
    if permis.laisse(dus, tous, PART) {
        return parcourir(base, personnes, permis.maintenant(), Mode::Entier).await;
    }
    let tx = base.transaction().await?;
    permis.retenir(&tx, Quoi::Dossiers, dus).await?;
    tx.commit().await?;
    parcourir(base, personnes, permis.maintenant(), Mode::SansEffacer).await
}

/// What a passage does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    ABlanc,
    SansEffacer,
    Entier,
}

/// How many people are written about in one turn: whoever reads a file meanwhile waits for no more than that.
const ECRITS: usize = 10;

async fn parcourir(base: &Base, personnes: Personnes, maintenant: Instant, mode: Mode) -> Resultat<Passage> {
    let jour = maintenant.date_paris();
    let regle = regle(jour);
    let limite = jour
        .checked_add_days(chrono::Days::new(regle.preavis))
        .and_then(|d| d.checked_sub_months(chrono::Months::new(regle.mois)))
        .unwrap_or(jour);
    let passe = Passe { personnes, maintenant, jour, regle };
    let mut passage = Passage::default();
    let mut apres = Id::nul();
    loop {
        let lot = candidats(base.lecture(), personnes, limite, apres).await?;
        let Some(dernier) = lot.last() else { break };
        apres = dernier.id;
        let mut a_ecrire = Vec::new();
        // Looked at outside the turn, which is for those about whom something is to be written.
        for c in lot {
            let (decision, connu) = passe.decider(base.lecture(), &c).await?;
            passage.sans_date += u64::from(!connu);
            match decision {
                Decision::Effacer if mode == Mode::SansEffacer => passage.retenus += 1,
                Decision::Garder | Decision::Attendre => passage.compter(&decision),
                _ if mode == Mode::ABlanc => passage.compter(&decision),
                _ => a_ecrire.push(c),
            }
        }
        for quelques in a_ecrire.chunks(ECRITS) {
            let tx = base.transaction().await?;
            for c in quelques {
                // Somebody may have noted a contact since.
                let (decision, _) = passe.decider(&tx, c).await?;
                passage.compter(&decision);
                passe.ecrire(&tx, c, &decision).await?;
            }
            tx.commit().await?;
        }
    }
    Ok(passage)
}

impl Passage {
    fn compter(&mut self, decision: &Decision) {
        match decision {
            Decision::Garder => {}
            Decision::Attendre => self.en_attente += 1,
            Decision::Aviser(_) => self.avises += 1,
            Decision::Lever => self.leves += 1,
            Decision::Effacer => self.effaces += 1,
        }
    }
}

/// One going through, on one day.
struct Passe {
    personnes: Personnes,
    maintenant: Instant,
    jour: Date,
    regle: Regle,
}

impl Passe {
    /// What is due, and whether a contact is known.
    async fn decider(&self, conn: &impl Executeur, c: &Candidat) -> Resultat<(Decision, bool)> {
        let contact = dernier_contact(conn, self.personnes, c.id).await?;
        let avis = c.echeance.map(|echeance| Avis { echeance });
        Ok((decider(contact, avis, self.jour, &self.regle), contact.is_some()))
    }

    async fn ecrire(&self, tx: &Tx, c: &Candidat, decision: &Decision) -> Resultat<()> {
        let dire = |quoi: &str| {
            let entree = Entree::sur(Action::Creer, Objet::Conservation).id(c.id).detail(quoi);
            journal::ecrire(tx, self.maintenant, &Acteur::Systeme, entree);
        };
        match decision {
            Decision::Garder | Decision::Attendre => {}
            Decision::Aviser(echeance) => {
                let sql = "INSERT INTO conservation_avis (id, jeune_id, donne_le, echeance) VALUES ($1, $2, $3, $4)";
                let id = db::nouvel_id::<Avis>();
                db::executer(tx, sql, [id.into(), c.id.into(), self.jour.into(), (*echeance).into()]).await?;
                dire("avis");
            }
            Decision::Lever => {
                let sql = "UPDATE conservation_avis SET leve_le = $2 WHERE id = $1";
                db::executer(tx, sql, [c.avis.into(), self.jour.into()]).await?;
                dire("avis levé");
            }
            Decision::Effacer => {
                let e = Effacement::nouveau(c.id, self.maintenant, "duree", None);
                effacer(tx, self.personnes, self.maintenant, &Acteur::Systeme, &e).await?;
            }
        }
        Ok(())
    }
}

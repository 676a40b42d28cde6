//! Two files that are one person become one, and can be two again.
//!
//! Every fact of the file absorbed goes to the one kept. A fact that both hold, which the base keeps
//! once (the same positionnement, two open accompagnements of one structure, two référents at a time),
//! leaves its table and is kept in the record of the merge. That record has one line a row: moved,
//! withdrawn or changed, with the whole row where more than its owner changed. Undoing reads it
//! backwards. What was written since stays with the file kept.

use passerelle_base::{Id, Instant};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::recherche::indexer;
use super::rules;
use passerelle_socle::access::{Acteur, Action, Jeune, Objet};
use passerelle_socle::db::{self, ErreurBase, Executeur, Photo, Resultat, Tx, dire_photo, lire_photo};
use passerelle_socle::journal::{self, Entree};

/// Marks the identifier of a merge.
#[derive(Debug)]
pub struct Fusion;

/// What happens to the rows of a table that belong to somebody.
#[derive(Clone, Copy, Debug)]
enum Regle {
    /// They go to the person kept.
    Suivent,
    /// Those (`a`) that meet one of the person kept (`g`) so are withdrawn; the others follow.
    Doubles(&'static str),
    /// A number has no `id`: it is known by its structure and itself.
    Numeros,
    Accompagnements,
    Freins,
}

/// Every table whose rows belong to a young person, by their column `jeune_id`. A test compares this
/// list with the schema of both engines.
const TABLES: &[(&str, Regle)] = &[
    ("numeros", Regle::Numeros),
    ("accompagnements", Regle::Accompagnements),
    ("referents", Regle::Doubles(ENSEMBLE)),
    ("freins", Regle::Freins),
    ("positionnements", Regle::Doubles("g.action_id = a.action_id AND g.date = a.date")),
    ("participations", Regle::Doubles("g.action_id = a.action_id AND g.date_entree = a.date_entree")),
    ("contrats", Regle::Doubles("g.structure_id = a.structure_id AND g.type = a.type AND g.date_debut = a.date_debut")),
    ("partages", Regle::Suivent),
    // On the list of a draw twice: once, as long as it is not frozen. Then both rows stay, as they were drawn.
    ("candidats", Regle::Doubles(DEUX_FOIS_CANDIDAT)),
    (
        "demandes_acces",
        Regle::Doubles("g.structure_id = a.structure_id AND g.repondu_le IS NULL AND a.repondu_le IS NULL"),
    ),
    ("contacts", Regle::Suivent),
    ("notes", Regle::Suivent),
    ("contestations", Regle::Suivent),
    ("documents", Regle::Suivent),
    ("habilitations", Regle::Suivent),
    ("conservation_avis", Regle::Doubles("g.leve_le IS NULL AND a.leve_le IS NULL")),
    ("oppositions", Regle::Suivent),
    ("etudes_membres", Regle::Doubles("g.etude_id = a.etude_id")),
    ("enquetes_invitations", Regle::Doubles("g.enquete_id = a.enquete_id")),
    ("rapprochements_lignes", Regle::Suivent),
    // Earlier merges into the file absorbed: whoever is erased takes all of them along.
    ("fusions", Regle::Suivent),
];

/// Two référents at a time, as the trigger of the table reads a period: [du, au), an empty one meets nothing.
const ENSEMBLE: &str =
    "(a.au IS NULL OR g.du < a.au) AND (g.au IS NULL OR a.du < g.au) AND (g.au IS NULL OR g.au > g.du)";

/// On the same list, while it may still change.
const DEUX_FOIS_CANDIDAT: &str = "g.tirage_id = a.tirage_id AND NOT EXISTS \
     (SELECT 1 FROM tirages_engagements e WHERE e.tirage_id = a.tirage_id)";

/// The tables that a merge goes through.
pub fn tables() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|(table, _)| *table)
}

/// The columns of `jeunes` that are chosen from one file or the other.
pub const CHAMPS: [&str; 12] = [
    "nom",
    "prenom",
    "date_naissance",
    "sexe",
    "commune_insee",
    "code_postal",
    "qpv",
    "niveau",
    "situation",
    "date_premier_accueil",
    "telephone",
    "courriel",
];

/// Why a merge, or its undoing, did not happen. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ErreurFusion {
    /// The same file twice, or one that is no longer there.
    #[error(
        "ces deux fiches ne peuvent pas être réunies : l'une d'elles n'existe plus. Repartez de la liste des jeunes"
    )]
    Absente,
    /// Already undone, or unknown.
    #[error("cette réunion de fiches est déjà défaite")]
    DejaDefaite,
    /// A later one stands on it.
    #[error("une réunion plus récente repose sur celle-ci : défaites d'abord la plus récente")]
    PasLaDerniere,
    /// Facts written since contradict the former state.
    #[error(
        "des faits enregistrés depuis empêchent de séparer ces fiches (par exemple un référent sur la même période) : \
         corrigez-les, puis recommencez"
    )]
    Contredite,
    /// Anything the base says.
    #[error(transparent)]
    Base(#[from] ErreurBase),
}

/// A constraint refused: facts contradict each other, the base itself is well.
fn contredite(e: ErreurBase) -> ErreurFusion {
    match &e {
        ErreurBase::Moteur(m) if m.to_string().contains("constraint") => ErreurFusion::Contredite,
        _ => ErreurFusion::Base(e),
    }
}

/// The record being written.
struct Registre<'a> {
    tx: &'a Tx,
    fusion: Uuid,
    rang: i64,
    garde: Uuid,
    absorbe: Uuid,
}

#[derive(FromQueryResult)]
struct Cle {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct Paire {
    id: Uuid,
    autre: Uuid,
}

#[derive(FromQueryResult)]
struct Numero {
    structure_id: Uuid,
    numero: String,
}

impl Registre<'_> {
    async fn noter(
        &mut self,
        (table, geste): (&str, &str),
        (id, numero): (Uuid, Option<String>),
        (avant, apres): (Option<&Photo>, Option<&Photo>),
    ) -> Resultat<()> {
        self.rang += 1;
        let sql = "INSERT INTO fusions_lignes (fusion_id, rang, table_nom, geste, ligne_id, ligne_numero, avant, apres) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let valeurs = [
            self.fusion.into(),
            self.rang.into(),
            table.into(),
            geste.into(),
            id.into(),
            numero.into(),
            avant.map(dire_photo).into(),
            apres.map(dire_photo).into(),
        ];
        db::executer(self.tx, sql, valeurs).await?;
        Ok(())
    }

    async fn photo(&self, table: &str, id: Uuid) -> Resultat<Photo> {
        Ok(db::photographier(self.tx, table, "id = $1", [id.into()]).await?.unwrap_or_default())
    }

    /// Withdraws a row into the record.
    async fn retirer(&mut self, table: &str, id: Uuid) -> Resultat<()> {
        let avant = self.photo(table, id).await?;
        db::executer(self.tx, &format!("DELETE FROM {table} WHERE id = $1"), [id.into()]).await?;
        self.noter((table, "retiree"), (id, None), (Some(&avant), None)).await
    }

    /// Changes a row; the record keeps it whole, before and after.
    async fn changer(
        &mut self,
        table: &str,
        id: Uuid,
        affectation: &str,
        valeurs: Vec<sea_orm::Value>,
    ) -> Resultat<()> {
        let avant = self.photo(table, id).await?;
        let valeurs = std::iter::once(id.into()).chain(valeurs);
        db::executer(self.tx, &format!("UPDATE {table} SET {affectation} WHERE id = $1"), valeurs).await?;
        let apres = self.photo(table, id).await?;
        self.noter((table, "modifiee"), (id, None), (Some(&avant), Some(&apres))).await
    }

    /// Gives the rows that are left to the person kept.
    async fn deplacer(&mut self, table: &str) -> Resultat<()> {
        let sql = format!("SELECT id FROM {table} WHERE jeune_id = $1 ORDER BY id");
        let cles: Vec<Cle> = db::lignes(self.tx, &sql, [self.absorbe.into()]).await?;
        for cle in cles {
            self.noter((table, "deplacee"), (cle.id, None), (None, None)).await?;
        }
        let sql = format!("UPDATE {table} SET jeune_id = $2 WHERE jeune_id = $1");
        db::executer(self.tx, &sql, [self.absorbe.into(), self.garde.into()]).await?;
        Ok(())
    }

    /// Rows of the person absorbed (`a`) that meet one of the person kept (`g`).
    async fn paires(&self, table: &str, condition: &str) -> Resultat<Vec<Paire>> {
        let sql = format!(
            "SELECT a.id, g.id AS autre FROM {table} a JOIN {table} g ON g.jeune_id = $2 AND {condition} \
             WHERE a.jeune_id = $1 ORDER BY a.id, g.id"
        );
        let mut paires: Vec<Paire> = db::lignes(self.tx, &sql, [self.absorbe.into(), self.garde.into()]).await?;
        paires.dedup_by_key(|p| p.id);
        Ok(paires)
    }

    async fn numeros(&mut self) -> Resultat<()> {
        let sql = "SELECT structure_id, numero FROM numeros WHERE jeune_id = $1 ORDER BY structure_id, numero";
        let lus: Vec<Numero> = db::lignes(self.tx, sql, [self.absorbe.into()]).await?;
        for n in lus {
            self.noter(("numeros", "deplacee"), (n.structure_id, Some(n.numero)), (None, None)).await?;
        }
        let sql = "UPDATE numeros SET jeune_id = $2 WHERE jeune_id = $1";
        db::executer(self.tx, sql, [self.absorbe.into(), self.garde.into()]).await?;
        Ok(())
    }

    /// One structure accompanies once, since the earlier of two known days; one structure is in charge.
    async fn accompagnements(&mut self) -> Resultat<()> {
        let ouverts = "a.au IS NULL AND g.au IS NULL AND g.structure_id = a.structure_id";
        for p in self.paires("accompagnements", ouverts).await? {
            let avant = self.photo("accompagnements", p.id).await?;
            self.retirer("accompagnements", p.id).await?;
            let sql = "SELECT count(*) FROM accompagnements WHERE jeune_id = $1 AND au IS NULL AND en_charge";
            let sans_charge = db::compter(self.tx, sql, [self.garde.into()]).await? == 0;
            let en_charge = matches!(avant.get("en_charge"), Some(v) if *v == true || *v == 1);
            if en_charge && sans_charge {
                self.changer("accompagnements", p.autre, "en_charge = $2", vec![true.into()]).await?;
            }
            let du = avant.get("du").and_then(|v| v.as_str()).map(|t| t.trim_start_matches('t'));
            if let Some(du) = du.and_then(|t| t.parse::<passerelle_base::Date>().ok()) {
                let sql = "SELECT count(*) FROM accompagnements WHERE id = $1 AND du > $2";
                if db::compter(self.tx, sql, [p.autre.into(), du.into()]).await? > 0 {
                    self.changer("accompagnements", p.autre, "du = $2", vec![du.into()]).await?;
                }
            }
        }
        for p in self.paires("accompagnements", "a.au IS NULL AND a.en_charge AND g.au IS NULL AND g.en_charge").await?
        {
            self.changer("accompagnements", p.id, "en_charge = $2", vec![false.into()]).await?;
        }
        self.deplacer("accompagnements").await
    }

    /// The same obstacle, open twice, is one: what was done about either is kept together.
    async fn freins(&mut self) -> Resultat<()> {
        let memes = "a.leve_le IS NULL AND g.leve_le IS NULL AND g.thematique = a.thematique";
        for p in self.paires("freins", memes).await? {
            let sql = "SELECT id FROM freins_actions WHERE frein_id = $1 ORDER BY id";
            let faites: Vec<Cle> = db::lignes(self.tx, sql, [p.id.into()]).await?;
            for f in faites {
                self.changer("freins_actions", f.id, "frein_id = $2", vec![p.autre.into()]).await?;
            }
            self.retirer("freins", p.id).await?;
        }
        self.deplacer("freins").await
    }

    async fn ranger(&mut self) -> Resultat<()> {
        for (table, regle) in TABLES {
            match regle {
                Regle::Suivent => self.deplacer(table).await?,
                Regle::Numeros => self.numeros().await?,
                Regle::Accompagnements => self.accompagnements().await?,
                Regle::Freins => self.freins().await?,
                Regle::Doubles(condition) => {
                    for p in self.paires(table, condition).await? {
                        self.retirer(table, p.id).await?;
                    }
                    self.deplacer(table).await?;
                }
            }
        }
        self.rapprochements().await
    }

    /// Pairs that the file absorbed forms with others are now of the file kept: what was decided of one person still
    /// holds. Of two such pairs of the same people one is left, with the decisions of both. The pair of the two files
    /// themselves stays as it is: it tells this merge.
    async fn rapprochements(&mut self) -> Resultat<()> {
        let sql = "SELECT id, CASE WHEN a_id = $1 THEN b_id ELSE a_id END AS autre FROM rapprochements \
                   WHERE (a_id = $1 OR b_id = $1) AND a_id <> $2 AND b_id <> $2 ORDER BY id";
        let siennes: Vec<Paire> = db::lignes(self.tx, sql, [self.absorbe.into(), self.garde.into()]).await?;
        for p in siennes {
            let (a, b) = (self.garde.min(p.autre), self.garde.max(p.autre));
            let sql = "SELECT id FROM rapprochements WHERE a_id = $1 AND b_id = $2";
            let Some(connue) = db::ligne::<Cle>(self.tx, sql, [a.into(), b.into()]).await? else {
                self.changer("rapprochements", p.id, "a_id = $2, b_id = $3", vec![a.into(), b.into()]).await?;
                continue;
            };
            let sql = "SELECT id FROM rapprochements_decisions WHERE rapprochement_id = $1 ORDER BY id";
            let decidees: Vec<Cle> = db::lignes(self.tx, sql, [p.id.into()]).await?;
            for d in decidees {
                let vers = vec![connue.id.into()];
                self.changer("rapprochements_decisions", d.id, "rapprochement_id = $2", vers).await?;
            }
            let sql = "SELECT count(*) FROM rapprochements r, rapprochements c \
                       WHERE r.id = $1 AND c.id = $2 AND r.etat <> 'propose' AND c.etat = 'propose'";
            if db::compter(self.tx, sql, [p.id.into(), connue.id.into()]).await? > 0 {
                let reprise = "(etat, fusion_id) = (SELECT r.etat, r.fusion_id FROM rapprochements r WHERE r.id = $2)";
                self.changer("rapprochements", connue.id, reprise, vec![p.id.into()]).await?;
            }
            self.retirer("rapprochements", p.id).await?;
        }
        Ok(())
    }
}

/// Brings `absorbe` into `garde`; `repris` names the fields ([`CHAMPS`]) taken from `absorbe`.
pub async fn fusionner(
    tx: &Tx,
    maintenant: Instant,
    acteur: &Acteur,
    (garde, absorbe): (Id<Jeune>, Id<Jeune>),
    repris: &[&str],
) -> Result<Id<Fusion>, ErreurFusion> {
    verrouiller(tx, garde, absorbe).await?;
    if garde == absorbe || !vivant(tx, garde).await? || !vivant(tx, absorbe).await? {
        return Err(ErreurFusion::Absente);
    }
    let id: Id<Fusion> = db::nouvel_id();
    let sql =
        "INSERT INTO fusions (id, jeune_id, garde_id, absorbe_id, faite_le, faite_par) VALUES ($1, $2, $2, $3, $4, $5)";
    let valeurs = [
        id.uuid().into(),
        garde.uuid().into(),
        absorbe.uuid().into(),
        maintenant.millis().into(),
        acteur.compte().map(|c| c.uuid()).into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    let mut registre = Registre { tx, fusion: id.uuid(), rang: 0, garde: garde.uuid(), absorbe: absorbe.uuid() };
    registre.ranger().await.map_err(contredite)?;
    let pris: Vec<&str> = CHAMPS.into_iter().filter(|c| repris.contains(c)).collect();
    if !pris.is_empty() {
        let champs: Vec<&str> = if pris.iter().any(|c| matches!(*c, "nom" | "prenom")) {
            pris.iter().copied().chain(["nom_plie"]).collect()
        } else {
            pris.clone()
        };
        let affectations: Vec<String> =
            champs.iter().map(|c| format!("{c} = (SELECT b.{c} FROM jeunes b WHERE b.id = $2)")).collect();
        let absorbe = vec![absorbe.uuid().into()];
        registre.changer("jeunes", garde.uuid(), &affectations.join(", "), absorbe).await?;
    }
    // Whoever was merged keeps an identifier and nothing else; the record has the rest.
    let vides: Vec<String> = CHAMPS[2..].iter().map(|c| format!("{c} = NULL")).collect();
    let affectation = format!("fusionne_dans = $2, nom = '', prenom = '', nom_plie = '', {}", vides.join(", "));
    registre.changer("jeunes", absorbe.uuid(), &affectation, vec![garde.uuid().into()]).await?;
    accorder_noms(tx, garde).await?;
    indexer(tx, absorbe).await?;
    for (qui, detail) in [(garde, "fusion"), (absorbe, "fusion, absorbée")] {
        let entree = Entree::sur(Action::Modifier, Objet::Jeunes).id(qui.uuid()).detail(detail);
        journal::ecrire(tx, maintenant, acteur, entree);
    }
    Ok(id)
}

#[derive(FromQueryResult)]
struct Noms {
    nom: String,
    prenom: String,
}

/// The folded name and the words follow the names, each of which may come from another file.
async fn accorder_noms(tx: &Tx, jeune: Id<Jeune>) -> Resultat<()> {
    let id = jeune.uuid();
    let sql = "SELECT nom, prenom FROM jeunes WHERE id = $1";
    if let Some(n) = db::ligne::<Noms>(tx, sql, [id.into()]).await? {
        let plie = rules::nom_plie(&[n.nom, n.prenom]);
        let sql = "UPDATE jeunes SET nom_plie = $2 WHERE id = $1 AND nom_plie <> $2";
        db::executer(tx, sql, [id.into(), plie.into()]).await?;
    }
    indexer(tx, jeune).await
}

async fn verrouiller(tx: &Tx, a: Id<Jeune>, b: Id<Jeune>) -> Resultat<()> {
    // Always in the same order: two merges of the same people wait, they do not deadlock.
    for qui in [a.min(b), a.max(b)] {
        db::verrouiller_ligne(tx, "jeunes", qui.uuid()).await?;
    }
    Ok(())
}

async fn vivant(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<bool> {
    let sql = "SELECT count(*) FROM jeunes WHERE id = $1 AND fusionne_dans IS NULL AND efface_le IS NULL";
    Ok(db::compter(conn, sql, [jeune.uuid().into()]).await? > 0)
}

#[derive(FromQueryResult)]
struct Faite {
    garde_id: Uuid,
    absorbe_id: Uuid,
    faite_le: i64,
}

#[derive(FromQueryResult)]
struct Ligne {
    table_nom: String,
    geste: String,
    ligne_id: Uuid,
    ligne_numero: Option<String>,
    avant: Option<String>,
    apres: Option<String>,
}

/// Undoes a merge: the rows are again what and whose they were. A field that was corrected since
/// keeps its correction; facts written since stay with the file kept.
pub async fn defaire(tx: &Tx, maintenant: Instant, acteur: &Acteur, fusion: Id<Fusion>) -> Result<(), ErreurFusion> {
    let sql = "SELECT garde_id, absorbe_id, faite_le FROM fusions WHERE id = $1 AND defaite_le IS NULL";
    let faite: Option<Faite> = db::ligne(tx, sql, [fusion.uuid().into()]).await?;
    let Some(Faite { garde_id, absorbe_id, faite_le }) = faite else { return Err(ErreurFusion::DejaDefaite) };
    let (garde, absorbe) = (Id::from_uuid(garde_id), Id::from_uuid(absorbe_id));
    verrouiller(tx, garde, absorbe).await?;
    let sql = "UPDATE fusions SET defaite_le = $2, defaite_par = $3 WHERE id = $1 AND defaite_le IS NULL";
    let par = acteur.compte().map(|c| c.uuid());
    if db::executer(tx, sql, [fusion.uuid().into(), maintenant.millis().into(), par.into()]).await? == 0 {
        return Err(ErreurFusion::DejaDefaite);
    }
    let sql = "SELECT count(*) FROM fusions WHERE garde_id = $1 AND defaite_le IS NULL AND (faite_le > $2 OR (faite_le = $2 AND id > $3))";
    let apres = db::compter(tx, sql, [garde_id.into(), faite_le.into(), fusion.uuid().into()]).await?;
    if apres > 0 || !vivant(tx, garde).await? {
        return Err(ErreurFusion::PasLaDerniere);
    }
    let sql = "SELECT table_nom, geste, ligne_id, ligne_numero, avant, apres FROM fusions_lignes \
               WHERE fusion_id = $1 ORDER BY rang DESC";
    let lignes: Vec<Ligne> = db::lignes(tx, sql, [fusion.uuid().into()]).await?;
    for ligne in lignes {
        renverser(tx, &ligne, garde_id, absorbe_id).await.map_err(contredite)?;
    }
    accorder_noms(tx, garde).await?;
    indexer(tx, absorbe).await?;
    for qui in [garde, absorbe] {
        let entree = Entree::sur(Action::Modifier, Objet::Jeunes).id(qui.uuid()).detail("fusion défaite");
        journal::ecrire(tx, maintenant, acteur, entree);
    }
    Ok(())
}

async fn renverser(tx: &Tx, l: &Ligne, garde: Uuid, absorbe: Uuid) -> Resultat<()> {
    let table = l.table_nom.as_str();
    let (avant, apres) = (l.avant.as_deref().and_then(lire_photo), l.apres.as_deref().and_then(lire_photo));
    match (l.geste.as_str(), avant, apres) {
        ("retiree", Some(avant), _) => db::remettre(tx, table, &avant).await,
        ("modifiee", Some(avant), Some(apres)) => {
            let Some(mut actuelle) = db::photographier(tx, table, "id = $1", [l.ligne_id.into()]).await? else {
                return Ok(());
            };
            for (champ, valeur) in &mut actuelle {
                if apres.get(champ) == Some(valeur)
                    && let Some(ancienne) = avant.get(champ)
                {
                    *valeur = ancienne.clone();
                }
            }
            db::retablir(tx, table, &actuelle, l.ligne_id).await
        }
        _ => {
            let (condition, mut valeurs) = match &l.ligne_numero {
                Some(numero) => ("structure_id = $3 AND numero = $4", vec![l.ligne_id.into(), numero.clone().into()]),
                None => ("id = $3", vec![l.ligne_id.into()]),
            };
            let sql = format!("UPDATE {table} SET jeune_id = $1 WHERE jeune_id = $2 AND {condition}");
            valeurs.splice(0..0, [absorbe.into(), garde.into()]);
            db::executer(tx, &sql, valeurs).await?;
            Ok(())
        }
    }
}

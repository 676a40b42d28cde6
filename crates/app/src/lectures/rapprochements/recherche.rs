//! The engine over the base: young people in, pairs to review out.

use std::collections::HashMap;
use std::sync::Arc;

use passerelle_appariement::{
    Colonne, Decisions, ErreurAppariement, Modele, Nature, Rapprochement, Registre, Temoin, rapprocher,
};
use passerelle_base::{Date, Horloge};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::model::{Attendu, Indice};
use super::store::{self, Fiche};
use crate::access::{Acteur, Action, Objet};
use crate::db::{self, Base, ErreurBase, Resultat};
use crate::journal::{self, Entree};

/// People read at a time.
const LOT: i64 = 10_000;

/// The columns compared, in the order of the cells of a record.
const COLONNES: [Nature; 8] = [
    Nature::Nom,
    Nature::Prenom,
    Nature::DateNaissance,
    Nature::Sexe,
    Nature::CodePostal,
    Nature::Commune,
    Nature::Telephone,
    Nature::Courriel,
];

/// What a look through the base found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recherche {
    /// Files compared.
    pub fiches: i64,
    /// Pairs to review, those already known included.
    pub paires: i64,
    /// Those proposed for the first time.
    pub nouvelles: i64,
}

/// Why the base was not looked through; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ErreurRecherche {
    /// What the engine refuses.
    #[error("les fiches ne se comparent pas : {0}")]
    Moteur(#[from] ErreurAppariement),
    /// Nobody has one.
    #[error("aucune fiche n'a de date de naissance : complétez-en, les noms seuls ne disent pas qui est qui")]
    SansDate,
    /// Anything the base says.
    #[error(transparent)]
    Base(#[from] ErreurBase),
    /// The work was cut.
    #[error("la recherche s'est arrêtée avant la fin : relancez-la")]
    Coupee,
}

#[derive(FromQueryResult)]
struct Lue {
    id: Uuid,
    nom: String,
    prenom: String,
    date_naissance: Option<Date>,
    sexe: Option<String>,
    code_postal: Option<String>,
    commune_insee: Option<String>,
    telephone: Option<String>,
    courriel: Option<String>,
}

/// Everybody who is neither merged nor erased, in the order in which they were known.
async fn lire(base: &Base) -> Resultat<(Registre, Vec<Uuid>)> {
    let colonnes = COLONNES.iter().map(|n| Colonne { nom: n.nom().to_owned(), nature: *n }).collect();
    let (mut registre, mut qui) = (Registre::nouveau(colonnes), Vec::new());
    let mut apres = Uuid::nil();
    loop {
        let sql = "SELECT id, nom, prenom, date_naissance, sexe, code_postal, commune_insee, telephone, courriel FROM jeunes \
                   WHERE fusionne_dans IS NULL AND efface_le IS NULL AND id > $1 ORDER BY id LIMIT $2";
        let lues: Vec<Lue> = db::lignes(base.lecture(), sql, [apres.into(), LOT.into()]).await?;
        let Some(derniere) = lues.last() else { return Ok((registre, qui)) };
        apres = derniere.id;
        for l in lues {
            let naissance = l.date_naissance.map(|d| d.to_string());
            let autres = [&naissance, &l.sexe, &l.code_postal, &l.commune_insee, &l.telephone, &l.courriel];
            let autres = autres.map(|v| v.as_deref().unwrap_or_default());
            registre.ajouter(&l.id.to_string(), [l.nom.as_str(), l.prenom.as_str()].into_iter().chain(autres));
            qui.push(l.id);
        }
    }
}

#[derive(FromQueryResult)]
struct Paire {
    a_id: Uuid,
    b_id: Uuid,
}

/// Pairs that somebody said to be two people: by ranks, for the engine.
async fn decisions(base: &Base, qui: &[Uuid]) -> Resultat<Decisions> {
    let sql = "SELECT a_id, b_id FROM rapprochements WHERE etat = 'separe' ORDER BY a_id, b_id";
    let paires: Vec<Paire> = db::lignes(base.lecture(), sql, []).await?;
    if paires.is_empty() {
        return Ok(Decisions::default());
    }
    let rangs: HashMap<Uuid, usize> = qui.iter().enumerate().map(|(rang, id)| (*id, rang)).collect();
    let separes = paires.iter().filter_map(|p| Some((*rangs.get(&p.a_id)?, *rangs.get(&p.b_id)?)));
    Ok(Decisions { liens: Vec::new(), separes: separes.collect() })
}

/// The engine, on its own threads: a server goes on answering meanwhile.
async fn comparer(
    mut registre: Registre,
    decisions: Decisions,
    temoin: Arc<dyn Temoin + Send + Sync>,
) -> Result<Option<Rapprochement>, ErreurRecherche> {
    let travail = move || {
        registre.clore()?;
        let fils = std::thread::available_parallelism().map_or(1, usize::from);
        match rapprocher(&registre, &Modele::default(), &decisions, fils, &*temoin) {
            Ok(fait) => Ok(Some(fait)),
            // In one base that nobody is known twice is good news, not a mistake of the file.
            Err(ErreurAppariement::SansPaire) => Ok(None),
            Err(ErreurAppariement::SansDate(_)) => Err(ErreurRecherche::SansDate),
            Err(autre) => Err(autre.into()),
        }
    };
    tokio::task::spawn_blocking(travail).await.map_err(|_| ErreurRecherche::Coupee)?
}

fn indices(fait: &Rapprochement, lien: &passerelle_appariement::Lien) -> Vec<Indice> {
    let dire = |i: passerelle_appariement::Indice| Indice {
        champ: i.champ,
        niveau: i.niveau.to_owned(),
        poids: (i.poids * 10.0).round() as i32,
    };
    fait.indices(lien).into_iter().map(dire).collect()
}

/// Looks through the whole base. Pairs decided stay as they are; those still to review are told anew, and those that
/// no longer look alike, and that nobody ever decided, go.
pub async fn chercher(
    base: &Base,
    horloge: &dyn Horloge,
    acteur: &Acteur,
    temoin: Arc<dyn Temoin + Send + Sync>,
) -> Result<Recherche, ErreurRecherche> {
    let (registre, qui) = lire(base).await?;
    let fiches = qui.len() as i64;
    let fait = match fiches {
        0 | 1 => None,
        _ => {
            let decisions = decisions(base, &qui).await?;
            comparer(registre, decisions, temoin).await?
        }
    };
    let maintenant = horloge.maintenant();
    let tx = base.transaction().await?;
    store::rouvrir_les_defaites(&tx).await?;
    let qualite = fait.as_ref().filter(|f| f.rapport.qualite.liens > 0).map(|f| {
        let lire = |a: passerelle_appariement::Attendu| Attendu { valeur: a.valeur, bas: a.bas, haut: a.haut };
        (lire(f.rapport.qualite.precision), lire(f.rapport.qualite.rappel))
    });
    let liens: Vec<&passerelle_appariement::Lien> = fait.iter().flat_map(|f| &f.liens).collect();
    let recherche = store::commencer(&tx, maintenant, acteur, (fiches, liens.len() as i64), qualite.as_ref()).await?;
    let mut nouvelles = 0;
    if let Some(fait) = &fait {
        for lien in liens.iter().copied() {
            let (x, y) = (qui[lien.a], qui[lien.b]);
            let (a, b) = (x.min(y), x.max(y));
            let Some(montre) = Fiche::deux(&tx, a, b).await? else { continue };
            let probabilite = (lien.probabilite * 1e6).floor() as i64;
            let proposee = store::Proposee {
                paire: (a, b),
                probabilite,
                indices: &indices(fait, lien),
                empreinte: &store::empreinte(&montre),
            };
            nouvelles += i64::from(store::proposer(&tx, maintenant, recherche, &proposee).await?);
        }
    }
    store::oublier_les_autres(&tx, recherche).await?;
    let trouve = Recherche { fiches, paires: store::a_revoir(&tx).await?, nouvelles };
    let detail = format!("recherche {recherche} : {fiches} fiches, {} paires à revoir", trouve.paires);
    let entree = Entree::sur(Action::Creer, Objet::Rapprochements).detail(detail);
    journal::ecrire(&tx, maintenant, acteur, entree).await?;
    tx.commit().await?;
    Ok(trouve)
}

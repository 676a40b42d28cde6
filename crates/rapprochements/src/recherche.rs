//! Looking through the base: young people in, pairs to review out.

use std::collections::HashMap;
use std::sync::Arc;

use passerelle_appariement::{Decisions, ErreurAppariement, Lien, Rapprochement, Registre, Temoin};
use passerelle_socle::temps::Horloge;
use sea_orm::FromQueryResult;

use super::erreur::ErreurRecherche;
use super::fiches;
use super::model::Indice;
use super::store::{self, Fiche};
use super::suivi::{self, Avance, Bilan, Commencee};
use crate::suivi::Suivie;
use passerelle_socle::access::{Acteur, Action, Jeune, Objet, Perimetre};
use passerelle_socle::db::{self, Base, Resultat};
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};

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

#[derive(FromQueryResult)]
struct Paire {
    a_id: Id<Jeune>,
    b_id: Id<Jeune>,
}

/// Pairs that somebody said to be two people: by ranks, for the engine.
async fn decisions(base: &Base, qui: &[Id<Jeune>]) -> Resultat<Decisions> {
    let sql = "SELECT a_id, b_id FROM rapprochements WHERE etat = 'separe' ORDER BY a_id, b_id";
    let paires: Vec<Paire> = db::lignes(base.lecture(), sql, []).await?;
    if paires.is_empty() {
        return Ok(Decisions::default());
    }
    let rangs: HashMap<Id<Jeune>, usize> = qui.iter().enumerate().map(|(rang, id)| (*id, rang)).collect();
    let separes = paires.iter().filter_map(|p| Some((*rangs.get(&p.a_id)?, *rangs.get(&p.b_id)?)));
    Ok(Decisions { liens: Vec::new(), separes: separes.collect() })
}

/// What the fields say of a link, to be kept.
pub(super) fn indices(fait: &Rapprochement, lien: &Lien) -> Vec<Indice> {
    let dire = |i: passerelle_appariement::Indice| Indice {
        champ: i.champ,
        niveau: i.niveau.to_owned(),
        poids: (i.poids * 10.0).round() as i32,
    };
    fait.indices(lien).into_iter().map(dire).collect()
}

/// In millionths, rounded down: nothing is told as surer than it is.
pub(super) fn millioniemes(lien: &Lien) -> i64 {
    (lien.probabilite * 1e6).floor() as i64
}

/// Looks through the whole base. Pairs decided stay as they are; those still to review are told anew, and those that
/// no longer look alike, and that nobody ever decided, go.
pub async fn chercher(
    base: &Base,
    horloge: &dyn Horloge,
    acteur: &Acteur,
    temoin: Arc<dyn Temoin + Send + Sync>,
) -> Result<Recherche, ErreurRecherche> {
    let commencee = suivi::commencer(base, horloge.maintenant(), acteur, None).await?;
    poursuivre(base, horloge, acteur, commencee, temoin).await
}

/// Goes to the end of a look that was begun.
pub(super) async fn poursuivre(
    base: &Base,
    horloge: &dyn Horloge,
    acteur: &Acteur,
    commencee: Commencee,
    temoin: Arc<dyn Temoin + Send + Sync>,
) -> Result<Recherche, ErreurRecherche> {
    let fait = faire(base, horloge, acteur, commencee.id, Avance::nouvelle(temoin)).await;
    commencee.rendre(base, horloge.maintenant(), fait).await
}

async fn faire(
    base: &Base,
    horloge: &dyn Horloge,
    acteur: &Acteur,
    recherche: Id<Suivie>,
    avance: Arc<Avance>,
) -> Result<Recherche, ErreurRecherche> {
    let colonnes = fiches::colonnes();
    let mut registre = Registre::nouveau(colonnes.clone());
    let qui = fiches::verser(base, &Perimetre::Tout, horloge.aujourdhui(), &colonnes, &mut registre).await?;
    let fait = if qui.len() < 2 {
        None
    } else {
        let decisions = decisions(base, &qui).await?;
        let compare = suivi::comparer(base, horloge, recherche, registre, decisions, &avance).await?;
        match compare.ok_or(ErreurRecherche::Coupee)?.1 {
            Ok(fait) => Some(fait),
            // In one base that nobody is known twice is good news, not a mistake of the file.
            Err(ErreurAppariement::SansPaire) => None,
            Err(ErreurAppariement::SansDate(_)) => return Err(ErreurRecherche::SansDate),
            Err(autre) => return Err(autre.into()),
        }
    };
    let maintenant = horloge.maintenant();
    let tx = base.transaction().await?;
    store::rouvrir_les_defaites(&tx).await?;
    let mut trouve = Recherche { fiches: qui.len() as i64, paires: 0, nouvelles: 0 };
    if let Some(fait) = &fait {
        for lien in &fait.liens {
            let (x, y) = (qui[lien.a], qui[lien.b]);
            let (a, b) = (x.min(y), x.max(y));
            let Some(montre) = Fiche::deux(&tx, a, b).await? else { continue };
            let proposee = store::Proposee {
                paire: (a, b),
                probabilite: millioniemes(lien),
                indices: &indices(fait, lien),
                empreinte: &store::empreinte(&montre),
            };
            trouve.nouvelles += i64::from(store::proposer(&tx, maintenant, recherche, &proposee).await?);
        }
    }
    store::oublier_les_autres(&tx, recherche).await?;
    let qualite = fait.as_ref().and_then(suivi::attendus);
    let paires = fait.as_ref().map_or(0, |f| f.liens.len() as i64);
    let bilan = Bilan { fiches: trouve.fiches, paires, qualite, ..Bilan::default() };
    suivi::finir(&tx, maintenant, recherche, &bilan).await?;
    trouve.paires = store::a_revoir(&tx).await?;
    let detail = format!("recherche {recherche} : {} fiches, {} paires à revoir", trouve.fiches, trouve.paires);
    let entree = Entree::sur(Action::Creer, Objet::Rapprochements).id(recherche).detail(detail);
    journal::ecrire(&tx, maintenant, acteur, entree);
    tx.commit().await?;
    Ok(trouve)
}

//! Whose facts they are: the merges behind each file, the rows of files recognised as theirs, the pairs still to decide.
//!
//! The probability of a link is how sure the engine was, before anybody looked, that what was brought together is of
//! one person: the product, over the merges and the recognised rows that still stand, of the probability shown when each
//! was decided, as if they were independent. A row counts because what its number brings is written in the file. A file without any is worth 1: nothing was matched by likeness. A merge made from the
//! record, without a pair, was never measured: the probability is unknown, never 1.
//!
//! Whoever decided saw more than the engine (a call, a paper), and nobody measured how often they are right. The
//! alternative is to hold a decision for certain: that is what the registered analysis does, everybody counting once.
//! The probability serves to see what it would change if decisions were worth no more than what they were shown.

use std::collections::HashMap;

use sea_orm::FromQueryResult;

use super::lots::par_lots;
use super::rules::Lien;
use passerelle_socle::access::Jeune;
use passerelle_socle::db::{Executeur, Resultat};
use passerelle_socle::ident::Id;

/// What the extract says of the probability of a link.
pub(super) const DEFINITION: &str = "Probabilité que les faits soient ceux de la personne : produit des probabilités montrées quand chaque \
     réunion de fiches, ou reconnaissance d'une ligne de fichier, encore tenue a été décidée, arrondi au centième inférieur ; 1 sans aucune ; vide quand une réunion n'a jamais été mesurée. \
     Autre lecture : une décision humaine rend le lien certain, ce que suppose l'analyse du protocole";

/// What it says of the pairs that wait.
pub(super) const A_REVOIR: &str = "Paires et lignes de fichiers à revoir qui touchent la fiche : ses faits sont peut-être en partie sur une autre fiche";

#[derive(FromQueryResult)]
struct Reunion {
    jeune_id: Id<Jeune>,
    probabilite: Option<i64>,
}

#[derive(FromQueryResult)]
struct EnAttente {
    jeune_id: Id<Jeune>,
}

/// The links of these people; whoever is not there has nothing but their own file.
pub(super) async fn lire(conn: &impl Executeur, ids: &[Id<Jeune>]) -> Resultat<HashMap<Id<Jeune>, Lien>> {
    let mut liens: HashMap<Id<Jeune>, Lien> = HashMap::new();
    // A pair may be decided, undone and decided again: what was shown is what was shown for this merge.
    let sql = "SELECT f.jeune_id, (SELECT d.probabilite FROM rapprochements r \
               JOIN rapprochements_decisions d ON d.rapprochement_id = r.id WHERE r.fusion_id = f.id AND d.geste = 'reunir' \
               AND d.faite_le >= f.faite_le ORDER BY d.faite_le, d.id LIMIT 1) AS probabilite \
               FROM fusions f WHERE f.defaite_le IS NULL AND f.jeune_id IN ";
    for r in par_lots::<Reunion>(conn, sql, ids).await? {
        let lien = liens.entry(r.jeune_id).or_default();
        *lien = lien.apres_reunion(r.probabilite.and_then(|p| u64::try_from(p).ok()));
    }
    let sql = "SELECT l.jeune_id, l.probabilite FROM rapprochements_lignes l WHERE l.etat = 'lie' AND l.jeune_id IN ";
    for r in par_lots::<Reunion>(conn, sql, ids).await? {
        let lien = liens.entry(r.jeune_id).or_default();
        *lien = lien.apres_reunion(r.probabilite.and_then(|p| u64::try_from(p).ok()));
    }
    let sql = "SELECT l.jeune_id FROM rapprochements_lignes l WHERE l.etat = 'propose' AND l.jeune_id IN ";
    for p in par_lots::<EnAttente>(conn, sql, ids).await? {
        liens.entry(p.jeune_id).or_default().a_revoir += 1;
    }
    for cote in ["a_id", "b_id"] {
        let sql = format!(
            "SELECT r.{cote} AS jeune_id FROM rapprochements r WHERE r.etat = 'propose' AND NOT EXISTS (SELECT 1 FROM jeunes x \
             WHERE x.id IN (r.a_id, r.b_id) AND (x.efface_le IS NOT NULL OR x.fusionne_dans IS NOT NULL)) AND r.{cote} IN "
        );
        for p in par_lots::<EnAttente>(conn, &sql, ids).await? {
            liens.entry(p.jeune_id).or_default().a_revoir += 1;
        }
    }
    Ok(liens)
}

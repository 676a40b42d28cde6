//! Looks at a base before it is copied: what the disk damaged would go into every backup to come, without a word.

use sea_orm::FromQueryResult;

use passerelle_socle::db::{self, Base, Executeur};
use passerelle_socle::journal;

/// Bytes that were kept with their hash: table, key, bytes, hash.
const SOMMEES: [[&str; 4]; 6] = [
    ["documents", "id", "octets", "sha256"],
    ["bilans_figes_fichiers", "bilan_id", "octets", "sha256"],
    ["bilans_figes_discrets", "bilan_id", "octets", "sha256"],
    ["tirages_engagements", "tirage_id", "engagement", "sha256"],
    ["tirages_proces_verbaux", "tirage_id", "proces_verbal", "sha256"],
    ["etudes_extraits", "id", "csv", "sha256"],
];

#[derive(FromQueryResult)]
struct Gardee {
    octets: Vec<u8>,
    sha256: String,
}

/// What is damaged, in words; nothing when all that can be checked is as it was written.
pub async fn examiner(base: &Base) -> anyhow::Result<Vec<String>> {
    let mut fautes = base.examiner(true).await?;
    if !fautes.is_empty() {
        return Ok(fautes);
    }
    if let Some(faute) = journal::verifier(base, None).await?.faute {
        fautes.push(format!("journal : {faute}"));
    }
    let vue = base.instantane().await?;
    for [table, cle, octets, sha256] in SOMMEES {
        let n = alterees(&vue, [table, cle, octets, sha256]).await?;
        if n > 0 {
            fautes.push(format!("{table} : {n} contenus ne sont plus ceux de leur empreinte"));
        }
    }
    vue.rollback().await?;
    Ok(fautes)
}

/// How many bytes are no longer those of their hash. An erased document has none left.
async fn alterees(conn: &impl Executeur, [table, cle, octets, sha256]: [&str; 4]) -> anyhow::Result<u64> {
    let (mut alterees, mut vues) = (0, 0_i64);
    loop {
        // One at a time: a document may be large.
        let sql = format!(
            "SELECT {octets} AS octets, {sha256} AS sha256 FROM {table} WHERE length({octets}) > 0 \
             ORDER BY {cle}, {sha256} LIMIT 1 OFFSET {vues}"
        );
        let Some(g) = db::ligne::<Gardee>(conn, &sql, []).await? else { return Ok(alterees) };
        alterees += u64::from(db::empreinte(&g.octets) != g.sha256);
        vues += 1;
    }
}

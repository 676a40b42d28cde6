//! Finding a young person: by name, telephone or number, within what the reader may see.
//!
//! Two ways lead to the same people. From the words: `jeunes_mots` gives those who have a rare word,
//! the perimeter then keeps some. From the perimeter: each of its rows is read for its names, and
//! `jeunes.mots`, on that row, tells whether it answers. The first costs what the word is common, the
//! second what the perimeter is large: a question is measured before it is asked.

use passerelle_base::{Date, Telephone};
use passerelle_socle::ident::Id;
use sea_orm::{FromQueryResult, Value};

use super::rules;
use crate::accompagnements::{restreindre_peu, restreindre_presents};
use passerelle_socle::access::{Jeune, Perimetre};
use passerelle_socle::db::{self, Executeur, Resultat, Selection, Tx};

/// Up to this many people a word is rare: looking at each of them is cheaper than at a perimeter.
const RARE: i64 = 2_000;
/// A word is measured up to this many people.
const MESURE: i64 = 20_000;
/// Words a mistyped one may stand for, at most.
const PROCHES: usize = 8;

/// For one word typed: the beginnings one of which the person must have, and how many have one.
#[derive(Debug)]
pub(super) struct Terme {
    debuts: Vec<String>,
    combien: i64,
}

impl Terme {
    async fn mesurer(conn: &impl Executeur, debuts: Vec<String>) -> Resultat<Self> {
        let mut combien = 0;
        for debut in &debuts {
            let sql = format!(
                "SELECT count(*) FROM (SELECT 1 FROM jeunes_mots WHERE mot >= $1 AND mot < $2 LIMIT {MESURE}) lus"
            );
            combien += db::compter(conn, &sql, bornes(debut)).await?;
        }
        Ok(Self { debuts, combien })
    }

    /// Nobody has that word: those who have one that a slip of the finger apart is the same. Which word it is, is never said:
    /// it may be of somebody out of sight.
    async fn pardonner(self, conn: &impl Executeur) -> Resultat<Self> {
        let sql = format!(
            "SELECT DISTINCT mot FROM (SELECT mot FROM jeunes_mots WHERE mot >= $1 AND mot < $2 LIMIT {MESURE}) lus"
        );
        let mut proches = Vec::new();
        // The word as it was typed: run together with those before it, it would forgive what was another word.
        if let Some(tape) = self.debuts.first().filter(|d| rules::pardonnable(d)) {
            let tete: String = tape.chars().take(rules::TETE).collect();
            let lus: Vec<Mot> = db::lignes(conn, &sql, bornes(&tete)).await?;
            proches.extend(lus.into_iter().map(|m| m.mot).filter(|m| rules::a_un_doigt_pres(tape, m)));
        }
        proches.truncate(PROCHES);
        if proches.is_empty() { Ok(self) } else { Self::mesurer(conn, proches).await }
    }
}

/// A word of the index.
#[derive(FromQueryResult)]
struct Mot {
    mot: String,
}

/// What is looked for.
#[derive(Debug)]
pub(super) enum Recherche {
    /// Nothing: the whole list.
    Rien,
    /// A telephone or a number: the number as typed, the telephone when it is one.
    Numero(String, Option<Telephone>),
    /// Names: their words, the rarest first; none when only signs were typed.
    Noms(Vec<Terme>),
}

impl Recherche {
    /// Reads what was typed, and measures its words.
    pub async fn lire(conn: &impl Executeur, question: &str) -> Resultat<Self> {
        if question.is_empty() {
            return Ok(Self::Rien);
        }
        if question.chars().any(|c| c.is_ascii_digit()) {
            return Ok(Self::Numero(question.to_owned(), question.parse().ok()));
        }
        let mut termes = Vec::new();
        for debuts in rules::termes(question) {
            let terme = Terme::mesurer(conn, debuts).await?;
            termes.push(if terme.combien > 0 { terme } else { terme.pardonner(conn).await? });
        }
        termes.sort_by_key(|t| t.combien);
        Ok(Self::Noms(termes))
    }

    /// Whether names or numbers of people were typed.
    pub fn nominative(&self) -> bool {
        !matches!(self, Self::Rien)
    }

    /// Keeps those the reader may see: when few people answer, each is looked at, rather than a perimeter read.
    pub fn restreindre(&self, selection: Selection, perimetre: &Perimetre, jour: Date) -> Selection {
        let restreindre = if self.rare() { restreindre_peu } else { restreindre_presents };
        restreindre(selection, perimetre, jour, "j.id")
    }

    fn rare(&self) -> bool {
        match self {
            Self::Rien => false,
            Self::Numero(..) => true,
            Self::Noms(termes) => termes.first().is_none_or(|t| t.combien < RARE),
        }
    }

    /// Whether whoever sees everybody asks for one word that many have: the list is then better read
    /// in its order, and counted by the words.
    pub fn large(&self, perimetre: &Perimetre) -> bool {
        matches!((self, perimetre), (Self::Noms(termes), Perimetre::Tout) if termes.len() == 1 && termes[0].combien >= RARE)
    }

    /// Keeps those who answer.
    pub fn appliquer(&self, selection: Selection, perimetre: &Perimetre) -> Selection {
        match self {
            // Alphabetical order reaches those of this surname late: an index finds them at once.
            Self::Noms(termes) if self.large(perimetre) => {
                let debuts = &termes[0].debuts;
                let du_nom = vec!["j.nom_plie >= ? AND j.nom_plie < ?"; debuts.len()].join(" OR ");
                sur_la_ligne(selection, debuts).en_tete(&du_nom, debuts.iter().flat_map(|d| bornes(d)))
            }
            _ => self.par_les_mots(selection, perimetre),
        }
    }

    /// The same, always from the words.
    pub fn par_les_mots(&self, selection: Selection, perimetre: &Perimetre) -> Selection {
        match self {
            Self::Rien => selection,
            Self::Numero(numero, telephone) => {
                let selection = selection.ou_plusieurs(
                    &format!(
                        "j.id IN (SELECT t.id FROM jeunes t WHERE t.telephone = ? UNION ALL {})",
                        numeros(perimetre)
                    ),
                    [telephone.as_ref().map(|t| t.as_str().to_owned()).into(), numero.clone().into()],
                );
                match perimetre {
                    // The numbers of others say nothing here, and are not theirs to try.
                    Perimetre::Structure(id) => selection.encore("$STRUCTURE", *id),
                    _ => selection,
                }
            }
            Self::Noms(termes) if termes.is_empty() => selection.telle("1 = 0"),
            Self::Noms(termes) => termes.iter().enumerate().fold(selection, |s, (rang, terme)| {
                let rare = rang == 0 && self.rare();
                // Whoever sees everybody has no perimeter to start from: common words meet each other.
                let communs = *perimetre == Perimetre::Tout && termes[0].combien >= RARE;
                if rare || communs { dans_les_mots(s, &terme.debuts) } else { sur_la_ligne(s, &terme.debuts) }
            }),
        }
    }
}

/// The people who have this number.
fn numeros(perimetre: &Perimetre) -> &'static str {
    match perimetre {
        Perimetre::Structure(_) => {
            "SELECT n.jeune_id FROM numeros n WHERE n.numero = ? AND n.structure_id = $STRUCTURE"
        }
        _ => "SELECT n.jeune_id FROM numeros n WHERE n.numero = ?",
    }
}

fn dans_les_mots(selection: Selection, debuts: &[String]) -> Selection {
    let un = "SELECT m.jeune_id FROM jeunes_mots m WHERE m.mot >= ? AND m.mot < ?";
    let tous = vec![un; debuts.len()].join(" UNION ALL ");
    selection.ou_plusieurs(&format!("j.id IN ({tous})"), debuts.iter().flat_map(|d| bornes(d)))
}

fn sur_la_ligne(selection: Selection, debuts: &[String]) -> Selection {
    let tous = vec!["j.mots LIKE ?"; debuts.len()].join(" OR ");
    // Folded words hold neither `%` nor `_`.
    selection.ou_plusieurs(&format!("({tous})"), debuts.iter().map(|d| format!("% {d}%").into()))
}

/// From a beginning to the last word that has it.
fn bornes(debut: &str) -> [Value; 2] {
    [debut.into(), format!("{debut}\u{10ffff}").into()]
}

#[derive(FromQueryResult)]
struct Noms {
    nom: String,
    prenom: String,
    mots: Option<String>,
    vivant: bool,
}

const NOMS: &str =
    "SELECT nom, prenom, mots, fusionne_dans IS NULL AND efface_le IS NULL AS vivant FROM jeunes WHERE id = $1";

/// Writes the words of a person again, from their names; whoever was merged or erased has none left.
pub async fn indexer(tx: &Tx, jeune: Id<Jeune>) -> Resultat<()> {
    let Some(lu) = db::ligne::<Noms>(tx, NOMS, [jeune.into()]).await? else { return Ok(()) };
    let mots = if lu.vivant { rules::mots(&[lu.nom, lu.prenom]) } else { String::new() };
    retirer(tx, jeune, lu.mots.as_deref()).await?;
    if lu.mots.as_deref() != Some(&mots) {
        db::executer(tx, "UPDATE jeunes SET mots = $2 WHERE id = $1", [jeune.into(), mots.clone().into()]).await?;
    }
    inserer(tx, jeune, &mots).await
}

/// Withdraws the words of a person who goes: by each of them, the table has no other way to theirs.
pub(super) async fn desindexer(tx: &Tx, jeune: Id<Jeune>) -> Resultat<()> {
    match db::ligne::<Noms>(tx, NOMS, [jeune.into()]).await? {
        Some(lu) => retirer(tx, jeune, lu.mots.as_deref()).await,
        None => Ok(()),
    }
}

async fn retirer(tx: &Tx, jeune: Id<Jeune>, mots: Option<&str>) -> Resultat<()> {
    for mot in mots.unwrap_or_default().split_ascii_whitespace() {
        db::executer(tx, "DELETE FROM jeunes_mots WHERE mot = $1 AND jeune_id = $2", [mot.into(), jeune.into()])
            .await?;
    }
    Ok(())
}

/// Writes the words of somebody who has none yet.
pub(super) async fn inserer(tx: &Tx, id: Id<Jeune>, mots: &str) -> Resultat<()> {
    for mot in mots.split_ascii_whitespace() {
        let sql = "INSERT INTO jeunes_mots (mot, jeune_id) VALUES ($1, $2)";
        db::executer(tx, sql, [mot.into(), id.into()]).await?;
    }
    Ok(())
}

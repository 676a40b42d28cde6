//! The SQL of notes, and the condition that keeps notes and documents to those who may read them.

use passerelle_base::Date;
use passerelle_socle::ident::Id;
use sea_orm::{FromQueryResult, Value};

use super::model::Niveau;
use super::rules::visible;
use crate::accompagnements::{self, Dossier, Ecrit};
use passerelle_socle::access::{Action, Champ, Objet, Structure};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::fait::Fait;
use passerelle_socle::texte::{Libre, Texte};
use passerelle_socle::web::Etat;

/// A note, as its reader sees it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Note {
    pub id: Id<Note>,
    /// Code of its level.
    pub niveau: String,
    /// The day it is about.
    pub date: Date,
    /// What it says.
    pub texte: String,
    /// Who wrote it.
    pub structure_id: Option<Id<Structure>>,
    /// Name of that structure.
    pub structure: Option<String>,
    /// Name of the person.
    pub auteur: Option<String>,
}

impl Note {
    /// Its level; an unknown code is read by nobody.
    pub fn niveau(&self) -> Option<Niveau> {
        Niveau::lire(&self.niveau)
    }
    /// The note on the timeline.
    pub fn fait(&self) -> Option<Fait> {
        let niveau = self.niveau()?;
        let qui: Vec<&str> =
            [self.auteur.as_deref(), self.structure.as_deref(), Some(niveau.portee())].into_iter().flatten().collect();
        Some(Fait::nouveau(self.date, niveau.champ(), "Note").detail(&self.texte).source(qui.join(", ")))
    }
}

/// The condition that keeps rows (`alias`.`niveau`, `alias`.`structure_id`) to what the reader of a file may
/// read, and its four values, numbered from `premier`. Says what [`visible`] says.
pub fn clause_lisible(alias: &str, premier: usize, dossier: &Dossier) -> (String, [Value; 4]) {
    let [n1, n2, n3, n4] = [premier, premier + 1, premier + 2, premier + 3];
    let clause = format!(
        "(($n1 AND {alias}.niveau = 'structure' AND {alias}.structure_id = $n2) \
         OR ($n3 AND {alias}.niveau = 'suivi') OR ($n4 AND {alias}.niveau = 'jeune'))"
    );
    let clause = [("$n1", n1), ("$n2", n2), ("$n3", n3), ("$n4", n4)]
        .into_iter()
        .fold(clause, |c, (nom, n)| c.replace(nom, &format!("${n}")));
    let valeurs = [
        dossier.voit(Champ::NotesStructure).into(),
        dossier.structure().into(),
        dossier.voit(Champ::NotesSuivi).into(),
        dossier.voit(Champ::NotesJeune).into(),
    ];
    (clause, valeurs)
}

const LIRE: &str = "SELECT n.id, n.niveau, n.date, n.texte, n.structure_id, s.nom AS structure, c.nom AS auteur \
                    FROM notes n LEFT JOIN structures s ON s.id = n.structure_id LEFT JOIN comptes c ON c.id = n.compte_id";

/// The notes that the reader of a file may read, the latest first.
pub async fn visibles(conn: &impl Executeur, dossier: &Dossier) -> Resultat<Vec<Note>> {
    let (clause, lisible) = clause_lisible("n", 2, dossier);
    let sql = format!(
        "{LIRE} WHERE n.jeune_id = $1 AND n.retiree_le IS NULL AND {clause} ORDER BY n.date DESC, n.cree_le DESC"
    );
    let valeurs = std::iter::once(dossier.jeune().into()).chain(lisible);
    let mut notes: Vec<Note> = db::lignes(conn, &sql, valeurs).await?;
    let lecteur = dossier.structure();
    notes.retain(|n| {
        let auteur = n.structure_id;
        n.niveau().is_some_and(|niveau| visible(niveau, auteur, dossier.vue(), lecteur))
    });
    Ok(notes)
}

/// Writes a note under the structure at work.
pub(super) async fn ecrire(
    tx: &Tx,
    etat: &Etat,
    dossier: &Dossier,
    niveau: Niveau,
    date: Date,
    texte: &Texte,
) -> Resultat<Id<Note>> {
    dossier.accorde().pour(&[Action::Creer], &[Objet::Notes])?;
    let id = db::nouvel_id::<Note>();
    let sql = "INSERT INTO notes (id, jeune_id, structure_id, compte_id, niveau, date, texte, cree_le) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let valeurs = [
        id.into(),
        dossier.jeune().into(),
        dossier.structure().into(),
        dossier.accorde().acteur().compte().into(),
        niveau.code().into(),
        date.into(),
        texte.libre(),
        etat.horloge.maintenant().into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    dossier.noter(tx, etat, format!("note {id} : date, niveau, texte"));
    Ok(id)
}

/// Withdraws a note of the structure at work, or puts it back; `false` when there is none such.
pub(super) async fn retirer(tx: &Tx, etat: &Etat, dossier: &Dossier, note: Id<Note>, retirer: bool) -> Resultat<bool> {
    let ecrit = Ecrit { table: "notes", retrait: "retiree_le", id: note };
    if !accompagnements::retirer(tx, dossier, &ecrit, retirer.then(|| etat.horloge.maintenant())).await? {
        return Ok(false);
    }
    dossier.noter(tx, etat, format!("note {note} : {}", if retirer { "retirée" } else { "remise" }));
    Ok(true)
}

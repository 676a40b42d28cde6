//! The timeline of a young person: dated facts of all structures, kept to what the reader may read.

use passerelle_base::Date;
use uuid::Uuid;

use super::entete::{Tour, tours};
use crate::accompagnements::Dossier;
use crate::{contacts, contestations, documents, notes};
use passerelle_socle::access::{Action, Champ, Objet};
use passerelle_socle::db::Executeur;
use passerelle_socle::fait::{Fait, Preuve};
use passerelle_socle::web::{Erreur, Etat, faits_des_volets};

/// One view of the timeline: its name in the address, its words, the fields it keeps.
pub(super) type Choix = (&'static str, &'static str, &'static [Champ]);

/// The views of the timeline; the first shows everything.
pub(super) const CHOIX: [Choix; 5] = [
    ("tout", "Tout", &[]),
    ("contacts", "Contacts", &[Champ::Contacts]),
    ("positionnements", "Positionnements et actions", &[Champ::Parcours]),
    ("contrats", "Contrats", &[Champ::Contrats]),
    ("notes", "Notes et documents", &[Champ::NotesStructure, Champ::NotesSuivi, Champ::NotesJeune]),
];

/// Every dated fact of an open file that its reader may read, the latest first. Presence agrees in the feminine when
/// `feminin`.
pub async fn faits(etat: &Etat, conn: &impl Executeur, dossier: &Dossier, feminin: bool) -> Result<Vec<Fait>, Erreur> {
    let jour = etat.horloge.aujourdhui();
    let id = dossier.jeune().uuid();
    let sienne = |s: Option<Uuid>| s.is_some() && s == dossier.structure().map(|s| s.uuid());
    let mut faits = faits_des_volets(etat.volets, &etat.base, dossier.accorde(), id).await?;
    faits.extend(tours(conn, dossier).await?.into_iter().map(tour));
    let change = dossier.peut(Action::Modifier, Objet::Contacts);
    faits.extend(contacts::du_jeune(conn, dossier).await?.into_iter().map(|c| {
        let lien = (change && sienne(c.structure_id)).then(|| ("Changer", format!("/jeunes/{id}/contacts/{}", c.id)));
        Fait { lien, ..c.fait(jour, feminin) }
    }));
    let retire = dossier.peut(Action::Retirer, Objet::Notes);
    faits.extend(notes::visibles(conn, dossier).await?.into_iter().filter_map(|n| {
        let adresse = || ("Retirer", format!("/jeunes/{id}/notes/{}/retirer", n.id));
        Some(Fait { geste: (retire && sienne(n.structure_id)).then(adresse), ..n.fait()? })
    }));
    faits.extend(documents::lister(conn, dossier).await?.into_iter().filter_map(|d| d.fait()));
    faits.extend(contestations::visibles(conn, dossier).await?.iter().map(|c| c.fait(id)));
    faits.retain(|f| dossier.voit(f.champ));
    let cle = |f: &Fait| (f.date, f.heure.clone(), f.titre.clone());
    faits.sort_by_key(|f| std::cmp::Reverse(cle(f)));
    Ok(faits)
}

fn tour(t: Tour) -> Fait {
    let fait = |titre: &str| Fait::nouveau(t.date, Champ::QuiSuit, titre).detail(t.qui.clone());
    match t.quoi.as_str() {
        "debut" => fait("Début de l'accompagnement").preuve(Preuve::Accueil),
        "fin" => fait("Fin de l'accompagnement").source(t.detail.clone().unwrap_or_default()),
        _ => fait("Référent").source(t.detail.clone().unwrap_or_default()),
    }
}

/// Facts kept by a view, and told apart: those to come (the nearest first), those that happened.
pub(super) fn partager(faits: Vec<Fait>, champs: &[Champ], jour: Date) -> (Vec<Fait>, Vec<Fait>) {
    let gardes = faits.into_iter().filter(|f| champs.is_empty() || champs.contains(&f.champ));
    let a_venir = |f: &Fait| f.date > jour || (f.date == jour && f.champ == Champ::Contacts && f.etat.is_none());
    let (mut avenir, passes): (Vec<Fait>, Vec<Fait>) = gardes.partition(a_venir);
    avenir.reverse();
    (avenir, passes)
}

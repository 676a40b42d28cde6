//! The timeline of a young person: dated facts of all structures, kept to what the reader may read.

use passerelle_base::Date;

use super::entete::{Tour, tours};
use crate::accompagnements::Dossier;
use crate::{contacts, contestations, documents, notes};
use passerelle_socle::access::{Action, Champ, Objet, Structure};
use passerelle_socle::db::Executeur;
use passerelle_socle::fait::{Fait, Preuve};
use passerelle_socle::ident::Id;
use passerelle_socle::personne::{self, Personnes, Vue, vues};
use passerelle_socle::web::{Erreur, Etat};

/// The view that keeps every fact: it comes first.
const TOUT: Vue = Vue { rang: 0, nom: "tout", libelle: "Tout", champs: &[] };

/// The views of the timeline that hold something the reader may see.
pub(super) fn choix(personnes: Personnes, dossier: &Dossier) -> Vec<Vue> {
    let mut choix = vec![TOUT];
    choix.extend(vues(personnes).into_iter().filter(|v| v.champs.iter().any(|c| dossier.voit(*c))));
    choix
}

/// Every dated fact of an open file that its reader may read, the latest first. Presence agrees in the feminine when
/// `feminin`.
pub async fn faits(etat: &Etat, conn: &impl Executeur, dossier: &Dossier, feminin: bool) -> Result<Vec<Fait>, Erreur> {
    let jour = etat.horloge.aujourdhui();
    let id = dossier.jeune();
    let sienne = |s: Option<Id<Structure>>| s.is_some() && s == dossier.structure();
    let mut faits = personne::faits(etat.personnes, &etat.base, dossier.accorde(), id).await?;
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

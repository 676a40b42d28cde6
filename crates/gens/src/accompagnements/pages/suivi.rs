//! The page « Qui suit » of one young person, and the gestures about référent and structures.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::Date;
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use super::retour::vers_le_suivi;
use crate::accompagnements::demandes::{self, Demande};
use crate::accompagnements::referents::{self, Collegue, Referent};
use crate::accompagnements::rules::{self, Repondant};
use crate::accompagnements::suivi::{self, QuiSuit};
use crate::accompagnements::{Dossier, GesteDossier, LECTURE_APRES_PASSATION, lire_dossier};
use passerelle_socle::access::{Accorde, Action, Champ, Jeune, Objet};
use passerelle_socle::db::{self, Executeur};
use passerelle_socle::web::{Cadre, Erreur, Etape, Etat, Page, nom_complet, page};

/// Name of a young person, for a title.
pub(super) async fn identite(conn: &impl Executeur, dossier: &Dossier) -> Result<String, Erreur> {
    #[derive(FromQueryResult)]
    struct Lu {
        prenom: String,
        nom: String,
    }
    let sql = "SELECT prenom, nom FROM jeunes WHERE id = $1";
    let lu: Option<Lu> = db::ligne(conn, sql, [dossier.jeune().into()]).await?;
    lu.map(|l| nom_complet(&l.prenom, &l.nom)).ok_or(Erreur::Introuvable)
}

/// The trail to a page of one young person.
pub(super) fn fil(id: Id<Jeune>, nom: &str, ici: &str) -> [Etape; 3] {
    [Etape::vers("Jeunes", "/jeunes"), Etape::vers(nom, format!("/jeunes/{id}")), Etape::ici(ici)]
}

#[derive(Template)]
#[template(path = "accompagnements/pages/suivi.html")]
struct PageSuivi {
    cadre: Cadre,
    id: Id<Jeune>,
    nom: String,
    referent: Option<Referent>,
    anciens: Vec<Referent>,
    eligibles: Vec<Collegue>,
    structures: Vec<QuiSuit>,
    passees: Vec<QuiSuit>,
    demandes: Vec<Demande>,
    /// Who answers a request, in words.
    repond: String,
    aujourdhui: Date,
    limite: Date,
    peut_partager: bool,
    peut_repondre: bool,
    peut_nommer: bool,
    peut_passer: bool,
    peut_confier: bool,
    peut_clore: bool,
    lecture: u64,
}

impl PageSuivi {
    fn autres(&self) -> impl Iterator<Item = &QuiSuit> {
        self.structures.iter().filter(|s| !s.en_charge && s.finalite.is_none())
    }
    fn sans_actuel(&self) -> impl Iterator<Item = &Collegue> {
        self.eligibles.iter().filter(|c| {
            self.referent.as_ref().is_none_or(|r| (r.compte_id, r.structure_id) != (c.compte_id, c.structure_id))
        })
    }
}

/// Who follows, whoever the reader is entitled to know it.
pub(super) async fn page_suivi(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path(id): Path<Id<Jeune>>,
) -> Page {
    let (tx, d) = lire_dossier(&etat, &accorde, id).await?;
    let nom = identite(&tx, &d).await?;
    let jour = etat.horloge.aujourdhui();
    let mut tous = suivi::qui_suit(&tx, jour, d.jeune()).await?;
    if !d.voit(Champ::Partages) {
        // Why the file is open to others is for those who follow; one's own reason stays.
        let soi = accorde.acteur().structure();
        tous.retain(|q| q.finalite.is_none() || Some(q.structure_id) == soi);
    }
    let (structures, passees): (Vec<QuiSuit>, Vec<QuiSuit>) = tous.into_iter().partition(|q| q.en_cours);
    let (actuel, anciens): (Vec<Referent>, Vec<Referent>) =
        referents::referents(&tx, d.jeune()).await?.into_iter().partition(|r| r.au.is_none());
    let referent = actuel.into_iter().next();
    let charge = suivi::en_charge(&tx, d.jeune()).await?;
    let (peut_partager, peut_repondre) =
        (d.peut(Action::Partager, Objet::Partages), d.peut(Action::Repondre, Objet::DemandesAcces));
    let sien = referent.as_ref().is_some_and(|r| {
        accorde.acteur().compte().is_some_and(|c| c == r.compte_id)
            || accorde.acteur().structure().is_some_and(|s| s == r.structure_id)
    });
    let peut_nommer = referent.is_none() && d.peut(Action::Creer, Objet::Referents);
    let peut_passer = sien && d.peut(Action::Passer, Objet::Referents);
    let eligibles = match peut_nommer || peut_passer {
        true => referents::eligibles(&tx, &etat, d.jeune()).await?,
        false => vec![],
    };
    let en_charge = d.accorde().lien().is_some_and(|l| l.en_charge);
    let seule = structures.iter().filter(|s| s.finalite.is_none()).count() < 2;
    let page_suivi = PageSuivi {
        cadre: cadre.fil(fil(id, &nom, "Qui suit")),
        id,
        nom,
        repond: repond(referent.as_ref(), charge.as_ref().map(|c| c.1.as_str())),
        demandes: match d.peut(Action::Lister, Objet::DemandesAcces) {
            true => demandes::du_jeune(&tx, d.jeune()).await?.into_iter().filter(|d| d.repondu_le.is_none()).collect(),
            false => vec![],
        },
        referent,
        anciens,
        eligibles,
        structures,
        passees,
        aujourdhui: jour,
        limite: rules::terme_au_plus_tard(jour),
        peut_partager,
        peut_repondre,
        peut_nommer,
        peut_passer,
        peut_confier: en_charge && peut_partager && !seule,
        peut_clore: d.peut(Action::Retirer, Objet::Accompagnements) && (!en_charge || seule),
        lecture: LECTURE_APRES_PASSATION,
    };
    tx.commit().await?;
    page(page_suivi)
}

fn repond(referent: Option<&Referent>, charge: Option<&str>) -> String {
    match rules::qui_repond(referent.map(|r| &r.nom), charge) {
        Repondant::Referent(nom) => format!("{nom}, référent, répond."),
        Repondant::Responsables(structure) => {
            format!("Il n'y a pas de référent : les responsables de {structure} répondent.")
        }
        Repondant::Personne => "Personne ne suit ce jeune : personne ne peut répondre.".into(),
    }
}

/// Who was chosen, if they may be.
fn choisi(eligibles: Vec<Collegue>, cle: &str) -> Result<Collegue, Erreur> {
    let connu = eligibles.into_iter().find(|c| c.cle() == cle);
    connu.ok_or_else(|| {
        Erreur::Demande("Choisissez dans la liste une personne d'une structure qui suit ce jeune.".into())
    })
}

pub(super) async fn nommer(g: GesteDossier) -> Page {
    let motif = rules::motif_facultatif(g.recu.lire("motif")).map_err(Erreur::Demande)?;
    let qui = choisi(referents::eligibles(g.tx(), &g.etat, g.jeune()).await?, g.recu.lire("vers"))?;
    referents::nommer(g.tx(), &g.etat, g.dossier(), &qui, &motif).await?;
    vers_le_suivi(g, "Le référent est nommé.").await
}

pub(super) async fn passer(g: GesteDossier) -> Page {
    let motif = rules::motif(g.recu.lire("motif")).map_err(Erreur::Demande)?;
    let qui = choisi(referents::eligibles(g.tx(), &g.etat, g.jeune()).await?, g.recu.lire("vers"))?;
    let date = g.recu.jour("date").map_err(Erreur::Demande)?;
    referents::passer(g.tx(), &g.etat, g.dossier(), &qui, date, &motif).await?;
    vers_le_suivi(g, "La main est passée.").await
}

pub(super) async fn confier(g: GesteDossier) -> Page {
    // Following is not being in charge: only whoever answers for the path gives the charge away.
    let charge = g.dossier().accorde().lien().is_some_and(|l| l.en_charge);
    if !charge || !g.dossier().peut(Action::Partager, Objet::Partages) {
        return Err(Erreur::Refuse { objet: Objet::Accompagnements, id: g.jeune().into() });
    }
    suivi::confier(g.tx(), &g.etat, g.dossier(), g.recu.id("structure")?).await?;
    vers_le_suivi(g, "La charge est confiée.").await
}

pub(super) async fn clore(g: GesteDossier) -> Page {
    let motif = rules::motif(g.recu.lire("motif")).map_err(Erreur::Demande)?;
    suivi::clore(g.tx(), &g.etat, g.dossier(), &motif).await?;
    // The file may not be readable any more: the list is.
    g.mener("/jeunes", "Le suivi est clos.").await
}

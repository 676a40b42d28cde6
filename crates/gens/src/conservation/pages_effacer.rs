//! Erasing one person from the web: what will happen, in words, then the gesture.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::lire_date;
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use super::effacement::{Effacement, MOTIFS, effacer};
use crate::accompagnements::{GesteDossier, lire_dossier};
use passerelle_socle::access::{Accorde, Action, Jeune, Objet};
use passerelle_socle::db;
use passerelle_socle::web::{Cadre, Erreur, Etape, Etat, Page, Site, nom_complet, page};

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau().get("/jeunes/{id}/effacer", Action::Retirer, Objet::Jeunes, demander).post(
        "/jeunes/{id}/effacer",
        Action::Retirer,
        Objet::Jeunes,
        faire,
    )
}

#[derive(FromQueryResult)]
struct Nom {
    nom: String,
    prenom: String,
}

#[derive(Template)]
#[template(path = "conservation/pages/effacer.html")]
struct PageEffacer {
    cadre: Cadre,
    id: Id<Jeune>,
    qui: String,
    motifs: Vec<(&'static str, &'static str)>,
}

async fn demander(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Jeune>>) -> Page {
    let (tx, dossier) = lire_dossier(&etat, &accorde, id).await?;
    let sql = "SELECT nom, prenom FROM jeunes WHERE id = $1";
    let Some(lu) = db::ligne::<Nom>(&tx, sql, [dossier.jeune().into()]).await? else {
        return Err(Erreur::Introuvable);
    };
    tx.commit().await?;
    let qui = nom_complet(&lu.prenom, &lu.nom);
    let fil = [
        Etape::vers("Conservation", "/conservation"),
        Etape::vers(qui.clone(), format!("/jeunes/{id}")),
        Etape::ici("Effacer"),
    ];
    // Retention has its own way, with its notice.
    let motifs = MOTIFS.choix().into_iter().filter(|(code, _)| *code != "duree").collect();
    page(PageEffacer { cadre: cadre.fil(fil), id, qui, motifs })
}

async fn faire(g: GesteDossier) -> Page {
    let motif = g.recu.brut("motif");
    if motif == "duree" || !MOTIFS.codes.contains(&motif) {
        return Err(Erreur::Demande("Choisissez pourquoi ce dossier est effacé.".into()));
    }
    let demande_le = match g.recu.lire("demande_le") {
        "" => None,
        texte => Some(lire_date(texte).map_err(|_| {
            Erreur::Demande("La date de la demande n'est pas lisible : écrivez-la comme 2026-11-24.".into())
        })?),
    };
    if g.recu.brut("compris") != "oui" {
        return Err(Erreur::Demande("Cochez la case qui dit que l'effacement est définitif, puis recommencez.".into()));
    }
    let e = Effacement::nouveau(g.jeune(), g.maintenant(), motif, demande_le);
    effacer(g.tx(), g.etat.personnes, g.maintenant(), g.acteur(), &e).await?;
    g.mener("/conservation", "Dossier effacé.").await
}

//! Routes of documents.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use passerelle_socle::ident::Id;

use super::rules::{NOMBRE_MAX, OCTETS_MAX, RefusDocument, TROP_GROS, examiner, nom_rendu};
use super::store::{self, Document};
use crate::accompagnements::{GesteDossier, Qui, dossier, lire_dossier, qui};
use crate::notes::Niveau;
use passerelle_socle::access::{Accorde, Action, Jeune, Objet};
use passerelle_socle::web::{Cadre, Dit, Erreur, Etat, Fautes, Page, Piece, Site, Televersement, page, telecharger};

/// A document and the form around it.
const DEPOT: Televersement = Televersement {
    octets: OCTETS_MAX + (64 << 10),
    absent: "Choisissez un fichier avec le formulaire de la fiche.",
    coupe: TROP_GROS,
};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .formulaire("/jeunes/{id}/documents/nouveau", Action::Creer, Objet::Documents, nouveau)
        .post_fichier("/jeunes/{id}/documents", Action::Creer, Objet::Documents, deposer, DEPOT)
        .get("/jeunes/{id}/documents/{document}", Action::Exporter, Objet::Documents, donner)
        .post("/jeunes/{id}/documents/{document}/retirer", Action::Retirer, Objet::Documents, retirer)
        .post("/jeunes/{id}/documents/{document}/remettre", Action::Modifier, Objet::Documents, remettre)
}

#[derive(Template)]
#[template(path = "documents/pages/document.html")]
struct PageDocument {
    cadre: Cadre,
    qui: Qui,
    niveau: String,
    fautes: Fautes,
}

async fn nouveau(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Jeune>>) -> Page {
    let (tx, ouvert) = lire_dossier(&etat, &accorde, id).await?;
    let qui = qui(&tx, &ouvert).await?;
    tx.commit().await?;
    let cadre = qui.fil(cadre, "Déposer un document");
    page(PageDocument { cadre, qui, niveau: Niveau::Structure.code().into(), fautes: Fautes::default() })
}

async fn deposer(mut g: GesteDossier) -> Page {
    let mut fautes = Fautes::default();
    let niveau = Niveau::lire(g.recu.brut("niveau")).ok_or("Choisissez qui lira ce document.");
    let niveau = fautes.garder("niveau", niveau);
    let Piece { nom, octets } = std::mem::take(&mut g.recu.fichier);
    let examine = match store::compter(g.tx(), g.dossier()).await? {
        n if n >= NOMBRE_MAX => Err(RefusDocument::TropNombreux),
        _ => examiner(&nom, &octets),
    };
    let examine = fautes.garder("fichier", examine);
    let (Some(niveau), Some((nom, mime))) = (niveau, examine) else {
        let qui = g.qui().await?;
        let (cadre, niveau) = (qui.fil(g.cadre(), "Déposer un document"), g.recu.brut("niveau").to_owned());
        return g.corriger(PageDocument { cadre, qui, niveau, fautes });
    };
    let document =
        store::deposer(g.tx(), &g.etat, g.dossier(), niveau, store::Piece { nom: &nom, mime, octets }).await?;
    let fiche = format!("/jeunes/{}", g.jeune());
    let retirer = format!("{fiche}/documents/{document}/retirer");
    g.conclure(fiche, Dit::nouveau("Document déposé.").defaire("Retirer ce document", retirer)).await
}

/// A document as a file to keep, never shown inside a page of ours; whatever it holds runs nothing here.
pub fn servir(document: &Document, octets: Vec<u8>) -> Page {
    let mut reponse = telecharger(&nom_rendu(&document.nom, &document.type_mime), octets);
    let entetes = reponse.headers_mut();
    let genre = HeaderValue::from_str(&document.type_mime).map_err(|e| Erreur::Interne(e.to_string()))?;
    entetes.insert(header::CONTENT_TYPE, genre);
    entetes.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    Ok(reponse)
}

async fn donner(
    State(etat): State<Etat>,
    accorde: Accorde,
    Path((id, document)): Path<(Id<Jeune>, Id<Document>)>,
) -> Page {
    let tx = etat.base.en_lisant().await?;
    let ouvert = dossier(&tx, &etat, &accorde, id).await?;
    let (lu, octets) = store::lire(&tx, &ouvert, document).await?.ok_or(Erreur::Introuvable)?;
    ouvert.noter(&tx, &etat, format!("document {document}"));
    tx.commit().await?;
    servir(&lu, octets)
}

async fn retirer(Path((_, document)): Path<(Id<Jeune>, Id<Document>)>, g: GesteDossier) -> Page {
    basculer(g, document, true).await
}

async fn remettre(Path((_, document)): Path<(Id<Jeune>, Id<Document>)>, g: GesteDossier) -> Page {
    basculer(g, document, false).await
}

async fn basculer(g: GesteDossier, document: Id<Document>, retirer: bool) -> Page {
    if !store::retirer(g.tx(), &g.etat, g.dossier(), document, retirer).await? {
        return Err(Erreur::Introuvable);
    }
    let fiche = format!("/jeunes/{}", g.jeune());
    let dit = match retirer {
        true => Dit::nouveau("Document retiré : personne ne le lit plus.")
            .defaire("Le remettre", format!("{fiche}/documents/{document}/remettre")),
        false => "Document remis.".into(),
    };
    g.conclure(fiche, dit).await
}

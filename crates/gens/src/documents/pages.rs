//! Routes of documents.

use askama::Template;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect};
use passerelle_base::Id;
use uuid::Uuid;

use super::rules::{NOMBRE_MAX, OCTETS_MAX, RefusDocument, examiner, nom_rendu};
use super::store::{self, Document};
use crate::accompagnements::{Qui, dossier, qui};
use crate::notes::Niveau;
use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::web::{Cadre, Erreur, Etat, Fautes, Page, Site, page, page_a_corriger, recevoir, telecharger};

/// A form around a document.
const ENVOI_MAX: usize = OCTETS_MAX + (64 << 10);

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .get("/jeunes/{id}/documents/nouveau", Action::Creer, Objet::Documents, nouveau)
        .post_long("/jeunes/{id}/documents", Action::Creer, Objet::Documents, deposer, DefaultBodyLimit::max(ENVOI_MAX))
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

async fn nouveau(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Uuid>) -> Page {
    let conn = etat.base.lecture();
    let ouvert = dossier(conn, &etat, &accorde, Id::from_uuid(id)).await?;
    let qui = qui(conn, &ouvert).await?;
    let cadre = qui.fil(cadre, "Déposer un document");
    page(PageDocument { cadre, qui, niveau: Niveau::Structure.code().into(), fautes: Fautes::default() })
}

async fn deposer(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path(id): Path<Uuid>,
    envoi: Result<Multipart, MultipartRejection>,
) -> Page {
    // Whoever may not write is told so before a byte is read.
    dossier(etat.base.lecture(), &etat, &accorde, Id::from_uuid(id)).await?;
    let absent = "Choisissez un fichier avec le formulaire de la fiche.";
    let (recu, (nom, octets)) = recevoir(envoi, absent, &RefusDocument::TropGros.to_string()).await?;
    let niveau = recu.brut("niveau");
    let tx = etat.base.transaction().await?;
    let ouvert = dossier(&tx, &etat, &accorde, Id::from_uuid(id)).await?;
    let mut fautes = Vec::new();
    let lu = Niveau::lire(niveau);
    if lu.is_none() {
        fautes.push(("niveau", "Choisissez qui lira ce document.".to_owned()));
    }
    let examine = match store::compter(&tx, &ouvert).await? {
        n if n >= NOMBRE_MAX => Err(RefusDocument::TropNombreux),
        _ => examiner(&nom, &octets),
    };
    let examine = examine.map_err(|e| fautes.push(("fichier", e.to_string())));
    let (Some(lu), Ok((nom, mime))) = (lu, examine) else {
        let qui = qui(&tx, &ouvert).await?;
        let cadre = qui.fil(cadre, "Déposer un document");
        return page_a_corriger(PageDocument { cadre, qui, niveau: niveau.into(), fautes: fautes.into() });
    };
    let document = store::deposer(&tx, &etat, &ouvert, lu, (&nom, mime), octets).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/jeunes/{id}?fait=document&sur={document}")).into_response())
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

async fn donner(State(etat): State<Etat>, accorde: Accorde, Path((id, document)): Path<(Uuid, Uuid)>) -> Page {
    let tx = etat.base.transaction().await?;
    let ouvert = dossier(&tx, &etat, &accorde, Id::from_uuid(id)).await?;
    let (lu, octets) = store::lire(&tx, &ouvert, document).await?.ok_or(Erreur::Introuvable)?;
    ouvert.noter(&tx, &etat, format!("document {document}"));
    tx.commit().await?;
    servir(&lu, octets)
}

async fn retirer(State(etat): State<Etat>, accorde: Accorde, Path((id, document)): Path<(Uuid, Uuid)>) -> Page {
    basculer(&etat, &accorde, id, document, true).await
}

async fn remettre(State(etat): State<Etat>, accorde: Accorde, Path((id, document)): Path<(Uuid, Uuid)>) -> Page {
    basculer(&etat, &accorde, id, document, false).await
}

async fn basculer(etat: &Etat, accorde: &Accorde, id: Uuid, document: Uuid, retirer: bool) -> Page {
    let tx = etat.base.transaction().await?;
    let ouvert = dossier(&tx, etat, accorde, Id::from_uuid(id)).await?;
    if !store::retirer(&tx, etat, &ouvert, document, retirer).await? {
        return Err(Erreur::Introuvable);
    }
    tx.commit().await?;
    let fait = if retirer { "document_retire" } else { "document_remis" };
    Ok(Redirect::to(&format!("/jeunes/{id}?fait={fait}&sur={document}")).into_response())
}

//! Style sheets, script and fonts, inside the binary.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use super::Erreur;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// One file. Vendored files carry their version in their path and never change.
pub async fn servir(Path(chemin): Path<String>) -> Response {
    let Some(fichier) = Assets::get(&chemin) else { return Erreur::Introuvable.into_response() };
    let genre = match chemin.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        // Licences and notes live beside the files they are about; they are not pages.
        _ => return Erreur::Introuvable.into_response(),
    };
    let garde =
        if chemin.starts_with("vendor/") { "public, max-age=31536000, immutable" } else { "public, max-age=600" };
    ([(header::CONTENT_TYPE, genre), (header::CACHE_CONTROL, garde)], fichier.data).into_response()
}

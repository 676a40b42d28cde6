//! Files handed to the reader.

use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};

/// A file as an attachment; its name is made of what we know, never of what was typed.
pub fn attache(nom: &str, genre: &'static str, octets: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{nom}\"");
    let entetes: [(HeaderName, String); 2] =
        [(header::CONTENT_TYPE, genre.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (entetes, octets).into_response()
}

/// A file by the extension of its name.
pub fn telecharger(nom: &str, octets: Vec<u8>) -> Response {
    let genre = match nom.rsplit('.').next() {
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("csv") => "text/csv; charset=utf-8",
        Some("pdf") => "application/pdf",
        Some("json") => "application/json",
        Some("html") => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    };
    attache(nom, genre, octets)
}

//! Cookies: their name, how one is read, how one is set.

use std::time::Duration;

use axum::http::{HeaderMap, header};

/// The name of a cookie. The `__Host-` prefix, which browsers only accept over HTTPS, keeps a neighbouring site from
/// planting one.
fn nom(base: &str, https: bool) -> String {
    if https { format!("__Host-{base}") } else { base.to_owned() }
}

/// What a browser sends back under a name.
pub fn lire<'a>(entetes: &'a HeaderMap, base: &str, https: bool) -> Option<&'a str> {
    let nom = nom(base, https);
    let envoyes = entetes.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let mut paires = envoyes.flat_map(|c| c.split(';')).filter_map(|p| p.trim().split_once('='));
    paires.find(|(n, _)| *n == nom).map(|(_, v)| v)
}

/// A cookie that no script reads: until the browser closes, or for a while.
pub fn poser(base: &str, valeur: &str, https: bool, duree: Option<Duration>) -> String {
    let sur = if https { "; Secure" } else { "" };
    let age = duree.map(|d| format!("; Max-Age={}", d.as_secs())).unwrap_or_default();
    format!("{}={valeur}; Path=/; HttpOnly; SameSite=Lax{sur}{age}", nom(base, https))
}

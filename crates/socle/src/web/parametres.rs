//! What an address says after its path.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;

use super::Erreur;

/// The query of an address, in order.
#[derive(Clone, Debug, Default)]
pub struct Parametres(Vec<(String, String)>);

impl Parametres {
    /// From pairs.
    pub fn depuis(paires: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(paires.into_iter().collect())
    }
    /// A value, trimmed; empty when absent.
    pub fn lire(&self, cle: &str) -> &str {
        self.0.iter().find(|(c, _)| c == cle).map_or("", |(_, v)| v.trim())
    }
    /// With the period that was understood in place of the one asked for.
    pub fn avec_periode(mut self, periode: &passerelle_base::Periode) -> Self {
        self.0.retain(|(c, _)| !matches!(c.as_str(), "du" | "au" | "annee"));
        self.0.extend([("du".into(), periode.du.to_string()), ("au".into(), periode.au.to_string())]);
        self
    }
    /// The address with one value changed (an empty one is taken out) and the page forgotten.
    pub fn avec(&self, chemin: &str, cle: &str, valeur: &str) -> String {
        let mut paires: Vec<(&str, &str)> = self
            .0
            .iter()
            .filter(|(c, v)| c != cle && c != "page" && !v.trim().is_empty())
            .map(|(c, v)| (c.as_str(), v.as_str()))
            .collect();
        if !valeur.is_empty() {
            paires.push((cle, valeur));
        }
        if paires.is_empty() {
            return chemin.to_owned();
        }
        let morceaux: Vec<String> =
            paires.iter().map(|(c, v)| format!("{}={}", form_urlencode(c), form_urlencode(v))).collect();
        format!("{chemin}?{}", morceaux.join("&"))
    }
}

/// Percent-encodes a value for a query string.
pub(super) fn form_urlencode(texte: &str) -> String {
    let garde = |o: u8| o.is_ascii_alphanumeric() || matches!(o, b'-' | b'_' | b'.' | b'~');
    texte.bytes().map(|o| if garde(o) { (o as char).to_string() } else { format!("%{o:02X}") }).collect()
}

impl<S: Send + Sync> FromRequestParts<S> for Parametres {
    type Rejection = Erreur;
    async fn from_request_parts(parties: &mut Parts, _: &S) -> Result<Self, Erreur> {
        let Query(paires) = Query::<Vec<(String, String)>>::try_from_uri(&parties.uri)
            .map_err(|_| Erreur::Demande("L'adresse contient un filtre illisible.".into()))?;
        // PostgreSQL refuses NUL in a text; nobody types one.
        if paires.iter().any(|(_, v)| v.contains('\0')) {
            return Err(Erreur::Demande("L'adresse contient un caractère interdit.".into()));
        }
        Ok(Self(paires))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_its_filters_and_forgets_its_page() {
        let p = Parametres::depuis([
            ("q".into(), "l'été".into()),
            ("page".into(), "3".into()),
            ("vide".into(), String::new()),
        ]);
        assert_eq!(p.avec("/jeunes", "tri", "-nom"), "/jeunes?q=l%27%C3%A9t%C3%A9&tri=-nom");
        assert_eq!(p.avec("/jeunes", "q", ""), "/jeunes");
    }
}

//! Going back to where the reader came from, and never out of the site.

/// The address asked for when it is a path of this site, or else the one we know: `//ailleurs` and `/\ailleurs` would
/// lead out of it, and so would `/<tab>/ailleurs`, since browsers drop control characters before they read an address.
/// The pages of signing in are nobody's way back.
pub fn chemin_de_retour<'a>(demande: &'a str, defaut: &'a str) -> &'a str {
    let trompeur = |c: char| c == '\\' || c.is_control();
    let local = demande.starts_with('/') && !demande.starts_with("//") && !demande.contains(trompeur);
    if local && !demande.starts_with("/connexion") { demande } else { defaut }
}

#[cfg(test)]
mod tests {
    use super::chemin_de_retour;

    #[test]
    fn nobody_is_sent_elsewhere() {
        assert_eq!(chemin_de_retour("/bilan?du=2017-01-01", "/journee"), "/bilan?du=2017-01-01");
        let dehors = [
            "https://ailleurs.example",
            "//ailleurs.example",
            "/\\ailleurs.example",
            "/\t/ailleurs.example",
            "",
            "/connexion",
        ];
        for dehors in dehors {
            assert_eq!(chemin_de_retour(dehors, "/journee"), "/journee");
        }
    }
}

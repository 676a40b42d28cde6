//! Templates and assets: nothing inline, nothing from elsewhere, nobody else's identity.

use sha2::{Digest, Sha256};

use super::aucun;
use super::sources::{contient_mot, fichiers, parcourir, racine};

/// A file that leaves the site and stands alone: it carries its style with it.
const AUTONOME: &str = "crates/lectures/src/bilans/pages/autonome.html";

fn modeles() -> Vec<(String, String)> {
    let lus = fichiers("crates", ".html");
    assert!(lus.len() > 10, "templates are not where they were");
    lus
}

/// Names of the attributes written in a template, with their values.
fn attributs(html: &str) -> Vec<(String, String)> {
    let mut trouves = Vec::new();
    for (i, _) in html.match_indices('=') {
        let nom: String =
            html[..i].chars().rev().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ':')).collect();
        let nom: String = nom.chars().rev().collect();
        let mut suite = html[i + 1..].chars();
        let valeur = match suite.next() {
            Some(g @ ('"' | '\'')) => suite.take_while(|c| *c != g).collect(),
            Some(c) if !c.is_whitespace() => {
                std::iter::once(c).chain(suite.take_while(|c| !c.is_whitespace() && *c != '>')).collect()
            }
            _ => String::new(),
        };
        if !nom.is_empty() {
            trouves.push((nom.to_lowercase(), valeur));
        }
    }
    trouves
}

#[test]
fn templates_hold_no_inline_style_nor_script() {
    let mut fautes = Vec::new();
    for (chemin, html) in modeles() {
        for (nom, valeur) in attributs(&html) {
            let geste = nom.len() > 2 && nom.starts_with("on") && nom.bytes().all(|o| o.is_ascii_lowercase());
            if nom == "style" || geste || nom.starts_with("hx-on") {
                fautes.push(format!("{chemin}: {nom}="));
            }
            if valeur.trim_start().to_lowercase().starts_with("javascript:") {
                fautes.push(format!("{chemin}: {nom}=\"{valeur}\""));
            }
        }
        if html.contains("<style") && chemin != AUTONOME {
            fautes.push(format!("{chemin}: <style"));
        }
        for (i, _) in html.match_indices("<script") {
            let balise = html[i..].split('>').next().unwrap_or_default();
            if !balise.contains(" src=\"/assets/") || !html[i + balise.len()..].starts_with("></script>") {
                fautes.push(format!("{chemin}: {balise}>"));
            }
        }
        // `|safe` is the way around escaping: drawings of ours only.
        let brut: Vec<&str> = html
            .match_indices("|safe")
            .map(|(i, _)| html[..i].rsplit("{{").next().unwrap_or_default().trim())
            .collect();
        fautes.extend(brut.iter().filter(|e| **e != "graphique.svg()").map(|e| format!("{chemin}: {e}|safe")));
    }
    aucun(
        fautes,
        "The policy refuses inline style and script; a class in theme.css or a file under assets/ does the same.",
    );
}

#[test]
fn nothing_is_fetched_from_elsewhere() {
    let feuille = (
        "crates/socle/assets/theme.css".to_owned(),
        std::fs::read_to_string(racine().join("crates/socle/assets/theme.css")).expect("the theme"),
    );
    let mut fautes = Vec::new();
    for (chemin, texte) in modeles().into_iter().chain([feuille]) {
        for marque in ["http://", "https://", "src=\"//", "href=\"//", "url(//", "url(\"//", "url('//", "@import"] {
            if texte.contains(marque) {
                fautes.push(format!("{chemin}: {marque}"));
            }
        }
    }
    aucun(fautes, "No page calls a third party: put the file under assets/vendor, with its licence and its hash.");
}

#[test]
fn the_identity_of_the_state_is_not_borrowed() {
    let classes = |html: &str| {
        let valeurs = attributs(html).into_iter().filter(|(n, _)| n == "class").map(|(_, v)| v);
        valeurs.flat_map(|v| v.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let mut fautes = Vec::new();
    let feuilles = fichiers("crates/socle/assets", "theme.css");
    for (chemin, texte) in modeles().into_iter().chain(feuilles) {
        let bas = texte.to_lowercase();
        for mot in ["marianne", "dsfr", "république française", ".gouv.fr"].iter().filter(|m| bas.contains(**m)) {
            fautes.push(format!("{chemin}: {mot}"));
        }
        if classes(&texte).iter().any(|c| c.starts_with("fr-"))
            || bas.contains(".fr-")
            || contient_mot(&bas, "spectral")
        {
            fautes.push(format!("{chemin}: a class or a face of the State's design system"));
        }
    }
    aucun(fautes, "Passerelle is not a site of the State: neither its mark, nor its typeface, nor its components.");
}

#[test]
fn vendored_files_are_the_ones_that_were_locked() {
    let dossier = racine().join("crates/socle/assets/vendor");
    let verrou: toml::Table = std::fs::read_to_string(dossier.join("vendor.lock"))
        .expect("vendor.lock")
        .parse()
        .expect("vendor.lock is TOML");
    let texte = |t: &toml::Value, cle: &str| t.get(cle).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    let (mut connus, mut fautes) = (Vec::new(), Vec::new());
    for paquet in verrou["package"].as_array().expect("packages") {
        let (nom, sous) = (texte(paquet, "name"), texte(paquet, "folder"));
        if texte(paquet, "license").is_empty()
            || !texte(paquet, "integrity").starts_with("sha512-")
            || !sous.ends_with(&texte(paquet, "version"))
        {
            fautes.push(format!("{nom}: licence, integrity or version is missing"));
        }
        for fichier in paquet["files"].as_array().expect("files") {
            let de = texte(fichier, "from");
            let chemin = dossier.join(&sous).join(de.rsplit('/').next().unwrap_or_default());
            let lu = std::fs::read(&chemin)
                .map(|o| Sha256::digest(&o).iter().map(|o| format!("{o:02x}")).collect::<String>());
            if lu.as_ref().ok() != Some(&texte(fichier, "sha256")) {
                fautes.push(format!("{sous}/{de}: the hash differs from vendor.lock"));
            }
            connus.push(chemin);
        }
    }
    assert!(connus.len() >= 8, "vendor.lock tells of {} files only", connus.len());
    let a_nous = ["README.md", "update.sh", "vendor.lock"];
    parcourir(&dossier, &mut |chemin| {
        let nom = chemin.file_name().unwrap_or_default().to_string_lossy();
        if !connus.contains(&chemin.to_path_buf()) && !a_nous.contains(&nom.as_ref()) {
            fautes.push(format!("{} is in no package of vendor.lock", chemin.display()));
        }
    });
    aucun(fautes, "Vendored files come from vendor/update.sh, never by hand.");
}

//! What is taken as a document. Pure.

use passerelle_base::plier;
use passerelle_socle::texte::Texte;

/// Bytes of a document, at most.
pub const OCTETS_MAX: usize = 5 << 20;
/// Documents of one young person, at most, withdrawn ones included.
pub const NOMBRE_MAX: i64 = 40;
/// Characters of a name, at most.
const NOM_MAX: usize = 120;

/// A kind of document: extensions, how its bytes begin, MIME type.
struct Genre {
    extensions: &'static [&'static str],
    debut: &'static [u8],
    mime: &'static str,
}

const GENRES: [Genre; 3] = [
    Genre { extensions: &["pdf"], debut: b"%PDF-", mime: "application/pdf" },
    Genre { extensions: &["png"], debut: b"\x89PNG\r\n\x1a\n", mime: "image/png" },
    Genre { extensions: &["jpg", "jpeg"], debut: b"\xff\xd8\xff", mime: "image/jpeg" },
];

/// « PDF »: what a MIME type is called.
pub(super) fn format_dit(mime: &str) -> &'static str {
    match mime {
        "application/pdf" => "PDF",
        "image/png" => "PNG",
        _ => "JPG",
    }
}

/// Said of what passes the bound, wherever it is seen.
pub(super) const TROP_GROS: &str = "Le fichier dépasse 5 Mo : réduisez-le, ou coupez-le en plusieurs documents.";

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum RefusDocument {
    #[error("Choisissez un fichier avant de l'envoyer.")]
    Vide,
    #[error("{TROP_GROS}")]
    TropGros,
    #[error("Ce type de fichier n'est pas pris : enregistrez-le en PDF, PNG ou JPG.")]
    Genre,
    #[error(
        "Le contenu du fichier n'est pas celui que son nom annonce : ouvrez-le, puis enregistrez-le à nouveau en PDF, PNG ou JPG."
    )]
    Contenu,
    #[error("Le nom du fichier contient un numéro de sécurité sociale : renommez-le, puis envoyez-le.")]
    Nir,
    #[error("Ce dossier a déjà 40 documents : c'est le maximum. Demandez l'effacement de ceux qui ne servent plus.")]
    TropNombreux,
}

/// A file that may be kept: the name to show, its MIME type.
pub(super) fn examiner(nom: &str, octets: &[u8]) -> Result<(Texte, &'static str), RefusDocument> {
    let nom = nettoyer(nom);
    if octets.is_empty() {
        return Err(RefusDocument::Vide);
    }
    if octets.len() > OCTETS_MAX {
        return Err(RefusDocument::TropGros);
    }
    let extension = nom.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
    let genre = GENRES.iter().find(|g| g.extensions.contains(&extension.as_str())).ok_or(RefusDocument::Genre)?;
    if !octets.starts_with(genre.debut) {
        return Err(RefusDocument::Contenu);
    }
    // Bounded already: what is left to refuse is a number.
    let nom = Texte::ligne(&nom, NOM_MAX).map_err(|_| RefusDocument::Nir)?;
    Ok((nom, genre.mime))
}

/// A name to show: no folder, no mark that turns the reading order, one line, a bound.
fn nettoyer(nom: &str) -> String {
    let sans_dossier = nom.rsplit(['/', '\\']).next().unwrap_or_default();
    let sur = |c: &char| {
        !c.is_control() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let propre: String = sans_dossier.chars().filter(sur).collect();
    let propre = propre.trim();
    match propre.chars().count() {
        n if n > NOM_MAX => {
            let (tete, fin) = propre.rsplit_once('.').unwrap_or((propre, ""));
            let tete: String = tete.chars().take(NOM_MAX - 5).collect();
            format!("{tete}.{fin}")
        }
        _ => propre.to_owned(),
    }
}

/// The name under which it is given back: plain letters, and the extension of its type.
pub(super) fn nom_rendu(nom: &str, mime: &str) -> String {
    let tete = nom.rsplit_once('.').map_or(nom, |(t, _)| t);
    let simple: String =
        plier(tete).replace(' ', "-").chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let simple: String = simple.trim_matches('-').chars().take(60).collect();
    let extension = GENRES.iter().find(|g| g.mime == mime).map_or("bin", |g| g.extensions[0]);
    format!("{}.{extension}", if simple.is_empty() { "document" } else { &simple })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_must_say_what_the_name_says() {
        let pdf = b"%PDF-1.7 ...";
        let pris = |nom: &str, octets: &[u8]| examiner(nom, octets).map(|(nom, mime)| (nom.to_string(), mime));
        assert_eq!(pris("Attestation.PDF", pdf), Ok(("Attestation.PDF".into(), "application/pdf")));
        assert_eq!(pris("a.jpeg", b"\xff\xd8\xff\xe0"), Ok(("a.jpeg".into(), "image/jpeg")));
        for (nom, octets, refus) in [
            ("a.pdf", &b""[..], RefusDocument::Vide),
            ("a.exe", pdf, RefusDocument::Genre),
            ("a.pdf.html", pdf, RefusDocument::Genre),
            ("pdf", pdf, RefusDocument::Genre),
            ("a.png", pdf, RefusDocument::Contenu),
            ("a.pdf", b"MZ%PDF-", RefusDocument::Contenu),
            ("a.pdf", b"<script>", RefusDocument::Contenu),
            ("2 99 05 93 001 001 56.pdf", pdf, RefusDocument::Nir),
        ] {
            assert_eq!(examiner(nom, octets), Err(refus), "{nom}");
        }
        let mut gros = pdf.to_vec();
        gros.resize(OCTETS_MAX, b' ');
        assert!(examiner("a.pdf", &gros).is_ok());
        gros.push(b' ');
        assert_eq!(examiner("a.pdf", &gros), Err(RefusDocument::TropGros));
    }

    #[test]
    fn names_are_made_harmless() {
        let nom = |brut: &str| examiner(brut, b"%PDF-").map(|(n, _)| n.to_string());
        assert_eq!(nom("../../etc/CV.pdf").unwrap(), "CV.pdf");
        assert_eq!(nom("C:\\fakepath\\CV.pdf").unwrap(), "CV.pdf");
        // « exe.pdf » read backwards on the screen is what it is: an executable, refused by its real end.
        assert_eq!(nom("cv\u{202e}fdp.exe"), Err(RefusDocument::Genre));
        assert_eq!(nom("\u{202e}cv\r\n.pdf").unwrap(), "cv.pdf");
        assert!(nom(&format!("{}.pdf", "é".repeat(300))).unwrap().chars().count() <= NOM_MAX);
        assert_eq!(nom_rendu("Attestation d'employeur (2).PDF", "application/pdf"), "attestation-d-employeur-2.pdf");
        assert_eq!(nom_rendu("\"><script>.png", "image/png"), "script.png");
        assert_eq!(nom_rendu("日本語.pdf", "application/pdf"), "document.pdf");
    }
}

//! Who reads a note or a document, and what may be written in a free text. Pure.

use passerelle_base::{Id, contient_nir, nombre, plier};

use super::model::Niveau;
use passerelle_socle::access::{Structure, Vue};

/// Characters of a free text, at most.
pub const TEXTE_MAX: usize = 4_000;

/// Whether a reader sees what was written at a level by a structure. Inner notes stay between
/// colleagues: another structure that follows does not read them.
pub fn visible(niveau: Niveau, auteur: Option<Id<Structure>>, vue: Vue, lecteur: Option<Id<Structure>>) -> bool {
    let collegue = auteur.is_some() && auteur == lecteur;
    vue.voit(niveau.champ()) && (niveau != Niveau::Structure || collegue)
}

/// Why a text is not kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusTexte {
    /// Longer than the bound.
    #[error("Le texte a {} caractères : {} au plus. Raccourcissez-le.", nombre(*.0 as i64), nombre(*.1 as i64))]
    TropLong(usize, usize),
    /// Holds a social security number, that nothing here may keep.
    #[error(
        "Le texte contient un numéro de sécurité sociale : Passerelle n'a pas le droit de le garder. \
         Retirez-le, puis enregistrez."
    )]
    Nir,
}

/// A free text as it will be kept, line breaks included; empty when nothing was written.
pub fn texte_libre(brut: &str, max: usize) -> Result<String, RefusTexte> {
    let lignes = brut.replace("\r\n", "\n").replace('\r', "\n");
    let propre: String = lignes.chars().filter(|c| garde(*c)).collect();
    let propre = propre.trim().to_owned();
    if contient_nir(&propre) {
        return Err(RefusTexte::Nir);
    }
    match propre.chars().count() {
        n if n > max => Err(RefusTexte::TropLong(n, max)),
        _ => Ok(propre),
    }
}

/// The same on one line.
pub fn ligne_libre(brut: &str, max: usize) -> Result<String, RefusTexte> {
    texte_libre(&brut.split_whitespace().collect::<Vec<_>>().join(" "), max)
}

/// Neither what no keyboard types nor the marks that turn the reading order of a whole page.
fn garde(c: char) -> bool {
    let retourne = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c == '\n' || c == '\t' || (!c.is_control() && !retourne)
}

/// Beginnings of words by which a text seems to speak of health, folded.
const SANTE: [&str; 38] = [
    "addict",
    "alcool",
    "anorex",
    "antidepress",
    "anxie",
    "asthm",
    "autis",
    "boulim",
    "cancer",
    "cannabis",
    "depress",
    "diabet",
    "diagnosti",
    "drogue",
    "dyslex",
    "enceinte",
    "epilep",
    "grossesse",
    "handicap",
    "hopita",
    "hospitali",
    "infirmi",
    "invalid",
    "malad",
    "mdph",
    "medecin",
    "medica",
    "ordonnance",
    "psychiatr",
    "psycholog",
    "psychothera",
    "rqth",
    "schizo",
    "seropositi",
    "suicid",
    "toxicoman",
    "trisom",
    "vih",
];

/// Whether a text seems to speak of health. Only ever a reason to warn: words are not facts.
pub fn parle_de_sante(texte: &str) -> bool {
    plier(texte).split_whitespace().any(|mot| SANTE.iter().any(|debut| mot.starts_with(debut)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reads_is_a_table() {
        let structure = |n: u128| Id::<Structure>::from_uuid(uuid::Uuid::from_u128(n));
        let (nord, sud) = (Some(structure(1)), Some(structure(2)));
        // (level, author, view, reader): whether it is read.
        let table = [
            (Niveau::Structure, nord, Vue::Suivi, nord, true),
            (Niveau::Structure, nord, Vue::Suivi, sud, false),
            (Niveau::Structure, nord, Vue::Partenaire, sud, false),
            (Niveau::Structure, nord, Vue::Partenaire, nord, true),
            (Niveau::Structure, None, Vue::Suivi, None, false),
            (Niveau::Structure, nord, Vue::Personne, None, false),
            (Niveau::Structure, nord, Vue::Complete, nord, false),
            (Niveau::Suivi, nord, Vue::Suivi, sud, true),
            (Niveau::Suivi, nord, Vue::Partenaire, sud, true),
            (Niveau::Suivi, nord, Vue::Personne, None, false),
            (Niveau::Suivi, nord, Vue::Complete, None, false),
            (Niveau::Jeune, nord, Vue::Suivi, sud, true),
            (Niveau::Jeune, nord, Vue::Partenaire, sud, true),
            (Niveau::Jeune, nord, Vue::Personne, None, true),
            (Niveau::Jeune, nord, Vue::Complete, None, false),
        ];
        for (niveau, auteur, vue, lecteur, attendu) in table {
            assert_eq!(visible(niveau, auteur, vue, lecteur), attendu, "{niveau:?} {vue:?}");
        }
        for vue in [Vue::Employeur, Vue::SansIdentite, Vue::Publique] {
            assert!(Niveau::TOUS.iter().all(|n| !visible(*n, nord, vue, nord)), "{vue:?}");
        }
    }

    #[test]
    fn a_free_text_keeps_its_words_and_loses_what_could_harm() {
        assert_eq!(texte_libre("  un\r\ndeux\rtrois\u{0}\u{7}\u{202e} ", 40).unwrap(), "un\ndeux\ntrois");
        assert_eq!(ligne_libre("a\r\nSet-Cookie: b", 40).unwrap(), "a Set-Cookie: b");
        assert_eq!(texte_libre("é".repeat(4_000).as_str(), TEXTE_MAX).unwrap().chars().count(), 4_000);
        let trop = texte_libre("é".repeat(4_001).as_str(), TEXTE_MAX).unwrap_err();
        assert!(trop.to_string().contains("4\u{202f}001 caractères"), "{trop}");
        assert_eq!(texte_libre("N° 2 99 05 93 001 001 56", 400), Err(RefusTexte::Nir));
        assert_eq!(texte_libre("Rappeler au 06 39 98 01 10", 400).unwrap(), "Rappeler au 06 39 98 01 10");
    }

    #[test]
    fn words_of_health_are_seen_whatever_their_writing() {
        for texte in ["Sort de l'HÔPITAL", "dossier MDPH", "a une R.Q.T.H. ou RQTH", "dépression", "Enceinte de 3 mois"]
        {
            assert!(parle_de_sante(texte), "{texte}");
        }
        for texte in ["Projet maçonnerie confirmé", "permis, mobilité", "entretien chez l'employeur", "sans logement"]
        {
            assert!(!parle_de_sante(texte), "{texte}");
        }
    }
}

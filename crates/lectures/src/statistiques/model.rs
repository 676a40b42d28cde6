//! Outside figures in words.

use passerelle_socle::vocabulaire::Vocabulaire;

/// The series by département; its territories are codes of départements, and of their region for the sum.
pub const APPRENTIS: &str = "apprentis_par_departement";

/// The series that we know; each source may bring others.
static SERIES: Vocabulaire<8> = Vocabulaire::nouveau([
    (APPRENTIS, "Apprentis par département"),
    ("audience_site_utilisateurs", "Site : utilisateurs"),
    ("audience_site_visiteurs_mois", "Site : visiteurs par mois"),
    ("audience_site_duree_visite", "Site : durée d'une visite"),
    ("audience_site_pages_par_visite", "Site : pages par visite"),
    ("audience_site_part_ordinateur", "Site : part des visites sur ordinateur"),
    ("audience_site_part_mobile", "Site : part des visites sur téléphone"),
    ("audience_site_part_tablette", "Site : part des visites sur tablette"),
]);

/// A series in words; one that has none of its own is shown by its code, made readable.
pub fn serie_dite(serie: &str) -> String {
    if let Some(code) = SERIES.code(serie) {
        return SERIES.libelle(code).to_owned();
    }
    let mots = serie.replace('_', " ");
    let mut lettres = mots.chars();
    lettres.next().map_or_else(String::new, |l| l.to_uppercase().chain(lettres).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_is_read_in_words() {
        assert_eq!(serie_dite("apprentis_par_departement"), "Apprentis par département");
        assert_eq!(serie_dite("places_ouvertes"), "Places ouvertes");
    }
}

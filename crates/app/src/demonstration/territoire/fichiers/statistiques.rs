//! statistiques.csv: outside figures quoted beside those of the territory, as the 2017 report
//! prints them.

use crate::demonstration::territoire::ecriture::{self, Fichier, ligne};

const ENTETE: &str = "serie;territoire;periode;valeur;unite;source";
const SOURCE_APPRENTIS: &str = "Région IDF - janvier 2018";
const SOURCE_SITE: &str = "Passalternance93.fr - janvier à décembre 2017";

/// Apprentices by departement of the training site, 2016/2017 and 2017/2018; 11 is the region.
const APPRENTIS: [(&str, u32, u32); 9] = [
    ("75", 24_522, 26_119),
    ("77", 8_784, 9_338),
    ("78", 9_311, 9_598),
    ("91", 8_198, 8_433),
    ("92", 8_872, 9_511),
    ("93", 7_423, 7_988),
    ("94", 6_247, 6_598),
    ("95", 7_779, 8_077),
    ("11", 81_136, 85_662),
];

/// Audience of the site of the department in 2017.
const AUDIENCE: [(&str, u32, &str); 7] = [
    ("audience_site_utilisateurs", 4_337, "utilisateurs"),
    ("audience_site_visiteurs_mois", 360, "visiteurs"),
    ("audience_site_duree_visite", 70, "secondes"),
    ("audience_site_pages_par_visite", 3, "pages"),
    ("audience_site_part_ordinateur", 72, "%"),
    ("audience_site_part_mobile", 26, "%"),
    ("audience_site_part_tablette", 2, "%"),
];

pub fn fichier() -> Fichier {
    let mut lignes = Vec::new();
    for (periode, rang) in [("2016/2017", 0), ("2017/2018", 1)] {
        for (territoire, avant, apres) in APPRENTIS {
            let valeur = [avant, apres][rang];
            lignes.push(ligne![
                "apprentis_par_departement",
                territoire,
                periode,
                valeur,
                "apprentis",
                SOURCE_APPRENTIS
            ]);
        }
    }
    for (serie, valeur, unite) in AUDIENCE {
        lignes.push(ligne![serie, "93", "2017", valeur, unite, SOURCE_SITE]);
    }
    ecriture::fichier("statistiques.csv", ENTETE, lignes)
}

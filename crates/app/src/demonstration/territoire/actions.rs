//! The parcours securises and the other actions.
//!
//! Of 2017: three parcours securises, named, dated and counted by the report, and seventeen others,
//! whose number alone is printed.

use chrono::NaiveDate;

use super::calendrier::jour;

/// An action, and how many people were positioned on it and entered.
pub(super) struct Action {
    /// Its key.
    pub(super) code: &'static str,
    /// One of the types of the format.
    pub(super) genre: &'static str,
    /// What it is called.
    pub(super) intitule: &'static str,
    /// Code of the structure that carries it.
    pub(super) porteur: &'static str,
    /// First day.
    pub(super) debut: NaiveDate,
    /// Last day.
    pub(super) fin: NaiveDate,
    /// Hours at the centre and in a firm.
    pub(super) heures: [u16; 2],
    /// Places offered.
    pub(super) places: u16,
    /// ouverte, close, non_ouverte.
    pub(super) etat: &'static str,
    /// Trade, in words.
    pub(super) domaine: &'static str,
    /// Codes of the partners, joined by bars.
    pub(super) partenaires: &'static str,
    /// Positionnements.
    pub(super) positionnes: usize,
    /// Entries among them.
    pub(super) entres: usize,
}

impl Action {
    /// A training of several weeks, whose exit is followed; not a meeting of a few days.
    pub(super) fn est_longue(&self) -> bool {
        matches!(self.genre, "parcours_securise" | "passerelle" | "prepa_apprentissage" | "formation")
    }
}

/// Code of the parcours securise of the food trades.
pub(super) const PARCOURS_BOUCHE: &str = "PS-2017-01";
/// Code of the parcours securise of building.
pub(super) const PARCOURS_BTP: &str = "PS-2017-02";
/// Code of the passerelle that received the five of the building parcours counted as in another
/// training.
pub(super) const PASSERELLE_BTP: &str = "AC-2017-13";

type Jour = (i32, u32, u32);
type Cle = (&'static str, &'static str, &'static str, &'static str);

const fn a(
    (code, genre, intitule, porteur): Cle,
    debut: Jour,
    fin: Jour,
    heures: [u16; 2],
    (places, positionnes, entres): (u16, usize, usize),
    (etat, domaine, partenaires): (&'static str, &'static str, &'static str),
) -> Action {
    let debut = jour(debut.0, debut.1, debut.2);
    let fin = jour(fin.0, fin.1, fin.2);
    Action {
        code,
        genre,
        intitule,
        porteur,
        debut,
        fin,
        heures,
        places,
        etat,
        domaine,
        partenaires,
        positionnes,
        entres,
    }
}

/// In the order of the first days. The positionnements of 2017 add up to the 1 132 of the report.
#[rustfmt::skip]
pub(super) const ACTIONS: [Action; 28] = [
    // 2016, before the period of the report
    a(("IC-2016-01", "information_collective", "Information collective alternance", "COORD-DAT"), (2016, 2, 9), (2016, 2, 9), [3, 0], (40, 6, 5), ("close", "Tous secteurs", "CITE-METIERS")),
    a(("PS-2016-01", "parcours_securise", "Commerce", "COORD-DAT"), (2016, 3, 7), (2016, 5, 27), [280, 140], (12, 14, 8), ("close", "Commerce", "CFA-GRANDE-ALLEE|CCI-93")),
    a(("AC-2016-01", "coaching", "Coaching de rentrée 2016", "COORD-DAT"), (2016, 9, 6), (2016, 9, 9), [24, 0], (40, 22, 14), ("close", "Tous secteurs", "CCI-93")),
    a(("AC-2016-02", "passerelle", "Passerelle métiers de la vente", "CFA-MARCHE-NEUF"), (2016, 10, 3), (2016, 12, 16), [220, 105], (14, 12, 7), ("close", "Commerce", "OF-MARTINET")),
    // 2017
    a(("AC-2017-01", "coaching", "Coaching alternance de janvier", "COORD-DAT"), (2017, 1, 24), (2017, 1, 26), [18, 0], (60, 78, 44), ("close", "Tous secteurs", "CCI-93|CMA-93")),
    a(("AC-2017-02", "atelier", "Atelier CV et lettre pour l'alternance", "ML-BONDY"), (2017, 2, 7), (2017, 2, 7), [6, 0], (30, 46, 26), ("close", "Tous secteurs", "")),
    a(("AC-2017-03", "prepa_apprentissage", "Prépa apprentissage bâtiment", "CFA-TROIS-SAULES"), (2017, 2, 20), (2017, 5, 12), [240, 140], (24, 52, 22), ("close", "Bâtiment", "ML-AULNAY|ML-SEVRAN")),
    a((PARCOURS_BOUCHE, "parcours_securise", "Métiers de bouche Carrefour", "COORD-DAT"), (2017, 3, 6), (2017, 5, 31), [310, 140], (12, 21, 9), ("close", "Métiers de bouche", "CFA-GRAND-FOURNIL|CFA-HALLE-AUX-SAVEURS")),
    a(("AC-2017-04", "atelier", "Atelier entretien d'embauche", "ML-MIRE"), (2017, 3, 21), (2017, 3, 21), [6, 0], (30, 48, 27), ("close", "Tous secteurs", "")),
    a(("AC-2017-05", "formation", "Remise à niveau avant l'entrée en CFA", "OF-CLE-DE-VOUTE"), (2017, 3, 27), (2017, 6, 16), [300, 70], (24, 50, 22), ("close", "Savoirs de base", "CFA-QUATRE-VENTS")),
    a((PARCOURS_BTP, "parcours_securise", "BTP", "COORD-DAT"), (2017, 4, 3), (2017, 6, 30), [290, 160], (15, 27, 13), ("close", "Bâtiment", "CFA-PIERRE-BLEUE|CFA-FIL-A-PLOMB")),
    a(("AC-2017-06", "passerelle", "Passerelle commerce", "CFA-GRANDE-ALLEE"), (2017, 4, 10), (2017, 6, 23), [210, 140], (28, 56, 25), ("close", "Commerce", "EMP-004|EMP-015")),
    a(("AC-2017-07", "coaching", "Coaching de printemps", "COORD-DAT"), (2017, 5, 9), (2017, 5, 12), [24, 0], (70, 92, 52), ("close", "Tous secteurs", "CCI-93")),
    a(("AC-2017-09", "prepa_apprentissage", "Prépa apprentissage services à la personne", "CFA-BERCEAU"), (2017, 5, 15), (2017, 7, 13), [180, 105], (22, 46, 19), ("close", "Services à la personne", "CFA-ARC-EN-CIEL")),
    a(("AC-2017-08", "autre", "Rencontres minute avec des employeurs", "CMA-93"), (2017, 5, 31), (2017, 5, 31), [0, 7], (90, 96, 61), ("close", "Tous secteurs", "CCI-93|COORD-DAT")),
    a(("AC-2017-11", "atelier", "Atelier recherche d'employeur", "ML-OBJECTIF-EMPLOI"), (2017, 6, 13), (2017, 6, 13), [6, 0], (36, 58, 33), ("close", "Tous secteurs", "")),
    a(("AC-2017-10", "coaching", "Coaching d'été", "COORD-DAT"), (2017, 7, 4), (2017, 7, 7), [24, 0], (80, 110, 63), ("close", "Tous secteurs", "CCI-93|CMA-93")),
    a(("AC-2017-12", "coaching", "Coaching de rentrée", "COORD-DAT"), (2017, 9, 5), (2017, 9, 8), [24, 0], (80, 100, 58), ("close", "Tous secteurs", "CCI-93")),
    a((PASSERELLE_BTP, "passerelle", "Passerelle vers les métiers du bâtiment", "CFA-PIERRE-BLEUE"), (2017, 9, 11), (2017, 11, 24), [230, 140], (24, 48, 21), ("close", "Bâtiment", "COORD-DAT|CFA-FIL-A-PLOMB")),
    a(("AC-2017-14", "passerelle", "Passerelle hôtellerie et restauration", "CFA-TABLE-DU-CANAL"), (2017, 9, 18), (2017, 11, 30), [220, 140], (24, 46, 20), ("close", "Hôtellerie et restauration", "EMP-003|EMP-014")),
    a(("PS-2017-03", "parcours_securise", "Multi-métiers (vente et administration)", "COORD-DAT"), (2017, 10, 2), (2017, 12, 22), [310, 140], (15, 6, 0), ("non_ouverte", "Vente et administration", "CFA-QUATRE-VENTS|CFA-TROIS-LUNES")),
    a(("AC-2017-15", "formation", "Gestes et sécurité au travail", "OF-HORIZON-VERT"), (2017, 10, 9), (2017, 11, 10), [120, 35], (24, 44, 20), ("close", "Sécurité au travail", "CMA-93")),
    a(("AC-2017-16", "autre", "Visite de chantier et essai de métier", "CFA-FIL-A-PLOMB"), (2017, 10, 19), (2017, 10, 19), [0, 7], (36, 52, 31), ("close", "Bâtiment", "EMP-001|EMP-012")),
    a(("AC-2017-17", "prepa_apprentissage", "Prépa apprentissage bureau et numérique", "CFA-PUCE-SAVANTE"), (2017, 10, 23), (2017, 12, 15), [190, 70], (26, 56, 23), ("close", "Bureau et numérique", "CFA-BEL-ECRITOIRE")),
    // 2018, after it
    a(("AC-2018-01", "coaching", "Coaching alternance de janvier 2018", "COORD-DAT"), (2018, 1, 23), (2018, 1, 26), [24, 0], (40, 14, 8), ("close", "Tous secteurs", "CCI-93")),
    a(("AC-2018-02", "passerelle", "Passerelle commerce, session d'hiver", "CFA-GRANDE-ALLEE"), (2018, 2, 5), (2018, 4, 13), [210, 140], (15, 12, 7), ("ouverte", "Commerce", "EMP-004")),
    a(("PS-2018-01", "parcours_securise", "Bâtiment, session 2018", "COORD-DAT"), (2018, 3, 26), (2018, 6, 22), [290, 160], (15, 10, 0), ("ouverte", "Bâtiment", "CFA-PIERRE-BLEUE")),
    a(("AC-2018-03", "atelier", "Atelier CV et lettre, session 2018", "ML-BONDY"), (2018, 4, 10), (2018, 4, 10), [6, 0], (30, 0, 0), ("ouverte", "Tous secteurs", "")),
];

//! The events of the demonstration.
//!
//! Of 2017, the report prints the number of each type, the dates and attendance of the two meetings
//! between CFA and prescribers, and the months and places of the meetings of referents. The rest is
//! invented.

/// An event: type, title, date, place, commune, organiser, on the public calendar.
pub(super) type Ligne = (&'static str, &'static str, Jour, &'static str, &'static str, &'static str, bool);
/// Year, month, day.
pub(super) type Jour = (i32, u32, u32);

/// The type of the meetings between CFA and prescribers.
pub(super) const RENCONTRE: &str = "rencontre_cfa_prescripteurs";
/// The type of the meetings of referents.
pub(super) const REFERENTS: &str = "reunion_referents";
/// The type of the information sessions.
pub(super) const COLLECTIVE: &str = "information_collective";
/// Code of the coordination team, which organises most of them.
pub(super) const DAT: &str = "COORD-DAT";
const LOCAUX: &str = "Locaux de Convergence 93";

/// Everything but the promotion of 2017, in the order of the sections below.
#[rustfmt::skip]
pub(super) const EVENEMENTS: [Ligne; 42] = [
    // before the period
    (RENCONTRE, "Rencontre CFA et prescripteurs 2016", (2016, 3, 15), "CFA des Quatre Vents", "93008", DAT, false),
    (REFERENTS, "Réunion des référents alternance", (2016, 6, 9), LOCAUX, "", DAT, false),
    (COLLECTIVE, "Information collective hôtellerie", (2016, 6, 21), "CFA du Laurier-rose", "93078", "CFA-LAURIER-ROSE", true),
    ("coordination", "Coordination départementale", (2016, 10, 4), LOCAUX, "", DAT, false),
    ("promotion", "Stand alternance au forum des métiers", (2016, 11, 17), "Gymnase municipal", "93005", "ML-AULNAY", true),
    // 2017: networks
    (REFERENTS, "Réunion des référents alternance, février", (2017, 2, 9), LOCAUX, "", DAT, false),
    (RENCONTRE, "Rencontre CFA et prescripteurs de printemps", (2017, 3, 14), "AFORP CFIT", "", DAT, false),
    ("coordination", "Coordination des développeurs, premier semestre", (2017, 3, 28), LOCAUX, "", DAT, false),
    (REFERENTS, "Réunion des référents alternance, juin", (2017, 6, 15), LOCAUX, "", DAT, false),
    (RENCONTRE, "Rencontre CFA et prescripteurs de rentrée", (2017, 10, 5), "Campus des Métiers", "93008", DAT, false),
    (REFERENTS, "Réunion des référents alternance, octobre", (2017, 10, 12), "Cité des Métiers (La Villette)", "75119", "CITE-METIERS", false),
    ("coordination", "Coordination des développeurs, second semestre", (2017, 11, 21), LOCAUX, "", DAT, false),
    (REFERENTS, "Réunion des référents alternance, décembre (atelier)", (2017, 12, 7), "", "", DAT, false),
    // 2017: group information before a recruitment
    (COLLECTIVE, "Métiers de bouche : entrer en parcours", (2017, 2, 14), "CFA du Grand Fournil", "93008", DAT, true),
    (COLLECTIVE, "Bâtiment : entrer en parcours", (2017, 3, 9), "CFA de la Pierre bleue", "93066", DAT, true),
    (COLLECTIVE, "Vente : postes en alternance", (2017, 4, 6), "Mission locale Bondy", "93010", "ML-BONDY", true),
    (COLLECTIVE, "Propreté : postes en alternance", (2017, 4, 27), "CFA du Veilleur", "93007", "CFA-VEILLEUR", true),
    (COLLECTIVE, "Aide à domicile : postes en alternance", (2017, 5, 18), "CFA du Berceau", "93053", "CFA-BERCEAU", true),
    (COLLECTIVE, "Restauration : postes en alternance", (2017, 6, 8), "CFA de la Table du canal", "93055", "CFA-TABLE-DU-CANAL", true),
    (COLLECTIVE, "Logistique : postes en alternance", (2017, 6, 27), "CFA du Quai nord", "93070", "CFA-QUAI-NORD", true),
    (COLLECTIVE, "Travaux publics : postes en alternance", (2017, 7, 6), "CFA Le Fil à plomb", "93051", "CFA-FIL-A-PLOMB", true),
    (COLLECTIVE, "Vente et administration : entrer en parcours", (2017, 9, 14), "CFA des Quatre Vents", "93008", DAT, true),
    (COLLECTIVE, "Numérique : postes en alternance", (2017, 10, 17), "CFA de la Puce savante", "93048", "CFA-PUCE-SAVANTE", true),
    // 2017: other types
    ("portes_ouvertes", "Portes ouvertes du CFA des Trois Saules", (2017, 2, 4), "CFA des Trois Saules", "93005", "CFA-TROIS-SAULES", true),
    ("portes_ouvertes", "Portes ouvertes du CFA du Miroir", (2017, 3, 18), "CFA du Grand Miroir", "93032", "CFA-MIROIR", true),
    ("portes_ouvertes", "Portes ouvertes du CFA de la Roue libre", (2017, 5, 20), "CFA de la Roue libre", "93031", "CFA-ROUE-LIBRE", true),
    ("forum", "Forum de l'alternance de l'est", (2017, 4, 20), "Salle des fêtes", "93051", "ML-SUD-93", true),
    ("forum", "Forum des métiers du bâtiment", (2017, 9, 28), "Halle du marché", "93066", "ML-OBJECTIF-EMPLOI", true),
    ("coaching", "Coaching avant les entretiens, mai", (2017, 5, 10), LOCAUX, "", DAT, false),
    ("coaching", "Coaching avant les entretiens, juillet", (2017, 7, 5), LOCAUX, "", DAT, false),
    ("comite_pilotage", "Comité de pilotage, premier semestre", (2017, 6, 22), "Direccte, unité départementale 93", "93008", "DIRECCTE-93", false),
    ("comite_pilotage", "Comité de pilotage, second semestre", (2017, 12, 12), "Direccte, unité départementale 93", "93008", "DIRECCTE-93", false),
    ("visite_cfa", "Visite du CFA de la Pierre bleue", (2017, 3, 23), "CFA de la Pierre bleue", "93066", DAT, false),
    ("visite_cfa", "Visite du CFA du Grand Fournil", (2017, 5, 4), "CFA du Grand Fournil", "93008", DAT, false),
    ("visite_cfa", "Visite du CFA de la Grande Escale", (2017, 11, 9), "CFA de la Grande Escale", "93073", DAT, false),
    ("autre", "Groupe de travail handicap et alternance", (2017, 11, 14), LOCAUX, "", "CAP-93", false),
    // after the period
    (REFERENTS, "Réunion des référents alternance, janvier", (2018, 1, 18), LOCAUX, "", DAT, false),
    (COLLECTIVE, "Vente : session d'hiver", (2018, 1, 25), "CFA de la Grande Allée", "93051", "CFA-GRANDE-ALLEE", true),
    ("promotion", "Nuit de l'orientation", (2018, 2, 2), "Chambre de commerce et d'industrie 93", "93008", "CCI-93", true),
    (RENCONTRE, "Rencontre CFA et prescripteurs 2018", (2018, 3, 20), "CFA de la Table du canal", "93055", DAT, false),
    (COLLECTIVE, "Bâtiment : recrutement du groupe 2018", (2018, 3, 6), "CFA de la Pierre bleue", "93066", DAT, true),
    ("forum", "Courir pour l'emploi et l'apprentissage", (2018, 6, 2), "Canal de l'Ourcq", "93071", "ML-SEVRAN", true),
];

/// The promotion events of 2017 in which the team took part: title, date, commune, on the public
/// calendar.
#[rustfmt::skip]
pub(super) const PROMOTIONS: [(&str, (u32, u32), &str, bool); 23] = [
    ("Stand au salon de l'alternance", (1, 20), "75119", true),
    ("Intervention en classe de troisième", (1, 31), "93001", false),
    ("Village de l'apprentissage", (2, 16), "93066", true),
    ("Matinée orientation au lycée", (3, 2), "93048", false),
    ("Forum des métiers de la ville", (3, 11), "93005", true),
    ("Semaine de l'industrie, visite commentée", (3, 22), "93029", true),
    ("Présentation aux équipes du CIO", (3, 30), "93032", false),
    ("Stand au forum emploi", (4, 4), "93010", true),
    ("Matinée des parents", (4, 22), "93014", false),
    ("Café de l'alternance", (5, 11), "93055", true),
    ("Stand à la journée des métiers", (5, 23), "93071", true),
    ("Présentation aux conseillers de Pôle emploi", (6, 1), "93008", false),
    ("Rallye des métiers", (6, 14), "93031", true),
    ("Forum jobs et alternance", (6, 20), "93064", true),
    ("Fête de quartier, stand apprentissage", (7, 1), "93027", true),
    ("Présentation à l'Epide", (7, 11), "93008", false),
    ("Forum des associations", (9, 9), "93070", true),
    ("Semaine de l'emploi", (9, 21), "93053", true),
    ("Intervention en classe de terminale", (10, 10), "93078", false),
    ("Salon jeunes et emploi", (10, 19), "93051", true),
    ("Intervention à l'école de la deuxième chance", (11, 7), "93006", false),
    ("Forum de l'orientation", (11, 18), "93073", true),
    ("Soirée des apprentis", (12, 14), "93008", false),
];

/// Printed attendance of the two meetings of 2017: date, CFA, prescribers.
pub(super) const RENCONTRES_2017: [(Jour, u32, u32); 2] = [((2017, 3, 14), 13, 27), ((2017, 10, 5), 10, 52)];

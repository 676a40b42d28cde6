//! Training centres, all invented: CFA and organismes de formation, with the sectors they teach.

/// A centre: code, name, commune, ranks of its sectors in `metiers::SECTEURS`.
pub(super) type Centre = (&'static str, &'static str, &'static str, &'static [usize]);

#[rustfmt::skip]
pub(super) const CFA: [Centre; 30] = [
    ("CFA-TROIS-SAULES", "CFA des Trois Saules", "93005", &[0]),
    ("CFA-PIERRE-BLEUE", "CFA de la Pierre bleue", "93066", &[0]),
    ("CFA-FIL-A-PLOMB", "CFA Le Fil à plomb", "93051", &[0]),
    ("CFA-COMPAS-D-OR", "CFA du Compas d'or", "93048", &[0, 6]),
    ("CFA-GRAND-FOURNIL", "CFA du Grand Fournil", "93008", &[1]),
    ("CFA-EPI-BLOND", "CFA de l'Épi blond", "93073", &[1]),
    ("CFA-HALLE-AUX-SAVEURS", "CFA de la Halle aux saveurs", "75119", &[1, 2]),
    ("CFA-TABLE-DU-CANAL", "CFA de la Table du canal", "93055", &[2]),
    ("CFA-LAURIER-ROSE", "CFA du Laurier-rose", "93078", &[2]),
    ("CFA-MAITRE-COQ", "CFA du Coq de bruyère", "75112", &[2]),
    ("CFA-GRANDE-ALLEE", "CFA de la Grande Allée", "93051", &[3]),
    ("CFA-QUATRE-VENTS", "CFA des Quatre Vents", "93008", &[3, 4]),
    ("CFA-MARCHE-NEUF", "CFA du Marché neuf", "93066", &[3]),
    ("CFA-COMPTOIR", "CFA du Comptoir", "75110", &[3]),
    ("CFA-BEL-ECRITOIRE", "CFA du Bel Écritoire", "93063", &[4]),
    ("CFA-PLUME-ET-CHIFFRE", "CFA Plume et chiffre", "75113", &[4]),
    ("CFA-TROIS-LUNES", "CFA des Trois Lunes", "93010", &[4, 3]),
    ("CFA-BOUCLE-D-OR", "CFA de la Boucle d'or", "93001", &[5]),
    ("CFA-MIROIR", "CFA du Grand Miroir", "93032", &[5]),
    ("CFA-PEIGNE-D-ECAILLE", "CFA du Peigne d'écaille", "75118", &[5]),
    ("CFA-CARROSSE-BLEU", "CFA du Carrosse bleu", "93029", &[6]),
    ("CFA-ROUE-LIBRE", "CFA de la Roue libre", "93031", &[6]),
    ("CFA-GRANDE-ESCALE", "CFA de la Grande Escale", "93073", &[7]),
    ("CFA-QUAI-NORD", "CFA du Quai nord", "93070", &[7]),
    ("CFA-BERCEAU", "CFA du Berceau", "93053", &[8]),
    ("CFA-TISANE", "CFA de la Tisane", "75114", &[8]),
    ("CFA-ARC-EN-CIEL", "CFA de l'Arc-en-ciel", "93014", &[8, 10]),
    ("CFA-PUCE-SAVANTE", "CFA de la Puce savante", "93048", &[9]),
    ("CFA-GRAND-ANGLE", "CFA du Grand Angle", "75120", &[9, 4]),
    ("CFA-VEILLEUR", "CFA du Veilleur", "93007", &[10]),
];

/// The organismes de formation, which prepare professionnalisation contracts in any sector.
#[rustfmt::skip]
pub(super) const ORGANISMES: [Centre; 8] = [
    ("OF-ATOUT-SAVOIR", "Atout Savoir Formation", "93001", &[]),
    ("OF-CLE-DE-VOUTE", "Clé de voûte Formation", "93064", &[]),
    ("OF-ENVOL", "Grand Envol Formation", "93007", &[]),
    ("OF-HORIZON-VERT", "Horizon vert Compétences", "93048", &[]),
    ("OF-LIANE", "Liane Formation", "93051", &[]),
    ("OF-MARTINET", "Le Martinet Compétences", "93066", &[]),
    ("OF-PASSE-MURAILLE", "Passe-muraille Formation", "93055", &[]),
    ("OF-SEXTANT", "Sextant Formation", "75111", &[]),
];

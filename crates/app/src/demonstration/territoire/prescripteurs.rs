//! Those who prescribe besides the missions locales, and the institutions around them.

/// A structure of the tables: code, type, name, INSEE code of its commune, network.
pub(super) type Ligne = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// The team that animates the territory.
pub(super) const COORDINATION: Ligne =
    ("COORD-DAT", "coordination", "Développeurs de l'apprentissage territorial 93", "", "Convergence 93");

/// The other prescribers. Which site of a network exists is invented.
#[rustfmt::skip]
pub(super) const PRESCRIPTEURS: [Ligne; 30] = [
    ("CAP-93", "cap_emploi", "Cap emploi 93", "93008", "Cap emploi"),
    ("E2C-NORD", "e2c", "École de la deuxième chance, site nord", "93027", "E2C"),
    ("E2C-EST", "e2c", "École de la deuxième chance, site est", "93064", "E2C"),
    ("E2C-OUEST", "e2c", "École de la deuxième chance, site ouest", "93006", "E2C"),
    ("EPIDE-IDF", "epide", "Epide, délégation territoriale", "", "Epide"),
    ("EDI-PASSEREAU", "edi", "Espace de dynamique d'insertion Le Passereau", "93066", "EDI"),
    ("EDI-GRANDE-OURSE", "edi", "Espace de dynamique d'insertion La Grande Ourse", "93005", "EDI"),
    ("EDI-TREMPLIN-VERT", "edi", "Espace de dynamique d'insertion Tremplin vert", "93048", "EDI"),
    ("MLDS-1", "mlds", "MLDS 93, secteur 1", "93066", "Éducation nationale"),
    ("MLDS-2", "mlds", "MLDS 93, secteur 2", "93008", "Éducation nationale"),
    ("MLDS-3", "mlds", "MLDS 93, secteur 3", "93005", "Éducation nationale"),
    ("MLDS-4", "mlds", "MLDS 93, secteur 4", "93051", "Éducation nationale"),
    ("GRETA-NORD", "greta", "Greta 93, pôle nord", "93031", "Éducation nationale"),
    ("GRETA-SUD", "greta", "Greta 93, pôle sud", "93048", "Éducation nationale"),
    ("PE-AUBERVILLIERS", "france_travail", "Pôle emploi Aubervilliers", "93001", "Pôle emploi"),
    ("PE-AULNAY", "france_travail", "Pôle emploi Aulnay-sous-Bois", "93005", "Pôle emploi"),
    ("PE-BOBIGNY", "france_travail", "Pôle emploi Bobigny", "93008", "Pôle emploi"),
    ("PE-MONTREUIL", "france_travail", "Pôle emploi Montreuil", "93048", "Pôle emploi"),
    ("PE-NOISY", "france_travail", "Pôle emploi Noisy-le-Grand", "93051", "Pôle emploi"),
    ("PE-PANTIN", "france_travail", "Pôle emploi Pantin", "93055", "Pôle emploi"),
    ("PE-SAINT-DENIS", "france_travail", "Pôle emploi Saint-Denis", "93066", "Pôle emploi"),
    ("PE-SEVRAN", "france_travail", "Pôle emploi Sevran", "93071", "Pôle emploi"),
    ("CIO-AUBERVILLIERS", "cio", "CIO Aubervilliers", "93001", "Éducation nationale"),
    ("CIO-GAGNY", "cio", "CIO Gagny", "93032", "Éducation nationale"),
    ("CIO-SAINT-DENIS", "cio", "CIO Saint-Denis", "93066", "Éducation nationale"),
    ("PJJ-93", "pjj", "PJJ 93, insertion", "93008", "PJJ"),
    ("ASSO-RIVE-HAUTE", "association", "Association Rive haute", "93055", ""),
    ("ASSO-PARRAINS", "association", "Les Parrains du canal", "93010", ""),
    ("ASSO-DEUX-ROUES", "association", "Deux roues vers l'emploi", "93014", ""),
    ("ASSO-TABLE-RONDE", "association", "La Table des métiers", "93073", ""),
];

/// Chambers, communities, State and Region.
#[rustfmt::skip]
pub(super) const INSTITUTIONS: [Ligne; 11] = [
    ("CCI-93", "chambre_cci", "Chambre de commerce et d'industrie 93", "93008", "Consulaires"),
    ("CMA-93", "chambre_cma", "Chambre de métiers et de l'artisanat 93", "93008", "Consulaires"),
    ("EPT-T6", "collectivite", "Plaine Commune", "93066", ""),
    ("EPT-T7", "collectivite", "Paris Terres d'Envol", "93005", ""),
    ("EPT-T8", "collectivite", "Est Ensemble", "93063", ""),
    ("EPT-T9", "collectivite", "Grand Paris Grand Est", "93051", ""),
    ("DEPT-93", "departement", "Département de la Seine-Saint-Denis", "93008", ""),
    ("REGION-IDF", "region", "Région Île-de-France", "93070", ""),
    ("DIRECCTE-93", "etat", "Direccte, unité départementale 93", "93008", ""),
    ("DSDEN-93", "etat", "Services de l'éducation nationale 93", "93008", ""),
    ("CITE-METIERS", "autre", "Cité des métiers", "75119", ""),
];

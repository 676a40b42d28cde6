//! Sectors of activity, the certifications they lead to (RNCP numbers) and the trades that name
//! their firms.
//!
//! The RNCP numbers are those of the same diplomas in the register of December 2023: a diploma
//! changes number at each renewal.

/// A certification: RNCP number, level (3 to 6), weight among apprentissage and
/// professionnalisation contracts.
pub(super) type Certification = (&'static str, u8, [usize; 2]);

/// A sector of activity.
pub(super) struct Secteur {
    /// Share of women among its contracts, in percent.
    pub(super) femmes: usize,
    /// Weight among apprentissage and professionnalisation contracts.
    pub(super) poids: [usize; 2],
    /// Trades that name its firms.
    pub(super) enseignes: &'static [&'static str],
    /// What is prepared there.
    pub(super) certifications: &'static [Certification],
}

/// Rank of the building sector in [`SECTEURS`].
pub(super) const BATIMENT: usize = 0;
/// Rank of the food trades in [`SECTEURS`].
pub(super) const BOUCHE: usize = 1;

const fn s(
    femmes: usize,
    poids: [usize; 2],
    enseignes: &'static [&'static str],
    certifications: &'static [Certification],
) -> Secteur {
    Secteur { femmes, poids, enseignes, certifications }
}

/// The sectors. Women are about 44 % of all the contracts drawn from these weights.
#[rustfmt::skip]
pub(super) const SECTEURS: [Secteur; 11] = [
    // building
    s(6, [17, 7], &["Maçonnerie", "Électricité", "Plomberie", "Peinture", "Menuiserie", "Bâtiment"], &[
        ("RNCP35715", 3, [16, 0]),
        ("RNCP30328", 3, [20, 0]),
        ("RNCP30952", 3, [14, 0]),
        ("RNCP30951", 3, [8, 0]),
        ("RNCP35196", 3, [12, 0]),
        ("RNCP35380", 3, [6, 0]),
        ("RNCP35974", 3, [8, 0]),
        ("RNCP31210", 4, [4, 0]),
        ("RNCP27774", 4, [5, 0]),
        ("RNCP25353", 4, [7, 0]),
        ("RNCP35309", 3, [0, 35]),
        ("RNCP36257", 3, [0, 30]),
        ("RNCP37442", 3, [0, 35]),
    ]),
    // food trades
    s(28, [12, 3], &["Boulangerie", "Boucherie", "Pâtisserie", "Fromagerie", "Charcuterie"], &[
        ("RNCP37537", 3, [30, 40]),
        ("RNCP35316", 3, [26, 20]),
        ("RNCP37535", 3, [20, 40]),
        ("RNCP37532", 3, [6, 0]),
        ("RNCP37533", 3, [4, 0]),
        ("RNCP37310", 4, [6, 0]),
        ("RNCP37491", 4, [8, 0]),
    ]),
    // hotels and restaurants
    s(42, [11, 10], &["Restaurant", "Brasserie", "Hôtel", "Traiteur", "Cantine"], &[
        ("RNCP37553", 3, [45, 10]),
        ("RNCP37554", 3, [25, 10]),
        ("RNCP35317", 3, [18, 20]),
        ("RNCP37910", 4, [12, 0]),
        ("RNCP35650", 3, [0, 60]),
    ]),
    // shops and sales
    s(55, [22, 36], &["Magasin", "Supérette", "Boutique", "Comptoir", "Bazar", "Librairie"], &[
        ("RNCP34947", 3, [30, 4]),
        ("RNCP32208", 4, [30, 6]),
        ("RNCP38362", 5, [25, 24]),
        ("RNCP38368", 5, [11, 20]),
        ("RNCP29740", 6, [4, 6]),
        ("RNCP37099", 3, [0, 20]),
        ("RNCP37098", 4, [0, 20]),
    ]),
    // offices, accounts, banks
    s(64, [10, 22], &["Cabinet", "Agence", "Bureau", "Société", "Mutuelle"], &[
        ("RNCP34606", 4, [30, 5]),
        ("RNCP38363", 5, [22, 22]),
        ("RNCP38364", 5, [16, 18]),
        ("RNCP35521", 5, [20, 15]),
        ("RNCP38381", 5, [5, 12]),
        ("RNCP38359", 5, [3, 8]),
        ("RNCP29776", 6, [4, 5]),
        ("RNCP36803", 3, [0, 15]),
    ]),
    // hair and beauty
    s(88, [8, 3], &["Salon", "Institut", "Coiffure"], &[
        ("RNCP34670", 3, [50, 60]),
        ("RNCP38231", 4, [20, 15]),
        ("RNCP31041", 3, [22, 15]),
        ("RNCP34671", 4, [8, 10]),
    ]),
    // cars
    s(5, [8, 3], &["Garage", "Carrosserie", "Atelier"], &[
        ("RNCP19118", 3, [50, 60]),
        ("RNCP19117", 4, [28, 20]),
        ("RNCP37601", 3, [22, 20]),
    ]),
    // transport and warehouses
    s(22, [4, 8], &["Transports", "Entrepôt", "Messagerie"], &[
        ("RNCP37672", 3, [50, 0]),
        ("RNCP38302", 4, [30, 5]),
        ("RNCP35400", 5, [20, 15]),
        ("RNCP34860", 3, [0, 50]),
        ("RNCP36237", 4, [0, 30]),
    ]),
    // care
    s(88, [4, 3], &["Crèche", "Pharmacie", "Résidence"], &[
        ("RNCP28048", 3, [50, 40]),
        ("RNCP36004", 3, [20, 50]),
        ("RNCP37312", 4, [30, 10]),
    ]),
    // computing
    s(16, [2, 3], &["Informatique", "Réseaux", "Studio"], &[("RNCP37489", 4, [45, 20]), ("RNCP35340", 5, [55, 80])]),
    // cleaning and security
    s(34, [2, 2], &["Propreté", "Sécurité", "Services"], &[
        ("RNCP24655", 3, [60, 30]),
        ("RNCP19114", 4, [40, 0]),
        ("RNCP34507", 4, [0, 70]),
    ]),
];

//! The fourteen missions locales and their contracts by year.
//!
//! The lines of 2017 are those of the report (source I-milo, 16 February 2018): 758 apprentissage
//! and 619 professionnalisation. For 2015 and 2016 the report prints only the totals, 1 200 and 1
//! 366: their split by line is invented. The communes are a simplified map of who receives whom.

/// A mission locale.
pub(super) struct Mission {
    /// Its key in the delivery.
    pub(super) code: &'static str,
    /// Its name, with the label of the printed table.
    pub(super) nom: &'static str,
    /// The communes of its young people, the seat first.
    pub(super) communes: &'static [&'static str],
    /// Contracts of 2015, 2016 and 2017: apprentissage, professionnalisation.
    pub(super) contrats: [[usize; 2]; 3],
}

impl Mission {
    /// Contracts of 2017, which give the size of the mission locale.
    pub(super) fn taille(&self) -> usize {
        self.contrats[2].iter().sum()
    }
}

const fn m(
    code: &'static str,
    nom: &'static str,
    communes: &'static [&'static str],
    contrats: [[usize; 2]; 3],
) -> Mission {
    Mission { code, nom, communes, contrats }
}

/// In the order of the printed table.
#[rustfmt::skip]
pub(super) const MISSIONS: [Mission; 14] = [
    m("ML-AUBERVILLIERS", "Mission locale Aubervilliers", &["93001"], [[46, 48], [38, 47], [43, 51]]),
    m("ML-AULNAY", "Mission locale Aulnay", &["93005"], [[20, 25], [24, 30], [21, 28]]),
    m("ML-BONDY", "Mission locale Bondy", &["93010"], [[21, 32], [19, 35], [22, 35]]),
    m("ML-LA-COURNEUVE", "Mission locale La Courneuve", &["93027", "93013", "93030"], [[32, 31], [31, 33], [36, 35]]),
    m("ML-DHUYS", "Mission locale Dhuys", &["93014", "93047", "93015"], [[46, 41], [66, 44], [57, 45]]),
    m("ML-GAGNY", "Mission locale Gagny", &["93032", "93077", "93057", "93062"], [[42, 41], [43, 42], [47, 43]]),
    m("ML-LYR", "Mission locale Lyr", &["93055", "93045", "93061"], [[25, 33], [26, 37], [31, 34]]),
    m("ML-MARNE-AUX-BOIS", "Mission locale Marne aux Bois", &["93064", "93050", "93049"], [[34, 27], [43, 32], [42, 38]]),
    m("ML-MIEJ-4-93", "Mission locale Miej 4-93", &["93048", "93006", "93053", "93063"], [[65, 46], [71, 66], [80, 61]]),
    m("ML-MIIJ", "Mission locale MIIJ", &["93031", "93070", "93079", "93039"], [[39, 20], [48, 27], [50, 26]]),
    m("ML-MIRE", "Mission locale MIRE", &["93008", "93029", "93007"], [[123, 65], [120, 86], [128, 89]]),
    m("ML-OBJECTIF-EMPLOI", "Mission locale Objectif Emploi", &["93066", "93059", "93072"], [[70, 73], [98, 76], [87, 81]]),
    m("ML-SEVRAN", "Mission locale Sevran", &["93071", "93078", "93073", "93046", "93074"], [[75, 34], [89, 31], [76, 36]]),
    m("ML-SUD-93", "Mission locale Sud 93", &["93051", "93033"], [[34, 12], [45, 19], [38, 17]]),
];

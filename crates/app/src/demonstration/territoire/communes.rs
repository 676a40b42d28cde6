//! The forty communes of Seine-Saint-Denis: INSEE code, postal code, territory of the Metropole (T6
//! to T9).

/// A commune: its codes, never its label.
pub(super) struct Commune {
    /// INSEE code.
    pub(super) insee: &'static str,
    /// Main postal code.
    pub(super) code_postal: &'static str,
    /// Bassin, which is here the territory of the Metropole.
    pub(super) bassin: &'static str,
}

const fn c(insee: &'static str, code_postal: &'static str, bassin: &'static str) -> Commune {
    Commune { insee, code_postal, bassin }
}

const COMMUNES: [Commune; 40] = [
    c("93001", "93300", "T6"),
    c("93005", "93600", "T7"),
    c("93006", "93170", "T8"),
    c("93007", "93150", "T7"),
    c("93008", "93000", "T8"),
    c("93010", "93140", "T8"),
    c("93013", "93350", "T7"),
    c("93014", "93390", "T9"),
    c("93015", "93470", "T9"),
    c("93027", "93120", "T6"),
    c("93029", "93700", "T7"),
    c("93030", "93440", "T7"),
    c("93031", "93800", "T6"),
    c("93032", "93220", "T9"),
    c("93033", "93460", "T9"),
    c("93039", "93450", "T6"),
    c("93045", "93260", "T8"),
    c("93046", "93190", "T9"),
    c("93047", "93370", "T9"),
    c("93048", "93100", "T8"),
    c("93049", "93360", "T9"),
    c("93050", "93330", "T9"),
    c("93051", "93160", "T9"),
    c("93053", "93130", "T8"),
    c("93055", "93500", "T8"),
    c("93057", "93320", "T9"),
    c("93059", "93380", "T6"),
    c("93061", "93310", "T8"),
    c("93062", "93340", "T9"),
    c("93063", "93230", "T8"),
    c("93064", "93110", "T9"),
    c("93066", "93200", "T6"),
    c("93070", "93400", "T6"),
    c("93071", "93270", "T7"),
    c("93072", "93240", "T6"),
    c("93073", "93290", "T7"),
    c("93074", "93410", "T9"),
    c("93077", "93250", "T9"),
    c("93078", "93420", "T7"),
    c("93079", "93430", "T6"),
];

/// The communes, in the order of their codes.
pub(super) fn toutes() -> &'static [Commune] {
    &COMMUNES
}

/// The postal code of a commune of the department; empty elsewhere.
pub(super) fn code_postal(insee: &str) -> &'static str {
    trouve(insee).map_or("", |commune| commune.code_postal)
}

/// The bassin of a commune: T1 for Paris, empty when there is no commune.
pub(super) fn bassin(insee: &str) -> &'static str {
    match trouve(insee) {
        Some(commune) => commune.bassin,
        None if insee.starts_with("75") => "T1",
        None => "",
    }
}

fn trouve(insee: &str) -> Option<&'static Commune> {
    COMMUNES.iter().find(|commune| commune.insee == insee)
}

//! A step of a trail, or of the menu.

/// A link of the menu or of the trail.
#[derive(Clone, Debug)]
pub struct Etape {
    /// Word shown.
    pub libelle: String,
    /// Where it leads.
    pub chemin: String,
    /// Whether the reader is there.
    pub ici: bool,
}

impl Etape {
    /// A step back.
    pub fn vers(libelle: impl Into<String>, chemin: impl Into<String>) -> Self {
        Self { libelle: libelle.into(), chemin: chemin.into(), ici: false }
    }
    /// Where one is.
    pub fn ici(libelle: impl Into<String>) -> Self {
        Self { libelle: libelle.into(), chemin: "#contenu".into(), ici: true }
    }
}

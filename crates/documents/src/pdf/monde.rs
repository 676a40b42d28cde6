//! What typst may see: our template, our fonts, the values of one document. No disk, no clock.

use super::polices::POLICES;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// The template, parsed once.
static MODELE: LazyLock<Source> = LazyLock::new(|| Source::detached(include_str!("modele.typ")));

/// The world of one document.
pub struct Monde {
    bibliotheque: LazyHash<Library>,
}

impl Monde {
    /// A world where the template reads `valeurs` under `sys.inputs`.
    pub fn nouveau(valeurs: Dict) -> Self {
        Self { bibliotheque: LazyHash::new(Library::builder().with_inputs(valeurs).build()) }
    }
}

impl World for Monde {
    fn library(&self) -> &LazyHash<Library> {
        &self.bibliotheque
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &POLICES.catalogue
    }

    fn main(&self) -> FileId {
        MODELE.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == MODELE.id() { Ok(MODELE.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        POLICES.fontes.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

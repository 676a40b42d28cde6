//! Who reads a note or a document. Pure.

use passerelle_socle::ident::Id;

use super::model::Niveau;
use passerelle_socle::access::{Structure, Vue};

/// Characters of a free text, at most.
pub const TEXTE_MAX: usize = 4_000;

/// Whether a reader sees what was written at a level by a structure. Inner notes stay between
/// colleagues: another structure that follows does not read them.
pub fn visible(niveau: Niveau, auteur: Option<Id<Structure>>, vue: Vue, lecteur: Option<Id<Structure>>) -> bool {
    let collegue = auteur.is_some() && auteur == lecteur;
    vue.voit(niveau.champ()) && (niveau != Niveau::Structure || collegue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reads_is_a_table() {
        let structure = |n: u128| Id::<Structure>::from_uuid(uuid::Uuid::from_u128(n));
        let (nord, sud) = (Some(structure(1)), Some(structure(2)));
        // (level, author, view, reader): whether it is read.
        let table = [
            (Niveau::Structure, nord, Vue::Suivi, nord, true),
            (Niveau::Structure, nord, Vue::Suivi, sud, false),
            (Niveau::Structure, nord, Vue::Partenaire, sud, false),
            (Niveau::Structure, nord, Vue::Partenaire, nord, true),
            (Niveau::Structure, None, Vue::Suivi, None, false),
            (Niveau::Structure, nord, Vue::Personne, None, false),
            (Niveau::Structure, nord, Vue::Complete, nord, false),
            (Niveau::Suivi, nord, Vue::Suivi, sud, true),
            (Niveau::Suivi, nord, Vue::Partenaire, sud, true),
            (Niveau::Suivi, nord, Vue::Personne, None, false),
            (Niveau::Suivi, nord, Vue::Complete, None, false),
            (Niveau::Jeune, nord, Vue::Suivi, sud, true),
            (Niveau::Jeune, nord, Vue::Partenaire, sud, true),
            (Niveau::Jeune, nord, Vue::Personne, None, true),
            (Niveau::Jeune, nord, Vue::Complete, None, false),
        ];
        for (niveau, auteur, vue, lecteur, attendu) in table {
            assert_eq!(visible(niveau, auteur, vue, lecteur), attendu, "{niveau:?} {vue:?}");
        }
        for vue in [Vue::Employeur, Vue::SansIdentite, Vue::Publique] {
            assert!(Niveau::TOUS.iter().all(|n| !visible(*n, nord, vue, nord)), "{vue:?}");
        }
    }
}

//! How much of a row or of a file its reader sees: a view by role, field by field.

use passerelle_base::Siret;

use super::{Jeune, Structure};
use crate::ident::Id;

/// How much of a row its reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Vue {
    /// All fields of what is about no person; for a person, what files bring, without the work done with them.
    Complete,
    /// The structure that accompanies: everything but what others keep to themselves.
    Suivi,
    /// A structure the file was opened to, or that trains: no obstacle, no inner note.
    Partenaire,
    /// An employer: first name, contract, what was agreed.
    Employeur,
    /// The young person themself.
    Personne,
    /// Facts about young people without what tells who they are.
    SansIdentite,
    /// Only what is published.
    Publique,
}

/// What a young person's file is made of, for whoever decides who reads what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Champ {
    /// Given name.
    Prenom,
    /// Family name.
    Nom,
    /// Date of birth, sex.
    EtatCivil,
    /// Telephone, mail, postcode, commune.
    Coordonnees,
    /// Situation, level, priority district.
    Situation,
    /// Numbers in the systems of structures.
    Numeros,
    /// Who follows, who is référent, who is in charge, since when.
    QuiSuit,
    /// Steps, positionnements, entries in actions.
    Parcours,
    /// Contracts.
    Contrats,
    /// Meetings and calls.
    Contacts,
    /// Obstacles and what is done about them.
    Freins,
    /// Notes and papers of one's own structure.
    NotesStructure,
    /// Notes and papers for those who follow.
    NotesSuivi,
    /// Notes and papers the young person reads too.
    NotesJeune,
    /// Requests for access and openings to other structures.
    Partages,
    /// Who read the file.
    QuiALu,
}

impl Vue {
    /// All views, for tables and tests.
    pub const TOUTES: [Self; 7] = [
        Self::Complete,
        Self::Suivi,
        Self::Partenaire,
        Self::Employeur,
        Self::Personne,
        Self::SansIdentite,
        Self::Publique,
    ];

    /// Whether this view shows a field of a young person's file.
    pub fn voit(self, champ: Champ) -> bool {
        use Champ as C;
        match self {
            Self::Suivi => champ != C::QuiALu,
            // Whoever keeps the platform reads what files brought, and nothing of the work with the person.
            Self::Complete => matches!(
                champ,
                C::Prenom
                    | C::Nom
                    | C::EtatCivil
                    | C::Coordonnees
                    | C::Situation
                    | C::Numeros
                    | C::QuiSuit
                    | C::Parcours
                    | C::Contrats
                    | C::Partages
            ),
            Self::Partenaire => matches!(
                champ,
                C::Prenom
                    | C::Nom
                    | C::EtatCivil
                    | C::Coordonnees
                    | C::Situation
                    | C::QuiSuit
                    | C::Parcours
                    | C::Contrats
                    | C::Contacts
                    | C::NotesStructure
                    | C::NotesSuivi
                    | C::NotesJeune
            ),
            Self::Employeur => matches!(champ, C::Prenom | C::Contrats),
            Self::Personne => !matches!(champ, C::NotesStructure | C::NotesSuivi),
            Self::SansIdentite => matches!(champ, C::Parcours | C::Contrats),
            Self::Publique => false,
        }
    }

    /// Whether this view tells who a young person is.
    pub fn identite(self) -> bool {
        self.voit(Champ::Nom)
    }
}

impl Champ {
    /// All fields, for tables and tests.
    pub const TOUS: [Self; 16] = [
        Self::Prenom,
        Self::Nom,
        Self::EtatCivil,
        Self::Coordonnees,
        Self::Situation,
        Self::Numeros,
        Self::QuiSuit,
        Self::Parcours,
        Self::Contrats,
        Self::Contacts,
        Self::Freins,
        Self::NotesStructure,
        Self::NotesSuivi,
        Self::NotesJeune,
        Self::Partages,
        Self::QuiALu,
    ];
}

/// Which young people a list may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Perimetre {
    /// All of them.
    Tout,
    /// Those a structure accompanies or whose file is open to it.
    Structure(Id<Structure>),
    /// Those an employer has under contract.
    Employeur(Siret),
    /// Oneself.
    Jeune(Id<Jeune>),
}

//! The words of access: what is done, to what, and the facts the decision needs.

macro_rules! codes {
    ($(#[$doc:meta])* $nom:ident { $($(#[$d:meta])* $variante:ident => $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $nom { $($(#[$d])* $variante),+ }
        impl $nom {
            /// All of them, for tables and tests.
            pub const TOUS: &'static [Self] = &[$(Self::$variante),+];
            /// Code written in the journal and in the access table.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variante => $code),+ }
            }
        }
    };
}

codes! {
    /// What is done.
    Action {
        /// Reads one page or one record.
        Consulter => "consulter",
        /// Reads a list, with its count.
        Lister => "lister",
        /// Takes rows away in a file.
        Exporter => "exporter",
        /// Brings files in.
        Importer => "importer",
        /// Writes a new fact.
        Creer => "creer",
        /// Changes a known fact.
        Modifier => "modifier",
        /// Ends or takes back.
        Retirer => "retirer",
        /// Opens a young person's file to another structure.
        Partager => "partager",
        /// Hands young people over to another référent.
        Passer => "passer",
        /// Asks for what one may not see.
        Demander => "demander",
        /// Answers somebody who asked.
        Repondre => "repondre",
        /// Keeps a report for ever.
        Figer => "figer",
        /// Draws at random.
        Tirer => "tirer",
        /// Signs in.
        Ouvrir => "ouvrir",
        /// Signs out.
        Fermer => "fermer",
    }
}

codes! {
    /// What it is done to.
    Objet {
        /// Pages for everybody.
        PagePublique => "page_publique",
        /// One's own session.
        Session => "session",
        /// One's own account: password, second factor, sessions.
        MonCompte => "mon_compte",
        /// The accounts of others, and their habilitations.
        Comptes => "comptes",
        /// Messages to be sent, and those that were.
        Courriers => "courriers",
        /// The dashboard.
        TableauDeBord => "tableau_de_bord",
        /// A professional's day.
        Journee => "journee",
        /// Organisations.
        Structures => "structures",
        /// Young people.
        Jeunes => "jeunes",
        /// What a young person sees of their own file.
        MonEspace => "mon_espace",
        /// What an employer sees of their apprentices.
        Apprentis => "apprentis",
        /// Which structures follow, and which is in charge.
        Accompagnements => "accompagnements",
        /// Who answers for the path.
        Referents => "referents",
        /// Files opened to other structures.
        Partages => "partages",
        /// Requests for a file.
        DemandesAcces => "demandes_acces",
        /// Meetings and calls.
        Contacts => "contacts",
        /// What stands in the way.
        Freins => "freins",
        Notes => "notes",
        /// Papers.
        Documents => "documents",
        /// Partnerships.
        Partenariats => "partenariats",
        Actions => "actions",
        /// Entries of young people in actions.
        Participations => "participations",
        /// Requests from a structure to an action.
        Positionnements => "positionnements",
        /// Requests for a place that one's own structure receives.
        DemandesRecues => "demandes_recues",
        /// Contracts.
        Contrats => "contrats",
        /// Contracts that may come: from the idea to the signature.
        Pistes => "pistes",
        /// Events.
        Evenements => "evenements",
        /// Random draws.
        Tirages => "tirages",
        /// Who is on the list of a draw.
        Candidats => "candidats",
        /// To which group a draw sent somebody, and how what was done departs from it.
        Groupes => "groupes",
        /// Evaluations of what a programme changed.
        Etudes => "etudes",
        /// Surveys by link: whoever holds one answers, without an account.
        Enquetes => "enquetes",
        /// Pairs of files that may be the same person.
        Rapprochements => "rapprochements",
        /// Outside figures.
        Statistiques => "statistiques",
        /// The yearly report and its figures.
        Bilans => "bilans",
        /// The rows behind a figure.
        Cas => "cas",
        /// Files brought in.
        Imports => "imports",
        /// What the columns of the files of partners are.
        Gabarits => "gabarits",
        /// Who read or changed what.
        Journal => "journal",
        /// What is kept, how long, and what is due to be erased.
        Conservation => "conservation",
    }
}

impl Action {
    /// What changes nothing.
    pub const LECTURES: [Self; 3] = [Self::Lister, Self::Consulter, Self::Exporter];
}

impl Objet {
    /// Whether the decision about it needs a [`Lien`]: what is in a file, and what the person or their employer sees of it.
    pub fn d_une_personne(self) -> bool {
        self.personnel() || matches!(self, Self::MonEspace | Self::Apprentis)
    }

    /// Whether it is part of one young person's file.
    pub fn personnel(self) -> bool {
        matches!(
            self,
            Self::Jeunes
                | Self::Accompagnements
                | Self::Referents
                | Self::Partages
                | Self::DemandesAcces
                | Self::Contacts
                | Self::Freins
                | Self::Notes
                | Self::Documents
                | Self::Participations
                | Self::Positionnements
                | Self::Contrats
                | Self::Pistes
                | Self::Candidats
                | Self::Groupes
        )
    }
}

/// Whether the structure of the actor accompanies the young person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Suivi {
    /// It never did.
    #[default]
    Aucun,
    /// It does today.
    Ouvert,
    /// It did.
    Clos,
}

/// What links an actor to one young person, as of today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Lien {
    /// It is the actor.
    pub soi: bool,
    /// The structure at work accompanies.
    pub suivi: Suivi,
    /// That structure is in charge.
    pub en_charge: bool,
    /// The actor is the référent.
    pub referent: bool,
    /// The actor handed over recently enough to go on reading.
    pub ancien_referent: bool,
    /// The file is open to the structure at work, today.
    pub partage: bool,
    /// The employer at work has a running contract with them.
    pub contrat: bool,
    /// The file was erased: for everybody it does not exist.
    pub efface: bool,
}

/// What the decision needs to know of the object itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faits {
    /// Whether the object is shown to the public; `None` for a list, which shows only those that are.
    pub public: Option<bool>,
    /// What links the actor to the young person it is about; `None` when it is about no one in
    /// particular: a list, which then keeps to the perimeter, or a route whose handler asks again.
    pub lien: Option<Lien>,
}

impl Faits {
    /// About this young person.
    pub fn sur(lien: Lien) -> Self {
        Self { lien: Some(lien), ..Self::default() }
    }
}

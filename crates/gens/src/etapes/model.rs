//! The five steps of a path, and where somebody stands.

use passerelle_base::Date;

/// A step of the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Etape {
    /// Welcome and inform.
    Accueillir,
    /// Find out about trades and settle on a project.
    Decouvrir,
    /// Help with what has to be done: positionnements, preparations, employers.
    Accompagner,
    /// Make the contract hold.
    Securiser,
    /// A job that lasts.
    Inserer,
}

impl Etape {
    /// The five, in order.
    pub const TOUTES: [Self; 5] =
        [Self::Accueillir, Self::Decouvrir, Self::Accompagner, Self::Securiser, Self::Inserer];

    /// From 1 to 5.
    pub fn numero(self) -> usize {
        self as usize + 1
    }

    /// Its name in the texts.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Accueillir => "Accueillir et informer",
            Self::Decouvrir => "Découvrir et valider un projet",
            Self::Accompagner => "Accompagner dans les démarches",
            Self::Securiser => "Sécuriser le parcours",
            Self::Inserer => "Insérer durablement",
        }
    }

    /// One word, for where there is little room.
    pub fn court(self) -> &'static str {
        match self {
            Self::Accueillir => "Accueil",
            Self::Decouvrir => "Projet",
            Self::Accompagner => "Démarches",
            Self::Securiser => "Contrat",
            Self::Inserer => "Insertion",
        }
    }
}

/// Where somebody stands on the path, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// The step.
    pub etape: Etape,
    /// Since when; unknown when no dated fact says so.
    pub depuis: Option<Date>,
    /// The fact that put them there, in words.
    pub raison: String,
    /// The first fact of each step, for those that have one.
    pub premiers: [Option<Date>; 5],
}

impl Situation {
    /// Each step, whether it was passed, and the day to show beside it. A step whose first fact came after one further on
    /// was passed some other day, that nobody told: days never run backwards.
    pub fn marches(&self) -> Vec<(Etape, bool, Option<Date>)> {
        let mut suivante = self.depuis;
        let mut marches: Vec<_> = Etape::TOUTES
            .into_iter()
            .rev()
            .map(|e| match e.cmp(&self.etape) {
                std::cmp::Ordering::Less => {
                    let passee = self.premiers[e as usize].filter(|d| suivante.is_none_or(|s| *d <= s));
                    suivante = passee.or(suivante);
                    (e, true, passee)
                }
                std::cmp::Ordering::Equal => (e, false, self.depuis),
                std::cmp::Ordering::Greater => (e, false, None),
            })
            .collect();
        marches.reverse();
        marches
    }
    /// Whether this is the step they stand at.
    pub fn est(&self, etape: &Etape) -> bool {
        self.etape == *etape
    }
}

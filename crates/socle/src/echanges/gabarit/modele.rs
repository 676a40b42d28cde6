//! What a gabarit says.

use passerelle_base::plier;

use crate::echanges::nature::Nature;

/// For a partner and a shape of file: which column is which field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gabarit {
    /// How people call it.
    pub nom: String,
    /// Whose files these are, when it is said.
    pub partenaire: Option<String>,
    /// How the table stands in the file.
    pub tableau: Tableau,
    /// The kinds that each row gives; one may stand several times.
    pub passes: Vec<Passe>,
}

/// How a table stands in its file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tableau {
    /// The sheet, by its name.
    pub feuille: Option<String>,
    /// The row of the headers; the rows above are titles. Looked for when it is not there.
    pub entete: Option<u64>,
    /// Its headers are on two rows, groups above names: « Début » under « Contrat » is « Début Contrat ».
    pub entete_double: bool,
    /// The file has no headers: columns are told by their rank.
    pub sans_entete: bool,
    /// What the first cell of rows to leave out begins with: « Total ».
    pub ignorer: Vec<String>,
    /// Texts that mean « not known ».
    pub inconnus: Vec<String>,
    /// How its dates are written, when not in a way that is known.
    pub dates: Option<String>,
    /// The sign before decimals, and the one between thousands.
    pub decimales: Option<String>,
    /// See `decimales`.
    pub milliers: Option<String>,
    /// What separates the codes of a list.
    pub liste: Option<String>,
}

/// One kind that rows give.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Passe {
    /// Name of the kind.
    pub nature: String,
    /// Our column, and where it comes from.
    pub champs: Vec<(String, Champ)>,
    /// A row where all of these are empty has none of this kind. Not told: those that no other kind reads.
    pub si: Vec<Designation>,
}

/// Where a field comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Champ {
    /// The cells.
    pub provenance: Provenance,
    /// The part of the text that is meant.
    pub partie: Option<Partie>,
    /// What the values of the partner are called here.
    pub valeurs: Vec<(String, String)>,
    /// What stands when the cell is empty.
    pub defaut: Option<String>,
    /// How its dates are written, when not as the others of the table.
    pub dates: Option<String>,
    /// What separates the codes of its list, when not as the others.
    pub liste: Option<String>,
}

/// The cells that a field is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Provenance {
    /// The same for all rows.
    Constante(String),
    /// One column, or several joined by a text.
    Colonnes(Vec<Designation>, String),
    /// A number made of what identifies somebody, for rows that give none: it is never enough to create a file.
    Empreinte(Vec<Designation>),
}

/// A column of the partner's file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Designation {
    /// By its header; « Ville (2) » is the second of that name.
    Nom(String),
    /// By its rank, from 1.
    Position(usize),
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Partie {
    /// The family name of « NOM Prénom ».
    Nom(Ordre),
    Prenom(Ordre),
    /// Of « 93300 Aubervilliers ».
    CodePostal,
    /// Of the same.
    Ville,
    /// One piece between separators, from 1.
    Morceau(String, usize),
}

/// Which comes first, when capitals do not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ordre {
    /// « NOM Prénom ».
    #[default]
    NomPrenom,
    /// « Prénom NOM ».
    PrenomNom,
}

impl Champ {
    /// One column, as it is.
    pub fn colonne(nom: impl Into<String>) -> Self {
        Self::de(Provenance::Colonnes(vec![Designation::Nom(nom.into())], String::new()))
    }

    /// The same text for all rows.
    pub fn constante(texte: impl Into<String>) -> Self {
        Self::de(Provenance::Constante(texte.into()))
    }

    /// These cells, as they are.
    pub fn de(provenance: Provenance) -> Self {
        Self { provenance, partie: None, valeurs: Vec::new(), defaut: None, dates: None, liste: None }
    }

    /// A part of it.
    pub fn partie(mut self, partie: Partie) -> Self {
        self.partie = Some(partie);
        self
    }

    /// The columns it is made of.
    pub fn colonnes(&self) -> &[Designation] {
        match &self.provenance {
            Provenance::Constante(_) => &[],
            Provenance::Colonnes(colonnes, _) | Provenance::Empreinte(colonnes) => colonnes,
        }
    }
}

impl Designation {
    /// As people read it.
    pub fn affiche(&self) -> String {
        match self {
            Self::Nom(nom) => abreger(nom),
            Self::Position(rang) => format!("Colonne {rang}"),
        }
    }
}

impl Gabarit {
    /// The same for the files of a structure: each kind that says whose its rows are, and does not yet, says it.
    pub fn avec_structure(&self, code: &str, natures: &[&Nature]) -> Self {
        let mut dit = self.clone();
        for passe in &mut dit.passes {
            let demande = natures.iter().any(|n| n.nom == passe.nature && n.position("structure").is_some());
            let dite = passe
                .champs
                .iter()
                .any(|(c, champ)| c == "structure" && !matches!(champ.provenance, Provenance::Constante(_)));
            if demande && !dite {
                passe.champs.retain(|(c, _)| c != "structure");
                passe.champs.insert(0, ("structure".to_owned(), Champ::constante(code)));
            }
        }
        dit
    }

    /// The columns of the file that it reads, each once.
    pub fn colonnes(&self) -> Vec<&Designation> {
        let mut toutes: Vec<&Designation> =
            self.passes.iter().flat_map(|p| p.champs.iter().flat_map(|(_, c)| c.colonnes()).chain(&p.si)).collect();
        toutes.sort_unstable();
        toutes.dedup();
        toutes
    }
}

/// A value as it is compared: case, accents and spaces say nothing, but a sign alone is a value (« - »).
pub fn cle(texte: &str) -> String {
    let plie = plier(texte);
    if plie.is_empty() { texte.trim().to_lowercase() } else { plie }
}

/// A header in a sentence: one of ten kilobytes is not read by anybody.
pub(super) fn abreger(texte: &str) -> String {
    const MAX: usize = 60;
    let une_ligne = texte.split_whitespace().collect::<Vec<_>>().join(" ");
    match une_ligne.char_indices().nth(MAX) {
        Some((fin, _)) => format!("{}…", &une_ligne[..fin]),
        None => une_ligne,
    }
}

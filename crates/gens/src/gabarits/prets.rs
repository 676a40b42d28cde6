//! Gabarits that come with the program, written from what is published of the files of partners: `referentiels/gabarits`.

use passerelle_socle::echanges::Gabarit;

/// One of them.
#[derive(Debug)]
pub struct Pret {
    /// Its name, in addresses and on the command line.
    pub code: &'static str,
    /// What it reads.
    pub titre: &'static str,
    /// What could not be had, or is left to say.
    pub reserve: &'static str,
    texte: &'static str,
}

impl Pret {
    /// What it says.
    pub fn gabarit(&self) -> Gabarit {
        Gabarit::lire(self.texte).expect("those that come with the program are read by a test")
    }

    /// Its TOML.
    pub fn texte(&self) -> &'static str {
        self.texte
    }
}

macro_rules! prets {
    ($($code:literal, $titre:literal, $reserve:literal;)+) => {
        [$(Pret { code: $code, titre: $titre, reserve: $reserve, texte: include_str!(concat!("../../../../referentiels/gabarits/", $code, ".toml")) }),+]
    };
}

/// All of them.
pub static PRETS: [Pret; 10] = prets![
    "tdb-mission-locale", "Tableau de bord de l'apprentissage, classeur des missions locales",
    "Ce classeur ne donne pas de numéro : les personnes sont rapprochées avant d'entrer.";
    "tdb-import", "Tableau de bord de l'apprentissage, modèle d'import des CFA (2025)",
    "Le type de contrat n'y est pas : il est dit « apprentissage ». Les causes de rupture écrites librement sont à traduire une à une.";
    "sifa-2024", "SIFA 2024",
    "L'ordre des colonnes est publié, non leur en-tête : un fichier dont les en-têtes diffèrent demande de les choisir. La fin du contrat n'y est pas.";
    "deca", "DECA, réponse de l'interface",
    "Le SIRET de l'employeur n'est pas donné par cette interface.";
    "region-idf", "Région Île-de-France, stagiaires",
    "Les actions doivent être connues sous leur numéro d'action.";
    "france-travail", "France Travail, stagiaires",
    "La date de naissance n'y est pas. Les actions doivent être connues sous leur numéro Carif.";
    "ypareo", "Ypareo, 76 positions sans en-tête",
    "Établi d'après la liste des positions ; les codes de situation et de qualification d'un CFA sont à traduire.";
    "gestibase", "Gestibase, élèves et contrats",
    "Quinze colonnes seulement ont pu être vues ; les autres sont à choisir.";
    "imilo-dossiers", "i-milo, dossiers (JSON)",
    "L'export CSV d'i-milo n'a pas pu être vu : seuls les noms des objets de son interface le sont.";
    "ypareo-apprenants", "Ypareo, apprenants de l'interface (JSON)",
    "Les contrats ne sont pas dans ces objets.";
];

/// One of them, by its name.
pub fn pret(code: &str) -> Option<&'static Pret> {
    PRETS.iter().find(|p| p.code == code)
}

//! A gabarit from its TOML. A sentence says which key cannot be read, and what to write.

use serde::Deserialize;
use toml::{Table, Value};

use super::modele::{Champ, Designation, Gabarit, Ordre, Partie, Passe, Provenance, Tableau};

/// The longest gabarit that is read: a page of columns, not a file of people.
const TOML_MAX: usize = 1 << 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ecrit {
    #[serde(default)]
    gabarit: String,
    partenaire: Option<String>,
    #[serde(default)]
    tableau: TableauEcrit,
    natures: Table,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TableauEcrit {
    feuille: Option<String>,
    entete: Option<u64>,
    entete_double: bool,
    sans_entete: bool,
    ignorer: Vec<String>,
    inconnus: Vec<String>,
    dates: Option<String>,
    decimales: Option<String>,
    milliers: Option<String>,
    liste: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChampEcrit {
    colonne: Option<Value>,
    colonnes: Option<Vec<Value>>,
    joint: Option<String>,
    constante: Option<String>,
    empreinte: Option<Vec<Value>>,
    partie: Option<String>,
    ordre: Option<String>,
    separe: Option<String>,
    rang: Option<usize>,
    #[serde(default)]
    valeurs: Table,
    defaut: Option<String>,
    dates: Option<String>,
    liste: Option<String>,
}

impl Gabarit {
    /// Reads a gabarit. What it names is judged by [`super::verifier`].
    pub fn lire(texte: &str) -> Result<Self, String> {
        if texte.len() > TOML_MAX {
            return Err("ce gabarit est trop long pour en être un : donnez le fichier .toml, pas le tableau".into());
        }
        let ecrit: Ecrit = toml::from_str(texte.trim_start_matches('\u{feff}')).map_err(|e| illisible(texte, &e))?;
        let t = ecrit.tableau;
        let tableau = Tableau {
            feuille: t.feuille,
            entete: t.entete.filter(|e| *e > 0),
            entete_double: t.entete_double,
            sans_entete: t.sans_entete,
            ignorer: t.ignorer,
            inconnus: t.inconnus,
            dates: t.dates,
            decimales: t.decimales,
            milliers: t.milliers,
            liste: t.liste,
        };
        let mut passes = Vec::new();
        for (nature, valeur) in ecrit.natures {
            let tables = match valeur {
                Value::Table(table) => vec![table],
                Value::Array(liste) => liste.into_iter().map(|v| table(v, &nature)).collect::<Result<_, _>>()?,
                _ => return Err(attend_table(&nature)),
            };
            for table in tables {
                passes.push(passe(&nature, table)?);
            }
        }
        Ok(Self { nom: ecrit.gabarit, partenaire: ecrit.partenaire, tableau, passes })
    }
}

fn table(valeur: Value, nature: &str) -> Result<Table, String> {
    match valeur {
        Value::Table(table) => Ok(table),
        _ => Err(attend_table(nature)),
    }
}

fn attend_table(nature: &str) -> String {
    format!("« natures.{nature} » doit donner des colonnes : [natures.{nature}], puis nom = \"En-tête du partenaire\"")
}

fn passe(nature: &str, table: Table) -> Result<Passe, String> {
    let mut passe = Passe { nature: nature.to_owned(), ..Passe::default() };
    for (nom, valeur) in table {
        let ou = format!("natures.{nature}.{nom}");
        if nom == "si" {
            passe.si = match valeur {
                Value::Array(liste) => liste.iter().map(|v| designation(v, &ou)).collect::<Result<_, _>>()?,
                une => vec![designation(&une, &ou)?],
            };
            continue;
        }
        let champ = match valeur {
            Value::Table(_) => {
                let ecrit: ChampEcrit = valeur.try_into().map_err(|e: toml::de::Error| format!("« {ou} » ne se lit pas ({}) : un champ a colonne, colonnes, joint, constante, empreinte, partie, ordre, separe, rang, valeurs, defaut, dates ou liste", en_francais(e.message())))?;
                champ(ecrit, &ou)?
            }
            une => Champ::de(Provenance::Colonnes(vec![designation(&une, &ou)?], String::new())),
        };
        passe.champs.push((nom, champ));
    }
    Ok(passe)
}

fn champ(ecrit: ChampEcrit, ou: &str) -> Result<Champ, String> {
    let liste = |valeurs: &[Value]| valeurs.iter().map(|v| designation(v, ou)).collect::<Result<Vec<_>, _>>();
    let provenance = match (&ecrit.colonne, &ecrit.colonnes, &ecrit.constante, &ecrit.empreinte) {
        (Some(une), None, None, None) => Provenance::Colonnes(vec![designation(une, ou)?], String::new()),
        (None, Some(plusieurs), None, None) if !plusieurs.is_empty() => {
            Provenance::Colonnes(liste(plusieurs)?, ecrit.joint.clone().unwrap_or_else(|| " ".into()))
        }
        (None, None, Some(texte), None) => Provenance::Constante(texte.clone()),
        (None, None, None, Some(plusieurs)) if plusieurs.len() > 1 => Provenance::Empreinte(liste(plusieurs)?),
        _ => {
            return Err(format!(
                "« {ou} » doit venir d'une seule chose : colonne, colonnes, constante, ou empreinte (de deux colonnes au moins)"
            ));
        }
    };
    let ordre = match ecrit.ordre.as_deref() {
        None | Some("nom prenom") => Ordre::NomPrenom,
        Some("prenom nom") => Ordre::PrenomNom,
        Some(autre) => {
            return Err(format!(
                "« {ou} » : l'ordre « {autre} » n'est pas connu, écrivez \"nom prenom\" ou \"prenom nom\""
            ));
        }
    };
    let partie = match (ecrit.partie.as_deref(), &ecrit.separe) {
        (None, None) => None,
        (Some("nom"), None) => Some(Partie::Nom(ordre)),
        (Some("prenom"), None) => Some(Partie::Prenom(ordre)),
        (Some("code_postal"), None) => Some(Partie::CodePostal),
        (Some("ville"), None) => Some(Partie::Ville),
        (None, Some(s)) if !s.is_empty() => Some(Partie::Morceau(s.clone(), ecrit.rang.unwrap_or(1).max(1))),
        _ => {
            return Err(format!(
                "« {ou} » : une partie est \"nom\", \"prenom\", \"code_postal\" ou \"ville\" ; sinon, separe et rang"
            ));
        }
    };
    let valeurs = ecrit.valeurs.into_iter().map(|(valeur, code)| match code {
        Value::String(code) => Ok((valeur, code)),
        _ => Err(format!("« {ou}.valeurs » : le code de « {valeur} » s'écrit entre guillemets")),
    });
    Ok(Champ {
        provenance,
        partie,
        valeurs: valeurs.collect::<Result<_, _>>()?,
        defaut: ecrit.defaut,
        dates: ecrit.dates,
        liste: ecrit.liste,
    })
}

fn designation(valeur: &Value, ou: &str) -> Result<Designation, String> {
    match valeur {
        Value::String(nom) if !nom.trim().is_empty() => Ok(Designation::Nom(nom.clone())),
        Value::Integer(rang) if *rang > 0 => Ok(Designation::Position(usize::try_from(*rang).unwrap_or(usize::MAX))),
        _ => Err(format!("« {ou} » : une colonne est un en-tête entre guillemets, ou un rang à partir de 1")),
    }
}

/// The parser speaks English; the line is what helps.
fn illisible(texte: &str, e: &toml::de::Error) -> String {
    let ligne = e.span().map_or(1, |s| texte[..s.start.min(texte.len())].matches('\n').count() + 1);
    format!("ce gabarit ne se lit pas, ligne {ligne} : {}", en_francais(e.message()))
}

/// What the reader of TOML says in English, for whoever wrote the file.
fn en_francais(message: &str) -> String {
    let cites: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let dit = match cites.as_slice() {
        [inconnue, connues @ ..] if message.starts_with("unknown field") => {
            return format!("« {inconnue} » n'existe pas ici : choisissez parmi {}", connues.join(", "));
        }
        [manque, ..] if message.starts_with("missing field") => return format!("il manque « {manque} »"),
        _ if message.starts_with("duplicate key") => {
            "cette clé est déjà écrite : gardez une colonne par champ, ou joignez-les (colonnes = [\"A\", \"B\"])"
        }
        _ if message.starts_with("invalid type") => {
            "la valeur n'est pas de la sorte attendue : un texte entre guillemets, un nombre, ou une liste entre crochets"
        }
        _ => {
            "ce n'est pas du TOML : une clé, un signe égal, puis un texte entre guillemets (nom = \"En-tête du partenaire\")"
        }
    };
    dit.to_owned()
}

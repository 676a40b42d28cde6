//! Key expressions of blocking rules: a column, or something worked out from it.

use crate::colonne::Nature;
use crate::derives::Derives;
use crate::erreur::ErreurAppariement;
use crate::lexique::{hache, melanger};
use crate::registre::Registre;

/// What is taken from a column.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Quoi {
    Valeur,
    /// The sound of a name.
    Son,
    /// The surname, the usage name and the words of compound ones, each giving a key; as sounds or as written.
    Tous {
        sons: bool,
    },
    /// Surname and given name in any order.
    Croises {
        sons: bool,
    },
    Annee,
    JourMois,
    /// Day and month in any order, with the year.
    Souple,
    /// The first characters.
    Debut(usize),
}

impl Quoi {
    /// What is taken from a text; dates are YYYYMMDD.
    fn extraire(self, texte: &[u8]) -> u64 {
        match self {
            Self::Annee if texte.len() == 8 => hache(&texte[..4]),
            Self::JourMois if texte.len() == 8 => hache(&texte[4..]),
            Self::Souple if texte.len() == 8 => {
                let (mois, jour) = (&texte[4..6], &texte[6..8]);
                hache(&[&texte[..4], mois.min(jour), mois.max(jour)].concat())
            }
            Self::Debut(n) => hache(&texte[..n.min(texte.len())]),
            _ => 0,
        }
    }
}

/// One expression of a rule.
#[derive(Clone, Debug)]
pub(crate) struct Expression {
    /// As written.
    pub texte: String,
    quoi: Quoi,
    precise: bool,
    colonnes: Vec<usize>,
    /// By number of a value, what is taken from its text.
    codes: Vec<u64>,
}

impl Expression {
    pub fn lire(texte: &str, registre: &Registre) -> Result<Self, ErreurAppariement> {
        let refuser = |pourquoi: String| ErreurAppariement::Regle { regle: texte.to_owned(), pourquoi };
        let (fonction, dedans) = match texte.trim().strip_suffix(')').and_then(|t| t.split_once('(')) {
            Some((f, d)) => (f.trim(), d.trim()),
            None => ("", texte.trim()),
        };
        let (colonne, nombre) = dedans.split_once(',').map_or((dedans, None), |(c, n)| (c.trim(), Some(n.trim())));
        if fonction == "noms_croises" || dedans == "noms_croises" {
            let colonnes = [Nature::Nom, Nature::Prenom].map(|n| registre.colonne(n));
            let [Some(nom), Some(prenom)] = colonnes else {
                return Err(refuser("il faut un nom et un prénom".into()));
            };
            let quoi = Quoi::Croises { sons: dedans == "phon" };
            let colonnes = vec![nom, prenom];
            return Ok(Self { texte: texte.to_owned(), quoi, precise: false, colonnes, codes: Vec::new() });
        }
        let Some(rang) = registre.colonnes().iter().position(|c| c.nom == colonne) else {
            let connues: Vec<&str> = registre.colonnes().iter().map(|c| c.nom.as_str()).collect();
            return Err(refuser(format!("il n’y a pas de colonne « {colonne} » parmi {}", connues.join(", "))));
        };
        let mut colonnes = vec![rang];
        let quoi = match fonction {
            "" => Quoi::Valeur,
            "phon" => Quoi::Son,
            "tous" | "phon_tous" => {
                colonnes.extend(registre.colonne(Nature::NomUsage).filter(|u| *u != rang));
                Quoi::Tous { sons: fonction == "phon_tous" }
            }
            "annee" => Quoi::Annee,
            "jour_mois" => Quoi::JourMois,
            "souple" => Quoi::Souple,
            "debut" => Quoi::Debut(nombre.and_then(|n| n.parse().ok()).unwrap_or(3)),
            autre => return Err(refuser(format!("la fonction « {autre} » n’existe pas"))),
        };
        let nature = registre.colonnes()[rang].nature;
        let nom = matches!(nature, Nature::Nom | Nature::NomUsage | Nature::Prenom);
        let sonore = matches!(quoi, Quoi::Son | Quoi::Tous { .. });
        let datee = matches!(quoi, Quoi::Annee | Quoi::JourMois | Quoi::Souple);
        if (sonore && !nom) || (datee && nature != Nature::DateNaissance) {
            return Err(refuser(format!("« {fonction} » ne s’applique pas à la colonne « {colonne} »")));
        }
        let lexique = registre.lexique(rang);
        let codes = match quoi {
            Quoi::Annee | Quoi::JourMois | Quoi::Souple | Quoi::Debut(_) => {
                (0..lexique.taille() as u32).map(|n| quoi.extraire(lexique.texte(n).as_bytes())).collect()
            }
            _ => Vec::new(),
        };
        let lieu = matches!(nature, Nature::CodePostal | Nature::Commune | Nature::Texte | Nature::Sexe);
        Ok(Self { texte: texte.to_owned(), quoi, precise: !nom && !lieu, colonnes, codes })
    }

    /// Whether it is not made of names or places.
    pub fn precise(&self) -> bool {
        self.precise
    }

    /// What a record has there, for a person to read.
    pub fn dire(&self, registre: &Registre, rangee: &[u32]) -> String {
        let valeurs = self.colonnes.iter().map(|c| registre.lexique(*c).texte(rangee[*c])).filter(|t| !t.is_empty());
        valeurs.collect::<Vec<_>>().join(" ")
    }

    /// The code of a record that has one at most, 0 for none; nothing is told of one that may have several.
    fn seul(&self, registre: &Registre, derives: &Derives, rangee: &[u32]) -> Option<u64> {
        let valeur = rangee[self.colonnes[0]];
        Some(match self.quoi {
            Quoi::Valeur => valeur.into(),
            Quoi::Son => derives.sons[valeur as usize].into(),
            Quoi::Tous { sons } => {
                let plusieurs =
                    registre.textes.composes[valeur as usize] || self.colonnes[1..].iter().any(|c| rangee[*c] != 0);
                match plusieurs {
                    true => return None,
                    false if sons => derives.sons[valeur as usize].into(),
                    false => valeur.into(),
                }
            }
            Quoi::Croises { sons } => {
                let lire = |n: u32| if sons { derives.sons[n as usize] } else { n };
                let (nom, prenom) = (lire(valeur), lire(rangee[self.colonnes[1]]));
                let (moindre, autre) = (nom.min(prenom), nom.max(prenom));
                if moindre == 0 { 0 } else { u64::from(moindre) << 32 | u64::from(autre) }
            }
            Quoi::Annee | Quoi::JourMois | Quoi::Souple | Quoi::Debut(_) if valeur == 0 => 0,
            Quoi::Annee | Quoi::JourMois | Quoi::Souple | Quoi::Debut(_) => self.codes[valeur as usize],
        })
    }

    /// The codes of a record, none when the value is missing.
    fn codes(&self, registre: &Registre, derives: &Derives, rangee: &[u32], codes: &mut Vec<u64>) {
        codes.clear();
        if let Some(code) = self.seul(registre, derives, rangee) {
            codes.extend(Some(code).filter(|c| *c != 0));
            return;
        }
        let sons = self.quoi == Quoi::Tous { sons: true };
        let numeros = self.colonnes.iter().map(|c| rangee[*c]).filter(|n| *n != 0);
        for numero in
            numeros.flat_map(|n| std::iter::once(n).chain(registre.textes.parties[n as usize].iter().copied()))
        {
            let code = u64::from(if sons { derives.sons[numero as usize] } else { numero });
            if code != 0 && !codes.contains(&code) && codes.len() < 6 {
                codes.push(code);
            }
        }
    }
}

/// Extra columns that tell people apart by themselves: a rule each. One record in three has a value at least, and a
/// value is shared by two or three records on average at most.
pub(crate) fn propres(registre: &Registre, derives: &Derives) -> Vec<String> {
    let propre = |rang: &usize| {
        let presents: u64 = derives.presents[*rang].iter().sum();
        let distincts = derives.frequences[*rang].iter().filter(|f| **f > 0).count() as u64;
        let extra = matches!(registre.colonnes()[*rang].nature, Nature::Exacte | Nature::Texte);
        extra && presents * 3 >= registre.taille() as u64 && distincts * 5 >= presents * 2
    };
    (0..registre.colonnes().len()).filter(propre).map(|rang| registre.colonnes()[rang].nom.clone()).collect()
}

/// Pairs of columns that bring few pairs of strangers: `par_fiche` a record at most, were the two independent.
/// On small files nearly all of them, on large ones the most telling.
pub(crate) fn couples(registre: &Registre, derives: &Derives, par_fiche: f64) -> Vec<Vec<String>> {
    let seules = propres(registre, derives);
    let mut parts: Vec<(String, f64, bool)> = Vec::new();
    for (rang, colonne) in registre.colonnes().iter().enumerate() {
        let cle = match colonne.nature {
            Nature::Nom => format!("phon_tous({})", colonne.nom),
            Nature::Prenom => format!("phon({})", colonne.nom),
            Nature::Commune if registre.colonne(Nature::CodePostal).is_some() => continue,
            Nature::DateNaissance | Nature::CodePostal | Nature::Commune | Nature::Texte | Nature::Exacte => {
                colonne.nom.clone()
            }
            _ => continue,
        };
        if !seules.contains(&colonne.nom) {
            let n = registre.taille() as f64;
            let egales = derives.frequences[rang].iter().map(|f| (f64::from(*f) / n).powi(2)).sum::<f64>();
            let de_lieu = matches!(colonne.nature, Nature::CodePostal | Nature::Commune | Nature::Texte);
            parts.push((cle, egales, de_lieu));
        }
    }
    let borne = par_fiche * registre.taille() as f64 / (registre.paires_possibles() as f64).max(1.0);
    let mut couples: Vec<(f64, Vec<String>)> = Vec::new();
    for (rang, (x, p, x_de_lieu)) in parts.iter().enumerate() {
        for (y, q, y_de_lieu) in &parts[rang + 1..] {
            // Two columns of one address say the same thing twice.
            if p * q <= borne && !(*x_de_lieu && *y_de_lieu) {
                couples.push((p * q, vec![x.clone(), y.clone()]));
            }
        }
    }
    couples.sort_by(|a, b| a.0.total_cmp(&b.0));
    couples.into_iter().map(|c| c.1).collect()
}

/// The key of no expression.
const DEPART: u64 = 0x51_7c_c1_b7_27_22_0a_95;

/// A key that goes on with one more code.
fn suite(cle: u64, code: u64) -> u64 {
    melanger(cle.rotate_left(23) ^ melanger(code))
}

/// Room for the keys of a record.
#[derive(Default)]
pub(crate) struct Tampon {
    cles: Vec<u64>,
    codes: Vec<u64>,
    avant: Vec<u64>,
}

impl Tampon {
    /// The keys of a record under a rule: every combination of the codes of its expressions; none if one is missing.
    pub fn cles(&mut self, regle: &[Expression], registre: &Registre, derives: &Derives, rangee: &[u32]) -> &[u64] {
        self.cles.clear();
        // Nearly every record has one code at most by expression, which needs no list.
        let seule = regle.iter().try_fold(DEPART, |cle, e| match e.seul(registre, derives, rangee) {
            Some(0) => Err(false),
            Some(code) => Ok(suite(cle, code)),
            None => Err(true),
        });
        match seule {
            Ok(cle) => self.cles.push(cle),
            Err(true) => self.combinaisons(regle, registre, derives, rangee),
            Err(false) => {}
        }
        &self.cles
    }

    fn combinaisons(&mut self, regle: &[Expression], registre: &Registre, derives: &Derives, rangee: &[u32]) {
        self.cles.push(DEPART);
        for expression in regle {
            expression.codes(registre, derives, rangee, &mut self.codes);
            std::mem::swap(&mut self.avant, &mut self.cles);
            self.cles.clear();
            for avant in &self.avant {
                self.cles.extend(self.codes.iter().map(|code| suite(*avant, *code)));
            }
        }
    }
}

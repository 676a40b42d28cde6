//! What each column of a file may be, and why; nothing of it is applied before somebody has seen it.

use std::collections::{BTreeMap, HashSet};

use passerelle_base::Date;

use super::entete::pli;
use super::etude::Etude;
use super::indice::{Indice, indice};
use super::modele::{Champ, Designation, Gabarit, Partie, Passe, Provenance};
use super::mots::{Ressemblance, mots};
use super::profil::{Genre, Profil};
use crate::echanges::cellule::lue_parmi;
use crate::echanges::nature::{Forme, Nature};
use crate::vocabulaire::Codes;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Demande<'a> {
    /// All kinds.
    pub natures: &'a [&'static Nature],
    /// The kind of the file, when it is told.
    pub nature: Option<&'a str>,
    /// The code of the structure whose file it is.
    pub structure: Option<&'a str>,
    /// What was said of other files.
    pub connus: &'a [Gabarit],
    /// Today.
    pub jour: Date,
}

/// A field, where it would come from, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposee {
    pub nature: &'static str,
    /// Our column.
    pub colonne: &'static str,
    /// Where it comes from.
    pub champ: Champ,
    /// Why, in words.
    pub raison: String,
}

/// Values and how often each comes.
pub type Comptees = Vec<(String, u64)>;

/// What is proposed of a file.
#[derive(Clone, Debug, Default)]
pub struct Proposition {
    /// The gabarit that it would be.
    pub gabarit: Gabarit,
    /// Its fields and their reasons.
    pub champs: Vec<Proposee>,
    /// By column of the file: why nothing is proposed, when something nearly was.
    pub refus: BTreeMap<usize, String>,
    /// Values that no code says: kind, column, values and how often each comes.
    pub sans_code: Vec<(&'static str, &'static str, Comptees)>,
}

/// Kinds of a person; the first says who, the others what happened to them.
const DES_PERSONNES: [&str; 4] = ["jeunes", "contrats", "participations", "positionnements"];

/// Proposes a gabarit.
pub fn proposer(nom: &str, etude: &Etude, demande: &Demande<'_>) -> Proposition {
    let essayer = |natures: &[&str]| -> Essai { Essai::nouveau(etude, demande, natures) };
    let essai = match demande.nature {
        Some(une) => essayer(&[une]),
        None => {
            let personnes = essayer(&DES_PERSONNES).resserre();
            let seules = demande.natures.iter().map(|n| n.nom).filter(|n| !DES_PERSONNES.contains(n));
            let seule = seules.map(|n| essayer(&[n])).max_by_key(|e| e.valeur());
            match seule {
                Some(seule) if seule.valeur() > personnes.valeur() => seule,
                _ => personnes,
            }
        }
    };
    essai.conclure(nom)
}

/// One way of understanding a file.
struct Essai<'a> {
    etude: &'a Etude,
    demande: &'a Demande<'a>,
    natures: Vec<&'static Nature>,
    prises: Vec<Prise>,
    refus: BTreeMap<usize, String>,
}

/// A column of the file given to a field.
struct Prise {
    proposee: Proposee,
    note: u32,
    place: Option<usize>,
}

impl<'a> Essai<'a> {
    fn nouveau(etude: &'a Etude, demande: &'a Demande<'a>, noms: &[&str]) -> Self {
        let natures = demande.natures.iter().filter(|n| noms.contains(&n.nom)).copied().collect();
        let mut essai = Self { etude, demande, natures, prises: Vec::new(), refus: BTreeMap::new() };
        essai.choisir();
        essai
    }

    /// The best column of each field, the surest first.
    fn choisir(&mut self) {
        let mut candidates: Vec<(u32, usize, Proposee)> = Vec::new();
        for nature in &self.natures {
            for colonne in nature.colonnes {
                for (place, profil) in self.etude.profils.iter().enumerate() {
                    // A number points at somebody as it names them.
                    let (nom_nature, nom) = match colonne.forme {
                        Forme::Jeune => ("jeunes", "numero"),
                        _ => (nature.nom, colonne.nom),
                    };
                    let connu = self.connu(nature.nom, colonne.nom, profil);
                    let entete = self.ressemblance(nom_nature, nom, &profil.entete);
                    let lu = match (indice(colonne, profil, entete, self.demande.jour), &connu) {
                        // Another file said so, and nothing here says otherwise.
                        (Indice::Rien, Some((_, connu))) => {
                            Indice::Oui { note: 0, raison: "rien ne le contredit".into(), champ: connu.clone() }
                        }
                        (lu, _) => lu,
                    };
                    match lu {
                        Indice::Oui { note, raison, mut champ } => {
                            champ.provenance = self.provenance(place, &profil.entete);
                            let (note, raison, champ) = match connu {
                                Some((gabarit, connu)) => (
                                    note.max(100),
                                    format!("même en-tête dans le gabarit « {gabarit} » ; {raison}"),
                                    connu,
                                ),
                                None => (note, raison, champ),
                            };
                            candidates.push((
                                note,
                                place,
                                Proposee { nature: nature.nom, colonne: colonne.nom, champ, raison },
                            ));
                        }
                        Indice::Mais(raison) => {
                            self.refus
                                .entry(place)
                                .or_insert_with(|| format!("{}.{} ? {raison}", nature.nom, colonne.nom));
                        }
                        Indice::Rien => {}
                    }
                }
            }
        }
        candidates.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut places: HashSet<usize> = HashSet::new();
        let mut champs: HashSet<(&str, &str)> = HashSet::new();
        for (note, place, proposee) in candidates {
            if !places.contains(&place) && champs.insert((proposee.nature, proposee.colonne)) {
                places.insert(place);
                self.prises.push(Prise { proposee, note, place: Some(place) });
            }
        }
        self.couper_un_nom();
        self.completer();
    }

    /// What other gabarits say of this header.
    fn connu(&self, nature: &str, colonne: &str, profil: &Profil) -> Option<(String, Champ)> {
        let entete = pli(&profil.entete);
        self.demande.connus.iter().find_map(|g| {
            let champs = g.passes.iter().filter(|p| p.nature == nature).flat_map(|p| &p.champs);
            let mut siens = champs.filter(|(c, _)| c == colonne);
            let champ = siens.find(|(_, c)| matches!(c.colonnes(), [Designation::Nom(nom)] if pli(nom) == entete))?;
            Some((g.nom.clone(), champ.1.clone()))
        })
    }

    /// What a header has of one of ours. Under a group (« Nom Apprenti »), the name without it says as much.
    fn ressemblance(&self, nature: &str, colonne: &str, entete: &str) -> Option<Ressemblance> {
        let tout = mots().entete(nature, colonne, entete);
        if !self.etude.tableau.entete_double || matches!(tout, Some(Ressemblance::Notre | Ressemblance::Connu)) {
            return tout;
        }
        let sans_groupe = entete.rsplit_once(' ').and_then(|(nom, _)| mots().entete(nature, colonne, nom));
        sans_groupe.filter(|r| !matches!(r, Ressemblance::Contient)).or(tout)
    }

    fn provenance(&self, place: usize, entete: &str) -> Provenance {
        let designation = match self.etude.tableau.sans_entete {
            true => Designation::Position(place + 1),
            false => Designation::Nom(entete.to_owned()),
        };
        Provenance::Colonnes(vec![designation], String::new())
    }

    fn prise(&self, nature: &str, colonne: &str) -> Option<&Prise> {
        self.prises.iter().find(|p| (p.proposee.nature, p.proposee.colonne) == (nature, colonne))
    }

    fn prendre(
        &mut self,
        nature: &'static str,
        colonne: &'static str,
        champ: Champ,
        raison: String,
        place: Option<usize>,
    ) {
        self.prises.push(Prise { proposee: Proposee { nature, colonne, champ, raison }, note: 50, place });
    }

    /// « NOM Prénom » in one cell.
    fn couper_un_nom(&mut self) {
        let deux = self.prise("jeunes", "nom").is_some() && self.prise("jeunes", "prenom").is_some();
        if deux || !self.natures.iter().any(|n| n.nom == "jeunes") {
            return;
        }
        let libre = |place: &usize| {
            !self.prises.iter().any(|p| p.place == Some(*place) && !matches!(p.proposee.colonne, "nom" | "prenom"))
        };
        let meilleure = (0..self.etude.profils.len())
            .filter(libre)
            .filter(|i| self.etude.profils[*i].part(Genre::NomPrenom) >= 70)
            .max_by_key(|i| (pli(&self.etude.profils[*i].entete).contains("nom"), usize::MAX - i));
        let Some(place) = meilleure else { return };
        let profil = &self.etude.profils[place];
        let raison = format!("nom en capitales et prénom dans la même cellule : {} %", profil.part(Genre::NomPrenom));
        let provenance = self.provenance(place, &profil.entete);
        self.prises.retain(|p| !(p.proposee.nature == "jeunes" && matches!(p.proposee.colonne, "nom" | "prenom")));
        let partie = |partie| Champ::de(provenance.clone()).partie(partie);
        self.prendre("jeunes", "nom", partie(Partie::Nom(Default::default())), raison.clone(), Some(place));
        self.prendre("jeunes", "prenom", partie(Partie::Prenom(Default::default())), raison, Some(place));
    }

    /// What follows from the rest: whose file it is, who the contract is of.
    fn completer(&mut self) {
        let numero = self.prise("jeunes", "numero").map(|p| p.proposee.champ.clone());
        let numero = numero.or_else(|| self.empreinte());
        for nature in self.natures.clone() {
            for colonne in nature.colonnes {
                if self.prise(nature.nom, colonne.nom).is_some() {
                    continue;
                }
                match (colonne.nom, &numero, self.demande.structure) {
                    ("structure", _, Some(code)) => {
                        self.prendre(
                            nature.nom,
                            "structure",
                            Champ::constante(code),
                            "la structure dont c'est le fichier".into(),
                            None,
                        );
                    }
                    ("numero" | "jeune", Some(champ), _)
                        if matches!(colonne.forme, Forme::Jeune) || nature.nom == "jeunes" =>
                    {
                        let raison = match champ.provenance {
                            Provenance::Empreinte(_) => {
                                "aucune colonne de numéros : la personne est reconnue à son nom et à sa date de naissance, et n'est créée qu'après avoir été rapprochée"
                            }
                            _ => "le même numéro que celui de la personne",
                        };
                        self.prendre(nature.nom, colonne.nom, champ.clone(), raison.into(), None);
                    }
                    _ => {}
                }
            }
        }
    }

    fn empreinte(&self) -> Option<Champ> {
        let de = |colonne| Some(self.prise("jeunes", colonne)?.proposee.champ.colonnes().to_vec());
        let mut colonnes = [de("nom")?, de("prenom")?, de("date_naissance")?].concat();
        colonnes.dedup();
        Some(Champ::de(Provenance::Empreinte(colonnes)))
    }

    /// Without the kinds that the file does not tell enough of.
    fn resserre(self) -> Self {
        let dit = |nature: &str, colonnes: &[&str]| {
            colonnes.iter().all(|c| self.prise(nature, c).is_some_and(|p| p.place.is_some()))
        };
        let gardees: Vec<&str> = [
            ("jeunes", dit("jeunes", &["nom", "prenom"])),
            ("contrats", dit("contrats", &["date_debut"])),
            ("participations", dit("participations", &["date_entree", "action"])),
            ("positionnements", dit("positionnements", &["date", "action"])),
        ]
        .into_iter()
        .filter_map(|(n, garde)| garde.then_some(n))
        .collect();
        if gardees.len() == self.natures.len() || gardees.is_empty() {
            return self;
        }
        Self::nouveau(self.etude, self.demande, &gardees)
    }

    /// How much of the file this way understands.
    fn valeur(&self) -> u32 {
        let requises = |n: &&&'static Nature| {
            n.colonnes.iter().filter(|c| c.requise).all(|c| c.nom == "structure" || self.prise(n.nom, c.nom).is_some())
        };
        let entieres = self.natures.iter().filter(requises).count() as u32;
        self.prises.iter().filter(|p| p.place.is_some()).map(|p| p.note).sum::<u32>() + 200 * entieres
    }

    fn conclure(mut self, nom: &str) -> Proposition {
        let mut proposition = Proposition {
            gabarit: Gabarit { nom: nom.to_owned(), tableau: self.etude.tableau.clone(), ..Gabarit::default() },
            ..Proposition::default()
        };
        for nature in &self.natures {
            let mut passe = Passe { nature: nature.nom.to_owned(), ..Passe::default() };
            for colonne in nature.colonnes {
                let Some(rang) = self
                    .prises
                    .iter()
                    .position(|p| (p.proposee.nature, p.proposee.colonne) == (nature.nom, colonne.nom))
                else {
                    continue;
                };
                let Prise { mut proposee, place, .. } = self.prises.swap_remove(rang);
                if let (Forme::Parmi(Codes { codes, .. }), Some(profil)) =
                    (colonne.forme, place.map(|p| &self.etude.profils[p]))
                {
                    let inconnues = traduire(&mut proposee.champ, colonne.nom, codes, profil);
                    if !inconnues.is_empty() {
                        proposition.sans_code.push((nature.nom, colonne.nom, inconnues));
                    }
                }
                passe.champs.push((colonne.nom.to_owned(), proposee.champ.clone()));
                proposition.champs.push(proposee);
            }
            if !passe.champs.is_empty() {
                proposition.gabarit.passes.push(passe);
            }
        }
        let lues: HashSet<usize> = self.prises.iter().filter_map(|p| p.place).collect();
        let prises: HashSet<&Designation> = proposition.champs.iter().flat_map(|p| p.champ.colonnes()).collect();
        let libre = |place: &usize| {
            let profil = &self.etude.profils[*place];
            !lues.contains(place)
                && !prises.contains(&Designation::Nom(profil.entete.clone()))
                && !prises.contains(&Designation::Position(place + 1))
        };
        proposition.refus = self.refus.into_iter().filter(|(place, _)| libre(place)).collect();
        proposition
    }
}

/// Gives codes to the values of a column; those that nothing says are given back.
fn traduire(champ: &mut Champ, colonne: &str, codes: &'static [&'static str], profil: &Profil) -> Vec<(String, u64)> {
    let mut inconnues = Vec::new();
    for (valeur, fois) in profil.valeurs().unwrap_or_default() {
        let deja = champ.valeurs.iter().any(|(v, _)| super::modele::cle(v) == super::modele::cle(valeur));
        if deja || lue_parmi(valeur, codes).is_some() {
            continue;
        }
        match mots().code(colonne, codes, valeur) {
            Some(code) => champ.valeurs.push((valeur.to_owned(), code.to_owned())),
            None => inconnues.push((valeur.to_owned(), fois)),
        }
    }
    inconnues
}

impl Proposition {
    /// The TOML, a reason above each field, and what is left to say at its top.
    pub fn toml(&self, natures: &[&Nature]) -> String {
        let mut tete = String::from("# Proposé d'après le fichier : relisez chaque ligne avant de vous en servir.\n");
        for (nature, colonne) in super::verification::requis_manquants(&self.gabarit, natures) {
            tete.push_str(&format!("# À compléter : {nature}.{colonne} est nécessaire.\n"));
        }
        for raison in self.refus.values() {
            tete.push_str(&format!("# Non proposé : {}\n", raison.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
        let commentaire = |nature: &str, colonne: &str| {
            let raison = self.champs.iter().find(|p| (p.nature, p.colonne) == (nature, colonne))?.raison.clone();
            let sans = self.sans_code.iter().find(|(n, c, _)| (*n, *c) == (nature, colonne)).map(|(_, _, valeurs)| {
                let dites: Vec<String> = valeurs
                    .iter()
                    .map(|(v, n)| format!("« {} » ({n})", v.split_whitespace().collect::<Vec<_>>().join(" ")))
                    .collect();
                format!("\nValeurs sans code, ces lignes seraient refusées : {}", dites.join(", "))
            });
            Some(format!("{raison}{}", sans.unwrap_or_default()))
        };
        format!("{tete}{}", self.gabarit.toml_commente(&commentaire))
    }
}

//! What a page shows of a file that waits: its columns and what they may be, its first rows before and after.

use std::sync::Arc;

use super::depot::{Depot, Fait};
use super::formulaire::{self, INCONNU, NOM_PRENOM, VALEURS_MAX, designation};
use passerelle_base::{nombre, pluriel};
use passerelle_socle::echanges::{Colonne, Nature};
use passerelle_socle::echanges::{
    Essai, Gabarit, Partie, Profil, Provenance, codes_de, essayer, requis_manquants, verifier,
};

/// Rows shown.
const MONTREES: usize = 8;
/// Refused rows shown.
const REFUS: usize = 50;
/// Kinds that whoever answers for a structure may send: what is of its young people.
pub(super) const DES_PERSONNES: [&str; 4] = ["jeunes", "positionnements", "participations", "contrats"];

/// A column of the file.
pub(super) struct ColonneVue {
    pub place: usize,
    pub entete: String,
    pub exemples: String,
    pub choix: String,
    pub note: String,
    pub valeurs: Vec<ValeurVue>,
    /// Codes and their words.
    pub codes: Vec<(&'static str, &'static str)>,
}

/// A value of a column of codes.
pub(super) struct ValeurVue {
    pub valeur: String,
    pub fois: String,
    pub code: String,
    /// What its column reads by itself.
    pub lue: bool,
}

/// Choices of a kind.
pub(super) struct Groupe {
    pub nature: String,
    pub choix: Vec<(String, String)>,
}

/// A field that no column gives, and that must be.
pub(super) struct Fixe {
    pub nature: &'static str,
    pub colonne: &'static str,
    /// What a page calls it.
    pub mots: String,
    pub codes: Vec<(&'static str, &'static str)>,
}

/// A column of ours, its text or why it would be refused, and whether it is refused.
pub(super) type Devenue = (String, String, bool);

/// A row, before and after.
pub(super) struct LigneVue {
    pub ligne: u64,
    pub avant: Vec<(String, String)>,
    pub apres: Vec<(String, Vec<Devenue>)>,
}

/// What an import gave, in words.
pub(super) struct FaitVu {
    pub titre: &'static str,
    /// What was read of it, in a sentence.
    pub dit: String,
    pub allure: &'static str,
    pub fichiers: Vec<FichierVu>,
    pub sans_numero: bool,
}

/// What it gave of one kind.
pub(super) struct FichierVu {
    pub rang: usize,
    pub nature: String,
    /// The sheet that was read.
    pub feuille: Option<String>,
    pub chiffres: Vec<(String, &'static str)>,
    pub avis: Vec<String>,
    pub erreur: Option<String>,
    pub refus: Vec<(u64, String)>,
    pub a_rendre: bool,
}

/// All of it.
pub(super) struct Vue {
    pub colonnes: Vec<ColonneVue>,
    pub groupes: Vec<Groupe>,
    pub fixes: Vec<Fixe>,
    pub lignes: Vec<LigneVue>,
    pub avis: Vec<String>,
    pub fautes: Vec<String>,
    pub structure: String,
    /// The other tables of the file: rank, name.
    pub feuilles: Vec<(usize, String)>,
    pub complet: bool,
    /// Whether its columns can be chosen here: not when a row gives a kind several times.
    pub modifiable: bool,
    pub dites: i64,
}

fn court(texte: &str) -> String {
    const MAX: usize = 60;
    let une = texte.split_whitespace().collect::<Vec<_>>().join(" ");
    match une.char_indices().nth(MAX) {
        Some((fin, _)) => format!("{}…", &une[..fin]),
        None => une,
    }
}

impl Vue {
    /// Reads the first rows again; takes a while, on a thread of its own.
    pub fn nouvelle(depot: &Depot, natures: &[&'static Nature]) -> Self {
        let g = Arc::new(depot.lue.brouillon.clone());
        let essai = essayer(&depot.chemin(), &g, natures, MONTREES);
        let (essai, mut fautes) = match essai {
            Ok(essai) => (essai, Vec::new()),
            Err(e) => (Essai::default(), vec![format!("Le fichier {e}.")]),
        };
        fautes.extend(verifier(&g, natures));
        let manquants = requis_manquants(&g, natures);
        let fixes: Vec<Fixe> = manquants
            .iter()
            .filter(|(_, c)| !matches!(*c, "structure" | "numero" | "jeune" | "nom" | "prenom"))
            .map(|(n, c)| Fixe { nature: n, colonne: c, mots: dire(natures, n, c), codes: codes_de(natures, n, c) })
            .collect();
        fautes.extend(manquants.iter().map(|(n, c)| format!("Il manque {}.", dire(natures, n, c))));
        for faute in &essai.fautes {
            if !fautes.contains(faute) && !faute.starts_with("il manque") {
                fautes.push(match faute.starts_with("n'") {
                    true => format!("Le fichier {faute}."),
                    false => faute.clone(),
                });
            }
        }
        let colonnes: Vec<ColonneVue> = depot
            .lue
            .etude
            .profils
            .iter()
            .enumerate()
            .map(|(place, p)| colonne(depot, &g, natures, place, p, &essai))
            .collect();
        let structure = g.passes.iter().flat_map(|p| &p.champs).find_map(|(c, champ)| match &champ.provenance {
            Provenance::Constante(code) if c == "structure" => Some(code.clone()),
            _ => None,
        });
        Self {
            dites: colonnes.iter().filter(|c| !c.choix.is_empty()).count() as i64,
            colonnes,
            groupes: groupes(natures),
            fixes,
            lignes: lignes(&essai, natures),
            avis: essai.avis,
            complet: fautes.is_empty(),
            modifiable: formulaire::modifiable(&g),
            fautes,
            structure: structure.unwrap_or_default(),
            feuilles: depot
                .lue
                .autres
                .iter()
                .map(|e| e.tableau.feuille.clone().unwrap_or_default())
                .enumerate()
                .collect(),
        }
    }

    /// « 8 colonnes lues sur 11 ».
    pub fn compte(&self) -> String {
        format!("{} sur {}", pluriel(self.dites, "colonne lue", "colonnes lues"), self.colonnes.len())
    }
}

fn colonne(
    depot: &Depot,
    g: &Gabarit,
    natures: &[&'static Nature],
    place: usize,
    profil: &Profil,
    essai: &Essai,
) -> ColonneVue {
    let ici = designation(&depot.lue.etude, place);
    let mut siennes: Vec<(&str, &str, Option<&Partie>)> = Vec::new();
    for passe in &g.passes {
        let lues = passe.champs.iter().filter(|(_, c)| c.colonnes() == [ici.clone()]);
        siennes.extend(lues.map(|(nom, c)| (passe.nature.as_str(), nom.as_str(), c.partie.as_ref())));
    }
    // A number points at somebody in each kind: it is chosen once.
    let premiere = siennes.iter().find(|(_, nom, _)| *nom != "jeune").or(siennes.first());
    let choix = match premiere {
        Some((_, _, Some(Partie::Nom(_) | Partie::Prenom(_)))) => NOM_PRENOM.to_owned(),
        Some((nature, nom, _)) => format!("{nature}.{nom}"),
        None => String::new(),
    };
    let raison = premiere
        .and_then(|(n, c, _)| depot.lue.raisons.get(&((*n).to_owned(), (*c).to_owned())))
        .or_else(|| depot.lue.refus.get(&place));
    let mut exemples: Vec<String> =
        essai.lignes.iter().filter_map(|l| l.avant.get(place)).map(|c| court(c)).filter(|c| !c.is_empty()).collect();
    exemples.dedup();
    exemples.truncate(3);
    let (codes, valeurs) = match premiere {
        Some((nature, nom, _)) => valeurs(g, natures, nature, nom, profil),
        None => (Vec::new(), Vec::new()),
    };
    ColonneVue {
        place,
        entete: court(&profil.entete),
        exemples: exemples.join(" · "),
        choix,
        note: raison.cloned().unwrap_or_default(),
        valeurs,
        codes,
    }
}

/// The values of a column of codes, those that no code says first.
fn valeurs(
    g: &Gabarit,
    natures: &[&'static Nature],
    nature: &str,
    nom: &str,
    profil: &Profil,
) -> (Vec<(&'static str, &'static str)>, Vec<ValeurVue>) {
    let codes = codes_de(natures, nature, nom);
    if codes.is_empty() {
        return (codes, Vec::new());
    }
    let champ =
        g.passes.iter().filter(|p| p.nature == nature).flat_map(|p| &p.champs).find(|(c, _)| c == nom).map(|(_, c)| c);
    let dit = |valeur: &str| {
        let cle = passerelle_socle::echanges::cle(valeur);
        champ
            .and_then(|c| c.valeurs.iter().find(|(v, _)| passerelle_socle::echanges::cle(v) == cle))
            .map(|(_, code)| if code.is_empty() { INCONNU.to_owned() } else { code.clone() })
    };
    let mut vues: Vec<ValeurVue> = profil
        .valeurs()
        .unwrap_or_default()
        .into_iter()
        .take(VALEURS_MAX)
        .map(|(valeur, fois)| ValeurVue {
            valeur: valeur.to_owned(),
            fois: nombre(fois as i64),
            code: dit(valeur).unwrap_or_default(),
            lue: codes.iter().any(|(c, _)| passerelle_base::plier_entete(c) == passerelle_base::plier_entete(valeur)),
        })
        .collect();
    vues.sort_by_key(|v| v.lue || !v.code.is_empty());
    (codes, vues)
}

/// A column in a closed choice, where nothing else says of what it is.
fn choix_dit(nature: &Nature, colonne: &Colonne) -> String {
    match nature.nom {
        "jeunes" => colonne.mots(),
        _ => format!("{} : {}", nature.mots(), colonne.mots()),
    }
}

fn groupes(natures: &[&'static Nature]) -> Vec<Groupe> {
    let mut tries: Vec<&&'static Nature> = natures.iter().collect();
    tries.sort_by_key(|n| DES_PERSONNES.iter().position(|d| *d == n.nom).unwrap_or(DES_PERSONNES.len()));
    let groupe = |n: &&'static Nature| {
        let mut choix: Vec<(String, String)> =
            n.colonnes.iter().map(|c| (format!("{}.{}", n.nom, c.nom), choix_dit(n, c))).collect();
        if n.nom == "jeunes" {
            choix.insert(0, (NOM_PRENOM.to_owned(), "NOM et prénom dans la même cellule".to_owned()));
        }
        Groupe { nature: n.mots(), choix }
    };
    tries.into_iter().map(groupe).collect()
}

/// What a page calls a column: « Contrats : Date de début ».
fn dire(natures: &[&'static Nature], nature: &str, colonne: &str) -> String {
    let de = natures.iter().find(|n| n.nom == nature);
    let mots = de.and_then(|n| n.colonnes.iter().find(|c| c.nom == colonne)).map(Colonne::mots);
    let nature = de.map_or_else(|| nature.to_owned(), |n| n.mots());
    format!("{nature} : {}", mots.unwrap_or_else(|| colonne.to_owned()))
}

fn lignes(essai: &Essai, natures: &[&'static Nature]) -> Vec<LigneVue> {
    let ligne = |l: &passerelle_socle::echanges::Essayee| {
        let avant = std::iter::zip(&essai.entetes, &l.avant).filter(|(_, c)| !c.trim().is_empty());
        let apres = l.apres.iter().map(|(nature, champs)| {
            // Whose file it is stands above; the rows say what they change.
            let dits = |(c, t): &&(&'static str, Result<String, String>)| {
                *c != "structure" && t.as_ref().map_or(true, |t| !t.is_empty())
            };
            let champs = champs.iter().filter(dits);
            let de = natures.iter().find(|n| n.nom == nature);
            let devenue = |(nom, texte): &(&'static str, Result<String, String>)| {
                let colonne = de.and_then(|n| n.colonnes.iter().find(|c| c.nom == *nom));
                let mots = colonne.map_or_else(|| (*nom).to_owned(), Colonne::mots);
                match texte {
                    Ok(texte) => {
                        let code = colonne.and_then(|c| c.codes().into_iter().find(|(code, _)| code == texte));
                        (mots, code.map_or_else(|| court(texte), |(_, libelle)| libelle.to_owned()), true)
                    }
                    Err(phrase) => (mots, phrase.clone(), false),
                }
            };
            (de.map_or_else(|| nature.clone(), |n| n.mots()), champs.map(devenue).collect())
        });
        LigneVue { ligne: l.ligne, avant: avant.map(|(e, c)| (court(e), court(c))).collect(), apres: apres.collect() }
    };
    essai.lignes.iter().map(ligne).collect()
}

impl FaitVu {
    /// In words.
    pub fn nouveau(fait: &Fait, natures: &[&'static Nature]) -> Self {
        let refuse = fait.rapport.refuse();
        let (titre, allure) = match (&fait.erreur, fait.a_blanc, refuse) {
            (Some(_), ..) => ("Le fichier n'a pas été lu", "avis-alerte"),
            (None, true, _) => ("Essai : rien n'est enregistré", ""),
            (None, false, true) => ("Enregistré, avec des refus", "avis-attention"),
            (None, false, false) => ("Enregistré", "avis-succes"),
        };
        let mut fichiers: Vec<FichierVu> = fait
            .rapport
            .fichiers
            .iter()
            .enumerate()
            .map(|(rang, f)| {
                let chiffres = [
                    (f.lues, "lignes lues"),
                    (f.crees, "créées"),
                    (f.modifies, "modifiées"),
                    (f.inchanges, "inchangées"),
                    (f.refuses, "refusées"),
                ];
                FichierVu {
                    rang,
                    nature: f
                        .nature
                        .map(|n| natures.iter().find(|d| d.nom == n).map_or_else(|| n.to_owned(), |d| d.mots()))
                        .unwrap_or_default(),
                    feuille: f.feuille.clone(),
                    chiffres: chiffres.into_iter().map(|(n, mots)| (nombre(n as i64), mots)).collect(),
                    avis: f.avis.clone(),
                    erreur: f.erreur.clone(),
                    refus: f.refus.iter().take(REFUS).map(|r| (r.ligne, r.motif.affiche())).collect(),
                    a_rendre: !fait.a_blanc && f.refuses > 0 && f.import.is_some(),
                }
            })
            .collect();
        if let Some(erreur) = &fait.erreur {
            fichiers.push(FichierVu {
                rang: 0,
                nature: String::new(),
                feuille: None,
                chiffres: vec![],
                avis: vec![],
                erreur: Some(erreur.clone()),
                refus: vec![],
                a_rendre: false,
            });
        }
        let sans_numero = fait
            .rapport
            .fichiers
            .iter()
            .flat_map(|f| &f.refus)
            .any(|r| r.motif.phrase.contains("ne donne pas de numéro"));
        let lues: Vec<String> =
            fichiers.iter().filter(|f| !f.nature.is_empty()).map(|f| f.nature.to_lowercase()).collect();
        let dit = match lues.as_slice() {
            [] => "Rien n'a été lu dans ce fichier.".to_owned(),
            lues => format!("Lu dans ce fichier : {}.", lues.join(", ")),
        };
        Self { titre, dit, allure, fichiers, sans_numero }
    }
}

//! What a change is asked with: the form that a page of the site shows for it, filled as somebody in good faith would fill it.
//! Nothing is listed route by route: a new form is found, filled and sent.

use std::collections::HashMap;

use passerelle::routes;
use passerelle_monde::Monde;
use passerelle_monde::html::{dans, texte, tous};
use passerelle_monde::porte::Porte;
use passerelle_socle::temps::Horloge;
use passerelle_socle::web::Declaration;
use scraper::{ElementRef, Html};

/// The field of the key that each form carries.
const CLE: &str = "_geste";
/// A password that nobody would try first.
pub const MOT: &str = "girafe tournevis lundi compote";
const FORM: &str = "application/x-www-form-urlencoded";

/// A body and its type.
#[derive(Clone, Debug)]
pub struct Envoi {
    pub genre: String,
    pub corps: String,
    /// What it was made of, to be sent again with one field changed.
    champs: Vec<Champ>,
    fichiers: Option<Vec<Fichier>>,
}

impl Envoi {
    /// A form whose only field is its key.
    pub fn a_cle() -> Self {
        Self::nouveau(vec![("retour".into(), "/bilan".into()), (CLE.into(), String::new())], None).a_nouveau()
    }

    /// A form without any field of its own.
    pub fn nu() -> Self {
        Self::nouveau(vec![("retour".into(), "/bilan".into())], None)
    }

    /// Of these fields.
    pub fn de(champs: Vec<Champ>) -> Self {
        Self::nouveau(champs, None)
    }

    /// A file alone.
    pub fn fichier(nom: &str, fichier: &str, texte: &str) -> Self {
        Self::nouveau(Vec::new(), Some(vec![(nom.to_owned(), (fichier.to_owned(), texte.to_owned()))]))
    }

    /// The same, as a form that takes files sends it.
    pub fn en_parts(self) -> Self {
        Self::nouveau(self.champs, Some(self.fichiers.unwrap_or_default()))
    }

    /// Of these fields; with files, when the form takes some.
    fn nouveau(champs: Vec<Champ>, fichiers: Option<Vec<Fichier>>) -> Self {
        let Some(joints) = &fichiers else {
            return Self { genre: FORM.into(), corps: encoder(&champs), champs, fichiers };
        };
        let mut corps = String::new();
        for (nom, valeur) in &champs {
            corps += &format!("--borne\r\nContent-Disposition: form-data; name=\"{nom}\"\r\n\r\n{valeur}\r\n");
        }
        for (nom, (fichier, texte)) in joints {
            corps += &format!(
                "--borne\r\nContent-Disposition: form-data; name=\"{nom}\"; filename=\"{fichier}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n{texte}\r\n"
            );
        }
        Self { genre: "multipart/form-data; boundary=borne".into(), corps: corps + "--borne--\r\n", champs, fichiers }
    }

    /// The form of another window, in which somebody says something else.
    pub fn autre(&self, rang: usize) -> Self {
        let dire = |(nom, valeur): &Champ| {
            let valeur = valeur.replace("Un essai", &format!("Un essai {rang}"));
            let valeur = valeur.replace("quelqu.un", &format!("quelqu.un{rang}"));
            let valeur = valeur.replace("\"Service plus\"", &format!("\"Service plus {rang}\""));
            (nom.clone(), valeur.replace("98 12 34", &format!("98 12 {}", 40 + rang)))
        };
        Self::nouveau(self.champs.iter().map(dire).collect(), self.fichiers.clone()).a_nouveau()
    }

    /// The same form, as its page would be shown once more: with another key.
    pub fn a_nouveau(&self) -> Self {
        let mut champs = self.champs.clone();
        for (_, valeur) in champs.iter_mut().filter(|(nom, _)| nom == CLE) {
            *valeur = passerelle_socle::db::nouvel_id::<()>().uuid().to_string();
        }
        Self::nouveau(champs, self.fichiers.clone())
    }

    /// What a field says.
    pub fn valeur(&self, nom: &str) -> &str {
        self.champs.iter().find(|(n, _)| n == nom).map_or("", |(_, v)| v)
    }

    /// How many fields it has.
    pub fn champs(&self) -> usize {
        self.champs.len()
    }

    /// How many files it joins.
    pub fn fichiers(&self) -> usize {
        self.fichiers.as_ref().map_or(0, Vec::len)
    }

    /// The same form shown once more, the last word of each line of one of its files otherwise: what a cell may hold on one line.
    pub fn fichier_hostile(&self, rang: usize, valeur: &str) -> Self {
        let mut autre = self.a_nouveau();
        if let Some((_, (_, texte))) = autre.fichiers.as_mut().and_then(|f| f.get_mut(rang)) {
            let remplir = |(n, l): (usize, &str)| match l.rfind(';') {
                Some(ici) if n > 0 => format!("{};{valeur}\r\n", &l[..ici]),
                _ => format!("{l}\r\n"),
            };
            *texte = texte.lines().enumerate().map(remplir).collect();
        }
        Self::nouveau(autre.champs, autre.fichiers)
    }

    /// The same form shown once more, one of its files under a name that holds this.
    pub fn fichier_renomme(&self, rang: usize, valeur: &str) -> Self {
        let mut autre = self.a_nouveau();
        if let Some((_, (nom, _))) = autre.fichiers.as_mut().and_then(|f| f.get_mut(rang)) {
            *nom = format!("{valeur} {nom}");
        }
        Self::nouveau(autre.champs, autre.fichiers)
    }

    /// The names of its fields, files included, but for the key.
    pub fn noms(&self) -> Vec<String> {
        let fichiers = self.fichiers.iter().flatten().map(|(nom, _)| nom);
        let mut noms: Vec<String> = self.champs.iter().map(|(nom, _)| nom).chain(fichiers).cloned().collect();
        noms.retain(|n| n != CLE);
        noms.dedup();
        noms
    }

    /// The same form shown once more, one of its fields otherwise.
    pub fn avec(&self, rang: usize, valeur: &str) -> Self {
        let mut autre = self.a_nouveau();
        valeur.clone_into(&mut autre.champs[rang].1);
        Self::nouveau(autre.champs, autre.fichiers)
    }

    /// With this value, percent-encoded, in place of what a field says: bytes that are no text too.
    pub fn avec_brut(&self, nom: &str, valeur: &str) -> Self {
        let corps = match self.genre == FORM {
            true => {
                let paire = |p: &str| match p.split_once('=') {
                    Some((n, _)) if n == nom => format!("{n}={valeur}"),
                    _ => p.to_owned(),
                };
                self.corps.split('&').map(paire).collect::<Vec<_>>().join("&")
            }
            false => {
                let debut = format!("form-data; name=\"{nom}\"");
                let Some(ici) = self.corps.find(&debut).and_then(|d| Some(d + self.corps[d..].find("\r\n\r\n")? + 4))
                else {
                    return self.clone();
                };
                let fin = ici + self.corps[ici..].find("\r\n--borne").unwrap_or(0);
                let clair = valeur.replace("%00", "\0").replace("%20", " ").replace("%27", "'");
                format!("{}{clair}{}", &self.corps[..ici], &self.corps[fin..])
            }
        };
        Self { corps, ..self.clone() }
    }
}

/// Looks through pages for the forms that ask for changes; a page once read is not read again.
pub struct Chercheur<'a> {
    porte: &'a Porte,
    lues: &'a mut HashMap<(String, String), Option<String>>,
    /// The page where the form was found, by its pattern, and how many readers looked for it.
    ou: Option<&'static str>,
    essayes: usize,
    /// The last form found: what those who are shown none would send.
    pub dernier: Option<Envoi>,
}

impl<'a> Chercheur<'a> {
    pub fn nouveau(porte: &'a Porte, lues: &'a mut HashMap<(String, String), Option<String>>) -> Self {
        Self { porte, lues, ou: None, essayes: 0, dernier: None }
    }

    /// The form that this reader is shown for a change at this address.
    pub async fn chercher(&mut self, d: &Declaration, chemin: &str, cookie: &str) -> Option<Envoi> {
        if self.ou.is_none() && self.essayes >= 4 {
            return None;
        }
        self.essayes += 1;
        for (patron, adresse) in pages_possibles(d, chemin) {
            if self.ou.is_some_and(|ou| ou != patron) {
                continue;
            }
            let Some(page) = self.page(&adresse, cookie).await else { continue };
            let mut trouve = lire(&page, chemin);
            if trouve.is_none()
                && let Some(question) = question(&page)
                && let Some(page) = self.page(&format!("{adresse}?{question}"), cookie).await
            {
                trouve = lire(&page, chemin);
            }
            if let Some(envoi) = trouve {
                self.ou = Some(patron);
                self.dernier = Some(envoi.clone());
                return Some(envoi);
            }
        }
        None
    }

    async fn page(&mut self, adresse: &str, cookie: &str) -> Option<String> {
        let cle = (cookie.to_owned(), adresse.to_owned());
        if !self.lues.contains_key(&cle) {
            // A link of the site map led there.
            let venue = [("referer", "https://passerelle.example/plan")];
            let reponse = self.porte.requete("GET", adresse, Some(cookie), &venue, "").await;
            let page =
                (reponse.statut == 200 && reponse.entete("content-type").contains("html")).then(|| reponse.texte());
            self.lues.insert(cle.clone(), page);
        }
        self.lues[&cle].clone()
    }
}

/// The pages where the form may be, the nearest first: its own address, those above, then the others of its capability whose
/// parameters its address gives.
fn pages_possibles(d: &Declaration, chemin: &str) -> Vec<(&'static str, String)> {
    let (patron, concret): (Vec<&str>, Vec<&str>) = (d.chemin.split('/').collect(), chemin.split('/').collect());
    let mut pages = Vec::new();
    for autre in routes::site().declarations().iter().filter(|a| a.methode == "GET") {
        let siens: Vec<&str> = autre.chemin.split('/').collect();
        let commun = siens.iter().zip(&patron).take_while(|(a, b)| a == b).count();
        // The first segment is empty.
        if commun < 2 || siens[commun..].iter().any(|s| s.starts_with('{')) || autre.chemin.contains('.') {
            continue;
        }
        let adresse: Vec<&str> = concret[..commun].iter().chain(&siens[commun..]).copied().collect();
        pages.push(((siens.len() - commun, patron.len() - commun), (autre.chemin, adresse.join("/"))));
    }
    pages.sort_by_key(|(rang, (patron, _))| (rang.0 + rang.1, rang.0, *patron));
    pages.into_iter().map(|(_, p)| p).collect()
}

/// The search that a page offers first, asked.
fn question(page: &str) -> Option<String> {
    let page = Html::parse_document(page);
    let formulaire =
        tous(&page, "main form").into_iter().find(|f| f.value().attr("method").is_none_or(|m| m == "get"))?;
    let (champs, _) = remplir(formulaire, "");
    Some(encoder(&champs))
}

/// The form of a page that goes to this address, filled.
pub fn lire(page: &str, chemin: &str) -> Option<Envoi> {
    let page = Html::parse_document(page);
    // That of a one-time link goes to its own page.
    let vers = |f: &ElementRef| f.value().attr("action").map_or(chemin.starts_with("/entrer/"), |a| a == chemin);
    let est = |f: &ElementRef| f.value().attr("method") == Some("post") && vers(f);
    let formulaire = tous(&page, "form").into_iter().find(est)?;
    let (champs, fichiers) = remplir(formulaire, chemin);
    let joints = formulaire.value().attr("enctype") == Some("multipart/form-data");
    Some(Envoi::nouveau(champs, joints.then_some(fichiers)))
}

type Champ = (String, String);
type Fichier = (String, (String, String));

/// The fields of a form: what it already holds, and what one would type, choose or tick in the others.
fn remplir(formulaire: ElementRef, chemin: &str) -> (Vec<Champ>, Vec<Fichier>) {
    let (mut champs, mut fichiers): (Vec<Champ>, Vec<Fichier>) = (Vec::new(), Vec::new());
    for e in dans(formulaire, "input, select, textarea, button") {
        let attribut = |nom: &str| e.value().attr(nom).unwrap_or_default();
        let (nom, genre) = (attribut("name").to_owned(), attribut("type"));
        let deja = champs.iter().any(|(n, _)| *n == nom);
        if nom.is_empty() {
            continue;
        }
        let valeur = match (e.value().name(), genre) {
            // Whoever has two gestures makes the first.
            ("button", _) => (!deja).then(|| attribut("value").to_owned()),
            ("input", "hidden") => Some(attribut("value").to_owned()),
            ("input", "radio" | "checkbox") => coche(formulaire, e, deja).then(|| attribut("value").to_owned()),
            ("input", "file") => {
                fichiers.extend(fichier(chemin, attribut("accept")).map(|(n, t)| (nom.clone(), (n.to_owned(), t))));
                None
            }
            ("select", _) => choisi(e),
            ("textarea", _) => {
                let texte: String = e.text().collect();
                Some(if texte.trim().is_empty() { mot(&nom) } else { texte })
            }
            _ => Some(tape(&nom, e)),
        };
        champs.extend(valeur.map(|v| (nom, v)));
    }
    (champs, fichiers)
}

/// Whether one ticks: what is ticked, what must be, and the first of several when none is.
fn coche(formulaire: ElementRef, e: ElementRef, deja: bool) -> bool {
    let (a, nom) = (|n: &str| e.value().attr(n).is_some(), e.value().attr("name").unwrap_or_default());
    let memes = dans(formulaire, &format!("input[name=\"{nom}\"]"));
    let aucun = memes.iter().all(|m| m.value().attr("checked").is_none());
    let plein = e.value().attr("value").is_some_and(|v| !v.is_empty());
    // A study wants an outcome at least.
    nom == "i_contrat"
        || a("checked")
        || a("required") && memes.len() == 1
        || aucun && !deja && plein && memes.len() > 1
}

/// What is chosen; where nothing is and something must be, the first choice.
fn choisi(e: ElementRef) -> Option<String> {
    let options: Vec<ElementRef> = dans(e, "option");
    let valeur = |o: &ElementRef| o.value().attr("value").unwrap_or_default().to_owned();
    let montree = options.iter().find(|o| o.value().attr("selected").is_some()).or(options.first())?;
    let invite = e.value().attr("required").is_some() || texte(*montree).starts_with("Choisir");
    match valeur(montree) {
        vide if vide.is_empty() && invite => options.iter().map(valeur).find(|v| !v.is_empty()),
        choisie => Some(choisie),
    }
}

/// What is typed on one line.
fn tape(nom: &str, e: ElementRef) -> String {
    let attribut = |n: &str| e.value().attr(n).unwrap_or_default();
    let garde = attribut("value");
    // Whoever comes back says another number.
    if !garde.is_empty() && attribut("type") != "tel" {
        return garde.to_owned();
    }
    match attribut("type") {
        "date" if nom.contains("naissance") => "1999-05-04".into(),
        "date" if !attribut("max").is_empty() => attribut("max").into(),
        "date" => Monde::horloge().aujourdhui().to_string(),
        "time" => "10:00".into(),
        "number" => Some(attribut("min")).filter(|m| !m.is_empty()).unwrap_or("1").into(),
        "email" => "quelqu.un@demo.example".into(),
        "tel" => "06 39 98 12 34".into(),
        "password" => MOT.into(),
        _ if ["code_postal", "commune_insee", "seuil", "cle_mois", "structures"].contains(&nom) => mot(nom),
        _ if attribut("inputmode") == "numeric" && attribut("pattern").is_empty() => "50".into(),
        _ => mot(nom),
    }
}

/// The words for a field that wants some of its own.
fn mot(nom: &str) -> String {
    match nom {
        "siret" => "73282932000074".into(),
        // Words of their own formats, or that may be left out.
        "commune_insee" | "numero" | "structure" | "structures" => String::new(),
        "courriel" => "quelqu.un@demo.example".into(),
        "telephone" => "06 39 98 12 34".into(),
        "code_postal" => "93000".into(),
        "action" => "PS-2017-02".into(),
        "seuil" => "5".into(),
        "cle_mois" => "6".into(),
        "q" => "mission".into(),
        "protocole" => passerelle_monde::tirages::protocole(),
        "bras" => "plus\r\ncommun".into(),
        "vagues" => "1, 2".into(),
        "sites" => "ML-BONDY ; Bondy ; 1/2 ; 1/2".into(),
        "strates" => "sexe ; F, M".into(),
        "exclusions" => "age ; Plus de 25 ans".into(),
        "parties" | "effacer" => String::new(),
        _ => "Un essai".into(),
    }
}

/// A file of the kind that the field accepts.
fn fichier(chemin: &str, accepte: &str) -> Option<(&'static str, String)> {
    if accepte.contains("pdf") {
        return Some(("essai.pdf", "%PDF-1.7 essai".into()));
    }
    match chemin {
        _ if accepte.contains("toml") => None,
        "/imports" => Some(("structures.csv", "code;nom;type\r\nZ1;Une de plus;autre\r\n".into())),
        _ if chemin.ends_with("/candidats/fichier") => Some(("liste.csv", "identifiant;site;vague;sexe\r\n".into())),
        _ => Some(("liste.csv", "id;nom;prenom;date_naissance\r\nE-1;Petit;Zoé;1999-05-04\r\n".into())),
    }
}

fn encoder(champs: &[Champ]) -> String {
    let garde = |o: u8| o.is_ascii_alphanumeric() || matches!(o, b'-' | b'_' | b'.' | b'~');
    let coder = |t: &str| {
        t.bytes().map(|o| if garde(o) { (o as char).to_string() } else { format!("%{o:02X}") }).collect::<String>()
    };
    champs.iter().map(|(c, v)| format!("{}={}", coder(c), coder(v))).collect::<Vec<_>>().join("&")
}

//! What a page says is so: each fault once found, as a kind, looked for on every page that a role reaches.

use passerelle_base::{Date, date_longue};
use passerelle_monde::Monde;
use passerelle_monde::html::{dans, texte, tous};
use passerelle_socle::access::{Jeune, Role};
use passerelle_socle::db;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;
use scraper::Html;
use sea_orm::FromQueryResult;

/// A young person, and a day when the question has one.
#[derive(Debug, FromQueryResult)]
struct Qui {
    id: Id<Jeune>,
    le: Option<Date>,
}

impl Qui {
    /// Whether an address is theirs.
    fn a(&self, adresse: &str) -> bool {
        adresse.split(['?', '#']).next().unwrap_or_default().split('/').any(|p| p == self.id.to_string())
    }
}

/// What the base knows, that pages are compared with.
pub struct Connu {
    jour: Date,
    /// Whose sex nobody told.
    sans_sexe: Vec<Qui>,
    /// Whose contract runs today.
    en_contrat: Vec<Qui>,
    /// To whom a file is open, and the first day that is out.
    bornes: Vec<Qui>,
}

impl Connu {
    /// Reads it.
    pub async fn lire(monde: &Monde) -> Self {
        let jour = Monde::horloge().aujourdhui();
        let (base, sans) = (monde.base.lecture(), Vec::<db::Value>::new);
        let en_contrat = "SELECT jeune_id AS id, date_fin AS le FROM contrats WHERE date_debut <= $1 \
                          AND (date_fin IS NULL OR date_fin >= $1) AND (date_rupture IS NULL OR date_rupture > $1)";
        let sans_sexe = "SELECT id, date_naissance AS le FROM jeunes WHERE sexe IS NULL";
        let bornes = "SELECT jeune_id AS id, au AS le FROM partages";
        Self {
            jour,
            sans_sexe: db::lignes(base, sans_sexe, sans()).await.unwrap(),
            en_contrat: db::lignes(base, en_contrat, [jour.into()]).await.unwrap(),
            bornes: db::lignes(base, bornes, sans()).await.unwrap(),
        }
    }

    /// What a page says that is not so.
    pub fn fautes(&self, role: Option<Role>, adresse: &str, brut: &str) -> Vec<String> {
        let page = Html::parse_document(brut);
        let un = |selecteur| tous(&page, selecteur);
        let mut fautes = Vec::new();
        if brut.contains("ces filtres") && un(".puces li").is_empty() {
            fautes.push("« ces filtres », and none is set".to_owned());
        }
        for etapes in un("ol.etapes") {
            let jours: Vec<String> =
                dans(etapes, "time").iter().filter_map(|t| t.value().attr("datetime").map(str::to_owned)).collect();
            if !jours.is_sorted() {
                fautes.push(format!("steps run backwards: {jours:?}"));
            }
        }
        let titre = un("h1").first().map(|h| texte(*h)).unwrap_or_default();
        if self.sans_sexe.iter().any(|q| q.a(adresse))
            && [", suivi par", ", suivie par"].iter().any(|s| titre.contains(s))
        {
            fautes.push(format!("« {titre} » of somebody whose sex nobody told"));
        }
        if self.en_contrat.iter().any(|q| q.a(adresse)) && un("dd").iter().any(|d| texte(*d) == "En recherche d'emploi")
        {
            fautes.push("« En recherche d'emploi » while a contract runs".to_owned());
        }
        for borne in self.bornes.iter().filter(|q| q.a(adresse)).filter_map(|q| q.le) {
            // Another share may end on that very day.
            let aussi = self.bornes.iter().any(|q| q.le.and_then(|l| l.pred_opt()) == Some(borne));
            let dit = format!("jusqu'au {}", date_longue(borne));
            if !aussi && texte(page.root_element()).replace('\u{a0}', " ").contains(&dit.replace('\u{a0}', " ")) {
                fautes.push(format!("« {dit} », the first day that is out"));
            }
        }
        if matches!(role, None | Some(Role::Jeune)) {
            fautes.extend(self.evenements(adresse, &page));
        }
        fautes.into_iter().map(|f| format!("{adresse}: {f}")).collect()
    }

    /// Whoever may come is told of what comes, and of nothing that is not for them.
    fn evenements(&self, adresse: &str, page: &Html) -> Vec<String> {
        let mut fautes = Vec::new();
        if adresse == "/" || adresse == "/evenements" {
            let jours =
                tous(page, "main time").into_iter().filter_map(|t| t.value().attr("datetime").map(str::to_owned));
            let passes: Vec<String> = jours.filter(|j| *j < self.jour.to_string()).collect();
            if !passes.is_empty() {
                fautes.push(format!("events that are over are announced: {passes:?}"));
            }
        }
        let comite = |e: &scraper::ElementRef| texte(*e).to_lowercase().contains("comité de pilotage");
        let lignes = if adresse.starts_with("/evenements") { "main tbody tr, h1" } else { "#agenda ~ ul li" };
        if tous(page, lignes).iter().any(comite) {
            fautes.push("a steering committee is told to whoever is not of it".to_owned());
        }
        fautes
    }
}

/// What is written for programs among the words of a page: codes, identifiers, numbers as they are kept. What is quoted as such
/// (`code`, `pre`) is for whoever writes files.
pub fn codes(page: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let cite = ["code", "pre", "script", "style", "textarea"];
    let mut lus: Vec<String> = Vec::new();
    for noeud in page.tree.nodes() {
        let Some(dit) = noeud.value().as_text() else { continue };
        if noeud.ancestors().any(|a| a.value().as_element().is_some_and(|e| cite.contains(&e.name()))) {
            continue;
        }
        let fin = |c: char| !(c.is_alphanumeric() || "_+-.@/".contains(c));
        lus.extend(
            dit.split(fin).map(|m| m.trim_matches(['.', '-', '/'])).filter(|m| est_un_code(m)).map(str::to_owned),
        );
    }
    lus.sort_unstable();
    lus.dedup();
    lus
}

/// Whether a word is one that no person writes.
fn est_un_code(mot: &str) -> bool {
    let (chiffres, lettres) =
        (mot.chars().filter(char::is_ascii_digit).count(), mot.chars().filter(char::is_ascii_alphabetic).count());
    let adresse = mot.contains('@') || mot.contains('/');
    let souligne = mot.contains('_') && lettres > 1 && !adresse && !mot.contains('.');
    let telephone = mot.starts_with("+33") && chiffres > 9;
    let hexa = mot.len() >= 12 && mot.chars().all(|c| c.is_ascii_hexdigit() || c == '-') && chiffres > 0 && lettres > 0;
    let chameau =
        mot.chars().zip(mot.chars().skip(1)).filter(|(a, b)| a.is_lowercase() && b.is_uppercase()).count() > 1;
    souligne || telephone || hexa || chameau
}

/// What no person writes is told from what people write.
pub fn les_codes_se_reconnaissent() {
    for code in ["apprentis_par_departement", "demandeur_emploi", "f3c8b225bd41", "+33639980042"] {
        assert!(est_un_code(code), "{code}");
    }
    for mot in [
        "Seine-Saint-Denis",
        "jeunes.csv",
        "evenements_2017.csv",
        "2018-02-20",
        "McDonald",
        "a_b@demo.example",
        "RNCP5234",
    ] {
        assert!(!est_un_code(mot), "{mot}");
    }
}

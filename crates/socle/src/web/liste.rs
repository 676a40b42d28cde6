//! A list as a page or as a file, from its description.

use askama::Template;
use axum::extract::State;
use passerelle_base::{nombre, plier, pluriel};
use passerelle_documents::{Cellule, Colonne, EcrivainCsv, EcrivainXlsx};

use super::{
    Autour, Avis, Cadre, Erreur, Etat, Filtre, Page, Parametres, Repertoire, Saisie, Site, Vide, choisir, page,
    telecharger,
};
use crate::access::{Accorde, Action, Faits, Objet, may};
use crate::db::Tranche;
use crate::journal::{self, Entree};

/// Rows on a page.
const TAILLE: i64 = 25;
/// Rows counted at most: past it the page says « plus de », and offers no page further. Reading a
/// million rows to say how many they are would cost more than the rest of the page.
const COMPTE_MAX: i64 = 100_000;
/// Rows read at a time for a file.
const LOT: i64 = 5_000;

impl Site {
    /// A list: its page and its two files, from one description.
    pub fn repertoire<F, R, A>(self, [chemin, xlsx, csv]: [&'static str; 3], objet: Objet, decrire: F) -> Self
    where
        F: Fn(Etat, Parametres) -> A + Clone + Send + Sync + 'static,
        A: Future<Output = Result<R, Erreur>> + Send + 'static,
        R: Repertoire + 'static,
    {
        let export = |format: &'static str| {
            let decrire = decrire.clone();
            move |State(etat): State<Etat>, accorde: Accorde, p: Parametres| async move {
                let r = decrire(etat.clone(), p.clone()).await?;
                exporter(&etat, &accorde, &p, &r, format).await
            }
        };
        let (en_xlsx, en_csv) = (export("xlsx"), export("csv"));
        let liste = move |State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, p: Parametres| async move {
            let r = decrire(etat.clone(), p.clone()).await?;
            afficher(&etat, cadre, &accorde, &p, &r).await
        };
        self.get(chemin, Action::Lister, objet, liste).get(xlsx, Action::Exporter, objet, en_xlsx).get(
            csv,
            Action::Exporter,
            objet,
            en_csv,
        )
    }
}

struct Tri {
    titre: String,
    numerique: bool,
    lien: Option<String>,
    sens: Option<&'static str>,
}

struct Puce {
    texte: String,
    lien: String,
}

#[derive(Template)]
#[template(path = "web/pages/liste.html")]
struct PageListe {
    cadre: Cadre,
    titre: String,
    intro: String,
    explication: Vec<String>,
    chemin: String,
    filtres: Vec<Filtre>,
    puces: Vec<Puce>,
    compte: String,
    avis: Option<Avis>,
    action: Option<(&'static str, &'static str)>,
    autre: Option<(&'static str, &'static str)>,
    colonnes: Vec<Tri>,
    lignes: Vec<Vec<Cellule>>,
    exports: Vec<(&'static str, String)>,
    pages: Vec<(String, Option<String>, bool)>,
    avant: Option<String>,
    apres: Option<String>,
    vide: Vide,
    tri: String,
}

impl PageListe {
    fn offerts(&self) -> impl Iterator<Item = &Filtre> {
        self.filtres.iter().filter(|f| f.offert())
    }
    /// How many filters stay in sight where there is little room: words to look for, or all when they are few.
    fn en_vue(&self) -> usize {
        let mots = usize::from(self.offerts().next().is_some_and(|f| matches!(f.saisie, Saisie::Texte)));
        let tous = self.offerts().count();
        if tous > mots + 1 { mots } else { tous }
    }
    fn devant(&self) -> Vec<&Filtre> {
        self.offerts().take(self.en_vue()).collect()
    }
    /// The others, under one button.
    fn plies(&self) -> Vec<&Filtre> {
        self.offerts().skip(self.en_vue()).collect()
    }
    /// How many of those are set.
    fn mis(&self) -> usize {
        self.plies().iter().filter(|f| !f.valeur.is_empty()).count()
    }
}

/// The page of a list.
pub async fn afficher(etat: &Etat, cadre: Cadre, accorde: &Accorde, p: &Parametres, r: &dyn Repertoire) -> Page {
    let tri = Choix::du_lecteur(p, r, accorde);
    let (conn, jour) = (etat.base.lecture(), etat.horloge.aujourdhui());
    let autour = Autour { base: &etat.base, personnes: etat.personnes, jour };
    let selection = choisir(r, accorde, Action::Lister, jour)?.ordre_au(&tri.sql(), jour);
    chercher(etat, accorde, r).await?;
    let (compte, borne) = r.compte(accorde, jour).unwrap_or_else(|| (selection.clone(), COMPTE_MAX));
    let demandee = p.lire("page").parse::<i64>().unwrap_or(1).clamp(1, borne / TAILLE);
    let tranche = Tranche { debut: (demandee - 1) * TAILLE, combien: TAILLE };
    let (mut lues, lu) = selection.fenetre(conn, tranche, &compte, borne + 1).await?;
    let mut total = lu.min(borne.max(lues.len() as i64));
    let ferme = ouvre_des(accorde, r).filter(|seuil| total < *seuil);
    if ferme.is_some() {
        (lues, total) = (vec![], 0);
    }
    let plus = if lu > total { "Plus de " } else { "" };
    let derniere = ((total - 1) / TAILLE + 1).max(1);
    let courante = demandee.min(derniere);
    if courante < demandee {
        lues = selection.page(conn, (courante - 1) * TAILLE, TAILLE).await?;
    }
    let debut = (courante - 1) * TAILLE;
    let lignes = r.rangees(autour, accorde, lues).await?;
    let colonnes = r.colonnes(accorde);
    let filtres = r.filtres();
    let chemin = r.chemin();
    let puces = puces(&filtres, p, &chemin);
    let vers = |n: i64| p.avec(&chemin, "page", &n.to_string());
    let export = |f: &str| p.avec(&r.chemin_export(f), "tri", p.lire("tri"));
    let peut = |action, objet| may(accorde.acteur(), action, objet, &Faits::default()).is_ok();
    let exportable = ferme.is_none() && peut(Action::Exporter, accorde.objet());
    let mut vide = ferme.map_or_else(|| r.vide(accorde), |seuil| Vide { phrase: trop_court(r, seuil), action: None });
    if puces.is_empty() {
        vide = vide.sans_filtre();
    }
    // A list that files fill, still empty, offers to bring some in to whoever may.
    let a_remplir =
        filtres.iter().all(|f| f.valeur.is_empty()) && etat.natures.iter().any(|n| n.objet == accorde.objet());
    if vide.action.is_none() && a_remplir && peut(Action::Importer, Objet::Imports) {
        vide.action = Some(("Importer des fichiers", "/imports"));
    }
    let (un, plusieurs) = r.nom();
    let compte = match (ferme, total) {
        (Some(seuil), _) => format!("Moins de {seuil} {plusieurs}"),
        (None, 0) => format!("Aucun résultat : 0 {un}"),
        _ if total <= TAILLE => pluriel(total, un, plusieurs),
        _ => format!(
            "{plus}{}, affichés de {} à {}",
            pluriel(total, un, plusieurs),
            nombre(debut + 1),
            nombre((debut + TAILLE).min(total))
        ),
    };
    let modele = PageListe {
        cadre: cadre.fil(r.fil()),
        titre: r.titre(),
        intro: r.intro(),
        explication: r.explication(),
        colonnes: colonnes.into_iter().map(|c| en_tete(c, &tri, r, p, &chemin)).collect(),
        filtres,
        puces,
        compte,
        avis: r.avis(autour, accorde).await?,
        action: r.action(accorde).filter(|_| !lignes.is_empty()),
        autre: r.autre_action(accorde),
        lignes,
        exports: if exportable { vec![("Excel (XLSX)", export("xlsx")), ("CSV", export("csv"))] } else { vec![] },
        pages: pages(courante, derniere).into_iter().map(|n| page_lien(n, courante, &vers)).collect(),
        avant: (courante > 1).then(|| vers(courante - 1)),
        apres: (courante < derniere).then(|| vers(courante + 1)),
        vide,
        tri: p.lire("tri").to_owned(),
        chemin,
    };
    page(modele)
}

/// From how many rows on this reader opens this list, when some are too short.
fn ouvre_des(accorde: &Accorde, r: &dyn Repertoire) -> Option<i64> {
    r.de_personnes().then(|| accorde.acteur().discretion().ouvre_des())
}

fn trop_court(r: &dyn Repertoire, seuil: i64) -> String {
    let (_, plusieurs) = r.nom();
    format!("Moins de {seuil} {plusieurs} : une liste aussi courte ne s'ouvre qu'à ceux qui suivent ces personnes.")
}

/// Looking for somebody by words leaves one line, without the words: they may be a name.
async fn chercher(etat: &Etat, accorde: &Accorde, r: &dyn Repertoire) -> Result<(), Erreur> {
    let de_personnes = accorde.objet().personnel() || accorde.objet() == Objet::Journal;
    let en_mots = |f: &Filtre| matches!(f.saisie, Saisie::Texte) && !f.valeur.is_empty();
    if !de_personnes || accorde.acteur().compte().is_none() || !r.filtres().iter().any(en_mots) {
        return Ok(());
    }
    let entree = Entree::sur(accorde.action(), accorde.objet()).detail(format!("{} recherche", r.chemin()));
    let tx = etat.base.en_lisant().await?;
    journal::ecrire(&tx, etat.horloge.maintenant(), accorde.acteur(), entree);
    tx.commit().await?;
    Ok(())
}

/// The sort asked for.
struct Choix {
    cle: &'static str,
    sql: &'static str,
    inverse: bool,
}

impl Choix {
    /// What was asked for, when it sorts a column that this reader is shown; else what comes first for them.
    fn du_lecteur(p: &Parametres, r: &dyn Repertoire, accorde: &Accorde) -> Self {
        let demande = p.lire("tri");
        let cle = demande.trim_start_matches('-');
        let montree = r.colonnes(accorde).iter().any(|c| c.cle == cle);
        let premier = r.tri_premier(accorde).unwrap_or_default();
        Self::lire(if montree { demande } else { premier }, r.tris())
    }

    fn lire(demande: &str, tris: &'static [(&'static str, &'static str)]) -> Self {
        let (inverse, nom) = demande.strip_prefix('-').map_or((false, demande), |n| (true, n));
        match tris.iter().find(|(c, _)| *c == nom) {
            Some((cle, sql)) => Self { cle, sql, inverse },
            None => Self { cle: tris[0].0, sql: tris[0].1, inverse: false },
        }
    }

    fn sql(&self) -> String {
        if !self.inverse {
            return self.sql.to_owned();
        }
        let tourner = |t: &str| match t.strip_suffix(" DESC") {
            Some(nu) => nu.to_owned(),
            None => format!("{t} DESC"),
        };
        self.sql.split(", ").map(tourner).collect::<Vec<_>>().join(", ")
    }
}

fn en_tete(colonne: Colonne, tri: &Choix, r: &dyn Repertoire, p: &Parametres, chemin: &str) -> Tri {
    let Colonne { cle, titre, numerique } = colonne;
    let triable = r.tris().iter().find(|(c, _)| *c == cle);
    let courant = tri.cle == cle;
    let descend = triable.is_some_and(|(_, sql)| sql.split(',').next().is_some_and(|t| t.ends_with(" DESC")));
    let sens = courant.then_some(if tri.inverse ^ descend { "descending" } else { "ascending" });
    let lien = triable.map(|_| {
        let demande = if courant && !tri.inverse { format!("-{cle}") } else { cle.to_owned() };
        p.avec(chemin, "tri", &demande)
    });
    Tri { titre, numerique, lien, sens }
}

fn puces(filtres: &[Filtre], p: &Parametres, chemin: &str) -> Vec<Puce> {
    let choisis = filtres.iter().filter(|f| f.offert() && !f.est_date() && !f.valeur.is_empty());
    choisis.map(|f| Puce { texte: format!("{} : {}", f.libelle, f.dit()), lien: p.avec(chemin, f.cle, "") }).collect()
}

/// First, last, and two around the current page; 0 stands for a gap.
fn pages(courante: i64, derniere: i64) -> Vec<i64> {
    let mut numeros: Vec<i64> = vec![];
    for n in 1..=derniere.min(4_000_000) {
        let proche = (n - courante).abs() <= 2 || n == 1 || n == derniere;
        if proche {
            if numeros.last().is_some_and(|d| n - d > 1) {
                numeros.push(0);
            }
            numeros.push(n);
        }
    }
    numeros
}

fn page_lien(n: i64, courante: i64, vers: &impl Fn(i64) -> String) -> (String, Option<String>, bool) {
    match n {
        0 => ("…".into(), None, false),
        n => (nombre(n), Some(vers(n)), n == courante),
    }
}

/// A list as a file: the same rows, the same columns, the filters in its name.
pub async fn exporter(etat: &Etat, accorde: &Accorde, p: &Parametres, r: &dyn Repertoire, format: &str) -> Page {
    let tri = Choix::du_lecteur(p, r, accorde);
    let jour = etat.horloge.aujourdhui();
    let autour = Autour { base: &etat.base, personnes: etat.personnes, jour };
    let selection = choisir(r, accorde, Action::Exporter, jour)?.ordre_au(&tri.sql(), jour);
    if let Some(seuil) = ouvre_des(accorde, r).filter(|seuil| *seuil > 0)
        && (selection.page(etat.base.lecture(), 0, seuil).await?.len() as i64) < seuil
    {
        return Err(Erreur::Demande(trop_court(r, seuil)));
    }
    let maintenant = etat.horloge.maintenant();
    let colonnes = r.colonnes(accorde);
    let mut sortie = match format {
        "xlsx" => Sortie::Xlsx(Box::new(EcrivainXlsx::nouveau(&r.titre(), &colonnes).map_err(interne)?)),
        "csv" => Sortie::Csv(Box::new(EcrivainCsv::nouveau(Vec::new(), &colonnes).map_err(interne)?)),
        _ => return Err(Erreur::Introuvable),
    };
    let filtres: Vec<Filtre> = r.filtres().into_iter().filter(|f| !f.valeur.is_empty()).collect();
    // Typed words may be a name: the journal keeps which filters were on, not those words.
    let detail: String = filtres.iter().map(|f| format!(" {}={}", f.cle, f.choisi().unwrap_or("…"))).collect();
    let entree = Entree::sur(Action::Exporter, accorde.objet()).detail(format!("{} {format}{detail}", r.chemin()));
    let tx = etat.base.en_lisant().await?;
    journal::ecrire(&tx, maintenant, accorde.acteur(), entree);
    tx.commit().await?;
    let mut debut = 0;
    loop {
        let lues = selection.page(etat.base.lecture(), debut, LOT).await?;
        let finie = (lues.len() as i64) < LOT;
        for ligne in r.rangees(autour, accorde, lues).await? {
            sortie.ligne(&ligne)?;
        }
        debut += LOT;
        if finie {
            break;
        }
    }
    let mut nom = vec![pour_un_nom(&r.titre())];
    nom.extend(filtres.iter().map(|f| if f.choisi().is_some() { pour_un_nom(&f.dit()) } else { "recherche".into() }));
    nom.dedup();
    nom.push(maintenant.date_paris().to_string());
    Ok(telecharger(&format!("{}.{format}", nom.join("_")), sortie.finir()?))
}

/// A part of the name of a file: short, in letters that every system takes.
fn pour_un_nom(texte: &str) -> String {
    let mots = plier(texte).replace(' ', "-");
    mots.chars().filter(char::is_ascii).take(40).collect()
}

enum Sortie {
    Xlsx(Box<EcrivainXlsx>),
    Csv(Box<EcrivainCsv<Vec<u8>>>),
}

fn interne(e: passerelle_documents::Erreur) -> Erreur {
    Erreur::Demande(e.to_string())
}

impl Sortie {
    fn ligne(&mut self, cellules: &[Cellule]) -> Result<(), Erreur> {
        match self {
            Self::Xlsx(x) => x.ligne(cellules).map_err(interne),
            Self::Csv(c) => c.ligne(cellules).map_err(interne),
        }
    }
    fn finir(self) -> Result<Vec<u8>, Erreur> {
        match self {
            Self::Xlsx(x) => x.finir().map_err(interne),
            Self::Csv(c) => c.finir().map_err(interne),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_pages_are_told_by_a_gap() {
        assert_eq!(pages(1, 1), [1]);
        assert_eq!(pages(5, 12), [1, 0, 3, 4, 5, 6, 7, 0, 12]);
        assert_eq!(pages(2, 4), [1, 2, 3, 4]);
    }

    #[test]
    fn a_reversed_sort_turns_each_term() {
        let tris: &'static [(&str, &str)] = &[("date", "c.date DESC, c.id")];
        assert_eq!(Choix::lire("-date", tris).sql(), "c.date, c.id DESC");
        assert_eq!(Choix::lire("autre", tris).sql(), "c.date DESC, c.id");
    }
}

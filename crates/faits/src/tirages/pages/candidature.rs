//! The candidacies of one young person, from their file: entering, excluding, withdrawing; then their group, the proof
//! that they were on the list, and what departs from the draw.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{Date, date_longue};
use passerelle_socle::ident::Id;
use passerelle_tirage::Protocole;

use super::candidats::{faute_du_groupe, groupe_saisi, un_de_plus};
use super::ouverture::{lire, ouverte, regles};
use crate::tirages::candidats::{self, Candidat, Constat, Ecart, changer, noter_ecart};
use crate::tirages::inscrits::sites_ouverts;
use crate::tirages::lecture;
use crate::tirages::model::{ECARTS, Etat as Ou};
use crate::tirages::rules::jour_d_ecart;
use crate::tirages::store::{self, Tirage, UnCandidat};
use passerelle_gens::accompagnements::{Dossier, GesteDossier, Qui, dossier, lire_dossier, qui};
use passerelle_socle::access::{Accorde, Action, Jeune, Objet};
use passerelle_socle::db::{Executeur, Tx};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{Cadre, Erreur, Etat, Fautes, Page, Recu, Site, page, page_a_corriger, telecharger};

/// Characters of the reason of a departure, at most.
const MOTIF_MAX: usize = 500;

pub(super) fn ajouter(site: Site) -> Site {
    site.get("/jeunes/{id}/candidats", Action::Consulter, Objet::Candidats, fiche)
        .post("/jeunes/{id}/candidats", Action::Creer, Objet::Candidats, inscrire)
        .get("/jeunes/{id}/candidats/{sous_id}/preuve.json", Action::Exporter, Objet::Groupes, preuve)
        .post("/jeunes/{id}/candidats/{sous_id}/ecarts", Action::Creer, Objet::Groupes, ecart)
        .post("/jeunes/{id}/candidats/{sous_id}/exclure", Action::Modifier, Objet::Candidats, exclure)
        .post("/jeunes/{id}/candidats/{sous_id}/retirer", Action::Retirer, Objet::Candidats, retirer)
}

/// A candidacy, its group and departures for whoever answers for the person.
struct Vue {
    c: Candidat,
    protocole: Protocole,
    ecarts: Vec<Ecart>,
    ferme: Option<String>,
}

impl Vue {
    fn saisie(&self) -> bool {
        self.c.etat() == Ou::Saisie
    }
    fn etat(&self) -> &'static str {
        self.c.etat().libelle()
    }
    fn le(&self) -> String {
        let millis = self.c.tire_le.or(self.c.fige_le).unwrap_or(self.c.saisi_le);
        date_longue(millis.date_paris())
    }
    fn groupe(&self) -> Option<&str> {
        self.c.bras.as_deref().filter(|b| *b != passerelle_tirage::SURNOMBRE)
    }
    fn motif(&self) -> String {
        let code = &self.c.exclusion;
        self.protocole.exclusions().iter().find(|e| e.code == *code).map_or_else(|| code.clone(), |e| e.motif.clone())
    }
    fn autres_bras(&self) -> Vec<&str> {
        let tous = self.protocole.bras().iter();
        tous.map(String::as_str).filter(|b| Some(*b) != self.c.bras.as_deref()).collect()
    }
    fn nature<'a>(&self, e: &'a Ecart) -> &'a str {
        ECARTS.libelle(&e.nature)
    }
}

/// A draw still open, with the sites that this structure enters for.
struct Ouvert {
    t: Tirage,
    protocole: Protocole,
    sites: Vec<(String, String)>,
}

/// Which form of the page came back: the one that enters somebody in a draw, or the one that notes a departure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sur {
    Inscription(Id<Tirage>),
    Ecart(Id<UnCandidat>),
}

impl From<Id<Tirage>> for Sur {
    fn from(tirage: Id<Tirage>) -> Self {
        Self::Inscription(tirage)
    }
}

impl From<Id<UnCandidat>> for Sur {
    fn from(candidat: Id<UnCandidat>) -> Self {
        Self::Ecart(candidat)
    }
}

#[derive(Template)]
#[template(path = "tirages/pages/candidature.html")]
struct PageCandidature {
    cadre: Cadre,
    qui: Qui,
    vues: Vec<Vue>,
    ouverts: Vec<Ouvert>,
    peut: bool,
    /// Whether its reader answers for the person, and so reads their group.
    repond: bool,
    aujourdhui: Date,
    max: usize,
    /// Which form came back, and what was typed.
    sur: Option<Sur>,
    saisi: Recu,
    fautes: Fautes,
}

impl PageCandidature {
    fn revient<T>(&self, id: &Id<T>) -> bool
    where
        Sur: From<Id<T>>,
    {
        self.sur == Some(Sur::from(*id)) && !self.fautes.aucune()
    }
    fn lu<T>(&self, id: &Id<T>, cle: &str) -> &str
    where
        Sur: From<Id<T>>,
    {
        if self.revient(id) { self.saisi.brut(cle) } else { "" }
    }
    fn lu_strate(&self, id: &Id<Tirage>, rang: &usize) -> &str {
        self.lu(id, &format!("strate-{rang}"))
    }
    fn natures(&self) -> Vec<(&'static str, &'static str)> {
        ECARTS.choix()
    }
}

async fn montrer(etat: &Etat, tx: &Tx, cadre: Cadre, ouvert: &Dossier) -> Result<PageCandidature, Erreur> {
    let qui = qui(tx, ouvert).await?;
    let repond = ouvert.peut(Action::Consulter, Objet::Groupes);
    let peut = ouvert.peut(Action::Creer, Objet::Candidats);
    let mut vues = Vec::new();
    for mut c in candidats::du_jeune(tx, ouvert.jeune()).await? {
        let (t, protocole) = lire(tx, c.tirage_id).await?;
        let mut ecarts = Vec::new();
        match repond {
            true => ecarts = candidats::ecarts(tx, c.id).await?,
            // The group is not even held by a page that may not tell it.
            false => (c.bras, c.probabilite) = (None, None),
        }
        vues.push(Vue { c, protocole, ecarts, ferme: t.ferme() });
    }
    if vues.iter().any(|v| v.c.bras.is_some()) {
        let entree = Entree::sur(Action::Consulter, Objet::Groupes).id(ouvert.jeune());
        journal::ecrire(tx, etat.horloge.maintenant(), ouvert.accorde().acteur(), entree);
    }
    let mut ouverts = Vec::new();
    if peut {
        for t in store::ouverts(tx).await? {
            if vues.iter().any(|v| v.c.tirage_id == t.id) {
                continue;
            }
            let protocole = regles(&t)?;
            let sites = sites_ouverts(tx, &protocole, ouvert.structure()).await?;
            if !sites.is_empty() {
                ouverts.push(Ouvert { t, protocole, sites });
            }
        }
    }
    Ok(PageCandidature {
        cadre: qui.fil(cadre, "Tirages au sort"),
        qui,
        vues,
        ouverts,
        peut,
        repond,
        aujourdhui: etat.horloge.aujourdhui(),
        max: MOTIF_MAX,
        sur: None,
        saisi: Recu::default(),
        fautes: Fautes::default(),
    })
}

async fn fiche(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Jeune>>) -> Page {
    let (tx, ouvert) = lire_dossier(&etat, &accorde, id).await?;
    let montree = montrer(&etat, &tx, cadre, &ouvert).await?;
    tx.commit().await?;
    page(montree)
}

async fn revenir(g: GesteDossier, dit: &str) -> Page {
    let candidats = format!("/jeunes/{}/candidats", g.jeune());
    g.conclure(candidats, dit).await
}

/// The page again, with what was typed in the form of `sur`: reading it is told, since groups are on it.
async fn corriger(g: GesteDossier, sur: impl Into<Sur>, fautes: Fautes) -> Page {
    let montree = montrer(&g.etat, g.tx(), g.cadre(), g.dossier()).await?;
    let page = PageCandidature { sur: Some(sur.into()), saisi: g.recu.clone(), fautes, ..montree };
    g.garder().await?;
    page_a_corriger(page)
}

async fn inscrire(g: GesteDossier) -> Page {
    let choisir = || Erreur::Demande("Choisissez le tirage dans la liste des tirages ouverts.".into());
    let tirage: Id<Tirage> = g.recu.brut("tirage").parse().map_err(|_| choisir())?;
    let (t, protocole) = ouverte(g.tx(), tirage).await.map_err(|e| match e {
        Erreur::Introuvable => choisir(),
        autre => autre,
    })?;
    let groupe = groupe_saisi(&g.recu, &protocole);
    if let Some(phrase) = faute_du_groupe(g.tx(), &t, &protocole, g.dossier().structure(), &groupe).await? {
        return corriger(g, tirage, vec![("site", phrase)].into()).await;
    }
    if !un_de_plus(&g, &t, g.jeune(), &groupe).await? {
        let phrase = "Cette personne est déjà candidate, ou a déjà son groupe dans ce tirage : elle le garde.";
        return Err(Erreur::Demande(phrase.into()));
    }
    revenir(g, "La candidature est enregistrée.").await
}

/// A candidacy is only ever found through the file of the person it is about.
async fn trouver(conn: &impl Executeur, ouvert: &Dossier, candidat: Id<UnCandidat>) -> Result<Candidat, Erreur> {
    candidats::lire(conn, ouvert.jeune(), candidat).await?.ok_or(Erreur::Introuvable)
}

/// Excludes, takes back, or withdraws, as long as the list is not frozen.
async fn modifier(g: GesteDossier, candidat: Id<UnCandidat>, exclusion: Option<&str>) -> Page {
    let c = trouver(g.tx(), g.dossier(), candidat).await?;
    let (_, protocole) = ouverte(g.tx(), c.tirage_id).await?;
    if exclusion.is_some_and(|code| !code.is_empty() && protocole.exclusions().iter().all(|e| e.code != code)) {
        return Err(Erreur::Demande("Choisissez un motif d'exclusion dans la liste du protocole.".into()));
    }
    if !changer(g.tx(), g.maintenant(), g.acteur(), &c, exclusion).await? {
        return Err(Erreur::Demande("La liste vient d'être figée : rien n'y change plus.".into()));
    }
    let fait = match exclusion {
        Some("") => "L'exclusion est levée : la personne sera tirée au sort.",
        Some(_) => "L'exclusion est enregistrée : la personne reste sur la liste, sans être tirée.",
        None => "La candidature est retirée.",
    };
    revenir(g, fait).await
}

async fn exclure(Path((_, candidat)): Path<(Id<Jeune>, Id<UnCandidat>)>, g: GesteDossier) -> Page {
    let exclusion = g.recu.lire("exclusion").to_owned();
    modifier(g, candidat, Some(&exclusion)).await
}

async fn retirer(Path((_, candidat)): Path<(Id<Jeune>, Id<UnCandidat>)>, g: GesteDossier) -> Page {
    modifier(g, candidat, None).await
}

async fn preuve(
    State(etat): State<Etat>,
    accorde: Accorde,
    Path((id, candidat)): Path<(Id<Jeune>, Id<UnCandidat>)>,
) -> Page {
    let tx = etat.base.en_lisant().await?;
    let ouvert = dossier(&tx, &etat, &accorde, id).await?;
    trouver(&tx, &ouvert, candidat).await?;
    let json = lecture::preuve(&tx, ouvert.jeune(), candidat).await?.ok_or(Erreur::Introuvable)?;
    ouvert.noter(&tx, &etat, format!("candidat {candidat} : preuve"));
    tx.commit().await?;
    Ok(telecharger("preuve.json", json.into_bytes()))
}

async fn ecart(Path((_, candidat)): Path<(Id<Jeune>, Id<UnCandidat>)>, g: GesteDossier) -> Page {
    let c = trouver(g.tx(), g.dossier(), candidat).await?;
    let (Some(bras), Some(tire_le)) = (c.bras.as_deref(), c.tire_le) else {
        return Err(Erreur::Demande("Cette personne n'a pas de groupe : il n'y a pas d'écart à noter.".into()));
    };
    let (_, protocole) = lire(g.tx(), c.tirage_id).await?;
    let (nature, recu) = (g.recu.lire("nature"), g.recu.lire("bras_recu"));
    let mut fautes = Fautes::default();
    if !ECARTS.codes.contains(&nature) {
        fautes.dire("nature", "Choisissez ce qui s'écarte du tirage.");
    }
    let tire = tire_le.date_paris();
    let date = fautes.garder("date", jour_d_ecart(g.recu.lire("date"), tire, g.jour()));
    let autre = nature == "autre_groupe";
    if autre && (recu == bras || protocole.bras().iter().all(|b| b != recu)) {
        fautes.dire("bras_recu", "Choisissez le groupe dont la personne a reçu ce qui était prévu.");
    }
    let motif = Texte::lire(g.recu.lire("motif"), MOTIF_MAX).map_err(|e| e.to_string());
    let motif = fautes.garder("motif", motif.and_then(|m| m.exige("Dites pourquoi, en quelques mots.")));
    match (date, motif) {
        (Some(date), Some(motif)) if fautes.aucune() => {
            let constat = Constat { date, nature, bras_recu: autre.then_some(recu), motif: &motif };
            noter_ecart(g.tx(), g.maintenant(), g.acteur(), candidat, g.jeune(), &constat).await?;
            revenir(g, "L'écart est noté. Il s'ajoute à la liste et ne se change plus.").await
        }
        _ => corriger(g, candidat, fautes).await,
    }
}

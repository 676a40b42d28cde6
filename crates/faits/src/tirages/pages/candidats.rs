//! A structure enters its candidates: ticked in the list of those it follows, or by a file.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::pluriel;
use passerelle_socle::ident::Id;
use passerelle_tirage::{Liste, Protocole, lire_candidats};
use rand::Rng;

use super::ouverture::{fil, lire, ouverte};
use crate::tirages::candidats::{Groupe, Inscription, inscrire};
use crate::tirages::inscrits::{self, Inscrit, Proposable, sites_ouverts};
use crate::tirages::rules::{partiel, pseudonyme};
use crate::tirages::store::Tirage;
use passerelle_gens::accompagnements::dossier;
use passerelle_socle::access::{Accorde, Action, Faits, Jeune, Objet, Structure, may};
use passerelle_socle::db::Executeur;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{
    Arrivee, Cadre, Erreur, Etat, Fautes, Geste, Page, Parametres, Recu, Site, Televersement, nom_complet, page,
    page_a_corriger,
};

/// Names shown to be ticked: more are found by typing the beginning of a name.
const PROPOSES: i64 = 60;
/// A file of candidates.
const FICHIER: Televersement = Televersement {
    octets: 8 << 20,
    absent: "Choisissez un fichier .csv avec le formulaire.",
    coupe: "L'envoi a été coupé avant la fin, ou dépasse 8 Mo : recommencez.",
};
/// Faults of a file said one by one.
const FAUTES_DITES: usize = 20;

pub(super) fn ajouter(site: Site) -> Site {
    site.get("/tirages/{id}/candidats", Action::Lister, Objet::Candidats, liste)
        .post("/tirages/{id}/candidats", Action::Creer, Objet::Candidats, cocher)
        .post_fichier("/tirages/{id}/candidats/fichier", Action::Creer, Objet::Candidats, deposer, FICHIER)
}

/// A pseudonym for somebody who enters a list.
pub(super) fn nouveau_pseudonyme() -> String {
    let mut alea = [0; 8];
    rand::rng().fill_bytes(&mut alea);
    pseudonyme(alea)
}

/// What a form says of the group somebody is entered in: site, wave, one value a stratum, exclusion.
pub(super) fn groupe_saisi(recu: &Recu, protocole: &Protocole) -> Groupe {
    let lu = |cle: &str| recu.lire(cle).to_owned();
    let strates = (0..protocole.strates().len()).map(|i| lu(&format!("strate-{i}"))).collect();
    Groupe { site: lu("site"), vague: lu("vague"), strates, exclusion: lu("exclusion") }
}

/// What forbids this group: to this structure, or under this protocol.
pub(super) async fn faute_du_groupe(
    conn: &impl Executeur,
    t: &Tirage,
    protocole: &Protocole,
    structure: Option<Id<Structure>>,
    groupe: &Groupe,
) -> Result<Option<String>, Erreur> {
    if let Err(phrase) = groupe.verifier(t) {
        return Ok(Some(phrase));
    }
    let ouverts = sites_ouverts(conn, protocole, structure).await?;
    let sien = ouverts.iter().any(|(code, _)| *code == groupe.site);
    Ok((!sien).then(|| "Ce site est celui d'une autre structure : elle seule y inscrit ses candidats.".to_owned()))
}

#[derive(Template)]
#[template(path = "tirages/pages/candidats.html")]
struct PageCandidats {
    cadre: Cadre,
    t: Tirage,
    protocole: Protocole,
    /// Who is on the list, and their group for whoever answers for them.
    inscrits: Vec<(Inscrit, Option<String>)>,
    proposables: Vec<Proposable>,
    sites: Vec<(String, String)>,
    q: String,
    tous: bool,
    choisi: Groupe,
    coches: Vec<String>,
    fautes: Fautes,
}

impl PageCandidats {
    fn ouvert(&self) -> bool {
        self.t.fige_le.is_none()
    }
    fn coche(&self, id: &Id<Jeune>) -> bool {
        self.coches.iter().any(|c| *c == id.to_string())
    }
    fn valeur(&self, rang: &usize) -> &str {
        self.choisi.strates.get(*rang).map_or("", String::as_str)
    }
    fn plein(&self) -> bool {
        self.proposables.len() as i64 == PROPOSES
    }
    fn nom(&self, prenom: &str, nom: &str) -> String {
        nom_complet(prenom, nom)
    }
    fn motif(&self, code: &str) -> String {
        self.protocole.exclusions().iter().find(|e| e.code == code).map_or(code, |e| e.motif.as_str()).to_owned()
    }
}

async fn montrer(
    etat: &Etat,
    cadre: Cadre,
    accorde: &Accorde,
    id: Id<Tirage>,
    q: &str,
    tous: bool,
) -> Result<PageCandidats, Erreur> {
    let structure = accorde.acteur().structure().ok_or(Erreur::Introuvable)?;
    let compte = accorde.acteur().compte();
    let tx = etat.base.en_lisant().await?;
    let (t, protocole) = lire(&tx, id).await?;
    let mut lus = Vec::new();
    let mut inscrits = Vec::new();
    for mut i in inscrits::de_la_structure(&tx, id, structure, compte).await? {
        let groupe = i.bras.take();
        let voit = may(accorde.acteur(), Action::Consulter, Objet::Groupes, &Faits::sur(i.lien())).is_ok();
        let groupe = groupe.filter(|_| voit);
        if groupe.is_some() {
            lus.push(i.jeune_id);
        }
        inscrits.push((i, groupe));
    }
    let maintenant = etat.horloge.maintenant();
    let entree = Entree::sur(Action::Lister, Objet::Candidats).detail(format!("tirage {id}"));
    journal::ecrire(&tx, maintenant, accorde.acteur(), entree);
    let entree = Entree::sur(Action::Consulter, Objet::Groupes).detail(format!("tirage {id}"));
    journal::ecrire_lot(&tx, maintenant, accorde.acteur(), &entree, &lus);
    let ouvert = t.fige_le.is_none();
    let proposables = match ouvert {
        true => inscrits::proposables(&tx, &t, structure, compte, !tous, q, PROPOSES).await?,
        false => vec![],
    };
    let sites = sites_ouverts(&tx, &protocole, Some(structure)).await?;
    tx.commit().await?;
    Ok(PageCandidats {
        cadre: fil(cadre, &t, Some("Candidats")),
        t,
        protocole,
        inscrits,
        proposables,
        sites,
        q: q.to_owned(),
        tous,
        choisi: Groupe::default(),
        coches: vec![],
        fautes: Fautes::default(),
    })
}

async fn liste(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path(id): Path<Id<Tirage>>,
    p: Parametres,
) -> Page {
    page(montrer(&etat, cadre, &accorde, id, p.lire("q"), p.lire("tous") == "oui").await?)
}

async fn cocher(Path(id): Path<Id<Tirage>>, g: Geste) -> Page {
    let (t, protocole) = ouverte(g.tx(), id).await?;
    let groupe = groupe_saisi(&g.recu, &protocole);
    let coches: Vec<String> = g.recu.bruts("jeune").map(str::to_owned).collect();
    let mut fautes = Fautes::default();
    let structure = g.acteur().structure();
    if let Some(phrase) = faute_du_groupe(g.tx(), &t, &protocole, structure, &groupe).await? {
        fautes.dire("site", phrase);
    }
    if coches.is_empty() {
        fautes.dire("jeunes", "Cochez au moins un jeune.");
    }
    if !fautes.aucune() {
        let envoi = g.abandonner().await?;
        let (q, tous) = (envoi.recu.lire("q"), envoi.recu.lire("tous") == "oui");
        let montree = montrer(&envoi.etat, envoi.cadre(), &envoi.accorde, id, q, tous).await?;
        return page_a_corriger(PageCandidats { choisi: groupe, coches, fautes, ..montree });
    }
    let mut inscrits = 0;
    for coche in &coches {
        let jeune: Id<Jeune> = coche.parse().map_err(|_| Erreur::Introuvable)?;
        let ouvert = dossier(g.tx(), &g.etat, &g.accorde, jeune).await?;
        inscrits += i64::from(un_de_plus(&g, &t, ouvert.jeune(), &groupe).await?);
    }
    g.conclure(format!("/tirages/{id}/candidats"), pluriel(inscrits, "candidat inscrit.", "candidats inscrits.")).await
}

/// Enters somebody whose file is open, under a fresh pseudonym.
pub(super) async fn un_de_plus(g: &Geste, t: &Tirage, jeune: Id<Jeune>, groupe: &Groupe) -> Result<bool, Erreur> {
    g.accorde.pour(&[Action::Creer], &[Objet::Candidats])?;
    let (structure, identifiant) = (g.acteur().structure(), nouveau_pseudonyme());
    let (tirage, serie) = (t.id, t.serie_id);
    let inscription = Inscription { tirage, serie, jeune, structure, groupe, identifiant: &identifiant };
    Ok(inscrire(g.tx(), g.maintenant(), g.acteur(), &inscription).await?)
}

async fn deposer(Path(id): Path<Id<Tirage>>, arrivee: Arrivee) -> Page {
    // A draw that is not there is said before a byte is read.
    lire(arrivee.etat.base.lecture(), id).await?;
    let g = arrivee.recevoir().await?.ouvrir().await?;
    let octets = &g.recu.fichier.octets;
    let (t, protocole) = ouverte(g.tx(), id).await?;
    let fautes = match partiel(&t.protocole)
        .map_err(|e| e.to_string())
        .and_then(|p| lire_candidats(&p, octets).map_err(|e| e.to_string()))
    {
        Err(phrases) => phrases.lines().map(|p| format!("{p}.")).collect(),
        Ok(liste) => match inscrire_la_liste(&g, &t, &protocole, &liste, octets).await? {
            Ok(inscrits) => {
                let dit = pluriel(inscrits, "candidat inscrit.", "candidats inscrits.");
                return g.conclure(format!("/tirages/{id}/candidats"), dit).await;
            }
            Err(phrases) => phrases,
        },
    };
    let envoi = g.abandonner().await?;
    let plus = fautes.len().saturating_sub(FAUTES_DITES);
    let mut dites = Fautes::default();
    for phrase in fautes.into_iter().take(FAUTES_DITES) {
        dites.dire("fichier", phrase);
    }
    if plus > 0 {
        dites.dire("fichier", format!("Et {}.", pluriel(plus as i64, "autre ligne", "autres lignes")));
    }
    let montree = montrer(&envoi.etat, envoi.cadre(), &envoi.accorde, id, "", false).await?;
    page_a_corriger(PageCandidats { fautes: dites, ..montree })
}

/// Enters everybody of a file whose identifiers are the numbers of this structure; or the sentences that say which
/// lines are wrong, and then nothing is kept.
async fn inscrire_la_liste(
    g: &Geste,
    t: &Tirage,
    protocole: &Protocole,
    liste: &Liste,
    octets: &[u8],
) -> Result<Result<i64, Vec<String>>, Erreur> {
    let structure = g.acteur().structure().ok_or(Erreur::Introuvable)?;
    let ouverts = sites_ouverts(g.tx(), protocole, Some(structure)).await?;
    let (mut fautes, mut inscrits) = (Vec::new(), 0);
    for c in liste.candidats() {
        let lu = &liste.groupes()[c.groupe];
        let groupe = Groupe {
            site: protocole.sites()[lu.site].code.clone(),
            vague: protocole.vagues()[lu.vague].clone(),
            strates: crate::tirages::rules::strates(&lu.strate).into_iter().map(str::to_owned).collect(),
            exclusion: c.exclusion.map(|e| protocole.exclusions()[e].code.clone()).unwrap_or_default(),
        };
        let mut faute = |phrase: &'static str| fautes.push((c.identifiant.as_str(), phrase));
        if ouverts.iter().all(|(code, _)| *code != groupe.site) {
            faute("ce site est celui d'une autre structure, elle seule y inscrit ses candidats");
            continue;
        }
        let trouve = inscrits::par_numero(g.tx(), structure, &c.identifiant).await?;
        let ouvert = match trouve {
            Some(jeune) => dossier(g.tx(), &g.etat, &g.accorde, jeune).await,
            None => Err(Erreur::Introuvable),
        };
        // A number of somebody who is no longer followed here, or of nobody: the answer is the same. Whatever else went
        // wrong says nothing of who is followed.
        let suivi = match ouvert {
            Ok(dossier) => Some(dossier),
            Err(Erreur::Introuvable | Erreur::Refuse { .. }) => None,
            Err(autre) => return Err(autre),
        };
        match suivi {
            None => faute("ce numéro n'est celui d'aucun jeune que votre structure suit"),
            Some(d) if un_de_plus(g, t, d.jeune(), &groupe).await? => inscrits += 1,
            Some(_) => faute("ce jeune est déjà candidat, ou a déjà son groupe : retirez la ligne"),
        }
    }
    if fautes.is_empty() {
        return Ok(Ok(inscrits));
    }
    let lignes = lignes(octets);
    let mut dites: Vec<(u64, &str)> =
        fautes.into_iter().map(|(qui, phrase)| (lignes.get(qui).copied().unwrap_or(0), phrase)).collect();
    dites.sort_unstable();
    Ok(Err(dites.into_iter().map(|(ligne, phrase)| format!("Ligne {ligne} : {phrase}.")).collect()))
}

/// The line of each identifier of a file that the engine has read before.
fn lignes(octets: &[u8]) -> HashMap<String, u64> {
    let octets = octets.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(octets);
    let mut lecteur = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).flexible(true).from_reader(octets);
    let mut rangees = lecteur.records().filter_map(Result::ok);
    let Some(place) = rangees.next().and_then(|e| e.iter().position(|c| c.trim() == "identifiant")) else {
        return HashMap::new();
    };
    rangees.filter_map(|r| Some((r.get(place)?.trim().to_owned(), r.position()?.line()))).collect()
}

//! The requests that a structure receives: who must answer one reads what it sends, and no more.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{Date, date_longue, lire_date};
use passerelle_gens::accompagnements::sans_disparus;
use passerelle_socle::access::{Accorde, Action, Jeune, Objet, Structure};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::referentiels;
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{Cadre, Erreur, Etape, Etat as EtatWeb, Fautes, Geste, Page, page};
use sea_orm::FromQueryResult;

use crate::actions::MOTIFS;
use crate::positionnements::histoire::{Mot, mots, ton};
use crate::positionnements::model::{Depuis, Etat, Positionnement};
use crate::positionnements::rules::{promesse, suites, veut_une_raison};
use crate::positionnements::store::{self, Demande, Dire, Empeche, Signataire};

/// Characters of what is added to an answer, at most.
const MOTIF_MAX: usize = 300;
/// Requests shown on the page.
const MONTREES: u64 = 200;

/// What a request sends of somebody: given name, age, commune, level. Nothing else of their file.
#[derive(FromQueryResult)]
struct Recue {
    id: Id<Positionnement>,
    jeune_id: Id<Jeune>,
    prenom: String,
    naissance: Option<Date>,
    commune_insee: Option<String>,
    niveau: Option<String>,
    intitule: String,
    places: Option<i64>,
    prescripteur: Option<String>,
    date: Date,
}

/// A request received, and where it is.
struct Ligne {
    recue: Recue,
    depuis: Depuis,
}

impl Ligne {
    fn etat(&self) -> &'static str {
        self.depuis.etat.libelle()
    }
    fn ton(&self) -> &'static str {
        ton(self.depuis.etat)
    }
    fn le(&self) -> String {
        date_longue(self.recue.date)
    }
    fn terme(&self) -> Option<String> {
        self.depuis.echeance.map(date_longue)
    }
    fn attend(&self) -> bool {
        matches!(self.depuis.etat, Etat::Propose | Etat::Vu)
    }
    /// « 18 ans », on a day.
    fn age(&self, jour: &Date) -> String {
        match self.recue.naissance.and_then(|n| jour.years_since(n)) {
            Some(ans) => format!("{ans} ans"),
            None => "âge non connu".into(),
        }
    }
    fn commune(&self) -> String {
        let code = self.recue.commune_insee.as_deref();
        code.map_or("commune non connue", referentiels::commune).to_owned()
    }
}

const LIRE: &str = "SELECT p.id, p.jeune_id, j.prenom, j.date_naissance AS naissance, j.commune_insee, j.niveau, a.intitule, \
                    a.places, s.nom AS prescripteur, p.date FROM positionnements p JOIN jeunes j ON j.id = p.jeune_id \
                    JOIN actions a ON a.id = p.action_id LEFT JOIN structures s ON s.id = p.prescripteur_id \
                    WHERE (a.porteur_id = $1 OR p.destinataire_id = $1)";

async fn recues(conn: &impl Executeur, structure: Id<Structure>, jour: Date) -> Resultat<Vec<Ligne>> {
    let sql = format!(
        "{LIRE} AND {} ORDER BY CASE WHEN p.etat IN ('propose', 'vu') THEN 0 ELSE 1 END, p.date DESC, p.id LIMIT {MONTREES}",
        sans_disparus("p.jeune_id")
    );
    let lues: Vec<Recue> = db::lignes(conn, &sql, [structure.into()]).await?;
    let mut lignes = Vec::with_capacity(lues.len());
    for recue in lues {
        if let Some(depuis) = ou_en_est(conn, &recue, jour).await? {
            lignes.push(Ligne { recue, depuis });
        }
    }
    Ok(lignes)
}

async fn ou_en_est(conn: &impl Executeur, recue: &Recue, jour: Date) -> Resultat<Option<Depuis>> {
    match Demande::lire(conn, recue.id).await? {
        Some(demande) => demande.au(conn, jour).await,
        None => Ok(None),
    }
}

/// One of those that the structure at work receives; what is another's is not there.
async fn trouver(
    conn: &impl Executeur,
    accorde: &Accorde,
    id: Id<Positionnement>,
    jour: Date,
) -> Result<Ligne, Erreur> {
    let refus = || Erreur::Refuse { objet: Objet::DemandesRecues, id: id.uuid() };
    let structure = accorde.acteur().structure().unwrap_or_else(Id::nul);
    let sql = format!("{LIRE} AND p.id = $2 AND {}", sans_disparus("p.jeune_id"));
    let recue: Option<Recue> = db::ligne(conn, &sql, [structure.into(), id.into()]).await?;
    let recue = recue.ok_or_else(refus)?;
    let depuis = ou_en_est(conn, &recue, jour).await?.ok_or_else(refus)?;
    Ok(Ligne { recue, depuis })
}

#[derive(Template)]
#[template(path = "positionnements/pages/recus.html")]
struct PageRecus {
    cadre: Cadre,
    a_repondre: Vec<Ligne>,
    repondues: Vec<Ligne>,
    jour: Date,
    montrees: u64,
}

pub(super) async fn liste_recue(State(etat): State<EtatWeb>, cadre: Cadre, accorde: Accorde) -> Page {
    accorde.pour(&[Action::Lister], &[Objet::DemandesRecues])?;
    let jour = etat.horloge.aujourdhui();
    let structure = accorde.acteur().structure().unwrap_or_else(Id::nul);
    let toutes = recues(etat.base.lecture(), structure, jour).await?;
    let (a_repondre, repondues) = toutes.into_iter().partition(Ligne::attend);
    let cadre = cadre.fil([Etape::vers("Positionnements", "/positionnements"), Etape::ici("Demandes reçues")]);
    page(PageRecus { cadre, a_repondre, repondues, jour, montrees: MONTREES })
}

/// What was typed.
#[derive(Default)]
struct Saisie {
    etat: String,
    code_motif: String,
    echeance: String,
    motif: String,
}

#[derive(Template)]
#[template(path = "positionnements/pages/recu.html")]
struct PageRecu {
    cadre: Cadre,
    ligne: Ligne,
    mots: Vec<Mot>,
    jour: Date,
    reponses: Vec<Etat>,
    reprenable: bool,
    motifs: Vec<(&'static str, &'static str)>,
    max: usize,
    saisie: Saisie,
    fautes: Fautes,
}

/// What whoever receives may answer: the rest is for whoever asked, or for time.
fn reponses(etat: Etat) -> Vec<Etat> {
    let confirme = etat == Etat::Offert;
    let siennes = |e: &Etat| match e {
        Etat::Propose | Etat::Annule | Etat::Expire => false,
        // A place offered is confirmed where it was asked for.
        Etat::Accepte => !confirme,
        _ => true,
    };
    suites(etat).iter().copied().filter(siennes).collect()
}

async fn montrer(tx: &Tx, cadre: Cadre, accorde: &Accorde, ligne: Ligne, jour: Date) -> Result<PageRecu, Erreur> {
    let mots = mots(tx, ligne.recue.id).await?;
    let fil = [
        Etape::vers("Demandes reçues", "/positionnements/recus"),
        Etape::ici(format!("{}, {}", ligne.recue.prenom, ligne.recue.intitule)),
    ];
    Ok(PageRecu {
        cadre: cadre.fil(fil),
        reponses: reponses(ligne.depuis.etat),
        reprenable: mots.len() > 1 && mots.last().is_some_and(|m| m.se_reprend(accorde.acteur().structure())),
        ligne,
        mots,
        jour,
        motifs: MOTIFS.choix(),
        max: MOTIF_MAX,
        saisie: Saisie::default(),
        fautes: Fautes::default(),
    })
}

pub(super) async fn une_recue(
    State(etat): State<EtatWeb>,
    cadre: Cadre,
    accorde: Accorde,
    Path(id): Path<Id<Positionnement>>,
) -> Page {
    let jour = etat.horloge.aujourdhui();
    let tx = etat.base.en_lisant().await?;
    let ligne = trouver(&tx, &accorde, id, jour).await?;
    let entree = Entree::sur(Action::Consulter, Objet::Positionnements).id(ligne.recue.jeune_id);
    journal::ecrire(&tx, etat.horloge.maintenant(), accorde.acteur(), entree.detail(format!("positionnement {id}")));
    let montree = montrer(&tx, cadre, &accorde, ligne, jour).await?;
    tx.commit().await?;
    page(montree)
}

fn signataire(g: &Geste) -> Signataire<'_> {
    Signataire { acteur: g.acteur(), instant: g.maintenant(), jour: g.jour() }
}

fn dite(e: Empeche) -> Erreur {
    match e {
        Empeche::Phrase(phrase) => Erreur::Demande(phrase),
        Empeche::Base(e) => e.into(),
    }
}

/// What was typed, judged. `None` when something is to be corrected.
fn lire(g: &Geste, ligne: &Ligne, demande: &Demande, fautes: &mut Fautes) -> Option<Dire> {
    let permis = reponses(ligne.depuis.etat);
    let etat = Etat::lire(g.recu.brut("etat")).filter(|e| permis.contains(e));
    let etat = fautes.garder("etat", etat.ok_or("Choisissez une réponse dans la liste."))?;
    let code_motif = MOTIFS.code(g.recu.brut("code_motif")).filter(|_| veut_une_raison(etat));
    if veut_une_raison(etat) && code_motif.is_none() {
        fautes.dire("code_motif", "Choisissez pourquoi.");
    }
    let promise = Some(g.recu.brut("echeance")).filter(|e| !e.is_empty() && etat == Etat::Vu);
    let echeance = match (promise, demande.delais()) {
        (Some(lue), Some(delais)) => {
            let lue = lire_date(lue).map_err(|e| e.to_string());
            fautes.garder("echeance", lue.and_then(|d| promesse(demande.date, g.jour(), d, delais)))
        }
        _ => None,
    };
    let motif = fautes.garder("motif", Texte::ligne(g.recu.brut("motif"), MOTIF_MAX).map_err(|e| e.to_string()))?;
    fautes.aucune().then(|| Dire { etat, echeance, code_motif, motif: motif.ecrit() })
}

/// Answers.
pub(super) async fn repondre(Path(id): Path<Id<Positionnement>>, g: Geste) -> Page {
    let ligne = trouver(g.tx(), &g.accorde, id, g.jour()).await?;
    let demande = Demande::lire(g.tx(), id).await?.ok_or(Erreur::Introuvable)?;
    let mut fautes = Fautes::default();
    let Some(voulu) = lire(&g, &ligne, &demande, &mut fautes) else {
        let brut = |cle| g.recu.brut(cle).to_owned();
        let saisie = Saisie {
            etat: brut("etat"),
            code_motif: brut("code_motif"),
            echeance: brut("echeance"),
            motif: brut("motif"),
        };
        let montree = montrer(g.tx(), g.cadre(), &g.accorde, ligne, g.jour()).await?;
        return g.corriger(PageRecu { saisie, fautes, ..montree });
    };
    let demande_en = voulu.etat;
    let garde = store::dire(g.tx(), signataire(&g), &demande, voulu).await.map_err(dite)?;
    let phrase = match garde == demande_en {
        true => "La réponse est enregistrée. « Reprendre » la retire.",
        false => "Il n'y a plus de place : la demande est en liste d'attente, à son tour.",
    };
    g.conclure(format!("/positionnements/recus/{id}"), phrase).await
}

/// Takes the last answer of one's structure back.
pub(super) async fn reprendre_la_reponse(Path(id): Path<Id<Positionnement>>, g: Geste) -> Page {
    trouver(g.tx(), &g.accorde, id, g.jour()).await?;
    let demande = Demande::lire(g.tx(), id).await?.ok_or(Erreur::Introuvable)?;
    store::reprendre(g.tx(), signataire(&g), &demande).await.map_err(dite)?;
    g.conclure(format!("/positionnements/recus/{id}"), "La réponse est reprise : la demande est comme avant.").await
}

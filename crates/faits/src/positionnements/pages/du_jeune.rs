//! The requests made for one person: asking, following, taking back.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{Date, date_longue};
use passerelle_gens::accompagnements::{Dossier, GesteDossier, Qui, lire_dossier, qui};
use passerelle_socle::access::{Accorde, Action, Jeune, Objet};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Cadre, Erreur, Etat as EtatWeb, Fautes, Page, page};
use sea_orm::FromQueryResult;

use crate::actions::{MOTIFS, UneAction};
use crate::positionnements::histoire::{Mot, mots, ton};
use crate::positionnements::model::{Depuis, Etat, Positionnement};
use crate::positionnements::rules::suites;
use crate::positionnements::store::{self, Demande, Dire, Empeche, Signataire, Voulue};

/// An action that takes requests.
#[derive(FromQueryResult)]
struct Ouverte {
    id: Id<UneAction>,
    intitule: String,
    porteur: String,
    date_debut: Option<Date>,
}

impl Ouverte {
    /// « Passerelle bois, CFA du Lac, dès le 3 avril 2018 ».
    fn dite(&self) -> String {
        let debut = self.date_debut.map(|d| format!(", dès le {}", date_longue(d))).unwrap_or_default();
        format!("{}, {}{debut}", self.intitule, self.porteur)
    }
}

#[derive(FromQueryResult)]
struct Lue {
    id: Id<Positionnement>,
    intitule: String,
    porteur: Option<String>,
    date: Date,
}

/// A request, with where it is and what its reader may say of it.
struct Ligne {
    lue: Lue,
    depuis: Depuis,
    mots: Vec<Mot>,
    /// What the reader may say, with the words of the button; a reason comes with the second.
    simples: Vec<(Etat, &'static str)>,
    annulable: bool,
    reprenable: bool,
}

impl Ligne {
    fn etat(&self) -> &'static str {
        self.depuis.etat.libelle()
    }
    fn ton(&self) -> &'static str {
        ton(self.depuis.etat)
    }
    fn le(&self) -> String {
        date_longue(self.lue.date)
    }
    fn terme(&self) -> Option<String> {
        self.depuis.echeance.map(date_longue)
    }
}

#[derive(Template)]
#[template(path = "positionnements/pages/du_jeune.html")]
struct PageDuJeune {
    cadre: Cadre,
    qui: Qui,
    lignes: Vec<Ligne>,
    peut: bool,
    ouvertes: Vec<Ouverte>,
    motifs: Vec<(&'static str, &'static str)>,
    saisie: String,
    fautes: Fautes,
}

const OUVERTES: &str = "SELECT a.id, a.intitule, s.nom AS porteur, a.date_debut FROM actions a \
                        JOIN structures s ON s.id = a.porteur_id \
                        WHERE a.etat = 'ouverte' AND (a.date_fin IS NULL OR a.date_fin >= $1)";

async fn ouvertes(conn: &impl Executeur, jour: Date) -> Resultat<Vec<Ouverte>> {
    db::lignes(conn, &format!("{OUVERTES} ORDER BY a.intitule_plie, a.code LIMIT 200"), [jour.into()]).await
}

/// What whoever asked may say next: that a place offered is taken, or that a closed request is opened again.
fn simples(etat: Etat) -> Vec<(Etat, &'static str)> {
    let dits = [(Etat::Accepte, "Confirmer la place"), (Etat::Propose, "Demander de nouveau")];
    let permis = |e: Etat| suites(etat).contains(&e) && (e != Etat::Accepte || etat == Etat::Offert);
    dits.into_iter().filter(|(e, _)| permis(*e)).collect()
}

async fn montrer(tx: &Tx, jour: Date, cadre: Cadre, dossier: &Dossier) -> Result<PageDuJeune, Erreur> {
    let sql = "SELECT p.id, a.intitule, s.nom AS porteur, p.date FROM positionnements p JOIN actions a ON a.id = p.action_id \
               LEFT JOIN structures s ON s.id = a.porteur_id WHERE p.jeune_id = $1 ORDER BY p.date DESC, p.id DESC";
    let lues: Vec<Lue> = db::lignes(tx, sql, [dossier.jeune().into()]).await?;
    let peut = dossier.peut(Action::Creer, Objet::Positionnements);
    let mut lignes = Vec::with_capacity(lues.len());
    for lue in lues {
        let Some(demande) = Demande::lire(tx, lue.id).await? else { continue };
        let depart = Depuis { etat: Etat::Propose, date: lue.date, echeance: None };
        let depuis = demande.au(tx, jour).await?.unwrap_or(depart);
        let mots = mots(tx, lue.id).await?;
        lignes.push(Ligne {
            simples: if peut { simples(depuis.etat) } else { vec![] },
            annulable: peut && suites(depuis.etat).contains(&Etat::Annule),
            reprenable: peut && mots.len() > 1 && mots.last().is_some_and(|m| m.se_reprend(dossier.structure())),
            lue,
            depuis,
            mots,
        });
    }
    let qui = qui(tx, dossier).await?;
    Ok(PageDuJeune {
        cadre: qui.fil(cadre, "Demandes de place"),
        qui,
        lignes,
        peut,
        ouvertes: if peut { ouvertes(tx, jour).await? } else { vec![] },
        motifs: MOTIFS.choix(),
        saisie: String::new(),
        fautes: Fautes::default(),
    })
}

pub(super) async fn du_jeune(
    State(etat): State<EtatWeb>,
    cadre: Cadre,
    accorde: Accorde,
    Path(id): Path<Id<Jeune>>,
) -> Page {
    let (tx, dossier) = lire_dossier(&etat, &accorde, id).await?;
    let montree = montrer(&tx, etat.horloge.aujourdhui(), cadre, &dossier).await?;
    tx.commit().await?;
    page(montree)
}

fn signataire(g: &GesteDossier) -> Signataire<'_> {
    Signataire { acteur: g.acteur(), instant: g.maintenant(), jour: g.jour() }
}

async fn corriger(g: GesteDossier, fautes: Fautes) -> Page {
    let montree = montrer(g.tx(), g.jour(), g.cadre(), g.dossier()).await?;
    let saisie = g.recu.brut("action").to_owned();
    g.corriger(PageDuJeune { saisie, fautes, ..montree })
}

/// A request for one action among those that take some, unless one is alive.
pub(super) async fn demander(g: GesteDossier) -> Page {
    let mut fautes = Fautes::default();
    let sql = format!("{OUVERTES} AND a.id = $2");
    let choisie: Option<Id<UneAction>> = g.recu.brut("action").parse().ok();
    let ouverte: Option<Ouverte> = match choisie {
        Some(id) => db::ligne(g.tx(), &sql, [g.jour().into(), id.into()]).await?,
        None => None,
    };
    let Some(ouverte) = ouverte else {
        fautes.dire("action", "Choisissez une action dans la liste.");
        return corriger(g, fautes).await;
    };
    let vivante = "SELECT count(*) FROM positionnements p WHERE p.jeune_id = $1 AND p.action_id = $2 \
                   AND (p.etat IS NULL OR p.etat NOT IN ('refuse', 'expire', 'annule', 'non_presente'))";
    let deja = db::compter(g.tx(), vivante, [g.jeune().into(), ouverte.id.into()]).await? > 0;
    let voulue = Voulue { jeune: g.jeune(), action: ouverte.id };
    if deja || store::demander(g.tx(), signataire(&g), voulue).await?.is_none() {
        fautes.dire("action", "Une demande pour cette action est déjà faite : elle est dans la liste, plus bas.");
        return corriger(g, fautes).await;
    }
    let vers = format!("/jeunes/{}/positionnements", g.jeune());
    g.conclure(vers, "La demande est faite : la structure qui porte l'action y répond. « Annuler » la retire.").await
}

/// A request is only ever found through the file of the person it is for.
async fn trouver(g: &GesteDossier, id: Id<Positionnement>) -> Result<Demande, Erreur> {
    let demande = Demande::lire(g.tx(), id).await?.filter(|d| d.jeune_id == g.jeune());
    demande.ok_or(Erreur::Introuvable)
}

fn dite(e: Empeche) -> Erreur {
    match e {
        Empeche::Phrase(phrase) => Erreur::Demande(phrase),
        Empeche::Base(e) => e.into(),
    }
}

/// Whoever asked confirms, withdraws or asks again.
pub(super) async fn suivre(Path((_, id)): Path<(Id<Jeune>, Id<Positionnement>)>, g: GesteDossier) -> Page {
    let demande = trouver(&g, id).await?;
    let avant = demande.au(g.tx(), g.jour()).await?.map_or(Etat::Propose, |d| d.etat);
    let voulu = Etat::lire(g.recu.brut("etat"));
    let code_motif = MOTIFS.code(g.recu.brut("code_motif"));
    let permis = |e: &Etat| *e == Etat::Annule || simples(avant).iter().any(|(s, _)| s == e);
    let Some(voulu) = voulu.filter(permis) else {
        let phrase = "Cette demande a changé : rechargez la page pour voir où elle en est.";
        return Err(Erreur::Demande(phrase.into()));
    };
    if voulu == Etat::Annule && code_motif.is_none() {
        let mut fautes = Fautes::default();
        fautes.dire("code_motif", "Choisissez pourquoi la demande est annulée.");
        return corriger(g, fautes).await;
    }
    let code_motif = code_motif.filter(|_| voulu == Etat::Annule);
    let dire = Dire { code_motif, ..Dire::simplement(voulu) };
    store::dire(g.tx(), signataire(&g), &demande, dire).await.map_err(dite)?;
    let vers = format!("/jeunes/{}/positionnements", g.jeune());
    g.conclure(vers, "C'est noté. « Reprendre » remet la demande comme avant.").await
}

/// Takes back what one's structure said last.
pub(super) async fn reprendre_la_sienne(Path((_, id)): Path<(Id<Jeune>, Id<Positionnement>)>, g: GesteDossier) -> Page {
    let demande = trouver(&g, id).await?;
    store::reprendre(g.tx(), signataire(&g), &demande).await.map_err(dite)?;
    let vers = format!("/jeunes/{}/positionnements", g.jeune());
    g.conclure(vers, "C'est repris : la demande est comme avant.").await
}

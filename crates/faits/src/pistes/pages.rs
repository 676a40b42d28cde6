//! Routes of pistes, and the page of those of one person.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{Date, Siret, date_longue, lire_date};
use passerelle_gens::accompagnements::{Dossier, GesteDossier, Qui, lire_dossier, qui};
use passerelle_gens::structures::{self, Choix};
use passerelle_socle::access::{Accorde, Action, Jeune, Objet, Structure};
use passerelle_socle::db::Tx;
use passerelle_socle::ident::Id;
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{Cadre, Dit, Erreur, Etat as EtatWeb, Fautes, Page, Site, page};

use super::liste::Pistes;
use super::model::{Depuis, Etat, MOTIFS, Piste};
use super::rules::{Suivi, suites};
use super::store::{self, Dit as Mot, Empeche, LaPiste, Ouvrir, Signataire, se_reprend};

/// Characters of the name of an employer, at most.
const NOM_MAX: usize = 200;

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .repertoire(["/pistes", "/pistes.xlsx", "/pistes.csv"], Objet::Pistes, async |etat, p| {
            Ok(Pistes::de(&etat, &p))
        })
        .get("/jeunes/{id}/pistes", Action::Consulter, Objet::Pistes, du_jeune)
        .post("/jeunes/{id}/pistes", Action::Creer, Objet::Pistes, ouvrir)
        .post("/jeunes/{id}/pistes/{piste}", Action::Modifier, Objet::Pistes, avancer)
        .post("/jeunes/{id}/pistes/{piste}/signature", Action::Modifier, Objet::Pistes, prevoir)
        .post("/jeunes/{id}/pistes/{piste}/reprendre", Action::Retirer, Objet::Pistes, reprendre)
}

/// A piste, with where it is and what its reader may say of it.
struct Ligne {
    piste: LaPiste,
    depuis: Depuis,
    suivi: Suivi,
    mots: Vec<Mot>,
    /// What one click says, with the words of the button.
    avance: Option<(Etat, &'static str)>,
    abandonnable: bool,
    datable: bool,
    reprenable: bool,
}

impl Ligne {
    fn etat(&self) -> &'static str {
        self.depuis.etat.libelle()
    }
    fn ton(&self) -> &'static str {
        match self.depuis.etat {
            Etat::Signee => " etat-positif",
            _ if matches!(self.suivi, Suivi::EnRetard(_)) => " etat-attention",
            _ => "",
        }
    }
    fn depuis(&self) -> String {
        date_longue(self.depuis.date)
    }
    /// « Signature prévue dans 12 jours, le 4 mars 2018 ».
    fn signature(&self) -> Option<String> {
        let reste = self.suivi.libelle()?;
        Some(match self.piste.signature_prevue {
            Some(le) => format!("Signature prévue {reste}, le {}", date_longue(le)),
            None => format!("Signature : {reste}"),
        })
    }
    fn presse(&self) -> bool {
        matches!(self.suivi, Suivi::EnRetard(_))
    }
    fn prevue(&self) -> String {
        self.piste.signature_prevue.map(|d| d.to_string()).unwrap_or_default()
    }
}

/// What was typed to open one.
#[derive(Default)]
struct Saisie {
    siret: String,
    employeur: String,
    cfa: String,
    signature: String,
}

#[derive(Template)]
#[template(path = "pistes/pages/du_jeune.html")]
struct PageDuJeune {
    cadre: Cadre,
    qui: Qui,
    lignes: Vec<Ligne>,
    peut: bool,
    cfas: Vec<Choix>,
    motifs: Vec<(&'static str, &'static str)>,
    jour: Date,
    max: usize,
    saisie: Saisie,
    fautes: Fautes,
}

/// What one click says after a state, and its words.
fn avance(etat: Etat) -> Option<(Etat, &'static str)> {
    let mots = |e: Etat| match e {
        Etat::Convenue => Some("L'employeur est d'accord"),
        Etat::Dossier => Some("Le dossier est en cours"),
        Etat::Envisagee => Some("Rouvrir la piste"),
        Etat::Signee | Etat::Abandonnee => None,
    };
    suites(etat).iter().find_map(|e| Some((*e, mots(*e)?)))
}

async fn montrer(tx: &Tx, jour: Date, cadre: Cadre, dossier: &Dossier) -> Result<PageDuJeune, Erreur> {
    let peut = dossier.peut(Action::Creer, Objet::Pistes);
    let mut lignes = Vec::new();
    for piste in LaPiste::du_jeune(tx, dossier.jeune()).await? {
        let depuis = piste.au(tx, jour).await?;
        let mots = piste.dits(tx).await?;
        lignes.push(Ligne {
            suivi: piste.suivi(depuis.etat, jour),
            avance: avance(depuis.etat).filter(|_| peut),
            abandonnable: peut && suites(depuis.etat).contains(&Etat::Abandonnee),
            datable: peut && depuis.etat.ouverte(),
            reprenable: peut && depuis.etat != Etat::Signee && se_reprend(&mots, dossier.structure()),
            depuis,
            mots,
            piste,
        });
    }
    // Those that somebody works on, the nearest signature first; then the others, as they were opened.
    lignes.sort_by_key(|l| match (l.depuis.etat.ouverte(), l.piste.signature_prevue) {
        (true, prevue) => (0, prevue.unwrap_or(Date::MAX)),
        (false, _) => (1, Date::MAX),
    });
    let qui = qui(tx, dossier).await?;
    Ok(PageDuJeune {
        cadre: qui.fil(cadre, "Pistes"),
        qui,
        lignes,
        cfas: if peut { structures::cfas(tx).await? } else { vec![] },
        peut,
        motifs: MOTIFS.choix(),
        jour,
        max: NOM_MAX,
        saisie: Saisie::default(),
        fautes: Fautes::default(),
    })
}

async fn du_jeune(State(etat): State<EtatWeb>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Jeune>>) -> Page {
    let (tx, dossier) = lire_dossier(&etat, &accorde, id).await?;
    let montree = montrer(&tx, etat.horloge.aujourdhui(), cadre, &dossier).await?;
    tx.commit().await?;
    page(montree)
}

fn signataire(g: &GesteDossier) -> Signataire<'_> {
    Signataire { acteur: g.acteur(), instant: g.maintenant(), jour: g.jour() }
}

fn dite(e: Empeche) -> Erreur {
    match e {
        Empeche::Phrase(phrase) => Erreur::Demande(phrase),
        Empeche::Base(e) => e.into(),
    }
}

/// A day to come, or today, in a field that may be empty.
fn a_venir(g: &GesteDossier, champ: &'static str, fautes: &mut Fautes) -> Option<Date> {
    let brut = Some(g.recu.brut(champ)).filter(|d| !d.is_empty())?;
    let lue = fautes.garder(champ, lire_date(brut).map_err(|e| e.to_string()))?;
    let trop_loin = g.jour().checked_add_months(chrono::Months::new(36)).is_some_and(|limite| lue > limite);
    if lue < g.jour() || trop_loin {
        fautes.dire(champ, "Donnez une date entre aujourd'hui et dans trois ans.");
        return None;
    }
    Some(lue)
}

async fn corriger(g: GesteDossier, fautes: Fautes) -> Page {
    let montree = montrer(g.tx(), g.jour(), g.cadre(), g.dossier()).await?;
    let brut = |cle| g.recu.brut(cle).to_owned();
    let saisie = Saisie {
        siret: brut("siret"),
        employeur: brut("employeur"),
        cfa: brut("cfa"),
        signature: brut("signature_prevue"),
    };
    g.corriger(PageDuJeune { saisie, fautes, ..montree })
}

/// What was typed, judged. `None` when something is to be corrected.
async fn lire(g: &GesteDossier, fautes: &mut Fautes) -> Result<Option<Ouvrir>, Erreur> {
    let siret = g.recu.brut("siret").parse::<Siret>();
    let siret = fautes.garder("siret", siret.map_err(|_| "Ce SIRET n'est pas valide : vérifiez ses 14 chiffres."));
    let employeur = Texte::ligne(g.recu.brut("employeur"), NOM_MAX);
    let employeur = fautes.garder("employeur", employeur).and_then(Texte::ecrit);
    let cfa = match g.recu.brut("cfa") {
        "" => None,
        choisi => {
            let id: Option<Id<Structure>> = choisi.parse().ok();
            let connu = structures::cfas(g.tx()).await?.into_iter().find(|c| Some(c.id) == id);
            fautes.garder("cfa", connu.map(|c| c.id).ok_or("Choisissez un CFA dans la liste."))
        }
    };
    let prevue = a_venir(g, "signature_prevue", fautes);
    Ok(siret.filter(|_| fautes.aucune()).map(|siret| Ouvrir { jeune: g.jeune(), siret, employeur, cfa, prevue }))
}

async fn ouvrir(g: GesteDossier) -> Page {
    let mut fautes = Fautes::default();
    let Some(voulue) = lire(&g, &mut fautes).await? else { return corriger(g, fautes).await };
    if store::ouvrir(g.tx(), signataire(&g), voulue).await?.is_none() {
        fautes.dire("siret", "Une piste est déjà ouverte à ce SIRET : elle est dans la liste, plus bas.");
        return corriger(g, fautes).await;
    }
    let vers = format!("/jeunes/{}/pistes", g.jeune());
    g.conclure(vers, "La piste est ouverte.").await
}

/// A piste is only ever found through the file of the person it is for.
async fn trouver(g: &GesteDossier, id: Id<Piste>) -> Result<LaPiste, Erreur> {
    let piste = LaPiste::lire(g.tx(), id).await?.filter(|p| p.jeune_id == g.jeune());
    piste.ok_or(Erreur::Introuvable)
}

/// Moves it on, gives it up or opens it again: one click, that the sentence which follows takes back.
async fn avancer(Path((_, id)): Path<(Id<Jeune>, Id<Piste>)>, g: GesteDossier) -> Page {
    let piste = trouver(&g, id).await?;
    let Some(voulu) = Etat::lire(g.recu.brut("etat")) else {
        return Err(Erreur::Demande("Cette piste a changé : rechargez la page pour voir où elle en est.".into()));
    };
    let motif = MOTIFS.code(g.recu.brut("motif"));
    if voulu == Etat::Abandonnee && motif.is_none() {
        let mut fautes = Fautes::default();
        fautes.dire("motif", "Choisissez pourquoi la piste est abandonnée.");
        return corriger(g, fautes).await;
    }
    store::dire(g.tx(), signataire(&g), &piste, voulu, motif).await.map_err(dite)?;
    let vers = format!("/jeunes/{}/pistes", g.jeune());
    let dit = Dit::nouveau(format!("Piste chez {} : {}.", piste.chez(), voulu.libelle().to_lowercase()))
        .defaire("Reprendre", format!("{vers}/{id}/reprendre"));
    g.conclure(vers, dit).await
}

/// Says when it is to be signed.
async fn prevoir(Path((_, id)): Path<(Id<Jeune>, Id<Piste>)>, g: GesteDossier) -> Page {
    let piste = trouver(&g, id).await?;
    let mut fautes = Fautes::default();
    let Some(prevue) = a_venir(&g, "prevue", &mut fautes) else {
        if fautes.aucune() {
            fautes.dire("prevue", "Donnez la date de signature prévue.");
        }
        return corriger(g, fautes).await;
    };
    if !piste.au(g.tx(), g.jour()).await?.etat.ouverte() {
        return Err(Erreur::Demande("Cette piste est close : sa date de signature ne change plus.".into()));
    }
    store::prevoir(g.tx(), signataire(&g), &piste, prevue).await.map_err(dite)?;
    let vers = format!("/jeunes/{}/pistes", g.jeune());
    g.conclure(vers, format!("Signature prévue le {}.", date_longue(prevue))).await
}

/// Takes back what one's structure said last.
async fn reprendre(Path((_, id)): Path<(Id<Jeune>, Id<Piste>)>, g: GesteDossier) -> Page {
    let piste = trouver(&g, id).await?;
    let etat = store::reprendre(g.tx(), signataire(&g), &piste).await.map_err(dite)?;
    let vers = format!("/jeunes/{}/pistes", g.jeune());
    g.conclure(vers, format!("C'est repris : la piste est de nouveau {}.", etat.libelle().to_lowercase())).await
}

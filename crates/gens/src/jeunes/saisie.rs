//! Opening a file, and correcting one.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_socle::ident::Id;

use super::doublons::{self, Doublon};
use super::formulaire::{CHAMPS, Champ, Formulaire, NUMERO, Saisie, colonnes};
use super::saisie_store as store;
use crate::accompagnements::{GesteDossier, lire_dossier, repondre_de};
use passerelle_socle::access::{Accorde, Action, Jeune, Objet};
use passerelle_socle::db::empreinte;
use passerelle_socle::hors_vue::{self, Question};
use passerelle_socle::journal::Entree;
use passerelle_socle::web::{Cadre, Erreur, Etape, Etat, Fautes, Geste, Page, Site, page, page_a_corriger};

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau()
        .formulaire("/jeunes/nouveau", Action::Creer, Objet::Jeunes, nouveau)
        .post("/jeunes/nouveau", Action::Creer, Objet::Jeunes, creer)
        .formulaire("/jeunes/{id}/modifier", Action::Modifier, Objet::Jeunes, modifier)
        .post("/jeunes/{id}/modifier", Action::Modifier, Objet::Jeunes, corriger)
}

#[derive(Template)]
#[template(path = "jeunes/pages/saisie.html")]
struct PageSaisie {
    cadre: Cadre,
    titre: String,
    adresse: String,
    retour: String,
    bouton: &'static str,
    champs: Vec<&'static Champ>,
    saisi: Formulaire,
    fautes: Fautes,
    doublons: Vec<Doublon>,
    /// Whether this very person is known, out of the reader's sight.
    connue: bool,
    /// Nobody like them is known: what was typed is read again before it is kept.
    relire: bool,
    /// The question that this form confirms.
    essai: String,
    /// Recognises what the warning was about: it is given again for anybody else.
    confirme: String,
    /// Recognises the state of the file that was shown.
    version: String,
    /// Fields somebody else changed meanwhile.
    entre_temps: Vec<&'static str>,
    /// The page that merges files, for a file that exists.
    fusions: Option<String>,
}

impl PageSaisie {
    fn choix(&self, champ: &Champ) -> Option<Vec<(&'static str, &'static str)>> {
        match champ.saisie {
            Saisie::Choix(choix) => Some(choix()),
            _ => None,
        }
    }
    fn genre(&self, champ: &Champ) -> &'static str {
        match champ.saisie {
            Saisie::Date => "date",
            Saisie::Telephone => "tel",
            Saisie::Courriel => "email",
            _ => "text",
        }
    }
    /// The value of a field, as its input wants it.
    fn montre(&self, champ: &Champ) -> String {
        let valeur = self.saisi.lire(champ.cle);
        match (champ.cle, self.fautes.de(champ.cle)) {
            ("commune_insee", None) => passerelle_socle::referentiels::commune(valeur).to_owned(),
            _ => valeur.to_owned(),
        }
    }
}

fn page_de_creation(cadre: Cadre) -> PageSaisie {
    PageSaisie {
        cadre: cadre.fil([Etape::vers("Jeunes", "/jeunes"), Etape::ici("Inscrire un jeune")]),
        titre: "Inscrire un jeune".into(),
        adresse: "/jeunes/nouveau".into(),
        retour: "/jeunes".into(),
        bouton: "Inscrire ce jeune",
        champs: CHAMPS.iter().collect(),
        saisi: Formulaire::default(),
        fautes: Fautes::default(),
        doublons: vec![],
        connue: false,
        relire: false,
        essai: String::new(),
        confirme: String::new(),
        version: String::new(),
        entre_temps: vec![],
        fusions: None,
    }
}

async fn nouveau(cadre: Cadre, accorde: Accorde) -> Page {
    accorde.acteur().structure().ok_or(Erreur::Introuvable)?;
    page(page_de_creation(cadre))
}

/// A file is opened by two forms when the person is told in full: the first asks whether they are known, and creates
/// nothing; the second confirms. Without a date of birth nobody out of sight is looked for, and one form is enough
/// unless somebody is alike.
async fn creer(g: Geste) -> Page {
    let structure = g.acteur().structure().ok_or(Erreur::Introuvable)?;
    let (maintenant, jour) = (g.maintenant(), g.jour());
    let (saisi, mut fautes) = Formulaire::recu(&g.recu).verifier(jour);
    let numero = saisi.lire(NUMERO);
    // The numbers that a structure gave are its own to know.
    if !numero.is_empty() && store::numero_pris(g.tx(), structure, numero).await? {
        let phrase = "Ce numéro est déjà celui d'un autre jeune de votre structure : vérifiez-le, ou laissez-le vide.";
        fautes.push((NUMERO, phrase.into()));
    }
    if !fautes.is_empty() {
        let page = PageSaisie { saisi, fautes: fautes.into(), ..page_de_creation(g.cadre()) };
        return g.corriger(page);
    }
    let identite = saisi.identite();
    let essai = g.recu.lire("essai").parse().ok();
    if let Some(identite) = &identite
        && !hors_vue::reprendre(g.tx(), maintenant, g.acteur(), essai, identite).await?
    {
        hors_vue::essayer(g.tx(), maintenant, g.acteur(), Question::Inscription).await?;
    }
    let ailleurs = doublons::hors_de_vue(g.tx(), &g.accorde, jour, &saisi.traits()).await?;
    let doublons = doublons::chercher(g.tx(), &g.accorde, jour, &saisi.traits(), None).await?;
    let dits: Vec<String> = doublons.iter().map(|d| d.id.to_string()).collect();
    let dit = format!("{} {} {}", saisi.version(), dits.join(" "), !ailleurs.is_empty());
    let confirme = empreinte(dit.as_bytes());
    if (identite.is_some() || !doublons.is_empty()) && g.recu.brut("confirme") != confirme {
        // Looking for namesakes is a search by name.
        g.noter(Entree::sur(Action::Lister, Objet::Jeunes).detail("doublons"));
        let essai = match &identite {
            Some(identite) => {
                hors_vue::noter(g.tx(), maintenant, g.acteur(), Question::Inscription, &ailleurs);
                hors_vue::retenir(g.tx(), maintenant, g.acteur(), identite).await?.to_string()
            }
            None => String::new(),
        };
        let envoi = g.garder().await?;
        let (connue, relire) = (!ailleurs.is_empty(), doublons.is_empty() && ailleurs.is_empty());
        let montree =
            PageSaisie { saisi, doublons, connue, relire, confirme, essai, ..page_de_creation(envoi.cadre()) };
        return if relire { page(montree) } else { page_a_corriger(montree) };
    }
    let id = store::creer(g.tx(), maintenant, jour, &g.accorde, structure, &saisi).await?;
    let phrase = match repondre_de(g.tx(), &g.etat, g.acteur(), id).await? {
        true => {
            "Dossier ouvert. Votre structure en a la charge, et vous en êtes référent : il est dans « Mes jeunes »."
        }
        false => "Dossier ouvert. Votre structure en a la charge ; il reste à nommer un référent.",
    };
    g.mener(format!("/jeunes/{id}"), phrase).await
}

fn page_de_correction(cadre: Cadre, id: Id<Jeune>, connu: &Formulaire) -> PageSaisie {
    let nom = passerelle_socle::web::nom_complet(connu.lire("prenom"), connu.lire("nom"));
    let fiche = format!("/jeunes/{id}");
    PageSaisie {
        cadre: cadre.fil([Etape::vers("Jeunes", "/jeunes"), Etape::vers(nom.clone(), &fiche), Etape::ici("Corriger")]),
        titre: format!("Corriger la fiche de {nom}"),
        adresse: format!("{fiche}/modifier"),
        retour: fiche.clone(),
        bouton: "Enregistrer les corrections",
        champs: colonnes().collect(),
        saisi: connu.clone(),
        fautes: Fautes::default(),
        doublons: vec![],
        connue: false,
        relire: false,
        essai: String::new(),
        confirme: String::new(),
        version: connu.version(),
        entre_temps: vec![],
        fusions: Some(format!("{fiche}/fusions")),
    }
}

async fn modifier(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Jeune>>) -> Page {
    let (tx, dossier) = lire_dossier(&etat, &accorde, id).await?;
    let connu = store::lire(&tx, dossier.jeune()).await?.ok_or(Erreur::Introuvable)?;
    tx.commit().await?;
    page(page_de_correction(cadre, id, &connu))
}

async fn corriger(g: GesteDossier) -> Page {
    let id = g.jeune();
    let connu = store::lire(g.tx(), id).await?.ok_or(Erreur::Introuvable)?;
    let (saisi, fautes) = Formulaire::recu(&g.recu).verifier(g.jour());
    let page = page_de_correction(g.cadre(), id, &connu);
    let version = g.recu.brut("version").to_owned();
    if !fautes.is_empty() {
        // The version stays the one shown: a change made meanwhile is still to be told.
        return g.corriger(PageSaisie { saisi, fautes: fautes.into(), version, ..page });
    }
    if version != connu.version() {
        let entre_temps = saisi.differences(&connu).iter().map(|c| c.libelle).collect();
        return g.corriger(PageSaisie { saisi, entre_temps, ..page });
    }
    store::corriger(g.tx(), g.maintenant(), g.dossier(), store::Correction { avant: &connu, apres: &saisi }).await?;
    g.conclure(format!("/jeunes/{id}"), "Corrections enregistrées.").await
}

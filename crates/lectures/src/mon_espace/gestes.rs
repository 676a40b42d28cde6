//! What a young person writes: their details, what they contest, their objection.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{Courriel, Telephone, date_longue};
use uuid::Uuid;

use super::ouverture::{ici, ouvrir};
use super::store::{self, Coordonnees, Ecrit};
use passerelle_gens::accompagnements::GesteDossier;
use passerelle_gens::conservation;
use passerelle_gens::contacts::{self, Contact};
use passerelle_gens::contestations::{self, Contestation};
use passerelle_socle::access::{Accorde, Action, Objet, Perimetre};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{Cadre, Dit, ENTRE_TEMPS, Erreur, Etat, Fautes, Geste, Page, Site, page};

/// A young person writes less than a professional, and is never cut short for it.
const TEXTE_MAX: usize = 2_000;

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau()
        .formulaire("/mon-espace/coordonnees", Action::Consulter, Objet::MonEspace, coordonnees)
        .post("/mon-espace/coordonnees", Action::Modifier, Objet::MonEspace, corriger)
        .formulaire("/mon-espace/contester/{objet}/{id}", Action::Consulter, Objet::MonEspace, formulaire)
        .post("/mon-espace/contester/{objet}/{id}", Action::Modifier, Objet::MonEspace, contester)
        .post("/mon-espace/contacts/{id}/empeche", Action::Modifier, Objet::MonEspace, empecher)
        .post("/mon-espace/contacts/{id}/venir", Action::Modifier, Objet::MonEspace, venir)
        .get("/mon-espace/droits", Action::Consulter, Objet::MonEspace, droits)
        .post("/mon-espace/opposition", Action::Modifier, Objet::MonEspace, opposer)
}

#[derive(Debug, Default)]
struct Saisie {
    telephone: String,
    courriel: String,
    code_postal: String,
}

#[derive(Template)]
#[template(path = "mon_espace/pages/coordonnees.html")]
struct PageCoordonnees {
    cadre: Cadre,
    saisie: Saisie,
    /// Recognises what was shown.
    version: String,
    fautes: Fautes,
}

async fn coordonnees(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde) -> Page {
    let (tx, dossier) = ouvrir(&etat, &accorde).await?;
    let lues = store::coordonnees(&tx, &dossier).await?;
    tx.commit().await?;
    let version = lues.version();
    let telephone = lues.telephone.map(|t| t.parse::<Telephone>().map_or(t, |t| t.affiche())).unwrap_or_default();
    let saisie = Saisie {
        telephone,
        courriel: lues.courriel.unwrap_or_default(),
        code_postal: lues.code_postal.unwrap_or_default(),
    };
    page(PageCoordonnees { cadre: ici(cadre, "Mes coordonnées"), saisie, version, fautes: Fautes::default() })
}

/// What was typed, or what is wrong with it. An empty field says « plus rien ».
fn lire(saisie: &Saisie) -> Result<Coordonnees, Fautes> {
    let mut fautes = Vec::new();
    let telephone = match saisie.telephone.trim() {
        "" => None,
        t => match t.parse::<Telephone>() {
            Ok(t) => Some(t.as_str().to_owned()),
            Err(_) => {
                fautes.push(("telephone", "Ce numéro n'est pas complet. Écrivez ses dix chiffres.".to_owned()));
                None
            }
        },
    };
    let courriel = match saisie.courriel.trim() {
        "" => None,
        c => match c.parse::<Courriel>() {
            Ok(c) => Some(c.as_str().to_owned()),
            Err(_) => {
                let phrase = "Cette adresse n'est pas complète. Exemple : prenom.nom@exemple.fr";
                fautes.push(("courriel", phrase.to_owned()));
                None
            }
        },
    };
    let code_postal = match saisie.code_postal.trim() {
        "" => None,
        c if c.len() == 5 && c.bytes().all(|o| o.is_ascii_digit()) => Some(c.to_owned()),
        _ => {
            fautes.push(("code_postal", "Le code postal a cinq chiffres.".to_owned()));
            None
        }
    };
    if fautes.is_empty() { Ok(Coordonnees { telephone, courriel, code_postal }) } else { Err(fautes.into()) }
}

/// A gesture on one's own file: opening it is told like any reading.
async fn sien(g: Geste) -> Result<GesteDossier, Erreur> {
    let Perimetre::Jeune(id) = g.accorde.perimetre() else { return Err(Erreur::Introuvable) };
    let g = GesteDossier::sur(g, id).await?;
    g.dossier().noter_lecture(g.tx(), &g.etat);
    Ok(g)
}

async fn corriger(g: Geste) -> Page {
    let g = sien(g).await?;
    let brut = |cle| g.recu.brut(cle).to_owned();
    let saisie = Saisie { telephone: brut("telephone"), courriel: brut("courriel"), code_postal: brut("code_postal") };
    let connue = store::coordonnees(g.tx(), g.dossier()).await?.version();
    match lire(&saisie) {
        Ok(_) if !g.vise(&connue) => {
            let (cadre, mut fautes) = (ici(g.cadre(), "Mes coordonnées"), Fautes::default());
            fautes.dire("telephone", ENTRE_TEMPS);
            g.corriger(PageCoordonnees { cadre, saisie, version: connue, fautes })
        }
        Ok(lues) => {
            store::corriger(g.tx(), &g.etat, g.dossier(), &lues).await?;
            g.conclure("/mon-espace", "C'est enregistré.").await
        }
        Err(fautes) => {
            let cadre = ici(g.cadre(), "Mes coordonnées");
            let version = g.recu.brut("version").to_owned();
            g.corriger(PageCoordonnees { cadre, saisie, version, fautes })
        }
    }
}

async fn empecher(Path(id): Path<Id<Contact>>, g: Geste) -> Page {
    prevenir(g, id, true, "C'est noté : la personne qui vous suit le voit. Appelez-la pour un autre jour.").await
}

async fn venir(Path(id): Path<Id<Contact>>, g: Geste) -> Page {
    prevenir(g, id, false, "C'est noté : vous venez.").await
}

/// Whether one can come to an appointment. What was said already, or is past, is told as it is.
async fn prevenir(g: Geste, id: Id<Contact>, oui: bool, phrase: &str) -> Page {
    let g = sien(g).await?;
    let fait = contacts::empecher(g.tx(), &g.etat, g.dossier(), id, oui).await?.ok_or(Erreur::Introuvable)?;
    let phrase = if fait { phrase } else { "Ce rendez-vous a changé entre-temps : voici ce qui est noté." };
    g.conclure("/mon-espace#prochain", phrase).await
}

#[derive(Template)]
#[template(path = "mon_espace/pages/contester.html")]
struct PageContester {
    cadre: Cadre,
    adresse: String,
    ecrit: Ecrit,
    texte: String,
    fautes: Fautes,
}

impl PageContester {
    fn quand(&self) -> String {
        date_longue(self.ecrit.date)
    }
}

async fn formulaire(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path((objet, id)): Path<(String, Uuid)>,
) -> Page {
    let (tx, dossier) = ouvrir(&etat, &accorde).await?;
    let ecrit = store::ecrit(&tx, &dossier, &objet, id).await?.ok_or(Erreur::Introuvable)?;
    tx.commit().await?;
    let adresse = format!("/mon-espace/contester/{objet}/{id}");
    let cadre = ici(cadre, "Je ne suis pas d'accord");
    page(PageContester { cadre, adresse, ecrit, texte: String::new(), fautes: Fautes::default() })
}

async fn contester(Path((objet, id)): Path<(String, Uuid)>, g: Geste) -> Page {
    let g = sien(g).await?;
    let ecrit = store::ecrit(g.tx(), g.dossier(), &objet, id).await?.ok_or(Erreur::Introuvable)?;
    match dire(g.recu.brut("texte")) {
        Ok(texte) => {
            store::contester(g.tx(), &g.etat, g.dossier(), &objet, id, &texte).await?;
            let dit = Dit::nouveau("C'est envoyé. On vous répondra.")
                .voir("Relire ce que vous avez dit", "/mon-espace/droits");
            g.conclure("/mon-espace/droits", dit).await
        }
        Err(fautes) => {
            let (cadre, texte) = (ici(g.cadre(), "Je ne suis pas d'accord"), g.recu.brut("texte").to_owned());
            let adresse = format!("/mon-espace/contester/{objet}/{id}");
            g.corriger(PageContester { cadre, adresse, ecrit, texte, fautes })
        }
    }
}

fn dire(brut: &str) -> Result<Texte, Fautes> {
    match Texte::lire(brut, TEXTE_MAX) {
        Ok(texte) if texte.is_empty() => {
            Err(vec![("texte", "Écrivez en quelques mots ce qui n'est pas juste.".to_owned())].into())
        }
        Ok(texte) => Ok(texte),
        Err(refus) => Err(vec![("texte", refus.to_string())].into()),
    }
}

#[derive(Template)]
#[template(path = "mon_espace/pages/droits.html")]
struct PageDroits {
    cadre: Cadre,
    contestations: Vec<Contestation>,
    texte: String,
    fautes: Fautes,
}

impl PageDroits {
    fn sujet(&self, c: &Contestation) -> &'static str {
        contestations::sujet(&c.objet)
    }
    fn jour(&self, instant: &Instant) -> String {
        date_longue(instant.date_paris())
    }
}

async fn droits(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde) -> Page {
    let (tx, dossier) = ouvrir(&etat, &accorde).await?;
    let contestations = contestations::paroles(&tx, dossier.jeune()).await?;
    tx.commit().await?;
    let cadre = ici(cadre, "Mes droits");
    page(PageDroits { cadre, contestations, texte: String::new(), fautes: Fautes::default() })
}

/// An objection is about the whole file: it names the person themself.
async fn opposer(g: Geste) -> Page {
    let g = sien(g).await?;
    match dire(g.recu.brut("texte")) {
        Ok(texte) => {
            conservation::opposer(g.tx(), g.maintenant(), g.acteur(), g.jeune(), &texte).await?;
            g.conclure("/mon-espace/droits", "C'est envoyé. On vous répondra.").await
        }
        Err(fautes) => {
            let contestations = contestations::paroles(g.tx(), g.jeune()).await?;
            let (cadre, texte) = (ici(g.cadre(), "Mes droits"), g.recu.brut("texte").to_owned());
            g.corriger(PageDroits { cadre, contestations, texte, fautes })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_field_says_nothing_any_more_and_a_wrong_one_says_what_to_write() {
        let saisie = |telephone: &str, courriel: &str, code: &str| Saisie {
            telephone: telephone.into(),
            courriel: courriel.into(),
            code_postal: code.into(),
        };
        assert_eq!(lire(&saisie("", " ", "")).unwrap(), Coordonnees::default());
        let lues = lire(&saisie("06 39 98 01 10", "amina@demo.example", "93140")).unwrap();
        assert_eq!(lues.telephone.as_deref(), Some("+33639980110"));
        let fautes = lire(&saisie("12", "amina@", "9314")).unwrap_err();
        assert_eq!(
            fautes.toutes().iter().map(|(c, _)| *c).collect::<Vec<_>>(),
            ["telephone", "courriel", "code_postal"]
        );
    }
}

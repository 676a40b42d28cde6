//! Opening the access of an employer: two professionals who follow apprentices of theirs ask for the same one.
//!
//! What an employer reads is of every structure, and the mail address is all that opens it: one person alone could give
//! theirs. Nobody is shown a link; whoever reads that mail receives codes there.

use axum::extract::State;
use passerelle_base::{Courriel, Siret};
use passerelle_gens::acces;
use passerelle_gens::comptes::{self, Champ, Formulaire, Genre};
use passerelle_socle::access::{Accorde, Action, Objet, Portee, Role};
use passerelle_socle::db::ErreurBase;
use passerelle_socle::journal::Entree;
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{Cadre, Erreur, Etat, Geste, Page};

use super::store;

/// What the page begins with: what was just done, and what waits.
struct Montre<'a> {
    siret: &'a str,
    courriel: &'a str,
    attend: Vec<String>,
    erreur: Option<String>,
}

fn formulaire(cadre: Cadre, m: Montre) -> Page {
    let mut page = Formulaire::nouveau(
        cadre,
        "Ouvrir l'accès d'un employeur",
        "/apprentis/acces",
        "Demander ou confirmer l'accès",
    );
    page = page
        .phrase("Il verra le prénom de ses apprentis, leur contrat et ce qui a été convenu. Rien d'autre.")
        .phrase(
            "Deux personnes tapent chacune le même SIRET et le même courriel : la première demande, la seconde confirme \
             après avoir vérifié auprès de l'entreprise que ce courriel est bien le sien.",
        );
    for attendu in m.attend {
        page = page.phrase(attendu);
    }
    page.champ(
        Champ::nouveau("siret", "SIRET de l'entreprise", Genre::Texte("text"))
            .valeur(m.siret)
            .aide("14 chiffres. Un jeune que vous suivez doit y avoir un contrat en cours."),
    )
    .champ(
        Champ { auto: "off", ..Champ::courriel("courriel", m.courriel) }.aide("Ses codes de connexion y arriveront."),
    )
    .erreur(m.erreur)
    .page()
}

pub(super) async fn inviter(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde) -> Page {
    let (perimetre, jour) = (accorde.perimetre(), etat.horloge.aujourdhui());
    let attend = store::attendus(etat.base.lecture(), &perimetre, jour).await?;
    formulaire(cadre, Montre { siret: "", courriel: "", attend, erreur: None })
}

pub(super) async fn ouvrir(g: Geste) -> Page {
    let refuser = |phrase: &str| {
        let (siret, courriel) = (g.recu.lire("siret"), g.recu.lire("courriel"));
        formulaire(g.cadre(), Montre { siret, courriel, attend: vec![], erreur: Some(phrase.into()) })
    };
    let par = g.acteur().compte().ok_or(Erreur::Introuvable)?;
    let siret: String = g.recu.lire("siret").chars().filter(|c| !c.is_whitespace()).collect();
    let Ok(siret) = siret.parse::<Siret>() else {
        return refuser("Ce SIRET n'est pas valable : vérifiez ses 14 chiffres.");
    };
    let Ok(courriel) = g.recu.lire("courriel").to_lowercase().parse::<Courriel>() else {
        return refuser("Tapez le courriel de l'employeur, par exemple nom@exemple.fr.");
    };
    let Some(nom) = store::employeur(g.tx(), &g.accorde.perimetre(), g.jour(), &siret).await? else {
        return refuser("Aucun jeune que vous suivez n'a de contrat en cours dans cette entreprise.");
    };
    let mien = comptes::par_id(g.tx(), par).await?.and_then(|f| f.identifiant);
    if mien.as_deref() == Some(courriel.as_str()) {
        return refuser("C'est votre propre courriel : tapez celui de l'interlocuteur dans l'entreprise.");
    }
    if acces::compte_d_employeur(g.tx(), g.maintenant(), &siret, courriel.as_str()).await?.is_some() {
        return refuser("Cet accès est déjà ouvert : l'employeur se connecte avec un code reçu à ce courriel.");
    }
    let confirme = acces::confirmer(g.tx(), g.maintenant(), &siret, courriel.as_str(), par).await?;
    let detail = if confirme { "accès d'un employeur confirmé" } else { "accès d'un employeur demandé" };
    let mut entree = Entree::sur(Action::Creer, Objet::Apprentis).detail(detail);
    if confirme {
        let portee = Portee::Employeur(siret);
        let ecrit = Texte::ligne(&nom, usize::MAX).map_err(ErreurBase::from)?;
        let compte =
            comptes::creer(g.tx(), g.maintenant(), g.acteur(), &ecrit, Role::Employeur, &portee, false).await?;
        comptes::definir_contact(g.tx(), compte, Some(courriel.as_str()), None).await?;
        entree = entree.id(compte);
    }
    g.noter(entree);
    let dit = match confirme {
        true => "Accès ouvert. L'employeur entre seul : « Se connecter », puis « Recevoir un code », avec ce courriel.",
        false => "Demande gardée. L'accès s'ouvrira quand une autre personne l'aura confirmé.",
    };
    g.conclure("/apprentis/acces", dit).await
}

//! Opening the access of an employer: a professional who follows one of their apprentices hands the link over.

use axum::extract::State;
use passerelle_base::{Courriel, Siret};
use passerelle_gens::acces::{self, Remise};
use passerelle_gens::comptes::{self, Champ, Formulaire, Genre};
use passerelle_socle::access::{Accorde, Portee, Role};
use passerelle_socle::web::{Cadre, Etat, Page, Recu};

use super::store;

fn formulaire(cadre: Cadre, recu: Option<&Recu>, erreur: Option<String>) -> Page {
    let lu = |cle| recu.map_or("", |r| r.lire(cle));
    Formulaire::nouveau(cadre, "Ouvrir l'accès d'un employeur", "/apprentis/acces", "Ouvrir l'accès")
        .phrase("Il verra le prénom de ses apprentis, leur contrat et ce qui a été convenu. Rien d'autre.")
        .champ(
            Champ::nouveau("siret", "SIRET de l'entreprise", Genre::Texte("text"))
                .valeur(lu("siret"))
                .aide("14 chiffres. Un jeune que vous suivez doit y avoir un contrat en cours."),
        )
        .champ(
            Champ { auto: "off", ..Champ::courriel("courriel", lu("courriel")) }
                .aide("Ses codes de connexion y arriveront."),
        )
        .erreur(erreur)
        .page()
}

pub(super) async fn inviter(cadre: Cadre) -> Page {
    formulaire(cadre, None, None)
}

pub(super) async fn ouvrir(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, recu: Recu) -> Page {
    let (acteur, maintenant) = (accorde.acteur(), etat.horloge.maintenant());
    let siret: String = recu.lire("siret").chars().filter(|c| !c.is_whitespace()).collect();
    let Ok(siret) = siret.parse::<Siret>() else {
        return formulaire(cadre, Some(&recu), Some("Ce SIRET n'est pas valable : vérifiez ses 14 chiffres.".into()));
    };
    let Ok(courriel) = recu.lire("courriel").to_lowercase().parse::<Courriel>() else {
        let phrase = "Tapez le courriel de l'employeur, par exemple nom@exemple.fr.";
        return formulaire(cadre, Some(&recu), Some(phrase.into()));
    };
    let tx = etat.base.transaction().await?;
    let Some(nom) = store::employeur(&tx, &accorde.perimetre(), etat.horloge.aujourdhui(), &siret).await? else {
        let phrase = "Aucun jeune que vous suivez n'a de contrat en cours dans cette entreprise.";
        return formulaire(cadre, Some(&recu), Some(phrase.into()));
    };
    let compte = match acces::compte_d_employeur(&tx, maintenant, &siret, courriel.as_str()).await? {
        Some(compte) => compte,
        None => {
            let portee = Portee::Employeur(siret);
            comptes::creer(&tx, maintenant, acteur, &nom, (Role::Employeur, &portee), false).await?.uuid()
        }
    };
    comptes::definir_contact(&tx, compte, Some(courriel.as_str()), None).await?;
    let remise = Remise { compte, nom, joignable: true, retour: "/apprentis/acces".into() };
    acces::remettre(&etat, cadre, tx, acteur, remise).await
}

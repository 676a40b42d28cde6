//! Opening the access of an employer: a professional who follows one of their apprentices hands the link over.

use passerelle_base::{Courriel, Siret};
use passerelle_gens::acces::{self, Remise};
use passerelle_gens::comptes::{self, Champ, Formulaire, Genre};
use passerelle_socle::access::{Portee, Role};
use passerelle_socle::web::{Cadre, Geste, Page, Recu};

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

pub(super) async fn ouvrir(g: Geste) -> Page {
    let refuser = |phrase: &str| formulaire(g.cadre(), Some(&g.recu), Some(phrase.into()));
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
    let compte = match acces::compte_d_employeur(g.tx(), g.maintenant(), &siret, courriel.as_str()).await? {
        Some(compte) => compte,
        None => {
            let role = (Role::Employeur, &Portee::Employeur(siret));
            comptes::creer(g.tx(), g.maintenant(), g.acteur(), &nom, role, false).await?
        }
    };
    comptes::definir_contact(g.tx(), compte, Some(courriel.as_str()), None).await?;
    let remise = Remise { compte, nom, joignable: true, retour: "/apprentis/acces".into() };
    let cadre = g.cadre();
    acces::remettre(g, cadre, remise).await
}

//! Routes of accounts and of signing in.

use axum::extract::State;

use super::boite::Boite;
use super::liste::Comptes;
use super::{code, connexion, entree, facteur, gestion, identification, lien, mon_compte, oidc};
use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::web::{Cadre, Etat, Page, Parametres, Site, afficher};

/// Routes.
pub fn site() -> Site {
    Site::nouveau().avec(entree()).avec(le_mien()).avec(ceux_des_autres()).get(
        "/courriers",
        Action::Lister,
        Objet::Courriers,
        courriers,
    )
}

fn entree() -> Site {
    use Action::{Consulter, Fermer, Ouvrir};
    use Objet::Session;
    Site::nouveau()
        .get("/connexion", Consulter, Session, connexion::connexion)
        .post("/connexion", Ouvrir, Session, identification::identifier)
        .get("/connexion/mot-de-passe", Consulter, Session, lien::choisir)
        .post("/connexion/mot-de-passe", Ouvrir, Session, lien::garder)
        .get("/connexion/second-facteur", Consulter, Session, facteur::enrolement)
        .post("/connexion/second-facteur", Ouvrir, Session, facteur::enroler)
        .get("/connexion/verification", Consulter, Session, facteur::verification)
        .post("/connexion/verification", Ouvrir, Session, facteur::verifier)
        .get("/connexion/code", Consulter, Session, code::demander)
        .post("/connexion/code", Ouvrir, Session, code::envoyer)
        .post("/connexion/code/entrer", Ouvrir, Session, code::entrer)
        .get("/connexion/oidc", Consulter, Session, oidc::partir)
        .get("/connexion/oidc/retour", Consulter, Session, oidc::revenir)
        .post("/connexion/demonstration/{id}", Ouvrir, Session, connexion::entrer_demonstration)
        .get("/entrer/{secret}", Consulter, Session, lien::lien)
        .post("/entrer/{secret}", Ouvrir, Session, lien::entrer)
        .post("/deconnexion", Fermer, Session, entree::sortir)
}

fn le_mien() -> Site {
    use Action::{Consulter, Creer, Modifier, Retirer};
    use Objet::MonCompte;
    Site::nouveau()
        .get("/mon-compte", Consulter, MonCompte, mon_compte::voir)
        .post("/mon-compte/mot-de-passe", Modifier, MonCompte, mon_compte::changer_mot_de_passe)
        .get("/mon-compte/second-facteur", Consulter, MonCompte, mon_compte::facteur)
        .post("/mon-compte/second-facteur", Modifier, MonCompte, mon_compte::changer_facteur)
        .post("/mon-compte/second-facteur/confirmer", Modifier, MonCompte, mon_compte::confirmer_facteur)
        .post("/mon-compte/codes-de-secours", Creer, MonCompte, mon_compte::refaire_secours)
        .post("/mon-compte/sessions/{id}/fermer", Retirer, MonCompte, mon_compte::fermer_session)
        .post("/mon-compte/sessions/fermer-les-autres", Retirer, MonCompte, mon_compte::fermer_autres)
        .post("/mon-compte/exercer/{id}", Modifier, MonCompte, mon_compte::exercer)
}

fn ceux_des_autres() -> Site {
    use Action::{Consulter, Creer, Lister, Modifier, Retirer};
    Site::nouveau()
        .get("/comptes", Lister, Objet::Comptes, comptes)
        .get("/comptes/nouveau", Creer, Objet::Comptes, gestion::nouveau)
        .post("/comptes", Creer, Objet::Comptes, gestion::creer)
        .get("/comptes/{id}", Consulter, Objet::Comptes, gestion::fiche)
        .post("/comptes/{id}/lien", Modifier, Objet::Comptes, gestion::lien)
        .post("/comptes/{id}/habilitations", Modifier, Objet::Comptes, gestion::donner)
        .post("/comptes/habilitations/{id}/retirer", Retirer, Objet::Comptes, gestion::reprendre)
        .post("/comptes/{id}/desactiver", Retirer, Objet::Comptes, gestion::desactiver)
        .post("/comptes/{id}/reactiver", Modifier, Objet::Comptes, gestion::reactiver)
        .post("/comptes/{id}/second-facteur", Modifier, Objet::Comptes, gestion::oublier_facteur)
}

// Lists without files: who may enter, and codes, are read here and not taken away.

async fn comptes(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, p: Parametres) -> Page {
    afficher(&etat, cadre, &accorde, &p, &Comptes::demandes(&p)).await
}

async fn courriers(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, p: Parametres) -> Page {
    afficher(&etat, cadre, &accorde, &p, &Boite::nouvelle(&etat)).await
}

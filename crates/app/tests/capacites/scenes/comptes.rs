//! Signing in and one's own account: somebody invited, at each step of what follows.

use passerelle_gens::comptes::{self, DUREE_INVITATION, Secret};
use passerelle_monde::Monde;
use passerelle_monde::porte::{Porte, apres};
use passerelle_socle::access::{Acteur, Compte, Portee, Role};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;
use passerelle_socle::texte::Texte;
use passerelle_socle::web::Declaration;

use super::{Plateau, Scene};
use crate::formulaires::{Envoi, MOT};

/// How far somebody came.
enum Etape {
    MotDePasse,
    SecondFacteur,
    Entree,
}

pub async fn mettre(monde: &Monde, porte: &Porte, d: &Declaration) -> Option<Scene> {
    let p = Plateau { monde, porte };
    let chemin = d.chemin;
    match chemin {
        "/connexion" | "/connexion/code" => p.montrer(None, chemin, chemin).await,
        "/connexion/mot-de-passe" => p.invitee(Etape::MotDePasse).await?.montrer(&p, chemin, chemin).await,
        "/connexion/second-facteur" => p.invitee(Etape::SecondFacteur).await?.montrer(&p, chemin, chemin).await,
        "/connexion/verification" => {
            let elle = p.invitee(Etape::Entree).await?;
            let cookie = p.identifier(&elle).await?;
            p.montrer(Some(cookie), chemin, chemin).await
        }
        "/connexion/code/entrer" => {
            let contact = vec![("contact".into(), "06 39 98 01 10".into())];
            let dit = p.envoyer(None, "/connexion/code", &Envoi::de(contact)).await;
            let envoi = crate::formulaires::lire(&dit.texte(), chemin)?;
            Some(Scene { envoi, cookie: dit.cookie(), chemin: chemin.into() })
        }
        "/mon-compte/mot-de-passe" | "/mon-compte/second-facteur" | "/mon-compte/codes-de-secours" => {
            p.invitee(Etape::Entree).await?.montrer(&p, "/mon-compte", chemin).await
        }
        "/mon-compte/second-facteur/confirmer" => {
            let elle = p.invitee(Etape::Entree).await?;
            let redit = Envoi::de(vec![("actuel".into(), MOT.into())]);
            p.envoyer(Some(&elle.cookie), "/mon-compte/second-facteur", &redit).await;
            elle.montrer(&p, "/mon-compte/second-facteur", chemin).await
        }
        "/mon-compte/exercer/{id}" => {
            let elle = p.invitee(Etape::Entree).await?;
            let tx = monde.base.transaction().await.expect("a transaction");
            let (quand, portee) = (Monde::horloge().maintenant(), Portee::Territoire);
            let autre = comptes::habiliter(&tx, quand, &Acteur::Systeme, elle.compte, Role::Evaluateur, &portee);
            let id = autre.await.expect("another role");
            tx.commit().await.expect("a commit");
            elle.montrer(&p, "/mon-compte", &chemin.replace("{id}", &id.to_string())).await
        }
        "/mon-compte/sessions/{id}/fermer" | "/mon-compte/sessions/fermer-les-autres" => {
            let elle = p.invitee(Etape::Entree).await?;
            let identifiee = p.identifier(&elle).await?;
            // A step further: each is taken once.
            let code = Envoi::de(vec![("code".into(), code_totp(&elle.totp, 30))]);
            p.envoyer(Some(&identifiee), "/connexion/verification", &code).await;
            let page = porte.get("/mon-compte", Some(&elle.cookie)).await.texte();
            let autre = page.split("/mon-compte/sessions/").filter_map(|s| s.split("/fermer\"").next());
            let autre = autre.filter(|id| uuid::Uuid::parse_str(id).is_ok()).last().map(str::to_owned)?;
            elle.montrer(&p, "/mon-compte", &chemin.replace("{id}", &autre)).await
        }
        _ => None,
    }
}

/// The account of somebody else, with a second factor and two roles, as whoever keeps accounts sees it.
pub async fn des_autres(p: &Plateau<'_>, d: &Declaration) -> Option<Scene> {
    let elle = p.invitee(Etape::Entree).await?;
    let tx = p.monde.base.transaction().await.expect("a transaction");
    let (quand, portee) = (Monde::horloge().maintenant(), Portee::Territoire);
    let role = comptes::habiliter(&tx, quand, &Acteur::Systeme, elle.compte, Role::Evaluateur, &portee).await;
    let role = role.expect("another role");
    tx.commit().await.expect("a commit");
    let id = if d.chemin.contains("habilitations") { role.to_string() } else { elle.compte.to_string() };
    let cookie = p.session(Role::Administrateur).await;
    p.montrer(cookie, &format!("/comptes/{}", elle.compte), &d.chemin.replace("{id}", &id)).await
}

/// Somebody invited.
struct Invitee {
    compte: Id<Compte>,
    courriel: String,
    totp: String,
    cookie: String,
}

impl Invitee {
    async fn montrer(&self, p: &Plateau<'_>, page: &str, chemin: &str) -> Option<Scene> {
        p.montrer(Some(self.cookie.clone()), page, chemin).await
    }
}

impl Plateau<'_> {
    /// Follows an invitation as far as this.
    async fn invitee(&self, etape: Etape) -> Option<Invitee> {
        let quand = Monde::horloge().maintenant();
        let nom = Texte::ligne("Une Invitée", 100).expect("a name");
        let secret = Secret::tirer(&mut rand::rng());
        let tx = self.monde.base.transaction().await.expect("a transaction");
        let portee = Portee::Territoire;
        let cree = comptes::creer(&tx, quand, &Acteur::Systeme, &nom, Role::Pilote, &portee, false).await;
        let compte = cree.expect("an account");
        // One more each time: an account is enrolled once.
        let courriel = format!("invitee.{}@demo.example", compte.uuid().simple());
        comptes::definir_identifiant(&tx, compte, &courriel).await.expect("a mail address");
        comptes::inviter(&tx, quand, &Acteur::Systeme, compte, &secret, DUREE_INVITATION).await.expect("a link");
        tx.commit().await.expect("a commit");
        let entree = self.porte.post(&format!("/entrer/{}", secret.en_clair()), None, "").await;
        let mut elle = Invitee { compte, courriel, totp: String::new(), cookie: entree.cookie()? };
        if matches!(etape, Etape::MotDePasse) {
            return Some(elle);
        }
        let nouveau = Envoi::de(vec![("nouveau".into(), MOT.into())]);
        let choisi = self.envoyer(Some(&elle.cookie), "/connexion/mot-de-passe", &nouveau).await;
        elle.cookie = choisi.cookie()?;
        if matches!(etape, Etape::SecondFacteur) {
            return Some(elle);
        }
        let page = self.porte.get("/connexion/second-facteur", Some(&elle.cookie)).await.texte();
        elle.totp = page.split("<code>").nth(1)?.split("</code>").next()?.replace(' ', "");
        let code = Envoi::de(vec![("code".into(), code_totp(&elle.totp, 0))]);
        elle.cookie = self.envoyer(Some(&elle.cookie), "/connexion/second-facteur", &code).await.cookie()?;
        Some(elle)
    }

    /// Mail address and password given: the session that waits for a code.
    async fn identifier(&self, elle: &Invitee) -> Option<String> {
        let dit = vec![("courriel".into(), elle.courriel.clone()), ("mot_de_passe".into(), MOT.into())];
        self.envoyer(None, "/connexion", &Envoi::de(dit)).await.cookie()
    }
}

/// The code of a second factor, some seconds after the instant of the world.
fn code_totp(secret: &str, secondes: i64) -> String {
    let instant = apres(secondes).maintenant().millis() / 1_000;
    let secret = totp_rs::Secret::try_from_base32(secret).expect("a secret");
    let totp = totp_rs::Builder::new().with_secret(secret).build().expect("a second factor");
    totp.generate(instant.unsigned_abs()).to_string()
}

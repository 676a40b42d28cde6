//! Signing in, step by step: password or link; `facteur` has the second factor.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use passerelle_base::Id;
use uuid::Uuid;

use super::formulaire::{Champ, Formulaire, Visite};
use super::habilitation::{CompteLu, de_compte, lister};
use super::model::{Etape, FREIN_ADRESSE, FREIN_COMPTE, FREIN_COMPTE_ADRESSE, Limites};
use super::mot_de_passe;
use super::reconnaissance::{cookie, secret};
use super::rules::{apres_mot_de_passe, juger};
use super::secret::Secret;
use super::sessions::{self, Arrivee, EnCours};
use super::store::{self, Fiche};
use super::tentatives::{self, cible};
use super::totp;
use passerelle_socle::access::{Accorde, Acteur, Action, Objet, Role};
use passerelle_socle::db::Tx;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{Cadre, Erreur, Etat, Page, Parametres, Recu, page};

struct Essai {
    id: Uuid,
    nom: String,
    fonction: String,
    verra: &'static str,
}

#[derive(Template)]
#[template(path = "comptes/pages/connexion.html")]
struct PageConnexion {
    cadre: Cadre,
    essais: Vec<Essai>,
    oidc: Option<String>,
    retour: String,
    courriel: String,
    erreur: Option<String>,
}

#[derive(Template)]
#[template(path = "comptes/pages/lien.html")]
struct PageLien {
    cadre: Cadre,
    jeune: bool,
}

async fn montrer(etat: &Etat, cadre: Cadre, (retour, courriel): (&str, &str), erreur: Option<String>) -> Page {
    let mut essais = Vec::new();
    if etat.demonstration {
        let comptes = lister(etat.base.lecture(), etat.horloge.maintenant()).await?;
        for compte in comptes.into_iter().filter(|c| c.demonstration) {
            let Some(role) = Role::lire(&compte.role) else { continue };
            let fonction = compte.fonction();
            essais.push(Essai { id: compte.id, nom: compte.nom, fonction, verra: verra(role) });
        }
    }
    let statut = if erreur.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let oidc = etat.reglages.oidc.as_ref().map(|o| o.nom.clone());
    let (retour, courriel) = (retour.to_owned(), courriel.to_owned());
    let mut reponse = page(PageConnexion { cadre, essais, oidc, retour, courriel, erreur })?;
    *reponse.status_mut() = statut;
    Ok(reponse)
}

pub(super) async fn connexion(State(etat): State<Etat>, cadre: Cadre, p: Parametres) -> Page {
    montrer(&etat, cadre, (p.lire("retour"), ""), None).await
}

/// What each role will find, for whoever chooses an account of the demonstration.
fn verra(role: Role) -> &'static str {
    match role {
        Role::Administrateur => "Les fichiers reçus, les comptes, le journal",
        Role::Responsable => "Les jeunes de la structure, ceux sans référent, les comptes de l'équipe",
        Role::Conseiller => "Les jeunes suivis, leurs rendez-vous, leurs freins",
        Role::Formateur => "Les jeunes dont le dossier est partagé avec le CFA",
        Role::Developpeur => "Le réseau, les actions, le bilan annuel",
        Role::Employeur => "Les apprentis de l'entreprise",
        Role::Jeune => "Son parcours, qui le suit, qui a lu son dossier",
        Role::Pilote => "Les chiffres, le bilan et ses cas, sans l'identité des jeunes",
        Role::Financeur => "Le bilan et ses chiffres",
        Role::Evaluateur => "Le bilan et ses chiffres, jamais une personne",
    }
}

pub(super) async fn entrer_demonstration(
    State(etat): State<Etat>,
    visite: Visite,
    Path(id): Path<Uuid>,
    recu: Recu,
) -> Page {
    if !etat.demonstration {
        return Err(Erreur::Introuvable);
    }
    let compte =
        store::demonstration(etat.base.lecture(), etat.horloge.maintenant(), id).await?.ok_or(Erreur::Introuvable)?;
    let tx = etat.base.transaction().await?;
    ouvrir(
        &etat,
        tx,
        &[compte],
        &Moyen { fort: true, rester: false, par: "démonstration" },
        (&visite, recu.lire("retour")),
    )
    .await
}

/// The first step: mail address and password. Unknown, disabled, without a password or wrong: one
/// answer, after as long.
pub(super) async fn identifier(State(etat): State<Etat>, cadre: Cadre, visite: Visite, recu: Recu) -> Page {
    let (retour, courriel) = (recu.brut("retour"), recu.brut("courriel").trim().to_lowercase());
    let refuser = async |phrase: String| montrer(&etat, cadre.clone(), (retour, &courriel), Some(phrase)).await;
    let maintenant = etat.horloge.maintenant();
    let tries = [
        cible(&FREIN_COMPTE_ADRESSE, "compte et adresse", &format!("{courriel} {}", visite.adresse)),
        cible(&FREIN_COMPTE, "compte", &courriel),
        cible(&FREIN_ADRESSE, "adresse", &visite.adresse),
    ];
    if let Err(attendre) = tentatives::essayer(&etat.base, maintenant, &tries).await? {
        return refuser(attendre).await;
    }
    let fiche = store::par_identifiant(etat.base.lecture(), &courriel).await?;
    let garde = fiche.as_ref().filter(|f| f.desactive_le.is_none()).and_then(|f| f.mot_de_passe.as_deref());
    let juste = mot_de_passe::verifier(recu.brut("mot_de_passe"), garde).await?;
    let tx = etat.base.transaction().await?;
    let (Some(fiche), true) = (&fiche, juste) else {
        if let Some(f) = &fiche {
            let entree = Entree::sur(Action::Ouvrir, Objet::Session).id(f.id).detail("mot de passe refusé");
            journal::ecrire(&tx, maintenant, &Acteur::Public, entree);
        }
        tx.commit().await?;
        return refuser("Ce courriel et ce mot de passe ne vont pas ensemble. Vérifiez-les, puis recommencez.".into())
            .await;
    };
    tentatives::oublier(&tx, &tries).await?;
    if garde.is_some_and(mot_de_passe::a_refaire) {
        let hash = mot_de_passe::hacher(recu.brut("mot_de_passe")).await?;
        store::garder_mot_de_passe(&tx, fiche.id, &hash).await?;
    }
    suite(&etat, tx, fiche, (&visite, retour), "mot de passe").await
}

/// The step after a right password, or after choosing one.
pub(super) async fn suite(
    etat: &Etat,
    tx: Tx,
    fiche: &Fiche,
    (visite, retour): (&Visite, &str),
    par: &'static str,
) -> Page {
    let maintenant = etat.horloge.maintenant();
    let siennes = de_compte(&tx, maintenant, fiche.id).await?;
    let roles: Vec<Role> = siennes.iter().filter_map(|h| Role::lire(&h.role)).collect();
    match apres_mot_de_passe(fiche.totp.is_some(), &roles) {
        Etape::Ouverte => {
            ouvrir(etat, tx, &siennes, &Moyen { fort: false, rester: false, par }, (visite, retour)).await
        }
        etape => {
            let propose = (etape == Etape::Enrolement).then(|| totp::tirer(&mut rand::rng()));
            let secret = Secret::tirer(&mut rand::rng());
            sessions::commencer(&tx, maintenant, Id::from_uuid(fiche.id), (etape, propose), &secret).await?;
            tx.commit().await?;
            Ok(vers(etat, &adresse(etape, retour), &secret))
        }
    }
}

fn adresse(etape: Etape, retour: &str) -> String {
    Parametres::default().avec(etape.chemin(), "retour", retour)
}

fn vers(etat: &Etat, chemin: &str, secret: &Secret) -> Response {
    let mut reponse = Redirect::to(chemin).into_response();
    poser(&mut reponse, &cookie(etat.https, Some(secret), None));
    reponse
}

/// How somebody proved who they are.
pub(super) struct Moyen {
    /// Whether a second factor was given, or stands for one.
    pub fort: bool,
    /// Whether the session stays on this telephone.
    pub rester: bool,
    /// In words, for the journal.
    pub par: &'static str,
}

/// Opens a session under the oldest habilitation that this proof suffices for, and goes to its first page.
pub(super) async fn ouvrir(
    etat: &Etat,
    tx: Tx,
    siennes: &[CompteLu],
    moyen: &Moyen,
    (visite, retour): (&Visite, &str),
) -> Page {
    let (acteur, role, secret) = inscrire(etat, &tx, siennes, moyen, visite).await?;
    tx.commit().await?;
    let mut reponse = Redirect::to(interne(retour, accueil(&acteur))).into_response();
    let reste = (moyen.rester && role == Role::Jeune).then(|| Limites::de(role, true).duree);
    poser(&mut reponse, &cookie(etat.https, Some(&secret), reste));
    Ok(reponse)
}

pub(super) async fn inscrire(
    etat: &Etat,
    tx: &Tx,
    siennes: &[CompteLu],
    moyen: &Moyen,
    visite: &Visite,
) -> Result<(Acteur, Role, Secret), Erreur> {
    let permis = |c: &&CompteLu| Role::lire(&c.role).is_some_and(|r| moyen.fort || !r.professionnel());
    let sans_role = || {
        Erreur::Demande(
            "Votre compte n'a plus de rôle ici. Demandez-en un à la personne qui administre Passerelle.".into(),
        )
    };
    let acteur = siennes.iter().find(permis).and_then(CompteLu::acteur).ok_or_else(sans_role)?;
    let role = acteur.role().ok_or_else(sans_role)?;
    let secret = Secret::tirer(&mut rand::rng());
    let (fort, rester) = (moyen.fort, moyen.rester && role == Role::Jeune);
    let arrivee = Arrivee { acteur: &acteur, fort, rester, agent: &visite.agent, par: moyen.par, depuis: None };
    sessions::ouvrir(tx, etat.horloge.maintenant(), &arrivee, &secret).await?;
    Ok((acteur, role, secret))
}

/// A link is shown before it is used: mail scanners open what they read. Its form names no
/// address, so it can only go back to this one.
pub(super) async fn lien(State(etat): State<Etat>, cadre: Cadre, Path(texte): Path<String>) -> Page {
    let (maintenant, secret) = (etat.horloge.maintenant(), Secret::presente(&texte));
    let jeune = match store::lien(etat.base.lecture(), maintenant, &secret).await? {
        Some(l) => {
            let siennes = de_compte(etat.base.lecture(), maintenant, l.compte_id).await?;
            !siennes.is_empty() && siennes.iter().all(|h| h.role == Role::Jeune.code())
        }
        None => false,
    };
    page(PageLien { cadre, jeune })
}

pub(super) async fn entrer(State(etat): State<Etat>, visite: Visite, Path(texte): Path<String>, recu: Recu) -> Page {
    let maintenant = etat.horloge.maintenant();
    let tx = etat.base.transaction().await?;
    let Some(lien) = store::utiliser_lien(&tx, maintenant, &Secret::presente(&texte)).await? else {
        return Err(Erreur::Demande(
            "Ce lien a déjà servi ou a expiré. Demandez-en un autre à la personne qui vous l'a remis.".into(),
        ));
    };
    let siennes = de_compte(&tx, maintenant, lien.compte_id).await?;
    let rester = recu.lire("rester") == "oui";
    if lien.nature == "direct" {
        return ouvrir(&etat, tx, &siennes, &Moyen { fort: true, rester, par: "lien direct" }, (&visite, "")).await;
    }
    let professionnel = siennes.iter().filter_map(|h| Role::lire(&h.role)).any(Role::professionnel);
    if !professionnel {
        return ouvrir(&etat, tx, &siennes, &Moyen { fort: false, rester, par: "lien" }, (&visite, "")).await;
    }
    let secret = Secret::tirer(&mut rand::rng());
    sessions::commencer(&tx, maintenant, Id::from_uuid(lien.compte_id), (Etape::MotDePasse, None), &secret).await?;
    tx.commit().await?;
    Ok(vers(&etat, Etape::MotDePasse.chemin(), &secret))
}

/// Only the page of the step one is at.
/// A page of a step asked for out of turn: signing in begins again.
pub(super) fn recommencer() -> Page {
    Ok(Redirect::to("/connexion").into_response())
}

pub(super) async fn a_l_etape(etat: &Etat, en_cours: &EnCours, voulue: Etape) -> Result<Fiche, Erreur> {
    if Etape::lire(&en_cours.etape) != Some(voulue) {
        return Err(Erreur::Demande("Cette étape est terminée. Recommencez depuis « Se connecter ».".into()));
    }
    store::par_id(etat.base.lecture(), en_cours.compte_id).await?.ok_or(Erreur::Introuvable)
}

fn page_choisir(etat: &Etat, cadre: Cadre, fiche: &Fiche, saisi: &str, erreur: Option<String>) -> Page {
    let mut f =
        Formulaire::nouveau(cadre, "Choisir un mot de passe", Etape::MotDePasse.chemin(), "Garder ce mot de passe")
            .phrase(format!(
                "Bonjour {}. Ce mot de passe ouvrira votre compte, avec un code de votre téléphone.",
                fiche.nom
            ))
            .erreur(erreur);
    f = match &fiche.identifiant {
        None => f.champ(Champ::courriel("courriel", saisi).aide("Vous vous connecterez avec lui.")),
        Some(connu) => f.phrase(format!("Vous vous connecterez avec {connu}.")),
    };
    f = f.champ(Champ::nouveau_mot_de_passe());
    match &etat.reglages.oidc {
        Some(o) => f.lien(&format!("Me connecter plutôt avec {}", o.nom), "/connexion/oidc").page(),
        None => f.page(),
    }
}

pub(super) async fn choisir(State(etat): State<Etat>, cadre: Cadre, en_cours: Option<EnCours>) -> Page {
    let Some(en_cours) = en_cours else { return recommencer() };
    let Ok(fiche) = a_l_etape(&etat, &en_cours, Etape::MotDePasse).await else { return recommencer() };
    page_choisir(&etat, cadre, &fiche, "", None)
}

pub(super) async fn garder(
    State(etat): State<Etat>,
    cadre: Cadre,
    visite: Visite,
    en_cours: EnCours,
    entetes: HeaderMap,
    recu: Recu,
) -> Page {
    let mut fiche = a_l_etape(&etat, &en_cours, Etape::MotDePasse).await?;
    let maintenant = etat.horloge.maintenant();
    let saisi = recu.brut("courriel").trim().to_lowercase();
    if fiche.identifiant.is_none() {
        if saisi.parse::<passerelle_base::Courriel>().is_err() {
            return page_choisir(
                &etat,
                cadre,
                &fiche,
                &saisi,
                Some("Tapez votre courriel, par exemple nom@exemple.fr.".into()),
            );
        }
        if store::par_identifiant(etat.base.lecture(), &saisi).await?.is_some() {
            let phrase =
                "Ce courriel sert déjà à un autre compte. Tapez-en un autre, ou connectez-vous avec ce compte.";
            return page_choisir(&etat, cadre, &fiche, &saisi, Some(phrase.into()));
        }
        fiche.identifiant = Some(saisi.clone());
    }
    let siennes = de_compte(etat.base.lecture(), maintenant, fiche.id).await?;
    let mut autour = vec![fiche.nom.as_str(), fiche.identifiant.as_deref().unwrap_or_default()];
    autour.extend(siennes.iter().filter_map(|h| h.structure.as_deref()));
    if let Err(phrase) = juger(recu.brut("nouveau"), &autour) {
        let mut sans = fiche.clone();
        if !saisi.is_empty() {
            sans.identifiant = None;
        }
        return page_choisir(&etat, cadre, &sans, &saisi, Some(phrase.into()));
    }
    let hash = mot_de_passe::hacher(recu.brut("nouveau")).await?;
    let acteur = siennes.iter().find_map(CompteLu::acteur).ok_or(Erreur::Introuvable)?;
    let tx = etat.base.transaction().await?;
    store::definir_identifiant(&tx, fiche.id, fiche.identifiant.as_deref().unwrap_or_default()).await?;
    store::garder_mot_de_passe(&tx, fiche.id, &hash).await?;
    // A new password closes whatever the old one had opened, this step included.
    sessions::fermer_les_autres(&tx, fiche.id, Uuid::nil()).await?;
    if let Some(secret) = secret(&entetes, etat.https) {
        sessions::oublier(&tx, &secret).await?;
    }
    let entree = Entree::sur(Action::Modifier, Objet::MonCompte).detail("mot de passe");
    journal::ecrire(&tx, maintenant, &acteur, entree);
    suite(&etat, tx, &fiche, (&visite, ""), "mot de passe").await
}

pub(super) async fn sortir(State(etat): State<Etat>, accorde: Accorde, entetes: HeaderMap) -> Page {
    if let Some(secret) = secret(&entetes, etat.https) {
        let tx = etat.base.transaction().await?;
        sessions::fermer(&tx, etat.horloge.maintenant(), accorde.acteur(), &secret).await?;
        tx.commit().await?;
    }
    let mut reponse = Redirect::to("/").into_response();
    poser(&mut reponse, &cookie(etat.https, None, None));
    reponse.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(reponse)
}

/// Only a path of this site: `//ailleurs` and `/\ailleurs` would lead out of it, and so would
/// `/<tab>/ailleurs`, since browsers drop control characters before they read an address.
pub(super) fn interne<'a>(retour: &'a str, accueil: &'a str) -> &'a str {
    let trompeur = |c: char| c == '\\' || c.is_control();
    let local = retour.starts_with('/') && !retour.starts_with("//") && !retour.contains(trompeur);
    if local && !retour.starts_with("/connexion") { retour } else { accueil }
}

/// Where the day of each role begins.
pub(super) fn accueil(acteur: &Acteur) -> &'static str {
    match acteur.role() {
        Some(Role::Jeune) => "/mon-espace",
        Some(Role::Employeur) => "/apprentis",
        Some(role) if role.en_structure() => "/journee",
        _ => "/tableau-de-bord",
    }
}

pub(super) fn poser(reponse: &mut Response, cookie: &str) {
    if let Ok(valeur) = cookie.parse() {
        reponse.headers_mut().append(header::SET_COOKIE, valeur);
    }
}

#[cfg(test)]
mod tests {
    use super::interne;

    #[test]
    fn after_signing_in_nobody_is_sent_elsewhere() {
        assert_eq!(interne("/bilan?du=2017-01-01", "/journee"), "/bilan?du=2017-01-01");
        let dehors = [
            "https://ailleurs.example",
            "//ailleurs.example",
            "/\\ailleurs.example",
            "/\t/ailleurs.example",
            "",
            "/connexion",
        ];
        for dehors in dehors {
            assert_eq!(interne(dehors, "/journee"), "/journee");
        }
    }
}

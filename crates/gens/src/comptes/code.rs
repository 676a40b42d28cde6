//! Young people and employers enter by a code: six digits, sent to a mail address or a telephone known
//! on the account, once, for ten minutes, in the browser that asked.

use std::time::Duration;

use axum::http::HeaderMap;
use passerelle_base::{Courriel, Telephone};
use sea_orm::FromQueryResult;

use super::appareils;
use super::courriers::{self, Courrier};
use super::entree::{Moyen, ouvrir, poser};
use super::formulaire::{Champ, Formulaire, Genre, Visite};
use super::habilitation::de_compte;
use super::model::{BUDGET_DEMANDE, BUDGET_DEMANDE_ADRESSE, DUREE_CODE, ESSAIS_CODE};
use super::rules::duree_en_mots;
use super::secret::{Secret, code_a_six_chiffres, empreinte_code};
use super::tentatives::{self, cible};
use passerelle_socle::access::{Acteur, Action, Compte, Objet, Role};
use passerelle_socle::db::{self, Tx};
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::temps::Instant;
use passerelle_socle::web::{Cadre, Envoi, Erreur, Geste, Page, lire_cookie, poser_cookie};

const NOM: &str = "passerelle-demande";

fn navigateur(entetes: &HeaderMap, https: bool) -> Option<Secret> {
    lire_cookie(entetes, NOM, https).map(Secret::presente)
}

fn page_demander(cadre: Cadre, saisi: &str, erreur: Option<String>) -> Page {
    Formulaire::nouveau(cadre, "Recevoir un code", "/connexion/code", "Recevoir mon code")
        .phrase("Nous vous envoyons un code à six chiffres. Il ouvre votre espace.")
        .champ(
            Champ::nouveau("contact", "Votre courriel ou votre téléphone", Genre::Texte("text"))
                .valeur(saisi)
                .aide("Celui que vous avez donné à la personne qui vous accompagne."),
        )
        .lien("Revenir à la connexion", "/connexion")
        .erreur(erreur)
        .page()
}

fn page_taper(cadre: Cadre, erreur: Option<String>) -> Page {
    Formulaire::nouveau(cadre, "Taper le code", "/connexion/code/entrer", "Ouvrir mon espace")
        .phrase("Si nous connaissons ce contact, un code arrive dans une minute.")
        .phrase("Il sert une fois, pendant 10 minutes, dans ce navigateur.")
        .champ(Champ::code("Code", "Six chiffres."))
        .champ(
            Champ::nouveau("rester", "Rester connecté sur ce téléphone pendant 30 jours", Genre::Case)
                .aide("Seulement si ce téléphone est à vous."),
        )
        .lien("Demander un autre code", "/connexion/code")
        .erreur(erreur)
        .page()
}

pub(super) async fn demander(cadre: Cadre) -> Page {
    page_demander(cadre, "", None)
}

#[derive(FromQueryResult)]
struct Connu {
    id: Id<Compte>,
    nom: String,
}

/// A mail address or a telephone, in canonical form, and its column.
fn contact(saisi: &str) -> Option<(&'static str, &'static str, String)> {
    if let Ok(t) = saisi.parse::<Telephone>() {
        return Some(("telephone", "sms", t.to_string()));
    }
    saisi.to_lowercase().parse::<Courriel>().ok().map(|c| ("courriel", "courriel", c.to_string()))
}

pub(super) async fn envoyer(visite: Visite, envoi: Envoi) -> Page {
    let refuser = |phrase: String| page_demander(envoi.cadre(), envoi.recu.lire("contact"), Some(phrase));
    let Some((colonne, canal, valeur)) = contact(envoi.recu.lire("contact")) else {
        let phrase = "Tapez un courriel, par exemple nom@exemple.fr, ou un numéro de téléphone à dix chiffres.";
        return refuser(phrase.into());
    };
    let (maintenant, base) = (envoi.maintenant(), &envoi.etat.base);
    // A family may share a telephone: each gets a code, with a first name.
    let sql = format!(
        "SELECT c.id, c.nom FROM comptes c WHERE c.{colonne} = $2 AND c.desactive_le IS NULL AND EXISTS \
         (SELECT 1 FROM habilitations h WHERE h.compte_id = c.id AND h.role IN ('jeune', 'employeur') AND h.du <= $1 \
         AND (h.au IS NULL OR h.au > $1)) ORDER BY c.id LIMIT 5"
    );
    let connus: Vec<Connu> = db::lignes(base.lecture(), &sql, [maintenant.into(), valeur.as_str().into()]).await?;
    if let Err(attente) = compter_la_demande(&visite, &envoi, &connus, &valeur).await? {
        let attente = duree_en_mots(attente.as_millis() as i64);
        return refuser(format!(
            "Trop de codes ont été demandés. Attendez {attente}, puis recommencez, ou demandez un lien à la personne qui vous accompagne."
        ));
    }
    let navigateur = Secret::tirer(&mut rand::rng());
    let g = envoi.ouvrir().await?;
    for connu in &connus {
        let pour = (connus.len() > 1).then(|| connu.nom.split(' ').next().unwrap_or_default());
        deposer(g.tx(), maintenant, connu.id, &navigateur, Joint { canal, destinataire: &valeur, pour }).await?;
    }
    let mut reponse = page_taper(g.cadre(), None)?;
    poser(&mut reponse, &poser_cookie(NOM, navigateur.en_clair(), g.etat.https, Some(DUREE_CODE)));
    g.montrer(reponse).await
}

/// Counts what is asked for: a browser that entered this account before has its own budget, which nobody spends for it.
async fn compter_la_demande(
    visite: &Visite,
    envoi: &Envoi,
    connus: &[Connu],
    contact: &str,
) -> Result<Result<(), Duration>, Erreur> {
    let (base, maintenant) = (&envoi.etat.base, envoi.maintenant());
    for compte in connus {
        if let Some(a) = appareils::connu(base.lecture(), maintenant, &visite.appareils, compte.id).await?
            && let siens = [cible(&BUDGET_DEMANDE, "code demandé, appareil", a.en_clair())]
            && tentatives::prendre(base, maintenant, &siens).await?.is_ok()
        {
            return Ok(Ok(()));
        }
    }
    let tries =
        [cible(&BUDGET_DEMANDE, "code", contact), cible(&BUDGET_DEMANDE_ADRESSE, "adresse, code", &visite.adresse)];
    Ok(tentatives::prendre(base, maintenant, &tries).await?)
}

/// The words of the message: short, and nothing that tells what Passerelle knows of the person.
pub(super) fn message(code: &str, pour: Option<&str>) -> String {
    let pour = pour.map(|p| format!(" pour {}", p.chars().take(20).collect::<String>())).unwrap_or_default();
    format!("Votre code Passerelle{pour} : {code}. Il sert une fois, pendant 10 minutes. Ne le donnez à personne.")
}

/// How somebody is reached.
struct Joint<'a> {
    canal: &'static str,
    destinataire: &'a str,
    /// A first name, where several are reached there.
    pour: Option<&'a str>,
}

async fn deposer(
    tx: &Tx,
    maintenant: Instant,
    compte: Id<Compte>,
    navigateur: &Secret,
    Joint { canal, destinataire, pour }: Joint<'_>,
) -> Result<(), Erreur> {
    let code = code_a_six_chiffres(&mut rand::rng());
    let expire = maintenant + DUREE_CODE;
    db::executer(tx, "DELETE FROM codes_acces WHERE expire_le <= $1", [maintenant.into()]).await?;
    let sql =
        "INSERT INTO codes_acces (id, demande, compte_id, empreinte, expire_le, essais) VALUES ($1, $2, $3, $4, $5, 0)";
    let valeurs = [
        db::nouvel_id::<Attendu>().into(),
        navigateur.empreinte().into(),
        compte.into(),
        empreinte_code(navigateur, &code).into(),
        expire.into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    let texte = message(&code, pour);
    let courrier = Courrier { canal, destinataire, objet: "Votre code", texte: &texte, expire };
    courriers::deposer(tx, maintenant, &courrier).await?;
    let entree = Entree::sur(Action::Creer, Objet::Session).id(compte).detail("code envoyé");
    journal::ecrire(tx, maintenant, &Acteur::Public, entree);
    Ok(())
}

#[derive(FromQueryResult)]
struct Attendu {
    compte_id: Id<Compte>,
    empreinte: Vec<u8>,
}

pub(super) async fn entrer(visite: Visite, entetes: HeaderMap, g: Geste) -> Page {
    let Some(navigateur) = navigateur(&entetes, g.etat.https) else {
        let phrase = "Demandez d'abord un code dans ce navigateur.";
        return page_demander(g.cadre(), "", Some(phrase.into()));
    };
    let maintenant = g.maintenant();
    // The try is counted before it is judged: two at once are two.
    let sql = "UPDATE codes_acces SET essais = essais + 1 WHERE demande = $1 AND essais < $2 AND utilise_le IS NULL \
               AND expire_le > $3";
    let demande = navigateur.empreinte();
    let valeurs = [demande.clone().into(), ESSAIS_CODE.into(), maintenant.into()];
    let comptes = db::executer(g.tx(), sql, valeurs).await?;
    let sql = "SELECT compte_id, empreinte FROM codes_acces WHERE demande = $1 AND utilise_le IS NULL AND expire_le > $2 \
               AND essais <= $3";
    let valeurs = [demande.clone().into(), maintenant.into(), ESSAIS_CODE.into()];
    let attendus: Vec<Attendu> = if comptes > 0 { db::lignes(g.tx(), sql, valeurs).await? } else { vec![] };
    let code: String = g.recu.lire("code").chars().filter(char::is_ascii_digit).collect();
    let voulue = empreinte_code(&navigateur, &code);
    let Some(juste) = attendus.iter().find(|a| a.empreinte == voulue) else {
        for a in &attendus {
            let entree = Entree::sur(Action::Ouvrir, Objet::Session).id(a.compte_id).detail("code refusé");
            journal::ecrire(g.tx(), maintenant, &Acteur::Public, entree);
        }
        let envoi = g.garder().await?;
        let phrase = "Ce code n'est pas le bon, ou il n'est plus valable. Vérifiez-le, ou demandez-en un autre.";
        return page_taper(envoi.cadre(), Some(phrase.into()));
    };
    let sql = "UPDATE codes_acces SET utilise_le = $2 WHERE demande = $1 AND utilise_le IS NULL";
    db::executer(g.tx(), sql, [demande.into(), maintenant.into()]).await?;
    let siennes = de_compte(g.tx(), maintenant, juste.compte_id).await?;
    let rester = g.recu.lire("rester") == "oui" && siennes.iter().any(|h| h.role == Role::Jeune.code());
    let moyen = Moyen { fort: false, rester, appareil: true, par: "code" };
    let entree = ouvrir(&g.etat, g.tx(), &siennes, &moyen, &visite, "").await?;
    g.montrer(entree).await
}

#[cfg(test)]
mod tests {
    use super::message;

    #[test]
    fn the_message_is_one_sms_and_says_nothing_of_the_person() {
        let long = message("482913", Some("Marie-Ange-Clémentine-Philippine"));
        assert!(long.chars().count() <= 160 && long.contains("482913"), "{long}");
        assert_eq!(
            message("000042", None),
            "Votre code Passerelle : 000042. Il sert une fois, pendant 10 minutes. Ne le donnez à personne."
        );
    }
}

//! The accounts of others: inviting, giving and taking back roles, disabling. What is outside one's right
//! does not exist.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{Courriel, plier};
use passerelle_socle::ident::Id;

use super::courriers::{self, Courrier};
use super::formulaire::{Champ, Formulaire, Genre};
use super::habilitation::{CompteLu, habiliter, retirer, tenues};
use super::model::DUREE_INVITATION;
use super::rules::{Tenu, nom_de_compte, peut_fermer, peut_inviter, voit};
use super::secret::Secret;
use super::sessions;
use super::store::{self, Fiche};
use crate::structures;
use passerelle_socle::access::{Accorde, Acteur, Action, Compte, Habilitation, Objet, Portee, Role, peut_donner};
use passerelle_socle::db::{self, Executeur};
use passerelle_socle::hors_vue::{self, Question};
use passerelle_socle::journal::Entree;
use passerelle_socle::temps::Instant;
use passerelle_socle::web::{Cadre, Erreur, Etape, Etat, Geste, Page, Recu, page};

struct Ligne {
    id: Id<Habilitation>,
    fonction: String,
    retirable: bool,
}

#[derive(Template)]
#[template(path = "comptes/pages/compte.html")]
struct PageCompte {
    cadre: Cadre,
    id: Id<Compte>,
    nom: String,
    identifiant: Option<String>,
    etat: &'static str,
    totp: bool,
    roles: Vec<Ligne>,
    donnables: Vec<(String, String)>,
    sans_structure: bool,
    inviter: bool,
    fermer: bool,
    desactive: bool,
    moi: bool,
}

#[derive(Template)]
#[template(path = "comptes/pages/invitation.html")]
struct PageInvitation {
    cadre: Cadre,
    id: Id<Compte>,
    nom: String,
    lien: String,
}

/// Roles that this actor may give: (code, words).
fn donnables(acteur: &Acteur) -> Vec<(String, String)> {
    let sien = acteur.structure();
    let ici = |r: &Role| {
        let ailleurs = r.en_structure().then(|| sien.unwrap_or(Id::nul()));
        peut_donner(acteur, *r, ailleurs)
    };
    Role::TOUS.into_iter().filter(ici).map(|r| (r.code().to_owned(), r.libelle().to_owned())).collect()
}

/// An account within one's right, with what is held under it.
async fn a_portee(
    conn: &impl Executeur,
    etat: &Etat,
    accorde: &Accorde,
    id: Id<Compte>,
) -> Result<(Fiche, Vec<CompteLu>, Vec<Tenu>), Erreur> {
    let fiche = store::par_id(conn, id).await?;
    let siennes = tenues(conn, etat.horloge.maintenant(), id).await?;
    let tenus: Vec<Tenu> = siennes.iter().filter_map(CompteLu::tenu).collect();
    match fiche {
        Some(fiche) if voit(accorde.acteur(), &tenus) => Ok((fiche, siennes, tenus)),
        _ => Err(Erreur::Refuse { objet: Objet::Comptes, id: id.into() }),
    }
}

pub(super) async fn fiche(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path(id): Path<Id<Compte>>,
) -> Page {
    let (fiche, siennes, tenus) = a_portee(etat.base.lecture(), &etat, &accorde, id).await?;
    let acteur = accorde.acteur();
    let moi = acteur.compte() == Some(id);
    // A responsable learns nothing of what the person does elsewhere.
    let ici = |h: &&CompteLu| acteur.structure().is_none_or(|s| h.structure_id == Some(s));
    let ligne = |h: &CompteLu| Ligne {
        id: h.habilitation,
        fonction: h.fonction(),
        retirable: !moi && h.tenu().is_some_and(|(r, s)| peut_donner(acteur, r, s) || acteur.structure().is_none()),
    };
    page(PageCompte {
        cadre: cadre.fil([Etape::vers("Comptes", "/comptes"), Etape::ici(fiche.nom.clone())]),
        id,
        identifiant: fiche.identifiant,
        etat: match (fiche.desactive_le, fiche.mot_de_passe) {
            (Some(_), _) => "Compte désactivé",
            (None, Some(_)) => "Compte actif",
            (None, None) => "Compte sans mot de passe",
        },
        totp: fiche.totp.is_some(),
        roles: siennes.iter().filter(ici).map(ligne).collect(),
        donnables: donnables(acteur),
        sans_structure: acteur.structure().is_none(),
        inviter: fiche.desactive_le.is_none() && peut_inviter(acteur, &tenus),
        fermer: !moi && peut_fermer(acteur, &tenus),
        desactive: fiche.desactive_le.is_some(),
        nom: fiche.nom,
        moi,
    })
}

fn page_nouveau(cadre: Cadre, acteur: &Acteur, recu: Option<&Recu>, erreur: Option<String>) -> Page {
    let lu = |cle| recu.map_or("", |r| r.lire(cle));
    let mut f = Formulaire::nouveau(cadre, "Inviter une personne", "/comptes", "Créer le compte et le lien")
        .phrase("Vous obtiendrez un lien à usage unique, à lui remettre vous-même. Elle choisira son mot de passe.")
        .champ(Champ::nouveau("nom", "Prénom et nom", Genre::Texte("text")).valeur(lu("nom")))
        .champ(Champ { auto: "off", ..Champ::courriel("courriel", lu("courriel")) })
        .champ(Champ::nouveau("role", "Rôle", Genre::Choix(donnables(acteur))).valeur(lu("role")));
    if acteur.structure().is_none() {
        let aide = "Pour un rôle qui s'exerce dans une structure : responsable, conseil, formation, développement. Le code est dans la liste des structures.";
        f = f.champ(
            Champ::nouveau("structure", "Code de la structure", Genre::Texte("text"))
                .valeur(lu("structure"))
                .aide(aide),
        );
    }
    f.cadre = f.cadre.fil([Etape::vers("Comptes", "/comptes"), Etape::ici("Inviter une personne")]);
    f.erreur(erreur).page()
}

pub(super) async fn nouveau(cadre: Cadre, accorde: Accorde) -> Page {
    page_nouveau(cadre, accorde.acteur(), None, None)
}

/// The role and the reach asked for; the structure of a responsable is theirs, whatever the form says.
async fn demande(g: &Geste) -> Result<Result<(Role, Portee), String>, Erreur> {
    let (recu, acteur) = (&g.recu, g.acteur());
    // A role that does not exist and a role that one may not give are the same.
    let role = Role::lire(recu.lire("role")).ok_or(Erreur::Introuvable)?;
    let portee = match (role.en_structure(), acteur) {
        (false, _) => Portee::Territoire,
        (true, Acteur::Compte { portee: Portee::Structure { id, accompagne }, .. }) => {
            let demandee = recu.lire("structure");
            if !demandee.is_empty() {
                let lue = structures::par_code(g.tx(), demandee).await?;
                if lue.is_none_or(|(autre, _)| autre != *id) {
                    return Err(Erreur::Introuvable);
                }
            }
            Portee::Structure { id: *id, accompagne: *accompagne }
        }
        (true, _) => match structures::par_code(g.tx(), recu.lire("structure")).await? {
            Some((id, genre)) => Portee::Structure { id, accompagne: structures::accompagne(&genre) },
            None => {
                return Ok(Err(
                    "Ce rôle s'exerce dans une structure : tapez le code d'une structure de la liste.".into()
                ));
            }
        },
    };
    let structure = match &portee {
        Portee::Structure { id, .. } => Some(*id),
        _ => None,
    };
    if !peut_donner(acteur, role, structure) {
        return Err(Erreur::Introuvable);
    }
    Ok(Ok((role, portee)))
}

pub(super) async fn creer(g: Geste) -> Page {
    let refuser = |phrase: &str| page_nouveau(g.cadre(), g.acteur(), Some(&g.recu), Some(phrase.to_owned()));
    let (role, portee) = match demande(&g).await? {
        Ok(voulu) => voulu,
        Err(phrase) => return refuser(&phrase),
    };
    let nom = match nom_de_compte(g.recu.lire("nom")) {
        Ok(nom) => nom,
        Err(phrase) => return refuser(&phrase),
    };
    let Ok(courriel) = g.recu.lire("courriel").to_lowercase().parse::<Courriel>() else {
        return refuser("Tapez le courriel de la personne, par exemple nom@exemple.fr : elle se connectera avec lui.");
    };
    // Whoever sees every account learns nothing; the others draw on their budget, whatever the answer.
    let devine = g.acteur().structure().is_some();
    if devine {
        hors_vue::essayer(g.tx(), g.maintenant(), g.acteur(), Question::Courriel).await?;
    }
    let connu = store::par_identifiant(g.tx(), courriel.as_str()).await?;
    if devine {
        let trouve: Vec<Id<Compte>> = connu.iter().map(|c| c.id).collect();
        hors_vue::noter(g.tx(), g.maintenant(), g.acteur(), Question::Courriel, &trouve);
    }
    // Somebody who works elsewhere already has an account: it receives one more role, and no link.
    if let Some(connu) = connu {
        // Their name and their address together, or nothing: an address alone tells nobody whose it is.
        if plier(&connu.nom) != plier(&nom) && a_portee(g.tx(), &g.etat, &g.accorde, connu.id).await.is_err() {
            let phrase =
                "Ce nom et ce courriel ne vont pas ensemble : vérifiez les deux avec la personne. Rien n'est créé.";
            let page = page_nouveau(g.cadre(), g.acteur(), Some(&g.recu), Some(phrase.to_owned()));
            g.garder().await?;
            return page;
        }
        donner_a(&g, connu.id, role, &portee).await?;
        let dit = "Cette personne avait déjà un compte : il a un rôle de plus.";
        return g.mener(format!("/comptes/{}", connu.id), dit).await;
    }
    let id = store::creer(g.tx(), g.maintenant(), g.acteur(), &nom, role, &portee, false).await?;
    store::definir_identifiant(g.tx(), id, courriel.as_str()).await?;
    remettre(g, id, nom.to_string()).await
}

/// Makes the link and shows it, once.
async fn remettre(g: Geste, id: Id<Compte>, nom: String) -> Page {
    let secret = Secret::tirer(&mut rand::rng());
    store::inviter(g.tx(), g.maintenant(), g.acteur(), id, &secret, DUREE_INVITATION).await?;
    let lien = format!("{}/entrer/{}", g.etat.reglages.url, secret.en_clair());
    let cadre = g.cadre().fil([Etape::vers("Comptes", "/comptes"), Etape::ici("Lien d'invitation")]);
    let invitation = page(PageInvitation { cadre, id, nom, lien })?;
    g.montrer(invitation).await
}

/// Tells the owner of an account what somebody else did to what opens it: whoever may help them in may enter in their
/// place, and they are the one who would know.
async fn prevenir(g: &Geste, fiche: &Fiche, quoi: &str) -> Result<(), Erreur> {
    let Some(destinataire) = fiche.identifiant.as_deref() else { return Ok(()) };
    let texte =
        format!("Passerelle : {quoi}, par {}. Si vous ne l'avez pas demandé, dites-le à votre responsable.", {
            g.acteur().nom().chars().take(40).collect::<String>()
        });
    let expire = Instant::from_millis(g.maintenant().millis() + DUREE_INVITATION.as_millis() as i64);
    let courrier =
        Courrier { canal: "courriel", destinataire, objet: "Votre compte Passerelle", texte: &texte, expire };
    Ok(courriers::deposer(g.tx(), g.maintenant(), &courrier).await?)
}

/// A new link: a forgotten password. The second factor stays.
pub(super) async fn lien(Path(id): Path<Id<Compte>>, g: Geste) -> Page {
    let (fiche, _, tenus) = a_portee(g.tx(), &g.etat, &g.accorde, id).await?;
    if !peut_inviter(g.acteur(), &tenus) || fiche.desactive_le.is_some() {
        return Err(Erreur::Refuse { objet: Objet::Comptes, id: id.into() });
    }
    prevenir(&g, &fiche, "un nouveau lien d'entrée a été fait").await?;
    remettre(g, id, fiche.nom).await
}

/// Gives one role more, unless it is held already.
async fn donner_a(g: &Geste, id: Id<Compte>, role: Role, portee: &Portee) -> Result<(), Erreur> {
    let structure = match portee {
        Portee::Structure { id, .. } => Some(*id),
        _ => None,
    };
    let deja = tenues(g.tx(), g.maintenant(), id).await?;
    if !deja.iter().any(|h| h.role == role.code() && h.structure_id == structure) {
        habiliter(g.tx(), g.maintenant(), g.acteur(), id, role, portee).await?;
    }
    Ok(())
}

pub(super) async fn donner(Path(id): Path<Id<Compte>>, g: Geste) -> Page {
    a_portee(g.tx(), &g.etat, &g.accorde, id).await?;
    let (role, portee) = demande(&g).await?.map_err(Erreur::Demande)?;
    donner_a(&g, id, role, &portee).await?;
    g.conclure(format!("/comptes/{id}"), "Rôle donné.").await
}

#[derive(sea_orm::FromQueryResult)]
struct Titulaire {
    compte_id: Id<Compte>,
}

/// Takes a role back: whoever works under it loses it at the next request.
pub(super) async fn reprendre(Path(id): Path<Id<Habilitation>>, g: Geste) -> Page {
    let sql = "SELECT compte_id FROM habilitations WHERE id = $1 AND au IS NULL";
    let lu: Option<Titulaire> = db::ligne(g.tx(), sql, [id.into()]).await?;
    // What is not there is asked about as if it were nobody's: the same questions, the same refusal.
    let compte = lu.map_or(Id::nul(), |l| l.compte_id);
    let (_, siennes, _) = a_portee(g.tx(), &g.etat, &g.accorde, compte).await?;
    let acteur = g.acteur();
    let tenu = siennes.iter().find(|h| h.habilitation == id).and_then(CompteLu::tenu).ok_or(Erreur::Introuvable)?;
    if !peut_donner(acteur, tenu.0, tenu.1) && acteur.role() != Some(Role::Administrateur) {
        return Err(Erreur::Refuse { objet: Objet::Comptes, id: compte.into() });
    }
    pas_soi(acteur, compte)?;
    retirer(g.tx(), g.maintenant(), acteur, id).await?;
    g.conclure(format!("/comptes/{compte}"), "Rôle retiré.").await
}

/// Nobody shuts themself out: the last one who keeps the platform would be gone.
fn pas_soi(acteur: &Acteur, compte: Id<Compte>) -> Result<(), Erreur> {
    match acteur.compte() == Some(compte) {
        true => {
            Err(Erreur::Demande("Vous ne pouvez pas vous retirer vous-même. Demandez-le à une autre personne.".into()))
        }
        false => Ok(()),
    }
}

async fn basculer(g: Geste, id: Id<Compte>, desactive: bool) -> Page {
    let (_, _, tenus) = a_portee(g.tx(), &g.etat, &g.accorde, id).await?;
    if !peut_fermer(g.acteur(), &tenus) {
        return Err(Erreur::Refuse { objet: Objet::Comptes, id: id.into() });
    }
    pas_soi(g.acteur(), id)?;
    store::desactiver(g.tx(), g.maintenant(), g.acteur(), id, desactive).await?;
    let dit = if desactive { "Compte désactivé : il n'entre plus." } else { "Compte réactivé." };
    g.conclure(format!("/comptes/{id}"), dit).await
}

pub(super) async fn desactiver(Path(id): Path<Id<Compte>>, g: Geste) -> Page {
    basculer(g, id, true).await
}

pub(super) async fn reactiver(Path(id): Path<Id<Compte>>, g: Geste) -> Page {
    basculer(g, id, false).await
}

/// Telephone and recovery codes lost: the person sets another second factor at the next sign-in.
pub(super) async fn oublier_facteur(Path(id): Path<Id<Compte>>, g: Geste) -> Page {
    let (fiche, _, tenus) = a_portee(g.tx(), &g.etat, &g.accorde, id).await?;
    if !peut_inviter(g.acteur(), &tenus) {
        return Err(Erreur::Refuse { objet: Objet::Comptes, id: id.into() });
    }
    pas_soi(g.acteur(), id)?;
    prevenir(&g, &fiche, "le code de votre téléphone a été retiré").await?;
    store::oublier_totp(g.tx(), id).await?;
    sessions::fermer_les_autres(g.tx(), id, Id::nul()).await?;
    let entree = Entree::sur(Action::Modifier, Objet::Comptes).id(id).detail("second facteur retiré");
    g.noter(entree);
    g.conclure(format!("/comptes/{id}"), "Second facteur retiré : la personne en choisira un autre en se connectant.")
        .await
}

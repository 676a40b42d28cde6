//! Requests: what is said of them, what a later file does to it, who holds a place.

mod fichiers;
mod pages;
mod places;
mod reponses;

use passerelle_base::Date;
use passerelle_faits::positionnements::{Demande, Dire, Empeche, Etat, Positionnement, Signataire, dire};
use passerelle_monde::{Monde, id_de};
use passerelle_socle::access::{Acteur, Portee, Role};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;

fn jour(texte: &str) -> Date {
    texte.parse().unwrap()
}

/// Somebody of a structure, with an account.
async fn quelqu_un(monde: &Monde, nom: &str, role: Role, structure: &str) -> Acteur {
    let visiteur = monde.professionnel(nom, role, structure).await;
    let id = id_de(monde, "structures", &format!("code = '{structure}'")).await;
    Acteur::Compte {
        id: visiteur.compte.unwrap(),
        nom: nom.into(),
        habilitation: Id::nul(),
        role,
        portee: Portee::Structure { id: Id::from_uuid(id), accompagne: role != Role::Formateur },
    }
}

/// On a day, rather than the one of the world.
fn le<'a>(acteur: &'a Acteur, date: &str) -> Signataire<'a> {
    Signataire { acteur, instant: Monde::horloge().maintenant(), jour: jour(date) }
}

/// The request that this condition finds.
async fn demande(monde: &Monde, condition: &str) -> Demande {
    let id: Id<Positionnement> = Id::from_uuid(id_de(monde, "positionnements", condition).await);
    Demande::lire(monde.base.lecture(), id).await.unwrap().unwrap()
}

/// Says it, and keeps it.
async fn dit(monde: &Monde, s: Signataire<'_>, condition: &str, voulu: Dire) -> Result<Etat, Empeche> {
    let id = demande(monde, condition).await.id;
    let tx = monde.base.transaction().await.unwrap();
    let lue = Demande::lire(&tx, id).await.unwrap().unwrap();
    let etat = dire(&tx, s, &lue, voulu).await?;
    tx.commit().await.unwrap();
    Ok(etat)
}

fn refuse(code: &'static str) -> Dire {
    Dire { code_motif: Some(code), ..Dire::simplement(Etat::Refuse) }
}

/// Where a request is: what its row shows.
async fn etat(monde: &Monde, condition: &str) -> String {
    monde.valeur("positionnements", "etat", condition).await
}

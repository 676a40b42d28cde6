//! The one-click accounts: one a role at least, in structures that work together.

use passerelle_base::Siret;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;

use super::reperes::par_code;
use passerelle_gens::{comptes, structures};
use passerelle_socle::access::{Acteur, Compte, Jeune, Portee, Role};
use passerelle_socle::db::Tx;

/// The mission locale that the stories happen in, the CFA it works with, the one next door.
pub(super) const MISSION: &str = "ML-BONDY";
pub(super) const CFA: &str = "CFA-TROIS-LUNES";
pub(super) const VOISINE: &str = "ML-SEVRAN";
/// An employer of the delivery, known by its SIRET.
pub(super) const EMPLOYEUR: &str = "EMP-001";

/// (name, role, code of the structure).
const EN_STRUCTURE: [(&str, Role, &str); 6] = [
    ("Nadia B.", Role::Responsable, MISSION),
    ("Claire N.", Role::Conseiller, MISSION),
    ("Karim L.", Role::Conseiller, MISSION),
    ("Luc V.", Role::Conseiller, VOISINE),
    ("Mamadou D.", Role::Formateur, CFA),
    ("Sophie T.", Role::Developpeur, "COORD-DAT"),
];

/// Who works in the stories.
pub(super) struct Equipe {
    /// Claire, référente of most.
    pub claire: Id<Compte>,
    /// Karim, who is about to leave.
    pub karim: Id<Compte>,
    /// Mamadou, at the CFA.
    pub mamadou: Id<Compte>,
    /// Judith, who evaluates.
    pub judith: Id<Compte>,
}

/// Opens the accounts; `amina` is the young person who has one.
pub(super) async fn ouvrir(tx: &Tx, horloge: &dyn Horloge, amina: Id<Jeune>) -> anyhow::Result<Equipe> {
    let territoire = Portee::Territoire;
    creer(tx, horloge, "Fatoumata D.", Role::Administrateur, &territoire).await?;
    creer(tx, horloge, "Paul R.", Role::Pilote, &territoire).await?;
    let mut ouverts = Vec::new();
    for (nom, role, code) in EN_STRUCTURE {
        let id = par_code(tx, "structures", code).await?;
        let genre = structures::par_code(tx, code).await?.map(|(_, genre)| genre).unwrap_or_default();
        let portee = Portee::Structure { id, accompagne: structures::accompagne(&genre) };
        ouverts.push((nom, creer(tx, horloge, nom, role, &portee).await?));
    }
    creer(tx, horloge, "Hélène M.", Role::Employeur, &Portee::Employeur(siret(tx).await?)).await?;
    creer(tx, horloge, "Amina B.", Role::Jeune, &Portee::Jeune(amina)).await?;
    creer(tx, horloge, "Marc F.", Role::Financeur, &territoire).await?;
    let judith = creer(tx, horloge, "Judith K.", Role::Evaluateur, &territoire).await?;
    let de = |qui: &str| {
        let trouve = ouverts.iter().find(|(nom, _)| *nom == qui).map(|(_, id)| *id);
        trouve.ok_or_else(|| anyhow::anyhow!("la démonstration n'a pas de compte « {qui} »"))
    };
    Ok(Equipe { claire: de("Claire N.")?, karim: de("Karim L.")?, mamadou: de("Mamadou D.")?, judith })
}

async fn creer(tx: &Tx, horloge: &dyn Horloge, nom: &str, role: Role, portee: &Portee) -> anyhow::Result<Id<Compte>> {
    let nom = passerelle_socle::texte::Texte::ligne(nom, 100)?;
    Ok(comptes::creer(tx, horloge.maintenant(), &Acteur::Systeme, &nom, role, portee, true).await?)
}

/// The SIRET of the employer.
pub(super) async fn siret(tx: &Tx) -> anyhow::Result<Siret> {
    #[derive(sea_orm::FromQueryResult)]
    struct Lu {
        siret: Option<String>,
    }
    let lu: Option<Lu> =
        passerelle_socle::db::ligne(tx, "SELECT siret FROM structures WHERE code = $1", [EMPLOYEUR.into()]).await?;
    let siret = lu.and_then(|l| l.siret).ok_or_else(|| anyhow::anyhow!("{EMPLOYEUR} n'a pas de SIRET"))?;
    Ok(siret.parse()?)
}

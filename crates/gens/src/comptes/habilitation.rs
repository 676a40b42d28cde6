//! The SQL of habilitations: which role an account holds, where, since when.

use passerelle_base::Siret;
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use super::rules::Tenu;
use crate::structures;
use passerelle_socle::access::{Acteur, Action, Compte, Habilitation, Jeune, Objet, Portee, Role, Structure};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::temps::Instant;

/// An account under one of its habilitations.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CompteLu {
    /// Identifier of the account.
    pub id: Id<Compte>,
    /// Name shown.
    pub nom: String,
    /// Whether one click opens it.
    pub demonstration: bool,
    /// Identifier of the habilitation.
    pub habilitation: Id<Habilitation>,
    /// Code of its role.
    pub role: String,
    /// Its structure, when the role is held in one.
    pub structure_id: Option<Id<Structure>>,
    /// Name of that structure.
    pub structure: Option<String>,
    /// Type of that structure.
    pub structure_type: Option<String>,
    /// The young person, when it is for their own file.
    pub jeune_id: Option<Id<Jeune>>,
    /// The employer's SIRET.
    pub siret: Option<String>,
}

impl CompteLu {
    /// The actor this account makes.
    pub fn acteur(&self) -> Option<Acteur> {
        let role = Role::lire(&self.role)?;
        let portee = match role {
            Role::Jeune => Portee::Jeune(self.jeune_id?),
            Role::Employeur => Portee::Employeur(self.siret.as_deref()?.parse::<Siret>().ok()?),
            _ if role.en_structure() => Portee::Structure {
                id: self.structure_id?,
                accompagne: structures::accompagne(self.structure_type.as_deref()?),
            },
            _ => Portee::Territoire,
        };
        let habilitation = self.habilitation;
        Some(Acteur::Compte { id: self.id, nom: self.nom.clone(), habilitation, role, portee })
    }

    /// « Conseil, Mission locale Nord »: the role and where it is held.
    pub fn fonction(&self) -> String {
        fonction(&self.role, self.structure.as_deref())
    }

    /// The role and the structure it is held in, for whoever decides what may be done with it.
    pub(super) fn tenu(&self) -> Option<Tenu> {
        Some((Role::lire(&self.role)?, self.structure_id))
    }
}

/// « Conseil, Mission locale Nord ».
pub(super) fn fonction(role: &str, structure: Option<&str>) -> String {
    let role = Role::lire(role).map(Role::libelle).unwrap_or_default();
    match structure {
        Some(structure) => format!("{role}, {structure}"),
        None => role.to_owned(),
    }
}

/// What a [`CompteLu`] is read from: accounts `c`, their habilitations `h`, structures `s`.
pub(super) const CHAMPS: &str = "c.id, c.nom, c.demonstration, h.id AS habilitation, h.role, h.structure_id, \
                                 s.nom AS structure, s.type AS structure_type, h.jeune_id, h.siret";
/// The tables of [`CHAMPS`], live habilitations of accounts that are not disabled; `$1` is the instant.
pub(super) const VIVES: &str = "comptes c JOIN habilitations h ON h.compte_id = c.id AND c.desactive_le IS NULL \
                                AND h.du <= $1 AND (h.au IS NULL OR h.au > $1) LEFT JOIN structures s ON s.id = h.structure_id";

/// Gives a role to an account.
pub async fn habiliter(
    tx: &Tx,
    maintenant: Instant,
    auteur: &Acteur,
    compte: Id<Compte>,
    role: Role,
    portee: &Portee,
) -> Resultat<Id<Habilitation>> {
    let id: Id<Habilitation> = db::nouvel_id();
    let (structure, jeune, siret) = match portee {
        Portee::Territoire => (None, None, None),
        Portee::Structure { id, .. } => (Some(*id), None, None),
        Portee::Jeune(id) => (None, Some(*id), None),
        Portee::Employeur(siret) => (None, None, Some(siret.as_str().to_owned())),
    };
    let sql = "INSERT INTO habilitations (id, compte_id, role, structure_id, jeune_id, siret, du) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let valeurs =
        [id.into(), compte.into(), role.code().into(), structure.into(), jeune.into(), siret.into(), maintenant.into()];
    db::executer(tx, sql, valeurs).await?;
    let entree = Entree::sur(Action::Creer, Objet::Comptes).id(compte).detail(role.code());
    journal::ecrire(tx, maintenant, auteur, entree);
    Ok(id)
}

/// Takes a role back; whoever works under it loses it at the next request.
pub async fn retirer(tx: &Tx, maintenant: Instant, auteur: &Acteur, habilitation: Id<Habilitation>) -> Resultat<bool> {
    let sql = "UPDATE habilitations SET au = $2 WHERE id = $1 AND au IS NULL";
    let valeurs = [habilitation.into(), maintenant.into()];
    let retiree = db::executer(tx, sql, valeurs).await? > 0;
    if retiree {
        let entree = Entree::sur(Action::Retirer, Objet::Comptes).id(habilitation);
        journal::ecrire(tx, maintenant, auteur, entree);
    }
    Ok(retiree)
}

/// The habilitations of an account, disabled or not, for whoever keeps accounts.
pub(super) async fn tenues(conn: &impl Executeur, maintenant: Instant, compte: Id<Compte>) -> Resultat<Vec<CompteLu>> {
    let sql = format!(
        "SELECT {CHAMPS} FROM comptes c JOIN habilitations h ON h.compte_id = c.id AND h.du <= $1 \
         AND (h.au IS NULL OR h.au > $1) LEFT JOIN structures s ON s.id = h.structure_id \
         WHERE c.id = $2 ORDER BY h.du, h.id"
    );
    db::lignes(conn, &sql, [maintenant.into(), compte.into()]).await
}

/// All accounts under each of their live habilitations, in order of creation.
pub async fn lister(conn: &impl Executeur, maintenant: Instant) -> Resultat<Vec<CompteLu>> {
    let sql = format!("SELECT {CHAMPS} FROM {VIVES} ORDER BY c.cree_le, c.id, h.du, h.id");
    db::lignes(conn, &sql, [maintenant.into()]).await
}

/// The habilitations an account may work under, the oldest first.
pub async fn de_compte(conn: &impl Executeur, maintenant: Instant, compte: Id<Compte>) -> Resultat<Vec<CompteLu>> {
    let sql = format!("SELECT {CHAMPS} FROM {VIVES} WHERE c.id = $2 ORDER BY h.du, h.id");
    db::lignes(conn, &sql, [maintenant.into(), compte.into()]).await
}

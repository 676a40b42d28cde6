//! The list of accounts: one row for each habilitation, kept to the structure of a responsable.

use passerelle_base::Date;
use passerelle_documents::{Cellule, Colonne};
use sea_orm::DbErr;

use super::habilitation::fonction;
use passerelle_socle::access::{Accorde, Compte, Objet, Role};
use passerelle_socle::db::{QueryResult, Selection};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use passerelle_socle::web::{Filtre, Parametres, Repertoire, Vide};

/// Accounts, filtered.
pub(super) struct Comptes {
    q: String,
    role: String,
    etat: String,
}

/// States of an account: code and words.
const ETATS: [(&str, &str); 3] = [("actif", "Actif"), ("invite", "Invité"), ("desactive", "Désactivé")];

impl Comptes {
    pub fn demandes(p: &Parametres) -> Self {
        Self { q: p.lire("q").to_owned(), role: p.lire("role").to_owned(), etat: p.lire("etat").to_owned() }
    }
}

impl Repertoire for Comptes {
    fn titre(&self) -> String {
        "Comptes".into()
    }
    fn intro(&self) -> String {
        "Qui peut se connecter, dans quel rôle. Une personne qui tient deux rôles a deux lignes.".into()
    }
    fn objet(&self) -> Objet {
        Objet::Comptes
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("rôle tenu", "rôles tenus")
    }
    fn chemin(&self) -> String {
        "/comptes".into()
    }
    fn action(&self, _: &Accorde) -> Option<(&'static str, &'static str)> {
        Some(("Inviter quelqu'un", "/comptes/nouveau"))
    }
    fn colonnes(&self, _: &Accorde) -> Vec<Colonne> {
        vec![
            Colonne::texte("nom", "Personne"),
            Colonne::texte("role", "Rôle"),
            Colonne::texte("identifiant", "Courriel"),
            Colonne::texte("etat", "Compte"),
        ]
    }
    fn filtres(&self) -> Vec<Filtre> {
        let roles = Role::TOUS.into_iter().map(|r| (r.code(), r.libelle()));
        vec![
            Filtre::texte("q", "Nom ou courriel", &self.q),
            Filtre::choix("role", "Rôle", "Tous les rôles", roles, &self.role),
            Filtre::choix("etat", "Compte", "Tous", ETATS, &self.etat),
        ]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        &[("nom", "c.nom, h.du, h.id"), ("role", "h.role, c.nom, h.id")]
    }
    fn selection(&self, accorde: &Accorde, _: Date) -> Selection {
        let champs = "c.id, c.nom, c.identifiant, c.desactive_le, c.mot_de_passe IS NOT NULL AS choisi, c.demonstration, \
                      h.role, s.nom AS structure";
        let jointures = "JOIN comptes c ON c.id = h.compte_id LEFT JOIN structures s ON s.id = h.structure_id";
        let q = (!self.q.is_empty()).then(|| format!("%{}%", self.q.to_lowercase()));
        let dans = |condition: &str| format!("h.compte_id IN (SELECT a.id FROM comptes a WHERE {condition})");
        let mut selection = Selection::nouvelle(champs, "habilitations h", jointures)
            .telle("h.au IS NULL")
            .ou_si("h.role = ?", (!self.role.is_empty()).then(|| self.role.clone()))
            .ou_si(&dans("lower(a.nom) LIKE ? OR lower(a.identifiant) LIKE ?"), q);
        selection = match self.etat.as_str() {
            "desactive" => selection.telle(dans("a.desactive_le IS NOT NULL")),
            "invite" => selection.telle(dans("a.desactive_le IS NULL AND a.mot_de_passe IS NULL")),
            "actif" => selection.telle(dans("a.desactive_le IS NULL AND a.mot_de_passe IS NOT NULL")),
            _ => selection,
        };
        // Whoever answers for a structure sees who works in it, and nobody else.
        match accorde.acteur().structure() {
            Some(structure) => selection.ou("h.structure_id = ?", structure),
            None => selection,
        }
    }
    fn cellules(&self, ligne: &QueryResult, _: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let id: Id<Compte> = ligne.try_get_by("id")?;
        let role: String = ligne.try_get_by("role")?;
        let structure: Option<String> = ligne.try_get_by("structure")?;
        let desactive = ligne.try_get_by::<Option<Instant>, _>("desactive_le")?.is_some();
        let etat = match (desactive, ligne.try_get_by("choisi")?, ligne.try_get_by("demonstration")?) {
            (true, ..) => "Désactivé",
            (_, false, true) => "Démonstration",
            (_, true, _) => "Actif",
            (_, false, false) => match Role::lire(&role) {
                Some(Role::Jeune | Role::Employeur) => "Entre par un code",
                _ => "Invité",
            },
        };
        Ok(vec![
            Cellule::from(ligne.try_get_by::<String, _>("nom")?).avec_lien(format!("/comptes/{id}")),
            fonction(&role, structure.as_deref()).into(),
            ligne.try_get_by::<Option<String>, _>("identifiant")?.into(),
            etat.into(),
        ])
    }
    fn vide(&self, _: &Accorde) -> Vide {
        Vide {
            phrase: "Aucun compte ne répond à ces filtres. Invitez une personne : elle recevra de vous un lien à usage unique.".into(),
            action: Some(("Inviter une personne", "/comptes/nouveau")),
        }
    }
}

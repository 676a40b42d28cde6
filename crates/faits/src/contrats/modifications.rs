//! `modifications.csv`: what changed in a contract while it ran; key of the contract + `date` + `nature`.

use passerelle_base::Date;
use passerelle_socle::access::{Jeune, Objet, Structure};
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::echanges::{Colonne, Controle, Forme, Nature};
use passerelle_socle::ident::Id;
use passerelle_socle::vocabulaire::Vocabulaire;
use sea_orm::FromQueryResult;

use super::model::TYPES;
use crate::calendriers::Plage;

/// What may change.
pub(super) static CHANGEMENTS: Vocabulaire<4> = Vocabulaire::nouveau([
    ("suspension", "Contrat suspendu"),
    ("maitre", "Autre maître d'apprentissage"),
    ("terme", "Autre date de fin"),
    ("employeur", "Autre employeur"),
]);

/// Changes of a contract.
pub static MODIFICATIONS: Nature = Nature {
    nom: "modifications",
    liste: false,
    table: "modifications",
    table_cle: None,
    suite: None,
    cle: &["jeune_id", "structure_id", "type", "date_debut", "date", "nature"],
    colonnes: &[
        Colonne::requise("structure", "structure_id", Forme::Structure).dite("Structure (code)"),
        Colonne::requise("jeune", "jeune_id", Forme::Jeune).dite("Numéro du jeune"),
        Colonne::requise("type", "type", Forme::Parmi(TYPES.tous())).dite("Type de contrat"),
        Colonne::requise("date_debut", "date_debut", Forme::Date).dite("Date de début du contrat"),
        Colonne::requise("date", "date", Forme::Date),
        Colonne::requise("nature", "nature", Forme::Parmi(CHANGEMENTS.tous())).dite("Nature du changement"),
        Colonne::libre("au", "au", Forme::Date),
        Colonne::libre("valeur", "valeur", Forme::Texte),
    ],
    derives: &[],
    controles: &[
        Controle::PasAvant { debut: "date_debut", fin: "date", des: None },
        Controle::PasAvant { debut: "date", fin: "au", des: None },
    ],
    objet: Objet::Contrats,
};

/// What makes a contract that one.
#[derive(Clone, Copy, Debug)]
pub struct Cle<'a> {
    /// The structure that tells it.
    pub structure: Id<Structure>,
    /// Whose it is.
    pub jeune: Id<Jeune>,
    /// Its type.
    pub genre: &'a str,
    /// Its first day.
    pub debut: Date,
}

/// A change.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Modification {
    /// The day it takes effect.
    pub date: Date,
    nature: String,
    /// Its last day, for what has one.
    pub au: Option<Date>,
    /// The new master, term or employer, as the file says.
    pub valeur: Option<String>,
}

impl Modification {
    /// Word shown.
    pub fn libelle(&self) -> &str {
        CHANGEMENTS.libelle(&self.nature)
    }

    /// When the contract was suspended, if it was; a suspension whose end is not known goes on.
    pub fn suspension(&self) -> Option<Plage> {
        let plage = Plage { debut: self.date, fin: self.au.unwrap_or(Date::MAX) };
        (self.nature == "suspension").then_some(plage)
    }
}

/// Those of a contract, in order.
pub async fn du_contrat(conn: &impl Executeur, cle: Cle<'_>) -> Resultat<Vec<Modification>> {
    let sql = "SELECT date, nature, au, valeur FROM modifications \
               WHERE jeune_id = $1 AND structure_id = $2 AND type = $3 AND date_debut = $4 ORDER BY date, nature";
    db::lignes(conn, sql, [cle.jeune.into(), cle.structure.into(), cle.genre.into(), cle.debut.into()]).await
}

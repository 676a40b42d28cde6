//! A cell of the base as JSON, and back: the same text on both engines.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use passerelle_base::Date;
use sea_orm::{DbErr, QueryResult, Value};
use serde_json::Value as Json;
use uuid::Uuid;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Genre {
    Uuid,
    Octets,
    Jour,
    Booleen,
    Entier,
    Reel,
    Texte,
}

impl Genre {
    /// From the type that the engine tells.
    pub fn lire(genre: &str) -> Self {
        match genre {
            "uuid" => Self::Uuid,
            "bytea" => Self::Octets,
            "date" => Self::Jour,
            "boolean" => Self::Booleen,
            "bigint" | "integer" => Self::Entier,
            "double precision" => Self::Reel,
            _ => Self::Texte,
        }
    }

    /// One cell of a row.
    pub fn cellule(self, ligne: &QueryResult, colonne: &str) -> Result<(Json, Value), DbErr> {
        Ok(match self {
            Self::Uuid => {
                let v: Option<Uuid> = ligne.try_get_by(colonne)?;
                (v.map_or(Json::Null, |v| v.to_string().into()), v.into())
            }
            Self::Octets => {
                let v: Option<Vec<u8>> = ligne.try_get_by(colonne)?;
                (v.as_ref().map_or(Json::Null, |v| STANDARD.encode(v).into()), v.into())
            }
            Self::Jour => {
                let v: Option<Date> = ligne.try_get_by(colonne)?;
                (v.map_or(Json::Null, |v| v.to_string().into()), v.into())
            }
            Self::Booleen => {
                let v: Option<bool> = ligne.try_get_by(colonne)?;
                (v.map_or(Json::Null, Json::from), v.into())
            }
            Self::Entier => {
                let v: Option<i64> = ligne.try_get_by(colonne)?;
                (v.map_or(Json::Null, Json::from), v.into())
            }
            Self::Reel => {
                let v: Option<f64> = ligne.try_get_by(colonne)?;
                (v.map_or(Json::Null, Json::from), v.into())
            }
            Self::Texte => {
                let v: Option<String> = ligne.try_get_by(colonne)?;
                (v.as_deref().map_or(Json::Null, Json::from), v.into())
            }
        })
    }

    /// Back from JSON; `None` when it is not of this kind.
    pub fn relire(self, json: &Json) -> Option<Value> {
        let texte = || json.as_str();
        Some(match (self, json.is_null()) {
            (Self::Uuid, true) => None::<Uuid>.into(),
            (Self::Uuid, _) => texte()?.parse::<Uuid>().ok()?.into(),
            (Self::Octets, true) => None::<Vec<u8>>.into(),
            (Self::Octets, _) => STANDARD.decode(texte()?).ok()?.into(),
            (Self::Jour, true) => None::<Date>.into(),
            (Self::Jour, _) => texte()?.parse::<Date>().ok()?.into(),
            (Self::Booleen, true) => None::<bool>.into(),
            (Self::Booleen, _) => json.as_bool()?.into(),
            (Self::Entier, true) => None::<i64>.into(),
            (Self::Entier, _) => json.as_i64()?.into(),
            (Self::Reel, true) => None::<f64>.into(),
            (Self::Reel, _) => json.as_f64()?.into(),
            (Self::Texte, true) => None::<String>.into(),
            (Self::Texte, _) => texte()?.to_owned().into(),
        })
    }
}

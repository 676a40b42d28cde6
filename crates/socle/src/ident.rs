//! Typed identifiers: the key of a young person cannot be passed where the key of a structure is expected.
//!
//! One is read from a row and bound to a statement as such: the type of a column is that of its field.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, ValueType, ValueTypeErr};
use sea_orm::{ColIdx, QueryResult, TryGetError, TryGetable, Value};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// A UUID that remembers what it identifies. `T` is only a mark: it needs no trait at all.
pub struct Id<T> {
    uuid: Uuid,
    marque: PhantomData<fn() -> T>,
}

/// The text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cet identifiant n’est pas valide : reprenez le lien depuis la liste d’origine")]
pub struct ErreurId;

impl<T> Id<T> {
    /// Marks a bare UUID.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self { uuid, marque: PhantomData }
    }

    /// The bare UUID, for what holds keys of any kind: the journal, a row kept as text.
    pub fn uuid(self) -> Uuid {
        self.uuid
    }

    /// The key before all others, which no row has: where a walk by key begins, whose is nobody's.
    pub const fn nul() -> Self {
        Self::from_uuid(Uuid::nil())
    }
}

impl<T> From<Id<T>> for Uuid {
    fn from(id: Id<T>) -> Self {
        id.uuid
    }
}

impl<T> From<Id<T>> for Value {
    fn from(id: Id<T>) -> Self {
        id.uuid.into()
    }
}

impl<T> Nullable for Id<T> {
    fn null() -> Value {
        Uuid::null()
    }
}

impl<T> ValueType for Id<T> {
    fn try_from(valeur: Value) -> Result<Self, ValueTypeErr> {
        <Uuid as ValueType>::try_from(valeur).map(Self::from_uuid)
    }

    fn type_name() -> String {
        <Uuid as ValueType>::type_name()
    }

    fn array_type() -> ArrayType {
        <Uuid as ValueType>::array_type()
    }

    fn column_type() -> ColumnType {
        <Uuid as ValueType>::column_type()
    }
}

impl<T> TryGetable for Id<T> {
    fn try_get_by<I: ColIdx>(ligne: &QueryResult, colonne: I) -> Result<Self, TryGetError> {
        Uuid::try_get_by(ligne, colonne).map(Self::from_uuid)
    }
}

// Written by hand: derives would demand the same traits of `T`.
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, autre: &Self) -> bool {
        self.uuid == autre.uuid
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, autre: &Self) -> Option<Ordering> {
        Some(self.cmp(autre))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, autre: &Self) -> Ordering {
        self.uuid.cmp(&autre.uuid)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, etat: &mut H) {
        self.uuid.hash(etat);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.uuid.hyphenated())
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.hyphenated().fmt(f)
    }
}

impl<T> FromStr for Id<T> {
    type Err = ErreurId;

    fn from_str(texte: &str) -> Result<Self, ErreurId> {
        Uuid::try_parse(texte).map(Self::from_uuid).map_err(|_| ErreurId)
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.uuid.serialize(s)
    }
}

impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Uuid::deserialize(d).map(Self::from_uuid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// A mark with no trait whatsoever: this module would not compile if `T` needed one.
    struct Jeune;

    const TEXTE: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    #[test]
    fn text_round_trip_is_hyphenated_lower_case() {
        let id: Id<Jeune> = TEXTE.to_uppercase().parse().unwrap();
        assert_eq!(id.to_string(), TEXTE);
        assert_eq!(format!("{id:?}"), format!("Id({TEXTE})"));
        assert_eq!(Id::<Jeune>::from_uuid(id.uuid()), id);
    }

    #[test]
    fn order_and_hash_follow_the_uuid() {
        let (a, b) = (Id::<Jeune>::from_uuid(Uuid::from_u128(1)), Id::<Jeune>::from_uuid(Uuid::from_u128(2)));
        assert!(a < b && a != b);
        assert_eq!(HashSet::from([a, b, a]).len(), 2);
    }

    #[test]
    fn anything_else_is_refused_without_being_repeated() {
        for texte in ["", "12", "2550814168025", "01890a5d-ac96-774b-bcce-b302099a805z"] {
            let erreur = texte.parse::<Id<Jeune>>().unwrap_err().to_string();
            assert!(texte.is_empty() || !erreur.contains(texte));
        }
    }
}

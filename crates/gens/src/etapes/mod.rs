//! Étapes: where a young person stands on the path, read from dated facts.
//!
//! Word: `etape`. No table: the five steps are never stored, they are derived each time, with the
//! facts that put the person there and the day they have stood there since. Thresholds are dated
//! values of texts, in `parametres/etapes.toml`.
//! Files: `model` (the five steps), `rules` (the decision, pure), `parametres` (the thresholds).

mod model;
mod parametres;
mod rules;

pub use model::{Etape, Situation};
pub use parametres::{Seuils, seuils};
pub use rules::{en_contrat_le, situer};

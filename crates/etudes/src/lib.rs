//! Études: what a programme changed, from a protocol registered before the outcomes to a report in words.
//!
//! Word: `etude`; with it `enquete`, a survey by personal links. Tables: `etudes`, `etudes_amendements`,
//! `etudes_extraits`, `etudes_resultats`, `etudes_membres`, `enquetes`, `enquetes_invitations`,
//! `enquetes_relances`, `enquetes_liens`. Commands:
//! `passerelle impact`, whose computations live here (`impact`) because the pages run the very same ones.
//!
//! A protocol is frozen with its hash; later changes are only added. An extract is pseudonymised under a key of its own,
//! kept apart and destroyed on a day; its bytes never change. An analysis runs on an extract: that of the protocol, or
//! another, told exploratory. Nobody's name is read here, but to send a link.
//!
//! Files: `model` (protocol, lists of codes), `rules` (what may be registered, from facts to outcomes, k-anonymity, the
//! verdict in words), `formulaire` (the form of a protocol), `population` (who), `faits` (what is known of them),
//! `liens` (whose facts they are), `extrait` (rows and description), `analyse` (commands run on an extract), `document` (the report), `store` (SQL),
//! `personne` (what it holds of a person),
//! `enquetes` (links and answers), `exemple` (the study of the demonstration), `pages` (studies), `pages_protocole`
//! (drafts), `pages_extraits` (extracts, results), `pages_enquetes` (the survey).

mod analyse;
mod document;
mod enquetes;
#[cfg(test)]
mod essais;
mod exemple;
mod extrait;
mod faits;
mod formulaire;
mod impact;
mod liens;
mod lots;
mod model;
mod pages;
mod pages_enquetes;
mod pages_extraits;
mod pages_protocole;
mod personne;
mod population;
mod rules;
mod store;

pub use exemple::raconter as raconter_un_exemple;
pub use impact::Demande;
pub use personne::PERSONNE;
pub use store::detruire_cles;

use passerelle_socle::web::Site;

/// Routes.
pub fn site() -> Site {
    pages::site().avec(pages_protocole::site()).avec(pages_extraits::site()).avec(pages_enquetes::site())
}

//! Mon espace: what a young person sees and does of their own file, on a phone.
//!
//! Word: `mon_espace`. No table of its own but `contestations` (what the person says of what is written of
//! them, objections included). Short sentences, no acronym: next appointment, path, who follows and why,
//! who read and when; correct, contest, object, take everything away. Reading one's own file is journalled too.
//! Files: `ouverture` (the file, opened to its person), `pages` (what is shown), `gestes` (what is written), `export`
//! (everything about me, as each `PERSONNE` says), `document` (the same, for programs and on paper), `store` (SQL).

mod document;
mod export;
mod gestes;
mod ouverture;
mod pages;
mod store;

use passerelle_socle::web::Site;

/// Routes.
pub fn site() -> Site {
    pages::site().avec(gestes::site())
}

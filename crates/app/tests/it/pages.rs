//! Every page as a browser and a reader get it: well made, linked, safe, and telling the truth.

mod entetes;
mod hostile;
mod listes;
mod parcours;
mod vide;

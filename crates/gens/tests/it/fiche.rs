//! A young person's file: what each reader sees of it, and what may be written in it.

mod champs;
mod contester;
mod documents;
mod ecrire;
mod hostile;
mod niveaux;
mod presence;
mod retour;
mod scene;
mod textes;

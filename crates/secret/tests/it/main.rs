//! No margin gives a hidden number back: told by an attack of another kind than the defence.

mod attaque;
mod connue;
mod effectif;
mod exemples;
mod hasard;

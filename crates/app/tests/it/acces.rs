//! Every route for every role, what those who read figures never read, and the proof a store asks for.

mod etats;
mod identite;
mod matrice;
mod preuves;

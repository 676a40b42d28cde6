//! Every route for every role, and what those who read figures never read.

mod etats;
mod identite;
mod matrice;

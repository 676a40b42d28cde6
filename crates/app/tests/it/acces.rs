//! What those who read figures never read, and the proof a store asks for.

mod absence;
mod identite;
mod preuves;

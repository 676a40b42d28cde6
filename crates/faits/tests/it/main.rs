//! Stories of what happened: the draws.

mod tirages;

//! Stories of what the facts say: the report, and the space of the young person.

mod bilans;
mod mon_espace;

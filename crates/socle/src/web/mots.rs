//! Words for templates, which hand over values or references as they please.

use std::borrow::Borrow;

use passerelle_base::{Date, date_longue, pluriel};

/// « 20 février 2018 ».
pub fn jour(date: impl Borrow<Date>) -> String {
    date_longue(*date.borrow())
}

/// « 2 jeunes », « 1 jeune »: a number carries its noun.
pub fn combien(n: impl Borrow<i64>, un: &str, plusieurs: &str) -> String {
    pluriel(*n.borrow(), un, plusieurs)
}

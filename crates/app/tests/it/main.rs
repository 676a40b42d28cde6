//! Integration tests: stories in a small named world, on every engine at hand.
//!
//! `monde` is the world; each other file tells the stories of one theme.

mod acces;
mod bilans;
mod demonstration;
mod golden;
mod impact;
mod imports;
mod monde;
mod pages;
mod tidy;

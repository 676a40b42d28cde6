//! A file that is not ours, from the drop to the import, then the next month.

mod prets;
mod site;

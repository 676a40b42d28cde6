//! The decision alone, against an oracle and as a table; and what another site may not ask.

mod oracle;
mod origine;
mod politique;

//! The command line. Everything it does is in the library.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    passerelle::cli::executer().await
}

//! The command line. Everything it does is in the library.

use std::process::ExitCode;

/// An import hands rows from the thread that reads to the one that writes; the system allocator
/// keeps what each thread freed for itself, and the memory of a million rows would never shrink.
#[global_allocator]
static ALLOCATEUR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    passerelle::cli::executer().await
}

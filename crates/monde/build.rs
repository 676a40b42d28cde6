//! Cargo does not see a file that comes into a folder.

fn main() {
    println!("cargo:rerun-if-changed=semis");
}

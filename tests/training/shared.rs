//! Data that is not part of the project and may be absent.

use std::path::{Path, PathBuf};

/// A file or folder beside the project's folder, or `None` and a loud line.
#[expect(clippy::print_stderr)]
pub fn find(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("NOT CHECKED: {} is not there", path.display());
    None
}

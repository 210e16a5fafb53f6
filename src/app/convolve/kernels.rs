//! Kernels of one's own, kept under a name.

use serde::{Deserialize, Serialize};

use crate::convolution::Kernel;

/// Most kernels that are kept.
pub const MAX_OWN: usize = 50;

/// Longest name, in characters.
pub const MAX_NAME: usize = 40;

/// A kernel under a name of the user's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnKernel {
    pub name: String,
    pub kernel: Kernel,
}

/// A kernel as it is stored: of whoever has edited the file.
#[derive(Deserialize)]
pub struct StoredKernel {
    name: String,
    kernel: String,
}

/// Those of the stored kernels that are kernels, within the limits of [`keep`].
pub fn restored(stored: Vec<StoredKernel>) -> Vec<OwnKernel> {
    let mut own = Vec::new();
    for StoredKernel { name, kernel } in stored {
        if let Ok(kernel) = Kernel::try_from(kernel) {
            keep(&mut own, &name, kernel);
        }
    }
    own
}

/// Keeps a kernel; one that has this name already is replaced. A blank name, and more than
/// [`MAX_OWN`] kernels, are refused with `false`.
pub fn keep(own: &mut Vec<OwnKernel>, name: &str, kernel: Kernel) -> bool {
    let name: String = name.trim().chars().take(MAX_NAME).collect();
    if name.is_empty() {
        return false;
    }
    if let Some(known) = own.iter_mut().find(|known| known.name == name) {
        known.kernel = kernel;
        return true;
    }
    if own.len() >= MAX_OWN {
        return false;
    }
    own.push(OwnKernel { name, kernel });
    true
}

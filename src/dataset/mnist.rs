//! MNIST: the digits that come with the program, and a folder with the four official files.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::{Dataset, DatasetError, Problem, Split, idx};

/// The first 10,000 digits of MNIST's training set, in its order.
static BUILTIN_PICTURES: &[u8] = include_bytes!("../../assets/digits/images-idx3-ubyte.gz");
static BUILTIN_LABELS: &[u8] = include_bytes!("../../assets/digits/labels-idx1-ubyte.gz");

/// How many of the built-in digits are trained on; the 1,500 after them are held out.
const BUILTIN_TRAIN: usize = 8_500;

/// The digits that come with the program: 8,500 to train on, 1,500 held out. They are unpacked
/// once, when first asked for.
pub fn builtin() -> &'static Split {
    static SPLIT: OnceLock<Split> = OnceLock::new();
    SPLIT.get_or_init(|| {
        let sound = "the built-in digits are sound: a test reads them";
        let pixels = idx::parse_pictures(BUILTIN_PICTURES).expect(sound);
        let all = Dataset::new(pixels, idx::parse_labels(BUILTIN_LABELS).expect(sound));
        Split {
            train: all.take(BUILTIN_TRAIN),
            test: all.skip(BUILTIN_TRAIN),
        }
    })
}

/// Reads a folder with MNIST's four files, each plain or as `.gz`.
pub fn read_folder(folder: &Path) -> Result<Split, DatasetError> {
    Ok(Split {
        train: read_pair(folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte")?,
        test: read_pair(folder, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")?,
    })
}

/// The first of these folders that holds the four files.
pub fn find_folder(folders: impl IntoIterator<Item = PathBuf>) -> Option<PathBuf> {
    let names = [
        "train-images-idx3-ubyte",
        "train-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
    ];
    let is_whole = |folder: &PathBuf| names.iter().all(|name| find(folder, name).is_ok());
    folders.into_iter().find(is_whole)
}

fn read_pair(
    folder: &Path,
    pictures: &'static str,
    labels: &'static str,
) -> Result<Dataset, DatasetError> {
    let labels_path = find(folder, labels)?;
    let pixels = idx::read_pictures(&find(folder, pictures)?)?;
    let labels = idx::read_labels(&labels_path)?;
    let pictures = pixels.len() / super::PIXELS;
    if pictures != labels.len() {
        let labels = labels.len();
        let problem = Problem::Unequal { pictures, labels };
        return Err(DatasetError::new(&labels_path, problem));
    }
    Ok(Dataset::new(pixels, labels))
}

/// The path of the file of this name, plain or as `.gz`. Only one that is known not to be there is
/// missing: what a folder keeps shut may be in it.
fn find(folder: &Path, name: &'static str) -> Result<PathBuf, DatasetError> {
    for name in [name.to_owned(), format!("{name}.gz")] {
        let path = folder.join(name);
        match path.try_exists() {
            Ok(true) => return Ok(path),
            Ok(false) => {}
            Err(error) => return Err(DatasetError::new(&path, Problem::Unreadable(error))),
        }
    }
    Err(DatasetError::new(folder, Problem::MissingFile { name }))
}

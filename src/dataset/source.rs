//! Where labelled pictures come from, as it is written on the command line and in settings.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{DatasetError, Split, mnist, pen};

/// The word for the digits that come with the program.
const BUILTIN: &str = "builtin";

/// A place where labelled pictures come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Source {
    /// The digits that come with the program.
    Builtin,
    /// A folder with MNIST's four files, or a file of drawn digits.
    Path(PathBuf),
}

impl Source {
    /// Reads the pictures. Of a file of drawn digits some writers are held out, unless
    /// `all_writers` are to be trained on.
    pub fn read(&self, all_writers: bool) -> Result<Split, DatasetError> {
        match self {
            Self::Builtin => Ok(mnist::builtin().clone()),
            Self::Path(path) if path.is_dir() => mnist::read_folder(path),
            Self::Path(path) => Ok(pen::split(&pen::read(path)?, all_writers)),
        }
    }

    /// The same place, by a path that holds in whatever folder the program is started next.
    #[must_use]
    pub fn absolute(self) -> Self {
        match self {
            Self::Builtin => Self::Builtin,
            Self::Path(path) => Self::Path(std::path::absolute(&path).unwrap_or(path)),
        }
    }
}

impl From<PathBuf> for Source {
    fn from(path: PathBuf) -> Self {
        if path == Path::new(BUILTIN) {
            Self::Builtin
        } else {
            Self::Path(path)
        }
    }
}

impl From<String> for Source {
    fn from(text: String) -> Self {
        PathBuf::from(text).into()
    }
}

impl From<Source> for String {
    fn from(source: Source) -> Self {
        source.to_string()
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Builtin => f.write_str(BUILTIN),
            Self::Path(path) => write!(f, "{}", path.display()),
        }
    }
}

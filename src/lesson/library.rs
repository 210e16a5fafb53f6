//! The chapters that come with the program, and a folder of one's own.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::chapter::Chapter;
use super::parse::{LessonError, MAX_BYTES, Problem, parse};
use crate::language::Language;

/// Most lesson files that a folder's reading takes.
pub const MAX_CHAPTERS: usize = 100;

macro_rules! files {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        [$((
            $name,
            include_str!(concat!("../../assets/lessons/", $folder, "/", $name, ".md")),
        )),+]
    };
}

const ENGLISH: [(&str, &str); 11] = files!("en":
    "01-classification", "02-convolution", "03-stride", "04-padding", "05-network", "06-data",
    "07-model", "08-loss", "09-training", "10-evaluation", "11-failure",
);

const GERMAN: [(&str, &str); 11] = files!("de":
    "01-classification", "02-convolution", "03-stride", "04-padding", "05-network", "06-data",
    "07-model", "08-loss", "09-training", "10-evaluation", "11-failure",
);

/// What there is to learn from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Library {
    /// The chapters that come with the program, then those of one's own.
    pub chapters: Vec<Chapter>,
    /// How many of them come with the program.
    pub built_in: usize,
    /// What could not be read.
    pub errors: Vec<LibraryError>,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LibraryError {
    #[error("{}: {}: choose another folder", path.display(), io::Error::from(*problem))]
    Folder {
        path: PathBuf,
        problem: io::ErrorKind,
    },
    #[error("{}: no lesson files here: their names end in .md", path.display())]
    NoFiles { path: PathBuf },
    #[error("{}: more than {MAX_CHAPTERS} lesson files: the others are left out", path.display())]
    TooMany { path: PathBuf },
    #[error("{file}: cannot be read: {}", io::Error::from(*problem))]
    File {
        file: String,
        problem: io::ErrorKind,
    },
    #[error("{file}: {}", Problem::TooLarge)]
    TooLarge { file: String },
    #[error("{0}")]
    Lesson(#[from] LessonError),
}

/// The chapters that come with the program, or what is wrong with them.
pub fn built_in(language: Language) -> (Vec<Chapter>, Vec<LessonError>) {
    let files = match language {
        Language::English => ENGLISH,
        Language::German => GERMAN,
    };
    let (mut chapters, mut errors) = (Vec::new(), Vec::new());
    for (name, source) in files {
        match parse(name, source, language) {
            Ok(chapter) => chapters.push(chapter),
            Err(found) => errors.extend(found),
        }
    }
    (chapters, errors)
}

impl Library {
    /// The chapters that come with the program, and those of a folder if one is given. What is
    /// wrong there is told, and the rest is there all the same.
    pub fn read(language: Language, folder: Option<&Path>) -> Self {
        let (chapters, errors) = built_in(language);
        let mut library = Self {
            built_in: chapters.len(),
            chapters,
            errors: errors.into_iter().map(LibraryError::from).collect(),
        };
        if let Some(folder) = folder {
            library.add_folder(folder, language);
        }
        library
    }

    fn add_folder(&mut self, folder: &Path, language: Language) {
        let path = folder.to_owned();
        let mut files = match lesson_files(folder) {
            Ok(files) if files.is_empty() => {
                self.errors.push(LibraryError::NoFiles { path });
                return;
            }
            Ok(files) => files,
            Err(error) => {
                let problem = error.kind();
                self.errors.push(LibraryError::Folder { path, problem });
                return;
            }
        };
        files.sort();
        if files.len() > MAX_CHAPTERS {
            files.truncate(MAX_CHAPTERS);
            self.errors.push(LibraryError::TooMany { path });
        }
        for file in files {
            self.add_file(&file, language);
        }
    }

    fn add_file(&mut self, path: &Path, language: Language) {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let file = file.into_owned();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let source = match read_text(path) {
            Ok(Some(source)) => source,
            Ok(None) => {
                self.errors.push(LibraryError::TooLarge { file });
                return;
            }
            Err(error) => {
                let problem = error.kind();
                self.errors.push(LibraryError::File { file, problem });
                return;
            }
        };
        match parse(&name, &source, language) {
            Ok(chapter) => self.chapters.push(chapter),
            Err(errors) => self.errors.extend(errors.into_iter().map(Into::into)),
        }
    }
}

/// The text of a file; None if it is too large.
fn read_text(path: &Path) -> io::Result<Option<String>> {
    let metadata = fs::metadata(path)?;
    if metadata.len() > MAX_BYTES as u64 {
        return Ok(None);
    }
    let mut source = fs::read_to_string(path)?;
    // As some editors begin a file.
    if source.starts_with('\u{feff}') {
        source.remove(0);
    }
    Ok(Some(source))
}

fn lesson_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_lesson = path.extension().is_some_and(|ending| ending == "md");
        if is_lesson && path.is_file() {
            files.push(path);
        }
        // A folder of other things: enough to say that there are too many.
        if files.len() > MAX_CHAPTERS {
            break;
        }
    }
    Ok(files)
}

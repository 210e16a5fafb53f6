//! What went wrong, in the words of the user's language. The library's own words for it, which
//! the command line prints, are English.

mod lessons;
mod networks;
mod pictures;
mod runs;

use std::io;
use std::path::Path;

use fluent_bundle::FluentValue;

use super::text::Text;
use crate::files::ReadError;

/// What can be told in the user's language.
pub trait InWords {
    fn in_words(&self, text: &Text) -> String;
}

impl InWords for io::Error {
    fn in_words(&self, text: &Text) -> String {
        in_words(self.kind(), text).unwrap_or_else(|| self.to_string())
    }
}

impl InWords for io::ErrorKind {
    fn in_words(&self, text: &Text) -> String {
        in_words(*self, text).unwrap_or_else(|| self.to_string())
    }
}

/// The words for what usually goes wrong with files; else the system has its own.
fn in_words(kind: io::ErrorKind, text: &Text) -> Option<String> {
    let key = match kind {
        io::ErrorKind::NotFound => "error-not-found",
        io::ErrorKind::PermissionDenied => "error-denied",
        io::ErrorKind::StorageFull => "error-full",
        io::ErrorKind::ReadOnlyFilesystem => "error-read-only",
        io::ErrorKind::IsADirectory => "error-folder",
        io::ErrorKind::NotADirectory => "error-no-folder",
        io::ErrorKind::InvalidData => "error-not-text",
        io::ErrorKind::UnexpectedEof => "error-short",
        _ => return None,
    };
    Some(text.get(key).to_owned())
}

/// Words in which something is filled in.
fn with<'a, const N: usize>(
    text: &Text,
    key: &str,
    arguments: [(&str, FluentValue<'a>); N],
) -> String {
    text.with(key, &arguments)
}

/// The problem of a file.
fn at(path: &Path, problem: &str) -> String {
    format!("{}: {problem}", path.display())
}

fn unreadable(error: &io::Error, text: &Text) -> String {
    with(
        text,
        "error-unreadable",
        [("problem", error.in_words(text).into())],
    )
}

fn unwritable(error: &io::Error, text: &Text) -> String {
    with(
        text,
        "error-unwritable",
        [("problem", error.in_words(text).into())],
    )
}

impl InWords for ReadError {
    fn in_words(&self, text: &Text) -> String {
        match self {
            Self::NotFound => text.get("error-no-file").to_owned(),
            Self::Folder => text.get("error-folder").to_owned(),
            Self::Special => text.get("error-special").to_owned(),
            Self::TooLarge { size, most } => {
                let arguments = [("size", bytes(*size, text)), ("most", bytes(*most, text))];
                with(text, "error-too-large", arguments)
            }
            Self::Unreadable(error) => unreadable(error, text),
        }
    }
}

/// A file that could not be written.
pub fn not_written(path: &Path, error: &io::Error, text: &Text) -> String {
    at(path, &unwritable(error, text))
}

/// Bytes, as a number to read.
fn bytes(count: u64, text: &Text) -> FluentValue<'static> {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    text.language().whole(count).into()
}

//! Files read up to a size, and written whole or not at all.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("there is no such file")]
    NotFound,
    #[error("this is a folder: choose a file inside it")]
    Folder,
    #[error("this is no regular file: choose another one")]
    Special,
    #[error("{size} bytes are too many: at most {most} are opened")]
    TooLarge { size: u64, most: u64 },
    #[error("cannot be read: {0}")]
    Unreadable(#[source] io::Error),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound,
            _ => Self::Unreadable(error),
        }
    }
}

/// Opens a regular file and says how many bytes it holds. Pipes and devices are refused: they may
/// never end, or never begin.
pub fn open_file(path: &Path) -> Result<(File, u64), ReadError> {
    let metadata = path.metadata()?;
    if metadata.is_dir() {
        return Err(ReadError::Folder);
    }
    if !metadata.is_file() {
        return Err(ReadError::Special);
    }
    Ok((File::open(path)?, metadata.len()))
}

/// Reads a regular file of at most so many bytes.
pub fn read_file(path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
    let (file, size) = open_file(path)?;
    if size > most {
        return Err(ReadError::TooLarge { size, most });
    }
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes a file whole or not at all: a temporary one beside it is moved into place.
pub fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_parts(path, &[bytes])
}

/// The same for a file that is there in several parts.
pub fn write_parts(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    // As any other file: a temporary one would be for its owner alone.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    for part in parts {
        file.write_all(part)?;
    }
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

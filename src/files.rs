//! Files read up to a size, and written whole or not at all.

use std::fs::{File, Permissions};
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
///
/// What a link leads to is written, and a file keeps its permissions. What is write-protected or
/// no regular file is left as it is.
pub fn write_parts(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    // There may be no file yet.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let permissions = permissions_to_write(path)?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // A temporary file's own name in a message would help nobody.
    let plain = |error: io::Error| io::Error::from(error.kind());
    let mut builder = tempfile::Builder::new();
    // As any other file: a temporary one would be for its owner alone.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder).map_err(plain)?;
    for part in parts {
        file.write_all(part).map_err(plain)?;
    }
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| plain(error.error))?;
    Ok(())
}

/// The permissions of the file that is there, if there is one.
fn permissions_to_write(path: &Path) -> io::Result<Option<Permissions>> {
    let metadata = match path.metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if !metadata.is_file() {
        let why = "there is something that is no regular file";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    }
    if metadata.permissions().readonly() {
        let why = "the file that is there is write-protected";
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, why));
    }
    Ok(Some(metadata.permissions()))
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_link_stays_a_link_and_a_file_keeps_its_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "before").unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
        symlink(&file, &link).unwrap();
        write_file(&link, b"after").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"after");
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_is_protected_or_no_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "before").unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o444)).unwrap();
        let error = write_file(&file, b"after").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
        assert_eq!(fs::read(&file).unwrap(), b"before");
        assert!(write_file(folder.path(), b"after").is_err());
        let lost = write_file(&folder.path().join("none/file"), b"after").unwrap_err();
        assert_eq!(lost.kind(), io::ErrorKind::NotFound);
        assert!(!lost.to_string().contains(".tmp"), "{lost}");
    }
}

//! The IDX format of MNIST's files, plain and gzipped: a big-endian header (a magic number that
//! says type and dimensions, then the size along each dimension), then the bytes.
//!
//! Format: <http://yann.lecun.com/exdb/mnist/>. Nothing in the header is believed before it is
//! checked; no more is read than it announces, whatever a gzip stream goes on to give.

use std::cmp::Ordering;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::{CLASSES, DatasetError, GZIP_MAGIC, PIXELS, Problem, SIDE, Wanted};

/// Unsigned bytes in three dimensions: N×28×28 pixels.
const PICTURES_MAGIC: u32 = 0x0000_0803;

/// Unsigned bytes in one dimension: N labels.
const LABELS_MAGIC: u32 = 0x0000_0801;

/// Most pictures that one file may hold: 784 MB.
const MAX_PICTURES: u64 = 1_000_000;

/// The pixels N×28×28 of a file of pictures.
pub fn read_pictures(path: &Path) -> Result<Vec<u8>, DatasetError> {
    in_file(path, pictures)
}

/// The labels of a file of labels, each a digit of 0..9.
pub fn read_labels(path: &Path) -> Result<Vec<u8>, DatasetError> {
    in_file(path, labels)
}

/// The pixels N×28×28 of a file's bytes.
pub fn parse_pictures(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    pictures(&mut Source::new(bytes, bytes.len() as u64)?)
}

/// The labels of a file's bytes, each a digit of 0..9.
pub fn parse_labels(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    labels(&mut Source::new(bytes, bytes.len() as u64)?)
}

fn in_file<T>(
    path: &Path,
    read: impl FnOnce(&mut Source) -> Result<T, Problem>,
) -> Result<T, DatasetError> {
    Source::open(path)
        .and_then(|mut source| read(&mut source))
        .map_err(|problem| DatasetError::new(path, problem))
}

fn pictures(source: &mut Source) -> Result<Vec<u8>, Problem> {
    source.expect_magic(PICTURES_MAGIC, Wanted::Pictures)?;
    let count = source.count()?;
    let (height, width) = (source.number()?, source.number()?);
    if (height as usize, width as usize) != (SIDE, SIDE) {
        return Err(Problem::WrongSize { height, width });
    }
    source.rest(count * PIXELS as u64)
}

fn labels(source: &mut Source) -> Result<Vec<u8>, Problem> {
    source.expect_magic(LABELS_MAGIC, Wanted::Labels)?;
    let count = source.count()?;
    let labels = source.rest(count)?;
    let over = labels.iter().position(|l| usize::from(*l) >= CLASSES);
    match over {
        Some(index) => Err(Problem::LabelOver {
            index,
            label: labels[index],
        }),
        None => Ok(labels),
    }
}

/// A file that is read from its start, unpacked on the way if it is gzipped.
struct Source<'a> {
    bytes: Box<dyn Read + 'a>,
    /// Bytes read so far, unpacked.
    taken: u64,
    /// Bytes that there are; unknown while they are packed.
    length: Option<u64>,
}

impl Source<'static> {
    fn open(path: &Path) -> Result<Self, Problem> {
        let (file, length) = super::open(path)?;
        Self::new(file, length)
    }
}

impl<'a> Source<'a> {
    fn new(stream: impl Read + 'a, length: u64) -> Result<Self, Problem> {
        if length == 0 {
            return Err(Problem::Empty);
        }
        let mut stream = BufReader::with_capacity(1 << 16, stream);
        let start = stream.fill_buf().map_err(Problem::Unreadable)?;
        let gzipped = start.starts_with(&GZIP_MAGIC);
        Ok(Self {
            bytes: if gzipped {
                Box::new(MultiGzDecoder::new(stream))
            } else {
                Box::new(stream)
            },
            taken: 0,
            length: (!gzipped).then_some(length),
        })
    }

    /// The next number of the header.
    fn number(&mut self) -> Result<u32, Problem> {
        let mut number = [0; 4];
        self.bytes
            .read_exact(&mut number)
            .map_err(|error| match (error.kind(), self.length) {
                (io::ErrorKind::UnexpectedEof, Some(held)) => Problem::NoHeader { held },
                (_, length) => Problem::of_reading(error, length.is_none()),
            })?;
        self.taken += 4;
        Ok(u32::from_be_bytes(number))
    }

    fn expect_magic(&mut self, expected: u32, wanted: Wanted) -> Result<(), Problem> {
        let found = self.number()?;
        if found != expected {
            return Err(Problem::WrongMagic {
                found,
                expected,
                wanted,
            });
        }
        Ok(())
    }

    fn count(&mut self) -> Result<u64, Problem> {
        let count = u64::from(self.number()?);
        if count > MAX_PICTURES {
            return Err(Problem::TooMany {
                count,
                limit: MAX_PICTURES,
            });
        }
        Ok(count)
    }

    /// The `length` bytes after the header, and nothing after them. Memory grows with what is
    /// there, not with what is announced.
    fn rest(&mut self, length: u64) -> Result<Vec<u8>, Problem> {
        let announced = self.taken + length;
        let wrong = |held| Problem::WrongLength { announced, held };
        if let Some(held) = self.length.filter(|held| *held != announced) {
            return Err(wrong(Some(held)));
        }
        let mut rest = Vec::new();
        (&mut self.bytes)
            .take(length + 1)
            .read_to_end(&mut rest)
            .map_err(|error| Problem::of_reading(error, self.length.is_none()))?;
        match (rest.len() as u64).cmp(&length) {
            Ordering::Less => Err(wrong(Some(self.taken + rest.len() as u64))),
            Ordering::Equal => Ok(rest),
            Ordering::Greater => Err(wrong(None)),
        }
    }
}

//! Labelled pictures of digits: where they come from and how they are served.
//!
//! - [`idx`]: the IDX format, plain and gzipped
//! - [`mnist`]: the built-in digits, and a folder with MNIST's four files
//! - [`pen`]: digits drawn with a pen, as strokes
//! - [`source`]: where pictures come from, in words
//! - [`random`]: where a run's random numbers come from
//! - [`augment`]: small random deformations
//! - [`batches`]: seeded shuffling, batches

pub mod augment;
pub mod batches;
pub mod idx;
pub mod mnist;
pub mod pen;
pub mod random;
pub mod source;

use std::collections::HashSet;
use std::fmt;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::files::{self, ReadError};
use crate::grid::Grid;

pub use mnist::{builtin, find_folder};
pub use source::Source;

/// Pixels along each side of a picture.
pub const SIDE: usize = 28;

/// Pixels of a picture.
pub const PIXELS: usize = SIDE * SIDE;

/// Classes, one a digit.
pub const CLASSES: usize = 10;

/// Pictures of 28×28 bytes, 255 = ink and 0 = paper, each with its digit. Cloning shares them.
#[derive(Clone)]
pub struct Dataset {
    pictures: Arc<Pictures>,
    range: Range<usize>,
}

struct Pictures {
    /// N×28×28, row after row.
    pixels: Vec<u8>,
    /// N digits of 0..9.
    labels: Vec<u8>,
}

/// What is trained on, and what is held out and only ever measured on.
#[derive(Clone, Debug)]
pub struct Split {
    pub train: Dataset,
    pub test: Dataset,
}

impl Dataset {
    /// `pixels` are N×28×28 bytes, `labels` N digits of 0..9. Panics if they are not.
    pub fn new(pixels: Vec<u8>, labels: Vec<u8>) -> Self {
        assert_eq!(pixels.len(), labels.len() * PIXELS, "a label a picture");
        assert!(labels.iter().all(|label| usize::from(*label) < CLASSES));
        Self {
            range: 0..labels.len(),
            pictures: Arc::new(Pictures { pixels, labels }),
        }
    }

    /// All pictures of all parts, one part after another.
    pub fn concat<'a>(parts: impl IntoIterator<Item = &'a Self> + Clone) -> Self {
        let mut several = parts.clone().into_iter();
        if let (Some(only), None) = (several.next(), several.next()) {
            return only.clone();
        }
        let mut pixels = Vec::new();
        let mut labels = Vec::new();
        for part in parts {
            pixels.extend_from_slice(part.all_pixels());
            labels.extend_from_slice(part.labels());
        }
        Self::new(pixels, labels)
    }

    pub fn len(&self) -> usize {
        self.range.len()
    }

    pub fn is_empty(&self) -> bool {
        self.range.is_empty()
    }

    /// One picture as a 28×28 grid, ink = 1 and paper = 0. Panics outside the set.
    pub fn picture(&self, index: usize) -> Grid {
        let pixels = self.pixels(index).iter();
        let ink = pixels.map(|byte| f32::from(*byte) / 255.0).collect();
        Grid::from_values(SIDE, SIDE, ink).expect("a picture has 28×28 pixels")
    }

    /// One picture's 28×28 bytes, row after row. Panics outside the set.
    pub fn pixels(&self, index: usize) -> &[u8] {
        &self.all_pixels()[index * PIXELS..(index + 1) * PIXELS]
    }

    /// The digit that one picture shows. Panics outside the set.
    pub fn label(&self, index: usize) -> u8 {
        self.labels()[index]
    }

    /// Every picture's digit.
    pub fn labels(&self) -> &[u8] {
        &self.pictures.labels[self.range.clone()]
    }

    /// Every picture's bytes, one picture after another.
    pub fn all_pixels(&self) -> &[u8] {
        &self.pictures.pixels[self.range.start * PIXELS..self.range.end * PIXELS]
    }

    /// The first `count` pictures, or all if there are fewer.
    pub fn take(&self, count: usize) -> Self {
        self.slice(0..count.min(self.len()))
    }

    /// All but the first `count` pictures.
    pub fn skip(&self, count: usize) -> Self {
        self.slice(count.min(self.len())..self.len())
    }

    /// The pictures that are not also among `others`, pixel for pixel.
    pub fn without(&self, others: &Self) -> Self {
        let others: HashSet<&[u8]> = others.all_pixels().chunks(PIXELS).collect();
        let mut pixels = Vec::new();
        let mut labels = Vec::new();
        for index in 0..self.len() {
            if !others.contains(self.pixels(index)) {
                pixels.extend_from_slice(self.pixels(index));
                labels.push(self.label(index));
            }
        }
        Self::new(pixels, labels)
    }

    fn slice(&self, within: Range<usize>) -> Self {
        let start = self.range.start;
        Self {
            pictures: self.pictures.clone(),
            range: start + within.start..start + within.end,
        }
    }
}

impl fmt::Debug for Dataset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dataset of {} pictures", self.len())
    }
}

/// Labelled pictures that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct DatasetError {
    pub path: PathBuf,
    pub problem: Problem,
}

impl DatasetError {
    fn new(path: &Path, problem: Problem) -> Self {
        Self {
            path: path.to_owned(),
            problem,
        }
    }
}

/// What is wrong with a file of labelled pictures.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error("there is no such file or folder")]
    NotFound,
    #[error(transparent)]
    File(ReadError),
    #[error("the file is empty")]
    Empty,
    #[error("cannot be read: {0}")]
    Unreadable(io::Error),
    #[error("the gzip stream is damaged or cut short: fetch the file again")]
    BadGzip,
    #[error("holds only {held} bytes: too few for an IDX header")]
    NoHeader { held: u64 },
    #[error("starts with {found:08x}: a file of {wanted} starts with {expected:08x}")]
    WrongMagic {
        found: u32,
        expected: u32,
        wanted: Wanted,
    },
    #[error("announces {count} items: at most {limit} are read")]
    TooMany { count: u64, limit: u64 },
    #[error("holds pictures of {height}×{width}: only 28×28 can be read")]
    WrongSize { height: u32, width: u32 },
    #[error("announces {announced} bytes but holds {}: fetch the file again", Held(*held))]
    WrongLength { announced: u64, held: Option<u64> },
    #[error("label {index} is {label}: labels are the digits 0 to 9")]
    LabelOver { index: usize, label: u8 },
    #[error("more than {limit} bytes: too long for a file of drawn digits")]
    TooLong { limit: u64 },
    #[error("holds no drawn digits: `.SEGMENT DIGIT` begins one")]
    NoDrawings,
    #[error("line {line}: {fault}")]
    BadLine { line: usize, fault: Fault },
    #[error("holds {labels} labels for {pictures} pictures: they do not belong together")]
    Unequal { pictures: usize, labels: usize },
    #[error("{name} is missing, plain or as .gz: put MNIST's four files into this folder")]
    MissingFile { name: &'static str },
}

/// What a file of MNIST holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wanted {
    #[error("pictures")]
    Pictures,
    #[error("labels")]
    Labels,
}

/// What is wrong with a line of a file of drawn digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the label is not a digit of 0 to 9 in quotation marks")]
    Label,
    #[error("the comment does not give the writer's number")]
    Writer,
    #[error("a stroke outside a digit")]
    StrokeOutside,
    #[error("not a pair of coordinates from 0 to 500")]
    Coordinates,
    #[error("a point while the pen is up")]
    PenUp,
    #[error("the digit before this has no strokes")]
    NoStrokes,
    #[error("the digit before this has no writer")]
    NoWriter,
}

impl Problem {
    /// What it means that reading failed.
    fn of_reading(error: io::Error, gzipped: bool) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::InvalidData
                if gzipped =>
            {
                Self::BadGzip
            }
            _ => Self::Unreadable(error),
        }
    }
}

/// How a gzip stream starts.
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Opens a file for reading and says how long it is.
fn open(path: &Path) -> Result<(File, u64), Problem> {
    files::open_file(path).map_err(|error| match error {
        ReadError::NotFound => Problem::NotFound,
        error => Problem::File(error),
    })
}

/// How much a file holds: more than announced if it was not read to its end.
struct Held(Option<u64>);

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(bytes) => write!(f, "{bytes}"),
            None => write!(f, "more"),
        }
    }
}

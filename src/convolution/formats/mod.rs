//! Grids from and to files: CSV, NumPy's `.npy`, PNG and JPEG pictures.
//!
//! A file is known by its ending; a picture that is read, by its content. What is read is bounded
//! before anything is allocated for it.

pub mod csv;
pub mod npy;
mod pixels;

use std::io;
use std::path::{Path, PathBuf};

pub use pixels::{Picture, png, png_in_colour};

use super::geometry::MAX_CELLS;
use crate::digit::picture;
use crate::files::{self, ReadError, write_file};
use crate::grid::Grid;

/// Largest file that is opened.
const MAX_BYTES: u64 = 512 << 20;

/// A file that cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct FormatError {
    pub path: PathBuf,
    pub problem: Problem,
}

/// What is wrong with a file. Lines, rows and columns count from 1.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error(transparent)]
    File(#[from] ReadError),
    #[error("the file is empty")]
    Empty,
    #[error("cannot be written: {0}")]
    Unwritable(io::Error),
    #[error("neither a PNG nor a JPEG picture; a table of numbers needs the ending .csv")]
    NotAPicture,
    #[error(transparent)]
    BadPicture(picture::Problem),
    #[error("line {line}: not text in UTF-8: save the table as plain CSV")]
    NotText { line: usize },
    #[error("line {line}: “{text}” is not a number: write plain decimals such as -0.5 or 1e-3")]
    NotANumber { line: usize, text: String },
    #[error("line {line}: “{text}” is not a finite 32-bit number: they reach to ±3.4e38")]
    NotFinite { line: usize, text: String },
    #[error("line {line} has length {cells}, line {first} has {expected}: give all rows the same")]
    Ragged {
        line: usize,
        cells: usize,
        /// The line of the first row.
        first: usize,
        expected: usize,
    },
    #[error("line {line}: blank between the rows: take it out")]
    Blank { line: usize },
    #[error("line {line}: more than {MAX_CELLS} numbers are too many")]
    TooManyNumbers { line: usize },
    #[error("the ending must be .png, .csv or .npy")]
    UnknownEnding,
    #[error(
        "row {row}, column {column} is {value}, which a picture cannot show: write .csv or .npy"
    )]
    NotPaintable {
        row: usize,
        column: usize,
        value: f32,
    },
}

impl From<picture::Problem> for Problem {
    fn from(problem: picture::Problem) -> Self {
        match problem {
            picture::Problem::UnknownFormat => Self::NotAPicture,
            problem => Self::BadPicture(problem),
        }
    }
}

/// A file's format, by its ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Png,
    Csv,
    Npy,
}

impl Format {
    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "png" => Some(Self::Png),
            "csv" => Some(Self::Csv),
            "npy" => Some(Self::Npy),
            _ => None,
        }
    }
}

/// The numbers of a `.csv` file, or the greys, 0 (black) to 1 (white), of a picture.
pub fn read(path: &Path) -> Result<Grid, FormatError> {
    let read = || {
        let bytes = read_file(path)?;
        match Format::of(path) {
            Some(Format::Csv) => csv::parse(&bytes),
            _ => Ok(Picture::decode(&bytes)?.grey()),
        }
    };
    read().map_err(|problem| at(path, problem))
}

/// The channels of a picture file.
pub fn read_picture(path: &Path) -> Result<Picture, FormatError> {
    read_file(path)
        .and_then(|bytes| Picture::decode(&bytes))
        .map_err(|problem| at(path, problem))
}

/// Whether a file of this name could be [written](write()).
pub fn check_ending(path: &Path) -> Result<(), FormatError> {
    match Format::of(path) {
        Some(_) => Ok(()),
        None => Err(at(path, Problem::UnknownEnding)),
    }
}

/// Writes a `.png`, `.csv` or `.npy` file, whole or not at all.
///
/// CSV and NumPy files hold the numbers as they are. A PNG has 256 greys: without negative
/// numbers, 0 is black, and white is 1 or, if that is more, the largest number. With negative
/// numbers 0 is the middle grey, 128, and the largest number by absolute value is white, or black
/// if it is negative.
pub fn write(path: &Path, grid: &Grid) -> Result<(), FormatError> {
    let write = || {
        let bytes = match Format::of(path) {
            Some(Format::Png) => pixels::png(grid)?,
            Some(Format::Csv) => csv::text(grid).into_bytes(),
            Some(Format::Npy) => npy::bytes(&[grid.height(), grid.width()], grid.values()),
            None => return Err(Problem::UnknownEnding),
        };
        write_file(path, &bytes).map_err(Problem::Unwritable)
    };
    write().map_err(|problem| at(path, problem))
}

fn at(path: &Path, problem: Problem) -> FormatError {
    FormatError {
        path: path.to_owned(),
        problem,
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>, Problem> {
    let bytes = files::read_file(path, MAX_BYTES)?;
    if bytes.is_empty() {
        return Err(Problem::Empty);
    }
    Ok(bytes)
}

//! Digits drawn with a pen, as raw strokes: the files of *Pen-Based Recognition of Handwritten
//! Digits* (E. Alpaydin, F. Alimoglu, 1998), plain or gzipped.
//!
//! The format, a line each: `.SEGMENT DIGIT n ? "8"` begins a digit and names its label,
//! `.COMMENT label writer number` its writer; `.PEN_DOWN` begins a stroke of `x y` pairs, y
//! upwards, which `.PEN_UP` ends. Other lines that begin with a full stop say nothing here.

use std::array;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use rayon::prelude::*;

use super::{CLASSES, Dataset, DatasetError, Fault, PIXELS, Problem, Split};
use crate::digit::{Drawing, Point, Steps, Stroke, mnist_form};

/// Largest file that is read, unpacked; the 7,494 digits of the original take 6 MB.
const MAX_BYTES: u64 = 64 << 20;

/// The tablet's coordinates lie in 0..500, which is the canvas's 0..1.
const TABLET: f32 = 500.0;

/// Width of the pen in canvas units. The network never sees it: it is shown every drawing with
/// MNIST's pen.
const PEN_WIDTH: f32 = 1.0 / 16.0;

/// Every fifth writer, by number, is held back: of the original's thirty the writers 5, 10, 15,
/// 20, 25 and 30.
const HELD_BACK_EVERY: u32 = 5;

/// One digit as it was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct PenDigit {
    pub label: u8,
    pub writer: u32,
    /// At least one, on the canvas.
    pub strokes: Vec<Stroke>,
}

impl PenDigit {
    /// The drawing as the network is given it: 28×28 bytes, 255 = ink.
    pub fn pixels(&self) -> [u8; PIXELS] {
        let ink = Drawing::from_strokes(self.strokes.clone()).ink();
        let form = mnist_form(ink, Steps::default());
        let mut levels = form.centred.values().iter();
        array::from_fn(|_| (levels.next().unwrap_or(&0.0) * 255.0).round() as u8)
    }

    /// Whether its writer is one of those that are held out.
    pub fn is_held_back(&self) -> bool {
        self.writer.is_multiple_of(HELD_BACK_EVERY)
    }
}

/// Brings drawings to the network's form, in rayon's current pool. Those of the writers held
/// back are the set held out, unless `all_writers` are to be trained on.
pub fn split(digits: &[PenDigit], all_writers: bool) -> Split {
    let (test, train): (Vec<_>, Vec<_>) = digits
        .iter()
        .partition(|digit| !all_writers && digit.is_held_back());
    Split {
        train: render(&train),
        test: render(&test),
    }
}

fn render(digits: &[&PenDigit]) -> Dataset {
    let pixels: Vec<_> = digits.par_iter().map(|digit| digit.pixels()).collect();
    let labels = digits.iter().map(|digit| digit.label).collect();
    Dataset::new(pixels.into_flattened(), labels)
}

/// Reads a file of drawn digits.
pub fn read(path: &Path) -> Result<Vec<PenDigit>, DatasetError> {
    read_text(path)
        .and_then(|text| parse(&text))
        .map_err(|problem| DatasetError::new(path, problem))
}

/// The digits that a file's text holds.
pub fn parse(text: &str) -> Result<Vec<PenDigit>, Problem> {
    // Some editors begin a text with a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::default();
    let mut last = 0;
    for (index, line) in text.lines().enumerate() {
        last = index + 1;
        reader
            .line(line.trim())
            .map_err(|fault| Problem::BadLine { line: last, fault })?;
    }
    reader
        .finish_digit()
        .map_err(|fault| Problem::BadLine { line: last, fault })?;
    if reader.digits.is_empty() {
        return Err(Problem::NoDrawings);
    }
    Ok(reader.digits)
}

fn read_text(path: &Path) -> Result<String, Problem> {
    let (file, _) = super::open(path)?;
    let mut stream = BufReader::new(file);
    let start = stream.fill_buf().map_err(Problem::Unreadable)?;
    if start.is_empty() {
        return Err(Problem::Empty);
    }
    let gzipped = start.starts_with(&super::GZIP_MAGIC);
    let mut bytes = Vec::new();
    let read = if gzipped {
        let unpacked = MultiGzDecoder::new(stream);
        unpacked.take(MAX_BYTES + 1).read_to_end(&mut bytes)
    } else {
        stream.take(MAX_BYTES + 1).read_to_end(&mut bytes)
    };
    read.map_err(|error| Problem::of_reading(error, gzipped))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Problem::TooLong { limit: MAX_BYTES });
    }
    String::from_utf8(bytes).map_err(|_| Problem::NoDrawings)
}

/// A digit of which not all lines have come yet.
struct Unfinished {
    label: u8,
    writer: Option<u32>,
    strokes: Vec<Stroke>,
}

#[derive(Default)]
struct Reader {
    digits: Vec<PenDigit>,
    unfinished: Option<Unfinished>,
    pen_is_down: bool,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), Fault> {
        let mut words = line.split_whitespace();
        match words.next() {
            None => Ok(()),
            Some(".SEGMENT") => self.begin_digit(line),
            Some(".COMMENT") => self.writer(words.nth(1)),
            Some(".PEN_DOWN") => self.pen_down(),
            Some(".PEN_UP") => {
                self.pen_is_down = false;
                Ok(())
            }
            Some(word) if word.starts_with('.') => Ok(()),
            Some(x) => self.point(x, words.next(), words.next()),
        }
    }

    fn begin_digit(&mut self, line: &str) -> Result<(), Fault> {
        self.finish_digit()?;
        let label = line.split('"').nth(1).and_then(|label| label.parse().ok());
        let label = label.filter(|label| usize::from(*label) < CLASSES);
        self.unfinished = Some(Unfinished {
            label: label.ok_or(Fault::Label)?,
            writer: None,
            strokes: Vec::new(),
        });
        Ok(())
    }

    fn writer(&mut self, number: Option<&str>) -> Result<(), Fault> {
        // A comment before the first digit is about the file.
        let Some(digit) = &mut self.unfinished else {
            return Ok(());
        };
        let number = number.and_then(|number| number.parse().ok());
        digit.writer = Some(number.ok_or(Fault::Writer)?);
        Ok(())
    }

    fn pen_down(&mut self) -> Result<(), Fault> {
        let digit = self.unfinished.as_mut().ok_or(Fault::StrokeOutside)?;
        digit.strokes.push(Stroke {
            points: Vec::new(),
            width: PEN_WIDTH,
        });
        self.pen_is_down = true;
        Ok(())
    }

    fn point(&mut self, x: &str, y: Option<&str>, more: Option<&str>) -> Result<(), Fault> {
        let coordinate = |text: &str| {
            let number = text.parse::<f32>().ok();
            number.filter(|number| (0.0..=TABLET).contains(number))
        };
        let (Some(x), Some(y), None) = (coordinate(x), y.and_then(coordinate), more) else {
            return Err(Fault::Coordinates);
        };
        let digit = self.unfinished.as_mut().filter(|_| self.pen_is_down);
        let stroke = digit.and_then(|digit| digit.strokes.last_mut());
        let stroke = stroke.ok_or(Fault::PenUp)?;
        stroke.points.push(Point {
            x: x / TABLET,
            y: 1.0 - y / TABLET,
        });
        Ok(())
    }

    fn finish_digit(&mut self) -> Result<(), Fault> {
        let Some(mut digit) = self.unfinished.take() else {
            return Ok(());
        };
        self.pen_is_down = false;
        digit.strokes.retain(|stroke| !stroke.points.is_empty());
        if digit.strokes.is_empty() {
            return Err(Fault::NoStrokes);
        }
        self.digits.push(PenDigit {
            label: digit.label,
            writer: digit.writer.ok_or(Fault::NoWriter)?,
            strokes: digit.strokes,
        });
        Ok(())
    }
}

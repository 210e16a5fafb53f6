//! Digits drawn with a pen, as raw strokes: the files of *Pen-Based Recognition of Handwritten
//! Digits* (E. Alpaydin, F. Alimoglu, 1998), plain or gzipped.
//!
//! The format, a line each: `.SEGMENT DIGIT n ? "8"` begins a digit and names its label,
//! `.COMMENT label writer number` its writer; `.PEN_DOWN` begins a stroke of `x y` pairs, y
//! upwards, which `.PEN_UP` ends. Other lines that begin with a full stop say nothing here.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::{CLASSES, DatasetError, Problem};

/// Largest file that is read, unpacked; the 7,494 digits of the original take 6 MB.
const MAX_BYTES: u64 = 64 << 20;

/// Coordinates lie in 0..500 in the original; more is allowed, but nothing absurd.
const MAX_COORDINATE: f32 = 10_000.0;

/// Every fifth writer, by number, is held back: of the original's thirty the writers 5, 10, 15,
/// 20, 25 and 30.
const HELD_BACK_EVERY: u32 = 5;

/// One digit as it was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct PenDigit {
    pub label: u8,
    pub writer: u32,
    /// Points x, y from where the pen went down to where it was lifted; y points down.
    pub strokes: Vec<Vec<[f32; 2]>>,
}

impl PenDigit {
    /// Whether its writer is one of those that are held out.
    pub fn is_held_back(&self) -> bool {
        self.writer.is_multiple_of(HELD_BACK_EVERY)
    }
}

/// Reads a file of drawn digits.
pub fn read(path: &Path) -> Result<Vec<PenDigit>, DatasetError> {
    read_text(path)
        .and_then(|text| parse(&text))
        .map_err(|problem| DatasetError::new(path, problem))
}

/// The digits that a file's text holds.
pub fn parse(text: &str) -> Result<Vec<PenDigit>, Problem> {
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
    strokes: Vec<Vec<[f32; 2]>>,
}

#[derive(Default)]
struct Reader {
    digits: Vec<PenDigit>,
    unfinished: Option<Unfinished>,
    pen_is_down: bool,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), &'static str> {
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

    fn begin_digit(&mut self, line: &str) -> Result<(), &'static str> {
        self.finish_digit()?;
        let label = line.split('"').nth(1).and_then(|label| label.parse().ok());
        let label = label.filter(|label| usize::from(*label) < CLASSES);
        self.unfinished = Some(Unfinished {
            label: label.ok_or("the label is not a digit of 0 to 9 in quotation marks")?,
            writer: None,
            strokes: Vec::new(),
        });
        Ok(())
    }

    fn writer(&mut self, number: Option<&str>) -> Result<(), &'static str> {
        // A comment before the first digit is about the file.
        let Some(digit) = &mut self.unfinished else {
            return Ok(());
        };
        let number = number.and_then(|number| number.parse().ok());
        digit.writer = Some(number.ok_or("the comment does not give the writer's number")?);
        Ok(())
    }

    fn pen_down(&mut self) -> Result<(), &'static str> {
        let digit = self.unfinished.as_mut().ok_or("a stroke outside a digit")?;
        digit.strokes.push(Vec::new());
        self.pen_is_down = true;
        Ok(())
    }

    fn point(&mut self, x: &str, y: Option<&str>, more: Option<&str>) -> Result<(), &'static str> {
        let coordinate = |text: &str| {
            let number = text.parse::<f32>().ok();
            number.filter(|number| number.abs() <= MAX_COORDINATE)
        };
        let (Some(x), Some(y), None) = (coordinate(x), y.and_then(coordinate), more) else {
            return Err("not a pair of coordinates");
        };
        let digit = self.unfinished.as_mut().filter(|_| self.pen_is_down);
        let stroke = digit.and_then(|digit| digit.strokes.last_mut());
        stroke.ok_or("a point while the pen is up")?.push([x, -y]);
        Ok(())
    }

    fn finish_digit(&mut self) -> Result<(), &'static str> {
        let Some(mut digit) = self.unfinished.take() else {
            return Ok(());
        };
        self.pen_is_down = false;
        digit.strokes.retain(|stroke| !stroke.is_empty());
        if digit.strokes.is_empty() {
            return Err("the digit before this has no strokes");
        }
        self.digits.push(PenDigit {
            label: digit.label,
            writer: digit.writer.ok_or("the digit before this has no writer")?,
            strokes: digit.strokes,
        });
        Ok(())
    }
}

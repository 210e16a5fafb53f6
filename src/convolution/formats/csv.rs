//! Plain numbers, a row a line, without a header.

use super::Problem;
use crate::convolution::decimals::shortest;
use crate::convolution::geometry::MAX_CELLS;
use crate::grid::Grid;

/// Longest part of a cell that an error repeats, in characters.
const QUOTED: usize = 20;

/// The numbers with commas between them; each reads back as the same 32-bit float.
pub fn text(grid: &Grid) -> String {
    let mut text = String::new();
    for row in 0..grid.height() {
        for (column, value) in grid.row(row).iter().enumerate() {
            if column > 0 {
                text.push(',');
            }
            text.push_str(&shortest(*value));
        }
        text.push('\n');
    }
    text
}

/// The numbers of a table; semicolons, commas, tabs or spaces may stand between them.
pub fn parse(bytes: &[u8]) -> Result<Grid, Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut table = Table::default();
    let mut blank = None;
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line_number = index + 1;
        let text = str::from_utf8(line).map_err(|_| Problem::NotText { line: line_number })?;
        if text.trim().is_empty() {
            blank = blank.or(Some(line_number));
            continue;
        }
        if let (Some(line), true) = (blank, table.rows > 0) {
            return Err(Problem::Blank { line });
        }
        blank = None;
        table.add(line_number, text.trim())?;
    }
    let Table {
        rows,
        width,
        values,
        ..
    } = table;
    Grid::from_values(rows, width, values)
        .filter(|_| rows > 0)
        .ok_or(Problem::Empty)
}

#[derive(Default)]
struct Table {
    /// The line of the first row.
    first: usize,
    rows: usize,
    width: usize,
    values: Vec<f32>,
}

impl Table {
    fn add(&mut self, line: usize, text: &str) -> Result<(), Problem> {
        let before = self.values.len();
        for cell in cells(text) {
            if self.values.len() == MAX_CELLS {
                return Err(Problem::TooManyNumbers { line });
            }
            self.values.push(number(line, cell)?);
        }
        let cells = self.values.len() - before;
        if self.rows == 0 {
            (self.first, self.width) = (line, cells);
        } else if cells != self.width {
            return Err(Problem::Ragged {
                line,
                cells,
                first: self.first,
                expected: self.width,
            });
        }
        self.rows += 1;
        Ok(())
    }
}

fn cells(line: &str) -> Box<dyn Iterator<Item = &str> + '_> {
    match [';', ',', '\t']
        .into_iter()
        .find(|mark| line.contains(*mark))
    {
        Some(mark) => Box::new(line.split(mark).map(str::trim)),
        None => Box::new(line.split_whitespace()),
    }
}

fn number(line: usize, cell: &str) -> Result<f32, Problem> {
    let text = || cell.chars().take(QUOTED).collect();
    match cell.parse::<f32>() {
        Ok(value) if value.is_finite() => Ok(value),
        Ok(_) => Err(Problem::NotFinite { line, text: text() }),
        Err(_) => Err(Problem::NotANumber { line, text: text() }),
    }
}

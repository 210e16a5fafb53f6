//! Kernels as text: `1 0 -1; 2 0 -2; 1 0 -1`, and arrays as NumPy writes and prints them.

use std::fmt;
use std::str::FromStr;

use super::{Kernel, MAX_SIDE};
use crate::convolution::decimals::shortest;
use crate::grid::Grid;

/// Longest text that is looked at: MAX_SIDE² long numbers and their brackets are much shorter.
const MAX_TEXT: usize = 20_000;

/// Why a kernel cannot be used. Rows and columns count from 0 here, from 1 in the sentences.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KernelError {
    #[error(
        "a kernel needs at least one number: write its rows with “;” between them, \
         as in “1 0 -1; 2 0 -2; 1 0 -1”"
    )]
    Empty,
    #[error("a kernel of {height} × {width} is too large: at most {MAX_SIDE} × {MAX_SIDE}")]
    TooLarge { height: usize, width: usize },
    #[error("row {} of the kernel has length {cells}, row 1 has {expected}: give all rows the same", row + 1)]
    Ragged {
        row: usize,
        cells: usize,
        expected: usize,
    },
    #[error("“{text}” in row {} of the kernel is not a number: write it as in -0.5, 1e-3 or 1/9", row + 1)]
    NotANumber { row: usize, text: String },
    #[error(
        "the number in row {}, column {} of the kernel is not finite: \
         32-bit numbers reach to ±3.4e38",
        row + 1,
        column + 1
    )]
    NotFinite { row: usize, column: usize },
    #[error(
        "“{text}” beside the array cannot be read: keep the array alone, as in “[[1, 0], [0, 1]]”"
    )]
    BesideArray { text: String },
    #[error(
        "the brackets of the array do not match: write each row in brackets, and all rows in a pair more, as in “[[1, 0], [0, 1]]”"
    )]
    Brackets,
    #[error("this text is too long for a kernel")]
    TooLong,
}

impl Kernel {
    /// Python source of the kernel as a NumPy array of 32-bit floats.
    pub fn to_numpy(&self) -> String {
        let rows: Vec<_> = (0..self.height())
            .map(|row| format!("[{}]", self.row_text(row, ", ")))
            .collect();
        format!(
            "np.array([{}], dtype=np.float32)",
            rows.join(",\n          ")
        )
    }

    fn row_text(&self, row: usize, separator: &str) -> String {
        let weights = self.grid.row(row).iter().map(|weight| shortest(*weight));
        weights.collect::<Vec<_>>().join(separator)
    }
}

/// `1 0 -1; 2 0 -2; 1 0 -1`; every number reads back as the same 32-bit float.
impl fmt::Display for Kernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<_> = (0..self.height())
            .map(|row| self.row_text(row, " "))
            .collect();
        f.write_str(&rows.join("; "))
    }
}

impl From<Kernel> for String {
    fn from(kernel: Kernel) -> Self {
        kernel.to_string()
    }
}

impl TryFrom<String> for Kernel {
    type Error = KernelError;

    fn try_from(text: String) -> Result<Self, KernelError> {
        text.parse()
    }
}

/// Rows ended by `;` or a new line, numbers between spaces or commas, fractions such as `1/9`
/// allowed; or an array in brackets, as NumPy writes (`np.array([[1, 0], [0, 1]])`) or prints it.
impl FromStr for Kernel {
    type Err = KernelError;

    fn from_str(text: &str) -> Result<Self, KernelError> {
        if text.len() > MAX_TEXT {
            return Err(KernelError::TooLong);
        }
        if text.contains(['[', ']']) {
            return from_rows(&array_rows(text)?);
        }
        let rows: Vec<_> = text
            .split([';', '\n'])
            .map(str::trim)
            .filter(|row| !row.is_empty())
            .collect();
        from_rows(&rows)
    }
}

fn from_rows(rows: &[&str]) -> Result<Kernel, KernelError> {
    let mut values = Vec::new();
    let mut width = 0;
    for (row, text) in rows.iter().enumerate() {
        let numbers = row_numbers(row, text)?;
        if row == 0 {
            width = numbers.len();
        } else if numbers.len() != width {
            return Err(KernelError::Ragged {
                row,
                cells: numbers.len(),
                expected: width,
            });
        }
        values.extend(numbers);
    }
    let grid = Grid::from_values(rows.len(), width, values).ok_or(KernelError::Empty)?;
    Kernel::new(grid)
}

/// The numbers of one row: by commas if it has any, then by spaces.
fn row_numbers(row: usize, text: &str) -> Result<Vec<f32>, KernelError> {
    let cells: Vec<&str> = if text.contains(',') {
        let mut cells: Vec<_> = text.split(',').map(str::trim).collect();
        // Python lets a comma stand after the last number.
        cells.pop_if(|last| last.is_empty());
        cells
    } else {
        text.split_whitespace().collect()
    };
    let number = |(column, cell): (usize, &str)| {
        let value = number(cell).ok_or_else(|| KernelError::NotANumber {
            row,
            text: cell.into(),
        })?;
        if !value.is_finite() {
            return Err(KernelError::NotFinite { row, column });
        }
        Ok(value)
    };
    cells.into_iter().enumerate().map(number).collect()
}

/// A decimal number or a fraction; whatever the user's keyboard has for a minus.
fn number(text: &str) -> Option<f32> {
    let text = text.replace('−', "-");
    match text.split_once('/') {
        Some((above, below)) => {
            let quotient = above.trim().parse::<f64>().ok()? / below.trim().parse::<f64>().ok()?;
            Some(quotient as f32)
        }
        None => text.parse().ok(),
    }
}

/// What stands in the innermost brackets of the one array in `text`.
fn array_rows(text: &str) -> Result<Vec<&str>, KernelError> {
    let start = text.find('[').ok_or(KernelError::Brackets)?;
    let end = text.rfind(']').ok_or(KernelError::Brackets)?;
    let inside = text.get(start..=end).ok_or(KernelError::Brackets)?;
    check_beside(&text[..start], &text[end + 1..])?;
    let inside = &inside[1..inside.len() - 1];
    if !inside.contains(['[', ']']) {
        return Ok(vec![inside]);
    }
    inside
        .trim()
        .trim_end_matches(',')
        .trim_end()
        .strip_suffix(']')
        .ok_or(KernelError::Brackets)?
        .split(']')
        .map(|row| {
            let row = row.trim_start().trim_start_matches(',').trim_start();
            let row = row.strip_prefix('[').ok_or(KernelError::Brackets)?;
            if row.contains('[') {
                return Err(KernelError::Brackets);
            }
            Ok(row)
        })
        .collect()
}

/// Before an array may stand `kernel = np.array(`, after it `, dtype=np.float32)`. Anything else,
/// such as `/ 9`, would change the weights and is refused.
fn check_beside(before: &str, after: &str) -> Result<(), KernelError> {
    let surplus = |text: &str| KernelError::BesideArray {
        text: text.trim().into(),
    };
    let call = before.rsplit_once('=').map_or(before, |(_, call)| call);
    let call = call.trim();
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.')
    };
    let calls = match call.strip_suffix('(') {
        Some(function) if is_name(function.trim()) => true,
        None if call.is_empty() => false,
        _ => return Err(surplus(before)),
    };
    let rest = after.trim().trim_end_matches(';').trim_end();
    let arguments = if calls {
        rest.strip_suffix(')').ok_or_else(|| surplus(after))?
    } else {
        rest
    };
    let argument = arguments.trim().trim_start_matches(',').trim();
    let is_type = argument.strip_prefix("dtype").is_some_and(|rest| {
        rest.trim_start()
            .strip_prefix('=')
            .is_some_and(|name| is_name(name.trim()))
    });
    if argument.is_empty() || (calls && is_type) {
        return Ok(());
    }
    Err(surplus(after))
}

//! What the page says of errors, in the user's language.

use std::path::Path;

use crate::app::errors::InWords as _;
use crate::app::text::Text;
use crate::convolution::formats::{FormatError, Problem};
use crate::convolution::geometry::{AxisError, Direction, MAX_CELLS, Setting};
use crate::convolution::kernel::MAX_SIDE;
use crate::convolution::{Impossible, KernelError};

/// Why a window cannot slide over a picture.
pub fn impossible(text: &Text, impossible: &Impossible) -> String {
    match *impossible {
        Impossible::Axis { direction, problem } => {
            along(text, direction, &axis_problem(text, problem))
        }
        Impossible::Empty => text.get("convolve-empty-picture").to_owned(),
        Impossible::Reflect {
            direction,
            padding,
            size,
        } => {
            let words = text.with(
                "convolve-reflect-too-far",
                &[
                    ("padding", padding.into()),
                    ("size", size.into()),
                    ("most", size.saturating_sub(1).into()),
                ],
            );
            along(text, direction, &words)
        }
        Impossible::Circular {
            direction,
            padding,
            size,
        } => {
            let arguments = [("padding", padding.into()), ("size", size.into())];
            along(
                text,
                direction,
                &text.with("convolve-wraps-twice", &arguments),
            )
        }
        Impossible::TooLarge => {
            let most = text.language().whole(MAX_CELLS);
            text.with("convolve-too-many-cells", &[("most", most.into())])
        }
    }
}

/// “height: …”
fn along(text: &Text, direction: Direction, words: &str) -> String {
    let key = match direction {
        Direction::Height => "convolve-height",
        Direction::Width => "convolve-width",
    };
    format!("{}: {words}", text.get(key))
}

/// Why a window cannot slide along an axis.
pub fn axis_problem(text: &Text, problem: AxisError) -> String {
    match problem {
        AxisError::Zero { setting } => {
            let setting = text.get(setting_key(setting));
            text.with("convolve-zero-setting", &[("setting", setting.into())])
        }
        AxisError::KernelTooLarge { axis, size } => text.with(
            "convolve-kernel-too-large",
            &[
                ("span", axis.span().into()),
                ("padded", axis.padded(size).into()),
                ("formula", axis.numerator(size).into()),
                ("lack", (axis.span() - axis.padded(size)).into()),
            ],
        ),
    }
}

fn setting_key(setting: Setting) -> &'static str {
    match setting {
        Setting::Kernel => "convolve-size",
        Setting::Stride => "convolve-stride",
        Setting::Padding => "convolve-padding",
        Setting::Dilation => "convolve-dilation",
        Setting::PaddingMode => "convolve-mode",
    }
}

/// Why a text is no kernel.
pub fn kernel(text: &Text, error: &KernelError) -> String {
    match error {
        KernelError::Empty => text.get("convolve-kernel-empty").to_owned(),
        KernelError::TooLarge { height, width } => text.with(
            "convolve-kernel-sides",
            &[
                ("height", (*height).into()),
                ("width", (*width).into()),
                ("most", MAX_SIDE.into()),
            ],
        ),
        KernelError::Ragged {
            row,
            cells,
            expected,
        } => text.with(
            "convolve-kernel-ragged",
            &[
                ("row", (row + 1).into()),
                ("cells", (*cells).into()),
                ("expected", (*expected).into()),
            ],
        ),
        KernelError::NotANumber { row, text: typed } => text.with(
            "convolve-kernel-no-number",
            &[("text", typed.as_str().into()), ("row", (row + 1).into())],
        ),
        KernelError::NotFinite { row, column } => text.with(
            "convolve-kernel-not-finite",
            &[("row", (row + 1).into()), ("column", (column + 1).into())],
        ),
        KernelError::BesideArray { text: beside } => text.with(
            "convolve-kernel-beside",
            &[("text", beside.as_str().into())],
        ),
        KernelError::Brackets => text.get("convolve-kernel-brackets").to_owned(),
        KernelError::TooLong => text.get("convolve-kernel-too-long").to_owned(),
    }
}

/// Why a file cannot be opened.
pub fn file(text: &Text, FormatError { path, problem }: &FormatError) -> String {
    with_path(path, &file_problem(text, problem))
}

fn with_path(path: &Path, words: &str) -> String {
    format!("{}: {words}", path.display())
}

/// What is wrong with a file, or with a result that is to be one.
pub fn file_problem(text: &Text, problem: &Problem) -> String {
    let in_line = |key: &str, line: usize| text.with(key, &[("line", line.into())]);
    let of_cell = |key: &str, line: usize, cell: &str| {
        text.with(key, &[("line", line.into()), ("text", cell.into())])
    };
    match problem {
        Problem::File(error) => error.in_words(text),
        Problem::Empty => text.get("error-empty").to_owned(),
        Problem::Unwritable(error) => {
            let problem = error.in_words(text);
            text.with("error-unwritable", &[("problem", problem.into())])
        }
        Problem::NotAPicture => text.get("convolve-no-picture").to_owned(),
        Problem::BadPicture(problem) => problem.in_words(text),
        Problem::NotText { line } => in_line("convolve-table-no-text", *line),
        Problem::NotANumber { line, text: cell } => {
            of_cell("convolve-table-no-number", *line, cell)
        }
        Problem::NotFinite { line, text: cell } => {
            of_cell("convolve-table-not-finite", *line, cell)
        }
        Problem::Ragged {
            line,
            cells,
            first,
            expected,
        } => text.with(
            "convolve-table-ragged",
            &[
                ("line", (*line).into()),
                ("cells", (*cells).into()),
                ("first", (*first).into()),
                ("expected", (*expected).into()),
            ],
        ),
        Problem::Blank { line } => in_line("convolve-table-blank", *line),
        Problem::TooManyNumbers { line } => {
            let most = text.language().whole(MAX_CELLS);
            text.with(
                "convolve-table-too-long",
                &[("line", (*line).into()), ("most", most.into())],
            )
        }
        Problem::UnknownEnding => text.get("convolve-unknown-ending").to_owned(),
        Problem::NotPaintable { row, column, value } => text.with(
            "convolve-not-paintable",
            &[
                ("row", (*row).into()),
                ("column", (*column).into()),
                ("value", value.to_string().into()),
            ],
        ),
    }
}

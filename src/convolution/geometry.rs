//! Sizes: how many positions a window has over a picture, and where each of them lies.
//!
//! Along one axis of n cells with p cells of padding on each side, a kernel of k cells that moves
//! by the stride s makes floor((n − k + 2p) / s) + 1 cells. A dilation of d spreads the kernel's
//! cells over d(k − 1) + 1 cells of the input, its span, which then takes k's place. It is the
//! formula of PyTorch's `Conv2d`, and of Dumoulin and Visin, “A guide to convolution arithmetic
//! for deep learning”, 2016.

use std::fmt;

use super::padding::{Padding, PaddingMode};

/// Most cells that a picture may have, with its padding.
pub const MAX_CELLS: usize = 1 << 26;

/// How a window slides along one axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Axis {
    /// Cells of the kernel.
    pub kernel: usize,
    /// Cells by which the window moves.
    pub stride: usize,
    /// Cells of padding before the first cell and after the last.
    pub padding: (usize, usize),
    /// Cells from one cell of the kernel to the next; 1 leaves no gaps.
    pub dilation: usize,
}

impl Axis {
    /// Cells from the first cell under the kernel to the last: d(k − 1) + 1.
    pub fn span(self) -> usize {
        let steps = self.kernel.saturating_sub(1);
        self.dilation.saturating_mul(steps).saturating_add(1)
    }

    /// Cells of an input of `size` cells with its padding.
    pub fn padded(self, size: usize) -> usize {
        let (before, after) = self.padding;
        size.saturating_add(before).saturating_add(after)
    }

    /// Cells of the output for an input of `size` cells.
    pub fn output(self, size: usize) -> Result<usize, AxisError> {
        Ok(self.formula(size)?.output)
    }

    /// The size formula with the numbers of this axis.
    pub fn formula(self, size: usize) -> Result<Formula, AxisError> {
        for (value, setting) in [
            (self.kernel, Setting::Kernel),
            (self.stride, Setting::Stride),
            (self.dilation, Setting::Dilation),
        ] {
            if value == 0 {
                return Err(AxisError::Zero { setting });
            }
        }
        let Some(room) = self.padded(size).checked_sub(self.span()) else {
            return Err(AxisError::KernelTooLarge { axis: self, size });
        };
        Ok(Formula {
            axis: self,
            size,
            room,
            output: room / self.stride + 1,
            leftover: room % self.stride,
        })
    }

    /// What the formula divides by the stride: `28 − 5 + 2·2`, with a dilation of 2
    /// `28 − (2·(5 − 1) + 1) + 2·2`.
    pub fn numerator(self, size: usize) -> String {
        let kernel = match self.dilation {
            1 => self.kernel.to_string(),
            dilation => format!("({dilation}·({} − 1) + 1)", self.kernel),
        };
        match self.padding {
            (before, after) if before == after => format!("{size} − {kernel} + 2·{before}"),
            (before, after) => format!("{size} − {kernel} + {before} + {after}"),
        }
    }

    /// The input cell under the kernel's first cell at position `output`; negative in the
    /// padding.
    pub fn origin(self, output: usize) -> isize {
        (output * self.stride) as isize - self.padding.0 as isize
    }

    /// The input cells under the kernel at position `output`, first to last; those before the
    /// input are negative, those after it its size or more.
    pub fn under(self, output: usize) -> impl Iterator<Item = isize> {
        let origin = self.origin(output);
        (0..self.kernel).map(move |cell| origin + (cell * self.dilation) as isize)
    }

    /// The positions, ascending, at which the kernel lies over input cell `input` or over a copy
    /// of it in the padding.
    pub fn reached(self, mode: PaddingMode, input: usize, size: usize) -> Vec<usize> {
        let lies_over = |output: &usize| {
            self.under(*output)
                .any(|cell| mode.source(cell, size) == Some(input))
        };
        (0..self.output(size).unwrap_or(0))
            .filter(lies_over)
            .collect()
    }
}

/// The size formula with the numbers of one axis. Its text is that of the lesson:
/// `⌊(28 − 5 + 2·2) / 2⌋ + 1 = ⌊13.5⌋ + 1 = 14`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Formula {
    pub axis: Axis,
    /// Cells of the input.
    pub size: usize,
    /// Cells by which the window can move: n − k + 2p, with the span for k.
    pub room: usize,
    /// Cells of the output.
    pub output: usize,
    /// Cells at the end of the padded input that no window reaches, because the next position
    /// would stand over: what the floor throws away. Less than the stride.
    pub leftover: usize,
}

impl Formula {
    /// What is divided by the stride.
    pub fn numerator(&self) -> String {
        self.axis.numerator(self.size)
    }

    /// `13.5`: the quotient before it is rounded down, to two places, the rest cut off and marked
    /// by an ellipsis, so that it never looks like more than it is.
    pub fn quotient(&self) -> String {
        let hundredths = self.room as u128 * 100 / self.axis.stride as u128;
        let exact = hundredths * self.axis.stride as u128 == self.room as u128 * 100;
        let digits = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        if exact {
            return digits
                .trim_end_matches('0')
                .trim_end_matches('.')
                .to_owned();
        }
        digits + "…"
    }

    /// The text without the padding where there is none, for those who have not met it yet:
    /// `⌊(8 − 3) / 2⌋ + 1 = ⌊2.5⌋ + 1 = 3`.
    pub fn brief(&self) -> String {
        let numerator = self.numerator();
        self.with(match self.axis.padding {
            (0, 0) => numerator.trim_end_matches(" + 2·0"),
            _ => &numerator,
        })
    }

    fn with(&self, numerator: &str) -> String {
        format!(
            "⌊({numerator}) / {}⌋ + 1 = ⌊{}⌋ + 1 = {}",
            self.axis.stride,
            self.quotient(),
            self.output
        )
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.with(&self.numerator()))
    }
}

/// What is set: the parts of the formula, and what the padding holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Setting {
    Kernel,
    Stride,
    Padding,
    Dilation,
    PaddingMode,
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Kernel => "kernel size",
            Self::Stride => "stride",
            Self::Padding => "padding",
            Self::Dilation => "dilation",
            Self::PaddingMode => "padding mode",
        })
    }
}

/// Why a window cannot slide along an axis, in the words of the formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AxisError {
    #[error("the {setting} is 0, it must be at least 1")]
    Zero { setting: Setting },
    #[error(
        "the kernel spans {span}, the padded input only {padded}: {formula} = −{lack}, \
         which is below 0",
        span = axis.span(),
        padded = axis.padded(*size),
        formula = axis.numerator(*size),
        lack = axis.span() - axis.padded(*size)
    )]
    KernelTooLarge {
        axis: Axis,
        /// Cells of the input.
        size: usize,
    },
}

/// One of a picture's two axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    Height,
    Width,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Height => "height",
            Self::Width => "width",
        })
    }
}

/// Why a window cannot slide over a picture. [`Geometry::remedies`] says what would work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    #[error("{direction}: {problem}")]
    Axis {
        direction: Direction,
        problem: AxisError,
    },
    #[error("the picture is empty: it needs at least one row and one column")]
    Empty,
    #[error(
        "{direction}: reflect padding of {padding} mirrors {padding} cells beside the edge cell, \
         but there are only {size} − 1 = {}",
        size - 1
    )]
    Reflect {
        direction: Direction,
        padding: usize,
        size: usize,
    },
    #[error(
        "{direction}: circular padding of {padding} would go around more than once: \
         the picture has only {size}"
    )]
    Circular {
        direction: Direction,
        padding: usize,
        size: usize,
    },
    #[error("with its padding the picture would have more than {MAX_CELLS} cells")]
    TooLarge,
}

/// How a window slides over a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Geometry {
    /// From row to row.
    pub rows: Axis,
    /// From column to column.
    pub columns: Axis,
    /// What the padding holds.
    pub mode: PaddingMode,
}

impl Geometry {
    /// The axes, rows first.
    pub fn axes(self) -> [(Direction, Axis); 2] {
        [
            (Direction::Height, self.rows),
            (Direction::Width, self.columns),
        ]
    }

    /// The padding of both axes.
    pub fn padding(self) -> Padding {
        Padding {
            mode: self.mode,
            top: self.rows.padding.0,
            bottom: self.rows.padding.1,
            left: self.columns.padding.0,
            right: self.columns.padding.1,
        }
    }

    /// (height, width) of the output for a picture of `height` × `width` cells.
    pub fn output(self, height: usize, width: usize) -> Result<(usize, usize), Impossible> {
        let (rows, columns) = self.formulas(height, width)?;
        Ok((rows.output, columns.output))
    }

    /// The size formula for the height and for the width.
    pub fn formulas(self, height: usize, width: usize) -> Result<(Formula, Formula), Impossible> {
        self.padding().padded_size(height, width)?;
        let formula = |direction, axis: Axis, size| {
            axis.formula(size)
                .map_err(|problem| Impossible::Axis { direction, problem })
        };
        Ok((
            formula(Direction::Height, self.rows, height)?,
            formula(Direction::Width, self.columns, width)?,
        ))
    }

    /// The output's size after 1, 2, … `times` repetitions; it ends with the first that is
    /// impossible.
    pub fn stacked(
        self,
        height: usize,
        width: usize,
        times: usize,
    ) -> Vec<Result<(usize, usize), Impossible>> {
        let mut sizes = Vec::new();
        let mut size = (height, width);
        for _ in 0..times {
            let next = self.output(size.0, size.1);
            sizes.push(next);
            match next {
                Ok(next) => size = next,
                Err(_) => break,
            }
        }
        sizes
    }

    /// The same without padding.
    pub fn without_padding(self) -> Self {
        let bare = |axis| Axis {
            padding: (0, 0),
            ..axis
        };
        Self {
            rows: bare(self.rows),
            columns: bare(self.columns),
            ..self
        }
    }
}

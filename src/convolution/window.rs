//! The work of one output cell: what lies under the kernel, the products, and their sum.

use super::convolve::Convolution;
use super::decimals::ShownSum;
use super::geometry::Impossible;
use crate::grid::Grid;

/// A cell of the input under a cell of the kernel, and what becomes of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// Row and column in the input; negative, or beyond its size, in the padding.
    pub place: (isize, isize),
    /// The input cell that the value is from: the place itself, or what the padding copies. None
    /// for the zeros of zero padding.
    pub source: Option<(usize, usize)>,
    /// Whether the place is in the padding.
    pub in_padding: bool,
    /// Row and column of the weight in the kernel as it is kept, also if it slides flipped.
    pub kernel_cell: (usize, usize),
    pub value: f32,
    pub weight: f32,
    /// weight · value
    pub product: f32,
    /// The sum of the products up to and with this one.
    pub total: f32,
}

/// Where infinity or NaN first comes up in a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// In the picture, at this row and column.
    Input { row: usize, column: usize },
    /// The product of finite numbers of this index is beyond the largest 32-bit number.
    Product { term: usize },
    /// The sum of finite numbers is beyond the largest 32-bit number, from this term on.
    Sum { term: usize },
}

/// How one output cell came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// Row and column of the input under the kernel's upper left cell; negative in the padding.
    pub origin: (isize, isize),
    /// Rows and columns of the kernel.
    pub size: (usize, usize),
    /// Row after row of the kernel, in the order in which they are added.
    pub terms: Vec<Term>,
}

impl Window {
    /// The output cell's value.
    pub fn result(&self) -> f32 {
        self.terms.last().map_or(0.0, |term| term.total)
    }

    /// The sum with `decimals` digits after the point, so that it adds up as shown, or one more:
    /// see [`ShownSum::with_room`].
    pub fn shown(&self, decimals: usize) -> ShownSum {
        let part = |part: fn(&Term) -> f32| self.terms.iter().map(part).collect::<Vec<_>>();
        let (products, totals) = (part(|term| term.product), part(|term| term.total));
        ShownSum::with_room(&products, &totals, decimals)
    }

    /// Where infinity or NaN first comes up, if it does.
    pub fn not_finite(&self) -> Option<Cause> {
        let index = self.terms.iter().position(|term| !term.total.is_finite())?;
        let term = &self.terms[index];
        Some(match term.source {
            Some((row, column)) if !term.value.is_finite() => Cause::Input { row, column },
            _ if !term.product.is_finite() => Cause::Product { term: index },
            _ => Cause::Sum { term: index },
        })
    }
}

impl Convolution {
    /// How the output cell at (`row`, `column`) comes about. Panics outside the output.
    pub fn window(&self, input: &Grid, row: usize, column: usize) -> Result<Window, Impossible> {
        let geometry = self.geometry();
        let (height, width) = (input.height(), input.width());
        let output = geometry.output(height, width)?;
        assert!(row < output.0 && column < output.1, "cell {row}, {column}");
        let size = self.kernel.size();
        let mut total = 0.0;
        let mut terms = Vec::with_capacity(size.0 * size.1);
        for (y, row) in geometry.rows.under(row).enumerate() {
            for (x, column) in geometry.columns.under(column).enumerate() {
                let kernel_cell = if self.flip {
                    (size.0 - 1 - y, size.1 - 1 - x)
                } else {
                    (y, x)
                };
                let source = geometry.mode.source(row, height);
                let source = source.zip(geometry.mode.source(column, width));
                let value = source.map_or(0.0, |(row, column)| input.at(row, column));
                let weight = self.kernel.at(kernel_cell.0, kernel_cell.1);
                let product = weight * value;
                total += product;
                let inside = source.is_some_and(|(y, x)| (y as isize, x as isize) == (row, column));
                terms.push(Term {
                    place: (row, column),
                    source,
                    in_padding: !inside,
                    kernel_cell,
                    value,
                    weight,
                    product,
                    total,
                });
            }
        }
        Ok(Window {
            origin: (geometry.rows.origin(row), geometry.columns.origin(column)),
            size,
            terms,
        })
    }
}

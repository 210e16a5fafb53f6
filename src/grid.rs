//! A small row-major grid of `f32`, shared by the arithmetic and the views.

/// `height` × `width` numbers, row after row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    height: usize,
    width: usize,
    values: Vec<f32>,
}

impl Grid {
    /// A grid of `height` × `width` cells that all hold `value`.
    pub fn filled(height: usize, width: usize, value: f32) -> Self {
        Self {
            height,
            width,
            values: vec![value; height * width],
        }
    }

    /// The grid whose cell at (row, column) is `cell(row, column)`.
    pub fn from_fn(height: usize, width: usize, mut cell: impl FnMut(usize, usize) -> f32) -> Self {
        let mut values = Vec::with_capacity(height * width);
        for row in 0..height {
            for column in 0..width {
                values.push(cell(row, column));
            }
        }
        Self {
            height,
            width,
            values,
        }
    }

    /// The grid that holds `values` row after row, or `None` if their number is not
    /// `height` × `width`.
    pub fn from_values(height: usize, width: usize, values: Vec<f32>) -> Option<Self> {
        (height.checked_mul(width) == Some(values.len())).then_some(Self {
            height,
            width,
            values,
        })
    }

    pub fn height(&self) -> usize {
        self.height
    }

    pub fn width(&self) -> usize {
        self.width
    }

    /// All cells, row after row.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// All cells, row after row, to be changed in place.
    pub fn values_mut(&mut self) -> &mut [f32] {
        &mut self.values
    }

    /// The cell at (`row`, `column`). Panics outside the grid.
    pub fn at(&self, row: usize, column: usize) -> f32 {
        self.row(row)[column]
    }

    /// Puts `value` into the cell at (`row`, `column`). Panics outside the grid.
    pub fn set(&mut self, row: usize, column: usize, value: f32) {
        assert!(column < self.width, "column {column} of {}", self.width);
        self.values[row * self.width + column] = value;
    }

    /// One row, `width` cells. Panics outside the grid.
    pub fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.width..(row + 1) * self.width]
    }

    /// Every cell passed through `change`.
    pub fn map(&self, change: impl Fn(f32) -> f32) -> Self {
        Self {
            height: self.height,
            width: self.width,
            values: self.values.iter().copied().map(change).collect(),
        }
    }

    /// The largest cell by absolute value, 0 for an empty grid; NaN cells are passed over.
    pub fn max_abs(&self) -> f32 {
        self.values.iter().fold(0.0, |most, v| most.max(v.abs()))
    }
}

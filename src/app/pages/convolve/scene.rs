//! What the page shows in this frame, gathered once.

use eframe::egui::{Vec2, vec2};

use crate::app::convolve::{Convolve, Look, Maps, Source, Tone};
use crate::app::pages::PageContext;
use crate::app::theme::ColorMap;
use crate::convolution::decimals::Scale;
use crate::convolution::geometry::Geometry;
use crate::convolution::{Axis, Impossible, Operation, PaddingMode};

/// Most cells of an input all of whose numbers are looked at.
const SMALL: usize = 4096;

/// Most cells of a window that are shown one by one, in every frame.
const SHOWN: usize = 4096;

/// The operation that is looked at, what it is given, and what it makes.
pub struct Scene<'a> {
    pub convolve: &'a Convolve,
    pub operation: &'a Operation,
    /// How the window slides; for ReLU from cell to cell.
    pub geometry: Geometry,
    pub input: &'a Maps,
    pub input_look: Look,
    /// As far as it is there.
    pub output: Option<&'a Maps>,
    pub output_look: Look,
    /// (height, width) of the output, or why there is none.
    pub output_size: Result<(usize, usize), Impossible>,
    /// Row and column of the output cell that was chosen last, or that the window has come to.
    pub chosen: Option<(usize, usize)>,
    /// The cell that is looked at: the one under the pointer, else the chosen one.
    pub cell: Option<(usize, usize)>,
    /// Where the window is drawn, in output cells, row down: on its way to the cell.
    pub window_at: Option<Vec2>,
    /// The channel whose numbers are shown.
    pub channel: usize,
}

impl<'a> Scene<'a> {
    /// None if an operation before this one is impossible.
    pub fn new(
        context: &PageContext<'a>,
        pointed: Option<(usize, usize)>,
        channel: usize,
    ) -> Option<Self> {
        let convolve = &context.state.convolve;
        let input = convolve.input()?;
        let operation = convolve.operation();
        let output_size = convolve.output_size()?;
        let within = |cell: &(usize, usize)| {
            output_size.is_ok_and(|(height, width)| cell.0 < height && cell.1 < width)
        };
        let chosen = convolve.shown_cell().filter(within);
        let cell = pointed.filter(within).or(chosen);
        Some(Self {
            convolve,
            operation,
            geometry: operation.geometry().unwrap_or(SINGLE),
            input,
            input_look: convolve.results.look_before(convolve.selected),
            output: convolve.output().and_then(|output| output.as_ref().ok()),
            output_look: convolve.results.look(convolve.selected),
            output_size,
            chosen,
            cell,
            window_at: cell.map(at_rest),
            channel: channel.min(input.channels() - 1),
        })
    }

    /// The window on the padded input, in cells: its corner and its size.
    pub fn window(&self) -> Option<(Vec2, Vec2)> {
        let Geometry { rows, columns, .. } = self.geometry;
        let strides = vec2(columns.stride as f32, rows.stride as f32);
        let size = vec2(columns.span() as f32, rows.span() as f32);
        Some((self.window_at? * strides, size))
    }

    /// (height, width) of the input.
    pub fn size(&self) -> (usize, usize) {
        (self.input.height(), self.input.width())
    }

    /// Rows and columns of the input with its padding.
    pub fn padded(&self) -> (usize, usize) {
        (
            self.geometry.rows.padded(self.input.height()),
            self.geometry.columns.padded(self.input.width()),
        )
    }

    /// The middle of the window, as shares of the padded input's sides.
    pub fn window_middle(&self) -> Option<Vec2> {
        let (row, column) = self.cell?;
        let (rows, columns) = self.padded();
        let middle = |output: usize, axis: Axis, size: usize| {
            (output as f32 * axis.stride as f32 + axis.span() as f32 / 2.0) / size as f32
        };
        Some(vec2(
            middle(column, self.geometry.columns, columns),
            middle(row, self.geometry.rows, rows),
        ))
    }

    /// Decimals with which the numbers of the input are shown as they are, if it is a small one
    /// and two are enough.
    pub fn exact_decimals(&self) -> Option<usize> {
        let grid = self.input.grid(self.channel)?;
        if grid.values().len() > SMALL {
            return None;
        }
        Scale::exact_decimals(grid.values(), 2)
    }

    /// Whether a window has too many cells to be written out.
    pub fn is_window_too_large(&self) -> bool {
        let Geometry { rows, columns, .. } = self.geometry;
        rows.kernel.saturating_mul(columns.kernel) > SHOWN
    }

    /// The channel of the output that is shown with that of the input.
    pub fn output_channel(&self) -> usize {
        let channels = self.output.map_or(1, Maps::channels);
        self.channel.min(channels - 1)
    }

    /// Whether the numbers of the input can be edited.
    pub fn is_typed(&self) -> bool {
        self.convolve.source == Source::Typed && self.convolve.selected == 0
    }

    /// Index of the chosen output cell, row after row.
    pub fn position(&self) -> usize {
        match (self.chosen, self.output_size) {
            (Some((row, column)), Ok((_, width))) => row * width + column,
            _ => 0,
        }
    }

    pub fn count(&self) -> usize {
        self.output_size
            .map_or(0, |(height, width)| height.saturating_mul(width))
    }
}

/// The place of a cell that nothing is on its way to.
pub fn at_rest((row, column): (usize, usize)) -> Vec2 {
    vec2(column as f32, row as f32)
}

/// A window of one cell that goes from cell to cell.
const SINGLE: Geometry = {
    let axis = Axis {
        kernel: 1,
        stride: 1,
        padding: (0, 0),
        dilation: 1,
    };
    Geometry {
        rows: axis,
        columns: axis,
        mode: PaddingMode::Zero,
    }
};

/// The colours for numbers that stand for this.
pub fn color_map(tone: Tone) -> ColorMap {
    match tone {
        Tone::Ink => ColorMap::Ink,
        Tone::Light => ColorMap::Light,
        Tone::Signed => ColorMap::Signed,
    }
}

//! What is taken apart on the Convolve page: an input, up to five operations in a row, and their
//! results.
//!
//! - `change`: what can be asked for
//! - `source`: where the input comes from; `still_life` is one that is always there
//! - `maps`: pictures that may still be in the making
//! - `results`: the operations carried out, at once or on another thread
//! - `errors`: what is said of errors
//! - `saving`: the result as a file
//! - `kernels`: kernels that are kept

mod change;
pub(in crate::app) mod errors;
mod kernels;
mod maps;
mod results;
mod saving;
mod source;
mod still_life;
mod work;

use std::sync::Arc;

pub use change::{Change, ResultFormat};
pub(super) use kernels::restored;
pub use kernels::{MAX_OWN, OwnKernel};
pub use maps::Maps;
pub use results::{Look, Mixing, Results, Tone};
pub use source::{Carried, HeldOutDigit, Input, Photo, Source};

use self::work::Work;
use super::history::History;
use super::reading::Reading;
use crate::convolution::patterns::Pattern;
use crate::convolution::{
    Chain, Convolution, Impossible, Operation, Padding, PaddingMode, Preset, Window,
};
use crate::grid::Grid;
use crate::stamp::Stamp;

/// Sides of a pattern: least, usual, most.
pub const PATTERN_SIDES: (usize, usize, usize) = (4, 28, 128);

/// Most rows, and most columns, of the grid that is typed into.
pub const MAX_TYPED: usize = 12;

/// The most cells of an output in which the liveliest is looked for.
const SEARCHED_CELLS: usize = 1 << 16;

/// What is taken apart. Only [`Change`]s change it.
pub struct Convolve {
    pub source: Source,
    pub held_out: Option<HeldOutDigit>,
    pub photo: Option<Arc<Photo>>,
    /// The digit or picture that a task is to make the input, unless another one is chosen first.
    awaited: Option<Stamp>,
    /// Whether a picture is being opened.
    pub is_opening: bool,
    /// What becomes of the three channels of a colour picture.
    pub mixing: Mixing,
    pub pattern: Pattern,
    /// Rows and columns of the pattern.
    pub pattern_side: usize,
    pub typed: Arc<Grid>,
    /// What another page has handed over.
    pub carried: Option<Arc<Carried>>,
    pub chain: Chain,
    /// Index of the operation that is looked at.
    pub selected: usize,
    /// Row and column of the output cell that is looked at, once one was chosen.
    pub cell: Option<(usize, usize)>,
    pub own_kernels: Vec<OwnKernel>,
    /// Where from the top large results begin to be made: where they are looked at, as a share of
    /// their height.
    pub begin_at: f32,
    /// What there is of the results by now.
    pub results: Arc<Results>,
    history: History<Settings>,
    /// Whether the change that is being carried out is one that goes on.
    goes_on: bool,
    work: Work,
}

/// What can be undone: the operations and the one looked at.
type Settings = (Chain, usize);

impl Convolve {
    pub(super) fn new(reading: &Arc<Reading>, own_kernels: Vec<OwnKernel>) -> Self {
        let operation = Operation::from(first_convolution());
        let chain = Chain::new(vec![operation]).unwrap_or_default();
        let input = Arc::new(Input::of_grid(Arc::new(reading.form.centred.clone())));
        let results = Results::begin(input, Mixing::Kept, Vec::new());
        let mut convolve = Self {
            source: Source::Digit,
            held_out: None,
            photo: None,
            awaited: None,
            is_opening: false,
            mixing: Mixing::Kept,
            pattern: Pattern::Edge,
            pattern_side: PATTERN_SIDES.1,
            typed: Arc::new(first_typed()),
            carried: None,
            chain,
            selected: 0,
            cell: None,
            own_kernels,
            begin_at: 0.0,
            results: Arc::new(results),
            history: History::default(),
            goes_on: false,
            work: Work::default(),
        };
        convolve.compute_now(reading);
        convolve
    }

    /// The operation that is looked at.
    pub fn operation(&self) -> &Operation {
        &self.chain.operations()[self.selected]
    }

    /// The convolution that is looked at, if it is one.
    pub fn convolution(&self) -> Option<&Convolution> {
        match self.operation() {
            Operation::Convolution(convolution) => Some(convolution),
            _ => None,
        }
    }

    /// What the operation that is looked at is given, as far as it is there; None if an operation
    /// before it is impossible.
    pub fn input(&self) -> Option<&Maps> {
        self.results.before(self.selected)
    }

    /// What the operation that is looked at makes, as far as it is there; None if it is not begun
    /// or an operation before it is impossible.
    pub fn output(&self) -> Option<&Result<Maps, Impossible>> {
        self.results.outputs.get(self.selected)
    }

    /// (height, width) of what the operation that is looked at makes, or why it cannot.
    pub fn output_size(&self) -> Option<Result<(usize, usize), Impossible>> {
        let input = self.input()?;
        Some(self.operation().output(input.height(), input.width()))
    }

    /// The output cell that is looked at: the one that was chosen, else the liveliest.
    pub fn shown_cell(&self) -> Option<(usize, usize)> {
        let (height, width) = self.output_size()?.ok()?;
        if let Some((row, column)) = self.cell {
            return Some((row.min(height - 1), column.min(width - 1)));
        }
        self.liveliest().or(Some((height / 2, width / 2)))
    }

    /// The cell of the largest output, by absolute value, in a small output.
    fn liveliest(&self) -> Option<(usize, usize)> {
        let output = self.output()?.as_ref().ok()?;
        let grid = output.grid(0)?;
        if grid.values().len() > SEARCHED_CELLS {
            return None;
        }
        let (index, most) = grid
            .values()
            .iter()
            .enumerate()
            .max_by(|(_, a), (_, b)| a.abs().total_cmp(&b.abs()))?;
        (*most != 0.0).then(|| (index / grid.width(), index % grid.width()))
    }

    /// How the output cell at (`row`, `column`) of the operation that is looked at comes about,
    /// if that is a convolution: a window for each input channel that it adds up, else for
    /// `channel` alone.
    pub fn windows(&self, row: usize, column: usize, channel: usize) -> Option<Vec<Window>> {
        let convolution = self.convolution()?;
        let input = self.input()?;
        let channels = if self.results.sums_channels(self.selected) {
            0..input.channels()
        } else {
            let channel = channel.min(input.channels() - 1);
            channel..channel + 1
        };
        channels
            .map(|channel| {
                let grid = input.grid(channel)?;
                convolution.window(grid, row, column).ok()
            })
            .collect()
    }
}

/// Sobel's kernel for upright edges, the output as large as the input.
fn first_convolution() -> Convolution {
    let kernel = Preset::SobelX.kernel();
    Convolution {
        padding: Padding::same(PaddingMode::Zero, kernel.size(), (1, 1)),
        ..Convolution::new(kernel)
    }
}

/// A bright block that ends in the middle: small numbers, which are easily multiplied by hand.
fn first_typed() -> Grid {
    const SIDE: usize = 5;
    Grid::from_fn(SIDE, SIDE, |row, column| match (row, column) {
        (_, 0..=1) => 1.0,
        (2, 2) => 2.0,
        _ => 0.0,
    })
}

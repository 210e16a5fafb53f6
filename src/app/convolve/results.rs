//! The operations carried out, as far as they are.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

use super::maps::Maps;
use super::source::Input;
use crate::convolution::{Impossible, Kernel, Operation};
use crate::grid::Grid;

/// Multiplications up to which everything is done at once, in a few milliseconds.
const SMALL_WORK: usize = 1 << 22;

/// Cells of a picture from which on it takes long to give its memory back.
const LARGE: usize = 1 << 18;

/// A sum of weights that is a smaller part than this of the sum of their sizes is 0: the kernel
/// answers to changes alone.
const NO_SUM: f32 = 0.05;

/// What becomes of the three channels of a colour picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mixing {
    /// They are made one before anything else.
    Grey,
    /// Each is convolved by itself, and stays a channel.
    Kept,
    /// Each is convolved, and the first convolution adds them up, as a layer of a network does.
    Summed,
}

/// What the numbers of a picture stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Ink on paper: 0 is blank.
    Ink,
    /// Light: 0 is black, 1 is white.
    Light,
    /// Numbers below and above 0.
    Signed,
}

/// How the numbers of a picture become colours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    pub tone: Tone,
    /// The number at the colours' end.
    pub reach: f32,
}

/// An input, operations, and the results of these as far as they are there.
#[derive(Clone, Debug)]
pub struct Results {
    pub input: Arc<Input>,
    pub mixing: Mixing,
    pub operations: Vec<Operation>,
    /// Of each operation, in order. It ends with the one in the making, or the first that is
    /// impossible.
    pub outputs: Vec<Result<Maps, Impossible>>,
    /// Where from the top of a large picture its making begins, as a share of its height.
    pub begin_at: f32,
    /// The outputs of before, in their order: each shows until there is something else.
    before: Vec<Option<Maps>>,
}

/// Index and rows of a band.
type Band = (usize, Range<usize>);

/// Bands of an output that are still to be made, the next one at the end.
struct Missing {
    /// Index of the output.
    index: usize,
    bands: Vec<Band>,
}

impl Results {
    /// Nothing is done yet.
    pub fn begin(input: Arc<Input>, mixing: Mixing, operations: Vec<Operation>) -> Self {
        Self {
            input,
            mixing,
            operations,
            outputs: Vec::new(),
            begin_at: 0.0,
            before: Vec::new(),
        }
    }

    /// Takes over what was made before and stays the same: of the first operations, as far as
    /// these and the input are the same.
    pub fn take_over(&mut self, before: &Self) {
        self.before = before.outputs.iter().cloned().map(Result::ok).collect();
        if before.mixing != self.mixing || before.input.maps.stamp() != self.input.maps.stamp() {
            return;
        }
        let operations = self.operations.iter().zip(&before.operations);
        self.outputs = operations
            .zip(&before.outputs)
            .take_while(|((now, then), output)| now == then && is_made(output))
            .map(|(_, output)| output.clone())
            .collect();
    }

    /// Makes a place for each output that is not there yet, up to the first that is impossible.
    /// There shows what was there before.
    pub fn begin_outputs(&mut self) {
        while let Some(output) = self.next_place() {
            self.outputs.push(output);
        }
    }

    /// A place for the first output that has none, if the one before it is possible.
    fn next_place(&self) -> Option<Result<Maps, Impossible>> {
        let index = self.outputs.len();
        let operation = self.operations.get(index)?;
        let input = self.before(index)?;
        let channels = if self.sums_channels(index) {
            1
        } else {
            input.channels()
        };
        let size = operation.output(input.height(), input.width());
        let before = self.before.get(index).and_then(Option::as_ref);
        Some(size.map(|size| {
            let maps = Maps::empty(size, channels);
            match before {
                Some(before) => maps.over(before),
                None => maps,
            }
        }))
    }

    /// Whether it holds so much that giving the memory back takes longer than a frame may.
    pub fn is_large(&self) -> bool {
        self.input.maps.cells() >= LARGE
    }

    /// Whether all that is left to be made takes no longer than a frame leaves time for.
    pub fn is_small_work(&self) -> bool {
        let made = self.outputs.len();
        let Some(input) = self.before(made) else {
            return true;
        };
        let mut size = (input.height(), input.width());
        let mut work: usize = 0;
        for operation in &self.operations[made..] {
            let Ok(output) = operation.output(size.0, size.1) else {
                break;
            };
            let channels = self.input.maps.channels();
            let cells = output.0.saturating_mul(output.1).saturating_mul(channels);
            work = work.saturating_add(cells.saturating_mul(products(operation)));
            size = output;
        }
        work <= SMALL_WORK
    }

    /// Carries the operations out, from the first whose output is not whole: band by band, each as
    /// far down the row of operations as there is enough of its input. After each band `goes_on`
    /// is asked, with what there is by then; false ends it.
    pub fn compute(&mut self, mut goes_on: impl FnMut(&Self) -> bool) {
        let made = self.outputs.iter().take_while(|o| is_made(o)).count();
        self.outputs.truncate(made);
        self.begin_outputs();
        let outputs = made..self.outputs.len();
        let mut missing: Vec<_> = outputs.map(|index| self.missing(index)).collect();
        while let Some((index, band)) = self.next_band(&mut missing) {
            self.make_band(index, &band);
            if !goes_on(self) {
                return;
            }
        }
        self.before.clear();
        goes_on(self);
    }

    /// All bands of an output.
    fn missing(&self, index: usize) -> Missing {
        let mut bands: Vec<Band> = match self.outputs.get(index) {
            Some(Ok(maps)) => maps.band_rows().enumerate().collect(),
            _ => Vec::new(),
        };
        let begin = (self.begin_at * bands.len() as f32) as usize;
        bands.sort_by_key(|(band, _)| Reverse(band.abs_diff(begin)));
        Missing { index, bands }
    }

    /// The next band of the last operation for which there is enough of its input.
    fn next_band(&self, missing: &mut [Missing]) -> Option<(usize, Band)> {
        missing
            .iter_mut()
            .rev()
            .find_map(|Missing { index, bands }| {
                let (_, rows) = bands.last()?;
                let input = self.before(*index)?;
                let needed = self.operations[*index].rows_needed(rows, input.height());
                let band = input.has(&needed).then(|| bands.pop())??;
                Some((*index, band))
            })
    }

    fn make_band(&mut self, index: usize, (band, rows): &Band) {
        let sums = self.sums_channels(index);
        let operation = &self.operations[index];
        let Some(input) = self.before(index) else {
            return;
        };
        let of_channel = |channel: usize| {
            let input = input.channel(channel);
            let prepared = operation.prepare(&input);
            prepared.map(|prepared| prepared.rows(rows.clone()))
        };
        let grids: Result<Vec<Grid>, Impossible> = (0..input.channels()).map(of_channel).collect();
        let (Ok(grids), Some(Ok(maps))) = (grids, self.outputs.get_mut(index)) else {
            return;
        };
        let grids = if sums {
            grids.into_iter().reduce(added).into_iter().collect()
        } else {
            grids
        };
        maps.put(*band, grids.into_iter().map(Arc::new).collect());
        if maps.is_whole() {
            let whole = maps.clone();
            *maps = whole.joined();
        }
    }

    /// What the operation at `index` is given, as far as it is there; None if it is not begun or
    /// impossible.
    pub fn before(&self, index: usize) -> Option<&Maps> {
        match index.checked_sub(1) {
            None => Some(&self.input.maps),
            Some(before) => self.outputs.get(before)?.as_ref().ok(),
        }
    }

    /// Whether every output is whole, or impossible.
    pub fn are_whole(&self) -> bool {
        let is_last = self.outputs.len() == self.operations.len();
        let ends = is_last || self.outputs.last().is_some_and(Result::is_err);
        ends && self.outputs.iter().all(is_made)
    }

    /// Whether the operation at `index` adds up the channels that it is given.
    pub fn sums_channels(&self, index: usize) -> bool {
        let is_convolution = |operation: &Operation| matches!(operation, Operation::Convolution(_));
        self.mixing == Mixing::Summed
            && self.input.maps.channels() > 1
            && self.operations.iter().position(is_convolution) == Some(index)
    }

    /// How the input looks.
    pub fn input_look(&self) -> Look {
        let Input { maps, tone } = &*self.input;
        let least = if *tone == Tone::Signed { 0.0 } else { 1.0 };
        Look {
            tone: *tone,
            reach: positive(maps.most().max(least)),
        }
    }

    /// How the output of the operation at `index` looks.
    pub fn look(&self, index: usize) -> Look {
        let mut look = self.input_look();
        for operation in &self.operations[..=index] {
            if let Operation::Convolution(convolution) = operation {
                look = after(look, &convolution.kernel);
            }
        }
        match self.outputs.get(index) {
            Some(Ok(maps)) if look.tone == Tone::Signed => Look {
                reach: positive(maps.most()),
                ..look
            },
            _ => look,
        }
    }

    /// How what the operation at `index` is given looks.
    pub fn look_before(&self, index: usize) -> Look {
        match index.checked_sub(1) {
            None => self.input_look(),
            Some(before) => self.look(before),
        }
    }
}

/// Blurs and the like make pictures of pictures; what answers to changes makes signed numbers.
/// A photo that is sharpened is still one, beyond black and white.
fn after(look: Look, kernel: &Kernel) -> Look {
    let weights = kernel.grid().values();
    let sum: f32 = weights.iter().sum();
    let sizes: f32 = weights.iter().map(|w| w.abs()).sum();
    let tone = match look.tone {
        Tone::Light if sum > NO_SUM * sizes => Tone::Light,
        Tone::Ink if weights.iter().all(|w| *w >= 0.0) => Tone::Ink,
        _ => Tone::Signed,
    };
    Look {
        tone,
        reach: positive(look.reach * sum.abs().max(1.0)),
    }
}

/// The number, or 1 where it cannot be divided by.
fn positive(number: f32) -> f32 {
    if number > 0.0 && number.is_finite() {
        number
    } else {
        1.0
    }
}

/// Multiplications for one cell of the output.
fn products(operation: &Operation) -> usize {
    match operation {
        Operation::Convolution(convolution) => {
            convolution.kernel.height() * convolution.kernel.width()
        }
        Operation::Relu => 1,
        Operation::Pooling(pooling) => pooling.window.0.saturating_mul(pooling.window.1),
    }
}

/// Whether an output is whole and in one piece, or impossible.
fn is_made(output: &Result<Maps, Impossible>) -> bool {
    output.as_ref().map_or(true, |maps| maps.grid(0).is_some())
}

fn added(mut a: Grid, b: Grid) -> Grid {
    for (a, b) in a.values_mut().iter_mut().zip(b.values()) {
        *a += b;
    }
    a
}

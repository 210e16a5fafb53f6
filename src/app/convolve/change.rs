//! What can be asked for on the Convolve page, and how it is carried out.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::ColorImage;
use rand::Rng;

use super::errors;
use super::kernels::{self, MAX_OWN};
use super::results::Mixing;
use super::source::{Carried, HeldOutDigit, Photo, Source};
use super::{Convolve, MAX_TYPED, PATTERN_SIDES, Settings};
use crate::app::App;
use crate::app::state::MessageKind;
use crate::convolution::formats::{FormatError, Problem};
use crate::convolution::patterns::Pattern;
use crate::convolution::{Chain, Convolution, Geometry, Kernel, Operation, Padding};
use crate::grid::Grid;
use crate::stamp::Stamp;

/// How a result is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultFormat {
    Png,
    Csv,
}

/// What can be asked for.
#[derive(Clone, Debug)]
pub enum Change {
    SetSource(Source),
    /// A held-out digit chosen at random.
    FindDigit,
    DigitFound(HeldOutDigit),
    /// Opens a picture, or a table of numbers, as the input.
    OpenPicture(PathBuf),
    /// A picture that is always there, as the input.
    OpenSample,
    /// A picture from the clipboard as the input.
    OpenPixels(Arc<ColorImage>),
    PictureOpened(Arc<Photo>),
    /// A task's answer, which counts unless another input was chosen since.
    TakeAwaited {
        asked: Stamp,
        answer: Box<Change>,
    },
    /// A picture could not be opened.
    PictureFailed(Arc<FormatError>),
    SetMixing(Mixing),
    /// The pattern and the cells of its sides.
    SetPattern(Pattern, usize),
    /// A noise pattern with another seed.
    Reseed,
    /// The numbers of the grid that is typed into.
    Type(Grid),

    SelectStep(usize),
    AddStep(Operation),
    RemoveStep(usize),
    MoveStep {
        from: usize,
        to: usize,
    },
    SetChain(Chain),
    /// In the place of the one that is looked at.
    SetOperation(Operation),
    SetKernel(Kernel),
    /// A weight of the kernel. `goes_on` while it is dragged, so that undo takes all of it back.
    SetWeight {
        row: usize,
        column: usize,
        weight: f32,
        goes_on: bool,
    },
    EndGesture,
    /// A change that goes on, such as a number that is dragged or typed: undo takes all of it
    /// back, up to where the gesture ends.
    GoesOn(Box<Change>),
    SetGeometry(Geometry),
    Undo,
    Redo,
    KeepKernel {
        name: String,
    },
    ForgetKernel(usize),

    /// Packs the result of the operation that is looked at, to be saved. `channel` is the one
    /// whose numbers a table holds.
    SaveResult {
        format: ResultFormat,
        channel: usize,
    },
    /// A result could not be packed.
    ResultFailed(Arc<Problem>),

    /// Row and column of the output cell to look at.
    SelectCell(usize, usize),
    /// Where large results are looked at: the share of their height that is above it.
    BeginAt(f32),
    /// A thread has ended its work.
    Computed,
}

impl App {
    /// Carries a change out.
    pub(in crate::app) fn convolve(&mut self, change: Change) {
        match change {
            Change::OpenPicture(path) => self.open_input(path),
            Change::OpenSample => self.open_sample(),
            Change::OpenPixels(image) => self.open_input_pixels(image),
            Change::FindDigit => {
                let chance: u32 = self.rng.random();
                self.find_input_digit(chance as usize);
            }
            Change::SetSource(Source::HeldOut) if self.state.convolve.held_out.is_none() => {
                self.convolve(Change::FindDigit);
            }
            Change::Reseed => {
                let seed = self.rng.random_range(0..10_000);
                self.state.convolve.pattern = Pattern::Noise { seed };
                self.state.convolve.work.set_stale();
            }
            Change::PictureFailed(error) => {
                let words = errors::file(&self.state.text, &error);
                self.state.say(MessageKind::Error, words);
            }
            Change::ResultFailed(problem) => {
                let words = errors::file_problem(&self.state.text, &problem);
                self.state.say(MessageKind::Error, words);
            }
            Change::TakeAwaited { asked, answer } => {
                if self.state.convolve.awaited == Some(asked) {
                    self.convolve(*answer);
                }
            }
            Change::SaveResult { format, channel } => self.save_result(format, channel),
            Change::KeepKernel { name } => {
                let most = MAX_OWN;
                if !self.state.convolve.keep_kernel(&name) {
                    let text = &self.state.text;
                    let words = text.with("convolve-kernels-full", &[("most", most.into())]);
                    self.state.say(MessageKind::Error, words);
                }
            }
            change => {
                if matches!(change, Change::PictureOpened(_)) {
                    self.state.forget_error();
                }
                self.state.convolve.change(change);
            }
        }
    }
}

impl Convolve {
    /// Carries out what needs nothing but the state.
    fn change(&mut self, change: Change) {
        match change {
            Change::SetSource(source) => self.set_source(source),
            Change::DigitFound(digit) => {
                self.held_out = Some(digit);
                self.set_source(Source::HeldOut);
            }
            Change::PictureOpened(photo) => {
                // To give a large one's memory back takes longer than a frame may.
                let before = self.photo.replace(photo);
                rayon::spawn(move || drop(before));
                self.set_source(Source::Picture);
            }
            Change::SetMixing(mixing) => self.mixing = mixing,
            Change::SetPattern(pattern, side) => {
                self.pattern = pattern;
                self.pattern_side = side.clamp(PATTERN_SIDES.0, PATTERN_SIDES.2);
            }
            Change::Type(grid) => self.type_grid(grid),
            Change::SelectStep(index) => self.select(index),
            Change::AddStep(operation) => self.add_step(operation),
            Change::RemoveStep(index) => self.remove_step(index),
            Change::MoveStep { from, to } => self.move_step(from, to),
            Change::SetChain(chain) => {
                if !chain.operations().is_empty() {
                    self.note(false);
                    self.chain = chain;
                    self.select(usize::MAX);
                    self.cell = None;
                }
            }
            Change::SetOperation(operation) => self.set_operation(operation),
            Change::SetKernel(kernel) => self.set_kernel(kernel),
            Change::SetWeight {
                row,
                column,
                weight,
                goes_on,
            } => self.set_weight((row, column), weight, goes_on),
            Change::EndGesture => self.end_gesture(),
            Change::GoesOn(change) => {
                self.goes_on = true;
                self.change(*change);
                self.goes_on = false;
                return;
            }
            Change::SetGeometry(geometry) => self.set_geometry(geometry),
            Change::Undo => {
                let settings = self.history.undo(self.settings());
                self.restore(settings);
            }
            Change::Redo => {
                let settings = self.history.redo(self.settings());
                self.restore(settings);
            }
            Change::ForgetKernel(index) => {
                if index < self.own_kernels.len() {
                    self.own_kernels.remove(index);
                }
            }
            Change::SelectCell(row, column) => {
                self.cell = Some((row, column));
                return;
            }
            Change::BeginAt(share) => {
                self.begin_at = share.clamp(0.0, 1.0);
                return;
            }
            // What a thread has found is taken before the next frame.
            Change::Computed => return,
            // The app carries these out.
            Change::FindDigit
            | Change::OpenPicture(_)
            | Change::OpenSample
            | Change::OpenPixels(_)
            | Change::TakeAwaited { .. }
            | Change::PictureFailed(_)
            | Change::ResultFailed(_)
            | Change::Reseed
            | Change::SaveResult { .. }
            | Change::KeepKernel { .. } => return,
        }
        self.work.set_stale();
    }

    pub fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    pub fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    /// A weight that was dragged is let go.
    pub(in crate::app) fn end_gesture(&mut self) {
        self.history.end_gesture();
    }

    fn settings(&self) -> Settings {
        (self.chain.clone(), self.selected)
    }

    fn restore(&mut self, settings: Option<Settings>) {
        if let Some((chain, selected)) = settings {
            self.chain = chain;
            self.select(selected);
        }
    }

    /// Notes what is set, for undo, before it changes.
    fn note(&mut self, goes_on: bool) {
        let settings = self.settings();
        self.history.note(settings, goes_on || self.goes_on);
    }

    /// What is looked at in another picture is chosen anew.
    fn set_source(&mut self, source: Source) {
        self.awaited = None;
        self.source = source;
        self.cell = None;
    }

    fn select(&mut self, index: usize) {
        let index = index.min(self.chain.operations().len().saturating_sub(1));
        if index != self.selected {
            self.cell = None;
        }
        self.selected = index;
    }

    fn add_step(&mut self, operation: Operation) {
        self.note(false);
        if self.chain.push(operation).is_ok() {
            self.select(usize::MAX);
        }
    }

    /// The last one stays.
    fn remove_step(&mut self, index: usize) {
        let count = self.chain.operations().len();
        if count > 1 && index < count {
            self.note(false);
            self.chain.remove(index);
            let selected = self.selected;
            self.select(if selected > index {
                selected - 1
            } else {
                selected
            });
        }
    }

    fn move_step(&mut self, from: usize, to: usize) {
        let count = self.chain.operations().len();
        if from < count && to < count && from != to {
            self.note(false);
            self.chain.reorder(from, to);
            self.select(to);
        }
    }

    fn set_operation(&mut self, operation: Operation) {
        if *self.operation() != operation {
            self.note(false);
            self.chain.operations_mut()[self.selected] = operation;
        }
    }

    /// Where the output was as large as the input, it stays so.
    fn set_kernel(&mut self, kernel: Kernel) {
        let convolution = self.convolution().cloned();
        let before = convolution.unwrap_or_else(|| Convolution::new(kernel.clone()));
        let Padding { mode, .. } = before.padding;
        let same = |kernel: &Kernel| Padding::same(mode, kernel.size(), before.dilation);
        let padding = if before.padding == same(&before.kernel) {
            same(&kernel)
        } else {
            before.padding
        };
        self.set_operation(Operation::from(Convolution {
            kernel,
            padding,
            ..before
        }));
    }

    fn set_weight(&mut self, (row, column): (usize, usize), weight: f32, goes_on: bool) {
        let Some(convolution) = self.convolution().cloned() else {
            return;
        };
        let (height, width) = convolution.kernel.size();
        if row >= height || column >= width {
            return;
        }
        let Ok(kernel) = convolution.kernel.with(row, column, weight) else {
            return;
        };
        if kernel != convolution.kernel {
            self.note(goes_on);
            self.chain.operations_mut()[self.selected] = Operation::from(Convolution {
                kernel,
                ..convolution
            });
        }
    }

    fn set_geometry(&mut self, geometry: Geometry) {
        match self.operation().clone() {
            Operation::Convolution(convolution) => {
                if let Ok(convolution) = convolution.with_geometry(geometry) {
                    self.set_operation(Operation::from(convolution));
                }
            }
            Operation::Pooling(pooling) => {
                let mut pooling = pooling;
                pooling.window = (geometry.rows.kernel, geometry.columns.kernel);
                pooling.stride = (geometry.rows.stride, geometry.columns.stride);
                self.set_operation(Operation::from(pooling));
            }
            Operation::Relu => {}
        }
    }

    fn type_grid(&mut self, grid: Grid) {
        let sides = [grid.height(), grid.width()];
        let is_finite = grid.values().iter().all(|value| value.is_finite());
        if sides.iter().all(|side| (1..=MAX_TYPED).contains(side)) && is_finite {
            self.typed = Arc::new(grid);
        }
    }

    fn keep_kernel(&mut self, name: &str) -> bool {
        let Some(convolution) = self.convolution() else {
            return false;
        };
        let kernel = convolution.kernel.clone();
        kernels::keep(&mut self.own_kernels, name, kernel)
    }

    /// Takes what another page hands over.
    pub(in crate::app) fn carry(&mut self, carried: Arc<Carried>) {
        self.note(false);
        let operation = Operation::from(carried.convolution.clone());
        self.chain = Chain::new(vec![operation]).unwrap_or_default();
        self.selected = 0;
        self.set_source(Source::Carried);
        self.cell = Some(carried.cell);
        self.carried = Some(carried);
        self.work.set_stale();
    }
}

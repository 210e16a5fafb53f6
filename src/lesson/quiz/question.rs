//! A question: what is given, its choices, the right one.

use rand_chacha::ChaCha8Rng;

use super::choices::{Answer, Choice};
use super::{arithmetic, counting, formulas, pictures, print};
use crate::convolution::geometry::Setting;
use crate::convolution::{Axis, Convolution, Kernel, Pooling};
use crate::grid::Grid;
use crate::network::{Layer, Shape};

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    OutputSize,
    MissingSetting,
    Parameters,
    ReceptiveField,
    Pooling,
    ByHand,
    WhichKernel,
    Overfitting,
    Formula,
}

impl Topic {
    pub const ALL: [Self; 9] = [
        Self::OutputSize,
        Self::ByHand,
        Self::Pooling,
        Self::WhichKernel,
        Self::Parameters,
        Self::MissingSetting,
        Self::ReceptiveField,
        Self::Overfitting,
        Self::Formula,
    ];

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::OutputSize => "quiz-topic-size",
            Self::MissingSetting => "quiz-topic-setting",
            Self::Parameters => "quiz-topic-parameters",
            Self::ReceptiveField => "quiz-topic-field",
            Self::Pooling => "quiz-topic-pooling",
            Self::ByHand => "quiz-topic-hand",
            Self::WhichKernel => "quiz-topic-kernel",
            Self::Overfitting => "quiz-topic-curves",
            Self::Formula => "quiz-topic-formula",
        }
    }
}

/// How hard the questions are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    #[default]
    First,
    Second,
    Third,
}

impl Level {
    pub const ALL: [Self; 3] = [Self::First, Self::Second, Self::Third];

    /// The key of what is asked at it.
    pub fn key(self) -> &'static str {
        match self {
            Self::First => "quiz-level-1-tooltip",
            Self::Second => "quiz-level-2-tooltip",
            Self::Third => "quiz-level-3-tooltip",
        }
    }

    /// Its name: counted from 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }
}

/// Words with something filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    pub key: &'static str,
    pub arguments: Vec<(&'static str, String)>,
}

impl Phrase {
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            arguments: Vec::new(),
        }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }
}

/// Losses after each epoch of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    pub training: Vec<f32>,
    pub held_out: Vec<f32>,
}

/// What a question gives, from which its answer follows.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// The output's size along one axis.
    Size { axis: Axis, size: usize },
    /// The value of `setting` with which an axis like this makes `output` cells. The axis itself
    /// has the right one.
    Setting {
        axis: Axis,
        size: usize,
        setting: Setting,
        output: usize,
    },
    /// The learned numbers of these layers together.
    Parameters { input: Shape, layers: Vec<Layer> },
    /// The cells of the input that one cell after these layers looks at, along one axis.
    Field { layers: Vec<Axis> },
    /// One cell of the result, or all of it.
    Pooling {
        input: Grid,
        pooling: Pooling,
        cell: Option<(usize, usize)>,
    },
    /// One cell of the result.
    ByHand {
        input: Grid,
        convolution: Convolution,
        cell: (usize, usize),
    },
    /// The kernel that makes `output` of `input`.
    WhichKernel {
        input: Grid,
        output: Grid,
        kernel: Kernel,
    },
    /// The run that overfits.
    Overfitting,
    /// The epoch, counted from 1, with the lowest loss on held-out digits.
    BestEpoch { curves: Curves },
    /// A formula, by the key of what is asked.
    Formula { asked: &'static str },
}

/// A question with its choices, of which one is right.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub topic: Topic,
    pub level: Level,
    pub given: Given,
    pub choices: Vec<Choice>,
    /// Index of the right choice.
    pub right: usize,
}

impl Question {
    /// A question on a topic; the same generator gives the same question.
    pub fn generate(topic: Topic, level: Level, rng: &mut ChaCha8Rng) -> Self {
        // Some numbers leave too few wrong answers that are worth choosing: draw others.
        loop {
            let drawn = match topic {
                Topic::OutputSize => arithmetic::output_size(level, rng),
                Topic::MissingSetting => arithmetic::missing_setting(level, rng),
                Topic::Parameters => counting::parameters(level, rng),
                Topic::ReceptiveField => counting::receptive_field(level, rng),
                Topic::Pooling => pictures::pooling(level, rng),
                Topic::ByHand => pictures::by_hand(level, rng),
                Topic::WhichKernel => pictures::which_kernel(level, rng),
                Topic::Overfitting => pictures::overfitting(level, rng),
                Topic::Formula => formulas::formula(level, rng),
            };
            if let Some((given, (choices, right))) = drawn {
                return Self {
                    topic,
                    level,
                    given,
                    choices,
                    right,
                };
            }
        }
    }

    /// What is asked.
    pub fn prompt(&self) -> Phrase {
        match &self.given {
            Given::Size { axis, size } => {
                let key = if axis.dilation > 1 {
                    "quiz-size-dilated"
                } else {
                    "quiz-size"
                };
                axis_phrase(key, *axis, *size)
            }
            Given::Setting {
                axis,
                size,
                setting,
                output,
            } => {
                let key = match setting {
                    Setting::Kernel => "quiz-setting-kernel",
                    Setting::Stride => "quiz-setting-stride",
                    _ => "quiz-setting-padding",
                };
                axis_phrase(key, *axis, *size).with("output", output)
            }
            Given::Parameters { input, layers } => counting::parameters_prompt(*input, layers),
            Given::Field { layers } => counting::field_prompt(layers),
            Given::Pooling { pooling, cell, .. } => pictures::pooling_prompt(pooling, *cell),
            Given::ByHand {
                convolution, cell, ..
            } => pictures::by_hand_prompt(convolution, *cell),
            Given::WhichKernel { .. } => Phrase::new("quiz-kernel"),
            Given::Overfitting => Phrase::new("quiz-curves"),
            Given::BestEpoch { .. } => Phrase::new("quiz-curves-epoch"),
            Given::Formula { asked } => Phrase::new(asked),
        }
    }

    /// Why the right choice is right, told of a part where it differs from what was chosen.
    pub fn explanation(&self, chosen: usize) -> Phrase {
        match &self.given {
            Given::Size { axis, size } => arithmetic::size_explanation(*axis, *size),
            Given::Setting {
                axis,
                size,
                setting,
                ..
            } => arithmetic::setting_explanation(*axis, *size, *setting),
            Given::Parameters { input, layers } => counting::parameters_explanation(*input, layers),
            Given::Field { layers } => counting::field_explanation(layers),
            Given::Pooling {
                input,
                pooling,
                cell,
            } => {
                let cell = cell.unwrap_or_else(|| self.telling_cell(chosen));
                pictures::pooling_explanation(input, pooling, cell)
            }
            Given::ByHand {
                input,
                convolution,
                cell,
            } => pictures::by_hand_explanation(input, convolution, *cell),
            Given::WhichKernel { kernel, .. } => pictures::kernel_explanation(kernel),
            Given::Overfitting => {
                Phrase::new("quiz-curves-why").with("run", print::letter(self.right))
            }
            Given::BestEpoch { .. } => Phrase::new("quiz-curves-epoch-why"),
            Given::Formula { asked } => formulas::explanation(asked),
        }
    }

    /// What went wrong with a choice, where that can be told.
    pub fn slip(&self, choice: usize) -> Option<Phrase> {
        let chosen = self.choices.get(choice)?;
        match (&self.given, &chosen.answer) {
            (
                Given::Setting {
                    axis,
                    size,
                    setting,
                    ..
                },
                Answer::Number(value),
            ) => {
                let value = usize::try_from(*value).ok()?;
                Some(arithmetic::setting_slip(*axis, *size, *setting, value))
            }
            (Given::WhichKernel { kernel, .. }, Answer::Grid(grid)) => {
                Some(pictures::kernel_slip(kernel.grid(), grid))
            }
            _ => Some(Phrase::new(chosen.slip?)),
        }
    }

    /// Where the right choice is a grid: the first cell that it has otherwise than what was
    /// chosen; its last one for the right choice.
    pub fn telling_cell(&self, chosen: usize) -> (usize, usize) {
        let grid = |choice: usize| match &self.choices.get(choice)?.answer {
            Answer::Grid(grid) => Some(grid),
            _ => None,
        };
        let Some(right) = grid(self.right) else {
            return (0, 0);
        };
        let other = grid(chosen);
        let mut cells = (0..right.height() * right.width())
            .map(|index| (index / right.width(), index % right.width()));
        let differs = |&(row, column): &(usize, usize)| {
            let there = other.filter(|grid| row < grid.height() && column < grid.width());
            there.is_none_or(|grid| grid.at(row, column) != right.at(row, column))
        };
        let last = (right.height() - 1, right.width() - 1);
        cells.find(differs).unwrap_or(last)
    }
}

fn axis_phrase(key: &'static str, axis: Axis, size: usize) -> Phrase {
    Phrase::new(key)
        .with("size", size)
        .with("kernel", axis.kernel)
        .with("stride", axis.stride)
        .with("padding", axis.padding.0)
        .with("dilation", axis.dilation)
}

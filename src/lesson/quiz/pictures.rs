//! Questions with small grids, pictures and curves.

use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::choices::{Answer, Choice, Wrong, choices, numbers};
use super::question::{Curves, Given, Level, Phrase};
use crate::convolution::{Convolution, Kernel, Padding, PaddingMode, Pooling, PoolingKind, Preset};
use crate::dataset;
use crate::grid::Grid;

type Drawn = Option<(Given, (Vec<Choice>, usize))>;

fn whole_numbers(
    height: usize,
    width: usize,
    range: std::ops::RangeInclusive<i32>,
    rng: &mut ChaCha8Rng,
) -> Grid {
    Grid::from_fn(height, width, |_, _| rng.random_range(range.clone()) as f32)
}

pub fn pooling(level: Level, rng: &mut ChaCha8Rng) -> Drawn {
    let (side, kind, window, stride) = match level {
        Level::First => (4, PoolingKind::Max, 2, 2),
        Level::Second => (5, PoolingKind::Max, 2, rng.random_range(1..=2)),
        Level::Third => {
            let average = rng.random_bool(0.5);
            let (kind, window) = if average {
                (PoolingKind::Average, 2)
            } else {
                (PoolingKind::Max, 3)
            };
            (6, kind, window, rng.random_range(1..=window))
        }
    };
    let pooling = Pooling {
        kind,
        window: (window, window),
        stride: (stride, stride),
    };
    let input = whole_numbers(side, side, 0..=9, rng);
    if level == Level::First {
        let cell = (rng.random_range(0..2), rng.random_range(0..2));
        return pooled_cell(input, pooling, cell, rng);
    }
    let right = pooling.apply(&input).ok()?;
    // A grid that fits beside three others.
    if right.height() > 3 {
        return None;
    }
    let wrong = pooled_wrong(&input, pooling, &right);
    let choices = choices(Answer::Grid(right), wrong, rng)?;
    let given = Given::Pooling {
        input,
        pooling,
        cell: None,
    };
    Some((given, choices))
}

fn pooled_cell(input: Grid, pooling: Pooling, cell: (usize, usize), rng: &mut ChaCha8Rng) -> Drawn {
    let window = pooling.window(&input, cell.0, cell.1).ok()?;
    let values: Vec<i64> = window.cells.iter().map(|cell| cell.value as i64).collect();
    let sum: i64 = values.iter().sum();
    let least = values.iter().copied().min()?;
    let elsewhere = pooling.window(&input, cell.1, cell.0).ok()?.result as i64;
    let slips = [
        (sum, "quiz-slip-sum"),
        (least, "quiz-slip-least"),
        (values[0], "quiz-slip-first-cell"),
        (elsewhere, "quiz-slip-other-window"),
    ];
    let choices = numbers(window.result as i64, slips, 0, rng)?;
    let given = Given::Pooling {
        input,
        pooling,
        cell: Some(cell),
    };
    Some((given, choices))
}

fn pooled_wrong(input: &Grid, pooling: Pooling, right: &Grid) -> Vec<Wrong> {
    let least = pooling
        .apply(&input.map(|value| -value))
        .map(|grid| grid.map(|value| -value));
    let other_kind = Pooling {
        kind: match pooling.kind {
            PoolingKind::Max => PoolingKind::Average,
            PoolingKind::Average => PoolingKind::Max,
        },
        ..pooling
    };
    // Not 1: that result would not fit beside three others.
    let stride = if pooling.stride.0 == 2 { 3 } else { 2 };
    let other_stride = Pooling {
        stride: (stride, stride),
        ..pooling
    };
    let transposed = Grid::from_fn(right.width(), right.height(), |row, column| {
        right.at(column, row)
    });
    let corner = Grid::from_fn(right.height(), right.width(), |row, column| {
        input.at(row * pooling.stride.0, column * pooling.stride.1)
    });
    let other_kind = match (other_kind.kind, pooling.window.0) {
        // Ninths are no numbers to choose between.
        (PoolingKind::Average, 3) => None,
        _ => other_kind.apply(input).ok(),
    };
    [
        (other_kind, "quiz-slip-other-pooling"),
        (other_stride.apply(input).ok(), "quiz-slip-other-stride"),
        (Some(corner), "quiz-slip-first-cells"),
        (least.ok(), "quiz-slip-least"),
        (Some(transposed), "quiz-slip-transposed"),
    ]
    .into_iter()
    .filter_map(|(grid, slip)| Some((Answer::Grid(grid?), Some(slip))))
    .collect()
}

pub fn pooling_prompt(pooling: &Pooling, cell: Option<(usize, usize)>) -> Phrase {
    let key = match (pooling.kind, cell) {
        (PoolingKind::Max, Some(_)) => "quiz-pooling-cell",
        (PoolingKind::Max, None) => "quiz-pooling-max",
        (PoolingKind::Average, _) => "quiz-pooling-average",
    };
    let (row, column) = cell.unwrap_or((0, 0));
    Phrase::new(key)
        .with("window", pooling.window.0)
        .with("stride", pooling.stride.0)
        .with("row", row + 1)
        .with("column", column + 1)
}

pub fn pooling_explanation(
    input: &Grid,
    pooling: &Pooling,
    (row, column): (usize, usize),
) -> Phrase {
    let Ok(window) = pooling.window(input, row, column) else {
        return Phrase::new("quiz-pooling-why");
    };
    let values: Vec<String> = window
        .cells
        .iter()
        .map(|cell| cell.value.to_string())
        .collect();
    let key = match pooling.kind {
        PoolingKind::Max => "quiz-pooling-why",
        PoolingKind::Average => "quiz-pooling-average-why",
    };
    Phrase::new(key)
        .with("values", values.join(", "))
        .with("result", window.result)
        .with("row", row + 1)
        .with("column", column + 1)
}

pub fn by_hand(level: Level, rng: &mut ChaCha8Rng) -> Drawn {
    let (side, stride, padding) = match level {
        Level::First => (3, 1, 0),
        Level::Second => (5, 2, rng.random_range(0..=1)),
        Level::Third => (4, 1, 1),
    };
    let kernel = Kernel::new(whole_numbers(3, 3, -1..=2, rng)).ok()?;
    let convolution = Convolution {
        flip: level == Level::Third,
        stride: (stride, stride),
        padding: Padding::all(PaddingMode::Zero, padding),
        ..Convolution::new(kernel)
    };
    let input = whole_numbers(side, side, 0..=3, rng);
    let (height, width) = convolution.geometry().output(side, side).ok()?;
    let cell = (rng.random_range(0..height), rng.random_range(0..width));
    let window = convolution.window(&input, cell.0, cell.1).ok()?;
    let right = window.result() as i64;
    let with = |change: &dyn Fn(&mut Convolution)| -> Option<i64> {
        let mut changed = convolution.clone();
        change(&mut changed);
        let window = changed.window(&input, cell.0, cell.1).ok()?;
        Some(window.result() as i64)
    };
    let flipped = with(&|c| c.flip = !c.flip);
    if flipped == Some(right) {
        // Whoever forgets which way the kernel lies would be right, too.
        return None;
    }
    let flip = if convolution.flip {
        "quiz-slip-not-flipped"
    } else {
        "quiz-slip-flipped"
    };
    let slips = [
        (flipped, flip),
        (
            with(&|c| c.kernel = c.kernel.transposed()),
            "quiz-slip-rows-columns",
        ),
        (
            Some(window.terms.iter().map(|t| t.product.abs() as i64).sum()),
            "quiz-slip-signs",
        ),
        (
            Some(window.terms.iter().map(|t| t.value as i64).sum()),
            "quiz-slip-no-weights",
        ),
    ];
    let slips = slips
        .into_iter()
        .filter_map(|(value, slip)| Some((value?, slip)));
    let choices = numbers(right, slips, -99, rng)?;
    let given = Given::ByHand {
        input,
        convolution,
        cell,
    };
    Some((given, choices))
}

pub fn by_hand_prompt(convolution: &Convolution, cell: (usize, usize)) -> Phrase {
    let key = match (convolution.flip, convolution.stride.0) {
        (true, _) => "quiz-hand-flipped",
        (false, 1) => "quiz-hand",
        (false, _) => "quiz-hand-stride",
    };
    Phrase::new(key)
        .with("row", cell.0 + 1)
        .with("column", cell.1 + 1)
        .with("stride", convolution.stride.0)
        .with("padding", convolution.padding.top)
}

/// `1·2 + 3·(−1) = −1`, products of zeros left out.
pub fn by_hand_explanation(
    input: &Grid,
    convolution: &Convolution,
    cell: (usize, usize),
) -> Phrase {
    let key = if convolution.flip {
        "quiz-hand-flipped-why"
    } else {
        "quiz-hand-why"
    };
    let Ok(window) = convolution.window(input, cell.0, cell.1) else {
        return Phrase::new(key).with("sum", "");
    };
    let number = |value: f32| {
        if value < 0.0 {
            format!("(−{})", -value)
        } else {
            value.to_string()
        }
    };
    let terms: Vec<String> = window
        .terms
        .iter()
        .filter(|term| term.product != 0.0)
        .map(|term| format!("{}·{}", number(term.value), number(term.weight)))
        .collect();
    let sum = if terms.is_empty() {
        "0".to_owned()
    } else {
        let result = window.result().to_string().replace('-', "−");
        format!("{} = {result}", terms.join(" + "))
    };
    Phrase::new(key).with("sum", sum)
}

/// How different two results must be, somewhere, to be told apart by eye: a share of the largest
/// colour.
const VISIBLE: f32 = 0.3;

const KERNELS: [&[Preset]; 3] = [
    &[
        Preset::Identity,
        Preset::BoxBlur,
        Preset::SobelX,
        Preset::SobelY,
        Preset::Outline,
    ],
    &[
        Preset::BoxBlur,
        Preset::Sharpen,
        Preset::SobelX,
        Preset::SobelY,
        Preset::Outline,
        Preset::Emboss,
        Preset::MotionBlur,
    ],
    &[
        Preset::Sharpen,
        Preset::SobelX,
        Preset::SobelY,
        Preset::Outline,
        Preset::Emboss,
        Preset::Laplacian4,
        Preset::MotionBlur,
    ],
];

/// Side of the kernels to choose between.
const KERNEL: usize = 3;

pub fn which_kernel(level: Level, rng: &mut ChaCha8Rng) -> Drawn {
    let digits = &dataset::builtin().test;
    let input = digits.picture(rng.random_range(0..digits.len()));
    let mut kernels: Vec<Kernel> = KERNELS[level as usize]
        .iter()
        // All of one size, or the size of the picture gave the answer away.
        .map(|preset| preset.sized(KERNEL).unwrap_or_else(|| preset.kernel()))
        .filter(|kernel| kernel.height() == KERNEL)
        .collect();
    if level == Level::Third {
        // Edges that answer the other way round.
        let turned: Vec<Kernel> = kernels.iter().map(Kernel::flipped).collect();
        kernels.extend(turned);
    }
    kernels.shuffle(rng);
    let result = |kernel: &Kernel| Convolution::new(kernel.clone()).apply(&input);
    let mut chosen: Vec<(Kernel, Grid)> = Vec::new();
    for kernel in kernels {
        let output = result(&kernel).ok()?;
        let is_new = chosen
            .iter()
            .all(|(_, other)| difference(&as_seen(other), &as_seen(&output)) > VISIBLE);
        if is_new && chosen.len() < super::choices::CHOICES {
            chosen.push((kernel, output));
        }
    }
    let mut chosen = chosen.into_iter();
    let (kernel, output) = chosen.next()?;
    let wrong: Vec<Wrong> = chosen
        .map(|(kernel, _)| (Answer::Grid(kernel.grid().clone()), None))
        .collect();
    let choices = choices(Answer::Grid(kernel.grid().clone()), wrong, rng)?;
    let given = Given::WhichKernel {
        input,
        output,
        kernel,
    };
    Some((given, choices))
}

/// A result as its colours show it: each picture has its largest number in the largest colour.
fn as_seen(result: &Grid) -> Grid {
    let most = result.max_abs().max(f32::MIN_POSITIVE);
    result.map(|value| value / most)
}

/// The largest difference of two cells at the same place.
fn difference(a: &Grid, b: &Grid) -> f32 {
    if (a.height(), a.width()) != (b.height(), b.width()) {
        return f32::INFINITY;
    }
    let pairs = a.values().iter().zip(b.values());
    pairs.fold(0.0, |most, (a, b)| most.max((a - b).abs()))
}

/// What the sum of a kernel's weights says of what it makes.
#[derive(PartialEq)]
enum Weights {
    /// Every pixel stays as it is.
    Identity,
    /// Flat areas become 0.
    Edges,
    /// Brightness stays, and nothing is negative.
    Blur,
    /// Brightness stays, edges overshoot.
    Sharpen,
}

impl Weights {
    fn of(kernel: &Grid) -> Self {
        let sum: f32 = kernel.values().iter().sum();
        let is_used = |weight: &&f32| **weight != 0.0;
        if kernel.values().iter().filter(is_used).eq([&1.0]) {
            return Self::Identity;
        }
        let has_negative = kernel.values().iter().any(|weight| *weight < 0.0);
        match (sum.abs() < 1e-4, has_negative) {
            (true, _) => Self::Edges,
            (false, true) => Self::Sharpen,
            (false, false) => Self::Blur,
        }
    }
}

pub fn kernel_explanation(kernel: &Kernel) -> Phrase {
    Phrase::new(match Weights::of(kernel.grid()) {
        Weights::Identity => "quiz-kernel-identity-why",
        Weights::Edges => "quiz-kernel-edges-why",
        Weights::Blur => "quiz-kernel-blur-why",
        Weights::Sharpen => "quiz-kernel-sharpen-why",
    })
}

/// What the chosen kernel would have made.
pub fn kernel_slip(right: &Grid, chosen: &Grid) -> Phrase {
    let weights = Weights::of(chosen);
    if weights == Weights::of(right) {
        return Phrase::new("quiz-slip-kernel-alike");
    }
    Phrase::new(match weights {
        Weights::Identity => "quiz-slip-kernel-identity",
        Weights::Edges => "quiz-slip-kernel-edges",
        Weights::Blur => "quiz-slip-kernel-blur",
        Weights::Sharpen => "quiz-slip-kernel-sharpen",
    })
}

const EPOCHS: usize = 12;

/// How a run goes.
#[derive(Clone, Copy)]
enum Run {
    Learns,
    Overfits,
    /// Too small a network: both losses stay high.
    Underfits,
    /// Too few epochs: both losses still fall.
    Unfinished,
    /// Too large a rate: both losses rise.
    Diverges,
}

impl Run {
    /// The key of what is said of it when it was taken for one that overfits.
    fn slip(self) -> Option<&'static str> {
        match self {
            Self::Overfits => None,
            Self::Learns => Some("quiz-slip-run-learns"),
            Self::Underfits => Some("quiz-slip-run-underfits"),
            Self::Unfinished => Some("quiz-slip-run-unfinished"),
            Self::Diverges => Some("quiz-slip-run-diverges"),
        }
    }
}

pub fn overfitting(level: Level, rng: &mut ChaCha8Rng) -> Drawn {
    if level == Level::First || rng.random_bool(0.4) {
        let mut others = [Run::Learns, Run::Underfits, Run::Unfinished, Run::Diverges];
        others.shuffle(rng);
        let wrong: Vec<Wrong> = others
            .into_iter()
            .map(|run| (Answer::Curves(curves(run, level, rng)), run.slip()))
            .collect();
        let right = Answer::Curves(curves(Run::Overfits, level, rng));
        return Some((Given::Overfitting, choices(right, wrong, rng)?));
    }
    let curves = curves(Run::Overfits, level, rng);
    let best = lowest(&curves.held_out)?;
    let slips = [
        (EPOCHS as i64, "quiz-slip-last-epoch"),
        (1, "quiz-slip-first-epoch"),
    ];
    let choices = numbers(best as i64 + 1, slips, 1, rng)?;
    let within =
        |choice: &Choice| matches!(choice.answer, Answer::Number(epoch) if epoch <= EPOCHS as i64);
    if !choices.0.iter().all(within) {
        return None;
    }
    Some((Given::BestEpoch { curves }, choices))
}

/// How much lower the lowest loss is than all others, for an eye to see it.
const CLEARLY: f32 = 0.06;

/// Index of the lowest loss, if it is clearly lower than all others.
fn lowest(losses: &[f32]) -> Option<usize> {
    let least = losses.iter().copied().fold(f32::INFINITY, f32::min);
    let mut places = losses
        .iter()
        .enumerate()
        .filter(|(_, loss)| **loss < least + CLEARLY);
    let (index, _) = places.next()?;
    places.next().is_none().then_some(index)
}

/// Losses rounded to hundredths, so that a printed paper says all that the window shows.
fn curves(run: Run, level: Level, rng: &mut ChaCha8Rng) -> Curves {
    let noise = match level {
        Level::First => 0.01,
        Level::Second => 0.02,
        Level::Third => 0.03,
    };
    let start = rng.random_range(1.8..2.2_f32);
    let pace = rng.random_range(0.35..0.55_f32);
    let turn = rng.random_range(3..=7) as f32;
    let mut draw = |clean: f32| {
        let loss = clean * (1.0 + rng.random_range(-noise..noise));
        (loss * 100.0).round().max(1.0) / 100.0
    };
    let mut training = Vec::new();
    let mut held_out = Vec::new();
    for epoch in 0..EPOCHS {
        let at = epoch as f32;
        let falling = start * (-pace * at).exp();
        let (clean, clean_held_out) = match run {
            Run::Learns => (falling + 0.08, falling + 0.14),
            Run::Overfits => {
                let after = (at - turn).max(0.0);
                (falling + 0.02, falling + 0.2 + 0.11 * after)
            }
            Run::Underfits => (1.3 + falling * 0.3, 1.4 + falling * 0.3),
            Run::Unfinished => (start - 0.1 * at, start + 0.06 - 0.1 * at),
            Run::Diverges => (start * 0.5 + 0.16 * at, start * 0.55 + 0.17 * at),
        };
        training.push(draw(clean));
        held_out.push(draw(clean_held_out));
    }
    Curves { training, held_out }
}

//! Which of a picture is ink, and which paper.
//!
//! A picture whose paper is of one level, such as a screen shot or an MNIST digit, is taken as
//! it is. Any other, such as a photo, has uneven light and grain taken off first: the light is
//! that of the paper, which is the picture without what is thin and dark; what differs from it
//! by no more than most of the paper does is paper. Then Otsu's threshold (N. Otsu, *A Threshold
//! Selection Method from Gray-Level Histograms*, 1979) tells the cores of the ink, and what is
//! connected to a core stays, with its soft edges.

use super::background::{blurred, closed};
use super::components::Components;
use crate::grid::Grid;

/// Least difference between ink and paper, of 0..1 between black and white. A blank sheet's
/// photo shows less.
const LEAST_CONTRAST: f32 = 0.08;

/// How much of a picture has one level for that to be its paper without doubt.
const FLAT_SHARE: f32 = 0.4;

/// What differs from paper by less is a trace of JPEG's, of 0..1 between paper and ink.
const TRACES: f32 = 0.1;

/// What differs from paper by at most this many standard deviations is its grain.
const GRAIN: f32 = 3.0;

/// The width of strokes is at most this part of the picture's longer side.
const STROKES: usize = 4;

/// Steps of the histogram that Otsu's threshold is found in.
const LEVELS: usize = 256;

/// Up to this longer side, in cells, a picture on flat paper may have specks that matter.
const TINY: usize = 64;

/// What is not what was written.
struct Litter {
    /// Frames, and what lies beyond the paper or runs across it, touch so many of the
    /// picture's edges.
    edges: usize,
    /// Specks have a smaller share of all ink.
    speck: f32,
}

/// A digit that was cut out closely may touch three edges and have another piece besides.
const ON_FLAT_PAPER: Litter = Litter {
    edges: 4,
    speck: 0.004,
};

const IN_A_PHOTO: Litter = Litter {
    edges: 1,
    speck: 0.02,
};

/// The ink (1, paper 0) of a picture given by how light its cells are. `lossy` pictures have
/// faint traces around edges.
pub fn ink_of(lightness: &Grid, lossy: bool) -> Grid {
    let blank = || Grid::filled(lightness.height(), lightness.width(), 0.0);
    let Some(paper) = flat_paper(lightness) else {
        return ink_on_uneven_paper(lightness).map_or_else(blank, |ink| {
            let core = threshold(ink.values().iter().copied());
            cleaned(ink, core, &IN_A_PHOTO)
        });
    };
    let floor = if lossy { TRACES } else { 0.5 / 255.0 };
    match ink_on_flat_paper(lightness, paper, floor) {
        None => blank(),
        Some(ink) if ink.height().max(ink.width()) <= TINY => ink,
        Some(ink) => cleaned(ink, floor, &ON_FLAT_PAPER),
    }
}

/// The level that so much of the picture has that it must be the paper.
fn flat_paper(lightness: &Grid) -> Option<f32> {
    let level = |v: f32| (v * 255.0).round() as i32;
    let mut levels: Vec<i32> = lightness.values().iter().map(|v| level(*v)).collect();
    levels.sort_unstable();
    let most = levels
        .chunk_by(|a, b| a == b)
        .max_by_key(|equal| equal.len())?;
    let flat = most.len() as f32 >= FLAT_SHARE * levels.len() as f32;
    flat.then(|| most[0] as f32 / 255.0)
}

/// Ink is whichever side of the paper's level there is more of.
fn ink_on_flat_paper(lightness: &Grid, paper: f32, floor: f32) -> Option<Grid> {
    let side = |sign: f32| lightness.map(|v| (sign * (v - paper)).max(0.0));
    let (darker, lighter) = (side(-1.0), side(1.0));
    let sum = |grid: &Grid| grid.values().iter().sum::<f32>();
    let off = if sum(&darker) > sum(&lighter) {
        darker
    } else {
        lighter
    };
    let most = off.max_abs();
    (most >= LEAST_CONTRAST).then(|| {
        off.map(|v| {
            let ink = v / most;
            if ink < floor { 0.0 } else { ink }
        })
    })
}

fn ink_on_uneven_paper(lightness: &Grid) -> Option<Grid> {
    let window = lightness.height().max(lightness.width()) / STROKES;
    let lightness = if ink_is_lighter(lightness, window) {
        &lightness.map(|v| 1.0 - v)
    } else {
        lightness
    };
    let darkness = darkness(lightness, &closed(lightness, window / 2));
    let threshold = threshold(darkness.values().iter().copied());
    let (mut ink, mut paper): (Vec<f32>, Vec<f32>) =
        darkness.values().iter().partition(|v| **v >= threshold);
    ink.sort_by(f32::total_cmp);
    paper.sort_by(f32::total_cmp);
    let level = *paper.get(paper.len() / 2)?;
    // The upper quarter: the rest may be edges, half paper.
    let full = *ink.get(ink.len() * 3 / 4)?;
    let floor = level + (GRAIN * deviation(&paper, level)).max(TRACES * (full - level));
    (full - floor >= LEAST_CONTRAST)
        .then(|| darkness.map(|v| ((v - floor) / (full - floor)).clamp(0.0, 1.0)))
}

/// How much darker than the paper around it each cell is, as under the best light: where it is
/// half as light, ink differs half as much.
fn darkness(lightness: &Grid, paper: &Grid) -> Grid {
    let best = paper.values().iter().copied().fold(0.0, f32::max);
    Grid::from_fn(lightness.height(), lightness.width(), |row, column| {
        let paper = paper.at(row, column);
        let off = paper - lightness.at(row, column);
        if best > 0.0 {
            off * best / paper.max(best / 4.0)
        } else {
            off
        }
    })
}

/// Ink covers less than paper does: so what differs much from the mean around it is ink, and
/// the third moment of the differences has its sign.
fn ink_is_lighter(lightness: &Grid, window: usize) -> bool {
    let around = blurred(lightness, window / 2);
    let cubes = lightness
        .values()
        .iter()
        .zip(around.values())
        .map(|(v, around)| f64::from(v - around).powi(3));
    cubes.sum::<f64>() > 0.0
}

/// Otsu's threshold: the level that parts the values into two classes with the largest variance
/// between them.
fn threshold(values: impl Iterator<Item = f32> + Clone) -> f32 {
    let low = values.clone().fold(f32::INFINITY, f32::min);
    let high = values.clone().fold(f32::NEG_INFINITY, f32::max);
    let step = ((high - low) / LEVELS as f32).max(f32::MIN_POSITIVE);
    let mut counts = [0.0_f64; LEVELS];
    for value in values {
        counts[(((value - low) / step) as usize).min(LEVELS - 1)] += 1.0;
    }
    let total: f64 = counts.iter().sum();
    let moment = |counts: &[f64]| -> f64 {
        counts
            .iter()
            .enumerate()
            .map(|(level, n)| level as f64 * n)
            .sum()
    };
    let whole = moment(&counts);
    let (mut below, mut below_moment) = (0.0, 0.0);
    let (mut best, mut best_level) = (-1.0, 0.0);
    for (level, count) in counts.iter().enumerate() {
        below += count;
        below_moment += level as f64 * count;
        let above = total - below;
        if below == 0.0 || above == 0.0 {
            continue;
        }
        let between = below_moment / below - (whole - below_moment) / above;
        let variance = below * above * between * between;
        if variance > best {
            best = variance;
            best_level = level as f64 + 1.0;
        }
    }
    low + best_level as f32 * step
}

/// The standard deviation of paper around its `level`, robustly: from the median of absolute
/// differences, which is 0.6745 of it for a normal distribution.
fn deviation(paper: &[f32], level: f32) -> f32 {
    let mut off: Vec<f32> = paper.iter().map(|v| (v - level).abs()).collect();
    off.sort_by(f32::total_cmp);
    off.get(off.len() / 2).copied().unwrap_or_default() / 0.6745
}

/// The ink that is connected to a core of ink, at least as dark as `core`; without ruled lines
/// and other litter.
fn cleaned(mut ink: Grid, core: f32, litter: &Litter) -> Grid {
    let mut components = Components::of(&ink, core);
    if components.run_from_edge_to_edge() {
        // Ruled paper's lines are often paler than what is written on it.
        let pale = threshold(ink.values().iter().copied().filter(|v| *v >= core));
        // Ink that is all alike has nothing pale.
        if pale < 1.0 {
            let dark = ink.map(|v| ((v - pale) / (1.0 - pale)).max(0.0));
            let darker = Components::of(&dark, TRACES);
            if !darker.run_from_edge_to_edge() {
                (ink, components) = (dark, darker);
            }
        }
    }
    components.drop_frames(litter.edges);
    components.drop_specks(litter.speck);
    components.keep(ink)
}

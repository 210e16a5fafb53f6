//! Deformations go as far as they are told and no further.

use convscope::dataset::augment::Augmentation;
use convscope::dataset::random::{self, Purpose};
use convscope::dataset::{batches, builtin};
use proptest::prelude::*;

const NONE: Augmentation = Augmentation {
    rotation: 0.0,
    scale: 0.0,
    shear: 0.0,
    shift: 0.0,
    thickness: 0.0,
    elastic: 0.0,
};

/// The ink, in 0..1, that a draw makes of a picture.
fn deformed(augmentation: Augmentation, pixels: &[u8], draw: u32) -> Vec<f32> {
    let mut input = vec![0.0; 784];
    let mut rng = random::generator(3, Purpose::Augment, 0, draw);
    augmentation.apply(pixels, &mut rng, &mut input);
    input.iter().map(|v| (v + 1.0) / 2.0).collect()
}

/// A picture whose ink is where `is_ink(row, column)` says so.
fn picture(is_ink: impl Fn(usize, usize) -> bool) -> Vec<u8> {
    let ink = |index: usize| 255 * u8::from(is_ink(index / 28, index % 28));
    (0..784).map(ink).collect()
}

/// Ink, its centre (row, column), and its covariance (rows, columns, both).
fn moments(ink: &[f32]) -> (f32, [f32; 2], [f32; 3]) {
    let cells = || {
        let place = |index: usize| ((index / 28) as f32, (index % 28) as f32);
        ink.iter()
            .enumerate()
            .map(move |(index, v)| (place(index), *v))
    };
    let total: f32 = ink.iter().sum();
    let mean = |value: &dyn Fn(f32, f32) -> f32| {
        cells().map(|((r, c), v)| v * value(r, c)).sum::<f32>() / total
    };
    let (row, column) = (mean(&|r, _| r), mean(&|_, c| c));
    let covariance = [
        mean(&|r, _| (r - row).powi(2)),
        mean(&|_, c| (c - column).powi(2)),
        mean(&|r, c| (r - row) * (c - column)),
    ];
    (total, [row, column], covariance)
}

/// What `measure` says of many draws lies within ±`limit` and reaches 80 % of it on both sides.
fn fills(augmentation: Augmentation, pixels: &[u8], limit: f32, measure: impl Fn(&[f32]) -> f32) {
    let found: Vec<f32> = (0..300)
        .map(|draw| measure(&deformed(augmentation, pixels, draw)))
        .collect();
    let low = found.iter().copied().fold(f32::INFINITY, f32::min);
    let high = found.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let slack = 0.05 * limit;
    assert!(
        low >= -limit - slack && low <= -0.8 * limit,
        "{low} of {limit}"
    );
    assert!(
        high <= limit + slack && high >= 0.8 * limit,
        "{high} of {limit}"
    );
}

#[test]
fn nothing_is_changed_by_no_deformation() {
    let pixels = builtin().train.pixels(4);
    let mut expected = vec![0.0; 784];
    batches::normalise(pixels, &mut expected);
    let mut input = vec![0.0; 784];
    NONE.apply(
        pixels,
        &mut random::generator(1, Purpose::Augment, 2, 3),
        &mut input,
    );
    assert_eq!(input, expected);
}

#[test]
fn the_generator_alone_decides() {
    let pixels = builtin().train.pixels(0);
    let first = deformed(Augmentation::default(), pixels, 1);
    assert_eq!(first, deformed(Augmentation::default(), pixels, 1));
    assert_ne!(first, deformed(Augmentation::default(), pixels, 2));
}

#[test]
fn rotation_turns_a_bar() {
    let bar = picture(|row, column| (13..16).contains(&row) && (4..25).contains(&column));
    let rotation = Augmentation {
        rotation: 20.0,
        ..NONE
    };
    fills(rotation, &bar, 20.0, |ink| {
        let (_, _, [rows, columns, both]) = moments(ink);
        (2.0 * both).atan2(columns - rows).to_degrees() / 2.0
    });
}

#[test]
fn shear_leans_an_upright_bar() {
    let bar = picture(|row, column| (4..25).contains(&row) && (13..16).contains(&column));
    let shear = Augmentation { shear: 0.3, ..NONE };
    fills(shear, &bar, 0.3, |ink| {
        let (_, _, [rows, _, both]) = moments(ink);
        both / rows
    });
}

#[test]
fn shift_moves_the_centre_along_both_axes() {
    let dot = picture(|row, column| (12..17).contains(&row) && (12..17).contains(&column));
    let shift = Augmentation { shift: 3.0, ..NONE };
    for axis in 0..2 {
        fills(shift, &dot, 3.0, |ink| moments(ink).1[axis] - 14.0);
    }
}

/// The map goes from the picture made to the picture given, so sizes are divided by 1 ± scale.
#[test]
fn scale_stretches_both_axes() {
    let square = picture(|row, column| (8..21).contains(&row) && (8..21).contains(&column));
    let spread = |ink: &[f32], axis: usize| moments(ink).2[axis].sqrt();
    let before = deformed(NONE, &square, 0);
    let scale = Augmentation { scale: 0.2, ..NONE };
    for axis in 0..2 {
        let was = spread(&before, axis);
        fills(scale, &square, 0.2, |ink| was / spread(ink, axis) - 1.0);
    }
}

/// A bar of three pixels grows by up to two (the pixels beside it) or loses up to one (half of
/// its two border pixels).
#[test]
fn thickness_widens_and_narrows() {
    let bar = picture(|row, column| (4..25).contains(&row) && (13..16).contains(&column));
    let thickness = Augmentation {
        thickness: 1.0,
        ..NONE
    };
    let widths: Vec<f32> = (0..300)
        .map(|draw| {
            deformed(thickness, &bar, draw)[14 * 28..15 * 28]
                .iter()
                .sum()
        })
        .collect();
    let least = widths.iter().copied().fold(f32::INFINITY, f32::min);
    let most = widths.iter().copied().fold(0.0, f32::max);
    assert!((2.0..2.1).contains(&least), "{least}");
    assert!((4.9..=5.0).contains(&most), "{most}");
}

#[test]
fn elastic_bends_a_line() {
    let line = picture(|row, column| row == 14 && (3..25).contains(&column));
    let elastic = Augmentation {
        elastic: 2.0,
        ..NONE
    };
    let bends = |draw: u32| {
        let ink = deformed(elastic, &line, draw);
        let height = |column: usize| {
            let cells = (0..28).map(|row| (row as f32, ink[row * 28 + column]));
            let total: f32 = cells.clone().map(|(_, v)| v).sum();
            cells.map(|(row, v)| row * v).sum::<f32>() / total
        };
        let (left, middle, right) = (height(6), height(14), height(22));
        assert!(
            [left, middle, right]
                .iter()
                .all(|row| (row - 14.0).abs() <= 2.0)
        );
        middle - (left + right) / 2.0
    };
    let found: Vec<f32> = (0..100).map(bends).collect();
    assert!(found.iter().any(|bend| *bend > 0.5), "{found:?}");
    assert!(found.iter().any(|bend| *bend < -0.5), "{found:?}");
}

proptest! {
    #[test]
    fn ink_stays_in_0_to_1(
        rotation in 0.0_f32..180.0, scale in 0.0_f32..0.9, shear in 0.0_f32..2.0,
        shift in 0.0_f32..28.0, thickness in 0.0_f32..1.0, elastic in 0.0_f32..28.0,
        index in 0_usize..1500, draw: u32,
    ) {
        let augmentation = Augmentation { rotation, scale, shear, shift, thickness, elastic };
        let ink = deformed(augmentation, builtin().test.pixels(index), draw);
        prop_assert!(ink.iter().all(|v| (-1e-6..=1.000_001).contains(v)));
    }
}

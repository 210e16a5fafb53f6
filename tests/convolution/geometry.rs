//! Sizes, what the floor throws away, and what works where settings do not.

use convscope::convolution::geometry::{AxisError, Direction, MAX_CELLS, Setting};
use convscope::convolution::remedies::Remedy;
use convscope::convolution::{Axis, Geometry, Impossible, Operation, Padding, PaddingMode};
use proptest::prelude::*;

use crate::fixtures::convolution;

fn axis(kernel: usize, stride: usize, padding: (usize, usize), dilation: usize) -> Axis {
    Axis {
        kernel,
        stride,
        padding,
        dilation,
    }
}

fn square(axis: Axis, mode: PaddingMode) -> Geometry {
    Geometry {
        rows: axis,
        columns: axis,
        mode,
    }
}

/// From Dumoulin and Visin, “A guide to convolution arithmetic for deep learning”: relationships
/// 1 to 6 with the figures' numbers, and dilation.
#[test]
fn sizes_of_the_guide() {
    for (size, kernel, stride, padding, dilation, output) in [
        (4, 3, 1, 0, 1, 2),
        (5, 4, 1, 2, 1, 6),
        (5, 3, 1, 1, 1, 5),
        (5, 3, 1, 2, 1, 7),
        (5, 3, 2, 0, 1, 2),
        (5, 3, 2, 1, 1, 3),
        (6, 3, 2, 1, 1, 3),
        (7, 3, 1, 0, 2, 3),
    ] {
        let axis = axis(kernel, stride, (padding, padding), dilation);
        assert_eq!(axis.output(size), Ok(output), "{axis:?}");
    }
}

#[test]
fn the_formula_reads_as_in_the_lesson() {
    let text = |axis: Axis, size| axis.formula(size).unwrap().to_string();
    for (axis, size, expected) in [
        (
            axis(5, 2, (2, 2), 1),
            28,
            "⌊(28 − 5 + 2·2) / 2⌋ + 1 = ⌊13.5⌋ + 1 = 14",
        ),
        (
            axis(3, 1, (0, 0), 1),
            5,
            "⌊(5 − 3 + 2·0) / 1⌋ + 1 = ⌊2⌋ + 1 = 3",
        ),
        (
            axis(3, 3, (1, 2), 1),
            10,
            "⌊(10 − 3 + 1 + 2) / 3⌋ + 1 = ⌊3.33…⌋ + 1 = 4",
        ),
        (
            axis(3, 1, (0, 0), 2),
            28,
            "⌊(28 − (2·(3 − 1) + 1) + 2·0) / 1⌋ + 1 = ⌊23⌋ + 1 = 24",
        ),
        // 3.998… must not read as 4.
        (
            axis(1, 500, (0, 0), 1),
            2000,
            "⌊(2000 − 1 + 2·0) / 500⌋ + 1 = ⌊3.99…⌋ + 1 = 4",
        ),
    ] {
        assert_eq!(text(axis, size), expected);
    }
}

#[test]
fn leftover_cells_are_under_no_window() {
    for size in 3..30 {
        for stride in 1..6 {
            let axis = axis(3, stride, (1, 2), 1);
            let formula = axis.formula(size).unwrap();
            let last = axis.under(formula.output - 1).last().unwrap();
            let end = size as isize + 2;
            assert_eq!(end - 1 - last, formula.leftover as isize, "{size} {stride}");
            assert!(formula.leftover < stride);
        }
    }
}

#[test]
fn each_impossible_setting_says_why() {
    let check = |geometry: Geometry, expected: &str| {
        let error = geometry.output(4, 5).unwrap_err();
        assert_eq!(error.to_string(), expected);
    };
    let zero = PaddingMode::Zero;
    check(
        square(axis(7, 1, (1, 1), 1), zero),
        "height: the kernel spans 7, the padded input only 6: 4 − 7 + 2·1 = −1, which is below 0",
    );
    check(
        square(axis(3, 1, (0, 0), 2), zero),
        "height: the kernel spans 5, the padded input only 4: \
         4 − (2·(3 − 1) + 1) + 2·0 = −1, which is below 0",
    );
    check(
        square(axis(3, 0, (0, 0), 1), zero),
        "height: the stride is 0, it must be at least 1",
    );
    check(
        square(axis(3, 1, (0, 0), 0), zero),
        "height: the dilation is 0, it must be at least 1",
    );
    check(
        square(axis(3, 1, (4, 4), 1), PaddingMode::Reflect),
        "height: reflect padding of 4 mirrors 4 cells beside the edge cell, \
         but there are only 4 − 1 = 3",
    );
    check(
        square(axis(3, 1, (2, 5), 1), PaddingMode::Circular),
        "height: circular padding of 5 would go around more than once: the picture has only 4",
    );
    check(
        square(axis(3, 1, (10_000, 10_000), 1), zero),
        "with its padding the picture would have more than 67108864 cells",
    );
    let empty = square(axis(1, 1, (0, 0), 1), zero)
        .output(0, 3)
        .unwrap_err();
    assert_eq!(empty, Impossible::Empty);
    let huge = square(axis(usize::MAX, usize::MAX, (0, 0), usize::MAX), zero);
    let Err(Impossible::Axis { direction, problem }) = huge.output(4, 5) else {
        panic!("{huge:?} is impossible");
    };
    assert_eq!(direction, Direction::Height);
    assert!(matches!(problem, AxisError::KernelTooLarge { .. }));
}

#[test]
fn remedies_come_nearest_first() {
    // Kernel 7 on 4×5, one cell short: padding by 1 more, or kernel 6.
    let geometry = square(axis(7, 1, (1, 1), 1), PaddingMode::Zero);
    let remedies = geometry.remedies(4, 5);
    let settings: Vec<_> = remedies.iter().map(|r| r.setting.unwrap()).collect();
    assert_eq!(settings, [Setting::Kernel, Setting::Padding]);
    assert_eq!(remedies[0].geometry.rows.kernel, 6);
    assert_eq!(remedies[0].geometry.columns.kernel, 6);
    assert_eq!(remedies[1].geometry.rows.padding, (2, 2));

    let too_dilated = square(axis(3, 1, (0, 0), 4), PaddingMode::Zero);
    let remedies = too_dilated.remedies(5, 6);
    let dilation = remedies
        .iter()
        .find(|r| r.setting == Some(Setting::Dilation));
    assert_eq!(dilation.unwrap().geometry.rows.dilation, 2);
    assert_eq!(dilation.unwrap().geometry.columns.dilation, 2);

    let too_reflected = square(axis(3, 1, (9, 9), 1), PaddingMode::Reflect);
    let remedies = too_reflected.remedies(4, 6);
    assert_eq!(remedies[0].setting, Some(Setting::Padding));
    assert_eq!(remedies[0].geometry.rows.padding, (3, 3));
    assert_eq!(remedies[0].geometry.columns.padding, (3, 3));
    assert_eq!(remedies[1].geometry.mode, PaddingMode::Replicate);

    let several = square(axis(9, 0, (1, 1), 0), PaddingMode::Zero);
    let [Remedy { setting: None, .. }] = several.remedies(4, 4)[..] else {
        panic!("one setting alone is not enough");
    };

    assert!(
        square(axis(3, 1, (0, 0), 1), PaddingMode::Zero)
            .remedies(4, 4)
            .is_empty()
    );
}

#[test]
fn a_remedy_applies_to_the_convolution() {
    let picture = crate::fixtures::picture(4, 4);
    let large = convolution(
        "1 2 3 4 5; 6 7 8 9 10; 11 12 13 14 15; 1 1 1 1 1; 2 2 2 2 2",
        1,
        0,
        1,
    );
    for remedy in large.geometry().remedies(4, 4) {
        let mended = large.with_geometry(remedy.geometry).unwrap();
        assert_eq!(mended.geometry(), remedy.geometry);
        mended.apply(&picture).unwrap();
    }
}

#[test]
fn stacked_convolutions_shrink_until_none_is_left() {
    let geometry = square(axis(5, 1, (0, 0), 1), PaddingMode::Zero);
    let sizes = geometry.stacked(12, 14, 9);
    assert_eq!(sizes[..2], [Ok((8, 10)), Ok((4, 6))]);
    assert!(sizes[2].is_err());
    assert_eq!(sizes.len(), 3);
    let kept = square(axis(5, 1, (2, 2), 1), PaddingMode::Zero);
    assert_eq!(kept.stacked(12, 14, 9), [Ok((12, 14)); 9]);
}

#[test]
fn same_padding_keeps_the_size() {
    for kernel in 1..=7 {
        for dilation in 1..=3 {
            let padding = Padding::same(PaddingMode::Zero, (kernel, 2), (dilation, dilation));
            let rows = axis(kernel, 1, (padding.top, padding.bottom), dilation);
            assert_eq!(rows.output(9), Ok(9));
            assert!(
                padding.bottom - padding.top <= 1,
                "the odd cell comes after"
            );
        }
    }
}

proptest! {
    /// Whatever is asked for: no panic, and every remedy works.
    #[test]
    fn remedies_work(
        settings in proptest::array::uniform8(prop_oneof![0..14_usize, any::<usize>()]),
        mode in crate::strategies::mode(), height in 0..9_usize, width in 0..9_usize,
    ) {
        let [a, b, c, d, e, f, g, h] = settings;
        let geometry = Geometry { rows: axis(a, b, (c, d), e), columns: axis(f, g, (h, c), e), mode };
        let remedies = geometry.remedies(height, width);
        match geometry.output(height, width) {
            Ok(_) => prop_assert!(remedies.is_empty()),
            Err(_) => prop_assert_eq!(remedies.is_empty(), height * width == 0),
        }
        for remedy in remedies {
            let output = remedy.geometry.output(height, width);
            prop_assert!(output.is_ok(), "{:?}: {:?}", remedy, output);
        }
    }
}

#[test]
fn a_picture_as_large_as_allowed_is_not_padded_beyond() {
    let geometry = square(axis(3, 1, (1, 1), 1), PaddingMode::Replicate);
    let side = 1 << 13;
    assert_eq!(side * side, MAX_CELLS);
    assert_eq!(geometry.output(side, side), Err(Impossible::TooLarge));
    let remedies = geometry.remedies(side, side);
    assert_eq!(
        remedies[0].geometry.padding(),
        Padding::all(PaddingMode::Replicate, 0)
    );
    assert!(Operation::Relu.output(0, 1).is_err());
}

//! What holds for every convolution.

use convscope::convolution::{Convolution, Kernel, Operation, Padding, PaddingMode, Preset};
use convscope::grid::Grid;
use proptest::prelude::*;

use crate::fixtures;
use crate::strategies::{convolution, grid, kernel, mode, picture, whole};

fn plus(a: &Grid, b: &Grid, factor: f32) -> Grid {
    Grid::from_fn(a.height(), a.width(), |row, column| {
        a.at(row, column) + factor * b.at(row, column)
    })
}

/// Shifted around the edges, as circular padding continues a picture.
fn shifted(picture: &Grid, down: usize, right: usize) -> Grid {
    let (height, width) = (picture.height(), picture.width());
    Grid::from_fn(height, width, |row, column| {
        picture.at(
            (row + height - down) % height,
            (column + width - right) % width,
        )
    })
}

fn same(kernel: Kernel, mode: PaddingMode) -> Convolution {
    Convolution {
        padding: Padding::same(mode, kernel.size(), (1, 1)),
        ..Convolution::new(kernel)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn it_is_linear_in_the_picture(
        convolution in convolution(), (a, b) in (3..9_usize, 3..9_usize).prop_flat_map(|(h, w)| {
            (grid(Just(h), Just(w), whole()), grid(Just(h), Just(w), whole()))
        }), factor in whole(),
    ) {
        let sum = convolution.apply(&plus(&a, &b, factor));
        let parts = convolution.apply(&a).and_then(|a| Ok(plus(&a, &convolution.apply(&b)?, factor)));
        prop_assert_eq!(sum, parts);
    }

    #[test]
    fn it_is_linear_in_the_kernel(picture in picture(), a in kernel(), factor in whole()) {
        let tripled = Kernel::new(a.grid().map(|weight| factor * weight)).unwrap();
        let once = Convolution::new(a).apply(&picture).map(|once| once.map(|x| factor * x));
        prop_assert_eq!(Convolution::new(tripled).apply(&picture), once);
    }

    #[test]
    fn the_identity_changes_nothing(picture in picture(), mode in mode(), size in 1..=5_usize) {
        let identity = Preset::Identity.sized(size).unwrap();
        let result = same(identity, mode).apply(&picture);
        if let Ok(result) = result {
            prop_assert_eq!(result, picture);
        } else {
            prop_assert!(mode == PaddingMode::Reflect && picture.height().min(picture.width()) < 4);
        }
    }

    #[test]
    fn a_shifted_picture_gives_a_shifted_result(
        picture in picture(), kernel in kernel(), flip: bool, down in 0..3_usize, right in 0..3_usize,
    ) {
        let circular = Convolution { flip, ..same(kernel, PaddingMode::Circular) };
        let result = circular.apply(&picture).unwrap();
        let of_shifted = circular.apply(&shifted(&picture, down, right)).unwrap();
        prop_assert_eq!(of_shifted, shifted(&result, down, right));
    }

    #[test]
    fn a_blur_keeps_the_mean(picture in picture(), size in 1..=5_usize, sigma in 0.1..4.0_f32) {
        let mean = |grid: &Grid| {
            let sum: f64 = grid.values().iter().map(|v| f64::from(*v)).sum();
            sum / grid.values().len() as f64
        };
        let blurs = [
            Kernel::gaussian(size, sigma),
            Preset::BoxBlur.sized(size).unwrap(),
            Preset::MotionBlur.sized(size).unwrap(),
            Kernel::unsharp_mask(size, sigma),
        ];
        for blur in blurs {
            let blurred = same(blur, PaddingMode::Circular).apply(&picture).unwrap();
            prop_assert!((mean(&blurred) - mean(&picture)).abs() < 2e-5);
        }
    }

    #[test]
    fn true_convolution_is_correlation_with_the_flipped_kernel(
        convolution in convolution(), picture in picture(),
    ) {
        let flipped = Convolution {
            kernel: convolution.kernel.flipped(),
            flip: !convolution.flip,
            ..convolution.clone()
        };
        prop_assert_eq!(flipped.apply(&picture), convolution.apply(&picture));
    }

    #[test]
    fn the_formula_counts_what_is_computed(convolution in convolution(), picture in picture()) {
        let geometry = convolution.geometry();
        let size = geometry.output(picture.height(), picture.width());
        let result = convolution.apply(&picture);
        prop_assert_eq!(size, result.map(|result| (result.height(), result.width())));
    }

    /// The definition, on the padded picture: of floor and dilation nothing but places.
    #[test]
    fn it_is_the_sum_of_the_definition(convolution in convolution(), picture in picture()) {
        let Ok(result) = convolution.apply(&picture) else { return Ok(()) };
        let padded = convolution.padding.apply(&picture).unwrap();
        let kernel = convolution.sliding_kernel();
        let ((s, t), (d, e)) = (convolution.stride, convolution.dilation);
        // The largest window that fits lies at the last result.
        prop_assert!((result.height() - 1) * s + (kernel.height() - 1) * d < padded.height());
        prop_assert!(result.height() * s + (kernel.height() - 1) * d >= padded.height());
        for y in 0..result.height() {
            for x in 0..result.width() {
                let mut sum = 0.0;
                for i in 0..kernel.height() {
                    for j in 0..kernel.width() {
                        sum += kernel.at(i, j) * padded.at(y * s + i * d, x * t + j * e);
                    }
                }
                prop_assert_eq!(result.at(y, x), sum);
            }
        }
    }

    /// Wide enough for the blocks of the inner loop, cut at any row.
    #[test]
    fn bands_are_the_whole(
        convolution in convolution(), rows in 1..9_usize, height in 14..30_usize, width in 60..120_usize,
    ) {
        let picture = fixtures::picture(height, width);
        let operation = Operation::from(convolution);
        let whole = operation.apply(&picture).unwrap();
        let mut next = 0;
        for (band, part) in operation.prepare(&picture).unwrap().bands(rows) {
            prop_assert_eq!(band.start, next);
            for row in band.clone() {
                prop_assert_eq!(part.row(row - band.start), whole.row(row));
            }
            next = band.end;
        }
        prop_assert_eq!(next, whole.height());
    }
}

/// Work for several threads, in one piece and in bands.
#[test]
fn bands_of_a_large_picture_are_the_whole() {
    let picture = fixtures::picture(700, 900);
    for text in ["1 2 1; 2 4 2; 1 2 1", "3 -1 2; 0 5 1; 1 1 -7"] {
        for stride in [1, 2, 3] {
            let operation = Operation::from(fixtures::convolution(text, stride, 2, 2));
            let prepared = operation.prepare(&picture).unwrap();
            let whole = operation.apply(&picture).unwrap();
            for (band, part) in prepared.bands(100) {
                for row in band.clone() {
                    assert_eq!(part.row(row - band.start), whole.row(row));
                }
            }
        }
    }
}

#[test]
fn nan_and_infinity_reach_what_their_window_covers() {
    let mut picture = fixtures::picture(300, 300);
    picture.set(150, 150, f32::NAN);
    picture.set(20, 20, f32::INFINITY);
    // Separable, and used as such.
    let result = fixtures::convolution("1 0 1; 0 0 0; 1 0 1", 1, 1, 1)
        .apply(&picture)
        .unwrap();
    for row in 0..300_usize {
        for column in 0..300_usize {
            let near = |at: usize| row.abs_diff(at) <= 1 && column.abs_diff(at) <= 1;
            let value = result.at(row, column);
            assert_eq!(
                value.is_finite(),
                !near(150) && !near(20),
                "{row} {column}: {value}"
            );
            assert_eq!(
                value.is_infinite(),
                row.abs_diff(20) == 1 && column.abs_diff(20) == 1
            );
        }
    }
}

/// A task that sums its rows first also sums those between the kernel's, which may be many.
#[test]
fn a_kernel_is_separated_only_where_that_saves_work() {
    let input = fixtures::picture(2_000, 3_000);
    for (dilation, separated) in [(1, true), (2, true), (150, false)] {
        let kernel = Kernel::new(Grid::filled(11, 11, 1.0)).unwrap();
        let operation = Operation::from(Convolution {
            dilation: (dilation, dilation),
            ..Convolution::new(kernel)
        });
        let prepared = operation.prepare(&input).unwrap();
        assert_eq!(prepared.is_separate(), separated, "dilation {dilation}");
    }
}

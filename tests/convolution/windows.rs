//! One cell at a time: windows, coverage, reach.

use convscope::convolution::window::Cause;
use convscope::convolution::{Convolution, Padding, PaddingMode, Pooling, PoolingKind};
use convscope::grid::Grid;
use proptest::prelude::*;

use crate::fixtures::{convolution, kernel, picture};
use crate::strategies;

fn places(grid: &Grid) -> impl Iterator<Item = (usize, usize)> + use<> {
    let width = grid.width();
    (0..grid.height()).flat_map(move |row| (0..width).map(move |column| (row, column)))
}

#[test]
fn a_window_by_hand() {
    let input = Grid::from_values(2, 2, vec![1.0, 2.0, 3.0, 4.0]).unwrap();
    let window = convolution("1 10; 100 1000", 1, 1, 1)
        .window(&input, 0, 1)
        .unwrap();
    assert_eq!(window.origin, (-1, 0));
    let terms: Vec<_> = window
        .terms
        .iter()
        .map(|t| {
            (
                t.place,
                t.source,
                t.in_padding,
                t.weight,
                t.value,
                t.product,
                t.total,
            )
        })
        .collect();
    assert_eq!(
        terms,
        [
            ((-1, 0), None, true, 1.0, 0.0, 0.0, 0.0),
            ((-1, 1), None, true, 10.0, 0.0, 0.0, 0.0),
            ((0, 0), Some((0, 0)), false, 100.0, 1.0, 100.0, 100.0),
            ((0, 1), Some((0, 1)), false, 1000.0, 2.0, 2000.0, 2100.0),
        ]
    );
    assert_eq!(window.result(), 2100.0);

    let reflected = Convolution {
        padding: Padding::all(PaddingMode::Reflect, 1),
        flip: true,
        ..Convolution::new(kernel("1 10; 100 1000"))
    };
    let window = reflected.window(&input, 0, 0).unwrap();
    assert_eq!(window.terms[0].source, Some((1, 1)));
    assert!(window.terms[0].in_padding);
    assert_eq!(window.terms[0].kernel_cell, (1, 1));
    assert_eq!(window.terms[0].weight, 1000.0);
    assert_eq!(
        window.result(),
        1000.0 * 4.0 + 100.0 * 3.0 + 10.0 * 2.0 + 1.0
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Real numbers, whose sums depend on the order: the window's is the picture's, to the bit.
    #[test]
    fn a_window_comes_to_the_pictures_cell(
        convolution in strategies::convolution(),
        input in strategies::grid(3..=50_usize, 3..=80_usize, -1.0..1.0_f32),
    ) {
        let weights = convolution.kernel.grid().map(|weight| weight / 7.0);
        let convolution = Convolution {
            kernel: convscope::convolution::Kernel::new(weights).unwrap(),
            ..convolution
        };
        let Ok(output) = convolution.apply(&input) else { return Ok(()) };
        for (row, column) in places(&output).step_by(7) {
            let window = convolution.window(&input, row, column).unwrap();
            prop_assert_eq!(window.result().to_bits(), output.at(row, column).to_bits());
        }
    }

    /// Coverage and reach, counted window by window.
    #[test]
    fn coverage_counts_the_windows(convolution in strategies::convolution(), input in strategies::picture()) {
        let geometry = convolution.geometry();
        let (height, width) = (input.height(), input.width());
        let Ok(coverage) = geometry.coverage(height, width) else {
            prop_assert!(convolution.apply(&input).is_err());
            return Ok(());
        };
        let mut counted = Grid::filled(height, width, 0.0);
        let output = convolution.apply(&input).unwrap();
        for (row, column) in places(&output) {
            let window = convolution.window(&input, row, column).unwrap();
            let mut sources: Vec<_> = window.terms.iter().filter_map(|term| term.source).collect();
            sources.sort_unstable();
            sources.dedup();
            for (y, x) in sources {
                counted.set(y, x, counted.at(y, x) + 1.0);
                let reach = geometry.reach(height, width, y, x).unwrap();
                prop_assert!(reach.rows.contains(&row) && reach.columns.contains(&column));
            }
        }
        prop_assert_eq!(&coverage, &counted);
        for (row, column) in places(&coverage) {
            let reach = geometry.reach(height, width, row, column).unwrap();
            prop_assert_eq!((reach.rows.len() * reach.columns.len()) as f32, coverage.at(row, column));
        }
        // In the padded picture each window covers its kernel's cells, no more.
        let padded = geometry.padded_coverage(height, width).unwrap();
        let uses = output.values().len() * convolution.kernel.grid().values().len();
        prop_assert_eq!(padded.values().iter().sum::<f32>(), uses as f32);
    }
}

#[test]
fn padding_evens_the_coverage_out() {
    let bare = convolution("1 1 1; 1 1 1; 1 1 1", 1, 0, 1).geometry();
    let row = |grid: Grid, row| grid.row(row).to_vec();
    assert_eq!(
        row(bare.coverage(5, 5).unwrap(), 0),
        [1.0, 2.0, 3.0, 2.0, 1.0]
    );
    assert_eq!(
        row(bare.coverage(5, 5).unwrap(), 2),
        [3.0, 6.0, 9.0, 6.0, 3.0]
    );
    let padded = convolution("1 1 1; 1 1 1; 1 1 1", 1, 1, 1).geometry();
    assert_eq!(
        row(padded.coverage(5, 5).unwrap(), 0),
        [4.0, 6.0, 6.0, 6.0, 4.0]
    );
    assert_eq!(
        row(padded.coverage(5, 5).unwrap(), 2),
        [6.0, 9.0, 9.0, 9.0, 6.0]
    );
    assert_eq!(padded.without_padding(), bare);
    // What the floor throws away is used by no window.
    let stride_3 = convolution("1 1 1; 1 1 1; 1 1 1", 3, 0, 1).geometry();
    assert_eq!(
        row(stride_3.coverage(7, 7).unwrap(), 0),
        [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0]
    );
}

#[test]
fn what_is_not_finite_says_where_it_began() {
    let cause = |values: [f32; 4], text: &str| {
        let input = Grid::from_values(2, 2, values.to_vec()).unwrap();
        convolution(text, 1, 0, 1)
            .window(&input, 0, 0)
            .unwrap()
            .not_finite()
    };
    assert_eq!(cause([1.0, 2.0, 3.0, 4.0], "1 1; 1 1"), None);
    let input = Some(Cause::Input { row: 1, column: 0 });
    assert_eq!(cause([1.0, 2.0, f32::NAN, 4.0], "1 1; 1 1"), input);
    assert_eq!(cause([1.0, 2.0, f32::INFINITY, 4.0], "1 1; 0 1"), input);
    let product = Some(Cause::Product { term: 1 });
    assert_eq!(cause([1.0, 1e20, 3.0, 4.0], "1 1e30; 1 1"), product);
    let sum = Some(Cause::Sum { term: 3 });
    assert_eq!(cause([2e38, 1.0, 1.0, 2e38], "1 1; 1 1"), sum);
}

#[test]
fn the_first_of_equals_wins_and_nan_is_not_lost() {
    let pooling = |kind| Pooling {
        kind,
        window: (2, 2),
        stride: (2, 2),
    };
    let max = |values: [f32; 4]| {
        let input = Grid::from_values(2, 2, values.to_vec()).unwrap();
        let window = pooling(PoolingKind::Max).window(&input, 0, 0).unwrap();
        let whole = pooling(PoolingKind::Max).apply(&input).unwrap().at(0, 0);
        assert_eq!(window.result.to_bits(), whole.to_bits());
        window.winner.unwrap()
    };
    assert_eq!(max([1.0, 3.0, 3.0, 2.0]), 1);
    assert_eq!(max([-5.0, -5.0, -5.0, -5.0]), 0);
    assert_eq!(max([f32::NEG_INFINITY; 4]), 0);
    assert_eq!(max([1.0, f32::NAN, 9.0, 2.0]), 1);
    let window = pooling(PoolingKind::Average)
        .window(&picture(4, 4), 1, 1)
        .unwrap();
    assert_eq!(window.winner, None);
    assert_eq!(window.result, window.cells[3].total / 4.0);
}

//! What is shown adds up as shown.

use convscope::convolution::decimals::{Scale, Shown, ShownSum, shortest};
use convscope::grid::Grid;
use proptest::prelude::*;

use crate::fixtures::convolution;

fn running(terms: &[f32]) -> Vec<f32> {
    let add = |total: &mut f32, term: &f32| {
        *total += term;
        Some(*total)
    };
    terms.iter().scan(0.0, add).collect()
}

fn shown(terms: &[f32], decimals: usize) -> ShownSum {
    ShownSum::new(terms, &running(terms), decimals)
}

fn texts(sum: &ShownSum) -> Vec<String> {
    sum.terms.iter().map(|term| sum.scale.text(*term)).collect()
}

#[test]
fn rounded_terms_add_up() {
    let sum = shown(&[0.004, 0.004, 0.004], 2);
    assert_eq!(texts(&sum), ["0.00", "0.01", "0.00"]);
    assert_eq!(sum.scale.text(sum.result), "0.01");
    assert!(sum.adds_up());
}

/// 0.99 · 2 is not 1.99: where rounding would say so, there is a digit more.
#[test]
fn a_digit_more_makes_terms_their_own_again() {
    let terms = [-0.992_157, -1.984_314, -0.992_157];
    let sum = ShownSum::with_room(&terms, &running(&terms), 2);
    assert_eq!(texts(&sum), ["-0.992", "-1.984", "-0.993"]);
    assert_eq!(sum.scale.text(sum.result), "-3.969");
    assert!(sum.adds_up());
    let terms = [0.25, 0.5, 0.0];
    let sum = ShownSum::with_room(&terms, &running(&terms), 2);
    assert_eq!(texts(&sum), ["0.25", "0.50", "0.00"]);
}

#[test]
fn exact_terms_are_shown_as_they_are() {
    let sum = shown(&[0.25, -1.5, 0.0, 2.0, -0.75, 0.005, 0.0], 2);
    assert_eq!(texts(&sum)[..5], ["0.25", "-1.50", "0.00", "2.00", "-0.75"]);
    assert_eq!(texts(&sum)[6], "0.00");
    // 0.005 is a tie: after it whole steps must stay whole, whatever noise the floats have.
    let sum = shown(&[0.005, 0.01, 0.07, -0.02, 0.1], 2);
    assert_eq!(texts(&sum), ["0.01", "0.01", "0.07", "-0.02", "0.10"]);
}

#[test]
fn huge_and_tiny_numbers_share_a_power_of_ten() {
    let sum = shown(&[1.5e30, -2e29, 3.0], 2);
    assert_eq!(texts(&sum), ["1.50e30", "-0.20e30", "0.00e30"]);
    assert_eq!(sum.scale.text(sum.result), "1.30e30");
    let sum = shown(&[1.5e-9, 2.5e-9], 1);
    assert_eq!(texts(&sum), ["1.5e-9", "2.5e-9"]);
    let sum = shown(&[999_999.0, 0.5], 1);
    assert_eq!(texts(&sum), ["999999.0", "0.5"]);
    assert_eq!(
        texts(&shown(&[f32::MAX, 1e-45], 6)),
        ["3.402823e38", "0.000000e38"]
    );
    assert_eq!(texts(&shown(&[1e-45], 2)), ["1.40e-45"]);
}

#[test]
fn infinity_and_nan_are_said() {
    let sum = shown(&[1.0, f32::INFINITY, 2.0], 1);
    assert_eq!(texts(&sum), ["1.0", "∞", "2.0"]);
    assert_eq!(sum.result, Shown::Infinite { negative: false });
    assert!(sum.adds_up());
    let sum = shown(&[f32::NEG_INFINITY, f32::INFINITY], 1);
    assert_eq!(texts(&sum), ["-∞", "∞"]);
    assert_eq!(sum.scale.text(sum.result), "NaN");
    assert!(sum.adds_up());
    // Finite terms whose sum is beyond 32 bits cannot add up, and do not claim to.
    let sum = shown(&[3e38, 3e38], 1);
    assert_eq!(sum.result, Shown::Infinite { negative: false });
    assert!(!sum.adds_up());
}

#[test]
fn nothing_reads_as_minus_zero() {
    assert_eq!(
        texts(&shown(&[-0.001, -0.0, 1.0], 2)),
        ["0.00", "0.00", "1.00"]
    );
    let scale = Scale {
        decimals: 0,
        exponent: 0,
    };
    assert_eq!(scale.text(scale.shown(-0.3)), "0");
    assert_eq!(scale.text(scale.shown(-3.0)), "-3");
    assert_eq!(texts(&shown(&[], 2)), Vec::<String>::new());
    assert_eq!(shown(&[], 2).result, Shown::Units(0));
}

#[test]
fn the_decimals_that_are_needed() {
    let needed = |values: &[f32]| Scale::exact_decimals(values, 6);
    assert_eq!(needed(&[1.0, -2.0, 0.0]), Some(0));
    assert_eq!(needed(&[0.1, 2.0]), Some(1));
    assert_eq!(needed(&[0.1, 0.025]), Some(3));
    assert_eq!(needed(&[1.0 / 3.0]), None);
    assert_eq!(needed(&[0.0001]), Some(4));
    assert_eq!(Scale::exact_decimals(&[0.0001], 3), None);
    assert_eq!(needed(&[f32::NAN, 0.5]), Some(1));
}

#[test]
fn the_shortest_text() {
    for (value, text) in [
        (1.0, "1"),
        (-0.5, "-0.5"),
        (0.1, "0.1"),
        (1e-20, "1e-20"),
        (1e30, "1e30"),
    ] {
        assert_eq!(shortest(value), text);
    }
}

/// The sums of a real window, row by row.
#[test]
fn rows_add_up_to_the_result() {
    let input = Grid::from_fn(8, 8, |row, column| {
        ((row * 37 + column * 91) % 256) as f32 / 255.0
    });
    let convolution = convolution(
        "-0.2 -0.1 0 0.1 0.2; -0.4 -0.2 0 0.2 0.4; -0.6 -0.3 0 0.3 0.6",
        1,
        1,
        1,
    );
    let output = convolution.apply(&input).unwrap();
    for row in 0..output.height() {
        for column in 0..output.width() {
            let window = convolution.window(&input, row, column).unwrap();
            for decimals in 0..=6 {
                let sum = window.shown(decimals);
                assert!(sum.adds_up());
                let rows = sum.row_sums(window.size.1);
                assert_eq!(rows.len(), 3);
                let total = rows.into_iter().fold(Shown::Units(0), |a, b| a + b);
                assert_eq!(total, sum.result);
                // The number in the output's cell reads the same.
                assert_eq!(sum.result, sum.scale.shown(output.at(row, column)));
            }
        }
    }
}

proptest! {
    #[test]
    fn any_finite_sum_adds_up(
        terms in proptest::collection::vec(prop_oneof![
            -1.0..1.0_f32, -1e6..1e6_f32, Just(0.0), -1e37..1e37_f32, -1e-30..1e-30_f32,
            (-200..200_i16).prop_map(|n| f32::from(n) / 100.0),
        ], 0..30),
        decimals in 0..=6_usize,
    ) {
        let sum = shown(&terms, decimals);
        prop_assert!(sum.adds_up());
        prop_assert_eq!(sum.totals.last().copied().unwrap_or(Shown::Units(0)), sum.result);
        // A term is at most one unit off, and never of the wrong sign. (The floats' own rounding
        // of the running total comes on top.)
        let unit = 10_f64.powi(sum.scale.exponent - decimals as i32);
        let largest = running(&terms).iter().chain(&terms).fold(0.0, |m: f32, v| m.max(v.abs()));
        let noise = f64::from(largest) * 2e-7;
        for (term, shown) in terms.iter().zip(&sum.terms) {
            let Shown::Units(units) = shown else { panic!("{shown:?} is finite") };
            let error = (*units as f64 * unit - f64::from(*term)).abs();
            prop_assert!(error <= unit * 1.002 + noise, "{} shown as {}", term, units);
            prop_assert!(*units == 0 || (*units > 0) == (*term > 0.0), "{} shown as {}", term, units);
        }
    }

    #[test]
    fn totals_are_right_to_the_last_digit(value in -1e5..1e5_f32, decimals in 0..=6_usize) {
        let scale = Scale::new([value], decimals);
        let text = scale.text(scale.shown(value));
        let read: f64 = text.parse().unwrap();
        let unit = 10_f64.powi(scale.exponent - decimals as i32);
        prop_assert!((read - f64::from(value)).abs() <= unit * 0.502);
    }
}

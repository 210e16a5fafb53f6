//! What stands on the screen adds up: for random cells of random networks.

use convscope::convolution::decimals::{Scale, Shown};
use convscope::grid::Grid;
use convscope::network::arithmetic::{Arithmetic, Cell, Term, arithmetic};
use convscope::network::experiment::{Change, changed};
use convscope::network::shown::{CellSum, DECIMALS};
use convscope::network::trace::{Trace, trace};
use convscope::network::{Layer, Model, Preset};
use proptest::prelude::*;

fn units(shown: Shown) -> i64 {
    match shown {
        Shown::Units(units) => units,
        other => panic!("{other:?}"),
    }
}

/// The exact products, part by part.
fn products(how: &Arithmetic) -> Vec<Vec<f64>> {
    let product = |value: &f32, weight: &f32| f64::from(*value) * f64::from(*weight);
    match how {
        Arithmetic::Convolution { windows, .. } => windows
            .iter()
            .map(|window| {
                let pairs = window.input.values().iter().zip(window.kernel.values());
                pairs
                    .map(|(value, weight)| product(value, weight))
                    .collect()
            })
            .collect(),
        Arithmetic::Linear { terms, .. } => terms
            .iter()
            .map(|term| vec![product(&term.value, &term.weight)])
            .collect(),
        other => panic!("{other:?} is no sum"),
    }
}

/// Bias and parts add up to the value, products to their part; the value is the traced one as it
/// is shown, and every product at most a unit of the last digit from itself, and what 32-bit floats
/// lose when such products are added.
fn check(trace: &Trace, stage: usize, cell: Cell) {
    let value = trace.stages[stage].at(cell.channel, cell.row, cell.column);
    let how = arithmetic(trace, stage, cell);
    let sum = CellSum::new(&how, value).expect("it is a sum");
    assert_eq!(sum.value, sum.scale.shown(value));
    let parts: i64 = sum.parts.iter().map(|part| units(part.sum)).sum();
    assert_eq!(units(sum.bias) + parts, units(sum.value));
    assert_eq!(units(sum.total_of(0..sum.parts.len())), parts);
    let exact = products(&how);
    assert_eq!(exact.len(), sum.parts.len());
    let unit = 10_f64.powi(sum.scale.exponent - sum.scale.decimals as i32);
    let size: f64 = exact.iter().flatten().map(|product| product.abs()).sum();
    let most = 1.01 + size * f64::from(f32::EPSILON) / unit;
    for (part, exact) in sum.parts.iter().zip(&exact) {
        assert_eq!(part.products.len(), exact.len());
        let total: i64 = part.products.iter().map(|p| units(*p)).sum();
        assert_eq!(total, units(part.sum));
        for (product, exact) in part.products.iter().zip(exact) {
            let error = units(*product) as f64 - exact / unit;
            assert!(error.abs() < most, "{error} units off {exact}");
            assert!(*exact != 0.0 || units(*product) == 0, "0 is shown as 0");
        }
        let text = sum.scale.text(part.sum);
        let is_zero = text.chars().all(|c| !('1'..='9').contains(&c));
        assert!(!is_zero || !text.starts_with('-'), "{text}");
    }
    let bias = match &how {
        Arithmetic::Convolution { bias, .. } | Arithmetic::Linear { bias, .. } => *bias,
        other => panic!("{other:?} is no sum"),
    };
    assert_eq!(sum.bias, sum.scale.shown(bias), "the bias is itself");
}

/// The stages that convolutions and linear layers make.
fn sums(model: &Model) -> Vec<usize> {
    let layers = model.architecture().layers().iter().enumerate();
    layers
        .filter(|(_, layer)| matches!(layer, Layer::Convolution { .. } | Layer::Linear { .. }))
        .map(|(index, _)| index + 1)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn sums_add_up_as_they_are_shown(
        which in 0..7_usize, stage: usize, cell: usize, seed: u64,
        ink in proptest::collection::vec(0.0..1.0_f32, 784), exponent in -3..3_i32,
    ) {
        let model = match Preset::ALL.get(which) {
            Some(preset) => Model::seeded(&preset.architecture(), seed),
            None => Model::builtin(),
        };
        let factor = 10_f32.powi(exponent);
        let scaled = changed(&model, &[Change::Scale { layer: 0, factor }]);
        let picture = Grid::from_values(28, 28, ink).unwrap();
        let trace = trace(&scaled, &picture);
        let stages = sums(&scaled);
        let stage = stages[stage % stages.len()];
        let shape = trace.stages[stage].shape;
        check(&trace, stage, Cell::of_index(shape, cell % shape.cells()));
    }
}

/// Every cell of the built-in network for one picture.
#[test]
fn every_sum_of_the_builtin_network_adds_up() {
    let picture = Grid::from_fn(28, 28, |row, column| {
        f32::from(u8::from(
            (9..12).contains(&row) || (13..16).contains(&column),
        ))
    });
    let model = Model::builtin();
    let trace = trace(&model, &picture);
    for stage in sums(&model) {
        let shape = trace.stages[stage].shape;
        for cell in 0..shape.cells() {
            check(&trace, stage, Cell::of_index(shape, cell));
        }
    }
}

/// The network's own sum may differ from the products' in its last bit, just where rounding turns.
#[test]
fn a_product_of_0_is_shown_as_0_though_the_total_is_a_bit_off() {
    let scale = Scale::new([1000.0], DECIMALS);
    let turns = |value: &f32| scale.shown(*value) != scale.shown(value.next_up());
    let mut values = std::iter::successors(Some(1000.0_f32), |value| Some(value.next_up()));
    let product = values.find(turns).unwrap();
    let term = |input, value| Term {
        input,
        value,
        weight: 1.0,
    };
    let how = Arithmetic::Linear {
        terms: vec![term(0, product), term(1, 0.0)],
        bias: 0.0,
    };
    let sum = CellSum::new(&how, product.next_up()).unwrap();
    assert_eq!(sum.value, scale.shown(product.next_up()));
    assert_eq!(sum.parts[0].sum, sum.value);
    assert_eq!(sum.parts[1].sum, Shown::Units(0));
}

#[test]
fn only_sums_are_sums() {
    let model = Model::builtin();
    let trace = trace(&model, &Grid::filled(28, 28, 0.0));
    for stage in [0, 2, 3] {
        let how = arithmetic(&trace, stage, Cell::new(0, 0, 0));
        assert_eq!(CellSum::new(&how, 1.0), None, "stage {stage}");
    }
}

//! Every stage of the presets equals PyTorch's, for the same weights and the same digit.

use convscope::network::model::Parameter;
use convscope::network::trace::trace;
use convscope::network::{Architecture, Layer, Model, Preset};
use serde::Deserialize;

use crate::fixtures;

#[derive(Deserialize)]
struct Fixture {
    picture: Vec<u8>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    layers: Vec<Layer>,
    stages: Vec<Stage>,
}

#[derive(Deserialize)]
struct Stage {
    cells: Vec<usize>,
    values: Vec<f32>,
    sum_of_squares: f64,
}

/// The same numbers as `mixed` in make.py: a hash of the index, in −1..1.
fn mixed(index: usize) -> f32 {
    let bits = (index as u64)
        .wrapping_mul(2_654_435_761)
        .wrapping_add(12_345) as u32;
    let bits = (bits ^ (bits >> 15)).wrapping_mul(2_246_822_519);
    (bits >> 8) as f32 / (1 << 24) as f32 * 2.0 - 1.0
}

/// The same weights as `fill` in make.py.
fn fill(parameters: &mut [Parameter]) {
    let mut start = 0;
    for parameter in parameters {
        let fan_in: usize = parameter.spec.dims[1..].iter().product();
        let (scale, shift) = match parameter.spec.dims.len() {
            _ if parameter.spec.name.ends_with("running_var") => (0.5, 1.5),
            1 => (1.0, 0.0),
            _ => ((2.0 / (fan_in as f64).sqrt()) as f32, 0.0),
        };
        for (index, value) in parameter.values.iter_mut().enumerate() {
            *value = mixed(start + index) * scale + shift;
        }
        start += parameter.values.len();
    }
}

#[test]
fn every_stage_equals_pytorchs() {
    let fixture: Fixture = fixtures::json("activations.json");
    let picture = fixtures::picture(&fixture.picture);
    for case in fixture.cases {
        let architecture = Architecture::new(case.layers).unwrap();
        let model = Model::seeded(&architecture, 1).with_changed(fill);
        let stages = trace(&model, &picture).stages;
        assert_eq!(stages.len(), case.stages.len() + 1);
        for (index, (stage, expected)) in stages[1..].iter().zip(&case.stages).enumerate() {
            let at = format!("{}, layer {index}", case.name);
            for (cell, value) in expected.cells.iter().zip(&expected.values) {
                let error = (stage.values[*cell] - value).abs();
                assert!(
                    error <= 1e-5 * value.abs().max(1.0),
                    "{at}, {cell}: off by {error}"
                );
            }
            let squares: f64 = stage.values.iter().map(|v| f64::from(*v).powi(2)).sum();
            let error = (squares / expected.sum_of_squares - 1.0).abs();
            assert!(error < 1e-5, "{at}: squares off by {error}");
        }
    }
}

#[test]
fn the_fixture_covers_every_preset() {
    let fixture: Fixture = fixtures::json("activations.json");
    for preset in Preset::ALL {
        assert!(
            fixture.cases.iter().any(|c| c.layers == preset.layers()),
            "{preset:?}"
        );
    }
}

#[test]
fn the_trace_says_what_classify_says() {
    let fixture: Fixture = fixtures::json("activations.json");
    let picture = fixtures::picture(&fixture.picture);
    for preset in Preset::ALL {
        let model = Model::seeded(&preset.architecture(), 3);
        let (traced, classified) = (trace(&model, &picture), model.classify(&picture));
        for (a, b) in traced.classification.logits.iter().zip(classified.logits) {
            assert!((a - b).abs() < 1e-5, "{preset:?}: {a} and {b}");
        }
        let total: f32 = classified.probabilities.iter().sum();
        assert!((total - 1.0).abs() < 1e-5);
    }
}

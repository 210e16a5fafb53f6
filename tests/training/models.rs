//! The models that come with the project read what their cards say, where the data is there.

use std::path::Path;

use convscope::dataset::{Dataset, Source};
use convscope::network::{BUILTIN_ACCURACY, Model};
use convscope::training::evaluate;

use super::shared;

fn model(name: &str) -> Model {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    Model::open(&folder.join(format!("{name}.safetensors"))).unwrap()
}

/// What is held out of a data set that may be absent.
fn held_out(name: &str) -> Option<Dataset> {
    let source = Source::Path(shared::find(name)?);
    Some(source.read(false).unwrap().test)
}

fn accuracy(name: &str, digits: &Dataset) -> f64 {
    evaluate(&model(name), digits).accuracy().unwrap()
}

#[test]
fn both_read_mnists_test_digits() {
    let Some(digits) = held_out("mnist") else {
        return;
    };
    for name in ["lesson", "drawn"] {
        let accuracy = accuracy(name, &digits);
        assert!(accuracy >= 0.993, "{name}: {accuracy}");
    }
}

#[test]
fn both_read_what_six_strangers_drew() {
    let Some(digits) = held_out("pen/pendigits-orig.tra.gz") else {
        return;
    };
    assert_eq!(digits.len(), 1_499);
    for (name, least) in [("lesson", 0.95), ("drawn", 0.98)] {
        let accuracy = accuracy(name, &digits);
        assert!(accuracy >= least, "{name}: {accuracy}");
    }
}

#[test]
fn the_program_opens_with_the_drawn_model() {
    assert_eq!(model("drawn").parameters(), Model::builtin().parameters());
    let Some(digits) = held_out("mnist") else {
        return;
    };
    let found = accuracy("drawn", &digits);
    assert!(
        (found - f64::from(BUILTIN_ACCURACY)).abs() < 5e-5,
        "{found}"
    );
}

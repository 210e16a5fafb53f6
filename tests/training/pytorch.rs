//! Schedules and runs as PyTorch has them.

use std::path::Path;

use convscope::dataset::builtin;
use convscope::network::{Architecture, Model, Optimizer};
use convscope::training::{Schedule, Settings, Trainer};
use serde::Deserialize;

#[derive(Deserialize)]
struct Fixture {
    rates: Vec<Rates>,
    losses: Vec<Losses>,
}

#[derive(Deserialize)]
struct Rates {
    schedule: Schedule,
    steps: u64,
    rates: Vec<f32>,
}

#[derive(Deserialize)]
struct Losses {
    schedule: Schedule,
    optimizer: String,
    losses: Vec<f32>,
}

const PEAK: f32 = 0.003;

fn fixture() -> Fixture {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/training/pytorch.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn schedules_have_pytorchs_rates() {
    for expected in fixture().rates {
        for (step, rate) in expected.rates.iter().enumerate() {
            let found = expected.schedule.rate(PEAK, step as u64, expected.steps);
            let error = (found - rate).abs();
            assert!(
                error < 1e-9,
                "{:?} {step}: {found} {rate}",
                expected.schedule
            );
        }
    }
}

/// Scattered over −0.1..0.1, as the fixture's script does it.
fn made_up(model: &Model) -> Model {
    model.with_changed(|parameters| {
        for parameter in parameters {
            for (index, value) in parameter.values.iter_mut().enumerate() {
                let unit = (index * 7919 % 2003) as f32 / 1001.0 - 1.0;
                *value = unit * 0.1;
            }
        }
    })
}

#[test]
fn runs_have_pytorchs_losses() {
    let start = made_up(&Model::seeded(&Architecture::lesson(), 0));
    for expected in fixture().losses {
        let settings = Settings {
            epochs: expected.losses.len() as u32,
            batch_size: 32,
            learning_rate: PEAK,
            schedule: expected.schedule,
            optimizer: match expected.optimizer.as_str() {
                "adam" => Optimizer::ADAM,
                _ => Optimizer::Sgd { momentum: 0.9 },
            },
            ..Settings::default()
        };
        let pictures = builtin().train.take(32);
        let mut trainer = Trainer::from_model(settings, &start, pictures, 1).unwrap();
        for (step, loss) in expected.losses.iter().enumerate() {
            let found = trainer.step().unwrap().loss;
            let error = (found - loss).abs();
            let what = (expected.schedule, &expected.optimizer);
            assert!(error < 1e-4 * loss, "{what:?} {step}: {found} {loss}");
        }
        assert!(trainer.is_finished());
    }
}

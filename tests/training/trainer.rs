//! A run, step by step.

use convscope::dataset::augment::Augmentation;
use convscope::dataset::{Dataset, builtin};
use convscope::network::{Architecture, Layer, Model, Optimizer, Preset};
use convscope::training::{Average, Schedule, Settings, StepReport, Trainer, TrainingError};

fn settings() -> Settings {
    Settings {
        epochs: 2,
        batch_size: 24,
        learning_rate: 0.01,
        seed: 5,
        architecture: Preset::Tiny.architecture(),
        ..Settings::default()
    }
}

fn digits(count: usize) -> Dataset {
    builtin().train.take(count)
}

/// All steps of a run, and the bits of its weights after them.
fn run(settings: Settings, pictures: Dataset, threads: usize) -> (Vec<StepReport>, Vec<u32>) {
    rest_of(Trainer::new(settings, pictures, threads).unwrap())
}

fn rest_of(mut trainer: Trainer) -> (Vec<StepReport>, Vec<u32>) {
    let mut reports = Vec::new();
    while !trainer.is_finished() {
        reports.push(trainer.step().unwrap());
    }
    (reports, bits(&trainer.model().unwrap()))
}

fn bits(model: &Model) -> Vec<u32> {
    let values = model.parameters().iter().flat_map(|p| &p.values);
    values.map(|value| value.to_bits()).collect()
}

#[test]
fn a_run_goes_through_its_epochs_and_batches() {
    let (reports, _) = run(settings(), digits(100), 1);
    let places: Vec<_> = reports
        .iter()
        .map(|r| (r.epoch, r.batch, r.pictures))
        .collect();
    let epoch = |epoch| [(1, 24), (2, 24), (3, 24), (4, 24), (5, 4)].map(|(b, n)| (epoch, b, n));
    assert_eq!(places, [epoch(1), epoch(2)].concat());
    assert!(
        reports
            .iter()
            .zip(1..)
            .all(|(report, step)| report.step == step)
    );
}

#[test]
fn an_epoch_sums_up_its_batches() {
    let (reports, _) = run(settings(), digits(100), 1);
    let summary = reports[4].epoch_done.unwrap();
    assert!(
        reports[..4]
            .iter()
            .all(|report| report.epoch_done.is_none())
    );
    let sum = |value: fn(&StepReport) -> f64| reports[..5].iter().map(value).sum::<f64>() / 100.0;
    let loss = sum(|report| f64::from(report.loss) * report.pictures as f64);
    assert!((summary.loss - loss).abs() < 1e-9);
    assert!((summary.accuracy - sum(|report| report.correct as f64)).abs() < 1e-9);
    assert_eq!(summary.epoch, 1);
}

/// Batches of 800 report after every 10th; the sum begins again after each, epoch or not.
#[test]
fn the_running_loss_is_the_mean_since_the_last() {
    let settings = Settings {
        epochs: 12,
        batch_size: 800,
        ..settings()
    };
    let (reports, _) = run(settings, digits(8_500), 2);
    let mut since = Vec::new();
    for report in reports {
        since.push(f64::from(report.loss));
        assert_eq!(report.running_loss.is_some(), report.batch == 10);
        if let Some(loss) = report.running_loss {
            let mean = since.iter().sum::<f64>() / since.len() as f64;
            assert!((loss - mean).abs() < 1e-9);
            since.clear();
        }
        if report.epoch_done.is_some() {
            since.clear(); // as in the lesson, each epoch begins with a sum of 0
        }
    }
}

#[test]
fn a_small_set_is_learned_by_heart() {
    let settings = Settings {
        epochs: 40,
        batch_size: 10,
        ..settings()
    };
    let (reports, _) = run(settings, digits(100), 1);
    let last = reports.last().unwrap().epoch_done.unwrap();
    assert_eq!(last.accuracy, 1.0);
    assert!(last.loss < 0.05, "{}", last.loss);
}

#[test]
fn threads_and_repetition_change_no_bit() {
    for augmentation in [None, Some(Augmentation::default())] {
        for preset in [Preset::Tiny, Preset::Lesson] {
            let settings = Settings {
                augmentation,
                architecture: preset.architecture(),
                ..settings()
            };
            let once = run(settings.clone(), digits(200), 1);
            assert_eq!(once, run(settings.clone(), digits(200), 1));
            assert_eq!(once, run(settings.clone(), digits(200), 2));
            assert_eq!(once, run(settings, digits(200), 5));
        }
    }
}

#[test]
fn the_seed_makes_the_run() {
    let other = Settings {
        seed: 6,
        ..settings()
    };
    assert_ne!(
        run(settings(), digits(50), 1).1,
        run(other, digits(50), 1).1
    );
}

#[test]
fn augmentation_and_schedule_change_the_run() {
    let plain = run(settings(), digits(50), 1);
    let augmented = Settings {
        augmentation: Some(Augmentation::default()),
        ..settings()
    };
    assert_ne!(plain.1, run(augmented, digits(50), 1).1);
    let cycle = Settings {
        schedule: Schedule::OneCycle,
        ..settings()
    };
    let (reports, _) = run(cycle, digits(50), 1);
    assert!(reports[0].learning_rate < 0.01 && reports.last().unwrap().learning_rate < 0.001);
}

/// At every step of two epochs: stopped there, kept, and gone on with, the run is the same.
#[test]
fn a_run_goes_on_bit_for_bit() {
    for (optimizer, preset) in [
        (Optimizer::ADAM, Preset::Tiny),
        (Optimizer::Sgd { momentum: 0.9 }, Preset::Deeper),
    ] {
        let settings = Settings {
            optimizer,
            architecture: preset.architecture(),
            augmentation: Some(Augmentation::default()),
            schedule: Schedule::Cosine,
            batch_size: 6,
            ..settings()
        };
        let (reports, weights) = run(settings.clone(), digits(60), 2);
        let mut trainer = Trainer::new(settings.clone(), digits(60), 1).unwrap();
        for step in 0..reports.len() {
            let checkpoint = trainer.checkpoint().unwrap();
            let resumed = Trainer::resume(settings.clone(), checkpoint, digits(60), 2).unwrap();
            assert_eq!(
                rest_of(resumed),
                (reports[step..].to_vec(), weights.clone())
            );
            trainer.step().unwrap();
        }
    }
}

#[test]
fn other_pictures_do_not_go_on_with_a_run() {
    let trainer = Trainer::new(settings(), digits(60), 1).unwrap();
    let checkpoint = trainer.checkpoint().unwrap();
    let resumed = Trainer::resume(settings(), checkpoint, builtin().test.take(60), 1);
    assert!(matches!(resumed, Err(TrainingError::OtherPictures)));
}

#[test]
fn a_finished_run_takes_no_step() {
    let mut trainer = Trainer::new(settings(), digits(10), 1).unwrap();
    while !trainer.is_finished() {
        trainer.step().unwrap();
    }
    assert_eq!(trainer.steps(), trainer.total_steps());
    let said = trainer.step().unwrap_err().to_string();
    assert_eq!(said, "epoch 2 was the run's last: set more epochs to go on");
}

#[test]
fn no_pictures_start_no_run() {
    let run = Trainer::new(settings(), digits(0), 1);
    assert!(matches!(run, Err(TrainingError::NoPictures)));
}

/// A net whose gradients grow with its weights and never die.
fn unstable() -> Architecture {
    let linear = |name: &str, inputs, outputs| Layer::Linear {
        name: name.into(),
        inputs,
        outputs,
    };
    let leaky = || Layer::LeakyRelu { slope: 0.5 };
    let layers = vec![
        Layer::Flatten,
        linear("fc1", 784, 32),
        leaky(),
        linear("fc2", 32, 32),
        leaky(),
        linear("fc3", 32, 10),
    ];
    Architecture::new(layers).unwrap()
}

/// Too large a rate ends in a clear error, again at every further step, with sound weights kept.
#[test]
fn a_run_that_diverges_keeps_its_last_sound_weights() {
    let settings = Settings {
        epochs: 50,
        learning_rate: 1000.0,
        optimizer: Optimizer::Sgd { momentum: 0.9 },
        architecture: unstable(),
        ..settings()
    };
    let mut trainer = Trainer::new(settings, digits(100), 1).unwrap();
    let error = std::iter::repeat_with(|| trainer.step())
        .take(250)
        .find_map(Result::err)
        .unwrap();
    let TrainingError::Diverged { rate, step, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(rate, 1000.0);
    assert!(step > 1);
    let said = error.to_string();
    assert!(said.contains("lower the learning rate, 1000 now"), "{said}");
    assert_eq!(trainer.step().unwrap_err().to_string(), said);
    let model = trainer.model().unwrap();
    assert!(
        model
            .parameters()
            .iter()
            .flat_map(|p| &p.values)
            .all(|v| v.is_finite())
    );
    assert!(trainer.checkpoint().is_err());
}

/// η = 8: the first weights count for 9/9, the second for 9/10, the third for 9/11.
#[test]
fn the_average_is_over_the_last_weights() {
    let model = Model::seeded(&Preset::Tiny.architecture(), 0);
    let all = |number: f32| {
        model.with_changed(|parameters| {
            for parameter in parameters {
                parameter.values.fill(number);
            }
        })
    };
    let first = |values: &[Vec<f32>]| values[0][0];
    let mut average = Average::default();
    average.take(&all(5.0));
    assert_eq!(first(&average.values), 5.0);
    average.take(&all(15.0));
    assert!((first(&average.values) - 14.0).abs() < 1e-5);
    let third = average.with(&all(25.0));
    let expected = 14.0 + 9.0 / 11.0 * 11.0;
    assert!((third.parameters()[0].values[0] - expected).abs() < 1e-5);
    assert_eq!(average.taken, 2, "looking at it takes nothing");
}

/// Without it the last weights are the model; with it the steps are the same, the model is not.
#[test]
fn the_average_changes_the_model_and_no_step() {
    let plain = Settings {
        epochs: 10,
        average: false,
        ..settings()
    };
    let averaged = Settings {
        average: true,
        ..plain.clone()
    };
    let (steps, weights) = run(plain.clone(), digits(100), 1);
    let (same_steps, other) = run(averaged, digits(100), 1);
    assert_eq!(steps, same_steps);
    assert_ne!(weights, other);
    let mut trainer = Trainer::new(plain, digits(100), 1).unwrap();
    trainer.step().unwrap();
    assert_eq!(
        bits(&trainer.model().unwrap()),
        bits(&trainer.weights().unwrap())
    );
}

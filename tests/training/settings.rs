//! Settings: what is refused, and how they are kept.

use convscope::dataset::Source;
use convscope::dataset::augment::Augmentation;
use convscope::network::{Optimizer, Preset};
use convscope::training::{Schedule, Settings};

#[test]
fn the_lessons_are_the_defaults() {
    let settings = Settings::default();
    assert_eq!((settings.epochs, settings.batch_size), (10, 4));
    assert_eq!(settings.learning_rate, 0.001);
    assert_eq!(settings.optimizer, Optimizer::ADAM);
    assert_eq!(settings.report_interval(), 2_000);
    assert_eq!(settings.architecture.parameter_count(), 61_706);
    settings.check().unwrap();
}

#[test]
fn larger_batches_report_more_often() {
    let interval = |batch_size| {
        let settings = Settings {
            batch_size,
            ..Settings::default()
        };
        settings.report_interval()
    };
    assert_eq!([1, 4, 64, 8_192].map(interval), [2_000, 2_000, 125, 1]);
}

#[test]
fn settings_read_back_as_they_were_written() {
    let settings = Settings {
        data: vec![Source::Builtin, Source::Path("drawn digits.gz".into())],
        schedule: Schedule::OneCycle,
        seed: i64::MAX as u64,
        optimizer: Optimizer::Sgd { momentum: 0.9 },
        augmentation: Some(Augmentation::default()),
        architecture: Preset::Deeper.architecture(),
        ..Settings::default()
    };
    let text = toml::to_string(&settings).unwrap();
    assert_eq!(toml::from_str::<Settings>(&text).unwrap(), settings);
}

#[test]
fn what_no_run_can_have_is_refused() {
    let complaint = |change: fn(&mut Settings)| {
        let mut settings = Settings::default();
        change(&mut settings);
        settings.check().unwrap_err().to_string()
    };
    assert_eq!(
        complaint(|s| s.epochs = 0),
        "epochs must be from 1 to 1000000, not 0"
    );
    assert_eq!(
        complaint(|s| s.batch_size = 0),
        "batch_size must be from 1 to 8192, not 0"
    );
    // What goes through a network with a batch has to fit in memory.
    let deeper = |s: &mut Settings| {
        s.architecture = Preset::Deeper.architecture();
        s.batch_size = 8_192;
    };
    assert!(complaint(deeper).ends_with(", not 8192"));
    for rate in [0.0, -1.0, f32::NAN, f32::INFINITY] {
        let settings = Settings {
            learning_rate: rate,
            ..Settings::default()
        };
        assert!(settings.check().is_err(), "{rate}");
    }
    let said = complaint(|s| s.optimizer = Optimizer::Sgd { momentum: 1.0 });
    assert_eq!(said, "momentum must be from 0 to 0.9999, not 1");
    let said = complaint(|s| {
        s.augmentation = Some(Augmentation {
            elastic: f32::NAN,
            ..Augmentation::default()
        });
    });
    assert_eq!(said, "elastic must be from 0 to 28, not NaN");
}

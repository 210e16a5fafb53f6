//! The PyTorch script: its lines, and, where PyTorch is, its run.

use std::path::{Path, PathBuf};
use std::process::Command;

use convscope::dataset::Source;
use convscope::dataset::augment::Augmentation;
use convscope::lesson::script::script;
use convscope::network::{Optimizer, Preset};
use convscope::training::initialization::Initialization;
use convscope::training::settings::StopConditions;
use convscope::training::{Pictures, Schedule, Settings, Trainer, evaluate};

fn mnist() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/mnist")
}

#[test]
fn it_says_what_the_settings_say() {
    let words = script(&Settings::default());
    for line in [
        "self.conv1 = nn.Conv2d(1, 6, 5, padding=2)",
        "epochs, batch_size = 10, 4",
        "torch.optim.Adam(net.parameters(), lr=0.001, betas=(0.9, 0.999), eps=1e-8)",
        "if i % 2000 == 1999:",
        "train_images[:8500]",
        "if step % 16 == 0:",
        "trained = average.net(net)",
    ] {
        assert!(words.contains(line), "{line} in\n{words}");
    }
    assert!(!words.contains("augment") && !words.contains("scheduler"));
    let settings = Settings {
        data: vec![Source::Path("mnist".into())],
        schedule: Schedule::OneCycle,
        augmentation: Some(Augmentation::default()),
        optimizer: Optimizer::Sgd { momentum: 0.9 },
        ..Settings::default()
    };
    let words = script(&settings);
    for line in [
        "inputs, labels = augment(train_images[chosen]), train_labels[chosen]",
        "scheduler.step()",
        "OneCycleLR",
        "SGD(net.parameters(), lr=0.001, momentum=0.9)",
        "read(\"t10k\")",
    ] {
        assert!(words.contains(line), "{line} in\n{words}");
    }
}

#[test]
fn it_ends_when_the_run_would_and_says_what_it_leaves_out() {
    let settings = Settings {
        data: vec![Source::Builtin, Source::Path("pen/mine.upen".into())],
        hold_out: vec![Source::Path("other.upen".into())],
        stop: StopConditions {
            seconds: Some(90.0),
            accuracy: Some(0.985),
            patience: Some(3),
        },
        ..Settings::default()
    };
    let words = script(&settings);
    for line in [
        "# Not as in the app:\n# - the app's built-in digits are left out\n\
         # - the drawn digits of mine.upen are left out\n\
         # - what other.upen holds out is not measured\n",
        "if spent + time.monotonic() - begun >= 90:",
        "    if right >= 0.985:\n        break",
        "    if waited >= 3:\n        break",
    ] {
        assert!(words.contains(line), "{line} in\n{words}");
    }
    assert!(!script(&Settings::default()).contains("Not as in the app"));
}

/// Every architecture, schedule and optimiser, on a few digits, as Python runs it.
#[test]
fn it_runs_in_pytorch() {
    let torch = Command::new("python3")
        .args(["-c", "import torch, numpy"])
        .output();
    let has_torch = torch.is_ok_and(|out| out.status.success());
    if !has_torch || !mnist().exists() {
        eprintln!("SKIPPED: the script runs only where python3 has torch, and MNIST lies beside");
        return;
    }
    let schedules = [Schedule::Constant, Schedule::Cosine, Schedule::OneCycle];
    let folder = tempfile::TempDir::new().unwrap();
    for (index, preset) in Preset::ALL.into_iter().enumerate() {
        let settings = Settings {
            architecture: preset.architecture(),
            schedule: schedules[index % 3],
            augmentation: (index % 2 == 0).then(Augmentation::default),
            optimizer: if index % 2 == 0 {
                Optimizer::ADAM
            } else {
                Optimizer::Sgd { momentum: 0.9 }
            },
            average: index % 2 == 0,
            initialization: Initialization::ALL[index % 3],
            examples: (index == 0).then_some(400),
            learning_rate: 0.002,
            stop: StopConditions {
                seconds: (index != 1).then_some(600.0),
                accuracy: (index != 2).then_some(1.0),
                patience: (index != 3).then_some(2),
            },
            epochs: 1,
            batch_size: 50,
            ..Settings::default()
        };
        let path = folder.path().join("train.py");
        // As it is, but on fewer digits.
        let words = script(&settings)
            .replace("[:8500]", "[:500]")
            .replace("[8500:10000]", "[:99]");
        assert!(words.contains("[:500]") && words.contains("[:99]"));
        std::fs::write(&path, words).unwrap();
        let out = Command::new("python3")
            .current_dir(folder.path())
            .arg(&path)
            .arg(mnist())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&out.stdout);
        let error = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "{preset:?}: {error}");
        assert!(said.contains("epoch 1: "), "{preset:?}: {said}");
    }
}

/// The share of the held-out digits that the app reads right after a run.
fn accuracy_in_the_app(settings: &Settings) -> f64 {
    let pictures = Pictures::read(settings).unwrap();
    let mut trainer = Trainer::new(settings.clone(), pictures.train.clone(), 1).unwrap();
    while !trainer.is_finished() {
        trainer.step().unwrap();
    }
    let model = trainer.model().unwrap();
    evaluate(&model, &pictures.all_held_out())
        .accuracy()
        .unwrap()
}

/// The same in PyTorch, of the run's last epoch.
fn accuracy_of_the_script(settings: &Settings, folder: &Path) -> f64 {
    let path = folder.join("train.py");
    std::fs::write(&path, script(settings)).unwrap();
    let out = Command::new("python3")
        .current_dir(folder)
        .arg(&path)
        .arg(mnist())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{error}");
    let said = String::from_utf8_lossy(&out.stdout);
    let last = said.lines().rev().find(|line| line.starts_with("epoch "));
    let share = last.and_then(|line| line.split(": ").nth(1)?.strip_suffix("% right"));
    share.unwrap().parse::<f64>().unwrap() / 100.0
}

/// Takes minutes, needs PyTorch and MNIST's files:
/// `cargo test --release --test lesson accuracy -- --ignored --nocapture`.
#[test]
#[ignore = "trains for minutes"]
fn it_reaches_the_apps_accuracy() {
    let folder = tempfile::TempDir::new().unwrap();
    let all = |augmentation| Settings {
        data: vec![Source::Path(mnist())],
        epochs: 4,
        batch_size: 64,
        augmentation,
        ..Settings::default()
    };
    for (name, settings, seeds) in [
        ("the lesson's, built-in digits", Settings::default(), 5),
        ("MNIST, batches of 64", all(None), 3),
        ("the same, deformed", all(Some(Augmentation::default())), 3),
    ] {
        let mut sums = (0.0, 0.0);
        for seed in 0..seeds {
            let settings = Settings {
                seed,
                ..settings.clone()
            };
            let app = accuracy_in_the_app(&settings);
            let torch = accuracy_of_the_script(&settings, folder.path());
            eprintln!("{name}, seed {seed}: app {app:.4}, PyTorch {torch:.4}");
            sums = (sums.0 + app, sums.1 + torch);
        }
        let (app, torch) = (sums.0 / seeds as f64, sums.1 / seeds as f64);
        eprintln!("{name}: app {app:.4}, PyTorch {torch:.4}");
        assert!((app - torch).abs() < 0.005, "{name}: {app} and {torch}");
    }
}

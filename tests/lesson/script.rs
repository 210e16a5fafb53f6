//! The PyTorch script: its lines, and, where PyTorch is, its run.

use std::path::{Path, PathBuf};
use std::process::Command;

use convscope::dataset::Source;
use convscope::dataset::augment::Augmentation;
use convscope::lesson::script::script;
use convscope::network::{Optimizer, Preset};
use convscope::training::initialization::Initialization;
use convscope::training::{Schedule, Settings};

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

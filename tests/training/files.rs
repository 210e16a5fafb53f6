//! A run's files: written whole, read back, refused when they are not sound.

use std::fs;

use convscope::dataset::builtin;
use convscope::network::{Model, Preset};
use convscope::training::history::{EpochPoint, ProgressPoint};
use convscope::training::{Checkpoint, History, RunFolder, Settings, Trainer};
use tempfile::TempDir;

fn trainer() -> Trainer {
    let settings = Settings {
        epochs: 4,
        batch_size: 10,
        architecture: Preset::Tiny.architecture(),
        ..Settings::default()
    };
    let mut trainer = Trainer::new(settings, builtin().train.take(50), 1).unwrap();
    for _ in 0..17 {
        trainer.step().unwrap();
    }
    trainer
}

/// Curves with numbers that need every one of their digits.
fn history() -> History {
    let epoch = |epoch, test: Option<f64>| EpochPoint {
        epoch,
        step: 5 * u64::from(epoch),
        train_loss: 1.0 / 3.0,
        train_accuracy: 0.1 + 0.2,
        test_loss: test.map(f64::sqrt),
        test_accuracy: test,
    };
    let progress = ProgressPoint {
        epoch: 2,
        batch: 3,
        step: 8,
        loss: std::f64::consts::PI,
    };
    History {
        progress: vec![progress],
        epochs: vec![epoch(1, Some(0.97)), epoch(2, None)],
    }
}

#[test]
fn curves_read_back_as_they_were_written() {
    let history = history();
    let csv = history.to_csv();
    assert_eq!(csv.lines().count(), 4);
    assert!(csv.lines().nth(2).unwrap().starts_with("2,3,8,3.14159"));
    assert_eq!(History::from_csv(&csv).unwrap(), history);
}

#[test]
fn curves_that_are_none_are_refused_with_their_line() {
    assert_eq!(History::from_csv(""), Err(1));
    let csv = history().to_csv();
    assert_eq!(History::from_csv(&csv.replace("2,3,8", "2,3,x")), Err(3));
    assert_eq!(History::from_csv(&format!("{csv}1,2\n")), Err(5));
}

#[test]
fn curves_can_be_cut() {
    let mut history = history();
    history.truncate(7);
    assert_eq!((history.progress.len(), history.epochs.len()), (0, 1));
}

#[test]
fn a_folder_keeps_a_run() {
    let folder = TempDir::new().unwrap();
    let run = RunFolder::create(&folder.path().join("a/b")).unwrap();
    let (trainer, mut history) = (trainer(), history());
    history.epochs[1].step = 18;
    run.save(
        trainer.settings(),
        &history,
        &trainer.model().unwrap(),
        &trainer.checkpoint().unwrap(),
    )
    .unwrap();
    let saved = run.open().unwrap();
    history.truncate(17);
    assert_eq!(history.epochs.len(), 1);
    assert_eq!(&saved.settings, trainer.settings());
    assert_eq!(saved.history, history);
    let model = Model::open(&run.model_path()).unwrap();
    assert_eq!(model.parameters(), trainer.model().unwrap().parameters());
    let kept = saved.checkpoint;
    let expected = trainer.checkpoint().unwrap();
    assert_eq!(kept.weights.parameters(), expected.weights.parameters());
    assert_eq!(kept.average.taken, 1);
    assert_eq!(kept.average, expected.average);
    assert_eq!(
        (kept.learner, kept.position),
        (expected.learner, expected.position)
    );
    let names: Vec<_> = fs::read_dir(run.path()).unwrap().collect();
    assert_eq!(names.len(), 4, "no temporary file is left");
}

#[test]
fn every_cut_or_changed_state_is_refused_or_whole() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("state.safetensors");
    let trainer = trainer();
    let architecture = &trainer.settings().architecture;
    trainer.checkpoint().unwrap().save(&path).unwrap();
    let bytes = fs::read(&path).unwrap();
    let open = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        Checkpoint::open(&path, architecture)
    };
    for length in (0..bytes.len()).step_by(997) {
        let error = open(&bytes[..length]).unwrap_err().to_string();
        assert!(error.contains("state.safetensors: "), "{error}");
    }
    for place in (0..2000).step_by(7) {
        let mut changed = bytes.clone();
        changed[place] ^= 1 << (place % 8);
        let _ = open(&changed); // an error, or numbers that are finite and fit
    }
    let newer = |text: &str| text.replace("version 1", "version 2");
    let header_length = 8 + u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    let header = newer(std::str::from_utf8(&bytes[8..header_length]).unwrap());
    let changed = [&bytes[..8], header.as_bytes(), &bytes[header_length..]].concat();
    let error = open(&changed).unwrap_err().to_string();
    assert!(
        error.contains("made by another version of the program (format 2, not 1)"),
        "{error}"
    );
}

#[test]
fn a_state_of_another_net_is_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("state.safetensors");
    trainer().checkpoint().unwrap().save(&path).unwrap();
    let error = Checkpoint::open(&path, &Preset::Lesson.architecture()).unwrap_err();
    assert!(error.to_string().contains("conv1.weight"), "{error}");
}

#[test]
fn settings_and_curves_are_checked() {
    let folder = TempDir::new().unwrap();
    let run = RunFolder::create(folder.path()).unwrap();
    let missing = run.open().unwrap_err().to_string();
    assert!(missing.contains("settings.toml: "), "{missing}");
    let trainer = trainer();
    let save = || {
        let checkpoint = trainer.checkpoint().unwrap();
        run.save(
            trainer.settings(),
            &history(),
            &trainer.model().unwrap(),
            &checkpoint,
        )
        .unwrap();
    };
    let complaint = |file: &str, from: &str, to: &str| {
        save();
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(&path, text.replace(from, to)).unwrap();
        run.open().unwrap_err().to_string()
    };
    let said = complaint("settings.toml", "batch_size = 10", "batch_size = 0");
    assert!(
        said.ends_with("settings.toml: batch_size must be from 1 to 8192, not 0"),
        "{said}"
    );
    let said = complaint("settings.toml", "epochs = 4", "epochs = [");
    assert!(
        said.contains("settings.toml: not the settings of a run"),
        "{said}"
    );
    let said = complaint("settings.toml", "inputs = 288", "inputs = 289");
    assert!(
        said.contains("settings.toml: not the settings of a run"),
        "{said}"
    );
    let said = complaint("curves.csv", "1,,5", "1,,five");
    assert!(
        said.ends_with("curves.csv: line 2 is not one of a run's curves"),
        "{said}"
    );
}

//! Runs in files: whole, damaged, newer, and when the program is killed while it writes one.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use convscope::network::Preset;
use convscope::training::run_file::Problem;
use convscope::training::worker::{Job, Order, Pace, Phase, Start};
use convscope::training::{KeptRun, Settings, Worker};

/// Saves a run of few steps.
fn save(path: &Path) {
    let settings = Settings {
        epochs: 1,
        examples: Some(80),
        batch_size: 8,
        architecture: Preset::LinearClassifier.architecture(),
        ..Settings::default()
    };
    let mut worker = Worker::start(
        Job {
            name: "ten steps".to_owned(),
            start: Start::Fresh(settings),
            pace: Pace::Full,
            threads: 1,
            paused: false,
            autosave: None,
        },
        || {},
    )
    .unwrap();
    loop {
        if let Some(live) = worker.latest()
            && !live.phase.is_alive()
        {
            assert!(matches!(live.phase, Phase::Finished(_)), "{:?}", live.phase);
            break;
        }
        thread::sleep(Duration::from_millis(1));
    }
    worker.send(Order::Save(path.to_owned()));
    while worker.events().is_empty() {
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_file_that_is_cut_short_anywhere_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.convscope-run");
    save(&path);
    let whole = fs::read(&path).unwrap();
    let part = folder.path().join("part.convscope-run");
    let lengths = (0..64).chain((64..whole.len()).step_by(whole.len() / 50));
    for length in lengths {
        fs::write(&part, &whole[..length]).unwrap();
        let words = KeptRun::open(&part).unwrap_err().to_string();
        let expected = if length < 33 {
            "not a run's file"
        } else {
            "cut short"
        };
        assert!(words.contains(expected), "{length}: {words}");
    }
    fs::write(&part, [&whole[..], &[0]].concat()).unwrap();
    assert!(KeptRun::open(&part).is_err(), "one byte too many");
}

#[test]
fn a_flipped_bit_is_found_wherever_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.convscope-run");
    save(&path);
    let whole = fs::read(&path).unwrap();
    assert!(KeptRun::open(&path).is_ok());
    let flipped = folder.path().join("flipped.convscope-run");
    let places = (0..64).chain((64..whole.len()).step_by(whole.len() / 200));
    for place in places {
        let mut bytes = whole.clone();
        bytes[place] ^= 1 << (place % 8);
        fs::write(&flipped, &bytes).unwrap();
        assert!(KeptRun::open(&flipped).is_err(), "byte {place}");
    }
}

#[test]
fn a_newer_version_asks_for_an_update() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.convscope-run");
    save(&path);
    let mut bytes = fs::read(&path).unwrap();
    bytes[17] = 9;
    fs::write(&path, &bytes).unwrap();
    let error = KeptRun::open(&path).unwrap_err();
    assert!(matches!(error.problem, Problem::Newer(9)));
    assert!(error.to_string().contains("update it"), "{error}");
}

#[test]
fn what_is_no_run_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("no.convscope-run");
    assert!(KeptRun::open(&path).is_err(), "no file");
    assert!(KeptRun::open(folder.path()).is_err(), "a folder");
    fs::write(&path, vec![7; 5_000]).unwrap();
    assert!(matches!(
        KeptRun::open(&path).unwrap_err().problem,
        Problem::NotARun
    ));
}

/// The name under which this program runs itself.
const SAVES_FOR_EVER: &str = "run_files::saves_for_ever";

/// Where it saves to.
const PLACE: &str = "CONVSCOPE_TEST_SAVES_TO";

#[test]
#[ignore = "what the next test runs and kills"]
fn saves_for_ever() {
    let path = std::env::var_os(PLACE).unwrap();
    let kept = KeptRun::open(path.as_ref()).unwrap();
    loop {
        kept.save(path.as_ref()).unwrap();
    }
}

#[test]
fn a_program_killed_while_it_saves_leaves_a_whole_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.convscope-run");
    save(&path);
    for round in 0..20 {
        let mut program = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", SAVES_FOR_EVER, "--ignored"])
            .env(PLACE, &path)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(30 + 7 * round));
        assert!(program.try_wait().unwrap().is_none(), "it ended by itself");
        program.kill().unwrap();
        program.wait().unwrap();
        let kept = KeptRun::open(&path).unwrap();
        assert_eq!(kept.record.step, 10);
    }
}

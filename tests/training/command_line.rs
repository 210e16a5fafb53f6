//! `convscope train` and `convscope evaluate`, as a user runs them.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use super::shared;

/// Runs the program with the words of a line.
pub fn convscope(line: &str) -> Output {
    let words = line.split_whitespace();
    let program = env!("CARGO_BIN_EXE_convscope");
    Command::new(program).args(words).output().unwrap()
}

/// What a sound run prints.
fn stdout(line: &str) -> String {
    let output = convscope(line);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{line}: {stderr}");
    String::from_utf8(output.stdout).unwrap()
}

fn json_lines(line: &str) -> Vec<Value> {
    let parse = |line: &str| serde_json::from_str(line).unwrap();
    stdout(line).lines().map(parse).collect()
}

fn read(folder: &Path, name: &str) -> Vec<u8> {
    std::fs::read(folder.join(name)).unwrap()
}

/// One epoch on the built-in digits, quickly.
const QUICK: &str = "train --epochs 1 --batch-size 500 --learning-rate 0.01 --seed 3";

/// A file with one drawn digit, of a writer that is held out.
const DRAWN_ONE: &str =
    ".SEGMENT DIGIT 0 ? \"1\"\n.COMMENT 1 5 1\n.PEN_DOWN\n250 100\n250 400\n.PEN_UP\n";

#[test]
fn a_run_tells_of_itself_in_json() {
    let events = json_lines("train --epochs 2 --batch-size 500 --learning-rate 0.01 --json");
    let kinds: Vec<_> = events
        .iter()
        .map(|e| e["event"].as_str().unwrap())
        .collect();
    let progress = kinds.iter().filter(|kind| **kind == "progress").count();
    assert_eq!(progress, 2, "one after 16 of an epoch's 17 batches");
    let ends: Vec<_> = kinds
        .into_iter()
        .filter(|kind| *kind != "progress")
        .collect();
    assert_eq!(ends, ["epoch", "epoch", "done"]);

    let first = &events[0];
    assert_eq!((&first["epoch"], &first["batch"]), (&1.into(), &16.into()));
    assert!(first["loss"].as_f64().unwrap() > 0.0);
    assert!(first["images_per_second"].as_f64().unwrap() > 0.0);
    let epoch = &events[events.len() - 2];
    assert_eq!(epoch["epoch"], 2);
    assert!(epoch["train_loss"].as_f64().unwrap() > 0.0);
    let done = &events[events.len() - 1];
    assert_eq!(done["test_accuracy"], epoch["test_accuracy"]);
    assert!((0.5..=1.0).contains(&done["test_accuracy"].as_f64().unwrap()));
    let seconds = done["training_seconds"].as_f64().unwrap();
    let speed = done["images_per_second"].as_f64().unwrap();
    assert!((seconds * speed - 17_000.0).abs() < 1.0);
}

#[test]
fn a_run_prints_the_lessons_lines() {
    let text = stdout(QUICK);
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[0].starts_with("[1,    16] loss: "), "{text}");
    assert!(lines[1].starts_with("epoch 1: training loss "), "{text}");
    assert!(
        lines[3].starts_with("builtin: ") && lines[3].contains("of 1500"),
        "{text}"
    );
}

#[test]
fn a_run_leaves_its_files_and_evaluate_agrees() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().display();
    let done = json_lines(&format!("{QUICK} --json --out {path}"))
        .pop()
        .unwrap();
    let curves = String::from_utf8(read(folder.path(), "curves.csv")).unwrap();
    assert_eq!(curves.lines().count(), 3, "{curves}");
    let evaluate = format!("evaluate --model {path}/model.safetensors --json");
    let found = json_lines(&evaluate).pop().unwrap();
    assert_eq!(found["accuracy"], done["test_accuracy"]);
    assert_eq!(found["total"], 1_500);
    let row_sums: Vec<u64> = (0..10)
        .map(|row| row_sum(&found["confusion"][row]))
        .collect();
    assert_eq!(row_sums.iter().sum::<u64>(), 1_500);
    let right: u64 = (0..10)
        .map(|d| found["confusion"][d][d].as_u64().unwrap())
        .sum();
    assert_eq!(found["correct"], right);
}

fn row_sum(row: &Value) -> u64 {
    let cells = row.as_array().unwrap().iter();
    cells.map(|cell| cell.as_u64().unwrap()).sum()
}

#[test]
fn repetition_and_threads_change_no_byte() {
    let folders: Vec<TempDir> = (0..3).map(|_| TempDir::new().unwrap()).collect();
    for (folder, threads) in folders.iter().zip([1, 2, 2]) {
        let out = folder.path().display();
        stdout(&format!(
            "{QUICK} --augment --threads {threads} --out {out}"
        ));
    }
    for name in [
        "model.safetensors",
        "state.safetensors",
        "settings.toml",
        "curves.csv",
    ] {
        let files: Vec<_> = folders.iter().map(|f| read(f.path(), name)).collect();
        assert!(files[0] == files[1] && files[1] == files[2], "{name}");
    }
}

#[test]
fn a_resumed_run_is_the_run_that_went_through() {
    let (through, broken) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let options = "--batch-size 500 --augment --optimizer sgd --learning-rate 0.05";
    stdout(&format!(
        "train {options} --epochs 3 --out {}",
        through.path().display()
    ));
    stdout(&format!(
        "train {options} --epochs 1 --out {}",
        broken.path().display()
    ));
    stdout(&format!(
        "train --resume {} --epochs 3",
        broken.path().display()
    ));
    for name in [
        "model.safetensors",
        "state.safetensors",
        "settings.toml",
        "curves.csv",
    ] {
        assert!(
            read(through.path(), name) == read(broken.path(), name),
            "{name}"
        );
    }
    let output = convscope(&format!("train --resume {}", broken.path().display()));
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        said,
        "error: epoch 3 was the run's last: set more epochs to go on\n"
    );
}

#[test]
fn a_run_goes_on_in_whatever_folder_the_program_is_started() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("digits"), DRAWN_ONE).unwrap();
    let train_in = |place: &Path, line: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_convscope"))
            .current_dir(place)
            .arg("train")
            .args(line.split_whitespace())
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{line}: {stderr}");
    };
    let line = "--data digits --all-writers --epochs 1 --out sub/run";
    train_in(folder.path(), line);
    train_in(&folder.path().join("sub"), "--resume run --epochs 2");
}

#[test]
fn a_run_is_never_written_over() {
    let folder = TempDir::new().unwrap();
    let (run, copy) = (folder.path().join("run"), folder.path().join("copy"));
    let (out, elsewhere) = (run.display(), copy.display());
    stdout(&format!("{QUICK} --out {out}"));
    let model = read(&run, "model.safetensors");
    let refused = |line: &str| {
        let output = convscope(line);
        assert_eq!(output.status.code(), Some(1), "{line}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(
        refused(&format!("{QUICK} --out {out}")),
        format!(
            "error: {out}/model.safetensors is there already: go on with --resume {out}, or \
             choose another folder\n"
        )
    );
    assert_eq!(read(&run, "model.safetensors"), model);

    // To go on is no writing over, be it there or elsewhere.
    stdout(&format!(
        "train --resume {out} --epochs 2 --out {elsewhere}"
    ));
    assert_eq!(read(&run, "model.safetensors"), model);
    stdout(&format!("train --resume {out} --epochs 2 --out {out}"));
    assert_eq!(
        read(&run, "model.safetensors"),
        read(&copy, "model.safetensors")
    );
    refused(&format!(
        "train --resume {out} --epochs 3 --out {elsewhere}"
    ));

    let stranger = folder.path().join("stranger");
    std::fs::create_dir(&stranger).unwrap();
    std::fs::write(stranger.join("curves.csv"), "mine").unwrap();
    let said = refused(&format!("{QUICK} --out {}", stranger.display()));
    assert!(said.contains("curves.csv is there already"), "{said}");
    assert_eq!(read(&stranger, "curves.csv"), b"mine");
    let file = stranger.join("curves.csv").display().to_string();
    assert_eq!(
        refused(&format!("{QUICK} --out {file}")),
        format!("error: {file}: this is a file: choose a folder\n")
    );
}

#[test]
fn a_run_may_start_from_a_models_weights() {
    let model = "models/drawn.safetensors";
    let line = "train --epochs 1 --batch-size 500 --learning-rate 0.000001 --json";
    let tuned = json_lines(&format!("{line} --model {model}"))
        .pop()
        .unwrap();
    assert!(tuned["test_accuracy"].as_f64().unwrap() > 0.95);
}

#[test]
fn a_run_that_diverges_says_so_and_keeps_sound_weights() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().display();
    let line = format!("train --optimizer sgd --learning-rate 900 --batch-size 100 --out {out}");
    let output = convscope(&line);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("error: the run diverged in epoch 1, batch "),
        "{said}"
    );
    assert!(said.contains("lower the learning rate, 900 now"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    stdout(&format!("evaluate --model {out}/model.safetensors"));
}

#[test]
fn wrong_usage_ends_with_2() {
    for line in [
        "train --epochs 0",
        "train --batch-size 0",
        "train --batch-size 9999999",
        "train --learning-rate -1",
        "train --learning-rate nan",
        "train --momentum 0.5",
        "train --optimizer sgd --momentum 1.5",
        "train --threads 0",
        "train --seed -1",
        "train --optimizer lion",
        "train --resume somewhere --seed 1",
        "evaluate --data builtin --data builtin",
    ] {
        let output = convscope(line);
        assert_eq!(output.status.code(), Some(2), "{line}");
        assert!(output.stdout.is_empty(), "{line}");
    }
}

#[test]
fn a_number_that_cannot_be_is_told_what_it_may_be() {
    let rate = "'--learning-rate <F>': a number from 0.000000001 to 1000 is needed, such as 0.001";
    let seed = "'--seed <N>': a whole number from 0 to 9223372036854775807 is needed";
    for (words, expected) in [
        ("--learning-rate -1", rate),
        ("--learning-rate 0,001", rate),
        ("--learning-rate 2000", rate),
        ("--seed -1", seed),
        ("--seed 18446744073709551616", seed),
        (
            "--batch-size 1.5",
            "a whole number from 1 to 8192 is needed",
        ),
        ("--epochs -3", "a whole number from 1 to 1000000 is needed"),
        ("--threads x", "a whole number from 1 to 256 is needed"),
        (
            "--optimizer sgd --momentum -1",
            "a number from 0 to 0.9999 is needed, such as 0.9",
        ),
        ("--momentum 0.5", "Usage: convscope train [OPTIONS]"),
    ] {
        let output = convscope(&format!("train {words}"));
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{words}");
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn an_empty_path_is_told() {
    for (subcommand, option) in [
        ("train", "--data"),
        ("train", "--hold-out"),
        ("train", "--model"),
        ("evaluate", "--data"),
        ("evaluate", "--model"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_convscope"))
            .args([subcommand, option, ""])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{subcommand} {option}");
        let said = String::from_utf8(output.stderr).unwrap();
        let expected = format!("error: a value is required for '{option} <");
        assert!(said.starts_with(&expected), "{said}");
    }
}

/// A path on Unix is any bytes.
#[cfg(target_os = "linux")]
#[test]
fn paths_need_not_be_text() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = TempDir::new().unwrap();
    let name = folder.path().join(OsStr::from_bytes(b"digits\xff"));
    std::fs::write(&name, DRAWN_ONE).unwrap();
    for words in [&["evaluate", "--data"][..], &["data", "info"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_convscope"))
            .args(words)
            .arg(&name)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
    }
}

/// A full disk takes no message.
#[cfg(target_os = "linux")]
#[test]
fn an_error_that_cannot_be_told_is_one_still() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full");
    for (line, code) in [("evaluate --model none", 1), ("train --epochs 0", 2)] {
        let status = Command::new(env!("CARGO_BIN_EXE_convscope"))
            .args(line.split_whitespace())
            .stderr(full().unwrap())
            .status();
        assert_eq!(status.unwrap().code(), Some(code), "{line}");
    }
}

/// That there is no display is no wrong usage.
#[cfg(target_os = "linux")]
#[test]
fn a_window_that_cannot_be_opened_is_an_error() {
    let output = Command::new(env!("CARGO_BIN_EXE_convscope"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("error: there can be no window: "),
        "{said}"
    );
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn drawn_digits_are_trained_on_and_held_out() {
    let Some(path) = shared::find("pen/pendigits-orig.tra.gz") else {
        return;
    };
    let pen = path.display();
    let folder = TempDir::new().unwrap();
    let out = folder.path().display();
    let text = stdout(&format!(
        "{QUICK} --data builtin --data {pen} --data {pen} --out {out}"
    ));
    assert!(text.contains("builtin: "), "{text}");
    assert!(text.contains("of 1499 held-out digits"), "{text}");
    assert_eq!(text.matches("held-out digits right").count(), 3, "{text}");
    let line = format!("evaluate --model {out}/model.safetensors --data {pen} --json");
    assert_eq!(json_lines(&line)[0]["total"], 1_499);
    let all = format!("{QUICK} --data {pen} --all-writers");
    let held = stdout(&format!("{all} --hold-out builtin"));
    assert!(
        held.contains("builtin: ") && !held.contains("of 1499"),
        "{held}"
    );
    // What is to be held out is, also of the very file that is trained on.
    let kept = stdout(&format!("{all} --hold-out {pen}"));
    assert!(kept.contains("of 1499 held-out digits"), "{kept}");
    let done = json_lines(&format!("{all} --json")).pop().unwrap();
    assert!(done["test_accuracy"].is_null());
}

#[test]
fn a_writers_digits_are_held_out_where_it_is_asked_for() {
    let folder = TempDir::new().unwrap();
    let pen = folder.path().join("digits");
    let digit = |label: u32, writer: u32, x: u32| {
        format!(
            ".SEGMENT DIGIT 0 ? \"{label}\"\n.COMMENT {label} {writer} 1\n\
             .PEN_DOWN\n{x} 100\n250 400\n.PEN_UP\n"
        )
    };
    std::fs::write(&pen, digit(1, 1, 200) + &digit(7, 5, 100)).unwrap();
    let line = format!("train --data {} --epochs 1 --all-writers", pen.display());
    let text = stdout(&line);
    assert!(
        text.contains("no digit is held out, so that no accuracy is measured"),
        "{text}"
    );
    for held in [
        format!("{line} --hold-out {}", pen.display()),
        format!(
            "{line} --data builtin --batch-size 500 --hold-out {}",
            pen.display()
        ),
    ] {
        let text = stdout(&held);
        assert!(text.contains("of 1 held-out digits right"), "{text}");
    }
    let line = format!(
        "train --epochs 1 --batch-size 500 --all-writers --hold-out {}",
        pen.display()
    );
    let text = stdout(&line);
    assert!(text.contains("of 1 held-out digits right"), "{text}");
}

#[test]
fn the_real_mnist_is_evaluated() {
    let Some(folder) = shared::find("mnist") else {
        return;
    };
    let line = format!("evaluate --data {} --json", folder.display());
    let found = json_lines(&line).pop().unwrap();
    assert_eq!(found["total"], 10_000);
    assert!(found["accuracy"].as_f64().unwrap() >= 0.993, "{found}");
}

#[test]
fn data_says_what_it_holds() {
    let found = json_lines("data info --json").pop().unwrap();
    assert_eq!(
        (&found["train"]["total"], &found["test"]["total"]),
        (&8_500.into(), &1_500.into())
    );
    assert_eq!(row_sum(&found["train"]["digits"]), 8_500);
    let text = stdout("data info builtin");
    assert!(
        text.starts_with("to train on: 8500 pictures of 28×28 (0: "),
        "{text}"
    );
    if let Some(folder) = shared::find("mnist") {
        let found = json_lines(&format!("data info {} --json", folder.display()))
            .pop()
            .unwrap();
        let rounded = |name: &str| (found["train"][name].as_f64().unwrap() * 1e5).round();
        assert_eq!(
            (rounded("mean"), rounded("standard_deviation")),
            (13_066.0, 30_811.0)
        );
    }
}

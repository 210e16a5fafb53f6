//! `convscope classify`, as a user starts it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use convscope::digit::picture::save_png;
use convscope::grid::Grid;
use serde_json::Value;
use tempfile::TempDir;

use crate::mnist::sketched_digits;

fn classify(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_convscope"))
        .arg("classify")
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn file(folder: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// A PNG's beginning: signature and a sound header that announces so many pixels.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 0, 0, 0, 0]);
    let mut checksum = flate2::Crc::new();
    checksum.update(&header);
    let mut png = b"\x89PNG\r\n\x1A\n\0\0\0\x0D".to_vec();
    png.extend(header);
    png.extend(checksum.sum().to_be_bytes());
    png
}

fn one(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("one.png");
    save_png(&sketched_digits()[1], &path).unwrap();
    path
}

#[test]
fn a_picture_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = one(&folder);
    let output = classify(&["--json", path.to_str().unwrap()]);
    assert!(output.status.success());
    assert_eq!(text(&output.stderr), "");
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["path"], path.to_str().unwrap());
    assert_eq!(answer["digit"], 1);
    let probabilities = answer["probabilities"].as_array().unwrap();
    assert_eq!(probabilities.len(), 10);
    assert_eq!(probabilities[1], answer["probability"]);
    let sum: f64 = probabilities.iter().map(|p| p.as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-5);

    let output = classify(&[path.to_str().unwrap()]);
    assert!(text(&output.stdout).starts_with(&format!("{}: 1, ", path.display())));
}

#[test]
fn a_blank_picture_has_no_digit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("blank.png");
    save_png(&Grid::filled(40, 60, 0.0), &path).unwrap();
    let output = classify(&["--json", path.to_str().unwrap()]);
    assert!(output.status.success());
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["digit"], Value::Null);
    assert_eq!(answer["probability"], 0.0);
}

#[test]
fn each_bad_file_is_one_line_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let sound = std::fs::read(one(&folder)).unwrap();
    let cut = &sound[..sound.len() / 2];
    let bad = [
        (file(&folder, "empty.png", b""), "empty"),
        (
            file(&folder, "text.png", b"Dear reader,\nthis is text.\n"),
            "neither PNG nor JPEG",
        ),
        (file(&folder, "cut.png", cut), "damaged"),
        (
            file(&folder, "header only.png", &png_header(28, 28)),
            "damaged",
        ),
        (
            file(&folder, "huge.png", &png_header(30_000, 30_000)),
            "30000×30000",
        ),
        (file(&folder, "none.png", &png_header(0, 5)), "no pixel"),
        (file(&folder, "two\nlines.png", b""), "empty"),
        (
            file(&folder, "half.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF"),
            "damaged",
        ),
        (folder.path().to_owned(), "folder"),
        (folder.path().join("missing.png"), "no such file"),
    ];
    for (path, words) in &bad {
        let output = classify(&["--json", path.to_str().unwrap()]);
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert_eq!(output.stdout, b"", "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
        let name = path.to_str().unwrap().replace('\n', " ");
        assert!(stderr.starts_with(&format!("error: {name}: ")), "{stderr}");
        assert!(stderr.contains(words), "{stderr}");
    }
}

#[test]
fn a_bad_file_does_not_keep_others_from_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let good = one(&folder);
    let missing = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let good = good.to_str().unwrap();
    let output = classify(&[&missing("a.png"), good, &missing("b.png"), good]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout).lines().count(), 2);
    let stderr = text(&output.stderr);
    assert_eq!(stderr.lines().count(), 2);
    assert!(stderr.contains("a.png") && stderr.contains("b.png"));
}

#[test]
fn a_bad_model_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let picture = one(&folder);
    let model = Path::new("missing.safetensors");
    let output = classify(&[
        "--model",
        model.to_str().unwrap(),
        picture.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stderr),
        "error: missing.safetensors: there is no such file\n"
    );
}

#[test]
fn wrong_usage_is_told_apart() {
    assert_eq!(classify(&[]).status.code(), Some(2));
    assert_eq!(
        classify(&["--no-such-option", "a.png"]).status.code(),
        Some(2)
    );
}

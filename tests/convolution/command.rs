//! `convscope convolve`, as a shell runs it.

use std::path::Path;
use std::process::{Command, Output};

fn convolve(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_convscope"))
        .arg("convolve")
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("in.csv"),
        "1,2,3,4\n5,6,7,8\n9,10,11,12\n",
    )
    .unwrap();
    folder
}

/// The CSV that these arguments make of in.csv.
fn numbers(arguments: &str) -> String {
    let folder = folder();
    let mut arguments: Vec<_> = arguments.split('|').collect();
    arguments.extend(["in.csv", "out.csv"]);
    let output = convolve(folder.path(), &arguments);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{stderr}");
    assert!(output.stdout.is_empty() && stderr.is_empty(), "{stderr}");
    std::fs::read_to_string(folder.path().join("out.csv")).unwrap()
}

/// The exit code and the lines on stderr.
fn refused(arguments: &[&str]) -> (i32, String) {
    let output = convolve(folder().path(), arguments);
    assert!(output.stdout.is_empty());
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn every_option_counts() {
    assert_eq!(numbers("--kernel|1 0 -1; 2 0 -2; 1 0 -1"), "-8,-8\n");
    assert_eq!(numbers("--kernel|sobel-x"), "8,8\n");
    assert_eq!(numbers("--kernel|sobel-x|--flip"), "-8,-8\n");
    assert_eq!(
        numbers("--kernel|-1"),
        "-1,-2,-3,-4\n-5,-6,-7,-8\n-9,-10,-11,-12\n"
    );
    assert_eq!(numbers("--kernel|1|--stride|2"), "1,3\n9,11\n");
    assert_eq!(numbers("--kernel|1 1|--dilation|2"), "4,6\n12,14\n20,22\n");
    let padded = |mode: &str| {
        numbers(&format!(
            "--kernel|1 0 0; 0 0 0; 0 0 0|--padding|1|--padding-mode|{mode}"
        ))
    };
    assert_eq!(padded("zero"), "0,0,0,0\n0,1,2,3\n0,5,6,7\n");
    assert_eq!(padded("replicate"), "1,1,2,3\n1,1,2,3\n5,5,6,7\n");
    assert_eq!(padded("reflect"), "6,5,6,7\n2,1,2,3\n6,5,6,7\n");
    assert_eq!(padded("circular"), "12,9,10,11\n4,1,2,3\n8,5,6,7\n");
    let sized = "--kernel|gaussian-blur:3:0.0001|--padding|1";
    assert_eq!(numbers(sized), numbers("--kernel|identity|--padding|1"));
    // By the beginning of its name, however it is written.
    assert_eq!(numbers("--kernel|Box"), numbers("--kernel|box_blur:3"));
    assert_eq!(numbers("--kernel|SobelX"), numbers("--kernel|sobel-x"));
}

#[test]
fn numbers_that_overflow_are_told() {
    let folder = folder();
    let output = convolve(folder.path(), &["--kernel", "3e37", "in.csv", "out.csv"]);
    assert!(output.status.success() && output.stdout.is_empty());
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "warning: out.csv: 1 of 12 numbers are not finite: 32-bit numbers reach to ±3.4e38\n"
    );
}

#[test]
fn errors_are_one_line_and_say_what_to_do() {
    for (arguments, expected) in [
        (
            ["--kernel", "box-blur:5", "in.csv", "out.csv"],
            "error: in.csv: height: the kernel spans 5, the padded input only 3: 3 − 5 + 2·0 = −2, \
             which is below 0; it works with --padding 1, or a kernel of 3 × 3\n",
        ),
        (
            ["--kernel", "1", "none.csv", "out.csv"],
            "error: none.csv: there is no such file\n",
        ),
        (
            ["--kernel", "1", "in.csv", "out.bmp"],
            "error: out.bmp: the ending must be .png, .csv or .npy\n",
        ),
    ] {
        assert_eq!(refused(&arguments), (1, expected.into()));
    }
    let reflect = [
        "--kernel",
        "1",
        "--padding",
        "5",
        "--padding-mode",
        "reflect",
        "in.csv",
        "o.csv",
    ];
    let (code, line) = refused(&reflect);
    assert_eq!(code, 1);
    assert!(
        line.ends_with("it works with --padding 2, or --padding-mode replicate\n"),
        "{line}"
    );
}

#[test]
fn wrong_usage_exits_with_2() {
    for arguments in [
        &["in.csv", "out.csv"][..],
        &["--kernel", "sobel", "in.csv", "out.csv"],
        &["--kernel", "nonsense", "in.csv", "out.csv"],
        &["--kernel", "1 2; 3", "in.csv", "out.csv"],
        &["--kernel", "box-blur:12", "in.csv", "out.csv"],
        &["--kernel", "sobel-x:5", "in.csv", "out.csv"],
        &["--kernel", "gaussian-blur:5:0", "in.csv", "out.csv"],
        &["--kernel", "1", "--stride", "0", "in.csv", "out.csv"],
        &["--kernel", "1", "--dilation", "0", "in.csv", "out.csv"],
        &["--kernel", "1", "--padding", "-1", "in.csv", "out.csv"],
        &[
            "--kernel",
            "1",
            "--padding-mode",
            "mirror",
            "in.csv",
            "out.csv",
        ],
        &["--kernel", "1", "in.csv"],
    ] {
        let (code, text) = refused(arguments);
        assert_eq!(code, 2, "{arguments:?}: {text}");
        assert!(text.starts_with("error: "), "{text}");
    }
    let (_, text) = refused(&["--kernel", "sobel", "in.csv", "out.csv"]);
    assert!(text.contains("“sobel” can be sobel-x or sobel-y"), "{text}");
}

#[test]
fn a_number_that_cannot_be_is_told_what_it_may_be() {
    for (option, number, least) in [
        ("--stride", "-1", 1),
        ("--stride", "1.5", 1),
        ("--dilation", "0", 1),
        ("--padding", "-1", 0),
        ("--padding", "x", 0),
    ] {
        let (code, text) = refused(&["--kernel", "1", option, number, "in.csv", "out.csv"]);
        assert_eq!(code, 2);
        let said = format!(
            "error: invalid value '{number}' for '{option} <N>': \
             a whole number from {least} to 67108864 is needed\n"
        );
        assert!(text.starts_with(&said), "{text}");
    }
}

#[test]
fn pictures_go_in_and_out() {
    let folder = folder();
    let run = |arguments: &[&str]| {
        let output = convolve(folder.path(), arguments);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    run(&["--kernel", "1/12", "in.csv", "grey.png"]);
    run(&[
        "--kernel",
        "identity",
        "--padding",
        "1",
        "grey.png",
        "grey.csv",
    ]);
    let text = std::fs::read_to_string(folder.path().join("grey.csv")).unwrap();
    let first: Vec<f32> = text
        .lines()
        .next()
        .unwrap()
        .split(',')
        .map(|n| n.parse().unwrap())
        .collect();
    for (value, expected) in first.iter().zip([1.0, 2.0, 3.0, 4.0]) {
        assert!((value - expected / 12.0).abs() <= 0.5 / 255.0);
    }
    run(&["--kernel", "sobel-y", "grey.png", "out.npy"]);
    assert_eq!(
        std::fs::metadata(folder.path().join("out.npy"))
            .unwrap()
            .len(),
        128 + 2 * 4
    );
}

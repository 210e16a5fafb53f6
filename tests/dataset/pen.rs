//! Drawn digits: the format, the split by writer, and the form that the network reads.

use std::collections::BTreeSet;
use std::path::Path;

use convscope::dataset::{PIXELS, Source, pen};

use super::shared;

const TWO_DIGITS: &str = r#"
.INCLUDE        dene.doc
.LEXICON "0" "1"
.HIERARCHY      DIGIT

.SEGMENT DIGIT    0 ? "1"
.COMMENT 1 12  224
.PEN_DOWN
 100  450
 100  50
.PEN_UP
.DT 100

.SEGMENT DIGIT    1-2 ? "7"
.COMMENT 7 20  1
.PEN_DOWN
 100  400
 300  400
.PEN_UP
.DT 60
.PEN_DOWN
 300  400
 200  100
.PEN_UP
"#;

fn complaint(text: &str) -> String {
    pen::parse(text).unwrap_err().to_string()
}

#[test]
fn strokes_labels_and_writers_are_read() {
    let digits = pen::parse(TWO_DIGITS).unwrap();
    let [one, seven] = &digits[..] else {
        panic!("{digits:?}");
    };
    assert_eq!((one.label, one.writer, one.strokes.len()), (1, 12, 1));
    assert_eq!((seven.label, seven.writer, seven.strokes.len()), (7, 20, 2));
    assert_eq!((one.is_held_back(), seven.is_held_back()), (false, true));
}

#[test]
fn a_byte_order_mark_says_nothing() {
    let marked = format!("\u{feff}{}", TWO_DIGITS.trim_start());
    assert_eq!(
        pen::parse(&marked).unwrap(),
        pen::parse(TWO_DIGITS).unwrap()
    );
    let marked = "\u{feff}.SEGMENT DIGIT 0 ? \"x\"";
    assert!(complaint(marked).contains("the label is not a digit"));
}

/// y points up in the file and down on the canvas.
#[test]
fn a_seven_has_its_bar_on_top() {
    let digits = pen::parse(TWO_DIGITS).unwrap();
    let pixels = digits[1].pixels();
    let widths: Vec<usize> = pixels
        .chunks(28)
        .map(|row| row.iter().filter(|ink| **ink > 127).count())
        .filter(|width| *width > 0)
        .collect();
    assert!(widths[1] > 10 && widths[widths.len() - 2] < 6, "{widths:?}");
    assert_eq!(pixels.iter().max(), Some(&255));
}

#[test]
fn writers_are_held_back_unless_all_are_wanted() {
    let digits = pen::parse(TWO_DIGITS).unwrap();
    let split = pen::split(&digits, false);
    assert_eq!(
        (split.train.labels(), split.test.labels()),
        (&[1][..], &[7][..])
    );
    assert_eq!(split.train.pixels(0), digits[0].pixels());
    let split = pen::split(&digits, true);
    assert_eq!((split.train.labels(), split.test.len()), (&[1, 7][..], 0));
}

#[test]
fn faults_are_named_with_their_line() {
    let with = |from: &str, to: &str| complaint(&TWO_DIGITS.replace(from, to));
    assert_eq!(
        with("? \"1\"", "? \"11\""),
        "line 6: the label is not a digit of 0 to 9 in quotation marks"
    );
    assert_eq!(
        with("1 12  224", "1"),
        "line 7: the comment does not give the writer's number"
    );
    assert_eq!(
        with("100  450", "100"),
        "line 9: not a pair of coordinates from 0 to 500"
    );
    assert_eq!(
        with("100  450", "100 501"),
        "line 9: not a pair of coordinates from 0 to 500"
    );
    assert_eq!(
        with("100  450", "NaN 4"),
        "line 9: not a pair of coordinates from 0 to 500"
    );
    assert_eq!(
        with(".PEN_DOWN\n 100  450", " 100 450"),
        "line 8: a point while the pen is up"
    );
    assert_eq!(
        with(".COMMENT 1 12  224\n", ""),
        "line 13: the digit before this has no writer"
    );
    assert_eq!(
        complaint(".SEGMENT DIGIT 0 ? \"1\"\n.COMMENT 1 2 3\n.PEN_DOWN\n.PEN_UP\n"),
        "line 4: the digit before this has no strokes"
    );
    assert_eq!(complaint(".PEN_DOWN\n"), "line 1: a stroke outside a digit");
    assert_eq!(
        complaint("\n"),
        "holds no drawn digits: `.SEGMENT DIGIT` begins one"
    );
}

#[test]
fn complaints_name_the_file() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("drawn");
    let read = || pen::read(&path).unwrap_err().to_string();
    assert_eq!(
        read(),
        format!("{}: there is no such file or folder", path.display())
    );
    std::fs::write(&path, b"").unwrap();
    assert_eq!(read(), format!("{}: the file is empty", path.display()));
    std::fs::write(&path, b"\x89PNG\xff").unwrap();
    let expected = "holds no drawn digits: `.SEGMENT DIGIT` begins one";
    assert_eq!(read(), format!("{}: {expected}", path.display()));
}

#[test]
fn a_source_is_a_word_or_a_path() {
    assert_eq!(Source::from("builtin".to_owned()), Source::Builtin);
    let path = Source::from("some/where".to_owned());
    assert_eq!(path, Source::Path("some/where".into()));
    assert_eq!(path.to_string(), "some/where");
    let missing = Source::Path("some/where".into()).read(false).unwrap_err();
    assert_eq!(missing.path, Path::new("some/where"));
}

#[test]
fn the_real_file_is_split_by_writer() {
    let Some(path) = shared::find("pen/pendigits-orig.tra.gz") else {
        return;
    };
    let digits = pen::read(&path).unwrap();
    assert_eq!(digits.len(), 7_494);
    let writers = |held_back: bool| -> BTreeSet<u32> {
        let some = digits.iter().filter(|d| d.is_held_back() == held_back);
        some.map(|digit| digit.writer).collect()
    };
    assert_eq!(writers(true), BTreeSet::from([5, 10, 15, 20, 25, 30]));
    assert_eq!(writers(false).len(), 24);
    let split = pen::split(&digits, false);
    assert_eq!((split.train.len(), split.test.len()), (5_995, 1_499));
    for index in 0..split.test.len() {
        let ink = split.test.pixels(index);
        assert_eq!(ink.len(), PIXELS);
        assert_eq!(ink.iter().max(), Some(&255));
    }
}

//! The IDX format: what is read, and how everything else is refused.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use convscope::dataset::{Problem, idx, mnist};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use tempfile::TempDir;

/// The bytes of a file of pictures that announces these sizes.
fn pictures(count: u32, height: u32, width: u32, pixels: &[u8]) -> Vec<u8> {
    let header = [0x0803, count, height, width].map(u32::to_be_bytes);
    [header.as_flattened(), pixels].concat()
}

/// The bytes of a file of labels that announces so many.
fn labels(count: u32, labels: &[u8]) -> Vec<u8> {
    [[0x0801, count].map(u32::to_be_bytes).as_flattened(), labels].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn write(folder: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn complaint(read: Result<Vec<u8>, Problem>) -> String {
    read.unwrap_err().to_string()
}

#[test]
fn plain_and_gzipped_give_the_same() {
    let pixels: Vec<u8> = (0..2 * 784).map(|i| (i * 7 % 256) as u8).collect();
    let file = pictures(2, 28, 28, &pixels);
    assert_eq!(idx::parse_pictures(&file).unwrap(), pixels);
    assert_eq!(idx::parse_pictures(&gzip(&file)).unwrap(), pixels);
    let file = labels(3, &[0, 9, 4]);
    assert_eq!(idx::parse_labels(&file).unwrap(), [0, 9, 4]);
    assert_eq!(idx::parse_labels(&gzip(&file)).unwrap(), [0, 9, 4]);
}

#[test]
fn empty_sets_are_sound() {
    assert!(
        idx::parse_pictures(&pictures(0, 28, 28, &[]))
            .unwrap()
            .is_empty()
    );
    assert!(idx::parse_labels(&labels(0, &[])).unwrap().is_empty());
}

#[test]
fn a_wrong_magic_number_is_named() {
    let said = complaint(idx::parse_pictures(&labels(1, &[3])));
    assert_eq!(
        said,
        "starts with 00000801: a file of pictures starts with 00000803"
    );
    let said = complaint(idx::parse_labels(b"\x89PNG\r\n\x1a\n"));
    assert_eq!(
        said,
        "starts with 89504e47: a file of labels starts with 00000801"
    );
}

#[test]
fn sizes_that_disagree_with_the_length_are_refused() {
    let short = pictures(2, 28, 28, &[0; 784]);
    let said = "announces 1584 bytes but holds 800: fetch the file again";
    assert_eq!(complaint(idx::parse_pictures(&short)), said);
    assert_eq!(complaint(idx::parse_pictures(&gzip(&short))), said);
    let long = labels(2, &[1, 2, 3]);
    assert_eq!(
        complaint(idx::parse_labels(&long)),
        "announces 10 bytes but holds 11: fetch the file again"
    );
    assert_eq!(
        complaint(idx::parse_labels(&gzip(&long))),
        "announces 10 bytes but holds more: fetch the file again"
    );
}

#[test]
fn four_billion_items_are_refused_before_any_is_read() {
    for file in [
        pictures(u32::MAX, 28, 28, &[]),
        gzip(&pictures(4_000_000_000, 28, 28, &[])),
    ] {
        let said = complaint(idx::parse_pictures(&file));
        assert!(said.ends_with("items: at most 1000000 are read"), "{said}");
    }
}

#[test]
fn pictures_of_another_size_are_refused() {
    let said = complaint(idx::parse_pictures(&pictures(1, 32, 64, &[0; 2048])));
    assert_eq!(said, "holds pictures of 32×64: only 28×28 can be read");
}

#[test]
fn labels_over_nine_are_refused() {
    let said = complaint(idx::parse_labels(&labels(3, &[9, 0, 10])));
    assert_eq!(said, "label 2 is 10: labels are the digits 0 to 9");
}

/// A gzip of 4 GB of zeros in 4 MB: only as much is unpacked as the header announces.
#[test]
fn a_gzip_that_goes_on_is_not_followed() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&pictures(1, 28, 28, &[])).unwrap();
    std::io::copy(&mut std::io::repeat(0).take(64 << 20), &mut encoder).unwrap();
    let bomb = encoder.finish().unwrap();
    let said = complaint(idx::parse_pictures(&bomb));
    assert_eq!(
        said,
        "announces 800 bytes but holds more: fetch the file again"
    );
}

#[test]
fn a_damaged_gzip_is_refused() {
    let mut file = gzip(&labels(1000, &[5; 1000]));
    file.truncate(file.len() / 2);
    let said = complaint(idx::parse_labels(&file));
    assert_eq!(
        said,
        "the gzip stream is damaged or cut short: fetch the file again"
    );
}

#[test]
fn a_file_that_is_cut_within_its_header_is_refused() {
    assert_eq!(complaint(idx::parse_labels(&[])), "the file is empty");
    let said = complaint(idx::parse_pictures(&pictures(1, 28, 28, &[])[..9]));
    assert_eq!(said, "holds only 9 bytes: too few for an IDX header");
}

#[test]
fn complaints_name_the_file() {
    let folder = TempDir::new().unwrap();
    let missing = folder.path().join("labels");
    assert_eq!(
        idx::read_labels(&missing).unwrap_err().to_string(),
        format!("{}: there is no such file or folder", missing.display())
    );
    assert_eq!(
        idx::read_labels(folder.path()).unwrap_err().to_string(),
        format!(
            "{}: this is a folder: choose a file inside it",
            folder.path().display()
        )
    );
    let empty = write(&folder, "empty", b"");
    assert_eq!(
        idx::read_pictures(&empty).unwrap_err().to_string(),
        format!("{}: the file is empty", empty.display())
    );
}

/// A folder with four files, of which the test's pictures are plain and the rest gzipped.
fn folder_of_four(test_labels: &[u8]) -> TempDir {
    let folder = TempDir::new().unwrap();
    let train = gzip(&pictures(2, 28, 28, &[7; 2 * 784]));
    write(&folder, "train-images-idx3-ubyte.gz", &train);
    write(
        &folder,
        "train-labels-idx1-ubyte.gz",
        &gzip(&labels(2, &[1, 2])),
    );
    write(
        &folder,
        "t10k-images-idx3-ubyte",
        &pictures(1, 28, 28, &[9; 784]),
    );
    let test = labels(test_labels.len() as u32, test_labels);
    write(&folder, "t10k-labels-idx1-ubyte.gz", &gzip(&test));
    folder
}

#[test]
fn a_folder_holds_four_files() {
    let split = mnist::read_folder(folder_of_four(&[3]).path()).unwrap();
    assert_eq!(split.train.labels(), [1, 2]);
    assert_eq!((split.test.label(0), split.test.pixels(0)[0]), (3, 9));
}

#[test]
fn a_folder_without_one_of_them_is_refused() {
    let folder = folder_of_four(&[3]);
    std::fs::remove_file(folder.path().join("t10k-images-idx3-ubyte")).unwrap();
    let said = mnist::read_folder(folder.path()).unwrap_err().to_string();
    let expected = "t10k-images-idx3-ubyte is missing, plain or as .gz: \
                    put MNIST's four files into this folder";
    assert_eq!(said, format!("{}: {expected}", folder.path().display()));
}

#[test]
fn unequal_numbers_are_refused() {
    let folder = folder_of_four(&[3, 4]);
    let said = mnist::read_folder(folder.path()).unwrap_err().to_string();
    let expected = "holds 2 labels for 1 pictures: they do not belong together";
    assert!(said.ends_with(expected), "{said}");
    assert!(said.contains("t10k-labels-idx1-ubyte.gz"), "{said}");
}

proptest! {
    /// Whatever bytes come, reading ends in a set or in an error.
    #[test]
    fn no_bytes_hurt(mut bytes in prop::collection::vec(any::<u8>(), 0..200), zipped: bool, kind in 0..3) {
        if kind == 1 {
            bytes.splice(0..0, 0x0803_u32.to_be_bytes());
        } else if kind == 2 {
            bytes.splice(0..0, 0x0801_u32.to_be_bytes());
        }
        if zipped {
            bytes = gzip(&bytes);
        }
        if let Ok(pixels) = idx::parse_pictures(&bytes) {
            prop_assert!(pixels.len().is_multiple_of(784));
        }
        if let Ok(labels) = idx::parse_labels(&bytes) {
            prop_assert!(labels.iter().all(|label| *label < 10));
        }
    }
}

#[test]
fn the_path_may_be_anything() {
    assert!(idx::read_pictures(Path::new("")).is_err());
}

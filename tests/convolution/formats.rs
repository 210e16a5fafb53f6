//! Files in and out.

use std::path::{Path, PathBuf};

use convscope::convolution::formats::{self, Picture, Problem};
use convscope::digit::picture;
use convscope::files::ReadError;
use convscope::grid::Grid;
use image::{DynamicImage, ImageFormat, Luma, Rgb, Rgba};
use proptest::prelude::*;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn written(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn grid(height: usize, width: usize, values: &[f32]) -> Grid {
    Grid::from_values(height, width, values.to_vec()).unwrap()
}

fn csv(text: &[u8]) -> Result<Grid, String> {
    let folder = folder();
    let path = written(folder.path(), "numbers.csv", text);
    let result = formats::read(&path);
    result.map_err(|error| {
        let text = error.to_string();
        let name = format!("{}: ", path.display());
        text.strip_prefix(&name).unwrap().to_owned()
    })
}

#[test]
fn tables_of_many_makers_are_read() {
    let expected = Ok(grid(2, 2, &[1.0, -2.5, 0.001, 4.0]));
    for text in [
        "1,-2.5\n1e-3,4",
        "1, -2.5\r\n1e-3, 4\r\n",
        "\u{feff}1;-2.5\n1e-3;4\n\n",
        "1\t-2.5\n1e-3\t4\n",
        "  1  -2.5\n1e-3 4\n \n",
        "\n1 -2.5\n1e-3 +4",
    ] {
        assert_eq!(csv(text.as_bytes()), expected, "{text:?}");
    }
}

#[test]
fn bad_tables_name_the_line() {
    for (text, expected) in [
        (&b""[..], "the file is empty"),
        (b"\n\n", "the file is empty"),
        (
            b"1,2\n3",
            "line 2 has length 1, line 1 has 2: give all rows the same",
        ),
        (
            b"\n1,2\n3,4,5",
            "line 3 has length 3, line 2 has 2: give all rows the same",
        ),
        (
            b"1,2\nx,4",
            "line 2: \u{201c}x\u{201d} is not a number: write plain decimals such as -0.5 or 1e-3",
        ),
        (
            b"1,,2",
            "line 1: \u{201c}\u{201d} is not a number: write plain decimals such as -0.5 or 1e-3",
        ),
        (
            b"1,5;2,5",
            "line 1: \u{201c}1,5\u{201d} is not a number: write plain decimals such as -0.5 or 1e-3",
        ),
        (b"1\n2\n\n3", "line 3: blank between the rows: take it out"),
        (
            b"1,nan",
            "line 1: \u{201c}nan\u{201d} is not a finite 32-bit number: they reach to \u{b1}3.4e38",
        ),
        (
            b"1,1e39",
            "line 1: \u{201c}1e39\u{201d} is not a finite 32-bit number: they reach to \u{b1}3.4e38",
        ),
        (
            b"1\n\xff\n",
            "line 2: not text in UTF-8: save the table as plain CSV",
        ),
    ] {
        assert_eq!(csv(text), Err(expected.into()), "{text:?}");
    }
}

#[test]
fn files_that_are_none() {
    let folder = folder();
    let problem = |path: &Path| formats::read(path).unwrap_err().problem;
    assert!(matches!(
        problem(&folder.path().join("none.png")),
        Problem::File(ReadError::NotFound)
    ));
    assert!(matches!(
        problem(folder.path()),
        Problem::File(ReadError::Folder)
    ));
    let text = written(folder.path(), "a.png", b"1,2,3");
    assert!(matches!(problem(&text), Problem::NotAPicture));
    let broken = written(folder.path(), "b.png", b"\x89PNG\r\n\x1a\nand no more");
    assert!(matches!(problem(&broken), Problem::BadPicture(_)));
    let out = folder.path().join("c.tiff");
    let error = formats::write(&out, &Grid::filled(1, 1, 0.0)).unwrap_err();
    assert!(matches!(error.problem, Problem::UnknownEnding));
    assert!(formats::check_ending(&out).is_err());
    let nowhere = folder.path().join("none/d.csv");
    let error = formats::write(&nowhere, &Grid::filled(1, 1, 0.0)).unwrap_err();
    assert!(matches!(error.problem, Problem::Unwritable(_)));
}

/// A PNG that claims more pixels than may be allocated.
#[test]
fn a_picture_that_claims_to_be_huge_is_refused() {
    let folder = folder();
    let mut small = std::io::Cursor::new(Vec::new());
    DynamicImage::new_luma8(1, 1)
        .write_to(&mut small, ImageFormat::Png)
        .unwrap();
    let mut bytes = small.into_inner();
    bytes[16..20].copy_from_slice(&100_000_u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&100_000_u32.to_be_bytes());
    let checksum = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
    let path = written(folder.path(), "huge.png", &bytes);
    let error = formats::read(&path).unwrap_err();
    assert!(
        matches!(
            error.problem,
            Problem::BadPicture(picture::Problem::TooManyPixels {
                width: 100_000,
                height: 100_000
            })
        ),
        "{error}"
    );
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn decoded(image: &DynamicImage, format: ImageFormat) -> Picture {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    Picture::decode(&bytes.into_inner()).unwrap()
}

#[test]
fn pictures_become_numbers() {
    let grey = image::ImageBuffer::from_fn(3, 2, |x, y| Luma([(x + 3 * y) as u8 * 51]));
    let picture = decoded(&grey.into(), ImageFormat::Png);
    assert_eq!(
        picture.channels(),
        [grid(2, 3, &[0.0, 0.2, 0.4, 0.6, 0.8, 1.0])]
    );
    assert_eq!(picture.grey(), picture.channels()[0]);

    let colors = image::ImageBuffer::from_fn(2, 1, |x, _| {
        if x == 0 {
            Rgb([255, 0, 0_u8])
        } else {
            Rgb([255; 3])
        }
    });
    let picture = decoded(&colors.into(), ImageFormat::Png);
    assert_eq!(picture.channels().len(), 3);
    assert_eq!(picture.channels()[1], grid(1, 2, &[0.0, 1.0]));
    assert_eq!(picture.grey(), grid(1, 2, &[0.2126, 1.0]));

    // Black ink on nothing is black on white.
    let ink =
        image::ImageBuffer::from_fn(3, 1, |x, _| Rgba([0, 0, 0, [255, 0, 51_u8][x as usize]]));
    let picture = decoded(&ink.into(), ImageFormat::Png);
    assert_eq!(picture.channels()[2], grid(1, 3, &[0.0, 1.0, 0.8]));

    let deep = image::ImageBuffer::from_fn(2, 1, |x, _| Luma([[0x8000, 0xffff_u16][x as usize]]));
    let picture = decoded(&deep.into(), ImageFormat::Png);
    assert_eq!(picture.channels(), [grid(1, 2, &[32768.0 / 65535.0, 1.0])]);

    let photo =
        DynamicImage::ImageRgb8(image::ImageBuffer::from_pixel(16, 16, Rgb([200, 100, 50])));
    let picture = decoded(&photo, ImageFormat::Jpeg);
    assert!((picture.channels()[0].at(8, 8) - 200.0 / 255.0).abs() < 0.02);

    assert_eq!(
        Picture::from_rgba(1, 1, &[255, 255, 255, 255])
            .unwrap()
            .grey(),
        grid(1, 1, &[1.0])
    );
    assert_eq!(Picture::from_rgba(1, 1, &[255, 255, 255]), None);
    assert_eq!(Picture::from_rgba(usize::MAX, usize::MAX, &[]), None);
}

fn greys(values: &[f32]) -> Vec<u8> {
    let folder = folder();
    let path = folder.path().join("out.png");
    formats::write(&path, &grid(1, values.len(), values)).unwrap();
    image::open(path).unwrap().to_luma8().into_raw()
}

#[test]
fn numbers_become_greys() {
    assert_eq!(greys(&[0.0, 0.2, 1.0]), [0, 51, 255]);
    assert_eq!(greys(&[0.0, 1.0, 2.0]), [0, 128, 255]);
    assert_eq!(greys(&[-2.0, 0.0, 1.0]), [1, 128, 192]);
    assert_eq!(greys(&[-0.5, 0.0, 0.5]), [1, 128, 255]);
    assert_eq!(greys(&[0.0, 0.0]), [0, 0]);
    let error = formats::write(Path::new("never.png"), &grid(1, 2, &[0.0, f32::NAN])).unwrap_err();
    assert!(
        error.to_string().contains("row 1, column 2 is NaN"),
        "{error}"
    );
    assert!(!Path::new("never.png").exists());
}

#[test]
fn a_grey_picture_comes_back_the_same() {
    let folder = folder();
    let path = folder.path().join("grey.png");
    let all: Vec<f32> = (0..=255_u8).map(|grey| f32::from(grey) / 255.0).collect();
    let picture = grid(16, 16, &all);
    formats::write(&path, &picture).unwrap();
    assert_eq!(formats::read(&path).unwrap(), picture);
}

#[test]
fn numpy_arrays_have_their_header() {
    let folder = folder();
    let path = folder.path().join("a.npy");
    formats::write(
        &path,
        &grid(2, 3, &[1.0, -2.0, 3.5, f32::NAN, f32::INFINITY, 0.0]),
    )
    .unwrap();
    let bytes = std::fs::read(path).unwrap();
    assert_eq!(&bytes[..8], b"\x93NUMPY\x01\x00");
    let length = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    let header = str::from_utf8(&bytes[10..10 + length]).unwrap();
    assert_eq!(
        header.trim_end(),
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
    );
    assert_eq!((10 + length) % 64, 0);
    assert!(header.ends_with('\n'));
    assert_eq!(bytes.len(), 10 + length + 6 * 4);
    assert_eq!(bytes[10 + length + 8..][..4], 3.5_f32.to_le_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn csv_comes_back_the_same(
        numbers in crate::strategies::grid(1..9_usize, 1..9_usize, -3.4e38..3.4e38_f32), exponent in -45..0_i32,
    ) {
        let numbers = numbers.map(|value| value * 10_f32.powi(exponent));
        let folder = folder();
        let path = folder.path().join("a.csv");
        formats::write(&path, &numbers).unwrap();
        prop_assert_eq!(formats::read(&path).unwrap(), numbers);
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..200), is_png: bool) {
        let mut file = if is_png { b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec() } else { Vec::new() };
        file.extend(&bytes);
        let folder = folder();
        let _ = formats::read(&written(folder.path(), "a.png", &file));
        let _ = formats::read(&written(folder.path(), "a.csv", &bytes));
    }
}

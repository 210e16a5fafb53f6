use std::io::Cursor;
use std::path::Path;

use convscope::digit::{Drawing, MnistForm, Steps, mnist_form, picture};
use convscope::grid::Grid;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, GenericImageView, GrayImage, ImageFormat, Luma, Rgb, RgbImage, Rgba};
use proptest::prelude::*;

use crate::mnist::{sketched_digits, sketched_inks, training_digits};

/// Grey levels of `digit`, light ink on black, each pixel `factor` × `factor` large.
fn grey(digit: &Grid, factor: u32) -> GrayImage {
    let (width, height) = (digit.width() as u32, digit.height() as u32);
    GrayImage::from_fn(width * factor, height * factor, |x, y| {
        let ink = digit.at((y / factor) as usize, (x / factor) as usize);
        Luma([(ink * 255.0).round() as u8])
    })
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    image
        .write_to(&mut Cursor::new(&mut bytes), format)
        .unwrap();
    bytes
}

fn form_of(image: &DynamicImage, format: ImageFormat) -> MnistForm {
    let ink = picture::from_encoded(Path::new("a picture"), &encoded(image, format)).unwrap();
    mnist_form(ink, Steps::default())
}

fn largest_difference(a: &Grid, b: &Grid) -> f32 {
    let differences = a
        .values()
        .iter()
        .zip(b.values())
        .map(|(a, b)| (a - b).abs());
    differences.fold(0.0, f32::max)
}

/// The mean difference of pixels, when one picture is moved to where it fits best, at most one
/// pixel: the centre of mass may be near a border between two.
fn mean_difference(a: &Grid, b: &Grid) -> f32 {
    let moved = |row: usize, column: usize, (down, right): (usize, usize)| {
        let (row, column) = (
            (row + down).checked_sub(1)?,
            (column + right).checked_sub(1)?,
        );
        (row < 28 && column < 28).then(|| b.at(row, column))
    };
    let sum = |by| -> f32 {
        let cells = (0..28).flat_map(|row| (0..28).map(move |column| (row, column)));
        cells
            .map(|(row, column)| (a.at(row, column) - moved(row, column, by).unwrap_or(0.0)).abs())
            .sum()
    };
    let moves = (0..3).flat_map(|down| (0..3).map(move |right| (down, right)));
    moves.map(sum).fold(f32::INFINITY, f32::min) / (28.0 * 28.0)
}

/// The ways in which the same digit may be put into a file without loss.
fn disguises(digit: &GrayImage) -> Vec<(&'static str, DynamicImage)> {
    let (width, height) = digit.dimensions();
    let rgba = |colour: fn(u8) -> [u8; 4]| {
        let pixel = |x, y| Rgba(colour(digit.get_pixel(x, y).0[0]));
        DynamicImage::ImageRgba8(image::RgbaImage::from_fn(width, height, pixel))
    };
    let mut dark_on_light = digit.clone();
    image::imageops::invert(&mut dark_on_light);
    let light_on_dark = DynamicImage::ImageLuma8(digit.clone());
    vec![
        (
            "16 bits",
            DynamicImage::ImageLuma16(light_on_dark.to_luma16()),
        ),
        ("light on dark", light_on_dark),
        ("dark on light", DynamicImage::ImageLuma8(dark_on_light)),
        ("yellow on white", rgba(|ink| [255, 255, 255 - ink, 255])),
        ("black on nothing", rgba(|ink| [0, 0, 0, ink])),
        ("white on nothing", rgba(|ink| [255, 255, 255, ink])),
        ("grey on nothing", rgba(|ink| [128, 128, 128, ink])),
    ]
}

/// Within one level of 255: some digits' peak is 254, and the recipe makes it 255.
#[test]
fn a_digit_comes_back_whatever_its_disguise() {
    let mut digits = sketched_digits();
    digits.extend(training_digits(60).unwrap_or_default());
    for (index, digit) in digits.iter().enumerate() {
        for factor in [1, 10] {
            for (name, image) in disguises(&grey(digit, factor)) {
                let form = form_of(&image, ImageFormat::Png).centred;
                let most = largest_difference(&form, digit);
                assert!(
                    most <= 1.01 / 255.0,
                    "digit {index}, {name}, times {factor}: differs by {most}"
                );
            }
        }
    }
}

#[test]
fn a_digit_shown_on_the_canvas_comes_back() {
    for digit in sketched_digits() {
        let mut drawing = Drawing::default();
        drawing.show_picture(digit.clone());
        let form = mnist_form(drawing.ink(), Steps::default()).centred;
        assert!(largest_difference(&form, &digit) <= 0.5 / 255.0);
    }
}

#[test]
fn a_saved_drawing_opens_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("drawing.png");
    for digit in sketched_digits() {
        picture::save_png(&digit, &path).unwrap();
        let saved = image::open(&path).unwrap();
        assert_eq!(saved.color(), image::ColorType::L8);
        assert_eq!(saved.get_pixel(0, 0).0[0], 255, "paper is white");
        let opened = picture::open(&path).unwrap();
        assert!(largest_difference(&opened, &digit) <= 0.51 / 255.0);
    }
    assert_eq!(
        folder.path().read_dir().unwrap().count(),
        1,
        "nothing is left beside it"
    );
}

#[test]
fn saving_where_one_cannot_names_the_file() {
    let path = Path::new("no such folder/drawing.png");
    let error = picture::save_png(&Grid::filled(2, 2, 0.0), path).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("no such folder/drawing.png: cannot be written")
    );
}

/// Noise of our own, the same every time, −1..1.
fn noise(x: u32, y: u32) -> f32 {
    let mut bits = x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77);
    bits ^= bits >> 15;
    bits = bits.wrapping_mul(0x2C1B_3C6D);
    bits ^= bits >> 12;
    bits = bits.wrapping_mul(0x297A_2D39);
    bits ^= bits >> 15;
    (bits & 0xFFFF) as f32 / 32768.0 - 1.0
}

/// A sheet of 600 × 450 pixels under uneven light, with grain; `paper` gives its lightness
/// 0..1 at a pixel, under which the ink is dark blue.
fn photo(ink: Option<&Grid>, paper: impl Fn(u32, u32) -> f32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(600, 450, |x, y| {
        let ink = ink.map_or(0.0, |plane| match (y.checked_sub(90), x.checked_sub(180)) {
            (Some(row), Some(column)) if row < 280 && column < 280 => {
                plane.at(row as usize, column as usize)
            }
            _ => 0.0,
        });
        let light = paper(x, y);
        let channel = |own: f32| {
            let level = light * (1.0 - ink * own) + 0.03 * noise(x, y);
            (level * 255.0).round().clamp(0.0, 255.0) as u8
        };
        Rgb([channel(0.85), channel(0.85), channel(0.6)])
    }))
}

fn slope(x: u32, y: u32) -> f32 {
    0.9 - 0.4 * x as f32 / 600.0 - 0.15 * y as f32 / 450.0
}

#[test]
fn a_photo_under_uneven_light_is_read() {
    type Lightness = fn(u32, u32) -> f32;
    let sheets: [(&str, Lightness); 4] = [
        ("even", |_, _| 0.8),
        ("slope", slope),
        ("shadow", |x, y| {
            slope(x, y) * if 2 * x + y > 800 { 0.6 } else { 1.0 }
        }),
        ("ruled", |x, y| {
            slope(x, y) * if y % 50 < 2 { 0.8 } else { 1.0 }
        }),
    ];
    for ink in sketched_inks() {
        let expected = mnist_form(ink.clone(), Steps::default()).centred;
        for (name, sheet) in sheets {
            let image = photo(Some(&ink), sheet);
            for format in [ImageFormat::Png, ImageFormat::Jpeg] {
                let form = form_of(&image, format).centred;
                let mean = mean_difference(&form, &expected);
                assert!(mean < 0.02, "{name}, {format:?}: differs by {mean} a pixel");
            }
        }
    }
}

#[test]
fn a_desk_around_the_sheet_is_not_ink() {
    for ink in sketched_inks() {
        let expected = mnist_form(ink.clone(), Steps::default()).centred;
        let desk = |x: u32, y: u32| {
            let inside = (80..520).contains(&x) && (40..410).contains(&y);
            if inside { slope(x, y) } else { 0.2 }
        };
        let form = form_of(&photo(Some(&ink), desk), ImageFormat::Jpeg).centred;
        let mean = mean_difference(&form, &expected);
        assert!(mean < 0.02, "differs by {mean} a pixel");
    }
}

#[test]
fn nothing_on_it_is_blank() {
    for level in [0, 100, 255] {
        for opacity in [0, 128, 255] {
            let pixel = Rgba([level, level / 2, level, opacity]);
            let image = image::RgbaImage::from_pixel(50, 30, pixel);
            assert!(form_of(&DynamicImage::ImageRgba8(image), ImageFormat::Png).is_blank());
        }
    }
    for sheet in [slope as fn(u32, u32) -> f32, |_, _| 0.7] {
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            assert!(form_of(&photo(None, sheet), format).is_blank());
        }
    }
}

#[test]
fn round_corners_that_one_sees_through_are_paper() {
    let digit = &sketched_digits()[0];
    let levels = grey(digit, 10);
    for dark_card in [true, false] {
        let image = image::RgbaImage::from_fn(280, 280, |x, y| {
            let ink = levels.get_pixel(x, y).0[0];
            let level = if dark_card { ink } else { 255 - ink };
            let corner = x + y < 30 || 279 - x + y < 30;
            Rgba([level, level, level, if corner { 0 } else { 255 }])
        });
        let form = form_of(&DynamicImage::ImageRgba8(image), ImageFormat::Png).centred;
        assert!(largest_difference(&form, digit) <= 1.01 / 255.0);
    }
}

#[test]
fn specks_do_not_count() {
    let digit = &sketched_digits()[0];
    let mut image = grey(digit, 10);
    for (x, y) in [(3, 3), (270, 12), (14, 260)] {
        image.put_pixel(x, y, Luma([255]));
        image.put_pixel(x + 1, y, Luma([200]));
    }
    let form = form_of(&DynamicImage::ImageLuma8(image), ImageFormat::Png).centred;
    assert!(largest_difference(&form, digit) <= 1.01 / 255.0);
}

/// A JPEG that says which way up it is, as cameras do: as EXIF's tag 0x112.
#[test]
fn a_picture_that_lies_on_its_side_is_put_upright() {
    let digit = &sketched_digits()[0];
    let upright = DynamicImage::ImageLuma8(grey(digit, 10));
    let mut bytes = encoded(&upright.rotate270(), ImageFormat::Jpeg);
    let mut exif = b"\xFF\xE1\x00\x22Exif\0\0MM\0\x2A\0\0\0\x08\0\x01".to_vec();
    exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0");
    bytes.splice(2..2, exif);
    let ink = picture::from_encoded(Path::new("camera.jpg"), &bytes).unwrap();
    let expected = form_of(&upright, ImageFormat::Jpeg).centred;
    let found = mnist_form(ink, Steps::default()).centred;
    assert!(mean_difference(&found, &expected) < 0.01);
}

#[test]
fn of_a_large_picture_with_little_ink_the_ink_is_kept_sharp() {
    let digit = &sketched_digits()[0];
    let mut image = GrayImage::from_pixel(6000, 4000, Luma([255]));
    let mut small = grey(digit, 10);
    image::imageops::invert(&mut small);
    image::imageops::replace(&mut image, &small, 4567, 2345);
    let mut bytes = Vec::new();
    let quick =
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::NoFilter);
    image.write_with_encoder(quick).unwrap();
    let ink = picture::from_encoded(Path::new("24 megapixels.png"), &bytes).unwrap();
    assert!(ink.width().max(ink.height()) <= picture::PLANE_SIDE);
    let form = mnist_form(ink, Steps::default()).centred;
    assert!(largest_difference(&form, digit) <= 1.01 / 255.0);
}

#[test]
fn pasted_pixels_are_checked() {
    let fails = |width, height, rgba: &[u8]| {
        picture::from_rgba(width, height, rgba)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(fails(0, 0, &[]), "there is no pixel in it");
    assert_eq!(
        fails(2, 2, &[0; 15]),
        "16 bytes of pixels were announced, 15 came"
    );
    assert!(fails(usize::MAX, 2, &[]).contains("too many"));
    assert!(fails(30_000, 30_000, &[]).contains("at most 64 million"));
    assert!(fails(64_000_001, 1, &[]).contains("20000 along a side"));
    assert_eq!(
        picture::from_rgba(1, 1, &[0; 4]).unwrap(),
        Grid::filled(1, 1, 0.0)
    );
}

proptest! {
    #![proptest_config(crate::cases(200))]

    #[test]
    fn a_damaged_file_is_an_error_or_a_picture(
        jpeg: bool,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        length in any::<prop::sample::Index>(),
    ) {
        thread_local!(static FILES: [Vec<u8>; 2] = {
            let image = photo(Some(&sketched_inks()[0]), slope).thumbnail(60, 45);
            [ImageFormat::Png, ImageFormat::Jpeg].map(|format| encoded(&image, format))
        });
        let mut bytes = FILES.with(|files| files[usize::from(jpeg)].clone());
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        bytes.truncate(length.index(bytes.len()) + 1);
        if let Ok(ink) = picture::from_encoded(Path::new("damaged"), &bytes) {
            prop_assert!(ink.values().iter().all(|v| (0.0..=1.0).contains(v)));
        }
    }

    #[test]
    fn any_pixels_give_a_plane_of_ink(
        width in 1_usize..70,
        height in 1_usize..70,
        levels in prop::collection::vec(any::<u8>(), 1..50),
    ) {
        let rgba: Vec<u8> = levels.iter().copied().cycle().take(width * height * 4).collect();
        let ink = picture::from_rgba(width, height, &rgba).unwrap();
        prop_assert_eq!((ink.height(), ink.width()), (height, width));
        prop_assert!(ink.values().iter().all(|v| (0.0..=1.0).contains(v)));
    }
}

/// Strokes of one grey from edge to edge: a scan in two colours, cut out closely.
#[test]
fn ink_of_one_grey_from_edge_to_edge_is_read() {
    let bar = |x: u32, y: u32| (40..60).contains(&x) || y < 20;
    let frame = |x: u32, y: u32| {
        let edge = x < 3 || y < 3 || x >= 97 || y >= 197;
        edge || (40..60).contains(&x) && (30..170).contains(&y)
    };
    let ink_of = |ink: &dyn Fn(u32, u32) -> bool| {
        let image = GrayImage::from_fn(100, 200, |x, y| Luma([u8::from(!ink(x, y)) * 255]));
        let png = encoded(&DynamicImage::ImageLuma8(image), ImageFormat::Png);
        picture::from_encoded(Path::new("a picture"), &png).unwrap()
    };
    let cells = |ink: &Grid| ink.values().iter().filter(|v| **v > 0.5).count();
    assert_eq!(cells(&ink_of(&bar)), 20 * 100 + 20 * 180);
    assert_eq!(cells(&ink_of(&frame)), 20 * 140, "a frame is no ink");
}

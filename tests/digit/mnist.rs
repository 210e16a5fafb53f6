//! Real digits, where the folder with MNIST's files is beside the project.

use std::io::Read;
use std::path::Path;

use convscope::digit::{Drawing, Point, Steps, Stroke, mnist_form};
use convscope::grid::Grid;
use flate2::read::GzDecoder;

/// The first `count` digits of MNIST's training set as 28×28 grids, ink = 1, or `None`, said
/// aloud, where they are missing.
pub fn training_digits(count: usize) -> Option<Vec<Grid>> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/mnist/train-images-idx3-ubyte.gz");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("SKIPPED: no MNIST at {}", path.display());
        return None;
    };
    let mut pixels = vec![0; 16 + count * 28 * 28];
    GzDecoder::new(bytes.as_slice())
        .read_exact(&mut pixels)
        .unwrap();
    let grids = pixels[16..].chunks_exact(28 * 28).map(|digit| {
        let values = digit.iter().map(|v| f32::from(*v) / 255.0).collect();
        Grid::from_values(28, 28, values).unwrap()
    });
    Some(grids.collect())
}

/// A four, a one and a zero of our own making, as planes of 280 × 280 pixels of ink.
pub fn sketched_inks() -> Vec<Grid> {
    let lines: [&[&[(f32, f32)]]; 3] = [
        &[
            &[(0.3, 0.2), (0.25, 0.5), (0.6, 0.5)],
            &[(0.55, 0.2), (0.5, 0.8)],
        ],
        &[&[(0.5, 0.2), (0.48, 0.5), (0.5, 0.8)]],
        &[&[
            (0.5, 0.2),
            (0.35, 0.35),
            (0.33, 0.6),
            (0.5, 0.8),
            (0.65, 0.6),
            (0.63, 0.3),
            (0.5, 0.2),
        ]],
    ];
    lines
        .iter()
        .map(|strokes| {
            let strokes = strokes.iter().map(|points| Stroke {
                points: points.iter().map(|(x, y)| Point { x: *x, y: *y }).collect(),
                width: 0.05,
            });
            Drawing::from_strokes(strokes.collect()).ink()
        })
        .collect()
}

/// The same in MNIST's form, 28 × 28: 20 pixels high, a peak of 1, their centre of mass in
/// (14, 15].
pub fn sketched_digits() -> Vec<Grid> {
    sketched_inks()
        .into_iter()
        .map(|ink| mnist_form(ink, Steps::default()).centred)
        .collect()
}

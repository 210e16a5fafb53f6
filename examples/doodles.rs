//! Trains the network that tells digits from doodles, chooses the threshold of the rule that
//! uses it (`src/network/verdict.rs`), and measures what the rule lets through and holds back.
//!
//! `cargo run --release --example doodles -- MNIST_FOLDER PEN_FILE` trains, writes
//! `models/doodles.safetensors` and measures; with `--measure` it only measures the network that
//! is built in, with the threshold in force.

use std::path::Path;

use anyhow::{Context, Result};
use convscope::dataset::pen::{self, PenDigit};
use convscope::dataset::{Dataset, PIXELS, augment::Augmentation, mnist};
use convscope::digit::Stroke;
use convscope::grid::Grid;
use convscope::network::verdict::{self, LEAST_PROBABILITY, MOST_DOODLE_ODDS, doodle_odds};
use convscope::network::{Architecture, Layer, Model, Preset};
use convscope::training::schedule::Schedule;
use convscope::training::settings::Settings;
use convscope::training::trainer::Trainer;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

#[path = "../tests/digit/doodles.rs"]
mod doodles;

use doodles::{KINDS, Kind, OTHER_KINDS};

const SEED: u64 = 1;

/// Doodles of each kind to train on, and to measure on.
const TRAINED_ON: u64 = 10_000;
const MEASURED_ON: u64 = 2_000;

/// Times that each drawn digit is rendered to train on, each time with another pen.
const RENDERINGS: u64 = 3;

/// MNIST's last training digits, and every tenth writer beginning with the first: not trained
/// on, to choose the threshold on.
const MNIST_LEFT: usize = 10_000;

fn is_left(digit: &PenDigit) -> bool {
    digit.writer % 10 == 1
}

/// The share of real digits that the threshold may hold back.
const HELD_BACK: f64 = 0.01;

fn main() -> Result<()> {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let only_measure = paths.iter().any(|path| path == "--measure");
    paths.retain(|path| path != "--measure");
    let [folder, pen_file] = &paths[..] else {
        anyhow::bail!("give MNIST's folder and the file of drawn digits");
    };
    let mnist = mnist::read_folder(Path::new(folder))?;
    let drawn = pen::read(Path::new(pen_file))?;

    let trained_on = mnist.train.len() - MNIST_LEFT;
    let left = pictures(&mnist.train.skip(trained_on));
    let (held_out, others): (Vec<_>, Vec<_>) = drawn.iter().partition(|d| d.is_held_back());
    let (drawn_left, drawn): (Vec<_>, Vec<_>) = others.into_iter().partition(|d| is_left(d));

    let network = if only_measure {
        verdict::doodles()
    } else {
        let network = train(&mnist.train.take(trained_on), &drawn)?;
        network.save(Path::new("models/doodles.safetensors"))?;
        network
    };
    let drawn_left = rendered(&drawn_left, 1);
    let threshold = if only_measure {
        MOST_DOODLE_ODDS
    } else {
        let threshold = quantile(&network, &left).max(quantile(&network, &drawn_left));
        say(format!("MOST_DOODLE_ODDS: {threshold}"));
        threshold
    };

    let model = Model::builtin();
    let report = |name: &str, pictures: &[Grid]| {
        let held = held_back(&network, &model, pictures, threshold);
        say(format!(
            "{name}: {held:.1} % of {} held back",
            pictures.len()
        ));
    };
    report("MNIST, threshold chosen on", &left);
    report("MNIST, test set", &pictures(&mnist.test));
    report("drawn, threshold chosen on", &drawn_left);
    report("drawn, held-out writers", &as_on_canvas(&held_out));
    report("drawn, held-out writers, any pen", &rendered(&held_out, 1));
    for kind in &KINDS {
        report(
            &format!("doodle, {}", kind.name),
            &made(kind, MEASURED_ON, 2),
        );
    }
    for kind in &OTHER_KINDS {
        report(
            &format!("doodle, {} (kind not trained on)", kind.name),
            &made(kind, MEASURED_ON, 2),
        );
    }
    report("drawn, broken off", &unfinished(&held_out));
    Ok(())
}

fn train(mnist: &Dataset, drawn: &[&PenDigit]) -> Result<Model> {
    let digits = mnist.all_pixels().to_vec();
    let drawn = bytes(&rendered(drawn, RENDERINGS));
    let mut pixels = [digits, drawn].concat();
    let mut labels = vec![verdict::DIGIT; pixels.len() / PIXELS];
    for kind in &KINDS {
        pixels.extend(bytes(&made(kind, TRAINED_ON, 1)));
        labels.resize(pixels.len() / PIXELS, verdict::DOODLE);
    }
    let settings = Settings {
        epochs: 20,
        batch_size: 128,
        learning_rate: 0.003,
        schedule: Schedule::OneCycle,
        seed: SEED,
        augmentation: Some(Augmentation::default()),
        architecture: architecture()?,
        ..Settings::default()
    };
    let threads = std::thread::available_parallelism()?.get();
    let mut trainer = Trainer::new(settings, Dataset::new(pixels, labels), threads)?;
    while !trainer.is_finished() {
        if let Some(epoch) = trainer.step()?.epoch_done {
            say(format!(
                "epoch {}: loss {:.4}, accuracy {:.4}",
                epoch.epoch, epoch.loss, epoch.accuracy
            ));
        }
    }
    Ok(trainer.model()?)
}

/// The lesson's convolutions, and a smaller rest.
fn architecture() -> Result<Architecture> {
    let linear = |name: &str, inputs, outputs| Layer::Linear {
        name: name.into(),
        inputs,
        outputs,
    };
    let mut layers = Preset::Lesson.layers();
    let flatten = layers.iter().position(|layer| *layer == Layer::Flatten);
    layers.truncate(flatten.context("the lesson's net is flattened")? + 1);
    layers.extend([linear("fc1", 400, 32), Layer::Relu, linear("fc2", 32, 10)]);
    Ok(Architecture::new(layers)?)
}

/// Doodles, each from a generator of its own.
fn made(kind: &Kind, count: u64, part: u64) -> Vec<Grid> {
    let one = |index| (kind.make)(&mut generator(part, index));
    (0..count).into_par_iter().map(one).collect()
}

/// Each drawn digit so many times with different pens.
fn rendered(digits: &[&PenDigit], times: u64) -> Vec<Grid> {
    let one = |index: usize| {
        let mut rng = generator(0, index as u64);
        doodles::form(&digits[index % digits.len()].strokes, &mut rng)
    };
    let count = digits.len() * times as usize;
    (0..count).into_par_iter().map(one).collect()
}

fn as_on_canvas(digits: &[&PenDigit]) -> Vec<Grid> {
    let pixels: Vec<_> = digits.par_iter().map(|digit| digit.pixels()).collect();
    let labels = digits.iter().map(|digit| digit.label).collect();
    pictures(&Dataset::new(pixels.into_flattened(), labels))
}

fn unfinished(digits: &[&PenDigit]) -> Vec<Grid> {
    let one =
        |(index, digit): (usize, &&PenDigit)| broken_off(digit, &mut generator(0, index as u64));
    digits.par_iter().enumerate().map(one).collect()
}

/// The beginning of a digit drawn with a pen: 20 to 50 % of its points. Some are digits all the
/// same, such as the stem of a four.
fn broken_off(digit: &PenDigit, rng: &mut ChaCha8Rng) -> Grid {
    let all: usize = digit.strokes.iter().map(|stroke| stroke.points.len()).sum();
    let mut left = (all as f32 * rng.random_range(0.2..0.5)).ceil() as usize;
    let mut strokes = Vec::new();
    for stroke in &digit.strokes {
        let points = stroke.points[..left.min(stroke.points.len())].to_vec();
        left -= points.len();
        if !points.is_empty() {
            strokes.push(Stroke { points, ..*stroke });
        }
    }
    doodles::form(&strokes, rng)
}

/// `part` 0 draws pens, 1 doodles to train on, 2 doodles to measure on.
fn generator(part: u64, index: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED + part);
    rng.set_stream(index);
    rng
}

fn pictures(dataset: &Dataset) -> Vec<Grid> {
    (0..dataset.len())
        .map(|index| dataset.picture(index))
        .collect()
}

fn bytes(pictures: &[Grid]) -> Vec<u8> {
    let values = pictures.iter().flat_map(Grid::values);
    values.map(|ink| (ink * 255.0).round() as u8).collect()
}

/// The odds that all but [`HELD_BACK`] of the pictures stay below.
fn quantile(network: &Model, pictures: &[Grid]) -> f32 {
    let mut odds: Vec<f32> = network
        .classify_many(pictures)
        .iter()
        .map(doodle_odds)
        .collect();
    odds.sort_by(f32::total_cmp);
    odds[((1.0 - HELD_BACK) * (odds.len() - 1) as f64).round() as usize]
}

/// The share of pictures that the rule holds back, in per cent.
fn held_back(network: &Model, model: &Model, pictures: &[Grid], threshold: f32) -> f64 {
    let said = model.classify_many(pictures);
    let judged = network.classify_many(pictures);
    let held = said.iter().zip(&judged).filter(|(said, judged)| {
        said.probability() <= LEAST_PROBABILITY || doodle_odds(judged) > threshold
    });
    100.0 * held.count() as f64 / pictures.len() as f64
}

#[expect(clippy::print_stdout)]
fn say(line: String) {
    println!("{line}");
}

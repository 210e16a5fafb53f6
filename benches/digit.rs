//! How long a drawing takes on its way to the answer: `cargo bench --bench digit`.

use convscope::digit::{Drawing, MnistForm, Point, Steps, Stroke, mnist_form};
use convscope::grid::Grid;
use convscope::network::{Classification, Model, Verdict, verdict};
use divan::Bencher;

fn main() {
    divan::main();
}

/// An eight of `points` points, as large as one draws on the canvas.
fn eight(points: usize) -> Drawing {
    let point = |index: usize| {
        let turn = index as f32 / (points - 1) as f32 * std::f32::consts::TAU;
        Point {
            x: 0.5 + 0.22 * (2.0 * turn).sin(),
            y: 0.5 - 0.4 * turn.cos(),
        }
    };
    Drawing::from_strokes(vec![Stroke {
        points: (0..points).map(point).collect(),
        width: 0.08,
    }])
}

#[divan::bench(args = [50, 1000])]
fn drawing_to_ink(bencher: Bencher, points: usize) {
    let drawing = eight(points);
    bencher.bench_local(|| -> Grid { drawing.ink() });
}

#[divan::bench(args = [50, 1000])]
fn drawing_to_form(bencher: Bencher, points: usize) {
    let drawing = eight(points);
    bencher.bench_local(|| -> MnistForm { mnist_form(drawing.ink(), Steps::default()) });
}

#[divan::bench(args = [50, 1000])]
fn drawing_to_answer(bencher: Bencher, points: usize) {
    let (model, drawing) = (Model::builtin(), eight(points));
    bencher.bench_local(|| -> Classification {
        model.classify(&mnist_form(drawing.ink(), Steps::default()).centred)
    });
}

#[divan::bench(args = [50, 1000])]
fn drawing_to_verdict(bencher: Bencher, points: usize) {
    let (model, drawing) = (Model::builtin(), eight(points));
    bencher.bench_local(|| -> Verdict {
        let picture = mnist_form(drawing.ink(), Steps::default()).centred;
        verdict(&picture, &model.classify(&picture))
    });
}

//! How a lesson's task can be done: settings of its figure, a place of its window, a drawing.

use std::sync::Arc;

use convscope::dataset;
use convscope::digit::{MnistForm, Steps, mnist_form};
use convscope::grid::Grid;
use convscope::lesson::{Condition, Figure, Kind, LastRead, World};
use convscope::network::{Classification, Model, Verdict, verdict};

/// A drawing and what the built-in network says of it.
pub struct Scene {
    /// What lies on the canvas: ink = 1.
    #[allow(dead_code)] // the window's tests alone draw it
    pub ink: Arc<Grid>,
    form: MnistForm,
    classification: Classification,
    verdict: Verdict,
    /// The true digit of a held-out one.
    label: Option<u8>,
    pub model: Model,
    pub batches: u64,
    read: LastRead,
}

impl Scene {
    fn new(ink: Grid, batches: u64) -> Self {
        let model = Model::builtin();
        let ink = Arc::new(ink);
        let form = mnist_form(ink.clone(), Steps::default());
        let classification = model.classify(&form.centred);
        Self {
            ink,
            verdict: verdict(&form.centred, &classification),
            form,
            classification,
            label: None,
            model,
            batches,
            read: LastRead::default(),
        }
    }

    pub fn world(&self) -> World<'_> {
        World {
            model: &self.model,
            form: &self.form,
            classification: &self.classification,
            verdict: self.verdict,
            label: self.label,
            batches: self.batches,
            epochs: self.batches as f64 / 2_125.0,
            read: &self.read,
        }
    }
}

/// A picture enlarged, as a canvas holds it.
fn enlarged(picture: &Grid) -> Grid {
    Grid::from_fn(280, 280, |row, column| picture.at(row / 10, column / 10))
}

/// Nothing, real digits of every class, something between two digits; and after some training.
pub fn scenes() -> Vec<Scene> {
    let digits = &dataset::builtin().test;
    let of = |digit: u8| {
        let index = (0..digits.len()).find(|index| digits.label(*index) == digit);
        digits.picture(index.unwrap())
    };
    let mut scenes = vec![Scene::new(Grid::filled(280, 280, 0.0), 0)];
    scenes.extend((0..10).map(|digit| Scene::new(enlarged(&of(digit)), 0)));
    for (a, b) in [(1, 0), (3, 8), (4, 9), (7, 1), (2, 6), (5, 9), (0, 6)] {
        let (a, b) = (of(a), of(b));
        let mixed = Grid::from_fn(28, 28, |row, column| {
            a.at(row, column).max(b.at(row, column)) * 0.5 + a.at(row, column) * 0.1
        });
        scenes.push(Scene::new(enlarged(&mixed), 0));
    }
    scenes.push(Scene::new(Grid::filled(280, 280, 0.0), 5_000));
    // A held-out digit that is read as another.
    let wrong = (0..digits.len()).find_map(|index| {
        let label = Some(digits.label(index));
        let scene = Scene {
            label,
            ..Scene::new(enlarged(&digits.picture(index)), 0)
        };
        (label != Some(scene.classification.digit())).then_some(scene)
    });
    scenes.extend(wrong);
    scenes
}

/// All ways to set the controls of a figure.
fn settings(figure: &Figure) -> Vec<Figure> {
    let mut ways = vec![figure.clone()];
    // Its rows are clicked.
    let clicked = figure.kind.settings().iter();
    let clicked = clicked.filter(|setting| figure.kind == Kind::Layers && setting.name == "layer");
    for setting in figure.controls().map(|(setting, _)| setting).chain(clicked) {
        ways = ways
            .iter()
            .flat_map(|figure| {
                let with = |choice: &&str| figure.clone().with(setting.name, choice);
                setting.choices.iter().map(with).collect::<Vec<_>>()
            })
            .collect();
    }
    ways
}

/// The figure as the reader sets it, and the index of the scene, in which the task is done.
pub fn solve(figure: &Figure, done: &Condition, scenes: &[Scene]) -> Option<(Figure, usize)> {
    let moves = done.names().any(|name| name == "row" || name == "column");
    for way in settings(figure) {
        let (rows, columns) = if moves { way.cells() } else { (1, 1) };
        for cell in 0..rows * columns {
            let mut way = way.clone();
            if moves {
                way.set_cell((cell / columns, cell % columns));
            }
            for (index, scene) in scenes.iter().enumerate() {
                if done.holds(|name| way.fact(name, &scene.world())) {
                    return Some((way, index));
                }
            }
        }
    }
    None
}

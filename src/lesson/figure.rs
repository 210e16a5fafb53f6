//! The live figures: what can be set on each, and what then is the case.
//!
//! A figure is a kind and one choice for each of its settings. The window draws it and lets the
//! reader change the settings that the lesson file lists as `controls`; facts follow from the
//! settings, from the window that slides in it, and from the digit on the canvas.

use std::cell::RefCell;

use super::condition::Fact;
use super::descent;
use crate::convolution::{
    Axis, Convolution, Geometry, Kernel, Padding, PaddingMode, Pooling, PoolingKind, Preset,
};
use crate::convolution::{geometry::Formula, patterns::Pattern};
use crate::digit::{MnistForm, Steps, mnist_form};
use crate::grid::Grid;
use crate::network::architecture::{INPUT, shapes_of};
use crate::network::{Classification, Layer, Model, Optimizer, Shape, Verdict, verdict};

/// Something that can be set: its name and its choices in a lesson file. The first is meant
/// where the file says nothing.
#[derive(Debug, PartialEq, Eq)]
pub struct Setting {
    pub name: &'static str,
    pub choices: &'static [&'static str],
}

const fn setting(name: &'static str, choices: &'static [&'static str]) -> Setting {
    Setting { name, choices }
}

/// What a figure shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Canvas,
    Questions,
    Convolution,
    Slide,
    Coverage,
    Pooling,
    Weights,
    Neighbours,
    Data,
    Form,
    Range,
    Layers,
    Maps,
    Field,
    Loss,
    Descent,
    Training,
    Evaluation,
    Change,
}

/// What there is to know of a kind.
#[derive(Debug)]
struct Sheet {
    kind: Kind,
    name: &'static str,
    settings: &'static [Setting],
    /// Facts beside the settings and the world's.
    facts: &'static [&'static str],
    /// Whether a window slides in it, with the facts `row` and `column`, counted from 1.
    has_window: bool,
}

const DIGITS: &[&str] = &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
const COUNTS: &[&str] = &[
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16",
    "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "32",
    "33", "34", "35", "36", "37", "38", "39", "40", "41", "42", "43", "44", "45", "46", "47", "48",
    "49", "50", "51", "52", "53", "54", "55", "56", "57", "58", "59", "60",
];

const SHEETS: [Sheet; 19] = [
    Sheet {
        kind: Kind::Canvas,
        name: "canvas",
        settings: &[],
        facts: &[],
        has_window: false,
    },
    Sheet {
        kind: Kind::Questions,
        name: "questions",
        settings: &[setting(
            "question",
            &["binary", "multi-class", "multi-label"],
        )],
        facts: &[],
        has_window: false,
    },
    Sheet {
        kind: Kind::Convolution,
        name: "convolution",
        settings: &[
            setting(
                "input",
                &[
                    "numbers",
                    "digit",
                    "impulse",
                    "edge",
                    "checkerboard",
                    "gradient",
                ],
            ),
            setting("size", &["6", "5", "7", "8", "9"]),
            setting(
                "kernel",
                &[
                    "box-blur",
                    "identity",
                    "gaussian-blur",
                    "sharpen",
                    "sobel-x",
                    "sobel-y",
                    "outline",
                    "emboss",
                    "counting",
                ],
            ),
            setting("stride", &["1", "2", "3"]),
            setting("padding", &["0", "1", "2"]),
            setting("flip", &["off", "on"]),
        ],
        facts: &["output", "leftover", "value", "formula"],
        has_window: true,
    },
    Sheet {
        kind: Kind::Slide,
        name: "slide",
        settings: &[
            setting("size", &["7", "5", "6", "8", "9", "10", "11", "12"]),
            setting("kernel", &["3", "2", "4", "5"]),
            setting("stride", &["1", "2", "3", "4"]),
            setting("padding", &["0", "1", "2"]),
            setting("dilation", &["1", "2"]),
        ],
        facts: &["output", "leftover", "formula"],
        has_window: false,
    },
    Sheet {
        kind: Kind::Coverage,
        name: "coverage",
        settings: &[
            setting("size", &["28", "12"]),
            setting("kernel", &["5", "3", "7"]),
            setting("padding", &["0", "1", "2", "3"]),
            setting("stride", &["1", "2"]),
            setting("show", &["map", "layers"]),
        ],
        facts: &["output", "corner", "middle", "formula"],
        has_window: false,
    },
    Sheet {
        kind: Kind::Pooling,
        name: "pooling",
        settings: &[
            setting("input", &["numbers", "digit"]),
            setting("size", &["6", "4", "5", "7", "8", "9"]),
            setting("pool", &["max", "average"]),
            setting("window", &["2", "3"]),
            setting("stride", &["2", "1", "3"]),
        ],
        facts: &["output", "leftover", "value", "formula"],
        has_window: true,
    },
    Sheet {
        kind: Kind::Weights,
        name: "weights",
        settings: &[
            setting("layer", &["dense", "convolution"]),
            setting("side", &["28", "8", "64", "224"]),
            setting("outputs", &["6", "1", "16", "100"]),
            setting("kernel", &["5", "3", "7"]),
        ],
        facts: &["parameters", "dense"],
        has_window: false,
    },
    Sheet {
        kind: Kind::Neighbours,
        name: "neighbours",
        settings: &[setting("pixels", &["in-order", "shuffled"])],
        facts: &[],
        has_window: false,
    },
    Sheet {
        kind: Kind::Data,
        name: "data",
        settings: &[setting(
            "show",
            &["all", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        )],
        facts: &[],
        has_window: false,
    },
    Sheet {
        kind: Kind::Form,
        name: "form",
        settings: &[setting("centring", &["mass", "box", "none"])],
        facts: &["said"],
        has_window: false,
    },
    Sheet {
        kind: Kind::Range,
        name: "range",
        settings: &[setting("scale", &["bytes", "share", "signed"])],
        facts: &["mean"],
        has_window: true,
    },
    Sheet {
        kind: Kind::Layers,
        name: "layers",
        settings: &[
            setting("padding", &["2", "0", "1"]),
            setting(
                "layer",
                &[
                    "none", "conv1", "pool1", "conv2", "pool2", "flatten", "fc1", "fc2", "fc3",
                ],
            ),
        ],
        facts: &["numbers", "fits"],
        has_window: false,
    },
    Sheet {
        kind: Kind::Maps,
        name: "maps",
        settings: &[setting(
            "stage",
            &[
                "input",
                "convolution-1",
                "pooling-1",
                "convolution-2",
                "pooling-2",
                "dense-1",
                "dense-2",
                "output",
            ],
        )],
        facts: &[],
        has_window: false,
    },
    Sheet {
        kind: Kind::Field,
        name: "field",
        settings: &[
            setting("layers", &["1", "2", "3", "4"]),
            setting("kernel", &["3", "2", "5"]),
            setting("stride", &["1", "2"]),
        ],
        facts: &["field"],
        has_window: false,
    },
    Sheet {
        kind: Kind::Loss,
        name: "loss",
        settings: &[setting("truth", DIGITS)],
        facts: &["loss", "probability"],
        has_window: false,
    },
    Sheet {
        kind: Kind::Descent,
        name: "descent",
        settings: &[
            setting("optimizer", &["sgd", "momentum", "adam"]),
            setting("rate", &["0.02", "0.1", "0.15", "0.17", "0.5"]),
            setting("steps", COUNTS),
        ],
        facts: &["height"],
        has_window: false,
    },
    Sheet {
        kind: Kind::Training,
        name: "training",
        settings: &[],
        facts: &[],
        has_window: false,
    },
    Sheet {
        kind: Kind::Evaluation,
        name: "evaluation",
        settings: &[setting("show", &["matrix", "mistakes"])],
        facts: &[],
        has_window: false,
    },
    Sheet {
        kind: Kind::Change,
        name: "change",
        settings: &[
            setting("turn", &["0", "15", "30", "60", "90", "180"]),
            setting("move", &["0", "2", "4", "8"]),
            setting("ink", &["usual", "swapped", "faint"]),
        ],
        facts: &["said", "said-sure", "same"],
        has_window: false,
    },
];

/// Facts of the digit on the canvas and of the network's state, known in every figure.
pub const WORLD_FACTS: [&str; 7] = [
    "drawn", "digit", "sure", "label", "mistaken", "batches", "epochs",
];

impl Kind {
    pub const ALL: [Self; SHEETS.len()] = {
        let mut all = [Self::Canvas; SHEETS.len()];
        let mut index = 0;
        while index < SHEETS.len() {
            all[index] = SHEETS[index].kind;
            index += 1;
        }
        all
    };

    fn sheet(self) -> &'static Sheet {
        const ALL: &[Sheet] = &SHEETS;
        &ALL[self as usize]
    }

    /// The kind's name in a lesson file.
    pub fn name(self) -> &'static str {
        self.sheet().name
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub fn settings(self) -> &'static [Setting] {
        self.sheet().settings
    }

    /// Whether a window slides in it.
    pub fn has_window(self) -> bool {
        self.sheet().has_window
    }

    /// The names of all facts that a task or a text may ask for.
    pub fn fact_names(self) -> impl Iterator<Item = &'static str> {
        let sheet = self.sheet();
        let window: &[&str] = if sheet.has_window {
            &["row", "column"]
        } else {
            &[]
        };
        let settings = sheet.settings.iter().map(|setting| setting.name);
        settings
            .chain(sheet.facts.iter().copied())
            .chain(window.iter().copied())
            .chain(WORLD_FACTS)
    }
}

/// What figures show besides their own settings: the digit on the canvas, the network, its
/// training.
#[derive(Clone, Copy)]
pub struct World<'a> {
    pub model: &'a Model,
    /// The canvas's digit on its way to the network.
    pub form: &'a MnistForm,
    pub classification: &'a Classification,
    pub verdict: Verdict,
    /// Its true digit, where that is known.
    pub label: Option<u8>,
    /// Batches that the latest training run has seen.
    pub batches: u64,
    /// The same in epochs.
    pub epochs: f64,
    /// What the network last said of a figure's picture.
    pub read: &'a LastRead,
}

/// What a network said of the picture that it was last asked for: a figure is asked for it several
/// times a frame.
#[derive(Default)]
pub struct LastRead {
    last: RefCell<Option<(Model, Grid, Classification)>>,
}

impl LastRead {
    pub fn classify(&self, model: &Model, picture: &Grid) -> Classification {
        let mut last = self.last.borrow_mut();
        if let Some((known, grid, said)) = &*last
            && known.is_same(model)
            && grid == picture
        {
            return *said;
        }
        let said = model.classify(picture);
        *last = Some((model.clone(), picture.clone(), said));
        said
    }
}

/// A figure of a lesson, as it is set.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Figure {
    pub kind: Kind,
    /// For each setting of the kind, the index of the choice.
    chosen: Vec<usize>,
    /// The settings that the reader may change, by their index.
    controls: Vec<usize>,
    /// Where the window that slides stands: row and column of the output.
    cell: (usize, usize),
    /// Whether the reader has moved it, or something else that [`settle`](Self::settle) sets.
    moved: bool,
}

/// Why a figure cannot be set so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FigureError {
    #[error("the figure {kind} has no setting “{name}”; it has {known}")]
    NoSetting {
        kind: &'static str,
        name: String,
        known: String,
    },
    #[error("{name} cannot be “{choice}”; it can be {known}")]
    NoChoice {
        name: &'static str,
        choice: String,
        known: String,
    },
}

impl Figure {
    /// The kind with its first choices, and no controls.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            chosen: vec![0; kind.settings().len()],
            controls: Vec::new(),
            cell: match kind {
                Kind::Range => (MIDDLE, MIDDLE),
                _ => (0, 0),
            },
            moved: false,
        }
    }

    fn index_of(&self, name: &str) -> Result<usize, FigureError> {
        let settings = self.kind.settings();
        let index = settings.iter().position(|setting| setting.name == name);
        index.ok_or_else(|| FigureError::NoSetting {
            kind: self.kind.name(),
            name: name.to_owned(),
            known: listed(settings.iter().map(|setting| setting.name)),
        })
    }

    /// Chooses for a setting, by the words of a lesson file.
    pub fn set(&mut self, name: &str, choice: &str) -> Result<(), FigureError> {
        let index = self.index_of(name)?;
        let setting = &self.kind.settings()[index];
        let found = setting.choices.iter().position(|known| *known == choice);
        self.chosen[index] = found.ok_or_else(|| FigureError::NoChoice {
            name: setting.name,
            choice: choice.to_owned(),
            known: listed(setting.choices.iter().copied()),
        })?;
        if name == "truth" {
            self.moved = true;
        }
        if (name, choice) == ("input", "digit") {
            // There is no ink in the corner.
            self.cell = (MIDDLE, MIDDLE);
        }
        self.clamp_cell();
        Ok(())
    }

    /// The same figure with this choice. Panics on a name or a choice that there is not.
    #[must_use]
    pub fn with(mut self, name: &str, choice: &str) -> Self {
        self.set(name, choice)
            .expect("the caller knows the figure's settings");
        self
    }

    /// Lets the reader change this setting.
    pub fn add_control(&mut self, name: &str) -> Result<(), FigureError> {
        let index = self.index_of(name)?;
        if !self.controls.contains(&index) {
            self.controls.push(index);
        }
        Ok(())
    }

    /// What the reader may set: each setting, and the index of its choice.
    pub fn controls(&self) -> impl Iterator<Item = (&'static Setting, usize)> {
        let settings = self.kind.settings();
        self.controls
            .iter()
            .map(move |index| (&settings[*index], self.chosen[*index]))
    }

    /// The choice for a setting. Panics on a name that there is not.
    pub fn get(&self, name: &str) -> &'static str {
        let index = self.index_of(name).expect("the kind has this setting");
        self.kind.settings()[index].choices[self.chosen[index]]
    }

    /// The choice for a setting as a number. Panics where it is none.
    pub fn number(&self, name: &str) -> usize {
        let choice = self.get(name).parse();
        choice.expect("the choices of this setting are numbers")
    }

    /// Row and column of the output where the window stands.
    pub fn cell(&self) -> (usize, usize) {
        self.cell
    }

    /// Puts the window there, or as near as it can go.
    pub fn set_cell(&mut self, cell: (usize, usize)) {
        self.cell = cell;
        self.moved = true;
        self.clamp_cell();
    }

    /// Starts from the digit, until the reader moves or chooses something: a window where it
    /// makes most of it, the true digit as the one that the network says.
    pub fn settle(&mut self, world: &World<'_>) {
        if self.kind == Kind::Loss && !self.moved && world.verdict != Verdict::Blank {
            self.chosen[0] = usize::from(world.classification.digit());
        }
        let takes_digit = self.convolution().is_some() && self.get("input") == "digit";
        if self.moved || !takes_digit {
            return;
        }
        let output = self.convolution().map(|c| c.apply(&world.form.centred));
        let Some(Ok(output)) = output else { return };
        let largest = output.max_abs();
        if largest > 0.0
            && let Some(index) = output.values().iter().position(|v| v.abs() == largest)
        {
            self.cell = (index / output.width(), index % output.width());
        }
    }

    /// Rows and columns that the window can stand on.
    pub fn cells(&self) -> (usize, usize) {
        match self.kind {
            Kind::Range => (RANGE_ROOM, RANGE_ROOM),
            _ => self.output().unwrap_or((1, 1)),
        }
    }

    fn clamp_cell(&mut self) {
        let (height, width) = self.cells();
        self.cell.0 = self.cell.0.min(height - 1);
        self.cell.1 = self.cell.1.min(width - 1);
    }

    /// Side of the picture that the window slides over.
    pub fn side(&self) -> usize {
        let settings = self.kind.settings();
        let takes_digit = settings.iter().any(|setting| setting.name == "input");
        if takes_digit && self.get("input") == "digit" {
            let (_, side, _) = INPUT.dims();
            return side;
        }
        self.number("size")
    }

    /// How its window slides, for the kinds that have one.
    pub fn geometry(&self) -> Option<Geometry> {
        Some(match self.kind {
            Kind::Convolution => self.convolution()?.geometry(),
            Kind::Pooling => self.pooling()?.geometry(),
            Kind::Slide | Kind::Coverage => {
                let dilation = match self.kind {
                    Kind::Slide => self.number("dilation"),
                    _ => 1,
                };
                let padding = self.number("padding");
                let axis = Axis {
                    kernel: self.number("kernel"),
                    stride: self.number("stride"),
                    padding: (padding, padding),
                    dilation,
                };
                Geometry {
                    rows: axis,
                    columns: axis,
                    mode: PaddingMode::Zero,
                }
            }
            _ => return None,
        })
    }

    /// Size of what its window makes of the picture, for the kinds that have one.
    pub fn output(&self) -> Option<(usize, usize)> {
        self.geometry()?.output(self.side(), self.side()).ok()
    }

    /// The size formula with its numbers.
    pub fn formula(&self) -> Option<Formula> {
        self.geometry()?.rows.formula(self.side()).ok()
    }

    /// What the figure `convolution` does.
    pub fn convolution(&self) -> Option<Convolution> {
        if self.kind != Kind::Convolution {
            return None;
        }
        let stride = self.number("stride");
        Some(Convolution {
            flip: self.get("flip") == "on",
            stride: (stride, stride),
            padding: Padding::all(PaddingMode::Zero, self.number("padding")),
            ..Convolution::new(kernel(self.get("kernel")))
        })
    }

    /// A blur with the window of the figures `slide` and `coverage`.
    pub fn blur(&self) -> Option<Convolution> {
        let kernel = Preset::BoxBlur.sized(self.number("kernel"))?;
        Convolution::new(kernel)
            .with_geometry(self.geometry()?)
            .ok()
    }

    /// What the figure `pooling` does.
    pub fn pooling(&self) -> Option<Pooling> {
        if self.kind != Kind::Pooling {
            return None;
        }
        let (window, stride) = (self.number("window"), self.number("stride"));
        Some(Pooling {
            kind: match self.get("pool") {
                "max" => PoolingKind::Max,
                _ => PoolingKind::Average,
            },
            window: (window, window),
            stride: (stride, stride),
        })
    }

    /// The picture that the window slides over: values 0 to 1, whole numbers for `numbers`.
    pub fn input(&self, world: &World<'_>) -> Grid {
        let side = self.side();
        match self.get("input") {
            "digit" => world.form.centred.clone(),
            "impulse" => Pattern::Impulse.grid(side, side),
            "edge" => Pattern::Edge.grid(side, side),
            "checkerboard" => Pattern::Checkerboard.grid(side, side),
            "gradient" => Pattern::Gradient.grid(side, side),
            _ => numbers(side),
        }
    }

    /// The layer of the figure `weights`, and the shape that it reads.
    pub fn weighed_layer(&self) -> Option<(Layer, Shape)> {
        if self.kind != Kind::Weights {
            return None;
        }
        let (side, outputs) = (self.number("side"), self.number("outputs"));
        let kernel = self.number("kernel");
        Some(match self.get("layer") {
            "dense" => (
                Layer::Linear {
                    name: "fc".into(),
                    inputs: side * side,
                    outputs,
                },
                Shape::Flat(side * side),
            ),
            _ => (
                Layer::Convolution {
                    name: "conv".into(),
                    channels: outputs,
                    kernel: (kernel, kernel),
                    stride: (1, 1),
                    padding: (kernel / 2, kernel / 2),
                    dilation: (1, 1),
                },
                Shape::maps(1, side, side),
            ),
        })
    }

    /// The layers of the figure `layers`: the lesson's, with this padding in the first.
    pub fn layers(&self) -> Vec<Layer> {
        let mut layers = crate::network::Preset::Lesson.layers();
        let chosen = self.number("padding");
        if let Some(Layer::Convolution { padding, .. }) = layers.first_mut() {
            *padding = (chosen, chosen);
        }
        layers
    }

    /// The layers of the figure `field`, one after another along one axis.
    pub fn stacked(&self) -> Vec<Axis> {
        let axis = Axis {
            kernel: self.number("kernel"),
            stride: self.number("stride"),
            padding: (0, 0),
            dilation: 1,
        };
        vec![axis; self.number("layers")]
    }

    /// The optimiser of the figure `descent`, and its path.
    pub fn descent(&self) -> Vec<[f64; 2]> {
        let optimizer = match self.get("optimizer") {
            "adam" => Optimizer::ADAM,
            "momentum" => Optimizer::Sgd { momentum: 0.9 },
            _ => Optimizer::Sgd { momentum: 0.0 },
        };
        let rate = self.get("rate").parse().expect("a rate is a number");
        descent::path(optimizer, rate, self.number("steps"))
    }

    /// The canvas's digit as the figures `form` and `change` bring it to the network, 28×28.
    pub fn picture(&self, world: &World<'_>) -> Grid {
        match self.kind {
            Kind::Form => self.formed(world).centred,
            Kind::Change => self.changed(&world.form.centred),
            _ => world.form.centred.clone(),
        }
    }

    /// The steps that the figure `form` is set to.
    pub fn steps(&self) -> Steps {
        match self.get("centring") {
            "mass" => Steps::default(),
            "box" => Steps {
                centre: false,
                ..Steps::default()
            },
            _ => Steps {
                crop: false,
                scale: false,
                centre: false,
            },
        }
    }

    /// The canvas's ink taken through these steps.
    pub fn formed(&self, world: &World<'_>) -> MnistForm {
        mnist_form(world.form.ink.clone(), self.steps())
    }

    fn changed(&self, picture: &Grid) -> Grid {
        let turned = turned(picture, self.number("turn") as f32);
        let by = self.number("move");
        let moved = Grid::from_fn(turned.height(), turned.width(), |row, column| {
            match (row.checked_sub(by), column.checked_sub(by)) {
                (Some(row), Some(column)) => turned.at(row, column),
                _ => 0.0,
            }
        });
        match self.get("ink") {
            "swapped" => moved.map(|ink| 1.0 - ink),
            "faint" => moved.map(|ink| ink * FAINT),
            _ => moved,
        }
    }

    /// What is the case, by its name; None for a name without meaning here or now.
    pub fn fact(&self, name: &str, world: &World<'_>) -> Option<Fact> {
        if let Ok(index) = self.index_of(name) {
            let choice = self.kind.settings()[index].choices[self.chosen[index]];
            return Some(Fact::read(choice));
        }
        self.own_fact(name, world)
            .or_else(|| world_fact(name, world))
    }

    fn own_fact(&self, name: &str, world: &World<'_>) -> Option<Fact> {
        Some(match (self.kind, name) {
            (kind, "row") if kind.has_window() => Fact::count(self.cell.0 + 1),
            (kind, "column") if kind.has_window() => Fact::count(self.cell.1 + 1),
            (_, "output") => Fact::count(self.output()?.0),
            (_, "leftover") => Fact::count(self.formula()?.leftover),
            (_, "formula") => Fact::word(self.formula()?.brief()),
            (Kind::Convolution | Kind::Pooling, "value") => {
                Fact::Number(f64::from(self.value(world)?))
            }
            (Kind::Coverage, "corner") => Fact::Number(f64::from(self.coverage()?.at(0, 0))),
            (Kind::Coverage, "middle") => {
                let middle = self.side() / 2;
                Fact::Number(f64::from(self.coverage()?.at(middle, middle)))
            }
            (Kind::Weights, "parameters") => Fact::count(self.parameters()?),
            (Kind::Weights, "dense") => {
                let mut dense = self.clone();
                dense.set("layer", "dense").ok()?;
                Fact::count(dense.parameters()?)
            }
            (Kind::Layers, "numbers") => Fact::count(flattened(&self.layers())?),
            (Kind::Layers, "fits") => Fact::yes(shapes_of(INPUT, &self.layers()).is_ok()),
            (Kind::Field, "field") => Fact::count(field(&self.stacked())),
            (Kind::Loss, "probability") => Fact::Number(f64::from(self.true_probability(world))),
            (Kind::Loss, "loss") => Fact::Number(-f64::from(self.true_probability(world)).ln()),
            (Kind::Descent, "height") => {
                let path = self.descent();
                Fact::Number(descent::height(*path.last()?))
            }
            (Kind::Range, "mean") => Fact::Number(mean(&world.form.centred)),
            (Kind::Form | Kind::Change, "said" | "said-sure" | "same") => {
                let picture = self.picture(world);
                let answer = world.read.classify(world.model, &picture);
                let same = answer.digit() == world.classification.digit();
                match name {
                    "said" => Fact::count(usize::from(answer.digit())),
                    "same" => Fact::yes(same),
                    _ => Fact::yes(verdict(&picture, &answer) == Verdict::Sure),
                }
            }
            _ => return None,
        })
    }

    /// The number that the window makes where it stands.
    fn value(&self, world: &World<'_>) -> Option<f32> {
        let (row, column) = self.cell;
        let input = self.input(world);
        if let Some(convolution) = self.convolution() {
            return Some(convolution.window(&input, row, column).ok()?.result());
        }
        Some(self.pooling()?.window(&input, row, column).ok()?.result)
    }

    /// How often each cell of the picture is used.
    pub fn coverage(&self) -> Option<Grid> {
        let side = self.side();
        self.geometry()?.coverage(side, side).ok()
    }

    /// Numbers that the figure's layer learns.
    pub fn parameters(&self) -> Option<usize> {
        let (layer, input) = self.weighed_layer()?;
        Some(layer.parameters(input).iter().map(|p| p.len()).sum())
    }

    /// The probability that the network gives the digit that the figure `loss` takes for true.
    pub fn true_probability(&self, world: &World<'_>) -> f32 {
        world.classification.probabilities[self.number("truth")]
    }
}

/// Row and column of a window that starts in the middle of a digit.
const MIDDLE: usize = 12;

/// Ink of the choice `faint`, as a share of full ink.
const FAINT: f32 = 0.25;

/// Side of the patch whose numbers the figure `range` shows, and places of it along each axis.
pub const RANGE_SIDE: usize = 6;
const RANGE_ROOM: usize = 28 - RANGE_SIDE + 1;

fn world_fact(name: &str, world: &World<'_>) -> Option<Fact> {
    Some(match name {
        "drawn" => Fact::yes(world.verdict != Verdict::Blank),
        "sure" => Fact::yes(world.verdict == Verdict::Sure),
        "digit" if world.verdict == Verdict::Sure => {
            Fact::count(usize::from(world.classification.digit()))
        }
        "label" => Fact::count(usize::from(world.label?)),
        "mistaken" => {
            let said = world.classification.digit();
            Fact::yes(world.label.is_some_and(|label| label != said))
        }
        "batches" => Fact::Number(world.batches as f64),
        "epochs" => Fact::Number(world.epochs),
        _ => return None,
    })
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.collect();
    if names.is_empty() {
        return "none".to_owned();
    }
    names.join(", ")
}

fn mean(grid: &Grid) -> f64 {
    let sum: f64 = grid.values().iter().map(|v| f64::from(*v)).sum();
    sum / grid.values().len().max(1) as f64
}

/// Numbers that the first flatten of these layers gives.
fn flattened(layers: &[Layer]) -> Option<usize> {
    let flatten = layers.iter().position(|l| matches!(l, Layer::Flatten))?;
    let shapes = shapes_of(INPUT, &layers[..=flatten]).ok()?;
    Some(shapes.last()?.cells())
}

/// Cells of the input that one cell after all of these layers looks at.
pub fn field(layers: &[Axis]) -> usize {
    layers.iter().rev().fold(1, |field: usize, axis| {
        let steps = (field - 1).saturating_mul(axis.stride);
        steps.saturating_add(axis.span())
    })
}

/// A kernel by its name in a lesson file: the app's own, or `counting`, the numbers 1 to 9.
pub fn kernel(name: &str) -> Kernel {
    let counting = || {
        Kernel::new(Grid::from_fn(3, 3, |row, column| {
            (3 * row + column + 1) as f32
        }))
    };
    match Preset::named(name) {
        Some(preset) => preset.kernel(),
        None => counting().expect("nine small numbers are a kernel"),
    }
}

/// A picture of small whole numbers that looks like none.
pub fn numbers(side: usize) -> Grid {
    Grid::from_fn(side, side, |row, column| {
        ((3 * row + 5 * column + row * column) % 7 % 4) as f32
    })
}

/// A picture turned around its middle by so many degrees, clockwise; between its pixels it is
/// mixed along both axes.
fn turned(picture: &Grid, degrees: f32) -> Grid {
    let (sine, cosine) = degrees.to_radians().sin_cos();
    let (height, width) = (picture.height(), picture.width());
    let middle = ((height - 1) as f32 / 2.0, (width - 1) as f32 / 2.0);
    let at = |row: f32, column: f32| {
        let inside = row >= 0.0 && column >= 0.0;
        let (row, column) = (row as usize, column as usize);
        if inside && row < height && column < width {
            picture.at(row, column)
        } else {
            0.0
        }
    };
    Grid::from_fn(height, width, |row, column| {
        let (y, x) = (row as f32 - middle.0, column as f32 - middle.1);
        let row = middle.0 + y * cosine - x * sine;
        let column = middle.1 + x * cosine + y * sine;
        let (top, left) = (row.floor(), column.floor());
        let (down, right) = (row - top, column - left);
        at(top, left) * (1.0 - down) * (1.0 - right)
            + at(top, left + 1.0) * (1.0 - down) * right
            + at(top + 1.0, left) * down * (1.0 - right)
            + at(top + 1.0, left + 1.0) * down * right
    })
}

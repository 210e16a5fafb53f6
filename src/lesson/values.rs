//! The numbers that a text names and the program computes: `{=output n=28 k=5 p=2}`.
//!
//! Sizes, counts and coverage come from `convolution`, shapes and parameters from `network`,
//! settings and losses from `training`, figures of the digits from `dataset`. A text never
//! states what can be computed.

use std::collections::BTreeMap;

use super::figure::{self, field};
use crate::convolution::{Axis, Geometry, PaddingMode};
use crate::dataset::{self, Dataset};
use crate::language::Language;
use crate::network::architecture::{CLASSES, INPUT, shapes_of};
use crate::network::{
    Architecture, BUILTIN_ACCURACY, Classification, Layer, Model, Preset, Shape, trace,
};
use crate::training::Settings;
use crate::training::evaluation::cross_entropy;

/// Largest number that a text may give.
const MAX_NUMBER: usize = 1_000_000;

/// Largest side of a picture or kernel that is counted with.
const MAX_SIDE: usize = 1_000;

/// Why a value cannot be computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    #[error("there is no value “{name}”; there are {known}")]
    Unknown { name: String, known: String },
    #[error("“{part}” in the value {name} is no argument: write them as in “n=28 k=5”")]
    NotAnArgument { name: String, part: String },
    #[error("the value {name} needs “{argument}”")]
    Missing {
        name: String,
        argument: &'static str,
    },
    #[error("the value {name} has no argument “{argument}”")]
    Surplus { name: String, argument: String },
    #[error("“{text}” cannot be “{argument}” of the value {name}: {wanted}")]
    Wrong {
        name: String,
        argument: &'static str,
        text: String,
        wanted: Wanted,
    },
    #[error("the value {name}: {problem}")]
    Impossible { name: String, problem: String },
}

type Compute = fn(&mut Arguments<'_>, Language) -> Result<String, ValueError>;

/// All values, by name.
const VALUES: [(&str, Compute); 27] = [
    ("output", |a, l| {
        let layers = a.number_or("layers", 1)?.min(MAX_SIDE);
        let (mut size, axis) = (a.number("n")?, a.axis()?);
        for _ in 0..layers {
            let output = axis.output(size);
            size = output.map_err(|problem| a.impossible(problem))?;
        }
        Ok(l.whole(size))
    }),
    ("formula", |a, l| Ok(l.written(&a.formula()?.brief()))),
    ("lost", |a, l| {
        let formula = a.formula()?;
        Ok(l.whole(formula.size.saturating_sub(formula.output)))
    }),
    ("leftover", |a, l| Ok(l.whole(a.formula()?.leftover))),
    ("coverage", coverage),
    ("kernel-cells", |a, l| {
        let side = a.number("k")?;
        Ok(l.whole(side * side))
    }),
    ("kernel-sum", |a, l| {
        let name = a.word("kernel")?;
        let kernel = figure::kernel(&name);
        let sum: f32 = kernel.grid().values().iter().sum();
        Ok(short(l, f64::from(sum)))
    }),
    ("side", |_, l| Ok(l.whole(INPUT.dims().1))),
    ("pixels", |_, l| Ok(l.whole(INPUT.cells()))),
    ("classes", |_, l| Ok(l.whole(CLASSES))),
    ("shape", |a, _| Ok(a.shape()?.to_string())),
    ("numbers", |a, l| Ok(l.whole(a.shape()?.cells()))),
    ("product", |a, l| {
        let shape = a.shape()?;
        let (channels, height, width) = shape.dims();
        Ok(format!(
            "{channels}·{height}·{width} = {}",
            l.whole(shape.cells())
        ))
    }),
    ("parameters", parameters),
    ("multiply-adds", |a, l| {
        let architecture = a.architecture()?;
        Ok(l.whole(architecture.total_cost().multiply_adds))
    }),
    ("convolution-parameters", |a, l| {
        let (input, k) = (a.number("in")?, a.number("k")?.min(MAX_SIDE));
        let layer = convolution(a.number("out")?, k);
        Ok(l.whole(learned(&layer, Shape::maps(input, k, k))))
    }),
    ("linear-parameters", |a, l| {
        let (inputs, outputs) = (a.number("in")?, a.number("out")?);
        let layer = Layer::Linear {
            name: "fc".into(),
            inputs,
            outputs,
        };
        Ok(l.whole(learned(&layer, Shape::Flat(inputs))))
    }),
    ("module", module),
    ("field", |a, l| {
        let (layers, kernel) = (a.number("layers")?, a.number("k")?);
        let stride = a.number_or("s", 1)?;
        let axis = Axis {
            kernel,
            stride,
            padding: (0, 0),
            dilation: 1,
        };
        Ok(l.whole(field(&vec![axis; layers.min(MAX_SIDE)])))
    }),
    ("setting", setting),
    ("batches", |a, l| {
        let settings = Settings::default();
        Ok(l.whole(settings.batches(a.number("pictures")?)))
    }),
    ("report-interval", |_, l| {
        Ok(l.whole(Settings::default().report_interval()))
    }),
    ("accuracy", |_, l| {
        Ok(format!(
            "{} %",
            l.decimal(f64::from(BUILTIN_ACCURACY) * 100.0, 1)
        ))
    }),
    ("digits", |a, l| Ok(l.whole(a.digits()?.len()))),
    ("pixel-mean", |_, l| {
        Ok(l.decimal(pixels(&dataset::builtin().train).0, 2))
    }),
    ("normalised", |a, l| {
        let value = a.decimal("value")?;
        Ok(short(l, f64::from(normalised(value as f32))))
    }),
    ("loss", |a, l| {
        let probability = a.decimal("p")?;
        if !(1e-6..1.0).contains(&probability) {
            return Err(a.wrong("p", Wanted::Share));
        }
        Ok(l.decimal(loss(probability), 2))
    }),
];

/// Computes what stands between `{=` and `}`.
pub fn compute(text: &str, language: Language) -> Result<String, ValueError> {
    let mut words = text.split_whitespace();
    let name = words.next().unwrap_or_default();
    let mut given = BTreeMap::new();
    for part in words {
        let (argument, value) = part
            .split_once('=')
            .ok_or_else(|| ValueError::NotAnArgument {
                name: name.to_owned(),
                part: part.to_owned(),
            })?;
        given.insert(argument, value);
    }
    let known = || {
        let names: Vec<_> = VALUES.iter().map(|(name, _)| *name).collect();
        names.join(", ")
    };
    let (_, compute) = VALUES
        .iter()
        .find(|(known, _)| *known == name)
        .ok_or_else(|| ValueError::Unknown {
            name: name.to_owned(),
            known: known(),
        })?;
    let mut arguments = Arguments { name, given };
    let value = compute(&mut arguments, language)?;
    match arguments.given.keys().next() {
        Some(argument) => Err(ValueError::Surplus {
            name: name.to_owned(),
            argument: (*argument).to_owned(),
        }),
        None => Ok(value),
    }
}

/// What is given to a value; each argument is taken out when it is read.
struct Arguments<'a> {
    name: &'a str,
    given: BTreeMap<&'a str, &'a str>,
}

/// What an argument should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wanted {
    #[error("a whole number is wanted")]
    Whole,
    #[error("a number is wanted")]
    Number,
    #[error("a number between 0 and 1")]
    Share,
    /// One of these words.
    #[error("it is {0}")]
    Word(&'static str),
}

impl Arguments<'_> {
    fn missing(&self, argument: &'static str) -> ValueError {
        ValueError::Missing {
            name: self.name.to_owned(),
            argument,
        }
    }

    fn wrong(&self, argument: &'static str, wanted: Wanted) -> ValueError {
        ValueError::Wrong {
            name: self.name.to_owned(),
            argument,
            text: self.given.get(argument).copied().unwrap_or("").to_owned(),
            wanted,
        }
    }

    fn impossible(&self, problem: impl ToString) -> ValueError {
        ValueError::Impossible {
            name: self.name.to_owned(),
            problem: problem.to_string(),
        }
    }

    fn word(&mut self, argument: &'static str) -> Result<String, ValueError> {
        let word = self.given.remove(argument);
        Ok(word.ok_or_else(|| self.missing(argument))?.to_owned())
    }

    fn number(&mut self, argument: &'static str) -> Result<usize, ValueError> {
        let text = self.given.get(argument).copied();
        let text = text.ok_or_else(|| self.missing(argument))?;
        let number = text.parse().ok().filter(|n| *n <= MAX_NUMBER);
        let number = number.ok_or_else(|| self.wrong(argument, Wanted::Whole))?;
        self.given.remove(argument);
        Ok(number)
    }

    fn number_or(&mut self, argument: &'static str, usual: usize) -> Result<usize, ValueError> {
        if self.given.contains_key(argument) {
            self.number(argument)
        } else {
            Ok(usual)
        }
    }

    fn decimal(&mut self, argument: &'static str) -> Result<f64, ValueError> {
        let text = self.given.get(argument).copied();
        let text = text.ok_or_else(|| self.missing(argument))?;
        let number = text.parse().ok().filter(|n: &f64| n.is_finite());
        let number = number.ok_or_else(|| self.wrong(argument, Wanted::Number))?;
        self.given.remove(argument);
        Ok(number)
    }

    fn axis(&mut self) -> Result<Axis, ValueError> {
        let padding = self.number_or("p", 0)?;
        Ok(Axis {
            kernel: self.number("k")?,
            stride: self.number_or("s", 1)?,
            padding: (padding, padding),
            dilation: self.number_or("d", 1)?,
        })
    }

    fn formula(&mut self) -> Result<crate::convolution::geometry::Formula, ValueError> {
        let size = self.number("n")?;
        let formula = self.axis()?.formula(size);
        formula.map_err(|problem| self.impossible(problem))
    }

    fn digits(&mut self) -> Result<&'static Dataset, ValueError> {
        let split = dataset::builtin();
        match self.word("set")?.as_str() {
            "train" => Ok(&split.train),
            "test" => Ok(&split.test),
            _ => Err(self.wrong("set", Wanted::Word("train, test"))),
        }
    }

    fn layers(&mut self) -> Result<Vec<Layer>, ValueError> {
        let preset = match self.word("net")?.as_str() {
            "lesson" => Preset::Lesson,
            "mistake" => {
                let mut layers = Preset::Lesson.layers();
                if let Some(Layer::Convolution { padding, .. }) = layers.first_mut() {
                    *padding = (0, 0);
                }
                return Ok(layers);
            }
            "lenet5" => Preset::LeNet5,
            "tiny" => Preset::Tiny,
            "deeper" => Preset::Deeper,
            "linear" => Preset::LinearClassifier,
            "perceptron" => Preset::Perceptron,
            _ => {
                let known = "lesson, mistake, lenet5, tiny, deeper, linear, perceptron";
                return Err(self.wrong("net", Wanted::Word(known)));
            }
        };
        Ok(preset.layers())
    }

    fn architecture(&mut self) -> Result<Architecture, ValueError> {
        let layers = self.layers()?;
        Architecture::new(layers).map_err(|problem| self.impossible(problem))
    }

    /// The layer's place, by its name or counted from 1.
    fn layer(&mut self, layers: &[Layer]) -> Result<usize, ValueError> {
        let word = self.word("layer")?;
        let named = layers.iter().position(|l| l.name() == Some(word.as_str()));
        let counted = || {
            let number: usize = word.parse().ok()?;
            (1..=layers.len()).contains(&number).then(|| number - 1)
        };
        named
            .or_else(counted)
            .ok_or_else(|| self.impossible(format!("the net has no layer “{word}”")))
    }

    /// What the layer puts out.
    fn shape(&mut self) -> Result<Shape, ValueError> {
        let layers = self.layers()?;
        let layer = self.layer(&layers)?;
        let shapes = shapes_of(INPUT, &layers[..=layer]);
        let shapes = shapes.map_err(|problem| self.impossible(problem))?;
        Ok(shapes[layer + 1])
    }
}

fn coverage(arguments: &mut Arguments<'_>, language: Language) -> Result<String, ValueError> {
    let side = arguments.number("n")?;
    if side > MAX_SIDE {
        return Err(arguments.impossible("at most 1000 × 1000 cells are counted"));
    }
    let axis = arguments.axis()?;
    let geometry = Geometry {
        rows: axis,
        columns: axis,
        mode: PaddingMode::Zero,
    };
    let counts = geometry.coverage(side, side);
    let counts = counts.map_err(|problem| arguments.impossible(problem))?;
    let middle = side / 2;
    let (row, column) = match arguments.word("at")?.as_str() {
        "corner" => (0, 0),
        "edge" => (0, middle),
        "middle" => (middle, middle),
        _ => return Err(arguments.wrong("at", Wanted::Word("corner, edge, middle"))),
    };
    Ok(language.whole(counts.at(row, column) as usize))
}

fn parameters(arguments: &mut Arguments<'_>, language: Language) -> Result<String, ValueError> {
    let layers = arguments.layers()?;
    let architecture = Architecture::new(layers);
    let architecture = architecture.map_err(|problem| arguments.impossible(problem))?;
    if !arguments.given.contains_key("layer") {
        return Ok(language.whole(architecture.parameter_count()));
    }
    let layer = arguments.layer(architecture.layers())?;
    Ok(language.whole(architecture.cost(layer).parameters))
}

/// The line by which PyTorch makes a layer: `nn.Conv2d(1, 6, 5, padding=2)`.
fn module(arguments: &mut Arguments<'_>, _: Language) -> Result<String, ValueError> {
    let architecture = arguments.architecture()?;
    let layer = arguments.layer(architecture.layers())?;
    let name = architecture.layers()[layer].name().unwrap_or_default();
    let class = architecture.pytorch_class();
    let begin = format!("self.{name} = ");
    let line = class
        .lines()
        .find_map(|line| line.trim().strip_prefix(&begin));
    let line = line.ok_or_else(|| arguments.impossible("this layer has no weights"))?;
    Ok(line.to_owned())
}

/// One of the lesson's settings for a run.
fn setting(arguments: &mut Arguments<'_>, language: Language) -> Result<String, ValueError> {
    let settings = Settings::default();
    Ok(match arguments.word("name")?.as_str() {
        "batch" => language.whole(settings.batch_size),
        "epochs" => language.whole(settings.epochs as usize),
        "rate" => language.decimal(f64::from(settings.learning_rate), 3),
        _ => return Err(arguments.wrong("name", Wanted::Word("batch, epochs, rate"))),
    })
}

fn convolution(channels: usize, kernel: usize) -> Layer {
    Layer::Convolution {
        name: "conv".into(),
        channels,
        kernel: (kernel, kernel),
        stride: (1, 1),
        padding: (0, 0),
        dilation: (1, 1),
    }
}

fn learned(layer: &Layer, input: Shape) -> usize {
    let tensors = layer.parameters(input);
    tensors.iter().filter(|t| t.learned).map(|t| t.len()).sum()
}

/// Mean and standard deviation of the pixels, ink = 1.
pub fn pixels(digits: &Dataset) -> (f64, f64) {
    let bytes = digits.all_pixels();
    let count = bytes.len().max(1) as f64;
    let (mut sum, mut squares) = (0.0, 0.0);
    for byte in bytes {
        let ink = f64::from(*byte) / 255.0;
        sum += ink;
        squares += ink * ink;
    }
    let mean = sum / count;
    (mean, (squares / count - mean * mean).max(0.0).sqrt())
}

/// What the network reads where the picture has this much ink.
pub fn normalised(ink: f32) -> f32 {
    let (_, height, width) = INPUT.dims();
    let picture = crate::grid::Grid::filled(height, width, ink);
    let model = Model::seeded(&Preset::LinearClassifier.architecture(), 0);
    trace::trace(&model, &picture).stages[0].values[0]
}

/// The loss where the true digit gets this probability and the others share the rest.
pub fn loss(probability: f64) -> f64 {
    let others = (1.0 - probability) / (CLASSES - 1) as f64;
    let mut logits = [others.ln() as f32; CLASSES];
    logits[0] = probability.ln() as f32;
    cross_entropy(&Classification::from_logits(logits), 0)
}

/// A number with as many decimals as it needs, at most three.
fn short(language: Language, value: f64) -> String {
    let places = (0..3).find(|places| {
        let scaled = value * 10_f64.powi(*places);
        (scaled - scaled.round()).abs() < 1e-4
    });
    language.decimal(value, places.unwrap_or(3) as usize)
}

//! What is said of the settings in which two runs differ.

use super::deforming::STRENGTHS;
use super::words::{as_typed, full, short};
use crate::app::pages::PageContext;
use crate::app::training::Difference;
use crate::app::widgets::thousands;
use crate::network::Optimizer;
use crate::training::dropout::dropout;
use crate::training::settings::StopConditions;
use crate::training::{Initialization, Schedule, Settings};

/// Key of what a setting is called.
pub fn difference_key(difference: Difference) -> &'static str {
    match difference {
        Difference::Data => "train-data",
        Difference::Examples => "train-examples",
        Difference::Network => "train-network",
        Difference::Dropout => "train-dropout",
        Difference::Epochs => "train-epochs",
        Difference::BatchSize => "train-batch-size",
        Difference::LearningRate => "train-rate",
        Difference::Schedule => "train-schedule",
        Difference::Optimizer => "train-optimizer",
        Difference::Augmentation => "train-deform",
        Difference::Initialization => "train-first",
        Difference::Average => "train-average",
        Difference::Stop => "train-stop",
        Difference::Seed => "train-seed",
    }
}

/// The setting of each of two runs that differ in it, in words that differ, too.
pub fn values(
    difference: Difference,
    settings: [&Settings; 2],
    context: &PageContext<'_>,
) -> [String; 2] {
    let [a, b] = settings;
    let words = [
        value(difference, a, b, context),
        value(difference, b, a, context),
    ];
    if words[0] != words[1] {
        return words;
    }
    let [a, b] = words;
    let others = context.text("train-compare-others");
    let b = format!("{b}, {others}");
    [a, b]
}

/// One run's setting; of what has several numbers, those in which it differs from the other's.
fn value(
    difference: Difference,
    settings: &Settings,
    other: &Settings,
    context: &PageContext<'_>,
) -> String {
    let yes_no = |on: bool| {
        context
            .text(if on { "train-yes" } else { "train-no" })
            .to_owned()
    };
    match difference {
        Difference::Data => {
            let names = settings.data.iter().map(ToString::to_string);
            let writers = context.text("train-compare-writers").to_owned();
            let writers = settings.all_writers.then_some(writers);
            names.chain(writers).collect::<Vec<_>>().join(", ")
        }
        Difference::Examples => settings
            .examples
            .map_or_else(|| context.text("train-examples-all").to_owned(), thousands),
        Difference::Network => thousands(settings.architecture.parameter_count()),
        Difference::Dropout => full(as_typed(dropout(&settings.architecture))),
        Difference::Epochs => thousands(settings.epochs as usize),
        Difference::BatchSize => thousands(settings.batch_size),
        Difference::LearningRate => full(as_typed(settings.learning_rate)),
        Difference::Schedule => context
            .text(match settings.schedule {
                Schedule::Constant => "train-schedule-constant",
                Schedule::Cosine => "train-schedule-cosine",
                Schedule::OneCycle => "train-schedule-one-cycle",
            })
            .to_owned(),
        Difference::Optimizer => optimizer(settings.optimizer, other.optimizer, context),
        Difference::Augmentation => match (settings.augmentation, other.augmentation) {
            (Some(by), Some(other)) => {
                let [of, others] = [by, other]
                    .map(|mut by| STRENGTHS.map(|(key, _, strength)| (key, *strength(&mut by))));
                different(&of, &others, context)
            }
            (by, _) => yes_no(by.is_some()),
        },
        Difference::Initialization => context
            .text(match settings.initialization {
                Initialization::Pytorch => "train-first-pytorch",
                Initialization::He => "train-first-he",
                Initialization::Xavier => "train-first-xavier",
                Initialization::Zero => "train-first-zero",
            })
            .to_owned(),
        Difference::Average => yes_no(settings.average),
        Difference::Stop => stop(settings.stop, context),
        Difference::Seed => settings.seed.to_string(),
    }
}

fn optimizer(of: Optimizer, other: Optimizer, context: &PageContext<'_>) -> String {
    let (name, terms) = terms(of);
    let (other_name, others) = self::terms(other);
    match of {
        _ if name == other_name => different(&terms, &others, context),
        Optimizer::Sgd { momentum } => format!("{name} {}", full(as_typed(momentum))),
        _ => name.to_owned(),
    }
}

/// An optimiser's name and its numbers with their keys.
fn terms(optimizer: Optimizer) -> (&'static str, Vec<(&'static str, f32)>) {
    match optimizer {
        Optimizer::Adam {
            beta1,
            beta2,
            epsilon,
        } => ("Adam", adam_terms(beta1, beta2, epsilon)),
        Optimizer::AdamW {
            beta1,
            beta2,
            epsilon,
            weight_decay,
        } => {
            let mut terms = adam_terms(beta1, beta2, epsilon);
            terms.push(("train-decay", weight_decay));
            ("AdamW", terms)
        }
        Optimizer::Sgd { momentum } => ("SGD", vec![("train-momentum", momentum)]),
    }
}

fn adam_terms(beta1: f32, beta2: f32, epsilon: f32) -> Vec<(&'static str, f32)> {
    vec![
        ("train-beta1", beta1),
        ("train-beta2", beta2),
        ("train-epsilon", epsilon),
    ]
}

/// Those numbers of one list that are others in the other list, each with its name.
fn different(
    of: &[(&'static str, f32)],
    others: &[(&'static str, f32)],
    context: &PageContext<'_>,
) -> String {
    let pairs = of.iter().zip(others).filter(|(it, other)| it.1 != other.1);
    let words = pairs.map(|((key, value), _)| {
        let name = context.text(key);
        format!("{name} {}", full(as_typed(*value)))
    });
    words.collect::<Vec<_>>().join(", ")
}

fn stop(stop: StopConditions, context: &PageContext<'_>) -> String {
    let seconds = stop.seconds.map(|seconds| format!("{} s", full(seconds)));
    let accuracy = stop
        .accuracy
        .map(|share| format!("{} %", short(100.0 * share)));
    let patience = stop.patience.map(|epochs| {
        let name = context.text("train-stop-patience");
        format!("{name} {epochs}")
    });
    let all: Vec<String> = [seconds, accuracy, patience]
        .into_iter()
        .flatten()
        .collect();
    if all.is_empty() {
        return context.text("train-stop-never").to_owned();
    }
    all.join(", ")
}

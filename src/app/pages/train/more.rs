//! The settings that are folded away at first.

use eframe::egui::Ui;

use super::TrainPage;
use super::fields::{Number, choice, number, round_step, switch};
use super::settings::whole;
use super::words::{as_typed, full, short};
use crate::app::pages::PageContext;
use crate::app::widgets::{decimal, read_typed, thousands};
use crate::dataset::{self, Source};
use crate::network::Optimizer;
use crate::training::dropout::{dropout, with_dropout};
use crate::training::settings::MAX_PICTURES;
use crate::training::{Initialization, Schedule, Settings};

const SCHEDULES: [(Schedule, &str); 3] = [
    (Schedule::Constant, "train-schedule-constant"),
    (Schedule::Cosine, "train-schedule-cosine"),
    (Schedule::OneCycle, "train-schedule-one-cycle"),
];

const INITIALIZATIONS: [(Initialization, &str); 4] = [
    (Initialization::Pytorch, "train-first-pytorch"),
    (Initialization::He, "train-first-he"),
    (Initialization::Xavier, "train-first-xavier"),
    (Initialization::Zero, "train-first-zero"),
];

/// Pictures of the full MNIST to train on.
const MNIST_PICTURES: f64 = 60_000.0;

/// The step of a share.
const STEP: f64 = 0.05;

impl TrainPage {
    pub(super) fn show_more(
        &mut self,
        ui: &mut Ui,
        settings: &mut Settings,
        free: bool,
        context: &mut PageContext<'_>,
    ) {
        let index = SCHEDULES
            .iter()
            .position(|(it, _)| *it == settings.schedule);
        let words = context.text(SCHEDULES[index.unwrap_or(0)].1);
        let choices = SCHEDULES.map(|(_, key)| (context.text(key).to_owned(), true));
        if let Some(index) = choice(ui, "train-schedule", words, &choices, free, context) {
            settings.schedule = SCHEDULES[index].0;
        }
        self.show_terms(ui, settings, free, context);
        self.show_examples(ui, settings, free, context);
        let probability = as_typed(dropout(&settings.architecture));
        let field = share("train-dropout", probability, 0.0, 0.95, STEP);
        if let Some(probability) = number(ui, &mut self.typing, &field, free, context) {
            let probability = probability.clamp(0.0, 0.95) as f32;
            settings.architecture = with_dropout(&settings.architecture, probability);
        }
        let all = INITIALIZATIONS;
        let index = all
            .iter()
            .position(|(it, _)| *it == settings.initialization);
        let words = context.text(all[index.unwrap_or(0)].1);
        let choices = all.map(|(_, key)| (context.text(key).to_owned(), true));
        if let Some(index) = choice(ui, "train-first", words, &choices, free, context) {
            settings.initialization = all[index].0;
        }
        if switch(ui, "train-average", settings.average, free, context) {
            settings.average = !settings.average;
        }
        self.show_stop(ui, settings, free, context);
    }

    /// What the optimiser has besides its rate.
    fn show_terms(
        &mut self,
        ui: &mut Ui,
        settings: &mut Settings,
        free: bool,
        context: &mut PageContext<'_>,
    ) {
        if let Optimizer::Sgd { momentum } = &mut settings.optimizer {
            let value = as_typed(*momentum);
            let field = share("train-momentum", value, 0.0, 0.99, STEP);
            if let Some(value) = number(ui, &mut self.typing, &field, free, context) {
                *momentum = value.clamp(0.0, 0.9999) as f32;
            }
            return;
        }
        let (mut beta1, mut beta2, mut epsilon, mut decay) = match settings.optimizer {
            Optimizer::AdamW {
                beta1,
                beta2,
                epsilon,
                weight_decay,
            } => (beta1, beta2, epsilon, weight_decay),
            Optimizer::Adam {
                beta1,
                beta2,
                epsilon,
            } => (beta1, beta2, epsilon, 0.0),
            Optimizer::Sgd { .. } => return,
        };
        let terms = [
            ("train-beta1", &mut beta1, 0.0, 0.9999),
            ("train-beta2", &mut beta2, 0.0, 0.999_999),
        ];
        for (key, beta, least, most) in terms {
            // Steps of the distance to 1, which is what matters.
            let value = as_typed(*beta);
            let far = tidy(1.0 - value);
            let field = Number {
                key,
                words: full(value),
                value: Some(value),
                down: (far < 1.0).then(|| 1.0 - round_step(far, true).min(1.0)),
                up: (far > 1.0 - most).then(|| 1.0 - round_step(far, false)),
            };
            if let Some(value) = number(ui, &mut self.typing, &field, free, context) {
                *beta = tidy(value.clamp(least, most)) as f32;
            }
        }
        let terms = [
            ("train-epsilon", &mut epsilon, 1e-12, 1.0, 1e-12),
            ("train-decay", &mut decay, 0.0, 1.0, 1e-5),
        ];
        for (key, term, least, most, first) in terms {
            let value = as_typed(*term);
            let below = if value <= first {
                0.0
            } else {
                round_step(value, false)
            };
            let field = Number {
                key,
                words: short(value),
                value: Some(value),
                down: (value > least).then_some(below.max(least)),
                up: (value < most).then(|| {
                    if value == 0.0 {
                        1e-4
                    } else {
                        round_step(value, true)
                    }
                }),
            };
            if let Some(value) = number(ui, &mut self.typing, &field, free, context) {
                *term = value.clamp(least, most) as f32;
            }
        }
        settings.optimizer = if decay > 0.0 {
            Optimizer::AdamW {
                beta1,
                beta2,
                epsilon,
                weight_decay: decay,
            }
        } else {
            Optimizer::Adam {
                beta1,
                beta2,
                epsilon,
            }
        };
    }

    fn show_examples(
        &mut self,
        ui: &mut Ui,
        settings: &mut Settings,
        free: bool,
        context: &mut PageContext<'_>,
    ) {
        let examples = settings.examples;
        let most = most_examples(settings);
        let field = Number {
            key: "train-examples",
            words: match examples {
                Some(count) => thousands(count),
                None => context.text("train-examples-all").to_owned(),
            },
            value: examples.map(|count| count as f64),
            down: Some(match examples {
                Some(count) => round_step(count as f64, false).max(1.0),
                None => round_step(most, false),
            }),
            up: examples.map(|count| {
                let next = round_step(count as f64, true);
                if next < most { next } else { 0.0 }
            }),
        };
        if let Some(count) = number(ui, &mut self.typing, &field, free, context) {
            let count = whole(count, 0, MAX_PICTURES as u64) as usize;
            settings.examples = (count > 0).then_some(count);
        }
    }

    /// What ends the run before its epochs do.
    fn show_stop(
        &mut self,
        ui: &mut Ui,
        settings: &mut Settings,
        free: bool,
        context: &mut PageContext<'_>,
    ) {
        let never = context.text("train-stop-never");
        let stop = &mut settings.stop;
        let seconds = stop.seconds.unwrap_or(0.0);
        let field = Number {
            key: "train-stop-seconds",
            words: match stop.seconds {
                Some(seconds) => format!("{} s", short(seconds)),
                None => never.to_owned(),
            },
            value: stop.seconds,
            down: (seconds > 0.0).then_some(if seconds <= 10.0 { 0.0 } else { seconds - 10.0 }),
            up: Some(seconds + 10.0),
        };
        if let Some(seconds) = number(ui, &mut self.typing, &field, free, context) {
            stop.seconds = (seconds > 0.0).then(|| seconds.clamp(0.1, 1e9));
        }
        let accuracy = tidy(100.0 * stop.accuracy.unwrap_or(0.0));
        let field = Number {
            key: "train-stop-accuracy",
            words: match stop.accuracy {
                Some(_) => format!("{} %", full(accuracy)),
                None => never.to_owned(),
            },
            value: stop.accuracy.map(|_| accuracy),
            down: (accuracy > 0.0).then_some({
                if accuracy <= 90.0 {
                    0.0
                } else {
                    accuracy - 1.0
                }
            }),
            up: (accuracy < 100.0).then(|| (accuracy + 1.0).clamp(90.0, 100.0)),
        };
        if let Some(accuracy) = number(ui, &mut self.typing, &field, free, context) {
            let share = tidy(accuracy) / 100.0;
            stop.accuracy = (share > 0.0).then(|| share.min(1.0));
        }
        let patience = stop.patience.unwrap_or(0);
        let field = Number {
            key: "train-stop-patience",
            words: match stop.patience {
                Some(epochs) => thousands(epochs as usize),
                None => never.to_owned(),
            },
            value: stop.patience.map(f64::from),
            down: (patience > 0).then(|| f64::from(patience - 1)),
            up: Some(f64::from(patience) + 1.0),
        };
        if let Some(epochs) = number(ui, &mut self.typing, &field, free, context) {
            let epochs = whole(epochs, 0, 1_000_000) as u32;
            stop.patience = (epochs > 0).then_some(epochs);
        }
    }
}

/// From so many examples on, a step up takes all: what the program has by itself, else MNIST's.
fn most_examples(settings: &Settings) -> f64 {
    match settings.data[..] {
        [Source::Builtin] => dataset::builtin().train.len() as f64,
        _ => MNIST_PICTURES,
    }
}

/// A number that is stepped evenly.
fn share(key: &'static str, value: f64, least: f64, most: f64, step: f64) -> Number {
    Number {
        key,
        words: two_decimals(value),
        value: Some(value),
        down: (value > least).then(|| tidy((value - step).max(least))),
        up: (value < most).then(|| tidy((value + step).min(most))),
    }
}

/// A number with two decimals, or with all that it has.
fn two_decimals(value: f64) -> String {
    let words = decimal(value, 2);
    if read_typed(&words) == Some(value) {
        words
    } else {
        full(value)
    }
}

/// Without the traces of a 32-bit number.
fn tidy(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

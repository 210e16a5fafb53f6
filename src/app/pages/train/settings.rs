//! The settings: of the next run, or of the one that goes on, where little can be changed.

use eframe::egui::{Align2, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};
use lucide_icons::Icon;

use super::TrainPage;
use super::deforming;
use super::fields::{Field, Number, choice, number, round_step, switch};
use super::words::{as_typed, short};
use crate::app::command::Command;
use crate::app::pages::PageContext;
use crate::app::state::PathPurpose;
use crate::app::theme::{BODY, CAPTION, Face, Theme, space};
use crate::app::training::TrainCommand;
use crate::app::widgets::{self, Button, Segment, card, segmented, thousands};
use crate::dataset::Source;
use crate::dataset::augment::Augmentation;
use crate::network::{Architecture, Optimizer, Preset as Network};
use crate::training::Settings;
use crate::training::presets::Preset;
use crate::training::settings::MAX_EPOCHS;

/// SGD's momentum when it is chosen.
const MOMENTUM: f32 = 0.9;

const PRESETS: [(Preset, &str); 3] = [
    (Preset::Lesson, "train-preset-lesson"),
    (Preset::Fast, "train-preset-fast"),
    (Preset::Best, "train-preset-best"),
];

const NETWORKS: [(Network, &str); 6] = [
    (Network::Lesson, "network-preset-lesson"),
    (Network::LeNet5, "network-preset-lenet5"),
    (Network::Tiny, "network-preset-tiny"),
    (Network::Deeper, "network-preset-deeper"),
    (Network::LinearClassifier, "network-preset-linear"),
    (Network::Perceptron, "network-preset-perceptron"),
];

impl TrainPage {
    pub(super) fn show_settings(&mut self, ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
        let theme = Theme::of(ui.ctx());
        card(ui, rect);
        let inner = rect.shrink2(vec2(space::LARGE + space::TINY, space::SMALL));
        let is_alive = context.state.training.is_alive();
        let middle = inner.top() + theme.control_height() / 2.0;
        let font = theme.font(BODY, Face::SemiBold);
        let words = context.text("train-settings");
        let color = theme.colors.text;
        let place = pos2(inner.left(), middle);
        widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
        let font = theme.font(CAPTION, Face::Regular);
        let words = context.text(if is_alive {
            "train-this-run"
        } else {
            "train-next-run"
        });
        let place = pos2(inner.right(), middle);
        let color = theme.colors.muted;
        widgets::text(ui, place, Align2::RIGHT_CENTER, words, font, color);
        let place = inner.with_min_y(inner.top() + theme.control_height());
        // The scroll bar stands between the fields and the card's edge.
        let place = place.with_max_x(place.right() + space::MEDIUM);
        let builder = UiBuilder::new().max_rect(place).id_salt("settings");
        ui.scope_builder(builder, |ui| {
            ScrollArea::vertical()
                .auto_shrink([false; 2])
                .show(ui, |ui| {
                    ui.set_max_width(inner.width());
                    ui.spacing_mut().item_spacing.y = space::SMALL;
                    self.show_fields(ui, context);
                });
        });
    }

    fn show_fields(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let training = &context.state.training;
        let is_alive = training.is_alive();
        let before = training.settings();
        let mut settings = before.clone();
        let free = !is_alive;
        show_data(ui, &mut settings, free, context);
        show_preset(ui, &mut settings, free, context);
        show_network(ui, &mut settings, free, context);
        let largest = settings.largest_batch();
        let batch = Number {
            key: "train-batch-size",
            words: thousands(settings.batch_size),
            value: Some(settings.batch_size as f64),
            down: (settings.batch_size > 1).then(|| halved(settings.batch_size) as f64),
            up: (settings.batch_size < largest)
                .then(|| (2 * settings.batch_size).min(largest) as f64),
        };
        if let Some(size) = number(ui, &mut self.typing, &batch, free, context) {
            settings.batch_size = whole(size, 1, largest as u64) as usize;
        }
        self.show_rate(ui, &mut settings, context);
        show_optimizer(ui, &mut settings, free, context);
        let epochs = Number {
            key: "train-epochs",
            words: thousands(settings.epochs as usize),
            value: Some(f64::from(settings.epochs)),
            down: (settings.epochs > 1).then(|| f64::from(settings.epochs - 1)),
            up: (settings.epochs < MAX_EPOCHS).then(|| f64::from(settings.epochs + 1)),
        };
        if let Some(epochs) = number(ui, &mut self.typing, &epochs, free, context) {
            settings.epochs = whole(epochs, 1, u64::from(MAX_EPOCHS)) as u32;
        }
        let seed = Number {
            key: "train-seed",
            words: settings.seed.to_string(),
            value: Some(settings.seed as f64),
            down: settings.seed.checked_sub(1).map(|seed| seed as f64),
            up: Some(settings.seed.saturating_add(1) as f64),
        };
        if let Some(seed) = number(ui, &mut self.typing, &seed, free, context) {
            settings.seed = whole(seed, 0, 1 << 53);
        }
        let on = settings.augmentation.is_some();
        if switch(ui, "train-deform", on, free, context) {
            settings.augmentation = (!on).then(Augmentation::default);
        }
        deforming::show(ui, &mut settings, free, context);
        let (icon, key) = if self.more {
            (Icon::ChevronUp, "train-less")
        } else {
            (Icon::ChevronDown, "train-more")
        };
        let more = Button::new(context.text(key)).icon(icon).quiet();
        if more.show(ui).clicked() {
            self.more = !self.more;
        }
        if self.more {
            self.show_more(ui, &mut settings, free, context);
        }
        if settings == *context.state.training.settings() {
            return;
        }
        if free {
            context.push(TrainCommand::SetDraft(Box::new(settings)).into());
        }
    }

    /// The only setting that may change during a run.
    fn show_rate(&mut self, ui: &mut Ui, settings: &mut Settings, context: &mut PageContext<'_>) {
        let training = &context.state.training;
        let is_alive = training.is_alive();
        let rate = as_typed(settings.learning_rate);
        let field = Number {
            key: "train-rate",
            words: short(rate),
            value: Some(rate),
            down: (rate > 1e-8).then(|| round_step(rate, false)),
            up: (rate < 1e3).then(|| round_step(rate, true)),
        };
        let Some(rate) = number(ui, &mut self.typing, &field, true, context) else {
            return;
        };
        let rate = (rate as f32).clamp(1e-9, 1e3);
        if is_alive {
            context.push(TrainCommand::SetLearningRate(rate).into());
        } else {
            settings.learning_rate = rate;
        }
    }
}

/// Half of a size, so that powers of two stay such.
fn halved(size: usize) -> usize {
    (size / 2).max(1)
}

/// A number that was typed, as a whole one within bounds.
pub fn whole(value: f64, least: u64, most: u64) -> u64 {
    // Such a conversion saturates, and makes 0 of NaN.
    (value.round() as u64).clamp(least, most)
}

fn show_data(ui: &mut Ui, settings: &mut Settings, free: bool, context: &mut PageContext<'_>) {
    let mnist = context.state.training.mnist.clone();
    let builtin = context.text("train-data-builtin");
    let words = match settings.data.as_slice() {
        [Source::Builtin] => builtin.to_owned(),
        [Source::Path(path)] if Some(path) == mnist.as_ref() => {
            context.text("train-data-mnist").to_owned()
        }
        [Source::Path(path)] => path.file_name().map_or_else(
            || path.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        ),
        _ => context.text("train-data-several").to_owned(),
    };
    let full = if mnist.is_some() {
        context.text("train-data-mnist")
    } else {
        context.text("train-data-mnist-missing")
    };
    let choices = [
        (builtin.to_owned(), true),
        (full.to_owned(), mnist.is_some()),
        (context.text("train-data-folder").to_owned(), true),
    ];
    match choice(ui, "train-data", &words, &choices, free, context) {
        Some(0) => settings.data = vec![Source::Builtin],
        Some(1) => settings.data = mnist.map(Source::Path).into_iter().collect(),
        Some(_) => context.push(Command::ChoosePath(PathPurpose::UseData)),
        None => {}
    }
}

fn show_preset(ui: &mut Ui, settings: &mut Settings, free: bool, context: &mut PageContext<'_>) {
    let current = Preset::of(settings);
    let key = PRESETS.iter().find(|(preset, _)| Some(*preset) == current);
    let words = context.text(key.map_or("train-preset-own", |(_, key)| key));
    let choices = PRESETS.map(|(_, key)| (context.text(key).to_owned(), true));
    if let Some(index) = choice(ui, "train-preset", words, &choices, free, context) {
        *settings = PRESETS[index].0.applied(settings);
    }
}

fn show_network(ui: &mut Ui, settings: &mut Settings, free: bool, context: &mut PageContext<'_>) {
    let name = |architecture: &Architecture| {
        let is_it = |(network, _): &&(Network, &str)| network.architecture() == *architecture;
        match NETWORKS.iter().find(is_it) {
            Some((_, key)) => context.text(key).to_owned(),
            None => {
                let count = thousands(architecture.parameter_count());
                let arguments = [("count", count.into())];
                context.state.text.with("train-network-own", &arguments)
            }
        }
    };
    let words = name(&settings.architecture);
    let edited = context.state.model.model.architecture().clone();
    let is_own = NETWORKS.iter().all(|(it, _)| it.architecture() != edited);
    let mut choices: Vec<(String, bool)> = NETWORKS
        .iter()
        .map(|(_, key)| (context.text(key).to_owned(), true))
        .collect();
    if is_own {
        choices.push((name(&edited), true));
    }
    match choice(ui, "train-network", &words, &choices, free, context) {
        Some(index) if index < NETWORKS.len() => {
            settings.architecture = NETWORKS[index].0.architecture();
        }
        Some(_) => settings.architecture = edited,
        None => {}
    }
}

fn show_optimizer(ui: &mut Ui, settings: &mut Settings, free: bool, context: &mut PageContext<'_>) {
    let field = Field::new(ui, "train-optimizer", free, context);
    let segments = [
        ("train-adam", "train-adam-tooltip"),
        ("train-sgd", "train-sgd-tooltip"),
    ]
    .map(|(label, tooltip)| Segment {
        icon: None,
        label: context.text(label),
        tooltip: context.text(tooltip),
    });
    let is_sgd = matches!(settings.optimizer, Optimizer::Sgd { .. });
    let chosen = field.show(ui, "train-optimizer", context, |ui| {
        segmented(ui, &segments, usize::from(is_sgd))
    });
    match chosen {
        Some(0) if is_sgd => settings.optimizer = Optimizer::ADAM,
        Some(1) if !is_sgd => settings.optimizer = Optimizer::Sgd { momentum: MOMENTUM },
        _ => {}
    }
}

//! What went wrong with a run, in place, and what to do next.

use eframe::egui::{Label, Rect, Stroke, StrokeKind, Ui, UiBuilder, pos2};
use lucide_icons::Icon;

use super::words::{short, steps};
use crate::app::errors::InWords as _;
use crate::app::pages::PageContext;
use crate::app::theme::{Face, ICON, Theme, radius, space, stroke};
use crate::app::widgets::{self, decimal};
use crate::training::Initialization;
use crate::training::worker::{Ending, Live, Phase};

/// The loss of guessing among ten digits: ln 10. A run that stays above the share of it…
const GUESSING: f64 = std::f64::consts::LN_10;
const STUCK: f64 = 0.97;

/// …after so many batches has likely gone wrong.
const PATIENCE: u64 = 400;

/// Buckets whose mean is taken.
const LATEST: usize = 50;

/// What is to be said of the run, and whether it is the end of it.
pub fn words(context: &PageContext<'_>) -> Option<(String, bool)> {
    let run = context.state.training.run.as_ref()?;
    match &run.live.phase {
        Phase::Failed(failure) if failure.diverged => {
            let live = &run.live;
            // The batch that failed is none of those that were taken.
            let arguments = [
                ("batch", steps(live.record.step + 1).into()),
                ("rate", short(f64::from(live.learning_rate)).into()),
            ];
            Some((context.state.text.with("train-diverged", &arguments), true))
        }
        Phase::Failed(failure) => Some((failure.trouble.in_words(&context.state.text), true)),
        _ if is_stuck(&run.live) => {
            let guessing = [("loss", decimal(GUESSING, 3).into())];
            let key = match run.live.record.settings.initialization {
                Initialization::Zero => "train-stuck-zero",
                _ => "train-stuck",
            };
            Some((context.state.text.with(key, &guessing), false))
        }
        _ => None,
    }
}

/// Whether the run has learned nothing, though it has had time to.
fn is_stuck(live: &Live) -> bool {
    let losses = &live.record.losses;
    if losses.batches() < PATIENCE {
        return false;
    }
    let buckets = losses.buckets();
    let latest = &buckets[buckets.len().saturating_sub(LATEST)..];
    let (sum, batches) = latest.iter().fold((0.0, 0), |(sum, batches), bucket| {
        (sum + bucket.sum, batches + bucket.batches)
    });
    sum / batches.max(1) as f64 > STUCK * GUESSING
}

/// Key of how a run has ended.
pub fn ending_key(ending: Ending) -> &'static str {
    match ending {
        Ending::Epochs => "train-ended-epochs",
        Ending::Stopped => "train-ended-stopped",
        Ending::Seconds => "train-ended-seconds",
        Ending::Accuracy => "train-ended-accuracy",
        Ending::NoImprovement => "train-ended-patience",
    }
}

pub fn show(ui: &mut Ui, rect: Rect, context: &PageContext<'_>) {
    let Some((words, is_end)) = words(context) else {
        return;
    };
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let (icon, color, fill) = if is_end {
        (Icon::CircleAlert, colors.error, colors.error_soft)
    } else {
        (Icon::TriangleAlert, colors.warning, colors.surface)
    };
    let line = Stroke::new(stroke::BORDER, color);
    ui.painter()
        .rect(rect, radius::CONTROL, fill, line, StrokeKind::Inside);
    let glyph = pos2(rect.left() + space::WIDE, rect.center().y);
    widgets::icon(ui, glyph, icon, theme.font(ICON, Face::Icon), color);
    let place = Rect::from_min_max(
        pos2(glyph.x + space::WIDE, rect.top()),
        pos2(rect.right() - space::MEDIUM, rect.bottom()),
    );
    let builder = UiBuilder::new().max_rect(place).id_salt("notice");
    ui.scope_builder(builder, |ui| {
        ui.horizontal_centered(|ui| {
            ui.add(Label::new(&words).truncate()).on_hover_text(&words);
        });
    });
}

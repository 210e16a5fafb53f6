//! The run on the Train page: start and pause, its loss, and the lines that the lesson prints.

use eframe::egui::{Align2, Rect, Shape, Stroke, Ui, pos2, vec2};
use lucide_icons::Icon;

use super::{caption, headed, with};
use crate::app::command::Command;
use crate::app::pages::PageContext;
use crate::app::theme::{CAPTION, Face, RESULT, Theme, space, stroke};
use crate::app::training::TrainCommand;
use crate::app::widgets::{self, Button};
use crate::training::Record;
use crate::training::record::LogLine;
use crate::training::worker::Phase;

/// Most points of a curve.
const POINTS: usize = 300;

/// The loss at the top of an empty plot: that of a guess among ten, and a little more.
const MOST: f64 = 2.6;

pub fn show(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let buttons = rect.with_max_y(rect.top() + theme.control_height());
    super::super::within(ui, buttons, "run", |ui| {
        ui.horizontal(|ui| show_buttons(ui, context));
    });
    let below = rect.with_min_y(buttons.bottom() + space::LARGE);
    let lines = if theme.presenter { 3.0 } else { 5.0 };
    let lines = lines * theme.caption_height() + theme.line_height() + space::SMALL;
    let plot = below.with_max_y(below.bottom() - lines - space::LARGE);
    let record = context
        .state
        .training
        .run
        .as_ref()
        .map(|run| run.live.record.clone());
    show_loss(ui, plot, record.as_deref(), context);
    let printed = below.with_min_y(plot.bottom() + space::LARGE);
    show_printed(ui, printed, record.as_deref(), context);
}

fn show_buttons(ui: &mut Ui, context: &mut PageContext<'_>) {
    let (icon, key, command) = match context.state.training.phase() {
        Some(Phase::Running | Phase::Loading) => {
            (Icon::Pause, "figure-run-pause", TrainCommand::Pause)
        }
        Some(Phase::Paused) => (Icon::Play, "figure-run-on", TrainCommand::Start),
        _ => (Icon::Play, "figure-run-start", TrainCommand::Start),
    };
    let start = Button::new(context.text(key)).icon(icon).primary();
    if start.show(ui).clicked() {
        // What is over makes room for the next.
        let over = context
            .state
            .training
            .phase()
            .is_some_and(|phase| !phase.is_alive());
        if over {
            context.push(Command::Train(TrainCommand::Reset));
        }
        context.push(Command::Train(command));
    }
    let step = Button::new(context.text("figure-run-step")).icon(Icon::StepForward);
    if step.show(ui).clicked() {
        context.push(Command::Train(TrainCommand::Step));
    }
}

/// The loss over the batches: each in grey from its least to its largest, their mean as a line.
fn show_loss(ui: &mut Ui, rect: Rect, record: Option<&Record>, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let language = context.state.text.language();
    let batches = record.map_or(0, |record| record.step);
    let epochs = record.map_or(0.0, |record| {
        batches as f64 / record.batches().max(1) as f64
    });
    let words = with(
        context,
        "figure-run-loss",
        &[
            ("batches", language.whole(batches as usize)),
            ("epochs", language.decimal(epochs, 1)),
        ],
    );
    let below = headed(ui, rect, &words);
    let below = show_legend(ui, below, context);
    let figure = theme.line(RESULT);
    let margin = vec2(theme.points(CAPTION) * 1.6, theme.caption_height());
    let plot = Rect::from_min_max(
        pos2(below.left() + margin.x, below.top()),
        pos2(below.right(), below.bottom() - margin.y),
    );
    for loss in 0..=MOST as usize {
        let y = plot.bottom() - (loss as f64 / MOST) as f32 * plot.height();
        let line = Stroke::new(stroke::BORDER, colors.grid_line);
        ui.painter().hline(plot.x_range(), y, line);
        let place = pos2(plot.left() - space::SMALL, y);
        caption(ui, place, Align2::RIGHT_CENTER, &loss.to_string());
    }
    widgets::label(ui, plot, &words);
    let Some(record) = record.filter(|record| record.step > 0) else {
        let place = plot.center();
        caption(
            ui,
            place,
            Align2::CENTER_CENTER,
            context.text("figure-run-none"),
        );
        return;
    };
    let curve = curve(record);
    let count = (curve.len() - 1).max(1) as f32;
    let at = |index: usize, loss: f64| {
        let share = (loss / MOST).clamp(0.0, 1.0) as f32;
        let x = plot.left() + index as f32 / count * plot.width();
        pos2(x, plot.bottom() - share * plot.height())
    };
    for (index, (least, _, most)) in curve.iter().enumerate() {
        let line = Stroke::new(stroke::BORDER, colors.border);
        let ends = [at(index, *least), at(index, *most)];
        ui.painter().line_segment(ends, line);
    }
    let means = curve
        .iter()
        .enumerate()
        .map(|(index, (_, mean, _))| at(index, *mean));
    let line = Stroke::new(stroke::SELECTION, colors.text);
    let means: Vec<_> = means.collect();
    let dash = stroke::LONG_DASH;
    ui.painter()
        .extend(Shape::dashed_line(&means, line, dash, dash));
    // Measured now and then, also before the first batch.
    let held_out = record.accuracies.all().iter();
    let held_out: Vec<_> = held_out
        .map(|moment| {
            let share = moment.step as f32 / record.step as f32;
            let loss = (moment.what.loss / MOST).clamp(0.0, 1.0) as f32;
            pos2(
                plot.left() + share * plot.width(),
                plot.bottom() - loss * plot.height(),
            )
        })
        .collect();
    let line = Stroke::new(stroke::SELECTION, colors.accent);
    ui.painter().line(held_out, line);
    if let Some((_, mean, _)) = curve.last() {
        let font = theme.font(RESULT, Face::MonoBold);
        let place = pos2(plot.right(), plot.top() + figure / 2.0);
        let words = language.decimal(*mean, 3);
        widgets::text(ui, place, Align2::RIGHT_CENTER, words, font, colors.text);
    }
    let words = language.whole(batches as usize);
    let place = pos2(plot.right(), plot.bottom() + margin.y / 2.0);
    caption(ui, place, Align2::RIGHT_CENTER, &words);
}

/// Which line is which; the room below.
fn show_legend(ui: &mut Ui, rect: Rect, context: &PageContext<'_>) -> Rect {
    let theme = Theme::of(ui.ctx());
    let height = theme.caption_height();
    let middle = rect.top() + height / 2.0;
    let mut left = rect.left();
    for (key, color, gap) in [
        ("figure-run-training", theme.colors.text, stroke::LONG_DASH),
        ("figure-run-held-out", theme.colors.accent, 0.0),
    ] {
        let right = left + space::WIDE;
        let line = Stroke::new(stroke::SELECTION, color);
        let ends = [pos2(left, middle), pos2(right, middle)];
        let dash = stroke::LONG_DASH;
        ui.painter()
            .extend(Shape::dashed_line(&ends, line, dash, gap));
        let font = theme.font(CAPTION, Face::Regular);
        let place = pos2(right + space::SMALL, middle);
        let words = context.text(key);
        let color = theme.colors.muted;
        let shown = widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
        left = shown.rect.right() + space::WIDE;
    }
    rect.with_min_y(rect.top() + height + space::MEDIUM)
}

/// Least, mean and largest loss of neighbouring batches, at most [`POINTS`] of them.
fn curve(record: &Record) -> Vec<(f64, f64, f64)> {
    let buckets = record.losses.buckets();
    let together = buckets.len().div_ceil(POINTS).max(1);
    buckets
        .chunks(together)
        .map(|chunk| {
            let mut whole = chunk[0];
            chunk[1..].iter().for_each(|bucket| whole.join(bucket));
            (f64::from(whole.least), whole.mean(), f64::from(whole.most))
        })
        .collect()
}

/// The latest lines that the lesson's program would have printed.
fn show_printed(ui: &mut Ui, rect: Rect, record: Option<&Record>, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let below = headed(ui, rect, context.text("figure-run-printed"));
    let line = theme.caption_height();
    let room = ((below.height() / line) as usize).clamp(1, 8);
    let lines: Vec<String> = record.map_or(Vec::new(), |record| {
        let losses = record.log.lines().filter_map(|line| match line {
            LogLine::Loss { epoch, batch, loss } => {
                Some(format!("[{epoch}, {batch:5}] loss: {loss:.3}"))
            }
            _ => None,
        });
        losses.collect()
    });
    if lines.is_empty() {
        let place = pos2(below.left(), below.top() + line / 2.0);
        let interval = context.state.training.settings().report_interval();
        let batches = context.state.text.language().whole(interval);
        let words = with(context, "figure-run-silent", &[("batches", batches)]);
        caption(ui, place, Align2::LEFT_CENTER, &words);
        return;
    }
    let first = lines.len().saturating_sub(room);
    for (index, words) in lines[first..].iter().enumerate() {
        let place = pos2(below.left(), below.top() + (index as f32 + 0.5) * line);
        let font = theme.font(CAPTION, Face::Mono);
        let color = theme.colors.text;
        widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
    }
}

//! The loss: every batch, and their running mean; earlier runs behind.

use std::sync::Arc;

use eframe::egui::{Rect, Ui};

use super::curves::{Curve, Curves, place};
use super::plot::{self, PlotContent, PlotLine, PlotView, round_numbers};
use super::words::{loss as loss_words, short, steps};
use crate::app::pages::PageContext;
use crate::app::theme::{Theme, stroke};
use crate::app::training::Moment;
use crate::training::Record;

/// The axis before there is a curve.
const EMPTY_LOG: (f64, f64) = (-2.1, 0.6);
const EMPTY: (f64, f64) = (-0.05, 2.5);

/// How opaque batches are behind their mean: as a line, and as a band.
const BATCHES: [f32; 2] = [0.5, 0.22];

/// Powers of ten that have a line of their own on one axis.
const MOST_DECADES: f64 = 7.0;

/// How far below the running mean a logarithmic axis goes, in powers of ten: a single lucky batch
/// may lie far lower.
const BELOW: f64 = 0.8;

/// What is drawn of one run.
pub struct Drawn {
    pub id: u32,
    pub name: String,
    pub record: Arc<Record>,
    pub curve: Arc<Curve>,
    pub rank: Rank,
}

/// How much a run stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    Earlier,
    Compared,
    Current,
}

/// The runs that are drawn, those behind first.
pub fn runs(
    plot: &'static str,
    view: &PlotView,
    width: f32,
    curves: &mut Curves,
    context: &PageContext<'_>,
) -> Vec<Drawn> {
    let training = &context.state.training;
    let look = view.look(width);
    let mut drawn = Vec::new();
    let compared = training.compared;
    let mut add = |id, name: &str, record: &Arc<Record>, rank| {
        drawn.push(Drawn {
            id,
            name: name.to_owned(),
            record: record.clone(),
            curve: curves.get(id, plot, record, look),
            rank,
        });
    };
    for run in training.earlier.iter().rev() {
        if run.is_shown && compared != Some(run.id) {
            add(run.id, &run.name, &run.record, Rank::Earlier);
        }
    }
    if let Some(run) = training.compared() {
        add(run.id, &run.name, &run.record, Rank::Compared);
    }
    if let Some(run) = &training.run {
        add(run.id, &run.name, &run.live.record, Rank::Current);
    }
    let is_there = |id| {
        let current = training.run.as_ref().map(|run| run.id);
        current == Some(id) || training.earlier.iter().any(|run| run.id == id)
    };
    curves.retain(is_there);
    drawn
}

/// The horizontal axis that all curves have room on.
pub fn x_range(drawn: &[Drawn], view: &PlotView) -> (f64, f64) {
    let ends = drawn.iter().map(|run| {
        let end = place(&run.record, run.record.step as f64, view.by_epoch);
        let start = run.curve.smooth.first().map_or(0.0, |point| point.x);
        (if view.last_part { start } else { 0.0 }, end)
    });
    let least = if view.by_epoch { 0.1 } else { 10.0 };
    let (from, to) = ends
        .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
        .unwrap_or((0.0, 0.0));
    // The curve ends a little before the frame does.
    (from, from + ((to - from) * 1.03).max(least))
}

/// Where the moment that is shown lies, if it is over.
pub fn moment(view: &PlotView, context: &PageContext<'_>) -> Vec<f64> {
    let training = &context.state.training;
    match (&training.moment, &training.run) {
        (Moment::Past(past), Some(run)) => {
            vec![place(&run.live.record, past.step as f64, view.by_epoch)]
        }
        _ => Vec::new(),
    }
}

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    view: &mut PlotView,
    curves: &mut Curves,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let drawn = runs("loss", view, rect.width(), curves, context);
    let current = drawn.iter().find(|run| run.rank == Rank::Current);
    let latest = current.and_then(|run| run.curve.smooth.last());
    let latest = latest.map(|point| {
        if view.log {
            10_f64.powf(point.y)
        } else {
            point.y
        }
    });
    let figure = latest.map_or_else(|| "–".to_owned(), loss_words);
    let title = context.text("train-loss");
    let rect = plot::head(ui, rect, title, &figure, view, context);
    let name = format!("{title} {figure}");
    let content = content(&drawn, view, &theme, context);
    plot::show(ui, rect, "loss plot", &name, content);
    if drawn.is_empty() {
        plot::hint(ui, rect, context.text("train-loss-none"));
    }
}

/// What the plot shows.
pub fn content<'a>(
    drawn: &'a [Drawn],
    view: &'a PlotView,
    theme: &Theme,
    context: &'a PageContext<'_>,
) -> PlotContent<'a> {
    let y = y_range(drawn, view);
    PlotContent {
        lines: lines(drawn, theme),
        x: x_range(drawn, view),
        y,
        y_marks: y_marks(y, view.log),
        moments: moment(view, context),
        hover: Box::new(move |x| hover(x, drawn, view, context)),
    }
}

/// The curves of the loss, as they lie over each other.
fn lines<'a>(drawn: &'a [Drawn], theme: &Theme) -> Vec<PlotLine<'a>> {
    let colors = theme.colors;
    let mut lines = Vec::new();
    for run in drawn {
        let (color, width) = match run.rank {
            Rank::Earlier => (colors.quiet, stroke::ICON - 0.25),
            Rank::Compared => (colors.positive, stroke::SELECTION),
            Rank::Current => (colors.accent, stroke::SELECTION),
        };
        if run.rank == Rank::Current {
            lines.push(PlotLine {
                name: format!("{} raw", run.name),
                points: &run.curve.raw,
                color: color.gamma_multiply(BATCHES[usize::from(run.curve.is_grouped)]),
                width: stroke::BORDER,
                dashed: false,
                dots: false,
                is_band: run.curve.is_grouped,
            });
        }
        lines.push(PlotLine {
            name: format!("{} {}", run.name, run.id),
            points: &run.curve.smooth,
            color,
            width,
            dashed: run.rank == Rank::Compared,
            dots: false,
            is_band: false,
        });
    }
    lines
}

/// The vertical axis: all of the running means, and the batches of the current run above them.
fn y_range(drawn: &[Drawn], view: &PlotView) -> (f64, f64) {
    let smooth = drawn.iter().flat_map(|run| &run.curve.smooth);
    let (mut low, mut high) = smooth.fold((f64::INFINITY, f64::NEG_INFINITY), |range, point| {
        (range.0.min(point.y), range.1.max(point.y))
    });
    if low > high {
        return if view.log { EMPTY_LOG } else { EMPTY };
    }
    let lowest = low - BELOW;
    for run in drawn.iter().filter(|run| run.rank == Rank::Current) {
        for point in &run.curve.raw {
            high = high.max(point.y);
            low = low.min(point.y.max(lowest));
        }
    }
    if view.log {
        let low = low.max(-8.0);
        (low - 0.1, (high + 0.1).max(low + 0.3))
    } else {
        (0.0, (high * 1.05).max(1e-6))
    }
}

/// Horizontal lines at round losses.
fn y_marks((low, high): (f64, f64), log: bool) -> Vec<(f64, String)> {
    if !log {
        let numbers = round_numbers(low, high, 4.0);
        return numbers.into_iter().map(|v| (v, short(v))).collect();
    }
    let decades = (low.floor() as i32)..=(high.ceil() as i32);
    let factors: &[f64] = if high - low > 4.0 {
        &[1.0]
    } else {
        &[1.0, 3.0]
    };
    let between = ((high - low) / MOST_DECADES).ceil().max(1.0) as i32;
    decades
        .filter(|decade| decade.rem_euclid(between) == 0)
        .flat_map(|decade| factors.iter().map(move |f| f * 10_f64.powi(decade)))
        .filter(|value| (low..=high).contains(&value.log10()))
        .map(|value| (value.log10(), short(value)))
        .collect()
}

/// The losses of all runs at one place.
fn hover(x: f64, drawn: &[Drawn], view: &PlotView, context: &PageContext<'_>) -> Option<String> {
    let mut words = Vec::new();
    for run in drawn.iter().rev() {
        let points = &run.curve.smooth;
        let index = points.partition_point(|point| point.x < x);
        let Some(point) = points.get(index) else {
            continue;
        };
        let value = |y: f64| loss_words(if view.log { 10_f64.powf(y) } else { y });
        if run.rank == Rank::Current {
            words.push(at(point.x, view, context));
            let ends = run.curve.raw.get(2 * index..2 * index + 2);
            let (a, b) = ends.map_or((point.y, point.y), |ends| (ends[0].y, ends[1].y));
            let arguments = [
                ("loss", value(point.y).into()),
                ("least", value(a.min(b)).into()),
                ("most", value(a.max(b)).into()),
            ];
            words.push(context.state.text.with("train-loss-hover", &arguments));
        } else {
            words.push(format!("{} {}", run.name, value(point.y)));
        }
    }
    (!words.is_empty()).then(|| words.join("\n"))
}

/// Words for a place on the horizontal axis.
pub fn at(x: f64, view: &PlotView, context: &PageContext<'_>) -> String {
    let text = &context.state.text;
    if view.by_epoch {
        text.with(
            "train-at-epoch",
            &[("epoch", crate::app::widgets::decimal(x, 2).into())],
        )
    } else {
        text.with("train-at-batch", &[("batch", steps(x as u64).into())])
    }
}

//! The accuracy: on the digits that are trained on, and on those that are held out.

use eframe::egui::{Align2, Color32, Rect, Shape, Stroke, Ui, pos2};
use egui_plot::PlotPoint;

use super::curves::{Curves, place};
use super::loss::{self, Drawn, Rank, at};
use super::plot::{self, PlotContent, PlotLine, PlotView, round_numbers};
use super::words::{per_cent, short};
use crate::app::pages::PageContext;
use crate::app::theme::{CAPTION, Face, Theme, radius, space, stroke};
use crate::app::widgets::{self, thousands};

/// The axis before there is a curve, in per cent.
const EMPTY: (f64, f64) = (-3.0, 103.0);

/// Least share of mistakes that a logarithm is taken of, in per cent.
const LEAST: f64 = 0.01;

/// Lines of the logarithmic axis, in per cent.
const LOG_MARKS: [f64; 7] = [0.0, 50.0, 80.0, 90.0, 98.0, 99.0, 99.9];

/// Length of a line in the legend.
const SAMPLE: f32 = 22.0;

/// The least height with a legend, in lines.
const LEGEND: f32 = 8.0;

/// Where an accuracy lies on the axis: as it is, or by the logarithm of the share of mistakes.
fn scale(accuracy: f64, log: bool) -> f64 {
    if log {
        -(100.0 - accuracy).max(LEAST).log10()
    } else {
        accuracy
    }
}

fn unscale(y: f64, log: bool) -> f64 {
    if log { 100.0 - 10_f64.powf(-y) } else { y }
}

/// The measured points of a run.
fn measured(run: &Drawn, view: &PlotView) -> Vec<PlotPoint> {
    let from = run.curve.smooth.first().map_or(0.0, |point| point.x);
    let moments = run.record.accuracies.all().iter();
    let points = moments.map(|moment| {
        let x = place(&run.record, moment.step as f64, view.by_epoch);
        PlotPoint::new(x, scale(100.0 * moment.what.accuracy, view.log))
    });
    let is_shown = |point: &PlotPoint| !view.last_part || point.x >= from;
    points.filter(is_shown).collect()
}

fn trained(run: &Drawn, view: &PlotView) -> Vec<PlotPoint> {
    let points = run.curve.accuracy.iter();
    let scaled = points.map(|point| PlotPoint::new(point.x, scale(point.y, view.log)));
    scaled.collect()
}

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    view: &mut PlotView,
    curves: &mut Curves,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let look = PlotView {
        log: false,
        ..*view
    };
    let drawn = loss::runs("accuracy", &look, rect.width(), curves, context);
    let current = drawn.iter().find(|run| run.rank == Rank::Current);
    let latest = current.and_then(|run| run.record.accuracies.last());
    let figure = latest.map_or_else(|| "–".to_owned(), |m| per_cent(m.what.accuracy));
    let title = context.text("train-accuracy");
    let rect = plot::head(ui, rect, title, &figure, view, context);
    let name = format!("{title} {figure}");
    let measured = Measured::new(&drawn, view);
    let content = content(&drawn, &measured, view, &theme, context);
    let last = latest.map(|m| scale(m.what.accuracy * 100.0, view.log));
    let is_low = last.is_some_and(|last| last < f64::midpoint(content.y.0, content.y.1));
    plot::show(ui, rect, "accuracy plot", &name, content);
    if rect.height() > LEGEND * theme.line_height() {
        show_legend(ui, rect, is_low, &theme, context);
    }
}

/// The points of all curves.
pub struct Measured {
    /// On held-out digits, a row a run.
    held_out: Vec<Vec<PlotPoint>>,
    /// Of the current run, on the digits that it is trained on.
    training: Vec<PlotPoint>,
}

impl Measured {
    pub fn new(drawn: &[Drawn], view: &PlotView) -> Self {
        let current = drawn.iter().find(|run| run.rank == Rank::Current);
        Self {
            held_out: drawn.iter().map(|run| measured(run, view)).collect(),
            training: current.map(|run| trained(run, view)).unwrap_or_default(),
        }
    }
}

/// What the plot shows.
pub fn content<'a>(
    drawn: &'a [Drawn],
    measured: &'a Measured,
    view: &'a PlotView,
    theme: &Theme,
    context: &'a PageContext<'_>,
) -> PlotContent<'a> {
    let Measured { held_out, training } = measured;
    let y = y_range(held_out.iter().chain([training]), view.log);
    let pairs = drawn.iter().zip(held_out);
    let mut lines: Vec<PlotLine<'_>> = pairs.map(|(run, p)| line(run, p, theme)).collect();
    // Below the curve of the same run.
    let place = lines.len().saturating_sub(1);
    lines.insert(
        place,
        PlotLine {
            name: context.text("train-legend-training").to_owned(),
            points: training,
            color: theme.colors.text,
            width: stroke::ICON,
            dashed: true,
            dots: false,
            is_band: false,
        },
    );
    PlotContent {
        lines,
        x: loss::x_range(drawn, view),
        y,
        y_marks: y_marks(y, view.log),
        moments: loss::moment(view, context),
        hover: Box::new(move |x| hover(x, drawn, held_out, training, view, context)),
    }
}

fn line<'a>(run: &Drawn, points: &'a [PlotPoint], theme: &Theme) -> PlotLine<'a> {
    let colors = theme.colors;
    let (color, width) = match run.rank {
        Rank::Earlier => (colors.quiet, stroke::ICON - 0.25),
        Rank::Compared => (colors.positive, stroke::SELECTION),
        Rank::Current => (colors.accent, stroke::SELECTION),
    };
    PlotLine {
        name: format!("{} {}", run.name, run.id),
        points,
        color,
        width,
        dashed: run.rank == Rank::Compared,
        dots: run.rank != Rank::Earlier,
        is_band: false,
    }
}

fn y_range<'a>(curves: impl Iterator<Item = &'a Vec<PlotPoint>>, log: bool) -> (f64, f64) {
    let points = curves.flatten();
    let (low, high) = points.fold((f64::INFINITY, f64::NEG_INFINITY), |range, point| {
        (range.0.min(point.y), range.1.max(point.y))
    });
    if low > high {
        return (scale(EMPTY.0, log), if log { 0.0 } else { EMPTY.1 });
    }
    if log {
        return (low - 0.1, high.max(low + 0.5) + 0.1);
    }
    let room = ((high - low) * 0.05).max(0.2);
    ((low - room).max(0.0), (high + room).min(100.0 + room))
}

fn y_marks((low, high): (f64, f64), log: bool) -> Vec<(f64, String)> {
    let words = |value: f64| short((value * 100.0).round() / 100.0);
    if log {
        let marks = LOG_MARKS.iter();
        let marks = marks.map(|accuracy| (scale(*accuracy, true), words(*accuracy)));
        return marks.filter(|(y, _)| (low..=high).contains(y)).collect();
    }
    let numbers = round_numbers(low, high.min(100.0), 4.0);
    numbers.into_iter().map(|v| (v, words(v))).collect()
}

fn hover(
    x: f64,
    drawn: &[Drawn],
    held_out: &[Vec<PlotPoint>],
    training: &[PlotPoint],
    view: &PlotView,
    context: &PageContext<'_>,
) -> Option<String> {
    let text = &context.state.text;
    let value = |point: &PlotPoint| per_cent(unscale(point.y, view.log) / 100.0);
    let mut words = Vec::new();
    let mut headed = None;
    for (run, points) in drawn.iter().zip(held_out).rev() {
        let Some(point) = nearest(points, x) else {
            continue;
        };
        if run.rank != Rank::Current {
            // Runs are not measured at the same places.
            let place = match headed == Some(point.x) {
                true => String::new(),
                false => format!(" ({})", at(point.x, view, context)),
            };
            words.push(format!("{} {}{place}", run.name, value(point)));
            continue;
        }
        headed = Some(point.x);
        words.push(at(point.x, view, context));
        let moments = run.record.accuracies.all();
        let step = point.x
            * if view.by_epoch {
                run.record.batches() as f64
            } else {
                1.0
            };
        let of = moments.iter().find(|m| (m.step as f64 - step).abs() < 0.5);
        let arguments = [
            ("accuracy", value(point).into()),
            ("count", thousands(of.map_or(0, |m| m.what.pictures)).into()),
            ("total", thousands(run.record.held_out).into()),
        ];
        words.push(text.with("train-held-out-hover", &arguments));
        if let Some(point) = nearest(training, x) {
            let arguments = [("accuracy", value(point).into())];
            words.push(text.with("train-training-hover", &arguments));
        }
    }
    (!words.is_empty()).then(|| words.join("\n"))
}

fn nearest(points: &[PlotPoint], x: f64) -> Option<&PlotPoint> {
    let distance = |point: &&PlotPoint| (point.x - x).abs();
    points
        .iter()
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

/// A kind of line, and what it stands for.
pub struct LegendRow<'a> {
    pub words: &'a str,
    pub color: Color32,
    pub dashed: bool,
}

/// Which line is which; that of a compared run is of held-out digits, too.
pub fn legend<'a>(theme: &Theme, context: &PageContext<'a>) -> Vec<LegendRow<'a>> {
    let colors = theme.colors;
    let row = |words, color, dashed| LegendRow {
        words,
        color,
        dashed,
    };
    let held_out = context.text("train-legend-held-out");
    let training = context.text("train-legend-training");
    let mut rows = vec![
        row(held_out, colors.accent, false),
        row(training, colors.text, true),
    ];
    if let Some(run) = context.state.training.compared() {
        rows.push(row(&run.name, colors.positive, true));
    }
    rows
}

/// Which line is which, on the right: below, where good curves leave room, or above.
fn show_legend(ui: &mut Ui, rect: Rect, is_above: bool, theme: &Theme, context: &PageContext<'_>) {
    let colors = theme.colors;
    let font = theme.font(CAPTION, Face::Regular);
    let rows = legend(theme, context);
    let below = rows.len() as f32 - 1.0;
    let width = rows
        .iter()
        .map(|row| widgets::words_width(ui, row.words, font.clone()))
        .fold(0.0, f32::max);
    let pitch = theme.caption_height() + space::TINY;
    let bottom = match is_above {
        true => rect.top() + (below + 0.5) * pitch,
        false => rect.bottom() - theme.caption_height() - 2.0 * space::MEDIUM,
    };
    // Curves that run through it are hidden behind it.
    let behind = Rect::from_min_max(
        pos2(
            rect.right() - width - 3.0 * space::SMALL - SAMPLE,
            bottom - (below + 0.5) * pitch,
        ),
        pos2(rect.right() - space::TINY, bottom + 0.5 * pitch),
    );
    ui.painter()
        .rect_filled(behind, radius::BAR, colors.surface);
    for (above, row) in rows.into_iter().rev().enumerate() {
        let LegendRow {
            words,
            color,
            dashed,
        } = row;
        let y = bottom - above as f32 * pitch;
        let right = rect.right() - space::SMALL;
        let (from, to) = (
            pos2(right - width - space::SMALL - SAMPLE, y),
            pos2(right - width - space::SMALL, y),
        );
        let line = Stroke::new(
            if dashed {
                stroke::ICON
            } else {
                stroke::SELECTION
            },
            color,
        );
        if dashed {
            let (dash, gap) = (stroke::LONG_DASH, stroke::DASH);
            let shapes = Shape::dashed_line(&[from, to], line, dash, gap);
            ui.painter().extend(shapes);
        } else {
            ui.painter().line_segment([from, to], line);
        }
        let place = pos2(right - width, y);
        widgets::text(
            ui,
            place,
            Align2::LEFT_CENTER,
            words,
            font.clone(),
            colors.text,
        );
    }
}

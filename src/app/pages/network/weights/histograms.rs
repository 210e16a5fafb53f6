//! What the weights and the activations of a layer look like as a whole.

use eframe::egui::{Align2, Color32, Rect, Ui, pos2, vec2};

use super::Weighted;
use crate::app::pages::PageContext;
use crate::app::pages::network::words::number;
use crate::app::theme::{CAPTION, Face, Theme, space};
use crate::app::widgets;
use crate::network::Layer;
use crate::network::trace::{Trace, max_abs};
use crate::stamp::Stamp;

/// Bars of a histogram.
const BARS: usize = 40;

/// Keys of a title and of its explanation.
type Keys = (&'static str, &'static str);

const WEIGHTS: Keys = ("network-weights", "network-weights-tooltip");
const SUMS: Keys = ("network-sums-title", "network-sums-tooltip");
const ACTIVATIONS: Keys = ("network-activations", "network-activations-tooltip");

/// The weights of a layer as a whole. There may be millions of them, which change only with the
/// model: they are gone through once.
pub struct KnownWeights {
    model: Stamp,
    layer: usize,
    summary: Summary,
}

impl KnownWeights {
    fn of(weighted: &Weighted<'_>, trace: &Trace) -> Self {
        Self {
            model: trace.model.stamp(),
            layer: weighted.layer,
            summary: Summary::of(&weighted.weight.values),
        }
    }

    fn are_of(&self, weighted: &Weighted<'_>, trace: &Trace) -> bool {
        (self.model, self.layer) == (trace.model.stamp(), weighted.layer)
    }
}

/// The weights, the sums that they make for the digit, and those after the activation function.
pub fn show_histograms(
    ui: &mut Ui,
    rect: Rect,
    weighted: &Weighted<'_>,
    known: &mut Option<KnownWeights>,
    trace: &Trace,
    context: &PageContext<'_>,
) {
    known.take_if(|known| !known.are_of(weighted, trace));
    let weights = known.get_or_insert_with(|| KnownWeights::of(weighted, trace));
    let stage = weighted.layer + 1;
    let sums = Summary::of(&trace.stages[stage].values);
    let after = after_activation(trace, stage);
    let activations = after.map(|after| Summary::of(&trace.stages[after].values));
    let mut all = vec![(WEIGHTS, &weights.summary), (SUMS, &sums)];
    all.extend(activations.as_ref().map(|summary| (ACTIVATIONS, summary)));
    let pitch = (rect.width() + space::WIDE) / all.len() as f32;
    for (index, (keys, summary)) in all.into_iter().enumerate() {
        let corner = rect.min + vec2(index as f32 * pitch, 0.0);
        let place = Rect::from_min_size(corner, vec2(pitch - space::WIDE, rect.height()));
        show_histogram(ui, place, keys, summary, context);
    }
}

/// The stage after the activation function of a layer, if one follows before the next weights.
fn after_activation(trace: &Trace, stage: usize) -> Option<usize> {
    let layers = &trace.model.architecture().layers()[stage..];
    let activation = layers.iter().position(|layer| layer.is_activation())?;
    let plain = layers[..activation]
        .iter()
        .all(|layer| matches!(layer, Layer::BatchNorm { .. }));
    plain.then_some(stage + activation + 1)
}

/// Many numbers as a whole.
struct Summary {
    statistics: Statistics,
    /// The largest absolute value, where the axis ends.
    reach: f32,
    counts: [usize; BARS],
}

impl Summary {
    fn of(values: &[f32]) -> Self {
        let reach = max_abs(values);
        Self {
            statistics: Statistics::of(values),
            reach,
            counts: counts(values, reach.max(f32::MIN_POSITIVE)),
        }
    }
}

/// What is said of many numbers.
struct Statistics {
    mean: f32,
    deviation: f32,
    least: f32,
    most: f32,
    /// Share of the values that are exactly 0.
    zeros: f32,
}

impl Statistics {
    fn of(values: &[f32]) -> Self {
        let count = values.len().max(1) as f32;
        let mean = values.iter().sum::<f32>() / count;
        let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / count;
        Self {
            mean,
            deviation: variance.sqrt(),
            least: values.iter().copied().fold(f32::INFINITY, f32::min),
            most: values.iter().copied().fold(f32::NEG_INFINITY, f32::max),
            zeros: values.iter().filter(|v| **v == 0.0).count() as f32 / count,
        }
    }

    fn words(&self, key: &str, context: &PageContext<'_>) -> String {
        context.state.text.with(
            key,
            &[
                ("mean", number(self.mean).into()),
                ("deviation", number(self.deviation).into()),
                ("least", number(self.least).into()),
                ("most", number(self.most).into()),
                ("zeros", format!("{:.0}", self.zeros * 100.0).into()),
            ],
        )
    }
}

fn show_histogram(
    ui: &mut Ui,
    rect: Rect,
    (title, explanation): Keys,
    summary: &Summary,
    context: &PageContext<'_>,
) {
    let (title, explanation) = (context.text(title), context.text(explanation));
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let caption = theme.caption_height();
    let font = theme.font(CAPTION, Face::Medium);
    let corner = rect.left_top();
    let statistics = &summary.statistics;
    let all = format!(
        "{explanation}\n{}",
        statistics.words("network-statistics", context)
    );
    widgets::text(ui, corner, Align2::LEFT_TOP, title, font, colors.text).on_hover_text(&all);
    let font = theme.font(CAPTION, Face::Mono);
    let words = statistics.words("network-mean-deviation", context);
    let galley = ui
        .painter()
        .layout_no_wrap(words.clone(), font.clone(), Color32::PLACEHOLDER);
    if galley.size().x <= rect.width() {
        let corner = corner + vec2(0.0, caption);
        widgets::text(
            ui,
            corner,
            Align2::LEFT_TOP,
            words,
            font.clone(),
            colors.muted,
        )
        .on_hover_text(&all);
    }
    let bars = Rect::from_min_max(
        pos2(rect.left(), rect.top() + 2.0 * caption + space::TINY),
        pos2(rect.right(), rect.bottom() - caption),
    );
    paint_bars(ui, bars, &summary.counts);
    let line = theme.strong_border();
    ui.painter().hline(bars.x_range(), bars.bottom(), line);
    let zero = pos2(rect.center().x, rect.bottom());
    let mut ends = vec![(zero, Align2::CENTER_BOTTOM, "0".to_owned())];
    let reach = summary.reach;
    if reach > 0.0 {
        ends.push((rect.left_bottom(), Align2::LEFT_BOTTOM, number(-reach)));
        ends.push((rect.right_bottom(), Align2::RIGHT_BOTTOM, number(reach)));
    }
    for (place, anchor, words) in ends {
        widgets::text(ui, place, anchor, words, font.clone(), colors.muted);
    }
}

/// How many values are in each of the bars' ranges, from −`most` to `most`.
fn counts(values: &[f32], most: f32) -> [usize; BARS] {
    let mut counts = [0; BARS];
    for value in values {
        let share = (value / most + 1.0) / 2.0;
        counts[((share * BARS as f32) as usize).min(BARS - 1)] += 1;
    }
    counts
}

fn paint_bars(ui: &Ui, rect: Rect, counts: &[usize; BARS]) {
    let colors = Theme::of(ui.ctx()).colors;
    let tallest = counts.iter().copied().max().unwrap_or(1).max(1) as f32;
    let width = rect.width() / BARS as f32;
    for (index, count) in counts.iter().enumerate() {
        // Roots, so that the few in the tails show beside the many in the middle.
        let height = rect.height() * (*count as f32 / tallest).sqrt();
        let left = rect.left() + index as f32 * width;
        let bar = Rect::from_min_max(
            pos2(left, rect.bottom() - height),
            pos2(left + width - 1.0, rect.bottom()),
        );
        let color = if index < BARS / 2 {
            colors.negative
        } else {
            colors.positive
        };
        ui.painter().rect_filled(bar, 0, color);
    }
}

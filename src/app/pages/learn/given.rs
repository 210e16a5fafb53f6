//! What a question gives, and, once it is answered, the picture that explains it.

use eframe::egui::{Align2, Rect, Ui, pos2, vec2};

use super::figures::{Cells, curves, explained, headed, square};
use super::{layers, question};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, ColorMap, Face, ICON, PROSE, RESULT, TITLE, Theme, space};
use crate::app::widgets;
use crate::convolution::Axis;
use crate::convolution::geometry::{Geometry, Setting};
use crate::grid::Grid;
use crate::lesson::quiz::{Answer, Given, Question, Sitting, print};
use crate::network::{Layer, Shape};

/// Steps of an explanation that are shown in a second.
const PACE: f64 = 4.0;

/// Cells of an example for the formulas, and its kernel.
const EXAMPLE: (usize, usize) = (9, 3);

/// `since` is what was answered, and how long ago, in seconds.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    sitting: &Sitting,
    since: Option<(usize, f64)>,
    context: &mut PageContext<'_>,
) {
    let Some(question) = sitting.question() else {
        return;
    };
    match since {
        None => show_given(ui, rect, question, context),
        Some((answer, since)) => {
            let steps = if context.state.less_motion() {
                usize::MAX
            } else {
                (since * PACE) as usize + 1
            };
            show_explained(ui, rect, question, answer, steps, context);
            if steps < 300 {
                let rest = std::time::Duration::from_secs_f64(0.5 / PACE);
                ui.ctx().request_repaint_after(rest);
            }
        }
    }
}

fn show_given(ui: &mut Ui, rect: Rect, question: &Question, context: &PageContext<'_>) {
    match &question.given {
        Given::Size { axis, size } => show_numbers(ui, rect, *axis, *size, None, None, context),
        Given::Setting {
            axis,
            size,
            setting,
            output,
        } => {
            let (wanted, output) = (Some(*setting), Some(*output));
            show_numbers(ui, rect, *axis, *size, wanted, output, context);
        }
        Given::Pooling { input, pooling, .. } => {
            explained::pooling(ui, rect, input, pooling, None, context);
        }
        Given::ByHand {
            input, convolution, ..
        } => explained::by_hand(ui, rect, input, convolution, None, context),
        Given::WhichKernel { input, output, .. } => show_pair(ui, rect, input, output, context),
        Given::BestEpoch { curves: losses } => {
            let place = show_legend(ui, rect, context);
            curves(ui, place, losses, None, context.text("quiz-topic-curves"));
        }
        Given::Overfitting => show_runs(ui, rect, question, None, usize::MAX, context),
        Given::Formula { .. } => show_letters(ui, rect, context),
        Given::Parameters { input, layers } => {
            layers::parameters(ui, rect, *input, layers, context)
        }
        Given::Field { layers } => layers::field(ui, rect, layers, context),
    }
}

/// Signs of formulas, and the keys of what they mean.
const LETTERS: [(&str, &str); 10] = [
    ("n", "quiz-letter-n"),
    ("k", "quiz-letter-k"),
    ("s", "quiz-letter-s"),
    ("p", "quiz-letter-p"),
    ("d", "quiz-letter-d"),
    ("c", "quiz-letter-c"),
    ("m", "quiz-letter-m"),
    ("o", "quiz-letter-o"),
    ("⌊ ⌋", "quiz-letter-floor"),
    ("⌈ ⌉", "quiz-letter-ceiling"),
];

/// What the letters of all formulas mean, one in a line.
fn show_letters(ui: &mut Ui, rect: Rect, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let below = headed(ui, rect, context.text("quiz-letters-title"));
    let pitch = (below.height() / LETTERS.len() as f32).min(2.5 * theme.line_height());
    for (index, (sign, key)) in LETTERS.iter().enumerate() {
        let middle = below.top() + (index as f32 + 0.5) * pitch;
        let font = theme.font(TITLE, Face::MonoMedium);
        let place = pos2(below.left(), middle);
        let color = theme.colors.accent;
        widgets::text(ui, place, Align2::LEFT_CENTER, sign, font, color);
        let font = theme.font(PROSE, Face::Regular);
        let place = pos2(below.left() + theme.points(TITLE) * 3.0, middle);
        let (words, color) = (context.text(key), theme.colors.text);
        widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
    }
}

/// The runs to choose between, large; once answered each with its mark, and the right one with
/// the epoch from which on it overfits.
fn show_runs(
    ui: &mut Ui,
    rect: Rect,
    question: &Question,
    answer: Option<usize>,
    steps: usize,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let below = show_legend(ui, rect, context);
    let gap = space::WIDE;
    let cell = (below.size() - vec2(gap, gap)) / 2.0;
    for (index, choice) in question.choices.iter().enumerate() {
        let Answer::Curves(losses) = &choice.answer else {
            continue;
        };
        let corner = vec2((index % 2) as f32, (index / 2) as f32) * (cell + vec2(gap, gap));
        let place = Rect::from_min_size(below.min + corner, cell);
        let letter = print::letter(index).to_string();
        let plot = headed(ui, place, &letter);
        // The number of the last epoch reaches out of the plot by half.
        let plot = plot.with_max_x(plot.right() - theme.points(CAPTION));
        if let Some((icon, color, _)) = question::mark(question, index, answer, &theme) {
            let middle = pos2(
                place.left() + theme.points(BODY) * 1.8,
                place.top() + theme.line_height() / 2.0,
            );
            widgets::icon(ui, middle, icon, theme.font(ICON, Face::Icon), color);
        }
        let is_right = answer.is_some() && index == question.right;
        let best = lowest(&losses.held_out).filter(|_| is_right);
        let best = best.map(|best| best.min(steps));
        curves(ui, plot, losses, best, &letter);
    }
}

fn show_explained(
    ui: &mut Ui,
    rect: Rect,
    question: &Question,
    answer: usize,
    steps: usize,
    context: &mut PageContext<'_>,
) {
    match &question.given {
        Given::Size { axis, size } | Given::Setting { axis, size, .. } => {
            explained::axis(ui, rect, *axis, *size, steps, context);
        }
        Given::Formula { asked } => match parameters_example(asked) {
            Some((input, layer)) => {
                explained::parameters(ui, rect, input, &[layer], steps, context);
            }
            // A picture of it would say no more than the letters do.
            None if *asked == "quiz-formula-products" => show_letters(ui, rect, context),
            None => {
                let (axis, size) = (axis_example(asked), EXAMPLE.0);
                explained::axis(ui, rect, axis, size, steps, context);
            }
        },
        Given::Field { layers } => explained::field(ui, rect, layers, steps, context),
        Given::Parameters { input, layers } => {
            explained::parameters(ui, rect, *input, layers, steps, context);
        }
        Given::Pooling {
            input,
            pooling,
            cell,
        } => {
            // The windows one after another, as far as the one that is told of.
            let last = cell.unwrap_or_else(|| question.telling_cell(answer));
            let cell = on_the_way(last, pooling.geometry(), input, steps / 3);
            explained::pooling(ui, rect, input, pooling, Some(cell), context);
        }
        Given::ByHand {
            input,
            convolution,
            cell,
        } => {
            let cell = on_the_way(*cell, convolution.geometry(), input, steps - 1);
            explained::by_hand(ui, rect, input, convolution, Some(cell), context);
        }
        Given::WhichKernel { input, output, .. } => {
            // Row after row, as the kernel makes it.
            let rows = steps.saturating_mul(2);
            let made = Grid::from_fn(output.height(), output.width(), |row, column| {
                if row < rows {
                    output.at(row, column)
                } else {
                    0.0
                }
            });
            show_pair(ui, rect, input, &made, context);
        }
        Given::Overfitting => show_runs(ui, rect, question, Some(answer), steps, context),
        Given::BestEpoch { curves: losses } => {
            let place = show_legend(ui, rect, context);
            let best = lowest(&losses.held_out).map(|best| best.min(steps));
            curves(ui, place, losses, best, context.text("quiz-topic-curves"));
        }
    }
}

/// An axis for the formulas of sizes, with all that the formula speaks of.
fn axis_example(asked: &str) -> Axis {
    let (stride, padding, dilation) = match asked {
        "quiz-formula-plain" | "quiz-formula-shrink" => (1, 0, 1),
        "quiz-formula-same" => (1, 1, 1),
        "quiz-formula-span" => (1, 0, 2),
        "quiz-formula-dilated" => (2, 1, 2),
        _ => (2, 1, 1),
    };
    Axis {
        kernel: EXAMPLE.1,
        stride,
        padding: (padding, padding),
        dilation,
    }
}

/// The output cell to which a window has come after so many steps towards `last`, row after row.
fn on_the_way(
    last: (usize, usize),
    geometry: Geometry,
    input: &Grid,
    steps: usize,
) -> (usize, usize) {
    let output = geometry.output(input.height(), input.width());
    let width = output.map_or(1, |(_, width)| width);
    let at = steps.min(last.0 * width + last.1);
    (at / width, at % width)
}

/// A layer to count the parameters of, for the formulas that count them.
fn parameters_example(asked: &str) -> Option<(Shape, Layer)> {
    match asked {
        "quiz-formula-parameters" => {
            let layer = Layer::Convolution {
                name: "conv".into(),
                channels: 4,
                kernel: (3, 3),
                stride: (1, 1),
                padding: (0, 0),
                dilation: (1, 1),
            };
            Some((Shape::maps(2, 28, 28), layer))
        }
        "quiz-formula-linear" => {
            let layer = Layer::Linear {
                name: "fc".into(),
                inputs: 5,
                outputs: 3,
            };
            Some((Shape::Flat(5), layer))
        }
        _ => None,
    }
}

/// The epoch with the lowest loss, counted from 1.
fn lowest(losses: &[f32]) -> Option<usize> {
    let indices = 0..losses.len();
    let best = indices.min_by(|a, b| losses[*a].total_cmp(&losses[*b]))?;
    Some(best + 1)
}

/// What is given in large figures, what is asked as a question mark.
fn show_numbers(
    ui: &mut Ui,
    rect: Rect,
    axis: Axis,
    size: usize,
    asked: Option<Setting>,
    output: Option<usize>,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let number = |value: usize, setting: Option<Setting>| {
        if setting.is_some() && setting == asked {
            "?".to_owned()
        } else {
            value.to_string()
        }
    };
    let mut rows = vec![
        ("figure-size", number(size, None)),
        ("figure-kernel", number(axis.kernel, Some(Setting::Kernel))),
        ("figure-stride", number(axis.stride, Some(Setting::Stride))),
        (
            "figure-padding",
            number(axis.padding.0, Some(Setting::Padding)),
        ),
    ];
    if axis.dilation > 1 {
        rows.push(("figure-dilation", axis.dilation.to_string()));
    }
    let result = output.map_or("?".to_owned(), |output| output.to_string());
    rows.push(("figure-output-size", result));
    let line = theme.line(RESULT);
    let between = (rect.height() - line) / (rows.len() - 1) as f32;
    let pitch = between.min(3.0 * line);
    for (index, (key, value)) in rows.into_iter().enumerate() {
        let middle = rect.top() + line / 2.0 + index as f32 * pitch;
        let font = theme.font(BODY, Face::Regular);
        let place = pos2(rect.left(), middle);
        let color = theme.colors.muted;
        widgets::text(
            ui,
            place,
            Align2::LEFT_CENTER,
            context.text(key),
            font,
            color,
        );
        let font = theme.font(RESULT, Face::MonoMedium);
        let color = if value == "?" {
            theme.colors.accent
        } else {
            theme.colors.text
        };
        let place = pos2(rect.left() + theme.points(BODY) * 11.0, middle);
        widgets::text(ui, place, Align2::LEFT_CENTER, value, font, color);
    }
}

/// Largest pixel of a picture.
const PIXEL: f32 = 14.0;

/// A picture and what came of it.
fn show_pair(ui: &mut Ui, rect: Rect, input: &Grid, output: &Grid, context: &PageContext<'_>) {
    let middle = rect.center();
    // Where both are largest.
    let halves = if rect.height() > rect.width() {
        [
            rect.with_max_y(middle.y - space::MEDIUM),
            rect.with_min_y(middle.y + space::MEDIUM),
        ]
    } else {
        [
            rect.with_max_x(middle.x - space::MEDIUM),
            rect.with_min_x(middle.x + space::MEDIUM),
        ]
    };
    let titles = ["figure-before", "figure-after"].map(|key| context.text(key));
    let cells = [
        Cells::new(input, ColorMap::Ink, 1.0),
        Cells::new(output, ColorMap::Signed, output.max_abs()),
    ];
    for index in 0..2 {
        let below = headed(ui, halves[index], titles[index]);
        let place = square(below, 28, PIXEL);
        let grid = cells[index].grid;
        let size = place.size() * grid.height() as f32 / 28.0;
        cells[index].show(ui, Rect::from_min_size(place.min, size), titles[index]);
    }
}

/// Which line is which; the room below.
fn show_legend(ui: &mut Ui, rect: Rect, context: &PageContext<'_>) -> Rect {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::Regular);
    let words = context.text("quiz-curves-legend");
    let shown = widgets::paragraph(ui, rect, words, font, theme.colors.muted);
    rect.with_min_y(shown.rect.bottom() + space::LARGE)
}

//! What a question gives, and, once it is answered, the picture that explains it.

use eframe::egui::{Align2, Rect, Ui, pos2};

use super::figures::{Cells, curves, explained};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, ColorMap, Face, RESULT, Theme, space};
use crate::app::widgets;
use crate::convolution::Axis;
use crate::convolution::geometry::Setting;
use crate::grid::Grid;
use crate::lesson::quiz::{Answer, Given, Question, Sitting};
use crate::network::{Layer, Shape};

/// Steps of an explanation that are shown in a second.
const PACE: f64 = 4.0;

/// An example for the formulas: 7 cells, a kernel of 3, stride 2, padding 1.
const EXAMPLE: (Axis, usize) = (
    Axis {
        kernel: 3,
        stride: 2,
        padding: (1, 1),
        dilation: 1,
    },
    7,
);

/// `since` is how long ago the question was answered, in seconds.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    sitting: &Sitting,
    since: Option<f64>,
    context: &mut PageContext<'_>,
) {
    let Some(question) = sitting.question() else {
        return;
    };
    match since {
        None => show_given(ui, rect, &question.given, context),
        Some(since) => {
            let steps = if context.state.less_motion() {
                usize::MAX
            } else {
                (since * PACE) as usize + 1
            };
            show_explained(ui, rect, question, steps, context);
            if steps < 300 {
                let rest = std::time::Duration::from_secs_f64(0.5 / PACE);
                ui.ctx().request_repaint_after(rest);
            }
        }
    }
}

fn show_given(ui: &mut Ui, rect: Rect, given: &Given, context: &PageContext<'_>) {
    match given {
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
        Given::Pooling {
            input,
            cell,
            pooling,
        } => {
            explained::input(ui, rect, input, context);
            let _ = (cell, pooling);
        }
        Given::ByHand {
            input, convolution, ..
        } => explained::input_and_kernel(ui, rect, input, convolution, context),
        Given::WhichKernel { input, output, .. } => show_pair(ui, rect, input, output, context),
        Given::BestEpoch { curves: losses } => {
            let place = show_legend(ui, rect, context);
            curves(ui, place, losses, None, context.text("quiz-topic-curves"));
        }
        Given::Overfitting => {
            show_legend(ui, rect, context);
        }
        Given::Formula { .. } => {
            let theme = Theme::of(ui.ctx());
            let words = context.text("quiz-letters");
            let font = theme.font(BODY, Face::Regular);
            widgets::paragraph(ui, rect, words, font, theme.colors.muted);
        }
        Given::Parameters { .. } | Given::Field { .. } => show_wait(ui, rect, context),
    }
}

fn show_wait(ui: &mut Ui, rect: Rect, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(BODY, Face::Regular);
    let words = context.text("quiz-wait");
    widgets::paragraph(ui, rect, words, font, theme.colors.muted);
}

fn show_explained(
    ui: &mut Ui,
    rect: Rect,
    question: &Question,
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
            None => {
                let (axis, size) = EXAMPLE;
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
        } => explained::pooling(ui, rect, input, pooling, *cell, steps, context),
        Given::ByHand {
            input,
            convolution,
            cell,
        } => explained::by_hand(ui, rect, input, convolution, *cell, steps, context),
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
        Given::Overfitting => {
            let place = show_legend(ui, rect, context);
            if let Answer::Curves(losses) = &question.choices[question.right].answer {
                let best = lowest(&losses.held_out).map(|best| best.min(steps));
                curves(ui, place, losses, best, context.text("quiz-topic-curves"));
            }
        }
        Given::BestEpoch { curves: losses } => {
            let place = show_legend(ui, rect, context);
            let best = lowest(&losses.held_out).map(|best| best.min(steps));
            curves(ui, place, losses, best, context.text("quiz-topic-curves"));
        }
    }
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
    let pitch = (rect.height() / rows.len() as f32).min(theme.line(RESULT) * 1.7);
    for (index, (key, value)) in rows.into_iter().enumerate() {
        let middle = rect.top() + (index as f32 + 0.5) * pitch;
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

/// A picture and what came of it.
fn show_pair(ui: &mut Ui, rect: Rect, input: &Grid, output: &Grid, context: &PageContext<'_>) {
    let middle = rect.center().x;
    let halves = [
        rect.with_max_x(middle - space::MEDIUM),
        rect.with_min_x(middle + space::MEDIUM),
    ];
    let titles = ["figure-before", "figure-after"].map(|key| context.text(key));
    let cells = [
        Cells::new(input, ColorMap::Ink, 1.0),
        Cells::new(output, ColorMap::Signed, output.max_abs()),
    ];
    for index in 0..2 {
        let below = explained::headed(ui, halves[index], titles[index]);
        let place = explained::square(below, 28, 14.0);
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
    widgets::paragraph(ui, rect, words, font, theme.colors.muted);
    let below = rect.with_min_y(rect.top() + 3.0 * theme.caption_height());
    below.with_max_y(below.bottom().min(below.top() + 360.0))
}

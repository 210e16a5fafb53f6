//! The arithmetic of the selected cell, down to the numbers that it was made of.

mod terms;
mod total;
mod windows;

use eframe::egui::{Align2, Color32, Rect, Stroke, Ui, UiBuilder, pos2, vec2};

use lucide_icons::Icon;

use self::terms::show_terms;
use self::total::show_total;
use self::windows::{show_pool, show_windows};
use super::words;
use super::{NetworkPage, Place};
use crate::app::command::Command;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, Theme, space, stroke};
use crate::app::widgets::{self, Button, card};
use crate::network::arithmetic::{Arithmetic, Cell, arithmetic};
use crate::network::experiment::Change;
use crate::network::trace::Trace;

/// Width of the column in which everything is added up, in caption sizes.
const TOTAL_WIDTH: f32 = 16.0;

/// Draws the arithmetic of the selected cell into `rect`.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    page: &NetworkPage,
    trace: &Trace,
    context: &mut PageContext<'_>,
) {
    card(ui, rect);
    let theme = Theme::of(ui.ctx());
    let inner = rect.shrink2(vec2(space::WIDE, space::MEDIUM));
    let Some(place) = page.selected else {
        return;
    };
    let Some(column) = page.columns.iter().find(|c| c.group.shown == place.stage) else {
        return;
    };
    let total_width = theme.points(CAPTION) * TOTAL_WIDTH;
    let total = inner.with_min_x(inner.right() - total_width);
    let parts = inner.with_max_x(total.left() - space::HUGE);
    let line = Stroke::new(stroke::BORDER, theme.colors.border);
    let x = total.left() - space::LARGE;
    ui.painter().vline(x, total.y_range(), line);

    let first = (*column.group.stages.start()).min(place.stage);
    let how = arithmetic(trace, first, place.cell);
    let title = show_title(ui, parts, page, place, &how, context);
    show_silence(ui, parts, first, place.cell, &how, context);
    let below = parts.with_min_y(title);
    let scales = Scales::of(trace, first);
    match &how {
        Arithmetic::Convolution { windows, .. } => {
            show_windows(ui, below, windows, &scales, context);
        }
        Arithmetic::MaxPool { window, winner } => {
            show_pool(ui, below, window, Some(*winner), &scales);
        }
        Arithmetic::AveragePool { window } => show_pool(ui, below, window, None, &scales),
        Arithmetic::Linear { terms, .. } => show_terms(ui, below, terms, trace, first, context),
        _ => {}
    }
    show_total(ui, total, column, place.cell, &how, trace, context);
}

/// The largest absolute values of what is multiplied, for the colours.
struct Scales {
    input: f32,
    kernel: f32,
}

impl Scales {
    fn of(trace: &Trace, stage: usize) -> Self {
        let Some(layer) = stage.checked_sub(1) else {
            return Self {
                input: 1.0,
                kernel: 1.0,
            };
        };
        let name = trace.model.architecture().layers()[layer].name();
        let weight = name.and_then(|name| trace.model.parameter(&format!("{name}.weight")));
        let values = weight.map_or(&[][..], |weight| &weight.values);
        Self {
            input: trace.stages[layer].max_abs(),
            kernel: values.iter().fold(0.0, |most, v| most.max(v.abs())),
        }
    }
}

/// The title and its explanation; the y below them.
fn show_title(
    ui: &mut Ui,
    rect: Rect,
    page: &NetworkPage,
    place: Place,
    how: &Arithmetic,
    context: &PageContext<'_>,
) -> f32 {
    let theme = Theme::of(ui.ctx());
    let middle = rect.top() + theme.line_height() / 2.0;
    let title = widgets::text(
        ui,
        pos2(rect.left(), middle),
        Align2::LEFT_CENTER,
        words::place(place, &page.columns, context),
        theme.font(BODY, Face::SemiBold),
        theme.colors.text,
    );
    let note = pos2(title.rect.right() + space::LARGE, middle);
    let words = explanation(how, context);
    let font = theme.font(BODY, Face::Regular);
    let galley = ui
        .painter()
        .layout_no_wrap(words.clone(), font.clone(), theme.colors.muted);
    if note.x + galley.size().x <= rect.right() {
        widgets::text(
            ui,
            note,
            Align2::LEFT_CENTER,
            words,
            font,
            theme.colors.muted,
        );
    }
    rect.top() + theme.line_height() + space::SMALL
}

/// The button that switches the selected map or unit off.
fn show_silence(
    ui: &mut Ui,
    rect: Rect,
    stage: usize,
    cell: Cell,
    how: &Arithmetic,
    context: &mut PageContext<'_>,
) {
    if !matches!(
        how,
        Arithmetic::Convolution { .. } | Arithmetic::Linear { .. }
    ) {
        return;
    }
    let theme = Theme::of(ui.ctx());
    let button = Button::new(context.text("network-silence"))
        .icon(Icon::PowerOff)
        .tooltip(context.text("network-silence-tooltip"));
    let size = vec2(button.natural_width(ui), theme.control_height());
    let corner = rect.right_top() - vec2(size.x, space::SMALL);
    let place = Rect::from_min_size(corner, size);
    let mut child = ui.new_child(UiBuilder::new().max_rect(place));
    if button.show(&mut child).clicked() {
        context.push(Command::ChangeNetwork(Change::Silence {
            layer: stage - 1,
            channel: cell.channel,
        }));
    }
}

fn explanation(how: &Arithmetic, context: &PageContext<'_>) -> String {
    let text = &context.state.text;
    match how {
        Arithmetic::Convolution { windows, .. } => {
            let kernel = &windows[0].kernel;
            text.with(
                "network-reads-windows",
                &[
                    ("count", windows.len().into()),
                    ("height", kernel.height().into()),
                    ("width", kernel.width().into()),
                ],
            )
        }
        Arithmetic::MaxPool { window, .. } => text.with(
            "network-largest-of",
            &[("count", window.input.values().len().into())],
        ),
        Arithmetic::AveragePool { window } => text.with(
            "network-mean-of",
            &[("count", window.input.values().len().into())],
        ),
        Arithmetic::Linear { terms, .. } => {
            text.with("network-reads-inputs", &[("count", terms.len().into())])
        }
        _ => context.text("network-is-input").to_owned(),
    }
}

/// The colour of what adds, and of what takes away.
fn sign_color(theme: &Theme, value: f32) -> Color32 {
    if value < 0.0 {
        theme.colors.negative
    } else {
        theme.colors.positive
    }
}

//! The arithmetic of the selected cell, down to the numbers that it was made of.

mod lens;
mod softmax;
mod terms;
mod total;
mod walk;
mod windows;

use std::sync::Arc;

use eframe::egui::{Align, Align2, Layout, Rect, Stroke, Ui, UiBuilder, pos2, vec2};
use lucide_icons::Icon;

use self::softmax::show_softmax;
use self::terms::show_terms;
use self::total::show_total;
use self::windows::{show_pool, show_windows};
use super::columns::{Column, Kind};
use super::words;
use super::{NetworkPage, Place};
use crate::app::command::Command;
use crate::app::convolve::Carried;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, RESULT, Theme, space, stroke};
use crate::app::widgets::{self, Button, Pace, card};
use crate::convolution::{Convolution, Kernel, Padding, PaddingMode};
use crate::grid::Grid;
use crate::network::Layer;
use crate::network::arithmetic::{Arithmetic, arithmetic};
use crate::network::experiment::Change;
use crate::network::shown::CellSum;
use crate::network::trace::{Trace, max_abs};

/// Width of the part in which everything is added up, in caption sizes.
const TOTAL_WIDTH: f32 = 15.0;

/// Lines beside the result.
const LINES: f32 = 3.0;

/// Least share of the page's height.
const SHARE: f32 = 0.22;

/// A page at least so wide, in caption sizes, has words on its buttons.
const WIDE: f32 = 90.0;

/// A page lower than this many lines begins with the arithmetic in one line, to leave its height
/// to the maps.
const LOW: f32 = 22.0;

/// How the arithmetic is looked at.
#[derive(Default)]
pub struct Sum {
    /// Whether it is shown in full, if that was chosen; a click on a cell opens it.
    pub open: Option<bool>,
    /// Of the windows of a convolution: the one of this input channel.
    channel: usize,
    /// For a digit: its softmax, not its logit.
    softmax: bool,
    pace: Pace,
}

impl Sum {
    /// Whether it is shown in full on a page of this height.
    fn is_open(&self, height: f32, theme: &Theme) -> bool {
        self.open.unwrap_or(height >= LOW * theme.line_height())
    }
}

/// What is known of the cell that is shown.
struct Shown<'a> {
    place: Place,
    column: &'a Column,
    /// The first stage of its column, whose arithmetic this is.
    stage: usize,
    how: Arithmetic,
    /// For what is added up.
    sum: Option<CellSum>,
    trace: &'a Trace,
}

impl<'a> Shown<'a> {
    fn new(page: &NetworkPage, columns: &'a [Column], trace: &'a Trace) -> Option<Self> {
        let place = page.selected?;
        let column = columns.iter().find(|c| c.group.shown == place.stage)?;
        let stage = (*column.group.stages.start()).min(place.stage);
        let how = arithmetic(trace, stage, place.cell);
        let mut shown = Self {
            place,
            column,
            stage,
            how,
            sum: None,
            trace,
        };
        shown.sum = CellSum::new(&shown.how, shown.value(stage));
        Some(shown)
    }

    /// What the cell has after a stage of its column.
    fn value(&self, stage: usize) -> f32 {
        let cell = self.place.cell;
        self.trace.stages[stage].at(cell.channel, cell.row, cell.column)
    }

    /// The layer that makes a stage; there is none for the input.
    fn layer(&self, stage: usize) -> Option<&'a Layer> {
        let layer = stage.checked_sub(1)?;
        self.trace.model.architecture().layers().get(layer)
    }

    fn is_digit(&self) -> bool {
        self.column.group.kind == Kind::Output
    }
}

/// Height of a row of small buttons.
fn button_height(theme: &Theme) -> f32 {
    theme.control_height() - space::SMALL
}

/// The height that the arithmetic takes of a page of this size.
pub fn height(ui: &Ui, page: Rect, sum: &Sum) -> f32 {
    let theme = Theme::of(ui.ctx());
    if !sum.is_open(page.height(), &theme) {
        return button_height(&theme) + 2.0 * space::SMALL;
    }
    let least = button_height(&theme)
        + LINES * theme.line_height()
        + theme.line(RESULT)
        + space::SMALL
        + 2.0 * space::MEDIUM;
    least.max(page.height() * SHARE)
}

/// Draws the arithmetic of the selected cell into `rect`.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    page: &mut NetworkPage,
    trace: &Trace,
    context: &mut PageContext<'_>,
) {
    card(ui, rect);
    let theme = Theme::of(ui.ctx());
    walk::walk(ui, page);
    let columns = std::mem::take(&mut page.columns);
    if let Some(shown) = Shown::new(page, &columns, trace) {
        let one_line = rect.shrink2(vec2(space::WIDE, space::SMALL));
        if one_line.height() <= button_height(&theme) {
            show_line(ui, one_line, &shown, &columns, page, context);
            page.columns = columns;
            return;
        }
        let inner = rect.shrink2(vec2(space::WIDE, space::MEDIUM));
        let head = inner.with_max_y(inner.top() + button_height(&theme));
        show_head(ui, head, &shown, &columns, page, context);
        let below = inner.with_min_y(head.bottom() + space::SMALL);
        let total = below.with_min_x(below.right() - theme.points(CAPTION) * TOTAL_WIDTH);
        let parts = below.with_max_x(total.left() - space::HUGE);
        let line = Stroke::new(stroke::BORDER, theme.colors.border);
        let x = total.left() - space::LARGE;
        ui.painter().vline(x, total.y_range(), line);
        show_parts(ui, parts, &shown, &mut page.sum, context);
        show_total(ui, total, &shown, page.sum.softmax, context);
    }
    page.columns = columns;
}

/// What is added up, multiplied or compared.
fn show_parts(
    ui: &mut Ui,
    rect: Rect,
    shown: &Shown<'_>,
    state: &mut Sum,
    context: &PageContext<'_>,
) {
    let scales = Scales::of(shown);
    match (&shown.how, &shown.sum) {
        _ if shown.is_digit() && state.softmax => show_softmax(ui, rect, shown, context),
        (Arithmetic::Convolution { windows, .. }, Some(sum)) => {
            show_windows(ui, rect, windows, sum, &scales, &mut state.channel, context);
        }
        (Arithmetic::Linear { terms, .. }, Some(sum)) => {
            show_terms(ui, rect, terms, sum, shown, context);
        }
        (Arithmetic::MaxPool { window, winner }, _) => {
            show_pool(ui, rect, window, Some(*winner), &scales);
        }
        (Arithmetic::AveragePool { window }, _) => show_pool(ui, rect, window, None, &scales),
        _ => {}
    }
}

/// The largest absolute values of what is multiplied, for the colours.
struct Scales {
    input: f32,
    kernel: f32,
}

impl Scales {
    fn of(shown: &Shown<'_>) -> Self {
        let Some(layer) = shown.layer(shown.stage) else {
            return Self {
                input: 1.0,
                kernel: 1.0,
            };
        };
        let weight = layer
            .name()
            .and_then(|name| shown.trace.model.parameter(&format!("{name}.weight")));
        let values = weight.map_or(&[][..], |weight| &weight.values);
        Self {
            input: shown.trace.stages[shown.stage - 1].max_abs(),
            kernel: max_abs(values),
        }
    }
}

/// The cell and its sum in one line, and the button that shows all of it.
fn show_line(
    ui: &mut Ui,
    rect: Rect,
    shown: &Shown<'_>,
    columns: &[Column],
    page: &mut NetworkPage,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let title = widgets::text(
        ui,
        rect.left_center(),
        Align2::LEFT_CENTER,
        words::place(shown.place, columns, context),
        theme.font(BODY, Face::SemiBold),
        theme.colors.text,
    );
    let builder = UiBuilder::new()
        .max_rect(rect)
        .layout(Layout::right_to_left(Align::Center));
    let mut right = rect.right();
    ui.scope_builder(builder, |ui| {
        let open = Button::icon_only(Icon::ChevronUp, context.text("network-sum-open"))
            .tooltip(context.text("network-sum-open-tooltip"))
            .height(rect.height());
        let response = open.show(ui);
        right = response.rect.left();
        if response.clicked() {
            page.sum.open = Some(true);
        }
    });
    let place = pos2(title.rect.right() + space::WIDE, rect.center().y);
    let room = right - space::SMALL - place.x;
    let color = theme.colors.text;
    let whole = total::in_one_line(shown, context);
    // The sum, if need be smaller, else what it comes to.
    let value = total::value_in_words(shown);
    let fitting = [(&whole, BODY), (&whole, CAPTION), (&value, BODY)]
        .into_iter()
        .map(|(words, size)| (words, theme.font(size, Face::Mono)))
        .find(|(words, font)| widgets::words_width(ui, words, font.clone()) <= room);
    if let Some((words, font)) = fitting {
        widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
    }
}

/// The title, its explanation where there is room for it, and what can be done with the cell.
fn show_head(
    ui: &mut Ui,
    rect: Rect,
    shown: &Shown<'_>,
    columns: &[Column],
    page: &mut NetworkPage,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let middle = rect.center().y;
    let title = widgets::text(
        ui,
        pos2(rect.left(), middle),
        Align2::LEFT_CENTER,
        words::place(shown.place, columns, context),
        theme.font(BODY, Face::SemiBold),
        theme.colors.text,
    );
    let builder = UiBuilder::new()
        .max_rect(rect.with_min_x(title.rect.right() + space::LARGE))
        .layout(Layout::right_to_left(Align::Center));
    let buttons = ui
        .scope_builder(builder, |ui| {
            show_buttons(ui, shown, page, context);
            ui.min_rect()
        })
        .inner;
    let words = explanation(shown, page.sum.softmax, context);
    let font = theme.font(BODY, Face::Regular);
    let color = theme.colors.muted;
    let galley = ui
        .painter()
        .layout_no_wrap(words.clone(), font.clone(), color);
    let place = pos2(title.rect.right() + space::LARGE, middle);
    // The transport's three most needed buttons have their place first.
    let three = 3.0 * rect.height() + 2.0 * space::SMALL;
    let explained = place.x + galley.size().x + space::LARGE;
    let mut left = place.x;
    if explained + three + space::SMALL <= buttons.left() {
        widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
        left = explained;
    }
    let walk = Rect::from_min_max(
        pos2(left, rect.top()),
        pos2(buttons.left() - space::SMALL, rect.bottom()),
    );
    walk::show(ui, walk, page, columns, context);
}

/// From right to left.
fn show_buttons(
    ui: &mut Ui,
    shown: &Shown<'_>,
    page: &mut NetworkPage,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let height = button_height(&theme);
    let close = Button::icon_only(Icon::X, context.text("network-sum-close"))
        .tooltip(context.text("network-sum-close-tooltip"))
        .quiet()
        .height(height);
    if close.show(ui).clicked() {
        page.sum.open = Some(false);
        page.sum.pace.playing = false;
    }
    if show_silence(ui, shown, height, context) {
        page.choose(Some(shown.place));
    }
    show_convolve(ui, shown, height, page.sum.channel, context);
    if shown.is_digit() {
        show_choice(ui, height, &mut page.sum.softmax, context);
    }
}

/// For a digit: how its logit came about, or what softmax makes of it.
fn show_choice(ui: &mut Ui, height: f32, softmax: &mut bool, context: &PageContext<'_>) {
    for (is_softmax, label, tooltip) in [
        (true, "network-softmax", "network-softmax-tooltip"),
        (false, "network-logit", "network-logit-tooltip"),
    ] {
        let button = Button::new(context.text(label))
            .tooltip(context.text(tooltip))
            .selected(*softmax == is_softmax)
            .height(height);
        if button.show(ui).clicked() {
            *softmax = is_softmax;
        }
    }
}

/// The button that switches the selected map or unit off and on; whether it was clicked.
fn show_silence(
    ui: &mut Ui,
    shown: &Shown<'_>,
    height: f32,
    context: &mut PageContext<'_>,
) -> bool {
    if shown.sum.is_none() {
        return false;
    }
    let theme = Theme::of(ui.ctx());
    let (layer, channel) = (shown.stage - 1, shown.place.cell.channel);
    let is_off = context.state.is_switched_off(layer, channel);
    let (icon, label, tooltip) = if is_off {
        (Icon::Power, "network-wake", "network-wake-tooltip")
    } else {
        (Icon::PowerOff, "network-silence", "network-silence-tooltip")
    };
    let label = context.text(label);
    let wide = ui.max_rect().width() > WIDE * theme.points(CAPTION);
    let button = if wide {
        Button::new(label).icon(icon)
    } else {
        Button::icon_only(icon, label)
    };
    let button = button
        .tooltip(context.text(tooltip))
        .selected(is_off)
        .height(height);
    let clicked = button.show(ui).clicked();
    if clicked {
        let change = Change::Silence { layer, channel };
        context.push(if is_off {
            Command::TakeBack(change)
        } else {
            Command::ChangeNetwork(change)
        });
    }
    clicked
}

/// The button that shows the chosen window and its kernel on the Convolve page.
fn show_convolve(
    ui: &mut Ui,
    shown: &Shown<'_>,
    height: f32,
    channel: usize,
    context: &mut PageContext<'_>,
) {
    if !matches!(shown.how, Arithmetic::Convolution { .. }) {
        return;
    }
    let label = context.text("network-open-convolve");
    let button = Button::icon_only(Icon::Grid3x3, label)
        .tooltip(context.text("network-open-convolve-tooltip"))
        .height(height);
    if button.show(ui).clicked()
        && let Some(carried) = carried(shown, channel, context)
    {
        context.push(Command::OpenInConvolve(Arc::new(carried)));
    }
}

/// An input map of the cell, and the convolution that reads it.
fn carried(shown: &Shown<'_>, channel: usize, context: &PageContext<'_>) -> Option<Carried> {
    let Arithmetic::Convolution { windows, .. } = &shown.how else {
        return None;
    };
    let Layer::Convolution {
        name,
        stride,
        padding,
        dilation,
        ..
    } = shown.layer(shown.stage)?
    else {
        return None;
    };
    let window = &windows[channel.min(windows.len() - 1)];
    let input = &shown.trace.stages[shown.stage - 1];
    let (_, rows, columns) = input.shape.dims();
    let map = input.map(window.channel).to_vec();
    let cell = shown.place.cell;
    let name = context.state.text.with(
        "network-carried",
        &[
            ("layer", name.into()),
            ("output", (cell.channel + 1).into()),
            ("input", (window.channel + 1).into()),
        ],
    );
    Some(Carried {
        name,
        input: Arc::new(Grid::from_values(rows, columns, map)?),
        convolution: Convolution {
            stride: *stride,
            padding: Padding {
                mode: PaddingMode::Zero,
                top: padding.0,
                bottom: padding.0,
                left: padding.1,
                right: padding.1,
            },
            dilation: *dilation,
            ..Convolution::new(Kernel::new(window.kernel.clone()).ok()?)
        },
        cell: (cell.row, cell.column),
    })
}

fn explanation(shown: &Shown<'_>, softmax: bool, context: &PageContext<'_>) -> String {
    let text = &context.state.text;
    if shown.is_digit() && softmax {
        return context.text("network-is-softmax").to_owned();
    }
    match &shown.how {
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
        Arithmetic::BatchNorm { .. } => context.text("network-is-batch-norm").to_owned(),
        Arithmetic::Copy { .. } => context.text("network-is-copy").to_owned(),
        Arithmetic::Input => context.text("network-is-input").to_owned(),
        Arithmetic::Activation { .. } => match shown.layer(shown.stage) {
            Some(Layer::LeakyRelu { slope }) => {
                let slope = words::number(*slope);
                text.with("network-is-leaky-relu", &[("slope", slope.into())])
            }
            Some(Layer::Tanh) => context.text("network-is-tanh").to_owned(),
            Some(Layer::Sigmoid) => context.text("network-is-sigmoid").to_owned(),
            _ => context.text("network-is-relu").to_owned(),
        },
    }
}

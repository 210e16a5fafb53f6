//! The arithmetic of the selected cell, down to the numbers that it was made of.

use eframe::egui::{Align2, Color32, Rect, Stroke, StrokeKind, Ui, UiBuilder, Vec2, pos2, vec2};

use lucide_icons::Icon;

use super::columns::{Column, Kind};
use super::diagram::CONTRIBUTIONS;
use super::words::{self, number, signed};
use super::{NetworkPage, Place};
use crate::app::command::Command;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, ColorMap, Face, RESULT, Theme, space, stroke, text_on};
use crate::app::widgets::{self, Button, card, percent};
use crate::grid::Grid;
use crate::network::arithmetic::{Arithmetic, Cell, Term, Window, arithmetic};
use crate::network::experiment::Change;
use crate::network::trace::Trace;

/// Side of a cell that carries a number.
const LENS_CELL: Vec2 = vec2(44.0, 32.0);

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

/// Each input channel's window, its kernel and their partial sum, side by side. Where there is
/// no room for all, the largest sums are shown and the rest is added up.
fn show_windows(
    ui: &mut Ui,
    rect: Rect,
    windows: &[Window],
    scales: &Scales,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let caption = theme.caption_height();
    let grid_height = rect.height() - caption - theme.line_height() - space::SMALL;
    let kernel = &windows[0].kernel;
    let cell = (grid_height / kernel.height() as f32).min(24.0);
    let mut size = vec2(kernel.width() as f32, kernel.height() as f32) * cell;
    let wanted = (rect.width() - space::LARGE * windows.len() as f32) / windows.len() as f32;
    let times = theme.points(CAPTION) * 1.4;
    let narrow = ((wanted - times) / 2.0).max(32.0);
    if narrow < size.x {
        size *= narrow / size.x;
    }
    let pitch = 2.0 * size.x + times + space::LARGE;
    let fits = ((rect.width() + space::LARGE) / pitch).max(1.0) as usize;
    let mut shown: Vec<&Window> = windows.iter().collect();
    let all = shown.len() <= fits;
    if !all {
        shown.sort_by(|a, b| b.sum.abs().total_cmp(&a.sum.abs()));
        shown.truncate(fits.saturating_sub(1).max(1));
    }
    for (index, window) in shown.iter().enumerate() {
        let left = rect.left() + index as f32 * pitch;
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(pitch, rect.height()));
        show_window(ui, place, window, size, times, scales, context);
    }
    if !all {
        let rest: f32 =
            windows.iter().map(|w| w.sum).sum::<f32>() - shown.iter().map(|w| w.sum).sum::<f32>();
        let left = rect.left() + shown.len() as f32 * pitch;
        let place = Rect::from_min_max(pos2(left, rect.top()), rect.max);
        let words = context.state.text.with(
            "network-more-windows",
            &[
                ("count", (windows.len() - shown.len()).into()),
                ("sum", signed(rest).into()),
            ],
        );
        let font = theme.font(CAPTION, Face::Regular);
        widgets::paragraph(ui, place, words, font, theme.colors.muted);
    }
}

fn show_window(
    ui: &mut Ui,
    rect: Rect,
    window: &Window,
    size: Vec2,
    times: f32,
    scales: &Scales,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let caption = theme.caption_height();
    let font = theme.font(CAPTION, Face::Regular);
    let name = context
        .state
        .text
        .with("network-map", &[("number", (window.channel + 1).into())]);
    let place = pos2(rect.left(), rect.top() + caption / 2.0);
    widgets::text(
        ui,
        place,
        Align2::LEFT_CENTER,
        name.clone(),
        font.clone(),
        theme.colors.muted,
    );
    let top = rect.top() + caption + space::TINY;
    let input = Rect::from_min_size(pos2(rect.left(), top), size);
    let kernel = Rect::from_min_size(pos2(input.right() + times, top), size);
    paint_grid(ui, input, &window.input, scales.input);
    paint_grid(ui, kernel, &window.kernel, scales.kernel);
    let cross = pos2(input.right() + times / 2.0, input.center().y);
    ui.painter()
        .text(cross, Align2::CENTER_CENTER, "×", font, theme.colors.muted);
    let below = pos2(
        (input.left() + kernel.right()) / 2.0,
        input.bottom() + space::SMALL + theme.line_height() / 2.0,
    );
    let font = theme.font(BODY, Face::MonoMedium);
    let color = sign_color(&theme, window.sum);
    widgets::text(
        ui,
        below,
        Align2::CENTER_CENTER,
        signed(window.sum),
        font,
        color,
    );
    let both = input.union(kernel);
    let response = widgets::label(ui, both, format!("{name} {}", signed(window.sum)));
    response.on_hover_ui(|ui| show_lens(ui, window, scales));
}

/// The numbers of a window and its kernel, large enough to read.
fn show_lens(ui: &mut Ui, window: &Window, scales: &Scales) {
    let theme = Theme::of(ui.ctx());
    let (height, width) = (window.input.height() as f32, window.input.width() as f32);
    let grid = vec2(width, height) * LENS_CELL;
    let size = vec2(2.0 * grid.x + space::WIDE, grid.y);
    let (rect, _) = ui.allocate_exact_size(size, eframe::egui::Sense::hover());
    let input = Rect::from_min_size(rect.min, grid);
    let kernel = Rect::from_min_max(rect.right_top() - vec2(grid.x, 0.0), rect.max);
    for (place, values, most) in [
        (input, &window.input, scales.input),
        (kernel, &window.kernel, scales.kernel),
    ] {
        paint_grid(ui, place, values, most);
        paint_numbers(ui, place, values, most);
    }
    let font = theme.font(BODY, Face::Regular);
    let color = theme.colors.text;
    ui.painter()
        .text(rect.center(), Align2::CENTER_CENTER, "×", font, color);
}

/// A small grid as coloured cells.
pub fn paint_grid(ui: &Ui, rect: Rect, grid: &Grid, most: f32) {
    let theme = Theme::of(ui.ctx());
    for_each_cell(rect, grid, |place, value| {
        let fill = theme.color(ColorMap::Signed, scaled(value, most));
        ui.painter().rect_filled(place, 0, fill);
    });
    ui.painter()
        .rect_stroke(rect, 0, theme.border(), StrokeKind::Outside);
}

/// Each cell's number, in black or white.
pub fn paint_numbers(ui: &Ui, rect: Rect, grid: &Grid, most: f32) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::MonoMedium);
    for_each_cell(rect, grid, |place, value| {
        let fill = theme.color(ColorMap::Signed, scaled(value, most));
        let color: Color32 = text_on(fill);
        let words = in_cell(value, place.width() < LENS_CELL.x);
        ui.painter().text(
            place.center(),
            Align2::CENTER_CENTER,
            words,
            font.clone(),
            color,
        );
    });
}

/// A number for a cell; in a narrow one without the zero before the point.
fn in_cell(value: f32, narrow: bool) -> String {
    let words = number(value);
    if narrow && value.abs() < 1.0 {
        return words.replacen("0.", ".", 1);
    }
    words
}

fn scaled(value: f32, most: f32) -> f32 {
    if most > 0.0 { value / most } else { 0.0 }
}

fn for_each_cell(rect: Rect, grid: &Grid, mut draw: impl FnMut(Rect, f32)) {
    let size = rect.size() / vec2(grid.width() as f32, grid.height() as f32);
    for row in 0..grid.height() {
        for column in 0..grid.width() {
            let corner = rect.min + vec2(column as f32, row as f32) * size;
            draw(Rect::from_min_size(corner, size), grid.at(row, column));
        }
    }
}

/// The window that a pooling cell looks at, in numbers; the winner is outlined.
fn show_pool(
    ui: &Ui,
    rect: Rect,
    window: &Window,
    winner: Option<(usize, usize)>,
    scales: &Scales,
) {
    let theme = Theme::of(ui.ctx());
    let (height, width) = (window.input.height() as f32, window.input.width() as f32);
    let cell = (LENS_CELL * 1.2).min(vec2(
        rect.width() / width,
        (rect.height() - space::SMALL) / height,
    ));
    let grid = Rect::from_min_size(rect.min, vec2(width, height) * cell);
    paint_grid(ui, grid, &window.input, scales.input);
    if cell.y >= theme.caption_height() {
        paint_numbers(ui, grid, &window.input, scales.input);
    }
    if let Some((row, column)) = winner {
        let corner = grid.min + vec2(column as f32, row as f32) * cell;
        let place = Rect::from_min_size(corner, cell);
        ui.painter()
            .rect_stroke(place, 0, theme.selection(), StrokeKind::Inside);
    }
}

/// The largest contributions to a linear unit as bars, and the rest added up.
fn show_terms(
    ui: &mut Ui,
    rect: Rect,
    terms: &[Term],
    trace: &Trace,
    stage: usize,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let shown = &terms[..terms.len().min(CONTRIBUTIONS)];
    let most = shown.first().map_or(0.0, |term| term.product().abs());
    let row_height = theme.caption_height();
    let rows = (((rect.height() / row_height) as usize).saturating_sub(1)).max(1);
    let across = shown.len().div_ceil(rows).max(1);
    let width = rect.width() / across as f32;
    for (index, term) in shown.iter().enumerate() {
        let place = Rect::from_min_size(
            pos2(
                rect.left() + (index / rows) as f32 * width,
                rect.top() + (index % rows) as f32 * row_height,
            ),
            vec2(width - space::LARGE, row_height),
        );
        show_term(ui, place, term, most, trace, stage, context);
    }
    let rest: f32 = terms[shown.len()..].iter().map(|term| term.product()).sum();
    let place = pos2(rect.left(), rect.top() + (rows as f32 + 0.5) * row_height);
    let words = context.state.text.with(
        "network-more-inputs",
        &[
            ("count", (terms.len() - shown.len()).into()),
            ("sum", signed(rest).into()),
        ],
    );
    let font = theme.font(CAPTION, Face::Regular);
    widgets::text(
        ui,
        place,
        Align2::LEFT_CENTER,
        words,
        font,
        theme.colors.muted,
    );
}

fn show_term(
    ui: &mut Ui,
    rect: Rect,
    term: &Term,
    most: f32,
    trace: &Trace,
    stage: usize,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let color = sign_color(&theme, term.product());
    let words = format!(
        "{} × {} = {}",
        number(term.value),
        number(term.weight),
        signed(term.product())
    );
    let font = theme.font(CAPTION, Face::Mono);
    let source = source_name(term.input, trace, stage, context);
    let regular = theme.font(CAPTION, Face::Regular);
    let muted = theme.colors.muted;
    widgets::text(
        ui,
        rect.left_center(),
        Align2::LEFT_CENTER,
        source,
        regular,
        muted,
    );
    let sum = widgets::text(
        ui,
        rect.right_center(),
        Align2::RIGHT_CENTER,
        words,
        font,
        color,
    );
    let middle = (rect.left() + sum.rect.left()) / 2.0 + space::HUGE;
    let room = (sum.rect.left() - space::SMALL - middle).max(0.0);
    let bar = Rect::from_min_size(
        pos2(middle, rect.center().y - space::TINY / 2.0),
        vec2(room * scaled(term.product().abs(), most), space::TINY),
    );
    ui.painter().rect_filled(bar, 0, color);
}

/// Where an input of a linear unit comes from: a cell of a map, or a unit.
fn source_name(input: usize, trace: &Trace, stage: usize, context: &PageContext<'_>) -> String {
    let shapes = &trace.model.architecture().shapes()[..stage];
    let flat = shapes[stage - 1].cells();
    let maps = shapes
        .iter()
        .rfind(|shape| !shape.is_flat())
        .filter(|shape| shape.cells() == flat && stage_is_flattened(trace, stage));
    let text = &context.state.text;
    match maps {
        Some(shape) => {
            let cell = Cell::of_index(*shape, input);
            text.with(
                "network-source-cell",
                &[
                    ("map", (cell.channel + 1).into()),
                    ("row", (cell.row + 1).into()),
                    ("column", (cell.column + 1).into()),
                ],
            )
        }
        None => text.with("network-source-unit", &[("number", (input + 1).into())]),
    }
}

/// Whether no linear layer stands between the flatten and this stage.
fn stage_is_flattened(trace: &Trace, stage: usize) -> bool {
    let layers = &trace.model.architecture().layers()[..stage - 1];
    !layers
        .iter()
        .any(|layer| matches!(layer, crate::network::Layer::Linear { .. }))
}

fn sign_color(theme: &Theme, value: f32) -> Color32 {
    if value < 0.0 {
        theme.colors.negative
    } else {
        theme.colors.positive
    }
}

/// Everything added up, step by step to the value in the diagram.
fn show_total(
    ui: &mut Ui,
    rect: Rect,
    column: &Column,
    cell: Cell,
    how: &Arithmetic,
    trace: &Trace,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let mut lines = sum_lines(how, context);
    let stages = column.group.stages.clone();
    let value = |stage: usize| trace.stages[stage].at(cell.channel, cell.row, cell.column);
    for stage in *stages.start()..column.group.shown {
        let layer = &trace.model.architecture().layers()[stage];
        let name = context.text(words::layer_key(layer));
        let words = context
            .state
            .text
            .with("network-before", &[("layer", name.into())]);
        lines.push((words, number(value(stage))));
    }
    let (label, result) = if column.group.kind == Kind::Output {
        lines.push((
            context.text("network-logit").to_owned(),
            number(value(column.group.shown)),
        ));
        lines.extend(softmax_lines(cell.channel, trace, context));
        let probability = trace.classification.probabilities[cell.channel];
        (
            context.text("network-probability").to_owned(),
            format!("{} %", percent(probability)),
        )
    } else {
        let label = match column.group.shown.checked_sub(1) {
            Some(layer) if column.group.shown > *stages.start() => {
                let layer = &trace.model.architecture().layers()[layer];
                let name = context.text(words::layer_key(layer));
                context
                    .state
                    .text
                    .with("network-after-layer", &[("layer", name.into())])
            }
            _ => context.text("network-value").to_owned(),
        };
        (label, number(value(column.group.shown)))
    };
    let mut y = rect.top() + theme.line_height() / 2.0;
    for (label, value) in lines {
        let color = theme.colors.muted;
        let font = theme.font(BODY, Face::Regular);
        widgets::text(
            ui,
            pos2(rect.left(), y),
            Align2::LEFT_CENTER,
            label,
            font,
            color,
        );
        let font = theme.font(BODY, Face::Mono);
        let place = pos2(rect.right(), y);
        widgets::text(
            ui,
            place,
            Align2::RIGHT_CENTER,
            value,
            font,
            theme.colors.text,
        );
        y += theme.line_height();
    }
    let baseline = rect.bottom() - theme.points(RESULT) / 2.0;
    let font = theme.font(BODY, Face::SemiBold);
    let color = theme.colors.text;
    widgets::text(
        ui,
        pos2(rect.left(), baseline),
        Align2::LEFT_CENTER,
        label,
        font,
        color,
    );
    let size = if column.group.kind == Kind::Output {
        crate::app::theme::TITLE
    } else {
        RESULT
    };
    let font = theme.font(size, Face::MonoMedium);
    let color = sign_color(&theme, value(column.group.shown));
    let place = pos2(rect.right(), baseline);
    widgets::text(ui, place, Align2::RIGHT_CENTER, result, font, color);
}

fn sum_lines(how: &Arithmetic, context: &PageContext<'_>) -> Vec<(String, String)> {
    let text = &context.state.text;
    let line = |key: &str, value: f32| (context.text(key).to_owned(), number(value));
    match how {
        Arithmetic::Convolution { windows, bias } => {
            let sum = windows.iter().map(|window| window.sum).sum();
            let label = text.with("network-sums", &[("count", windows.len().into())]);
            vec![(label, number(sum)), line("network-bias", *bias)]
        }
        Arithmetic::Linear { terms, bias } => {
            let sum = terms.iter().map(|term| term.product()).sum();
            let label = text.with("network-products", &[("count", terms.len().into())]);
            vec![(label, number(sum)), line("network-bias", *bias)]
        }
        Arithmetic::AveragePool { window } => vec![line("network-window-sum", window.sum)],
        _ => Vec::new(),
    }
}

/// The exponential of a logit and the sum of all ten, with the largest logit taken off first.
fn softmax_lines(digit: usize, trace: &Trace, context: &PageContext<'_>) -> Vec<(String, String)> {
    let logits = trace.classification.logits;
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let exponential = |logit: f32| (logit - largest).exp();
    let sum: f32 = logits.iter().map(|logit| exponential(*logit)).sum();
    let line = |key: &str, value: f32| (context.text(key).to_owned(), format!("{value:.4}"));
    vec![
        line("network-exponential", exponential(logits[digit])),
        line("network-exponentials", sum),
    ]
}

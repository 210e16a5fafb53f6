//! Input and output: pictures with their numbers, the window on the one and its cell in the other.

use eframe::egui::{
    Align2, Color32, CursorIcon, EventFilter, Key, Modifiers, Painter, Pos2, Rect, Response, Role,
    Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::layout::{Panel, Panels};
use super::painting::Painting;
use super::scene::{Scene, color_map};
use super::words::{cell_value, place, size};
use super::{Complaint, ConvolvePage, Pointed};
use crate::app::command::Command;
use crate::app::convolve::{Change, Maps, Tone};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, RESULT, Theme, space, stroke};
use crate::app::widgets::{self, Cells, EditGrid, fixed, minus, text};
use crate::convolution::Operation;
use crate::convolution::geometry::Formula;

/// Narrowest cell of a picture that is looked at closest, in points.
const CLOSEST: f32 = 56.0;

/// Most cells that are outlined one by one.
const OUTLINED: usize = 400;

/// How far zooming may go for cells of this size.
pub fn most_zoom(cells: &Cells) -> f32 {
    (CLOSEST / cells.pitch().max_elem().max(f32::MIN_POSITIVE)).max(1.0)
}

/// Shows the input with its padding and the window on it.
pub fn show_input(
    ui: &mut Ui,
    panels: &Panels,
    page: &mut ConvolvePage,
    scene: &Scene<'_>,
    context: &mut PageContext<'_>,
    pointed: &mut Option<Pointed>,
) {
    let theme = Theme::of(ui.ctx());
    let window = panels.input.body;
    let sheet = page.view.sheet(window);
    let painting = input_painting(&theme, sheet, scene);
    let cells = painting.cells(sheet);
    let id = ui.scope_id().with("convolve input");
    let response = ui.interact(window, id, Sense::click_and_drag());
    let name = context.text("convolve-input-name");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    widgets::paint_focus(ui, &response);
    let whole = painting.cells(window);
    page.view
        .take_input(ui, window, &response, most_zoom(&whole));
    painting.paint(ui, context, "convolve input", sheet, window);
    cells.paint_lines(ui, window);
    cells.paint_numbers(ui, window, |row, column| {
        let color = painting.color(&theme, row, column);
        Some((painting.value(row, column)?, color))
    });
    let painter = clipped(ui, window);
    paint_edge(&painter, &theme, &cells, scene);
    paint_leftover(&painter, &theme, &cells, scene);
    if scene.is_typed() {
        edit_input(ui, &cells, page, scene, context);
    }
    if let Some(position) = hovered(&response, scene.is_typed(), ui, window)
        && let Some((row, column)) = cells.at(position)
    {
        let (top, left) = (painting.padding.top, painting.padding.left);
        *pointed = Some(Pointed::Input(
            row as isize - top as isize,
            column as isize - left as isize,
        ));
    }
    if let Some((corner, size)) = scene.window() {
        paint_window(&painter, &theme, &cells, scene, corner, page.pointed_term);
        if !panels.tabs || page.lens == super::Lens::Window {
            let place = cells.place(corner, size);
            paint_lines_to_lens(ui, &theme, place, window, panels.window.body);
        }
    }
    paint_pointed_input(&painter, &theme, &cells, page, scene);
    let left = super::source::show_list(ui, panels.input.heading, scene, context);
    let note = input_note(page, scene, context);
    let room = panels.input.heading.with_min_x(left + space::SMALL);
    show_note(ui, room, &note);
}

/// The picture with its padding; at a distance in colour.
fn input_painting<'a>(theme: &Theme, sheet: Rect, scene: &Scene<'a>) -> Painting<'a> {
    let mut painting = Painting {
        maps: scene.input,
        look: scene.input_look,
        padding: scene.geometry.padding(),
        channel: Some(scene.channel),
        end: usize::MAX,
    };
    let numbers = painting.cells(sheet).carry_numbers(theme, CAPTION);
    if scene.input.channels() == 3 && !numbers {
        painting.channel = None;
    }
    painting
}

fn clipped(ui: &Ui, window: Rect) -> Painter {
    // The outlines at the edge are wider than their cells.
    let reach = window.expand(stroke::HALO);
    ui.painter().with_clip_rect(reach.intersect(ui.clip_rect()))
}

/// The edge of the picture itself, around which the padding stands.
fn paint_edge(painter: &Painter, theme: &Theme, cells: &Cells, scene: &Scene<'_>) {
    let padding = scene.geometry.padding();
    let (height, width) = scene.size();
    let picture = cells.block(padding.top as isize, padding.left as isize, height, width);
    painter.rect_stroke(picture, 0, theme.strong_border(), StrokeKind::Outside);
    if picture != cells.rect {
        painter.rect_stroke(cells.rect, 0, theme.border(), StrokeKind::Outside);
    }
}

/// The cells that no window reaches, because the next one would stand over: hatched.
fn paint_leftover(painter: &Painter, theme: &Theme, cells: &Cells, scene: &Scene<'_>) {
    let (height, width) = scene.size();
    let Ok((rows, columns)) = scene.geometry.formulas(height, width) else {
        return;
    };
    let (all_rows, all_columns) = (cells.rows, cells.columns);
    let below = cells.block(
        (all_rows - rows.leftover) as isize,
        0,
        rows.leftover,
        all_columns,
    );
    let beside = cells.block(
        0,
        (all_columns - columns.leftover) as isize,
        all_rows - rows.leftover,
        columns.leftover,
    );
    for area in [below, beside] {
        if area.width() > 0.5 && area.height() > 0.5 {
            hatch(painter, theme, area);
        }
    }
}

/// Slanted lines over a place.
fn hatch(painter: &Painter, theme: &Theme, area: Rect) {
    const PITCH: f32 = 7.0;
    let painter = painter.with_clip_rect(area.intersect(painter.clip_rect()));
    let seen = painter.clip_rect();
    if !seen.is_positive() {
        return;
    }
    painter.rect_filled(area, 0, theme.colors.well.gamma_multiply(0.6));
    let line = Stroke::new(stroke::BORDER, theme.colors.warning);
    let (first, last) = (seen.left() + seen.top(), seen.right() + seen.bottom());
    let mut sum = (first / PITCH).floor() * PITCH;
    while sum <= last {
        let from = pos2(sum - seen.top(), seen.top());
        let to = pos2(sum - seen.bottom(), seen.bottom());
        painter.line_segment([from, to], line);
        sum += PITCH;
    }
    painter.rect_stroke(area, 0, line, StrokeKind::Inside);
}

/// The window over the input, and the cells under its kernel where these are apart.
fn paint_window(
    painter: &Painter,
    theme: &Theme,
    cells: &Cells,
    scene: &Scene<'_>,
    corner: Vec2,
    term: Option<usize>,
) {
    let geometry = scene.geometry;
    let span = vec2(geometry.columns.span() as f32, geometry.rows.span() as f32);
    let place = cells.place(corner, span);
    let dilated = geometry.rows.dilation > 1 || geometry.columns.dilation > 1;
    let tap = |index: usize| {
        let (y, x) = (
            index / geometry.columns.kernel,
            index % geometry.columns.kernel,
        );
        let steps = vec2(
            (x * geometry.columns.dilation) as f32,
            (y * geometry.rows.dilation) as f32,
        );
        cells.place(corner + steps, Vec2::splat(1.0))
    };
    let count = geometry.rows.kernel * geometry.columns.kernel;
    mark(painter, theme, place, dilated);
    if dilated && count <= OUTLINED {
        let line = Stroke::new(stroke::FOCUS, theme.colors.accent);
        for index in 0..count {
            painter.rect_stroke(tap(index), 0, line, StrokeKind::Inside);
        }
    }
    if let Some(index) = term.filter(|index| *index < count) {
        let fill = theme.colors.accent.gamma_multiply(0.35);
        painter.rect_filled(tap(index), 0, fill);
        painter.rect_stroke(tap(index), 0, theme.focus(), StrokeKind::Inside);
    }
}

/// The outline around what is selected, with a halo.
fn mark(painter: &Painter, theme: &Theme, place: Rect, dashed: bool) {
    let halo = Stroke::new(stroke::HALO, theme.colors.paper);
    painter.rect_stroke(place, 0, halo, StrokeKind::Middle);
    if dashed {
        let corners = [
            place.left_top(),
            place.right_top(),
            place.right_bottom(),
            place.left_bottom(),
            place.left_top(),
        ];
        let dash = stroke::LONG_DASH;
        painter.extend(Shape::dashed_line(&corners, theme.selection(), dash, dash));
    } else {
        painter.rect_stroke(place, 0, theme.selection(), StrokeKind::Middle);
    }
}

/// From the window's right corners to the corners of the lens.
fn paint_lines_to_lens(ui: &Ui, theme: &Theme, place: Rect, window: Rect, lens: Rect) {
    if !window.expand(1.0).contains_rect(place) {
        return;
    }
    let line = Stroke::new(stroke::BORDER, theme.colors.accent.gamma_multiply(0.8));
    for (from, to) in [
        (place.right_top(), lens.left_top()),
        (place.right_bottom(), lens.left_bottom()),
    ] {
        ui.painter().line_segment([from, to], line);
    }
}

fn paint_pointed_input(
    painter: &Painter,
    theme: &Theme,
    cells: &Cells,
    page: &ConvolvePage,
    scene: &Scene<'_>,
) {
    if let Some(Pointed::Input(row, column)) = page.pointed {
        let padding = scene.geometry.padding();
        let (row, column) = (row + padding.top as isize, column + padding.left as isize);
        let line = Stroke::new(stroke::FOCUS, theme.colors.text);
        painter.rect_stroke(cells.cell(row, column), 0, line, StrokeKind::Middle);
    }
}

/// Where the pointer is, if it is over the picture and nothing is dragged there.
fn hovered(response: &Response, typed: bool, ui: &Ui, window: Rect) -> Option<Pos2> {
    if typed {
        // The cells to be typed into lie over the picture.
        let position = ui.input(|input| input.pointer.hover_pos())?;
        return (window.contains(position)
            && ui.ctx().layer_id_at(position) == Some(ui.layer_id()))
        .then_some(position);
    }
    response.hover_pos().filter(|_| response.contains_pointer())
}

fn edit_input(
    ui: &mut Ui,
    cells: &Cells,
    page: &mut ConvolvePage,
    scene: &Scene<'_>,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let padding = scene.geometry.padding();
    let grid = &context.state.convolve.typed;
    let (height, width) = (grid.height(), grid.width());
    let rect = cells.block(padding.top as isize, padding.left as isize, height, width);
    let look = scene.input_look;
    let text = &context.state.text;
    let edit = EditGrid {
        id: ui.scope_id().with("typed input"),
        name: context.text("convolve-typed-name"),
        cells: Cells {
            rect,
            rows: height,
            columns: width,
        },
        grid,
        label: &|row, column, value| cell_value(text, "convolve-typed-cell", row, column, value),
        color: &|value| theme.color(color_map(look.tone), value / look.reach),
        marked: None,
    };
    let edited = edit.show(ui, &mut page.input_editor);
    let mut grid = (**grid).clone();
    let before = grid.clone();
    for edit in edited.edits {
        match edit {
            widgets::Edit::Set {
                row, column, value, ..
            } => grid.set(row, column, value),
            widgets::Edit::Enter { row, column, text } => {
                match super::words::number(&context.state.text, &text) {
                    Ok(value) => {
                        page.complaint = None;
                        grid.set(row, column, value);
                    }
                    Err(words) => page.complaint = Some(Complaint::new(words, context.state)),
                }
            }
            widgets::Edit::End | widgets::Edit::Undo | widgets::Edit::Redo => {}
        }
    }
    if grid != before {
        context.push(Command::Convolve(Change::Type(grid)));
    }
}

fn input_note(page: &ConvolvePage, scene: &Scene<'_>, context: &PageContext<'_>) -> String {
    let (height, width) = scene.size();
    if let Some(Pointed::Input(row, column)) = page.pointed {
        let mode = scene.geometry.mode;
        let source = mode.source(row, height).zip(mode.source(column, width));
        let value = source.map_or(Some(0.0), |(row, column)| {
            scene.input.at(scene.channel, row, column)
        });
        let value = value.map_or(String::new(), |value| fixed(value, 2));
        let is_inside = source.is_some_and(|(y, x)| (y as isize, x as isize) == (row, column));
        if is_inside {
            return format!("{}  {value}", place(context, row as usize, column as usize));
        }
        return format!("{}  {value}", context.text("convolve-in-padding"));
    }
    let padding = scene.geometry.padding();
    let sides = [padding.top, padding.bottom, padding.left, padding.right];
    let size = size(height, width);
    match sides {
        [0, 0, 0, 0] => size,
        [a, b, c, d] if a == b && b == c && c == d => context.state.text.with(
            "convolve-size-padded",
            &[("size", size.into()), ("padding", a.into())],
        ),
        _ => {
            let (rows, columns) = scene.padded();
            format!("{size} → {rows} × {columns}")
        }
    }
}

/// Words at the right end of a heading, if there is room for them.
pub fn show_note(ui: &mut Ui, heading: Rect, words: &str) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::Mono);
    let galley = ui
        .painter()
        .layout_no_wrap(words.to_owned(), font.clone(), theme.colors.muted);
    if galley.size().x > heading.width() {
        return;
    }
    let place = heading.right_center();
    let color = theme.colors.muted;
    text(ui, place, Align2::RIGHT_CENTER, words, font, color);
}

/// A heading's words.
pub fn show_heading(ui: &mut Ui, panel: &Panel, words: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(BODY, Face::SemiBold);
    let place = panel.heading.left_center();
    let color = theme.colors.text;
    text(ui, place, Align2::LEFT_CENTER, words, font, color)
}

/// Shows the output, as far as the window has come, and its cell.
pub fn show_output(
    ui: &mut Ui,
    panels: &Panels,
    page: &mut ConvolvePage,
    scene: &Scene<'_>,
    context: &mut PageContext<'_>,
    pointed: &mut Option<Pointed>,
) {
    let theme = Theme::of(ui.ctx());
    show_heading(ui, &panels.output, context.text("convolve-output"));
    let Ok((height, width)) = scene.output_size else {
        return;
    };
    show_note(ui, panels.output.heading, &size(height, width));
    let window = panels.output.body;
    let sheet = page.view.sheet(window);
    let cells = Cells {
        rect: sheet,
        rows: height,
        columns: width,
    };
    let id = ui.scope_id().with("convolve output");
    let response = ui.interact(window, id, Sense::click_and_drag());
    let name = context.text("convolve-output-name");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    let closest = most_zoom(&Cells {
        rect: window,
        ..cells
    });
    page.view.take_input(ui, window, &response, closest);
    let painter = clipped(ui, window);
    painter.rect_filled(window, 0, theme.colors.well);
    if let Some(painting) = output_painting(&theme, &cells, page, scene) {
        painting.paint(ui, context, "convolve output", sheet, window);
        cells.paint_lines(ui, window);
        cells.paint_numbers(ui, window, |row, column| {
            let color = painting.color(&theme, row, column);
            Some((painting.value(row, column)?, color))
        });
    }
    let border = theme.border();
    painter.rect_stroke(sheet.intersect(window), 0, border, StrokeKind::Outside);
    if let Some(Pointed::Input(row, column)) = page.pointed {
        paint_reach(&painter, &theme, &cells, scene, row, column);
    }
    if let Some(corner) = scene.window_at {
        let place = cells.place(corner, Vec2::splat(1.0));
        mark(&painter, &theme, place.expand(1.0), false);
    }
    if let Some(position) = response.hover_pos().filter(|_| response.contains_pointer())
        && let Some((row, column)) = cells.at(position)
    {
        *pointed = Some(Pointed::Output(row, column));
        if response.clicked() {
            response.request_focus();
            context.push(Command::Convolve(Change::SelectCell(row, column)));
        }
    }
    take_arrows(ui, &response, scene, context);
    let in_color = is_in_color(&theme, &cells, scene);
    show_cell(ui, panels.cell, in_color, page, scene, context);
    response.on_hover_cursor(CursorIcon::Crosshair);
}

/// Whether the output is seen in colour, not a channel of it in numbers.
fn is_in_color(theme: &Theme, cells: &Cells, scene: &Scene<'_>) -> bool {
    let channels = scene.output.map_or(1, Maps::channels);
    channels == 3 && !cells.carry_numbers(theme, CAPTION)
}

/// The output as far as it is filled in; at a distance in colour.
fn output_painting<'a>(
    theme: &Theme,
    cells: &Cells,
    page: &ConvolvePage,
    scene: &Scene<'a>,
) -> Option<Painting<'a>> {
    let maps = scene.output?;
    let in_color = is_in_color(theme, cells, scene);
    let end = if page.play.fills_in {
        scene.position() + 1
    } else {
        usize::MAX
    };
    Some(Painting {
        maps,
        look: scene.output_look,
        padding: crate::convolution::Padding::default(),
        channel: (!in_color).then_some(scene.output_channel()),
        end,
    })
}

/// Every output cell that an input pixel reaches.
fn paint_reach(
    painter: &Painter,
    theme: &Theme,
    cells: &Cells,
    scene: &Scene<'_>,
    row: isize,
    column: isize,
) {
    let (height, width) = scene.size();
    let (Ok(row), Ok(column)) = (usize::try_from(row), usize::try_from(column)) else {
        return;
    };
    if row >= height || column >= width {
        return;
    }
    let Ok(reach) = scene.geometry.reach(height, width, row, column) else {
        return;
    };
    let line = Stroke::new(stroke::FOCUS, theme.colors.text);
    let fill = theme.colors.accent.gamma_multiply(0.3);
    if reach.rows.len() * reach.columns.len() > OUTLINED {
        return;
    }
    for row in &reach.rows {
        for column in &reach.columns {
            let place = cells.cell(*row as isize, *column as isize);
            painter.rect(place, 0, fill, line, StrokeKind::Middle);
        }
    }
}

/// The arrow keys go from cell to cell while the output has the focus.
fn take_arrows(ui: &Ui, response: &Response, scene: &Scene<'_>, context: &mut PageContext<'_>) {
    if !response.has_focus() {
        return;
    }
    let painter = ui.painter();
    let theme = Theme::of(ui.ctx());
    let ring = response.rect.expand(space::TINY);
    painter.rect_stroke(ring, 0, theme.focus(), StrokeKind::Outside);
    let arrows = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let (Some((row, column)), Ok((height, width))) = (scene.chosen, scene.output_size) else {
        return;
    };
    for (key, down, right) in [
        (Key::ArrowLeft, 0, -1),
        (Key::ArrowRight, 0, 1),
        (Key::ArrowUp, -1, 0),
        (Key::ArrowDown, 1, 0),
    ] {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            let row = row.saturating_add_signed(down).min(height - 1);
            let column = column.saturating_add_signed(right).min(width - 1);
            context.push(Command::Convolve(Change::SelectCell(row, column)));
        }
    }
}

/// The cell that is looked at, its value, and the colours' scale.
fn show_cell(
    ui: &mut Ui,
    rect: Rect,
    in_color: bool,
    page: &ConvolvePage,
    scene: &Scene<'_>,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let caption = theme.font(CAPTION, Face::Regular);
    let mut top = rect.top();
    let Some((row, column)) = scene.cell else {
        return;
    };
    let words = match page.pointed {
        Some(Pointed::Input(..)) => reach_words(page, scene, context),
        _ => None,
    };
    let channels = scene.output.map_or(1, Maps::channels);
    let words = words.unwrap_or_else(|| {
        let words = place(context, row, column);
        if channels == 1 {
            return words;
        }
        let channel = context.text(super::source::CHANNELS[scene.output_channel().min(2)]);
        format!("{channel}, {words}")
    });
    let line = pos2(rect.left(), top + theme.caption_height() / 2.0);
    text(
        ui,
        line,
        Align2::LEFT_CENTER,
        words,
        caption.clone(),
        colors.muted,
    );
    top += theme.caption_height();
    let value = super::sum::result(scene, row, column);
    let (words, color) = match value {
        Some((words, value)) => {
            let color = sign_color(&theme, scene, &words, value);
            (minus(&words), color)
        }
        None => ("…".to_owned(), colors.muted),
    };
    let middle = pos2(rect.left(), top + theme.line(RESULT) / 2.0);
    let font = theme.font(RESULT, Face::MonoMedium);
    text(ui, middle, Align2::LEFT_CENTER, words, font, color);
    top += theme.line(RESULT);
    let legend = Rect::from_min_size(
        pos2(rect.left(), top),
        vec2(rect.width(), 2.0 * theme.caption_height()),
    );
    if let Some(words) = super::sum::not_finite(scene, row, column, context) {
        let place = rect.with_min_y(top);
        widgets::paragraph(ui, place, words, caption, colors.warning);
    } else if legend.bottom() <= rect.bottom() + 1.0 {
        show_legend(ui, legend, in_color, scene, context);
    }
}

fn reach_words(
    page: &ConvolvePage,
    scene: &Scene<'_>,
    context: &PageContext<'_>,
) -> Option<String> {
    let Some(Pointed::Input(row, column)) = page.pointed else {
        return None;
    };
    let (height, width) = scene.size();
    let (row, column) = (usize::try_from(row).ok()?, usize::try_from(column).ok()?);
    if row >= height || column >= width {
        return None;
    }
    let reach = scene.geometry.reach(height, width, row, column).ok()?;
    let count = reach.rows.len() * reach.columns.len();
    let text = &context.state.text;
    Some(text.with("convolve-reaches", &[("count", count.into())]))
}

/// Orange above 0, blue below, where the output has both; but not where it is shown as 0.
fn sign_color(theme: &Theme, scene: &Scene<'_>, words: &str, value: f32) -> Color32 {
    let is_zero = words
        .chars()
        .all(|c| matches!(c, '0' | '.' | ',' | '-' | '−'));
    match scene.output_look.tone {
        _ if is_zero => theme.colors.text,
        Tone::Signed if value > 0.0 => theme.colors.positive,
        Tone::Signed if value < 0.0 => theme.colors.negative,
        _ => theme.colors.text,
    }
}

/// The colours, and the numbers at their ends.
fn show_legend(
    ui: &mut Ui,
    rect: Rect,
    in_color: bool,
    scene: &Scene<'_>,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let mut look = scene.output_look;
    // In colour, the size of a number is its brightness.
    let without_sign = in_color && look.tone == Tone::Signed;
    if in_color {
        look.tone = Tone::Light;
    }
    let signed = look.tone == Tone::Signed;
    let bar = rect.with_max_y(rect.top() + space::SMALL);
    let steps = 64;
    for step in 0..steps {
        let share = step as f32 / (steps - 1) as f32;
        let value = if signed { 2.0 * share - 1.0 } else { share };
        let left = bar.left() + bar.width() * step as f32 / steps as f32;
        let size = vec2(bar.width() / steps as f32 + 0.5, bar.height());
        let place = Rect::from_min_size(pos2(left, bar.top()), size);
        let color = theme.color(color_map(look.tone), value);
        ui.painter().rect_filled(place.intersect(bar), 0, color);
    }
    let painter = ui.painter();
    painter.rect_stroke(bar, 0, theme.border(), StrokeKind::Outside);
    let y = bar.bottom() + theme.caption_height() / 2.0 + space::TINY / 2.0;
    let font = theme.font(CAPTION, Face::Mono);
    let number = |value: f32| {
        let decimals = if look.reach >= 100.0 || look.reach.fract() == 0.0 {
            0
        } else {
            2
        };
        fixed(value, decimals)
    };
    let ends = if signed {
        vec![
            (bar.left(), Align2::LEFT_CENTER, number(-look.reach)),
            (bar.center().x, Align2::CENTER_CENTER, "0".to_owned()),
            (bar.right(), Align2::RIGHT_CENTER, number(look.reach)),
        ]
    } else {
        vec![
            (bar.left(), Align2::LEFT_CENTER, "0".to_owned()),
            (bar.right(), Align2::RIGHT_CENTER, number(look.reach)),
        ]
    };
    for (x, anchor, words) in ends {
        let color = theme.colors.muted;
        text(ui, pos2(x, y), anchor, words, font.clone(), color);
    }
    if without_sign {
        // As long a name as fits between the two numbers.
        let font = theme.font(CAPTION, Face::Regular);
        let most = number(look.reach);
        let numbers = widgets::words_width(ui, &most, theme.font(CAPTION, Face::Mono));
        let room = bar.width() - 2.0 * (numbers + space::SMALL);
        let names = ["convolve-without-sign", "convolve-without-sign-short"];
        let [long, short] = names.map(|key| context.text(key));
        let fits = widgets::words_width(ui, long, font.clone()) <= room;
        let words = if fits { long } else { short };
        let (middle, color) = (pos2(bar.center().x, y), theme.colors.muted);
        let name = text(ui, middle, Align2::CENTER_CENTER, words, font, color);
        name.on_hover_text(context.text("convolve-without-sign-tooltip"));
    }
}

/// The rows and columns that the floor throws away, in words.
pub fn leftover_words(
    formulas: (Formula, Formula),
    operation: &Operation,
    context: &PageContext<'_>,
) -> Option<String> {
    let (rows, columns) = (formulas.0.leftover, formulas.1.leftover);
    if (rows == 0 && columns == 0) || matches!(operation, Operation::Relu) {
        return None;
    }
    let text = &context.state.text;
    Some(text.with(
        "convolve-leftover",
        &[("rows", rows.into()), ("columns", columns.into())],
    ))
}

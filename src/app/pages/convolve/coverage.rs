//! Why padding: how often each cell is used, without padding and with it, and how the picture
//! shrinks when convolutions are stacked.

use eframe::egui::{
    Align2, Color32, Rect, Role, Sense, StrokeKind, TextureOptions, Ui, UiBuilder, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::ConvolvePage;
use super::grids::{most_zoom, show_note};
use super::scene::Scene;
use super::words::{place as cell_name, size};
use crate::app::convolve::errors;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, ColorMap, Face, Theme, space};
use crate::app::widgets::{self, Cells, Stepper, fixed, grid_image, stepper, text, thousands};
use crate::convolution::coverage::Counts;
use crate::convolution::geometry::Geometry;
use crate::grid::Grid;

/// Cells of a side of a heat map that is drawn, at most.
const DRAWN: usize = 512;

/// Sheets lower than this, in lines of text, show the sizes without their squares.
const LOW: f32 = 22.0;

/// Side of a cell of the lens, in sizes of its numbers.
const LENS_CELL: f32 = 2.6;

/// Cells along a side of the lens: as many as there is room for, of a map this many times as wide.
const LENS_SIDES: [usize; 2] = [5, 3];
const MOST_LENS: f32 = 2.4;

/// Repetitions, to begin with and at most.
const LAYERS: usize = 5;
const MOST_LAYERS: usize = 12;

/// Shows the sheet in `rect`.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    page: &mut ConvolvePage,
    scene: &Scene<'_>,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let inner = rect.shrink(space::LARGE);
    let low = rect.height() < LOW * theme.line_height();
    let lines = if low { 2.6 } else { 5.2 };
    let stack_height = theme.control_height() + lines * theme.line_height();
    let maps = inner.with_max_y(inner.bottom() - stack_height - space::LARGE);
    let half = (maps.width() - space::WIDE) / 2.0;
    let mut pointed = None;
    for (index, case) in cases(scene).iter().enumerate() {
        let left = maps.left() + index as f32 * (half + space::WIDE);
        let place = Rect::from_min_size(pos2(left, maps.top()), vec2(half, maps.height()));
        pointed = pointed.or(show_map(ui, place, index, case, page, scene, context));
    }
    if page.pointed_coverage != pointed {
        page.pointed_coverage = pointed;
        ui.ctx().request_repaint();
    }
    let stack = inner.with_min_y(inner.bottom() - stack_height);
    show_stack(ui, stack, low, page, scene, context);
}

/// Padding or none.
struct Case {
    /// Key of what it is called.
    name: &'static str,
    geometry: Geometry,
}

fn cases(scene: &Scene<'_>) -> [Case; 2] {
    [
        Case {
            name: "convolve-without-padding",
            geometry: scene.geometry.without_padding(),
        },
        Case {
            name: "convolve-with-padding",
            geometry: scene.geometry,
        },
    ]
}

/// Shows how often each cell is used; the cell under the pointer.
fn show_map(
    ui: &mut Ui,
    rect: Rect,
    index: usize,
    case: &Case,
    page: &mut ConvolvePage,
    scene: &Scene<'_>,
    context: &mut PageContext<'_>,
) -> Option<(usize, usize)> {
    const NAMES: [&str; 2] = ["coverage without padding", "coverage with padding"];
    let theme = Theme::of(ui.ctx());
    let heading = rect.with_max_y(rect.top() + theme.line_height() + space::TINY);
    let font = theme.font(BODY, Face::SemiBold);
    let color = theme.colors.text;
    let words = context.text(case.name);
    text(
        ui,
        heading.left_center(),
        Align2::LEFT_CENTER,
        words,
        font,
        color,
    );
    let body = rect
        .with_min_y(heading.bottom() + space::TINY)
        .with_max_y(rect.bottom() - 2.0 * theme.caption_height() - space::SMALL);
    let (height, width) = scene.size();
    let counts = match case.geometry.coverage_counts(height, width) {
        Ok(counts) => counts,
        Err(impossible) => {
            let font = theme.font(CAPTION, Face::Regular);
            let words = errors::impossible(&context.state.text, &impossible);
            widgets::paragraph(ui, body, words, font, theme.colors.error);
            return None;
        }
    };
    let window = map_place(&theme, body, (height, width));
    let cells = Cells {
        rect: page.view.sheet(window),
        rows: height,
        columns: width,
    };
    let (least, most) = counts.range();
    let response = ui.interact(window, ui.scope_id().with(NAMES[index]), Sense::drag());
    let name = format!("{}: {words}", context.text("convolve-coverage-name"));
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    let closest = most_zoom(&Cells {
        rect: window,
        ..cells
    });
    page.view.take_input(ui, window, &response, closest);
    paint_map(ui, window, &cells, NAMES[index], &counts, most, context);
    cells.paint_lines(ui, window);
    cells.paint_numbers(ui, window, |row, column| {
        Some(counted(&theme, &counts, most, row, column))
    });
    let beside = body.with_min_x(window.right() + space::LARGE);
    let middle = page.pointed_coverage.unwrap_or((0, 0));
    show_lens(ui, beside, window, &cells, &counts, most, middle);
    let position = response.hover_pos().filter(|_| response.contains_pointer());
    let pointed = position.and_then(|position| cells.at(position));
    let note = pointed.map_or_else(
        || {
            case.geometry
                .output(height, width)
                .map_or(String::new(), |(rows, columns)| size(rows, columns))
        },
        |(row, column)| {
            let count = thousands(counts.at(row, column) as usize);
            format!("{}: {count}", cell_name(context, row, column))
        },
    );
    show_note(ui, heading, &note);
    show_scale(ui, window, (least, most), context);
    pointed
}

/// Where the map stands: as large as there is room, with some left for the lens if its cells are
/// too small for numbers.
fn map_place(theme: &Theme, body: Rect, (height, width): (usize, usize)) -> Rect {
    let place = |room: Vec2| {
        let pitch = (room.x / width as f32).min(room.y / height as f32);
        Rect::from_min_size(body.min, vec2(width as f32, height as f32) * pitch)
    };
    let whole = Cells {
        rect: place(body.size()),
        rows: height,
        columns: width,
    };
    if whole.carry_numbers(theme, CAPTION) {
        return whole.rect;
    }
    let pitch = theme.points(CAPTION) * LENS_CELL;
    let fits = |side: &&usize| **side as f32 * pitch * MOST_LENS < body.width();
    let side = LENS_SIDES.iter().find(fits).copied().unwrap_or(0);
    let lens = side as f32 * pitch + space::LARGE;
    place(vec2(body.width() - lens, body.height()))
}

/// A cell's count and its colour.
fn counted(theme: &Theme, counts: &Counts, most: f32, row: usize, column: usize) -> (f32, Color32) {
    let count = counts.at(row, column);
    (count, theme.color(ColorMap::Heat, count / most.max(1.0)))
}

/// The numbers of some cells around `middle`, in `beside`, where the map's own cells are too small
/// for them.
fn show_lens(
    ui: &mut Ui,
    beside: Rect,
    window: Rect,
    cells: &Cells,
    counts: &Counts,
    most: f32,
    middle: (usize, usize),
) {
    let theme = Theme::of(ui.ctx());
    let pitch = theme.points(CAPTION) * LENS_CELL;
    let side = LENS_SIDES.into_iter().find(|side| {
        let room = *side as f32 * pitch;
        room <= beside.width().min(beside.height()) && *side <= cells.rows.min(cells.columns)
    });
    let Some(side) = side.filter(|_| !cells.carry_numbers(&theme, CAPTION)) else {
        return;
    };
    let first = |middle: usize, count: usize| middle.saturating_sub(side / 2).min(count - side);
    let (row, column) = (first(middle.0, cells.rows), first(middle.1, cells.columns));
    let lens = Cells {
        rect: Rect::from_min_size(beside.min, Vec2::splat(side as f32 * pitch)),
        rows: side,
        columns: side,
    };
    let cell = |y: usize, x: usize| counted(&theme, counts, most, row + y, column + x);
    for (y, x) in (0..side).flat_map(|y| (0..side).map(move |x| (y, x))) {
        let place = lens.cell(y as isize, x as isize);
        ui.painter().rect_filled(place, 0, cell(y, x).1);
    }
    lens.paint_lines(ui, lens.rect);
    lens.paint_numbers(ui, lens.rect, |y, x| Some(cell(y, x)));
    let place = cells.block(row as isize, column as isize, side, side);
    let line = theme.selection();
    ui.painter()
        .rect_stroke(lens.rect, 0, line, StrokeKind::Outside);
    let painter = ui.painter().with_clip_rect(window.expand(line.width));
    painter.rect_stroke(place, 0, line, StrokeKind::Middle);
}

fn paint_map(
    ui: &Ui,
    window: Rect,
    cells: &Cells,
    name: &'static str,
    counts: &Counts,
    most: f32,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let (rows, columns) = cells.visible(window);
    let step = (rows.len().max(columns.len())).div_ceil(DRAWN).max(1);
    let (drawn_rows, drawn_columns) = (rows.len().div_ceil(step), columns.len().div_ceil(step));
    let stamp = (
        counts.rows.iter().map(|c| *c as u32).collect::<Vec<_>>(),
        counts.columns.iter().map(|c| *c as u32).collect::<Vec<_>>(),
        rows.clone(),
        columns.clone(),
    );
    let options = TextureOptions::NEAREST;
    let texture = context.textures.get(ui.ctx(), name, stamp, options, || {
        let grid = Grid::from_fn(drawn_rows, drawn_columns, |row, column| {
            let row = (rows.start + row * step).min(rows.end - 1);
            let column = (columns.start + column * step).min(columns.end - 1);
            counts.at(row, column) / most.max(1.0)
        });
        grid_image(&grid, ColorMap::Heat, &theme)
    });
    let place = cells.block(
        rows.start as isize,
        columns.start as isize,
        drawn_rows * step,
        drawn_columns * step,
    );
    let painter = ui
        .painter()
        .with_clip_rect(window.intersect(ui.clip_rect()));
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    painter.image(texture, place, whole, Color32::WHITE);
}

/// The heat map's colours under it, with the least and the largest count.
fn show_scale(ui: &mut Ui, window: Rect, (least, most): (f32, f32), context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let y = window.bottom() + space::SMALL + theme.caption_height() / 2.0;
    let words = context.state.text.with(
        "convolve-used",
        &[
            ("least", fixed(least, 0).into()),
            ("most", fixed(most, 0).into()),
        ],
    );
    let font = theme.font(CAPTION, Face::Regular);
    let color = theme.colors.muted;
    let place = pos2(window.left(), y);
    text(ui, place, Align2::LEFT_CENTER, words, font, color);
}

/// The sizes after one, two, … layers, without padding and with it.
fn show_stack(
    ui: &mut Ui,
    rect: Rect,
    low: bool,
    page: &mut ConvolvePage,
    scene: &Scene<'_>,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    if page.layers == 0 {
        page.layers = LAYERS;
    }
    let line = rect.with_max_y(rect.top() + theme.control_height());
    let font = theme.font(BODY, Face::SemiBold);
    let color = theme.colors.text;
    let words = context.text("convolve-stack");
    let title = text(
        ui,
        line.left_center(),
        Align2::LEFT_CENTER,
        words,
        font,
        color,
    );
    let left = title.rect.right() + space::LARGE;
    let place = line
        .with_min_x(left)
        .with_max_x(left + theme.points(BODY) * 6.0);
    ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        let stepped = stepper(
            ui,
            place,
            &Stepper {
                name: context.text("convolve-layers"),
                value: &page.layers.to_string(),
                tooltip: context.text("convolve-layers-tooltip"),
                can_fall: page.layers > 1,
                can_rise: page.layers < MOST_LAYERS,
            },
        );
        page.layers = page
            .layers
            .saturating_add_signed(stepped.by)
            .clamp(1, MOST_LAYERS);
    });
    let top = line.bottom() + space::SMALL;
    let row = (rect.bottom() - top) / 2.0;
    for (index, case) in cases(scene).iter().enumerate() {
        let place = Rect::from_min_size(
            pos2(rect.left(), top + index as f32 * row),
            vec2(rect.width(), row),
        );
        show_sizes(ui, place, case, !low, page.layers, scene, context);
    }
}

/// Squares that shrink with the picture, each with its size.
fn show_sizes(
    ui: &mut Ui,
    rect: Rect,
    case: &Case,
    squares: bool,
    layers: usize,
    scene: &Scene<'_>,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let (height, width) = scene.size();
    let mut sizes = vec![Ok((height, width))];
    sizes.extend(case.geometry.stacked(height, width, layers));
    let name_width = theme.points(BODY) * 9.0;
    let font = theme.font(CAPTION, Face::Regular);
    let color = theme.colors.muted;
    text(
        ui,
        rect.left_center(),
        Align2::LEFT_CENTER,
        context.text(case.name),
        font.clone(),
        color,
    );
    let pitch = (rect.width() - name_width) / (MOST_LAYERS.min(layers) + 1) as f32;
    let caption = theme.caption_height();
    let side = (rect.height() - caption - space::TINY).min(pitch - space::TINY);
    let longest = height.max(width) as f32;
    for (index, step) in sizes.into_iter().enumerate() {
        let left = rect.left() + name_width + index as f32 * pitch;
        let foot = pos2(left, rect.bottom() - caption / 2.0);
        let Ok((rows, columns)) = step else {
            let words = context.text("convolve-nothing-left");
            let color = theme.colors.error;
            text(ui, foot, Align2::LEFT_CENTER, words, font, color);
            return;
        };
        let share = vec2(columns as f32, rows as f32) / longest;
        let square = share.min(Vec2::splat(1.0)) * side;
        let place = Rect::from_min_size(pos2(left, rect.bottom() - caption - square.y), square);
        let fill = theme.colors.accent_soft;
        let line = theme.selected_border();
        let kind = StrokeKind::Inside;
        if squares {
            ui.painter().rect(place, 0, fill, line, kind);
        }
        let words = if rows == columns {
            rows.to_string()
        } else {
            format!("{rows}×{columns}")
        };
        let font = theme.font(CAPTION, Face::Mono);
        let color = theme.colors.text;
        text(ui, foot, Align2::LEFT_CENTER, words, font, color);
    }
}

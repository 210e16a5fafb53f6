//! The lens: what is under the window, in numbers, and the kernel that meets it.

use eframe::egui::{Color32, Rect, Role, Sense, StrokeKind, Ui, UiBuilder, WidgetInfo};

use super::grids::{show_heading, show_note};
use super::layout::Panels;
use super::painting::RING;
use super::scene::{Scene, color_map};
use super::words::size;
use super::{ConvolvePage, Lens, lens_kernel};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, Theme};
use crate::app::widgets::{self, Cells, NumberFormat, Segment, segmented};
use crate::convolution::Operation;
use crate::convolution::geometry::Geometry;

/// What a cell of the window holds.
struct Held {
    /// None while the input is not there.
    value: Option<f32>,
    in_padding: bool,
}

impl Held {
    /// Its colour, in the padding with the tint of the ring.
    fn color(&self, theme: &Theme, scene: &Scene<'_>) -> Color32 {
        let look = scene.input_look;
        let Some(value) = self.value else {
            return theme.colors.well;
        };
        let color = theme.color(color_map(look.tone), value / look.reach);
        if self.in_padding {
            return color.lerp_to_gamma(theme.padding_ring(), RING);
        }
        color
    }
}

/// Shows the window over the kernel, or one of them where both are too large.
pub fn show(
    ui: &mut Ui,
    panels: &Panels,
    page: &mut ConvolvePage,
    scene: &Scene<'_>,
    context: &mut PageContext<'_>,
    term: &mut Option<usize>,
) {
    if panels.tabs {
        show_tabs(ui, panels.window.heading, page, context);
    }
    if !panels.tabs || page.lens == Lens::Window {
        show_window(ui, panels, page, scene, context, term);
    }
    if scene.convolve.convolution().is_some() && (!panels.tabs || page.lens == Lens::Kernel) {
        lens_kernel::show(ui, panels, page, scene, context, term);
    }
}

fn show_tabs(ui: &mut Ui, rect: Rect, page: &mut ConvolvePage, context: &PageContext<'_>) {
    ui.scope_builder(UiBuilder::new().max_rect(rect).id_salt("lens"), |ui| {
        let segments = [
            ("convolve-window", "convolve-window-tooltip"),
            ("convolve-kernel", "convolve-kernel-tooltip"),
        ]
        .map(|(label, tooltip)| Segment {
            icon: None,
            label: context.text(label),
            tooltip: context.text(tooltip),
        });
        match segmented(ui, &segments, page.lens as usize) {
            Some(0) => page.lens = Lens::Window,
            Some(_) => page.lens = Lens::Kernel,
            None => {}
        }
    });
}

fn show_window(
    ui: &mut Ui,
    panels: &Panels,
    page: &ConvolvePage,
    scene: &Scene<'_>,
    context: &PageContext<'_>,
    term: &mut Option<usize>,
) {
    let theme = Theme::of(ui.ctx());
    let geometry = scene.geometry;
    let (rows, columns) = (geometry.rows.kernel, geometry.columns.kernel);
    if !panels.tabs {
        show_heading(ui, &panels.window, context.text("convolve-window"));
        show_note(ui, panels.window.heading, &size(rows, columns));
    }
    if scene.is_window_too_large() {
        show_too_large(ui, panels.window.body, scene, context);
        return;
    }
    let cells = Cells {
        rect: panels.window.body,
        rows,
        columns,
    };
    let name = context.text("convolve-window-name");
    let id = ui.scope_id().with("convolve window");
    let response = ui.interact(cells.rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    if let Some(position) = response.hover_pos().filter(|_| response.contains_pointer())
        && let Some((row, column)) = cells.at(position)
    {
        *term = Some(row * columns + column);
    }
    let held = held(scene);
    ui.painter().rect_filled(cells.rect, 0, theme.colors.well);
    for (index, held) in held.iter().enumerate() {
        let place = cells.cell((index / columns) as isize, (index % columns) as isize);
        ui.painter()
            .rect_filled(place, 0, held.color(&theme, scene));
    }
    cells.paint_lines(ui, cells.rect);
    let values: Vec<f32> = held.iter().filter_map(|held| held.value).collect();
    let room = cells.digits(&theme, CAPTION);
    let format = NumberFormat::fit_some(&values, room, scene.exact_decimals());
    cells.paint_numbers_as(ui, cells.rect, format, |row, column| {
        let held = held.get(row * columns + column)?;
        Some((held.value?, held.color(&theme, scene)))
    });
    let painter = ui.painter();
    painter.rect_stroke(cells.rect, 0, theme.selection(), StrokeKind::Outside);
    let marked = winner(scene).or(page.pointed_term);
    if let Some(index) = marked.filter(|index| *index < rows * columns) {
        let place = cells.cell((index / columns) as isize, (index % columns) as isize);
        painter.rect_stroke(place, 0, theme.selection(), StrokeKind::Inside);
    }
}

/// Says that the window is not written out.
pub fn show_too_large(ui: &mut Ui, rect: Rect, scene: &Scene<'_>, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let Geometry { rows, columns, .. } = scene.geometry;
    let size = [("size", size(rows.kernel, columns.kernel).into())];
    let words = context.state.text.with("convolve-window-too-large", &size);
    let font = theme.font(BODY, Face::Regular);
    widgets::paragraph(ui, rect, words, font, theme.colors.muted);
}

/// What is under the window, row after row; nothing while the input is not there.
fn held(scene: &Scene<'_>) -> Vec<Held> {
    let (Some((row, column)), Ok(_)) = (scene.cell, scene.output_size) else {
        return Vec::new();
    };
    if scene.is_window_too_large() {
        return Vec::new();
    }
    let geometry = scene.geometry;
    let (height, width) = scene.size();
    let mut held = Vec::new();
    for row in geometry.rows.under(row) {
        for column in geometry.columns.under(column) {
            let mode = geometry.mode;
            let source = mode.source(row, height).zip(mode.source(column, width));
            let value = source.map_or(Some(0.0), |(row, column)| {
                scene.input.at(scene.channel, row, column)
            });
            let is_inside = source.is_some_and(|(y, x)| (y as isize, x as isize) == (row, column));
            held.push(Held {
                value,
                in_padding: !is_inside,
            });
        }
    }
    held
}

/// The numbers under the window with their colours, row after row; none while they are not there.
pub fn shown(theme: &Theme, scene: &Scene<'_>) -> Vec<Vec<(f32, Color32)>> {
    let columns = scene.geometry.columns.kernel.max(1);
    let held = held(scene);
    let cells = held
        .iter()
        .map(|held| Some((held.value?, held.color(theme, scene))));
    let cells = cells.collect::<Option<Vec<_>>>().unwrap_or_default();
    cells.chunks(columns).map(<[_]>::to_vec).collect()
}

/// Which cell of a maximum's window won.
fn winner(scene: &Scene<'_>) -> Option<usize> {
    let (row, column) = scene.cell?;
    let Operation::Pooling(pooling) = scene.operation else {
        return None;
    };
    scene.output_size.ok()?;
    if scene.is_window_too_large() {
        return None;
    }
    let grid = scene.input.grid(scene.channel)?;
    pooling.window(grid, row, column).ok()?.winner
}

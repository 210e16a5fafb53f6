//! The windows that a sliding layer reads for one cell.

use eframe::egui::{Align2, Rect, Sense, Ui, Vec2, pos2, vec2};

use super::{Scales, sign_color};
use crate::app::pages::PageContext;
use crate::app::pages::network::grids::{NUMBER_CELL, paint_grid, paint_numbers};
use crate::app::pages::network::words::signed;
use crate::app::theme::{BODY, CAPTION, Face, Theme, space};
use crate::app::widgets;
use crate::network::arithmetic::Window;
use eframe::egui::StrokeKind;

/// Each input channel's window, its kernel and their partial sum, side by side. Where there is
/// no room for all, the largest sums are shown and the rest is added up.
pub fn show_windows(
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
    let grid = vec2(width, height) * NUMBER_CELL;
    let size = vec2(2.0 * grid.x + space::WIDE, grid.y);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
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
/// The window that a pooling cell looks at, in numbers; the winner is outlined.
pub fn show_pool(
    ui: &Ui,
    rect: Rect,
    window: &Window,
    winner: Option<(usize, usize)>,
    scales: &Scales,
) {
    let theme = Theme::of(ui.ctx());
    let (height, width) = (window.input.height() as f32, window.input.width() as f32);
    let cell = (NUMBER_CELL * 1.2).min(vec2(
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

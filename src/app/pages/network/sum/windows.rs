//! The windows that a sliding layer reads for one cell.

use eframe::egui::{
    Align2, CursorIcon, Rect, Role, Sense, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::Scales;
use super::lens::{Lens, products};
use crate::app::pages::PageContext;
use crate::app::pages::network::grids::{number_cell, paint_grid, paint_numbers};
use crate::app::pages::network::words::{sign_color, signed};
use crate::app::theme::{BODY, CAPTION, Face, Theme, radius, space};
use crate::app::widgets;
use crate::network::arithmetic::Window;
use crate::network::shown::CellSum;

/// Largest cell of a window without numbers.
const LARGEST_CELL: f32 = 16.0;

/// Narrowest picture of a window, in caption sizes.
const NARROWEST: f32 = 2.2;

/// Width of a window's sum, in sizes: five letters.
const SUM: f32 = 3.0;

/// Each input channel's window, its kernel, their products and partial sum. One channel is shown
/// in numbers; of many that do not fit, those with the largest sums, and the rest added up.
pub fn show_windows(
    ui: &mut Ui,
    rect: Rect,
    windows: &[Window],
    sum: &CellSum,
    scales: &Scales,
    chosen: &mut usize,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let lens = |index: usize| Lens {
        window: &windows[index],
        part: &sum.parts[index],
        scale: sum.scale,
        scales,
    };
    if windows.len() == 1
        && let Some(cell) = lens(0).cell_in(rect.size(), &theme)
    {
        *chosen = 0;
        lens(0).show(ui, rect, cell, context);
        return;
    }
    *chosen = (*chosen).min(windows.len() - 1);
    let sizes = Sizes::of(&windows[0], windows.len(), rect, &theme);
    let fits = ((rect.width() + space::SMALL) / sizes.pitch).max(1.0) as usize;
    let mut shown: Vec<usize> = (0..windows.len()).collect();
    if windows.len() > fits {
        let size = |index: &usize| windows[*index].sum.abs();
        shown.sort_by(|a, b| size(b).total_cmp(&size(a)));
        shown.truncate(fits.saturating_sub(1).max(1));
    }
    for (position, index) in shown.iter().enumerate() {
        let left = rect.left() + position as f32 * sizes.pitch;
        let size = vec2(sizes.pitch - space::SMALL, rect.height());
        let place = Rect::from_min_size(pos2(left, rect.top()), size);
        let is_chosen = windows.len() > 1 && *chosen == *index;
        if show_window(ui, place, &lens(*index), &sizes, is_chosen, context) {
            *chosen = *index;
        }
    }
    let hidden: Vec<usize> = (0..windows.len()).filter(|i| !shown.contains(i)).collect();
    if !hidden.is_empty() {
        let left = rect.left() + shown.len() as f32 * sizes.pitch;
        let place = Rect::from_min_max(pos2(left, rect.top()), rect.max);
        let count = hidden.len();
        let total = signed(sum.scale, sum.total_of(hidden));
        let words = context.state.text.with(
            "network-more-windows",
            &[("count", count.into()), ("sum", total.into())],
        );
        let font = theme.font(CAPTION, Face::Regular);
        widgets::paragraph(ui, place, words, font, theme.colors.muted);
    }
}

/// Sizes of a window's pictures: window and kernel above, products and sum beneath.
struct Sizes {
    picture: Vec2,
    /// Between window and kernel.
    times: f32,
    /// From one window to the next.
    pitch: f32,
}

impl Sizes {
    fn of(window: &Window, count: usize, rect: Rect, theme: &Theme) -> Self {
        let kernel = &window.kernel;
        let cells = vec2(kernel.width() as f32, kernel.height() as f32);
        let times = theme.points(CAPTION) * 1.4;
        let sum = space::SMALL + theme.points(BODY) * SUM;
        let height = (rect.height() - theme.caption_height() - 2.0 * space::TINY) / 2.0;
        let tallest = (height / cells.y).min(LARGEST_CELL);
        let wanted = rect.width() / count as f32 - space::SMALL;
        let width = ((wanted - times) / 2.0).max(NARROWEST * theme.points(CAPTION));
        let picture = cells * tallest.min(width / cells.x);
        let pitch = (2.0 * picture.x + times).max(picture.x + sum) + space::SMALL;
        // Room that is left over goes between them, up to a usual gap.
        let spare = (rect.width() + space::SMALL) / count as f32 - pitch;
        Self {
            picture,
            times,
            pitch: pitch + spare.clamp(0.0, space::WIDE),
        }
    }
}

/// One window; whether it was clicked.
fn show_window(
    ui: &mut Ui,
    rect: Rect,
    lens: &Lens<'_>,
    sizes: &Sizes,
    is_chosen: bool,
    context: &PageContext<'_>,
) -> bool {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let caption = theme.caption_height();
    let text = &context.state.text;
    let number = lens.window.channel + 1;
    let name = text.with("network-map", &[("number", number.into())]);
    let sum = signed(lens.scale, lens.part.sum);
    let (width, height) = (sizes.picture.x, sizes.picture.y);
    let all = vec2(
        2.0 * width + sizes.times,
        caption + 2.0 * (height + space::TINY),
    );
    let area = Rect::from_min_size(rect.min, all.max(vec2(rect.width() - space::SMALL, 0.0)));
    let id = ui.scope_id().with(("window", lens.window.channel));
    let response = ui.interact(area, id, Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(Role::RadioButton, true, is_chosen, format!("{name} {sum}"))
    });
    if response.hovered() || response.has_focus() {
        let place = area.expand(space::TINY);
        ui.painter().rect_filled(place, radius::BAR, colors.hover);
    }
    widgets::paint_focus(ui, &response);
    let (face, color) = if is_chosen {
        (Face::SemiBold, colors.text)
    } else {
        (Face::Regular, colors.muted)
    };
    let middle = pos2(rect.left(), rect.top() + caption / 2.0);
    let painter = ui.painter();
    let font = theme.font(CAPTION, face);
    painter.text(middle, Align2::LEFT_CENTER, name.clone(), font, color);
    let input = Rect::from_min_size(rect.min + vec2(0.0, caption), sizes.picture);
    let kernel = input.translate(vec2(width + sizes.times, 0.0));
    let below = input.translate(vec2(0.0, height + space::TINY + 1.0));
    paint_grid(ui, input, &lens.window.input, lens.scales.input);
    paint_grid(ui, kernel, &lens.window.kernel, lens.scales.kernel);
    let products = products(lens.window);
    paint_grid(ui, below, &products, products.max_abs());
    let font = theme.font(CAPTION, Face::Regular);
    let cross = pos2(input.right() + sizes.times / 2.0, input.center().y);
    let painter = ui.painter();
    painter.text(cross, Align2::CENTER_CENTER, "×", font, colors.muted);
    let place = pos2(below.right() + space::SMALL, below.center().y);
    let font = theme.font(BODY, Face::MonoMedium);
    let color = sign_color(&theme, lens.part.sum);
    painter.text(place, Align2::LEFT_CENTER, sum, font, color);
    let title = text.with("network-window-title", &[("map", name.into())]);
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let clicked = response.clicked();
    response.on_hover_ui(|ui| lens.show_tooltip(ui, &title, context));
    clicked
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
    let cell = (number_cell(&theme) * 1.2).min(vec2(
        rect.width() / width,
        (rect.height() - space::SMALL) / height,
    ));
    let grid = Rect::from_min_size(rect.min, vec2(width, height) * cell);
    paint_grid(ui, grid, &window.input, scales.input);
    paint_numbers(ui, grid, &window.input, scales.input);
    if let Some((row, column)) = winner {
        let corner = grid.min + vec2(column as f32, row as f32) * cell;
        let place = Rect::from_min_size(corner, cell);
        ui.painter()
            .rect_stroke(place, 0, theme.selection(), StrokeKind::Inside);
    }
}

//! A window that is moved over a picture: by the pointer, by arrow keys, or by itself.

use eframe::egui::{
    Color32, CursorIcon, EventFilter, Key, Modifiers, Rect, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo,
};

use super::{Motion, with};
use crate::app::pages::PageContext;
use crate::app::theme::{Theme, stroke};
use crate::app::widgets;
use crate::lesson::Figure;

/// Seconds between two steps of a window that wanders, over a small and over a large picture.
const PACE: (f64, f64) = (0.6, 0.05);

/// A grid over which the pointer moves the window: where it is, and the cell of the output that
/// belongs to a cell of it.
pub struct Handle {
    pub rect: Rect,
    /// Cells along each side.
    pub side: usize,
    /// What is taken off a pointed-at cell, and what it is then divided by.
    pub before: isize,
    pub stride: usize,
}

/// Moves the figure's window as the reader asks.
pub fn take(
    ui: &mut Ui,
    figure: &mut Figure,
    handles: &[Handle],
    motion: &mut Motion,
    context: &PageContext<'_>,
) {
    let (row, column) = figure.cell();
    let (rows, columns) = figure.cells();
    let name = with(
        context,
        "figure-window",
        &[
            ("row", (row + 1).to_string()),
            ("column", (column + 1).to_string()),
            ("rows", rows.to_string()),
            ("columns", columns.to_string()),
        ],
    );
    for (index, handle) in handles.iter().enumerate() {
        let id = ui.scope_id().with(("window", index));
        // One of the two is enough for those who cannot point.
        let sense = match index {
            0 => Sense::click_and_drag(),
            _ => Sense::click_and_drag() - Sense::FOCUSABLE,
        };
        let response = ui.interact(handle.rect, id, sense);
        if index == 0 {
            response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, &name));
            take_keys(ui, &response, figure, motion);
            widgets::paint_focus(ui, &response);
        }
        let pressed = response.is_pointer_button_down_on() || response.clicked();
        if let Some(place) = response.interact_pointer_pos().filter(|_| pressed) {
            let share = (place - handle.rect.min) / handle.rect.size();
            let cell = |share: f32| {
                let at = (share.clamp(0.0, 0.999) * handle.side as f32) as isize;
                ((at + handle.before).max(0) as usize) / handle.stride
            };
            figure.set_cell((cell(share.y), cell(share.x)));
            motion.playing = None;
            if index == 0 {
                response.request_focus();
            }
        }
        response.on_hover_cursor(CursorIcon::Grab);
    }
    wander(ui, figure, motion);
}

fn take_keys(ui: &Ui, response: &eframe::egui::Response, figure: &mut Figure, motion: &mut Motion) {
    if !response.has_focus() {
        return;
    }
    let arrows = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let (row, column) = figure.cell();
    let (rows, columns) = figure.cells();
    let moves = [
        (Key::ArrowLeft, (row, column.saturating_sub(1))),
        (Key::ArrowRight, (row, column + 1)),
        (Key::ArrowUp, (row.saturating_sub(1), column)),
        (Key::ArrowDown, (row + 1, column)),
        (Key::Home, (0, 0)),
        (Key::End, (rows - 1, columns - 1)),
    ];
    for (key, cell) in moves {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            figure.set_cell(cell);
            motion.playing = None;
        }
    }
}

/// The next place, row after row, when it is time.
fn wander(ui: &Ui, figure: &mut Figure, motion: &mut Motion) {
    let Some(before) = motion.playing else { return };
    let (rows, columns) = figure.cells();
    let pace = if rows * columns > 64 { PACE.1 } else { PACE.0 };
    let now = ui.input(|input| input.time);
    if now >= before + pace {
        let (row, column) = figure.cell();
        let next = (row * columns + column + 1) % (rows * columns);
        figure.set_cell((next / columns, next % columns));
        motion.playing = Some(now);
    }
    let rest = std::time::Duration::from_secs_f64(pace / 2.0);
    ui.ctx().request_repaint_after(rest);
}

/// The frame around what is selected.
pub fn outline(ui: &Ui, rect: Rect) {
    let theme = Theme::of(ui.ctx());
    let halo = Stroke::new(stroke::HALO, paper(&theme));
    ui.painter().rect_stroke(rect, 0, halo, StrokeKind::Middle);
    let line = theme.selection();
    ui.painter().rect_stroke(rect, 0, line, StrokeKind::Middle);
}

fn paper(theme: &Theme) -> Color32 {
    theme.colors.paper
}

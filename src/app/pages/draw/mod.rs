//! The Draw page: the canvas, the answer, and the way from the ink to what the network reads.

mod answer;
mod strip;
mod tools;

use eframe::egui::{Rect, Ui, Vec2, pos2, vec2};

use super::PageContext;
use crate::app::ink;
use crate::app::theme::{Theme, measure, space};

/// The canvas's share of the page's width.
const CANVAS_SHARE: f32 = 0.455;

/// A stage's picture on the strip, as a share of the page's height.
const STAGE_SHARE: f32 = 0.16;

/// The four parts of the page.
struct Layout {
    canvas: Rect,
    answer: Rect,
    /// Under the canvas, and under the answer.
    tools: [Rect; 2],
    strip: Rect,
    /// Side of a stage's picture.
    stage: f32,
}

impl Layout {
    fn new(rect: Rect, theme: &Theme) -> Self {
        let words = strip::words_height(theme);
        let stage = (rect.height() * STAGE_SHARE).clamp(words, measure::STAGE.max(words));
        let strip_height = strip::height(stage, theme);
        let control = theme.control_height();
        let room = rect.height() - strip_height - control - 2.0 * space::LARGE;
        let side = room.min(rect.width() * CANVAS_SHARE);
        let canvas = Rect::from_min_size(rect.min, Vec2::splat(side));
        let answer = Rect::from_min_max(
            pos2(canvas.right() + space::WIDE, rect.top()),
            pos2(rect.right(), canvas.bottom()),
        );
        let top = canvas.bottom() + space::LARGE;
        let tools = [canvas, answer].map(|above| {
            Rect::from_min_size(pos2(above.left(), top), vec2(above.width(), control))
        });
        let strip = Rect::from_min_max(
            pos2(rect.left(), top + control + space::LARGE),
            rect.right_bottom(),
        )
        .with_max_y(top + control + space::LARGE + strip_height);
        Self {
            canvas,
            answer,
            tools,
            strip,
            stage,
        }
    }
}

/// Draws the page into what `ui` has left.
pub fn show(ui: &mut Ui, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let layout = Layout::new(ui.max_rect(), &theme);
    ink::canvas(ui, layout.canvas, context);
    answer::show(ui, layout.answer, context);
    tools::show_canvas_tools(ui, layout.tools[0], context);
    tools::show_file_tools(ui, layout.tools[1], context);
    strip::show(ui, layout.strip, layout.stage, context);
}

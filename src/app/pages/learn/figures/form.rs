//! The canvas's ink on its way to 28 × 28, with and without the steps.

use eframe::egui::{Align2, Rect, Ui, pos2, vec2};

use super::cells::Cells;
use super::change::{show_answer, show_picture, show_reading};
use super::{caption, headed, is_upright};
use crate::app::pages::PageContext;
use crate::app::theme::{ColorMap, Theme, space};
use crate::grid::Grid;
use crate::lesson::Figure;

/// Cells that a large plane of ink is shown with.
const SHOWN: usize = 56;

pub fn show(ui: &mut Ui, rect: Rect, figure: &Figure, context: &PageContext<'_>) {
    let form = figure.formed(&context.state.world());
    let theme = Theme::of(ui.ctx());
    let names = ["draw-step-ink", "draw-step-crop", "draw-step-scale"];
    let grids = [coarse(&form.ink), coarse(&form.crop), form.scaled.clone()];
    let sizes = [&*form.ink, &form.crop, &form.scaled];
    // Where height is scarce, the answer stands beside all of it.
    let beside = (!is_upright(rect)).then(|| rect.with_min_x(rect.left() + rect.width() * 0.58));
    let rect = match beside {
        Some(beside) => rect.with_max_x(beside.left() - space::HUGE),
        None => rect,
    };
    let third = (rect.width() + space::LARGE) / 3.0;
    let line = theme.caption_height();
    // All in squares of the same size, with their captions on one line.
    let side = (third - space::LARGE).min(rect.height() * 0.4 - theme.line_height() - line);
    let mut bottom = rect.top();
    for (index, (key, grid)) in names.into_iter().zip(&grids).enumerate() {
        let left = rect.left() + index as f32 * third;
        let below = headed(ui, rect.with_min_x(left), context.text(key));
        let cell = side / grid.height().max(grid.width()) as f32;
        let size = vec2(grid.width() as f32, grid.height() as f32) * cell;
        let place = Rect::from_min_size(below.min, size);
        Cells::new(grid, ColorMap::Ink, 1.0).show(ui, place, context.text(key));
        let size = sizes[index];
        let words = format!("{} × {}", size.width(), size.height());
        let place = pos2(left, below.top() + side + line / 2.0 + space::TINY);
        bottom = place.y + line / 2.0;
        caption(ui, place, Align2::LEFT_CENTER, &words);
    }
    let lower = rect.with_min_y(bottom + space::WIDE);
    let title = context.text("figure-network-sees");
    match beside {
        Some(beside) => {
            show_picture(ui, lower, &form.centred, title);
            show_reading(ui, beside, &form.centred, context);
        }
        None => show_answer(ui, lower, &form.centred, title, context),
    }
}

/// A large grid with fewer cells, each a mean.
fn coarse(grid: &Grid) -> Grid {
    let longer = grid.height().max(grid.width());
    let by = longer.div_ceil(SHOWN).max(1);
    let (height, width) = (grid.height().div_ceil(by), grid.width().div_ceil(by));
    Grid::from_fn(height, width, |row, column| {
        let mut sum = 0.0;
        let mut count = 0.0_f32;
        for y in row * by..((row + 1) * by).min(grid.height()) {
            for x in column * by..((column + 1) * by).min(grid.width()) {
                sum += grid.at(y, x);
                count += 1.0;
            }
        }
        sum / count.max(1.0)
    })
}

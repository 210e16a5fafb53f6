//! A patch of the digit in numbers, on three scales.

use eframe::egui::{Align2, Rect, Ui, pos2};

use super::cells::{Cells, square};
use super::window::{Handle, outline, take};
use super::{Motion, caption, headed, is_upright};
use crate::app::pages::PageContext;
use crate::app::theme::{ColorMap, Theme, space};
use crate::grid::Grid;
use crate::lesson::Figure;
use crate::lesson::figure::RANGE_SIDE;

pub fn show(ui: &mut Ui, rect: Rect, figure: &mut Figure, context: &mut PageContext<'_>) {
    let digit = context.state.reading.form.centred.clone();
    let theme = Theme::of(ui.ctx());
    let (left, right) = if is_upright(rect) {
        let middle = rect.top() + rect.height() * 0.44;
        (
            rect.with_max_y(middle),
            rect.with_min_y(middle + space::WIDE),
        )
    } else {
        let middle = rect.left() + rect.width() * 0.46;
        (
            rect.with_max_x(middle),
            rect.with_min_x(middle + space::WIDE),
        )
    };
    let below = headed(ui, left, context.text("ink-title"));
    let place = square(below, 28, 12.0);
    let cells = Cells::new(&digit, ColorMap::Ink, 1.0);
    cells.show(ui, place, context.text("ink-title"));
    let handle = Handle {
        rect: place,
        side: 28,
        before: -(RANGE_SIDE as isize / 2),
        stride: 1,
    };
    take(ui, figure, &[handle], &mut Motion::default(), context);
    let (row, column) = figure.cell();
    let last = (row + RANGE_SIDE - 1, column + RANGE_SIDE - 1);
    let window = cells
        .place(place, row, column)
        .union(cells.place(place, last.0, last.1));
    outline(ui, window);
    let scale = figure.get("scale");
    let value = |ink: f32| match scale {
        "bytes" => (ink * 255.0).round(),
        "share" => ink,
        _ => 2.0 * ink - 1.0,
    };
    let patch = Grid::from_fn(RANGE_SIDE, RANGE_SIDE, |y, x| {
        value(digit.at(row + y, column + x))
    });
    let (map, most, decimals) = match scale {
        "bytes" => (ColorMap::Ink, 255.0, 0),
        "share" => (ColorMap::Ink, 1.0, 2),
        _ => (ColorMap::Signed, 1.0, 2),
    };
    let title = context.text(match scale {
        "bytes" => "figure-scale-bytes",
        "share" => "figure-scale-share",
        _ => "figure-scale-signed",
    });
    let below = headed(ui, right, title);
    let room = below.with_max_y(below.bottom() - theme.caption_height() - space::SMALL);
    let place = square(room, RANGE_SIDE, 62.0);
    Cells::new(&patch, map, most)
        .decimals(decimals)
        .show(ui, place, title);
    let note = pos2(place.left(), place.bottom() + theme.caption_height());
    let words = context.text("figure-range-note");
    caption(ui, note, Align2::LEFT_CENTER, words);
}

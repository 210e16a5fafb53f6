//! The selected cell wanders over its map: cell by cell, by hand or by itself.

use std::time::Duration;

use eframe::egui::Ui;
use lucide_icons::Icon;

use crate::app::pages::PageContext;
use crate::app::pages::network::columns::Column;
use crate::app::pages::network::{NetworkPage, Place};
use crate::app::widgets::Button;
use crate::network::arithmetic::Cell;

/// Between two cells.
const PACE: Duration = Duration::from_millis(250);

/// Whether the cell wanders by itself, and when it moves on: the time of the window, in seconds.
#[derive(Default)]
pub struct Walk {
    next: Option<f64>,
}

/// Moves the cell on when it is time.
pub fn walk(ui: &Ui, page: &mut NetworkPage) {
    let Some(next) = page.sum.walk.next else {
        return;
    };
    let now = ui.input(|input| input.time);
    if now >= next {
        page.selected = page.selected.and_then(|at| moved(at, &page.columns, true));
        page.sum.walk.next = Some(now + PACE.as_secs_f64());
    }
    ui.ctx().request_repaint_after(PACE);
}

/// Back, play or pause, on; from right to left.
pub fn show_buttons(
    ui: &mut Ui,
    height: f32,
    page: &mut NetworkPage,
    columns: &[Column],
    context: &PageContext<'_>,
) {
    let walks = page.sum.walk.next.is_some();
    let (icon, play) = if walks {
        (Icon::Pause, "network-walk-pause")
    } else {
        (Icon::Play, "network-walk-play")
    };
    let mut clicked = |icon, key: &str| {
        let button = Button::icon_only(icon, context.text(key))
            .tooltip(context.text("network-walk-tooltip"))
            .height(height);
        button.show(ui).clicked()
    };
    let on = clicked(Icon::StepForward, "network-walk-on");
    let toggled = clicked(icon, play);
    let back = clicked(Icon::StepBack, "network-walk-back");
    if toggled {
        let now = ui.input(|input| input.time);
        page.sum.walk.next = (!walks).then_some(now);
    }
    if on || back {
        page.sum.walk.next = None;
        page.selected = page.selected.and_then(|at| moved(at, columns, on));
    }
}

/// The next cell of the same map in reading order, or the one before; for units the next unit.
/// After the last comes the first.
fn moved(place: Place, columns: &[Column], on: bool) -> Option<Place> {
    let column = columns.iter().find(|c| c.group.shown == place.stage)?;
    let (channels, height, width) = column.shape.dims();
    let step = |index: usize, count: usize| {
        if on {
            (index + 1) % count
        } else {
            (index + count - 1) % count
        }
    };
    let Cell {
        channel,
        row,
        column,
    } = place.cell;
    let cell = if height * width == 1 {
        Cell::new(step(channel, channels), 0, 0)
    } else {
        let index = step(row * width + column, height * width);
        Cell::new(channel, index / width, index % width)
    };
    Some(Place { cell, ..place })
}

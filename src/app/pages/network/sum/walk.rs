//! The selected cell wanders over its map: cell by cell, by hand or by itself.

use eframe::egui::{Rect, Ui};

use crate::app::pages::PageContext;
use crate::app::pages::network::columns::Column;
use crate::app::pages::network::{NetworkPage, Place};
use crate::app::widgets::{Transport, TransportAction, TransportWords, transport};
use crate::network::arithmetic::Cell;

/// Moves the cell on when it is time.
pub fn walk(ui: &Ui, page: &mut NetworkPage) {
    let steps = page.sum.pace.steps(ui);
    let Some((place, column)) = selected(page, &page.columns) else {
        page.sum.pace.playing = false;
        return;
    };
    let (position, count) = position(place, column);
    let next = (position + steps).min(count - 1);
    if steps > 0 {
        page.choose(Some(at(place, column, next)));
        page.sum.pace.playing = next + 1 < count;
    }
}

/// Shows the transport, at the right of `rect` where that is narrow.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    page: &mut NetworkPage,
    columns: &[Column],
    context: &PageContext<'_>,
) {
    let Some((place, column)) = selected(page, columns) else {
        return;
    };
    let (position, count) = position(place, column);
    let pace = &mut page.sum.pace;
    let state = Transport {
        position,
        count,
        playing: pace.playing,
        speed: pace.speed,
    };
    let pair = |name: &str, tooltip: &str| (context.text(name), context.text(tooltip));
    let words = TransportWords {
        buttons: [
            pair("network-walk-first", "network-walk-tooltip"),
            pair("network-walk-back", "network-walk-tooltip"),
            pair("network-walk-play", "network-walk-tooltip"),
            pair("network-walk-pause", "network-walk-tooltip"),
            pair("network-walk-on", "network-walk-tooltip"),
            pair("network-walk-last", "network-walk-tooltip"),
        ],
        place: context.text("network-walk-place"),
        speed: context.text("network-walk-speed"),
        speed_tooltip: context.text("network-walk-speed-tooltip"),
    };
    let Some(action) = transport(ui, rect, state, &words) else {
        return;
    };
    if !matches!(action, TransportAction::Speed(_)) {
        pace.playing = false;
    }
    let last = count - 1;
    let next = match action {
        TransportAction::First => 0,
        TransportAction::Back => position.saturating_sub(1),
        TransportAction::Forward => (position + 1).min(last),
        TransportAction::Last => last,
        TransportAction::Scrub(position) => position.min(last),
        TransportAction::Play => {
            pace.play();
            if position == last { 0 } else { position }
        }
        TransportAction::Pause => position,
        TransportAction::Speed(speed) => {
            pace.speed = speed;
            position
        }
    };
    page.choose(Some(at(place, column, next)));
}

/// The selected cell and its column.
fn selected<'a>(page: &NetworkPage, columns: &'a [Column]) -> Option<(Place, &'a Column)> {
    let place = page.selected?;
    let column = columns.iter().find(|c| c.group.shown == place.stage)?;
    Some((place, column))
}

/// Where a cell is in its map, in reading order, and how many there are; units are counted
/// through.
fn position(place: Place, column: &Column) -> (usize, usize) {
    let (channels, height, width) = column.shape.dims();
    if height * width == 1 {
        (place.cell.channel, channels)
    } else {
        (place.cell.row * width + place.cell.column, height * width)
    }
}

/// The cell that is there.
fn at(place: Place, column: &Column, position: usize) -> Place {
    let (_, height, width) = column.shape.dims();
    let cell = if height * width == 1 {
        Cell::new(position, 0, 0)
    } else {
        Cell::new(place.cell.channel, position / width, position % width)
    };
    Place { cell, ..place }
}

//! The diagram by keyboard.

use eframe::egui::{EventFilter, Key, Modifiers, Response, Ui};

use super::columns::Column;
use super::{NetworkPage, Place};
use crate::network::arithmetic::Cell;

/// The arrow keys move the selection by a cell, with Ctrl by a layer.
pub fn take_keys(ui: &Ui, response: &Response, page: &mut NetworkPage, columns: &[Column]) {
    let arrows = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let Some(place) = page.selected else {
        return;
    };
    for (key, right, down) in [
        (Key::ArrowLeft, -1, 0),
        (Key::ArrowRight, 1, 0),
        (Key::ArrowUp, 0, -1),
        (Key::ArrowDown, 0, 1),
    ] {
        let (plain, by_layer) = ui.input_mut(|input| {
            (
                input.consume_key(Modifiers::NONE, key),
                input.consume_key(Modifiers::COMMAND, key),
            )
        });
        if plain {
            page.choose(moved(place, columns, right, down));
        } else if by_layer {
            page.choose(moved_by_layer(place, columns, right));
        }
    }
}

/// The cell beside another: in its map, or for units the next one.
fn moved(place: Place, columns: &[Column], right: isize, down: isize) -> Option<Place> {
    let column = columns.iter().find(|c| c.group.shown == place.stage)?;
    let (channels, height, width) = column.shape.dims();
    let step = |index: usize, by: isize, size: usize| {
        index.saturating_add_signed(by).min(size.saturating_sub(1))
    };
    let Cell {
        channel,
        row,
        column,
    } = place.cell;
    let cell = if height * width == 1 {
        Cell::new(step(channel, right + down, channels), 0, 0)
    } else {
        Cell::new(channel, step(row, down, height), step(column, right, width))
    };
    Some(Place { cell, ..place })
}

/// The first cell of the same map of the next column, or of the one before.
fn moved_by_layer(place: Place, columns: &[Column], right: isize) -> Option<Place> {
    let at = columns.iter().position(|c| c.group.shown == place.stage)?;
    let column = columns.get(at.checked_add_signed(right)?)?;
    let channel = place.cell.channel.min(column.count() - 1);
    Some(Place {
        stage: column.group.shown,
        cell: Cell::new(channel, 0, 0),
    })
}

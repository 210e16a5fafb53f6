//! The pen that a drawing is shown to the network with.

use super::raster::{Line, Place};

/// The pen of MNIST's writers: its width as a share of the digit's longer side.
const MNIST_PEN: f32 = 1.0 / 8.0;

/// The thinnest pen, in pixels of the plane, which a mere dot gets: its ink still is full ink.
const THINNEST: f32 = 2.0;

/// Gives all lines the width of MNIST's pen, moves them by whole pixels, and reduces them if it
/// must be, so that the plane of `side` × `side` pixels still holds them.
pub(super) fn use_mnist_pen(lines: &mut [Line], side: usize) {
    let Some((low, high)) = extent(lines) else {
        return;
    };
    let longest = (high.x - low.x).max(high.y - low.y);
    // The ink is one pen's width longer than the line of the pen's middle. One pixel of margin
    // at both edges, one for moving by whole pixels.
    let room = side as f32 - 3.0;
    let scale = (room * (1.0 - MNIST_PEN) / longest).min(1.0);
    let width = (longest * scale * MNIST_PEN / (1.0 - MNIST_PEN)).max(THINNEST);
    let move_x = into_plane(low.x, (high.x - low.x) * scale, width, side);
    let move_y = into_plane(low.y, (high.y - low.y) * scale, width, side);
    for line in lines {
        line.width = width;
        for place in &mut line.places {
            let from_corner = Place::snapped((place.x - low.x) * scale, (place.y - low.y) * scale);
            *place = Place {
                x: low.x + move_x + from_corner.x,
                y: low.y + move_y + from_corner.y,
            };
        }
    }
}

/// By how many whole pixels a line that runs along `low..low + length` must be moved for a pen
/// of `width` to stay one pixel away from both edges of the plane.
fn into_plane(low: f32, length: f32, width: f32, side: usize) -> f32 {
    let first = low - width / 2.0 - 1.0;
    let beyond = (low + length + width / 2.0 + 1.0 - side as f32).max(0.0);
    if first < 0.0 {
        (-first).ceil()
    } else {
        -beyond.ceil()
    }
}

/// The corners of the box around all places.
fn extent(lines: &[Line]) -> Option<(Place, Place)> {
    lines
        .iter()
        .flat_map(|line| &line.places)
        .map(|place| (*place, *place))
        .reduce(|(low, high), (place, _)| {
            (
                Place {
                    x: low.x.min(place.x),
                    y: low.y.min(place.y),
                },
                Place {
                    x: high.x.max(place.x),
                    y: high.y.max(place.y),
                },
            )
        })
}

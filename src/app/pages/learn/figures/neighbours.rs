//! The digit, its pixels in order or shuffled, and what a kernel finds in it.

use eframe::egui::{Rect, Ui, vec2};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::cells::{Cells, square};
use super::{headed, is_upright};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, ColorMap, Face, Theme, space};
use crate::app::widgets;
use crate::convolution::{Convolution, Padding, PaddingMode, Preset};
use crate::grid::Grid;
use crate::lesson::Figure;

/// The same order for every digit, as a fixed rearrangement of a network's inputs would be.
const SEED: u64 = 28;

pub fn show(ui: &mut Ui, rect: Rect, figure: &Figure, context: &PageContext<'_>) {
    let digit = &context.state.reading.form.centred;
    let picture = match figure.get("pixels") {
        "shuffled" => shuffled(digit),
        _ => digit.clone(),
    };
    let edges = Convolution {
        padding: Padding::all(PaddingMode::Zero, 1),
        ..Convolution::new(Preset::SobelX.kernel())
    };
    let Ok(answer) = edges.apply(&picture) else {
        return;
    };
    let theme = Theme::of(ui.ctx());
    let middle = rect.center().x;
    let upright = is_upright(rect);
    let halves = if upright {
        let middle = rect.center().y;
        [
            rect.with_max_y(middle - space::MEDIUM),
            rect.with_min_y(middle + space::MEDIUM),
        ]
    } else {
        [
            rect.with_max_x(middle - space::MEDIUM),
            rect.with_min_x(middle + space::MEDIUM),
        ]
    };
    // Below the picture or, where there is more room, beside it.
    let note = if upright {
        vec2(12.0 * theme.points(BODY), 0.0)
    } else {
        vec2(0.0, 4.0 * theme.line_height())
    };
    let words = ["figure-pixels-shown", "figure-kernel-finds"].map(|key| context.text(key));
    let notes = ["figure-dense-note", "figure-kernel-note"].map(|key| context.text(key));
    let cells = [
        Cells::new(&picture, ColorMap::Ink, 1.0),
        Cells::new(&answer, ColorMap::Signed, answer.max_abs()),
    ];
    for index in 0..2 {
        let below = headed(ui, halves[index], words[index]);
        let room = Rect::from_min_max(below.min, below.max - note);
        let place = square(room, 28, 14.0);
        cells[index].show(ui, place, words[index]);
        let corner = if upright {
            place.right_top() + vec2(space::LARGE, 0.0)
        } else {
            place.left_bottom() + vec2(0.0, space::MEDIUM)
        };
        let beside = Rect::from_min_max(corner, halves[index].right_bottom());
        let font = theme.font(CAPTION, Face::Regular);
        widgets::paragraph(ui, beside, notes[index], font, theme.colors.muted);
    }
}

fn shuffled(picture: &Grid) -> Grid {
    let mut values = picture.values().to_vec();
    values.shuffle(&mut ChaCha8Rng::seed_from_u64(SEED));
    Grid::from_values(picture.height(), picture.width(), values).unwrap_or_default()
}

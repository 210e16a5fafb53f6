//! The digit turned, moved or with other ink, and what the network makes of that.

use eframe::egui::{Align2, Rect, Ui, pos2};

use super::cells::{Cells, square};
use super::{headed, is_upright};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, ColorMap, Face, RESULT, Size, Theme, measure, space};
use crate::app::widgets::{self, Bars, percent, probability_bars};
use crate::grid::Grid;
use crate::lesson::Figure;
use crate::network::{Verdict, verdict};

/// Height of a probability's row at most, and where height is scarce.
const ROW: f32 = 38.0;
const LOW_ROW: f32 = 24.0;

pub fn show(ui: &mut Ui, rect: Rect, figure: &Figure, context: &PageContext<'_>) {
    let picture = figure.picture(&context.state.world());
    show_answer(
        ui,
        rect,
        &picture,
        context.text("figure-network-sees"),
        context,
    );
}

/// A 28×28 picture and the network's answer to it.
pub fn show_answer(
    ui: &mut Ui,
    rect: Rect,
    picture: &Grid,
    title: &str,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let above = rect.bottom() - theme.line(RESULT) - 10.0 * LOW_ROW - space::WIDE;
    // Not in a small window, where the picture would have next to nothing.
    let upright = is_upright(rect) && above - rect.top() > rect.width() / 2.0;
    let left = if upright {
        rect.with_max_y(above)
    } else {
        rect.with_max_x(rect.left() + rect.width() * 0.52)
    };
    let place = show_picture(ui, left, picture, title);
    let right = if upright {
        rect.with_min_y(place.bottom() + space::LARGE)
    } else {
        rect.with_min_x(place.right() + space::HUGE)
    };
    show_reading(ui, right, picture, context);
}

/// A 28×28 picture below its title; where it is.
pub fn show_picture(ui: &mut Ui, rect: Rect, picture: &Grid, title: &str) -> Rect {
    let below = headed(ui, rect, title);
    let place = square(below, 28, 16.0);
    Cells::new(picture, ColorMap::Ink, 1.0).show(ui, place, title);
    place
}

/// What the network says to a picture, and its ten probabilities.
pub fn show_reading(ui: &mut Ui, right: Rect, picture: &Grid, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let state = context.state;
    let answer = state.lesson.read.classify(&state.model.model, picture);
    let verdict = match context.state.reading.verdict {
        Verdict::Blank => Verdict::Blank,
        _ => verdict(picture, &answer),
    };
    let (words, share) = match verdict {
        Verdict::Blank => (String::new(), String::new()),
        Verdict::Unsure => ("?".to_owned(), context.text("ink-unsure").to_owned()),
        Verdict::Sure => (
            answer.digit().to_string(),
            format!("{} %", percent(answer.probability())),
        ),
    };
    let middle = right.top() + theme.line(RESULT) / 2.0;
    let font = theme.font(RESULT, Face::Bold);
    let color = theme.colors.accent;
    let said = pos2(right.left(), middle);
    let said = widgets::text(ui, said, Align2::LEFT_CENTER, words, font, color);
    let font = theme.font(BODY, Face::Mono);
    let place = pos2(said.rect.right() + space::MEDIUM, middle);
    widgets::text(
        ui,
        place,
        Align2::LEFT_CENTER,
        share,
        font,
        theme.colors.text,
    );
    let rows = right.with_min_y(right.top() + theme.line(RESULT) + space::SMALL);
    let rows = rows.with_max_y(rows.bottom().min(rows.top() + 10.0 * ROW));
    let pitch = rows.height() / 10.0;
    if pitch < theme.points(CAPTION) {
        return;
    }
    let fits = |size: &Size| theme.points(*size) * 1.15 <= pitch;
    let bars = Bars {
        probabilities: (verdict != Verdict::Blank).then_some(&answer.probabilities),
        said: (verdict == Verdict::Sure).then(|| answer.digit()),
        size: [BODY].into_iter().find(fits).unwrap_or(CAPTION),
        bar: measure::BAR.min(pitch * 0.6),
    };
    probability_bars(ui, rows, &bars);
}

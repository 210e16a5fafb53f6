//! What the network says of the drawing, and how sure it is.

use eframe::egui::{Align2, FontId, Rect, Ui, pos2};
use lucide_icons::Icon;

use super::PageContext;
use crate::app::state::ModelName;
use crate::app::theme::{
    ANSWER, BODY, CAPTION, FIGURE, Face, ICON, RESULT, Size, Theme, measure, space,
};
use crate::app::widgets::{self, Bars, card, percent, probability_bars};
use crate::network::verdict::{LEAST_PROBABILITY, Verdict};

/// Share of the card's width that the answer takes; the bars take the rest.
const ANSWER_SHARE: f32 = 0.375;

/// The largest digit's share of the card's height.
const DIGIT_SHARE: f32 = 0.45;

/// The least probability of the second digit that is worth a sentence.
const CLOSE: f32 = 0.0005;

/// From this probability on an answer is called sure, and else likely.
const CERTAIN: f32 = 0.9;

/// Steps of the digit's size, so that resizing does not fill the atlas of letters.
const DIGIT_STEP: f32 = 16.0;

/// Draws the card into `rect`.
pub fn show(ui: &mut Ui, rect: Rect, context: &PageContext<'_>) {
    card(ui, rect);
    let theme = Theme::of(ui.ctx());
    let inner = rect.shrink(space::WIDE);
    let split = rect.left() + rect.width() * ANSWER_SHARE;
    ui.painter().vline(split, inner.y_range(), theme.border());
    show_said(ui, inner.with_max_x(split - space::SMALL), context);
    show_bars(ui, inner.with_min_x(split + space::WIDE), context);
}

fn show_said(ui: &mut Ui, rect: Rect, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let reading = &context.state.reading;
    let line = theme.line_height();
    let font = theme.font(BODY, Face::Regular);
    let heading = pos2(rect.left(), rect.top() + space::SMALL);
    let words = context.text("draw-says");
    widgets::text(ui, heading, Align2::LEFT_CENTER, words, font, colors.muted);
    let (digit, color) = match reading.verdict {
        Verdict::Blank => {
            show_blank(ui, rect, heading.y + 2.0 * line, context);
            return;
        }
        Verdict::Unsure => ("?".to_owned(), colors.muted),
        Verdict::Sure => (reading.classification.digit().to_string(), colors.accent),
    };
    let most = theme.points(ANSWER).min(rect.height() * DIGIT_SHARE);
    let size = (most / DIGIT_STEP).floor() * DIGIT_STEP;
    let font = FontId::new(size, theme.font(ANSWER, Face::Bold).family);
    // Digits reach from the baseline to 0.73 of the size: the rest of their line is air.
    let below = rect.top() + rect.height() * 0.16;
    let place = pos2(rect.left() - size * 0.04, below - size * 0.13);
    widgets::text(ui, place, Align2::LEFT_TOP, digit, font, color);
    let top = below + size * 0.73 + rect.height() * 0.1;
    show_sureness(ui, rect.with_min_y(top), context);
}

fn show_blank(ui: &mut Ui, rect: Rect, top: f32, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(BODY, Face::Regular);
    let words = context.text("draw-nothing");
    let place = rect.with_min_y(top - theme.line_height() / 2.0);
    widgets::paragraph(ui, place, words, font, theme.colors.muted);
}

/// The probability, the verdict in words, and the digits that come next.
fn show_sureness(ui: &mut Ui, rect: Rect, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let reading = &context.state.reading;
    let text = &context.state.text;
    let sure = reading.verdict == Verdict::Sure;
    let mut top = rect.top();
    if sure {
        let middle = top + theme.line(RESULT) / 2.0;
        let font = theme.font(RESULT, Face::Mono);
        let words = percent(reading.classification.probability());
        let place = pos2(rect.left(), middle);
        let figure = widgets::text(ui, place, Align2::LEFT_CENTER, words, font, colors.text);
        let font = theme.font(FIGURE, Face::Regular);
        let place = pos2(figure.rect.right() + space::TINY, middle + space::TINY);
        widgets::text(ui, place, Align2::LEFT_CENTER, "%", font, colors.muted);
        top += theme.line(RESULT);
    }
    let (icon, key, color) = if !sure {
        (Icon::CircleQuestionMark, "draw-unsure", colors.warning)
    } else if reading.classification.probability() < CERTAIN {
        (Icon::Check, "draw-likely", colors.text)
    } else {
        (Icon::Check, "draw-sure", colors.success)
    };
    let middle = top + theme.line_height() / 2.0;
    let glyph = pos2(rect.left() + theme.points(ICON) / 2.0, middle);
    widgets::icon(ui, glyph, icon, theme.font(ICON, Face::Icon), color);
    let font = theme.font(BODY, Face::SemiBold);
    let place = pos2(glyph.x + theme.points(ICON) / 2.0 + space::SMALL, middle);
    let words = context.text(key);
    widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
    top += theme.line_height() + space::SMALL;
    let [first, second, third, ..] = reading.classification.ranked();
    let share = |digit: usize| percent(reading.classification.probabilities[digit]);
    let close = reading.classification.probabilities[second] >= CLOSE;
    let words = if sure && !close {
        context.text("draw-no-other").to_owned()
    } else if sure {
        text.with(
            "draw-then",
            &[
                ("second", second.into()),
                ("second-share", share(second).into()),
                ("third", third.into()),
                ("third-share", share(third).into()),
            ],
        )
    } else {
        let guess = [("digit", first.into()), ("share", share(first).into())];
        text.with(guess_key(context), &guess)
    };
    let font = theme.font(BODY, Face::Regular);
    // Where the card is low, a held-out digit's label matters more than what comes next.
    let lines = (rect.bottom() - top) / theme.line_height();
    let held_out = context.state.shown_held_out();
    let needed = if held_out.is_some() { 4.0 } else { 2.0 };
    if lines >= needed || !sure {
        let place = rect.with_min_y(top);
        let then = widgets::paragraph(ui, place, words, font.clone(), colors.muted);
        top = then.rect.bottom() + space::SMALL;
    }
    if let Some(held_out) = held_out {
        let right = held_out.label == reading.classification.digit();
        let key = if right {
            "draw-label-right"
        } else {
            "draw-label-wrong"
        };
        let words = text.with(key, &[("label", held_out.label.into())]);
        let color = if right { colors.success } else { colors.error };
        let place = rect.with_min_y(top);
        widgets::paragraph(ui, place, words, font, color);
    }
}

/// Why the network's best guess is no answer.
fn guess_key(context: &PageContext<'_>) -> &'static str {
    let probability = context.state.reading.classification.probability();
    if context.state.model.name == ModelName::Untrained {
        "draw-guess-untrained"
    } else if probability <= LEAST_PROBABILITY {
        "draw-guess-low"
    } else {
        "draw-guess-doodle"
    }
}

fn show_bars(ui: &mut Ui, rect: Rect, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let heading = rect.top() + space::SMALL;
    let font = theme.font(BODY, Face::Regular);
    let words = context.text("draw-probabilities");
    let place = pos2(rect.left(), heading);
    widgets::text(
        ui,
        place,
        Align2::LEFT_CENTER,
        words,
        font.clone(),
        colors.muted,
    );
    let place = pos2(rect.right(), heading);
    widgets::text(ui, place, Align2::RIGHT_CENTER, "%", font, colors.muted);
    let top = heading + theme.line_height() / 2.0 + space::SMALL;
    let rows = rect.with_min_y(top);
    let reading = &context.state.reading;
    let blank = reading.verdict == Verdict::Blank;
    let pitch = rows.height() / 10.0;
    let fits = |size: &Size| theme.points(*size) * 1.15 <= pitch;
    let size = [FIGURE, BODY].into_iter().find(fits).unwrap_or(CAPTION);
    let bars = Bars {
        probabilities: (!blank).then_some(&reading.classification.probabilities),
        said: (reading.verdict == Verdict::Sure).then(|| reading.classification.digit()),
        size,
        bar: measure::BAR.min(pitch * 0.6),
    };
    probability_bars(ui, rows, &bars);
}

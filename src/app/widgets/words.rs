//! Words and icons at a place, named for screen readers and tests.

use std::sync::Arc;

use eframe::egui::text::{CCursor, CCursorRange, LayoutJob, TextWrapping};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{
    Align2, Color32, FontId, Galley, Id, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2,
};
use lucide_icons::Icon;

/// Height of a paragraph's lines, in sizes of its letters.
const LINE: f32 = 1.46;

/// One line of words, `anchor` of it at `place`.
pub fn text(
    ui: &mut Ui,
    place: Pos2,
    anchor: Align2,
    words: impl ToString,
    font: FontId,
    color: Color32,
) -> Response {
    let words = words.to_string();
    let galley = ui.painter().layout_no_wrap(words.clone(), font, color);
    let rect = anchor.anchor_size(place, galley.size());
    ui.painter().galley(rect.min, galley, color);
    label(ui, rect, words)
}

/// One line of words from the left of `rect`, in the middle of its height; with an ellipsis where
/// there is no room for all of it. Nothing for a screen reader.
pub fn fitting_text(ui: &Ui, rect: Rect, words: &str, font: FontId, color: Color32) {
    let mut job = LayoutJob::simple_singleline(words.to_owned(), font, color);
    job.wrap = TextWrapping::truncate_at_width(rect.width());
    let galley = ui.painter().layout_job(job);
    let top = rect.center().y - galley.size().y / 2.0;
    ui.painter().galley(pos2(rect.left(), top), galley, color);
}

/// Words in as many lines as the width of `rect` makes of them, from its top.
pub fn paragraph(
    ui: &mut Ui,
    rect: Rect,
    words: impl ToString,
    font: FontId,
    color: Color32,
) -> Response {
    let words = words.to_string();
    let galley = lines(ui, rect.width(), words.clone(), font, color);
    let place = Rect::from_min_size(rect.min, galley.size());
    ui.painter().galley(rect.min, galley, color);
    label(ui, place, words)
}

/// The width that words take in one line.
pub fn words_width(ui: &Ui, words: &str, font: FontId) -> f32 {
    let painter = ui.painter();
    let galley = painter.layout_no_wrap(words.to_owned(), font, Color32::PLACEHOLDER);
    galley.size().x
}

/// The height that a [`paragraph`] takes in this width.
pub fn paragraph_height(ui: &Ui, width: f32, words: String, font: FontId) -> f32 {
    lines(ui, width, words, font, Color32::PLACEHOLDER).size().y
}

fn lines(ui: &Ui, width: f32, words: String, font: FontId, color: Color32) -> Arc<Galley> {
    let size = font.size;
    let mut job = LayoutJob::simple(words, font, color, width);
    for section in &mut job.sections {
        section.format.line_height = Some((size * LINE).round());
    }
    ui.painter().layout_job(job)
}

/// Chooses all words of a field, so that what is typed takes their place.
pub fn select_all(ui: &Ui, field: Id, words: &str) {
    let mut state = TextEditState::load(ui.ctx(), field).unwrap_or_default();
    let end = CCursor::new(words.chars().count());
    let all = CCursorRange::two(CCursor::new(0), end);
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), field);
}

/// An icon with its middle at `middle`; nothing for a screen reader.
pub fn icon(ui: &Ui, middle: Pos2, icon: Icon, font: FontId, color: Color32) {
    let glyph = char::from(icon).to_string();
    // The icons' font sits a little high on its line.
    let place = pos2(middle.x, middle.y + font.size * 0.04);
    ui.painter()
        .text(place, Align2::CENTER_CENTER, glyph, font, color);
}

/// A name for what is drawn in `rect`.
pub fn label(ui: &mut Ui, rect: Rect, name: impl ToString) -> Response {
    let id = ui.next_auto_id();
    ui.skip_ahead_auto_ids(1);
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name.to_string()));
    response
}

/// A probability in per cent with one decimal, never rounded to certainty: “99.1”, “<0.1”.
pub fn percent(probability: f32) -> String {
    let percent = probability * 100.0;
    super::written(&if percent < 0.05 {
        "<0.1".to_owned()
    } else if percent > 99.95 {
        ">99.9".to_owned()
    } else {
        format!("{percent:.1}")
    })
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn percents_are_never_certain() {
        for (probability, words) in [
            (0.0, "<0.1"),
            (0.0004, "<0.1"),
            (0.0006, "0.1"),
            (0.5, "50.0"),
            (0.9914, "99.1"),
            (0.99949, "99.9"),
            (0.9996, ">99.9"),
            (1.0, ">99.9"),
        ] {
            assert_eq!(percent(probability), words);
        }
    }
}

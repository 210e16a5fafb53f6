//! A sum written out term by term: rows of products with their sums, and the running total.

use eframe::egui::{
    Align2, FontId, Rect, ScrollArea, Sense, StrokeKind, Ui, UiBuilder, Vec2, pos2, vec2,
};

use super::number::without_zero;
use super::{label, text, words_width};
use crate::app::theme::{CAPTION, ColorMap, Face, Theme, radius, space};
use crate::convolution::decimals::{Shown, ShownSum};

/// How far a term's tint goes from the card's colour to the map's.
const TINT: f32 = 0.45;

/// Terms of a row between which there is room for a plus.
const MOST_PLUSES: usize = 7;

/// Width of a digit of the monospace face, in sizes of its letters.
const DIGIT: f32 = 0.6;

/// A product of the sum.
pub struct SumTerm {
    /// The factors as they are shown.
    pub factors: (String, String),
    pub product: f32,
}

/// A sum of products.
pub struct Sum<'a> {
    pub terms: &'a [SumTerm],
    /// Terms in a row.
    pub columns: usize,
    /// All terms rounded so that they add up; those of this sum from `first` on.
    pub shown: &'a ShownSum,
    pub first: usize,
    /// Words over the sums of the rows and over the running totals.
    pub row_words: &'a str,
    pub so_far_words: &'a str,
}

impl Sum<'_> {
    /// Whether its rows show the factors in this width, not the products alone.
    pub fn has_room_for_factors(&self, ui: &Ui, width: f32) -> bool {
        Layout::new(ui, &Theme::of(ui.ctx()), width, self).factors
    }

    /// The product; in a wide row without the zero before the point.
    fn product(&self, index: usize) -> String {
        let words = minus(&self.shown.scale.text(self.shown.terms[self.first + index]));
        if self.is_wide() {
            return without_zero(&words);
        }
        words
    }

    fn is_wide(&self) -> bool {
        self.columns > MOST_PLUSES
    }

    fn row_sum(&self, row: usize) -> Shown {
        let from = self.first + row * self.columns;
        let to = (from + self.columns).min(self.first + self.terms.len());
        let terms = self.shown.terms[from..to].iter();
        terms.fold(Shown::Units(0), |sum, term| sum + *term)
    }

    fn so_far(&self, row: usize) -> Shown {
        let last = ((row + 1) * self.columns).min(self.terms.len()) - 1;
        self.shown.totals[self.first + last]
    }

    fn most(&self) -> f32 {
        let sizes = self.terms.iter().map(|term| term.product.abs());
        sizes.filter(|size| size.is_finite()).fold(0.0, f32::max)
    }
}

/// Minus signs as wide as plus signs.
pub fn minus(words: &str) -> String {
    super::written(&words.replace('-', "−"))
}

/// Shows the rows in `rect`, scrolled where there are too many; the index of the term under the
/// pointer.
pub fn sum_rows(ui: &mut Ui, rect: Rect, sum: &Sum<'_>, pointed: Option<usize>) -> Option<usize> {
    let theme = Theme::of(ui.ctx());
    let layout = Layout::new(ui, &theme, rect.width(), sum);
    let rows = sum.terms.len().div_ceil(sum.columns.max(1));
    let head = layout.row;
    show_head(ui, rect.with_max_y(rect.top() + head), &theme, &layout, sum);
    let body = rect.with_min_y(rect.top() + head);
    let height = rows as f32 * layout.row;
    let mut found = None;
    if height <= body.height() + 0.5 {
        for row in 0..rows {
            let top = body.top() + row as f32 * layout.row;
            let place = Rect::from_min_size(pos2(body.left(), top), vec2(body.width(), layout.row));
            found = found.or(show_row(ui, place, &theme, &layout, sum, row, pointed));
        }
        return found;
    }
    let builder = UiBuilder::new().max_rect(body).id_salt("sum");
    ui.scope_builder(builder, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            for row in 0..rows {
                let size = vec2(body.width(), layout.row);
                let (place, _) = ui.allocate_exact_size(size, Sense::hover());
                found = found.or(show_row(ui, place, &theme, &layout, sum, row, pointed));
            }
        });
    });
    found
}

/// Widths in a row.
struct Layout {
    row: f32,
    /// Of a term, and of the plus after it.
    term: f32,
    plus: f32,
    /// Of a sum at the end.
    end: f32,
    /// Whether there is room for the factors; else the products are shown alone.
    factors: bool,
    font: FontId,
}

impl Layout {
    fn new(ui: &Ui, theme: &Theme, width: f32, sum: &Sum<'_>) -> Self {
        let font = theme.font(CAPTION, Face::Mono);
        let digit = theme.points(CAPTION) * DIGIT;
        let longest = |length: &dyn Fn(usize) -> usize| {
            (0..sum.terms.len()).map(length).max().unwrap_or(1) as f32 * digit
        };
        let with_factors = longest(&|index| {
            let (left, right) = &sum.terms[index].factors;
            left.chars().count() + right.chars().count() + 1
        });
        let products = longest(&|index| sum.product(index).chars().count());
        let rows = sum.terms.len().div_ceil(sum.columns.max(1));
        let sums = |row: usize| {
            let [a, b] = [sum.row_sum(row), sum.so_far(row)];
            let length = |shown| sum.shown.scale.text(shown).chars().count();
            length(a).max(length(b))
        };
        let end = ((0..rows).map(sums).max().unwrap_or(1) as f32 + 2.0) * digit;
        let end = end.max(
            words_width(ui, sum.so_far_words, theme.font(CAPTION, Face::Regular)) + space::SMALL,
        );
        let inset = if sum.is_wide() { 1.0 } else { space::TINY };
        let columns = sum.columns as f32;
        let room = |plus: f32| (width - 2.0 * end - digit) / columns - plus;
        let fits = |plus: &f32| with_factors + 2.0 * inset <= room(*plus);
        // The widest gaps that leave room for the factors.
        let pluses = if sum.is_wide() {
            &[0.4][..]
        } else {
            &[1.8, 1.2, 0.9]
        };
        let mut gaps = pluses.iter().map(|digits| digits * digit);
        let fitting = gaps.clone().find(fits);
        let factors = fitting.is_some();
        let plus = fitting.or(gaps.next_back()).unwrap_or(digit);
        let room = room(plus);
        let term = if factors { with_factors } else { products } + 2.0 * inset;
        Self {
            row: theme.caption_height() + space::TINY,
            term: term.min(room.max(digit)).max(room.min(term + space::LARGE)),
            plus,
            end,
            factors,
            font,
        }
    }

    fn width(&self, columns: usize) -> f32 {
        columns as f32 * (self.term + self.plus)
    }
}

fn show_head(ui: &mut Ui, rect: Rect, theme: &Theme, layout: &Layout, sum: &Sum<'_>) {
    let right = rect.left() + layout.width(sum.columns) + layout.end;
    for (index, words) in [sum.row_words, sum.so_far_words].into_iter().enumerate() {
        let place = pos2(right + index as f32 * layout.end, rect.center().y);
        let font = theme.font(CAPTION, Face::Regular);
        let color = theme.colors.muted;
        text(ui, place, Align2::RIGHT_CENTER, words, font, color);
    }
}

fn show_row(
    ui: &mut Ui,
    rect: Rect,
    theme: &Theme,
    layout: &Layout,
    sum: &Sum<'_>,
    row: usize,
    pointed: Option<usize>,
) -> Option<usize> {
    let colors = theme.colors;
    let middle = rect.center().y;
    let from = row * sum.columns;
    let to = (from + sum.columns).min(sum.terms.len());
    let most = sum.most();
    let mut found = None;
    for index in from..to {
        let left = rect.left() + (index - from) as f32 * (layout.term + layout.plus);
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(layout.term, rect.height()));
        if show_term(ui, place, theme, layout, sum, index, most, pointed) {
            found = Some(index);
        }
        if index + 1 < to && !sum.is_wide() {
            let place = pos2(place.right() + layout.plus / 2.0, middle);
            let font = layout.font.clone();
            ui.painter()
                .text(place, Align2::CENTER_CENTER, "+", font, colors.muted);
        }
    }
    let right = rect.left() + layout.width(sum.columns);
    // Where a plus would be; in a wide row there is no room for it there.
    let beside = if sum.is_wide() { 1.0 } else { -0.5 };
    let equals = pos2(right + beside * layout.plus, middle);
    let painter = ui.painter();
    let font = layout.font.clone();
    painter.text(equals, Align2::CENTER_CENTER, "=", font, colors.muted);
    let bold = theme.font(CAPTION, Face::MonoBold);
    let scale = sum.shown.scale;
    for (shown, font, color, end) in [
        (sum.row_sum(row), bold, colors.text, 1.0),
        (sum.so_far(row), layout.font.clone(), colors.muted, 2.0),
    ] {
        let place = pos2(right + end * layout.end, middle);
        let words = minus(&scale.text(shown));
        text(ui, place, Align2::RIGHT_CENTER, words, font, color);
    }
    found
}

#[expect(clippy::too_many_arguments)]
fn show_term(
    ui: &mut Ui,
    rect: Rect,
    theme: &Theme,
    layout: &Layout,
    sum: &Sum<'_>,
    index: usize,
    most: f32,
    pointed: Option<usize>,
) -> bool {
    let term = &sum.terms[index];
    let colors = theme.colors;
    let is_zero = term.product == 0.0;
    let (left, right) = &term.factors;
    let words = if layout.factors {
        format!("{left}·{right}")
    } else {
        sum.product(index)
    };
    let painter = ui.painter();
    let box_ = rect.shrink2(vec2(0.0, 1.0));
    if !is_zero && most > 0.0 {
        let tint = theme.color(ColorMap::Signed, term.product / most);
        let fill = colors.surface.lerp_to_gamma(tint, TINT);
        painter.rect_filled(box_, radius::BAR, fill);
    }
    if pointed == Some(index) {
        painter.rect_stroke(box_, radius::BAR, theme.focus(), StrokeKind::Inside);
    }
    let color = if is_zero { colors.muted } else { colors.text };
    let font = layout.font.clone();
    painter.text(rect.center(), Align2::CENTER_CENTER, words, font, color);
    let product = sum.product(index);
    let response = label(ui, rect, format!("{left} · {right} = {product}"));
    response.contains_pointer()
}

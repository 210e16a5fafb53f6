//! What softmax makes of the ten logits.

use eframe::egui::{Align2, Rect, Ui, pos2};

use super::Shown;
use crate::app::pages::PageContext;
use crate::app::pages::network::words::{number, written};
use crate::app::theme::{CAPTION, Face, Theme, space};
use crate::app::widgets::{self, percent};
use crate::convolution::decimals::ShownSum;

/// Digits after the point of an exponential.
const DECIMALS: usize = 4;

/// The exponentials of the ten logits, the largest logit taken off first, and their sum: rounded
/// so that they add up.
pub struct Exponentials {
    pub largest: f32,
    sum: ShownSum,
}

impl Exponentials {
    pub fn of(logits: &[f32]) -> Self {
        let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let terms: Vec<f32> = logits.iter().map(|l| (l - largest).exp()).collect();
        let totals: Vec<f32> = terms
            .iter()
            .scan(0.0, |total, term| {
                *total += term;
                Some(*total)
            })
            .collect();
        Self {
            largest,
            sum: ShownSum::new(&terms, &totals, DECIMALS),
        }
    }

    pub fn text(&self, digit: usize) -> String {
        written(self.sum.scale, self.sum.terms[digit])
    }

    pub fn sum_text(&self) -> String {
        written(self.sum.scale, self.sum.result)
    }
}

/// A line for each digit, in two columns.
pub fn show_softmax(ui: &mut Ui, rect: Rect, shown: &Shown<'_>, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let classification = &shown.trace.classification;
    let exponentials = Exponentials::of(&classification.logits);
    let rows = classification.logits.len().div_ceil(2);
    let line = theme.caption_height().min(rect.height() / rows as f32);
    let half = (rect.width() - space::HUGE) / 2.0;
    for (digit, logit) in classification.logits.iter().enumerate() {
        let left = rect.left() + (digit / rows) as f32 * (half + space::HUGE);
        let y = rect.top() + ((digit % rows) as f32 + 0.5) * line;
        let is_shown = digit == shown.place.cell.channel;
        let (face, color) = if is_shown {
            (Face::MonoBold, theme.colors.text)
        } else {
            (Face::Mono, theme.colors.muted)
        };
        let share = percent(classification.probabilities[digit]);
        let words = context.state.text.with(
            "network-softmax-line",
            &[
                ("logit", number(*logit).into()),
                ("largest", number(exponentials.largest).into()),
                ("exponential", exponentials.text(digit).into()),
            ],
        );
        let font = theme.font(CAPTION, face);
        for (x, anchor, words) in [
            (left, Align2::LEFT_CENTER, digit.to_string()),
            (
                left + 2.0 * theme.points(CAPTION),
                Align2::LEFT_CENTER,
                words,
            ),
            (left + half, Align2::RIGHT_CENTER, format!("{share} %")),
        ] {
            widgets::text(ui, pos2(x, y), anchor, words, font.clone(), color);
        }
    }
}

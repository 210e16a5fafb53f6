//! The ten probabilities as bars.

use eframe::egui::{Align2, Rect, Ui, pos2, vec2};

use super::{percent, text};
use crate::app::theme::{Face, Size, Theme, measure, radius};

/// The least probability that gets a bar.
const LEAST: f32 = 0.001;

/// What the bars show.
pub struct Bars<'a> {
    /// `None` for a blank canvas: the tracks alone.
    pub probabilities: Option<&'a [f32; 10]>,
    /// The digit that is said, which alone has the accent.
    pub said: Option<u8>,
    pub size: Size,
    /// Height of a bar.
    pub bar: f32,
}

/// Ten rows that fill `rect`: the digit, its bar, its probability in per cent.
pub fn probability_bars(ui: &mut Ui, rect: Rect, bars: &Bars<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let pitch = rect.height() / 10.0;
    let em = theme.points(bars.size);
    for digit in 0..10_u8 {
        let middle = rect.top() + (f32::from(digit) + 0.5) * pitch;
        let said = bars.said == Some(digit);
        let (face, name_color, fill) = if said {
            (Face::MonoBold, colors.accent, colors.accent)
        } else {
            (Face::Mono, colors.muted, colors.quiet)
        };
        let font = theme.font(bars.size, face);
        let place = pos2(rect.left(), middle);
        let anchor = Align2::LEFT_CENTER;
        text(
            ui,
            place,
            anchor,
            digit.to_string(),
            font.clone(),
            name_color,
        );
        let track = Rect::from_min_max(
            pos2(rect.left() + 1.5 * em, middle - bars.bar / 2.0),
            pos2(rect.right() - 3.6 * em, middle + bars.bar / 2.0),
        );
        ui.painter().rect_filled(track, radius::BAR, colors.well);
        let Some(probabilities) = bars.probabilities else {
            continue;
        };
        let probability = probabilities[usize::from(digit)];
        if probability >= LEAST {
            let width = (track.width() * probability).max(measure::THINNEST_BAR);
            let bar = Rect::from_min_size(track.min, vec2(width, track.height()));
            let round = radius::BAR.min(width / 2.0);
            ui.painter().rect_filled(bar, round, fill);
        }
        let color = if said { colors.text } else { colors.muted };
        let place = pos2(rect.right(), middle);
        text(
            ui,
            place,
            Align2::RIGHT_CENTER,
            percent(probability),
            font,
            color,
        );
    }
}

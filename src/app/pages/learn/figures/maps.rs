//! What one stage of the network in use makes of the digit.

use eframe::egui::{Align2, Rect, Ui, Vec2, pos2, vec2};

use super::cells::{Cells, square};
use super::{caption, headed, with};
use crate::app::pages::PageContext;
use crate::app::theme::{CAPTION, ColorMap, Face, Theme, measure, radius, space};
use crate::app::widgets;
use crate::grid::Grid;
use crate::lesson::Figure;
use crate::network::{Architecture, Layer};

/// Most units that are drawn as bars, and the largest cell of more of them.
const BARS: usize = 10;
const UNIT: f32 = 64.0;

/// Largest map.
const LARGEST: f32 = 448.0;

pub fn show(ui: &mut Ui, rect: Rect, figure: &Figure, context: &PageContext<'_>) {
    let trace = context.state.reading.trace().clone();
    let architecture = trace.model.architecture();
    let wanted = figure.get("stage");
    let Some(stage) = stage(architecture, wanted) else {
        let words = context.text("figure-no-stage");
        let theme = Theme::of(ui.ctx());
        let font = theme.font(CAPTION, Face::Regular);
        widgets::paragraph(ui, rect, words, font, theme.colors.muted);
        return;
    };
    let activations = &trace.stages[stage];
    let (channels, height, width) = activations.shape.dims();
    let is_input = stage == 0 && channels == 1;
    let (key, argument) = match height * width {
        _ if is_input => ("figure-input", "size"),
        1 => ("figure-units", "shape"),
        _ => ("figure-maps", "shape"),
    };
    let shape = activations.shape.to_string();
    let words = with(context, key, &[(argument, shape)]);
    let below = headed(ui, rect, &words);
    // What the network reads is ink, and not yet a map.
    if is_input {
        let picture = &context.state.reading.form.centred;
        let place = square(below, picture.height(), LARGEST / picture.height() as f32);
        Cells::new(picture, ColorMap::Ink, 1.0).show(ui, place, &words);
        return;
    }
    let most = activations.max_abs();
    if height * width == 1 {
        show_units(ui, below, &activations.values, wanted == "output", &words);
        return;
    }
    let theme = Theme::of(ui.ctx());
    let line = theme.caption_height();
    let columns = columns(channels, below);
    let rows = channels.div_ceil(columns);
    let gap = space::MEDIUM;
    let side = ((below.width() + gap) / columns as f32 - gap)
        .min((below.height() + gap) / rows as f32 - gap - line)
        .min(LARGEST);
    // Over all of the width.
    let pitch = (below.width() + gap) / columns as f32;
    let pitch = vec2(pitch.min(1.2 * side), side + gap + line);
    for channel in 0..channels {
        let corner = vec2((channel % columns) as f32, (channel / columns) as f32) * pitch;
        let place = Rect::from_min_size(below.min + corner, Vec2::splat(side));
        let map = activations.map(channel).to_vec();
        let Some(grid) = Grid::from_values(height, width, map) else {
            continue;
        };
        let name = with(
            context,
            "figure-map",
            &[("number", (channel + 1).to_string())],
        );
        Cells::new(&grid, ColorMap::Signed, most)
            .decimals(1)
            .show(ui, place, &name);
        if side > 60.0 {
            let place = pos2(place.left(), place.bottom() + line / 2.0 + 1.0);
            caption(ui, place, Align2::LEFT_CENTER, &name);
        }
    }
}

/// As few columns as make the maps as large as they can be.
fn columns(maps: usize, rect: Rect) -> usize {
    let fits = |columns: &usize| {
        let rows = maps.div_ceil(*columns);
        (rect.width() / *columns as f32).min(rect.height() / rows as f32) as usize
    };
    (1..=maps).max_by_key(fits).unwrap_or(1)
}

/// The stage of a name, in whatever network is in use: after its activation.
pub fn stage(architecture: &Architecture, name: &str) -> Option<usize> {
    let layers = architecture.layers();
    if name == "input" {
        return Some(0);
    }
    if name == "output" {
        return Some(layers.len());
    }
    let (kind, number) = name.rsplit_once('-')?;
    let number: usize = number.parse().ok()?;
    let is_kind = |layer: &Layer| match kind {
        "convolution" => matches!(layer, Layer::Convolution { .. }),
        "pooling" => matches!(layer, Layer::MaxPool { .. } | Layer::AveragePool { .. }),
        _ => matches!(layer, Layer::Linear { .. }),
    };
    let found = (0..layers.len()).filter(|index| is_kind(&layers[*index]));
    let layer = found.clone().nth(number.checked_sub(1)?)?;
    let follows = layers.get(layer + 1).is_some_and(Layer::is_activation);
    Some(layer + 1 + usize::from(follows))
}

/// The stage after so many layers with a window.
pub fn stage_after(architecture: &Architecture, windows: usize) -> Option<usize> {
    let has_window = |layer: &Layer| {
        matches!(
            layer,
            Layer::Convolution { .. } | Layer::MaxPool { .. } | Layer::AveragePool { .. }
        )
    };
    let layers = architecture.layers().iter().enumerate();
    let found = layers.filter(|(_, layer)| has_window(layer));
    found.take(windows).last().map(|(index, _)| index + 1)
}

/// As many columns as make the cells largest; so many that all rows are full, if these are not
/// much smaller for it.
fn columns_of_units(units: usize, rect: Rect) -> usize {
    let side = |columns: usize| {
        let rows = units.div_ceil(columns);
        (rect.width() / columns as f32).min(rect.height() / rows as f32)
    };
    let largest = |columns: &mut dyn Iterator<Item = usize>| {
        columns
            .max_by(|a, b| side(*a).total_cmp(&side(*b)))
            .unwrap_or(1)
    };
    let full = largest(&mut (1..=units).filter(|columns| units.is_multiple_of(*columns)));
    let any = largest(&mut (1..=units));
    if side(full) > 0.7 * side(any) {
        full
    } else {
        any
    }
}

/// Numbers in a row: ten as bars, more as cells, which have a name.
fn show_units(ui: &mut Ui, rect: Rect, values: &[f32], digits: bool, name: &str) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let most = values
        .iter()
        .fold(f32::MIN_POSITIVE, |most, v| most.max(v.abs()));
    if values.len() > BARS {
        let columns = columns_of_units(values.len(), rect);
        let rows = values.len().div_ceil(columns);
        let mut cells = values.to_vec();
        cells.resize(rows * columns, 0.0);
        let side = (rect.width() / columns as f32).min(rect.height() / rows as f32);
        let side = side.min(UNIT);
        let size = vec2(columns as f32, rows as f32) * side;
        if let Some(grid) = Grid::from_values(rows, columns, cells) {
            let place = Rect::from_min_size(rect.min, size);
            Cells::new(&grid, ColorMap::Signed, most)
                .decimals(1)
                .count(values.len())
                .show(ui, place, name);
        }
        return;
    }
    let pitch = (rect.height() / values.len() as f32).min(64.0);
    let largest = (0..values.len()).max_by(|a, b| values[*a].total_cmp(&values[*b]));
    let left = rect.left() + 2.0 * theme.points(CAPTION);
    let right = rect.right() - 5.0 * theme.points(CAPTION);
    let zero = (left + right) / 2.0;
    for (index, value) in values.iter().enumerate() {
        let middle = rect.top() + (index as f32 + 0.5) * pitch;
        let wins = digits && Some(index) == largest;
        let face = if wins { Face::MonoBold } else { Face::Mono };
        let font = theme.font(CAPTION, face);
        let color = if wins { colors.accent } else { colors.muted };
        let place = pos2(rect.left(), middle);
        widgets::text(ui, place, Align2::LEFT_CENTER, index, font.clone(), color);
        let end = zero + value / most * (right - left) / 2.0;
        let bar = Rect::from_two_pos(
            pos2(zero, middle - measure::BAR / 2.0),
            pos2(end, middle + measure::BAR / 2.0),
        );
        let fill = match (wins, *value < 0.0) {
            (true, _) => colors.accent,
            (_, true) => colors.negative,
            _ => colors.positive,
        };
        ui.painter()
            .rect_filled(bar, radius::BAR.min(bar.width() / 2.0), fill);
        let words = widgets::fixed(*value, 2);
        let place = pos2(rect.right(), middle);
        widgets::text(ui, place, Align2::RIGHT_CENTER, words, font, colors.text);
    }
    let range = rect.top()..=rect.top() + pitch * values.len() as f32;
    ui.painter().vline(zero, range, theme.border());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_units_are_full_where_they_can_be() {
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(530.0, 680.0));
        for units in [84, 120, 400] {
            assert_eq!(units % columns_of_units(units, rect), 0, "{units}");
        }
        // A single row of 113 cells would be too small to read.
        assert!((5..20).contains(&columns_of_units(113, rect)));
    }
}

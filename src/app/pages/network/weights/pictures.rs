//! All weights of a layer as pictures.

use std::hash::Hash;

use eframe::egui::{
    Align2, Color32, ColorImage, Rect, Role, Sense, StrokeKind, TextureOptions, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::{Chosen, Weighted, name, name_and_value};
use crate::app::pages::PageContext;
use crate::app::pages::network::grids::{cell_numbers, cells, paint_grid, paint_words};
use crate::app::theme::{CAPTION, ColorMap, Face, Theme};
use crate::app::widgets::{self, grid_image, paint_texture};
use crate::grid::Grid;
use crate::network::arithmetic::kernel;
use crate::network::trace::{Trace, max_abs};

/// Gap between two kernels.
const GAP: f32 = 4.0;

/// Most kernels that are things of their own, for the keyboard and a screen reader; more are one
/// picture.
const MOST_KERNELS: usize = 128;

/// Tallest row of the picture of a linear layer.
const TALLEST_ROW: f32 = 36.0;

/// A row for each output map, a kernel in it for each map that it reads; where there is room,
/// several maps' rows stand side by side.
pub fn show_kernels(
    ui: &mut Ui,
    rect: Rect,
    weighted: &Weighted<'_>,
    chosen: &mut Chosen,
    trace: &Trace,
    context: &mut PageContext<'_>,
) {
    let (outputs, inputs) = weighted.counts();
    if outputs * inputs > MOST_KERNELS {
        show_many(ui, rect, weighted, chosen, trace, context);
        return;
    }
    let theme = Theme::of(ui.ctx());
    let most = max_abs(&weighted.weight.values);
    let (across, down) = arrangement(outputs, inputs, rect);
    let pitch = ((rect.width() + GAP) / across as f32).min((rect.height() + GAP) / down as f32);
    let first = kernel(weighted.weight, 0, 0);
    let sides = vec2(first.width() as f32, first.height() as f32);
    let size = sides * ((pitch - GAP) / sides.max_elem());
    // Of all kernels, so that they are all written alike.
    let place = Rect::from_min_size(rect.min, size);
    let words = cell_numbers(ui, cells(place, &first), &weighted.weight.values);
    for index in 0..outputs * inputs {
        let (output, input) = (index / inputs, index % inputs);
        let grid = kernel(weighted.weight, output, input);
        let corner = vec2((index % across) as f32, (index / across) as f32) * pitch;
        let place = Rect::from_min_size(rect.min + corner, size);
        paint_grid(ui, place, &grid, most);
        if let Some(words) = &words {
            let count = grid.values().len();
            paint_words(ui, place, &grid, most, &words[index * count..][..count]);
        }
        let id = ui.scope_id().with(("kernel", index));
        let response = ui.interact(place, id, Sense::click());
        let name = name(weighted, output, input, context);
        let is_chosen = (chosen.output, chosen.input) == (output, input);
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, &name));
        widgets::paint_focus(ui, &response);
        if response.clicked() {
            (chosen.output, chosen.input) = (output, input);
        }
        if is_chosen || response.hovered() || response.has_focus() {
            let line = if is_chosen {
                theme.selection()
            } else {
                theme.strong_border()
            };
            let place = place.expand(1.0);
            ui.painter()
                .rect_stroke(place, 0, line, StrokeKind::Outside);
        }
        response.on_hover_text(name);
    }
}

/// Kernels beside and beneath each other: whole rows of a map's kernels, as many maps beside each
/// other as make them large.
fn arrangement(outputs: usize, inputs: usize, rect: Rect) -> (usize, usize) {
    let side = |maps: usize| {
        let (across, down) = (maps * inputs, outputs.div_ceil(maps));
        (rect.width() / across as f32).min(rect.height() / down as f32)
    };
    let best = (1..=outputs)
        .max_by(|a, b| side(*a).total_cmp(&side(*b)))
        .unwrap_or(1);
    (best * inputs, outputs.div_ceil(best))
}

/// All kernels as one picture: a row for each output map, with a gap between two kernels.
fn show_many(
    ui: &mut Ui,
    rect: Rect,
    weighted: &Weighted<'_>,
    chosen: &mut Chosen,
    trace: &Trace,
    context: &mut PageContext<'_>,
) {
    let [outputs, inputs, height, width] = weighted.weight.spec.dims[..] else {
        return;
    };
    let limit = ui.input(|input| input.max_texture_side);
    let drawn = (
        outputs.min(limit / (height + 1)),
        inputs.min(limit / (width + 1)),
    );
    let cells = vec2(
        (drawn.1 * (width + 1)) as f32,
        (drawn.0 * (height + 1)) as f32,
    );
    let picture = Rect::from_min_size(rect.min, cells * (rect.size() / cells).min_elem());
    let stamp = (trace.model.stamp(), weighted.layer);
    paint_weights(ui, picture, stamp, context, |theme| {
        kernels_image(weighted, drawn, theme)
    });
    let kernel_size = picture.size() / vec2(drawn.1 as f32, drawn.0 as f32);
    let place = |output: usize, input: usize| {
        let corner = vec2(input as f32, output as f32) * kernel_size;
        Rect::from_min_size(picture.min + corner, kernel_size)
    };
    let id = ui.scope_id().with("kernels");
    let response = ui.interact(picture, id, Sense::click());
    let words = context.text("network-kernels");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words));
    let theme = Theme::of(ui.ctx());
    let line = theme.selection();
    let marked = place(chosen.output, chosen.input);
    ui.painter()
        .rect_stroke(marked, 0, line, StrokeKind::Outside);
    let mut tooltip = words.to_owned();
    if let Some(position) = response.hover_pos() {
        let at = (position - picture.min) / kernel_size;
        let (output, input) = (
            (at.y as usize).min(drawn.0 - 1),
            (at.x as usize).min(drawn.1 - 1),
        );
        let line = theme.strong_border();
        let pointed = place(output, input);
        ui.painter()
            .rect_stroke(pointed, 0, line, StrokeKind::Outside);
        tooltip = name(weighted, output, input, context);
        if response.clicked() {
            (chosen.output, chosen.input) = (output, input);
        }
    }
    response.on_hover_text_at_pointer(tooltip);
    let missing = outputs * inputs - drawn.0 * drawn.1;
    if missing > 0 {
        let count = [("count", missing.into())];
        let words = context.state.text.with("network-not-drawn", &count);
        let (font, color) = (theme.font(CAPTION, Face::SemiBold), theme.colors.warning);
        let corner = rect.right_bottom();
        widgets::text(ui, corner, Align2::RIGHT_BOTTOM, words, font, color);
    }
}

fn kernels_image(weighted: &Weighted<'_>, drawn: (usize, usize), theme: &Theme) -> ColorImage {
    let [_, inputs, height, width] = weighted.weight.spec.dims[..] else {
        return ColorImage::filled([1, 1], Color32::TRANSPARENT);
    };
    let values = &weighted.weight.values;
    let most = max_abs(values).max(f32::MIN_POSITIVE);
    let size = [drawn.1 * (width + 1), drawn.0 * (height + 1)];
    let mut image = ColorImage::filled(size, theme.colors.surface);
    for (index, value) in values.iter().enumerate() {
        let (kernel, cell) = (index / (height * width), index % (height * width));
        let (output, input) = (kernel / inputs, kernel % inputs);
        if output < drawn.0 && input < drawn.1 {
            let (row, column) = (cell / width, cell % width);
            let y = output * (height + 1) + row;
            let x = input * (width + 1) + column;
            image.pixels[y * size[0] + x] = theme.color(ColorMap::Signed, value / most);
        }
    }
    image
}

/// The picture of a layer's weights as a texture, made anew when another network or layer is
/// looked at.
fn paint_weights(
    ui: &Ui,
    rect: Rect,
    stamp: impl Hash,
    context: &mut PageContext<'_>,
    make: impl FnOnce(&Theme) -> ColorImage,
) {
    let theme = Theme::of(ui.ctx());
    let stamp = (stamp, theme.dark);
    let options = TextureOptions::NEAREST;
    let texture = context
        .textures
        .get(ui.ctx(), "weights", stamp, options, || make(&theme));
    paint_texture(ui, rect, texture);
}

/// The weights of a linear layer as one picture: a row for each unit, a cell for each input.
pub fn show_matrix(
    ui: &mut Ui,
    rect: Rect,
    weighted: &Weighted<'_>,
    chosen: &mut Chosen,
    trace: &Trace,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let (outputs, inputs) = weighted.counts();
    let values = &weighted.weight.values;
    let limit = ui.input(|input| input.max_texture_side);
    // Wider than a texture can be: neighbours share a pixel.
    let (rows, columns) = (outputs.min(limit), inputs.min(limit));
    let row = (rect.height() / outputs as f32).min(TALLEST_ROW);
    let picture = rect.with_max_y(rect.top() + row * outputs as f32);
    let stamp = (trace.model.stamp(), weighted.layer);
    paint_weights(ui, picture, stamp, context, |theme| {
        let most = max_abs(values).max(f32::MIN_POSITIVE);
        let shares = Grid::from_fn(rows, columns, |row, column| {
            let (output, input) = (row * outputs / rows, column * inputs / columns);
            values[output * inputs + input] / most
        });
        grid_image(&shares, ColorMap::Signed, theme)
    });
    let id = ui.scope_id().with("matrix");
    let response = ui.interact(picture, id, Sense::click());
    let words = context.text("network-matrix");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words));
    let mut tooltip = words.to_owned();
    if let Some(position) = response.hover_pos() {
        let share: Vec2 = (position - picture.min) / picture.size();
        let index = |share: f32, count: usize| ((share * count as f32) as usize).min(count - 1);
        let (output, input) = (index(share.y, outputs), index(share.x, inputs));
        let at = [
            ("output", (output + 1).into()),
            ("input", (input + 1).into()),
        ];
        let pointed = context.state.text.with("network-weight-of", &at);
        tooltip = name_and_value(&pointed, values[output * inputs + input]);
        if response.clicked() {
            chosen.output = output;
        }
    }
    let top = picture.top() + chosen.output as f32 * row;
    let marked = Rect::from_min_max(pos2(picture.left(), top), pos2(picture.right(), top + row));
    ui.painter().rect_stroke(
        marked.expand(1.0),
        0,
        theme.selection(),
        StrokeKind::Outside,
    );
    response.on_hover_text_at_pointer(tooltip);
}

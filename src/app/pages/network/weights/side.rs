//! The chosen kernel or unit in numbers, and what can be tried on it.

use eframe::egui::{Rect, RichText, Sense, Ui, Vec2, vec2};

use super::{Chosen, Weighted, name};
use crate::app::command::Command;
use crate::app::pages::PageContext;
use crate::app::pages::network::grids::{paint_grid, paint_numbers};
use crate::app::theme::{BODY, CAPTION, Face, Theme, space};
use crate::app::widgets::{Button, kernel_tile};
use crate::convolution::Preset;
use crate::grid::Grid;
use crate::network::experiment::{Change, named_kernel};
use crate::network::trace::max_abs;

/// Largest cell of the chosen kernel, in caption sizes.
const LARGEST_CELL: Vec2 = vec2(3.7, 2.8);

/// Width of a kernel's tile in the menu, in caption sizes.
const TILE: f32 = 15.0;

/// Between two maps that a unit reads.
const GAP: f32 = 2.0;

/// Noise that is tried, in standard deviations of the weights.
const NOISE: f32 = 0.5;

/// The chosen kernel or unit, and what can be tried on it.
pub fn show_side(
    ui: &mut Ui,
    weighted: &Weighted<'_>,
    chosen: Chosen,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let title = name(weighted, chosen.output, chosen.input, context);
    let font = theme.font(BODY, Face::SemiBold);
    ui.label(RichText::new(title).font(font).color(theme.colors.text));
    let most = max_abs(&weighted.weight.values);
    let grids = weighted.grids(chosen);
    match &grids[..] {
        [kernel] => show_grid(ui, kernel, most),
        maps => show_maps(ui, maps, most),
    }
    ui.add_space(space::SMALL);
    if !weighted.is_linear() {
        show_replacements(ui, weighted, chosen, context);
        ui.add_space(space::SMALL);
    }
    ui.label(context.text("network-try-layer"));
    ui.horizontal_wrapped(|ui| {
        for ((label, tooltip), change) in tries(weighted.layer, chosen, context) {
            let is_off = matches!(change, Change::Silence { layer, channel }
                if context.state.is_switched_off(layer, channel));
            let button = Button::new(context.text(label))
                .tooltip(context.text(tooltip))
                .selected(is_off);
            if button.show(ui).clicked() {
                context.push(if is_off {
                    Command::TakeBack(change)
                } else {
                    Command::ChangeNetwork(change)
                });
            }
        }
    });
}

/// One grid across the side.
fn show_grid(ui: &mut Ui, grid: &Grid, most: f32) {
    let theme = Theme::of(ui.ctx());
    let room = ui.available_width() - space::SMALL;
    let cells = vec2(grid.width() as f32, grid.height() as f32);
    let largest = LARGEST_CELL * theme.points(CAPTION);
    let side = (room / cells.x).min(largest.x);
    let cell = if grid.height() > 1 {
        vec2(side, side.min(largest.y))
    } else {
        vec2(side, largest.y)
    };
    let (place, _) = ui.allocate_exact_size(cells * cell, Sense::hover());
    paint_grid(ui, place, grid, most);
    paint_numbers(ui, place, grid, most);
}

/// What a unit does with each of the maps that it reads.
fn show_maps(ui: &mut Ui, maps: &[Grid], most: f32) {
    let width = ui.available_width() - space::SMALL;
    let across = (maps.len() as f32).sqrt().ceil();
    let pitch = (width + GAP) / across;
    let rows = (maps.len() as f32 / across).ceil();
    let shape = vec2(maps[0].width() as f32, maps[0].height() as f32);
    let size = shape * ((pitch - GAP) / shape.x);
    let all = vec2(width, rows * (size.y + GAP) - GAP);
    let (place, _) = ui.allocate_exact_size(all, Sense::hover());
    for (index, map) in maps.iter().enumerate() {
        let (row, column) = (index / across as usize, index % across as usize);
        let corner = vec2(column as f32 * pitch, row as f32 * (size.y + GAP));
        paint_grid(ui, Rect::from_min_size(place.min + corner, size), map, most);
    }
}

/// A menu of all named kernels.
fn show_replacements(
    ui: &mut Ui,
    weighted: &Weighted<'_>,
    chosen: Chosen,
    context: &mut PageContext<'_>,
) {
    let [_, _, height, width] = weighted.weight.spec.dims[..] else {
        return;
    };
    let theme = Theme::of(ui.ctx());
    let words = RichText::new(context.text("network-replace")).font(theme.font(BODY, Face::Medium));
    let width_of_tile = theme.points(CAPTION) * TILE;
    let menu = ui.menu_button(words, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for preset in Preset::ALL {
            let kernel = named_kernel(preset, height, width);
            let key = format!("kernel-{}", preset.name());
            if kernel_tile(ui, width_of_tile, context.text(&key), &kernel, false) {
                ui.close();
                context.push(Command::ChangeNetwork(Change::ReplaceKernel {
                    layer: weighted.layer,
                    output: chosen.output,
                    input: chosen.input,
                    kernel,
                }));
            }
        }
    });
    menu.response
        .on_hover_text(context.text("network-replace-tooltip"));
}

/// What can be tried on a layer: the keys of label and tooltip, and the change.
fn tries(
    layer: usize,
    chosen: Chosen,
    context: &PageContext<'_>,
) -> [((&'static str, &'static str), Change); 5] {
    let experiment = context.state.experiment.as_ref();
    // Another noise each time.
    let seed = experiment.map_or(0, |experiment| experiment.changes.len() as u64);
    let channel = chosen.output;
    let scale = |factor: f32| Change::Scale { layer, factor };
    let amount = NOISE;
    [
        (
            ("network-silence-map", "network-silence-map-tooltip"),
            Change::Silence { layer, channel },
        ),
        (("network-zero", "network-zero-tooltip"), scale(0.0)),
        (("network-half", "network-half-tooltip"), scale(0.5)),
        (("network-double", "network-double-tooltip"), scale(2.0)),
        (
            ("network-noise", "network-noise-tooltip"),
            Change::Noise {
                layer,
                amount,
                seed,
            },
        ),
    ]
}

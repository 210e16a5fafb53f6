//! The list of kernels: named ones, one's own, and those that the network has learned.

use eframe::egui::{
    Align2, Key, Role, ScrollArea, Sense, StrokeKind, TextEdit, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use lucide_icons::Icon;

use super::ConvolvePage;
use super::fields;
use super::words::preset_name;
use crate::app::command::Command;
use crate::app::convolve::{Change, MAX_OWN};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, Theme, space};
use crate::app::widgets::{Button, decimal_field, kernel_tile, paint_kernel, text};
use crate::convolution::kernel::default_sigma;
use crate::convolution::{Kernel, Preset};
use crate::network::arithmetic::kernel as learned_kernel;
use crate::network::layer::Layer;

/// Kernels beside each other in the list.
const COLUMNS: usize = 3;

/// Side of a learned kernel's picture, in sizes of letters.
const LEARNED: f32 = 2.4;

/// Most learned kernels of a layer that are shown.
const MOST_LEARNED: usize = 96;

/// Shows the list.
pub fn show(ui: &mut Ui, kernel: &Kernel, page: &mut ConvolvePage, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let width = theme.points(BODY) * 34.0;
    let most = ui.ctx().content_rect().height() * 0.7;
    ui.set_width(width.min(ui.ctx().content_rect().width() - 2.0 * space::WIDE));
    ScrollArea::vertical().max_height(most).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::TINY, space::TINY);
        for presets in Preset::ALL.chunks(COLUMNS) {
            ui.horizontal(|ui| {
                for preset in presets {
                    let shown = preset.kernel();
                    let selected = Preset::of(kernel) == Some(*preset);
                    let name = preset_name(*preset, context);
                    if tile(ui, name, &shown, selected) {
                        choose(ui, shown, context);
                    }
                }
            });
        }
        show_spread(ui, kernel, page, context);
        ui.separator();
        show_own(ui, kernel, page, context);
        ui.separator();
        show_learned(ui, kernel, context);
    });
}

fn choose(ui: &Ui, kernel: Kernel, context: &mut PageContext<'_>) {
    context.push(Command::Convolve(Change::SetKernel(kernel)));
    ui.close();
}

fn heading(ui: &mut Ui, words: &str) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::SemiBold);
    let color = theme.colors.muted;
    ui.label(eframe::egui::RichText::new(words).font(font).color(color));
}

/// Width of a tile.
fn tile_width(theme: &Theme) -> f32 {
    let gaps = (COLUMNS - 1) as f32 * space::TINY + space::MEDIUM;
    (theme.points(BODY) * 34.0 - gaps) / COLUMNS as f32
}

/// A kernel with its picture; whether it was clicked.
fn tile(ui: &mut Ui, name: &str, kernel: &Kernel, selected: bool) -> bool {
    let width = tile_width(&Theme::of(ui.ctx()));
    kernel_tile(ui, width, name, kernel, selected)
}

/// The spread of the bell curve, for the kernels that are made of one.
fn show_spread(
    ui: &mut Ui,
    kernel: &Kernel,
    page: &mut ConvolvePage,
    context: &mut PageContext<'_>,
) {
    let side = kernel.height();
    if page.sigma <= 0.0 {
        page.sigma = default_sigma(side);
    }
    let is_unsharp = Preset::of(kernel) == Some(Preset::UnsharpMask)
        || *kernel == Kernel::unsharp_mask(side, page.sigma);
    ui.horizontal(|ui| {
        ui.label(context.text("convolve-sigma"));
        let mut sigma = page.sigma;
        let field = decimal_field(&mut sigma)
            .range(0.1..=20.0)
            .speed(0.02)
            .fixed_decimals(2);
        let field = ui.add(field);
        let name = context.text("convolve-sigma");
        field.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name));
        let field = field.on_hover_text(context.text("convolve-sigma-tooltip"));
        let mut wanted = None;
        if field.changed() {
            page.sigma = sigma;
            let side = if kernel.height() == kernel.width() {
                side
            } else {
                5
            };
            let kernel = if is_unsharp {
                Kernel::unsharp_mask(side, sigma)
            } else {
                Kernel::gaussian(side, sigma)
            };
            wanted = Some(Change::SetKernel(kernel));
        }
        fields::change(&field, wanted, context);
    });
}

/// The kernels that are kept, and a field to keep this one under a name.
fn show_own(ui: &mut Ui, kernel: &Kernel, page: &mut ConvolvePage, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    heading(ui, context.text("convolve-own-kernels"));
    let own = &context.state.convolve.own_kernels;
    for (index, kept) in own.iter().enumerate() {
        ui.push_id(index, |ui| {
            ui.horizontal(|ui| {
                if tile(ui, &kept.name, &kept.kernel, kept.kernel == *kernel) {
                    choose(ui, kept.kernel.clone(), context);
                }
                let forget = Button::icon_only(Icon::Trash2, context.text("convolve-forget"))
                    .quiet()
                    .height(theme.line_height() + space::SMALL);
                if forget.show(ui).clicked() {
                    context.push(Command::Convolve(Change::ForgetKernel(index)));
                }
            });
        });
    }
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut page.name)
            .hint_text(context.text("convolve-name-hint"))
            .char_limit(40)
            .background_color(theme.colors.well)
            .min_size(vec2(0.0, theme.control_height()))
            .align(eframe::egui::Align2::LEFT_CENTER)
            .margin(space::SMALL)
            .desired_width(theme.points(BODY) * 14.0);
        let field = ui.add(field);
        let name = context.text("convolve-name");
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let can_keep = !page.name.trim().is_empty();
        let keep = Button::new(context.text("convolve-keep"))
            .tooltip(context.text("convolve-keep-tooltip"))
            .enabled(can_keep);
        if (keep.show(ui).clicked() || entered) && can_keep {
            let name = page.name.clone();
            let is_known = own.iter().any(|kept| kept.name == name.trim());
            // Where no more are kept, it is still there once one was forgotten.
            if is_known || own.len() < MAX_OWN {
                page.name.clear();
            }
            context.push(Command::Convolve(Change::KeepKernel { name }));
        }
    });
}

/// The kernels of the network's convolutions, a layer after the other.
fn show_learned(ui: &mut Ui, kernel: &Kernel, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let model = &context.state.model.model;
    for layer in model.architecture().layers() {
        let Layer::Convolution { name, .. } = layer else {
            continue;
        };
        let Some(weight) = model.parameter(&format!("{name}.weight")) else {
            continue;
        };
        let [outputs, inputs, ..] = weight.spec.dims[..] else {
            continue;
        };
        let words = &context.state.text;
        heading(
            ui,
            &words.with("convolve-learned", &[("layer", name.into())]),
        );
        ui.horizontal_wrapped(|ui| {
            for index in 0..(outputs * inputs).min(MOST_LEARNED) {
                let (output, input) = (index / inputs, index % inputs);
                let Ok(learned) = Kernel::new(learned_kernel(weight, output, input)) else {
                    continue;
                };
                let size = Vec2::splat(theme.points(BODY) * LEARNED);
                let (rect, response) = ui.allocate_exact_size(size, Sense::click());
                let name = words.with(
                    "convolve-learned-kernel",
                    &[
                        ("layer", name.into()),
                        ("output", (output + 1).into()),
                        ("input", (input + 1).into()),
                    ],
                );
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
                paint_kernel(ui, rect.shrink(space::TINY / 2.0), &learned);
                if learned == *kernel || response.hovered() || response.has_focus() {
                    let side = StrokeKind::Inside;
                    ui.painter().rect_stroke(rect, 0, theme.focus(), side);
                }
                if response.clicked() {
                    choose(ui, learned, context);
                }
                response.on_hover_text(name);
            }
        });
    }
    let note = context.text("convolve-learned-note");
    let font = theme.font(CAPTION, Face::Regular);
    let color = theme.colors.muted;
    let place = pos2(
        ui.cursor().left(),
        ui.cursor().top() + theme.caption_height() / 2.0,
    );
    text(ui, place, Align2::LEFT_CENTER, note, font, color);
    ui.add_space(theme.caption_height());
}

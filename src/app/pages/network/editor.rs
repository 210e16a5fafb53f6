//! The architecture editor: layers in order, the shape of each as it is typed, and an error at
//! the layer that causes it.

use eframe::egui::{Align, Align2, Label, Layout, Rect, ScrollArea, Sense, Ui, UiBuilder, vec2};
use lucide_icons::Icon;

use super::complaint::show_error;
use super::draft::{Draft, Mend, kinds};
use super::layer_fields::show_fields;
use super::words::{cost_words, layer_key, thousands};
use crate::app::command::Command;
use crate::app::pages::PageContext;
use crate::app::state::PathPurpose;
use crate::app::theme::{BODY, CAPTION, Face, ICON, Theme, space};
use crate::app::widgets::{self, Button, card};
use crate::network::architecture::cost_of;
use crate::network::layer::{Layer, Shape};
use crate::network::{Architecture, Preset};

/// A list narrower than this, in caption sizes, has narrow fields and no column of parameters.
const NARROW: f32 = 58.0;

/// Width of the size formula, in caption sizes.
const FORMULA: f32 = 11.5;

/// Width of a layer's name, in caption sizes.
const NAME: f32 = 9.5;

const PRESETS: [(Preset, &str); 6] = [
    (Preset::Lesson, "network-preset-lesson"),
    (Preset::LeNet5, "network-preset-lenet5"),
    (Preset::Tiny, "network-preset-tiny"),
    (Preset::Deeper, "network-preset-deeper"),
    (Preset::LinearClassifier, "network-preset-linear"),
    (Preset::Perceptron, "network-preset-perceptron"),
];

/// What the pointer asked of the list.
pub enum Act {
    Add(usize, Layer),
    Remove(usize),
    Up(usize),
    Mend(Mend),
}

/// Draws the editor into `rect`; changes `draft` and pushes the command that uses it.
pub fn show(ui: &mut Ui, rect: Rect, draft: &mut Draft, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let foot_height = theme.control_height() + 2.0 * space::MEDIUM;
    let foot = rect.with_min_y(rect.bottom() - foot_height);
    let list = rect.with_max_y(foot.top() - space::MEDIUM);
    card(ui, list);
    card(ui, foot);
    let inner = list.shrink2(vec2(space::LARGE, space::MEDIUM));
    ui.scope_builder(UiBuilder::new().max_rect(inner).id_salt("editor"), |ui| {
        show_presets(ui, draft, context);
        ui.add_space(space::SMALL);
        show_layers(ui, draft, context);
    });
    let inner = foot.shrink2(vec2(space::LARGE, space::MEDIUM));
    ui.scope_builder(UiBuilder::new().max_rect(inner).id_salt("foot"), |ui| {
        show_foot(ui, draft, context);
    });
}

fn show_presets(ui: &mut Ui, draft: &mut Draft, context: &PageContext<'_>) {
    ui.horizontal_wrapped(|ui| {
        for (preset, key) in PRESETS {
            let layers = preset.layers();
            let button = Button::new(context.text(key)).selected(draft.layers == layers);
            if button.show(ui).clicked() {
                draft.layers = layers;
            }
        }
        let mistake = Draft::lessons_mistake();
        let button = Button::new(context.text("network-mistake"))
            .icon(Icon::TriangleAlert)
            .tooltip(context.text("network-mistake-tooltip"))
            .selected(*draft == mistake);
        if button.show(ui).clicked() {
            *draft = mistake;
        }
    });
}

fn show_layers(ui: &mut Ui, draft: &mut Draft, context: &PageContext<'_>) {
    let error = draft.check().err();
    let shapes = draft.shapes();
    let mut act = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        show_input_row(ui, context, &mut act);
        for index in 0..draft.layers.len() {
            let faulty = error.as_ref().filter(|error| error.layer == index);
            let layer = &mut draft.layers[index];
            let around = (shapes.get(index).copied(), shapes.get(index + 1).copied());
            ui.push_id(index, |ui| {
                show_row(
                    ui,
                    index,
                    layer,
                    around,
                    faulty.is_some(),
                    context,
                    &mut act,
                );
            });
            if let Some(error) = faulty {
                show_error(ui, error, draft, context, &mut act);
            }
        }
    });
    match act {
        Some(Act::Add(index, layer)) => draft.add(index, &layer),
        Some(Act::Remove(index)) => drop(draft.layers.remove(index)),
        Some(Act::Up(index)) => draft.layers.swap(index - 1, index),
        Some(Act::Mend(mend)) => draft.mend(&mend),
        None => {}
    }
}

fn show_input_row(ui: &mut Ui, context: &PageContext<'_>, act: &mut Option<Act>) {
    let theme = Theme::of(ui.ctx());
    ui.horizontal(|ui| {
        ui.set_min_height(theme.control_height());
        ui.label(context.text("network-input"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            show_add(ui, 0, context, act);
            let shape = crate::network::architecture::INPUT.to_string();
            mono(ui, shape);
        });
    });
}

fn show_row(
    ui: &mut Ui,
    index: usize,
    layer: &mut Layer,
    (input, output): (Option<Shape>, Option<Shape>),
    faulty: bool,
    context: &PageContext<'_>,
    act: &mut Option<Act>,
) {
    let theme = Theme::of(ui.ctx());
    let top = ui.cursor().top();
    let line = theme.border();
    ui.painter()
        .hline(ui.max_rect().x_range(), top - space::TINY, line);
    let narrow = is_narrow(ui);
    ui.horizontal(|ui| {
        ui.set_min_height(theme.control_height());
        let size = vec2(theme.points(CAPTION) * NAME, theme.control_height());
        let mut cell = cell(ui, size);
        let title = cell.max_rect();
        show_name(&mut cell, title, layer, faulty, context);
        show_fields(ui, layer, context);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            show_add(ui, index + 1, context, act);
            let remove = Button::icon_only(Icon::X, context.text("network-remove"))
                .tooltip(context.text("network-remove"))
                .quiet();
            if remove.show(ui).clicked() {
                *act = Some(Act::Remove(index));
            }
            let up = Button::icon_only(Icon::ArrowUp, context.text("network-up"))
                .tooltip(context.text("network-up"))
                .quiet()
                .enabled(index > 0);
            if up.show(ui).clicked() {
                *act = Some(Act::Up(index));
            }
            if let (Some(input), Some(output)) = (input, output) {
                show_result(ui, layer, (input, output), narrow, context);
            }
        });
    });
}

fn show_name(ui: &mut Ui, rect: Rect, layer: &Layer, faulty: bool, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let color = if faulty {
        theme.colors.error
    } else {
        theme.colors.text
    };
    let kind = context.text(layer_key(layer));
    let middle = rect.left_center();
    let Some(name) = layer.name() else {
        let font = theme.font(BODY, Face::Medium);
        widgets::text(ui, middle, Align2::LEFT_CENTER, kind, font, color);
        return;
    };
    let half = vec2(0.0, theme.caption_height() / 2.0);
    let font = theme.font(BODY, Face::Medium);
    widgets::text(ui, middle - half, Align2::LEFT_CENTER, kind, font, color);
    let font = theme.font(CAPTION, Face::Mono);
    let muted = theme.colors.muted;
    widgets::text(ui, middle + half, Align2::LEFT_CENTER, name, font, muted);
}

/// The shape, the parameters, and for a sliding layer the size formula with its numbers.
fn show_result(
    ui: &mut Ui,
    layer: &Layer,
    (input, output): (Shape, Shape),
    narrow: bool,
    context: &PageContext<'_>,
) {
    let cost = cost_of(layer, input, output);
    let words = if cost.parameters > 0 {
        thousands(cost.parameters)
    } else {
        "–".to_owned()
    };
    let theme = Theme::of(ui.ctx());
    let column = |ui: &mut Ui, width: f32, words: String| {
        let size = vec2(theme.points(CAPTION) * width, theme.line_height());
        let mut cell = cell(ui, size);
        let place = cell.max_rect().right_center();
        let font = theme.font(CAPTION, Face::Mono);
        let color = theme.colors.text;
        widgets::text(&mut cell, place, Align2::RIGHT_CENTER, words, font, color)
    };
    if !narrow {
        column(ui, 5.0, words).on_hover_text(context.text("network-parameters"));
    }
    let shape = column(ui, 6.5, output.to_string());
    if let Some(formula) = formula(layer, input, output) {
        if ui.available_width() > theme.points(CAPTION) * FORMULA {
            column(ui, FORMULA, formula);
        } else {
            shape.on_hover_text(formula);
        }
    }
}

/// Whether there is no room for everything in a row.
pub fn is_narrow(ui: &Ui) -> bool {
    ui.max_rect().width() < Theme::of(ui.ctx()).points(CAPTION) * NARROW
}

/// A part of a row of its own, in which things are placed freely.
pub fn cell(ui: &mut Ui, size: eframe::egui::Vec2) -> Ui {
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    ui.new_child(UiBuilder::new().max_rect(rect))
}

/// “(28+2·2−5)/1+1=28”, of the rows.
fn formula(layer: &Layer, input: Shape, output: Shape) -> Option<String> {
    let (kernel, stride, padding, dilation) = match layer {
        Layer::Convolution {
            kernel,
            stride,
            padding,
            dilation,
            ..
        } => (kernel.0, stride.0, padding.0, dilation.0),
        Layer::MaxPool { kernel, stride } | Layer::AveragePool { kernel, stride } => {
            (kernel.0, stride.0, 0, 1)
        }
        _ => return None,
    };
    let span = dilation * (kernel - 1) + 1;
    let (_, size, _) = input.dims();
    let (_, result, _) = output.dims();
    Some(format!("({size}+2·{padding}−{span})/{stride}+1={result}"))
}

fn mono(ui: &mut Ui, words: String) {
    let theme = Theme::of(ui.ctx());
    let text = eframe::egui::RichText::new(words).font(theme.font(CAPTION, Face::Mono));
    ui.label(text);
}

fn show_add(ui: &mut Ui, index: usize, context: &PageContext<'_>, act: &mut Option<Act>) {
    let theme = Theme::of(ui.ctx());
    let plus = eframe::egui::RichText::new(char::from(Icon::Plus).to_string())
        .font(theme.font(ICON, Face::Icon));
    let button = ui.menu_button(plus, |ui| {
        for kind in kinds() {
            if ui.button(context.text(layer_key(&kind))).clicked() {
                *act = Some(Act::Add(index, kind));
                ui.close();
            }
        }
    });
    let name = context.text("network-add");
    button
        .response
        .widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Button, true, name));
    button.response.on_hover_text(name);
}

/// What the network costs in all, and what can be done with it.
fn show_foot(ui: &mut Ui, draft: &Draft, context: &mut PageContext<'_>) {
    let architecture = draft.check().ok();
    let words = match &architecture {
        Some(architecture) => {
            cost_words(architecture.total_cost(), context)
        }
        None => context.text("network-does-not-fit").to_owned(),
    };
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        show_use(ui, architecture.as_ref(), context);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(Label::new(words).truncate());
        });
    });
}

fn show_use(ui: &mut Ui, architecture: Option<&Architecture>, context: &mut PageContext<'_>) {
    let is_new = architecture.is_some_and(|a| a != context.state.model.model.architecture());
    let button = Button::new(context.text("network-use"))
        .icon(Icon::Check)
        .tooltip(context.text("network-use-tooltip"))
        .primary()
        .enabled(is_new);
    if button.show(ui).clicked()
        && let Some(architecture) = architecture
    {
        context.push(Command::UseArchitecture(architecture.clone()));
    }
    let save = Button::icon_only(Icon::Save, context.text("network-save"))
        .tooltip(context.text("network-save-tooltip"));
    if save.show(ui).clicked() {
        context.push(Command::ChoosePath(PathPurpose::SaveModel));
    }
    let open = Button::icon_only(Icon::FolderOpen, context.text("network-open"))
        .tooltip(context.text("network-open-tooltip"));
    if open.show(ui).clicked() {
        context.push(Command::ChoosePath(PathPurpose::OpenModel));
    }
    let copy = Button::new(context.text("network-copy-python"))
        .icon(Icon::Copy)
        .tooltip(context.text("network-copy-python-tooltip"))
        .enabled(architecture.is_some());
    if copy.show(ui).clicked()
        && let Some(architecture) = architecture
    {
        ui.ctx().copy_text(architecture.pytorch_class());
    }
}

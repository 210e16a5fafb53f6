//! The architecture editor: layers in order, the shape of each as it is typed, and an error at
//! the layer that causes it.

use eframe::egui::{
    self, Align, Align2, Color32, CursorIcon, EventFilter, Frame, Id, Key, Label, Layout, Margin,
    Modifiers, Rect, Response, RichText, Role, ScrollArea, Sense, StrokeKind, TextEdit, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};
use lucide_icons::Icon;

use super::complaint::show_error;
use super::draft::{Draft, Mend, kinds};
use super::edits::Edits;
use super::layer_fields::show_fields;
use super::words::{cost_words, layer_key};
use crate::app::command::Command;
use crate::app::network_files::UnsavedFile;
use crate::app::pages::{Page, PageContext};
use crate::app::state::PathPurpose;
use crate::app::theme::{BODY, CAPTION, Face, ICON, Theme, radius, space};
use crate::app::training::TrainCommand;
use crate::app::widgets::{self, Button, card, thousands};
use crate::network::architecture::{INPUT, cost_of};
use crate::network::layer::{Layer, Shape};
use crate::network::weights::layers_text;
use crate::network::{Architecture, Preset};
use crate::training::Settings;

/// A list narrower than this, in caption sizes, has narrow fields and no size formula.
const NARROW: f32 = 66.0;

/// Widths in caption sizes: of a layer's name, of its shape, of the same with the size formula
/// beneath it, and of its parameters.
const NAME: f32 = 9.2;
const SHAPE: f32 = 6.5;
const FORMULA: f32 = 13.2;
const PARAMETERS: f32 = 5.0;

/// Letters that a layer's name may have.
const MOST_LETTERS: usize = 24;

const PRESETS: [(Preset, &str); 6] = [
    (Preset::Lesson, "network-preset-lesson"),
    (Preset::LeNet5, "network-preset-lenet5"),
    (Preset::Tiny, "network-preset-tiny"),
    (Preset::Deeper, "network-preset-deeper"),
    (Preset::LinearClassifier, "network-preset-linear"),
    (Preset::Perceptron, "network-preset-perceptron"),
];

/// What was asked of the list.
pub enum Act {
    Add(usize, Layer),
    Remove(usize),
    Move { from: usize, to: usize },
    Mend(Mend),
}

/// Draws the editor into `rect`; changes the draft and pushes the command that uses it.
pub fn show(ui: &mut Ui, rect: Rect, edits: &mut Edits, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let foot_height = theme.control_height() + 2.0 * space::MEDIUM;
    let foot = rect.with_min_y(rect.bottom() - foot_height);
    let list = rect.with_max_y(foot.top() - space::MEDIUM);
    card(ui, list);
    card(ui, foot);
    let inner = list.shrink2(vec2(space::LARGE, space::MEDIUM));
    ui.scope_builder(UiBuilder::new().max_rect(inner).id_salt("editor"), |ui| {
        show_presets(ui, edits, context);
        ui.add_space(space::SMALL);
        show_layers(ui, edits, context);
    });
    let inner = foot.shrink2(vec2(space::LARGE, space::MEDIUM));
    ui.scope_builder(UiBuilder::new().max_rect(inner).id_salt("foot"), |ui| {
        show_foot(ui, &edits.draft, context);
    });
    // While a number is dragged or typed, its edit is not over.
    if !ui.input(|input| input.pointer.any_down()) && !ui.ctx().text_edit_focused() {
        edits.keep();
    }
}

fn show_presets(ui: &mut Ui, edits: &mut Edits, context: &PageContext<'_>) {
    ui.horizontal_wrapped(|ui| {
        for (icon, key, enabled, act) in [
            (
                Icon::Undo2,
                "network-undo-edit",
                edits.can_undo(),
                Edits::undo as fn(&mut Edits),
            ),
            (
                Icon::Redo2,
                "network-redo-edit",
                edits.can_redo(),
                Edits::redo as fn(&mut Edits),
            ),
        ] {
            let words = context.text(key);
            let button = Button::icon_only(icon, words)
                .tooltip(words)
                .enabled(enabled);
            if button.show(ui).clicked() {
                act(edits);
            }
        }
        for (preset, key) in PRESETS {
            let draft = Draft {
                layers: preset.layers(),
            };
            let button = Button::new(context.text(key)).selected(edits.draft == draft);
            if button.show(ui).clicked() {
                edits.set(draft);
            }
        }
        let mistake = Draft::lessons_mistake();
        let button = Button::new(context.text("network-mistake"))
            .icon(Icon::TriangleAlert)
            .tooltip(context.text("network-mistake-tooltip"))
            .selected(edits.draft == mistake);
        if button.show(ui).clicked() {
            edits.set(mistake);
        }
    });
}

fn show_layers(ui: &mut Ui, edits: &mut Edits, context: &PageContext<'_>) {
    let reveal = std::mem::take(&mut edits.reveal);
    let draft = &mut edits.draft;
    let error = draft.check().err();
    let shapes = draft.shapes();
    let mut act = None;
    let list = ui.scope_id();
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        show_input_row(ui, context, &mut act);
        let mut tops = Vec::new();
        for index in 0..draft.layers.len() {
            tops.push(ui.cursor().top());
            let faulty = error.as_ref().filter(|error| error.layer == index);
            let row = Row {
                index,
                count: draft.layers.len(),
                list,
                shapes: shapes
                    .get(index)
                    .copied()
                    .zip(shapes.get(index + 1).copied()),
                is_faulty: faulty.is_some(),
            };
            let layer = &mut draft.layers[index];
            ui.push_id(index, |ui| show_row(ui, &row, layer, context, &mut act));
            if let Some(error) = faulty {
                let rect = show_error(ui, error, draft, context, &mut act);
                if reveal {
                    ui.scroll_to_rect(rect, None);
                }
            }
        }
        tops.push(ui.cursor().top());
        show_dragging(ui, list, &tops, &mut act);
    });
    match act {
        Some(Act::Add(index, layer)) => draft.add(index, &layer),
        Some(Act::Remove(index)) => drop(draft.layers.remove(index)),
        Some(Act::Move { from, to }) => draft.move_layer(from, to),
        Some(Act::Mend(mend)) => draft.mend(&mend),
        None => {}
    }
}

fn show_input_row(ui: &mut Ui, context: &PageContext<'_>, act: &mut Option<Act>) {
    let theme = Theme::of(ui.ctx());
    ui.horizontal(|ui| {
        ui.set_min_height(theme.control_height());
        ui.add_space(handle_width(&theme) + space::SMALL);
        ui.label(context.text("network-input"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            show_add(ui, 0, context, act);
            ui.add_space(theme.control_height() + space::SMALL);
            if !is_narrow(ui) {
                show_words(ui, PARAMETERS, "");
            }
            show_words(ui, SHAPE, &INPUT.to_string());
        });
    });
}

/// A layer's row in the list.
struct Row {
    index: usize,
    count: usize,
    /// By which the rows' handles are known.
    list: Id,
    /// Input and output, if the layers fit so far.
    shapes: Option<(Shape, Shape)>,
    is_faulty: bool,
}

fn show_row(
    ui: &mut Ui,
    row: &Row,
    layer: &mut Layer,
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
        show_handle(ui, row, layer, context, act);
        let size = vec2(theme.points(CAPTION) * NAME, theme.control_height());
        show_name(&mut cell(ui, size), layer, row.is_faulty, context);
        show_fields(ui, layer, narrow, context);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            show_add(ui, row.index + 1, context, act);
            let remove = Button::icon_only(Icon::X, context.text("network-remove"))
                .tooltip(context.text("network-remove"))
                .quiet();
            if remove.show(ui).clicked() {
                *act = Some(Act::Remove(row.index));
            }
            if let Some(shapes) = row.shapes {
                show_result(ui, layer, shapes, narrow, context);
            }
        });
    });
}

fn handle_width(theme: &Theme) -> f32 {
    theme.points(ICON)
}

fn handle_id(list: Id, index: usize) -> Id {
    list.with(("handle", index))
}

/// By which a layer is moved: dragged, or with the arrow keys.
fn show_handle(
    ui: &mut Ui,
    row: &Row,
    layer: &Layer,
    context: &PageContext<'_>,
    act: &mut Option<Act>,
) {
    let theme = Theme::of(ui.ctx());
    let size = vec2(handle_width(&theme), theme.control_height());
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let id = handle_id(row.list, row.index);
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let kind = context.text(layer_key(layer));
    let name = context
        .state
        .text
        .with("network-move", &[("layer", kind.into())]);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let color = if response.hovered() || response.has_focus() || response.dragged() {
        theme.colors.text
    } else {
        theme.colors.strong_border
    };
    let font = theme.font(ICON, Face::Icon);
    widgets::icon(ui, rect.center(), Icon::GripVertical, font, color);
    if response.has_focus() {
        let line = theme.focus();
        ui.painter()
            .rect_stroke(rect, radius::BAR, line, StrokeKind::Inside);
        take_arrows(ui, row, id, act);
    }
    if response.clicked() {
        response.request_focus();
    }
    response
        .on_hover_cursor(CursorIcon::Grab)
        .on_hover_text(context.text("network-move-tooltip"));
}

/// The arrow keys move the layer of the handle that has the focus, which goes with it.
fn take_arrows(ui: &Ui, row: &Row, id: Id, act: &mut Option<Act>) {
    let arrows = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
    let (up, down) = ui.input_mut(|input| {
        (
            input.consume_key(Modifiers::NONE, Key::ArrowUp),
            input.consume_key(Modifiers::NONE, Key::ArrowDown),
        )
    });
    let (to, place) = match (up, down) {
        (true, _) if row.index > 0 => (row.index - 1, row.index - 1),
        (_, true) if row.index + 1 < row.count => (row.index + 1, row.index + 2),
        _ => return,
    };
    let from = row.index;
    *act = Some(Act::Move { from, to: place });
    ui.memory_mut(|memory| memory.request_focus(handle_id(row.list, to)));
}

/// Where the layer that is dragged would go, and that it goes there when it is let go. `tops` are
/// those of the rows, and of what follows the last.
fn show_dragging(ui: &Ui, list: Id, tops: &[f32], act: &mut Option<Act>) {
    let rows = tops.len() - 1;
    let handle = |index: usize| ui.ctx().read_response(handle_id(list, index));
    let dragged = (0..rows).find_map(|index| {
        let response = handle(index)?;
        let is_dragged = response.dragged() || response.drag_stopped();
        is_dragged.then_some((index, response))
    });
    let Some((from, response)) = dragged else {
        return;
    };
    let Some(pointer) = response.interact_pointer_pos() else {
        return;
    };
    let middle = |index: usize| (tops[index] + tops[index + 1]) / 2.0;
    let to = (0..rows)
        .find(|index| pointer.y < middle(*index))
        .unwrap_or(rows);
    if response.drag_stopped() {
        *act = Some(Act::Move { from, to });
        return;
    }
    let line = Theme::of(ui.ctx()).selection();
    let y = tops[to] - space::TINY;
    ui.painter().hline(ui.max_rect().x_range(), y, line);
}

fn show_name(ui: &mut Ui, layer: &mut Layer, faulty: bool, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let color = if faulty {
        theme.colors.error
    } else {
        theme.colors.text
    };
    let kind = context.text(layer_key(layer));
    let rect = ui.max_rect();
    let middle = rect.left_center();
    let font = theme.font(BODY, Face::Medium);
    let Some(name) = layer.name_mut() else {
        widgets::text(ui, middle, Align2::LEFT_CENTER, kind, font, color);
        return;
    };
    let half = vec2(0.0, theme.caption_height() / 2.0);
    widgets::text(ui, middle - half, Align2::LEFT_CENTER, kind, font, color);
    ui.spacing_mut().interact_size.y = 0.0;
    let place = rect
        .with_min_y(middle.y + 1.0)
        .with_max_y(middle.y + theme.caption_height())
        .with_max_x(rect.right() - space::SMALL);
    let field = TextEdit::singleline(name)
        .font(theme.font(CAPTION, Face::Mono))
        .text_color(theme.colors.muted)
        .char_limit(MOST_LETTERS)
        .frame(Frame::NONE)
        .margin(Margin::ZERO)
        .align(Align2::LEFT_CENTER);
    let response = ui.put(place, field);
    let words = context.text("network-layer-name");
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, words));
    if response.hovered() || response.has_focus() {
        let line = if response.has_focus() {
            theme.focus()
        } else {
            theme.strong_border()
        };
        ui.painter().hline(place.x_range(), place.bottom(), line);
    }
    response.on_hover_text(context.text("network-layer-name-tooltip"));
}

/// The shape, the parameters, and for a sliding layer the size formula with its numbers.
fn show_result(
    ui: &mut Ui,
    layer: &Layer,
    (input, output): (Shape, Shape),
    narrow: bool,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let cost = cost_of(layer, input, output);
    let parameters = match cost.parameters {
        0 => "–".to_owned(),
        count => thousands(count),
    };
    let tooltip = cost_words(cost, context);
    if !narrow {
        show_words(ui, PARAMETERS, &parameters).on_hover_text(&tooltip);
    }
    let shape = output.to_string();
    let Some(formula) = formula(layer, input, output) else {
        show_words(ui, SHAPE, &shape).on_hover_text(&tooltip);
        return;
    };
    let tooltip = format!("{formula}\n{tooltip}");
    if narrow {
        show_words(ui, SHAPE, &shape).on_hover_text(&tooltip);
        return;
    }
    let lines: Vec<(&str, Color32)> = std::iter::once((shape.as_str(), theme.colors.text))
        .chain(formula.lines().map(|line| (line, theme.colors.muted)))
        .collect();
    let line = theme.caption_height();
    let height = theme.control_height().max(line * lines.len() as f32);
    let ui = &mut cell(ui, vec2(theme.points(CAPTION) * FORMULA, height));
    let rect = ui.max_rect();
    let top = rect.center().y - line * lines.len() as f32 / 2.0;
    for (index, (words, color)) in lines.into_iter().enumerate() {
        let place = pos2(rect.right(), top + (index as f32 + 0.5) * line);
        let font = theme.font(CAPTION, Face::Mono);
        widgets::text(ui, place, Align2::RIGHT_CENTER, words, font, color).on_hover_text(&tooltip);
    }
}

/// Words in a column of their own, at its right.
fn show_words(ui: &mut Ui, width: f32, words: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    let size = vec2(theme.points(CAPTION) * width, theme.line_height());
    let mut cell = cell(ui, size);
    let place = cell.max_rect().right_center();
    let font = theme.font(CAPTION, Face::Mono);
    let color = theme.colors.text;
    if words.is_empty() {
        return cell.response();
    }
    widgets::text(&mut cell, place, Align2::RIGHT_CENTER, words, font, color)
}

/// Whether there is no room for everything in a row.
fn is_narrow(ui: &Ui) -> bool {
    ui.max_rect().width() < Theme::of(ui.ctx()).points(CAPTION) * NARROW
}

/// A part of a row of its own, in which things are placed freely.
pub fn cell(ui: &mut Ui, size: eframe::egui::Vec2) -> Ui {
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    ui.new_child(UiBuilder::new().max_rect(rect))
}

/// “⌊(28+2·2−5)/1⌋+1=28”: of the rows, and on a second line of the columns where they differ.
fn formula(layer: &Layer, input: Shape, output: Shape) -> Option<String> {
    let (kernel, stride, padding, dilation) = match layer {
        Layer::Convolution {
            kernel,
            stride,
            padding,
            dilation,
            ..
        } => (*kernel, *stride, *padding, *dilation),
        Layer::MaxPool { kernel, stride } | Layer::AveragePool { kernel, stride } => {
            (*kernel, *stride, (0, 0), (1, 1))
        }
        _ => return None,
    };
    let one = |size, kernel, stride, padding, dilation, result| {
        let span: usize = dilation * (kernel - 1) + 1;
        format!("⌊({size}+2·{padding}−{span})/{stride}⌋+1={result}")
    };
    let (_, height, width) = input.dims();
    let (_, rows, columns) = output.dims();
    let down = one(height, kernel.0, stride.0, padding.0, dilation.0, rows);
    let across = one(width, kernel.1, stride.1, padding.1, dilation.1, columns);
    Some(if down == across {
        down
    } else {
        format!("{down}\n{across}")
    })
}

fn show_add(ui: &mut Ui, index: usize, context: &PageContext<'_>, act: &mut Option<Act>) {
    let theme = Theme::of(ui.ctx());
    let plus = RichText::new(char::from(Icon::Plus).to_string()).font(theme.font(ICON, Face::Icon));
    let button = ui.menu_button(plus, |ui| {
        ui.spacing_mut().button_padding.x = space::SMALL;
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
        .widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    widgets::paint_focus(ui, &button.response);
    button.response.on_hover_text(name);
}

/// What the network costs in all, and what can be done with it.
fn show_foot(ui: &mut Ui, draft: &Draft, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let checked = draft.check();
    let (words, color) = match &checked {
        Ok(architecture) => (
            cost_words(architecture.total_cost(), context),
            theme.colors.text,
        ),
        Err(_) => (
            context.text("network-does-not-fit").to_owned(),
            theme.colors.error,
        ),
    };
    let architecture = checked.ok();
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        show_use(ui, architecture.as_ref(), context);
        let font = theme.font(CAPTION, Face::Medium);
        let words = RichText::new(words).font(font).color(color);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(Label::new(words).wrap());
        });
    });
}

fn show_use(ui: &mut Ui, architecture: Option<&Architecture>, context: &mut PageContext<'_>) {
    let train = Button::new(context.text("network-train"))
        .icon(Icon::ChartSpline)
        .tooltip(context.text("network-train-tooltip"))
        .primary()
        .enabled(architecture.is_some());
    if train.show(ui).clicked()
        && let Some(architecture) = architecture
    {
        let settings = Settings {
            architecture: architecture.clone(),
            ..context.state.training.draft.clone()
        };
        context.push(Command::Train(TrainCommand::SetDraft(settings.into())));
        context.push(Command::ShowPage(Page::Train));
    }
    let is_new = architecture.is_some_and(|a| a != context.state.model.model.architecture());
    let button = Button::new(context.text("network-use"))
        .icon(Icon::Check)
        .tooltip(context.text("network-use-tooltip"))
        .enabled(is_new);
    if button.show(ui).clicked()
        && let Some(architecture) = architecture
    {
        context.push(Command::UseArchitecture(architecture.clone()));
    }
}

/// Opening, and the menu of all that can be saved.
pub fn show_tools(ui: &mut Ui, draft: &Draft, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let open = Button::icon_only(Icon::FolderOpen, context.text("network-open"))
        .tooltip(context.text("network-open-tooltip"));
    if open.show(ui).clicked() {
        context.push(Command::ChoosePath(PathPurpose::OpenModel));
    }
    let font = theme.font(BODY, Face::Medium);
    let words = RichText::new(context.text("network-export")).font(font);
    let menu = ui.menu_button(words, |ui| show_exports(ui, draft, context));
    menu.response
        .on_hover_text(context.text("network-export-tooltip"));
}

fn show_exports(ui: &mut Ui, draft: &Draft, context: &mut PageContext<'_>) {
    ui.spacing_mut().button_padding.x = space::SMALL;
    let file = |name: &str, text: String| {
        Command::SaveFile(UnsavedFile {
            name: name.to_owned(),
            bytes: text.into_bytes(),
        })
    };
    if ui.button(context.text("network-export-layers")).clicked() {
        ui.close();
        context.push(file("layers.json", layers_text(&draft.layers)));
    }
    let python = draft.check().ok().map(|fits| fits.pytorch_class());
    let can = python.is_some();
    let python = python.unwrap_or_default();
    let entry = |ui: &mut Ui, key: &str| {
        let entry = egui::Button::new(context.text(key));
        ui.add_enabled(can, entry)
    };
    let save = entry(ui, "network-export-python").clicked();
    let copy = entry(ui, "network-copy-python")
        .on_hover_text(context.text("network-copy-python-tooltip"))
        .clicked();
    if save {
        ui.close();
        context.push(file("net.py", python));
    } else if copy {
        ui.close();
        ui.ctx().copy_text(python);
    }
    if ui.button(context.text("network-export-weights")).clicked() {
        ui.close();
        context.push(Command::ChoosePath(PathPurpose::SaveModel));
    }
}

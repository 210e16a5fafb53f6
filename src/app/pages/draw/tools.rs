//! What the canvas is drawn with, and where pictures come from and go to.

use eframe::egui::{
    Align, Align2, Layout, Rect, Slider, SliderClamping, Ui, UiBuilder, WidgetInfo, pos2,
};
use lucide_icons::Icon;

use super::PageContext;
use crate::app::command::Command;
use crate::app::state::{PEN_WIDTHS, PathPurpose, Tool};
use crate::app::theme::{CAPTION, Face, Theme, measure, space};
use crate::app::widgets::{self, Button, Segment, segmented, segmented_icons, segmented_width};

/// Width of the slider for the pen, and the least at which it is shown.
const SLIDER: (f32, f32) = (60.0, 40.0);

const TOOLS: [(Tool, Icon, &str, &str); 2] = [
    (Tool::Pen, Icon::Pencil, "draw-pen", "draw-pen-tooltip"),
    (
        Tool::Eraser,
        Icon::Eraser,
        "draw-eraser",
        "draw-eraser-tooltip",
    ),
];

/// Pen, eraser, width, undo, redo, clear.
pub fn show_canvas_tools(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let builder = UiBuilder::new().max_rect(rect).id_salt("canvas tools");
    ui.scope_builder(builder, |ui| {
        ui.horizontal(|ui| {
            let clear_words = show_tools(ui, context);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                show_history(ui, clear_words, context);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    show_width(ui, context);
                });
            });
        });
    });
}

/// The tools, with words if there is room for them beside the history; whether “clear” may have
/// its words too.
fn show_tools(ui: &mut Ui, context: &mut PageContext<'_>) -> bool {
    let theme = Theme::of(ui.ctx());
    let segments = TOOLS.map(|(_, icon, label, tooltip)| Segment {
        icon: Some(icon),
        label: context.text(label),
        tooltip: context.text(tooltip),
    });
    let selected = usize::from(context.state.tool == Tool::Eraser);
    let history = 3.0 * (theme.control_height() + space::SMALL);
    let room = ui.available_width() - history;
    let with_words = segmented_width(ui, &segments);
    let words = room >= with_words;
    let show = if words { segmented } else { segmented_icons };
    let before = ui.available_width();
    if let Some(index) = show(ui, &segments, selected) {
        context.push(Command::SetTool(TOOLS[index].0));
    }
    let taken = before - ui.available_width();
    let clear = Button::new(context.text("ink-clear")).icon(Icon::Trash2);
    room - taken >= clear.natural_width(ui) - theme.control_height()
}

/// From right to left.
fn show_history(ui: &mut Ui, clear_words: bool, context: &mut PageContext<'_>) {
    let drawing = &context.state.drawing;
    let name = context.text("ink-clear");
    let clear = if clear_words {
        Button::new(name).icon(Icon::Trash2)
    } else {
        Button::icon_only(Icon::Trash2, name)
    };
    let clear = clear
        .tooltip(context.text("ink-clear-tooltip"))
        .enabled(!drawing.is_blank());
    let redo = Button::icon_only(Icon::Redo2, context.text("ink-redo"))
        .tooltip(context.text("ink-redo-tooltip"))
        .enabled(drawing.can_redo());
    let undo = Button::icon_only(Icon::Undo2, context.text("ink-undo"))
        .tooltip(context.text("ink-undo-tooltip"))
        .enabled(drawing.can_undo());
    for (button, command) in [
        (clear, Command::Clear),
        (redo, Command::Redo),
        (undo, Command::Undo),
    ] {
        if button.show(ui).clicked() {
            context.push(command);
        }
    }
}

/// The pen's width, between a small and a large dot, where there is room.
fn show_width(ui: &mut Ui, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let dots = 2.0 * (theme.control_height() / 2.0 + space::SMALL);
    let width = (ui.available_width() - dots - space::LARGE).min(SLIDER.0);
    if width < SLIDER.1 {
        return;
    }
    let (least, _, most) = PEN_WIDTHS;
    let mut pen = context.state.preferences.pen_width;
    ui.add_space(space::SMALL);
    dot(ui, measure::SLIDER_KNOB / 3.0);
    theme.style_slider(ui.style_mut(), width);
    let slider = Slider::new(&mut pen, least..=most)
        .show_value(false)
        .clamping(SliderClamping::Always);
    let response = ui.add(slider);
    let name = context.text("draw-width");
    response.widget_info(|| WidgetInfo::slider(true, f64::from(pen), name));
    if response.changed() {
        context.push(Command::SetPenWidth(pen));
    }
    response.on_hover_text(context.text("draw-width-tooltip"));
    dot(ui, measure::SLIDER_KNOB);
}

fn dot(ui: &mut Ui, radius: f32) {
    let theme = Theme::of(ui.ctx());
    let size = eframe::egui::vec2(2.0 * radius, theme.control_height());
    let (rect, _) = ui.allocate_exact_size(size, eframe::egui::Sense::hover());
    ui.painter()
        .circle_filled(rect.center(), radius, theme.colors.muted);
}

/// Open, save, a held-out digit.
pub fn show_file_tools(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let builder = UiBuilder::new().max_rect(rect).id_salt("file tools");
    ui.scope_builder(builder, |ui| {
        ui.horizontal(|ui| {
            let open = Button::new(context.text("ink-open"))
                .icon(Icon::FolderOpen)
                .tooltip(context.text("ink-open-tooltip"));
            if open.show(ui).clicked() {
                context.push(Command::ChoosePath(PathPurpose::OpenPicture));
            }
            let save = Button::new(context.text("draw-save"))
                .icon(Icon::Download)
                .tooltip(context.text("draw-save-tooltip"))
                .enabled(!context.state.drawing.is_blank());
            if save.show(ui).clicked() {
                context.push(Command::ChoosePath(PathPurpose::SaveDrawing));
            }
            let left = ui.cursor().left();
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let random = Button::new(context.text("ink-random"))
                    .icon(Icon::Dices)
                    .tooltip(context.text("ink-random-tooltip"))
                    .primary();
                let random = random.show(ui);
                if random.clicked() {
                    context.push(Command::ShowRandomDigit);
                }
                show_drop_note(ui, left, random.rect, context);
            });
        });
    });
}

/// That pictures can be dropped and pasted, where there is room to say it.
fn show_drop_note(ui: &mut Ui, left: f32, random: Rect, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::Regular);
    let words = context.text("draw-drop");
    let color = theme.colors.muted;
    let width = widgets::words_width(ui, words, font.clone());
    if left + width + space::WIDE < random.left() {
        let place = pos2(left + space::SMALL, random.center().y);
        widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
    }
}

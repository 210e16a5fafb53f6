//! Fields of the settings: a caption over a control.

use eframe::egui::{
    Align2, Key, Rect, Response, Role, Sense, TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::words::full;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, Theme, measure, space};
use crate::app::widgets::{
    self, DropDown, Stepper, drop_down, menu_item, read_typed, stepper, toggle,
};

/// The number that is being typed, if one is.
#[derive(Default)]
pub struct Typing {
    field: Option<&'static str>,
    text: String,
    /// What stood there first: unless it is changed, the number stays as it is.
    first: String,
    /// Whether the field was opened in this frame.
    is_new: bool,
}

/// A number to be set.
pub struct Number {
    /// Key of its caption; that of its tooltip ends in `-tooltip`.
    pub key: &'static str,
    pub words: String,
    /// The number to be typed over, where the words are one.
    pub value: Option<f64>,
    /// What minus and plus make of it.
    pub down: Option<f64>,
    pub up: Option<f64>,
}

/// A field's place: a caption, and the control under it.
pub struct Field {
    pub control: Rect,
    pub is_enabled: bool,
}

impl Field {
    /// The next field down; one that cannot be changed says why.
    pub fn new(
        ui: &mut Ui,
        key: &'static str,
        is_enabled: bool,
        context: &PageContext<'_>,
    ) -> Self {
        let theme = Theme::of(ui.ctx());
        let caption = theme.caption_height();
        let size = vec2(
            ui.available_width(),
            caption + space::TINY / 2.0 + theme.control_height(),
        );
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let font = theme.font(CAPTION, Face::Regular);
        let place = pos2(rect.left(), rect.top() + caption / 2.0);
        let color = theme.colors.muted;
        widgets::text(
            ui,
            place,
            Align2::LEFT_CENTER,
            context.text(key),
            font,
            color,
        );
        Self {
            control: rect.with_min_y(rect.bottom() - theme.control_height()),
            is_enabled,
        }
    }

    /// Draws the control, faded if it cannot be changed.
    pub fn show<R>(
        &self,
        ui: &mut Ui,
        key: &'static str,
        context: &PageContext<'_>,
        content: impl FnOnce(&mut Ui) -> R,
    ) -> R {
        // Its place has been taken already.
        let mut inside = ui.new_child(UiBuilder::new().max_rect(self.control).id_salt(key));
        if !self.is_enabled {
            inside.disable();
        }
        let result = content(&mut inside);
        if !self.is_enabled {
            let id = ui.scope_id().with((key, "why"));
            let why = ui.interact(self.control, id, Sense::hover());
            why.on_hover_text(context.text("train-fixed"));
        }
        result
    }
}

/// A number with minus and plus; a click on it lets one be typed. The new one, if there is.
pub fn number(
    ui: &mut Ui,
    typing: &mut Typing,
    number: &Number,
    is_enabled: bool,
    context: &PageContext<'_>,
) -> Option<f64> {
    let field = Field::new(ui, number.key, is_enabled, context);
    let name = context.text(number.key);
    let tooltip = tooltip(number.key, context);
    field.show(ui, number.key, context, |ui| {
        if typing.field == Some(number.key) && is_enabled {
            return type_number(ui, field.control, typing, name);
        }
        let shown = Stepper {
            name,
            value: &number.words,
            tooltip: &tooltip,
            can_fall: is_enabled && number.down.is_some(),
            can_rise: is_enabled && number.up.is_some(),
        };
        let stepped = stepper(ui, field.control, &shown);
        if stepped.value.clicked() {
            let text = number.value.map(full).unwrap_or_default();
            *typing = Typing {
                field: Some(number.key),
                first: text.clone(),
                text,
                is_new: true,
            };
        }
        match stepped.by {
            -1 => number.down,
            1 => number.up,
            _ => None,
        }
    })
}

fn type_number(ui: &mut Ui, rect: Rect, typing: &mut Typing, name: &str) -> Option<f64> {
    let theme = Theme::of(ui.ctx());
    let edit = TextEdit::singleline(&mut typing.text)
        .font(theme.font(BODY, Face::MonoMedium))
        .align(Align2::CENTER_CENTER);
    let response = ui.put(rect, edit);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
    if response.lost_focus() {
        typing.field = None;
        let is_cancelled = ui.input(|input| input.key_pressed(Key::Escape));
        let is_new = typing.text != typing.first && !is_cancelled;
        return read_typed(&typing.text).filter(|_| is_new);
    }
    response.request_focus();
    if std::mem::take(&mut typing.is_new) {
        widgets::select_all(ui, response.id, &typing.text);
    }
    None
}

/// A choice from a list; the index of the new one.
pub fn choice(
    ui: &mut Ui,
    key: &'static str,
    words: &str,
    choices: &[(String, bool)],
    is_enabled: bool,
    context: &PageContext<'_>,
) -> Option<usize> {
    let field = Field::new(ui, key, is_enabled, context);
    let tooltip = tooltip(key, context);
    field.show(ui, key, context, |ui| {
        let shown = DropDown {
            name: context.text(key),
            words,
            tooltip: &tooltip,
            stays_open: false,
            quiet: false,
        };
        let mut chosen = None;
        drop_down(ui, field.control, &shown, |ui| {
            for (index, (words, is_there)) in choices.iter().enumerate() {
                ui.add_enabled_ui(*is_there, |ui| {
                    if menu_item(ui, words, false, "") {
                        chosen = Some(index);
                    }
                });
            }
        });
        chosen
    })
}

/// A switch with its caption beside it; whether it was switched.
pub fn switch(
    ui: &mut Ui,
    key: &'static str,
    on: bool,
    is_enabled: bool,
    context: &PageContext<'_>,
) -> bool {
    let theme = Theme::of(ui.ctx());
    let size = vec2(ui.available_width(), theme.control_height());
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let field = Field {
        control: rect,
        is_enabled,
    };
    field.show(ui, key, context, |ui| {
        let font = theme.font(BODY, Face::Regular);
        let color = theme.colors.text;
        let place = rect.left_center();
        let name = context.text(key);
        widgets::text(ui, place, Align2::LEFT_CENTER, name, font, color);
        let left = pos2(rect.right() - measure::TOGGLE.x, rect.center().y);
        let response: Response = toggle(ui, left, on, is_enabled, name);
        response.on_hover_text(tooltip(key, context)).clicked()
    })
}

pub fn tooltip(key: &str, context: &PageContext<'_>) -> String {
    context.text(&format!("{key}-tooltip")).to_owned()
}

/// The next number up or down of those that begin with 1, 2 or 5.
pub fn round_step(value: f64, up: bool) -> f64 {
    let power = 10_f64.powf((value.log10() + 1e-9).floor());
    let factors = [0.5, 1.0, 2.0, 5.0, 10.0];
    let steps = factors.map(|factor| factor * power);
    let tidy = |value: f64| format!("{value:.3e}").parse().unwrap_or(value);
    if up {
        let next = steps.into_iter().find(|step| *step > value * 1.000_001);
        tidy(next.unwrap_or(10.0 * power))
    } else {
        let next = steps
            .into_iter()
            .rev()
            .find(|step| *step < value * 0.999_999);
        tidy(next.unwrap_or(0.5 * power))
    }
}

#[cfg(test)]
mod tests {
    use super::round_step;

    #[test]
    fn rates_step_by_one_two_five() {
        assert_eq!(round_step(0.001, true), 0.002);
        assert_eq!(round_step(0.002, true), 0.005);
        assert_eq!(round_step(0.005, true), 0.01);
        assert_eq!(round_step(0.001, false), 0.0005);
        assert_eq!(round_step(0.003, true), 0.005);
        assert_eq!(round_step(0.003, false), 0.002);
        assert_eq!(round_step(10.0, true), 20.0);
    }
}

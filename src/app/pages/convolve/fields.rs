//! Fields of the settings: a caption over a control.

use eframe::egui::{
    Align2, DragValue, Grid, Popup, PopupCloseBehavior, Rect, Response, Role, Ui, WidgetInfo, pos2,
};

use crate::app::command::Command;
use crate::app::convolve::Change;
use crate::app::pages::PageContext;
use crate::app::theme::{CAPTION, Face, Theme, space};
use crate::app::widgets::{Stepper, stepper, text};

/// Largest number that can be typed into a field.
const MOST: usize = 9_999;

/// The caption of a field in `rect`; where its control stands.
pub fn caption(ui: &mut Ui, rect: Rect, words: &str) -> Rect {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::Regular);
    let place = pos2(rect.left(), rect.top() + theme.caption_height() / 2.0);
    let color = theme.colors.muted;
    text(ui, place, Align2::LEFT_CENTER, words, font, color);
    rect.with_min_y(rect.bottom() - theme.control_height())
}

/// Asks for what the number in a field makes of it; what comes of one drag, or of one number that
/// is typed, is undone together.
pub fn change(field: &Response, change: Option<Change>, context: &mut PageContext<'_>) {
    let begins = field.drag_started() || field.gained_focus();
    let ends = field.drag_stopped() || field.lost_focus();
    if begins || ends {
        context.push(Command::Convolve(Change::EndGesture));
    }
    let goes_on = field.dragged() || field.has_focus();
    let change = change.map(|change| match goes_on {
        true => Change::GoesOn(Box::new(change)),
        false => change,
    });
    context.commands.extend(change.map(Command::Convolve));
}

/// Numbers that are set together, and one by one in a list.
pub struct Numbers<'a> {
    /// Key of what they are.
    pub name: &'static str,
    pub tooltip: &'static str,
    /// Keys of what each is: rows and columns, or the four sides.
    pub parts: &'a [&'static str],
    pub values: &'a [usize],
    pub least: usize,
    pub most: usize,
}

impl Numbers<'_> {
    /// As few numbers as say it: one where all are the same, of four the least and the most.
    fn words(&self) -> String {
        let same = self.values.windows(2).all(|pair| pair[0] == pair[1]);
        let number = |value: &usize| value.to_string();
        if same {
            return self.values.first().map(number).unwrap_or_default();
        }
        match self.values {
            [rows, columns] => format!("{rows}×{columns}"),
            values => {
                let least = values.iter().min().map(number).unwrap_or_default();
                let most = values.iter().max().map(number).unwrap_or_default();
                format!("{least}–{most}")
            }
        }
    }

    /// Shows the field in `rect`, and asks for what `set` makes of new values. `more` adds to the
    /// list.
    pub fn show(
        &self,
        ui: &mut Ui,
        rect: Rect,
        context: &mut PageContext<'_>,
        set: impl Fn(&[usize]) -> Option<Change>,
        more: impl FnOnce(&mut Ui),
    ) {
        let control = caption(ui, rect, context.text(self.name));
        let words = self.words();
        let least = self.values.iter().min().copied().unwrap_or(0);
        let most = self.values.iter().max().copied().unwrap_or(0);
        let stepped = stepper(
            ui,
            control,
            &Stepper {
                name: context.text(self.name),
                value: &words,
                tooltip: context.text(self.tooltip),
                can_fall: least > self.least,
                can_rise: most < self.most,
            },
        );
        if stepped.by != 0 {
            let step = |value: &usize| value.saturating_add_signed(stepped.by);
            let values: Vec<usize> = self.values.iter().map(step).collect();
            context.commands.extend(set(&values).map(Command::Convolve));
        }
        Popup::menu(&stepped.value)
            .gap(space::TINY)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| {
                Grid::new(self.name).num_columns(2).show(ui, |ui| {
                    for (index, part) in self.parts.iter().enumerate() {
                        let mut value = self.values[index];
                        let most = self.most.min(MOST);
                        ui.label(context.text(part));
                        let field = ui.add(DragValue::new(&mut value).range(self.least..=most));
                        let name = context.text(part);
                        field.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name));
                        let mut values = self.values.to_vec();
                        values[index] = value;
                        let is_new = field.changed() && values != self.values;
                        change(&field, is_new.then(|| set(&values)).flatten(), context);
                        ui.end_row();
                    }
                });
                more(ui);
            });
    }
}

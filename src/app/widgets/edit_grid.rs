//! A small grid of numbers to be edited cell by cell: typed, dragged, turned with the wheel, moved
//! through with the arrow keys.

use eframe::egui::{
    Align2, Color32, CursorIcon, Event, EventFilter, Id, Key, Modifiers, Rect, Response, Role,
    Sense, StrokeKind, Ui, WidgetInfo,
};

use super::{Cells, NumberFormat};
use crate::app::keys;
use crate::app::theme::{CAPTION, Face, Theme, text_on};
use crate::grid::Grid;

/// By how much a notch of the wheel, or Shift with an arrow key, changes a number; with Shift the
/// wheel goes in whole steps.
const STEP: f32 = 0.1;

/// Points of the wheel to a notch.
const NOTCH: f32 = 40.0;

/// Points that the pointer is dragged to a step.
const DRAG: f32 = 6.0;

/// Seconds after which another turn of the wheel, or press of a key, is a change of its own: a key
/// that is held waits about two thirds of a second before it repeats.
const QUIET: f64 = 0.7;

/// Longest number that can be typed, in characters.
const LONGEST: usize = 24;

/// What the editor remembers between frames.
#[derive(Clone, Debug, Default)]
pub struct CellEditor {
    /// Row and column of the cell that keys change.
    selected: (usize, usize),
    /// The number being typed.
    typed: Option<String>,
    /// The cell that is dragged, and its number before.
    dragged: Option<(usize, usize, f32)>,
    /// How far the wheel has turned beyond whole notches.
    scrolled: f32,
    /// The cell whose number was changed step by step last, and when, in seconds.
    stepped: Option<((usize, usize), f64)>,
}

/// What the user did.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// A number was changed; `goes_on` while it is dragged, or changed step by step.
    Set {
        row: usize,
        column: usize,
        value: f32,
        goes_on: bool,
    },
    /// What goes on has ended: the next change is another one.
    End,
    /// This text was entered for the cell.
    Enter {
        row: usize,
        column: usize,
        text: String,
    },
    Undo,
    Redo,
}

/// A grid to be edited.
pub struct EditGrid<'a> {
    pub id: Id,
    /// What it is, and how to edit it, for screen readers.
    pub name: &'a str,
    pub cells: Cells,
    pub grid: &'a Grid,
    /// A cell's name for screen readers, by row, column and value.
    pub label: &'a dyn Fn(usize, usize, f32) -> String,
    pub color: &'a dyn Fn(f32) -> Color32,
    /// A cell to be marked.
    pub marked: Option<(usize, usize)>,
}

/// What came of showing it.
pub struct Edited {
    pub edits: Vec<Edit>,
    /// Row and column of the cell under the pointer.
    pub pointed: Option<(usize, usize)>,
}

impl EditGrid<'_> {
    /// Shows the grid and takes the pointer and the keys.
    pub fn show(&self, ui: &mut Ui, editor: &mut CellEditor) -> Edited {
        let whole = ui.interact(self.cells.rect, self.id, Sense::click());
        whole.widget_info(|| WidgetInfo::labeled(Role::Grid, true, self.name));
        let mut edits = Vec::new();
        editor.selected.0 = editor.selected.0.min(self.grid.height() - 1);
        editor.selected.1 = editor.selected.1.min(self.grid.width() - 1);
        let mut pointed = None;
        for row in 0..self.grid.height() {
            for column in 0..self.grid.width() {
                let cell = self.cells.cell(row as isize, column as isize);
                let response = self.interact(ui, cell, (row, column));
                if response.contains_pointer() {
                    pointed = Some((row, column));
                }
                self.take_pointer(ui, &whole, &response, (row, column), editor, &mut edits);
            }
        }
        if whole.has_focus() {
            keys::claim(ui.ctx(), whole.id);
            self.take_keys(ui, &whole, editor, &mut edits);
        } else if let Some(text) = editor.typed.take() {
            edits.push(enter(editor.selected, text));
        }
        self.paint(ui, whole.has_focus(), editor, pointed);
        Edited { edits, pointed }
    }

    fn interact(&self, ui: &mut Ui, rect: Rect, (row, column): (usize, usize)) -> Response {
        let id = self.id.with((row, column));
        // Not focusable each: the arrow keys go from cell to cell.
        let response = ui.interact(rect, id, Sense::CLICK | Sense::DRAG);
        let value = self.grid.at(row, column);
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Cell, true, (self.label)(row, column, value))
        });
        response.on_hover_cursor(CursorIcon::Text)
    }

    fn take_pointer(
        &self,
        ui: &Ui,
        whole: &Response,
        response: &Response,
        (row, column): (usize, usize),
        editor: &mut CellEditor,
        edits: &mut Vec<Edit>,
    ) {
        let value = self.grid.at(row, column);
        if response.clicked() || response.drag_started() {
            if let Some(text) = editor.typed.take() {
                edits.push(enter(editor.selected, text));
            }
            editor.selected = (row, column);
            whole.request_focus();
        }
        if response.drag_started() {
            editor.dragged = Some((row, column, value));
            editor.stepped = None;
            edits.push(Edit::End);
        }
        if let Some((_, _, before)) = editor.dragged.filter(|d| (d.0, d.1) == (row, column)) {
            let moved = response.total_drag_delta().unwrap_or_default();
            let steps = ((moved.x - moved.y) / DRAG).round();
            if response.dragged() {
                edits.push(self.set((row, column), tidy(before + steps * STEP), true));
            }
            if response.drag_stopped() {
                editor.dragged = None;
                edits.push(Edit::End);
            }
        }
        if response.contains_pointer() {
            let (delta, shift) =
                ui.input(|input| (input.smooth_scroll_delta(), input.modifiers.shift));
            editor.scrolled += delta.y + delta.x;
            let notches = (editor.scrolled / NOTCH).trunc();
            if notches != 0.0 {
                editor.scrolled -= notches * NOTCH;
                let step = if shift { 1.0 } else { STEP };
                self.step(ui, (row, column), notches * step, editor, edits);
            }
        }
    }

    fn take_keys(&self, ui: &Ui, whole: &Response, editor: &mut CellEditor, edits: &mut Vec<Edit>) {
        let arrows = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(whole.id, arrows));
        let events = ui.input(|input| input.filtered_events(&arrows));
        for event in events {
            match event {
                Event::Text(text) => {
                    let typed = editor.typed.get_or_insert_default();
                    let fits = typed.len() + text.len() <= LONGEST;
                    typed.extend(text.chars().filter(|c| fits && !c.is_control()));
                }
                Event::Key {
                    key,
                    pressed: true,
                    modifiers,
                    ..
                } => self.take_key(ui, whole, key, modifiers, editor, edits),
                _ => {}
            }
        }
    }

    fn take_key(
        &self,
        ui: &Ui,
        whole: &Response,
        key: Key,
        modifiers: Modifiers,
        editor: &mut CellEditor,
        edits: &mut Vec<Edit>,
    ) {
        let (row, column) = editor.selected;
        match key {
            Key::Z if modifiers.command && modifiers.shift => edits.push(Edit::Redo),
            Key::Z if modifiers.command => edits.push(Edit::Undo),
            Key::Y if modifiers.command => edits.push(Edit::Redo),
            Key::ArrowUp if modifiers.shift => {
                self.step(ui, (row, column), STEP, editor, edits);
            }
            Key::ArrowDown if modifiers.shift => {
                self.step(ui, (row, column), -STEP, editor, edits);
            }
            Key::ArrowUp => self.go(editor, edits, -1, 0),
            Key::ArrowDown | Key::Enter => self.go(editor, edits, 1, 0),
            Key::ArrowLeft => self.go(editor, edits, 0, -1),
            Key::ArrowRight => self.go(editor, edits, 0, 1),
            Key::Backspace if editor.typed.is_some() => {
                editor.typed.as_mut().and_then(String::pop);
            }
            Key::Backspace | Key::Delete => {
                editor.typed = None;
                edits.push(self.set((row, column), 0.0, false));
            }
            Key::Escape if editor.typed.is_none() => {
                ui.memory_mut(|memory| memory.surrender_focus(whole.id));
            }
            Key::Escape => editor.typed = None,
            _ => {}
        }
    }

    /// Enters what is typed, if anything, and goes to another cell.
    fn go(&self, editor: &mut CellEditor, edits: &mut Vec<Edit>, down: isize, right: isize) {
        if let Some(text) = editor.typed.take() {
            edits.push(enter(editor.selected, text));
        }
        let step =
            |index: usize, by: isize, size: usize| index.saturating_add_signed(by).min(size - 1);
        editor.selected = (
            step(editor.selected.0, down, self.grid.height()),
            step(editor.selected.1, right, self.grid.width()),
        );
    }

    /// Changes a number by some steps; those of one cell that come soon after each other are one
    /// change.
    fn step(
        &self,
        ui: &Ui,
        cell: (usize, usize),
        by: f32,
        editor: &mut CellEditor,
        edits: &mut Vec<Edit>,
    ) {
        let now = ui.input(|input| input.time);
        let last = editor.stepped.replace((cell, now));
        if !last.is_some_and(|(of, at)| of == cell && now - at < QUIET) {
            edits.push(Edit::End);
        }
        let value = self.grid.at(cell.0, cell.1);
        edits.push(self.set(cell, tidy(value + by), true));
    }

    fn set(&self, (row, column): (usize, usize), value: f32, goes_on: bool) -> Edit {
        Edit::Set {
            row,
            column,
            value,
            goes_on,
        }
    }

    fn paint(&self, ui: &Ui, focused: bool, editor: &CellEditor, pointed: Option<(usize, usize)>) {
        let theme = Theme::of(ui.ctx());
        let format = NumberFormat::fit(self.grid.values(), self.cells.digits(&theme, CAPTION));
        let numbers = format.is_telling && self.cells.carry_numbers(&theme, CAPTION);
        for row in 0..self.grid.height() {
            for column in 0..self.grid.width() {
                let rect = self.cells.cell(row as isize, column as isize);
                let value = self.grid.at(row, column);
                let fill = (self.color)(value);
                ui.painter().rect_filled(rect, 0, fill);
                if numbers {
                    paint_number(ui, &theme, rect, format, value, fill);
                }
            }
        }
        self.cells.paint_lines(ui, self.cells.rect);
        let painter = ui.painter();
        for (cell, line) in [
            (pointed, theme.strong_border()),
            (self.marked, theme.focus()),
        ] {
            if let Some((row, column)) = cell {
                let rect = self.cells.cell(row as isize, column as isize);
                painter.rect_stroke(rect, 0, line, StrokeKind::Inside);
            }
        }
        if focused {
            self.paint_selected(ui, &theme, editor);
        }
    }

    /// The cell that keys change, with what is being typed.
    fn paint_selected(&self, ui: &Ui, theme: &Theme, editor: &CellEditor) {
        let (row, column) = editor.selected;
        let rect = self.cells.cell(row as isize, column as isize);
        let painter = ui.painter();
        if let Some(typed) = &editor.typed {
            let font = theme.font(CAPTION, Face::MonoMedium);
            let words = format!("{}|", typed.replace('-', "−"));
            let galley = painter.layout_no_wrap(words, font, theme.colors.text);
            let wide = galley.size().x + 6.0;
            let place = Rect::from_center_size(
                rect.center(),
                eframe::egui::vec2(rect.width().max(wide), rect.height().max(galley.size().y)),
            );
            painter.rect(
                place,
                0,
                theme.colors.surface,
                theme.focus(),
                StrokeKind::Inside,
            );
            let corner = Align2::CENTER_CENTER.anchor_size(place.center(), galley.size());
            painter.galley(corner.min, galley, theme.colors.text);
        } else {
            painter.rect_stroke(rect, 0, theme.focus(), StrokeKind::Inside);
        }
    }
}

fn paint_number(
    ui: &Ui,
    theme: &Theme,
    rect: Rect,
    format: NumberFormat,
    value: f32,
    fill: Color32,
) {
    let font = theme.font(CAPTION, Face::MonoMedium);
    let painter = ui.painter();
    let words = format.text(value);
    painter.text(
        rect.center(),
        Align2::CENTER_CENTER,
        words,
        font,
        text_on(fill),
    );
}

fn enter((row, column): (usize, usize), text: String) -> Edit {
    Edit::Enter { row, column, text }
}

/// Without the last digits, which come from adding tenths.
fn tidy(value: f32) -> f32 {
    let tidied = (f64::from(value) * 1000.0).round() / 1000.0;
    tidied as f32
}

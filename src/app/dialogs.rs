//! What is asked over the page: a path, and the list of keys.

use eframe::egui::{
    Align, Context, Frame, Grid, Id, Key, Label, Layout, Margin, Modal, Modifiers, RichText,
    ScrollArea, TextEdit, Ui, Vec2, WidgetInfo, vec2,
};
use lucide_icons::Icon;

use super::command::Command;
use super::keys::{self, BINDINGS, OWN_KEYS};
use super::pages::{Page, PageContext};
use super::settings;
use super::text::Text;
use super::theme::{BODY, CAPTION, Face, TITLE, Theme, measure, radius, space};
use super::widgets::Button;

/// Shows the dialog that is open, if any.
pub fn show(ctx: &Context, context: &mut PageContext<'_>) {
    if context.state.path_dialog.is_some() {
        show_path(ctx, context);
    } else if context.state.help {
        show_keys(ctx, context);
    } else if context.state.settings {
        settings::show(ctx, context);
    }
}

/// A card over the veiled page; whether it was left by Esc or by a click beside it.
pub(super) fn modal(ctx: &Context, name: &str, width: f32, content: impl FnOnce(&mut Ui)) -> bool {
    let theme = Theme::of(ctx);
    let frame = Frame::new()
        .fill(theme.colors.surface)
        .stroke(theme.border())
        .corner_radius(radius::CARD)
        .inner_margin(Margin::same(space::WIDE as i8));
    let modal = Modal::new(Id::unique(name))
        .frame(frame)
        .backdrop_color(theme.colors.veil);
    let response = modal.show(ctx, |ui| {
        ui.set_width(width);
        content(ui);
    });
    response.should_close()
}

pub(super) fn title(ui: &mut Ui, words: &str) {
    let theme = Theme::of(ui.ctx());
    ui.label(RichText::new(words).font(theme.font(TITLE, Face::SemiBold)));
    ui.add_space(space::SMALL);
}

fn show_path(ctx: &Context, context: &mut PageContext<'_>) {
    let Some(dialog) = &context.state.path_dialog else {
        return;
    };
    let words = dialog.purpose.words();
    let mut path = dialog.path.clone();
    let mut wanted = false;
    let left = modal(ctx, "path", measure::DIALOG, |ui| {
        let theme = Theme::of(ui.ctx());
        title(ui, context.text(words.title));
        let field = TextEdit::singleline(&mut path)
            .hint_text(context.text("app-path-hint"))
            .font(theme.font(BODY, Face::Mono))
            .desired_width(f32::INFINITY)
            .min_size(vec2(0.0, theme.control_height()))
            .align(eframe::egui::Align2::LEFT_CENTER);
        let field = ui.add(field);
        let name = context.text("app-path");
        field.widget_info(|| WidgetInfo::labeled(eframe::egui::Role::TextInput, true, name));
        if field.changed() {
            context.push(Command::TypePath(path.clone()));
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if !entered && ui.memory(|memory| memory.focused().is_none()) {
            field.request_focus();
        }
        let note = if dialog.may_replace {
            RichText::new(context.text("app-replace-note")).color(theme.colors.warning)
        } else {
            RichText::new(context.text("app-path-note")).color(theme.colors.muted)
        };
        ui.label(note);
        ui.add_space(space::MEDIUM);
        ui.horizontal(|ui| {
            let browse = Button::new(context.text("app-browse")).icon(Icon::FolderOpen);
            if browse.show(ui).clicked() {
                context.push(Command::BrowsePaths);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let action = if dialog.may_replace {
                    "app-replace"
                } else {
                    words.action
                };
                let action = Button::new(context.text(action))
                    .primary()
                    .enabled(!path.trim().is_empty());
                wanted = action.show(ui).clicked() || entered;
                if Button::new(context.text("app-cancel")).show(ui).clicked() {
                    context.push(Command::CancelPath);
                }
            });
        });
    });
    if wanted && !path.trim().is_empty() {
        context.push(Command::UsePath(path.trim().into()));
    } else if left {
        context.push(Command::CancelPath);
    }
}

fn show_keys(ctx: &Context, context: &mut PageContext<'_>) {
    let room = ctx.content_rect().size() - Vec2::splat(2.0 * space::HUGE);
    let theme = Theme::of(ctx);
    let is_wide = room.x >= measure::HELP && !theme.presenter;
    let columns = if is_wide { 2 } else { 1 };
    let width = room.x.min(measure::HELP) - 2.0 * space::WIDE;
    let left = modal(ctx, "keys", width, |ui| {
        let theme = Theme::of(ui.ctx());
        title(ui, context.text("app-keys"));
        let most = room.y - 4.0 * theme.control_height();
        let list = ScrollArea::vertical().max_height(most);
        list.min_scrolled_height(most).show(ui, |ui| {
            scroll_by_keys(ui);
            ui.spacing_mut().interact_size.y = theme.line_height();
            ui.spacing_mut().item_spacing.y = space::TINY;
            ui.columns(columns, |columns| {
                show_bindings(&mut columns[0], ctx, context);
                let last = columns.len() - 1;
                show_own_keys(&mut columns[last], context);
            });
        });
        ui.add_space(space::MEDIUM);
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let close = Button::new(context.text("app-close")).primary();
                if close.show(ui).clicked() {
                    context.push(Command::ShowHelp(false));
                }
                let note = RichText::new(context.text("app-keys-note"));
                let note = note.font(theme.font(CAPTION, Face::Regular));
                ui.add(Label::new(note.color(theme.colors.muted)).wrap());
            });
        });
    });
    if left {
        context.push(Command::ShowHelp(false));
    }
}

/// A list that has nothing to be focused on is scrolled all the same.
fn scroll_by_keys(ui: &mut Ui) {
    let page = ui.clip_rect().height();
    let line = ui.spacing().interact_size.y;
    let by = ui.input_mut(|input| {
        [
            (Key::PageDown, -page),
            (Key::PageUp, page),
            (Key::ArrowDown, -line),
            (Key::ArrowUp, line),
        ]
        .into_iter()
        .find(|(key, _)| input.consume_key(Modifiers::NONE, *key))
    });
    if let Some((_, by)) = by {
        ui.scroll_with_delta(vec2(0.0, by));
    }
}

fn show_bindings(ui: &mut Ui, ctx: &Context, context: &PageContext<'_>) {
    Grid::new("keys").num_columns(2).show(ui, |ui| {
        for entry in &Page::ALL {
            row(ui, entry.key.name(), context.text(entry.title));
        }
        for (words, keys) in keys_by_words(ctx, &context.state.text) {
            row(ui, &keys, context.text(words));
        }
    });
}

fn show_own_keys(ui: &mut Ui, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    for own in &OWN_KEYS {
        let words = RichText::new(context.text(own.heading));
        ui.label(words.font(theme.font(BODY, Face::SemiBold)));
        Grid::new(own.heading).num_columns(2).show(ui, |ui| {
            for (keys, words) in own.rows {
                row(ui, context.text(keys), context.text(words));
            }
        });
        ui.add_space(space::SMALL);
    }
}

/// What keys do, each with all its keys.
fn keys_by_words(ctx: &Context, text: &Text) -> Vec<(&'static str, String)> {
    let mut rows: Vec<(&str, String)> = Vec::new();
    for binding in &BINDINGS {
        let keys = keys::name(&binding.shortcut, ctx, text);
        match rows.iter_mut().find(|(words, _)| *words == binding.words) {
            Some((_, known)) => *known = format!("{known}, {keys}"),
            None => rows.push((binding.words, keys)),
        }
    }
    rows
}

fn row(ui: &mut Ui, keys: &str, words: &str) {
    let theme = Theme::of(ui.ctx());
    ui.label(RichText::new(keys).font(theme.font(BODY, Face::Mono)));
    ui.label(words);
    ui.end_row();
}

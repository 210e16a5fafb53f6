//! What is asked over the page: a path, and the list of keys.

use eframe::egui::{
    Align, Context, Frame, Grid, Id, Key, Label, Layout, Margin, Modal, Modifiers, RichText,
    ScrollArea, TextEdit, Ui, Vec2, WidgetInfo, vec2,
};
use lucide_icons::Icon;

use super::command::Command;
use super::keys::{self, BINDINGS, Binding, OWN_KEYS};
use super::pages::{Page, PageContext};
use super::settings;
use super::text::Text;
use super::theme::{BODY, CAPTION, Face, TITLE, Theme, measure, radius, space};
use super::widgets::{self, Button};

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
            widgets::select_all(ui, field.id, &path);
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
    let room = ctx.content_rect().size() - Vec2::splat(2.0 * space::LARGE);
    let theme = Theme::of(ctx);
    let is_wide = room.x >= measure::HELP;
    let most = if theme.presenter {
        room.x
    } else {
        measure::HELP
    };
    let width = room.x.min(most) - 2.0 * space::WIDE;
    let left = modal(ctx, "keys", width, |ui| {
        // The button beside the title, so that the list has all the rest of the height.
        ui.horizontal(|ui| {
            title(ui, context.text("app-keys"));
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
        let most = room.y - theme.control_height() - 3.0 * space::WIDE;
        let list = ScrollArea::vertical().max_height(most);
        list.min_scrolled_height(most).show(ui, |ui| {
            scroll_by_keys(ui);
            ui.spacing_mut().item_spacing.y = 0.0;
            let groups = key_groups(ctx, context);
            let columns = if is_wide {
                in_two(groups)
            } else {
                vec![groups]
            };
            ui.columns(columns.len(), |uis| {
                for (ui, groups) in uis.iter_mut().zip(&columns) {
                    show_groups(ui, groups);
                }
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

/// Keys under a heading: their names, and what they do.
struct KeyGroup {
    heading: &'static str,
    words: String,
    rows: Vec<(String, String)>,
}

/// All keys of the program, those of a page together, whoever takes them.
fn key_groups(ctx: &Context, context: &PageContext<'_>) -> Vec<KeyGroup> {
    let mut groups: Vec<KeyGroup> = Vec::new();
    let mut add = |heading: &'static str, keys: String, words: &str| {
        let row = (keys, words.to_owned());
        match groups.iter_mut().find(|group| group.heading == heading) {
            Some(group) => group.rows.push(row),
            None => groups.push(KeyGroup {
                heading,
                words: context.text(heading).to_owned(),
                rows: vec![row],
            }),
        }
    };
    let pages = Page::ALL.each_ref();
    let titles = pages.map(|entry| context.text(entry.title));
    let [first, .., last] = pages.map(|entry| entry.key.name());
    let keys = format!("{first} – {last}");
    add(OWN_KEYS[0].heading, keys, &titles.join(", "));
    for (binding, keys) in keys_by_words(ctx, &context.state.text) {
        add(binding.heading, keys, context.text(binding.words));
    }
    for own in &OWN_KEYS {
        for (keys, words) in own.rows {
            add(
                own.heading,
                context.text(keys).to_owned(),
                context.text(words),
            );
        }
    }
    // A page's keys in the order of the pages, after those of all pages.
    groups.sort_by_key(|group| {
        let place = pages.iter().position(|entry| entry.title == group.heading);
        place.map_or(0, |place| place + 1)
    });
    groups
}

/// The groups in two columns, of which the first is not the shorter one.
fn in_two(mut groups: Vec<KeyGroup>) -> Vec<Vec<KeyGroup>> {
    let lines = |group: &KeyGroup| group.rows.len() + 1;
    let all: usize = groups.iter().map(lines).sum();
    let mut above = 0;
    let split = groups.iter().position(|group| {
        let is_second = 2 * above >= all;
        above += lines(group);
        is_second
    });
    let second = groups.split_off(split.unwrap_or(groups.len()));
    vec![groups, second]
}

fn show_groups(ui: &mut Ui, groups: &[KeyGroup]) {
    let theme = Theme::of(ui.ctx());
    // For presenting all of them at once matter more than their size.
    let size = if theme.presenter { CAPTION } else { BODY };
    ui.spacing_mut().interact_size.y = theme.line(size);
    let names = groups.iter().flat_map(|group| &group.rows);
    let font = theme.font(size, Face::Mono);
    let widths = names.map(|(keys, _)| widgets::words_width(ui, keys, font.clone()));
    let width = widths.fold(0.0, f32::max);
    for group in groups {
        let words = RichText::new(&group.words);
        ui.label(words.font(theme.font(size, Face::SemiBold)));
        let grid = Grid::new(group.heading).num_columns(2).min_col_width(width);
        grid.spacing(vec2(space::LARGE, 0.0)).show(ui, |ui| {
            for (keys, words) in &group.rows {
                ui.label(RichText::new(keys).font(theme.font(size, Face::Mono)));
                ui.label(RichText::new(words).font(theme.font(size, Face::Regular)));
                ui.end_row();
            }
        });
        ui.add_space(space::SMALL);
    }
}

/// The keys by what they do, each with all its names where there is room for them in one line.
fn keys_by_words(ctx: &Context, text: &Text) -> Vec<(&'static Binding, String)> {
    const LONGEST: usize = 16;
    let mut rows: Vec<(&Binding, String)> = Vec::new();
    for binding in &BINDINGS {
        let keys = keys::name(&binding.shortcut, ctx, text);
        let known = rows.iter_mut().find(|(row, known)| {
            row.words == binding.words && known.chars().count() + keys.chars().count() < LONGEST
        });
        match known {
            Some((_, known)) => *known = format!("{known}, {keys}"),
            None => rows.push((binding, keys)),
        }
    }
    // Undo before redo: their keys are asked for the other way round.
    rows.sort_by_key(|(binding, _)| binding.words != "app-key-undo");
    rows
}

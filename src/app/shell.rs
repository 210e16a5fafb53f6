//! The frame around the pages: rail, dock, header, messages, dialogs, dropped files.

use eframe::egui::{
    Align2, CursorIcon, Event, Rect, Role, Sense, StrokeKind, Theme as Look, Ui, UiBuilder, Vec2,
    WidgetInfo, pos2, vec2,
};
use lucide_icons::Icon;

use super::command::Command;
use super::convolve::Change;
use super::pages::{self, Page, PageContext, PageEntry, Pages};
use super::state::{MessageKind, ModelName, PathPurpose, State};
use super::theme::{
    BODY, CAPTION, Face, ICON, MARK, RAIL_ICON, RAIL_WORDS, TITLE, Theme, measure, radius, space,
    stroke,
};
use super::training::TrainCommand;
use super::widgets::{self, Button};
use super::{App, dialogs, ink, keys};

/// Draws all of the window; what was asked for while drawing.
pub fn show(app: &mut App, ui: &mut Ui) -> Vec<Command> {
    let mut commands = Vec::new();
    let theme = Theme::of(ui.ctx());
    let whole = ui.max_rect();
    let app_pages = &mut app.pages;
    let mut context = PageContext {
        state: &app.state,
        textures: &mut app.textures,
        commands: &mut commands,
    };
    keys::take(ui.ctx(), &mut context);
    if context.state.presents_lesson() {
        let inner = whole.shrink(space::HUGE);
        let header = inner.with_max_y(inner.top() + theme.control_height());
        within(ui, header, "header", |ui| {
            pages::show_lesson_header(ui, header, &mut context);
        });
        let page = inner.with_min_y(header.bottom() + space::WIDE);
        show_page(ui, page, app_pages, &mut context);
        pages::show_lesson_canvas(ui, page, &mut context);
        pages::show_spotlight(ui, whole, &context);
        dialogs::show(ui.ctx(), &mut context);
        take_files(ui, whole, &mut context);
        return commands;
    }
    let rail = whole.with_max_x(whole.left() + measure::RAIL);
    show_rail(ui, rail, &mut context);
    let mut rest = whole.with_min_x(rail.right());
    if context.state.page != Page::Draw {
        let dock = rest.with_max_x(rest.left() + measure::DOCK);
        within(ui, dock, "dock", |ui| ink::dock(ui, dock, &mut context));
        rest = rest.with_min_x(dock.right());
    }
    let header = rest.with_max_y(rest.top() + measure::HEADER);
    within(ui, header, "header", |ui| {
        show_header(ui, header, &mut context)
    });
    let page = Rect::from_min_max(
        pos2(rest.left() + space::WIDE, header.bottom() + space::SMALL),
        rest.right_bottom() - Vec2::splat(space::WIDE),
    );
    show_page(ui, page, app_pages, &mut context);
    dialogs::show(ui.ctx(), &mut context);
    take_files(ui, whole, &mut context);
    commands
}

/// The page in `rect`, below the message if there is one.
fn show_page(ui: &mut Ui, rect: Rect, pages: &mut Pages, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let mut page = rect;
    if context.state.message.is_some() {
        let strip = page.with_max_y(page.top() + theme.control_height() + space::SMALL);
        within(ui, strip, "message", |ui| show_message(ui, strip, context));
        page = page.with_min_y(strip.bottom() + space::MEDIUM);
    }
    // A system's window manager need not keep to the smallest size that the window asks for.
    let page = page.union(Rect::from_min_size(page.min, measure::LEAST_PAGE));
    let title = context.state.page.entry().title;
    within(ui, page, title, |ui| pages.show(ui, context));
}

fn within(ui: &mut Ui, rect: Rect, name: &'static str, draw: impl FnOnce(&mut Ui)) {
    let builder = UiBuilder::new().max_rect(rect).id_salt(name);
    ui.scope_builder(builder, draw);
}

fn show_rail(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    ui.painter().rect_filled(rect, 0, theme.colors.surface);
    let line = theme.border();
    ui.painter().vline(rect.right() - 0.5, rect.y_range(), line);
    paint_mark(ui, pos2(rect.center().x, measure::HEADER / 2.0), &theme);
    let mut top = rect.top() + measure::HEADER + space::SMALL;
    for entry in &Page::ALL {
        let middle = pos2(rect.center().x, top + measure::RAIL_BUTTON.y / 2.0);
        let place = Rect::from_center_size(middle, measure::RAIL_BUTTON);
        show_page_button(ui, place, entry, context);
        top = place.bottom() + space::SMALL;
    }
    let dark = theme.dark;
    let (icon, look) = if dark {
        (Icon::Sun, Look::Light)
    } else {
        (Icon::Moon, Look::Dark)
    };
    let entries = [
        (icon, "app-theme", Command::SetTheme(look.into())),
        (
            Icon::CircleQuestionMark,
            "app-help",
            Command::ShowHelp(true),
        ),
        (Icon::Settings, "app-settings", Command::ShowSettings(true)),
    ];
    let side = theme.control_height();
    let mut bottom = rect.bottom() - space::LARGE;
    for (icon, key, command) in entries {
        let middle = pos2(rect.center().x, bottom - side / 2.0);
        let place = Rect::from_center_size(middle, Vec2::splat(side));
        let mut clicked = false;
        within(ui, place, key, |ui| {
            let button = Button::icon_only(icon, context.text(key)).quiet();
            clicked = button.show(ui).clicked();
        });
        if clicked {
            context.push(command);
        }
        bottom = place.top() - space::SMALL;
    }
}

/// Three by three squares, four of them a seven.
fn paint_mark(ui: &Ui, middle: eframe::egui::Pos2, theme: &Theme) {
    let pitch = measure::MARK + measure::MARK_GAP;
    for (row, cells) in MARK.iter().enumerate() {
        for (column, inked) in cells.iter().enumerate() {
            let offset = vec2(column as f32 - 1.0, row as f32 - 1.0) * pitch;
            let place = Rect::from_center_size(middle + offset, Vec2::splat(measure::MARK));
            let color = if *inked {
                theme.colors.accent
            } else {
                theme.colors.border
            };
            ui.painter().rect_filled(place, measure::MARK_GAP, color);
        }
    }
}

fn show_page_button(ui: &mut Ui, rect: Rect, entry: &PageEntry, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let selected = context.state.page == entry.page;
    let id = ui.scope_id().with(entry.title);
    let response = ui.interact(rect, id, Sense::click());
    let title = context.text(entry.title);
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, selected, title));
    let (fill, color, face) = match (selected, response.hovered()) {
        (true, _) => (colors.accent_soft, colors.accent, Face::SemiBold),
        (false, true) => (colors.hover, colors.text, Face::Medium),
        (false, false) => (colors.surface, colors.muted, Face::Medium),
    };
    let painter = ui.painter();
    painter.rect_filled(rect, radius::CONTROL, fill);
    if response.has_focus() {
        let line = theme.focus();
        painter.rect_stroke(rect, radius::CONTROL, line, StrokeKind::Inside);
    }
    let line = theme.caption_height();
    let icon = pos2(rect.center().x, rect.center().y - line / 2.0 - 1.0);
    let font = theme.font(RAIL_ICON, Face::Icon);
    widgets::icon(ui, icon, entry.icon, font, color);
    let words = pos2(rect.center().x, rect.bottom() - line / 2.0 - space::SMALL);
    let font = theme.font(RAIL_WORDS, face);
    ui.painter()
        .text(words, Align2::CENTER_CENTER, title, font, color);
    let response = response
        .on_hover_cursor(CursorIcon::PointingHand)
        .on_hover_text(context.text(entry.tooltip));
    if response.clicked() {
        context.push(Command::ShowPage(entry.page));
    }
}

fn show_header(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let middle = rect.center().y;
    let entry = context.state.page.entry();
    let font = theme.font(TITLE, Face::SemiBold);
    let place = pos2(rect.left() + space::WIDE, middle);
    let words = context.text(entry.title);
    let title = widgets::text(ui, place, Align2::LEFT_CENTER, words, font, colors.text);
    let right = show_presenter_button(ui, rect, context);
    let chip = show_model(ui, pos2(right - space::SMALL, middle), context);
    let font = theme.font(BODY, Face::Regular);
    let words = context
        .state
        .lesson_subtitle()
        .unwrap_or_else(|| context.text(entry.subtitle).to_owned());
    let left = title.rect.right() + space::LARGE;
    let width = widgets::words_width(ui, &words, font.clone());
    if left + width + space::WIDE < chip {
        let place = pos2(left, middle);
        widgets::text(ui, place, Align2::LEFT_CENTER, words, font, colors.muted);
    }
}

/// The button for the presenter's size; its left edge.
fn show_presenter_button(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) -> f32 {
    let presenter = context.state.preferences.presenter;
    let side = measure::HEADER_BUTTON;
    let middle = pos2(rect.right() - space::WIDE - side / 2.0, rect.center().y);
    let place = Rect::from_center_size(middle, Vec2::splat(side));
    let mut clicked = false;
    within(ui, place, "presenter", |ui| {
        let button = Button::icon_only(Icon::Presentation, context.text("app-presenter"))
            .tooltip(context.text("app-presenter-tooltip"))
            .selected(presenter)
            .height(side);
        clicked = button.show(ui).clicked();
    });
    if clicked {
        context.push(Command::SetPresenter(!presenter));
    }
    place.left()
}

/// The network in use, its right edge at `right`; its left edge. A click brings the built-in
/// network back.
fn show_model(ui: &mut Ui, right: eframe::egui::Pos2, context: &mut PageContext<'_>) -> f32 {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let model = &context.state.model;
    let name = model_name(context.state);
    let accuracy = match model.accuracy {
        Some(accuracy) => format!("{} %", widgets::decimal(f64::from(accuracy * 100.0), 1)),
        None => String::new(),
    };
    let painter = ui.painter();
    let name_font = theme.font(CAPTION, Face::SemiBold);
    let name_galley = painter.layout_no_wrap(name.clone(), name_font, colors.text);
    let figure_font = theme.font(CAPTION, Face::Mono);
    let figure = painter.layout_no_wrap(accuracy.clone(), figure_font, colors.muted);
    let gap = if accuracy.is_empty() {
        0.0
    } else {
        space::SMALL
    };
    let width = 2.0 * space::MEDIUM
        + measure::DOT
        + space::SMALL
        + name_galley.size().x
        + gap
        + figure.size().x;
    let size = vec2(width, measure::HEADER_BUTTON);
    let rect = Align2::RIGHT_CENTER.anchor_size(right, size);
    let id = ui.scope_id().with("model");
    let builtin = model.name == ModelName::Builtin;
    let sense = if builtin {
        Sense::hover()
    } else {
        Sense::click()
    };
    let response = ui.interact(rect, id, sense);
    response.widget_info(|| {
        let words = format!("{name} {accuracy}");
        WidgetInfo::labeled(Role::Button, !builtin, words.trim_end())
    });
    let (fill, line) = if !builtin && (response.hovered() || response.has_focus()) {
        (colors.hover, theme.strong_border())
    } else {
        (colors.surface, theme.border())
    };
    let painter = ui.painter();
    let round = rect.height() / 2.0;
    painter.rect(rect, round, fill, line, StrokeKind::Inside);
    let middle = rect.center().y;
    let dot = pos2(rect.left() + space::MEDIUM + measure::DOT / 2.0, middle);
    let color = if builtin || model.name == ModelName::Run {
        colors.accent
    } else {
        colors.warning
    };
    painter.circle_filled(dot, measure::DOT / 2.0, color);
    let mut left = dot.x + measure::DOT / 2.0 + space::SMALL;
    for galley in [name_galley, figure] {
        let width = galley.size().x;
        let place = Align2::LEFT_CENTER.anchor_size(pos2(left, middle), galley.size());
        painter.galley(place.min, galley, colors.text);
        left += width + space::SMALL;
    }
    let tooltip = if builtin {
        "model-builtin-tooltip"
    } else {
        "model-back-tooltip"
    };
    if response.on_hover_text(context.text(tooltip)).clicked() {
        context.push(Command::UseBuiltinModel);
    }
    rect.left()
}

fn model_name(state: &State) -> String {
    let key = match &state.model.name {
        ModelName::Builtin => "model-builtin",
        ModelName::Untrained => "model-untrained",
        ModelName::Changed => "model-changed",
        ModelName::Run => "model-run",
        ModelName::Moment { step } => {
            let step = widgets::thousands(*step as usize);
            return state.text.with("model-moment", &[("step", step.into())]);
        }
        ModelName::OfRun { run, step } => {
            let step = widgets::thousands(*step as usize);
            let arguments = [("run", run.as_str().into()), ("step", step.into())];
            return state.text.with("model-of-run", &arguments);
        }
        ModelName::File(path) => {
            let name = path.file_stem().unwrap_or_default();
            return name.to_string_lossy().into_owned();
        }
    };
    state.text.get(key).to_owned()
}

fn show_message(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let Some(message) = &context.state.message else {
        return;
    };
    let (icon, color, fill) = match message.kind {
        MessageKind::Done => (Icon::CircleCheck, colors.success, colors.surface),
        MessageKind::Error => (Icon::CircleAlert, colors.error, colors.error_soft),
    };
    let line = eframe::egui::Stroke::new(stroke::BORDER, color);
    ui.painter()
        .rect(rect, radius::CONTROL, fill, line, StrokeKind::Inside);
    let middle = rect.center().y;
    let glyph = pos2(rect.left() + space::WIDE, middle);
    widgets::icon(ui, glyph, icon, theme.font(ICON, Face::Icon), color);
    let side = theme.control_height() - space::SMALL;
    let close = Rect::from_center_size(
        pos2(rect.right() - space::SMALL - side / 2.0, middle),
        Vec2::splat(side),
    );
    let words = Rect::from_min_max(
        pos2(glyph.x + space::WIDE, rect.top()),
        pos2(close.left() - space::SMALL, rect.bottom()),
    );
    within(ui, words, "message words", |ui| {
        ui.horizontal_centered(|ui| {
            let label = eframe::egui::Label::new(&message.words).truncate();
            ui.add(label).on_hover_text(&message.words);
        });
    });
    let mut clicked = false;
    within(ui, close, "close message", |ui| {
        let button = Button::icon_only(Icon::X, context.text("app-dismiss"))
            .quiet()
            .height(side);
        clicked = button.show(ui).clicked();
    });
    if clicked {
        context.push(Command::DismissMessage);
    }
}

/// Files dropped onto the window, pictures pasted into it.
fn take_files(ui: &mut Ui, whole: Rect, context: &mut PageContext<'_>) {
    let (hovered, dropped, pasted) = ui.input(|input| {
        let pasted: Vec<_> = input
            .events
            .iter()
            .filter_map(|event| match event {
                Event::PasteImage(image) => Some(image.clone()),
                _ => None,
            })
            .collect();
        let hovered = !input.raw.hovered_files.is_empty();
        (hovered, input.raw.dropped_files.clone(), pasted)
    });
    if hovered {
        show_drop_hint(ui, whole, context);
    }
    // One canvas, one picture: the last of several.
    let convolves = context.state.page == Page::Convolve;
    if let Some(file) = dropped.last() {
        let path = file.path().to_owned();
        context.push(if PathPurpose::OpenModel.takes(&path) {
            Command::OpenModel(path)
        } else if PathPurpose::OpenRun.takes(&path) {
            TrainCommand::OpenRun(path).into()
        } else if convolves {
            Command::Convolve(Change::OpenPicture(path))
        } else {
            Command::OpenPicture(path)
        });
    }
    if let Some(image) = pasted.last() {
        let image = image.clone();
        context.push(if convolves {
            Command::Convolve(Change::OpenPixels(image))
        } else {
            Command::OpenPixels(image)
        });
    }
}

fn show_drop_hint(ui: &mut Ui, whole: Rect, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let layer = eframe::egui::LayerId::new(
        eframe::egui::Order::Foreground,
        eframe::egui::Id::unique("drop hint"),
    );
    let painter = ui.ctx().layer_painter(layer);
    painter.rect_filled(whole, 0, theme.colors.veil);
    let font = theme.font(TITLE, Face::SemiBold);
    let key = if context.state.page == Page::Convolve {
        "convolve-drop-hint"
    } else {
        "app-drop-hint"
    };
    let words = context.text(key);
    let galley = painter.layout_no_wrap(words.to_owned(), font, theme.colors.text);
    let place = Rect::from_center_size(whole.center(), galley.size());
    let (fill, line) = (theme.colors.surface, theme.selection());
    let card = place.expand(space::WIDE);
    painter.rect(card, radius::CARD, fill, line, StrokeKind::Inside);
    painter.galley(place.min, galley, theme.colors.text);
}

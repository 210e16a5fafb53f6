//! The canvas: large on the Draw page, small in the dock beside every other page, where what the
//! network sees and says stands beneath it.

use eframe::egui::{
    Align2, CursorIcon, Event, FontId, Id, PointerButton, Pos2, Rect, Response, Role, Sense, Shape,
    StrokeKind, TextureOptions, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};
use lucide_icons::Icon;

use super::command::Command;
use super::logic::ERASER;
use super::pages::PageContext;
use super::state::{PathPurpose, Tool};
use super::theme::{
    BODY, CAPTION, ColorMap, DOCK_ANSWER, Face, Size, TITLE, Theme, measure, radius, space, stroke,
};
use super::widgets::{self, Bars, Button, grid_image, paint_texture, percent, probability_bars};
use crate::digit::{Point, Stroke};
use crate::network::verdict::Verdict;

/// How far a circle's soft edge reaches beyond a line's, in points.
const SOFT_EDGE: f32 = 0.25;

/// The canvas in the square `rect`: shows the drawing and takes the pen.
pub fn canvas(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let id = ui.scope_id().with("canvas");
    let response = ui.interact(rect, id, Sense::drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, context.text("ink-canvas")));
    take_pen(ui, rect, &response, context);
    widgets::paint_focus(ui, &response);
    let large = rect.width() > measure::DOCK;
    let line = if large || response.hovered() {
        theme.strong_border()
    } else {
        theme.border()
    };
    let painter = ui.painter();
    painter.rect_filled(rect, radius::CONTROL, theme.colors.paper);
    paint_drawing(ui, rect, &theme, context);
    let painter = ui.painter();
    painter.rect_stroke(rect, radius::CONTROL, line, StrokeKind::Inside);
    if context.state.drawing.is_blank() {
        show_hint(ui, rect, context);
    }
    if let Some(position) = response.hover_pos().filter(|_| response.contains_pointer()) {
        ui.ctx().set_cursor_icon(CursorIcon::None);
        let ring = tool_width(context) * rect.width() / 2.0;
        let painter = ui.painter().with_clip_rect(rect);
        painter.circle_stroke(position, ring, theme.focus());
    }
}

/// The width of the tool in hand, as a share of the canvas.
pub fn tool_width(context: &PageContext<'_>) -> f32 {
    let pen = context.state.preferences.pen_width;
    match context.state.tool {
        Tool::Pen => pen,
        Tool::Eraser => pen * ERASER,
    }
}

/// Every movement of this frame, in order, so that a fast stroke keeps its corners.
fn take_pen(ui: &Ui, rect: Rect, response: &Response, context: &mut PageContext<'_>) {
    // There may be two canvases, in the dock and in the lesson: a stroke belongs to one.
    let owner_id = Id::unique("canvas in use");
    let owner: Option<Id> = ui.data(|data| data.get_temp(owner_id));
    let is_ours = owner == Some(response.id);
    let mut is_down = context.state.drawing.is_in_gesture() && is_ours;
    let touches = response.contains_pointer() || response.dragged() || response.drag_stopped();
    if !is_down && !touches {
        return;
    }
    let point_at = |position: Pos2| {
        let share = (position - rect.min) / rect.size();
        Point {
            x: share.x.clamp(0.0, 1.0),
            y: share.y.clamp(0.0, 1.0),
        }
    };
    let events = ui.input(|input| input.events.clone());
    for event in events {
        match event {
            Event::PointerButton {
                pos,
                button: PointerButton::Primary,
                pressed: true,
                ..
            } if touches && rect.contains(pos) => {
                context.push(Command::PutDown(point_at(pos)));
                ui.data_mut(|data| data.insert_temp(owner_id, response.id));
                is_down = true;
            }
            Event::PointerMoved(pos) if is_down => context.push(Command::MoveTo(point_at(pos))),
            Event::PointerButton {
                button: PointerButton::Primary,
                pressed: false,
                ..
            }
            | Event::PointerGone
            | Event::WindowFocused(false)
                if is_down =>
            {
                context.push(Command::LiftUp);
                is_down = false;
            }
            _ => {}
        }
    }
}

fn paint_drawing(ui: &Ui, rect: Rect, theme: &Theme, context: &mut PageContext<'_>) {
    let drawing = &context.state.drawing;
    if let Some(picture) = drawing.picture() {
        let stamp = (drawing.picture_stamp(), theme.dark);
        let options = TextureOptions::LINEAR;
        let texture =
            context
                .textures
                .get(ui.ctx(), "picture on the canvas", stamp, options, || {
                    grid_image(picture, ColorMap::Ink, theme)
                });
        paint_texture(ui, rect.shrink(stroke::BORDER), texture);
    }
    let painter = ui.painter().with_clip_rect(rect.shrink(stroke::BORDER));
    for stroke in drawing.strokes() {
        paint_stroke(&painter, rect, stroke, theme);
    }
}

/// A stroke with round ends and corners.
fn paint_stroke(painter: &eframe::egui::Painter, rect: Rect, stroke: &Stroke, theme: &Theme) {
    let width = stroke.width * rect.width();
    let at = |point: &Point| rect.min + vec2(point.x, point.y) * rect.size();
    let mut before: Option<Pos2> = None;
    for point in &stroke.points {
        let place = at(point);
        // Points closer than half a pixel change nothing that can be seen.
        if before.is_some_and(|before| before.distance_sq(place) < 0.25) {
            continue;
        }
        painter.circle_filled(place, width / 2.0 - SOFT_EDGE, theme.colors.ink);
        if let Some(before) = before {
            // As a path: single segments would be moved onto whole pixels, away from the circles.
            painter.add(Shape::line(vec![before, place], (width, theme.colors.ink)));
        }
        before = Some(place);
    }
}

fn show_hint(ui: &mut Ui, rect: Rect, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let size = if rect.width() > measure::DOCK {
        TITLE
    } else {
        BODY
    };
    let words = context.text("ink-hint");
    let room = rect.width() - 2.0 * space::SMALL;
    let font = font_that_fits(ui, words, size, Face::Medium, room);
    let color = theme.colors.muted;
    widgets::text(ui, rect.center(), Align2::CENTER_CENTER, words, font, color);
}

/// The dock: the canvas in small, what the network sees, what it says.
pub fn dock(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let painter = ui.painter();
    painter.rect_filled(rect, 0, theme.colors.surface);
    painter.vline(rect.right() - 0.5, rect.y_range(), theme.border());
    let inner = rect.shrink2(vec2(space::LARGE, 0.0));
    let title = pos2(inner.left(), measure::HEADER / 2.0);
    let font = theme.font(BODY, Face::SemiBold);
    let words = context.text("ink-title");
    let color = theme.colors.text;
    widgets::text(ui, title, Align2::LEFT_CENTER, words, font, color);

    // Where the window is low, the two pictures shrink so that the bars stay.
    let buttons = theme.control_height().min(36.0);
    let captions = theme.line_height() + theme.line(DOCK_ANSWER);
    let bars = 10.0 * theme.caption_height();
    let gaps = 6.0 * space::MEDIUM;
    let left_over = rect.height() - measure::HEADER - buttons - captions - bars - gaps;
    let side = (left_over / 2.0).clamp(72.0, inner.width());
    let square = |top: f32| {
        let left = inner.center().x - side / 2.0;
        Rect::from_min_size(pos2(left, top), Vec2::splat(side))
    };
    let canvas_rect = square(measure::HEADER);
    canvas(ui, canvas_rect, context);
    let mut top = canvas_rect.bottom() + space::MEDIUM;
    let row = Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), buttons));
    self::buttons(ui, row, context);
    top = row.bottom() + space::MEDIUM;
    show_seen_heading(ui, inner, top, context);
    let seen = square(top + theme.line_height() + space::TINY);
    paint_seen(ui, seen, &theme, context);
    let answer = Rect::from_min_size(
        pos2(inner.left(), seen.bottom() + space::SMALL),
        vec2(inner.width(), theme.line(DOCK_ANSWER)),
    );
    show_answer(ui, answer, context);
    let bars = Rect::from_min_max(
        pos2(inner.left(), answer.bottom() + space::SMALL),
        pos2(inner.right(), rect.bottom() - space::MEDIUM),
    );
    let most = 10.0 * (theme.caption_height() + 2.0 * space::TINY + 2.0);
    let bars = bars.with_max_y(bars.bottom().min(bars.top() + most));
    let reading = &context.state.reading;
    let blank = reading.verdict == Verdict::Blank;
    let shown = Bars {
        probabilities: (!blank).then_some(&reading.classification.probabilities),
        said: (reading.verdict == Verdict::Sure).then(|| reading.classification.digit()),
        size: CAPTION,
        bar: measure::DOCK_BAR,
    };
    probability_bars(ui, bars, &shown);
}

/// Undo, clear, open, a random digit: in a row over the width of `rect`.
pub fn buttons(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let drawing = &context.state.drawing;
    let entries = [
        (
            Icon::Undo2,
            "ink-undo",
            "ink-undo-tooltip",
            drawing.can_undo(),
            Command::Undo,
        ),
        (
            Icon::Trash2,
            "ink-clear",
            "ink-clear-tooltip",
            !drawing.is_blank(),
            Command::Clear,
        ),
        (
            Icon::FolderOpen,
            "ink-open",
            "ink-open-tooltip",
            true,
            Command::ChoosePath(PathPurpose::OpenPicture),
        ),
        (
            Icon::Dices,
            "ink-random",
            "ink-random-tooltip",
            true,
            Command::ShowRandomDigit,
        ),
    ];
    let gap = (rect.width() - 4.0 * rect.height()) / 3.0;
    ui.scope_builder(
        UiBuilder::new().max_rect(rect).id_salt("dock buttons"),
        |ui| {
            ui.spacing_mut().item_spacing.x = gap.max(0.0);
            ui.horizontal(|ui| {
                for (icon, label, tooltip, enabled, command) in entries {
                    let button = Button::icon_only(icon, context.text(label))
                        .tooltip(context.text(tooltip))
                        .enabled(enabled)
                        .height(rect.height());
                    if button.show(ui).clicked() {
                        context.push(command);
                    }
                }
            });
        },
    );
}

fn show_seen_heading(ui: &mut Ui, inner: Rect, top: f32, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let middle = top + theme.line_height() / 2.0;
    let font = theme.font(CAPTION, Face::SemiBold);
    let words = context.text("ink-seen");
    let color = theme.colors.text;
    let place = pos2(inner.left(), middle);
    let heading = widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
    let font = theme.font(CAPTION, Face::Mono);
    let place = pos2(inner.right(), middle);
    // In the presenter's size there is no room for both.
    if heading.rect.right() + theme.points(CAPTION) * 4.0 < inner.right() {
        let color = theme.colors.muted;
        widgets::text(ui, place, Align2::RIGHT_CENTER, "28×28", font, color);
    }
}

fn paint_seen(ui: &Ui, rect: Rect, theme: &Theme, context: &mut PageContext<'_>) {
    let reading = &context.state.reading;
    let stamp = (reading.stamp, theme.dark);
    let options = TextureOptions::NEAREST;
    let texture = context
        .textures
        .get(ui.ctx(), "seen by the network", stamp, options, || {
            grid_image(&reading.form.centred, ColorMap::Ink, theme)
        });
    paint_texture(ui, rect, texture);
    ui.painter()
        .rect_stroke(rect, 0, theme.border(), StrokeKind::Outside);
}

/// The digit that is said and how sure the network is; nothing for a blank canvas.
fn show_answer(ui: &mut Ui, rect: Rect, context: &PageContext<'_>) {
    let reading = &context.state.reading;
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let (digit, color) = match reading.verdict {
        Verdict::Blank => return,
        Verdict::Unsure => ("?".to_owned(), colors.muted),
        Verdict::Sure => (reading.classification.digit().to_string(), colors.accent),
    };
    let middle = rect.center().y;
    let font = theme.font(DOCK_ANSWER, Face::Bold);
    let place = pos2(rect.left(), middle);
    let said = widgets::text(ui, place, Align2::LEFT_CENTER, digit, font, color);
    let (words, face, usual) = match reading.verdict {
        Verdict::Unsure => (context.text("ink-unsure").to_owned(), Face::Medium, BODY),
        _ => {
            let words = format!("{} %", percent(reading.classification.probability()));
            (words, Face::Mono, TITLE)
        }
    };
    let room = rect.right() - said.rect.right() - space::SMALL;
    let font = font_that_fits(ui, &words, usual, face, room);
    let place = pos2(rect.right(), middle);
    widgets::text(ui, place, Align2::RIGHT_CENTER, words, font, colors.text);
}

/// The usual size or, where the words are too wide for the room, a smaller one.
fn font_that_fits(ui: &Ui, words: &str, usual: Size, face: Face, room: f32) -> FontId {
    let theme = Theme::of(ui.ctx());
    let [usual, smaller, smallest] = [usual, BODY, CAPTION].map(|size| theme.font(size, face));
    let fits = |font: &FontId| widgets::words_width(ui, words, font.clone()) <= room;
    match (fits(&usual), fits(&smaller)) {
        (true, _) => usual,
        (_, true) => smaller,
        _ => smallest,
    }
}

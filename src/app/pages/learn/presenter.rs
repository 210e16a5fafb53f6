//! The lesson for a projector: its header, which keeps the digit, and a light at the pointer.

use eframe::egui::{
    Align2, Context, CursorIcon, Id, LayerId, Order, Rect, Role, Sense, StrokeKind, TextureOptions,
    Ui, Vec2, WidgetInfo, pos2, vec2,
};
use lucide_icons::Icon;

use crate::app::command::Command;
use crate::app::ink;
use crate::app::lesson::{LessonCommand, LessonView};
use crate::app::pages::PageContext;
use crate::app::theme::{ColorMap, Face, ICON, RESULT, TITLE, Theme, radius, space};
use crate::app::widgets::{self, Button, grid_image, paint_texture, percent};
use crate::network::Verdict;

/// Radius of the light.
const LIGHT: f32 = 140.0;

/// The chapter's title, the digit in small with its answer, the light's switch, and the way out.
pub fn show_header(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let side = theme.control_height();
    let mut right = rect.right();
    let mut place = |width: f32| {
        let place = Rect::from_min_size(pos2(right - width, rect.top()), vec2(width, side));
        right -= width + space::MEDIUM;
        place
    };
    super::within(ui, place(side), "leave", |ui| {
        let leave = Button::icon_only(Icon::X, context.text("learn-leave"))
            .tooltip(context.text("learn-leave-tooltip"));
        if leave.show(ui).clicked() {
            context.push(Command::SetPresenter(false));
        }
    });
    super::within(ui, place(side), "light", |ui| {
        let on = context.state.lesson.spotlight;
        let light = Button::icon_only(Icon::Lightbulb, context.text("learn-spotlight"))
            .tooltip(context.text("learn-spotlight-tooltip"))
            .selected(on);
        if light.show(ui).clicked() {
            context.lesson(LessonCommand::SetSpotlight(!on));
        }
    });
    super::within(ui, place(side), "contents", |ui| {
        super::step::show_contents_button(ui, context);
    });
    let left = show_digit(
        ui,
        pos2(right - space::LARGE, rect.center().y),
        side,
        context,
    );
    let words = title(context);
    let font = theme.font(RESULT, Face::SemiBold);
    let color = theme.colors.text;
    let room = left - rect.left() - space::WIDE;
    let font = if widgets::words_width(ui, &words, font.clone()) > room {
        theme.font(TITLE, Face::SemiBold)
    } else {
        font
    };
    let place = pos2(rect.left(), rect.center().y);
    widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
}

fn title(context: &PageContext<'_>) -> String {
    match context.state.lesson.view {
        LessonView::Step(place) => {
            let chapter = context.state.lesson.chapters().get(place.chapter);
            chapter.map_or(String::new(), |chapter| chapter.title.clone())
        }
        LessonView::Contents => context.text("learn-title").to_owned(),
        LessonView::Quiz => context.text("quiz-title").to_owned(),
    }
}

/// The digit, what is said of it and how sure that is; the left edge.
fn show_digit(
    ui: &mut Ui,
    right: eframe::egui::Pos2,
    side: f32,
    context: &mut PageContext<'_>,
) -> f32 {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let reading = &context.state.reading;
    let mut left = right.x;
    let (digit, share) = match reading.verdict {
        Verdict::Blank => (None, None),
        Verdict::Unsure => (Some("?".to_owned()), None),
        Verdict::Sure => {
            let share = percent(reading.classification.probability());
            let digit = reading.classification.digit().to_string();
            (Some(digit), Some(format!("{share} %")))
        }
    };
    for (words, face, color) in [
        (share, Face::Mono, colors.text),
        (digit, Face::Bold, colors.accent),
    ] {
        if let Some(words) = words {
            let font = theme.font(TITLE, face);
            let place = pos2(left, right.y);
            let shown = widgets::text(ui, place, Align2::RIGHT_CENTER, words, font, color);
            left = shown.rect.left() - space::LARGE;
        }
    }
    let middle = pos2(left - side / 2.0, right.y);
    let picture = Rect::from_center_size(middle, Vec2::splat(side));
    let stamp = (reading.stamp, theme.dark);
    let reading = reading.clone();
    let options = TextureOptions::LINEAR;
    let texture = context
        .textures
        .get(ui.ctx(), "digit in the header", stamp, options, || {
            grid_image(&reading.form.centred, ColorMap::Ink, &theme)
        });
    ui.painter()
        .rect_filled(picture, radius::CONTROL, colors.paper);
    paint_texture(ui, picture.shrink(space::TINY), texture);
    let pencil = pos2(picture.left() - space::LARGE, right.y);
    let font = theme.font(ICON, Face::Icon);
    widgets::icon(ui, pencil, Icon::Pencil, font, colors.muted);
    let whole = picture.with_min_x(pencil.x - space::LARGE);
    let whole = whole.with_max_x(right.x);
    let response = ui.interact(whole, ui.scope_id().with("digit"), Sense::click());
    let name = context.text("ink-title");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let line = if response.hovered() || context.state.lesson.canvas {
        theme.selected_border()
    } else {
        theme.border()
    };
    ui.painter()
        .rect_stroke(picture, radius::CONTROL, line, StrokeKind::Inside);
    widgets::paint_focus(ui, &response);
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if response.on_hover_text(context.text("learn-draw")).clicked() {
        let canvas = !context.state.lesson.canvas;
        context.lesson(LessonCommand::ShowCanvas(canvas));
    }
    whole.left()
}

/// The canvas over the words, so that the figure is seen while one draws; `page` is where
/// the screen is.
pub fn show_canvas(ui: &mut Ui, page: Rect, context: &mut PageContext<'_>) {
    if !context.state.lesson.canvas {
        return;
    }
    let theme = Theme::of(ui.ctx());
    let buttons = theme.control_height();
    let words = super::step::Layout::new(page, ui).words;
    let inner = words.shrink(space::LARGE);
    let side = inner.width().min(inner.height() - space::MEDIUM - buttons);
    let size = vec2(side, side + space::MEDIUM + buttons);
    let inner = Rect::from_center_size(inner.center(), size);
    super::within(ui, words, "canvas beside the figure", |ui| {
        // What lies behind does not take the clicks.
        let behind = ui.scope_id().with("behind");
        ui.interact(words, behind, Sense::click_and_drag() - Sense::FOCUSABLE);
        widgets::card(ui, words);
        let canvas = inner.with_max_y(inner.top() + side);
        ink::canvas(ui, canvas, context);
        let row = inner.with_min_y(canvas.bottom() + space::MEDIUM);
        let close = row.with_min_x(row.right() - buttons);
        let row = row.with_max_x(close.left() - space::SMALL);
        ink::buttons(ui, row, context);
        super::within(ui, close, "away", |ui| {
            let close = Button::icon_only(Icon::X, context.text("learn-draw-close"));
            if close.show(ui).clicked() {
                context.lesson(LessonCommand::ShowCanvas(false));
            }
        });
    });
}

/// All but a circle around the pointer darker.
pub fn show_spotlight(ui: &Ui, whole: Rect, context: &PageContext<'_>) {
    if !context.state.lesson.spotlight {
        return;
    }
    let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) else {
        return;
    };
    let painter = spotlight_painter(ui.ctx());
    let theme = Theme::of(ui.ctx());
    // A ring so wide that it covers the window from anywhere.
    let width = whole.width() + whole.height();
    painter.circle_stroke(pointer, LIGHT + width / 2.0, (width, theme.colors.veil));
    painter.circle_stroke(pointer, LIGHT, theme.selection());
}

fn spotlight_painter(ctx: &Context) -> eframe::egui::Painter {
    ctx.layer_painter(LayerId::new(Order::Foreground, Id::unique("spotlight")))
}

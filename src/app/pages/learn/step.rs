//! One screen of the lesson: words at the left, the figure at the right.

use eframe::egui::epaint::RectShape;
use eframe::egui::layers::GraphicLayers;
use eframe::egui::{Rect, ScrollArea, Sense, Shape, StrokeKind, Ui, pos2, vec2};
use lucide_icons::Icon;

use super::{Motion, code, controls, figures, prose};
use crate::app::lesson::{LessonCommand, LessonView, Place};
use crate::app::pages::PageContext;
use crate::app::theme::{Face, HEADING, Theme, radius, space};
use crate::app::widgets::{self, Button};
use crate::lesson::{Block, Figure};

/// The words' share of the page's width, and the least and the most that they get.
const WORDS_SHARE: f32 = 0.36;
const WORDS: (f32, f32) = (290.0, 480.0);
const PRESENTER_WORDS: (f32, f32) = (400.0, 620.0);

/// The parts of the screen.
pub struct Layout {
    pub words: Rect,
    /// Back, where one is, next.
    pub steps: Rect,
    pub figure: Rect,
}

impl Layout {
    pub fn new(rect: Rect, ui: &Ui) -> Self {
        let theme = Theme::of(ui.ctx());
        let (least, most) = if theme.presenter {
            PRESENTER_WORDS
        } else {
            WORDS
        };
        let width = (rect.width() * WORDS_SHARE).clamp(least, most);
        let left = rect.with_max_x(rect.left() + width);
        let steps = left.with_min_y(left.bottom() - theme.control_height());
        Self {
            words: left.with_max_y(steps.top() - space::LARGE),
            steps,
            figure: rect.with_min_x(left.right() + space::WIDE),
        }
    }
}

pub fn show_words(
    ui: &mut Ui,
    rect: Rect,
    place: Place,
    figure: Option<&Figure>,
    code_shown: &mut bool,
    context: &PageContext<'_>,
) {
    let Some(step) = context.state.lesson.step(place) else {
        return;
    };
    let theme = Theme::of(ui.ctx());
    let area = ScrollArea::vertical()
        .id_salt((place.chapter, place.step))
        .auto_shrink(false);
    area.show(ui, |ui| {
        ui.set_width(rect.width());
        ui.spacing_mut().item_spacing.y = space::MEDIUM;
        show_title(ui, &step.title);
        for block in &step.prose {
            // What a teacher says without reading it.
            if theme.presenter && matches!(block, Block::Aside(_)) {
                continue;
            }
            prose::show_block(ui, block, figure, context);
        }
        if let Some(task) = &step.task {
            let done = context.state.is_task_done(place);
            prose::show_task(ui, task, done, figure, context);
        }
        let Some(lines) = &step.code else { return };
        if !theme.presenter {
            code::show_button(ui, code_shown, context);
        }
        if *code_shown {
            code::show(ui, lines, context);
        }
    });
}

fn show_title(ui: &mut Ui, words: &str) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(HEADING, Face::SemiBold);
    let color = theme.colors.text;
    let galley = ui
        .painter()
        .layout(words.to_owned(), font, color, ui.available_width());
    let size = vec2(ui.available_width(), galley.size().y);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter().galley(rect.min, galley, color);
    widgets::label(ui, rect, words);
}

/// Back, the chapter's steps as dots, next.
pub fn show_steps(
    ui: &mut Ui,
    rect: Rect,
    place: Place,
    code_shown: &mut bool,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let lesson = &context.state.lesson;
    let steps = lesson.chapters()[place.chapter].steps.len();
    let last = lesson.neighbour(place, false).is_none();
    let next = if last { "learn-to-quiz" } else { "learn-next" };
    let next = Button::new(context.text(next))
        .icon(Icon::ArrowRight)
        .primary();
    let width = next.natural_width(ui);
    let place_of = |right: f32, width: f32| {
        Rect::from_min_max(pos2(right - width, rect.top()), pos2(right, rect.bottom()))
    };
    super::within(ui, place_of(rect.right(), width), "next", |ui| {
        let next = next.tooltip(context.text("learn-next-tooltip"));
        if next.show(ui).clicked() {
            context.lesson(LessonCommand::TurnPage { back: false });
        }
    });
    let side = theme.control_height();
    super::within(ui, place_of(rect.left() + side, side), "back", |ui| {
        let back = Button::icon_only(Icon::ArrowLeft, context.text("learn-back"))
            .tooltip(context.text("learn-back-tooltip"));
        if back.show(ui).clicked() {
            context.lesson(LessonCommand::TurnPage { back: true });
        }
    });
    let left = rect.left() + side + space::SMALL;
    let has_code = lesson.step(place).is_some_and(|step| step.code.is_some());
    let mut taken = left + side;
    if !theme.presenter {
        super::within(ui, place_of(taken, side), "contents", |ui| {
            show_contents_button(ui, context);
        });
    } else if has_code {
        super::within(ui, place_of(taken, side), "code", |ui| {
            code::show_button(ui, code_shown, context);
        });
    } else {
        taken = left;
    }
    let between = Rect::from_min_max(
        pos2(taken + space::SMALL, rect.top()),
        pos2(rect.right() - width - space::SMALL, rect.bottom()),
    );
    show_dots(ui, between, steps, place, context);
}

/// The way to the list of chapters.
pub fn show_contents_button(ui: &mut Ui, context: &mut PageContext<'_>) {
    let contents = Button::icon_only(Icon::List, context.text("learn-contents"))
        .tooltip(context.text("learn-contents-tooltip"));
    if contents.show(ui).clicked() {
        context.lesson(LessonCommand::Show(LessonView::Contents));
    }
}

/// A dot a step, the one on screen longer; a click goes there.
fn show_dots(ui: &mut Ui, rect: Rect, steps: usize, place: Place, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let dot = space::SMALL;
    let wide = 3.0 * dot;
    let gap = ((rect.width() - wide) / steps as f32 - dot).clamp(space::TINY, space::SMALL);
    let total = wide + (steps - 1) as f32 * (dot + gap);
    if total > rect.width() {
        return;
    }
    let mut left = rect.center().x - total / 2.0;
    for step in 0..steps {
        let width = if step == place.step { wide } else { dot };
        let size = vec2(width, dot);
        let middle = pos2(left + width / 2.0, rect.center().y);
        let shape = Rect::from_center_size(middle, size);
        let target = Place { step, ..place };
        let id = ui.scope_id().with(("dot", step));
        let response = ui.interact(shape.expand(gap / 2.0), id, Sense::click());
        let words = context.state.text.with(
            "learn-step",
            &[("number", (step + 1).into()), ("count", steps.into())],
        );
        response.widget_info(|| {
            let selected = step == place.step;
            eframe::egui::WidgetInfo::selected(
                eframe::egui::Role::Button,
                true,
                selected,
                words.as_str(),
            )
        });
        let color = if step <= place.step {
            colors.accent
        } else {
            colors.quiet
        };
        ui.painter().rect_filled(shape, dot / 2.0, color);
        widgets::paint_focus(ui, &response);
        if response.on_hover_text(&words).clicked() {
            context.lesson(LessonCommand::Show(LessonView::Step(target)));
        }
        left += width + gap;
    }
}

/// The figure in a card as high as the page, its settings above it.
pub fn show_figure(
    ui: &mut Ui,
    rect: Rect,
    figure: &mut Figure,
    motion: &mut Motion,
    context: &mut PageContext<'_>,
) {
    let margin = if rect.width() < 520.0 {
        20.0
    } else {
        space::WIDE
    };
    widgets::card(ui, rect);
    let inner = rect.shrink(margin);
    let top = controls::show(ui, inner, figure, motion, context);
    let body = inner.with_min_y(top);
    if !body.is_positive() {
        return;
    }
    super::within(ui, body, figure.kind, |ui| {
        figures::show(ui, body, figure, motion, context);
    });
}

/// A card that ends where what is drawn into it ends.
pub fn show_card(ui: &mut Ui, rect: Rect, margin: f32, draw: impl FnOnce(&mut Ui, Rect)) {
    let theme = Theme::of(ui.ctx());
    let behind = ui.painter().add(Shape::Noop);
    let drawn = Drawn::from_here(ui);
    draw(ui, rect.shrink(margin));
    let least = rect.top() + 2.0 * margin + theme.control_height();
    let bottom = (drawn.bottom(ui) + margin).max(least).min(rect.bottom());
    let card = RectShape::new(
        rect.with_max_y(bottom),
        radius::CARD,
        theme.colors.surface,
        theme.border(),
        StrokeKind::Inside,
    );
    ui.painter().set(behind, card);
}

/// What is drawn from some moment on.
struct Drawn {
    first: usize,
}

impl Drawn {
    fn from_here(ui: &Ui) -> Self {
        let count = |layers: &GraphicLayers| {
            let list = layers.get(ui.layer_id());
            list.map_or(0, |list| list.all_entries().len())
        };
        Self {
            first: ui.ctx().graphics(count),
        }
    }

    /// How far down it reaches.
    fn bottom(&self, ui: &Ui) -> f32 {
        ui.ctx().graphics(|layers| {
            let list = layers.get(ui.layer_id()).into_iter();
            list.flat_map(|list| list.all_entries().skip(self.first))
                .map(|drawn| {
                    drawn
                        .shape
                        .visual_bounding_rect()
                        .intersect(drawn.clip_rect)
                })
                .filter(|rect| rect.is_positive())
                .fold(ui.max_rect().top(), |bottom, rect| {
                    bottom.max(rect.bottom())
                })
        })
    }
}

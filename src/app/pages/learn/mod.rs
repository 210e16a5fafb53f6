//! The Learn page: the lesson's chapters with live figures, and the quiz.

mod code;
mod contents;
mod controls;
mod figures;
mod given;
mod layers;
mod presenter;
mod prose;
mod question;
mod quiz;
mod result;
mod step;

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::{Rect, Ui, UiBuilder};

use super::PageContext;
use crate::app::lesson::{LessonCommand, LessonView, Place};
use crate::app::theme::{BODY, Face, Theme};
use crate::app::widgets;
use crate::lesson::{Figure, Library};

pub use presenter::{
    show_canvas as show_lesson_canvas, show_header as show_lesson_header, show_spotlight,
};
use quiz::QuizPage;

/// How the page is looked at.
#[derive(Default)]
pub struct LearnPage {
    /// The figures as the reader has set them.
    figures: HashMap<Place, Figure>,
    /// The start that they belong to, and the library.
    starts: u64,
    library: Option<Arc<Library>>,
    code_shown: bool,
    motion: Motion,
    quiz: QuizPage,
}

/// What moves by itself.
#[derive(Default)]
pub struct Motion {
    /// Whether the window of the figure on screen wanders, and when it moved last, in seconds.
    pub playing: Option<f64>,
    /// The step that it belongs to.
    place: Option<Place>,
}

impl Motion {
    /// Ends where another step is shown, and where nothing may move by itself.
    fn settle(&mut self, place: Place, less_motion: bool) {
        if self.place != Some(place) || less_motion {
            self.playing = None;
        }
        self.place = Some(place);
    }
}

impl LearnPage {
    pub fn show(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let rect = ui.max_rect();
        let Some(library) = context.state.lesson.library.clone() else {
            let theme = Theme::of(ui.ctx());
            let font = theme.font(BODY, Face::Regular);
            let words = context.text("learn-loading");
            widgets::paragraph(ui, rect, words, font, theme.colors.muted);
            return;
        };
        if !self
            .library
            .as_ref()
            .is_some_and(|known| Arc::ptr_eq(known, &library))
        {
            self.take_library(library);
        }
        if self.starts != context.state.lesson.starts {
            self.starts = context.state.lesson.starts;
            self.figures.clear();
        }
        match context.state.lesson.view {
            LessonView::Contents => contents::show(ui, rect, context),
            LessonView::Step(place) => self.show_step(ui, rect, place, context),
            LessonView::Quiz => self.quiz.show(ui, rect, &mut self.motion, context),
        }
    }

    /// Figures keep their settings where the other language, or the files that were read again,
    /// have the same ones.
    fn take_library(&mut self, library: Arc<Library>) {
        let kept = std::mem::take(&mut self.figures);
        for (place, figure) in kept {
            let known = self.library.as_ref();
            let known = known.and_then(|library| first_figure(library, place));
            if known.is_some() && known == first_figure(&library, place) {
                self.figures.insert(place, figure);
            }
        }
        self.library = Some(library);
    }

    fn show_step(&mut self, ui: &mut Ui, rect: Rect, place: Place, context: &mut PageContext<'_>) {
        let Some(step) = context.state.lesson.step(place) else {
            return;
        };
        self.motion.settle(place, context.state.less_motion());
        let mut figure = self.figures.remove(&place).or_else(|| step.figure.clone());
        let layout = step::Layout::new(rect, ui);
        if let Some(figure) = &mut figure {
            figure.settle(&context.state.world());
            within(ui, layout.figure, "figure", |ui| {
                step::show_figure(ui, layout.figure, figure, &mut self.motion, context);
            });
        }
        within(ui, layout.words, "words", |ui| {
            let shown = &mut self.code_shown;
            step::show_words(ui, layout.words, place, figure.as_ref(), shown, context);
        });
        within(ui, layout.steps, "steps", |ui| {
            let shown = &mut self.code_shown;
            step::show_steps(ui, layout.steps, place, shown, context);
        });
        if let Some(figure) = figure {
            self.notice(place, &figure, context);
            self.figures.insert(place, figure);
        }
    }

    /// Sees whether the task is done.
    fn notice(&self, place: Place, figure: &Figure, context: &mut PageContext<'_>) {
        let task = context
            .state
            .lesson
            .step(place)
            .and_then(|s| s.task.as_ref());
        let Some(task) = task.filter(|_| !context.state.is_task_done(place)) else {
            return;
        };
        let world = context.state.world();
        if task.done.holds(|name| figure.fact(name, &world)) {
            context.lesson(LessonCommand::TaskDone(place));
        }
    }
}

/// A step's figure as its file has it.
fn first_figure(library: &Library, place: Place) -> Option<&Figure> {
    let step = library.chapters.get(place.chapter)?.steps.get(place.step)?;
    step.figure.as_ref()
}

fn within(
    ui: &mut Ui,
    rect: Rect,
    name: impl std::hash::Hash + std::fmt::Debug,
    draw: impl FnOnce(&mut Ui),
) {
    let builder = UiBuilder::new().max_rect(rect).id_salt(name);
    ui.scope_builder(builder, draw);
}

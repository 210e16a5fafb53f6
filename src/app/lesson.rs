//! Where the reader of the lesson is, what is done, the quiz.

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::App;
use super::command::Command;
use super::pages::Page;
use super::state::State;
use super::tasks::pause_before_again;
use super::text::Text;
use crate::dataset;
use crate::language::Language;
use crate::lesson::quiz::{Level, Paper, Sitting};
use crate::lesson::{Chapter, LastRead, Library, Step, World};
use crate::network::Model;
use crate::training::{Evaluation, Settings, evaluate};

/// A screen of the lesson: chapter and step by their indices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    pub chapter: usize,
    pub step: usize,
}

/// What the Learn page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LessonView {
    #[default]
    Contents,
    Step(Place),
    Quiz,
}

/// What may be asked for on the Learn page.
#[derive(Clone, Debug)]
pub enum LessonCommand {
    /// A folder with lessons of one's own, or none.
    SetFolder(Option<PathBuf>),
    /// Reads the lessons anew.
    Read,
    WasRead {
        language: Language,
        folder: Option<PathBuf>,
        library: Arc<Library>,
    },
    Show(LessonView),
    /// To the next screen, or to the one before.
    TurnPage {
        back: bool,
    },
    /// The task of this screen is done.
    TaskDone(Place),
    ForgetTasks,
    SetSpotlight(bool),
    /// The canvas beside the figure, where the page has no dock.
    ShowCanvas(bool),
    StartQuiz {
        seed: u64,
        level: Level,
        count: usize,
    },
    /// The index of a choice.
    Answer(usize),
    /// The index of a question; the number of questions for the result.
    ShowQuestion(usize),
    EndQuiz,
    /// Lets the network in use read the held-out digits.
    Evaluate,
    Evaluated(Arc<ModelEvaluation>),
}

/// The lesson, and where its reader is.
pub struct Lesson {
    /// None until the page is shown first.
    pub library: Option<Arc<Library>>,
    pub view: LessonView,
    pub sitting: Option<Sitting>,
    /// Times that the reader has started over, by which is known whether figures are set anew.
    pub starts: u64,
    /// Whether a light follows the pointer, in the presenter's size.
    pub spotlight: bool,
    /// Whether the canvas is out beside the figure, in the presenter's size.
    pub canvas: bool,
    /// What the network in use, or one before it, made of the held-out digits.
    pub evaluation: Option<Arc<ModelEvaluation>>,
    /// What the network in use last said of a figure's picture.
    pub read: LastRead,
}

/// What a model made of the built-in held-out digits.
#[derive(Debug)]
pub struct ModelEvaluation {
    pub model: Model,
    pub evaluation: Evaluation,
}

impl ModelEvaluation {
    /// Whether it is of this network, if perhaps as it was before.
    pub fn is_of_architecture(&self, model: &Model) -> bool {
        self.model.architecture() == model.architecture()
    }
}

impl Lesson {
    pub(super) fn new() -> Self {
        Self {
            library: None,
            view: LessonView::default(),
            sitting: None,
            starts: 0,
            spotlight: false,
            canvas: false,
            evaluation: None,
            read: LastRead::default(),
        }
    }

    pub fn chapters(&self) -> &[Chapter] {
        self.library
            .as_ref()
            .map_or(&[], |library| &library.chapters)
    }

    /// The screen at a place, if there is one.
    pub fn step(&self, place: Place) -> Option<&Step> {
        self.chapters().get(place.chapter)?.steps.get(place.step)
    }

    /// The screen after this one, or before it; into the chapter beside it at a chapter's end.
    pub fn neighbour(&self, place: Place, back: bool) -> Option<Place> {
        let chapters = self.chapters();
        let Place { chapter, step } = place;
        let steps = chapters.get(chapter)?.steps.len();
        let neighbour = match back {
            false if step + 1 < steps => Place {
                chapter,
                step: step + 1,
            },
            false => Place {
                chapter: chapter + 1,
                step: 0,
            },
            true if step > 0 => Place {
                chapter,
                step: step - 1,
            },
            true => {
                let chapter = chapter.checked_sub(1)?;
                let step = chapters[chapter].steps.len() - 1;
                Place { chapter, step }
            }
        };
        self.step(neighbour).map(|_| neighbour)
    }

    /// The name under which a task is kept as done, also while other lessons come and go.
    pub fn task_name(&self, place: Place) -> Option<String> {
        self.step(place)?.task.as_ref()?;
        let chapter = &self.chapters()[place.chapter];
        Some(format!("{}/{}", chapter.name, place.step + 1))
    }
}

impl State {
    /// Whether the lesson has the window for itself: no rail, no dock.
    pub fn presents_lesson(&self) -> bool {
        self.page == Page::Learn && self.preferences.presenter
    }

    /// “Chapter 4 of 11 · Padding”, on a screen of the lesson.
    pub fn lesson_subtitle(&self) -> Option<String> {
        if self.page != Page::Learn {
            return None;
        }
        let place = match self.lesson.view {
            LessonView::Contents => return None,
            LessonView::Quiz => return Some(self.text.get("quiz-title").to_owned()),
            LessonView::Step(place) => place,
        };
        let chapter = self.lesson.chapters().get(place.chapter)?;
        let arguments = [
            ("number", (place.chapter + 1).into()),
            ("count", self.lesson.chapters().len().into()),
            ("title", chapter.title.as_str().into()),
        ];
        Some(self.text.with("learn-chapter", &arguments))
    }

    /// What the figures of the lesson show besides their settings.
    pub fn world(&self) -> World<'_> {
        let record = self.training.run.as_ref().map(|run| &run.live.record);
        World {
            model: &self.model.model,
            form: &self.reading.form,
            classification: &self.reading.classification,
            verdict: self.reading.verdict,
            read: &self.lesson.read,
            label: self.shown_held_out().map(|shown| shown.label),
            batches: record.map_or(0, |record| record.step),
            epochs: record.map_or(0.0, |record| {
                record.step as f64 / record.batches().max(1) as f64
            }),
        }
    }

    /// The settings of a run of the network in use, for the script.
    pub fn script_settings(&self) -> Settings {
        Settings {
            architecture: self.model.model.architecture().clone(),
            ..self.training.settings().clone()
        }
    }

    /// Whether the task at this place is done.
    pub fn is_task_done(&self, place: Place) -> bool {
        let name = self.lesson.task_name(place);
        name.is_some_and(|name| self.preferences.tasks_done.contains(&name))
    }

    fn task_done(&mut self, place: Place) {
        if let Some(name) = self.lesson.task_name(place) {
            self.preferences.tasks_done.insert(name);
        }
    }

    fn take_lessons(&mut self, library: Arc<Library>) {
        self.lesson.library = Some(library);
        if let LessonView::Step(place) = self.lesson.view
            && self.lesson.step(place).is_none()
        {
            self.lesson.view = LessonView::Contents;
        }
    }

    fn show_lesson(&mut self, view: LessonView) {
        self.page = Page::Learn;
        // The words that it lay over are others.
        self.lesson.canvas = false;
        match view {
            LessonView::Step(place) if self.lesson.step(place).is_none() => {}
            LessonView::Step(place) => {
                self.preferences.lesson_place = place;
                self.lesson.view = view;
            }
            _ => self.lesson.view = view,
        }
    }

    /// From the last screen to the quiz, from the first to the contents.
    fn turn_page(&mut self, back: bool) {
        let view = match self.lesson.view {
            LessonView::Contents if back => return,
            LessonView::Contents => LessonView::Step(self.resumed_place()),
            LessonView::Step(place) => match self.lesson.neighbour(place, back) {
                Some(place) => LessonView::Step(place),
                None if back => LessonView::Contents,
                None => LessonView::Quiz,
            },
            LessonView::Quiz => {
                self.turn_quiz(back);
                return;
            }
        };
        self.show_lesson(view);
    }

    /// Where the reader was last.
    pub fn resumed_place(&self) -> Place {
        let place = self.preferences.lesson_place;
        match self.lesson.step(place) {
            Some(_) => place,
            None => Place::default(),
        }
    }

    fn turn_quiz(&mut self, back: bool) {
        let Some(sitting) = &mut self.lesson.sitting else {
            if back {
                self.lesson.view = LessonView::Contents;
            }
            return;
        };
        let answered = sitting.answers.get(sitting.at).is_some_and(Option::is_some);
        if back {
            sitting.at = sitting.at.saturating_sub(1);
        } else if answered {
            sitting.at += 1;
        }
    }

    fn start_quiz(&mut self, seed: u64, level: Level, count: usize) {
        self.lesson.sitting = Some(Sitting::new(Paper::new(seed, level, count)));
        self.lesson.view = LessonView::Quiz;
    }

    fn answer_question(&mut self, choice: usize) {
        if let Some(sitting) = &mut self.lesson.sitting {
            sitting.answer(choice);
        }
    }

    fn show_question(&mut self, at: usize) {
        if let Some(sitting) = &mut self.lesson.sitting {
            sitting.at = at.min(sitting.paper.questions.len());
        }
    }
}

impl App {
    pub(super) fn perform_lesson(&mut self, command: LessonCommand) {
        let state = &mut self.state;
        match command {
            LessonCommand::SetFolder(folder) => self.set_lesson_folder(folder),
            LessonCommand::Read => self.read_lessons(),
            LessonCommand::WasRead {
                language,
                folder,
                library,
            } => self.lessons_read(language, folder, library),
            LessonCommand::Show(view) => state.show_lesson(view),
            LessonCommand::TurnPage { back } => state.turn_page(back),
            LessonCommand::TaskDone(place) => state.task_done(place),
            LessonCommand::ForgetTasks => {
                state.preferences.tasks_done.clear();
                state.preferences.lesson_place = Place::default();
                state.lesson.starts += 1;
            }
            LessonCommand::SetSpotlight(spotlight) => state.lesson.spotlight = spotlight,
            LessonCommand::ShowCanvas(canvas) => state.lesson.canvas = canvas,
            LessonCommand::StartQuiz { seed, level, count } => {
                state.start_quiz(seed, level, count);
            }
            LessonCommand::Answer(choice) => state.answer_question(choice),
            LessonCommand::ShowQuestion(at) => state.show_question(at),
            LessonCommand::EndQuiz => state.lesson.sitting = None,
            LessonCommand::Evaluate => self.evaluate(),
            LessonCommand::Evaluated(evaluation) => state.lesson.evaluation = Some(evaluation),
        }
    }

    pub(super) fn set_language(&mut self, language: Language) {
        self.state.preferences.language = language;
        self.state.text = Arc::new(Text::of(language));
        if self.state.lesson.library.is_some() {
            self.read_lessons();
        }
    }

    pub(super) fn set_lesson_folder(&mut self, folder: Option<PathBuf>) {
        self.state.path_dialog = None;
        self.state.preferences.lesson_folder = folder;
        self.read_lessons();
    }

    /// Reads the lessons when the page is shown first.
    pub(super) fn load_lessons(&mut self) {
        if self.state.page == Page::Learn && self.state.lesson.library.is_none() {
            self.read_lessons();
        }
    }

    pub(super) fn read_lessons(&mut self) {
        let language = self.state.preferences.language;
        let folder = self.state.preferences.lesson_folder.clone();
        self.tasks.start("read lessons", move || {
            let library = Library::read(language, folder.as_deref());
            Some(Command::Lesson(LessonCommand::WasRead {
                language,
                folder,
                library: Arc::new(library),
            }))
        });
    }

    /// Takes the lessons that were read, unless others have been asked for since.
    fn lessons_read(&mut self, language: Language, folder: Option<PathBuf>, library: Arc<Library>) {
        let preferences = &self.state.preferences;
        if preferences.language == language && preferences.lesson_folder == folder {
            self.state.take_lessons(library);
        } else {
            self.read_lessons();
        }
    }

    /// Lets the network in use read the held-out digits, unless that is known or goes on.
    fn evaluate(&mut self) {
        let model = self.state.model.model.clone();
        let known = &self.state.lesson.evaluation;
        if known
            .as_ref()
            .is_some_and(|known| known.model.is_same(&model))
        {
            return;
        }
        let is_shown = known
            .as_ref()
            .is_some_and(|known| known.is_of_architecture(&model));
        self.tasks.start("evaluate", move || {
            pause_before_again(is_shown);
            let evaluation = evaluate(&model, &dataset::builtin().test);
            let evaluated = ModelEvaluation { model, evaluation };
            let evaluated = LessonCommand::Evaluated(Arc::new(evaluated));
            Some(Command::Lesson(evaluated))
        });
    }
}

//! The quiz: what to ask, the questions one by one, the result.

use eframe::egui::{Align2, Rect, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2};
use lucide_icons::Icon;

use super::{Motion, given, question, result, step};
use crate::app::command::Command;
use crate::app::lesson::{LessonCommand, LessonView};
use crate::app::network_files::UnsavedFile;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, Face, HEADING, PROSE, Theme, space};
use crate::app::widgets::{self, Button, Segment, card, segmented_in};
use crate::lesson::quiz::{Level, MAX_QUESTIONS, Paper, Phrase, Sitting, print};

/// Numbers of questions to choose from.
const COUNTS: [usize; 3] = [9, 18, 27];

/// What was chosen before the start, and since when an answer is explained.
pub struct QuizPage {
    seed: String,
    level: Level,
    count: usize,
    /// The question that is being explained, and since when, in seconds.
    explained: Option<(usize, f64)>,
}

impl Default for QuizPage {
    fn default() -> Self {
        Self {
            seed: "1".to_owned(),
            level: Level::First,
            count: COUNTS[0],
            explained: None,
        }
    }
}

impl QuizPage {
    pub fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        motion: &mut Motion,
        context: &mut PageContext<'_>,
    ) {
        motion.playing = None;
        let Some(sitting) = context.state.lesson.sitting.clone() else {
            self.explained = None;
            self.show_start(ui, rect, context);
            return;
        };
        if sitting.question().is_some() {
            self.show_question(ui, rect, &sitting, context);
        } else {
            self.show_result(ui, rect, &sitting, context);
        }
    }

    /// Level, number, seed; start or print.
    fn show_start(&mut self, ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
        let theme = Theme::of(ui.ctx());
        step::show_card(ui, rect, space::HUGE, |ui, inner| {
            super::within(ui, inner, "quiz start", |ui| {
                let area = ScrollArea::vertical().auto_shrink(false);
                area.show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = space::MEDIUM;
                    let color = theme.colors.text;
                    // For presenting it stands above the page already.
                    if !theme.presenter {
                        let title = context.text("quiz-title");
                        line(ui, title, HEADING, Face::SemiBold, color);
                    }
                    line(ui, context.text("quiz-about"), PROSE, Face::Regular, color);
                    ui.add_space(space::MEDIUM);
                    self.show_choices(ui, context);
                    ui.add_space(space::MEDIUM);
                    ui.horizontal_wrapped(|ui| self.show_actions(ui, context));
                    let note = context.text("quiz-print-note");
                    line(ui, note, BODY, Face::Regular, theme.colors.muted);
                });
            });
        });
    }

    /// Level, number of questions and number of the paper, beside each other.
    fn show_choices(&mut self, ui: &mut Ui, context: &PageContext<'_>) {
        let theme = Theme::of(ui.ctx());
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = space::HUGE;
            let level = context.text("quiz-level");
            group(ui, level, |ui| {
                let labels = Level::ALL.map(|level| level.number().to_string());
                let segments = Level::ALL.map(|level| Segment {
                    tooltip: context.text(level.key()),
                    ..segment(labels[level as usize].as_str())
                });
                if let Some(index) = segmented_in(ui, level, &segments, self.level as usize) {
                    self.level = Level::ALL[index];
                }
            });
            let count = context.text("quiz-count");
            group(ui, count, |ui| {
                let labels = COUNTS.map(|count| count.to_string());
                let segments = [0, 1, 2].map(|index: usize| segment(labels[index].as_str()));
                let at = COUNTS.iter().position(|count| *count == self.count);
                if let Some(index) = segmented_in(ui, count, &segments, at.unwrap_or(0)) {
                    self.count = COUNTS[index].min(MAX_QUESTIONS);
                }
            });
            let seed = context.text("quiz-seed");
            group(ui, seed, |ui| self.show_seed(ui, seed, context));
        });
        let muted = theme.colors.muted;
        let note = context.text("quiz-seed-note");
        line(ui, note, BODY, Face::Regular, muted);
    }

    fn show_seed(&mut self, ui: &mut Ui, name: &str, context: &PageContext<'_>) {
        let theme = Theme::of(ui.ctx());
        ui.spacing_mut().item_spacing.x = space::SMALL;
        ui.horizontal(|ui| {
            let field = TextEdit::singleline(&mut self.seed)
                .font(theme.font(BODY, Face::Mono))
                .char_limit(12)
                .desired_width(theme.points(BODY) * 7.0)
                .min_size(vec2(0.0, theme.control_height()))
                .align(Align2::LEFT_CENTER);
            let field = ui.add(field);
            field.widget_info(|| WidgetInfo::labeled(eframe::egui::Role::TextInput, true, name));
            if field.changed() {
                self.seed.retain(|c| c.is_ascii_digit());
            }
            let dice = Button::icon_only(Icon::Dices, context.text("quiz-another-seed"));
            if dice.show(ui).clicked() {
                self.seed = fresh_seed(ui).to_string();
            }
        });
    }

    fn seed(&self) -> u64 {
        self.seed.parse().unwrap_or(1)
    }

    fn show_actions(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let start = Button::new(context.text("quiz-start"))
            .icon(Icon::Play)
            .primary();
        if start.show(ui).clicked() {
            let (seed, level, count) = (self.seed(), self.level, self.count);
            context.lesson(LessonCommand::StartQuiz { seed, level, count });
        }
        let paper = |page: &Self| Paper::new(page.seed(), page.level, page.count);
        let html = Button::new(context.text("quiz-save-html")).icon(Icon::Printer);
        if html.show(ui).clicked() {
            save(&paper(self), true, context);
        }
        let text = Button::new(context.text("quiz-save-text")).icon(Icon::FileText);
        if text.show(ui).clicked() {
            save(&paper(self), false, context);
        }
        let contents = Button::new(context.text("learn-contents"))
            .icon(Icon::List)
            .quiet();
        if contents.show(ui).clicked() {
            context.lesson(LessonCommand::Show(LessonView::Contents));
        }
    }

    fn show_question(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        sitting: &Sitting,
        context: &mut PageContext<'_>,
    ) {
        let answer = sitting.answers[sitting.at];
        let since = self.since(ui, sitting.at, answer.is_some());
        let layout = layout(rect, ui);
        card(ui, layout.figure);
        let inner = layout.figure.shrink(space::WIDE);
        super::within(ui, inner, "given", |ui| {
            given::show(ui, inner, sitting, answer.zip(since), context);
        });
        super::within(ui, layout.words, "question", |ui| {
            question::show(ui, layout.words, sitting, context);
        });
        super::within(ui, layout.steps, "steps", |ui| {
            show_steps(ui, layout.steps, sitting, context);
        });
    }

    /// Seconds since the question on screen was answered; None before.
    fn since(&mut self, ui: &Ui, at: usize, answered: bool) -> Option<f64> {
        let now = ui.input(|input| input.time);
        if !answered {
            self.explained = None;
            return None;
        }
        match self.explained {
            Some((known, begun)) if known == at => Some(now - begun),
            _ => {
                self.explained = Some((at, now));
                Some(0.0)
            }
        }
    }

    /// The score and every question in a card, what may be done next below it.
    fn show_result(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        sitting: &Sitting,
        context: &mut PageContext<'_>,
    ) {
        let theme = Theme::of(ui.ctx());
        let foot = rect.with_min_y(rect.bottom() - theme.control_height());
        let place = rect.with_max_y(foot.top() - space::LARGE);
        card(ui, place);
        result::show(ui, place.shrink(space::WIDE), sitting, context);
        super::within(ui, foot, "after", |ui| {
            ui.horizontal(|ui| self.show_after(ui, sitting, context));
        });
    }

    fn show_after(&mut self, ui: &mut Ui, sitting: &Sitting, context: &mut PageContext<'_>) {
        let again = Button::new(context.text("quiz-again"))
            .icon(Icon::RotateCcw)
            .primary();
        if again.show(ui).clicked() {
            self.seed = fresh_seed(ui).to_string();
            context.lesson(LessonCommand::EndQuiz);
        }
        let html = Button::new(context.text("quiz-save-html")).icon(Icon::Printer);
        if html.show(ui).clicked() {
            save(&sitting.paper, true, context);
        }
        let contents = Button::new(context.text("learn-contents")).icon(Icon::List);
        if contents.show(ui).clicked() {
            context.lesson(LessonCommand::EndQuiz);
            context.lesson(LessonCommand::Show(LessonView::Contents));
        }
    }
}

/// The parts of a question's screen: for presenting its words get more of the width than those of
/// a chapter, since the choices and the explanation come below them.
fn layout(rect: Rect, ui: &Ui) -> step::Layout {
    const SHARE: f32 = 0.44;
    let usual = step::Layout::new(rect, ui);
    if !Theme::of(ui.ctx()).presenter {
        return usual;
    }
    let right = rect.left() + rect.width() * SHARE;
    step::Layout {
        words: usual.words.with_max_x(right),
        steps: usual.steps.with_max_x(right),
        figure: usual.figure.with_min_x(right + space::WIDE),
    }
}

/// A name above what is chosen.
fn group(ui: &mut Ui, name: &str, draw: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        let theme = Theme::of(ui.ctx());
        ui.spacing_mut().item_spacing.y = space::TINY;
        let font = theme.font(BODY, Face::SemiBold);
        let color = theme.colors.text;
        let galley = ui.painter().layout_no_wrap(name.to_owned(), font, color);
        let (rect, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
        ui.painter().galley(rect.min, galley, color);
        widgets::label(ui, rect, name);
        draw(ui);
    });
}

fn segment(label: &str) -> Segment<'_> {
    Segment {
        icon: None,
        label,
        tooltip: "",
    }
}

/// Another at every press.
fn fresh_seed(ui: &Ui) -> u64 {
    let moment = ui.input(|input| input.time);
    (moment * 1e3) as u64 % 1_000_000
}

/// Words over the whole width.
pub fn line(
    ui: &mut Ui,
    words: &str,
    size: crate::app::theme::Size,
    face: Face,
    color: eframe::egui::Color32,
) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(size, face);
    let width = ui.available_width();
    let galley = ui.painter().layout(words.to_owned(), font, color, width);
    let (rect, _) = ui.allocate_exact_size(vec2(width, galley.size().y), Sense::hover());
    ui.painter().galley(rect.min, galley, color);
    widgets::label(ui, rect, words);
}

/// Offers the paper as a file.
fn save(paper: &Paper, as_html: bool, context: &mut PageContext<'_>) {
    let (bytes, ending) = {
        let say = |phrase: &Phrase| question::say(context, phrase);
        let language = context.state.text.language();
        if as_html {
            (print::html(paper, language, &say), "html")
        } else {
            (print::text(paper, language, &say), "txt")
        }
    };
    context.push(Command::SaveFile(UnsavedFile {
        name: format!("quiz-{}-{}.{ending}", paper.level.number(), paper.seed),
        bytes: bytes.into_bytes(),
    }));
}

/// How many of the answers were right: in words, where there is room for them.
fn show_score(ui: &mut Ui, rect: Rect, words: String, sitting: &Sitting) {
    let theme = Theme::of(ui.ctx());
    let (font, color) = (theme.font(BODY, Face::Regular), theme.colors.muted);
    let fits = widgets::words_width(ui, &words, font.clone()) <= rect.width();
    let short = format!("{} / {}", sitting.score(), sitting.answered());
    let shown = if fits { words } else { short };
    let middle = rect.center();
    widgets::text(ui, middle, Align2::CENTER_CENTER, shown, font, color);
}

/// Back, how far it is, next.
fn show_steps(ui: &mut Ui, rect: Rect, sitting: &Sitting, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let count = sitting.paper.questions.len();
    let last = sitting.at + 1 == count;
    let answered = sitting.answers[sitting.at].is_some();
    let key = if last { "quiz-to-result" } else { "learn-next" };
    let next = Button::new(context.text(key))
        .icon(Icon::ArrowRight)
        .primary()
        .enabled(answered);
    let width = next.natural_width(ui);
    let right = rect.with_min_x(rect.right() - width);
    super::within(ui, right, "next", |ui| {
        if next.show(ui).clicked() {
            context.lesson(LessonCommand::TurnPage { back: false });
        }
    });
    let side = theme.control_height();
    let left = rect.with_max_x(rect.left() + side);
    super::within(ui, left, "back", |ui| {
        let back =
            Button::icon_only(Icon::ArrowLeft, context.text("learn-back")).enabled(sitting.at > 0);
        if back.show(ui).clicked() {
            context.lesson(LessonCommand::TurnPage { back: true });
        }
    });
    let end = Rect::from_min_size(
        pos2(left.right() + space::SMALL, rect.top()),
        vec2(side, side),
    );
    super::within(ui, end, "end", |ui| {
        let end = Button::icon_only(Icon::X, context.text("quiz-end"));
        if end.show(ui).clicked() {
            context.lesson(LessonCommand::EndQuiz);
        }
    });
    if sitting.answered() == 0 {
        return;
    }
    let words = context.state.text.with(
        "quiz-score",
        &[
            ("right", sitting.score().into()),
            ("count", sitting.answered().into()),
        ],
    );
    let between = rect
        .with_min_x(end.right() + space::SMALL)
        .with_max_x(right.left() - space::SMALL);
    show_score(ui, between, words, sitting);
}

//! Pictures of every screen, to be judged by eye: both languages, light and dark, and the
//! presenter's size. Run it by name:
//! `cargo test --release --test window gallery -- --ignored`; the pictures come to be under
//! `target/gallery`.

use std::fs;
use std::path::Path;

use convscope::app::command::Command;
use convscope::app::lesson::{LessonCommand, LessonView, Place};
use convscope::app::pages::Page;
use convscope::language::Language;
use convscope::lesson::quiz::{Level, Paper};
use eframe::egui::{Event, Theme, Vec2, vec2};

use crate::common::*;
use crate::solve::scenes;

/// A language, a look, the presenter's size or not.
struct Setting {
    language: Language,
    theme: Theme,
    presenter: bool,
}

impl Setting {
    fn name(&self) -> String {
        let size = if self.presenter { "presenter" } else { "usual" };
        let look = match self.theme {
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        format!("{}-{look}-{size}", self.language.code())
    }

    fn size(&self) -> Vec2 {
        if self.presenter {
            vec2(1280.0, 720.0)
        } else {
            SIZE
        }
    }

    fn window(&self) -> Window {
        let mut window = window_with(self.size(), self.theme);
        perform(&mut window, Command::SetLanguage(self.language));
        perform(&mut window, Command::SetPresenter(self.presenter));
        perform(&mut window, Command::SetLessMotion(true));
        perform(&mut window, Command::PictureOpened(scenes()[8].ink.clone()));
        window
    }
}

fn save(window: &mut Window, folder: &Path, name: &str) {
    window.run_ok();
    let image = window.render().unwrap();
    let background = window.ctx.global_style().visuals.panel_fill;
    let path = folder.join(format!("{name}.png"));
    on_background(image, background).save(path).unwrap();
}

fn lesson(window: &mut Window, command: LessonCommand) {
    perform(window, Command::Lesson(command));
}

fn take(setting: &Setting) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    let folder = folder.join(setting.name());
    fs::create_dir_all(&folder).unwrap();
    let mut window = setting.window();
    for (index, entry) in Page::ALL.iter().enumerate() {
        perform(&mut window, Command::ShowPage(entry.page));
        wait_until(&mut window, "the page", |app| {
            entry.page != Page::Learn || app.state().lesson.library.is_some()
        });
        save(&mut window, &folder, &format!("page-{}", index + 1));
    }
    for (command, name) in [
        (Command::ShowHelp(true), "dialog-keys"),
        (Command::ShowSettings(true), "dialog-settings"),
    ] {
        perform(&mut window, command);
        save(&mut window, &folder, name);
        perform(&mut window, Command::ShowHelp(false));
        perform(&mut window, Command::ShowSettings(false));
    }
    lesson(&mut window, LessonCommand::Evaluate);
    wait_until(&mut window, "the evaluation", |app| {
        app.state().lesson.evaluation.is_some()
    });
    let chapters = window.state().state().lesson.chapters().to_vec();
    for (chapter, content) in chapters.iter().enumerate() {
        for step in 0..content.steps.len() {
            let place = Place { chapter, step };
            lesson(&mut window, LessonCommand::Show(LessonView::Step(place)));
            save(
                &mut window,
                &folder,
                &format!("screen-{:02}-{}", chapter + 1, step + 1),
            );
        }
    }
    lesson(&mut window, LessonCommand::Show(LessonView::Quiz));
    save(&mut window, &folder, "quiz-0");
    let (seed, count) = (3, 9);
    for level in Level::ALL {
        lesson(&mut window, LessonCommand::StartQuiz { seed, level, count });
        let name = match level {
            Level::Second => "quiz".to_owned(),
            _ => format!("quiz-level-{}", level.number()),
        };
        for (index, question) in Paper::new(seed, level, count).questions.iter().enumerate() {
            lesson(&mut window, LessonCommand::ShowQuestion(index));
            save(&mut window, &folder, &format!("{name}-{}-a", index + 1));
            lesson(&mut window, LessonCommand::Answer((question.right + 1) % 4));
            save(&mut window, &folder, &format!("{name}-{}-b", index + 1));
        }
        lesson(&mut window, LessonCommand::ShowQuestion(count));
        save(&mut window, &folder, &format!("{name}-result"));
        save_paper(&mut window, &folder.join(format!("{name}-paper.html")));
    }
}

/// The paper as it is printed, to be looked at in a browser.
fn save_paper(window: &mut Window, path: &Path) {
    let _ = fs::remove_file(path);
    let print = window.state().state().text.get("quiz-save-html").to_owned();
    click(window, &print);
    perform(window, Command::UsePath(path.to_owned()));
    wait_until(window, "the paper", |app| {
        path.exists() && app.state().message.is_some()
    });
    perform(window, Command::DismissMessage);
    window.event(Event::PointerGone);
}

#[test]
#[ignore = "makes pictures to look at, and checks nothing"]
fn gallery() {
    for language in Language::ALL {
        for theme in [Theme::Light, Theme::Dark] {
            for presenter in [false, true] {
                take(&Setting {
                    language,
                    theme,
                    presenter,
                });
            }
        }
    }
}

//! The Learn page: chapters, live figures, tasks, the quiz, both languages, the keyboard.

use std::sync::Arc;

use convscope::app::command::Command;
use convscope::app::lesson::{LessonCommand, LessonView, Place};
use convscope::app::pages::Page;
use convscope::language::Language;
use convscope::lesson::quiz::{Level, Paper};
use convscope::lesson::{Figure, Kind};
use convscope::network::experiment::Change;
use convscope::training::worker::Phase;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Rect, Theme, Vec2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::common::*;
use crate::solve::{Scene, scenes, solve};

const PRESENTER: Vec2 = vec2(1280.0, 720.0);

fn lesson(window: &mut Window, command: LessonCommand) {
    perform(window, Command::Lesson(command));
}

/// The page with its lessons, in a language.
fn learn_with(size: Vec2, theme: Theme, language: Language) -> Window {
    let mut window = window_with(size, theme);
    perform(&mut window, Command::SetLanguage(language));
    perform(&mut window, Command::ShowPage(Page::Learn));
    wait_until(&mut window, "the lessons", |app| {
        app.state().lesson.library.is_some()
    });
    window
}

fn learn() -> Window {
    learn_with(SIZE, Theme::Light, Language::English)
}

/// All screens, in order.
fn places(window: &Window) -> Vec<Place> {
    let chapters = window.state().state().lesson.chapters();
    let all = chapters.iter().enumerate().flat_map(|(chapter, content)| {
        (0..content.steps.len()).map(move |step| Place { chapter, step })
    });
    all.collect()
}

fn shown(window: &Window) -> LessonView {
    window.state().state().lesson.view
}

/// Words of the language that is set.
fn words(window: &Window, key: &str) -> String {
    window.state().state().text.get(key).to_owned()
}

fn place_on_canvas(window: &mut Window, scene: &Scene) {
    perform(window, Command::Clear);
    if scene.ink.max_abs() > 0.0 {
        perform(window, Command::PictureOpened(scene.ink.clone()));
    }
}

#[test]
fn page_down_goes_through_every_screen_and_page_up_back() {
    for language in Language::ALL {
        let mut window = learn_with(SIZE, Theme::Light, language);
        let places = places(&window);
        assert!(places.len() > 40, "only {} screens", places.len());
        for place in &places {
            window.key_press(Key::PageDown);
            window.run_ok();
            assert_eq!(shown(&window), LessonView::Step(*place));
            let step = window.state().state().lesson.step(*place).unwrap();
            let title = step.title.clone();
            assert!(
                window.query_all_by_label(&title).next().is_some(),
                "{title}"
            );
            assert_all_text_there(&window);
        }
        window.key_press(Key::PageDown);
        window.run_ok();
        assert_eq!(shown(&window), LessonView::Quiz);
        assert_all_text_there(&window);
        window.key_press(Key::PageUp);
        window.run_ok();
        assert_eq!(shown(&window), LessonView::Contents);
    }
}

/// The names of all settings and choices, also of those that no chapter offers.
#[test]
fn every_setting_of_every_figure_has_words() {
    for language in Language::ALL {
        let window = learn_with(SIZE, Theme::Light, language);
        for kind in Kind::ALL {
            for setting in kind.settings() {
                let key = match setting.name {
                    "input" => "figure-input-picture".to_owned(),
                    "window" => "figure-window-size".to_owned(),
                    name => format!("figure-{name}"),
                };
                assert!(!words(&window, &key).is_empty(), "{key}");
                let key = format!("figure-{}-tooltip", setting.name);
                assert!(!words(&window, &key).is_empty(), "{key}");
                for choice in setting.choices {
                    let key = match (setting.name, *choice) {
                        (_, choice) if choice.parse::<f64>().is_ok() => continue,
                        ("kernel", choice) if choice != "counting" => format!("kernel-{choice}"),
                        (name, choice) => format!("figure-{name}-{choice}"),
                    };
                    assert!(!words(&window, &key).is_empty(), "{key}");
                }
            }
        }
    }
}

/// What a choice is called on screen.
fn choice_words(window: &Window, setting: &str, choice: &str) -> String {
    match (setting, choice) {
        ("turn", choice) => format!("{choice}°"),
        (_, choice) if choice.parse::<f64>().is_ok() => choice.to_owned(),
        ("kernel", choice) if choice != "counting" => words(window, &format!("kernel-{choice}")),
        (setting, choice) => words(window, &format!("figure-{setting}-{choice}")),
    }
}

/// Goes by Tab to what has this name, and presses it.
fn press(window: &mut Window, label: &str) {
    for _ in 0..120 {
        window.key_press(Key::Tab);
        window.run_ok();
        if window.get_by_label(label).accesskit_node().is_focused() {
            window.key_press(Key::Space);
            window.run_ok();
            return;
        }
    }
    panic!("Tab does not reach {label}");
}

/// Sets the controls on screen as `wanted` has them, by keyboard alone.
fn set_controls(window: &mut Window, figure: &Figure, wanted: &Figure) {
    for (setting, from) in figure.controls() {
        let choice = wanted.get(setting.name);
        let group = words(window, &format!("figure-{}", setting.name));
        let label = format!("{group}: {}", choice_words(window, setting.name, choice));
        if window.query_by_label(&label).is_some() {
            press(window, &label);
            continue;
        }
        let to = setting
            .choices
            .iter()
            .position(|known| known == &choice)
            .unwrap();
        if setting.choices.len() > 12 {
            for _ in from..to {
                window.get_by_role_and_label(Role::Slider, &group).focus();
                window.key_press(Key::ArrowRight);
                window.run_ok();
            }
            continue;
        }
        let next = format!("{group}: the next one");
        for _ in 0..(to + setting.choices.len() - from) % setting.choices.len() {
            press(window, &next);
        }
    }
}

/// Moves the window of the figure on screen by arrow keys.
fn move_window(window: &mut Window, (row, column): (usize, usize)) {
    window.get_by_label_contains("arrow keys move it").focus();
    window.run_ok();
    for (key, times) in [(Key::ArrowDown, row), (Key::ArrowRight, column)] {
        for _ in 0..times {
            window.key_press(key);
            window.run_ok();
        }
    }
}

/// Every task that needs no training, done with the controls on screen and the keyboard alone,
/// and noticed.
#[test]
fn every_task_is_done_by_its_controls_and_noticed() {
    let scenes = scenes();
    let mut window = learn();
    let mut done = 0;
    for place in places(&window) {
        let step = window.state().state().lesson.step(place).unwrap().clone();
        let (Some(task), Some(figure)) = (&step.task, &step.figure) else {
            continue;
        };
        // These have tests of their own.
        let clicks = ["mistaken", "layer"];
        let is_clicked = task.done.names().any(|name| clicks.contains(&name));
        if figure.kind == Kind::Training || is_clicked && figure.kind != Kind::Weights {
            continue;
        }
        place_on_canvas(&mut window, &scenes[0]);
        lesson(&mut window, LessonCommand::Show(LessonView::Step(place)));
        let state = window.state().state();
        assert!(!state.is_task_done(place), "{}: done at once", step.title);
        assert!(has(&window, "Your turn"), "{}", step.title);
        let (wanted, scene) = solve(figure, &task.done, &scenes).unwrap();
        place_on_canvas(&mut window, &scenes[scene]);
        set_controls(&mut window, figure, &wanted);
        if task.done.names().any(|name| name == "row") {
            move_window(&mut window, wanted.cell());
        }
        let state = window.state().state();
        assert!(state.is_task_done(place), "{}: {}", step.title, task.done);
        assert!(has(&window, "Done"), "{}", step.title);
        done += 1;
    }
    assert!(done >= 30, "only {done} tasks");
    // Starting over, nothing is done, and nothing is set as if it were.
    place_on_canvas(&mut window, &scenes[0]);
    lesson(&mut window, LessonCommand::ForgetTasks);
    for place in places(&window) {
        lesson(&mut window, LessonCommand::Show(LessonView::Step(place)));
    }
    assert!(window.state().state().preferences.tasks_done.is_empty());
}

#[test]
fn the_task_of_training_is_done_by_training() {
    let mut window = learn();
    let watch = Place {
        chapter: 8,
        step: 1,
    };
    lesson(&mut window, LessonCommand::Show(LessonView::Step(watch)));
    assert!(!window.state().state().is_task_done(watch));
    click(&mut window, "Start training");
    wait_until(&mut window, "a hundred batches", |app| {
        app.state().is_task_done(watch)
    });
    assert!(has(&window, "batches so far"));
    click(&mut window, "Pause");
    wait_until(&mut window, "the pause", |app| {
        app.state().training.phase() == Some(&Phase::Paused)
    });
    assert!(has(&window, "Go on"));
}

/// At the end, and between windows that leap further than they reach.
#[test]
fn cells_that_no_window_reads_are_told_apart() {
    let mut window = learn();
    let last = Place {
        chapter: 2,
        step: 1,
    };
    lesson(&mut window, LessonCommand::Show(LessonView::Step(last)));
    assert!(has(&window, "Nothing is left over at the end."));
    click(&mut window, "Stride: 4");
    assert!(has(&window, "One cell is left over at the end."));
    assert!(has(&window, "One between the windows is skipped."));
    let both = Place {
        chapter: 3,
        step: 3,
    };
    lesson(&mut window, LessonCommand::Show(LessonView::Step(both)));
    click(&mut window, "Padding: 1");
    click(&mut window, "Stride: 4");
    assert!(has(&window, "Left over at the end: one cell and one zero."));
}

#[test]
fn a_layer_is_chosen_in_the_table() {
    let mut window = learn();
    let table = Place {
        chapter: 6,
        step: 0,
    };
    lesson(&mut window, LessonCommand::Show(LessonView::Step(table)));
    assert!(has(&window, "(5·5·1 + 1)·6 = 156"));
    press(&mut window, "Dense 400 → 120 · ReLU");
    assert!(has(&window, "(400 + 1)·120 = 48,120"));
    assert!(window.state().state().is_task_done(table));
}

#[test]
fn a_mistake_is_put_on_the_canvas() {
    let mut window = learn();
    let mistakes = Place {
        chapter: 9,
        step: 0,
    };
    lesson(&mut window, LessonCommand::Show(LessonView::Step(mistakes)));
    lesson(&mut window, LessonCommand::Evaluate);
    wait_until(&mut window, "the evaluation", |app| {
        app.state().lesson.evaluation.is_some()
    });
    let evaluation = window.state().state().lesson.evaluation.clone().unwrap();
    // What the network before made of them stays until there is something else.
    assert!(!has(&window, "Just now"));
    let off = Change::Silence {
        layer: 0,
        channel: 0,
    };
    perform(&mut window, Command::ChangeNetwork(off));
    assert!(has(&window, "Just now"));
    perform(&mut window, Command::RestoreNetwork);
    let worst = &evaluation.evaluation.mistakes[0];
    let name = format!("{}, read as {}", worst.label, worst.said);
    window.query_all_by_label(&name).next().unwrap().click();
    wait_until(&mut window, "the task", |app| {
        app.state().is_task_done(mistakes)
    });
}

/// Where there is no dock, the digit in the header brings the canvas out beside the figure.
#[test]
fn the_digit_is_drawn_for_a_projector() {
    let mut window = learn_with(PRESENTER, Theme::Light, Language::English);
    perform(&mut window, Command::SetPresenter(true));
    let form = Place {
        chapter: 5,
        step: 1,
    };
    lesson(&mut window, LessonCommand::Show(LessonView::Step(form)));
    assert!(window.query_by_label(CANVAS).is_none());
    press(&mut window, "Your digit");
    let canvas = window.get_by_label(CANVAS).rect();
    window.drag_at(canvas.lerp_inside(vec2(0.3, 0.2)));
    window.step();
    window.hover_at(canvas.lerp_inside(vec2(0.5, 0.8)));
    window.step();
    window.drop_at(canvas.lerp_inside(vec2(0.5, 0.8)));
    window.run_ok();
    assert!(!window.state().state().drawing.is_blank());
    press(&mut window, "Clear");
    assert!(window.state().state().drawing.is_blank());
    window.key_press(Key::Escape);
    window.run_ok();
    assert!(window.query_by_label(CANVAS).is_none(), "Esc puts it away");
    click(&mut window, "Your digit");
    assert!(has(&window, CANVAS));
    window.key_press(Key::PageDown);
    window.run_ok();
    assert!(window.query_by_label(CANVAS).is_none(), "on another screen");
}

/// The names that Tab comes by, from the start until they repeat.
fn by_tab(window: &mut Window) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for _ in 0..80 {
        window.key_press(Key::Tab);
        window.run_ok();
        let focused = window
            .root()
            .children_recursive()
            .find(|node| node.accesskit_node().is_focused())
            .and_then(|node| node.accesskit_node().label());
        if let Some(name) = focused {
            if names.first() == Some(&name) && names.len() > 10 {
                break;
            }
            names.push(name);
        }
    }
    names
}

#[test]
fn everything_on_a_screen_is_reached_by_tab() {
    let mut window = learn();
    let stride = Place {
        chapter: 2,
        step: 3,
    };
    lesson(&mut window, LessonCommand::Show(LessonView::Step(stride)));
    let names = by_tab(&mut window);
    for wanted in [
        "Learn",
        "Settings",
        "Stride: 2",
        "Let the window move",
        "Open it large",
        "Back",
        "Contents",
        "Screen 2 of 4",
        "Next",
    ] {
        assert!(
            names.iter().any(|name| name == wanted),
            "{wanted} not in {names:?}"
        );
    }
    assert!(names.iter().any(|name| name.contains("arrow keys move it")));
}

#[test]
fn the_lesson_and_the_quiz_go_by_keyboard_alone() {
    let mut window = window();
    window.key_press(Key::Num5);
    window.run_ok();
    wait_until(&mut window, "the lessons", |app| {
        app.state().lesson.library.is_some()
    });
    for _ in 0..places(&window).len() + 1 {
        window.key_press(Key::PageDown);
        window.run_ok();
    }
    assert_eq!(shown(&window), LessonView::Quiz);
    for _ in 0..80 {
        window.key_press(Key::Tab);
        window.run_ok();
        if window.get_by_label("Start").accesskit_node().is_focused() {
            break;
        }
    }
    window.key_press(Key::Enter);
    window.run_ok();
    let count = window
        .state()
        .state()
        .lesson
        .sitting
        .as_ref()
        .unwrap()
        .answers
        .len();
    for index in 0..count {
        let sitting = window.state().state().lesson.sitting.clone().unwrap();
        assert_eq!(sitting.at, index);
        window.key_press(Key::PageDown);
        window.run_ok();
        let at = window.state().state().lesson.sitting.as_ref().unwrap().at;
        assert_eq!(at, index, "an unanswered question is not passed over");
        // The first choice that Tab comes by.
        for _ in 0..80 {
            window.key_press(Key::Tab);
            window.run_ok();
            let on_choice = window.root().children_recursive().any(|node| {
                let node = node.accesskit_node();
                let name = node.label().unwrap_or_default();
                node.is_focused() && name.starts_with("A: ")
            });
            if on_choice {
                break;
            }
        }
        window.key_press(Key::Space);
        window.run_ok();
        let sitting = window.state().state().lesson.sitting.clone().unwrap();
        assert_eq!(sitting.answers[index], Some(0));
        window.key_press(Key::PageDown);
        window.run_ok();
    }
    let sitting = window.state().state().lesson.sitting.clone().unwrap();
    assert!(sitting.question().is_none());
    assert!(has(
        &window,
        &format!("{} of {count} right", sitting.score())
    ));
}

#[test]
fn answers_are_marked_and_explained() {
    for language in Language::ALL {
        let mut window = learn_with(SIZE, Theme::Light, language);
        for level in Level::ALL {
            let start = LessonCommand::StartQuiz {
                seed: 11,
                level,
                count: 18,
            };
            lesson(&mut window, start);
            let paper = Paper::new(11, level, 18);
            for (index, question) in paper.questions.iter().enumerate() {
                lesson(&mut window, LessonCommand::ShowQuestion(index));
                assert_all_text_there(&window);
                let wrong = (question.right + 1) % 4;
                let choice = if index % 2 == 0 {
                    question.right
                } else {
                    wrong
                };
                lesson(&mut window, LessonCommand::Answer(choice));
                let key = if index % 2 == 0 {
                    "quiz-right"
                } else {
                    "quiz-wrong"
                };
                let verdict = words(&window, key);
                assert!(
                    window.query_all_by_label(&verdict).next().is_some(),
                    "{question:?}"
                );
                assert_all_text_there(&window);
            }
            let sitting = window.state().state().lesson.sitting.as_ref().unwrap();
            assert_eq!(sitting.score(), 9);
            lesson(&mut window, LessonCommand::EndQuiz);
        }
    }
}

#[test]
fn a_paper_is_saved_for_print() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut window = learn();
    lesson(&mut window, LessonCommand::Show(LessonView::Quiz));
    for (button, name) in [("Print (HTML)…", "a.html"), ("As text…", "a.txt")] {
        click(&mut window, button);
        assert!(window.state().state().path_dialog.is_some());
        let path = folder.path().join(name);
        perform(&mut window, Command::UsePath(path.clone()));
        wait_until(&mut window, "the file", |_| path.exists());
        wait_until(&mut window, "the message", |app| {
            app.state().message.is_some()
        });
        perform(&mut window, Command::DismissMessage);
        let paper = std::fs::read_to_string(&path).unwrap();
        assert!(
            paper.contains("Answers") && paper.contains("How many cells"),
            "{paper}"
        );
    }
}

#[test]
fn the_language_is_chosen_in_the_settings() {
    let mut window = learn();
    click(&mut window, "Settings");
    click(&mut window, "Language: Deutsch");
    wait_until(&mut window, "the German lessons", |app| {
        app.state().lesson.chapters()[2].title == "Schrittweite"
    });
    assert!(has(&window, "Einstellungen"));
    click(&mut window, "Schließen");
    assert!(has(&window, "Zeichnen") && has(&window, "Was Bildklassifikation ist"));
    for entry in &Page::ALL {
        perform(&mut window, Command::ShowPage(entry.page));
        assert_all_text_there(&window);
    }
    perform(&mut window, Command::ShowSettings(true));
    click(&mut window, "Sprache: English");
    assert!(has(&window, "Settings"));
}

#[test]
fn a_folder_of_ones_own_is_read_and_its_errors_shown() {
    let folder = tempfile::TempDir::new().unwrap();
    let write = |name: &str, words: &str| {
        std::fs::write(folder.path().join(name), words).unwrap();
    };
    write("1.md", "# Mine\n\n## First\n\nIt is {=output n=28 k=5}.\n");
    write("2.md", "# Broken\n\n## First\n\n{=oops}\n");
    let mut window = learn();
    let path = Some(folder.path().to_owned());
    lesson(&mut window, LessonCommand::SetFolder(path));
    wait_until(&mut window, "my lesson", |app| {
        app.state().lesson.chapters().len() == 12
    });
    assert!(has(&window, "2.md, line 5: there is no value “oops”"));
    lesson(&mut window, LessonCommand::Show(LessonView::Contents));
    perform(&mut window, Command::SetLanguage(Language::German));
    wait_until(&mut window, "the German lessons", |app| {
        app.state().lesson.chapters()[2].title == "Schrittweite"
    });
    assert!(has(&window, "2.md, Zeile 5: es gibt keinen Wert „oops“"));
    perform(&mut window, Command::SetLanguage(Language::English));
    wait_until(&mut window, "the English lessons", |app| {
        app.state().lesson.chapters()[2].title == "Stride"
    });
    assert!(has(&window, "12 Mine") && has(&window, "1 What image classification is"));
    let mine = Place {
        chapter: 11,
        step: 0,
    };
    lesson(&mut window, LessonCommand::Show(LessonView::Step(mine)));
    assert!(has(&window, "It is 24."));
    lesson(&mut window, LessonCommand::SetFolder(None));
    wait_until(&mut window, "the others", |app| {
        app.state().lesson.chapters().len() == 11
    });
    assert_eq!(shown(&window), LessonView::Contents);
}

#[test]
fn the_code_and_the_whole_script_are_copied() {
    let mut window = learn();
    let padding = Place {
        chapter: 3,
        step: 2,
    };
    lesson(&mut window, LessonCommand::Show(LessonView::Step(padding)));
    click(&mut window, "Show the PyTorch");
    assert!(has(
        &window,
        "conv = nn.Conv2d(1, 6, kernel_size=7, padding=3)"
    ));
    assert!(has(&window, "kernel_size  =  Kernel"));
    window.get_by_label("Copy the whole script").click();
    window.step();
    let copied =
        window
            .output()
            .platform_output
            .commands
            .iter()
            .find_map(|command| match command {
                eframe::egui::OutputCommand::CopyText(text) => Some(text.clone()),
                _ => None,
            });
    let script = copied.expect("the script is on the clipboard");
    assert!(script.contains("class Net(nn.Module)") && script.contains("padding=2"));
    assert!(script.contains("epochs, batch_size = 10, 4"));
}

#[test]
fn presenter_mode_drops_rail_and_dock_and_keeps_the_digit() {
    let mut window = learn_with(PRESENTER, Theme::Light, Language::English);
    perform(&mut window, Command::ShowPage(Page::Draw));
    seven(&mut window);
    window.key_press(Key::Num5);
    window.run_ok();
    window.key_press(Key::F11);
    window.run_ok();
    assert!(window.query_by_label("Draw").is_none(), "the rail");
    assert!(
        window.query_by_label("The network sees").is_none(),
        "the dock"
    );
    assert!(has(&window, "Your digit"), "the digit in the header");
    window.key_press(Key::PageDown);
    window.run_ok();
    assert!(matches!(shown(&window), LessonView::Step(_)));
    window.key_press(Key::L);
    window.run_ok();
    assert!(window.state().state().lesson.spotlight);
    click(&mut window, "Spotlight");
    assert!(!window.state().state().lesson.spotlight);
    click(&mut window, "Leave presenter mode");
    assert!(has(&window, "Draw"));
}

/// Every name lies within the window, and the words end above the buttons.
#[test]
fn nothing_is_cut_for_a_projector() {
    let mut cut = Vec::new();
    for language in Language::ALL {
        let mut window = learn_with(PRESENTER, Theme::Light, language);
        let scenes = scenes();
        place_on_canvas(&mut window, &scenes[8]);
        perform(&mut window, Command::SetPresenter(true));
        for place in places(&window) {
            lesson(&mut window, LessonCommand::Show(LessonView::Step(place)));
            lesson(&mut window, LessonCommand::TaskDone(place));
            cut.extend(cut_off(
                &window,
                PRESENTER,
                &format!("{language:?} {place:?}"),
            ));
        }
    }
    assert!(cut.is_empty(), "{}", cut.join("\n"));
}

/// The same in the usual size, and in the smallest window.
#[test]
fn nothing_is_cut_in_the_window() {
    let mut cut = Vec::new();
    for language in Language::ALL {
        let mut window = learn_with(SIZE, Theme::Dark, language);
        let scenes = scenes();
        place_on_canvas(&mut window, &scenes[8]);
        for place in places(&window) {
            lesson(&mut window, LessonCommand::Show(LessonView::Step(place)));
            lesson(&mut window, LessonCommand::TaskDone(place));
            cut.extend(cut_off(&window, SIZE, &format!("{language:?} {place:?}")));
        }
    }
    assert!(cut.is_empty(), "{}", cut.join("\n"));
}

/// What is asked stays in sight above what is said of a wrong answer.
#[test]
fn questions_fit_a_projector() {
    let mut cut = Vec::new();
    for language in Language::ALL {
        let mut window = learn_with(PRESENTER, Theme::Light, language);
        perform(&mut window, Command::SetPresenter(true));
        perform(&mut window, Command::SetLessMotion(true));
        for level in Level::ALL {
            let (seed, count) = (11, 27);
            lesson(&mut window, LessonCommand::StartQuiz { seed, level, count });
            let paper = Paper::new(seed, level, count);
            for (index, question) in paper.questions.iter().enumerate() {
                lesson(&mut window, LessonCommand::ShowQuestion(index));
                let number = format!(" {} ", index + 1);
                let top = |window: &Window| {
                    let head = window.query_all_by_label_contains(&number);
                    head.map(|node| node.rect().top()).fold(f32::MAX, f32::min)
                };
                let before = top(&window);
                lesson(&mut window, LessonCommand::Answer((question.right + 1) % 4));
                let name = format!("{language:?} {level:?} {:?}", question.topic);
                if top(&window) < before {
                    let asked = question.prompt().key;
                    let by = before - top(&window);
                    cut.push(format!("{name} {asked}: scrolled by {by} from {before}"));
                }
                cut.extend(cut_off(&window, PRESENTER, &name));
            }
            lesson(&mut window, LessonCommand::EndQuiz);
        }
    }
    assert!(cut.is_empty(), "{}", cut.join("\n"));
}

/// Names that reach out of the window, and words that reach below the buttons.
fn cut_off(window: &Window, size: Vec2, name: &str) -> Vec<String> {
    let whole = Rect::from_min_size(Default::default(), size).expand(1.0);
    let next = ["learn-next", "learn-to-quiz", "quiz-to-result"].map(|key| words(window, key));
    let buttons = next.iter().find_map(|label| window.query_by_label(label));
    let buttons = buttons.expect("a button to go on").rect();
    let back = window.get_by_label(&words(window, "learn-back")).rect();
    let mut cut = Vec::new();
    for node in window.root().children_recursive() {
        let label = node.accesskit_node().label().unwrap_or_default();
        if label.is_empty() || node.accesskit_node().bounding_box().is_none() {
            continue;
        }
        let rect = node.rect();
        let in_column = rect.left() >= back.left() - 1.0 && rect.right() <= buttons.right() + 1.0;
        let below = rect.top() < back.top() - 1.0 && rect.bottom() > back.top();
        if !whole.contains_rect(rect) || in_column && below {
            cut.push(format!("{name}: “{label}” at {rect:?}"));
        }
    }
    cut
}

#[test]
fn figures_write_numbers_in_their_language() {
    let mut window = learn_with(SIZE, Theme::Light, Language::German);
    let place = Place {
        chapter: 9,
        step: 0,
    };
    lesson(&mut window, LessonCommand::Show(LessonView::Step(place)));
    lesson(&mut window, LessonCommand::Evaluate);
    wait_until(&mut window, "the evaluation", |app| {
        app.state().lesson.evaluation.is_some()
    });
    assert!(has(&window, "% von 1.500 zurückgehaltenen Ziffern"));
    let layers = Place {
        chapter: 6,
        step: 0,
    };
    lesson(&mut window, LessonCommand::Show(LessonView::Step(layers)));
    assert!(has(&window, "Es passt: 61.706 Parameter"));
    let stride = Place {
        chapter: 2,
        step: 1,
    };
    lesson(&mut window, LessonCommand::Show(LessonView::Step(stride)));
    click(&mut window, "Schrittweite: 4");
    assert!(has(&window, "⌊(8 − 3) / 4⌋ + 1 = ⌊1,25⌋ + 1 = 2"));
}

#[test]
fn motion_stops_where_it_is_not_wanted() {
    let mut window = learn();
    let first = Place {
        chapter: 1,
        step: 0,
    };
    lesson(&mut window, LessonCommand::Show(LessonView::Step(first)));
    assert!(has(&window, "Let the window move"));
    perform(&mut window, Command::SetLessMotion(true));
    assert!(!has(&window, "Let the window move"));
}

#[test]
fn figures_open_large() {
    let mut window = learn();
    let edges = Place {
        chapter: 1,
        step: 4,
    };
    lesson(&mut window, LessonCommand::Show(LessonView::Step(edges)));
    click(&mut window, "Open it large");
    assert_eq!(window.state().state().page, Page::Convolve);
    assert!(has(&window, "Sobel x"));
}

/// What is set on a figure is what its page then shows.
#[test]
fn figures_hand_their_settings_over() {
    let mut window = learn();
    seven_by_command(&mut window);
    let open = |window: &mut Window, chapter: usize, step: usize, choices: &[&str]| {
        let place = LessonView::Step(Place { chapter, step });
        lesson(window, LessonCommand::Show(place));
        for choice in choices {
            click(window, choice);
        }
        click(window, "Open it large");
    };
    open(&mut window, 5, 1, &["Centre by: As drawn"]);
    let steps = window.state().state().steps;
    assert_eq!(window.state().state().page, Page::Draw);
    assert!(!steps.crop && !steps.scale && !steps.centre);
    perform(&mut window, Command::SetSteps(Default::default()));

    open(&mut window, 2, 1, &["Stride: 3"]);
    assert_eq!(window.state().state().page, Page::Convolve);
    assert!(has(&window, "(8 − 3 + 2·0) / 3"), "the size formula");
    open(&mut window, 4, 4, &[]);
    assert_eq!(window.state().state().page, Page::Network);
    assert!(has(&window, "map 1, row 15, column 15"), "conv 1's middle");
    open(&mut window, 4, 3, &["Layers: 3"]);
    assert!(has(&window, "map 1, row 6, column 6"), "conv 2's middle");
    open(&mut window, 6, 3, &[]);
    assert!(has(&window, "16·4·4 = 256"), "the mistake in the editor");
    open(&mut window, 6, 3, &["Padding: 2"]);
    assert!(
        !has(&window, "16·4·4 = 256"),
        "the mended net in the editor"
    );
    open(&mut window, 8, 0, &[]);
    assert_eq!(window.state().state().page, Page::Train);
}

/// A digit is chosen among many by the arrow keys.
#[test]
fn real_digits_are_chosen_by_keyboard() {
    let mut window = learn();
    let place = Place {
        chapter: 5,
        step: 0,
    };
    lesson(&mut window, LessonCommand::Show(LessonView::Step(place)));
    window.get_by_label_contains("Click a digit").focus();
    window.run_ok();
    for _ in 0..3 {
        window.key_press(Key::ArrowDown);
        window.run_ok();
    }
    window.key_press(Key::Enter);
    wait_until(&mut window, "the digit", |app| {
        app.state().shown_held_out().is_some()
    });
    let shown = window.state().state().shown_held_out().unwrap();
    assert_eq!(shown.label, 3);
}

#[test]
fn the_list_of_keys_has_the_lessons_keys() {
    let mut window = learn();
    window.key_press(Key::F1);
    window.run_ok();
    assert!(has(&window, "Lesson: next screen") && has(&window, "spotlight"));
}

#[test]
fn the_digit_is_drawn_on_one_canvas_at_a_time() {
    let mut window = learn();
    let first = Place::default();
    lesson(&mut window, LessonCommand::Show(LessonView::Step(first)));
    let canvases: Vec<Rect> = window
        .query_all_by_label(CANVAS)
        .map(|node| node.rect())
        .collect();
    assert_eq!(canvases.len(), 2, "in the dock and in the figure");
    let rect = canvases[1];
    window.drag_at(rect.lerp_inside(vec2(0.2, 0.2)));
    window.step();
    window.hover_at(rect.lerp_inside(vec2(0.8, 0.3)));
    window.step();
    window.drop_at(rect.lerp_inside(vec2(0.5, 0.9)));
    window.run_ok();
    let strokes = window.state().state().drawing.strokes();
    assert_eq!(strokes.len(), 1);
    for point in &strokes[0].points {
        assert!(point.x > 0.1 && point.x < 0.9, "{point:?}");
    }
}

#[test]
fn picture_of_a_chapter() {
    let mut window = learn_with(SIZE, Theme::Light, Language::English);
    seven_by_command(&mut window);
    let padding = Place {
        chapter: 3,
        step: 2,
    };
    lesson(&mut window, LessonCommand::Show(LessonView::Step(padding)));
    snapshot(&mut window, "learn_light");
}

#[test]
fn picture_of_a_chapter_on_a_projector_in_german() {
    let mut window = learn_with(PRESENTER, Theme::Dark, Language::German);
    seven_by_command(&mut window);
    perform(&mut window, Command::SetPresenter(true));
    let edge = Place {
        chapter: 3,
        step: 0,
    };
    lesson(&mut window, LessonCommand::Show(LessonView::Step(edge)));
    snapshot(&mut window, "learn_presenter_german");
}

#[test]
fn picture_of_an_explained_answer() {
    let mut window = learn();
    perform(&mut window, Command::SetLessMotion(true));
    let start = LessonCommand::StartQuiz {
        seed: 3,
        level: Level::Second,
        count: 9,
    };
    lesson(&mut window, start);
    let right = Paper::new(3, Level::Second, 9).questions[0].right;
    lesson(&mut window, LessonCommand::Answer((right + 1) % 4));
    snapshot(&mut window, "learn_quiz");
}

fn seven_by_command(window: &mut Window) {
    let scenes = scenes();
    place_on_canvas(window, &scenes[8]);
}

#[test]
fn a_figure_that_was_changed_in_its_file_is_shown_anew() {
    let folder = tempfile::TempDir::new().unwrap();
    let write = |size: usize| {
        let words =
            format!("# Mine\n\n## First\n\nIt slides.\n\n```figure slide\nsize: {size}\n```\n");
        std::fs::write(folder.path().join("1.md"), words).unwrap();
    };
    write(9);
    let mut window = learn();
    let path = Some(folder.path().to_owned());
    lesson(&mut window, LessonCommand::SetFolder(path));
    let mine = Place {
        chapter: 11,
        step: 0,
    };
    wait_until(&mut window, "my lesson", |app| {
        app.state().lesson.step(mine).is_some()
    });
    lesson(&mut window, LessonCommand::Show(LessonView::Step(mine)));
    assert!(has(&window, "9 cells"));
    write(7);
    let before = window.state().state().lesson.library.clone().unwrap();
    lesson(&mut window, LessonCommand::Read);
    wait_until(&mut window, "the changed lesson", |app| {
        let library = app.state().lesson.library.as_ref().unwrap();
        !Arc::ptr_eq(library, &before)
    });
    assert!(has(&window, "7 cells") && !has(&window, "9 cells"));
}

#[test]
fn what_plays_stops_on_another_screen_and_where_nothing_may_move() {
    let mut window = learn();
    let show = |window: &mut Window, place: Place| {
        lesson(window, LessonCommand::Show(LessonView::Step(place)));
    };
    let places = places(&window);
    let wanders = |place: &&Place| {
        let step = window.state().state().lesson.step(**place).unwrap();
        let kind = step.figure.as_ref().map(|figure| figure.kind);
        matches!(kind, Some(Kind::Convolution | Kind::Pooling))
    };
    let two: Vec<Place> = places.iter().filter(wanders).take(2).copied().collect();
    show(&mut window, two[0]);
    click(&mut window, "Let the window move");
    show(&mut window, two[1]);
    assert!(window.query_by_label("Stop the window").is_none());
    click(&mut window, "Let the window move");
    perform(&mut window, Command::SetLessMotion(true));
    perform(&mut window, Command::SetLessMotion(false));
    assert!(window.query_by_label("Stop the window").is_none());
}

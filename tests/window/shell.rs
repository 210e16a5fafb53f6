//! The frame around the pages: rail, keys, dialogs, looks.

use std::collections::HashMap;

use convscope::app::App;
use convscope::app::command::Command;
use convscope::app::lesson::{LessonCommand, LessonView, Place};
use convscope::app::pages::Page;
use convscope::app::state::{ModelName, PathPurpose};
use convscope::app::training::TrainCommand;
use convscope::language::Language;
use convscope::lesson::quiz::Level;
use convscope::network::Preset;
use eframe::Storage;
use eframe::egui::accesskit::{NodeId, Role};
use eframe::egui::{Color32, Key, Modifiers, Rect, Shape, Theme, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::common::*;

#[test]
fn pen_and_look_are_remembered_between_starts() {
    let mut first = window();
    perform(&mut first, Command::SetPenWidth(0.12));
    perform(&mut first, Command::SetPresenter(true));
    perform(&mut first, Command::SetTheme(Theme::Dark.into()));
    let second = next_start(&mut first);
    let preferences = second.state().state().preferences.clone();
    assert_eq!(preferences, first.state().state().preferences);
    assert_eq!(second.ctx.theme(), Theme::Dark);
}

#[test]
fn what_cannot_be_remembered_is_left_at_its_default() {
    let mut memory = Memory::default();
    memory.set_string("preferences", "(pen_width: \"broad\")".to_owned());
    let memory: &'static Memory = Box::leak(Box::new(memory));
    let window = Harness::builder().build_eframe(|creation| {
        creation.storage = Some(memory);
        App::new(creation)
    });
    assert_eq!(window.state().state().preferences.pen_width, 0.075);
}

#[test]
fn keys_change_the_page() {
    let mut window = window();
    for entry in Page::ALL.iter().rev() {
        window.key_press(entry.key);
        window.run_ok();
        assert_eq!(window.state().state().page, entry.page);
    }
}

#[test]
fn the_rail_changes_the_page() {
    let mut window = window();
    click(&mut window, "Network");
    assert_eq!(window.state().state().page, Page::Network);
    assert!(has(&window, "Your digit"), "the dock");
    click(&mut window, "Draw");
    assert_eq!(window.state().state().page, Page::Draw);
}

#[test]
fn the_digit_follows_to_the_dock_and_can_be_drawn_there() {
    let mut window = window();
    click(&mut window, "Network");
    seven(&mut window);
    assert_eq!(window.state().state().reading.classification.digit(), 7);
    click(&mut window, "Draw");
    assert_eq!(window.state().state().drawing.strokes().len(), 1);
}

#[test]
fn every_page_is_reached_and_named() {
    let mut window = window();
    seven(&mut window);
    for entry in &Page::ALL {
        perform(&mut window, Command::ShowPage(entry.page));
        assert_all_text_there(&window);
    }
}

#[test]
fn the_list_of_keys_opens_and_closes() {
    let mut window = window();
    window.key_press(Key::F1);
    window.run_ok();
    assert!(has(&window, "Presenter size") && has(&window, "Wider pen"));
    window.key_press(Key::Escape);
    window.run_ok();
    assert!(!has(&window, "Wider pen"));
}

/// Brackets want AltGr on a German keyboard: plus and minus do the same.
#[test]
fn the_pen_is_made_wider_and_thinner_by_keys() {
    let mut window = window();
    let width = |window: &Window| window.state().state().preferences.pen_width;
    for (thinner, wider) in [
        (Key::OpenBracket, Key::CloseBracket),
        (Key::Minus, Key::Plus),
    ] {
        let before = width(&window);
        window.key_press(thinner);
        window.run_ok();
        assert!(width(&window) < before, "{thinner:?}");
        window.key_press(wider);
        window.run_ok();
        assert!((width(&window) - before).abs() < 1e-5, "{wider:?}");
    }
}

/// A projector shows all keys at once.
#[test]
fn the_list_of_keys_fits_a_projector() {
    for language in Language::ALL {
        let size = vec2(1280.0, 720.0);
        let mut window = window_with(size, Theme::Light);
        perform(&mut window, Command::SetLanguage(language));
        perform(&mut window, Command::SetPresenter(true));
        perform(&mut window, Command::ShowHelp(true));
        let last = window.state().state().text.get("app-key-random").to_owned();
        let ends = window.state().state().text.get("app-key-ends").to_owned();
        for words in [last, ends] {
            let nodes = window.root().children_recursive();
            let named = nodes.filter(|node| name_of(node).is_some_and(|name| name == words));
            let bottoms: Vec<f32> = named.map(|node| node.rect().bottom()).collect();
            assert!(!bottoms.is_empty() && bottoms.iter().all(|bottom| *bottom < 680.0));
        }
    }
}

#[test]
fn letters_typed_into_a_path_are_no_keys() {
    let mut window = window();
    click(&mut window, "Open");
    window.run_ok();
    window.get_by_label("Path").focus();
    window.run_ok();
    window.get_by_label("Path").type_text("/tmp/3er.png");
    window.run_ok();
    let state = window.state().state();
    assert_eq!(state.page, Page::Draw);
    assert_eq!(state.path_dialog.as_ref().unwrap().path, "/tmp/3er.png");
    click(&mut window, "Cancel");
    assert!(window.state().state().path_dialog.is_none());
}

#[test]
fn enter_takes_the_path_and_escape_leaves_it() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("seven.png");
    let mut window = window();
    seven(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    window.run_ok();
    perform(&mut window, Command::TypePath(path.display().to_string()));
    window.key_press(Key::Enter);
    window.run_ok();
    wait_until(&mut window, "the file", |_| path.exists());
    window.key_press_modifiers(Modifiers::COMMAND, Key::O);
    window.run_ok();
    assert!(window.state().state().path_dialog.is_some());
    window.key_press(Key::Escape);
    window.run_ok();
    assert!(window.state().state().path_dialog.is_none());
}

#[test]
fn light_and_dark_and_the_presenters_size_are_switched() {
    let mut window = window();
    click(&mut window, "Light or dark");
    assert_eq!(window.ctx.theme(), Theme::Dark);
    window.key_press(Key::D);
    window.run_ok();
    assert_eq!(window.ctx.theme(), Theme::Light);
    window.key_press(Key::F11);
    window.run_ok();
    assert!(window.state().state().preferences.presenter);
    click(&mut window, "Presenter size");
    assert!(!window.state().state().preferences.presenter);
}

#[test]
fn the_builtin_network_comes_back() {
    let mut window = window();
    let command = Command::UseArchitecture(Preset::Tiny.architecture());
    perform(&mut window, command);
    click(&mut window, "Untrained network");
    assert_eq!(window.state().state().model.name, ModelName::Builtin);
}

#[test]
fn tooltips_teach() {
    let mut window = window();
    window.get_by_label("Random digit").hover();
    window.run_steps(60);
    assert!(has(&window, "has not learned from"));
}

/// Roles of what is to be pressed, set or typed into.
const CONTROLS: [Role; 10] = [
    Role::Button,
    Role::CheckBox,
    Role::ComboBox,
    Role::Link,
    Role::MenuItem,
    Role::RadioButton,
    Role::Slider,
    Role::SpinButton,
    Role::Tab,
    Role::TextInput,
];

/// The ring's colour in the light look, and its width.
const RING: (Color32, f32) = (Color32::from_rgb(0x0b, 0x6b, 0x66), 2.0);

/// The controls on screen that can be used: their ids and names.
fn controls(window: &Window) -> HashMap<NodeId, String> {
    let nodes = window.root().children_recursive().filter_map(|node| {
        let node = node.accesskit_node();
        let usable = CONTROLS.contains(&node.role()) && !node.is_disabled();
        let name = node.label().or_else(|| node.value()).unwrap_or_default();
        usable.then(|| (node.locate().0, name))
    });
    nodes.collect()
}

/// Whether a line of the ring's kind is among these shapes, within `rect`.
fn has_ring(shape: &Shape, rect: Rect) -> bool {
    let is_ring = |color: Color32, width: f32| color == RING.0 && width == RING.1;
    match shape {
        Shape::Vec(shapes) => shapes.iter().any(|shape| has_ring(shape, rect)),
        Shape::Rect(shape) => {
            is_ring(shape.stroke.color, shape.stroke.width) && rect.contains_rect(shape.rect)
        }
        Shape::LineSegment { points, stroke } => {
            is_ring(stroke.color, stroke.width) && points.iter().all(|at| rect.contains(*at))
        }
        Shape::Circle(shape) => {
            is_ring(shape.stroke.color, shape.stroke.width) && rect.contains(shape.center)
        }
        _ => false,
    }
}

/// What is wrong on the way round by Tab: controls that are not come by, and places that do not
/// show that they have the keyboard.
fn tab_problems(window: &mut Window, place: &str) -> Vec<String> {
    let all = controls(window);
    let mut reached: HashMap<NodeId, String> = HashMap::new();
    let mut problems = Vec::new();
    for _ in 0..400 {
        window.key_press(Key::Tab);
        window.run_ok();
        let root = window.root();
        let focused = root
            .children_recursive()
            .find(|node| node.accesskit_node().is_focused());
        let Some(focused) = focused else { continue };
        let (id, rect) = (focused.accesskit_node().locate().0, focused.rect());
        let name = focused.accesskit_node().label().unwrap_or_default();
        if reached.insert(id, name.clone()).is_some() {
            break;
        }
        let mut shapes = window.output().shapes.iter();
        if !shapes.any(|clipped| has_ring(&clipped.shape, rect.expand(8.0))) {
            problems.push(format!("{place}: no ring around {name}"));
        }
    }
    let unnamed = all.values().filter(|name| name.trim().is_empty());
    problems.extend(unnamed.map(|_| format!("{place}: a control without a name")));
    let missed = all.iter().filter(|(id, _)| !reached.contains_key(id));
    problems.extend(missed.map(|(_, name)| format!("{place}: Tab does not reach {name}")));
    problems
}

#[test]
fn tab_reaches_every_control_of_every_page_and_shows_where_it_is() {
    let mut window = window();
    seven(&mut window);
    let mut problems = Vec::new();
    for entry in &Page::ALL {
        perform(&mut window, Command::ShowPage(entry.page));
        if entry.page == Page::Learn {
            wait_until(&mut window, "the lessons", |app| {
                app.state().lesson.library.is_some()
            });
        }
        problems.extend(tab_problems(&mut window, entry.title));
    }
    for sheet in ["Weights", "Architecture"] {
        perform(&mut window, Command::ShowPage(Page::Network));
        click(&mut window, sheet);
        problems.extend(tab_problems(&mut window, sheet));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn tab_reaches_every_control_of_the_lesson_and_the_dialogs() {
    let mut window = window();
    perform(&mut window, Command::ShowPage(Page::Learn));
    wait_until(&mut window, "the lessons", |app| {
        app.state().lesson.library.is_some()
    });
    let (seed, level, count) = (1, Level::First, 9);
    let step = |chapter, step| LessonCommand::Show(LessonView::Step(Place { chapter, step }));
    let mut problems = Vec::new();
    for command in [
        step(0, 0),
        step(1, 0),
        step(2, 2),
        step(5, 0),
        step(7, 2),
        step(8, 1),
        step(9, 1),
        LessonCommand::Show(LessonView::Quiz),
        LessonCommand::StartQuiz { seed, level, count },
        LessonCommand::Answer(0),
        LessonCommand::ShowQuestion(count),
    ] {
        let place = format!("{command:?}");
        perform(&mut window, Command::Lesson(command));
        problems.extend(tab_problems(&mut window, &place));
    }
    for (open, close) in [
        (Command::ShowSettings(true), Command::ShowSettings(false)),
        (
            Command::ChoosePath(PathPurpose::OpenPicture),
            Command::CancelPath,
        ),
        (Command::ShowHelp(true), Command::ShowHelp(false)),
    ] {
        let place = format!("{open:?}");
        perform(&mut window, open);
        problems.extend(dialog_problems(&mut window, &place));
        perform(&mut window, close);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// A dialog keeps the keyboard to itself: what lies under it need not be reached.
fn dialog_problems(window: &mut Window, place: &str) -> Vec<String> {
    let mut problems = tab_problems(window, place);
    problems.retain(|problem| problem.contains("no ring"));
    problems
}

/// The list has every key of the program, each page's own as well.
#[test]
fn the_list_of_keys_is_in_the_windows_language() {
    let mut window = window();
    perform(&mut window, Command::SetLanguage(Language::German));
    perform(&mut window, Command::ShowHelp(true));
    for words in ["Strg+Z", "Entf", "Bild ab", "Leertaste", "Pos1, Ende"] {
        assert!(has_value(&window, words), "{words}");
    }
    // Under the list nothing happens.
    window.key_press(Key::Num3);
    window.run_ok();
    assert_eq!(window.state().state().page, Page::Draw);
    window.key_press(Key::F1);
    window.run_ok();
    assert!(!window.state().state().help);
}

fn has_value(window: &Window, words: &str) -> bool {
    let mut nodes = window.root().children_recursive();
    nodes.any(|node| name_of(&node).is_some_and(|name| name.contains(words)))
}

#[test]
fn numbers_are_written_in_the_windows_language() {
    let mut window = window();
    let accuracy = f64::from(window.state().state().model.accuracy.unwrap() * 100.0);
    for language in Language::ALL {
        perform(&mut window, Command::SetLanguage(language));
        let words = language.decimal(accuracy, 1);
        assert!(has(&window, &format!("{words} %")), "{words}");
    }
}

#[test]
fn what_goes_wrong_is_told_in_the_windows_language() {
    let folder = tempfile::TempDir::new().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let mut window = window();
    perform(&mut window, Command::SetLanguage(Language::German));
    let run = write("a.convscope-run", b"no run");
    let tries = [
        (
            Command::OpenPicture(folder.path().join("none.png")),
            "gibt es nicht",
        ),
        (
            Command::OpenPicture(write("a.png", b"no picture")),
            "weder PNG noch JPEG",
        ),
        (
            Command::OpenPicture(write("b.png", b"")),
            "die Datei ist leer",
        ),
        (
            Command::Train(TrainCommand::OpenRun(run)),
            "keine Datei eines Laufs",
        ),
        (
            Command::SaveDrawing(folder.path().join("no/where.png")),
            "kann nicht geschrieben werden",
        ),
    ];
    for (command, words) in tries {
        perform(&mut window, command);
        wait_until(&mut window, words, |app| app.state().message.is_some());
        let message = window.state().state().message.clone().unwrap();
        assert!(message.words.contains(words), "{message:?}");
        perform(&mut window, Command::DismissMessage);
    }
}

#[test]
fn motion_is_the_systems_until_it_is_chosen_here() {
    let mut window = window();
    assert!(!window.state().state().less_motion());
    let system = |less_motion| Command::FollowSystem { less_motion };
    perform(&mut window, system(true));
    assert!(window.state().state().less_motion());
    assert_eq!(window.ctx.global_style().animation_time, 0.0);
    perform(&mut window, Command::ShowSettings(true));
    let switch = window.query_all_by_label("Nothing moves by itself").next();
    switch.unwrap().click();
    window.run_ok();
    assert!(!window.state().state().less_motion());
    perform(&mut window, system(true));
    assert!(!window.state().state().less_motion(), "it was chosen");
}

/// A window manager may make a window smaller than it asks to be.
#[test]
fn a_window_of_any_size_shows_every_page_and_step() {
    for (size, presenter) in [
        (vec2(200.0, 150.0), false),
        (vec2(340.0, 900.0), true),
        (vec2(1280.0, 180.0), false),
    ] {
        let mut window = window_with(size, Theme::Light);
        perform(&mut window, Command::SetPresenter(presenter));
        for entry in &Page::ALL {
            perform(&mut window, Command::ShowPage(entry.page));
        }
        wait_until(&mut window, "the lessons", |app| {
            app.state().lesson.library.is_some()
        });
        let library = window.state().state().lesson.library.clone().unwrap();
        for (chapter, steps) in library.chapters.iter().map(|it| it.steps.len()).enumerate() {
            for step in 0..steps {
                let place = LessonView::Step(Place { chapter, step });
                perform(&mut window, Command::Lesson(LessonCommand::Show(place)));
            }
        }
    }
}

#[test]
fn larger_by_the_keyboard_goes_as_far_as_the_pages_fit() {
    for (size, is_larger) in [(vec2(960.0, 640.0), false), (SIZE, true)] {
        let mut window = window_with(size, Theme::Light);
        window.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
        window.run_ok();
        assert_eq!(window.ctx.zoom_factor() > 1.0, is_larger, "{size}");
    }
}

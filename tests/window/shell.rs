//! The frame around the pages: rail, keys, dialogs, looks.

use convscope::app::App;
use convscope::app::command::Command;
use convscope::app::pages::Page;
use convscope::app::state::ModelName;
use convscope::network::Preset;
use eframe::Storage;
use eframe::egui::{Key, Modifiers, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

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

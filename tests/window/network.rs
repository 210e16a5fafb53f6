//! The Network page.

use convscope::app::command::Command;
use convscope::app::pages::Page;
use convscope::app::state::ModelName;
use convscope::network::experiment::Change;
use convscope::network::{Architecture, Model, Preset};
use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Theme, vec2};
use egui_kittest::kittest::Queryable as _;

use crate::common::*;

const DIAGRAM: &str = "The network from left to right; click a cell for its arithmetic";

/// The page with a seven on it.
fn network(theme: Theme) -> Window {
    let mut window = window_with(SIZE, theme);
    seven(&mut window);
    perform(&mut window, Command::ShowPage(Page::Network));
    window
}

/// Clicks a place of the diagram, given as shares of its width and height.
fn click_at(window: &mut Window, x: f32, y: f32) {
    let rect: Rect = window.get_by_label(DIAGRAM).rect();
    let place: Pos2 = rect.min + rect.size() * vec2(x, y);
    window.event(Event::PointerMoved(place));
    window.run_ok();
    for pressed in [true, false] {
        window.event(Event::PointerButton {
            pos: place,
            button: PointerButton::Primary,
            pressed,
            modifiers: Default::default(),
        });
        window.run_ok();
    }
}

#[test]
fn every_layer_is_there_with_its_shape_and_parameters() {
    let window = network(Theme::Light);
    for words in [
        "Conv 1",
        "Conv 2",
        "6×28×28",
        "16×10×10",
        "48,120",
        "10,164",
        "2,416",
    ] {
        assert!(has(&window, words), "{words}");
    }
    assert_eq!(window.query_all_by_label("Pool").count(), 2);
    assert_all_text_there(&window);
}

#[test]
fn a_blank_canvas_is_traced_too() {
    let mut window = window();
    perform(&mut window, Command::ShowPage(Page::Network));
    assert!(has(&window, "Conv 2, map"));
    assert_all_text_there(&window);
}

#[test]
fn a_clicked_cell_shows_its_arithmetic() {
    let mut window = network(Theme::Light);
    assert!(has(&window, "one cell reads 6 windows of 5 × 5"));
    assert!(has(&window, "Before ReLU") && has(&window, "After ReLU"));
    click_at(&mut window, 0.98, 0.8);
    assert!(has(&window, "Output, digit 7"));
    assert!(has(&window, "Sum of 84 products") && has(&window, "Probability"));
    assert!(has(&window, "76 more, together"));
    click_at(&mut window, 0.64, 0.5);
    click_at(&mut window, 0.01, 0.6);
    assert!(has(&window, "Input, map 1, row"), "the input's pixel");
    assert_all_text_there(&window);
}

#[test]
fn a_map_is_switched_off_and_on_again() {
    let mut window = network(Theme::Light);
    let original = window.state().state().model.model.clone();
    let before = window.state().state().reading.classification;
    click(&mut window, "Switch off");
    assert_eq!(window.state().state().model.name, ModelName::Changed);
    assert_ne!(window.state().state().reading.classification, before);
    assert!(has(&window, "1 change"));
    wait_until(&mut window, "the accuracy", |app| {
        app.state().model.accuracy.is_some()
    });
    click(&mut window, "Undo change");
    assert!(window.state().state().model.model.is_same(&original));
    assert_eq!(window.state().state().reading.classification, before);
    assert!(!has(&window, "1 change"));
}

#[test]
fn changes_are_undone_one_by_one_or_all_at_once() {
    let mut window = network(Theme::Light);
    let original = window.state().state().model.model.clone();
    for channel in 0..3 {
        let change = Change::Silence { layer: 0, channel };
        perform(&mut window, Command::ChangeNetwork(change));
    }
    click(&mut window, "Undo change");
    assert!(has(&window, "2 changes"));
    click(&mut window, "Original network");
    assert!(window.state().state().model.model.is_same(&original));
}

#[test]
fn kernels_can_be_replaced() {
    let mut window = network(Theme::Light);
    click(&mut window, "Weights");
    assert!(has(&window, "Kernel of map 6"));
    click(&mut window, "conv2");
    assert!(has(&window, "Map 16 reads map 6"));
    click(&mut window, "Sobel |");
    let model: &Model = &window.state().state().model.model;
    assert_eq!(
        model.parameter("conv2.weight").unwrap().values[6..9],
        [1.0, 0.0, -1.0]
    );
    assert_all_text_there(&window);
    click(&mut window, "fc1");
    assert!(has(&window, "a row for each unit"));
    click(&mut window, "Off");
    let model: &Model = &window.state().state().model.model;
    let weights = &model.parameter("fc1.weight").unwrap().values;
    assert!(weights[..400].iter().all(|v| *v == 0.0));
    assert_all_text_there(&window);
}

#[test]
fn the_lessons_mistake_is_shown_and_mended() {
    let mut window = network(Theme::Light);
    click(&mut window, "Architecture");
    click(&mut window, "The lesson’s mistake");
    assert!(has(
        &window,
        "Flatten gives 16·4·4 = 256 numbers, but fc1 expects 400"
    ));
    assert!(has(&window, "The layers do not fit together yet"));
    assert_all_text_there(&window);
    click(&mut window, "Pad conv1 by 2");
    assert!(!has(&window, "expects 400"));
    assert!(has(&window, "61,706 parameters"));
    click(&mut window, "The lesson’s mistake");
    click(&mut window, "Give fc1 256 inputs");
    assert!(!has(&window, "expects 400"));
    click(&mut window, "Use this network");
    let used = window.state().state().model.model.architecture();
    assert_eq!(used.parameter_count(), 61_706 - 144 * 120);
    assert_eq!(window.state().state().model.name, ModelName::Untrained);
}

#[test]
fn every_preset_can_be_used_and_looked_at() {
    for preset in Preset::ALL {
        let mut window = network(Theme::Light);
        perform(&mut window, Command::UseArchitecture(preset.architecture()));
        for sheet in ["Weights", "Architecture", "Diagram"] {
            click(&mut window, sheet);
            assert_all_text_there(&window);
        }
        click_at(&mut window, 0.01, 0.6);
    }
}

/// A million parameters, 64 maps a layer: everything is drawn or counted.
#[test]
fn a_large_network_is_usable() {
    let json = r#"[
        {"kind":"convolution","name":"conv1","channels":64,"kernel":[3,3],"stride":[1,1],"padding":[1,1],"dilation":[1,1]},
        {"kind":"relu"},
        {"kind":"convolution","name":"conv2","channels":64,"kernel":[3,3],"stride":[1,1],"padding":[1,1],"dilation":[1,1]},
        {"kind":"relu"},
        {"kind":"max_pool","kernel":[2,2],"stride":[2,2]},
        {"kind":"convolution","name":"conv3","channels":64,"kernel":[3,3],"stride":[1,1],"padding":[1,1],"dilation":[1,1]},
        {"kind":"relu"},
        {"kind":"max_pool","kernel":[2,2],"stride":[2,2]},
        {"kind":"flatten"},
        {"kind":"linear","name":"fc1","inputs":3136,"outputs":300},
        {"kind":"relu"},
        {"kind":"linear","name":"fc2","inputs":300,"outputs":10}]"#;
    let architecture: Architecture = serde_json::from_str(json).unwrap();
    assert!(architecture.parameter_count() > 1_000_000);
    let mut window = network(Theme::Light);
    perform(&mut window, Command::UseArchitecture(architecture));
    snapshot(&mut window, "network_large");
    assert!(has(&window, "64×28×28"));
    assert!(has(&window, "one cell reads 64 windows"));
    assert!(has(&window, "more windows, together"));
    click(&mut window, "Weights");
    assert_all_text_there(&window);
}

#[test]
fn picture_in_light() {
    snapshot(&mut network(Theme::Light), "network_light");
}

#[test]
fn picture_in_dark() {
    snapshot(&mut network(Theme::Dark), "network_dark");
}

#[test]
fn picture_of_the_lessons_mistake() {
    let mut window = network(Theme::Light);
    click(&mut window, "Architecture");
    click(&mut window, "The lesson’s mistake");
    snapshot(&mut window, "network_mistake");
}

#[test]
fn networks_are_saved_and_opened_and_bad_files_change_nothing() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("net.safetensors");
    let mut window = network(Theme::Light);
    perform(
        &mut window,
        Command::UseArchitecture(Preset::Tiny.architecture()),
    );
    let saved = window.state().state().model.model.clone();
    perform(&mut window, Command::SaveModel(path.clone()));
    wait_until(&mut window, "the file", |app| app.state().message.is_some());
    perform(
        &mut window,
        Command::UseArchitecture(Preset::Deeper.architecture()),
    );
    perform(&mut window, Command::OpenModel(path.clone()));
    let name = ModelName::File(path.clone());
    wait_until(&mut window, "the network", |app| {
        app.state().model.name == name
    });
    assert_eq!(
        window.state().state().model.model.parameters(),
        saved.parameters()
    );

    std::fs::write(&path, b"not weights").unwrap();
    perform(&mut window, Command::DismissMessage);
    perform(&mut window, Command::OpenModel(path.clone()));
    wait_until(&mut window, "the error", |app| {
        app.state().message.is_some()
    });
    assert!(has(&window, "net.safetensors: neither safetensors"));
    assert_eq!(window.state().state().model.name, name);
}

#[test]
fn the_digits_that_excite_a_map_are_found() {
    let mut window = network(Theme::Light);
    click(&mut window, "Weights");
    wait_until(&mut window, "the digits", |app| {
        app.state().favourites.is_some()
    });
    assert!(has(&window, "Digits that excite it most"));
    click(&mut window, "Kernel of map 3");
    wait_until(&mut window, "the other digits", |app| {
        let found = app.state().favourites.as_ref();
        found.is_some_and(|found| found.wanted.channel == 2)
    });
    assert_all_text_there(&window);
}

/// The app's own work in a frame while the pen moves: not the machine's best figure, but no
/// frame may come near what a user would feel.
#[test]
fn frames_are_short_while_the_pen_moves() {
    let mut window = network(Theme::Light);
    let rect = canvas(&window);
    let start = rect.center();
    window.drag_at(start);
    window.step();
    let mut millis: Vec<f32> = (0..200)
        .map(|step| {
            let angle = step as f32 / 10.0;
            let place = start + vec2(angle.cos(), angle.sin()) * (step as f32 / 5.0);
            window.event(Event::PointerMoved(place));
            let begun = std::time::Instant::now();
            window.step();
            begun.elapsed().as_secs_f32() * 1000.0
        })
        .collect();
    millis.sort_by(f32::total_cmp);
    eprintln!(
        "frame: median {:.2} ms, 95 % {:.2} ms",
        millis[100], millis[190]
    );
    assert!(millis[190] < 40.0);
}

#[test]
fn arrow_keys_move_the_selected_cell() {
    let mut window = network(Theme::Light);
    click_at(&mut window, 0.01, 0.6);
    let row = |window: &Window| {
        (1..=28).find(|row| has(window, &format!("Input, map 1, row {row}, column")))
    };
    let before = row(&window).expect("the input is selected");
    window.key_press(Key::ArrowDown);
    window.run_ok();
    assert_eq!(row(&window), Some(before + 1));
    window.key_press(Key::ArrowUp);
    window.run_ok();
    assert_eq!(row(&window), Some(before));
    window.key_press_modifiers(Modifiers::COMMAND, Key::ArrowRight);
    window.run_ok();
    assert!(has(&window, "Conv 1, map 1, row 1, column 1"));
}

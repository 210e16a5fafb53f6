//! The Network page.

use std::sync::Arc;

use convscope::app::App;
use convscope::app::command::Command;
use convscope::app::pages::Page;
use convscope::app::reading::Reading;
use convscope::app::state::{ModelName, NetworkView};
use convscope::app::training::TrainCommand;
use convscope::digit::Steps;
use convscope::language::Language;
use convscope::network::arithmetic::Cell;
use convscope::network::experiment::{Change, changed};
use convscope::network::trace::trace;
use convscope::network::{Architecture, Layer, Model, Preset};
use convscope::training::Settings;
use convscope::training::worker::Pace;
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Theme, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

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
    // Not a frame in between: a press that lasts is no click.
    for pressed in [true, false] {
        window.event(Event::PointerButton {
            pos: place,
            button: PointerButton::Primary,
            pressed,
            modifiers: Default::default(),
        });
    }
    window.run_ok();
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
    assert!(has(&window, "Sum of 84 products") && has(&window, "Bias"));
    assert!(has(&window, "76 more, together"));
    click(&mut window, "Softmax");
    assert!(has(&window, "Divided by all ten") && has(&window, "Probability"));
    assert!(!has(&window, "76 more"));
    click(&mut window, "Logit");
    click_at(&mut window, 0.64, 0.5);
    click_at(&mut window, 0.01, 0.6);
    assert!(has(&window, "Input, map 1, row"), "the input's pixel");
    assert_all_text_there(&window);
}

/// A clicked cell unfolds back to the input, unless nothing may move by itself.
#[test]
fn a_clicked_cell_unfolds() {
    let frames = |less_motion: bool| {
        let mut window = network(Theme::Light);
        perform(&mut window, Command::SetLessMotion(less_motion));
        let rect = window.get_by_label(DIAGRAM).rect();
        let place = rect.min + rect.size() * vec2(0.4, 0.5);
        window.hover_at(place);
        window.run_ok();
        window.drag_at(place);
        window.run_ok();
        window.drop_at(place);
        window.run_ok().expect("it comes to rest")
    };
    let (moving, still) = (frames(false), frames(true));
    assert!(moving > still, "{moving} frames and {still}");
}

/// The numbers after the words: “Bias” and then “0.02”.
fn number_after(window: &Window, words: &str) -> f64 {
    let nodes: Vec<String> = window
        .root()
        .children_recursive()
        .filter_map(|node| name_of(&node))
        .collect();
    let at = nodes.iter().position(|label| label == words).unwrap();
    nodes[at + 1].replace('−', "-").parse().unwrap()
}

#[test]
fn the_sum_on_screen_adds_up() {
    let mut window = network(Theme::Light);
    for _ in 0..5 {
        let windows: f64 = (1..=6)
            .map(|map| {
                let name = format!("Map {map} ");
                let label = name_of(&window.get_by_label_contains(&name)).unwrap();
                let sum = label.rsplit(' ').next().unwrap().replace('−', "-");
                sum.parse::<f64>().unwrap()
            })
            .sum();
        let shown = number_after(&window, "Sum of 6 windows");
        let bias = number_after(&window, "Bias");
        let before = number_after(&window, "Before ReLU");
        let after = number_after(&window, "After ReLU");
        assert!((windows - shown).abs() < 1e-9, "{windows} and {shown}");
        assert!(
            (shown + bias - before).abs() < 1e-9,
            "{shown} + {bias} = {before}"
        );
        assert_eq!(after, before.max(0.0));
        click(&mut window, "The next cell");
    }
}

#[test]
fn the_window_moves_over_the_map() {
    let mut window = window_with(vec2(1920.0, 1080.0), Theme::Light);
    perform(&mut window, Command::ShowPage(Page::Network));
    click_at(&mut window, 0.01, 0.6);
    // The tooltip of the pointer's place may say it, too.
    let cell = |window: &Window| {
        let mut cells = window.query_all_by_label_contains("Input, map 1, row");
        cells.next().and_then(|cell| name_of(&cell)).unwrap()
    };
    let before = cell(&window);
    click(&mut window, "The next cell");
    assert_ne!(cell(&window), before);
    click(&mut window, "The cell before");
    assert_eq!(cell(&window), before);
    click(&mut window, "The last cell");
    assert_eq!(cell(&window), "Input, map 1, row 28, column 28");
    click(&mut window, "The first cell");
    window.get_by_label("Move the window over the map").click();
    window.run_steps(90);
    assert!(has(&window, "Stop the window"));
    assert_ne!(cell(&window), before);
    click(&mut window, "Stop the window");
    let stopped = cell(&window);
    window.run_steps(90);
    assert_eq!(cell(&window), stopped);
}

/// The chosen window is the same on the Convolve page.
#[test]
fn a_window_is_taken_apart_on_the_convolve_page() {
    let mut window = network(Theme::Light);
    window.get_by_label_contains("Map 3 ").click();
    window.run_ok();
    let shown = name_of(&window.get_by_label_contains("Map 3 ")).unwrap();
    let sum: f32 = shown["Map 3 ".len()..].replace('−', "-").parse().unwrap();
    click(&mut window, "Open in Convolve");
    let state = window.state().state();
    assert_eq!(state.page, Page::Convolve);
    let carried = state.convolve.carried.as_ref().unwrap();
    assert!(carried.name.contains("on map 3"), "{}", carried.name);
    assert_eq!((carried.input.height(), carried.input.width()), (14, 14));
    let output = state.convolve.results.outputs[0].as_ref().unwrap();
    assert_eq!((output.height(), output.width()), (10, 10));
    let value = output.at(0, carried.cell.0, carried.cell.1).unwrap();
    assert!((value - sum).abs() < 0.011, "{value} there, {sum} here");
    assert_all_text_there(&window);
}

#[test]
fn the_arithmetic_closes_and_a_click_brings_it_back() {
    let mut window = network(Theme::Light);
    let height = |window: &Window| window.get_by_label(DIAGRAM).rect().height();
    let before = height(&window);
    click(&mut window, "Close the arithmetic");
    assert!(!has(&window, "Before ReLU"));
    assert!(height(&window) > before + 100.0);
    click_at(&mut window, 0.01, 0.6);
    assert!(has(&window, "Input, map 1, row"));
    assert_eq!(height(&window), before);
}

/// In one line it is the same sum, and in a low window that is how it begins.
#[test]
fn the_arithmetic_closes_to_one_line() {
    let mut window = network(Theme::Light);
    let total = number_after(&window, "Sum of 6 windows");
    let after = number_after(&window, "After ReLU");
    click(&mut window, "Close the arithmetic");
    let line = name_of(&window.get_by_label_contains("→ ReLU")).unwrap();
    let numbers: Vec<f64> = line
        .replace("− ", "-")
        .split([' ', '=', '+'])
        .filter_map(|word| word.parse().ok())
        .collect();
    assert_eq!((numbers[0], numbers[3]), (total, after), "{line}");
    assert!(
        (numbers[0] + numbers[1] - numbers[2]).abs() < 1e-9,
        "{line}"
    );
    click(&mut window, "Show the arithmetic");
    assert!(has(&window, "Before ReLU"));
    let mut low = window_with(vec2(1280.0, 720.0), Theme::Light);
    perform(&mut low, Command::SetPresenter(true));
    perform(&mut low, Command::ShowPage(Page::Network));
    assert!(has(&low, "Show the arithmetic") && has(&low, "Conv 2, map"));
}

#[test]
fn every_layer_can_have_a_column_of_its_own() {
    let mut window = network(Theme::Light);
    click(&mut window, "View");
    click(&mut window, "Each layer by itself");
    window.key_press(Key::Escape);
    window.run_ok();
    assert_eq!(window.query_all_by_label("ReLU").count(), 4);
    assert!(has(&window, "Flatten"));
    assert_all_text_there(&window);
    perform(
        &mut window,
        Command::UseArchitecture(Preset::Deeper.architecture()),
    );
    assert!(has(&window, "Batch norm") && has(&window, "Dropout"));
    assert!(has(&window, "Drag to the left for the rest"));
    assert_all_text_there(&window);
}

#[test]
fn costs_are_told_for_all_and_for_each_layer() {
    let mut window = network(Theme::Light);
    assert!(has(&window, "61,706 parameters"));
    assert!(has(&window, "307 kB · 416,520 multiply-adds"));
    window.get_by_label("2,416").hover();
    window.run_steps(60);
    assert!(has(
        &window,
        "Convolution (conv2) → ReLU: 16×10×10 · 2,416 parameters · 23 kB · 240,000 multiply-adds"
    ));
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
    assert!(has(&window, "% of held-out digits, ") && has(&window, "% before"));
    let experiment = window.state().state().experiment.as_ref().unwrap();
    assert!(experiment.accuracy_before.is_some());
    click(&mut window, "Undo change");
    assert!(window.state().state().model.model.is_same(&original));
    assert_eq!(window.state().state().reading.classification, before);
    assert!(!has(&window, "1 change"));
    // The same button switches it on again, whatever else was changed since.
    click(&mut window, "Switch off");
    let other = Change::Silence {
        layer: 0,
        channel: 0,
    };
    perform(&mut window, Command::ChangeNetwork(other.clone()));
    click(&mut window, "Switch on");
    let experiment = window.state().state().experiment.as_ref().unwrap();
    assert_eq!(experiment.changes, [other]);
}

/// What takes longer than a frame is done beside it: the window shows what it had until then.
#[test]
fn a_heavy_network_reads_while_the_window_goes_on() {
    let mut window = network(Theme::Light);
    let linear = |name: &str, inputs, outputs| Layer::Linear {
        name: name.into(),
        inputs,
        outputs,
    };
    let layers = vec![
        Layer::Flatten,
        linear("fc1", 784, 6_000),
        Layer::Relu,
        linear("fc2", 6_000, 10),
    ];
    let heavy = Architecture::new(layers).unwrap();
    let before = window.state().state().reading.clone();
    let command = Command::UseArchitecture(heavy.clone());
    let ctx = window.ctx.clone();
    window.state_mut().perform(&ctx, command);
    assert!(window.state().state().reading.model.is_same(&before.model));
    let is_read = |app: &App| app.state().reading.model.architecture() == &heavy;
    wait_until(&mut window, "the heavy network's reading", is_read);
    assert!(has(&window, "4,770,010 parameters"));
    // Strokes faster than it reads end in a reading of the last one.
    seven(&mut window);
    let drawing = window.state().state().drawing.clone();
    let last = Reading::new(&drawing, Steps::default(), &before.model);
    let is_last = |app: &App| app.state().reading.form.centred == last.form.centred;
    wait_until(&mut window, "the last stroke's reading", is_last);
    // Back to a light one at once, whatever is still under way.
    perform(&mut window, Command::UseBuiltinModel);
    let builtin = window.state().state().model.model.clone();
    (0..20).for_each(|_| window.step());
    assert!(window.state().state().reading.model.is_same(&builtin));
}

/// The share of held-out digits that a network reads right, digit by digit.
fn accuracy(model: &Model) -> f32 {
    let digits = &convscope::dataset::builtin().test;
    let right = (0..digits.len())
        .filter(|index| model.classify(&digits.picture(*index)).digit() == digits.label(*index));
    right.count() as f32 / digits.len() as f32
}

/// Without the maps of the first layer nothing can be told apart.
#[test]
fn the_accuracy_of_a_changed_network_is_its_own() {
    let mut window = network(Theme::Light);
    let original = window.state().state().model.model.clone();
    let silence = |channel| Change::Silence { layer: 0, channel };
    let changes: Vec<Change> = (0..6).map(silence).collect();
    for change in changes.clone() {
        perform(&mut window, Command::ChangeNetwork(change));
    }
    wait_until(&mut window, "the accuracy", |app| {
        app.state().model.accuracy.is_some()
    });
    let [now, before] = [accuracy(&changed(&original, &changes)), accuracy(&original)];
    assert!(now < before, "{now} without maps, {before} with them");
    let percent = |share: f32| format!("{:.1}", share * 100.0);
    let words = format!(
        "{} % of held-out digits, {} % before",
        percent(now),
        percent(before)
    );
    assert!(has(&window, &words), "{words}");
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
    assert!(has(&window, "61,706 parameters"), "what it costs is back");
    click(&mut window, "Undo change");
    assert!(has(&window, "2 changes"));
    click(&mut window, "Undo change");
    assert!(has(&window, "1 change"));
    click(&mut window, "Redo change");
    assert!(has(&window, "2 changes"));
    click(&mut window, "Redo change");
    assert!(window.state().state().model.model.is_same(&original));
}

#[test]
fn kernels_can_be_replaced() {
    let mut window = network(Theme::Light);
    click(&mut window, "Weights");
    assert!(has(&window, "Kernel of map 6"));
    click(&mut window, "conv2");
    assert!(has(&window, "Map 16 reads map 6"));
    click(&mut window, "Map 16 reads map 6");
    click(&mut window, "Replace by a named kernel…");
    assert!(has(&window, "Laplacian 4"));
    click(&mut window, "Sobel x");
    let model: &Model = &window.state().state().model.model;
    let weights = &model.parameter("conv2.weight").unwrap().values;
    let start = (15 * 6 + 5) * 25 + 6;
    assert_eq!(weights[start..start + 3], [-1.0, 0.0, 1.0]);
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

/// What is edited becomes the next run's, while the network in use stays.
#[test]
fn edited_layers_are_taken_to_the_train_page() {
    let mut window = network(Theme::Light);
    let model = window.state().state().model.model.clone();
    click(&mut window, "Architecture");
    click(&mut window, "Tiny");
    click(&mut window, "Train it…");
    let state = window.state().state();
    assert_eq!(state.page, Page::Train);
    assert_eq!(
        state.training.draft.architecture,
        Preset::Tiny.architecture()
    );
    assert!(state.model.model.is_same(&model));
}

/// Types into the field of this name that comes first, second, and so on.
fn type_into(window: &mut Window, label: &str, role: Role, index: usize, words: &str) {
    window
        .query_all_by_label(label)
        .filter(|node| node.accesskit_node().role() == role)
        .nth(index)
        .unwrap()
        .focus();
    window.run_ok();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_ok();
    window.event(Event::Text(words.to_owned()));
    window.run_ok();
}

#[test]
fn sizes_that_differ_and_names_are_typed() {
    let mut window = network(Theme::Light);
    click(&mut window, "Architecture");
    let spin = Role::SpinButton;
    type_into(&mut window, "kernel", spin, 0, "3×5");
    window.key_press(Key::Enter);
    window.run_ok();
    assert!(has(&window, "6×30×28"));
    assert!(has(&window, "⌊(28+2·2−3)/1⌋+1=30") && has(&window, "⌊(28+2·2−5)/1⌋+1=28"));
    type_into(&mut window, "padding", spin, 0, "1x2");
    window.key_press(Key::Enter);
    window.run_ok();
    assert!(has(&window, "6×28×28") && has(&window, "61,646 parameters"));
    let name = Role::TextInput;
    type_into(&mut window, "Name", name, 0, "conv2");
    assert!(has(&window, "The name conv2 is used twice"));
    type_into(&mut window, "Name", name, 0, "1st");
    assert!(has(&window, "starts with a letter"));
    type_into(&mut window, "Name", name, 0, "first");
    window.key_press(Key::Enter);
    window.run_ok();
    click(&mut window, "Use this network");
    let used = window.state().state().model.model.architecture().clone();
    let Layer::Convolution {
        name,
        kernel,
        padding,
        ..
    } = &used.layers()[0]
    else {
        panic!("{:?}", used.layers()[0]);
    };
    assert_eq!(
        (name.as_str(), *kernel, *padding),
        ("first", (3, 5), (1, 2))
    );
    click(&mut window, "Undo the last edit");
    assert!(!has(&window, "starts with a letter"));
}

/// Layers are saved as they are edited, also where they do not fit, and come back as they were.
#[test]
fn edited_layers_are_saved_and_opened() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("mistake.json");
    let mut window = network(Theme::Light);
    let model = window.state().state().model.model.clone();
    click(&mut window, "Architecture");
    click(&mut window, "The lesson’s mistake");
    click(&mut window, "Export");
    click(&mut window, "The layers as JSON…");
    perform(&mut window, Command::UsePath(path.clone()));
    wait_until(&mut window, "the file", |app| app.state().message.is_some());
    perform(&mut window, Command::DismissMessage);
    click(&mut window, "Tiny");
    perform(&mut window, Command::ShowPage(Page::Draw));
    perform(&mut window, Command::OpenModel(path.clone()));
    wait_until(&mut window, "the layers", |app| {
        app.state().page == Page::Network
    });
    assert!(has(&window, "Flatten gives 16·4·4 = 256 numbers"));
    assert!(window.state().state().model.model.is_same(&model));
    click(&mut window, "Undo the last edit");
    assert!(has(&window, "3,226 parameters"));

    click(&mut window, "Export");
    click(&mut window, "The PyTorch class…");
    let file = window.state().state().unsaved_file.clone().unwrap();
    let class = String::from_utf8(file.bytes.clone()).unwrap();
    assert!(file.name.ends_with(".py") && class.contains("class Net(nn.Module)"));

    std::fs::write(&path, "[{\"kind\": \"wizardry\"}]").unwrap();
    perform(&mut window, Command::CancelPath);
    perform(&mut window, Command::OpenModel(path));
    wait_until(&mut window, "the error", |app| {
        app.state().message.is_some()
    });
    assert!(has(&window, "the layers in it cannot be read"));
}

#[test]
fn errors_are_german_where_german_is_chosen() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("none.safetensors");
    let mut window = network(Theme::Light);
    perform(&mut window, Command::SetLanguage(Language::German));
    click(&mut window, "Aufbau");
    click(&mut window, "Der Fehler der Lektion");
    assert!(has(
        &window,
        "Aufreihen liefert 16·4·4 = 256 Zahlen, aber fc1 erwartet 400"
    ));
    assert_all_text_there(&window);
    perform(&mut window, Command::OpenModel(path.clone()));
    wait_until(&mut window, "the error", |app| {
        app.state().message.is_some()
    });
    assert!(has(&window, "none.safetensors: diese Datei gibt es nicht"));
    let lesson = Model::builtin();
    lesson.save(&path).unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    let (from, to) = (b"[6,1,5,5]", b"[5,1,6,5]");
    let at = bytes.windows(9).position(|part| part == from).unwrap();
    bytes[at..at + 9].copy_from_slice(to);
    std::fs::write(&path, bytes).unwrap();
    perform(&mut window, Command::DismissMessage);
    perform(&mut window, Command::OpenModel(path));
    wait_until(&mut window, "the other error", |app| {
        app.state().message.is_some()
    });
    assert!(has(
        &window,
        "der Tensor conv1.weight hat die Form [5, 1, 6, 5], nicht [6, 1, 5, 5]"
    ));
}

/// A short run, from its first to its last step.
fn run(window: &mut Window) {
    let settings = Settings {
        seed: 1,
        epochs: 1,
        batch_size: 8,
        examples: Some(640),
        ..Settings::default()
    };
    for command in [
        TrainCommand::SetDraft(settings.into()),
        TrainCommand::SetPace(Pace::Full),
        TrainCommand::Start,
    ] {
        perform(window, Command::Train(command));
    }
    wait_until(window, "the end of the run", |app| {
        let run = app.state().training.run.as_ref();
        run.is_some_and(|run| !run.live.phase.is_alive())
    });
}

/// “Conv 2, map 6, row 4, column 5” and the value after ReLU, as they are on screen.
fn shown_cell(window: &Window) -> (Cell, f64) {
    let title = name_of(&window.get_by_label_contains("Conv 2, map")).unwrap();
    let words = title.split([' ', ',']);
    let numbers: Vec<usize> = words.filter_map(|word| word.parse().ok()).collect();
    let [_, map, row, column] = numbers[..] else {
        panic!("{title}");
    };
    let cell = Cell::new(map - 1, row - 1, column - 1);
    (cell, number_after(window, "After ReLU"))
}

/// Maps and sums are those of the moment that the time machine shows.
#[test]
fn a_moment_of_a_run_is_looked_at() {
    let mut window = network(Theme::Light);
    run(&mut window);
    let conv2_after_relu = 5;
    let mut seen: Vec<Model> = Vec::new();
    for step in [0, 40, 80] {
        perform(&mut window, Command::Train(TrainCommand::ShowMoment(step)));
        let state = window.state().state();
        let name = &state.model.name;
        assert!(matches!(name, ModelName::Moment { .. }), "{name:?}");
        let model = state.model.model.clone();
        assert!(
            seen.iter()
                .all(|other| other.parameters() != model.parameters())
        );
        let (cell, shown) = shown_cell(&window);
        let trace = trace(&model, &state.reading.form.centred);
        let value = trace.stages[conv2_after_relu].at(cell.channel, cell.row, cell.column);
        assert!(
            (f64::from(value) - shown).abs() < 0.0051,
            "{value}, {shown}"
        );
        seen.push(model);
    }
    perform(&mut window, Command::Train(TrainCommand::ShowMoment(40)));
    snapshot(&mut window, "network_moment");
}

/// Also where the page has chosen a cell by itself for the drawing before.
#[test]
fn a_stage_that_another_page_asks_for_stays_chosen() {
    let mut window = network(Theme::Light);
    assert!(has(&window, "Conv 2, map"));
    perform(&mut window, Command::ShowPage(Page::Draw));
    stroke(&mut window, &[(0.3, 0.5), (0.6, 0.5)]);
    let first = Arc::new(NetworkView::Stage(1));
    perform(&mut window, Command::OpenInNetwork(first));
    assert!(has(&window, "Conv 1, map") && !has(&window, "Conv 2, map"));
}

#[test]
fn edits_are_undone_and_layers_moved_by_keys() {
    let mut window = network(Theme::Light);
    click(&mut window, "Architecture");
    click(&mut window, "LeNet-5");
    click(&mut window, "Tiny");
    assert!(has(&window, "3,226 parameters"));
    click(&mut window, "Undo the last edit");
    click(&mut window, "Undo the last edit");
    click(&mut window, "Redo the edit");
    click(&mut window, "Redo the edit");
    assert!(has(&window, "3,226 parameters"));
    // The second convolution goes up by two and stands before the pooling: 28 − 3 + 1 = 26.
    let moves = || window_moves(&window);
    assert_eq!(moves()[3], "Move Convolution");
    window
        .get_all_by_label("Move Convolution")
        .last()
        .unwrap()
        .focus();
    window.run_ok();
    window.key_press(Key::ArrowUp);
    window.run_ok();
    window.key_press(Key::ArrowUp);
    window.run_ok();
    assert_eq!(window_moves(&window)[1], "Move Convolution");
    assert!(has(&window, "8×26×26"));
    for _ in 0..2 {
        click(&mut window, "Undo the last edit");
    }
    assert_eq!(window_moves(&window)[3], "Move Convolution");
}

/// The names of the layers' handles, from the first layer to the last.
fn window_moves(window: &Window) -> Vec<String> {
    let handles = window.query_all_by_label_contains("Move ");
    handles.filter_map(|node| name_of(&node)).collect()
}

#[test]
fn a_layer_is_dragged_to_another_place() {
    let mut window = network(Theme::Light);
    click(&mut window, "Architecture");
    let handles: Vec<Rect> = window
        .query_all_by_label_contains("Move ")
        .map(|node| node.rect())
        .collect();
    let (from, to) = (handles[2].center(), handles[4].center() + vec2(0.0, 8.0));
    window.drag_at(from);
    window.run_ok();
    window.hover_at(from.lerp(to, 0.5));
    window.run_ok();
    window.hover_at(to);
    window.run_ok();
    window.drop_at(to);
    window.run_ok();
    let moves = window_moves(&window);
    assert_eq!(
        moves[2..5],
        ["Move Convolution", "Move ReLU", "Move Max pooling"]
    );
    click(&mut window, "Undo the last edit");
    assert_eq!(window_moves(&window)[2], "Move Max pooling");
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

/// A million parameters, 64 maps a layer.
fn large() -> Architecture {
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
    architecture
}

fn use_large(window: &mut Window) {
    let large = large();
    perform(window, Command::UseArchitecture(large.clone()));
    let is_read = |app: &App| app.state().reading.model.architecture() == &large;
    wait_until(window, "the large network's reading", is_read);
}

/// Everything is drawn or counted.
#[test]
fn a_large_network_is_usable() {
    let mut window = network(Theme::Light);
    use_large(&mut window);
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

/// A cell of the second convolution is pointed at.
#[test]
fn picture_in_dark() {
    let mut window = network(Theme::Dark);
    let rect = window.get_by_label(DIAGRAM).rect();
    window.hover_at(rect.min + rect.size() * vec2(0.4, 0.5));
    window.run_ok();
    snapshot(&mut window, "network_dark");
}

#[test]
fn picture_of_a_large_network() {
    let mut window = network(Theme::Light);
    use_large(&mut window);
    snapshot(&mut window, "network_large");
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

/// Whatever is wrong with a file: it is told, and the network in use stays.
#[test]
fn networks_saved_one_right_after_another_are_all_written() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut window = network(Theme::Light);
    let paths = [0, 1, 2].map(|index| folder.path().join(format!("{index}.safetensors")));
    for path in paths.clone() {
        let ctx = window.ctx.clone();
        window.state_mut().perform(&ctx, Command::SaveModel(path));
    }
    wait_until(&mut window, "all files", |_| {
        paths.iter().all(|path| path.exists())
    });
}

#[test]
fn files_are_known_by_their_endings_in_capitals_too() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut window = network(Theme::Light);
    let path = folder.path().join("NET.SAFETENSORS");
    Model::builtin().save(&path).unwrap();
    drop_file(&mut window, path.clone());
    wait_until(&mut window, "the network", |app| {
        app.state().model.name == ModelName::File(path.clone())
    });
    let path = folder.path().join("LAYERS.JSON");
    let layers = serde_json::to_string(Preset::Tiny.architecture().layers()).unwrap();
    std::fs::write(&path, layers).unwrap();
    drop_file(&mut window, path);
    wait_until(&mut window, "the layers", |app| {
        let view = app.state().network_view.as_deref();
        matches!(view, Some(NetworkView::Layers(_)))
    });
}

#[test]
fn networks_that_do_not_fit_change_nothing() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("net.safetensors");
    let mut window = network(Theme::Light);
    let model = window.state().state().model.model.clone();
    model.save(&path).unwrap();
    let whole = std::fs::read(&path).unwrap();
    let with = |from: &str, to: &str| {
        let at = whole
            .windows(from.len())
            .position(|bytes| bytes == from.as_bytes())
            .unwrap();
        let mut bytes = whole.clone();
        bytes[at..at + from.len()].copy_from_slice(to.as_bytes());
        bytes
    };
    for (bytes, words) in [
        (
            with("[6,1,5,5]", "[5,1,6,5]"),
            "conv1.weight has shape [5, 1, 6, 5]",
        ),
        (
            with("conv2.bias\":", "conv9.bias\":"),
            "conv2.bias is missing",
        ),
        (
            with("channels\\\":16", "channels\\\":99"),
            "net.safetensors",
        ),
        (
            with("outputs\\\":120", "outputs\\\":999"),
            "net.safetensors",
        ),
        (
            whole[..whole.len() / 2].to_vec(),
            "not a sound safetensors file",
        ),
        (Vec::new(), "the file is empty"),
    ] {
        std::fs::write(&path, bytes).unwrap();
        perform(&mut window, Command::DismissMessage);
        perform(&mut window, Command::OpenModel(path.clone()));
        wait_until(&mut window, words, |app| app.state().message.is_some());
        assert!(has(&window, words), "{:?}", window.state().state().message);
        assert!(window.state().state().model.model.is_same(&model));
    }
}

/// What was typed for a file is saved there, and holds what it says.
#[test]
fn maps_kernels_and_all_values_are_saved() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut window = network(Theme::Light);
    let save = |window: &mut Window, entry: &str, name: &str| -> Vec<u8> {
        click(window, "Export");
        click(window, entry);
        wait_until(window, entry, |app| app.state().unsaved_file.is_some());
        let proposed = window.state().state().unsaved_file.clone().unwrap();
        let ending = name.rsplit('.').next().unwrap();
        assert!(proposed.name.ends_with(ending), "{}", proposed.name);
        let path = folder.path().join(name);
        perform(window, Command::UsePath(path.clone()));
        wait_until(window, name, |app| app.state().message.is_some());
        perform(window, Command::DismissMessage);
        std::fs::read(path).unwrap()
    };
    let svg = save(&mut window, "The diagram as SVG…", "net.svg");
    let svg = String::from_utf8(svg).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("16×10×10") && svg.contains("48,120"));
    let png = save(&mut window, "The selected map as PNG…", "map.png");
    let png = image::load_from_memory(&png).unwrap();
    assert_eq!((png.width(), png.height()), (80, 80));
    let csv = save(&mut window, "The selected map as CSV…", "map.csv");
    let rows: Vec<Vec<f32>> = String::from_utf8(csv)
        .unwrap()
        .lines()
        .map(|line| line.split(',').map(|n| n.parse().unwrap()).collect())
        .collect();
    assert_eq!((rows.len(), rows[0].len()), (10, 10));
    let npz = save(&mut window, "All values for NumPy (.npz)…", "all.npz");
    assert!(npz.starts_with(b"PK"));

    click(&mut window, "Weights");
    click(&mut window, "Kernel of map 3");
    let csv = save(&mut window, "The chosen weights as CSV…", "kernel.csv");
    let model = &window.state().state().model.model;
    let weights = &model.parameter("conv1.weight").unwrap().values[50..75];
    let saved: Vec<f32> = String::from_utf8(csv)
        .unwrap()
        .split([',', '\n'])
        .filter_map(|number| number.trim().parse().ok())
        .collect();
    assert_eq!(saved, weights);
    let png = save(&mut window, "The chosen weights as PNG…", "kernel.png");
    assert_eq!(image::load_from_memory(&png).unwrap().width(), 40);
}

/// Nothing that can be clicked lies outside of the window, at any size.
#[test]
fn every_size_shows_everything() {
    for size in [
        vec2(1024.0, 700.0),
        vec2(1280.0, 720.0),
        vec2(1920.0, 1080.0),
    ] {
        for presenter in [false, true] {
            let mut window = window_with(size, Theme::Dark);
            perform(&mut window, Command::SetPresenter(presenter));
            perform(&mut window, Command::ShowPage(Page::Network));
            seven(&mut window);
            assert_inside(&window, size, &["View", "Export", "Zoom in"]);
            if has(&window, "Show the arithmetic") {
                assert!(presenter, "there is room for the arithmetic");
                assert_inside(&window, size, &["Show the arithmetic"]);
                click(&mut window, "Show the arithmetic");
            }
            assert_inside(&window, size, &["Close the arithmetic", "Switch off"]);
            assert_inside(&window, size, &["The next cell", "After ReLU"]);
            if has(&window, "Drag to the left for the rest") {
                assert!(
                    presenter && size.x < 1280.0,
                    "there is room for all columns"
                );
            } else {
                assert_inside(&window, size, &["Input", "16×10×10", "Output"]);
            }
            click(&mut window, "Weights");
            assert_inside(
                &window,
                size,
                &["conv1", "fc3", "Export", "Kernel of map 6"],
            );
            click(&mut window, "Architecture");
            let names = ["Use this network", "Train it…", "The lesson’s mistake"];
            assert_inside(&window, size, &names);
            assert_inside(&window, size, &["Open a network…", "Export"]);
            click(&mut window, "The lesson’s mistake");
            window.run_steps(20);
            assert_inside(&window, size, &["Pad conv1 by 2", "Give fc1 256 inputs"]);
        }
    }
}

fn assert_inside(window: &Window, size: eframe::egui::Vec2, names: &[&str]) {
    for name in names {
        for node in window.get_all_by_label(name) {
            let rect = node.rect();
            let inside = rect.left() >= 0.0
                && rect.top() >= 0.0
                && rect.right() <= size.x
                && rect.bottom() <= size.y;
            assert!(inside, "{name} at {rect:?} of {size:?}");
        }
    }
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
    assert!(has(&window, "Digits that excite it most"));
    // Those of the network before stay until there are others.
    let off = Change::Silence {
        layer: 0,
        channel: 0,
    };
    perform(&mut window, Command::ChangeNetwork(off));
    assert!(has(&window, "Digits that excited it most just now"));
    let changed = window.state().state().model.model.clone();
    wait_until(&mut window, "those of the changed one", |app| {
        let found = app.state().favourites.as_ref();
        found.is_some_and(|found| found.wanted.model.is_same(&changed))
    });
    assert!(has(&window, "Digits that excite it most"));
    assert_all_text_there(&window);
}

#[test]
fn nothing_excites_a_map_of_zeros() {
    let mut window = network(Theme::Light);
    click(&mut window, "Weights");
    let zero = Change::Scale {
        layer: 0,
        factor: 0.0,
    };
    perform(&mut window, Command::ChangeNetwork(zero));
    wait_until(&mut window, "that nothing excites it", |app| {
        let found = app.state().favourites.as_ref();
        found.is_some_and(|found| found.digits.is_empty())
    });
    assert!(has(&window, "Nothing excites it"));
    assert!(!has(&window, "e-38") && !has(&window, "e−38"));
    assert_all_text_there(&window);
}

/// While the pen moves, pictures are written anew in place.
#[test]
fn no_texture_is_made_while_the_pen_moves() {
    let mut window = network(Theme::Light);
    let textures = |window: &Window| {
        let manager = window.ctx.tex_manager();
        let mut all: Vec<_> = manager.read().allocated().map(|(id, _)| *id).collect();
        all.sort_by_key(|id| format!("{id:?}"));
        all
    };
    let before = textures(&window);
    let picture = window.state().state().reading.form.centred.clone();
    stroke(
        &mut window,
        &[(0.3, 0.5), (0.4, 0.5), (0.5, 0.5), (0.7, 0.5)],
    );
    assert_ne!(window.state().state().reading.form.centred, picture);
    assert_eq!(textures(&window), before);
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

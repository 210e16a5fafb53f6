//! The Train page.

use std::path::PathBuf;
use std::sync::{Arc, Weak};
use std::time::Duration;

use convscope::app::App;
use convscope::app::command::Command;
use convscope::app::pages::Page;
use convscope::app::state::{MessageKind, ModelName};
use convscope::app::training::{Difference, Moment, TrainCommand, Twin, differences};
use convscope::dataset::Source;
use convscope::dataset::augment::Augmentation;
use convscope::grid::Grid;
use convscope::network::experiment::Change;
use convscope::network::{Architecture, Layer, Model, Optimizer, Preset};
use convscope::training::dropout::with_dropout;
use convscope::training::presets::Preset as Trained;
use convscope::training::worker::{Ending, Live, Pace, Phase, Trouble};
use convscope::training::{Initialization, Settings, TrainingError};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Theme, Vec2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rand::Rng as _;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use crate::common::*;

/// A run that is over soon: 32 batches an epoch.
fn quick() -> Settings {
    Settings {
        epochs: 3,
        examples: Some(512),
        batch_size: 16,
        learning_rate: 0.005,
        seed: 11,
        architecture: Preset::Tiny.architecture(),
        ..Settings::default()
    }
}

/// One that is not.
fn long() -> Settings {
    Settings {
        epochs: 100_000,
        ..quick()
    }
}

fn train(window: &mut Window, command: TrainCommand) {
    perform(window, command.into());
}

/// The page with a seven on it and a run set up.
fn page_with(theme: Theme, settings: Settings, pace: Pace) -> Window {
    sized_page(SIZE, theme, settings, pace)
}

fn sized_page(size: Vec2, theme: Theme, settings: Settings, pace: Pace) -> Window {
    let mut window = window_with(size, theme);
    seven(&mut window);
    perform(&mut window, Command::ShowPage(Page::Train));
    train(&mut window, TrainCommand::SetDraft(Box::new(settings)));
    train(&mut window, TrainCommand::SetPace(pace));
    window
}

fn page(settings: Settings) -> Window {
    page_with(Theme::Light, settings, Pace::Full)
}

fn live(app: &App) -> &Live {
    let run = app.state().training.run.as_ref();
    &run.expect("there is a run").live
}

fn step(window: &Window) -> u64 {
    live(window.state()).record.step
}

fn phase(window: &Window) -> Phase {
    live(window.state()).phase.clone()
}

fn is(phase: Phase) -> impl Fn(&App) -> bool {
    move |app| live(app).phase == phase
}

fn finish(window: &mut Window) {
    wait_until(
        window,
        "the end of the run",
        is(Phase::Finished(Ending::Epochs)),
    );
}

/// The page with a run that is over.
fn finished(settings: Settings) -> Window {
    let mut window = page(settings);
    click(&mut window, "Start");
    finish(&mut window);
    window
}

/// Waits until the opinions of the run's networks are those of its last moment.
fn wait_for_opinions(window: &mut Window) {
    wait_until(window, "the opinions", |app| {
        let training = &app.state().training;
        training.opinions.columns.len() == live(app).record.snapshots.all().len()
    });
    // One more may be under way, of the network as it is now.
    std::thread::sleep(Duration::from_millis(50));
    window.run_ok();
}

fn is_disabled(window: &Window, name: &str) -> bool {
    window.get_by_label(name).accesskit_node().is_disabled()
}

fn bits(model: &Model) -> Vec<u32> {
    let values = model.parameters().iter().flat_map(|p| &p.values);
    values.map(|value| value.to_bits()).collect()
}

fn model_name(window: &Window) -> ModelName {
    window.state().state().model.name.clone()
}

/// Waits for what the user is told, and takes it away.
fn message(window: &mut Window) -> (MessageKind, String) {
    wait_until(window, "a message", |app| app.state().message.is_some());
    let message = window.state().state().message.clone().unwrap();
    perform(window, Command::DismissMessage);
    (message.kind, message.words)
}

#[test]
fn before_a_run_all_is_ready() {
    let mut window = page(Settings {
        seed: 1,
        ..Settings::default()
    });
    for name in ["Stop", "Reset", "Play", "Use this", "Now"] {
        assert!(is_disabled(&window, name), "{name}");
    }
    for name in ["Start", "Step", "Save and open"] {
        assert!(!is_disabled(&window, name), "{name}");
    }
    for words in [
        "Ready: press Start",
        "next run",
        "Built-in digits",
        "As in the lesson",
        "Kernels of conv1, largest weight 0.",
        "Press Start: here you see",
        "Press Start: the loss of every batch",
        "Go back to any moment of a run",
        "Lesson network",
    ] {
        assert!(has(&window, words), "{words}");
    }
    assert_all_text_there(&window);
    window.remove_cursor();
    window.run_ok();
    snapshot(&mut window, "train_before");
}

/// Each label of a view, and something that it shows.
const VIEWS: [(&str, &str); 7] = [
    ("Gradients", "update, %"),
    ("Kernels", "Kernels of "),
    ("Held-out digits", "; the network says"),
    ("The latest batch", " of 16 right"),
    ("Log", "training loss"),
    ("Runs", "Rename: Run 1"),
    ("Your digit over time", "click to go there"),
];

#[test]
fn a_run_is_watched_paused_stepped_and_ended() {
    let mut window = page_with(Theme::Light, long(), Pace::PerSecond(2_000.0));
    click(&mut window, "Start");
    wait_until(&mut window, "some steps", |app| live(app).record.step > 100);
    assert_eq!(phase(&window), Phase::Running);
    assert_eq!(model_name(&window), ModelName::Run);
    assert!(is_disabled(&window, "Step") && !is_disabled(&window, "Stop"));
    assert!(has(&window, "Epoch ") && has(&window, " of 100000"));
    assert!(has(&window, "this run"));
    for (view, words) in VIEWS {
        let button = window.get_all_by_label(view);
        button.last().expect("a choice of views").click();
        window.run_ok();
        wait_until(&mut window, "something to show", |app| {
            !app.state().training.opinions.samples.is_empty() && live(app).batch.is_some()
        });
        assert!(has(&window, words), "{view}: {words}");
        assert_all_text_there(&window);
    }

    click(&mut window, "Pause");
    wait_until(&mut window, "the pause", is(Phase::Paused));
    let paused = step(&window);
    window.run_steps(10);
    assert_eq!(step(&window), paused);
    for more in 1..=3 {
        click(&mut window, "Step");
        wait_until(&mut window, "a step", |app| {
            live(app).record.step == paused + more
        });
        assert_eq!(phase(&window), Phase::Paused);
    }

    // The step shows its batch by itself.
    let batch = live(window.state()).batch.clone().unwrap();
    assert_eq!(batch.step, paused + 3);
    assert!(has(&window, " of 16 right") && batch.loss.is_finite());
    let answers = window.query_all_by_label_contains("; the network says");
    assert_eq!(answers.count(), 16);
    for (name, size) in ["conv1", "conv2", "fc1"].iter().zip(&batch.layers) {
        assert!(has(&window, name) && size.update > 0.0, "{name}");
    }

    click(&mut window, "Resume");
    wait_until(&mut window, "more steps", |app| {
        live(app).record.step > paused + 20
    });
    click(&mut window, "Stop");
    wait_until(&mut window, "the end", is(Phase::Finished(Ending::Stopped)));
    assert!(has(&window, "Stopped") && has(&window, "next run"));
    assert_all_text_there(&window);
}

#[test]
fn what_may_change_changes_and_the_rest_says_why_not() {
    let mut window = page_with(Theme::Light, long(), Pace::PerSecond(200.0));
    click(&mut window, "Start");
    wait_until(&mut window, "some steps", |app| live(app).record.step > 5);
    click(&mut window, "Learning rate +");
    wait_until(&mut window, "the rate", |app| live(app).rate == Some(0.01));
    assert!(has(&window, "Learning rate 0.01"));
    click(&mut window, "Learning rate −");
    wait_until(&mut window, "the rate", |app| live(app).rate == Some(0.005));
    click(&mut window, "Pace: 200 batches / s");
    click(&mut window, "Full speed");
    wait_until(&mut window, "the pace", |app| live(app).pace == Pace::Full);
    click(&mut window, "Pace: Full speed");
    click(&mut window, "One by one");
    wait_until(&mut window, "the pause", is(Phase::Paused));
    let paused = step(&window);
    click(&mut window, "Resume");
    wait_until(&mut window, "one batch", |app| {
        live(app).record.step == paused + 1 && live(app).phase == Phase::Paused
    });

    let before = live(window.state()).record.settings.clone();
    for name in ["Batch size +", "Epochs −", "Seed +"] {
        assert!(is_disabled(&window, name), "{name}");
        click(&mut window, name);
    }
    assert_eq!(live(window.state()).record.settings, before);
    window.get_by_label("Batch size 16").hover();
    window.run_steps(60);
    assert!(has(&window, "This is set when a run begins"));
}

#[test]
fn settings_are_typed_stepped_and_named() {
    let mut window = page(Settings::default());
    let draft = |window: &Window| window.state().state().training.draft.clone();
    click(&mut window, "Batch size +");
    assert_eq!(draft(&window).batch_size, 8);
    assert!(has(&window, "Preset: My own"));
    let type_in = |window: &mut Window, field: &str, name: &str, text: &str| {
        click(window, field);
        window
            .get_by_role_and_label(Role::TextInput, name)
            .type_text(text);
        window.key_press(Key::Enter);
        window.run_ok();
    };
    // What is typed replaces what was there, with a point or a comma.
    type_in(&mut window, "Learning rate 0.001", "Learning rate", "0,03");
    assert_eq!(draft(&window).learning_rate, 0.03);
    type_in(&mut window, "Epochs 10", "Epochs", "0");
    assert_eq!(draft(&window).epochs, 1);
    type_in(&mut window, "Seed 0", "Seed", "seven");
    assert_eq!(draft(&window).seed, 0);
    click(&mut window, "Preset: My own");
    click(&mut window, "Fast");
    assert_eq!(draft(&window), Trained::Fast.applied(&Settings::default()));
    assert!(has(&window, "Preset: Fast"));
    click(&mut window, "SGD");
    assert!(matches!(draft(&window).optimizer, Optimizer::Sgd { .. }));
    assert!(has(&window, "Preset: My own"));
}

#[test]
fn a_finished_run_starts_anew_with_the_same_curve() {
    let mut window = finished(quick());
    assert!(has(&window, "All epochs done") && has(&window, "96 / 96"));
    let first = live(window.state()).record.clone();
    assert_eq!(window.state().state().training.earlier.len(), 0);
    click(&mut window, "Start");
    finish(&mut window);
    let second = live(window.state()).record.clone();
    assert!(!Arc::ptr_eq(&first, &second));
    assert_eq!(first.losses, second.losses);
    assert_eq!(first.accuracies, second.accuracies);
    assert_eq!(window.state().state().training.earlier.len(), 1);
    click(&mut window, "Reset");
    assert!(window.state().state().training.run.is_none());
    assert!(has(&window, "Ready: press Start"));
    assert_eq!(window.state().state().training.earlier.len(), 2);
    assert_all_text_there(&window);
}

#[test]
fn a_run_that_diverges_says_so_and_what_to_do() {
    // With ReLU the units would die, and the loss stay finite.
    let linear = |name: &str, inputs, outputs| Layer::Linear {
        name: name.to_owned(),
        inputs,
        outputs,
    };
    let layers = vec![
        Layer::Flatten,
        linear("fc1", 784, 64),
        linear("fc2", 64, 10),
    ];
    let mut window = page(Settings {
        learning_rate: 10.0,
        optimizer: Optimizer::Sgd { momentum: 0.9 },
        architecture: Architecture::new(layers).unwrap(),
        ..quick()
    });
    click(&mut window, "Start");
    wait_until(&mut window, "NaN", |app| !live(app).phase.is_alive());
    let Phase::Failed(failure) = phase(&window) else {
        panic!("{:?}", phase(&window));
    };
    assert!(failure.diverged);
    let Trouble::Training(TrainingError::Diverged { step, .. }) = &*failure.trouble else {
        panic!("{failure:?}");
    };
    assert!(has(&window, &format!("NaN at batch {step}: ")));
    assert!(has(&window, "Lower the learning rate, 10 now"));
    assert!(has(&window, "The run broke off"));
    let values = bits(&window.state().state().model.model);
    assert!(values.iter().all(|bits| f32::from_bits(*bits).is_finite()));
    assert_all_text_there(&window);
    wait_for_opinions(&mut window);
    window.remove_cursor();
    window.run_ok();
    snapshot(&mut window, "train_nan");

    // The next run is as good as any.
    train(&mut window, TrainCommand::SetDraft(Box::new(quick())));
    click(&mut window, "Start");
    finish(&mut window);
    assert!(!has(&window, "NaN at batch"));
}

#[test]
fn a_run_that_learns_nothing_is_warned_of() {
    let mut window = page(Settings {
        learning_rate: 10.0,
        architecture: Architecture::lesson(),
        ..long()
    });
    click(&mut window, "Start");
    wait_until(&mut window, "some steps", |app| live(app).record.step > 500);
    assert_eq!(phase(&window), Phase::Running);
    assert!(has(&window, "the learning rate is likely too high"));
    assert_all_text_there(&window);

    // Weights that are all alike learn nothing at any rate.
    let zeros = Settings {
        initialization: Initialization::Zero,
        architecture: Architecture::lesson(),
        ..long()
    };
    train(&mut window, TrainCommand::Stop);
    wait_until(&mut window, "the end", |app| !live(app).phase.is_alive());
    train(&mut window, TrainCommand::SetDraft(Box::new(zeros)));
    click(&mut window, "Start");
    wait_until(&mut window, "more steps", |app| {
        live(app).record.settings.initialization == Initialization::Zero
            && live(app).record.step > 500
    });
    assert!(has(&window, "where all weights start at 0"));
}

#[test]
fn pictures_that_are_missing_are_told() {
    let mut window = page(Settings {
        data: vec![Source::Path("no/such/folder".into())],
        ..quick()
    });
    click(&mut window, "Start");
    wait_until(&mut window, "the failure", |app| {
        !live(app).phase.is_alive()
    });
    assert!(has(&window, "no such file or folder"));
    assert!(!is_disabled(&window, "Start"));
    // There is nothing to save, and no thread that would: that is told, or a file is written.
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("failed.convscope-run");
    train(&mut window, TrainCommand::SaveRun(path.clone()));
    let (kind, _) = message(&mut window);
    assert_eq!(kind == MessageKind::Done, path.exists());
}

#[test]
fn two_runs_that_differ_in_one_setting_are_compared() {
    let mut window = finished(quick());
    click(&mut window, "Runs");
    click(&mut window, "Start a twin: Start a twin");
    click(&mut window, "Ten times the learning rate");
    finish(&mut window);
    let training = &window.state().state().training;
    let (other, run) = (training.compared().unwrap(), training.run.as_ref().unwrap());
    let (before, now) = (&other.record.settings, &run.live.record.settings);
    assert!((now.learning_rate / before.learning_rate - 10.0).abs() < 1e-3);
    assert_eq!((before.seed, before.batch_size), (now.seed, now.batch_size));
    assert_ne!(other.record.losses, run.live.record.losses);
    for words in ["One difference", "Learning rate", "0.05", "Run 1", "Run 2"] {
        assert!(has(&window, words), "{words}");
    }
    assert_all_text_there(&window);
    window.remove_cursor();
    window.run_ok();
    snapshot(&mut window, "train_compared");
    click(&mut window, "End comparison");
    assert!(window.state().state().training.compared().is_none());
    assert!(has(&window, "Rename: Run 1"));
}

#[test]
fn every_twin_differs_in_one_setting() {
    for twin in Twin::ALL {
        let settings = quick();
        let Some(other) = twin.applied(&settings, 512) else {
            panic!("{twin:?}");
        };
        let differences = convscope::app::training::differences(&settings, &other);
        assert_eq!(differences.len(), 1, "{twin:?}: {differences:?}");
    }
}

#[test]
fn earlier_runs_are_named_hidden_deleted_and_at_most_twenty() {
    let mut window = page(Settings {
        epochs: 1,
        examples: Some(64),
        architecture: Preset::LinearClassifier.architecture(),
        ..quick()
    });
    for _ in 0..23 {
        train(&mut window, TrainCommand::Start);
        finish(&mut window);
    }
    let earlier = |window: &Window| -> Vec<(String, bool)> {
        let earlier = window.state().state().training.earlier.iter();
        earlier
            .map(|run| (run.name.clone(), run.is_shown))
            .collect()
    };
    let names = earlier(&window);
    assert_eq!(names.len(), 20);
    assert_eq!(
        (names[0].0.as_str(), names[19].0.as_str()),
        ("Run 22", "Run 3")
    );
    click(&mut window, "Runs");
    click(&mut window, "Hide: Run 22");
    assert!(!earlier(&window)[0].1);
    click(&mut window, "Show: Run 22");
    assert!(earlier(&window)[0].1);
    click(&mut window, "Rename: Run 22");
    window.get_by_label("Rename").type_text(", linear");
    window.key_press(Key::Enter);
    window.run_ok();
    assert_eq!(earlier(&window)[0].0, "Run 22, linear");
    click(&mut window, "Delete: Run 21");
    let names = earlier(&window);
    assert_eq!((names.len(), names[1].0.as_str()), (19, "Run 20"));
    assert_all_text_there(&window);
}

/// Whatever page: the network is that of the moment that was gone back to, until Now is pressed.
#[test]
fn the_time_machine_takes_every_page_along() {
    let mut window = finished(quick());
    let now = window.state().state().model.model.clone();
    let moments = live(window.state()).record.snapshots.clone();
    let middle = &moments.all()[moments.all().len() / 2];
    train(&mut window, TrainCommand::ShowMoment(middle.step));
    let words = format!("Every page uses the network after batch {}:", middle.step);
    assert!(has(&window, &words), "{words}");
    for entry in &Page::ALL {
        perform(&mut window, Command::ShowPage(entry.page));
        let state = window.state().state();
        assert_eq!(state.model.name, ModelName::Moment { step: middle.step });
        assert!(state.model.model.is_same(&middle.what.model));
        let form = &state.reading.form.centred;
        assert_eq!(
            state.reading.classification,
            middle.what.model.classify(form)
        );
        if entry.page != Page::Learn {
            assert!(has(&window, &format!("After batch {}", middle.step)));
        }
    }
    perform(&mut window, Command::ShowPage(Page::Train));
    click(&mut window, "Now");
    assert_eq!(model_name(&window), ModelName::Run);
    assert!(window.state().state().model.model.is_same(&now));

    // One moment back and forth by key.
    window.get_by_label("Moment of the run").focus();
    window.run_ok();
    window.key_press(Key::ArrowLeft);
    window.run_ok();
    assert_eq!(model_name(&window), ModelName::Moment { step: 96 });
    window.key_press(Key::ArrowLeft);
    window.run_ok();
    let before = moments.all()[moments.all().len() - 2].step;
    assert_eq!(model_name(&window), ModelName::Moment { step: before });
    for _ in 0..2 {
        window.key_press(Key::ArrowRight);
        window.run_ok();
    }
    assert_eq!(model_name(&window), ModelName::Run);
}

#[test]
fn the_middle_of_a_run_in_the_dark() {
    let mut window = page_with(Theme::Dark, quick(), Pace::Full);
    click(&mut window, "Start");
    finish(&mut window);
    wait_for_opinions(&mut window);
    let moments = live(window.state()).record.snapshots.clone();
    let middle = moments.all()[moments.all().len() / 2].step;
    train(&mut window, TrainCommand::ShowMoment(middle));
    wait_for_opinions(&mut window);
    window.remove_cursor();
    window.run_ok();
    snapshot(&mut window, "train_past_dark");
}

#[test]
fn a_paused_run_in_a_small_window_and_a_finished_one_in_a_large() {
    let small = vec2(1024.0, 700.0);
    let mut window = sized_page(small, Theme::Light, quick(), Pace::Single);
    for step in 1..=40 {
        train(&mut window, TrainCommand::Step);
        wait_until(&mut window, "a step", |app| {
            let run = app.state().training.run.as_ref();
            run.is_some_and(|run| run.live.record.step == step)
        });
    }
    assert_eq!(phase(&window), Phase::Paused);
    wait_for_opinions(&mut window);
    window.remove_cursor();
    window.run_ok();
    snapshot(&mut window, "train_paused_small");

    let large = vec2(1920.0, 1080.0);
    let mut window = sized_page(large, Theme::Light, quick(), Pace::Full);
    click(&mut window, "Start");
    finish(&mut window);
    wait_for_opinions(&mut window);
    window.remove_cursor();
    window.run_ok();
    snapshot(&mut window, "train_finished_large");
}

#[test]
fn the_whole_of_mnist_is_chosen_where_it_was_found() {
    let mut window = page(quick());
    click(&mut window, "Data: Built-in digits");
    assert!(has(&window, "Full MNIST (not found)"));
    window.key_press(Key::Escape);
    window.run_ok();
    let folder = PathBuf::from("some/mnist");
    train(&mut window, TrainCommand::MnistFound(folder.clone()));
    click(&mut window, "Data: Built-in digits");
    click(&mut window, "Full MNIST");
    let draft = &window.state().state().training.draft;
    assert_eq!(draft.data, [Source::Path(folder)]);
    assert!(has(&window, "Data: Full MNIST"));
}

#[test]
fn keys_start_pause_and_step() {
    let mut window = page(long());
    window.key_press(Key::Space);
    window.run_ok();
    wait_until(&mut window, "some steps", |app| live(app).record.step > 5);
    window.key_press(Key::Space);
    window.run_ok();
    wait_until(&mut window, "the pause", is(Phase::Paused));
    let paused = step(&window);
    window.key_press(Key::N);
    window.run_ok();
    wait_until(&mut window, "a step", |app| {
        live(app).record.step == paused + 1
    });
    // Elsewhere they are no keys of the run.
    perform(&mut window, Command::ShowPage(Page::Network));
    window.key_press(Key::N);
    window.run_ok();
    window.run_steps(10);
    assert_eq!(step(&window), paused + 1);
}

#[test]
fn the_run_plays_as_a_film_to_its_end() {
    let mut window = finished(quick());
    let moments = live(window.state()).record.snapshots.clone();
    let third_last = moments.all()[moments.all().len() - 3].step;
    train(&mut window, TrainCommand::ShowMoment(third_last));
    click(&mut window, "Play");
    assert!(window.state().state().training.moment.is_film());
    let mut seen = Vec::new();
    wait_until(&mut window, "the film's end", |app| {
        if let Moment::Past(past) = &app.state().training.moment {
            seen.push(past.step);
        }
        matches!(app.state().training.moment, Moment::Now)
    });
    seen.dedup();
    assert!(seen.is_sorted() && seen.contains(&96), "{seen:?}");

    click(&mut window, "Play");
    assert!(matches!(
        &window.state().state().training.moment,
        Moment::Past(_)
    ));
    click(&mut window, "Pause the film");
    let Moment::Past(past) = window.state().state().training.moment.clone() else {
        panic!("the film is over");
    };
    std::thread::sleep(Duration::from_millis(200));
    window.run_steps(5);
    assert_eq!(model_name(&window), ModelName::Moment { step: past.step });
}

#[test]
fn what_was_said_of_another_digit_is_not_shown_of_this_one() {
    let mut window = finished(quick());
    wait_for_opinions(&mut window);
    let map = "Your digit over time: a column a moment";
    assert!(has(&window, map));
    let ctx = window.ctx.clone();
    let other = Arc::new(Grid::from_fn(28, 28, |_, column| f32::from(column == 14)));
    window
        .state_mut()
        .perform(&ctx, Command::PictureOpened(other));
    window.step();
    assert!(!has(&window, map) && has(&window, "The network is being asked"));
    wait_until(&mut window, "what is said of it", |app| {
        let digit = app.state().reading.digit();
        app.state().training.opinions.are_of(1, digit)
    });
    assert!(has(&window, map));
}

#[test]
fn a_network_of_a_run_stays_in_use_until_the_builtin_one_comes_back() {
    let mut window = finished(quick());
    let learned = window.state().state().model.model.clone();
    click(&mut window, "Use this");
    let name = ModelName::OfRun {
        run: "Run 1".to_owned(),
        step: 96,
    };
    assert_eq!(model_name(&window), name);
    assert!(has(&window, "Run 1, batch 96"));
    // Whatever becomes of the run.
    train(&mut window, TrainCommand::DeleteRun(1));
    window.run_steps(5);
    assert_eq!(model_name(&window), name);
    assert!(window.state().state().model.model.is_same(&learned));
    click(&mut window, "Save and open");
    // It is in use, and of another network than the run's by now.
    for name in ["Use this", "Use this network everywhere"] {
        assert!(is_disabled(&window, name), "{name}");
    }
    click(&mut window, "Back to the built-in network");
    assert_eq!(model_name(&window), ModelName::Builtin);
    assert!(has(&window, "The app uses another network now"));
    window.run_steps(5);
    assert_eq!(model_name(&window), ModelName::Builtin);
}

/// What is tried leaves the run, and so does the original that comes back.
#[test]
fn the_original_of_a_run_comes_back_under_its_own_name() {
    let mut window = finished(quick());
    assert_eq!(model_name(&window), ModelName::Run);
    let off = Change::Silence {
        layer: 0,
        channel: 0,
    };
    perform(&mut window, Command::ChangeNetwork(off));
    window.run_steps(5);
    perform(&mut window, Command::RestoreNetwork);
    let name = ModelName::OfRun {
        run: "Run 1".to_owned(),
        step: 96,
    };
    assert_eq!(model_name(&window), name);
}

/// The first weights of a large network are made by its run: until then the one before stays.
#[test]
fn a_run_that_is_reset_leaves_its_network_its_name() {
    let large = r#"[{"kind":"flatten"},
        {"kind":"linear","name":"fc1","inputs":784,"outputs":600},
        {"kind":"relu"},
        {"kind":"linear","name":"fc2","inputs":600,"outputs":10}]"#;
    let mut window = finished(quick());
    let settings = Settings {
        architecture: serde_json::from_str(large).unwrap(),
        ..quick()
    };
    train(&mut window, TrainCommand::SetDraft(Box::new(settings)));
    train(&mut window, TrainCommand::Reset);
    let name = ModelName::OfRun {
        run: "Run 1".to_owned(),
        step: 96,
    };
    assert_eq!(model_name(&window), name);
}

#[test]
fn a_run_is_saved_opened_and_goes_on_as_if_nothing_had_been() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("half.convscope-run");
    let mut window = finished(quick());
    let whole = live(window.state()).record.clone();
    let weights = bits(&window.state().state().model.model);
    train(&mut window, TrainCommand::SetPace(Pace::Single));
    click(&mut window, "Start");
    wait_until(&mut window, "a pause", is(Phase::Paused));
    while step(&window) < 40 {
        let next = step(&window) + 1;
        train(&mut window, TrainCommand::Step);
        wait_until(&mut window, "a step", |app| live(app).record.step == next);
    }
    click(&mut window, "Save and open");
    click(&mut window, "Save the run…");
    let proposed = window.state().state().path_dialog.clone().unwrap();
    assert!(
        proposed.path.ends_with("run-2.convscope-run"),
        "{proposed:?}"
    );
    perform(&mut window, Command::UsePath(path.clone()));
    let (kind, words) = message(&mut window);
    assert_eq!(kind, MessageKind::Done, "{words}");
    drop(window);

    let mut window = page(Settings::default());
    train(&mut window, TrainCommand::OpenRun(path.clone()));
    wait_until(&mut window, "the run", |app| {
        app.state().training.run.is_some()
    });
    assert_eq!((phase(&window), step(&window)), (Phase::Paused, 40));
    assert!(has(&window, "Epoch 2 of 3") && has(&window, "40 / 96"));
    assert_all_text_there(&window);
    click(&mut window, "Resume");
    finish(&mut window);
    let resumed = live(window.state()).record.clone();
    assert_eq!(resumed.losses, whole.losses);
    assert_eq!(resumed.accuracies, whole.accuracies);
    assert_eq!(bits(&window.state().state().model.model), weights);
    let name = |window: &Window| {
        window
            .state()
            .state()
            .training
            .run
            .as_ref()
            .map(|run| run.name.clone())
    };
    assert_eq!(name(&window).as_deref(), Some("Run 2"));

    // A run that was opened and has no thread yet takes a new rate, too. Dropped anywhere, it is
    // opened here.
    perform(&mut window, Command::ShowPage(Page::Draw));
    drop_file(&mut window, path.clone());
    wait_until(&mut window, "the run", is(Phase::Paused));
    // Beside the run of the same name it has another.
    assert_eq!(name(&window).as_deref(), Some("Run 2, opened"));
    click(&mut window, "Learning rate +");
    wait_until(&mut window, "the rate", |app| {
        live(app).learning_rate == 0.01
    });
    assert_eq!(step(&window), 40);

    // What is no run changes nothing.
    let bytes = std::fs::read(&path).unwrap();
    let bad = folder.path().join("bad.convscope-run");
    for (bytes, expected) in [
        (bytes[..bytes.len() / 2].to_vec(), "cut short"),
        (b"nothing".to_vec(), "not a run's file"),
    ] {
        std::fs::write(&bad, bytes).unwrap();
        train(&mut window, TrainCommand::OpenRun(bad.clone()));
        let (kind, words) = message(&mut window);
        assert_eq!(kind, MessageKind::Error);
        assert!(words.contains(expected), "{words}");
        assert_eq!((phase(&window), step(&window)), (Phase::Paused, 40));
    }
}

/// However soon the run is put away after it.
#[test]
fn what_was_to_be_saved_is_saved_and_told() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut window = page(long());
    for round in 0..10 {
        let path = folder.path().join(format!("{round}.convscope-run"));
        train(&mut window, TrainCommand::Start);
        wait_until(&mut window, "a step", |app| live(app).record.step > 0);
        let ctx = window.ctx.clone();
        for command in [TrainCommand::SaveRun(path.clone()), TrainCommand::Reset] {
            window.state_mut().perform(&ctx, command.into());
        }
        let (kind, words) = message(&mut window);
        assert_eq!(kind, MessageKind::Done, "{words}");
        assert!(words.contains(&format!("{round}.convscope-run")), "{words}");
        convscope::training::KeptRun::open(&path).unwrap();
    }
}

#[test]
fn a_place_that_cannot_be_written_is_told_and_the_run_goes_on() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut window = page(long());
    click(&mut window, "Start");
    wait_until(&mut window, "a step", |app| live(app).record.step > 0);
    let gone = folder.path().to_owned();
    drop(folder);
    let path = gone.join("run.convscope-run");
    train(&mut window, TrainCommand::SaveRun(path));
    let (kind, words) = message(&mut window);
    assert_eq!(kind, MessageKind::Error);
    assert!(words.contains("cannot be written"), "{words}");
    let before = step(&window);
    wait_until(&mut window, "more steps", |app| {
        live(app).record.step > before
    });
}

#[test]
fn curves_and_plots_are_exported() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut window = finished(quick());
    let save = |window: &mut Window, entry: &str, name: &str| -> String {
        click(window, "Save and open");
        click(window, entry);
        let proposed = window.state().state().unsaved_file.clone().unwrap();
        assert_eq!(proposed.name, name);
        let path: PathBuf = folder.path().join(name);
        perform(window, Command::UsePath(path.clone()));
        let (kind, words) = message(window);
        assert_eq!(kind, MessageKind::Done, "{words}");
        std::fs::read_to_string(path).unwrap()
    };
    let csv = save(&mut window, "Export the curves (CSV)…", "curves.csv");
    let record = live(window.state()).record.clone();
    let measured = record.accuracies.all().len();
    assert_eq!(csv.lines().count(), 1 + 96 + measured);
    assert_eq!(csv, record.to_csv());
    for (entry, name, title) in [
        ("Export the loss (SVG)…", "loss.svg", ">Loss<"),
        (
            "Export the accuracy (SVG)…",
            "accuracy.svg",
            ">Accuracy, %<",
        ),
    ] {
        let svg = save(&mut window, entry, name);
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
        assert!(svg.contains(title) && svg.contains("Run 1"), "{svg}");
        let (dots, legend) = match name {
            "accuracy.svg" => (measured, true),
            _ => (0, false),
        };
        assert_eq!(svg.matches("<circle").count(), dots, "{svg}");
        let words = window.state().state().text.get("train-legend-held-out");
        assert_eq!(svg.contains(words), legend, "{svg}");
    }
}

#[test]
fn the_plots_are_looked_at_in_several_ways() {
    let mut window = finished(quick());
    for _ in 0..2 {
        // The loss, then the accuracy.
        for plot in 0..2 {
            window
                .get_all_by_label("How the plot is drawn")
                .nth(plot)
                .unwrap()
                .click();
            window.run_ok();
            for name in ["Logarithmic axis", "Last tenth only", "By epoch"] {
                let switches = window.get_all_by_label(name);
                switches.last().expect("a switch").click();
                window.run_ok();
            }
            assert!(has(&window, "Smoothing"));
            assert_all_text_there(&window);
            window.key_press(Key::Escape);
            window.run_ok();
        }
    }
    // The pointer over the loss tells its values.
    let plot = window.get_by_label_contains("Loss 0.").rect();
    window.hover_at(plot.center());
    window.run_steps(3);
    assert!(has(&window, "batch ") && has(&window, "(batches "));
}

#[test]
fn deforming_is_previewed_on_your_digit() {
    let mut window = page(quick());
    assert!(!has(&window, "Your digit, deformed as in training"));
    let switch = window.get_all_by_label("Deform digits").last().unwrap();
    switch.scroll_to_me();
    window.run_ok();
    let switch = window.get_all_by_label("Deform digits").last().unwrap();
    switch.click();
    window.run_ok();
    assert!(window.state().state().training.draft.augmentation.is_some());
    assert!(has(&window, "Your digit, deformed as in training"));
    let button = window.get_by_label("How strongly");
    button.scroll_to_me();
    window.run_ok();
    click(&mut window, "How strongly");
    assert!(has(&window, "Thickness") && has(&window, "Elastic"));
    assert_all_text_there(&window);
}

/// Curves, kernels and opinions are written anew in place.
#[test]
fn no_texture_is_made_while_a_run_goes() {
    let mut window = page(long());
    click(&mut window, "Start");
    let textures = |window: &Window| window.ctx.tex_manager().read().allocated().count();
    wait_until(&mut window, "all views", |app| {
        live(app).record.step > 50 && app.state().training.opinions.columns.len() > 2
    });
    let (textures_before, step_before) = (textures(&window), step(&window));
    wait_until(&mut window, "more steps", |app| {
        live(app).record.step > step_before + 200
    });
    assert_eq!(textures(&window), textures_before);
}

/// Nothing that can be clicked lies outside of the window, at any size.
#[test]
fn every_size_shows_everything() {
    for (width, height) in [(1024.0, 700.0), (1280.0, 720.0), (1920.0, 1080.0)] {
        for presenter in [false, true] {
            let size = vec2(width, height);
            let mut window = window_with(size, Theme::Dark);
            perform(&mut window, Command::SetPresenter(presenter));
            perform(&mut window, Command::ShowPage(Page::Train));
            train(&mut window, TrainCommand::SetDraft(Box::new(quick())));
            train(&mut window, TrainCommand::SetPace(Pace::Full));
            train(&mut window, TrainCommand::Start);
            finish(&mut window);
            let names = [
                "Start",
                "Step",
                "Stop",
                "Reset",
                "Pace: Full speed",
                "Save and open",
                "Now",
                "Use this",
                "Play",
                "Moment of the run",
            ];
            for name in names {
                let rect = window.get_by_label(name).rect();
                let inside = rect.left() >= 0.0
                    && rect.top() >= 0.0
                    && rect.right() <= width
                    && rect.bottom() <= height;
                assert!(inside, "{name} at {rect:?} of {size:?}");
            }
            // None lies over another.
            for (index, a) in names.iter().enumerate() {
                for b in &names[index + 1..] {
                    let [a_rect, b_rect] =
                        [a, b].map(|name| window.get_by_label(name).rect().shrink(1.0));
                    assert!(
                        !a_rect.intersects(b_rect),
                        "{a} over {b} at {size:?}, presenter {presenter}"
                    );
                }
            }
            assert!(has(&window, "Loss 0.") || has(&window, "Loss 1.") || has(&window, "Loss 2."));
        }
    }
}

/// What the tests of random sequences believe the run to be.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Expected {
    None,
    Running,
    Paused,
    Stopped,
}

/// A window that is treated at random.
struct Sequence {
    window: Window,
    rng: ChaCha8Rng,
    expected: Expected,
    /// Strokes on the canvas.
    strokes: usize,
    runs: u32,
    done: Vec<String>,
}

impl Sequence {
    fn new(seed: u64) -> Self {
        let mut window = Window::builder()
            .with_size(SIZE)
            .build_eframe(|creation| App::new(creation));
        let ctx = window.ctx.clone();
        for command in [
            TrainCommand::SetDraft(Box::new(long())),
            TrainCommand::SetPace(Pace::PerSecond(500.0)),
        ] {
            window.state_mut().perform(&ctx, command.into());
        }
        window.step();
        Self {
            window,
            rng: ChaCha8Rng::seed_from_u64(seed),
            expected: Expected::None,
            strokes: 0,
            runs: 0,
            done: Vec::new(),
        }
    }

    fn perform(&mut self, command: impl Into<Command>) {
        let ctx = self.window.ctx.clone();
        self.window.state_mut().perform(&ctx, command.into());
        self.window.step();
    }

    /// Presses what has this name where the page shows it, and asks for the same elsewhere.
    fn press(&mut self, name: &str, command: TrainCommand) {
        self.done.push(name.to_owned());
        if self.window.state().state().page != Page::Train {
            return self.perform(command);
        }
        self.window.step();
        self.window.get_by_label(name).click();
        self.window.step();
        self.window.step();
    }

    /// Steps until the run is what is expected.
    fn wait(&mut self, what: &str, is_there: impl Fn(&App) -> bool) {
        let begun = std::time::Instant::now();
        while !is_there(self.window.state()) {
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "waited in vain for {what} after {:?}",
                self.done
            );
            std::thread::sleep(Duration::from_millis(1));
            self.window.step();
        }
    }

    fn act(&mut self) {
        match (self.rng.random_range(0..12), self.expected) {
            (0..=2, Expected::None | Expected::Stopped) => self.start(),
            (0 | 1, Expected::Running) => {
                self.press("Pause", TrainCommand::Pause);
                self.wait("the pause", is(Phase::Paused));
                self.expected = Expected::Paused;
            }
            (0 | 1, Expected::Paused) => {
                let before = step(&self.window);
                self.press("Resume", TrainCommand::Start);
                self.wait("a step", |app| live(app).record.step > before);
                self.expected = Expected::Running;
            }
            (2, Expected::Running | Expected::Paused) => {
                self.press("Stop", TrainCommand::Stop);
                self.wait("the end", is(Phase::Finished(Ending::Stopped)));
                self.expected = Expected::Stopped;
            }
            (3, Expected::Running) => {
                // Restarted while it runs.
                self.press("Reset", TrainCommand::Reset);
                self.expected = Expected::None;
                self.start();
            }
            (3, Expected::Paused | Expected::None) => {
                let before = match self.expected {
                    Expected::None => 0,
                    _ => step(&self.window),
                };
                self.press("Step", TrainCommand::Step);
                self.wait("one step", |app| {
                    let run = app.state().training.run.as_ref();
                    run.is_some_and(|run| run.live.record.step == before + 1)
                });
                self.runs += u32::from(self.expected == Expected::None);
                self.expected = Expected::Paused;
            }
            (4, Expected::Running) => {
                let rate = [0.001, 0.002, 0.005][self.rng.random_range(0..3)];
                self.done.push(format!("rate {rate}"));
                self.perform(TrainCommand::SetLearningRate(rate));
                self.wait("the rate", |app| live(app).learning_rate == rate);
            }
            (5, Expected::Running) => {
                let pace = [Pace::Full, Pace::PerSecond(500.0)][self.rng.random_range(0..2)];
                self.done.push(format!("{pace:?}"));
                self.perform(TrainCommand::SetPace(pace));
                self.wait("the pace", |app| live(app).pace == pace);
            }
            (6, Expected::Running | Expected::Paused | Expected::Stopped) => self.travel(),
            (7, _) => {
                self.done.push("built-in".to_owned());
                self.perform(Command::UseBuiltinModel);
                assert_eq!(self.window.state().state().model.name, ModelName::Builtin);
            }
            (8 | 9, _) => self.draw(),
            _ => {
                let index = self.rng.random_range(0..Page::ALL.len());
                let page = Page::ALL[index].page;
                self.done.push(format!("{page:?}"));
                self.perform(Command::ShowPage(page));
                assert_eq!(self.window.state().state().page, page);
            }
        }
    }

    fn start(&mut self) {
        self.press("Start", TrainCommand::Start);
        self.wait("a step", |app| {
            let run = app.state().training.run.as_ref();
            run.is_some_and(|run| run.live.phase == Phase::Running && run.live.record.step > 0)
        });
        self.runs += 1;
        self.expected = Expected::Running;
    }

    /// To a moment of the run, and often back to now.
    fn travel(&mut self) {
        self.done.push("time machine".to_owned());
        let moments = live(self.window.state()).record.snapshots.clone();
        let index = self.rng.random_range(0..moments.all().len());
        let moment = &moments.all()[index];
        self.perform(TrainCommand::ShowMoment(moment.step));
        let state = self.window.state().state();
        assert_eq!(state.model.name, ModelName::Moment { step: moment.step });
        assert!(state.model.model.is_same(&moment.what.model));
        if self.rng.random_range(0..2) == 0 {
            self.perform(TrainCommand::ShowNow);
            assert_eq!(self.window.state().state().model.name, ModelName::Run);
        }
    }

    fn draw(&mut self) {
        if self.window.query_by_label(CANVAS).is_none() {
            return;
        }
        self.done.push("draw".to_owned());
        fast_stroke(&mut self.window, &SEVEN);
        self.strokes += 1;
    }

    /// What holds whatever was done.
    fn check(&mut self) {
        self.window.step();
        let state = self.window.state().state();
        let done = &self.done;
        let phase = state.training.phase().cloned();
        match self.expected {
            Expected::None => assert_eq!(phase, None, "{done:?}"),
            Expected::Running => assert_eq!(phase, Some(Phase::Running), "{done:?}"),
            Expected::Paused => assert_eq!(phase, Some(Phase::Paused), "{done:?}"),
            Expected::Stopped => {
                assert_eq!(phase, Some(Phase::Finished(Ending::Stopped)), "{done:?}");
            }
        }
        assert_eq!(state.message, None, "{done:?}");
        assert_eq!(state.drawing.strokes().len(), self.strokes, "{done:?}");
        let known = u32::from(state.training.run.is_some()) + state.training.earlier.len() as u32;
        assert_eq!(known, self.runs.min(20 + 1), "{done:?}");
        if let Some(run) = &state.training.run {
            let record = &run.live.record;
            assert_eq!(record.losses.batches(), record.step, "{done:?}");
            assert!(run.live.model_step <= record.step, "{done:?}");
        }
        // The network that the pages use is the one that they name.
        let model = &state.model.model;
        match (&state.model.name, &state.training.moment) {
            (ModelName::Run, Moment::Now) => {
                assert!(state.training.model().is_some_and(|run| run.is_same(model)));
            }
            (ModelName::Moment { step }, Moment::Past(past)) => {
                assert_eq!(*step, past.step);
                assert!(past.snapshot.model.is_same(model));
            }
            (ModelName::Builtin, Moment::Elsewhere) => {}
            (name, moment) => panic!("{name:?} at {moment:?} after {done:?}"),
        }
        let read = model.classify(&state.reading.form.centred);
        assert_eq!(state.reading.classification, read, "{done:?}");
    }

    /// The window is closed: its threads are gone, and with them all that they showed.
    fn close(self) {
        let run = self.window.state().state().training.run.as_ref();
        let live: Option<Weak<Live>> = run.map(|run| Arc::downgrade(&run.live));
        drop(self.window);
        let is_gone = live.is_none_or(|live| live.upgrade().is_none());
        assert!(is_gone, "a thread goes on after {:?}", self.done);
    }
}

/// Started, paused, left for another page, drawn on, resumed, stopped, restarted, closed.
#[test]
fn two_hundred_random_sequences() {
    for seed in 0..200 {
        let mut sequence = Sequence::new(seed);
        sequence.perform(Command::ShowPage(Page::Train));
        for _ in 0..sequence.rng.random_range(3..10) {
            sequence.act();
            sequence.check();
        }
        sequence.close();
    }
}

#[test]
fn numbers_that_are_opened_and_left_stay_as_they_are() {
    let mut settings = Settings {
        learning_rate: 0.001_234_5,
        optimizer: Optimizer::Adam {
            beta1: 0.9995,
            beta2: 0.9999,
            epsilon: 1e-8,
        },
        ..Settings::default()
    };
    settings.stop.accuracy = Some(0.9997);
    settings.architecture = with_dropout(&settings.architecture, 0.333);
    let mut window = window_with(vec2(1280.0, 2000.0), Theme::Light);
    perform(&mut window, Command::ShowPage(Page::Train));
    train(
        &mut window,
        TrainCommand::SetDraft(Box::new(settings.clone())),
    );
    click(&mut window, "More");
    for field in [
        "Learning rate 0.00123",
        "β₁ 0.9995",
        "β₂ 0.9999",
        "Dropout 0.333",
        "Stop at accuracy 99.97 %",
    ] {
        click(&mut window, field);
        window.key_press(Key::Enter);
        window.run_ok();
    }
    assert_eq!(window.state().state().training.draft, settings);
}

#[test]
fn what_differs_between_two_runs_is_told_in_words_that_differ() {
    let adam = |beta1: f32| Optimizer::Adam {
        beta1,
        beta2: 0.999,
        epsilon: 1e-8,
    };
    let settings = Settings {
        augmentation: Some(Augmentation::default()),
        optimizer: adam(0.9),
        ..quick()
    };
    let mut window = finished(settings.clone());
    let first = window.state().state().training.run.as_ref().unwrap().id;
    let rotation = 20.0;
    let other = Settings {
        augmentation: Some(Augmentation {
            rotation,
            ..Augmentation::default()
        }),
        optimizer: adam(0.95),
        ..settings.clone()
    };
    train(&mut window, TrainCommand::SetDraft(Box::new(other)));
    click(&mut window, "Start");
    finish(&mut window);
    train(&mut window, TrainCommand::Compare(Some(first)));
    click(&mut window, "Runs");
    for words in ["β₁ 0.9", "β₁ 0.95", "Rotation 10", "Rotation 20"] {
        assert!(has_words(&window, words), "{words}");
    }
}

fn has_words(window: &Window, words: &str) -> bool {
    let mut nodes = window.root().children_recursive();
    nodes.any(|node| name_of(&node).is_some_and(|name| name == words))
}

#[test]
fn examples_are_stepped_up_to_what_there_is() {
    let mut window = window_with(vec2(1280.0, 2000.0), Theme::Light);
    perform(&mut window, Command::ShowPage(Page::Train));
    let examples = |window: &Window| window.state().state().training.draft.examples;
    for (source, steps) in [
        (Source::Builtin, vec![None]),
        (
            Source::Path(PathBuf::from("mnist")),
            vec![Some(10_000), Some(20_000), Some(50_000), None],
        ),
    ] {
        let settings = Settings {
            data: vec![source],
            examples: Some(5_000),
            ..Settings::default()
        };
        train(&mut window, TrainCommand::SetDraft(Box::new(settings)));
        if window.query_by_label("More").is_some() {
            click(&mut window, "More");
        }
        for after in steps {
            click(&mut window, "Digits +");
            assert_eq!(examples(&window), after);
        }
    }
}

#[test]
fn another_dropout_is_no_other_network() {
    let settings = Settings::default();
    let with = |probability| Settings {
        architecture: with_dropout(&settings.architecture, probability),
        ..settings.clone()
    };
    assert_eq!(differences(&settings, &with(0.2)), [Difference::Dropout]);
    assert_eq!(differences(&with(0.3), &with(0.2)), [Difference::Dropout]);
    assert_eq!(differences(&settings, &quick())[1], Difference::Network);
}

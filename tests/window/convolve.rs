//! The Convolve page.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use convscope::app::App;
use convscope::app::command::Command;
use convscope::app::convolve::{Carried, Change, Maps, Mixing, ResultFormat, Source};
use convscope::app::pages::Page;
use convscope::app::state::MessageKind;
use convscope::convolution::patterns::Pattern;
use convscope::convolution::{
    Axis, Chain, Convolution, Geometry, Kernel, Operation, Padding, PaddingMode, Pooling,
    PoolingKind, Preset,
};
use convscope::grid::Grid;
use convscope::language::Language;
use eframe::Storage as _;
use eframe::egui::accesskit::Role;
use eframe::egui::{
    ColorImage, Event, Key, Modifiers, OutputCommand, PointerButton, Pos2, Rect, Theme, Vec2,
    ViewportId, vec2,
};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::common::*;

const INPUT: &str = "Input with its padding: point at a pixel to see which output cells it reaches";
const OUTPUT: &str = "Output: click a cell to look at it, go on with the arrow keys";

fn change(window: &mut Window, change: Change) {
    perform(window, Command::Convolve(change));
}

/// The page with a seven on it, in a window of this size.
fn convolve_with(size: Vec2, theme: Theme) -> Window {
    let mut window = window_with(size, theme);
    seven(&mut window);
    perform(&mut window, Command::ShowPage(Page::Convolve));
    window
}

fn convolve() -> Window {
    convolve_with(SIZE, Theme::Light)
}

/// The page with five rows of small numbers.
fn typed() -> Window {
    let mut window = window();
    perform(&mut window, Command::ShowPage(Page::Convolve));
    change(&mut window, Change::SetSource(Source::Typed));
    window
}

fn kernel(window: &Window) -> Kernel {
    let convolution = window.state().state().convolve.convolution();
    convolution.unwrap().kernel.clone()
}

fn output(window: &Window) -> Grid {
    let convolve = &window.state().state().convolve;
    let maps = convolve.output().unwrap().as_ref().unwrap();
    (**maps.grid(0).unwrap()).clone()
}

fn cell(window: &Window) -> (usize, usize) {
    window.state().state().convolve.shown_cell().unwrap()
}

fn press(window: &mut Window, key: Key) {
    window.key_press(key);
    window.run_ok();
}

fn write(window: &mut Window, text: &str) {
    window.event(Event::Text(text.to_owned()));
    window.run_ok();
}

fn press_at(window: &mut Window, place: Pos2, pressed: bool) {
    window.event(Event::PointerButton {
        pos: place,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::default(),
    });
    window.step();
}

fn point_at(window: &mut Window, place: Pos2) {
    window.event(Event::PointerMoved(place));
    window.run_ok();
}

/// The middle of a cell of a picture on screen.
fn place_of(window: &Window, name: &str, size: (usize, usize), cell: (usize, usize)) -> Pos2 {
    let rect: Rect = window.get_by_label(name).rect();
    let share = vec2(
        (cell.1 as f32 + 0.5) / size.1 as f32,
        (cell.0 as f32 + 0.5) / size.0 as f32,
    );
    rect.min + share * rect.size()
}

/// Names that start so.
fn named(window: &Window, start: &str) -> Vec<String> {
    let nodes = window.root().children_recursive();
    let names = nodes.filter_map(|node| name_of(&node));
    names.filter(|name| name.starts_with(start)).collect()
}

fn geometry(window: &Window) -> Geometry {
    let convolve = &window.state().state().convolve;
    convolve.operation().geometry().unwrap()
}

#[test]
fn the_digit_is_convolved_while_it_is_drawn() {
    let mut window = convolve();
    for _ in 0..2 {
        let state = window.state().state();
        let digit = state.reading.form.centred.clone();
        let convolution = state.convolve.convolution().unwrap().clone();
        assert_eq!(convolution.kernel, Preset::SobelX.kernel());
        assert_eq!(output(&window), convolution.apply(&digit).unwrap());
        assert!(output(&window).max_abs() > 1.0);
        stroke(&mut window, &[(0.2, 0.6), (0.8, 0.6)]);
    }
    assert!(has(&window, "28 × 28, padding 1") && has(&window, "9 products"));
    assert_all_text_there(&window);
}

/// Within the frame in which the point arrives.
#[test]
fn a_stroke_shows_at_once() {
    let mut window = convolve();
    let before = output(&window);
    fast_stroke(&mut window, &[(0.2, 0.6), (0.8, 0.6)]);
    assert_ne!(output(&window), before);
}

#[test]
fn a_blank_canvas_says_what_to_do() {
    let mut window = window();
    perform(&mut window, Command::ShowPage(Page::Convolve));
    assert!(has(&window, "Draw a digit at the left"));
    assert_eq!(output(&window).max_abs(), 0.0);
    assert_all_text_there(&window);
}

/// What is written of a cell adds up: products to row sums, rows to running totals, to the result.
#[test]
fn what_is_shown_adds_up() {
    let mut window = convolve();
    for preset in [Preset::GaussianBlur, Preset::SobelX, Preset::UnsharpMask] {
        change(&mut window, Change::SetKernel(preset.kernel()));
        for cell in [(0, 0), (9, 13), (14, 12), (20, 11)] {
            change(&mut window, Change::SelectCell(cell.0, cell.1));
            let products: Vec<f64> = named(&window, "")
                .iter()
                .filter_map(|name| {
                    let (factors, product) = name.split_once(" = ")?;
                    factors.contains(" · ").then(|| number(product))
                })
                .collect();
            let size = preset.kernel().grid().values().len();
            assert_eq!(products.len(), size, "{preset:?}");
            let shown = named(&window, "= ")
                .iter()
                .filter(|name| !name.contains('+'))
                .map(|name| number(name.trim_start_matches("= ")))
                .next()
                .unwrap();
            let sum: f64 = products.iter().sum();
            assert!((sum - shown).abs() < 1e-9, "{products:?} {shown}");
            let real = f64::from(output(&window).at(cell.0, cell.1));
            assert!((shown - real).abs() <= 0.0051, "{shown} for {real}");
        }
    }
}

/// What stands in the sum can be done again by hand, to its last digit but one.
#[test]
fn products_come_from_the_factors_beside_them() {
    let mut window = convolve();
    change(&mut window, Change::OpenSample);
    wait_for_results(&mut window);
    change(&mut window, Change::SetKernel(Preset::SobelX.kernel()));
    wait_for_results(&mut window);
    for cell in [(130, 200), (160, 240), (40, 300)] {
        change(&mut window, Change::SelectCell(cell.0, cell.1));
        let mut found = 0;
        for name in named(&window, "") {
            let Some((factors, product)) = name.split_once(" = ") else {
                continue;
            };
            let Some((value, weight)) = factors.split_once(" · ") else {
                continue;
            };
            let last = product.len() - product.find('.').unwrap_or(product.len());
            let unit = 10_f64.powi(1 - last as i32);
            let off = number(value) * number(weight) - number(product);
            assert!(off.abs() < 2.1 * unit, "{name}");
            found += 1;
        }
        assert_eq!(found, 9);
    }
}

/// The numbers in the window of a maximum are the ones in the line below it.
#[test]
fn small_numbers_have_their_third_decimal_in_a_maximum() {
    let mut window = typed();
    let values = vec![0.055, 0.0591, 0.012, 0.031];
    let grid = Grid::from_values(2, 2, values).unwrap();
    change(&mut window, Change::Type(grid));
    let pooling = Pooling {
        kind: PoolingKind::Max,
        window: (2, 2),
        stride: (2, 2),
    };
    change(&mut window, Change::SetOperation(Operation::from(pooling)));
    assert!(has(&window, "max(0.055, 0.059, 0.012, 0.031) = 0.059"));
}

fn number(words: &str) -> f64 {
    words.replace('−', "-").parse().unwrap()
}

#[test]
fn the_transport_moves_the_window() {
    let mut window = convolve();
    click(&mut window, "To the first cell");
    assert_eq!(cell(&window), (0, 0));
    assert!(has(&window, "1 / 784"));
    click(&mut window, "Forward");
    click(&mut window, "Forward");
    click(&mut window, "Back");
    assert_eq!(cell(&window), (0, 1));
    press(&mut window, Key::ArrowRight);
    assert_eq!(cell(&window), (0, 2));
    press(&mut window, Key::End);
    assert_eq!(cell(&window), (27, 27));
    press(&mut window, Key::Home);
    assert_eq!(cell(&window), (0, 0));
    press(&mut window, Key::Space);
    assert!(window.query_by_label("Pause").is_some());
    window.run_steps(40);
    let gone = cell(&window);
    assert!(gone > (0, 0), "{gone:?}");
    press(&mut window, Key::Space);
    let stopped = cell(&window);
    window.run_steps(20);
    assert_eq!(cell(&window), stopped);
}

/// A key says which cell is meant, also where the pointer rests on another one.
#[test]
fn keys_win_over_a_pointer_that_rests() {
    let mut window = convolve();
    let place = |window: &Window, cell| place_of(window, OUTPUT, (28, 28), cell);
    let at = place(&window, (9, 13));
    point_at(&mut window, at);
    press_at(&mut window, at, true);
    press_at(&mut window, at, false);
    window.run_ok();
    assert!(has(&window, "row 10, column 14"));
    press(&mut window, Key::ArrowRight);
    assert_eq!(cell(&window), (9, 14));
    assert!(has(&window, "row 10, column 15") && !has(&window, "row 10, column 14"));
    press(&mut window, Key::ArrowRight);
    assert!(has(&window, "row 10, column 16"));
    let other = place(&window, (4, 4));
    point_at(&mut window, other);
    assert!(has(&window, "row 5, column 5"));
    press(&mut window, Key::ArrowRight);
    assert!(has(&window, "row 10, column 17"));
}

#[test]
fn nothing_moves_under_a_dialog() {
    let mut window = convolve();
    click(&mut window, "To the first cell");
    let before = kernel(&window);
    for (open, close) in [
        (Command::ShowHelp(true), Command::ShowHelp(false)),
        (Command::ShowSettings(true), Command::ShowSettings(false)),
    ] {
        perform(&mut window, open);
        // Nothing has the keyboard.
        window.ctx.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
        });
        press(&mut window, Key::ArrowRight);
        window.event(Event::Paste("1 2; 3 4".to_owned()));
        window.run_ok();
        perform(&mut window, close);
        assert_eq!((cell(&window), &kernel(&window)), ((0, 0), &before));
    }
}

/// At the greatest speed the whole way takes under a second; then it stops at the end.
#[test]
fn playing_ends_at_the_last_cell() {
    let mut window = convolve();
    click(&mut window, "Speed: 4 / s");
    click(&mut window, "1024 / s");
    click(&mut window, "Play");
    window.run_steps(600);
    assert_eq!(cell(&window), (27, 27));
    assert!(window.query_by_label("Play").is_some());
}

/// On its way, the window is drawn between two cells; where nothing is to move by itself, in them.
#[test]
fn the_window_glides_only_where_motion_is_wanted() {
    let frames_until_rest = |less_motion: bool| {
        let mut window = Harness::builder()
            .with_size(SIZE)
            .with_step_dt(1.0 / 60.0)
            .build_eframe(|creation| App::new(creation));
        perform(&mut window, Command::ShowPage(Page::Convolve));
        perform(&mut window, Command::SetLessMotion(less_motion));
        change(&mut window, Change::SelectCell(5, 5));
        window.key_press(Key::ArrowRight);
        window.step();
        assert_eq!(cell(&window), (5, 6));
        let is_moving = |window: &Window| {
            let output = &window.output().viewport_output[&ViewportId::ROOT];
            output.repaint_delay.is_zero()
        };
        let frames = (0..60).take_while(|_| {
            window.step();
            is_moving(&window)
        });
        frames.count()
    };
    let (glides, jumps) = (frames_until_rest(false), frames_until_rest(true));
    assert!(glides > jumps + 3 && glides < 60, "{glides} {jumps}");
}

/// Another picture, and other steps, are shown whole, not as far as the window had come before.
#[test]
fn what_is_looked_at_anew_is_shown_whole() {
    let mut window = convolve();
    for anew in [
        Change::SetSource(Source::Pattern),
        Change::SetChain(
            Chain::new(
                vec![Preset::Ridge.kernel()]
                    .into_iter()
                    .map(|kernel| Operation::from(Convolution::new(kernel)))
                    .collect(),
            )
            .unwrap(),
        ),
    ] {
        click(&mut window, "To the first cell");
        assert_eq!(cell(&window), (0, 0));
        change(&mut window, anew);
        assert_ne!(cell(&window), (0, 0));
        assert!(has(&window, "Play"), "it does not go on");
    }
}

#[test]
fn a_click_on_the_output_jumps_there_and_arrows_go_on() {
    let mut window = convolve();
    let place = place_of(&window, OUTPUT, (28, 28), (20, 11));
    point_at(&mut window, place);
    assert!(has(&window, "row 21, column 12"), "pointing shows the cell");
    press_at(&mut window, place, true);
    press_at(&mut window, place, false);
    window.remove_cursor();
    window.run_ok();
    assert_eq!(cell(&window), (20, 11));
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::ArrowLeft);
    assert_eq!(cell(&window), (21, 10));
}

#[test]
fn pointing_at_a_pixel_says_what_it_reaches() {
    let mut window = convolve();
    let corner = place_of(&window, INPUT, (30, 30), (1, 1));
    point_at(&mut window, corner);
    assert!(has(&window, "reaches 4 output cells"));
    assert!(has(&window, "row 1, column 1  0.00"));
    let middle = place_of(&window, INPUT, (30, 30), (15, 15));
    point_at(&mut window, middle);
    assert!(has(&window, "reaches 9 output cells"));
    let ring = place_of(&window, INPUT, (30, 30), (0, 15));
    point_at(&mut window, ring);
    assert!(has(&window, "padding  0.00"));
}

#[test]
fn weights_are_typed_and_undone() {
    let mut window = convolve();
    click(&mut window, "Kernel, row 1, column 2: 0");
    // A digit that would change the page elsewhere.
    write(&mut window, "3");
    write(&mut window, ".5");
    press(&mut window, Key::Enter);
    assert_eq!(window.state().state().page, Page::Convolve);
    assert_eq!(kernel(&window).at(0, 1), 3.5);
    // Enter went a row down, to the middle.
    write(&mut window, "-1/4");
    press(&mut window, Key::ArrowRight);
    assert_eq!(kernel(&window).at(1, 1), -0.25);
    press(&mut window, Key::Delete);
    assert_eq!(kernel(&window).at(1, 2), 0.0);
    click(&mut window, "Undo change");
    click(&mut window, "Kernel, row 2, column 2: −0.25");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_ok();
    assert_eq!(kernel(&window).at(1, 1), 0.0);
    assert_eq!(kernel(&window).at(0, 1), 3.5);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Y);
    window.run_ok();
    assert_eq!(kernel(&window).at(1, 1), -0.25);
    let drawing = &window.state().state().drawing;
    assert_eq!(drawing.strokes().len(), 1, "undo is the kernel's");
}

#[test]
fn what_is_no_number_is_said_in_place() {
    let mut window = convolve();
    let before = kernel(&window);
    for (typed, said) in [
        ("abc", "“abc” is not a number"),
        ("1e99", "not finite"),
        ("nan", "not finite"),
        ("1 2", "more than one number for one cell"),
    ] {
        click(&mut window, "Kernel, row 2, column 2: 0");
        write(&mut window, typed);
        press(&mut window, Key::Enter);
        assert!(has(&window, said), "{typed}");
        assert_eq!(kernel(&window), before);
    }
    click(&mut window, "Kernel, row 2, column 2: 0");
    write(&mut window, "3e38");
    press(&mut window, Key::Enter);
    assert!(!has(&window, "more than one number"));
    assert_eq!(kernel(&window).at(1, 1), 3e38);
    assert_all_text_there(&window);
}

/// It stands where else the source is set, and so must not stay.
#[test]
fn what_was_said_of_a_number_goes_with_the_next_change() {
    let changes = [
        Command::Convolve(Change::SetSource(Source::Digit)),
        Command::Convolve(Change::SetKernel(Preset::Sharpen.kernel())),
        Command::Convolve(Change::AddStep(Operation::Relu)),
        Command::SetLanguage(Language::German),
    ];
    for command in changes {
        let mut window = convolve();
        change(&mut window, Change::SetPattern(Pattern::Edge, 28));
        change(&mut window, Change::SetSource(Source::Pattern));
        click(&mut window, "Kernel, row 2, column 2: 0");
        write(&mut window, "x");
        press(&mut window, Key::Enter);
        assert!(has(&window, "“x”"));
        let what = format!("{command:?}");
        perform(&mut window, command);
        assert!(!has(&window, "“x”") && !has(&window, "„x“"), "{what}");
    }
}

#[test]
fn weights_are_dragged_and_turned_with_the_wheel() {
    let mut window = convolve();
    let middle = "Kernel, row 2, column 2: 0";
    let place = window.get_by_label(middle).rect().center();
    point_at(&mut window, place);
    press_at(&mut window, place, true);
    for step in 1..=6 {
        window.event(Event::PointerMoved(place + vec2(0.0, -6.0 * step as f32)));
        window.step();
    }
    press_at(&mut window, place + vec2(0.0, -36.0), false);
    window.run_ok();
    assert!((kernel(&window).at(1, 1) - 0.6).abs() < 1e-6);
    click(&mut window, "Undo change");
    assert_eq!(kernel(&window).at(1, 1), 0.0, "one undo takes all of it");
    point_at(&mut window, place);
    window.event(Event::MouseWheel {
        unit: eframe::egui::MouseWheelUnit::Line,
        source: eframe::egui::MouseWheelSource::Wheel,
        delta: vec2(0.0, 2.0),
        phase: eframe::egui::TouchPhase::Move,
        modifiers: Modifiers::default(),
    });
    window.run_steps(30);
    let turned = kernel(&window).at(1, 1);
    assert!((0.1..=0.3).contains(&turned), "{turned}");
}

#[test]
fn sizes_strides_and_paddings_follow_the_formula() {
    let mut window = convolve();
    click(&mut window, "Kernel: Sobel x");
    click(&mut window, "Gaussian blur");
    assert_eq!(kernel(&window).size(), (5, 5));
    assert_eq!(geometry(&window).rows.padding, (2, 2), "as large as before");
    click(&mut window, "Size +");
    assert_eq!(kernel(&window), Preset::GaussianBlur.sized(6).unwrap());
    click(&mut window, "Size −");
    click(&mut window, "Stride +");
    assert!(has(&window, "⌊(28 − 5 + 2·2) / 2⌋ + 1 = ⌊13.5⌋ + 1 = 14"));
    assert!(has(&window, "13.5 → 13, 13 + 1 = 14"));
    assert!(has(&window, "Left over (hatched): 1 row, 1 column"));
    assert_eq!(output(&window).height(), 14);
    click(&mut window, "Padding −");
    assert!(has(&window, "28 × 28, padding 1"));
    click(&mut window, "Dilation +");
    assert!(has(&window, "(2·(5 − 1) + 1)"));
    click(&mut window, "Slide the kernel flipped");
    assert!(window.state().state().convolve.convolution().unwrap().flip);
    click(&mut window, "Filled with: Zeros");
    click(&mut window, "Mirror");
    assert_eq!(geometry(&window).mode, PaddingMode::Reflect);
    assert_all_text_there(&window);
}

#[test]
fn each_weight_that_keys_change_is_undone_alone() {
    let mut window = Harness::builder()
        .with_size(SIZE)
        .with_max_steps(200)
        .with_step_dt(1.0 / 60.0)
        .build_eframe(|creation| App::new(creation));
    perform(&mut window, Command::ShowPage(Page::Convolve));
    click(&mut window, "Kernel, row 1, column 2: 0");
    let step = |window: &mut Window| {
        window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowUp);
        window.step();
    };
    step(&mut window);
    step(&mut window);
    press(&mut window, Key::ArrowDown);
    step(&mut window);
    // Long after that it is another change.
    window.run_steps(60);
    step(&mut window);
    window.run_ok();
    let weights = |window: &Window| [kernel(window).at(0, 1), kernel(window).at(1, 1)];
    assert_eq!(weights(&window), [0.2, 0.2]);
    for before in [[0.2, 0.1], [0.2, 0.0], [0.0, 0.0]] {
        click(&mut window, "Undo change");
        assert_eq!(weights(&window), before);
    }
}

#[test]
fn a_number_that_is_dragged_is_undone_in_one() {
    let mut window = convolve();
    click(&mut window, "Stride 1");
    let before = geometry(&window);
    let field = window.get_by_role_and_label(Role::SpinButton, "Rows");
    let place = field.rect().center();
    for way in 1..=2 {
        point_at(&mut window, place);
        press_at(&mut window, place, true);
        for step in 1..=8 {
            window.event(Event::PointerMoved(place + vec2(8.0 * step as f32, 0.0)));
            window.step();
        }
        press_at(&mut window, place + vec2(64.0, 0.0), false);
        window.run_ok();
        assert!(geometry(&window).rows.stride > way + 1);
    }
    change(&mut window, Change::Undo);
    assert_ne!(geometry(&window), before, "two drags");
    change(&mut window, Change::Undo);
    assert_eq!(geometry(&window), before);
}

#[test]
fn rows_and_columns_are_set_apart() {
    let mut window = convolve();
    let mut geometry = geometry(&window);
    geometry.rows.stride = 3;
    geometry.columns.padding = (0, 2);
    change(&mut window, Change::SetGeometry(geometry));
    assert!(has(&window, "height ⌊(28 − 3 + 2·1) / 3⌋ + 1"));
    assert!(has(&window, "width ⌊(28 − 3 + 0 + 2) / 1⌋ + 1"));
    assert!(has(&window, "Stride 3×1"));
    click(&mut window, "Padding 0–2");
    click(&mut window, "As large as the input");
    let convolution = window.state().state().convolve.convolution().unwrap();
    assert_eq!(convolution.padding, Padding::all(PaddingMode::Zero, 1));
}

#[test]
fn impossible_settings_are_said_and_mended() {
    let mut window = typed();
    let axis = |kernel, stride, padding, dilation| Axis {
        kernel,
        stride,
        padding: (padding, padding),
        dilation,
    };
    for (axis, mode, said) in [
        (axis(3, 0, 1, 1), PaddingMode::Zero, "Stride is 0"),
        (axis(3, 1, 0, 9), PaddingMode::Zero, "spans 19"),
        (axis(3, 1, 1, 0), PaddingMode::Zero, "Dilation is 0"),
        (axis(9, 1, 1, 1), PaddingMode::Zero, "spans 9"),
        (
            axis(3, 1, 5, 1),
            PaddingMode::Reflect,
            "mirror padding of 5",
        ),
        (
            axis(3, 1, 6, 1),
            PaddingMode::Circular,
            "would wrap around more than once",
        ),
        (
            axis(3, 1, 9_999, 1),
            PaddingMode::Zero,
            "more than 67,108,864",
        ),
    ] {
        let geometry = Geometry {
            rows: axis,
            columns: axis,
            mode,
        };
        change(&mut window, Change::SetGeometry(geometry));
        assert!(has(&window, "This cannot be done"), "{said}");
        assert!(has(&window, said), "{said}");
        assert_all_text_there(&window);
        let remedies = geometry.remedies(5, 5);
        assert!(!remedies.is_empty());
        for remedy in remedies {
            change(&mut window, Change::SetGeometry(remedy.geometry));
            assert!(!has(&window, "This cannot be done"), "{remedy:?}");
            change(&mut window, Change::SetGeometry(geometry));
        }
    }
    let reflect = Geometry {
        rows: axis(3, 1, 5, 1),
        columns: axis(3, 1, 5, 1),
        mode: PaddingMode::Reflect,
    };
    change(&mut window, Change::SetGeometry(reflect));
    click(&mut window, "padding 4");
    assert!(!has(&window, "This cannot be done"));
    assert_eq!(geometry_of_padding(&window), 4);
}

/// Each error is said in German, with its numbers, when that is the language.
#[test]
fn errors_are_said_in_the_language_of_the_window() {
    let mut window = typed();
    perform(&mut window, Command::SetLanguage(Language::German));
    let axis = |kernel, stride, padding, dilation| Axis {
        kernel,
        stride,
        padding: (padding, padding),
        dilation,
    };
    for (axis, mode, said) in [
        (axis(3, 0, 1, 1), PaddingMode::Zero, "Schrittweite ist 0"),
        (axis(3, 1, 1, 0), PaddingMode::Zero, "Dilatation ist 0"),
        (axis(9, 1, 1, 1), PaddingMode::Zero, "5 − 9 + 2·1 = −2"),
        (axis(3, 1, 5, 1), PaddingMode::Reflect, "5 − 1 = 4"),
        (axis(3, 1, 6, 1), PaddingMode::Circular, "mehr als einmal"),
        (axis(3, 1, 9_999, 1), PaddingMode::Zero, "67.108.864 Zellen"),
    ] {
        let geometry = Geometry {
            rows: axis,
            columns: axis,
            mode,
        };
        change(&mut window, Change::SetGeometry(geometry));
        assert!(has(&window, said), "{said}");
        assert_all_text_there(&window);
    }
    for (pasted, said) in [
        ("1 2; 3 x", "„x“ in Zeile 2"),
        ("1 2; 3", "Zeile 2 des Kerns hat die Länge 1"),
        ("np.array([[1, 0], [0, 1]]) / 9", "lass das Array allein"),
        ("[[1, 0], [0, 1]", "Klammern"),
        ("1e99", "nicht endlich"),
        ("", "mindestens eine Zahl"),
        (&"1 ".repeat(12), "zu groß: höchstens 11 × 11"),
        (&"1".repeat(30_000), "zu lang"),
    ] {
        perform(&mut window, Command::DismissMessage);
        window.event(Event::Paste(pasted.to_owned()));
        window.run_ok();
        let message = window.state().state().message.clone();
        let message = message.unwrap_or_else(|| panic!("nothing is said of {pasted}"));
        assert!(message.words.contains(said), "{message:?}");
        assert_eq!(message.kind, MessageKind::Error);
    }
    let folder = tempfile::TempDir::new().unwrap();
    for (name, content, said) in [
        ("leer.png", "", "die Datei ist leer"),
        ("text.png", "kein Bild", "weder ein PNG- noch ein JPEG-Bild"),
        ("eins.csv", "1,x\n", "Zeile 1: „x“ ist keine Zahl"),
        (
            "zwei.csv",
            "1,2\n3\n",
            "Zeile 2 hat die Länge 1, Zeile 1 hat 2",
        ),
        ("drei.csv", "1,2\n\n3,4\n", "leere Zeile mittendrin"),
        ("vier.csv", "1e99\n", "keine endliche 32-Bit-Zahl"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        assert_not_opened(&mut window, path, said);
    }
    let missing = folder.path().join("fehlt.png");
    assert_not_opened(&mut window, missing, "diese Datei gibt es nicht");
    assert_not_opened(&mut window, folder.path().into(), "das ist ein Ordner");
}

/// The picture is not opened, and the message says why.
fn assert_not_opened(window: &mut Window, path: PathBuf, said: &str) {
    perform(window, Command::DismissMessage);
    let source = window.state().state().convolve.source;
    change(window, Change::OpenPicture(path.clone()));
    wait_until(window, "the error", |app| app.state().message.is_some());
    let message = window.state().state().message.clone().unwrap();
    assert_eq!(message.kind, MessageKind::Error);
    let path = path.display().to_string();
    assert!(
        message.words.starts_with(&path) && message.words.contains(said),
        "{message:?}"
    );
    assert_eq!(window.state().state().convolve.source, source);
    perform(window, Command::DismissMessage);
}

fn geometry_of_padding(window: &Window) -> usize {
    geometry(window).rows.padding.0
}

#[test]
fn a_step_after_an_impossible_one_leads_back_to_it() {
    let mut window = convolve();
    change(&mut window, Change::AddStep(Operation::Relu));
    change(&mut window, Change::MoveStep { from: 1, to: 0 });
    change(&mut window, Change::SelectStep(1));
    let mut geometry = geometry(&window);
    geometry.rows.stride = 0;
    change(&mut window, Change::SetGeometry(geometry));
    change(&mut window, Change::AddStep(Operation::Relu));
    assert!(has(&window, "Step 2 cannot be done"));
    click(&mut window, "Show that step");
    assert!(has(&window, "Stride is 0"));
}

#[test]
fn chains_are_built_reordered_and_looked_at_step_by_step() {
    let mut window = convolve();
    click(&mut window, "Add a step");
    click(&mut window, "A layer of a network: convolve, ReLU, pool");
    let convolve = &window.state().state().convolve;
    let digit = window.state().state().reading.form.centred.clone();
    let expected = convolve.chain.run(&digit);
    assert_eq!(expected.len(), 3);
    for (step, expected) in expected.iter().enumerate() {
        let maps: &Maps = convolve.results.outputs[step].as_ref().unwrap();
        assert_eq!(**maps.grid(0).unwrap(), *expected.as_ref().unwrap());
    }
    assert!(has(&window, "14 × 14"));
    click(&mut window, "Step 2: ReLU");
    assert!(has(&window, "max(0, "));
    assert_all_text_there(&window);
    click(&mut window, "Remove this step");
    assert_eq!(window.state().state().convolve.chain.operations().len(), 2);
    click(&mut window, "Step 1: Sobel x");
    click(&mut window, "Undo change");
    assert_eq!(window.state().state().convolve.chain.operations().len(), 3);
    change(&mut window, Change::AddStep(Operation::Relu));
    change(&mut window, Change::AddStep(Operation::Relu));
    change(&mut window, Change::AddStep(Operation::Relu));
    assert_eq!(window.state().state().convolve.chain.operations().len(), 5);
    for size in [SIZE, vec2(1024.0, 700.0)] {
        window.set_size(size);
        window.run_ok();
        assert_all_within(&window, size);
    }
}

#[test]
fn steps_are_dragged_to_another_place() {
    let mut window = convolve();
    change(&mut window, Change::AddStep(Operation::Relu));
    let from = window.get_by_label("Step 1: Sobel x").rect().center();
    let to = window.get_by_label("Step 2: ReLU").rect().center();
    point_at(&mut window, from);
    press_at(&mut window, from, true);
    for share in [0.3, 0.6, 1.0] {
        window.event(Event::PointerMoved(from + (to - from) * share));
        window.step();
    }
    press_at(&mut window, to, false);
    window.run_ok();
    let operations = window.state().state().convolve.chain.operations();
    assert_eq!(operations[0], Operation::Relu);
    assert_eq!(window.state().state().convolve.selected, 1);
}

#[test]
fn a_step_that_is_let_go_on_another_page_is_not_moved_by_the_next_click() {
    let mut window = convolve();
    change(&mut window, Change::AddStep(Operation::Relu));
    let from = window.get_by_label("Step 1: Sobel x").rect().center();
    let to = window.get_by_label("Step 2: ReLU").rect().center();
    point_at(&mut window, from);
    press_at(&mut window, from, true);
    for share in [0.3, 0.6] {
        window.event(Event::PointerMoved(from + (to - from) * share));
        window.step();
    }
    perform(&mut window, Command::ShowPage(Page::Draw));
    press_at(&mut window, to, false);
    window.run_ok();
    perform(&mut window, Command::ShowPage(Page::Convolve));
    click(&mut window, "Step 2: ReLU");
    let operations = window.state().state().convolve.chain.operations();
    assert_eq!(operations[1], Operation::Relu);
}

#[test]
fn pooling_shows_who_won_and_how_the_mean_comes_about() {
    let mut window = typed();
    click(&mut window, "Operation: Convolution");
    click(&mut window, "Max pool");
    assert!(has(&window, "max(1, 1, 1, 1) = 1") || has(&window, "max("));
    change(&mut window, Change::SelectCell(1, 1));
    assert!(has(&window, "max(2, 0, 0, 0) = 2"));
    assert!(has(&window, "Row 3, column 3 wins"));
    click(&mut window, "Operation: Max pool");
    click(&mut window, "Average pool");
    assert!(has(&window, "(2 + 0 + 0 + 0) = 2") && has(&window, "2 / 4 = 0.50"));
    assert!(has(&window, "Left over (hatched): 1 row, 1 column"));
    let pooling = Pooling {
        kind: PoolingKind::Average,
        window: (9, 9),
        stride: (1, 1),
    };
    change(&mut window, Change::SetOperation(Operation::from(pooling)));
    assert!(has(&window, "This cannot be done"));
    click(&mut window, "a size of 5 × 5");
    assert!(!has(&window, "This cannot be done"));
    assert_all_text_there(&window);
}

#[test]
fn coverage_shows_why_padding_exists() {
    let mut window = convolve();
    click(&mut window, "Why padding");
    assert!(has(&window, "Used 1 to 9 times"));
    assert!(has(&window, "Used 4 to 9 times"));
    for words in ["28", "26", "24", "18"] {
        assert!(window.query_all_by_label(words).next().is_some(), "{words}");
    }
    let mut geometry = geometry(&window);
    for axis in [&mut geometry.rows, &mut geometry.columns] {
        axis.stride = 3;
    }
    change(&mut window, Change::SetGeometry(geometry));
    assert!(has(&window, "nothing left"));
    for _ in 0..9 {
        click(&mut window, "Layers +");
    }
    assert_all_text_there(&window);
    click(&mut window, "Why padding");
    assert!(has(&window, "The sum"));
}

/// A picture of stripes: 0 to 1 in red, 1 to 0 in green, blue half.
fn picture_file(folder: &std::path::Path, width: u32, height: u32) -> PathBuf {
    let path = folder.join("stripes.png");
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        let red = (x * 255 / (width - 1)) as u8;
        image::Rgb([
            red,
            255 - red,
            if (x / 7 + y / 5) % 2 == 0 { 200 } else { 20 },
        ])
    });
    picture.save(&path).unwrap();
    path
}

fn wait_for_results(window: &mut Window) {
    wait_until(window, "the results", |app| {
        let convolve = &app.state().convolve;
        convolve.source == Source::Picture && convolve.results.are_whole()
    });
}

#[test]
fn a_colour_picture_keeps_its_channels_or_adds_them_up() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = picture_file(folder.path(), 64, 48);
    let mut window = convolve();
    change(&mut window, Change::OpenPicture(path));
    wait_for_results(&mut window);
    let each = |window: &Window| -> Vec<Grid> {
        let convolve = &window.state().state().convolve;
        let maps = convolve.output().unwrap().as_ref().unwrap();
        (0..maps.channels())
            .map(|channel| (**maps.grid(channel).unwrap()).clone())
            .collect()
    };
    let kept = each(&window);
    assert_eq!(kept.len(), 3);
    click(&mut window, "Green");
    change(&mut window, Change::SetMixing(Mixing::Summed));
    let summed = each(&window);
    assert_eq!(summed.len(), 1);
    for (index, sum) in summed[0].values().iter().enumerate() {
        let parts: f32 = kept.iter().map(|grid| grid.values()[index]).sum();
        assert!((parts - sum).abs() < 1e-5);
    }
    let part = |name: &str| -> f64 {
        let names = named(&window, name);
        let numbers = names.iter().filter(|words| !words.contains('+'));
        let numbers = numbers.filter_map(|words| words.split_once(' '));
        numbers.map(|(_, words)| number(words)).sum()
    };
    let shown = part("= ");
    let sum = part("Red ") + part("Green ") + part("Blue ");
    assert!((shown - sum).abs() < 1e-9, "{shown} {sum}");
    assert_all_text_there(&window);
    change(&mut window, Change::SetMixing(Mixing::Grey));
    assert_eq!(each(&window).len(), 1);
    assert!(has(&window, "9 products"));
}

/// A picture is there for those who have none at hand.
#[test]
fn the_sample_picture_shows_edges_at_once() {
    let mut window = convolve();
    click(&mut window, "Input from: Your digit");
    click(&mut window, "Sample picture");
    wait_for_results(&mut window);
    assert!(has(&window, "320 × 480"));
    assert!(has(&window, "Input from: Sample picture"));
    change(&mut window, Change::SetKernel(Preset::SobelX.kernel()));
    wait_for_results(&mut window);
    assert!(has(&window, "size, no sign"), "in colour");
    change(&mut window, Change::SetMixing(Mixing::Grey));
    wait_for_results(&mut window);
    assert!(!has(&window, "size, no sign"));
    change(&mut window, Change::SetMixing(Mixing::Kept));
    wait_for_results(&mut window);
    let maps = &window.state().state().convolve.results.input.maps;
    assert_eq!(maps.channels(), 3);
    let (low, high) = (0..3)
        .flat_map(|channel| maps.grid(channel).unwrap().values().to_vec())
        .fold((1.0_f32, 0.0_f32), |(low, high), v| {
            (low.min(v), high.max(v))
        });
    assert!(low >= 0.0 && high <= 1.0 && high - low > 0.8);
    assert_all_text_there(&window);
}

/// Where one looks is computed first, and steps that stay the same are not computed again.
#[test]
fn only_what_has_changed_is_computed_anew() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = picture_file(folder.path(), 1500, 1100);
    let mut window = convolve();
    change(&mut window, Change::OpenPicture(path));
    wait_for_results(&mut window);
    let same = |preset: Preset| Operation::from(Convolution::new(preset.kernel()));
    change(&mut window, Change::AddStep(same(Preset::Ridge)));
    wait_for_results(&mut window);
    let first = |window: &Window| {
        let results = &window.state().state().convolve.results;
        results.outputs[0].as_ref().unwrap().stamp()
    };
    let before = first(&window);
    change(&mut window, Change::SetKernel(Preset::Outline.kernel()));
    wait_for_results(&mut window);
    change(&mut window, Change::SelectStep(0));
    wait_for_results(&mut window);
    assert_eq!(first(&window), before);
    let results = &window.state().state().convolve.results;
    let grid = |index: usize| results.outputs[index].as_ref().unwrap().grid(2).unwrap();
    let expected = Convolution::new(Preset::Outline.kernel()).apply(grid(0));
    assert_eq!(**grid(1), expected.unwrap());
    change(&mut window, Change::SetKernel(Preset::Emboss.kernel()));
    wait_for_results(&mut window);
    assert_ne!(first(&window), before);
}

/// Steps of every kind, their paddings reaching over bands and around the picture: the same numbers
/// as one after the other, wherever the making begins.
#[test]
fn steps_in_bands_make_what_whole_steps_make() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = picture_file(folder.path(), 400, 1100);
    let padded = |mode, stride, dilation| {
        Operation::from(Convolution {
            padding: Padding::all(mode, 4),
            stride: (stride, 1),
            dilation: (dilation, 1),
            ..Convolution::new(Kernel::new(Pattern::Noise { seed: 4 }.grid(5, 3)).unwrap())
        })
    };
    let pool = Operation::from(Pooling {
        kind: PoolingKind::Max,
        window: (3, 2),
        stride: (2, 2),
    });
    let chains = [
        vec![
            padded(PaddingMode::Circular, 1, 1),
            padded(PaddingMode::Reflect, 1, 2),
            pool.clone(),
        ],
        vec![
            padded(PaddingMode::Zero, 3, 1),
            Operation::Relu,
            padded(PaddingMode::Replicate, 1, 2),
            padded(PaddingMode::Circular, 1, 1),
        ],
    ];
    let mut window = convolve();
    change(&mut window, Change::SetMixing(Mixing::Grey));
    change(&mut window, Change::OpenPicture(path));
    wait_for_results(&mut window);
    let grey = window.state().state().convolve.photo.clone().unwrap();
    let grey = grey.grey.grid(0).unwrap();
    for operations in chains {
        let chain = Chain::new(operations).unwrap();
        let expected = chain.run(grey);
        for closer in [0, 4] {
            for _ in 0..closer {
                click(&mut window, "Zoom in");
            }
            change(&mut window, Change::SetSource(Source::Digit));
            change(&mut window, Change::SetChain(chain.clone()));
            change(&mut window, Change::SetSource(Source::Picture));
            wait_for_results(&mut window);
            let results = window.state().state().convolve.results.clone();
            for (made, expected) in results.outputs.iter().zip(&expected) {
                let made = made.as_ref().unwrap().grid(0).unwrap();
                assert_eq!(**made, *expected.as_ref().unwrap());
            }
            assert_eq!(results.outputs.len(), expected.len());
        }
    }
}

/// Twenty-four megapixels, looked at closely in the middle.
#[test]
fn large_photos_are_convolved_from_where_they_are_looked_at() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("large.png");
    let pixel = |x: u32, y: u32| image::Luma([(x / 64 * 7 + y / 64 * 11) as u8]);
    let picture = image::GrayImage::from_fn(6000, 4000, pixel);
    picture.save(&path).unwrap();
    let mut window = convolve();
    change(&mut window, Change::OpenPicture(path));
    wait_for_results(&mut window);
    for _ in 0..4 {
        click(&mut window, "Zoom in");
    }
    assert!(window.state().state().convolve.begin_at > 0.2);
    assert!(!has(&window, "being opened"));
    let ones = Kernel::new(Pattern::Noise { seed: 3 }.grid(7, 7)).unwrap();
    change(&mut window, Change::SetKernel(ones));
    wait_until(&mut window, "the first rows", |app| {
        let output = app.state().convolve.output().unwrap().as_ref().unwrap();
        output.is_begun()
    });
    wait_for_results(&mut window);
    let convolve = &window.state().state().convolve;
    let output = convolve.output().unwrap().as_ref().unwrap();
    assert!(output.is_whole());
    for (row, column) in [(0, 0), (1999, 3000), (2000, 64), (3999, 5999)] {
        let windows = convolve.windows(row, column, 0).unwrap();
        let shown = output.at(0, row, column).unwrap();
        let exact = windows[0].result();
        assert!((shown - exact).abs() <= 1e-4 * exact.abs().max(1.0));
    }
    assert_all_text_there(&window);
}

/// The same numbers as all at once, however it is cut into bands; and what is wanted last wins.
#[test]
fn a_large_picture_appears_bit_by_bit() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = picture_file(folder.path(), 1500, 1100);
    let mut window = convolve();
    change(&mut window, Change::SetMixing(Mixing::Grey));
    change(&mut window, Change::OpenPicture(path));
    wait_for_results(&mut window);
    for preset in [Preset::GaussianBlur, Preset::Outline, Preset::Emboss] {
        change(&mut window, Change::SetKernel(preset.kernel()));
    }
    wait_for_results(&mut window);
    let convolve = &window.state().state().convolve;
    assert_eq!(
        convolve.convolution().unwrap().kernel,
        Preset::Emboss.kernel()
    );
    let photo = convolve.photo.clone().unwrap();
    let grey = photo.grey.grid(0).unwrap();
    let expected = convolve.convolution().unwrap().apply(grey).unwrap();
    assert_eq!(output(&window), expected);
    assert!(has(&window, "1100 × 1500"));
    for _ in 0..9 {
        click(&mut window, "Zoom in");
    }
    assert_all_text_there(&window);
    click(&mut window, "Show the whole picture");
}

#[test]
fn bad_pictures_change_nothing_and_say_why() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("no.png");
    std::fs::write(&path, b"not a picture").unwrap();
    let mut window = convolve();
    assert_not_opened(&mut window, path, "neither a PNG nor a JPEG picture");
    let missing = folder.path().join("missing.png");
    assert_not_opened(&mut window, missing, "there is no such file");
    assert_not_opened(&mut window, folder.path().into(), "this is a folder");
    assert_eq!(window.state().state().convolve.source, Source::Digit);
}

#[test]
fn a_table_is_an_input_too() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("table.csv");
    std::fs::write(&path, "1,2,3\n4,-5,6\n7,8,9\n").unwrap();
    let mut window = convolve();
    change(&mut window, Change::SetKernel(Preset::Identity.kernel()));
    change(&mut window, Change::OpenPicture(path));
    wait_for_results(&mut window);
    assert_eq!(output(&window).at(1, 1), -5.0);
}

#[test]
fn pictures_dropped_and_pasted_here_are_convolved() {
    let mut window = convolve();
    let drawn = window.state().state().drawing.revision();
    let pasted = ColorImage::from_gray([6, 4], &[100; 24]);
    window.event(Event::PasteImage(pasted.into()));
    window.run_ok();
    wait_for_results(&mut window);
    assert!(has(&window, "4 × 6"));
    let folder = tempfile::TempDir::new().unwrap();
    let path = picture_file(folder.path(), 20, 10);
    drop_file(&mut window, path);
    wait_until(&mut window, "the dropped picture", |app| {
        app.state().convolve.results.input.maps.width() == 20
    });
    assert_eq!(window.state().state().drawing.revision(), drawn);
}

#[test]
fn held_out_digits_patterns_and_typed_numbers_are_inputs() {
    let mut window = convolve();
    click(&mut window, "Input from: Your digit");
    click(&mut window, "Test digit");
    wait_until(&mut window, "the digit", |app| {
        app.state().convolve.source == Source::HeldOut
    });
    assert!(has(&window, "of those not trained on"));
    click(&mut window, "Input from: Test digit");
    click(&mut window, "Pattern");
    for pattern in [
        Pattern::Checkerboard,
        Pattern::Impulse,
        Pattern::Gradient,
        Pattern::Noise { seed: 7 },
    ] {
        change(&mut window, Change::SetPattern(pattern, 16));
        let convolution = window.state().state().convolve.convolution().unwrap();
        let expected = convolution.apply(&pattern.grid(16, 16)).unwrap();
        assert_eq!(output(&window), expected);
        assert_all_text_there(&window);
    }
    click(&mut window, "Input from: Pattern");
    click(&mut window, "Typed numbers");
    click(&mut window, "Input, row 3, column 3: 2");
    write(&mut window, "-4");
    press(&mut window, Key::Enter);
    let typed = window.state().state().convolve.typed.clone();
    assert_eq!(typed.at(2, 2), -4.0);
    click(&mut window, "Rows +");
    assert_eq!(window.state().state().convolve.typed.height(), 6);
    click(&mut window, "All zeros");
    assert_eq!(window.state().state().convolve.typed.max_abs(), 0.0);
    assert_all_text_there(&window);
}

#[test]
fn an_input_that_comes_late_does_not_replace_a_newer_choice() {
    let mut window = convolve();
    let ctx = window.ctx.clone();
    for change in [Change::FindDigit, Change::SetSource(Source::Pattern)] {
        let command = Command::Convolve(change);
        window.state_mut().perform(&ctx, command);
    }
    std::thread::sleep(Duration::from_millis(500));
    window.run_ok();
    assert_eq!(window.state().state().convolve.source, Source::Pattern);

    change(&mut window, Change::SelectCell(1, 1));
    change(&mut window, Change::FindDigit);
    wait_until(&mut window, "the digit", |app| {
        app.state().convolve.source == Source::HeldOut
    });
    assert_eq!(window.state().state().convolve.cell, None);
}

#[test]
fn huge_numbers_are_shown_and_their_overflow_said() {
    let mut window = typed();
    change(&mut window, Change::Type(Grid::filled(5, 5, 3e38)));
    change(&mut window, Change::SelectCell(2, 2));
    assert_all_text_there(&window);
    let ones = Kernel::new(Grid::filled(3, 3, 1.0)).unwrap();
    change(&mut window, Change::SetKernel(ones));
    assert!(output(&window).at(2, 2).is_infinite());
    assert!(has(&window, "∞"));
    assert!(has(&window, "beyond the largest 32-bit number"));
    assert_all_text_there(&window);
}

#[test]
fn kernels_are_kept_chosen_and_forgotten() {
    let mut window = convolve();
    let mine: Kernel = "1 2; 3 4".parse().unwrap();
    change(&mut window, Change::SetKernel(mine.clone()));
    let name = "Mine".to_owned();
    change(&mut window, Change::KeepKernel { name });
    assert!(has(&window, "Kernel: Mine"));
    change(&mut window, Change::SetKernel(Preset::Ridge.kernel()));
    click(&mut window, "Kernel: Ridge");
    click(&mut window, "Mine");
    assert_eq!(kernel(&window), mine);
    change(&mut window, Change::ForgetKernel(0));
    assert!(window.state().state().convolve.own_kernels.is_empty());
    change(&mut window, Change::KeepKernel { name: " ".into() });
    assert!(window.state().state().message.is_some(), "a name is needed");
}

#[test]
fn kernels_are_kept_until_the_next_start() {
    let mut first = convolve();
    let mine: Kernel = "0.1 -2 1/3; 4 5 6".parse().unwrap();
    change(&mut first, Change::SetKernel(mine.clone()));
    click(&mut first, "Kernel: Your own");
    let name = first.get_by_role_and_label(Role::TextInput, "Name for this kernel");
    name.scroll_to_me();
    first.run_ok();
    let name = first.get_by_role_and_label(Role::TextInput, "Name for this kernel");
    name.focus();
    first.run_ok();
    write(&mut first, "Ö, my “kernel”");
    click(&mut first, "Keep");
    let mut second = next_start(&mut first);
    perform(&mut second, Command::ShowPage(Page::Convolve));
    click(&mut second, "Kernel: Sobel x");
    second.get_by_label("Ö, my “kernel”").scroll_to_me();
    second.run_ok();
    click(&mut second, "Ö, my “kernel”");
    assert_eq!(kernel(&second), mine);
}

#[test]
fn stored_kernels_that_are_none_cost_no_others() {
    let long = "x".repeat(100);
    let mut stored = vec![
        r#"(name:"good",kernel:"1 2; 3 4")"#.to_owned(),
        r#"(name:"bad",kernel:"1 two; 3 4")"#.to_owned(),
        format!(r#"(name:"{long}",kernel:"1")"#),
    ];
    stored.extend((0..100).map(|index| format!(r#"(name:"{index}",kernel:"{index}")"#)));
    let mut memory = Memory::default();
    memory.set_string("kernels", format!("[{}]", stored.join(",")));
    let memory: &'static Memory = Box::leak(Box::new(memory));
    let window = Harness::builder().build_eframe(|creation| {
        creation.storage = Some(memory);
        App::new(creation)
    });
    let own = &window.state().state().convolve.own_kernels;
    assert_eq!(own[0].name, "good");
    assert_eq!(own[0].kernel, "1 2; 3 4".parse().unwrap());
    assert_eq!(own[1].name, "x".repeat(40));
    assert_eq!(own.len(), 50);
}

#[test]
fn learned_kernels_can_be_looked_at() {
    let mut window = convolve();
    click(&mut window, "Kernel: Sobel x");
    let learned = "conv1: kernel of map 2 for map 1";
    window.get_by_label(learned).scroll_to_me();
    window.run_ok();
    click(&mut window, learned);
    let model = &window.state().state().model.model;
    let weights = &model.parameter("conv1.weight").unwrap().values;
    let kernel = kernel(&window);
    let size = kernel.grid().values().len();
    assert_eq!(kernel.grid().values(), &weights[size..2 * size]);
}

#[test]
fn kernels_are_pasted_as_numpy_prints_them() {
    let mut window = convolve();
    for text in [
        "np.array([[1, 0], [0, -1]], dtype=np.float32)",
        "1 0; 0 -1",
        "[[ 1.  0.]\n [ 0. -1.]]",
    ] {
        change(&mut window, Change::SetKernel(Preset::Ridge.kernel()));
        window.event(Event::Paste(text.to_owned()));
        window.run_ok();
        assert_eq!(kernel(&window), "1 0; 0 -1".parse().unwrap());
    }
    window.event(Event::Paste("not a kernel".to_owned()));
    window.run_ok();
    let message = window.state().state().message.clone().unwrap();
    assert!(message.words.contains("is not a number"), "{message:?}");
    assert_eq!(kernel(&window), "1 0; 0 -1".parse().unwrap());
}

#[test]
fn results_and_figures_are_saved() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut window = convolve();
    for (format, name) in [
        (ResultFormat::Csv, "result.csv"),
        (ResultFormat::Png, "result.png"),
    ] {
        change(&mut window, Change::SaveResult { format, channel: 0 });
        save_as(&mut window, folder.path().join(name));
    }
    let table = convscope::convolution::formats::read(&folder.path().join("result.csv"));
    assert_eq!(table.unwrap(), output(&window));
    let picture = image::open(folder.path().join("result.png")).unwrap();
    assert_eq!((picture.width(), picture.height()), (28, 28));
    click(&mut window, "Save");
    click(&mut window, "Figure as SVG…");
    save_as(&mut window, folder.path().join("figure.svg"));
    let svg = std::fs::read_to_string(folder.path().join("figure.svg")).unwrap();
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
    assert!(svg.contains("⌊(28 − 3 + 2·1) / 1⌋ + 1 = ⌊27⌋ + 1 = 28"));
}

/// The figure is what is seen: the grids and the sum, without what is around them.
#[test]
fn the_figure_is_a_picture_of_what_is_seen() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut window = convolve();
    if !renders(&mut window) {
        return;
    }
    click(&mut window, "Save");
    click(&mut window, "Figure as PNG…");
    let path = folder.path().join("figure.png");
    save_as(&mut window, path.clone());
    let figure = image::open(path).unwrap().to_rgb8();
    let seen = window.render().unwrap();
    let input = window.get_by_label(INPUT).rect();
    assert!(figure.width() < seen.width() && figure.height() < seen.height());
    assert!(figure.width() as f32 > input.width() && figure.height() as f32 > input.height());
    let accent = image::Rgb([0x0b, 0x6b, 0x66]);
    assert!(figure.pixels().any(|pixel| *pixel == accent), "the window");
    let colors: std::collections::BTreeSet<_> = figure.pixels().map(|pixel| pixel.0).collect();
    assert!(colors.len() > 50, "only {} colours", colors.len());
}

/// A colour picture comes back from the identity as it was.
#[test]
fn a_result_in_colour_is_saved_in_colour() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = picture_file(folder.path(), 20, 10);
    let mut window = convolve();
    change(&mut window, Change::SetKernel(Preset::Identity.kernel()));
    change(&mut window, Change::OpenPicture(path.clone()));
    wait_for_results(&mut window);
    click(&mut window, "Save");
    click(&mut window, "Result as PNG…");
    let saved = folder.path().join("result.png");
    save_as(&mut window, saved.clone());
    let opened = |path: &PathBuf| image::open(path).unwrap().to_rgb8();
    assert_eq!(opened(&saved), opened(&path));
    click(&mut window, "Green");
    click(&mut window, "Save");
    click(&mut window, "Result as CSV…");
    let saved = folder.path().join("result.csv");
    save_as(&mut window, saved.clone());
    let table = convscope::convolution::formats::read(&saved).unwrap();
    let output = &window.state().state().convolve.output().unwrap();
    let green = output.as_ref().unwrap().grid(1).unwrap();
    assert_eq!(table, **green);
}

/// What the menu copies can be pasted, here and into Python.
#[test]
fn a_copied_kernel_is_pasted_as_it_was() {
    let mut window = convolve();
    let mine: Kernel = "0.1 -2 1/3; 4 5 6".parse().unwrap();
    change(&mut window, Change::SetKernel(mine.clone()));
    click(&mut window, "What can be done with the kernel");
    window.get_by_label("Copy for NumPy").click();
    let copied = (0..10).find_map(|_| {
        window.step();
        let commands = &window.output().platform_output.commands;
        commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    });
    let copied = copied.unwrap();
    assert!(
        copied.starts_with("np.array([[0.1, -2, 0.33333334],"),
        "{copied}"
    );
    change(&mut window, Change::SetKernel(Preset::Ridge.kernel()));
    window.event(Event::Paste(copied));
    window.run_ok();
    assert_eq!(kernel(&window), mine);
}

/// Waits for the question and answers it.
fn save_as(window: &mut Window, path: PathBuf) {
    wait_until(window, "the dialog", |app| {
        app.state().path_dialog.is_some()
    });
    perform(window, Command::UsePath(path));
    wait_until(window, "the file", |app| app.state().message.is_some());
    let message = window.state().state().message.clone().unwrap();
    assert_eq!(message.kind, MessageKind::Done, "{message:?}");
    perform(window, Command::DismissMessage);
}

#[test]
fn another_page_hands_over_an_input_and_a_kernel() {
    let mut window = window();
    let carried = Carried {
        name: "Conv 1, map 3".to_owned(),
        input: Arc::new(Pattern::Noise { seed: 3 }.grid(14, 14)),
        convolution: Convolution {
            stride: (2, 2),
            ..Convolution::new(Kernel::gaussian(5, 1.0))
        },
        cell: (3, 4),
    };
    perform(&mut window, Command::OpenInConvolve(Arc::new(carried)));
    assert_eq!(window.state().state().page, Page::Convolve);
    assert_eq!(cell(&window), (3, 4));
    assert!(has(&window, "Conv 1, map 3") && has(&window, "14 × 14"));
    assert_eq!(output(&window).height(), 5);
    assert_all_text_there(&window);
}

/// Nothing with a name reaches beyond the window.
fn assert_all_within(window: &Window, size: Vec2) {
    for node in window.root().children_recursive() {
        let Some(name) = name_of(&node) else {
            continue;
        };
        let rect = node.rect();
        let is_within = rect.left() >= -1.0
            && rect.top() >= -1.0
            && rect.right() <= size.x + 1.0
            && rect.bottom() <= size.y + 1.0;
        assert!(is_within, "{name} at {rect:?} of {size:?}");
    }
}

#[test]
fn every_size_shows_everything() {
    for (size, presenter) in [
        (vec2(1024.0, 700.0), false),
        (vec2(1280.0, 720.0), true),
        (vec2(1280.0, 900.0), false),
        (vec2(1920.0, 1080.0), false),
        (vec2(1920.0, 1080.0), true),
    ] {
        let mut window = convolve_with(size, Theme::Light);
        perform(&mut window, Command::SetPresenter(presenter));
        for side in [1, 3, 5, 7, 11] {
            let kernel = Preset::GaussianBlur.sized(side).unwrap();
            change(&mut window, Change::SetKernel(kernel));
            assert_all_within(&window, size);
            assert_all_text_there(&window);
        }
        change(&mut window, Change::SetOperation(Operation::Relu));
        assert_all_within(&window, size);
        click(&mut window, "Why padding");
        assert_all_within(&window, size);
    }
}

#[test]
fn pictures_of_own_digits() {
    for (theme, name) in [
        (Theme::Light, "convolve_light"),
        (Theme::Dark, "convolve_dark"),
    ] {
        let mut window = convolve_with(SIZE, theme);
        change(
            &mut window,
            Change::SetKernel(Preset::GaussianBlur.kernel()),
        );
        window.remove_cursor();
        window.run_ok();
        snapshot(&mut window, name);
    }
}

#[test]
fn picture_of_impossible_settings() {
    let mut window = typed();
    let mut geometry = geometry(&window);
    for axis in [&mut geometry.rows, &mut geometry.columns] {
        axis.padding = (5, 5);
    }
    geometry.mode = PaddingMode::Reflect;
    change(&mut window, Change::SetGeometry(geometry));
    snapshot(&mut window, "convolve_impossible");
}

#[test]
fn picture_of_a_chain_when_presenting() {
    let mut window = convolve_with(vec2(1280.0, 720.0), Theme::Light);
    perform(&mut window, Command::SetPresenter(true));
    click(&mut window, "Add a step");
    click(&mut window, "A layer of a network: convolve, ReLU, pool");
    window.remove_cursor();
    window.run_ok();
    snapshot(&mut window, "convolve_chain_presenter");
}

#[test]
fn numbers_are_typed_with_a_comma_where_they_are_shown_with_one() {
    let mut window = convolve();
    perform(&mut window, Command::SetLanguage(Language::German));
    change(&mut window, Change::SetKernel(Kernel::gaussian(5, 1.0)));
    let name = window.state().state().text.get("convolve-sigma").to_owned();
    click(&mut window, "Kern: Eigener Kern");
    let field = |window: &Window| {
        let node = window.get_by_role_and_label(Role::SpinButton, &name);
        node.rect().center()
    };
    let place = field(&window);
    point_at(&mut window, place);
    press_at(&mut window, place, true);
    press_at(&mut window, place, false);
    window.run_ok();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    write(&mut window, "0,5");
    press(&mut window, Key::Enter);
    assert_eq!(kernel(&window), Kernel::gaussian(5, 0.5));
}

#[test]
fn a_window_of_thousands_of_cells_is_not_written_out() {
    let mut window = convolve();
    change(&mut window, Change::SetPattern(Pattern::Edge, 128));
    change(&mut window, Change::SetSource(Source::Pattern));
    let pooling = |side: usize| Pooling {
        kind: PoolingKind::Max,
        window: (side, side),
        stride: (1, 1),
    };
    for (side, is_said) in [(64, false), (65, true)] {
        change(&mut window, Change::SetOperation(pooling(side).into()));
        click(&mut window, "To the first cell");
        assert_eq!(
            has(&window, "too large to be written out"),
            is_said,
            "{side}"
        );
        assert_all_text_there(&window);
    }
}

//! The Draw page.

use std::time::Duration;

use convscope::app::command::Command;
use convscope::app::state::{PathPurpose, Tool};
use convscope::digit::Point;
use convscope::network::verdict::Verdict;
use eframe::egui::{ColorImage, Event, Key, Modifiers, Theme, vec2};
use egui_kittest::kittest::Queryable as _;

use crate::common::*;

/// Crossed scribbles that are no digit.
const DOODLE: [(f32, f32); 12] = [
    (0.1, 0.1),
    (0.9, 0.9),
    (0.9, 0.1),
    (0.1, 0.9),
    (0.5, 0.05),
    (0.5, 0.95),
    (0.05, 0.5),
    (0.95, 0.5),
    (0.2, 0.3),
    (0.8, 0.7),
    (0.7, 0.2),
    (0.3, 0.8),
];

#[test]
fn a_blank_canvas_gets_no_digit_and_a_hint() {
    let window = window();
    assert!(has(&window, "Draw a digit"));
    assert!(has(&window, "Nothing yet."));
    assert!(!has(&window, "Sure"));
    assert_eq!(window.state().state().reading.verdict, Verdict::Blank);
    assert_all_text_there(&window);
}

#[test]
fn a_drawn_seven_is_read() {
    let mut window = window();
    seven(&mut window);
    let reading = &window.state().state().reading;
    assert_eq!(
        (reading.verdict, reading.classification.digit()),
        (Verdict::Sure, 7)
    );
    assert!(has(&window, "Sure"));
    assert!(!has(&window, "Nothing yet."));
    assert_all_text_there(&window);
}

#[test]
fn the_answer_follows_within_the_frame_of_a_point() {
    let mut window = window();
    let rect = canvas(&window);
    window.drag_at(rect.center());
    window.step();
    let before = window.state().state().reading.form.clone();
    window.event(Event::PointerMoved(rect.center() + vec2(60.0, 90.0)));
    window.step();
    assert_ne!(window.state().state().reading.form, before);
}

#[test]
fn a_fast_stroke_keeps_its_corners() {
    let (mut slow, mut fast) = (window(), window());
    seven(&mut slow);
    fast_stroke(&mut fast, &SEVEN);
    let strokes = |window: &Window| {
        let drawing = &window.state().state().drawing;
        drawing
            .strokes()
            .iter()
            .map(|s| s.points.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(strokes(&slow), strokes(&fast));
    assert_eq!(strokes(&fast)[0].len(), SEVEN.len());
}

#[test]
fn strokes_are_undone_and_drawn_again_by_keys() {
    let mut window = window();
    seven(&mut window);
    stroke(&mut window, &[(0.35, 0.5), (0.7, 0.5)]);
    let count = |window: &Window| window.state().state().drawing.strokes().len();
    assert_eq!(count(&window), 2);
    let both = window.state().state().reading.form.clone();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_ok();
    assert_eq!(count(&window), 1);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_ok();
    assert_eq!(count(&window), 0);
    for _ in 0..2 {
        window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
        window.run_ok();
    }
    assert_eq!(count(&window), 2);
    assert_eq!(window.state().state().reading.form, both);
}

#[test]
fn clearing_is_undone_by_the_button() {
    let mut window = window();
    seven(&mut window);
    click(&mut window, "Clear");
    assert!(window.state().state().drawing.is_blank());
    assert!(has(&window, "Nothing yet."));
    click(&mut window, "Undo");
    assert_eq!(window.state().state().reading.classification.digit(), 7);
    click(&mut window, "Redo");
    assert!(window.state().state().drawing.is_blank());
}

#[test]
fn a_pen_that_is_down_is_lifted_where_another_page_is_shown() {
    let mut window = window();
    let at = Point { x: 0.5, y: 0.5 };
    perform(&mut window, Command::PutDown(at));
    assert!(window.state().state().drawing.is_in_gesture());
    window.key_press(Key::Num2);
    window.run_ok();
    assert!(!window.state().state().drawing.is_in_gesture());
}

#[test]
fn the_eraser_rubs_out_what_it_touches() {
    let mut window = window();
    seven(&mut window);
    window.key_press(Key::E);
    window.run_ok();
    assert_eq!(window.state().state().tool, Tool::Eraser);
    let before = window.state().state().reading.form.clone();
    stroke(&mut window, &[(0.3, 0.6), (0.7, 0.6)]);
    assert_eq!(
        window.state().state().drawing.strokes().len(),
        2,
        "cut in two"
    );
    assert_ne!(window.state().state().reading.form, before);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_ok();
    assert_eq!(window.state().state().reading.form, before);
    click(&mut window, "Pen");
    assert_eq!(window.state().state().tool, Tool::Pen);
}

#[test]
fn the_network_sees_the_same_whatever_the_pen() {
    let (mut thin, mut wide) = (window(), window());
    perform(&mut thin, Command::SetPenWidth(0.0));
    for _ in 0..20 {
        wide.key_press(Key::CloseBracket);
    }
    wide.run_ok();
    let widths = [&thin, &wide].map(|window| window.state().state().preferences.pen_width);
    assert_eq!(widths, [0.02, 0.15]);
    seven(&mut thin);
    seven(&mut wide);
    assert_eq!(
        thin.state().state().reading.form.centred,
        wide.state().state().reading.form.centred
    );
}

#[test]
fn a_step_switched_off_changes_what_the_network_reads() {
    let mut window = window();
    stroke(&mut window, &[(0.1, 0.1), (0.3, 0.1), (0.2, 0.4)]);
    let before = window.state().state().reading.clone();
    click(&mut window, "Take the crop");
    let after = window.state().state().reading.clone();
    assert!(!window.state().state().steps.crop);
    assert_ne!(after.form.centred, before.form.centred);
    assert_eq!(after.classification.digit(), before.otherwise[0].digit);
    assert_eq!(after.otherwise[0].digit, before.classification.digit());
    assert!(has(&window, "Off") && has(&window, "With it"));
    click(&mut window, "Take the crop");
    assert_eq!(window.state().state().reading.form, before.form);
}

#[test]
fn a_doodle_is_not_called_a_digit() {
    let mut window = window();
    stroke(&mut window, &DOODLE);
    assert_eq!(window.state().state().reading.verdict, Verdict::Unsure);
    assert!(has(&window, "Not sure") && has(&window, "Its best guess is"));
    assert!(!has(&window, "Sure"));
}

#[test]
fn a_random_digit_comes_with_its_label() {
    let mut window = window();
    seven(&mut window);
    window.key_press(Key::R);
    window.run_ok();
    wait_until(&mut window, "the digit", |app| {
        app.state().held_out.is_some()
    });
    let held_out = window.state().state().shown_held_out().unwrap();
    let label = format!("Its true label is {}", held_out.label);
    assert!(has(&window, &label));
    let digits = &convscope::dataset::builtin().test;
    assert_eq!(digits.label(held_out.index), held_out.label);
    let seen = window.state().state().reading.form.centred.clone();
    let original = digits.picture(held_out.index);
    let difference = seen.values().iter().zip(original.values());
    let most = difference.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(most < 0.02, "the network sees the digit itself: {most}");
    stroke(&mut window, &[(0.1, 0.1), (0.1, 0.9)]);
    assert!(!has(&window, &label));
    click(&mut window, "Undo");
    assert!(has(&window, &label));
    click(&mut window, "Undo");
    assert_eq!(window.state().state().reading.classification.digit(), 7);
    assert!(!has(&window, &label));
}

#[test]
fn a_digit_that_comes_late_does_not_replace_a_newer_stroke() {
    let mut window = window();
    let ctx = window.ctx.clone();
    window.state_mut().perform(&ctx, Command::ShowRandomDigit);
    let at = Point { x: 0.5, y: 0.5 };
    for command in [Command::PutDown(at), Command::LiftUp] {
        window.state_mut().perform(&ctx, command);
    }
    std::thread::sleep(Duration::from_millis(500));
    window.run_ok();
    let state = window.state().state();
    assert_eq!(state.drawing.strokes().len(), 1);
    assert_eq!(state.held_out, None);
}

#[test]
fn a_saved_drawing_opens_again_and_bad_files_leave_it_alone() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("seven.png");
    let mut window = window();
    seven(&mut window);
    click(&mut window, "Save");
    assert!(has(&window, "Save the drawing"));
    perform(&mut window, Command::TypePath(path.display().to_string()));
    window.get_all_by_label("Save").last().unwrap().click();
    window.run_ok();
    wait_until(&mut window, "the file", |app| app.state().message.is_some());
    assert!(has(&window, "Saved as"));
    assert!(window.state().state().path_dialog.is_none());

    perform(&mut window, Command::Clear);
    perform(&mut window, Command::ChoosePath(PathPurpose::OpenPicture));
    perform(&mut window, Command::UsePath(path.clone()));
    wait_until(&mut window, "the picture", |app| {
        !app.state().drawing.is_blank()
    });
    assert_eq!(window.state().state().reading.classification.digit(), 7);
    let revision = window.state().state().drawing.revision();

    let bad = folder.path().join("words.png");
    std::fs::write(&bad, "no picture at all").unwrap();
    perform(&mut window, Command::DismissMessage);
    perform(&mut window, Command::OpenPicture(bad));
    wait_until(&mut window, "the error", |app| {
        app.state().message.is_some()
    });
    assert!(has(&window, "words.png"));
    assert_eq!(window.state().state().drawing.revision(), revision);
    click(&mut window, "Close this message");
    assert!(window.state().state().message.is_none());

    let white = folder.path().join("white.png");
    image::GrayImage::from_pixel(99, 99, image::Luma([255]))
        .save(&white)
        .unwrap();
    perform(&mut window, Command::OpenPicture(white));
    wait_until(&mut window, "the error", |app| {
        app.state().message.is_some()
    });
    assert!(has(&window, "no ink stands out"));
    assert_eq!(window.state().state().drawing.revision(), revision);

    perform(&mut window, Command::Fail("not this time".to_owned()));
    perform(&mut window, Command::OpenPicture(path));
    wait_until(&mut window, "the picture", |app| {
        app.state().drawing.revision() != revision
    });
    assert!(window.state().state().message.is_none());
}

#[test]
fn a_file_of_the_same_name_is_replaced_only_after_asking() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("there.png");
    std::fs::write(&path, "something dear").unwrap();
    let mut window = window();
    seven(&mut window);
    perform(&mut window, Command::ChoosePath(PathPurpose::SaveDrawing));
    perform(&mut window, Command::TypePath(path.display().to_string()));
    perform(&mut window, Command::UsePath(path.clone()));
    assert!(has(&window, "There is a file of this name already"));
    assert_eq!(std::fs::read(&path).unwrap(), b"something dear");
    click(&mut window, "Replace");
    wait_until(&mut window, "the file", |app| app.state().message.is_some());
    assert!(std::fs::read(&path).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn an_answer_to_a_question_taken_back_answers_no_other() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("photo.png");
    std::fs::write(&path, "something dear").unwrap();
    let asked = |window: &Window| window.state().state().path_dialog.as_ref().unwrap().stamp;
    let mut window = window();
    seven(&mut window);
    perform(&mut window, Command::ChoosePath(PathPurpose::OpenPicture));
    let before = asked(&window);
    perform(&mut window, Command::CancelPath);
    perform(&mut window, Command::ChoosePath(PathPurpose::SaveDrawing));
    let browsed = |dialog| Command::PathBrowsed {
        dialog,
        path: path.clone(),
    };
    perform(&mut window, browsed(before));
    assert!(window.state().state().path_dialog.is_some());
    assert_eq!(std::fs::read(&path).unwrap(), b"something dear");

    let now = asked(&window);
    perform(&mut window, browsed(now));
    wait_until(&mut window, "the file", |app| app.state().message.is_some());
    assert!(std::fs::read(&path).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn a_pasted_picture_is_read() {
    let mut drawn = window();
    seven(&mut drawn);
    let image = drawn.state().state().drawing.canvas_image(100);
    let gray: Vec<u8> = image
        .values()
        .iter()
        .map(|v| 255 - (v * 255.0) as u8)
        .collect();
    let pasted = ColorImage::from_gray([100, 100], &gray);
    let mut window = window();
    window.event(Event::PasteImage(pasted.into()));
    window.run_ok();
    wait_until(&mut window, "the picture", |app| {
        !app.state().drawing.is_blank()
    });
    assert_eq!(window.state().state().reading.classification.digit(), 7);
}

#[test]
fn every_size_shows_everything() {
    for size in [
        vec2(1024.0, 700.0),
        vec2(1280.0, 720.0),
        vec2(1920.0, 1080.0),
    ] {
        for presenter in [false, true] {
            let mut window = window_with(size, Theme::Light);
            perform(&mut window, Command::SetPresenter(presenter));
            seven(&mut window);
            for label in [
                "Clear",
                "Undo",
                "Redo",
                "Open",
                "Save",
                "Random digit",
                "Centred",
            ] {
                for node in window.get_all_by_label(label) {
                    let rect = node.rect();
                    assert!(
                        rect.left() >= 0.0 && rect.right() <= size.x && rect.bottom() <= size.y,
                        "{label} at {rect:?} of {size:?}"
                    );
                }
            }
        }
    }
}

fn picture(name: &str, theme: Theme, points: &[(f32, f32)]) {
    let mut window = window_with(SIZE, theme);
    if !points.is_empty() {
        stroke(&mut window, points);
    }
    window.remove_cursor();
    window.run_ok();
    snapshot(&mut window, name);
}

#[test]
fn pictures_in_light() {
    picture("draw_empty_light", Theme::Light, &[]);
    picture("draw_seven_light", Theme::Light, &SEVEN);
    picture("draw_doodle_light", Theme::Light, &DOODLE);
}

#[test]
fn pictures_in_dark() {
    picture("draw_empty_dark", Theme::Dark, &[]);
    picture("draw_seven_dark", Theme::Dark, &SEVEN);
    picture("draw_doodle_dark", Theme::Dark, &DOODLE);
}

use convscope::digit::{Drawing, Point, Steps, Stroke, mnist_form};
use convscope::grid::Grid;
use proptest::prelude::*;

const PEN: f32 = 0.05;

fn at(x: f32, y: f32) -> Point {
    Point { x, y }
}

fn draw(drawing: &mut Drawing, points: &[(f32, f32)]) {
    drawing.begin_stroke(at(points[0].0, points[0].1), PEN);
    for (x, y) in &points[1..] {
        drawing.extend_stroke(at(*x, *y));
    }
    drawing.end_stroke();
}

fn erase(drawing: &mut Drawing, width: f32, points: &[(f32, f32)]) {
    drawing.begin_erasing(at(points[0].0, points[0].1), width);
    for (x, y) in &points[1..] {
        drawing.erase_to(at(*x, *y));
    }
    drawing.end_stroke();
}

fn strokes(drawing: &Drawing) -> Vec<Stroke> {
    drawing.strokes().iter().map(|s| (**s).clone()).collect()
}

#[test]
fn a_new_drawing_is_blank() {
    let mut drawing = Drawing::default();
    assert!(drawing.is_blank());
    assert!(!drawing.can_undo() && !drawing.can_redo());
    assert!(!drawing.undo() && !drawing.redo());
    assert_eq!(drawing.ink(), Grid::filled(280, 280, 0.0));
}

#[test]
fn every_gesture_is_one_step_back() {
    let mut drawing = Drawing::default();
    draw(&mut drawing, &[(0.2, 0.2), (0.4, 0.4), (0.6, 0.2)]);
    draw(&mut drawing, &[(0.2, 0.8), (0.8, 0.8)]);
    erase(&mut drawing, 0.1, &[(0.5, 0.6), (0.5, 0.95)]);
    let erased = strokes(&drawing);
    assert_eq!(erased.len(), 3);

    assert!(drawing.undo());
    assert_eq!(drawing.strokes().len(), 2);
    assert!(drawing.undo());
    assert_eq!(drawing.strokes().len(), 1);
    assert_eq!(drawing.strokes()[0].points.len(), 3);
    assert!(drawing.undo());
    assert!(drawing.is_blank() && !drawing.can_undo());
    while drawing.redo() {}
    assert_eq!(strokes(&drawing), erased);

    drawing.undo();
    draw(&mut drawing, &[(0.1, 0.1)]);
    assert!(
        !drawing.can_redo(),
        "a new stroke ends what could be redone"
    );
}

#[test]
fn clearing_and_opening_can_be_taken_back() {
    let mut drawing = Drawing::default();
    drawing.clear();
    assert!(!drawing.can_undo(), "nothing was there to clear");
    draw(&mut drawing, &[(0.2, 0.2), (0.6, 0.6)]);
    drawing.clear();
    assert!(drawing.is_blank());
    drawing.show_picture(Grid::filled(28, 28, 1.0));
    assert!(!drawing.is_blank() && drawing.strokes().is_empty());
    drawing.undo();
    drawing.undo();
    assert_eq!(drawing.strokes().len(), 1);
    assert!(drawing.picture().is_none());
}

#[test]
fn an_undo_amid_a_stroke_ends_it() {
    let mut drawing = Drawing::default();
    drawing.begin_stroke(at(0.2, 0.2), PEN);
    drawing.extend_stroke(at(0.4, 0.4));
    assert!(drawing.undo());
    drawing.extend_stroke(at(0.6, 0.6));
    assert!(drawing.is_blank());
}

#[test]
fn history_is_bounded() {
    let mut drawing = Drawing::default();
    for _ in 0..1000 {
        draw(&mut drawing, &[(0.5, 0.5), (0.6, 0.6)]);
    }
    let mut steps = 0;
    while drawing.undo() {
        steps += 1;
    }
    assert_eq!(steps, 100);
    assert_eq!(drawing.strokes().len(), 900);
}

#[test]
fn a_picture_is_known_by_its_stamp_whatever_is_drawn_over_it() {
    let mut drawing = Drawing::default();
    assert_eq!(drawing.picture_stamp(), None);
    drawing.show_picture(Grid::filled(28, 28, 1.0));
    let first = drawing.picture_stamp();
    drawing.begin_stroke(at(0.2, 0.2), PEN);
    drawing.end_stroke();
    assert_eq!(drawing.picture_stamp(), first);
    erase(&mut drawing, 0.1, &[(0.5, 0.5)]);
    assert_ne!(drawing.picture_stamp(), first);
    drawing.undo();
    assert_eq!(drawing.picture_stamp(), first);
    drawing.show_picture(Grid::filled(28, 28, 1.0));
    assert_ne!(drawing.picture_stamp(), first);
}

#[test]
fn revisions_tell_contents_apart() {
    let mut drawing = Drawing::default();
    let mut seen = vec![drawing.revision()];
    let mut note = |drawing: &Drawing| {
        assert!(!seen.contains(&drawing.revision()));
        seen.push(drawing.revision());
    };
    drawing.begin_stroke(at(0.2, 0.2), PEN);
    note(&drawing);
    drawing.extend_stroke(at(0.4, 0.4));
    note(&drawing);
    let before = drawing.revision();
    drawing.extend_stroke(at(0.4, 0.4));
    drawing.end_stroke();
    erase(&mut drawing, 0.1, &[(0.9, 0.9)]);
    assert_eq!(drawing.revision(), before, "nothing to see has changed");
    assert!(!drawing.can_redo() && drawing.can_undo());
    drawing.undo();
    note(&drawing);
    drawing.redo();
    note(&drawing);
    note(&Drawing::from_strokes(strokes(&drawing)));
}

#[test]
fn erasing_nothing_is_no_step() {
    let mut drawing = Drawing::default();
    draw(&mut drawing, &[(0.2, 0.2), (0.4, 0.2)]);
    drawing.undo();
    erase(&mut drawing, 0.2, &[(0.8, 0.8), (0.9, 0.9)]);
    assert!(!drawing.can_undo());
    assert!(
        drawing.can_redo(),
        "an idle eraser does not end what could be redone"
    );
}

#[test]
fn a_fast_eraser_leaves_no_gap() {
    let mut drawing = Drawing::default();
    for i in 1..10 {
        let x = i as f32 / 10.0;
        draw(&mut drawing, &[(x, 0.1), (x, 0.9)]);
    }
    erase(&mut drawing, 0.1, &[(0.0, 0.5), (1.0, 0.5)]);
    assert_eq!(drawing.strokes().len(), 18);
    let reach = 0.05 + PEN / 2.0;
    for stroke in drawing.strokes() {
        for point in &stroke.points {
            assert!((point.y - 0.5).abs() > reach - 1e-4, "{point:?}");
        }
    }
}

#[test]
fn the_eraser_cuts_where_the_ink_touches_it() {
    let mut drawing = Drawing::default();
    draw(&mut drawing, &[(0.1, 0.5), (0.9, 0.5)]);
    erase(&mut drawing, 0.1, &[(0.5, 0.5)]);
    let ends: Vec<_> = drawing
        .strokes()
        .iter()
        .map(|s| (s.points[0].x, s.points[1].x))
        .collect();
    let reach = 0.05 + PEN / 2.0;
    let expected = [(0.1, 0.5 - reach), (0.5 + reach, 0.9)];
    for (found, expected) in ends.iter().zip(expected) {
        assert!((found.0 - expected.0).abs() < 1e-5, "{ends:?}");
        assert!((found.1 - expected.1).abs() < 1e-5, "{ends:?}");
    }
    // Beside the line, but within its ink.
    let mut drawing = Drawing::default();
    draw(&mut drawing, &[(0.1, 0.5), (0.9, 0.5)]);
    erase(&mut drawing, 0.1, &[(0.5, 0.5 + reach - 0.001)]);
    assert_eq!(drawing.strokes().len(), 2);
    erase(&mut drawing, 0.1, &[(0.2, 0.5 + reach + 0.001)]);
    assert_eq!(drawing.strokes().len(), 2);
}

#[test]
fn the_eraser_takes_dots_and_whole_strokes() {
    let mut drawing = Drawing::default();
    draw(&mut drawing, &[(0.5, 0.5)]);
    draw(&mut drawing, &[(0.52, 0.52), (0.54, 0.5)]);
    erase(&mut drawing, 0.3, &[(0.5, 0.5)]);
    assert!(drawing.is_blank());
    assert!(drawing.undo());
    assert_eq!(drawing.strokes().len(), 2);
}

proptest! {
    #![proptest_config(crate::cases(64))]

    #[test]
    fn no_ink_is_left_where_the_eraser_was_and_none_is_made(
        lines in prop::collection::vec(
            prop::collection::vec((0.0_f32..1.0, 0.0_f32..1.0), 1..8),
            1..4,
        ),
        way in prop::collection::vec((0.0_f32..1.0, 0.0_f32..1.0), 1..4),
        eraser in 0.02_f32..0.3,
    ) {
        let mut drawing = Drawing::default();
        for line in &lines {
            draw(&mut drawing, line);
        }
        let before = drawing.canvas_image(280);
        erase(&mut drawing, eraser, &way);
        let after = drawing.canvas_image(280);
        let mut swept = Drawing::from_strokes(vec![Stroke {
            points: way.iter().map(|(x, y)| at(*x, *y)).collect(),
            width: eraser,
        }]);
        swept.end_stroke();
        let swept = swept.canvas_image(280);
        for ((before, after), swept) in
            before.values().iter().zip(after.values()).zip(swept.values())
        {
            prop_assert!(after <= &(before + 0.15), "ink of {before} became {after}");
            prop_assert!(*swept < 1.0 || *after < 0.3, "ink of {after} where the eraser was");
        }
    }

    #[test]
    fn whatever_comes_in_there_is_a_picture(
        points in prop::collection::vec((any::<f32>(), any::<f32>()), 0..6),
        width in any::<f32>(),
    ) {
        let mut drawing = Drawing::from_strokes(vec![Stroke {
            points: points.iter().map(|(x, y)| at(*x, *y)).collect(),
            width,
        }]);
        let form = mnist_form(drawing.ink(), Steps::default());
        prop_assert!(form.centred.values().iter().all(|v| (0.0..=1.0).contains(v)));
        drawing.canvas_image(64);
        for (x, y) in points {
            drawing.begin_erasing(at(x, y), width);
            drawing.erase_to(at(y, x));
        }
        prop_assert!(drawing.ink().values().iter().all(|v| (0.0..=1.0).contains(v)));
    }
}

fn total(grid: &Grid) -> f32 {
    grid.values().iter().sum()
}

#[test]
fn the_pen_is_mnists_whatever_it_was() {
    let seven = [(0.3, 0.3), (0.6, 0.3), (0.4, 0.8)];
    let form = |pen: f32, scale: f32| {
        let points = seven.map(|(x, y)| at(0.05 + x * scale, 0.05 + y * scale));
        let stroke = Stroke {
            points: points.into(),
            width: pen,
        };
        mnist_form(Drawing::from_strokes(vec![stroke]).ink(), Steps::default())
    };
    let usual = form(0.05, 1.0);
    for (pen, scale) in [(0.01, 1.0), (0.2, 1.0), (0.05, 0.4), (0.03, 0.2)] {
        let other = form(pen, scale);
        // The bar on top of the seven is 1/8 of the height: 2.5 of 20 pixels.
        let middle = other.scaled.width() / 2 - 2;
        let bar: f32 = (0..8).map(|row| other.scaled.at(row, middle)).sum();
        assert!(
            (bar - 2.5).abs() < 0.25,
            "{bar} pixels with pen {pen} at scale {scale}"
        );
        let (ink, expected) = (total(&other.scaled), total(&usual.scaled));
        assert!(
            (ink - expected).abs() < 0.06 * expected,
            "{ink} and {expected} pixels of ink with pen {pen} at scale {scale}"
        );
    }
}

#[test]
fn a_drawing_from_edge_to_edge_loses_no_ink() {
    let cross = [
        vec![at(0.0, 0.0), at(1.0, 1.0)],
        vec![at(1.0, 0.0), at(0.0, 1.0)],
    ];
    let strokes = cross.map(|points| Stroke {
        points,
        width: 0.01,
    });
    let ink = Drawing::from_strokes(strokes.into()).ink();
    for i in 0..280 {
        for edge in [ink.at(0, i), ink.at(279, i), ink.at(i, 0), ink.at(i, 279)] {
            assert_eq!(edge, 0.0);
        }
    }
    let form = mnist_form(ink, Steps::default());
    for corner in [(0, 0), (0, 19), (19, 0), (19, 19)] {
        assert!(form.scaled.at(corner.0, corner.1) > 0.5);
    }
}

#[test]
fn what_is_beyond_the_canvas_is_not_seen() {
    let mut drawing = Drawing::default();
    draw(&mut drawing, &[(0.5, 0.2), (0.5, 0.8)]);
    let ink = drawing.ink();
    draw(&mut drawing, &[(1.2, 0.2), (1.5, 0.8)]);
    assert_eq!(drawing.ink(), ink);
}

#[test]
fn a_picture_fills_the_canvas_and_keeps_its_proportions() {
    let mut drawing = Drawing::default();
    drawing.show_picture(Grid::filled(10, 5, 1.0));
    let ink = drawing.ink();
    assert_eq!((ink.height(), ink.width()), (280, 280));
    assert_eq!(ink.at(0, 70), 1.0);
    assert_eq!(ink.at(279, 209), 1.0);
    assert_eq!(ink.at(140, 69), 0.0);
    assert_eq!(ink.at(140, 210), 0.0);
}

#[test]
fn strokes_over_a_picture_keep_their_width() {
    let mut drawing = Drawing::default();
    let mut dot = Grid::filled(28, 28, 0.0);
    dot.set(2, 2, 1.0);
    drawing.show_picture(dot);
    draw(&mut drawing, &[(0.2, 0.5), (0.8, 0.5)]);
    let ink = drawing.ink();
    let wide: f32 = (60..280).map(|row| ink.at(row, 140)).sum();
    assert!((wide - PEN * 280.0).abs() < 0.1, "{wide}");
    assert_eq!(ink.at(25, 25), 1.0);
}

#[test]
fn a_picture_can_be_erased() {
    let mut drawing = Drawing::default();
    drawing.show_picture(Grid::filled(28, 28, 1.0));
    let whole = drawing.picture().unwrap().clone();
    erase(&mut drawing, 0.2, &[(0.0, 0.5), (1.0, 0.5)]);
    let ink = drawing.ink();
    assert_eq!(ink.at(140, 140), 0.0);
    assert_eq!(ink.at(100, 140), 1.0);
    drawing.undo();
    assert_eq!(**drawing.picture().unwrap(), *whole);
    erase(
        &mut drawing,
        1.0,
        &[(0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8), (0.2, 0.2)],
    );
    assert!(drawing.is_blank(), "no ink is left");
}

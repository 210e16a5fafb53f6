use convscope::digit::raster::{Line, Place, add_ink, take_ink};
use convscope::grid::Grid;
use proptest::prelude::*;

fn line(places: &[(f32, f32)], width: f32) -> Line {
    Line {
        places: places.iter().map(|(x, y)| Place::snapped(*x, *y)).collect(),
        width,
    }
}

fn inked(places: &[(f32, f32)], width: f32) -> Grid {
    let mut plane = Grid::filled(64, 64, 0.0);
    add_ink(&mut plane, &line(places, width));
    plane
}

fn total(grid: &Grid) -> f64 {
    grid.values().iter().map(|v| f64::from(*v)).sum()
}

/// The share of each pixel within half a width of the line, by 16 × 16 samples.
fn sampled(places: &[(f32, f32)], width: f32) -> Grid {
    let distance = |x: f32, y: f32| {
        let to_segment = |(ax, ay): (f32, f32), (bx, by): (f32, f32)| {
            let (dx, dy) = (bx - ax, by - ay);
            let length = dx * dx + dy * dy;
            let along = if length > 0.0 {
                (((x - ax) * dx + (y - ay) * dy) / length).clamp(0.0, 1.0)
            } else {
                0.0
            };
            (x - ax - along * dx).hypot(y - ay - along * dy)
        };
        let dot = to_segment(places[0], places[0]);
        places
            .windows(2)
            .map(|ends| to_segment(ends[0], ends[1]))
            .fold(dot, f32::min)
    };
    Grid::from_fn(64, 64, |row, column| {
        let hits = (0..256).filter(|sample| {
            let x = column as f32 + ((sample % 16) as f32 + 0.5) / 16.0;
            let y = row as f32 + ((sample / 16) as f32 + 0.5) / 16.0;
            distance(x, y) <= width / 2.0
        });
        hits.count() as f32 / 256.0
    })
}

proptest! {
    #![proptest_config(crate::cases(32))]

    /// The ramp at the edge is that of the exact area to within 0.5 (in sharp joins), and the whole of the ink
    /// to within 2 %.
    #[test]
    fn ink_is_what_a_round_pen_covers(
        places in prop::collection::vec((-10.0_f32..74.0, -10.0_f32..74.0), 1..6),
        width in 3.0_f32..20.0,
    ) {
        let (drawn, expected) = (inked(&places, width), sampled(&places, width));
        let most = drawn
            .values()
            .iter()
            .zip(expected.values())
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f32::max);
        prop_assert!(most < 0.5, "differs by {most}");
        let (a, b) = (total(&drawn), total(&expected));
        prop_assert!((a - b).abs() <= 0.02 * b + 4.0, "{a} and {b} pixels of ink");
    }
}

#[test]
fn a_line_on_whole_pixels_is_exact() {
    let plane = inked(&[(10.0, 20.0), (50.0, 20.0)], 6.0);
    for row in 0..64 {
        let expected = f32::from(u8::from((17..23).contains(&row)));
        assert_eq!(plane.at(row, 30), expected, "row {row}");
    }
    // Round caps reach half a width beyond the ends.
    assert_eq!(plane.at(20, 7), inked(&[(10.0, 20.0)], 6.0).at(20, 7));
    assert!(plane.at(19, 7) > 0.5 && plane.at(17, 7) == 0.0);
}

#[test]
fn crossing_ink_is_no_darker_and_joins_are_round() {
    let plane = inked(
        &[(10.0, 10.0), (50.0, 50.0), (10.0, 50.0), (50.0, 10.0)],
        5.0,
    );
    assert_eq!(plane.max_abs(), 1.0);
    let corner = inked(&[(10.0, 50.0), (50.0, 50.0), (50.0, 10.0)], 10.0);
    assert_eq!(corner.at(54, 54), 0.0, "a mitre would have ink here");
    assert_eq!(corner.at(52, 52), 1.0);
}

#[test]
fn many_points_along_a_line_change_little() {
    let few = [(8.0, 8.0), (40.0, 52.0), (56.0, 12.0)];
    let mut many = vec![few[0]];
    for ends in few.windows(2) {
        let ((ax, ay), (bx, by)) = (ends[0], ends[1]);
        many.extend((1..=500).map(|i| {
            let t = i as f32 / 500.0;
            (ax + (bx - ax) * t, ay + (by - ay) * t)
        }));
    }
    let (few, many) = (inked(&few, 7.0), inked(&many, 7.0));
    for (a, b) in few.values().iter().zip(many.values()) {
        assert!((a - b).abs() < 0.13, "{a} and {b}");
    }
}

#[test]
fn ink_taken_leaves_the_rest() {
    let mut plane = Grid::filled(64, 64, 1.0);
    take_ink(&mut plane, &line(&[(0.0, 20.0), (64.0, 20.0)], 6.0));
    assert_eq!(plane.at(19, 30), 0.0);
    assert_eq!(plane.at(23, 30), 1.0);
}

#[test]
fn nothing_to_draw_draws_nothing() {
    for (places, width) in [
        (&[][..], 5.0),
        (&[(500.0, 500.0), (600.0, 500.0)][..], 5.0),
        (&[(-50.0, 30.0)][..], 5.0),
        (&[(30.0, 30.0)][..], f32::NAN),
    ] {
        assert_eq!(total(&inked(places, width)), 0.0);
    }
}

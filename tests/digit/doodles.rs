//! What people draw that is no digit, made at random but the same for the same generator.

use std::f32::consts::TAU;

use convscope::dataset;
use convscope::digit::{Drawing, Point, Steps, Stroke, mnist_form};
use convscope::grid::Grid;
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

type Line = Vec<(f32, f32)>;

/// A kind of doodles, and how one of them is made: a 28×28 picture in MNIST's form.
pub struct Kind {
    pub name: &'static str,
    pub make: fn(&mut ChaCha8Rng) -> Grid,
}

/// The kinds that a network learns to tell from digits.
pub const KINDS: [Kind; 9] = [
    Kind {
        name: "anything",
        make: |rng| drawn(anything(rng), rng),
    },
    Kind {
        name: "scribble",
        make: |rng| drawn(scribble(rng), rng),
    },
    Kind {
        name: "letter",
        make: |rng| drawn(one_of(&LETTERS, rng), rng),
    },
    Kind {
        name: "shape",
        make: |rng| drawn(one_of(&SHAPES, rng), rng),
    },
    Kind {
        name: "zigzag",
        make: |rng| drawn(vec![zigzag(rng)], rng),
    },
    Kind {
        name: "random strokes",
        make: |rng| drawn(random_strokes(rng), rng),
    },
    Kind {
        name: "two digits",
        make: two_digits,
    },
    Kind {
        name: "half a digit",
        make: half_a_digit,
    },
    Kind {
        name: "blob",
        make: |rng| drawn(vec![vec![point(rng)]], rng),
    },
];

/// Kinds that it never saw.
pub const OTHER_KINDS: [Kind; 4] = [
    Kind {
        name: "other letter",
        make: |rng| drawn(one_of(&OTHER_LETTERS, rng), rng),
    },
    Kind {
        name: "other shape",
        make: |rng| drawn(other_shape(rng), rng),
    },
    Kind {
        name: "loops",
        make: |rng| drawn(vec![loops(rng)], rng),
    },
    Kind {
        name: "hatching",
        make: |rng| drawn(hatching(rng), rng),
    },
];

const LETTERS: [&[&[(f32, f32)]]; 10] = [
    // A, E, H, K, M, R, T, V, W, X
    &[
        &[(0.0, 1.0), (0.5, 0.0), (1.0, 1.0)],
        &[(0.2, 0.6), (0.8, 0.6)],
    ],
    &[
        &[(0.8, 0.0), (0.0, 0.0), (0.0, 1.0), (0.8, 1.0)],
        &[(0.0, 0.5), (0.7, 0.5)],
    ],
    &[
        &[(0.0, 0.0), (0.0, 1.0)],
        &[(0.8, 0.0), (0.8, 1.0)],
        &[(0.0, 0.5), (0.8, 0.5)],
    ],
    &[
        &[(0.0, 0.0), (0.0, 1.0)],
        &[(0.8, 0.0), (0.0, 0.5), (0.8, 1.0)],
    ],
    &[&[(0.0, 1.0), (0.1, 0.0), (0.5, 0.7), (0.9, 0.0), (1.0, 1.0)]],
    &[&[
        (0.0, 1.0),
        (0.0, 0.0),
        (0.5, 0.05),
        (0.6, 0.25),
        (0.5, 0.45),
        (0.0, 0.5),
        (0.7, 1.0),
    ]],
    &[&[(0.0, 0.0), (1.0, 0.0)], &[(0.5, 0.0), (0.5, 1.0)]],
    &[&[(0.0, 0.0), (0.5, 1.0), (1.0, 0.0)]],
    &[&[(0.0, 0.0), (0.25, 1.0), (0.5, 0.3), (0.75, 1.0), (1.0, 0.0)]],
    &[&[(0.0, 0.0), (0.9, 1.0)], &[(0.9, 0.0), (0.0, 1.0)]],
];

const OTHER_LETTERS: [&[&[(f32, f32)]]; 7] = [
    // F, L, N, P, U, Y, h
    &[
        &[(0.8, 0.0), (0.0, 0.0), (0.0, 1.0)],
        &[(0.0, 0.5), (0.6, 0.5)],
    ],
    &[&[(0.0, 0.0), (0.0, 1.0), (0.7, 1.0)]],
    &[&[(0.0, 1.0), (0.0, 0.0), (0.8, 1.0), (0.8, 0.0)]],
    &[&[
        (0.0, 1.0),
        (0.0, 0.0),
        (0.5, 0.05),
        (0.6, 0.25),
        (0.5, 0.45),
        (0.0, 0.5),
    ]],
    &[&[(0.0, 0.0), (0.05, 0.8), (0.4, 1.0), (0.75, 0.8), (0.8, 0.0)]],
    &[
        &[(0.0, 0.0), (0.5, 0.5), (1.0, 0.0)],
        &[(0.5, 0.5), (0.5, 1.0)],
    ],
    &[
        &[(0.0, 0.0), (0.0, 1.0)],
        &[(0.0, 0.6), (0.3, 0.45), (0.6, 0.6), (0.6, 1.0)],
    ],
];

const SHAPES: [&[&[(f32, f32)]]; 8] = [
    // Square, triangle, star, plus, arrow, circle with a cross, house, two bars
    &[&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]],
    &[&[(0.5, 0.0), (1.0, 1.0), (0.0, 1.0), (0.5, 0.0)]],
    &[&[
        (0.2, 1.0),
        (0.5, 0.0),
        (0.8, 1.0),
        (0.0, 0.35),
        (1.0, 0.35),
        (0.2, 1.0),
    ]],
    &[&[(0.0, 0.5), (1.0, 0.5)], &[(0.5, 0.0), (0.5, 1.0)]],
    &[
        &[(0.0, 0.5), (1.0, 0.5)],
        &[(0.6, 0.2), (1.0, 0.5), (0.6, 0.8)],
    ],
    &[
        &CIRCLE,
        &[(0.0, 0.5), (1.0, 0.5)],
        &[(0.5, 0.0), (0.5, 1.0)],
    ],
    &[
        &[
            (0.1, 1.0),
            (0.1, 0.4),
            (0.5, 0.0),
            (0.9, 0.4),
            (0.9, 1.0),
            (0.1, 1.0),
        ],
        &[(0.1, 0.4), (0.9, 0.4)],
    ],
    &[&[(0.0, 0.3), (1.0, 0.3)], &[(0.0, 0.7), (1.0, 0.7)]],
];

const CIRCLE: [(f32, f32); 13] = [
    (0.5, 0.0),
    (0.75, 0.07),
    (0.93, 0.25),
    (1.0, 0.5),
    (0.93, 0.75),
    (0.75, 0.93),
    (0.5, 1.0),
    (0.25, 0.93),
    (0.07, 0.75),
    (0.0, 0.5),
    (0.07, 0.25),
    (0.25, 0.07),
    (0.5, 0.0),
];

fn one_of(drawings: &[&[&[(f32, f32)]]], rng: &mut ChaCha8Rng) -> Vec<Line> {
    let drawing = drawings.choose(rng).expect("there are drawings");
    drawing.iter().map(|line| line.to_vec()).collect()
}

fn point(rng: &mut ChaCha8Rng) -> (f32, f32) {
    (rng.random(), rng.random())
}

/// A hand that wanders about without lifting.
fn scribble(rng: &mut ChaCha8Rng) -> Vec<Line> {
    let (mut x, mut y) = point(rng);
    let mut heading = rng.random_range(0.0..TAU);
    let mut turn = 0.0;
    let steps = rng.random_range(60..200);
    let line = (0..steps).map(|_| {
        turn = 0.8 * turn + rng.random_range(-0.25..0.25);
        // Back to the middle when it strays.
        let home = (0.5 - y).atan2(0.5 - x);
        let far = (0.5 - x).hypot(0.5 - y);
        heading += turn + 0.6 * far * (home - heading).sin();
        x += 0.06 * heading.cos();
        y += 0.06 * heading.sin();
        (x, y)
    });
    vec![line.collect()]
}

fn zigzag(rng: &mut ChaCha8Rng) -> Line {
    let corners = rng.random_range(5..12);
    let height = rng.random_range(0.3..1.2);
    let across = rng.random_bool(0.5);
    (0..corners)
        .map(|i| {
            let along = i as f32 / (corners - 1) as f32;
            let side = height * (i % 2) as f32 + rng.random_range(-0.08..0.08);
            if across { (along, side) } else { (side, along) }
        })
        .collect()
}

fn random_strokes(rng: &mut ChaCha8Rng) -> Vec<Line> {
    let count = rng.random_range(3..7);
    (0..count).map(|_| vec![point(rng), point(rng)]).collect()
}

fn loops(rng: &mut ChaCha8Rng) -> Line {
    let turns = rng.random_range(3.0..6.0);
    let drift = rng.random_range(0.2..1.0);
    (0..120)
        .map(|i| {
            let t = i as f32 / 119.0;
            let angle = turns * t * TAU;
            (drift * t + 0.25 * angle.cos(), 0.35 * angle.sin())
        })
        .collect()
}

fn hatching(rng: &mut ChaCha8Rng) -> Vec<Line> {
    let count = rng.random_range(3..7);
    (0..count)
        .map(|i| {
            let x = i as f32 / (count - 1) as f32;
            vec![
                (x, rng.random_range(0.0..0.1)),
                (x, rng.random_range(0.9..1.0)),
            ]
        })
        .collect()
}

/// One to four strokes of any kind: straight, bent, wavy, round, in any size and place.
fn anything(rng: &mut ChaCha8Rng) -> Vec<Line> {
    (0..rng.random_range(1..5))
        .map(|_| any_stroke(rng))
        .collect()
}

fn any_stroke(rng: &mut ChaCha8Rng) -> Line {
    let (from, to) = (point(rng), point(rng));
    match rng.random_range(0..4) {
        0 => (0..rng.random_range(2..6)).map(|_| point(rng)).collect(),
        1 => {
            // A cubic curve.
            let (a, b) = (point(rng), point(rng));
            let at = |t: f32, [p, q, r, s]: [f32; 4]| {
                let u = 1.0 - t;
                u * u * u * p + 3.0 * u * u * t * q + 3.0 * u * t * t * r + t * t * t * s
            };
            (0..=20)
                .map(|i| i as f32 / 20.0)
                .map(|t| {
                    (
                        at(t, [from.0, a.0, b.0, to.0]),
                        at(t, [from.1, a.1, b.1, to.1]),
                    )
                })
                .collect()
        }
        2 => {
            let waves = rng.random_range(1.0..4.0);
            let height = rng.random_range(0.05..0.3);
            (0..=60)
                .map(|i| i as f32 / 60.0)
                .map(|t| {
                    let side = height * (waves * t * TAU).sin();
                    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
                    (from.0 + t * dx - side * dy, from.1 + t * dy + side * dx)
                })
                .collect()
        }
        _ => {
            // Part of an ellipse, or more than all of it.
            let (wide, high) = (rng.random_range(0.1..0.6), rng.random_range(0.1..0.6));
            let (start, turn) = (rng.random_range(0.0..TAU), rng.random_range(1.5..9.0));
            (0..=40)
                .map(|i| start + turn * i as f32 / 40.0)
                .map(|a| (from.0 + wide * a.cos(), from.1 + high * a.sin()))
                .collect()
        }
    }
}

/// A spiral, a smiling face, a heart, a diamond with a stroke through it, three dots.
fn other_shape(rng: &mut ChaCha8Rng) -> Vec<Line> {
    let turning = |turns: f32, at: &dyn Fn(f32, f32) -> (f32, f32)| -> Line {
        (0..=80)
            .map(|i| i as f32 / 80.0)
            .map(|t| at(t, turns * t * TAU))
            .collect()
    };
    match rng.random_range(0..5) {
        0 => {
            let turns = rng.random_range(2.5..4.0);
            vec![turning(turns, &|t, a| (t * a.cos(), t * a.sin()))]
        }
        1 => vec![
            turning(1.0, &|_, a| (a.cos(), a.sin())),
            vec![(-0.4, -0.3), (-0.35, -0.25)],
            vec![(0.4, -0.3), (0.35, -0.25)],
            turning(1.0, &|t, _| {
                (
                    0.5 * (t * TAU / 2.0).cos(),
                    0.2 + 0.35 * (t * TAU / 2.0).sin(),
                )
            }),
        ],
        2 => vec![turning(1.0, &|_, a| {
            let y = 13.0 * a.cos() - 5.0 * (2.0 * a).cos() - 2.0 * (3.0 * a).cos();
            (a.sin().powi(3), -y / 16.0)
        })],
        3 => vec![
            vec![(0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5), (0.5, 0.0)],
            vec![(0.0, 0.0), (1.0, 1.0)],
        ],
        _ => (0..3).map(|_| vec![point(rng)]).collect(),
    }
}

/// Lines drawn by an unsteady hand: turned, sheared, stretched, with a tremor.
fn drawn(lines: Vec<Line>, rng: &mut ChaCha8Rng) -> Grid {
    let turn: f32 = rng.random_range(-0.25..0.25);
    let shear: f32 = rng.random_range(-0.25..0.25);
    let stretch: f32 = rng.random_range(0.75..1.3);
    let phases: [f32; 4] = std::array::from_fn(|_| rng.random_range(0.0..TAU));
    let tremor = rng.random_range(0.0..0.04);
    let place = |(x, y): (f32, f32)| {
        let x_shaken = x + tremor * ((9.0 * y + phases[0]).sin() + (17.0 * x + phases[1]).sin());
        let y_shaken = y + tremor * ((8.0 * x + phases[2]).sin() + (15.0 * y + phases[3]).sin());
        let (x, y) = ((x_shaken + shear * y_shaken) * stretch, y_shaken / stretch);
        (
            x * turn.cos() - y * turn.sin(),
            x * turn.sin() + y * turn.cos(),
        )
    };
    let fine = lines
        .iter()
        .map(|line| finely(line).into_iter().map(place).collect());
    form(&fitted(fine.collect()), rng)
}

/// The same line with more points.
fn finely(line: &[(f32, f32)]) -> Line {
    let mut points = vec![line[0]];
    for ends in line.windows(2) {
        let ((ax, ay), (bx, by)) = (ends[0], ends[1]);
        points.extend((1..=8).map(|i| {
            let t = i as f32 / 8.0;
            (ax + t * (bx - ax), ay + t * (by - ay))
        }));
    }
    points
}

/// Moved and scaled to the middle of the canvas.
fn fitted(lines: Vec<Line>) -> Vec<Stroke> {
    let all = || lines.iter().flatten();
    let low = all().fold((f32::MAX, f32::MAX), |l, p| (l.0.min(p.0), l.1.min(p.1)));
    let high = all().fold((f32::MIN, f32::MIN), |h, p| (h.0.max(p.0), h.1.max(p.1)));
    let longest = (high.0 - low.0).max(high.1 - low.1).max(0.001);
    let point = |(x, y): &(f32, f32)| Point {
        x: 0.2 + 0.6 * (x - low.0) / longest,
        y: 0.2 + 0.6 * (y - low.1) / longest,
    };
    let stroke = |line: &Line| Stroke {
        points: line.iter().map(point).collect(),
        width: 0.06,
    };
    lines.iter().map(stroke).collect()
}

/// Strokes as the network is given them: half of them as drawn on the canvas, with MNIST's pen;
/// half as on a picture, with a pen of their own.
pub fn form(strokes: &[Stroke], rng: &mut ChaCha8Rng) -> Grid {
    let mut strokes = strokes.to_vec();
    let width = rng.random_range(0.015..0.1);
    strokes.iter_mut().for_each(|stroke| stroke.width = width);
    let drawing = Drawing::from_strokes(strokes);
    let ink = if rng.random_bool(0.5) {
        drawing.ink()
    } else {
        drawing.canvas_image(280)
    };
    mnist_form(ink, Steps::default()).centred
}

/// One of the built-in digits to train on.
fn some_digit(rng: &mut ChaCha8Rng) -> Grid {
    let digits = &dataset::builtin().train;
    digits.picture(rng.random_range(0..digits.len()))
}

/// Two real digits, as in 42.
fn two_digits(rng: &mut ChaCha8Rng) -> Grid {
    let (left, right) = (some_digit(rng), some_digit(rng));
    let apart = rng.random_range(16..22);
    let ink = Grid::from_fn(28, 28 + apart, |row, column| {
        let first = if column < 28 {
            left.at(row, column)
        } else {
            0.0
        };
        let second = column
            .checked_sub(apart)
            .map_or(0.0, |column| right.at(row, column));
        first.max(second)
    });
    mnist_form(ink, Steps::default()).centred
}

/// The upper, lower, left or right half of a real digit.
fn half_a_digit(rng: &mut ChaCha8Rng) -> Grid {
    let digit = some_digit(rng);
    let (across, first) = (rng.random_bool(0.5), rng.random_bool(0.5));
    let ink = Grid::from_fn(28, 28, |row, column| {
        let index = if across { column } else { row };
        if (index < 14) == first {
            digit.at(row, column)
        } else {
            0.0
        }
    });
    mnist_form(ink, Steps::default()).centred
}

//! A picture as of a camera, for those who have no photo at hand: balls and a box on a table,
//! traced ray by ray. With edges, stripes, soft shadows, and a camera's little noise.

use std::ops::{Add, Mul, Sub};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::grid::Grid;

/// Columns and rows.
const WIDTH: usize = 480;
const HEIGHT: usize = 320;

/// Rays for a pixel.
const RAYS: usize = 16;

/// Spread of the noise, of white.
const NOISE: f32 = 0.012;

/// A place, a direction, or red, green and blue.
#[derive(Clone, Copy, Debug, Default)]
struct Vec3 {
    x: f32,
    y: f32,
    z: f32,
}

const fn v(x: f32, y: f32, z: f32) -> Vec3 {
    Vec3 { x, y, z }
}

impl Add for Vec3 {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        v(self.x + o.x, self.y + o.y, self.z + o.z)
    }
}

impl Sub for Vec3 {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        v(self.x - o.x, self.y - o.y, self.z - o.z)
    }
}

impl Mul<f32> for Vec3 {
    type Output = Self;
    fn mul(self, f: f32) -> Self {
        v(self.x * f, self.y * f, self.z * f)
    }
}

impl Vec3 {
    fn dot(self, o: Self) -> f32 {
        self.x * o.x + self.y * o.y + self.z * o.z
    }

    fn unit(self) -> Self {
        self * self.dot(self).sqrt().recip()
    }

    fn mix(self, o: Self, share: f32) -> Self {
        self * (1.0 - share) + o * share
    }
}

/// What a ray meets.
#[derive(Clone, Copy)]
struct Hit {
    far: f32,
    normal: Vec3,
    color: Vec3,
    shine: f32,
}

struct Ball {
    middle: Vec3,
    radius: f32,
    color: Vec3,
    /// Colour of every other stripe.
    stripe: Vec3,
    shine: f32,
}

const BALLS: [Ball; 3] = [
    Ball {
        middle: v(-1.55, 0.85, 0.3),
        radius: 0.85,
        color: v(0.75, 0.09, 0.07),
        stripe: v(0.75, 0.09, 0.07),
        shine: 0.35,
    },
    Ball {
        middle: v(0.25, 0.5, -0.9),
        radius: 0.5,
        color: v(0.95, 0.93, 0.88),
        stripe: v(0.08, 0.2, 0.55),
        shine: 0.2,
    },
    Ball {
        middle: v(2.55, 0.33, -0.75),
        radius: 0.33,
        color: v(0.95, 0.62, 0.08),
        stripe: v(0.95, 0.62, 0.08),
        shine: 0.25,
    },
];

/// Corners of the box, in coordinates turned by its angle around the upright axis.
const BOX: (Vec3, Vec3) = (v(1.15, 0.0, -0.6), v(2.15, 1.7, 0.45));
const BOX_TURN: (f32, f32) = (0.85, -0.527);

const EYE: Vec3 = v(0.2, 2.0, -6.4);
const LIGHT: Vec3 = v(-4.0, 6.5, -4.5);

/// Radius of the lamp.
const LAMP: f32 = 0.5;

fn turned(p: Vec3, (cos, sin): (f32, f32)) -> Vec3 {
    v(p.x * cos - p.z * sin, p.y, p.x * sin + p.z * cos)
}

fn meet_ball(ball: &Ball, from: Vec3, way: Vec3) -> Option<Hit> {
    let to = from - ball.middle;
    let b = to.dot(way);
    let root = (b * b - to.dot(to) + ball.radius * ball.radius).sqrt();
    let far = [-b - root, -b + root].into_iter().find(|far| *far > 1e-3)?;
    let normal = (from + way * far - ball.middle) * ball.radius.recip();
    let stripe = ((normal.x * 0.8 + normal.y * 0.6) * 4.5 + 0.5)
        .floor()
        .rem_euclid(2.0)
        == 1.0;
    Some(Hit {
        far,
        normal,
        color: if stripe { ball.stripe } else { ball.color },
        shine: ball.shine,
    })
}

fn meet_box(from: Vec3, way: Vec3) -> Option<Hit> {
    let (cos, sin) = BOX_TURN;
    let (from, way) = (turned(from, (cos, sin)), turned(way, (cos, sin)));
    let (low, high) = BOX;
    let mut near = (f32::NEG_INFINITY, Vec3::default());
    let mut end = f32::INFINITY;
    for (f, w, l, h, axis) in [
        (from.x, way.x, low.x, high.x, v(1.0, 0.0, 0.0)),
        (from.y, way.y, low.y, high.y, v(0.0, 1.0, 0.0)),
        (from.z, way.z, low.z, high.z, v(0.0, 0.0, 1.0)),
    ] {
        let (a, b) = ((l - f) / w, (h - f) / w);
        if a.min(b) > near.0 {
            near = (a.min(b), axis * -w.signum());
        }
        end = end.min(a.max(b));
    }
    if near.0 > end || near.0 <= 1e-3 {
        return None;
    }
    let place = from + way * near.0;
    let paper = v(0.17, 0.42, 0.24);
    let ribbon = v(0.93, 0.88, 0.7);
    let middle = (low + high) * 0.5;
    let within = |a: f32| a.abs() < 0.12;
    let side = if near.1.x.abs() > 0.5 {
        place.z - middle.z
    } else {
        place.x - middle.x
    };
    let on_top = near.1.y > 0.5 && (within(place.z - middle.z) || within(place.x - middle.x));
    let ribboned = on_top || (near.1.y < 0.5 && (within(side) || within(place.y - middle.y)));
    Some(Hit {
        far: near.0,
        normal: turned(near.1, (cos, -sin)),
        color: if ribboned { ribbon } else { paper },
        shine: 0.06,
    })
}

/// The table, made of planks, and the wall behind it.
fn meet_room(from: Vec3, way: Vec3) -> Option<Hit> {
    const WALL: f32 = 3.2;
    if way.y < 0.0 {
        let far = -from.y / way.y;
        let place = from + way * far;
        if place.z < 2.6 {
            let plank = (place.x / 0.9).floor();
            let tint = 0.85 + 0.15 * (plank * 2.399).sin();
            let grain = (place.z * 1.3 + plank * 5.0 + (place.x * 9.0).sin() * 0.4) * 5.0;
            let grain = 0.94 + 0.06 * (grain + 2.0 * (place.x * 31.0).sin()).sin();
            let gap = if (place.x / 0.9 - plank) < 0.035 {
                0.35
            } else {
                1.0
            };
            return Some(Hit {
                far,
                normal: v(0.0, 1.0, 0.0),
                color: v(0.62, 0.43, 0.26) * (tint * grain * gap),
                shine: 0.1,
            });
        }
    }
    if way.z > 0.0 {
        let far = (WALL - from.z) / way.z;
        let place = from + way * far;
        let stripe = (place.x / 0.55).floor().rem_euclid(2.0) == 1.0;
        let color = if stripe {
            v(0.66, 0.7, 0.72)
        } else {
            v(0.74, 0.77, 0.78)
        };
        return Some(Hit {
            far,
            normal: v(0.0, 0.0, -1.0),
            color,
            shine: 0.0,
        });
    }
    None
}

fn meet(from: Vec3, way: Vec3) -> Option<Hit> {
    let balls = BALLS.iter().map(|ball| meet_ball(ball, from, way));
    balls
        .chain([meet_box(from, way), meet_room(from, way)])
        .flatten()
        .min_by(|a, b| a.far.total_cmp(&b.far))
}

/// The light that comes along a ray; `mirrors` more times by way of what shines.
fn light(from: Vec3, way: Vec3, lamp: Vec3, mirrors: usize) -> Vec3 {
    const AIR: Vec3 = v(0.8, 0.85, 0.9);
    let Some(hit) = meet(from, way) else {
        return AIR;
    };
    let place = from + way * hit.far;
    let place = place + hit.normal * 2e-3;
    let to_lamp = lamp - place;
    let far = to_lamp.dot(to_lamp).sqrt();
    let to_lamp = to_lamp.unit();
    let shaded = meet(place, to_lamp).is_some_and(|hit| hit.far < far);
    let direct = if shaded {
        0.0
    } else {
        hit.normal.dot(to_lamp).max(0.0)
    };
    // Near other things less of the room's light arrives.
    let ambient = 0.26 + 0.14 * hit.normal.y;
    let mut color = hit.color * (ambient + 0.85 * direct);
    if hit.shine > 0.0 {
        let mirrored = way - hit.normal * (2.0 * way.dot(hit.normal));
        let edge = (1.0 - (-way.dot(hit.normal)).clamp(0.0, 1.0)).powi(4);
        let share = hit.shine * (0.25 + 0.75 * edge);
        if mirrors > 0 {
            color = color.mix(light(place, mirrored, lamp, mirrors - 1), share);
        }
        if !shaded {
            let gloss = mirrored.dot(to_lamp).max(0.0).powi(60);
            color = color + v(1.0, 1.0, 1.0) * (gloss * hit.shine * 2.0);
        }
    }
    color
}

/// Red, green and blue, 0 to 1, as files have them. Always the same.
pub fn channels() -> [Grid; 3] {
    let rows: Vec<_> = (0..HEIGHT).into_par_iter().map(row).collect();
    [0, 1, 2].map(|channel| Grid::from_fn(HEIGHT, WIDTH, |row, column| rows[row][column][channel]))
}

fn row(row: usize) -> Vec<[f32; 3]> {
    let mut rng = ChaCha8Rng::seed_from_u64(row as u64);
    let mut random = || rng.random::<f32>();
    let pixel = |column: usize| {
        let mut sum = Vec3::default();
        for _ in 0..RAYS {
            let x = (column as f32 + random() - WIDTH as f32 / 2.0) / HEIGHT as f32;
            let y = (HEIGHT as f32 / 2.0 - row as f32 - random()) / HEIGHT as f32;
            let way = v(x, y - 0.24, 1.35).unit();
            let lamp = LIGHT + v(random() - 0.5, random() - 0.5, random() - 0.5) * (2.0 * LAMP);
            sum = sum + light(EYE, way, lamp, 2);
        }
        let color = sum * (RAYS as f32).recip();
        let from_middle = v(
            column as f32 / WIDTH as f32 - 0.5,
            row as f32 / HEIGHT as f32 - 0.5,
            0.0,
        );
        let vignette = 1.0 - 0.45 * from_middle.dot(from_middle);
        [color.x, color.y, color.z].map(|linear| {
            // Sum of three: nearly a bell curve.
            let noise = (random() + random() + random() - 1.5) * 2.0 * NOISE;
            let stored = (linear * vignette).max(0.0).powf(1.0 / 2.2);
            ((stored + noise).clamp(0.0, 1.0) * 255.0).round() / 255.0
        })
    };
    (0..WIDTH).map(pixel).collect()
}

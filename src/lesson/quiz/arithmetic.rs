//! Questions on sizes.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::choices::{Answer, Choice, choices, numbers};
use super::question::{Given, Level, Phrase};
use crate::convolution::Axis;
use crate::convolution::geometry::Setting;

type Drawn = Option<(Given, (Vec<Choice>, usize))>;

fn axis(kernel: usize, stride: usize, padding: usize, dilation: usize) -> Axis {
    Axis {
        kernel,
        stride,
        padding: (padding, padding),
        dilation,
    }
}

/// Whether cells between two windows are never read: then it would be confusing to speak of those
/// that are left over at the end.
pub fn leaves_gaps(axis: Axis) -> bool {
    axis.span() < axis.stride
}

pub fn output_size(level: Level, rng: &mut ChaCha8Rng) -> Drawn {
    let (size, axis) = match level {
        Level::First => {
            let padding = rng.random_range(0..=2);
            let axis = axis(rng.random_range(2..=7), 1, padding, 1);
            (rng.random_range(8..=40), axis)
        }
        Level::Second => {
            let (stride, padding) = (rng.random_range(2..=4), rng.random_range(0..=3));
            let axis = axis(rng.random_range(2..=7), stride, padding, 1);
            (rng.random_range(10..=64), axis)
        }
        Level::Third => {
            let (stride, padding) = (rng.random_range(1..=5), rng.random_range(0..=5));
            let (kernel, dilation) = (rng.random_range(2..=7), rng.random_range(2..=3));
            (
                rng.random_range(24..=256),
                axis(kernel, stride, padding, dilation),
            )
        }
    };
    let formula = axis.formula(size).ok()?;
    if leaves_gaps(axis) {
        return None;
    }
    // From the second level on mostly sizes that do not divide.
    if level == Level::Second && formula.leftover == 0 && rng.random_bool(0.7) {
        return None;
    }
    let right = formula.output as i64;
    let choices = numbers(right, size_slips(axis, size), 1, rng)?;
    Some((Given::Size { axis, size }, choices))
}

/// What comes out by usual slips.
fn size_slips(axis: Axis, size: usize) -> Vec<(i64, &'static str)> {
    let (n, k, s) = (size as i64, axis.span() as i64, axis.stride as i64);
    let p = axis.padding.0 as i64;
    let undilated = axis.kernel as i64;
    let output = |room: i64| room.div_euclid(s) + 1;
    vec![
        (output(n - k + 2 * p) - 1, "quiz-slip-no-one"),
        (output(n - k), "quiz-slip-no-padding"),
        (output(n - k + p), "quiz-slip-one-side"),
        (output(n - k + 2 * p + s - 1), "quiz-slip-rounded-up"),
        (n - k + 2 * p + 1, "quiz-slip-no-stride"),
        (output(n + 2 * p), "quiz-slip-no-kernel"),
        (output(n - undilated + 2 * p), "quiz-slip-no-dilation"),
    ]
}

pub fn size_explanation(axis: Axis, size: usize) -> Phrase {
    let Ok(formula) = axis.formula(size) else {
        return Phrase::new("quiz-size-why").with("formula", "");
    };
    let key = if formula.leftover > 0 {
        "quiz-size-why-leftover"
    } else {
        "quiz-size-why"
    };
    Phrase::new(key).with("formula", formula)
}

pub fn missing_setting(level: Level, rng: &mut ChaCha8Rng) -> Drawn {
    let (size, axis) = match level {
        Level::First => (
            rng.random_range(10..=40),
            axis(
                2 * rng.random_range(1..=4) + 1,
                1,
                rng.random_range(0..=4),
                1,
            ),
        ),
        Level::Second => (
            rng.random_range(16..=64),
            axis(
                rng.random_range(2..=9),
                rng.random_range(1..=4),
                rng.random_range(0..=4),
                1,
            ),
        ),
        Level::Third => (
            rng.random_range(32..=256),
            axis(
                rng.random_range(2..=11),
                rng.random_range(2..=6),
                rng.random_range(0..=5),
                1,
            ),
        ),
    };
    let setting = match rng.random_range(0..3) {
        0 => Setting::Padding,
        1 if level > Level::First => Setting::Stride,
        _ => Setting::Kernel,
    };
    if leaves_gaps(axis) {
        return None;
    }
    let output = axis.output(size).ok()?;
    let right = value(axis, setting);
    let (least, most) = match setting {
        Setting::Padding => (0, 12),
        Setting::Stride => (1, 10),
        _ => (1, 15),
    };
    // Every value that does not make this size, the nearest first.
    let mut wrong: Vec<usize> = (least..=most)
        .filter(|other| with_value(axis, setting, *other).output(size) != Ok(output))
        .collect();
    wrong.sort_by_key(|other| other.abs_diff(right));
    let wrong: Vec<_> = wrong
        .into_iter()
        .map(|other| (Answer::Number(other as i64), None))
        .collect();
    let choices = choices(Answer::Number(right as i64), wrong, rng)?;
    let given = Given::Setting {
        axis,
        size,
        setting,
        output,
    };
    Some((given, choices))
}

fn value(axis: Axis, setting: Setting) -> usize {
    match setting {
        Setting::Kernel => axis.kernel,
        Setting::Stride => axis.stride,
        _ => axis.padding.0,
    }
}

fn with_value(mut axis: Axis, setting: Setting, value: usize) -> Axis {
    match setting {
        Setting::Kernel => axis.kernel = value,
        Setting::Stride => axis.stride = value,
        _ => axis.padding = (value, value),
    }
    axis
}

pub fn setting_explanation(axis: Axis, size: usize, setting: Setting) -> Phrase {
    let formula = axis.formula(size).map(|formula| formula.to_string());
    Phrase::new("quiz-setting-why")
        .with("value", value(axis, setting))
        .with("formula", formula.unwrap_or_default())
}

/// What comes out with another value of the setting that is asked for.
pub fn setting_slip(axis: Axis, size: usize, setting: Setting, value: usize) -> Phrase {
    match with_value(axis, setting, value).formula(size) {
        Ok(formula) => Phrase::new("quiz-slip-setting")
            .with("value", value)
            .with("formula", formula),
        Err(_) => Phrase::new("quiz-slip-no-room").with("value", value),
    }
}

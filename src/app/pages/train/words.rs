//! Numbers as the page writes them.

use crate::app::widgets::{decimal, thousands, written};

/// A loss: three decimals, fewer digits where it is large or very small.
pub fn loss(value: f64) -> String {
    match value {
        v if !v.is_finite() => "NaN".to_owned(),
        v if v >= 1e5 => short(v),
        v if v >= 100.0 => decimal(v, 0),
        v if v >= 10.0 => decimal(v, 1),
        v if v >= 0.001 || v == 0.0 => decimal(v, 3),
        v => short(v),
    }
}

/// A number of any size in few characters: 0.001, 2.5e−7.
pub fn short(value: f64) -> String {
    if !value.is_finite() {
        return "NaN".to_owned();
    }
    let size = value.abs();
    let words = if size == 0.0 {
        "0".to_owned()
    } else if (1e-4..1e5).contains(&size) {
        let digits = (2.0 - size.log10().floor()).clamp(0.0, 7.0) as usize;
        let words = format!("{value:.digits$}");
        if words.contains('.') {
            words.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            words
        }
    } else {
        let words = format!("{value:.1e}");
        words.replace(".0e", "e")
    };
    written(&words.replace('-', "−"))
}

/// A number with all its digits.
pub fn full(value: f64) -> String {
    let is_usual = value == 0.0 || (1e-4..1e15).contains(&value.abs());
    let words = if is_usual {
        value.to_string()
    } else {
        format!("{value:e}")
    };
    written(&words.replace('-', "−"))
}

/// A number as it was typed, not as the nearest 32-bit number.
pub fn as_typed(value: f32) -> f64 {
    value.to_string().parse().unwrap_or(f64::from(value))
}

/// A number of any size with two digits that count.
pub fn two_digits(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return short(value);
    }
    let power = 10_f64.powf(value.abs().log10().floor() - 1.0);
    short((value / power).round() * power)
}

/// A share as per cent with one decimal.
pub fn per_cent(share: f64) -> String {
    decimal(100.0 * share, 1)
}

/// Steps, with commas.
pub fn steps(step: u64) -> String {
    thousands(usize::try_from(step).unwrap_or(usize::MAX))
}

/// A time: 61 s, 12 min, 3.5 h.
pub fn time(seconds: f64) -> String {
    match seconds {
        s if !s.is_finite() => "–".to_owned(),
        s if s < 100.0 => format!("{:.0} s", s.ceil()),
        s if s < 6_000.0 => format!("{:.0} min", s / 60.0),
        s => format!("{} h", decimal(s / 3_600.0, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, words) in [
            (0.001, "0.001"),
            (0.0025, "0.0025"),
            (10.0, "10"),
            (0.0, "0"),
            (1e-6, "1e−6"),
            (2.5e-7, "2.5e−7"),
            (-0.25, "−0.25"),
            (123_456.0, "1.2e5"),
            (1_000.0, "1000"),
        ] {
            assert_eq!(short(value), words);
        }
        assert_eq!(full(as_typed(0.999_999)), "0.999999");
        assert_eq!(full(as_typed(2.5e-8)), "2.5e−8");
        assert_eq!(full(60_000.0), "60000");
        assert_eq!(loss(0.048_4), "0.048");
        assert_eq!(loss(2.345_6), "2.346");
        assert_eq!(loss(f64::NAN), "NaN");
        assert_eq!(two_digits(0.003_77), "0.0038");
        assert_eq!(two_digits(0.377), "0.38");
        assert_eq!(time(60.2), "61 s");
        assert_eq!(time(7_200.0), "2.0 h");
        assert_eq!(steps(1_234_567), "1,234,567");
    }
}

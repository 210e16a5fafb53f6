//! Numbers in cells: as exact as there is room for.

use crate::convolution::decimals::Scale;

/// Decimals that a number in a cell has at most.
const MOST_DECIMALS: usize = 3;

/// Decimals of numbers that are not whole, if there is room for them.
const USUAL_DECIMALS: usize = 2;

/// How the numbers of a grid are written: all with the same decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberFormat {
    pub decimals: usize,
    /// Digits, points and signs that fit into a cell.
    room: usize,
}

impl NumberFormat {
    /// The fewest decimals that show the numbers as they are, else as many as fit into `room`
    /// characters.
    pub fn fit(values: &[f32], room: usize) -> Self {
        let wanted = match Scale::exact_decimals(values, MOST_DECIMALS) {
            Some(decimals) => decimals,
            None if values.iter().all(|value| value.abs() < 0.1) => MOST_DECIMALS,
            None => USUAL_DECIMALS,
        };
        // A decimal is worth more than the zero before the point.
        let fits = |decimals: &usize| {
            values.iter().all(|value| {
                let words = without_zero(&fixed(*value, *decimals));
                words.chars().count() <= room
            })
        };
        let decimals = (0..=wanted).rev().find(fits).unwrap_or(0);
        let decimals = if decimals == 0 && wanted > 0 && room >= 3 {
            1
        } else {
            decimals
        };
        Self { decimals, room }
    }

    /// As [`fit`](Self::fit) for numbers that are some of many: with the decimals that these
    /// need, so that they do not change from one window to the next.
    pub fn fit_some(values: &[f32], room: usize, needed: Option<usize>) -> Self {
        let decimals = needed.unwrap_or(USUAL_DECIMALS);
        let alone = Self::fit(values, room);
        if alone.decimals > decimals {
            return alone;
        }
        // Stands for all numbers that have as many decimals.
        let unit = 10_f32.powi(-(decimals as i32));
        let mut values = values.to_vec();
        values.push(unit);
        Self::fit(&values, room)
    }

    pub fn text(self, value: f32) -> String {
        let whole = fixed(value, self.decimals);
        if whole.chars().count() <= self.room {
            return whole;
        }
        let bare = without_zero(&whole);
        if bare.chars().count() <= self.room {
            return bare;
        }
        let rounded = fixed(value, 0);
        if rounded.chars().count() <= self.room {
            return rounded;
        }
        format!("{value:.0e}").replace('-', "−")
    }
}

/// A number with this many decimals, and a minus that is as wide as a plus.
pub fn fixed(value: f32, decimals: usize) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value < 0.0 { "−∞" } else { "∞" }.to_owned();
    }
    let words = format!("{value:.decimals$}");
    match words.strip_prefix('-') {
        Some(digits) if digits.chars().all(|c| matches!(c, '0' | '.')) => digits.to_owned(),
        Some(digits) => format!("−{digits}"),
        None => words,
    }
}

/// −0.25 as −.25
pub fn without_zero(words: &str) -> String {
    match words.strip_prefix("−0.") {
        Some(digits) => format!("−.{digits}"),
        None => match words.strip_prefix("0.") {
            Some(digits) => format!(".{digits}"),
            None => words.to_owned(),
        },
    }
}

/// 61706 as 61,706.
pub fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let mut words = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_exact_as_there_is_room_for() {
        let text = |value: f32, values: &[f32], room| NumberFormat::fit(values, room).text(value);
        assert_eq!(text(-2.0, &[1.0, -2.0], 4), "−2");
        assert_eq!(text(-0.25, &[1.0, -0.25], 5), "−0.25");
        assert_eq!(text(-0.25, &[1.0, -0.25], 4), "−.25");
        assert_eq!(text(0.031, &[0.031, 0.002], 3), ".03");
        assert_eq!(text(-0.25, &[1.0, -0.25], 3), "−.2");
        assert_eq!(text(1.0 / 9.0, &[1.0 / 9.0], 5), "0.11");
        assert_eq!(text(0.003, &[0.003_1, 0.02], 5), "0.003");
        assert_eq!(text(-0.001, &[-0.001, 1.0 / 3.0], 4), "0.00");
        assert_eq!(text(0.5, &[0.5, 1e9], 4), "0.5");
        assert_eq!(text(12345.6, &[12345.6], 5), "12346");
        assert_eq!(text(-3.4e38, &[-3.4e38], 6), "−3e38");
        assert_eq!(text(f32::NAN, &[1.0], 4), "NaN");
        assert_eq!(text(f32::NEG_INFINITY, &[1.0], 4), "−∞");
        assert_eq!(thousands(12_000_000), "12,000,000");
    }
}

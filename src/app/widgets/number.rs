//! Numbers in cells: as exact as there is room for.

use std::cell::Cell;

use eframe::egui::{DragValue, emath};

use crate::convolution::decimals::Scale;
use crate::language::Language;

thread_local! {
    /// The window has a thread for itself, and so has each window of a test. To hand the language
    /// through every widget that writes a number would be more to read than it is worth.
    static LANGUAGE: Cell<Language> = const { Cell::new(Language::English) };
}

/// From now on numbers are written as the readers of this language write them.
pub fn write_numbers_in(language: Language) {
    LANGUAGE.set(language);
}

/// A number that was written with a point, as its readers write it.
pub fn written(number: &str) -> String {
    LANGUAGE.get().written(number)
}

/// A field for a number with decimals, which is shown and typed as its readers write it.
pub fn decimal_field(value: &mut f32) -> DragValue<'_> {
    DragValue::new(value)
        .custom_formatter(|value, decimals| {
            written(&emath::format_with_decimals_in_range(value, decimals))
        })
        .custom_parser(read_typed)
}

/// The number that was typed: 0.001, 1e-3, 0,001 or with marks between thousands.
pub fn read_typed(text: &str) -> Option<f64> {
    let text = text.trim().replace('−', "-");
    let mark = LANGUAGE.get().thousands_mark();
    let mut groups = text.split(mark);
    let first = groups.next().unwrap_or_default();
    let is_group = |group: &str| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit());
    let has_thousands = !first.trim_start_matches(['-', '0']).is_empty() && groups.all(is_group);
    let number = text.replace(mark, if has_thousands { "" } else { "." });
    number.replace(',', ".").parse().ok()
}

/// Decimals that a number in a cell has at most.
const MOST_DECIMALS: usize = 3;

/// Decimals of numbers that are not whole, if there is room for them.
const USUAL_DECIMALS: usize = 2;

/// Units of its last decimal that the largest number has at least, where decimals are left out.
const TELLING: f32 = 2.0;

/// Digits before the point of a factor that is written out.
const MOST_WHOLE: usize = 7;

/// How the numbers of a grid are written: all with the same decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberFormat {
    pub decimals: usize,
    /// Whether every number fits, and not too much is rounded away.
    pub is_telling: bool,
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
        Self::fit_wanted(values, room, wanted)
    }

    /// With so many decimals, as far as they fit into `room` characters.
    fn fit_wanted(values: &[f32], room: usize, wanted: usize) -> Self {
        // A decimal is worth more than the zero before the point. Numbers too long without any
        // become powers of ten.
        let fits = |decimals: usize, value: f32| {
            let words = without_zero(&fixed(value, decimals));
            words.chars().count() <= room
        };
        let written_out = || values.iter().filter(|value| fits(0, **value));
        let decimals = (0..=wanted)
            .rev()
            .find(|decimals| written_out().all(|value| fits(*decimals, *value)))
            .unwrap_or(0);
        let format = Self {
            decimals,
            is_telling: true,
            room,
        };
        let is_fitting = |value: &f32| format.text(*value).chars().count() <= room;
        let most = written_out().fold(0.0, |most: f32, value| most.max(value.abs()));
        let is_exact = decimals == wanted || most * 10_f32.powi(decimals as i32) >= TELLING;
        Self {
            is_telling: is_exact && values.iter().all(is_fitting),
            ..format
        }
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

    /// For the factors of products that are written with so many decimals: as many for the
    /// factors, where they are not exact with fewer, so that the products can be checked.
    pub fn fit_factors(values: &[f32], decimals: usize, exact: Option<usize>) -> Self {
        let exact = exact.or_else(|| Scale::exact_decimals(values, decimals));
        let whole = values.iter().map(|value| fixed(*value, 0).chars().count());
        // Sign and whole digits, point and decimals; a power of ten where there are many digits.
        let room = whole.max().unwrap_or(1).min(MOST_WHOLE) + 2 + decimals;
        Self::fit_wanted(values, room, exact.unwrap_or(decimals))
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
    written(&match words.strip_prefix('-') {
        Some(digits) if digits.chars().all(|c| matches!(c, '0' | '.')) => digits.to_owned(),
        Some(digits) => format!("−{digits}"),
        None => words,
    })
}

/// −0.25 as −.25
pub fn without_zero(words: &str) -> String {
    let (sign, digits) = match words.strip_prefix('−') {
        Some(digits) => ("−", digits),
        None => ("", words),
    };
    match digits.strip_prefix('0') {
        Some(rest) if rest.starts_with(['.', ',']) => format!("{sign}{rest}"),
        _ => words.to_owned(),
    }
}

/// 61706 as 61,706, in German 61.706.
pub fn thousands(count: usize) -> String {
    LANGUAGE.get().whole(count)
}

/// A number with so many decimals.
pub fn decimal(value: f64, decimals: usize) -> String {
    LANGUAGE.get().decimal(value, decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_typed_with_a_point_or_a_comma() {
        for (text, english, german) in [
            ("0.001", Some(0.001), Some(0.001)),
            (" 1e-3 ", Some(0.001), Some(0.001)),
            ("0,001", Some(0.001), Some(0.001)),
            ("12,5", Some(12.5), Some(12.5)),
            ("60,000", Some(60_000.0), Some(60.0)),
            ("60.000", Some(60.0), Some(60_000.0)),
            ("1,234,567", Some(1_234_567.0), None),
            ("−2", Some(-2.0), Some(-2.0)),
            ("", None, None),
            ("all", None, None),
        ] {
            assert_eq!(read_typed(text), english, "{text}");
            write_numbers_in(Language::German);
            assert_eq!(read_typed(text), german, "{text}");
            write_numbers_in(Language::English);
        }
    }

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

    /// Negative numbers lose no decimals that positive ones keep, and 0.04 is not shown as 0.
    #[test]
    fn numbers_are_told_alike_or_not_at_all() {
        let words = |values: &[f32], room| {
            let format = NumberFormat::fit(values, room);
            let words: Vec<String> = values.iter().map(|value| format.text(*value)).collect();
            format.is_telling.then_some(words)
        };
        let some = |words: [&str; 2]| Some(words.map(str::to_owned).to_vec());
        assert_eq!(words(&[1.52, -1.52], 4), some(["1.5", "−1.5"]));
        assert_eq!(words(&[3.04, -2.96], 3), some(["3", "−3"]));
        assert_eq!(words(&[0.31, -0.28], 3), some(["0.3", "−.3"]));
        assert_eq!(words(&[0.04, -0.03], 3), None);
        assert_eq!(words(&[1.0, -2.0], 3), some(["1", "−2"]));
        assert_eq!(words(&[0.5, 1e9], 4), some(["0.5", "1e9"]));
        assert_eq!(words(&[0.5, -1e10], 4), None);
    }

    #[test]
    fn factors_have_the_decimals_of_their_products_where_they_need_them() {
        let text = |values: &[f32], exact| NumberFormat::fit_factors(values, 3, exact);
        assert_eq!(text(&[0.8421, -0.8], None).text(0.8421), "0.842");
        assert_eq!(text(&[0.8421, -0.8], None).text(-0.8), "−0.800");
        assert_eq!(text(&[1.0, -2.0], None).text(-2.0), "−2");
        assert_eq!(text(&[0.0, 0.0], Some(2)).text(0.0), "0.00");
        assert_eq!(text(&[3.4e38, 0.5], None).text(3.4e38), "3e38");
    }

    #[test]
    fn numbers_are_written_and_typed_as_in_german() {
        write_numbers_in(Language::German);
        assert_eq!(thousands(12_000_000), "12.000.000");
        assert_eq!(fixed(-0.25, 2), "−0,25");
        assert_eq!(without_zero("−0,25"), "−,25");
        assert_eq!(NumberFormat::fit(&[-0.25], 4).text(-0.25), "−,25");
        assert_eq!(decimal(98.97, 1), "99,0");
        assert_eq!(read_typed(" 0,5"), Some(0.5));
        assert_eq!(read_typed("1e-3"), Some(0.001));
        write_numbers_in(Language::English);
        assert_eq!(read_typed("0,5"), Some(0.5));
    }
}

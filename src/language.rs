//! The languages of the words and numbers on screen.

use serde::{Deserialize, Serialize};

/// A language that the program speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    English,
    German,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// The language's code, which is also the name of its folders under `assets/`.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// What its speakers call it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// What stands between thousands.
    pub fn thousands_mark(self) -> char {
        match self {
            Self::English => ',',
            Self::German => '.',
        }
    }

    /// 61706 as `61,706`, in German `61.706`.
    pub fn whole(self, count: usize) -> String {
        let digits = count.to_string();
        let mark = self.thousands_mark();
        let mut words = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                words.push(mark);
            }
            words.push(digit);
        }
        words
    }

    /// A number with so many digits after the point, which is a comma in German; with a true
    /// minus sign, and none before zero.
    pub fn decimal(self, value: f64, decimals: usize) -> String {
        let digits = format!("{:.decimals$}", value.abs());
        let digits = match self {
            Self::English => digits,
            Self::German => digits.replace('.', ","),
        };
        let is_zero = digits.chars().all(|c| matches!(c, '0' | '.' | ','));
        if value < 0.0 && !is_zero {
            format!("−{digits}")
        } else {
            digits
        }
    }

    /// As [`written`](Self::written), and marks between the thousands of whole numbers.
    pub fn figures(self, words: &str) -> String {
        let words = self.written(words);
        let mut figures = String::new();
        let mut rest = words.as_str();
        while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
            let number = &rest[start..];
            let end = number.find(|c: char| !c.is_ascii_digit());
            let digits = &number[..end.unwrap_or(number.len())];
            // What stands behind a point is no whole number.
            let is_whole = !rest[..start].ends_with(['.', ',']);
            figures.push_str(&rest[..start]);
            match digits.parse() {
                Ok(count) if is_whole => figures.push_str(&self.whole(count)),
                _ => figures.push_str(digits),
            }
            rest = &number[digits.len()..];
        }
        figures + rest
    }

    /// Numbers that were written with points, as their readers write them.
    pub fn written(self, number: &str) -> String {
        match self {
            Self::English => number.to_owned(),
            Self::German => {
                let is_digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
                let chars: Vec<char> = number.chars().collect();
                let mark = |at: usize| match chars[at] {
                    // Not what ends a sentence.
                    '.' if is_digit(chars.get(at + 1)) => ',',
                    c => c,
                };
                (0..chars.len()).map(mark).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{English, German};

    #[test]
    fn numbers_are_written_as_their_readers_do() {
        assert_eq!(English.whole(61_706), "61,706");
        assert_eq!(German.whole(1_234_567), "1.234.567");
        assert_eq!(German.whole(400), "400");
        assert_eq!(English.decimal(-0.5, 2), "−0.50");
        assert_eq!(German.decimal(2.3456, 3), "2,346");
        assert_eq!(English.decimal(-0.001, 2), "0.00");
        assert_eq!(German.written("1e-9"), "1e-9");
        assert_eq!(German.written("0.9999"), "0,9999");
        assert_eq!(German.written("= −.25 ⌊4.5⌋."), "= −,25 ⌊4,5⌋.");
        assert_eq!(
            English.figures("(2 + 1)·4864 = 1.2345"),
            "(2 + 1)·4,864 = 1.2345"
        );
        assert_eq!(German.figures("a 1234.5678, 12 b"), "a 1.234,5678, 12 b");
    }
}

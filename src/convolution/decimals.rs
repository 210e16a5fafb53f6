//! Numbers as they are shown: rounded so that what stands on the screen adds up.
//!
//! Rounding each product of a sum by itself breaks the sum: 0.004 + 0.004 + 0.004 is 0.01, but the
//! terms read 0.00. So the *running totals* are rounded, and each term is shown as the step from
//! one total to the next. A total is then right to the last digit shown, a term at most one unit
//! of that digit away from its value, and everything on the screen, terms, sums of rows, running
//! totals and result, adds up exactly. A term that has no more decimals than are shown, 0 for
//! example, is shown as it is: adding whole units moves a total by just those units.

use std::fmt;

/// Numbers from here on are shown with a power of ten.
const LARGE: f32 = 1e6;

/// Most decimals that are shown.
pub const MAX_DECIMALS: usize = 6;

/// Added to the half that rounds: what lies this close to a tie of two neighbours is one for
/// 32-bit floats, and all ties must go the same way, up, for whole steps to stay whole.
const TIE: f64 = 1e-3;

/// How the numbers of one sum are shown: all with the same decimals and the same power of ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Digits after the point, at most [`MAX_DECIMALS`].
    pub decimals: usize,
    /// The power of ten that the digits shown are multiplied by; mostly 0.
    pub exponent: i32,
}

/// A number as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Whole units of the last digit shown.
    Units(i64),
    /// Beyond the largest 32-bit number, about 3.4·10³⁸.
    Infinite { negative: bool },
    /// Not a number: infinity less infinity, or 0 times infinity.
    NotANumber,
}

impl Shown {
    fn units(self) -> Option<i64> {
        match self {
            Self::Units(units) => Some(units),
            _ => None,
        }
    }
}

/// The sum of two numbers shown, as 32-bit floats add: ∞ stays, ∞ − ∞ is not a number.
impl std::ops::Add for Shown {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        match (self, other) {
            (Self::Units(a), Self::Units(b)) => Self::Units(a.saturating_add(b)),
            (Self::NotANumber, _) | (_, Self::NotANumber) => Self::NotANumber,
            (Self::Infinite { negative: a }, Self::Infinite { negative: b }) if a != b => {
                Self::NotANumber
            }
            (infinite @ Self::Infinite { .. }, _) | (_, infinite) => infinite,
        }
    }
}

impl Scale {
    /// `decimals` digits after the point, and a power of ten if the largest of `values` would be
    /// too long without it, or vanish.
    pub fn new(values: impl IntoIterator<Item = f32>, decimals: usize) -> Self {
        let decimals = decimals.min(MAX_DECIMALS);
        let largest = values
            .into_iter()
            .filter(|value| value.is_finite())
            .fold(0.0, |most: f32, value| most.max(value.abs()));
        let vanishing = 0.5 * 10_f32.powi(-(decimals as i32));
        let exponent = if largest >= LARGE || (largest > 0.0 && largest < vanishing) {
            f64::from(largest).log10().floor() as i32
        } else {
            0
        };
        Self { decimals, exponent }
    }

    /// The fewest decimals with which all of `values` are shown as they are, up to what 32-bit
    /// floats cannot tell apart; None if more than `most` would be needed.
    pub fn exact_decimals(values: &[f32], most: usize) -> Option<usize> {
        (0..=most.min(MAX_DECIMALS)).find(|decimals| {
            let places = 10_f64.powi(*decimals as i32);
            values
                .iter()
                .filter(|value| value.is_finite())
                .all(|value| {
                    let scaled = f64::from(*value) * places;
                    (scaled - scaled.round()).abs() <= scaled.abs() * f64::from(f32::EPSILON)
                })
        })
    }

    /// `value` rounded to the digits shown, ties up.
    pub fn shown(self, value: f32) -> Shown {
        if value.is_nan() {
            return Shown::NotANumber;
        }
        if value.is_infinite() {
            let negative = value < 0.0;
            return Shown::Infinite { negative };
        }
        let places = self.decimals as i32 - self.exponent;
        let scaled = f64::from(value) * 10_f64.powi(places);
        Shown::Units((scaled + 0.5 + TIE).floor() as i64)
    }

    /// The text of a number shown: `-0.43`, `1.20e9`, `∞`, `NaN`.
    pub fn text(self, shown: Shown) -> String {
        match shown {
            Shown::NotANumber => "NaN".into(),
            Shown::Infinite { negative: true } => "-∞".into(),
            Shown::Infinite { negative: false } => "∞".into(),
            Shown::Units(units) => Digits { scale: self, units }.to_string(),
        }
    }
}

struct Digits {
    scale: Scale,
    units: i64,
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Scale { decimals, exponent } = self.scale;
        let sign = if self.units < 0 { "-" } else { "" };
        let one = 10_u64.pow(decimals as u32);
        let units = self.units.unsigned_abs();
        write!(f, "{sign}{}", units / one)?;
        if decimals > 0 {
            write!(f, ".{:0decimals$}", units % one)?;
        }
        if exponent != 0 {
            write!(f, "e{exponent}")?;
        }
        Ok(())
    }
}

/// A sum as it is shown. `terms` in the order in which they are added.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownSum {
    pub scale: Scale,
    /// Each term.
    pub terms: Vec<Shown>,
    /// The total after each term.
    pub totals: Vec<Shown>,
    /// The total after the last term.
    pub result: Shown,
}

impl ShownSum {
    /// Shows a sum of `terms` whose running totals are `totals`, one after each term, with
    /// `decimals` digits after the point.
    ///
    /// Where infinity or NaN comes up, terms are rounded by themselves.
    pub fn new(terms: &[f32], totals: &[f32], decimals: usize) -> Self {
        let scale = Scale::new(terms.iter().chain(totals).copied(), decimals);
        let shown_totals: Vec<_> = totals.iter().map(|total| scale.shown(*total)).collect();
        let before = std::iter::once(Shown::Units(0)).chain(shown_totals.iter().copied());
        let shown_terms = terms
            .iter()
            .zip(before.zip(&shown_totals))
            .map(
                |(term, (before, after))| match (before.units(), after.units()) {
                    (Some(before), Some(after)) => Shown::Units(after - before),
                    _ => scale.shown(*term),
                },
            )
            .collect();
        Self {
            scale,
            terms: shown_terms,
            result: shown_totals.last().copied().unwrap_or(Shown::Units(0)),
            totals: shown_totals,
        }
    }

    /// The same with one digit more where a term would else not be shown as its own rounded value:
    /// what is off is then beyond the digits of its factors.
    pub fn with_room(terms: &[f32], totals: &[f32], decimals: usize) -> Self {
        let sum = Self::new(terms, totals, decimals);
        let is_its_own = |(shown, term): (&Shown, &f32)| *shown == sum.scale.shown(*term);
        if sum.terms.iter().zip(terms).all(is_its_own) {
            return sum;
        }
        Self::new(terms, totals, decimals + 1)
    }

    /// The sums of each `width` terms, one a row of the kernel; together they are the result.
    pub fn row_sums(&self, width: usize) -> Vec<Shown> {
        let sum = |row: &[Shown]| row.iter().fold(Shown::Units(0), |sum, term| sum + *term);
        self.terms.chunks(width.max(1)).map(sum).collect()
    }

    /// Whether the terms shown add up to the result shown: not if a finite sum went beyond the
    /// largest 32-bit number.
    pub fn adds_up(&self) -> bool {
        let sum = self
            .terms
            .iter()
            .fold(Shown::Units(0), |sum, term| sum + *term);
        sum == self.result
    }
}

/// The shortest decimal number that reads back as the same 32-bit float: `1`, `-0.5`, `1e-20`.
pub fn shortest(value: f32) -> String {
    let text = format!("{value:?}");
    match text.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

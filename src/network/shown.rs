//! The sum of a cell as it is shown: rounded so that all that stands on the screen adds up.

use super::arithmetic::Arithmetic;
use crate::convolution::decimals::{Scale, Shown, ShownSum};

/// Digits after the point.
pub const DECIMALS: usize = 2;

/// The sum that makes a cell of a convolution or of a linear layer. The bias and the parts add
/// up to the value, the products of a part to that part, and the value is the traced one.
#[derive(Clone, Debug, PartialEq)]
pub struct CellSum {
    pub scale: Scale,
    pub bias: Shown,
    /// One for each window of a convolution, or for each term of a linear unit, in their order.
    pub parts: Vec<Part>,
    pub value: Shown,
}

/// What a window adds to a cell, or an input to a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The window's products, row after row; for a linear unit the one product.
    pub products: Vec<Shown>,
    pub sum: Shown,
}

impl CellSum {
    /// The sum of a cell whose traced value is `value`; `None` where nothing is added up. Its
    /// numbers are rounded as [`ShownSum`] says, the bias first so that it is always the same.
    pub fn new(how: &Arithmetic, value: f32) -> Option<Self> {
        let (parts, bias) = products(how)?;
        let terms: Vec<f32> = std::iter::once(bias)
            .chain(parts.iter().flatten().copied())
            .collect();
        let totals = totals(&terms, value);
        let sum = ShownSum::new(&terms, &totals, DECIMALS);
        let mut shown = sum.terms.iter().copied();
        let bias = shown.next().unwrap_or(Shown::Units(0));
        let parts = parts
            .iter()
            .map(|products| Part::new(shown.by_ref().take(products.len()).collect()))
            .collect();
        Some(Self {
            scale: sum.scale,
            bias,
            parts,
            value: sum.result,
        })
    }

    /// What some of the parts add up to.
    pub fn total_of(&self, parts: impl IntoIterator<Item = usize>) -> Shown {
        parts
            .into_iter()
            .map(|part| self.parts[part].sum)
            .fold(Shown::Units(0), |sum, part| sum + part)
    }
}

impl Part {
    fn new(products: Vec<Shown>) -> Self {
        let sum = products.iter().fold(Shown::Units(0), |sum, p| sum + *p);
        Self { products, sum }
    }
}

/// The total after each of `terms`, a bias and products, of which the last is `value`.
///
/// What the network adds in another order differs in the last bits. The largest product carries
/// that: a small one would be bent by it, and a product of 0 has to stay 0.
fn totals(terms: &[f32], value: f32) -> Vec<f32> {
    let drift = f64::from(value) - terms.iter().copied().map(f64::from).sum::<f64>();
    let products = (1..terms.len()).filter(|_| drift.is_finite());
    let carrier = products.max_by(|a, b| terms[*a].abs().total_cmp(&terms[*b].abs()));
    let mut total = 0.0;
    let mut totals: Vec<f32> = (0..)
        .zip(terms)
        .map(|(index, term)| {
            total += f64::from(*term);
            if carrier == Some(index) {
                total += drift;
            }
            total as f32
        })
        .collect();
    if let Some(last) = totals.last_mut() {
        *last = value;
    }
    totals
}

/// The products, part by part, and the bias.
fn products(how: &Arithmetic) -> Option<(Vec<Vec<f32>>, f32)> {
    match how {
        Arithmetic::Convolution { windows, bias } => {
            let parts = windows.iter().map(|window| {
                let pairs = window.input.values().iter().zip(window.kernel.values());
                pairs.map(|(value, weight)| value * weight).collect()
            });
            Some((parts.collect(), *bias))
        }
        Arithmetic::Linear { terms, bias } => {
            let parts = terms.iter().map(|term| vec![term.product()]);
            Some((parts.collect(), *bias))
        }
        _ => None,
    }
}

//! Numbers on the command line, which say what is expected where something else is given.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// A whole number on the command line.
pub fn whole_number<T: Number>(
    range: RangeInclusive<T>,
) -> impl Fn(&str) -> Result<T, String> + Clone {
    let (least, most) = range.clone().into_inner();
    let expected = format!("a whole number from {least} to {most} is needed");
    move |text| parse(text, &range).ok_or_else(|| expected.clone())
}

/// A decimal number on the command line. The example shows that it has a point, not a comma.
pub fn decimal<T: Number>(
    range: RangeInclusive<T>,
    example: T,
) -> impl Fn(&str) -> Result<T, String> + Clone {
    let (least, most) = range.clone().into_inner();
    let expected = format!("a number from {least} to {most} is needed, such as {example}");
    move |text| parse(text, &range).ok_or_else(|| expected.clone())
}

/// What can be a number on the command line.
pub trait Number: FromStr + PartialOrd + Display + Clone {}

impl<T: FromStr + PartialOrd + Display + Clone> Number for T {}

fn parse<T: Number>(text: &str, range: &RangeInclusive<T>) -> Option<T> {
    text.parse().ok().filter(|number| range.contains(number))
}

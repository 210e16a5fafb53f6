//! The right answer among answers that come of usual slips.

use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::question::Curves;
use crate::grid::Grid;

/// Choices of a question.
pub const CHOICES: usize = 4;

/// What may be chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    Number(i64),
    /// A formula.
    Text(&'static str),
    /// A small grid of numbers: a result, or a kernel.
    Grid(Grid),
    Curves(Curves),
}

/// One of a question's choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub answer: Answer,
    /// The key of the sentence that says how one comes to it, for a wrong one.
    pub slip: Option<&'static str>,
}

/// A wrong answer, and how one comes to it.
pub type Wrong = (Answer, Option<&'static str>);

/// The right answer and three of the wrong ones, in a random order, and where the right one is.
/// The first of the wrong ones come first; those that repeat, or are right, are passed over. None
/// if too few are left.
pub fn choices(
    right: Answer,
    wrong: impl IntoIterator<Item = Wrong>,
    rng: &mut ChaCha8Rng,
) -> Option<(Vec<Choice>, usize)> {
    let mut choices = vec![Choice {
        answer: right,
        slip: None,
    }];
    for (answer, slip) in wrong {
        if choices.len() == CHOICES {
            break;
        }
        if choices.iter().all(|choice| choice.answer != answer) {
            choices.push(Choice { answer, slip });
        }
    }
    if choices.len() < CHOICES {
        return None;
    }
    let place = rng.random_range(0..CHOICES);
    choices.swap(0, place);
    // The others in any order, so that the likeliest slip has no place of its own.
    let mut others: Vec<usize> = (0..CHOICES).filter(|index| *index != place).collect();
    let from = others.clone();
    others.shuffle(rng);
    let before = choices.clone();
    for (from, to) in from.into_iter().zip(others) {
        choices[to] = before[from].clone();
    }
    Some((choices, place))
}

/// Wrong numbers: those of slips first, in any order, then neighbours of the right one; none below
/// `least`.
pub fn numbers(
    right: i64,
    slips: impl IntoIterator<Item = (i64, &'static str)>,
    least: i64,
    rng: &mut ChaCha8Rng,
) -> Option<(Vec<Choice>, usize)> {
    let mut slips: Vec<_> = slips.into_iter().collect();
    slips.shuffle(rng);
    let slips = slips.into_iter().map(|(value, slip)| (value, Some(slip)));
    let near = [1, -1, 2, -2, 3, -3, 4, 5].map(|by| (right + by, None));
    let wrong = slips
        .chain(near)
        .filter(|(value, _)| *value >= least && *value != right)
        .map(|(value, slip)| (Answer::Number(value), slip));
    choices(Answer::Number(right), wrong.collect::<Vec<_>>(), rng)
}

//! The quiz: questions made from a seed, marked and explained.
//!
//! - [`question`]: a question: what is given, its choices, the right one
//! - [`choices`]: the right answer among answers that come of usual slips
//! - `arithmetic`, `counting`, `pictures`, `formulas`: the topics' questions
//! - [`paper`]: the questions of one seed and level, and what was answered
//! - [`print`]: a paper as HTML and as plain text
//!
//! Everything that is right is computed by `convolution` and `network`.

mod arithmetic;
pub mod choices;
mod counting;
mod formulas;
pub mod paper;
mod pictures;
pub mod print;
pub mod question;

pub use choices::{Answer, Choice};
pub use paper::{MAX_QUESTIONS, Paper, Sitting};
pub use question::{Curves, Given, Level, Phrase, Question, Topic};

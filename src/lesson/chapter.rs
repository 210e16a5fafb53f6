//! What a lesson file holds.

use super::condition::Condition;
use super::figure::Figure;

/// A chapter: a few short screens, one after another.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    /// The file's name without its ending: chapters are in the order of their names.
    pub name: String,
    pub title: String,
    /// At least one.
    pub steps: Vec<Step>,
}

/// One screen: words at the left, a figure at the right.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub title: String,
    pub prose: Vec<Block>,
    pub figure: Option<Figure>,
    pub task: Option<Task>,
    pub code: Option<Code>,
}

/// A part of the words.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Paragraph(Vec<Span>),
    /// One entry of a list.
    Item(Vec<Span>),
    /// For those who read alone: left out where a teacher tells it.
    Aside(Vec<Span>),
    /// A line of arithmetic.
    Formula(Vec<Span>),
}

impl Block {
    pub fn spans(&self) -> &[Span] {
        match self {
            Self::Paragraph(spans)
            | Self::Item(spans)
            | Self::Aside(spans)
            | Self::Formula(spans) => spans,
        }
    }
}

/// A run of words that look alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    pub inline: Inline,
    pub style: Style,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    Text(String),
    /// The fact of this name of the screen's figure, as it is at the moment.
    Live(String),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    #[default]
    Plain,
    Strong,
    Emphasis,
    Code,
}

/// Something to do with the figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    pub words: Vec<Span>,
    pub done: Condition,
    /// Said when it is done.
    pub then: Vec<Span>,
}

/// Lines of Python.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    pub source: String,
    /// What PyTorch calls something, and what the app calls it.
    pub names: Vec<(String, String)>,
}

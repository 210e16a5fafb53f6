//! The lesson: chapters to read and to try out, and a quiz.
//!
//! - [`chapter`]: what a lesson file holds
//! - [`parse`]: Markdown with marked places becomes a chapter, or errors with their lines
//! - [`values`]: the numbers that a text names and the program computes
//! - [`figure`]: the live figures: what can be set, and what then is the case
//! - [`condition`]: when a task is done
//! - [`library`]: the chapters that come with the program, and a folder of one's own
//! - [`script`]: a whole PyTorch script for an architecture and settings
//! - [`quiz`]: questions, made from a seed, marked and explained
//!
//! It knows no screen: figures are settings and facts here, and are drawn by the window.

pub mod chapter;
pub mod condition;
pub mod descent;
pub mod figure;
pub mod library;
pub mod parse;
pub mod quiz;
pub mod script;
pub mod values;

pub use chapter::{Block, Chapter, Code, Inline, Span, Step, Style, Task};
pub use condition::{Condition, Fact};
pub use figure::{Figure, Kind, LastRead, World};
pub use library::{Library, LibraryError, built_in};
pub use parse::{LessonError, NotShown, Part, Problem, parse};

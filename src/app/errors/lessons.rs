//! Lesson files: what is wrong, and in which line.

use super::{InWords, at, bytes, with};
use crate::app::text::Text;
use crate::lesson::condition::ConditionError;
use crate::lesson::figure::FigureError;
use crate::lesson::library::MAX_CHAPTERS;
use crate::lesson::parse::MAX_BYTES;
use crate::lesson::values::{ValueError, Wanted};
use crate::lesson::{LessonError, LibraryError, NotShown, Part, Problem};

impl InWords for LibraryError {
    fn in_words(&self, text: &Text) -> String {
        match self {
            Self::Folder { path, problem } => {
                let problem = problem.in_words(text).into();
                at(
                    path,
                    &with(text, "error-lesson-folder", [("problem", problem)]),
                )
            }
            Self::NoFiles { path } => at(path, text.get("error-lesson-none")),
            Self::TooMany { path } => {
                let most = MAX_CHAPTERS.into();
                at(path, &with(text, "error-lesson-many", [("most", most)]))
            }
            Self::File { file, problem } => {
                let problem = problem.in_words(text).into();
                let problem = with(text, "error-unreadable", [("problem", problem)]);
                format!("{file}: {problem}")
            }
            Self::TooLarge { file } => format!("{file}: {}", Problem::TooLarge.in_words(text)),
            Self::Lesson(error) => error.in_words(text),
        }
    }
}

impl InWords for LessonError {
    fn in_words(&self, text: &Text) -> String {
        let arguments = [
            ("file", self.file.as_str().into()),
            ("line", self.line.into()),
            ("problem", self.problem.in_words(text).into()),
        ];
        with(text, "error-lesson", arguments)
    }
}

impl InWords for Problem {
    fn in_words(&self, text: &Text) -> String {
        let plain = |key: &str| text.get(key).to_owned();
        match self {
            Self::TooLarge => with(
                text,
                "error-lesson-large",
                [("most", bytes(MAX_BYTES as u64, text))],
            ),
            Self::NoTitle => plain("error-lesson-no-title"),
            Self::SecondTitle => plain("error-lesson-second-title"),
            Self::BeforeFirstStep => plain("error-lesson-before"),
            Self::NoSteps => plain("error-lesson-no-steps"),
            Self::EmptyTitle => plain("error-lesson-empty-title"),
            Self::NotShown(what) => {
                let what = text.get(not_shown(*what)).into();
                with(text, "error-lesson-not-shown", [("what", what)])
            }
            Self::UnknownBlock(name) => {
                with(text, "error-lesson-block", [("name", name.as_str().into())])
            }
            Self::UnknownFigure { name, known } => {
                with(text, "error-lesson-figure", names(name, known))
            }
            Self::Second(part) => plain(match part {
                Part::Figure => "error-lesson-second-figure",
                Part::Task => "error-lesson-second-task",
                Part::Code => "error-lesson-second-code",
            }),
            Self::NoColon(line) => {
                with(text, "error-lesson-colon", [("line", line.as_str().into())])
            }
            Self::Figure(error) => error.in_words(text),
            Self::NoCondition => plain("error-lesson-no-condition"),
            Self::NoTaskWords => plain("error-lesson-no-words"),
            Self::Condition(ConditionError(words)) => with(
                text,
                "error-lesson-condition",
                [("words", words.as_str().into())],
            ),
            Self::UnknownFact { name, known } => {
                with(text, "error-lesson-fact", names(name, known))
            }
            Self::NoFigure => plain("error-lesson-no-figure"),
            Self::Unclosed => plain("error-lesson-unclosed"),
            Self::Value(error) => error.in_words(text),
            Self::NotText => plain("error-not-text"),
        }
    }
}

/// What was written, and what there is.
fn names<'a>(name: &'a str, known: &'a str) -> [(&'static str, fluent_bundle::FluentValue<'a>); 2] {
    [("name", name.into()), ("known", known.into())]
}

fn not_shown(what: NotShown) -> &'static str {
    match what {
        NotShown::ThirdHeading => "error-lesson-third-heading",
        NotShown::List => "error-lesson-list",
        NotShown::Html => "error-lesson-html",
        NotShown::Picture => "error-lesson-picture",
        NotShown::Link => "error-lesson-link",
        NotShown::Rule => "error-lesson-rule",
        NotShown::Indented => "error-lesson-indented",
        NotShown::LiveInCode => "error-lesson-live-code",
    }
}

impl InWords for FigureError {
    fn in_words(&self, text: &Text) -> String {
        match self {
            Self::NoSetting { kind, name, known } => {
                let arguments = [
                    ("kind", (*kind).into()),
                    ("name", name.as_str().into()),
                    ("known", known.as_str().into()),
                ];
                with(text, "error-lesson-setting", arguments)
            }
            Self::NoChoice {
                name,
                choice,
                known,
            } => {
                let arguments = [
                    ("name", (*name).into()),
                    ("choice", choice.as_str().into()),
                    ("known", known.as_str().into()),
                ];
                with(text, "error-lesson-choice", arguments)
            }
        }
    }
}

impl InWords for ValueError {
    fn in_words(&self, text: &Text) -> String {
        match self {
            Self::Unknown { name, known } => with(text, "error-lesson-value", names(name, known)),
            Self::NotAnArgument { name, part } => {
                let arguments = [
                    ("name", name.as_str().into()),
                    ("part", part.as_str().into()),
                ];
                with(text, "error-lesson-argument", arguments)
            }
            Self::Missing { name, argument } => {
                let arguments = [
                    ("name", name.as_str().into()),
                    ("argument", (*argument).into()),
                ];
                with(text, "error-lesson-missing", arguments)
            }
            Self::Surplus { name, argument } => {
                let argument = argument.as_str().into();
                let arguments = [("name", name.as_str().into()), ("argument", argument)];
                with(text, "error-lesson-surplus", arguments)
            }
            Self::Wrong {
                name,
                argument,
                text: words,
                wanted,
            } => {
                let arguments = [
                    ("name", name.as_str().into()),
                    ("argument", (*argument).into()),
                    ("words", words.as_str().into()),
                    ("wanted", wanted.in_words(text).into()),
                ];
                with(text, "error-lesson-wrong", arguments)
            }
            Self::Impossible { name, problem } => {
                let problem = problem.as_str().into();
                let arguments = [("name", name.as_str().into()), ("problem", problem)];
                with(text, "error-lesson-impossible", arguments)
            }
        }
    }
}

impl InWords for Wanted {
    fn in_words(&self, text: &Text) -> String {
        match self {
            Self::Whole => text.get("error-lesson-whole").to_owned(),
            Self::Number => text.get("error-lesson-number").to_owned(),
            Self::Share => text.get("error-lesson-share").to_owned(),
            Self::Word(known) => with(text, "error-lesson-word", [("known", (*known).into())]),
        }
    }
}

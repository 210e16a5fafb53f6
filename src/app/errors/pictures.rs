//! Pictures, and data sets of them.

use super::{InWords, at, bytes, unreadable, unwritable, with};
use crate::app::text::Text;
use crate::dataset::{self, DatasetError, Fault, Wanted};
use crate::digit::picture::{self, MAX_PIXELS, MAX_SIDE, PictureError};

impl InWords for PictureError {
    fn in_words(&self, text: &Text) -> String {
        let problem = self.problem.in_words(text);
        match &self.path {
            Some(path) => at(path, &problem),
            None => problem,
        }
    }
}

impl InWords for picture::Problem {
    fn in_words(&self, text: &Text) -> String {
        use picture::Problem;
        let plain = |key: &str| text.get(key).to_owned();
        match self {
            Problem::File(error) => error.in_words(text),
            Problem::Empty => plain("error-empty"),
            Problem::UnknownFormat => plain("error-picture-format"),
            Problem::TooManyPixels { width, height } => {
                let arguments = [
                    ("width", bytes(*width, text)),
                    ("height", bytes(*height, text)),
                    ("most", bytes(MAX_PIXELS / 1_000_000, text)),
                    ("side", bytes(MAX_SIDE, text)),
                ];
                with(text, "error-picture-pixels", arguments)
            }
            Problem::NoPixels => plain("error-picture-none"),
            Problem::WrongLength { .. } => plain("error-short"),
            Problem::Damaged(reason) => {
                let reason = reason.as_str().into();
                with(text, "error-picture-damaged", [("reason", reason)])
            }
            Problem::Unwritable(error) => unwritable(error, text),
        }
    }
}

impl InWords for DatasetError {
    fn in_words(&self, text: &Text) -> String {
        at(&self.path, &self.problem.in_words(text))
    }
}

impl InWords for dataset::Problem {
    fn in_words(&self, text: &Text) -> String {
        use dataset::Problem;
        let plain = |key: &str| text.get(key).to_owned();
        match self {
            Problem::NotFound => plain("error-not-found"),
            Problem::File(error) => error.in_words(text),
            Problem::Empty => plain("error-empty"),
            Problem::Unreadable(error) => unreadable(error, text),
            Problem::BadGzip => plain("error-data-gzip"),
            Problem::NoHeader { held } => {
                with(text, "error-data-header", [("held", bytes(*held, text))])
            }
            Problem::WrongMagic { wanted, .. } => plain(match wanted {
                Wanted::Pictures => "error-data-no-pictures",
                Wanted::Labels => "error-data-no-labels",
            }),
            Problem::TooMany { count, limit } => {
                let arguments = [
                    ("count", bytes(*count, text)),
                    ("limit", bytes(*limit, text)),
                ];
                with(text, "error-data-many", arguments)
            }
            Problem::WrongSize { height, width } => {
                let arguments = [("height", (*height).into()), ("width", (*width).into())];
                with(text, "error-data-size", arguments)
            }
            Problem::WrongLength { .. } => plain("error-data-length"),
            Problem::LabelOver { index, label } => {
                let arguments = [("index", (*index).into()), ("label", (*label).into())];
                with(text, "error-data-label", arguments)
            }
            Problem::TooLong { limit } => {
                with(text, "error-data-long", [("limit", bytes(*limit, text))])
            }
            Problem::NoDrawings => plain("error-data-none"),
            Problem::BadLine { line, fault } => {
                let fault = fault.in_words(text).into();
                with(
                    text,
                    "error-line",
                    [("line", (*line).into()), ("problem", fault)],
                )
            }
            Problem::Unequal { pictures, labels } => {
                let arguments = [
                    ("pictures", (*pictures).into()),
                    ("labels", (*labels).into()),
                ];
                with(text, "error-data-unequal", arguments)
            }
            Problem::MissingFile { name } => {
                with(text, "error-data-missing", [("name", (*name).into())])
            }
        }
    }
}

impl InWords for Fault {
    fn in_words(&self, text: &Text) -> String {
        let key = match self {
            Self::Label => "error-pen-label",
            Self::Writer => "error-pen-writer",
            Self::StrokeOutside => "error-pen-stroke",
            Self::Coordinates => "error-pen-coordinates",
            Self::PenUp => "error-pen-up",
            Self::NoStrokes => "error-pen-no-strokes",
            Self::NoWriter => "error-pen-no-writer",
        };
        text.get(key).to_owned()
    }
}

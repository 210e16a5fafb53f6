//! Training, and the files of runs.

use super::{InWords, at, unwritable, with};
use crate::app::text::Text;
use crate::training::TrainingError;
use crate::training::run_file::{ENDING, Problem, RunFileError};
use crate::training::settings::{MAX_PICTURES, SettingsError};
use crate::training::worker::Trouble;

impl InWords for RunFileError {
    fn in_words(&self, text: &Text) -> String {
        at(&self.path, &self.problem.in_words(text))
    }
}

impl InWords for Problem {
    fn in_words(&self, text: &Text) -> String {
        match self {
            Self::File(error) => error.in_words(text),
            Self::Unwritable(error) => unwritable(error, text),
            Self::NotARun => with(text, "error-run-other", [("ending", ENDING.into())]),
            Self::Newer(format) => with(text, "error-run-newer", [("format", (*format).into())]),
            Self::Short { .. } => text.get("error-short").to_owned(),
            Self::Damaged => text.get("error-run-checksum").to_owned(),
            Self::Bad(reason) => with(
                text,
                "error-run-damaged",
                [("reason", reason.as_str().into())],
            ),
        }
    }
}

impl InWords for Trouble {
    fn in_words(&self, text: &Text) -> String {
        match self {
            Self::Training(error) => error.in_words(text),
            Self::Pictures(error) => error.in_words(text),
            Self::File(error) => error.in_words(text),
            Self::Thread(error) => with(
                text,
                "error-threads",
                [("problem", error.in_words(text).into())],
            ),
            Self::HasDiverged => text.get("error-has-diverged").to_owned(),
            Self::Panic(words) => with(text, "error-run-broke", [("words", words.as_str().into())]),
        }
    }
}

impl InWords for TrainingError {
    fn in_words(&self, text: &Text) -> String {
        let language = text.language();
        match self {
            Self::Settings(error) => error.in_words(text),
            Self::NoPictures => text.get("error-no-pictures").to_owned(),
            Self::TooManyPictures(count) => {
                let arguments = [
                    ("count", language.whole(*count).into()),
                    ("most", language.whole(MAX_PICTURES).into()),
                ];
                with(text, "error-many-pictures", arguments)
            }
            Self::Diverged {
                epoch,
                batch,
                step,
                rate,
            } => {
                let arguments = [
                    ("epoch", (*epoch).into()),
                    ("batch", language.whole(*batch).into()),
                    ("step", language.whole(*step as usize).into()),
                    ("rate", language.written(&rate.to_string()).into()),
                ];
                with(text, "error-diverged", arguments)
            }
            Self::Finished(epochs) => with(text, "error-finished", [("epochs", (*epochs).into())]),
            Self::OtherPictures => text.get("error-other-pictures").to_owned(),
            Self::ForeignState(_) => text.get("error-foreign-state").to_owned(),
            Self::Threads(error) => with(
                text,
                "error-threads",
                [("problem", error.to_string().into())],
            ),
            Self::Network(error) => with(
                text,
                "error-computing",
                [("problem", error.to_string().into())],
            ),
        }
    }
}

impl InWords for SettingsError {
    fn in_words(&self, text: &Text) -> String {
        let language = text.language();
        let arguments = [
            ("name", self.name.into()),
            ("least", language.written(&self.least).into()),
            ("most", language.written(&self.most).into()),
            ("value", language.written(&self.value).into()),
        ];
        with(text, "error-setting", arguments)
    }
}

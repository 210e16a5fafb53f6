//! The pictures of a run: what is trained on, and what is held out of each source.

use super::settings::Settings;
use crate::dataset::{Dataset, DatasetError, Source, Split};

/// The pictures of a run.
#[derive(Clone, Debug)]
pub struct Pictures {
    pub train: Dataset,
    /// What is held out, by where it comes from.
    pub held_out: Vec<(Source, Dataset)>,
}

impl Pictures {
    /// Reads the pictures that the settings name. What one source holds out is not trained on
    /// where another one has it too: the built-in digits are a part of MNIST. A source whose
    /// digits are to be held out holds them out even from a run on all writers.
    pub fn read(settings: &Settings) -> Result<Self, DatasetError> {
        let mut splits: Vec<(Source, Split)> = Vec::new();
        for source in settings.data.iter().chain(&settings.hold_out) {
            let known = splits.iter().find(|(known, _)| known == source);
            let split = match known {
                Some((_, split)) => split.clone(),
                None => {
                    let all_writers = settings.all_writers && !settings.hold_out.contains(source);
                    source.read(all_writers)?
                }
            };
            splits.push((source.clone(), split));
        }
        let trained_on = &splits[..settings.data.len()];
        let train = Dataset::concat(trained_on.iter().map(|(_, split)| &split.train));
        let sources = splits.len();
        let mut pictures = Self {
            train,
            held_out: held_out(splits),
        };
        if sources > 1 {
            pictures.train = pictures.train.without(&pictures.all_held_out());
        }
        if let Some(examples) = settings.examples {
            pictures.train = pictures.train.take(examples);
        }
        Ok(pictures)
    }

    /// No pictures at all.
    pub fn none() -> Self {
        Self {
            train: Dataset::new(Vec::new(), Vec::new()),
            held_out: Vec::new(),
        }
    }

    /// All that is held out, as one.
    pub fn all_held_out(&self) -> Dataset {
        match self.held_out.as_slice() {
            [] => Dataset::new(Vec::new(), Vec::new()),
            parts => Dataset::concat(parts.iter().map(|(_, part)| part)),
        }
    }
}

/// What each source holds out, each source once and none that holds out nothing.
pub fn held_out(splits: Vec<(Source, Split)>) -> Vec<(Source, Dataset)> {
    let mut tests: Vec<(Source, Dataset)> = Vec::new();
    for (source, split) in splits {
        if !split.test.is_empty() && tests.iter().all(|(known, _)| *known != source) {
            tests.push((source, split.test));
        }
    }
    tests
}

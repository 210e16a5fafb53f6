//! Settings with a name.

use super::schedule::Schedule;
use super::settings::Settings;
use crate::dataset::augment::Augmentation;

/// Settings to start from. They leave alone what is trained on, the network and the seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// The lesson's: Adam with a rate of 0.001, batches of 4, 10 epochs.
    Lesson,
    /// A good network in few seconds.
    Fast,
    /// The best that the pictures give: deformed digits, many epochs, a rate that rises and falls.
    Best,
}

impl Preset {
    pub const ALL: [Self; 3] = [Self::Lesson, Self::Fast, Self::Best];

    /// The settings as the preset has them, with what is not the preset's from `settings`.
    pub fn applied(self, settings: &Settings) -> Settings {
        let lesson = Settings {
            data: settings.data.clone(),
            all_writers: settings.all_writers,
            examples: settings.examples,
            seed: settings.seed,
            architecture: settings.architecture.clone(),
            ..Settings::default()
        };
        match self {
            Self::Lesson => lesson,
            Self::Fast => Settings {
                epochs: 4,
                batch_size: 32,
                learning_rate: 0.004,
                schedule: Schedule::OneCycle,
                ..lesson
            },
            Self::Best => Settings {
                epochs: 30,
                batch_size: 64,
                learning_rate: 0.004,
                schedule: Schedule::OneCycle,
                augmentation: Some(Augmentation::default()),
                ..lesson
            },
        }
    }

    /// The preset that gives these settings, if one does.
    pub fn of(settings: &Settings) -> Option<Self> {
        let gives = |preset: &Self| preset.applied(settings) == *settings;
        Self::ALL.into_iter().find(gives)
    }
}

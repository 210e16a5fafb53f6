//! The words on screen, from Fluent files under `assets/i18n`: a folder a language, a file a part
//! of the window. A further language needs a folder and a line here.

use std::collections::HashMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::language::Language;

/// The Fluent files of a language.
macro_rules! files {
    ($language:literal) => {
        [
            include_str!(concat!("../../assets/i18n/", $language, "/app.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/ink.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/draw.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/convolve.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/network.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/train.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/kernel.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/learn.ftl")),
            include_str!(concat!("../../assets/i18n/", $language, "/error.ftl")),
        ]
    };
}

const FILES: usize = 9;
const ENGLISH: [&str; FILES] = files!("en");
const GERMAN: [&str; FILES] = files!("de");

fn files(language: Language) -> &'static [&'static str; FILES] {
    match language {
        Language::English => &ENGLISH,
        Language::German => &GERMAN,
    }
}

/// All words in one language.
pub struct Text {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    /// Messages without arguments, formatted once.
    plain: HashMap<String, String>,
}

impl Text {
    pub fn of(language: Language) -> Self {
        let identifier: LanguageIdentifier = language.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        bundle.set_use_isolating(false);
        let mut plain = HashMap::new();
        for file in files(language) {
            // The words with errors are left out: a test finds them missing.
            let resource =
                FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(some, _)| some);
            bundle.add_resource_overriding(resource);
        }
        for key in files(language).iter().flat_map(|file| keys(file)) {
            if let Some(words) = format(&bundle, key, None) {
                plain.insert(key.to_owned(), words);
            }
        }
        Self {
            language,
            bundle,
            plain,
        }
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// Words that need nothing filled in; the empty string for a key that there is not, or whose
    /// words want arguments.
    pub fn get(&self, key: &str) -> &str {
        match self.plain.get(key) {
            Some(words) => words,
            None => {
                log::error!("no words for {key}");
                ""
            }
        }
    }

    /// As [`with`](Self::with), for arguments in words: whole numbers count as numbers, so that
    /// the words can depend on them.
    pub fn with_words(&self, key: &str, arguments: &[(&str, String)]) -> String {
        let arguments: Vec<_> = arguments
            .iter()
            .map(|(name, value)| match value.parse::<i32>() {
                Ok(number) => (*name, FluentValue::from(number)),
                Err(_) => (*name, FluentValue::from(value.clone())),
            })
            .collect();
        self.with(key, &arguments)
    }

    /// Words with something filled in; the empty string for a key that there is not.
    pub fn with(&self, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        let arguments: FluentArgs<'_> = arguments
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect();
        format(&self.bundle, key, Some(&arguments)).unwrap_or_else(|| {
            log::error!("no words for {key} with these arguments");
            String::new()
        })
    }
}

/// `None` without such a key, or without an argument that the words want.
fn format(
    bundle: &FluentBundle<FluentResource>,
    key: &str,
    arguments: Option<&FluentArgs<'_>>,
) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let words = bundle.format_pattern(pattern, arguments, &mut errors);
    errors.is_empty().then(|| words.into_owned())
}

/// The keys of a Fluent file: what stands before “ = ” at the start of a line.
fn keys(file: &str) -> impl Iterator<Item = &str> {
    file.lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    /// Every string in the sources that looks like a key has words, in every language.
    #[test]
    fn every_key_has_words() {
        let texts = Language::ALL.map(Text::of);
        let mut sources = String::new();
        for folder in ["src/app", "src/lesson/quiz"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            collect(&folder, &mut sources);
        }
        let prefixes = [
            "app-",
            "ink-",
            "draw-",
            "convolve-",
            "network-",
            "model-",
            "train-",
            "learn-",
            "figure-",
            "quiz-",
            "error-",
        ];
        let mut found = 0;
        for word in sources.split('"').skip(1).step_by(2) {
            let is_key = prefixes.iter().any(|prefix| word.starts_with(prefix))
                && !word.ends_with('-')
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit());
            if is_key {
                found += 1;
                for text in &texts {
                    let language = text.language.code();
                    assert!(
                        text.bundle.has_message(word),
                        "no words for {word} in {language}"
                    );
                }
            }
        }
        assert!(
            found > 100,
            "only {found} keys found: were the sources read?"
        );
    }

    /// The arguments of each message of a language, by its key.
    fn arguments(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut key = String::new();
        for line in files(language).iter().flat_map(|file| file.lines()) {
            if line.starts_with('#') {
                continue;
            }
            if let Some(next) = keys(line).next() {
                key = next.to_owned();
                let is_new = found.insert(key.clone(), BTreeSet::new()).is_none();
                assert!(is_new, "{key} is there twice in {}", language.code());
            }
            for part in line.split('$').skip(1) {
                let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
                let name = &part[..end.unwrap_or(part.len())];
                found
                    .entry(key.clone())
                    .or_default()
                    .insert(name.to_owned());
            }
        }
        found
    }

    #[test]
    fn languages_have_the_same_keys_with_the_same_arguments() {
        let english = arguments(Language::English);
        let german = arguments(Language::German);
        for (key, wanted) in &english {
            assert_eq!(german.get(key), Some(wanted), "{key} in German");
        }
        for key in german.keys() {
            assert!(english.contains_key(key), "{key} is German only");
        }
    }

    /// What is not said with other words in both languages: names, and words that are the same.
    #[test]
    fn german_words_are_german() {
        let (english, german) = (Text::of(Language::English), Text::of(Language::German));
        let same: Vec<&String> = english
            .plain
            .iter()
            .filter(|(key, words)| german.plain.get(*key) == Some(*words))
            .map(|(key, _)| key)
            .collect();
        let share = same.len() as f32 / english.plain.len() as f32;
        assert!(share < 0.12, "{share} of the words are the same: {same:?}");
    }

    fn collect(folder: &Path, sources: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, sources);
            } else {
                let source = std::fs::read_to_string(&path).unwrap();
                // An odd quote, as in '"' or in a string, would turn inside out what follows it.
                sources.push_str(&source.replace("'\"'", "").replace("\\\"", ""));
                sources.push('\n');
            }
        }
    }

    #[test]
    fn every_named_kernel_has_words() {
        for text in Language::ALL.map(Text::of) {
            for preset in crate::convolution::Preset::ALL {
                let key = format!("kernel-{}", preset.name());
                assert!(text.bundle.has_message(&key), "no words for {key}");
            }
        }
    }

    #[test]
    fn arguments_are_filled_in_and_missing_ones_found() {
        let text = Text::of(Language::English);
        let words = text.with("network-saved", &[("path", "a.png".into())]);
        assert_eq!(words, "Saved as a.png");
        assert_eq!(text.with("network-saved", &[]), "");
        assert_eq!(text.get("no-such-key"), "");
    }
}

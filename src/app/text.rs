//! The words on screen, from Fluent files under `assets/i18n`: a folder a language, a file a part
//! of the window. A further language needs a folder and a line here.

use std::collections::HashMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// English, the language that is complete first.
const ENGLISH: [&str; 5] = [
    include_str!("../../assets/i18n/en/app.ftl"),
    include_str!("../../assets/i18n/en/ink.ftl"),
    include_str!("../../assets/i18n/en/draw.ftl"),
    include_str!("../../assets/i18n/en/network.ftl"),
    include_str!("../../assets/i18n/en/kernel.ftl"),
];

/// All words in one language.
pub struct Text {
    bundle: FluentBundle<FluentResource>,
    /// Messages without arguments, formatted once.
    plain: HashMap<String, String>,
}

impl Text {
    pub fn english() -> Self {
        let language: LanguageIdentifier = "en".parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.set_use_isolating(false);
        let mut plain = HashMap::new();
        for file in ENGLISH {
            // The words with errors are left out: a test finds them missing.
            let resource =
                FluentResource::try_new(file.to_owned()).unwrap_or_else(|(some, _)| some);
            bundle.add_resource_overriding(resource);
        }
        for key in ENGLISH.iter().flat_map(|file| keys(file)) {
            if let Some(words) = format(&bundle, key, None) {
                plain.insert(key.to_owned(), words);
            }
        }
        Self { bundle, plain }
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
    use std::path::Path;

    /// Every string in the window's source that looks like a key has words.
    #[test]
    fn every_key_has_words() {
        let text = Text::english();
        let mut sources = String::new();
        collect(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app"),
            &mut sources,
        );
        let prefixes = ["app-", "ink-", "draw-", "network-", "model-"];
        let mut found = 0;
        for word in sources.split('"').skip(1).step_by(2) {
            let is_key = prefixes.iter().any(|prefix| word.starts_with(prefix))
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit());
            if is_key {
                found += 1;
                assert!(text.bundle.has_message(word), "no words for {word}");
            }
        }
        assert!(
            found > 100,
            "only {found} keys found: were the sources read?"
        );
    }

    fn collect(folder: &Path, sources: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, sources);
            } else {
                let source = std::fs::read_to_string(&path).unwrap();
                // An odd quote, as in '"', would turn inside out what follows it.
                sources.push_str(&source.replace("'\"'", ""));
                sources.push('\n');
            }
        }
    }

    #[test]
    fn every_named_kernel_has_words() {
        let text = Text::english();
        for preset in crate::convolution::Preset::ALL {
            let key = format!("kernel-{}", preset.name());
            assert!(text.bundle.has_message(&key), "no words for {key}");
        }
    }

    #[test]
    fn arguments_are_filled_in_and_missing_ones_found() {
        let text = Text::english();
        let words = text.with("network-saved", &[("path", "a.png".into())]);
        assert_eq!(words, "Saved as a.png");
        assert_eq!(text.with("network-saved", &[]), "");
        assert_eq!(text.get("no-such-key"), "");
    }
}

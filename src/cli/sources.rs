//! Sources of pictures on the command line.

use clap::builder::{PathBufValueParser, TypedValueParser};

use crate::dataset::Source;

/// A source, as any path: it need not be text, but may not be empty.
pub fn parser() -> impl TypedValueParser<Value = Source> {
    PathBufValueParser::new().map(Source::from)
}

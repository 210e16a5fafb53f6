//! How many threads a subcommand may use.

use std::num::NonZero;
use std::thread;

use super::numbers::whole_number;

/// Most threads that are used at once.
const MAX_THREADS: usize = 256;

/// A number of threads on the command line.
pub fn parse(text: &str) -> Result<usize, String> {
    whole_number(1..=MAX_THREADS)(text)
}

/// One thread a core unless a number was given.
pub fn or_all(given: Option<usize>) -> usize {
    let cores = || thread::available_parallelism().map_or(1, NonZero::get);
    given.unwrap_or_else(|| cores().min(MAX_THREADS))
}

/// So many threads for all that is computed within.
pub fn pool(threads: usize) -> anyhow::Result<rayon::ThreadPool> {
    let builder = rayon::ThreadPoolBuilder::new().num_threads(threads);
    Ok(builder.build()?)
}

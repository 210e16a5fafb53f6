//! Numbers by which things are told apart that do not change once they are made.

use std::sync::atomic::{AtomicU64, Ordering};

/// A number that is given only once: unlike an address it has no second owner when the first is
/// gone, so that what was made of one thing is never taken for that of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp(u64);

impl Stamp {
    pub fn unique() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

impl Default for Stamp {
    fn default() -> Self {
        Self::unique()
    }
}

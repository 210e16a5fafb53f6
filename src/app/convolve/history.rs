//! Undo and redo of what is set.

use crate::convolution::Chain;

/// Steps that can be taken back.
const MOST: usize = 200;

/// What was set: the operations and the one looked at.
type Settings = (Chain, usize);

/// Settings from before the last changes, and from after those that were undone.
#[derive(Default)]
pub struct History {
    before: Vec<Settings>,
    after: Vec<Settings>,
    /// Whether the last change is one that goes on, such as a weight being dragged.
    goes_on: bool,
}

impl History {
    /// Notes what is set before a change. Changes that go on are undone together.
    pub fn note(&mut self, settings: Settings, goes_on: bool) {
        let belongs_to_last = goes_on && self.goes_on && !self.before.is_empty();
        self.goes_on = goes_on;
        self.after.clear();
        if belongs_to_last {
            return;
        }
        self.before.push(settings);
        if self.before.len() > MOST {
            self.before.remove(0);
        }
    }

    /// A change that went on is over.
    pub fn end_gesture(&mut self) {
        self.goes_on = false;
    }

    pub fn can_undo(&self) -> bool {
        !self.before.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.after.is_empty()
    }

    /// The settings before the last change, given those of now.
    pub fn undo(&mut self, now: Settings) -> Option<Settings> {
        self.goes_on = false;
        let before = self.before.pop()?;
        self.after.push(now);
        Some(before)
    }

    /// The settings that were undone last, given those of now.
    pub fn redo(&mut self, now: Settings) -> Option<Settings> {
        self.goes_on = false;
        let after = self.after.pop()?;
        self.before.push(now);
        Some(after)
    }
}

//! Undo and redo.

/// Steps that can be taken back.
const MOST: usize = 200;

/// What something was before its last changes, and after those that were undone.
#[derive(Clone)]
pub struct History<T> {
    before: Vec<T>,
    after: Vec<T>,
    /// Whether the last change is one that goes on, such as a weight being dragged.
    goes_on: bool,
}

impl<T> Default for History<T> {
    fn default() -> Self {
        Self {
            before: Vec::new(),
            after: Vec::new(),
            goes_on: false,
        }
    }
}

impl<T> History<T> {
    /// Notes what there was before a change. Changes that go on are undone together.
    pub fn note(&mut self, before: T, goes_on: bool) {
        let belongs_to_last = goes_on && self.goes_on && !self.before.is_empty();
        self.goes_on = goes_on;
        self.after.clear();
        if belongs_to_last {
            return;
        }
        self.before.push(before);
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

    /// What there was before the last change, given what there is now.
    pub fn undo(&mut self, now: T) -> Option<T> {
        self.goes_on = false;
        let before = self.before.pop()?;
        self.after.push(now);
        Some(before)
    }

    /// What was undone last, given what there is now.
    pub fn redo(&mut self, now: T) -> Option<T> {
        self.goes_on = false;
        let after = self.after.pop()?;
        self.before.push(now);
        Some(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_come_and_go() {
        let mut history = History::default();
        history.note(1, false);
        history.note(2, true);
        history.note(3, true);
        assert_eq!(history.undo(4), Some(2));
        assert_eq!(history.undo(2), Some(1));
        assert_eq!(history.undo(1), None);
        assert_eq!(history.redo(1), Some(2));
        history.note(2, true);
        assert!(
            !history.can_redo(),
            "another change takes the place of what was undone"
        );
        assert_eq!(history.undo(5), Some(2));
    }

    #[test]
    fn there_is_a_bound() {
        let mut history = History::default();
        (0..1_000).for_each(|change| history.note(change, false));
        assert_eq!(history.before.len(), MOST);
        assert_eq!(history.undo(1_000), Some(999));
    }
}

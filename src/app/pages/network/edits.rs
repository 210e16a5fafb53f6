//! Undo and redo of what is edited.

use super::draft::Draft;
use crate::app::history::History;
use crate::network::Architecture;

/// The layers that are edited, and what they were before.
pub struct Edits {
    pub draft: Draft,
    /// As it was when the last edit was over.
    kept: Draft,
    history: History<Draft>,
    /// Other layers have come at once: what is wrong with them is brought into view.
    pub reveal: bool,
}

impl From<Draft> for Edits {
    fn from(draft: Draft) -> Self {
        Self {
            kept: draft.clone(),
            draft,
            history: History::default(),
            reveal: true,
        }
    }
}

impl Edits {
    pub fn of(architecture: &Architecture) -> Self {
        Draft::of(architecture).into()
    }

    /// An edit is over: what was there before it can come back.
    pub fn keep(&mut self) {
        if self.draft == self.kept {
            return;
        }
        let before = std::mem::replace(&mut self.kept, self.draft.clone());
        self.history.note(before, false);
    }

    /// Other layers, as an edit of its own.
    pub fn set(&mut self, draft: Draft) {
        self.keep();
        self.draft = draft;
        self.keep();
        self.reveal = true;
    }

    pub fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    pub fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    pub fn undo(&mut self) {
        self.keep();
        let draft = self.history.undo(self.kept.clone());
        self.restore(draft);
    }

    pub fn redo(&mut self) {
        self.keep();
        let draft = self.history.redo(self.kept.clone());
        self.restore(draft);
    }

    fn restore(&mut self, draft: Option<Draft>) {
        if let Some(draft) = draft {
            self.draft = draft.clone();
            self.kept = draft;
            self.reveal = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_come_and_go() {
        let mut edits = Edits::of(&Architecture::lesson());
        let lengths = |edits: &mut Edits, steps: &[fn(&mut Edits)]| -> Vec<usize> {
            let mut lengths = Vec::new();
            for step in steps {
                step(edits);
                lengths.push(edits.draft.layers.len());
            }
            lengths
        };
        let remove: fn(&mut Edits) = |edits| {
            edits.draft.layers.pop();
            edits.keep();
        };
        let all = lengths(
            &mut edits,
            &[
                remove,
                remove,
                Edits::undo,
                Edits::undo,
                Edits::undo,
                Edits::redo,
                Edits::redo,
                Edits::redo,
                Edits::undo,
                remove,
                Edits::redo,
                Edits::undo,
            ],
        );
        assert_eq!(all, [11, 10, 11, 12, 12, 11, 10, 10, 11, 10, 10, 11]);
    }
}

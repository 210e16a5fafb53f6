//! What is kept of some moments along a run: dense at its start, where most happens, thinner later,
//! and never more than so many.

/// Things of some moments of a run, by step. What was kept depends on the steps alone, never on a
/// clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments<T> {
    moments: Vec<Moment<T>>,
    /// Least distance between two of them, in [`place`].
    spacing: f64,
    most: usize,
}

/// Something of one moment of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment<T> {
    /// Steps taken by then: 0 is before the first.
    pub step: u64,
    pub what: T,
}

/// Where a step lies on an axis on which moments are evenly spaced: its cube root. So at step 1,000
/// the moments are about a hundred times as far apart as at step 1.
pub fn place(step: u64) -> f64 {
    (step as f64).cbrt()
}

impl<T> Moments<T> {
    /// About `wanted` moments of a run of `steps`, and at most `most` (2 or more) however long it
    /// becomes.
    pub fn new(steps: u64, wanted: usize, most: usize) -> Self {
        Self {
            moments: Vec::new(),
            spacing: place(steps) / wanted.max(1) as f64,
            most: most.max(2),
        }
    }

    /// Whether the moment after so many steps is one to keep.
    pub fn wants(&self, step: u64) -> bool {
        match self.moments.last() {
            Some(last) => place(step) - place(last.step) >= self.spacing,
            None => true,
        }
    }

    /// Keeps something, in the place of what was kept of this step before; steps never go back.
    pub fn keep(&mut self, step: u64, what: T) {
        if self.moments.last().is_some_and(|last| last.step >= step) {
            self.moments.pop();
        }
        self.moments.push(Moment { step, what });
        if self.moments.len() > self.most {
            self.thin();
        }
    }

    /// Forgets what was kept of this step and of later ones, but never the first of all.
    pub fn forget_from(&mut self, step: u64) {
        let before = self.moments.partition_point(|moment| moment.step < step);
        self.moments.truncate(before.max(1));
    }

    /// Doubles the spacing until there are few enough: the first and the last stay.
    fn thin(&mut self) {
        while self.moments.len() > self.most {
            self.spacing = (2.0 * self.spacing).max(f64::MIN_POSITIVE);
            let spacing = self.spacing;
            let last = self.moments.last().map(|moment| moment.step);
            let mut kept: Option<f64> = None;
            self.moments.retain(|moment| {
                let here = place(moment.step);
                let keep = kept.is_none_or(|kept| here - kept >= spacing);
                if keep {
                    kept = Some(here);
                }
                keep || Some(moment.step) == last
            });
        }
    }

    /// At most `most` (2 or more) of them.
    #[must_use]
    pub fn thinned(mut self, most: usize) -> Self {
        self.most = most.max(2);
        self.thin();
        self
    }

    /// In the order of steps.
    pub fn all(&self) -> &[Moment<T>] {
        &self.moments
    }

    pub fn last(&self) -> Option<&Moment<T>> {
        self.moments.last()
    }

    /// The last of them at or before a step.
    pub fn at(&self, step: u64) -> Option<&Moment<T>> {
        let after = self.moments.partition_point(|moment| moment.step <= step);
        self.moments.get(after.checked_sub(1)?)
    }

    /// What a file keeps of it besides the moments themselves.
    pub fn spacing(&self) -> f64 {
        self.spacing
    }

    /// As read from a file; `None` if the steps do not rise or the spacing is none.
    pub fn restored(moments: Vec<Moment<T>>, spacing: f64, most: usize) -> Option<Self> {
        let rises = moments.is_sorted_by(|a, b| a.step < b.step);
        (rises && spacing.is_finite() && spacing >= 0.0).then(|| {
            let mut restored = Self {
                moments,
                spacing,
                most: most.max(2),
            };
            restored.thin();
            restored
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(steps: u64, wanted: usize, most: usize) -> Moments<u64> {
        let mut moments = Moments::new(steps, wanted, most);
        for step in 0..=steps {
            if moments.wants(step) {
                moments.keep(step, step);
            }
        }
        moments
    }

    #[test]
    fn moments_are_dense_at_the_start_and_thinner_later() {
        let moments = run(20_000, 200, 250);
        let steps: Vec<u64> = moments.all().iter().map(|m| m.step).collect();
        assert_eq!(steps[..5], [0, 1, 2, 3, 4]);
        assert!((120..=200).contains(&steps.len()), "{}", steps.len());
        let last = steps[steps.len() - 1] - steps[steps.len() - 2];
        assert!((200..=400).contains(&last), "{last}");
    }

    #[test]
    fn however_long_the_run_they_stay_few() {
        let moments = run(2_000_000, 1_000_000, 50);
        assert!((25..=50).contains(&moments.all().len()));
        assert_eq!(moments.all()[0].step, 0);
        assert_eq!(
            moments.at(1_500_000).map(|m| m.what <= 1_500_000),
            Some(true)
        );
    }

    #[test]
    fn the_last_moment_stays_when_they_are_thinned() {
        let mut moments = run(1_000, 1_000_000, 2_000);
        moments.keep(1_001, 1_001);
        let moments = moments.thinned(3);
        assert!(moments.all().len() <= 3);
        assert_eq!(moments.last().map(|m| m.step), Some(1_001));
    }

    #[test]
    fn a_step_is_kept_once() {
        let mut moments = Moments::new(10, 10, 10);
        moments.keep(3, "first");
        moments.keep(3, "second");
        assert_eq!(moments.all().len(), 1);
        assert_eq!(moments.at(7).map(|m| m.what), Some("second"));
        assert!(moments.at(2).is_none());
    }
}

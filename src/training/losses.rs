//! The losses of a run's batches, in memory that does not grow with the run: neighbouring batches
//! share a bucket that keeps the least and the largest of them, so that no spike is lost.

use super::trainer::StepReport;

/// Most buckets: twice as many as a wide plot has pixels.
const MOST: usize = 4_096;

/// The batches of a run from its first, in buckets of the same number of batches; the last bucket
/// may still lack some.
#[derive(Clone, Debug, PartialEq)]
pub struct Losses {
    buckets: Vec<Bucket>,
    /// Batches in a full bucket: a power of two.
    width: u64,
    batches: u64,
}

/// What some neighbouring batches came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// Least and largest mean cross-entropy of a batch.
    pub least: f32,
    pub most: f32,
    /// Sum of the batches' losses, and how many batches they are.
    pub sum: f64,
    pub batches: u64,
    /// Pictures in the batches, and how many of them were read right before the step.
    pub pictures: u64,
    pub correct: u64,
}

impl Bucket {
    /// The mean loss of its batches.
    pub fn mean(&self) -> f64 {
        self.sum / self.batches.max(1) as f64
    }

    /// The share of its pictures that were read right, in 0..1.
    pub fn accuracy(&self) -> f64 {
        self.correct as f64 / self.pictures.max(1) as f64
    }

    /// Both together.
    pub fn join(&mut self, other: &Self) {
        self.least = self.least.min(other.least);
        self.most = self.most.max(other.most);
        self.sum += other.sum;
        self.batches += other.batches;
        self.pictures += other.pictures;
        self.correct += other.correct;
    }
}

impl Default for Losses {
    fn default() -> Self {
        Self {
            buckets: Vec::new(),
            width: 1,
            batches: 0,
        }
    }
}

impl Losses {
    /// Adds the next batch.
    pub fn add(&mut self, report: &StepReport) {
        let batch = Bucket {
            least: report.loss,
            most: report.loss,
            sum: f64::from(report.loss),
            batches: 1,
            pictures: report.pictures as u64,
            correct: report.correct as u64,
        };
        if self.batches.is_multiple_of(self.width) {
            if self.buckets.len() == MOST {
                self.halve();
            }
            self.buckets.push(batch);
        } else if let Some(last) = self.buckets.last_mut() {
            last.join(&batch);
        }
        self.batches += 1;
    }

    /// Joins every two buckets: all of them are full.
    fn halve(&mut self) {
        let join = |pair: &[Bucket]| {
            let mut joined = pair[0];
            pair[1..].iter().for_each(|other| joined.join(other));
            joined
        };
        self.buckets = self.buckets.chunks(2).map(join).collect();
        self.width *= 2;
    }

    /// In the order of steps. Bucket `i` begins after `i` · [`Self::width`] batches.
    pub fn buckets(&self) -> &[Bucket] {
        &self.buckets
    }

    /// Batches in a full bucket.
    pub fn width(&self) -> u64 {
        self.width
    }

    /// Batches in all of them.
    pub fn batches(&self) -> u64 {
        self.batches
    }

    /// As read from a file; `None` if the buckets do not hold what they must.
    pub fn restored(buckets: Vec<Bucket>, width: u64) -> Option<Self> {
        let (last, full) = match buckets.split_last() {
            Some((last, full)) => (last.batches, full),
            None => (width, &[][..]),
        };
        let fits = width.is_power_of_two()
            && width <= 1 << 40
            && buckets.len() <= MOST
            && full.iter().all(|bucket| bucket.batches == width)
            && (1..=width).contains(&last);
        let batches = buckets.iter().map(|bucket| bucket.batches).sum();
        fits.then_some(Self {
            buckets,
            width,
            batches,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(step: u64, loss: f32) -> StepReport {
        StepReport {
            epoch: 1,
            batch: step as usize,
            step,
            loss,
            pictures: 4,
            correct: 2,
            learning_rate: 0.001,
            running_loss: None,
            epoch_done: None,
        }
    }

    #[test]
    fn a_million_steps_lose_no_spike() {
        let mut losses = Losses::default();
        for step in 1..=1_000_000 {
            let loss = match step {
                777_777 => 99.0,
                123_456 => 0.001,
                _ => 1.0,
            };
            losses.add(&report(step, loss));
        }
        assert!(losses.buckets().len() <= MOST);
        assert_eq!(losses.batches(), 1_000_000);
        let bucket = |step: u64| losses.buckets()[((step - 1) / losses.width()) as usize];
        assert_eq!(bucket(777_777).most, 99.0);
        assert_eq!(bucket(123_456).least, 0.001);
        let pictures: u64 = losses.buckets().iter().map(|b| b.pictures).sum();
        assert_eq!(pictures, 4_000_000);
        assert!((losses.buckets()[0].mean() - 1.0).abs() < 1e-12);
        assert_eq!(losses.buckets()[0].accuracy(), 0.5);
    }

    #[test]
    fn a_file_gives_back_the_same() {
        let mut losses = Losses::default();
        for step in 1..=5_001 {
            losses.add(&report(step, 1.0 / step as f32));
        }
        let restored = Losses::restored(losses.buckets().to_vec(), losses.width()).unwrap();
        assert_eq!(restored, losses);
        assert!(Losses::restored(losses.buckets().to_vec(), 3).is_none());
        assert!(Losses::restored(losses.buckets().to_vec(), 4).is_none());
        assert_eq!(Losses::restored(Vec::new(), 1), Some(Losses::default()));
    }
}

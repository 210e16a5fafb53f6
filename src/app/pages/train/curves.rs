//! The points of the loss curves, made anew only when a run or the way of looking has changed.
//! However long a run, it has about as many points as the plot has pixels.

use std::collections::HashMap;
use std::sync::Arc;

use egui_plot::PlotPoint;

use crate::training::Record;
use crate::training::losses::Bucket;

/// How a curve is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Whether losses are logarithms.
    pub log: bool,
    /// 0 to 1.
    pub smoothing: f64,
    /// Whether only the last tenth is shown.
    pub last_part: bool,
    /// Whether the horizontal axis counts epochs, and not batches.
    pub by_epoch: bool,
    /// Groups of batches, each of which has a point of its own.
    pub columns: usize,
}

/// The least loss that a logarithm is taken of.
const LEAST: f64 = 1e-9;

/// Share of the batches shown over which the largest smoothing takes the mean.
const SMOOTHED_SHARE: f64 = 0.2;

/// The points of a run's curves.
#[derive(Clone, Debug, Default)]
pub struct Curve {
    /// From the least to the largest loss of each group of batches.
    pub raw: Vec<PlotPoint>,
    /// Whether a group is more than one batch.
    pub is_grouped: bool,
    /// Their smoothed mean.
    pub smooth: Vec<PlotPoint>,
    /// Smoothed share that was read right in training, in per cent.
    pub accuracy: Vec<PlotPoint>,
}

impl Curve {
    /// Makes the points.
    pub fn new(record: &Record, look: Look) -> Self {
        let buckets = record.losses.buckets();
        let shown = first_shown(record, look);
        let batches = record.losses.batches() - shown as u64 * record.losses.width();
        let count = buckets.len() - shown;
        let group = count.div_ceil(look.columns.max(2)).max(1);
        let mut smooth = Smooth::new(look.smoothing, batches);
        for bucket in &buckets[..shown] {
            smooth.add(bucket);
        }
        let scale = |loss: f64| {
            if look.log {
                loss.max(LEAST).log10()
            } else {
                loss
            }
        };
        let mut step = shown as u64 * record.losses.width();
        let mut curve = Self {
            is_grouped: group > 1 || record.losses.width() > 1,
            ..Self::default()
        };
        for (index, buckets) in buckets[shown..].chunks(group).enumerate() {
            let mut joined = buckets[0];
            smooth.add(&buckets[0]);
            for bucket in &buckets[1..] {
                joined.join(bucket);
                smooth.add(bucket);
            }
            step += joined.batches;
            let x = place(record, step as f64, look.by_epoch);
            let [low, high] = [joined.least, joined.most].map(|v| scale(f64::from(v)));
            // Up, then down, so that a group is one vertical line.
            let ends = if index % 2 == 0 {
                [low, high]
            } else {
                [high, low]
            };
            curve.raw.extend(ends.map(|y| PlotPoint::new(x, y)));
            curve.smooth.push(PlotPoint::new(x, scale(smooth.loss())));
            let accuracy = 100.0 * smooth.accuracy();
            curve.accuracy.push(PlotPoint::new(x, accuracy));
        }
        curve
    }
}

/// The index of the first bucket that is shown.
fn first_shown(record: &Record, look: Look) -> usize {
    let count = record.losses.buckets().len();
    if look.last_part {
        count - count.div_ceil(10)
    } else {
        0
    }
}

/// Where a step lies on the horizontal axis.
pub fn place(record: &Record, step: f64, by_epoch: bool) -> f64 {
    if by_epoch {
        step / record.batches().max(1) as f64
    } else {
        step
    }
}

/// An exponential mean over batches, corrected for its start as Adam's means are.
struct Smooth {
    /// Batches after which a loss counts for 1/e.
    over: f64,
    weight: f64,
    loss: f64,
    accuracy: f64,
}

impl Smooth {
    fn new(smoothing: f64, batches: u64) -> Self {
        let over = smoothing * smoothing * SMOOTHED_SHARE * batches as f64;
        Self {
            over: over.max(1e-3),
            weight: 0.0,
            loss: 0.0,
            accuracy: 0.0,
        }
    }

    fn add(&mut self, bucket: &Bucket) {
        let keep = (-(bucket.batches as f64) / self.over).exp();
        self.weight = keep * self.weight + (1.0 - keep);
        self.loss = keep * self.loss + (1.0 - keep) * bucket.mean();
        self.accuracy = keep * self.accuracy + (1.0 - keep) * bucket.accuracy();
    }

    fn loss(&self) -> f64 {
        self.loss / self.weight.max(f64::MIN_POSITIVE)
    }

    fn accuracy(&self) -> f64 {
        self.accuracy / self.weight.max(f64::MIN_POSITIVE)
    }
}

/// What is known of the curves that were drawn last.
#[derive(Default)]
pub struct Curves {
    known: HashMap<(u32, &'static str), Known>,
}

struct Known {
    record: Arc<Record>,
    look: Look,
    curve: Arc<Curve>,
}

impl Curves {
    /// The curve of a run for one of the plots.
    pub fn get(
        &mut self,
        run: u32,
        plot: &'static str,
        record: &Arc<Record>,
        look: Look,
    ) -> Arc<Curve> {
        if let Some(known) = self.known.get(&(run, plot))
            && Arc::ptr_eq(&known.record, record)
            && known.look == look
        {
            return known.curve.clone();
        }
        let curve = Arc::new(Curve::new(record, look));
        let known = Known {
            record: record.clone(),
            look,
            curve: curve.clone(),
        };
        self.known.insert((run, plot), known);
        curve
    }

    /// Forgets runs that are not there any more.
    pub fn retain(&mut self, is_there: impl Fn(u32) -> bool) {
        self.known.retain(|(run, _), _| is_there(*run));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::{Pictures, Settings, StepReport};

    fn record(losses: impl Iterator<Item = f32>) -> Record {
        let mut record = Record::new(Settings::default(), &Pictures::none());
        for (step, loss) in (1..).zip(losses) {
            record.add_step(&StepReport {
                epoch: 1,
                batch: step as usize,
                step,
                loss,
                pictures: 4,
                correct: 1,
                learning_rate: 0.001,
                running_loss: None,
                epoch_done: None,
            });
        }
        record
    }

    const LOOK: Look = Look {
        log: false,
        smoothing: 0.0,
        last_part: false,
        by_epoch: false,
        columns: 400,
    };

    #[test]
    fn a_million_steps_have_as_many_points_as_a_thousand_and_every_spike() {
        let spiked = |step: u32| if step == 654_321 { 50.0 } else { 1.0 };
        let record = record((1..=1_000_000).map(spiked));
        let curve = Curve::new(&record, LOOK);
        assert!(curve.raw.len() <= 800, "{}", curve.raw.len());
        let most = curve.raw.iter().fold(0.0_f64, |most, p| most.max(p.y));
        assert_eq!(most, 50.0);
        let spike = curve.raw.iter().find(|p| p.y == 50.0).map(|p| p.x);
        assert!((spike.unwrap() - 654_321.0).abs() < 5_000.0);
        assert_eq!(curve.raw.last().map(|p| p.x), Some(1_000_000.0));
    }

    #[test]
    fn without_smoothing_a_short_run_is_what_it_is() {
        let losses = [3.0, 1.0, 2.0];
        let curve = Curve::new(&record(losses.into_iter()), LOOK);
        let smooth: Vec<f64> = curve.smooth.iter().map(|p| p.y).collect();
        assert_eq!(smooth, [3.0, 1.0, 2.0]);
        let log = Look { log: true, ..LOOK };
        let curve = Curve::new(&record([0.01, 100.0].into_iter()), log);
        assert!((curve.smooth[0].y + 2.0).abs() < 1e-6);
        assert_eq!(curve.smooth[1].y, 2.0);
        assert_eq!(curve.accuracy[0].y, 25.0);
    }

    #[test]
    fn smoothing_takes_a_mean_that_starts_where_the_curve_does() {
        let losses = (0..1_000).map(|step| if step % 2 == 0 { 1.0 } else { 3.0 });
        let look = Look {
            smoothing: 1.0,
            ..LOOK
        };
        let curve = Curve::new(&record(losses), look);
        assert!(curve.smooth.iter().all(|p| (0.9..3.0).contains(&p.y)));
        assert!((curve.smooth.last().unwrap().y - 2.0).abs() < 0.05);
    }

    #[test]
    fn the_last_part_is_the_last_tenth() {
        let record = record((0..1_000).map(|_| 1.0));
        let look = Look {
            last_part: true,
            ..LOOK
        };
        let curve = Curve::new(&record, look);
        assert_eq!(curve.smooth.len(), 100);
        assert_eq!(curve.smooth[0].x, 901.0);
    }
}

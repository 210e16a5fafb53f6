//! The curves of a run.

use std::fmt::Write;

use super::trainer::{EpochSummary, StepReport};

/// What a run has reported so far, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    pub progress: Vec<ProgressPoint>,
    pub epochs: Vec<EpochPoint>,
}

/// The running loss at one step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProgressPoint {
    /// Epoch and batch within it, both counted from 1; steps since the run's start.
    pub epoch: u32,
    pub batch: usize,
    pub step: u64,
    /// Mean loss of the batches since the last report.
    pub loss: f64,
}

/// What one epoch came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EpochPoint {
    pub epoch: u32,
    pub step: u64,
    /// Means over the epoch's batches, each taken before its step changed the weights.
    pub train_loss: f64,
    pub train_accuracy: f64,
    /// On what is held out, after the epoch, if anything is.
    pub test_loss: Option<f64>,
    pub test_accuracy: Option<f64>,
}

/// The columns of the CSV. A row is a report of the running loss or the end of an epoch; what a
/// row does not say is left empty.
const COLUMNS: &str =
    "epoch,batch,step,running_loss,train_loss,train_accuracy,test_loss,test_accuracy";

impl History {
    /// Keeps the running loss of a step that reports one.
    pub fn add_step(&mut self, report: &StepReport) {
        if let Some(loss) = report.running_loss {
            self.progress.push(ProgressPoint {
                epoch: report.epoch,
                batch: report.batch,
                step: report.step,
                loss,
            });
        }
    }

    /// Keeps what an epoch came to. `test` are loss and accuracy on what is held out.
    pub fn add_epoch(&mut self, step: u64, summary: &EpochSummary, test: Option<(f64, f64)>) {
        self.epochs.push(EpochPoint {
            epoch: summary.epoch,
            step,
            train_loss: summary.loss,
            train_accuracy: summary.accuracy,
            test_loss: test.map(|(loss, _)| loss),
            test_accuracy: test.map(|(_, accuracy)| accuracy),
        });
    }

    /// Forgets what came after a step.
    pub fn truncate(&mut self, step: u64) {
        self.progress.retain(|point| point.step <= step);
        self.epochs.retain(|point| point.step <= step);
    }

    /// The curves as a table, in the order of steps.
    pub fn to_csv(&self) -> String {
        let mut csv = format!("{COLUMNS}\n");
        let mut epochs = self.epochs.iter().peekable();
        for point in &self.progress {
            while let Some(epoch) = epochs.next_if(|epoch| epoch.step < point.step) {
                epoch.write_row(&mut csv);
            }
            point.write_row(&mut csv);
        }
        for epoch in epochs {
            epoch.write_row(&mut csv);
        }
        csv
    }

    /// The curves of a table that [`Self::to_csv`] wrote, or the number of the line that cannot
    /// be read.
    pub fn from_csv(csv: &str) -> Result<Self, usize> {
        let mut lines = csv.lines().enumerate();
        if lines.next().is_none_or(|(_, line)| line != COLUMNS) {
            return Err(1);
        }
        let mut history = Self::default();
        for (index, line) in lines {
            let fields: Vec<&str> = line.split(',').collect();
            history.add_row(&fields).ok_or(index + 1)?;
        }
        Ok(history)
    }

    fn add_row(&mut self, fields: &[&str]) -> Option<()> {
        let [epoch, batch, step, running, loss, accuracy, test_loss, test] = *fields else {
            return None;
        };
        let (epoch, step) = (epoch.parse().ok()?, step.parse().ok()?);
        if running.is_empty() {
            self.epochs.push(EpochPoint {
                epoch,
                step,
                train_loss: loss.parse().ok()?,
                train_accuracy: accuracy.parse().ok()?,
                test_loss: optional(test_loss)?,
                test_accuracy: optional(test)?,
            });
        } else {
            self.progress.push(ProgressPoint {
                epoch,
                batch: batch.parse().ok()?,
                step,
                loss: running.parse().ok()?,
            });
        }
        Some(())
    }
}

impl ProgressPoint {
    fn write_row(&self, csv: &mut String) {
        let Self {
            epoch,
            batch,
            step,
            loss,
        } = self;
        let _ = writeln!(csv, "{epoch},{batch},{step},{loss},,,,");
    }
}

impl EpochPoint {
    fn write_row(&self, csv: &mut String) {
        let number = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
        let _ = writeln!(
            csv,
            "{},,{},,{},{},{},{}",
            self.epoch,
            self.step,
            self.train_loss,
            self.train_accuracy,
            number(self.test_loss),
            number(self.test_accuracy),
        );
    }
}

/// A field that may be empty; `None` if it is neither empty nor a number.
fn optional(field: &str) -> Option<Option<f64>> {
    if field.is_empty() {
        return Some(None);
    }
    field.parse().ok().map(Some)
}

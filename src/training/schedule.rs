//! How the learning rate changes along a run.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

/// The learning rate over the steps of a run; the rate that is set is its peak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Schedule {
    /// The same at every step: the lesson's.
    #[default]
    Constant,
    /// Half a cosine from the peak down to 0 after the last step (Loshchilov and Hutter 2017,
    /// without restarts); PyTorch's `CosineAnnealingLR`.
    Cosine,
    /// Up from 1/25 of the peak over the first 30 % of the steps, then down to 1/250,000, each
    /// way half a cosine (Smith and Topin 2018); PyTorch's `OneCycleLR` without its momentum.
    OneCycle,
}

/// Share of the steps in which one cycle rises.
const RISE: f64 = 0.3;

/// By how much the peak is divided at the start of one cycle, and that again at its end.
const START_DIVISOR: f64 = 25.0;
const END_DIVISOR: f64 = 1e4;

impl Schedule {
    /// The rate of one step of `steps` (0 is the first).
    pub fn rate(self, peak: f32, step: u64, steps: u64) -> f32 {
        let peak_rate = f64::from(peak);
        let (step, steps) = (step as f64, steps as f64);
        let rate = match self {
            Self::Constant => return peak,
            Self::Cosine => between(peak_rate, 0.0, step / steps),
            Self::OneCycle => {
                let start = peak_rate / START_DIVISOR;
                let top = RISE * steps - 1.0;
                if step <= top {
                    between(start, peak_rate, step / top)
                } else {
                    let fall = (step - top) / (steps - 1.0 - top);
                    between(peak_rate, start / END_DIVISOR, fall)
                }
            }
        };
        rate as f32
    }
}

/// Half a cosine from one value to another, for a share of the way in 0..1.
fn between(from: f64, to: f64, share: f64) -> f64 {
    to + (from - to) * (1.0 + (PI * share).cos()) / 2.0
}

//! How well a model reads pictures whose digits are known.

use rayon::prelude::*;

use crate::dataset::{CLASSES, Dataset};
use crate::grid::Grid;
use crate::network::{Classification, Model};

/// Pictures that a model reads at once; several such batches are read side by side.
const BATCH: usize = 64;

/// What a model made of a set of pictures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    pub total: usize,
    pub correct: usize,
    /// Mean cross-entropy, natural logarithm; 0 for no pictures.
    pub loss: f64,
    /// How often a digit (row) was said to be a digit (column).
    pub confusion: [[usize; CLASSES]; CLASSES],
    /// What was read wrong, the largest loss first.
    pub mistakes: Vec<Mistake>,
}

/// One picture that was read wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mistake {
    /// Its place in the set.
    pub index: usize,
    /// The digit that it shows.
    pub label: u8,
    /// The digit that the model said, and the probability that it gave it.
    pub said: u8,
    pub probability: f32,
    /// Cross-entropy: −ln of the probability that the model gave the true digit.
    pub loss: f64,
}

impl Evaluation {
    /// The share that was read right, in 0..1; `None` for no pictures.
    pub fn accuracy(&self) -> Option<f64> {
        (self.total > 0).then(|| self.correct as f64 / self.total as f64)
    }

    /// Both together, as if their sets were one. Mistakes keep their places in their own sets.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        let total = self.total + other.total;
        let sum = self.loss * self.total as f64 + other.loss * other.total as f64;
        self.loss = if total > 0 { sum / total as f64 } else { 0.0 };
        self.total = total;
        self.correct += other.correct;
        for (row, other) in self.confusion.iter_mut().zip(&other.confusion) {
            for (cell, other) in row.iter_mut().zip(other) {
                *cell += other;
            }
        }
        self.mistakes.extend(&other.mistakes);
        self.mistakes.sort_by(worst_first);
        self
    }

    fn add(&mut self, index: usize, label: u8, answer: &Classification) {
        let said = answer.digit();
        let loss = cross_entropy(answer, label);
        self.total += 1;
        self.correct += usize::from(said == label);
        self.loss += loss;
        self.confusion[usize::from(label)][usize::from(said)] += 1;
        if said != label {
            self.mistakes.push(Mistake {
                index,
                label,
                said,
                probability: answer.probability(),
                loss,
            });
        }
    }
}

/// Lets a model read every picture of a set, in rayon's current pool. The result does not depend
/// on the number of threads.
pub fn evaluate(model: &Model, dataset: &Dataset) -> Evaluation {
    let starts: Vec<usize> = (0..dataset.len()).step_by(BATCH).collect();
    let answers: Vec<Vec<Classification>> = starts
        .par_iter()
        .map(|start| {
            let batch = *start..(start + BATCH).min(dataset.len());
            let pictures: Vec<Grid> = batch.map(|index| dataset.picture(index)).collect();
            model.classify_many(&pictures)
        })
        .collect();
    let mut evaluation = Evaluation::default();
    for (index, answer) in answers.iter().flatten().enumerate() {
        evaluation.add(index, dataset.label(index), answer);
    }
    evaluation.loss /= evaluation.total.max(1) as f64;
    evaluation.mistakes.sort_by(worst_first);
    evaluation
}

fn worst_first(a: &Mistake, b: &Mistake) -> std::cmp::Ordering {
    b.loss.total_cmp(&a.loss).then(a.index.cmp(&b.index))
}

/// Cross-entropy: −ln softmax(logits)[label], with the largest logit taken off first so that nothing overflows.
pub fn cross_entropy(answer: &Classification, label: u8) -> f64 {
    let logits = answer.logits.map(f64::from);
    let largest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = logits.iter().map(|logit| (logit - largest).exp()).sum();
    sum.ln() + largest - logits[usize::from(label)]
}

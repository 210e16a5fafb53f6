//! Softmax cross-entropy: −ln of the probability that the softmax of the logits gives the label.
//!
//! The gradient of the logits is softmax − 1 at the label and softmax elsewhere, over the number
//! of pictures for a mean.

/// What the logits of some pictures came to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Sum of the pictures' cross-entropies, natural logarithm.
    pub loss: f64,
    /// How many pictures have their largest logit, the first of equals, at the label.
    pub correct: usize,
}

/// Scores rows of `classes` logits and writes their gradients, times `scale`.
///
/// # Panics
/// If a label is not below `classes`.
pub fn cross_entropy(
    logits: &[f32],
    labels: &[u8],
    classes: usize,
    scale: f32,
    gradient: &mut [f32],
) -> Score {
    let mut score = Score::default();
    let rows = logits.chunks_exact(classes);
    for ((logits, gradient), label) in rows.zip(gradient.chunks_exact_mut(classes)).zip(labels) {
        let label = usize::from(*label);
        let mut best = 0;
        for class in 1..classes {
            if logits[class] > logits[best] {
                best = class;
            }
        }
        let mut sum = 0.0;
        for (g, logit) in gradient.iter_mut().zip(logits) {
            *g = (logit - logits[best]).exp();
            sum += *g;
        }
        for g in gradient.iter_mut() {
            *g *= scale / sum;
        }
        gradient[label] -= scale;
        score.loss += f64::from(sum.ln() - (logits[label] - logits[best]));
        score.correct += usize::from(best == label);
    }
    score
}

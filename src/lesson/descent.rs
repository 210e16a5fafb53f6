//! Downhill in a valley of two weights, as an optimiser goes with the thousands of a network.

use crate::network::Optimizer;

/// Where the descent starts.
pub const START: [f64; 2] = [-4.0, 1.6];

/// How much steeper the valley is across than along.
const STEEPNESS: f64 = 12.0;

/// The height at a place: (x² + 12·y²) / 2, lowest at (0, 0).
pub fn height([x, y]: [f64; 2]) -> f64 {
    (x * x + STEEPNESS * y * y) / 2.0
}

/// The slope along both axes.
pub fn gradient([x, y]: [f64; 2]) -> [f64; 2] {
    [x, STEEPNESS * y]
}

/// The places after 0, 1, … `steps` steps with this rate.
pub fn path(optimizer: Optimizer, rate: f64, steps: usize) -> Vec<[f64; 2]> {
    let mut place = START;
    let mut moments = [[0.0; 2]; 2];
    let mut path = vec![place];
    for step in 1..=steps {
        let slope = gradient(place);
        for axis in 0..2 {
            let [first, second] = &mut moments[axis];
            place[axis] -= rate * change(optimizer, step, slope[axis], first, second);
        }
        path.push(place);
    }
    path
}

/// By how many rates a weight falls: v of momentum, m̂ / (√v̂ + ε) of Adam (Kingma and Ba 2015).
fn change(
    optimizer: Optimizer,
    step: usize,
    slope: f64,
    first: &mut f64,
    second: &mut f64,
) -> f64 {
    let (beta1, beta2, epsilon) = match optimizer {
        Optimizer::Sgd { momentum } => {
            *first = f64::from(momentum) * *first + slope;
            return *first;
        }
        Optimizer::Adam {
            beta1,
            beta2,
            epsilon,
        }
        | Optimizer::AdamW {
            beta1,
            beta2,
            epsilon,
            ..
        } => (f64::from(beta1), f64::from(beta2), f64::from(epsilon)),
    };
    *first = beta1 * *first + (1.0 - beta1) * slope;
    *second = beta2 * *second + (1.0 - beta2) * slope * slope;
    let step = step as i32;
    let (mean, square) = (
        *first / (1.0 - beta1.powi(step)),
        *second / (1.0 - beta2.powi(step)),
    );
    mean / (square.sqrt() + epsilon)
}

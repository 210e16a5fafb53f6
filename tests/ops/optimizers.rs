//! The optimisers' one pass against the reference, on every instruction set.

use convscope::network::Optimizer;
use convscope::network::ops::optimizer::{LARGEST_GRADIENT, Step, is_sound};
use convscope::network::ops::reference::{self as textbook, Weight};

use crate::common::{assert_within, numbers, on_every_set, rng, single};

#[test]
fn five_steps_of_each() {
    let adam = |beta2, weight_decay| Optimizer::AdamW {
        beta1: 0.9,
        beta2,
        epsilon: 1e-8,
        weight_decay,
    };
    let optimizers = [
        Optimizer::ADAM,
        adam(0.99, 0.0),
        adam(0.999, 0.25),
        Optimizer::Sgd { momentum: 0.0 },
        Optimizer::Sgd { momentum: 0.9 },
    ];
    on_every_set(|set| {
        for optimizer in optimizers {
            for count in (1..40).chain([1_000]) {
                let rng = &mut rng(count as u64);
                let start = numbers(rng, count);
                let mut expected: Vec<Weight> = start
                    .iter()
                    .map(|value| Weight {
                        value: *value,
                        ..Weight::default()
                    })
                    .collect();
                let mut weights = single(&start);
                let (mut first, mut second) = (vec![0.0; count], vec![0.0; count]);
                for step in 1..=5 {
                    let mut gradient = numbers(rng, count);
                    // Small gradients, and none: ε counts, and 0 / 0 must not happen.
                    gradient[0] = 0.0;
                    gradient.iter_mut().step_by(3).for_each(|g| *g *= 1e-6);
                    let rate = 0.5 / step as f32;
                    Step::new(optimizer, step, rate).apply(
                        set,
                        &mut weights,
                        &single(&gradient),
                        &mut first,
                        &mut second,
                    );
                    for (weight, g) in expected.iter_mut().zip(gradient) {
                        let (g, rate) = (f64::from(g as f32), f64::from(rate));
                        *weight = match optimizer {
                            Optimizer::Adam {
                                beta1,
                                beta2,
                                epsilon,
                            } => {
                                let factors = (beta1, beta2, epsilon, 0.0);
                                textbook::adam(*weight, g, step as i32, rate, double(factors))
                            }
                            Optimizer::AdamW {
                                beta1,
                                beta2,
                                epsilon,
                                weight_decay,
                            } => {
                                let factors = (beta1, beta2, epsilon, weight_decay);
                                textbook::adam(*weight, g, step as i32, rate, double(factors))
                            }
                            Optimizer::Sgd { momentum } => {
                                textbook::sgd(*weight, g, rate, f64::from(momentum))
                            }
                        };
                    }
                }
                let what = format!("{set:?} {optimizer:?} {count}");
                let expect =
                    |part: fn(&Weight) -> f64| expected.iter().map(part).collect::<Vec<_>>();
                assert_within(&what, &weights, &expect(|w| w.value), 2e-6);
                assert_within(&format!("{what} first"), &first, &expect(|w| w.first), 2e-6);
                assert_within(
                    &format!("{what} second"),
                    &second,
                    &expect(|w| w.second),
                    2e-6,
                );
            }
        }
    });
}

fn double(factors: (f32, f32, f32, f32)) -> (f64, f64, f64, f64) {
    let (a, b, c, d) = factors;
    (a.into(), b.into(), c.into(), d.into())
}

/// Numbers below the smallest normal one are slow on many processors: the running means of a
/// weight that has stopped learning end at 0 instead.
#[test]
fn running_means_end_at_zero() {
    on_every_set(|set| {
        let (mut weights, mut first, mut second) =
            (vec![1.0; 20], vec![1e-30; 20], vec![1e-37; 20]);
        for step in 1..3_000 {
            let step = Step::new(Optimizer::ADAM, step, 1e-3);
            step.apply(set, &mut weights, &[0.0; 20], &mut first, &mut second);
            let all = first.iter().chain(&second);
            assert!(all.clone().all(|mean| !mean.is_subnormal()));
        }
        assert_eq!(first, [0.0; 20]);
        assert!(weights.iter().all(|weight| weight.is_finite()));
    });
}

#[test]
fn a_gradient_beyond_measure_is_found() {
    on_every_set(|set| {
        for length in 1..70 {
            let mut gradient = vec![0.5; length];
            assert!(is_sound(set, &gradient));
            for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, LARGEST_GRADIENT] {
                gradient[length / 2] = bad;
                assert!(!is_sound(set, &gradient), "{set:?} {length} {bad}");
            }
        }
    });
}

//! The learner's explicit pass against the reference, against candle's autograd and against
//! itself on other threads and instruction sets.

use candle_core::{Device, Tensor};
use candle_nn::Optimizer as _;
use convscope::network::ops::autograd::cross_entropy;
use convscope::network::ops::var_optimizer::VarOptimizer;
use convscope::network::{Architecture, Layer, Learner, Mode, Model, Optimizer, Preset};

use crate::common::{assert_slopes, assert_within, differences, on_every_set, rng};
use crate::net::{loss_and_gradients, parameters, random_architecture};

const ADAM_W: Optimizer = Optimizer::AdamW {
    beta1: 0.9,
    beta2: 0.99,
    epsilon: 1e-8,
    weight_decay: 0.1,
};

/// Pixels in ±1 and labels of a batch.
fn batch(seed: u64, pictures: usize) -> (Vec<f32>, Vec<u8>) {
    use rand::Rng;
    let rng = &mut rng(seed);
    let pixels = (0..pictures * 784)
        .map(|_| rng.random_range(-1.0..1.0))
        .collect();
    let labels = (0..pictures).map(|_| rng.random_range(0..10)).collect();
    (pixels, labels)
}

fn doubled(values: &[f32]) -> Vec<f64> {
    values.iter().map(|value| f64::from(*value)).collect()
}

/// The gradients that a step of plain SGD at rate 1 takes off the weights.
fn gradients(before: &Model, learner: &Learner) -> Vec<Vec<f32>> {
    let after = learner.model().unwrap();
    let pairs = before.parameters().iter().zip(after.parameters());
    pairs
        .map(|(before, after)| {
            let values = before.values.iter().zip(&after.values);
            values.map(|(before, after)| before - after).collect()
        })
        .collect()
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |most, value| value.abs().max(most))
}

/// Fails where a gradient differs by more than rounding: its own through many layers, of which
/// `all` is the largest, and that of the weight near 1 that it was taken off.
#[track_caller]
fn assert_gradient(what: &str, given: &[f32], expected: &[f64], all: f64) {
    assert_eq!(given.len(), expected.len());
    let most = largest(expected);
    for (index, (a, b)) in given.iter().zip(expected).enumerate() {
        let error = (f64::from(*a) - b).abs();
        assert!(
            error <= 1e-3 * most + 3e-6 * (1.0 + all),
            "{what}: at {index} {a} is not {b}"
        );
    }
}

fn check_against_reference(architecture: &Architecture, seed: u64, pictures: usize) {
    let model = Model::seeded(architecture, seed);
    let (pixels, labels) = batch(seed, pictures);
    let weights = parameters(&model);
    let (loss, expected) =
        loss_and_gradients(architecture, &weights, &doubled(&pixels), &labels, seed);
    let all = expected.iter().map(|g| largest(g)).fold(0.0, f64::max);
    on_every_set(|set| {
        let sgd = Optimizer::Sgd { momentum: 0.0 };
        let mut learner = Learner::new(&model, sgd, seed, 1)
            .unwrap()
            .with_instructions(set);
        let outcome = learner.step(&pixels, &labels, 1.0).unwrap();
        let what = format!("{set:?} seed {seed} {:?}", architecture.layers());
        assert!(
            (f64::from(outcome.loss) - loss).abs() < 1e-4 * loss,
            "{what}"
        );
        for ((parameter, given), expected) in model
            .parameters()
            .iter()
            .zip(gradients(&model, &learner))
            .zip(&expected)
        {
            if parameter.spec.learned {
                assert_gradient(
                    &format!("{what} {}", parameter.spec.name),
                    &given,
                    expected,
                    all,
                );
            }
        }
    });
}

#[test]
fn every_presets_gradients_are_the_references() {
    for preset in Preset::ALL {
        check_against_reference(&preset.architecture(), 5, 4);
    }
}

#[test]
fn random_architectures_gradients_are_the_references() {
    let mut kinds = std::collections::HashSet::new();
    for seed in 0..60 {
        let architecture = random_architecture(&mut rng(seed));
        kinds.extend(architecture.layers().iter().map(std::mem::discriminant));
        check_against_reference(&architecture, seed, 3 + seed as usize % 4);
    }
    assert_eq!(kinds.len(), 11, "every kind of layer must be among them");
}

/// Logits straight from maps: the flatten puts channels first.
#[test]
fn a_network_that_ends_in_maps() {
    let convolution = |name: &str, channels, kernel, stride| Layer::Convolution {
        name: name.into(),
        channels,
        kernel,
        stride,
        padding: (0, 0),
        dilation: (1, 1),
    };
    let layers = vec![
        convolution("a", 3, (5, 5), (3, 3)),
        Layer::Relu,
        convolution("b", 2, (8, 4), (1, 1)),
        Layer::Flatten,
    ];
    let architecture = Architecture::new(layers).unwrap();
    assert_eq!(architecture.shapes()[3].dims(), (2, 1, 5));
    check_against_reference(&architecture, 1, 3);
}

/// Steps and dilations that mean nothing are no reason to overflow.
#[test]
fn absurd_steps() {
    let huge = usize::MAX / 3;
    let layers = vec![
        Layer::Convolution {
            name: "conv".into(),
            channels: 10,
            kernel: (11, 1),
            stride: (huge, huge),
            padding: (0, 0),
            dilation: (1, huge),
        },
        Layer::Relu,
        Layer::MaxPool {
            kernel: (1, 1),
            stride: (huge, huge),
        },
        Layer::AveragePool {
            kernel: (1, 1),
            stride: (huge, huge),
        },
        Layer::Flatten,
    ];
    let model = Model::seeded(&Architecture::new(layers).unwrap(), 1);
    let (pixels, labels) = batch(1, 5);
    let mut learner = Learner::new(&model, Optimizer::ADAM, 1, 1).unwrap();
    assert!(
        learner
            .step(&pixels, &labels, 1e-3)
            .unwrap()
            .loss
            .is_finite()
    );
}

/// The reference itself, through whole networks.
#[test]
fn the_references_gradients_are_slopes() {
    for (architecture, seed) in [
        (Preset::Tiny.architecture(), 1),
        (random_architecture(&mut rng(3)), 3),
        (random_architecture(&mut rng(4)), 4),
        (random_architecture(&mut rng(11)), 11),
        (random_architecture(&mut rng(20)), 20),
    ] {
        let model = Model::seeded(&architecture, seed);
        let (pixels, labels) = batch(seed, 3);
        let (pixels, mut weights) = (doubled(&pixels), parameters(&model));
        let loss = |weights: &Vec<Vec<f64>>| {
            loss_and_gradients(&architecture, weights, &pixels, &labels, seed)
        };
        let (_, gradients) = loss(&weights);
        for (index, parameter) in model.parameters().iter().enumerate() {
            if !parameter.spec.learned {
                continue;
            }
            let mut values = weights[index].clone();
            let some = (0..values.len()).step_by(1 + values.len() / 4);
            let others = weights.clone();
            let slopes = differences(&mut values, some, |values| {
                let mut weights = others.clone();
                weights[index] = values.to_vec();
                loss(&weights).0
            });
            assert_slopes(&parameter.spec.name, &gradients[index], &slopes);
            weights[index] = values;
        }
    }
}

/// Twenty steps with each optimiser: the explicit pass and candle's autograd with the same
/// operations come to the same weights.
#[test]
fn autograd_comes_to_the_same_weights() {
    let mut architectures: Vec<_> = Preset::ALL.map(Preset::architecture).into();
    architectures.extend((40..50).map(|seed| random_architecture(&mut rng(seed))));
    for (case, architecture) in architectures.iter().enumerate() {
        // A bias before a batch normalisation has no gradient but rounding, of which Adam makes
        // whole steps.
        let norm = architecture.parameters().iter().any(|p| !p.learned);
        let optimizer = match case % 3 {
            0 if !norm => Optimizer::ADAM,
            1 if !norm => ADAM_W,
            _ => Optimizer::Sgd { momentum: 0.9 },
        };
        let model = Model::seeded(architecture, 5);
        let mut learner = Learner::new(&model, optimizer, 9, 2).unwrap();
        let trainable = model.trainable().unwrap();
        let vars = trainable.vars().map(|(_, var)| var.clone()).collect();
        let mut candle = VarOptimizer::new(vars, (optimizer, 1e-3)).unwrap();
        let mut rng = rng(9);
        for step in 0..20 {
            let (pixels, labels) = batch(step, 20);
            let outcome = learner.step(&pixels, &labels, 1e-3).unwrap();
            let pictures = Tensor::from_vec(pixels, (20, 1, 28, 28), &Device::Cpu).unwrap();
            let mut mode = Mode::Train { rng: &mut rng };
            let logits = trainable.forward(&pictures, &mut mode).unwrap();
            let loss = cross_entropy(&logits, &labels).unwrap();
            candle.backward_step(&loss).unwrap();
            let loss = loss.to_scalar::<f32>().unwrap();
            let error = (loss - outcome.loss).abs();
            assert!(
                error < 2e-4 * loss,
                "{case} {step}: {loss} {}",
                outcome.loss
            );
        }
        let (ours, theirs) = (learner.model().unwrap(), trainable.snapshot().unwrap());
        for (ours, theirs) in ours.parameters().iter().zip(theirs.parameters()) {
            let what = format!("{case} {}", ours.spec.name);
            assert_within(&what, &ours.values, &doubled(&theirs.values), 2e-3);
        }
    }
}

/// No pictures make no logits, and no gradient: nothing breaks.
#[test]
fn a_batch_of_nothing_is_harmless() {
    for preset in Preset::ALL {
        let model = Model::seeded(&preset.architecture(), 1);
        let pictures = Tensor::from_vec(Vec::<f32>::new(), (0, 1, 28, 28), &Device::Cpu).unwrap();
        assert_eq!(model.logits(&pictures).unwrap().dims(), [0, 10]);
        assert!(model.classify_many(&[]).is_empty());
        let trainable = model.trainable().unwrap();
        let logits = trainable.forward(&pictures, &mut Mode::Eval).unwrap();
        assert_eq!(logits.dims(), [0, 10]);
        let gradients = logits.sum_all().unwrap().backward().unwrap();
        for (name, var) in trainable.vars() {
            let gradient = gradients.get(var);
            let most = gradient.map_or(0.0, |gradient| {
                let sum = gradient.abs().unwrap().sum_all().unwrap();
                sum.to_scalar::<f32>().unwrap()
            });
            assert_eq!(most, 0.0, "{name}");
        }
        let mut learner = Learner::new(&model, Optimizer::ADAM, 1, 2).unwrap();
        assert!(learner.step(&[], &[], 1e-3).is_err());
    }
}

/// Also where nothing is trained, every learned parameter's gradient can be asked for.
#[test]
fn every_parameter_has_a_gradient_in_evaluation() {
    for preset in Preset::ALL {
        let model = Model::seeded(&preset.architecture(), 1);
        let (pixels, _) = batch(1, 2);
        let pictures = Tensor::from_vec(pixels, (2, 1, 28, 28), &Device::Cpu).unwrap();
        let trainable = model.trainable().unwrap();
        let logits = trainable.forward(&pictures, &mut Mode::Eval).unwrap();
        let gradients = logits.sqr().unwrap().sum_all().unwrap().backward().unwrap();
        for (name, var) in trainable.vars() {
            let gradient = gradients.get(var).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(gradient.dims(), var.dims(), "{name}");
        }
    }
}

/// The bits of all weights.
fn bits(model: &Model) -> Vec<u32> {
    let values = model.parameters().iter().flat_map(|p| &p.values);
    values.map(|value| value.to_bits()).collect()
}

#[test]
fn threads_never_change_a_bit() {
    for preset in [Preset::Lesson, Preset::Deeper, Preset::LeNet5] {
        let model = Model::seeded(&preset.architecture(), 5);
        let run = |threads: usize| {
            let mut learner = Learner::new(&model, Optimizer::ADAM, 1, threads).unwrap();
            let losses: Vec<u32> = (0..6)
                .map(|step| {
                    let (pixels, labels) = batch(step, [64, 4, 100, 17, 33, 1][step as usize]);
                    let outcome = learner.step(&pixels, &labels, 1e-3).unwrap();
                    outcome.loss.to_bits()
                })
                .collect();
            (losses, bits(&learner.model().unwrap()))
        };
        let alone = run(1);
        for threads in [2, 3, 4] {
            assert_eq!(run(threads), alone, "{preset:?} {threads}");
        }
    }
}

#[test]
fn a_restored_learner_goes_on_bit_for_bit() {
    let model = Model::seeded(&Preset::Deeper.architecture(), 5);
    let steps = |learner: &mut Learner, steps: std::ops::Range<u64>| {
        for step in steps {
            let (pixels, labels) = batch(step, 20);
            learner.step(&pixels, &labels, 1e-3).unwrap();
        }
    };
    let mut whole = Learner::new(&model, ADAM_W, 3, 1).unwrap();
    steps(&mut whole, 0..3);
    let (state, saved) = (whole.state(), whole.model().unwrap());
    steps(&mut whole, 3..6);
    let mut resumed = Learner::new(&saved, ADAM_W, 3, 2).unwrap();
    resumed.restore(state.clone()).unwrap();
    assert_eq!(resumed.state(), state);
    steps(&mut resumed, 3..6);
    assert_eq!(
        bits(&resumed.model().unwrap()),
        bits(&whole.model().unwrap())
    );
    let other = Model::seeded(&Architecture::lesson(), 1);
    let mut other = Learner::new(&other, ADAM_W, 3, 1).unwrap();
    assert!(other.restore(state).is_err());
}

/// Weights stay as they were when the loss, or a gradient, is beyond all measure.
#[test]
fn a_run_that_diverges_keeps_its_weights() {
    for preset in [Preset::Lesson, Preset::Deeper] {
        let model = Model::seeded(&preset.architecture(), 5);
        let mut learner = Learner::new(&model, Optimizer::ADAM, 1, 2).unwrap();
        let (mut pixels, labels) = batch(1, 40);
        let good = learner.step(&pixels, &labels, 1e-3).unwrap();
        assert!(good.loss.is_finite());
        let (before, state) = (bits(&learner.model().unwrap()), learner.state());
        for bad in [f32::NAN, f32::INFINITY, 1e38] {
            pixels[30 * 784 + 400] = bad;
            let outcome = learner.step(&pixels, &labels, 1e-3).unwrap();
            assert!(!outcome.loss.is_finite(), "{preset:?} {bad}");
            assert_eq!(bits(&learner.model().unwrap()), before, "{preset:?} {bad}");
        }
        assert_eq!(learner.state().moments, state.moments);
        let sgd = Optimizer::Sgd { momentum: 0.0 };
        let mut learner = Learner::new(&model, sgd, 1, 1).unwrap();
        let (pixels, labels) = batch(1, 10);
        let mut last = learner.model().unwrap();
        for _ in 0..200 {
            let outcome = learner.step(&pixels, &labels, 1e6).unwrap();
            if !outcome.loss.is_finite() {
                break;
            }
            last = learner.model().unwrap();
        }
        let kept = learner.model().unwrap();
        assert_eq!(bits(&kept), bits(&last), "{preset:?}");
        assert!(
            kept.parameters()
                .iter()
                .flat_map(|p| &p.values)
                .all(|v| v.is_finite())
        );
    }
}

#[test]
fn bad_batches_are_refused() {
    let model = Model::seeded(&Architecture::lesson(), 5);
    let mut learner = Learner::new(&model, Optimizer::ADAM, 1, 1).unwrap();
    let error = |learner: &mut Learner, pixels: &[f32], labels: &[u8]| {
        learner.step(pixels, labels, 1e-3).unwrap_err().to_string()
    };
    assert!(error(&mut learner, &[], &[]).contains("at least one picture"));
    assert!(error(&mut learner, &[0.0; 784], &[1, 2]).contains("784 pixels each"));
    assert!(error(&mut learner, &[0.0; 784], &[10]).contains("10 is no digit"));
    assert_eq!(bits(&learner.model().unwrap()), bits(&model));
}

/// What training made runs the same in inference, alone and among many.
#[test]
fn inference_gives_the_trained_networks_logits() {
    for preset in Preset::ALL {
        let model = Model::seeded(&preset.architecture(), 5);
        let mut learner = Learner::new(&model, Optimizer::ADAM, 1, 1).unwrap();
        for step in 0..3 {
            let (pixels, labels) = batch(step, 8);
            learner.step(&pixels, &labels, 1e-3).unwrap();
        }
        let model = learner.model().unwrap();
        let (pixels, _) = batch(1, 50);
        let pictures = Tensor::from_vec(pixels, (50, 1, 28, 28), &Device::Cpu).unwrap();
        let expected = model.trainable().unwrap();
        let expected = expected.forward(&pictures, &mut Mode::Eval).unwrap();
        let expected = doubled(&expected.flatten_all().unwrap().to_vec1().unwrap());
        let given = model.logits(&pictures).unwrap();
        let given: Vec<f32> = given.flatten_all().unwrap().to_vec1().unwrap();
        assert_within(&format!("{preset:?}"), &given, &expected, 1e-5);
        for picture in [0, 17, 49] {
            let alone = model
                .logits(&pictures.narrow(0, picture, 1).unwrap())
                .unwrap();
            let alone: Vec<f32> = alone.flatten_all().unwrap().to_vec1().unwrap();
            assert_eq!(alone, given[picture * 10..picture * 10 + 10], "{preset:?}");
        }
    }
}

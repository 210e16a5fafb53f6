//! Gradients reach every learned tensor, and batch normalisation keeps its statistics.

use candle_core::{Device, Tensor};
use convscope::network::{Mode, Model, Preset};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

fn batch(pictures: usize) -> Tensor {
    let pixels: Vec<f32> = (0..pictures * 784)
        .map(|index| ((index * 7919) % 101) as f32 / 50.0 - 1.0)
        .collect();
    Tensor::from_vec(pixels, (pictures, 1, 28, 28), &Device::Cpu).unwrap()
}

#[test]
fn every_learned_tensor_gets_a_gradient() {
    for preset in Preset::ALL {
        let trainable = Model::seeded(&preset.architecture(), 5)
            .trainable()
            .unwrap();
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut mode = Mode::Train { rng: &mut rng };
        let logits = trainable.forward(&batch(4), &mut mode).unwrap();
        let gradients = logits.sqr().unwrap().sum_all().unwrap().backward().unwrap();
        for (name, var) in trainable.vars() {
            let gradient = gradients
                .get(var)
                .unwrap_or_else(|| panic!("{preset:?} {name}"));
            assert_eq!(gradient.dims(), var.dims(), "{preset:?} {name}");
        }
    }
}

/// A gradient equals the difference that a small step makes, through pooling too.
#[test]
fn gradients_agree_with_differences() {
    for preset in [Preset::Tiny, Preset::LeNet5] {
        let trainable = Model::seeded(&preset.architecture(), 5)
            .trainable()
            .unwrap();
        let loss = || {
            let logits = trainable.forward(
                &batch(2),
                &mut Mode::Train {
                    rng: &mut ChaCha8Rng::seed_from_u64(1),
                },
            );
            logits.unwrap().sqr().unwrap().sum_all().unwrap()
        };
        let gradients = loss().backward().unwrap();
        let (name, var) = trainable.vars().next().unwrap();
        let gradient: Vec<f32> = gradients
            .get(var)
            .unwrap()
            .flatten_all()
            .unwrap()
            .to_vec1()
            .unwrap();
        let values: Vec<f32> = var.flatten_all().unwrap().to_vec1().unwrap();
        for index in (0..values.len()).step_by(5) {
            let at = |by: f32| {
                let mut moved = values.clone();
                moved[index] += by;
                let moved = Tensor::from_vec(moved, var.dims(), &Device::Cpu).unwrap();
                var.set(&moved).unwrap();
                loss().to_scalar::<f32>().unwrap()
            };
            let step = 1e-3;
            let difference = (at(step) - at(-step)) / (2.0 * step);
            let error = (difference - gradient[index]).abs();
            let scale = gradient[index].abs().max(0.2);
            assert!(
                error < 0.05 * scale,
                "{preset:?} {name} {index}: {difference}"
            );
            at(0.0);
        }
    }
}

#[test]
fn batch_normalisation_updates_its_running_statistics() {
    let model = Model::seeded(&Preset::Deeper.architecture(), 5);
    let trainable = model.trainable().unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    trainable
        .forward(&batch(4), &mut Mode::Train { rng: &mut rng })
        .unwrap();
    let after = trainable.snapshot().unwrap();
    let mean = |model: &Model| model.parameter("bn1.running_mean").unwrap().values.clone();
    assert_ne!(mean(&model), mean(&after));
    assert_eq!(
        mean(&Model::seeded(&Preset::Deeper.architecture(), 5)),
        mean(&model)
    );
    let weights = |model: &Model| model.parameter("conv1.weight").unwrap().values.clone();
    assert_eq!(weights(&model), weights(&after));
}

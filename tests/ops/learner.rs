//! The explicit pass against candle's autograd.

use candle_core::{Device, Tensor};
use convscope::network::{Learner, Mode, Model, Optimizer, Preset};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

fn pixels(pictures: usize) -> Vec<f32> {
    (0..pictures * 784)
        .map(|index| ((index * 7919 + index / 784 * 31) % 101) as f32 / 50.0 - 1.0)
        .collect()
}

#[test]
fn one_step_of_sgd_is_autograds() {
    for preset in Preset::ALL {
        if preset == Preset::Deeper {
            continue;
        }
        let model = Model::seeded(&preset.architecture(), 5);
        let pictures = 20;
        let pixels = pixels(pictures);
        let labels: Vec<u8> = (0..pictures).map(|i| (i % 10) as u8).collect();
        let mut learner = Learner::new(&model, Optimizer::Sgd { momentum: 0.0 }, 1, 1).unwrap();
        let outcome = learner.step(&pixels, &labels, 1.0).unwrap();
        let trainable = model.trainable().unwrap();
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let batch = Tensor::from_vec(pixels, (pictures, 1, 28, 28), &Device::Cpu).unwrap();
        let logits = trainable
            .forward(&batch, &mut Mode::Train { rng: &mut rng })
            .unwrap();
        let targets: Vec<u32> = labels.iter().map(|l| u32::from(*l)).collect();
        let targets = Tensor::from_vec(targets, pictures, &Device::Cpu).unwrap();
        let loss = candle_nn::loss::cross_entropy(&logits, &targets).unwrap();
        assert!(
            (loss.to_scalar::<f32>().unwrap() - outcome.loss).abs() < 1e-5,
            "{preset:?}"
        );
        let gradients = loss.backward().unwrap();
        let after = learner.model().unwrap();
        for (name, var) in trainable.vars() {
            let g: Vec<f32> = gradients
                .get(var)
                .unwrap()
                .flatten_all()
                .unwrap()
                .to_vec1()
                .unwrap();
            let before = &model.parameter(name).unwrap().values;
            let now = &after.parameter(name).unwrap().values;
            let most = g.iter().fold(0f32, |m, g| m.max(g.abs()));
            for i in 0..g.len() {
                let mine = before[i] - now[i];
                assert!(
                    (mine - g[i]).abs() < 1e-4 * most + 1e-6,
                    "{preset:?} {name} {i}: {mine} {}",
                    g[i]
                );
            }
        }
    }
}

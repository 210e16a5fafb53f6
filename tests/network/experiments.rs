//! What can be tried on a network does what it says, and leaves the original alone.

use std::collections::HashSet;

use convscope::convolution::Preset;
use convscope::grid::Grid;
use convscope::network::experiment::{Change, changed, named_kernel};
use convscope::network::trace::trace;
use convscope::network::{Architecture, Layer, Model, Preset as Known};

fn grey() -> Grid {
    Grid::from_fn(28, 28, |row, column| {
        ((row * 7 + column * 3) % 11) as f32 / 10.0
    })
}

/// What is drawn of a network is known by its stamp, also after the network is gone.
#[test]
fn no_network_has_the_stamp_of_one_that_is_gone() {
    let model = Model::seeded(&Known::Lesson.architecture(), 3);
    let mut stamps = HashSet::from([model.stamp()]);
    for _ in 0..20 {
        let passing = model.with_changed(|_| {});
        assert!(stamps.insert(passing.stamp()));
    }
    assert_eq!(model.clone().stamp(), model.stamp());
}

#[test]
fn a_silenced_map_is_zero_everywhere() {
    for preset in [Known::Lesson, Known::Deeper, Known::LeNet5] {
        let model = Model::seeded(&preset.architecture(), 3);
        let silent = changed(
            &model,
            &[Change::Silence {
                layer: 0,
                channel: 2,
            }],
        );
        let [before, after] = [&model, &silent].map(|model| trace(model, &grey()));
        let stage = 1 + preset
            .layers()
            .iter()
            .position(Layer::is_activation)
            .unwrap();
        assert!(
            after.stages[stage].map(2).iter().all(|v| *v == 0.0),
            "{preset:?}"
        );
        assert!(
            before.stages[stage].map(2).iter().any(|v| *v != 0.0),
            "{preset:?}"
        );
        assert_eq!(before.stages[stage].map(1), after.stages[stage].map(1));
        assert_ne!(before.classification, after.classification);
    }
}

#[test]
fn a_silenced_unit_is_zero() {
    let model = Model::seeded(&Architecture::lesson(), 3);
    let silent = changed(
        &model,
        &[Change::Silence {
            layer: 7,
            channel: 119,
        }],
    );
    assert_eq!(trace(&silent, &grey()).stages[8].values[119], 0.0);
    let beyond = changed(
        &model,
        &[Change::Silence {
            layer: 7,
            channel: 120,
        }],
    );
    assert_eq!(beyond.parameters(), model.parameters());
}

#[test]
fn a_replaced_kernel_stands_in_the_middle() {
    let model = Model::seeded(&Architecture::lesson(), 3);
    let change = Change::ReplaceKernel {
        layer: 3,
        output: 15,
        input: 5,
        kernel: Preset::SobelX.kernel(),
    };
    let weight = changed(&model, &[change])
        .parameter("conv2.weight")
        .unwrap()
        .clone();
    let start = (15 * 6 + 5) * 25;
    #[rustfmt::skip]
    let expected = [
        0.0,  0.0, 0.0, 0.0, 0.0,
        0.0, -1.0, 0.0, 1.0, 0.0,
        0.0, -2.0, 0.0, 2.0, 0.0,
        0.0, -1.0, 0.0, 1.0, 0.0,
        0.0,  0.0, 0.0, 0.0, 0.0,
    ];
    assert_eq!(weight.values[start..], expected);
    assert_eq!(
        weight.values[..start],
        model.parameter("conv2.weight").unwrap().values[..start]
    );
}

#[test]
fn named_kernels_take_the_size_of_the_learned_one() {
    for preset in Preset::ALL {
        for (height, width) in [(1, 1), (3, 3), (5, 5), (2, 3), (11, 11)] {
            assert_eq!(named_kernel(preset, height, width).size(), (height, width));
        }
        assert_eq!(named_kernel(preset, 7, 7), {
            let sized = preset.sized(7);
            sized.unwrap_or_else(|| preset.kernel().resized(7, 7).unwrap())
        });
    }
    let blur = named_kernel(Preset::BoxBlur, 5, 5);
    assert!(
        blur.grid()
            .values()
            .iter()
            .all(|weight| *weight == 1.0 / 25.0)
    );
}

#[test]
fn scale_and_noise_change_one_layer() {
    let model = Model::seeded(&Architecture::lesson(), 3);
    let zeroed = changed(
        &model,
        &[Change::Scale {
            layer: 9,
            factor: 0.0,
        }],
    );
    assert!(
        trace(&zeroed, &grey()).stages[10]
            .values
            .iter()
            .all(|v| *v == 0.0)
    );
    let noise = |seed| Change::Noise {
        layer: 0,
        amount: 0.5,
        seed,
    };
    let noisy = [1, 1, 2].map(|seed| changed(&model, &[noise(seed)]).parameters().to_vec());
    assert_eq!(noisy[0], noisy[1]);
    assert_ne!(noisy[0], noisy[2]);
    assert_eq!(noisy[0][1..], model.parameters()[1..]);
    let (old, new) = (&model.parameters()[0].values, &noisy[0][0].values);
    let spread = |differences: Vec<f32>| {
        let count = differences.len() as f32;
        (differences.iter().map(|d| d * d).sum::<f32>() / count).sqrt()
    };
    let ratio = spread(old.iter().zip(new).map(|(a, b)| b - a).collect()) / spread(old.clone());
    assert!((0.4..0.6).contains(&ratio), "{ratio}");
}

#[test]
fn layers_without_weights_stay() {
    let model = Model::seeded(&Architecture::lesson(), 3);
    let nothing = [1, 99].map(|layer| Change::Scale { layer, factor: 0.0 });
    assert_eq!(changed(&model, &nothing).parameters(), model.parameters());
}

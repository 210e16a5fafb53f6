//! Against values made by PyTorch: see tests/fixtures/ops/make.py.

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use candle_core::{DType, Device, Module, ModuleT, Tensor, Var};
use convscope::dataset::{Dataset, mnist};
use convscope::network::architecture::Architecture;
use convscope::network::ops::activation::Activation;
use convscope::network::ops::autograd::{self, Windows};
use convscope::network::ops::modules::{BatchNorm, Conv2d, Linear};
use convscope::network::ops::reference::{self as textbook, Maps};
use convscope::network::{Layer, Learner, Model, Optimizer, Preset};
use serde::Deserialize;
use tempfile::TempDir;

fn path(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ops");
    folder.join(name)
}

fn unpacked(name: &str) -> Vec<u8> {
    let file = std::fs::File::open(path(name)).unwrap();
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(file)
        .read_to_end(&mut bytes)
        .unwrap();
    bytes
}

#[derive(Deserialize)]
struct Numbers {
    dims: Vec<usize>,
    values: Vec<f64>,
}

impl Numbers {
    fn maps(&self) -> Maps {
        let mut dims = [1; 4];
        dims[..self.dims.len()].copy_from_slice(&self.dims);
        Maps::new(dims, self.values.clone())
    }

    fn var(&self, precision: DType) -> Var {
        let values = Tensor::new(self.values.as_slice(), &Device::Cpu).unwrap();
        let values = values.reshape(self.dims.as_slice()).unwrap();
        Var::from_tensor(&values.to_dtype(precision).unwrap()).unwrap()
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Options {
    kernel: (usize, usize),
    stride: (usize, usize),
    padding: (usize, usize),
    dilation: (usize, usize),
    labels: Vec<u8>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    options: Options,
    inputs: HashMap<String, Numbers>,
    result: Numbers,
    weights: Numbers,
    gradients: HashMap<String, Numbers>,
}

impl Case {
    fn windows(&self) -> Windows {
        match self.name.as_str() {
            "conv2d" => Windows {
                stride: self.options.stride,
                padding: self.options.padding,
                dilation: self.options.dilation,
            },
            _ => Windows::default(),
        }
    }

    fn activation(&self) -> Activation {
        match self.name.as_str() {
            "relu" => Activation::Relu,
            "leaky_relu" => Activation::LeakyRelu { slope: 0.25 },
            "tanh" => Activation::Tanh,
            "sigmoid" => Activation::Sigmoid,
            other => panic!("{other} is not known"),
        }
    }

    /// The result inside candle's autograd.
    fn tensor(&self, inputs: &HashMap<&str, Var>) -> Tensor {
        let input = |name: &str| inputs[name].as_tensor().clone();
        let (kernel, stride) = (self.options.kernel, self.options.stride);
        let x = &input("x");
        let y = match self.name.as_str() {
            "conv2d" => Conv2d::new(input("weight"), input("bias"), self.windows()).forward(x),
            "conv2d_relu_max_pool2d" => Conv2d::new(input("weight"), input("bias"), self.windows())
                .forward_relu_max_pool(x, kernel),
            "max_pool2d" => autograd::max_pool2d(x, kernel, stride),
            "avg_pool2d" => autograd::avg_pool2d(x, kernel, stride),
            "linear" => Linear::new(input("weight"), input("bias")).forward(x),
            "batch_norm" => {
                let (weight, bias) = (input("weight"), input("bias"));
                let (mean, variance) = (weight.zeros_like().unwrap(), weight.ones_like().unwrap());
                BatchNorm::new(weight, bias, mean, variance).forward_t(x, true)
            }
            "cross_entropy" => {
                autograd::cross_entropy(x, &self.options.labels).and_then(|loss| loss.reshape(1))
            }
            _ => autograd::activation(x, self.activation()),
        };
        y.unwrap()
    }

    /// The result and the inputs' gradients in the reference's arithmetic.
    fn textbook(&self) -> (Vec<f64>, HashMap<&str, Vec<f64>>) {
        let x = self.inputs["x"].maps();
        let g = self.weights.maps();
        let weight = self.inputs.get("weight").map(Numbers::maps);
        let bias = self.inputs.get("bias").map(|bias| bias.values.clone());
        let (kernel, stride) = (self.options.kernel, self.options.stride);
        let windows = |weight: &Maps| {
            let Windows {
                stride,
                padding,
                dilation,
            } = self.windows();
            textbook::Windows {
                kernel: (weight.dims[2], weight.dims[3]),
                stride,
                padding,
                dilation,
            }
        };
        let of_x = |x: Maps| HashMap::from([("x", x.values)]);
        let of_three = |(x, weight, bias): (Maps, Vec<f64>, Vec<f64>)| {
            HashMap::from([("x", x.values), ("weight", weight), ("bias", bias)])
        };
        match (self.name.as_str(), weight, bias) {
            ("conv2d", Some(weight), Some(bias)) => {
                let windows = windows(&weight);
                let (to_x, to_weight, to_bias) =
                    textbook::conv2d_backward(&x, &weight, &g, windows);
                let y = textbook::conv2d(&x, &weight, &bias, windows);
                (y.values, of_three((to_x, to_weight.values, to_bias)))
            }
            ("conv2d_relu_max_pool2d", Some(weight), Some(bias)) => {
                let windows = windows(&weight);
                let maps = textbook::conv2d(&x, &weight, &bias, windows);
                let active = textbook::activation(&maps, Activation::Relu);
                let to_active = textbook::max_pool2d_backward(&active, &g, kernel, kernel);
                let to_maps = textbook::activation_backward(&maps, &to_active, Activation::Relu);
                let (to_x, to_weight, to_bias) =
                    textbook::conv2d_backward(&x, &weight, &to_maps, windows);
                let y = textbook::max_pool2d(&active, kernel, kernel);
                (y.values, of_three((to_x, to_weight.values, to_bias)))
            }
            ("linear", Some(weight), Some(bias)) => {
                let (to_x, to_weight, to_bias) = textbook::linear_backward(&x, &weight, &g);
                let y = textbook::linear(&x, &weight, &bias);
                (y.values, of_three((to_x, to_weight.values, to_bias)))
            }
            ("batch_norm", Some(weight), Some(bias)) => {
                let statistics = textbook::statistics(&x);
                let y = textbook::batch_norm(&x, &statistics, &weight.values, &bias);
                let gradients = textbook::batch_norm_backward(&x, &weight.values, &g);
                (y.values, of_three(gradients))
            }
            ("max_pool2d", ..) => {
                let y = textbook::max_pool2d(&x, kernel, stride);
                (
                    y.values,
                    of_x(textbook::max_pool2d_backward(&x, &g, kernel, stride)),
                )
            }
            ("avg_pool2d", ..) => {
                let y = textbook::avg_pool2d(&x, kernel, stride);
                (
                    y.values,
                    of_x(textbook::avg_pool2d_backward(x.dims, &g, kernel, stride)),
                )
            }
            ("cross_entropy", ..) => {
                let (loss, mut gradient) = textbook::cross_entropy(&x, &self.options.labels);
                gradient
                    .values
                    .iter_mut()
                    .for_each(|value| *value *= g.values[0]);
                (vec![loss], of_x(gradient))
            }
            _ => {
                let y = textbook::activation(&x, self.activation());
                (
                    y.values,
                    of_x(textbook::activation_backward(&x, &g, self.activation())),
                )
            }
        }
    }
}

fn assert_equal(what: &str, given: &[f64], expected: &[f64]) {
    assert_eq!(given.len(), expected.len(), "{what}");
    for (a, b) in given.iter().zip(expected) {
        assert!(
            (a - b).abs() <= 1e-10 * b.abs().max(1.0),
            "{what}: {a} is not {b}"
        );
    }
}

#[test]
fn operations_and_gradients() {
    let cases: Vec<Case> = serde_json::from_slice(&unpacked("operations.json.gz")).unwrap();
    let names: std::collections::BTreeSet<&str> = cases.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names.len(), 11, "{names:?}");
    for (index, case) in cases.iter().enumerate() {
        let what = format!("{index} {}", case.name);
        let (result, gradients) = case.textbook();
        assert_equal(&what, &result, &case.result.values);

        assert_eq!(case.gradients.len(), gradients.len());
        for (name, expected) in &case.gradients {
            let what = format!("{what}, gradient of {name}");
            assert_equal(&what, &gradients[name.as_str()], &expected.values);
        }
        // 32-bit floats take our kernels, 64-bit ones the way of other devices.
        for (precision, tolerance) in [(DType::F32, 1e-5), (DType::F64, 1e-9)] {
            check_in_autograd(case, &format!("{what} {precision:?}"), precision, tolerance);
        }
    }
}

fn check_in_autograd(case: &Case, what: &str, precision: DType, tolerance: f64) {
    let vars: HashMap<&str, Var> = case
        .inputs
        .iter()
        .map(|(name, x)| (name.as_str(), x.var(precision)))
        .collect();
    let values = |tensor: &Tensor| -> Vec<f64> {
        let tensor = tensor.to_dtype(DType::F64).unwrap();
        tensor.flatten_all().unwrap().to_vec1().unwrap()
    };
    let assert_near = |what: &str, given: Vec<f64>, expected: &[f64]| {
        assert_eq!(given.len(), expected.len(), "{what}");
        let most = expected.iter().fold(1e-3_f64, |most, x| most.max(x.abs()));
        for (a, b) in given.iter().zip(expected) {
            assert!((a - b).abs() <= tolerance * most, "{what}: {a} is not {b}");
        }
    };
    let y = case.tensor(&vars);
    assert_eq!(y.dims(), case.result.dims, "{what}");
    assert_near(what, values(&y), &case.result.values);
    let weighed = y.mul(case.weights.var(precision).as_tensor()).unwrap();
    let found = weighed.sum_all().unwrap().backward().unwrap();
    for (name, expected) in &case.gradients {
        let given = found.get(&vars[name.as_str()]).unwrap();
        let what = format!("{what}, gradient of {name}");
        assert_near(&what, values(given), &expected.values);
    }
}

fn norm() -> Architecture {
    let convolution = |name: &str, channels| Layer::Convolution {
        name: name.into(),
        channels,
        kernel: (3, 3),
        stride: (1, 1),
        padding: (1, 1),
        dilation: (1, 1),
    };
    let norm = |name: &str| Layer::BatchNorm { name: name.into() };
    let pool = Layer::MaxPool {
        kernel: (2, 2),
        stride: (2, 2),
    };
    let fc1 = Layer::Linear {
        name: "fc1".into(),
        inputs: 784,
        outputs: 10,
    };
    let layers = vec![
        convolution("conv1", 8),
        norm("bn1"),
        Layer::Relu,
        pool.clone(),
        convolution("conv2", 16),
        norm("bn2"),
        Layer::Relu,
        pool,
        Layer::Flatten,
        fc1,
    ];
    Architecture::new(layers).unwrap()
}

fn architecture(net: &str) -> Architecture {
    match net {
        "lesson" => Architecture::lesson(),
        "lenet5" => Preset::LeNet5.architecture(),
        "norm" => norm(),
        other => panic!("{other} is not known"),
    }
}

/// The weights that make.py starts from.
fn plain_weights(architecture: &Architecture) -> Model {
    let mut state = 1_u64;
    Model::seeded(architecture, 0).with_changed(|parameters| {
        for parameter in parameters {
            let fan_in: usize = match parameter.spec.name.as_str() {
                name if name.starts_with("bn") => continue,
                _ => match parameter.spec.initial {
                    convscope::network::layer::Initial::Uniform { bound } => {
                        (1.0 / (bound * bound)).round() as usize
                    }
                    other => panic!("{other:?}"),
                },
            };
            let bound = (1.0 / f64::from((fan_in as f32).sqrt())) as f32;
            for value in &mut parameter.values {
                state = (state * 1_103_515_245 + 12_345) % (1 << 31);
                *value = bound * ((state >> 7) as f32 / (1 << 23) as f32 - 1.0);
            }
        }
    })
}

#[derive(Deserialize)]
struct Run {
    net: String,
    optimizer: String,
    /// PyTorch's losses in 32-bit and in 64-bit arithmetic.
    single: Vec<f64>,
    double: Vec<f64>,
}

/// All built-in digits, in order.
fn digits() -> Dataset {
    let split = mnist::builtin();
    Dataset::concat([&split.train, &split.test])
}

fn pixels(digits: &Dataset, range: std::ops::Range<usize>) -> Vec<f32> {
    let bytes = range.flat_map(|index| digits.pixels(index));
    bytes.map(|byte| f32::from(*byte) / 127.5 - 1.0).collect()
}

/// 200 steps from the same weights on the same batches. How far rounding alone can lead is shown
/// by PyTorch's own two runs.
#[test]
fn training_follows_pytorchs_losses() {
    let runs: Vec<Run> =
        serde_json::from_slice(&std::fs::read(path("losses.json")).unwrap()).unwrap();
    let digits = digits();
    for run in runs {
        let (optimizer, rate) = match run.optimizer.as_str() {
            "adam" => (Optimizer::ADAM, 1e-3),
            "sgd" => (Optimizer::Sgd { momentum: 0.9 }, 0.01),
            _ => (
                Optimizer::AdamW {
                    beta1: 0.9,
                    beta2: 0.999,
                    epsilon: 1e-8,
                    weight_decay: 0.1,
                },
                1e-3,
            ),
        };
        let model = plain_weights(&architecture(&run.net));
        let mut learner = Learner::new(&model, optimizer, 1, 2).unwrap();
        let mut rounding = 1e-5_f64;
        for (step, (single, double)) in run.single.iter().zip(&run.double).enumerate() {
            let range = step * 32..(step + 1) * 32;
            let labels = &digits.labels()[range.clone()];
            let outcome = learner.step(&pixels(&digits, range), labels, rate).unwrap();
            let error = (f64::from(outcome.loss) - double).abs();
            rounding = rounding.max((single - double).abs());
            let what = format!(
                "{} {} step {step}: {} {double}",
                run.net, run.optimizer, outcome.loss
            );
            match step {
                0 => assert!(error <= 1e-5, "{what}"),
                _ => assert!(error <= 5.0 * rounding, "{what}, rounding {rounding}"),
            }
        }
        let (first, last) = (run.double[0], run.double[199]);
        assert!(last < 0.5 * first, "the fixture's run must have learned");
    }
}

#[derive(Deserialize)]
struct Predictions {
    /// What PyTorch says of the built-in digits and of the test set, a digit a picture.
    builtin: String,
    test: String,
    /// Of the first hundred built-in digits.
    logits: Vec<[f32; 10]>,
}

/// Fails where another digit is said than PyTorch's, exact ties aside.
fn assert_same_answers(model: &Model, digits: &Dataset, expected: &str) {
    assert_eq!(digits.len(), expected.len());
    let pictures: Vec<_> = (0..digits.len())
        .map(|index| digits.picture(index))
        .collect();
    let said = model.classify_many(&pictures);
    for (index, (said, expected)) in said.iter().zip(expected.bytes()).enumerate() {
        let logits = said.logits;
        let expected = usize::from(expected - b'0');
        let tie = (logits[usize::from(said.digit())] - logits[expected]).abs() < 1e-5;
        assert!(
            usize::from(said.digit()) == expected || tie,
            "picture {index}: {logits:?}"
        );
    }
}

#[test]
fn weights_trained_in_pytorch_give_its_logits_and_answers() {
    let predictions: HashMap<String, Predictions> =
        serde_json::from_slice(&unpacked("predictions.json.gz")).unwrap();
    let folder = TempDir::new().unwrap();
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/mnist");
    let test_set = mnist::read_folder(&shared).map(|split| split.test);
    if test_set.is_err() {
        eprintln!(
            "NOT CHECKED on the 10,000 digits of the test set: no {}",
            shared.display()
        );
    }
    for name in ["lesson", "norm"] {
        let file = folder.path().join(format!("{name}.pt"));
        std::fs::write(&file, unpacked(&format!("{name}.pt.gz"))).unwrap();
        let model = Model::open_as(&file, &architecture(name)).unwrap();
        let expected = &predictions[name];
        let digits = digits();
        for (index, logits) in expected.logits.iter().enumerate() {
            let given = model.classify(&digits.picture(index)).logits;
            for (a, b) in given.iter().zip(logits) {
                assert!(
                    (a - b).abs() <= 1e-4,
                    "{name} {index}: {given:?} is not {logits:?}"
                );
            }
        }
        assert_same_answers(&model, &digits, &expected.builtin);
        if let Ok(test_set) = &test_set {
            assert_same_answers(&model, test_set, &expected.test);
        }
    }
}

//! Training and inference, side by side with candle's own operations and with PyTorch:
//!
//!     cargo bench --bench training
//!
//! Everyone takes turns on the same real digits, several rounds, so that whatever else the
//! machine does hits all alike; the figures are medians, in pictures a second. PyTorch runs in
//! benches/pytorch.py with one thread and with all, and the better counts. It is left out where
//! `python3` or PyTorch is missing. A word after `--` picks the cases whose name has it.

#![allow(clippy::print_stdout)]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use candle_core::{DType, Device, ModuleT, Result, Tensor};
use candle_nn::{Conv2dConfig, Module, Optimizer as _, VarBuilder, VarMap};
use convscope::dataset::{Dataset, mnist};
use convscope::grid::Grid;
use convscope::network::ops::autograd::cross_entropy;
use convscope::network::ops::product::{Product, Start, product};
use convscope::network::ops::simd::InstructionSet;
use convscope::network::ops::var_optimizer::VarOptimizer;
use convscope::network::{Architecture, Layer, Learner, Mode, Model, Optimizer, Trainable};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 7;
const SECONDS: f64 = 0.3;

fn main() -> Result<()> {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    let source = Source::find();
    println!(
        "{} digits of {}",
        source.digits.len(),
        source.images.display()
    );
    let mut pytorch = PyTorch::start(&source);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!(
        "matrix products reach {:.0} GFLOP/s on one core, {:.0} on {cores}",
        peak(1),
        peak(cores)
    );
    println!("pictures a second, medians of {ROUNDS} rounds of {SECONDS} s, {cores} threads");
    println!(
        "{:24}{:>10}{:>10}{:>10}{:>10}{:>12}{:>12}",
        "", "ours", "autograd", "candle", "PyTorch", "to PyTorch", "to candle"
    );
    for (net, task, batch) in [
        ("lesson", "train", 1),
        ("lesson", "train", 4),
        ("lesson", "train", 64),
        ("lesson", "train", 128),
        ("lesson", "train", 512),
        ("lesson", "infer", 1),
        ("lesson", "infer", 64),
        ("lesson", "infer", 512),
        ("norm", "train", 4),
        ("norm", "train", 64),
        ("norm", "train", 128),
        ("norm", "infer", 1),
        ("norm", "infer", 64),
    ] {
        let name = format!("{net} {task} {batch}");
        if wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str())) {
            compare(
                &name,
                Case { net, task, batch },
                &source,
                pytorch.as_mut(),
                cores,
            )?;
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Case {
    net: &'static str,
    task: &'static str,
    batch: usize,
}

/// Real digits: all of MNIST where it is at hand, else those that come with the program.
struct Source {
    digits: Dataset,
    images: PathBuf,
    labels: PathBuf,
}

impl Source {
    fn find() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = root.join("../shared/mnist");
        match mnist::read_folder(&folder) {
            Ok(split) => Self {
                digits: split.train,
                images: folder.join("train-images-idx3-ubyte.gz"),
                labels: folder.join("train-labels-idx1-ubyte.gz"),
            },
            Err(_) => Self {
                digits: Dataset::concat([&mnist::builtin().train, &mnist::builtin().test]),
                images: root.join("assets/digits/images-idx3-ubyte.gz"),
                labels: root.join("assets/digits/labels-idx1-ubyte.gz"),
            },
        }
    }
}

/// Batches of pixels in −1..1 with their labels, made once.
fn batches(digits: &Dataset, size: usize) -> Vec<(Vec<f32>, Vec<u8>)> {
    let count = (8_192 / size).min(digits.len() / size);
    let batch = |batch: usize| {
        let range = batch * size..(batch + 1) * size;
        let bytes = range.clone().flat_map(|index| digits.pixels(index));
        let pixels = bytes.map(|byte| f32::from(*byte) / 127.5 - 1.0).collect();
        (pixels, digits.labels()[range].to_vec())
    };
    (0..count).map(batch).collect()
}

fn compare(
    name: &str,
    case: Case,
    source: &Source,
    mut pytorch: Option<&mut PyTorch>,
    cores: usize,
) -> Result<()> {
    let batches = batches(&source.digits, case.batch);
    let model = Model::seeded(&architecture(case.net), 1);
    let mut ours: Box<dyn FnMut(usize) -> Result<()>> = match case.task {
        "train" => train(&model, &batches, cores)?,
        _ => infer(&model, &source.digits, case.batch),
    };
    let mut autograd = match case.task {
        "train" => Some(train_autograd(&model, &batches)?),
        _ => None,
    };
    let mut candle = plain_candle(case, &batches)?;
    let mut rates = [const { Vec::new() }; 5];
    for _ in 0..ROUNDS {
        rates[0].push(measure(case.batch, &mut ours)?);
        if let Some(autograd) = &mut autograd {
            rates[1].push(measure(case.batch, autograd)?);
        }
        rates[2].push(measure(case.batch, &mut candle)?);
        if let Some(pytorch) = pytorch.as_deref_mut() {
            rates[3].extend(pytorch.measure(case, 1));
            rates[4].extend(pytorch.measure(case, cores));
        }
    }
    let [ours, autograd, candle, one, all] = rates.map(median);
    let pytorch = one.max(all);
    let ratio = |other: f64| match other > 0.0 {
        true => format!("{:.1}×", ours / other),
        false => "–".into(),
    };
    println!(
        "{name:24}{:>10}{:>10}{:>10}{:>10}{:>12}{:>12}",
        figure(ours),
        figure(autograd),
        figure(candle),
        figure(pytorch),
        ratio(pytorch),
        ratio(candle)
    );
    Ok(())
}

fn figure(rate: f64) -> String {
    match rate > 0.0 {
        true => format!("{rate:.0}"),
        false => "–".into(),
    }
}

/// 0 of none.
fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}

/// Pictures a second; `step` is given how many steps went before.
fn measure(batch: usize, step: &mut dyn FnMut(usize) -> Result<()>) -> Result<f64> {
    (0..3).try_for_each(&mut *step)?;
    let (mut steps, start) = (0, Instant::now());
    while start.elapsed().as_secs_f64() < SECONDS {
        step(steps)?;
        steps += 1;
    }
    Ok((steps * batch) as f64 / start.elapsed().as_secs_f64())
}

fn train<'a>(
    model: &Model,
    batches: &'a [(Vec<f32>, Vec<u8>)],
    threads: usize,
) -> Result<Box<dyn FnMut(usize) -> Result<()> + 'a>> {
    let mut learner = Learner::new(model, Optimizer::ADAM, 1, threads)?;
    Ok(Box::new(move |step| {
        let (pixels, labels) = &batches[step % batches.len()];
        learner.step(pixels, labels, 1e-3).map(|_| ())
    }))
}

fn infer<'a>(
    model: &Model,
    digits: &Dataset,
    batch: usize,
) -> Box<dyn FnMut(usize) -> Result<()> + 'a> {
    let pictures: Vec<Grid> = (0..8_192).map(|index| digits.picture(index)).collect();
    let model = model.clone();
    Box::new(move |step| {
        let start = step * batch % (pictures.len() - batch + 1);
        std::hint::black_box(model.classify_many(&pictures[start..start + batch]));
        Ok(())
    })
}

/// The same operations inside candle's autograd.
fn train_autograd<'a>(
    model: &Model,
    batches: &'a [(Vec<f32>, Vec<u8>)],
) -> Result<impl FnMut(usize) -> Result<()> + 'a> {
    let trainable: Trainable = model.trainable()?;
    let vars = trainable.vars().map(|(_, var)| var.clone()).collect();
    let mut optimizer = VarOptimizer::new(vars, (Optimizer::ADAM, 1e-3))?;
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    Ok(move |step: usize| {
        let (pixels, labels) = &batches[step % batches.len()];
        let pictures = Tensor::from_slice(pixels, (labels.len(), 1, 28, 28), &Device::Cpu)?;
        let mut mode = Mode::Train { rng: &mut rng };
        let logits = trainable.forward(&pictures, &mut mode)?;
        optimizer.backward_step(&cross_entropy(&logits, labels)?)
    })
}

fn convolution(name: &str, channels: usize) -> Layer {
    Layer::Convolution {
        name: name.into(),
        channels,
        kernel: (3, 3),
        stride: (1, 1),
        padding: (1, 1),
        dilation: (1, 1),
    }
}

fn architecture(net: &str) -> Architecture {
    if net == "lesson" {
        return Architecture::lesson();
    }
    let norm = |name: &str| Layer::BatchNorm { name: name.into() };
    let pool = Layer::MaxPool {
        kernel: (2, 2),
        stride: (2, 2),
    };
    let layers = vec![
        convolution("conv1", 16),
        norm("bn1"),
        Layer::Relu,
        pool.clone(),
        convolution("conv2", 32),
        norm("bn2"),
        Layer::Relu,
        pool,
        Layer::Flatten,
        Layer::Linear {
            name: "fc1".into(),
            inputs: 1_568,
            outputs: 10,
        },
    ];
    Architecture::new(layers).expect("the layers fit together")
}

/// The net of candle's own modules.
type Net = Box<dyn Fn(&Tensor, bool) -> Result<Tensor>>;

fn candle_net(net: &str, vb: VarBuilder) -> Result<Net> {
    let padded = |padding| Conv2dConfig {
        padding,
        ..Conv2dConfig::default()
    };
    if net == "lesson" {
        let conv1 = candle_nn::conv2d(1, 6, 5, padded(2), vb.pp("conv1"))?;
        let conv2 = candle_nn::conv2d(6, 16, 5, padded(0), vb.pp("conv2"))?;
        let fc1 = candle_nn::linear(400, 120, vb.pp("fc1"))?;
        let fc2 = candle_nn::linear(120, 84, vb.pp("fc2"))?;
        let fc3 = candle_nn::linear(84, 10, vb.pp("fc3"))?;
        return Ok(Box::new(move |x, _| {
            let x = conv1.forward(x)?.relu()?.max_pool2d(2)?;
            let x = conv2.forward(&x)?.relu()?.max_pool2d(2)?;
            let x = fc1.forward(&x.flatten_from(1)?)?.relu()?;
            fc3.forward(&fc2.forward(&x)?.relu()?)
        }));
    }
    let conv1 = candle_nn::conv2d(1, 16, 3, padded(1), vb.pp("conv1"))?;
    let conv2 = candle_nn::conv2d(16, 32, 3, padded(1), vb.pp("conv2"))?;
    let bn1 = candle_nn::batch_norm(16, 1e-5, vb.pp("bn1"))?;
    let bn2 = candle_nn::batch_norm(32, 1e-5, vb.pp("bn2"))?;
    let fc1 = candle_nn::linear(1_568, 10, vb.pp("fc1"))?;
    Ok(Box::new(move |x, train| {
        let x = bn1
            .forward_t(&conv1.forward(x)?, train)?
            .relu()?
            .max_pool2d(2)?;
        let x = bn2
            .forward_t(&conv2.forward(&x)?, train)?
            .relu()?
            .max_pool2d(2)?;
        fc1.forward(&x.flatten_from(1)?)
    }))
}

/// candle's own operations, with the wrong gradient of its pooling: the time is the same.
fn plain_candle<'a>(
    case: Case,
    batches: &'a [(Vec<f32>, Vec<u8>)],
) -> Result<Box<dyn FnMut(usize) -> Result<()> + 'a>> {
    let vars = VarMap::new();
    let vb = VarBuilder::from_varmap(&vars, DType::F32, &Device::Cpu);
    let net = candle_net(case.net, vb)?;
    let mut optimizer = candle_nn::AdamW::new_lr(vars.all_vars(), 1e-3)?;
    let train = case.task == "train";
    Ok(Box::new(move |step| {
        let (pixels, labels) = &batches[step % batches.len()];
        let pictures = Tensor::from_slice(pixels, (labels.len(), 1, 28, 28), &Device::Cpu)?;
        let logits = net(&pictures, train)?;
        if train {
            let labels: Vec<u32> = labels.iter().map(|label| u32::from(*label)).collect();
            let labels = Tensor::new(labels, &Device::Cpu)?;
            optimizer.backward_step(&candle_nn::loss::cross_entropy(&logits, &labels)?)?;
        }
        Ok(())
    }))
}

/// What matrix products reach on so many threads, in GFLOP/s.
fn peak(threads: usize) -> f64 {
    let shape = Product {
        rows: 120,
        columns: 320,
        terms: (1, 120),
        a_row: 120,
        a_term: (0, 1),
        b_term: (0, 320),
        c_row: 320,
    };
    let run = || {
        let (a, b) = (vec![0.5; 120 * 120], vec![0.5; 120 * 320]);
        let mut c = vec![0.0; 120 * 320];
        let (mut products, start) = (0_u32, Instant::now());
        while start.elapsed().as_secs_f64() < SECONDS {
            product(InstructionSet::best(), &shape, Start::Zero, &a, &b, &mut c);
            products += 1;
        }
        let flops = 2.0 * 120.0 * 120.0 * 320.0 * f64::from(products);
        flops / start.elapsed().as_secs_f64() / 1e9
    };
    let each = || {
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
            threads
                .into_iter()
                .filter_map(|thread| thread.join().ok())
                .sum()
        })
    };
    median((0..5).map(|_| each()).collect())
}

/// benches/pytorch.py, waiting for questions.
struct PyTorch {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl PyTorch {
    fn start(source: &Source) -> Option<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/pytorch.py");
        let mut command = Command::new("python3");
        command
            .arg(script)
            .arg("serve")
            .arg(&source.images)
            .arg(&source.labels);
        // Settings of other programs that would hold PyTorch back.
        for (name, _) in std::env::vars_os() {
            let held = name.to_string_lossy();
            if ["OPENBLAS_", "OMP_", "MKL_"]
                .iter()
                .any(|start| held.starts_with(start))
            {
                command.env_remove(&name);
            }
        }
        let child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let Ok(mut child) = child.spawn() else {
            println!("PyTorch is left out: there is no python3");
            return None;
        };
        let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return None;
        };
        let mut pytorch = Self {
            child,
            questions,
            answers: BufReader::new(answers),
        };
        let version = pytorch.line();
        match serde_json::from_str::<String>(&version) {
            Ok(version) => println!("PyTorch {version}"),
            Err(_) => {
                println!("PyTorch is left out: python3 has none");
                return None;
            }
        }
        Some(pytorch)
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        let _ = self.answers.read_line(&mut line);
        line
    }

    fn measure(&mut self, case: Case, threads: usize) -> Option<f64> {
        let Case { net, task, batch } = case;
        let question = serde_json::json!({
            "net": net, "task": task, "batch": batch, "threads": threads, "seconds": SECONDS,
        });
        writeln!(self.questions, "{question}").ok()?;
        serde_json::from_str(&self.line()).ok()
    }
}

impl Drop for PyTorch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

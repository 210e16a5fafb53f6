//! Where the time goes: each step of the lesson's net, forward and backward, on every instruction
//! set, for 16 real digits: `cargo bench --bench operations`.

use convscope::dataset::mnist;
use convscope::network::ops::optimizer::Step;
use convscope::network::ops::part::{Part, Pass, Weights};
use convscope::network::ops::plan::Plan;
use convscope::network::ops::simd::InstructionSet;
use convscope::network::{Architecture, Model, Optimizer};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PICTURES: usize = 16;

/// Each instruction set by its place in [`InstructionSet::available`], the fastest first.
const SETS: [usize; 3] = [0, 1, 2];

fn main() {
    divan::main();
}

/// The lesson's net after a forward and a backward pass.
struct Ready {
    plan: Plan,
    weights: Weights,
    part: Part,
    pixels: Vec<f32>,
}

impl Ready {
    /// `None` where the processor has no such set.
    fn new(set: usize) -> Option<Self> {
        let set = *InstructionSet::available().get(set)?;
        let architecture = Architecture::lesson();
        let plan = Plan::new(&architecture);
        let model = Model::seeded(&architecture, 1);
        let parameters = model.parameters().iter().map(|p| p.values.as_slice());
        let digits = &mnist::builtin().train;
        let bytes = (0..PICTURES).flat_map(|index| digits.pixels(index));
        let mut part = Part::new(&plan, set);
        part.take(0..PICTURES);
        let mut ready = Self {
            weights: Weights::new(&plan, parameters),
            pixels: bytes.map(|byte| f32::from(*byte) / 127.5 - 1.0).collect(),
            plan,
            part,
        };
        let steps = ready.plan.steps.len();
        (0..steps).for_each(|step| ready.forward(step));
        let labels = &digits.labels()[..PICTURES];
        ready.part.score(&ready.plan, labels, PICTURES);
        (0..steps).rev().for_each(|step| ready.backward(step));
        Some(ready)
    }

    fn forward(&mut self, step: usize) {
        let pass = Pass::Train {
            seeds: &[],
            statistics: &[],
        };
        let Self {
            plan,
            weights,
            part,
            pixels,
        } = self;
        part.forward(plan, weights, pixels, step..step + 1, pass);
    }

    fn backward(&mut self, step: usize) {
        let Self {
            plan,
            weights,
            part,
            pixels,
        } = self;
        part.backward(plan, weights, pixels, step..step + 1, &[]);
    }
}

/// One step of the plan, for the items a second that a picture makes.
fn run(bencher: Bencher, set: usize, step: usize, act: fn(&mut Ready, usize)) {
    if let Some(mut ready) = Ready::new(set) {
        bencher
            .counter(ItemsCount::new(PICTURES))
            .bench_local(|| act(&mut ready, step));
    }
}

macro_rules! steps {
    ($($name:ident $step:literal)*) => {
        $(mod $name {
            use super::*;

            #[divan::bench(args = SETS)]
            fn forward(bencher: Bencher, set: usize) {
                run(bencher, set, $step, Ready::forward);
            }

            #[divan::bench(args = SETS)]
            fn backward(bencher: Bencher, set: usize) {
                run(bencher, set, $step, Ready::backward);
            }
        })*
    };
}

steps!(conv1_relu_pool 0 conv2_relu_pool 1 fc1 2 relu 3 fc2 4 fc3 6);

#[divan::bench(args = SETS)]
fn adam(bencher: Bencher, set: usize) {
    let (Some(mut ready), Some(set)) = (
        Ready::new(set),
        InstructionSet::available().get(set).copied(),
    ) else {
        return;
    };
    let count = ready.plan.learned;
    let (mut first, mut second) = (vec![0.0; count], vec![0.0; count]);
    let step = Step::new(Optimizer::ADAM, 10, 1e-3);
    bencher.counter(ItemsCount::new(count)).bench_local(|| {
        let weights = &mut ready.weights.values[..count];
        step.apply(
            set,
            weights,
            black_box(&ready.part.gradient),
            &mut first,
            &mut second,
        );
    });
}

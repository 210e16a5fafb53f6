//! rough
use convscope::dataset::mnist;
use convscope::network::{Learner, Model, Optimizer, Preset};
use std::time::Instant;
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
fn main() {
    let split = mnist::builtin();
    let data = &split.train;
    for preset in [Preset::Lesson, Preset::Deeper, Preset::LeNet5] {
        let model = Model::seeded(&preset.architecture(), 1);
        for batch in [1usize, 4, 64, 128, 512] {
            for threads in [1, 2] {
                let mut learner = Learner::new(&model, Optimizer::ADAM, 1, threads).unwrap();
                let mut run = |n: usize, from: usize| {
                    let mut pixels = Vec::new();
                    let mut labels = Vec::new();
                    let batches: Vec<(Vec<f32>, Vec<u8>)> = (0..n)
                        .map(|b| {
                            pixels.clear();
                            labels.clear();
                            for i in 0..batch {
                                let i = (from + b * batch + i) % data.len();
                                pixels.extend(
                                    data.pixels(i).iter().map(|p| f32::from(*p) / 127.5 - 1.0),
                                );
                                labels.push(data.label(i));
                            }
                            (pixels.clone(), labels.clone())
                        })
                        .collect();
                    let t = Instant::now();
                    for (p, l) in &batches {
                        learner.step(p, l, 0.001).unwrap();
                    }
                    (n * batch) as f64 / t.elapsed().as_secs_f64()
                };
                let n =
                    (4096 / batch).clamp(4, 1000) / if preset == Preset::Lesson { 1 } else { 4 };
                run(n, 0);
                let mut v: Vec<f64> = (0..5).map(|i| run(n, i * 1000)).collect();
                v.sort_by(f64::total_cmp);
                println!(
                    "{preset:?} batch {batch} threads {threads}: {:.0} img/s",
                    v[2]
                );
            }
        }
        let pictures: Vec<_> = (0..1024).map(|i| data.picture(i)).collect();
        for n in [1, 64] {
            model.classify_many(&pictures[..n]);
            let mut v: Vec<f64> = (0..15)
                .map(|_| {
                    let t = Instant::now();
                    for c in pictures.chunks(n) {
                        std::hint::black_box(model.classify_many(c));
                    }
                    1024.0 / t.elapsed().as_secs_f64()
                })
                .collect();
            v.sort_by(f64::total_cmp);
            println!("{preset:?} infer {n}: {:.0} img/s", v[7]);
        }
    }
}

//! How long pictures take before a network sees them: `cargo bench --bench dataset`.

use convscope::dataset::augment::Augmentation;
use convscope::dataset::random::{self, Purpose};
use convscope::dataset::{batches, builtin, idx};
use divan::Bencher;
use divan::counter::ItemsCount;

const BATCH: usize = 64;

fn main() {
    divan::main();
}

/// What the first use of the built-in digits costs.
#[divan::bench]
fn unpack_the_builtin_digits() -> Vec<u8> {
    idx::parse_pictures(include_bytes!("../assets/digits/images-idx3-ubyte.gz")).unwrap_or_default()
}

#[divan::bench]
fn shuffle_60000() -> Vec<u32> {
    batches::order(60_000, 1, 0)
}

#[divan::bench]
fn normalise_64(bencher: Bencher) {
    let mut input = vec![0.0; BATCH * 784];
    let pixels = builtin().train.take(BATCH);
    bencher
        .counter(ItemsCount::new(BATCH))
        .bench_local(|| batches::normalise(pixels.all_pixels(), &mut input));
}

#[divan::bench]
fn deform_64(bencher: Bencher) {
    let mut input = vec![0.0; BATCH * 784];
    let pictures = builtin().train.take(BATCH);
    let augmentation = Augmentation::default();
    bencher.counter(ItemsCount::new(BATCH)).bench_local(|| {
        for (index, input) in input.chunks_mut(784).enumerate() {
            let mut rng = random::generator(1, Purpose::Augment, 0, index as u32);
            augmentation.apply(pictures.pixels(index), &mut rng, input);
        }
    });
}

//! How long a picture takes: `cargo bench --bench convolution`.

use convscope::convolution::patterns::Pattern;
use convscope::convolution::{
    Convolution, Kernel, Operation, Padding, PaddingMode, Pooling, PoolingKind,
};
use convscope::grid::Grid;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// 12 megapixels, 4:3.
fn photo() -> Grid {
    Pattern::Noise { seed: 1 }.grid(3000, 4000)
}

fn same(kernel: Kernel) -> Operation {
    let padding = Padding::same(PaddingMode::Reflect, kernel.size(), (1, 1));
    Operation::from(Convolution {
        padding,
        ..Convolution::new(kernel)
    })
}

/// 7×7 that has no factors.
fn full() -> Kernel {
    let noise = Pattern::Noise { seed: 2 }.grid(7, 7);
    Kernel::new(noise).expect("a kernel of finite numbers")
}

#[divan::bench]
fn digit_5x5(bencher: Bencher) {
    let digit = Pattern::Noise { seed: 3 }.grid(28, 28);
    let operation = same(Kernel::gaussian(5, 1.0));
    bencher.bench_local(|| operation.apply(black_box(&digit)));
}

#[divan::bench(sample_count = 10)]
fn photo_7x7(bencher: Bencher) {
    let (photo, operation) = (photo(), same(full()));
    bencher.bench_local(|| operation.apply(black_box(&photo)));
}

#[divan::bench(sample_count = 10)]
fn photo_7x7_separable(bencher: Bencher) {
    let (photo, operation) = (photo(), same(Kernel::gaussian(7, 1.5)));
    bencher.bench_local(|| operation.apply(black_box(&photo)));
}

/// The first of the bands in which a photo appears.
#[divan::bench(sample_count = 10)]
fn photo_7x7_first_band(bencher: Bencher) {
    let (photo, operation) = (photo(), same(full()));
    bencher.bench_local(|| {
        let prepared = operation.prepare(black_box(&photo));
        prepared.map(|prepared| prepared.bands(128).next())
    });
}

#[divan::bench(sample_count = 10)]
fn photo_7x7_in_bands(bencher: Bencher) {
    let (photo, operation) = (photo(), same(full()));
    bencher.bench_local(|| {
        let prepared = operation.prepare(black_box(&photo));
        prepared.map(|prepared| {
            prepared
                .bands(128)
                .map(|(_, band)| black_box(band).height())
                .sum::<usize>()
        })
    });
}

#[divan::bench(sample_count = 10)]
fn photo_7x7_stride_2(bencher: Bencher) {
    let photo = photo();
    let operation = Operation::from(Convolution {
        stride: (2, 2),
        ..Convolution::new(full())
    });
    bencher.bench_local(|| operation.apply(black_box(&photo)));
}

#[divan::bench(sample_count = 10)]
fn photo_max_pool(bencher: Bencher) {
    let photo = photo();
    let operation = Operation::from(Pooling {
        kind: PoolingKind::Max,
        window: (2, 2),
        stride: (2, 2),
    });
    bencher.bench_local(|| operation.apply(black_box(&photo)));
}

#[divan::bench]
fn coverage_of_a_photo(bencher: Bencher) {
    let operation = same(full());
    let geometry = operation.geometry();
    bencher.bench_local(|| geometry.map(|geometry| geometry.coverage(3000, 4000)));
}

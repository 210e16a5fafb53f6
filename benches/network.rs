//! How long one picture takes: `cargo bench --bench network`.

use convscope::grid::Grid;
use convscope::network::trace::trace;
use convscope::network::{Classification, Model};
use divan::Bencher;

fn main() {
    divan::main();
}

/// A seven.
fn picture() -> Grid {
    Grid::from_fn(28, 28, |row, column| {
        let stem = (26 - row).div_ceil(2) + 8;
        let ink = (5..8).contains(&row) && (7..20).contains(&column)
            || (8..24).contains(&row) && (stem..stem + 3).contains(&column);
        f32::from(u8::from(ink))
    })
}

#[divan::bench]
fn classify(bencher: Bencher) {
    let (model, picture) = (Model::builtin(), picture());
    bencher.bench_local(|| -> Classification { model.classify(&picture) });
}

#[divan::bench]
fn trace_every_activation(bencher: Bencher) {
    let (model, picture) = (Model::builtin(), picture());
    bencher.bench_local(|| trace(&model, &picture));
}

//! The product of two small matrices that lie in larger arrays: nearly all of a network's
//! arithmetic is this, and runs here.
//!
//! A convolution of maps whose channels lie side by side is one such product for each row of its
//! output: a window's rows are runs of consecutive numbers, and the windows of neighbouring cells
//! start one stride apart. So nothing is copied out of the maps, and no im2col is needed.

use std::hint::black_box;

use super::simd::{Simd, kernel};

/// Which numbers are multiplied: c[i][j] = start + Σ a(i, k) · b(k)[j], where k counts over an
/// outer and an inner range. Every field is in numbers, not bytes.
#[derive(Clone, Copy, Debug)]
pub struct Product {
    /// Rows of `a` and of `c`.
    pub rows: usize,
    /// Columns of `b` and of `c`; they lie side by side.
    pub columns: usize,
    /// How many terms: outer times inner.
    pub terms: (usize, usize),
    /// From one row of `a` to the next.
    pub a_row: usize,
    /// From one term of `a` to the next.
    pub a_term: (usize, usize),
    /// From one term's row of `b` to the next.
    pub b_term: (usize, usize),
    /// From one row of `c` to the next.
    pub c_row: usize,
}

/// What each sum starts with.
#[derive(Clone, Copy, Debug)]
pub enum Start<'a> {
    Zero,
    /// One number a column.
    Bias(&'a [f32]),
    /// What is in `c`.
    There,
}

kernel! {
    /// Computes `c`. Sums run in the order of the terms, whatever the instruction set.
    ///
    /// # Panics
    /// If an array is too short.
    pub fn product(shape: &Product, start: Start, a: &[f32], b: &[f32], c: &mut [f32]) = product_with
}

#[inline(always)]
fn product_with<S: Simd>(
    simd: S,
    shape: &Product,
    start: Start,
    a: &[f32],
    b: &[f32],
    c: &mut [f32],
) {
    if shape.rows == 0 || shape.columns == 0 {
        return;
    }
    assert_fits(shape, start, a, b, c);
    let half = <S::Half as Simd>::LANES;
    if shape.columns.next_multiple_of(S::LANES) == shape.columns.next_multiple_of(half) {
        blocks(simd, shape, start, a, b, c);
    } else {
        blocks(simd.half(), shape, start, a, b, c);
    }
}

/// The index of the last number of an array that is walked through in steps, so many of each
/// length, from its first number on.
///
/// # Panics
/// If no memory could be so large: then no index of the walk would be sure.
#[inline(always)]
pub(super) fn last_index<const N: usize>(steps: [(usize, usize); N]) -> usize {
    steps.into_iter().fold(0, |last: usize, (count, length)| {
        let further = count.checked_mul(length);
        let last = further.and_then(|further| last.checked_add(further));
        last.expect("indices are in a memory's range")
    })
}

/// Every index that the tiles below use is at most the last one checked here.
#[inline(always)]
fn assert_fits(shape: &Product, start: Start, a: &[f32], b: &[f32], c: &[f32]) {
    let (outer, inner) = shape.terms;
    if let Start::Bias(bias) = start {
        assert!(bias.len() >= shape.columns);
    }
    let (rows, columns) = (shape.rows - 1, (shape.columns - 1, 1));
    assert!(last_index([(rows, shape.c_row), columns]) < c.len());
    if outer > 0 && inner > 0 {
        let (outer, inner) = (outer - 1, inner - 1);
        let a_steps = [
            (rows, shape.a_row),
            (outer, shape.a_term.0),
            (inner, shape.a_term.1),
        ];
        assert!(last_index(a_steps) < a.len());
        let b_steps = [(outer, shape.b_term.0), (inner, shape.b_term.1), columns];
        assert!(last_index(b_steps) < b.len());
    }
}

/// Splits `c` into tiles whose sums fit in registers.
#[inline(always)]
fn blocks<S: Simd>(simd: S, shape: &Product, start: Start, a: &[f32], b: &[f32], c: &mut [f32]) {
    let most = |vectors: usize| if S::REGISTERS == 32 { 12 } else { 12 / vectors };
    let mut column = 0;
    while column < shape.columns {
        let rest = shape.columns - column;
        let vectors = if rest > S::LANES { 2 } else { 1 };
        let tiles = shape.rows.div_ceil(most(vectors));
        let rows_a_tile = shape.rows.div_ceil(tiles);
        let mut row = 0;
        while row < shape.rows {
            let rows = rows_a_tile.min(shape.rows - row);
            let tile = Tile {
                shape,
                start: match start {
                    Start::Bias(bias) => Start::Bias(&bias[column..]),
                    other => other,
                },
                // Without terms neither is read, and both may be empty.
                a: a.as_ptr().wrapping_add(row * shape.a_row),
                b: b.as_ptr().wrapping_add(column),
                c: c[row * shape.c_row + column..].as_mut_ptr(),
                last: simd.mask(rest - (vectors - 1) * S::LANES),
            };
            // SAFETY: the tile lies inside the arrays, by `assert_fits`.
            unsafe { tile_of(simd, rows, vectors, &tile) };
            row += rows;
        }
        column += vectors * S::LANES;
    }
}

struct Tile<'a, S: Simd> {
    shape: &'a Product,
    start: Start<'a>,
    a: *const f32,
    b: *const f32,
    c: *mut f32,
    /// The lanes of a row's last vector.
    last: S::Mask,
}

/// # Safety
/// As for [`run`].
#[inline(always)]
unsafe fn tile_of<S: Simd>(simd: S, rows: usize, vectors: usize, tile: &Tile<S>) {
    macro_rules! sized {
        ($($rows:literal)*) => {
            match (rows, vectors) {
                // SAFETY: the caller's.
                $(($rows, 1) => unsafe { run::<S, $rows, 1>(simd, tile) },)*
                // SAFETY: the caller's.
                $(($rows, _) => unsafe { run::<S, $rows, 2>(simd, tile) },)*
                _ => unreachable!("a tile has 1 to 12 rows"),
            }
        };
    }
    if S::REGISTERS == 32 || vectors == 1 {
        sized!(1 2 3 4 5 6 7 8 9 10 11 12)
    } else {
        sized!(1 2 3 4 5 6)
    }
}

/// One tile of `R` rows and `V` vectors, summed in registers.
///
/// # Safety
/// `R` rows of `a` and `c` and `V` vectors of `b` and `c`, the last one masked, must lie inside
/// their arrays for every term.
#[inline(always)]
unsafe fn run<S: Simd, const R: usize, const V: usize>(simd: S, tile: &Tile<S>) {
    let Product {
        terms: (outer, inner),
        a_row,
        a_term,
        b_term,
        c_row,
        ..
    } = *tile.shape;
    let full = simd.mask(S::LANES);
    let mask = |vector: usize| if vector + 1 == V { tile.last } else { full };
    let mut sums = [[simd.splat(0.0); V]; R];
    // Where the rows of `a` start, so hidden from the compiler that it adds the two parts instead
    // of finding each row from the one before, in a chain that would take longer than the sums.
    let ones = black_box([0, a_row, 2 * a_row, 3 * a_row]);
    let fours = black_box([0, 4 * a_row, 8 * a_row]);
    // SAFETY: the caller vouches for every index here.
    unsafe {
        match tile.start {
            Start::Zero => {}
            Start::Bias(bias) => {
                for v in 0..V {
                    let bias = simd.load_masked(bias.as_ptr().add(v * S::LANES), mask(v));
                    for row in &mut sums {
                        row[v] = bias;
                    }
                }
            }
            Start::There => {
                for r in 0..R {
                    for v in 0..V {
                        let from = tile.c.add(r * c_row + v * S::LANES);
                        sums[r][v] = simd.load_masked(from, mask(v));
                    }
                }
            }
        }
        // Without inner terms the arrays may be empty.
        for o in 0..if inner > 0 { outer } else { 0 } {
            let mut a = tile.a.add(o * a_term.0);
            let mut b = tile.b.add(o * b_term.0);
            for _ in 0..inner {
                let mut right = [simd.splat(0.0); V];
                for v in 0..V {
                    right[v] = simd.load_masked(b.add(v * S::LANES), mask(v));
                }
                for r in 0..R {
                    let left = simd.splat(*a.add(fours[r / 4] + ones[r % 4]));
                    for v in 0..V {
                        sums[r][v] = simd.mul_add(left, right[v], sums[r][v]);
                    }
                }
                a = a.wrapping_add(a_term.1);
                b = b.wrapping_add(b_term.1);
            }
        }
        for r in 0..R {
            for v in 0..V {
                simd.store_masked(sums[r][v], tile.c.add(r * c_row + v * S::LANES), mask(v));
            }
        }
    }
}

//! Channels last: how the fast kernels hold maps.
//!
//! candle, like PyTorch, holds the maps of one picture as C×H×W. The kernels hold them as H×W×C,
//! so that the numbers which a window multiplies lie side by side, and the channels of one cell
//! fill a vector. Weights follow: a convolution's O×C×kh×kw become O×kh×kw×C.

/// Turns `rows` matrices of `height`×`width` into their transposes, `width`×`height`. With
/// (C, H·W) it puts channels last, with (H·W, C) first.
pub fn transposed(from: &[f32], height: usize, width: usize, to: &mut [f32]) {
    let cells = height * width;
    assert!(from.len() == to.len() && (cells == 0 || from.len().is_multiple_of(cells)));
    if height == 1 || width == 1 {
        to.copy_from_slice(from);
        return;
    }
    for (from, to) in from.chunks_exact(cells).zip(to.chunks_exact_mut(cells)) {
        for (column, to) in to.chunks_exact_mut(height).enumerate() {
            for (row, to) in to.iter_mut().enumerate() {
                *to = from[row * width + column];
            }
        }
    }
}

//! What the page calls things.

use super::ConvolvePage;
use crate::app::convolve::Convolve;
use crate::app::pages::PageContext;
use crate::app::text::Text;
use crate::app::widgets::minus;
use crate::convolution::decimals::shortest;
use crate::convolution::{Kernel, KernelError, Operation, PaddingMode, PoolingKind, Preset};

/// 28 × 28
pub fn size(height: usize, width: usize) -> String {
    format!("{height} × {width}")
}

/// A cell's row and column, counted from 1.
pub fn place(context: &PageContext<'_>, row: usize, column: usize) -> String {
    context.state.text.with(
        "convolve-cell",
        &[("row", (row + 1).into()), ("column", (column + 1).into())],
    )
}

/// A cell's row, column and value, for screen readers.
pub fn cell_value(text: &Text, key: &str, row: usize, column: usize, value: f32) -> String {
    text.with(
        key,
        &[
            ("row", (row + 1).into()),
            ("column", (column + 1).into()),
            ("value", minus(&shortest(value)).into()),
        ],
    )
}

/// The number that was typed, as a kernel's numbers are written, or why it is none.
pub fn number(text: &Text, typed: &str) -> Result<f32, String> {
    if typed.trim().is_empty() {
        return Err(text.get("convolve-cell-empty").to_owned());
    }
    let wrong = |key: &str| text.with(key, &[("text", typed.trim().into())]);
    // One number needs no comma beside it, so that one within it is a decimal comma.
    match typed.trim().replace(',', ".").parse::<Kernel>() {
        Ok(kernel) => match kernel.grid().values() {
            [number] => Ok(*number),
            _ => Err(wrong("convolve-cell-many")),
        },
        Err(KernelError::NotFinite { .. }) => Err(wrong("convolve-cell-not-finite")),
        Err(_) => Err(wrong("convolve-cell-no-number")),
    }
}

/// A preset's name.
pub fn preset_name<'a>(preset: Preset, context: &PageContext<'a>) -> &'a str {
    context.text(&format!("kernel-{}", preset.name()))
}

/// Key of what a padding mode is called.
pub fn mode_key(mode: PaddingMode) -> &'static str {
    match mode {
        PaddingMode::Zero => "convolve-zeros",
        PaddingMode::Replicate => "convolve-replicate",
        PaddingMode::Reflect => "convolve-reflect",
        PaddingMode::Circular => "convolve-circular",
    }
}

/// What a kernel is called: by its preset, by the user, or “own”.
pub fn kernel_name(kernel: &Kernel, sigma: f32, context: &PageContext<'_>) -> String {
    let convolve: &Convolve = &context.state.convolve;
    if let Some(own) = convolve
        .own_kernels
        .iter()
        .find(|own| own.kernel == *kernel)
    {
        return own.name.clone();
    }
    if let Some(preset) = Preset::of(kernel) {
        return preset_name(preset, context).to_owned();
    }
    let side = kernel.height();
    for (preset, same) in [
        (Preset::GaussianBlur, Kernel::gaussian(side, sigma)),
        (Preset::UnsharpMask, Kernel::unsharp_mask(side, sigma)),
    ] {
        if same == *kernel {
            return preset_name(preset, context).to_owned();
        }
    }
    context.text("convolve-own").to_owned()
}

/// What an operation is called, in short.
pub fn operation_name(
    operation: &Operation,
    page: &ConvolvePage,
    context: &PageContext<'_>,
) -> String {
    match operation {
        Operation::Convolution(convolution) => {
            kernel_name(&convolution.kernel, page.sigma, context)
        }
        Operation::Relu => context.text("convolve-relu").to_owned(),
        Operation::Pooling(pooling) => {
            let name = match pooling.kind {
                PoolingKind::Max => context.text("convolve-max-short"),
                PoolingKind::Average => context.text("convolve-average-short"),
            };
            format!("{name} {}×{}", pooling.window.0, pooling.window.1)
        }
    }
}

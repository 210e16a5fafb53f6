//! `convscope convolve`: a picture or a table of numbers through a kernel.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;

use super::complain;
use super::numbers::whole_number;
use crate::convolution::geometry::{Geometry, MAX_CELLS, Setting};
use crate::convolution::remedies::Remedy;
use crate::convolution::{Convolution, Impossible, Kernel, Padding, PaddingMode, Preset, formats};
use crate::grid::Grid;

/// Slide a kernel over a picture or a table of numbers
///
/// A picture is read in grey, 0 (black) to 1 (white): 0.2126 red + 0.7152 green + 0.0722 blue; what
/// is transparent lies on white. It may have 64 million pixels, and 20,000 along a side.
///
/// In a PNG that is written, black is 0 and white is 1 or, if that is more, the largest number;
/// with negative numbers, the middle grey (128) is 0, and the largest number by absolute value is
/// white, or black if it is negative. CSV and NumPy files hold the numbers as they are.
#[derive(clap::Args)]
pub struct Arguments {
    /// A name, or at most 11×11 numbers with “;” between the rows, as in "1 0 -1; 2 0 -2; 1 0 -1"
    ///
    /// Names: identity, box-blur, gaussian-blur, motion-blur, sharpen, unsharp-mask, sobel-x,
    /// sobel-y, prewitt-x, prewitt-y, scharr-x, scharr-y, laplacian-4, laplacian-8, ridge,
    /// outline, emboss. The first four and unsharp-mask take a size, as in box-blur:7, and
    /// gaussian-blur and unsharp-mask a sigma after it, as in gaussian-blur:7:1.5.
    #[arg(long, value_name = "KERNEL", allow_hyphen_values = true, value_parser = kernel)]
    kernel: Kernel,

    /// Cells by which the window moves, down and to the right
    #[arg(
        long,
        value_name = "N",
        default_value_t = 1,
        allow_negative_numbers = true,
        value_parser = whole_number(1..=MAX_CELLS)
    )]
    stride: usize,

    /// Cells around the picture, on every side
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        allow_negative_numbers = true,
        value_parser = whole_number(0..=MAX_CELLS)
    )]
    padding: usize,

    /// What these cells hold
    #[arg(
        long,
        value_name = "MODE",
        default_value_t,
        value_parser = PossibleValuesParser::new(PaddingMode::ALL.map(PaddingMode::name))
            .try_map(|name| name.parse::<PaddingMode>())
    )]
    padding_mode: PaddingMode,

    /// Cells from one weight to the next; 1 leaves no gaps
    #[arg(
        long,
        value_name = "N",
        default_value_t = 1,
        allow_negative_numbers = true,
        value_parser = whole_number(1..=MAX_CELLS)
    )]
    dilation: usize,

    /// Convolve as the definition has it: turn the kernel by half a circle first
    ///
    /// Without it the result is the cross-correlation, as in PyTorch.
    #[arg(long)]
    flip: bool,

    /// A PNG or JPEG picture, or a .csv file of plain numbers, a row a line
    #[arg(value_name = "IN")]
    input: PathBuf,

    /// The file to write, by its ending: .png, .csv or .npy; one that is there is replaced
    #[arg(value_name = "OUT")]
    output: PathBuf,
}

pub fn run(arguments: Arguments) -> anyhow::Result<()> {
    // Before the work, not after it.
    formats::check_ending(&arguments.output)?;
    let input = formats::read(&arguments.input)?;
    let convolution = Convolution {
        kernel: arguments.kernel,
        flip: arguments.flip,
        stride: (arguments.stride, arguments.stride),
        padding: Padding::all(arguments.padding_mode, arguments.padding),
        dilation: (arguments.dilation, arguments.dilation),
    };
    let output = convolution
        .apply(&input)
        .map_err(|impossible| explained(impossible, &convolution, &input))
        .with_context(|| arguments.input.display().to_string())?;
    formats::write(&arguments.output, &output)?;
    warn_of_overflow(&arguments.output, &output);
    Ok(())
}

/// Numbers beyond what 32 bits hold are written as they are, which few programs read.
fn warn_of_overflow(path: &Path, output: &Grid) {
    let values = output.values();
    let overflown = values.iter().filter(|value| !value.is_finite()).count();
    if overflown > 0 {
        complain(&format!(
            "warning: {}: {overflown} of {} numbers are not finite: 32-bit numbers reach to ±3.4e38",
            path.display(),
            values.len()
        ));
    }
}

/// A named kernel, `NAME`, `NAME:SIZE` or `NAME:SIZE:SIGMA`, or one in numbers.
fn kernel(text: &str) -> Result<Kernel, String> {
    let text = text.trim();
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) || text.contains('[') {
        return text.parse().map_err(|error| format!("{error}"));
    }
    let mut parts = text.split(':');
    let name = parts.next().unwrap_or_default();
    let preset = preset(name)?;
    let size = parts.next();
    let sigma = parts.next();
    if parts.next().is_some() {
        return Err(format!("“{text}” has more than a name, a size and a sigma"));
    }
    match (size, sigma) {
        (None, _) => Ok(preset.kernel()),
        (Some(size), None) => sized(preset, size),
        (Some(size), Some(sigma)) => {
            let side = sized(preset, size)?.height();
            let sigma: f32 = sigma
                .parse()
                .ok()
                .filter(|sigma: &f32| *sigma > 0.0 && sigma.is_finite())
                .ok_or_else(|| format!("the sigma “{sigma}” is not a number above 0"))?;
            match preset {
                Preset::GaussianBlur => Ok(Kernel::gaussian(side, sigma)),
                Preset::UnsharpMask => Ok(Kernel::unsharp_mask(side, sigma)),
                _ => Err(format!("{name} takes no sigma")),
            }
        }
    }
}

/// By its name, or the beginning of it where no other name begins so.
fn preset(name: &str) -> Result<Preset, String> {
    let wanted = bare(name);
    let mut all = Preset::ALL.into_iter();
    if let Some(preset) = all.find(|preset| bare(preset.name()) == wanted) {
        return Ok(preset);
    }
    let begins = |preset: &Preset| bare(preset.name()).starts_with(&wanted);
    let presets: Vec<_> = Preset::ALL.into_iter().filter(begins).collect();
    let names = |presets: &[Preset], last: &str| {
        let names: Vec<_> = presets.iter().map(|preset| preset.name()).collect();
        names.join(last)
    };
    match presets[..] {
        [preset] => Ok(preset),
        [] => {
            let names = names(&Preset::ALL, ", ");
            Err(format!(
                "there is no kernel “{name}”: use numbers or one of {names}"
            ))
        }
        _ => Err(format!("“{name}” can be {}", names(&presets, " or "))),
    }
}

/// A name however it is written: “Sobel_X” and “sobelx” are sobel-x.
fn bare(name: &str) -> String {
    name.to_ascii_lowercase().replace(['-', '_'], "")
}

fn sized(preset: Preset, size: &str) -> Result<Kernel, String> {
    if preset.sized(1).is_none() {
        return Err(format!("{} has one size only", preset.name()));
    }
    size.parse()
        .ok()
        .and_then(|size| preset.sized(size))
        .ok_or_else(|| {
            let most = crate::convolution::kernel::MAX_SIDE;
            format!("the size “{size}” is not a whole number from 1 to {most}")
        })
}

/// Why it is impossible, and what would work.
fn explained(impossible: Impossible, convolution: &Convolution, input: &Grid) -> anyhow::Error {
    let geometry = convolution.geometry();
    let remedies: Vec<_> = geometry
        .remedies(input.height(), input.width())
        .iter()
        .map(in_words)
        .collect();
    if remedies.is_empty() {
        return impossible.into();
    }
    anyhow::anyhow!("{impossible}; it works with {}", remedies.join(", or "))
}

fn in_words(remedy: &Remedy) -> String {
    let Geometry {
        rows,
        columns,
        mode,
    } = remedy.geometry;
    let padding = [
        rows.padding.0,
        rows.padding.1,
        columns.padding.0,
        columns.padding.1,
    ];
    let padding = padding.into_iter().max().unwrap_or(0);
    match remedy.setting {
        Some(Setting::Kernel) => format!("a kernel of {} × {}", rows.kernel, columns.kernel),
        Some(Setting::Stride) => format!("--stride {}", rows.stride.max(columns.stride)),
        Some(Setting::Dilation) => format!("--dilation {}", rows.dilation.min(columns.dilation)),
        Some(Setting::Padding) => format!("--padding {padding}"),
        Some(Setting::PaddingMode) => format!("--padding-mode {mode}"),
        None => format!(
            "a kernel of {} × {} and --padding {padding}",
            rows.kernel, columns.kernel
        ),
    }
}

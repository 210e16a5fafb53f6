//! The named kernels.
//!
//! They are meant for correlation, the way the app slides them: x grows to the right and y
//! downwards, and the edge filters answer with positive numbers where the input grows along
//! their axis. Weights as in the literature: I. Sobel and G. Feldman, 1968 (Sobel); J. Prewitt,
//! 1970; H. Scharr, 2000; sharpen, outline and emboss as image editors have them.

use super::{Kernel, MAX_SIDE, anchor};

/// A kernel with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Preset {
    Identity,
    BoxBlur,
    GaussianBlur,
    MotionBlur,
    Sharpen,
    UnsharpMask,
    SobelX,
    SobelY,
    PrewittX,
    PrewittY,
    ScharrX,
    ScharrY,
    Laplacian4,
    Laplacian8,
    Ridge,
    Outline,
    Emboss,
}

impl Preset {
    pub const ALL: [Self; 17] = [
        Self::Identity,
        Self::BoxBlur,
        Self::GaussianBlur,
        Self::MotionBlur,
        Self::Sharpen,
        Self::UnsharpMask,
        Self::SobelX,
        Self::SobelY,
        Self::PrewittX,
        Self::PrewittY,
        Self::ScharrX,
        Self::ScharrY,
        Self::Laplacian4,
        Self::Laplacian8,
        Self::Ridge,
        Self::Outline,
        Self::Emboss,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::BoxBlur => "box-blur",
            Self::GaussianBlur => "gaussian-blur",
            Self::MotionBlur => "motion-blur",
            Self::Sharpen => "sharpen",
            Self::UnsharpMask => "unsharp-mask",
            Self::SobelX => "sobel-x",
            Self::SobelY => "sobel-y",
            Self::PrewittX => "prewitt-x",
            Self::PrewittY => "prewitt-y",
            Self::ScharrX => "scharr-x",
            Self::ScharrY => "scharr-y",
            Self::Laplacian4 => "laplacian-4",
            Self::Laplacian8 => "laplacian-8",
            Self::Ridge => "ridge",
            Self::Outline => "outline",
            Self::Emboss => "emboss",
        }
    }

    /// The preset of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// The preset whose kernel this is, at whatever size it has.
    pub fn of(kernel: &Kernel) -> Option<Self> {
        let size = kernel.height();
        Self::ALL.into_iter().find(|preset| {
            preset.kernel() == *kernel || preset.sized(size).is_some_and(|sized| sized == *kernel)
        })
    }

    /// The kernel, at its usual size.
    pub fn kernel(self) -> Kernel {
        let row_of = |middle: f32| [-middle, 0.0, middle];
        let edge = |side: f32, middle: f32| square([row_of(side), row_of(middle), row_of(side)]);
        match self {
            Self::Identity => identity(3),
            Self::BoxBlur => box_blur(3),
            Self::GaussianBlur => Kernel::gaussian(5, default_sigma(5)),
            Self::MotionBlur => motion_blur(7),
            Self::Sharpen => square([[0.0, -1.0, 0.0], [-1.0, 5.0, -1.0], [0.0, -1.0, 0.0]]),
            Self::UnsharpMask => Kernel::unsharp_mask(5, default_sigma(5)),
            Self::SobelX => edge(1.0, 2.0),
            Self::SobelY => edge(1.0, 2.0).transposed(),
            Self::PrewittX => edge(1.0, 1.0),
            Self::PrewittY => edge(1.0, 1.0).transposed(),
            Self::ScharrX => edge(3.0, 10.0),
            Self::ScharrY => edge(3.0, 10.0).transposed(),
            Self::Laplacian4 => square([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]]),
            Self::Laplacian8 => square([[1.0, 1.0, 1.0], [1.0, -8.0, 1.0], [1.0, 1.0, 1.0]]),
            Self::Ridge => square([[0.0, -1.0, 0.0], [-1.0, 4.0, -1.0], [0.0, -1.0, 0.0]]),
            Self::Outline => square([[-1.0, -1.0, -1.0], [-1.0, 8.0, -1.0], [-1.0, -1.0, -1.0]]),
            Self::Emboss => square([[-2.0, -1.0, 0.0], [-1.0, 1.0, 1.0], [0.0, 1.0, 2.0]]),
        }
    }

    /// The kernel of `size` × `size` cells, for those presets that have one for each size of 1 to
    /// [`MAX_SIDE`].
    pub fn sized(self, size: usize) -> Option<Kernel> {
        if !(1..=MAX_SIDE).contains(&size) {
            return None;
        }
        match self {
            Self::Identity => Some(identity(size)),
            Self::BoxBlur => Some(box_blur(size)),
            Self::GaussianBlur => Some(Kernel::gaussian(size, default_sigma(size))),
            Self::MotionBlur => Some(motion_blur(size)),
            Self::UnsharpMask => Some(Kernel::unsharp_mask(size, default_sigma(size))),
            _ => None,
        }
    }
}

impl Kernel {
    /// The bell curve e^(−(x² + y²) / 2σ²) around the middle of `size` × `size` cells, 1 to
    /// [`MAX_SIDE`], with weights that sum up to 1. σ is in cells; where it is not above 0, the
    /// limit for σ → 0: all weight on the middle.
    pub fn gaussian(size: usize, sigma: f32) -> Self {
        let size = size.clamp(1, MAX_SIDE);
        let middle = (size as f64 - 1.0) / 2.0;
        let nearest = middle.fract();
        // Relative to the nearest cell, so that a small σ leaves something to divide by.
        let bell = |index: usize| {
            let distance = index as f64 - middle;
            let beyond = distance * distance - nearest * nearest;
            match f64::from(sigma) {
                _ if beyond == 0.0 => 1.0,
                sigma if sigma > 0.0 => (-beyond / (2.0 * sigma * sigma)).exp(),
                _ => 0.0,
            }
        };
        let weights: Vec<f64> = (0..size).map(bell).collect();
        let sum: f64 = weights.iter().sum();
        Self::from_fn(size, size, |row, column| {
            (weights[row] * weights[column] / (sum * sum)) as f32
        })
    }

    /// Twice the picture less its Gaussian blur: what the blur takes away is added once more.
    pub fn unsharp_mask(size: usize, sigma: f32) -> Self {
        let blur = Self::gaussian(size, sigma);
        let anchor = blur.anchor();
        let (height, width) = blur.size();
        Self::from_fn(height, width, |row, column| {
            let twice = if (row, column) == anchor { 2.0 } else { 0.0 };
            twice - blur.at(row, column)
        })
    }
}

/// The σ that suits a Gaussian of `size` cells: 0.3 · ((size − 1) / 2 − 1) + 0.8, as OpenCV's
/// `getGaussianKernel` chooses it.
pub fn default_sigma(size: usize) -> f32 {
    let half = (size.max(1) - 1) as f32 / 2.0;
    0.3 * (half - 1.0) + 0.8
}

fn identity(size: usize) -> Kernel {
    let anchor = anchor((size, size));
    Kernel::from_fn(size, size, |row, column| {
        f32::from(u8::from((row, column) == anchor))
    })
}

fn box_blur(size: usize) -> Kernel {
    Kernel::from_fn(size, size, |_, _| 1.0 / (size * size) as f32)
}

/// As if the camera had moved from the upper left to the lower right.
fn motion_blur(size: usize) -> Kernel {
    Kernel::from_fn(size, size, |row, column| {
        if row == column {
            1.0 / size as f32
        } else {
            0.0
        }
    })
}

fn square(rows: [[f32; 3]; 3]) -> Kernel {
    Kernel::from_fn(3, 3, |row, column| rows[row][column])
}

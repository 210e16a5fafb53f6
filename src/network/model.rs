//! A trained network: an architecture and its weights, never changed once made.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use candle_core::{DType, Tensor};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::architecture::{Architecture, CLASSES, INPUT};
use super::inference::{self, Prepared};
use super::layer::{Initial, ParameterSpec};
use super::trainable::Trainable;
use super::weights::{self, WeightsError};
use crate::grid::Grid;
use crate::stamp::Stamp;

/// The model that the program opens with.
static BUILTIN: &[u8] = include_bytes!("../../models/drawn.safetensors");

/// The share of MNIST's 10,000 test digits that the built-in model reads right, as its card says.
pub const BUILTIN_ACCURACY: f32 = 0.9941;

/// One tensor of a model, as plain numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// What it is: name, sizes, whether it is learned.
    pub spec: ParameterSpec,
    /// Row-major, as many as `spec.len()`.
    pub values: Vec<f32>,
}

/// An architecture with its weights. Cloning shares them; no one changes them.
#[derive(Clone)]
pub struct Model {
    inner: Arc<Inner>,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model")
            .field("architecture", self.architecture())
            .finish_non_exhaustive()
    }
}

struct Inner {
    stamp: Stamp,
    architecture: Architecture,
    parameters: Vec<Parameter>,
    prepared: Prepared,
}

/// What a network says of one picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Classification {
    /// The last layer's outputs, one a digit.
    pub logits: [f32; CLASSES],
    /// Their softmax: each in 0..1, together 1.
    pub probabilities: [f32; CLASSES],
}

impl Model {
    /// A model that has learned nothing yet, filled as PyTorch fills its layers: the range is
    /// PyTorch's (see [`Initial`]), the generator ours. Tensors are filled in the order of
    /// [`Architecture::parameters`] from one ChaCha8 stream, row-major, each number from the
    /// upper 24 bits of one 32-bit draw; constants take no draw.
    pub fn seeded(architecture: &Architecture, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let parameters = architecture
            .parameters()
            .into_iter()
            .map(|spec| {
                let values = (0..spec.len())
                    .map(|_| draw(spec.initial, &mut rng))
                    .collect();
                Parameter { spec, values }
            })
            .collect();
        Self::assemble(architecture.clone(), parameters)
    }

    /// The model that comes with the program: the lesson's net, trained on MNIST and on digits
    /// drawn with a pen.
    pub fn builtin() -> Self {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL
            .get_or_init(|| {
                weights::from_safetensors(BUILTIN, None)
                    .expect("the built-in weights are sound: a test opens them")
            })
            .clone()
    }

    /// Opens a safetensors file or a PyTorch `state_dict`. The architecture is the one that the
    /// file names; a file that names none must hold the lesson's net.
    pub fn open(path: &Path) -> Result<Self, WeightsError> {
        weights::open(path, None)
    }

    /// Opens weights for an architecture that the caller knows, by tensor names.
    pub fn open_as(path: &Path, architecture: &Architecture) -> Result<Self, WeightsError> {
        weights::open(path, Some(architecture))
    }

    /// Writes a safetensors file with the architecture in its metadata, or, to a path that ends in
    /// `.pt` or `.pth`, a `state_dict` for PyTorch: first beside `path`, then moved into place, so
    /// that a failure leaves what was there before.
    pub fn save(&self, path: &Path) -> Result<(), WeightsError> {
        weights::save(self, path)
    }

    /// The parameters must be those of [`Architecture::parameters`], in the same order.
    pub(super) fn assemble(architecture: Architecture, parameters: Vec<Parameter>) -> Self {
        debug_assert!(
            architecture
                .parameters()
                .iter()
                .eq(parameters.iter().map(|p| &p.spec))
        );
        Self {
            inner: Arc::new(Inner {
                stamp: Stamp::unique(),
                architecture,
                parameters,
                prepared: Prepared::default(),
            }),
        }
    }

    pub fn architecture(&self) -> &Architecture {
        &self.inner.architecture
    }

    /// Whether `other` shares these very weights.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }

    /// By which what was made of these very weights is known.
    pub fn stamp(&self) -> Stamp {
        self.inner.stamp
    }

    /// Every tensor, in the order of [`Architecture::parameters`].
    pub fn parameters(&self) -> &[Parameter] {
        &self.inner.parameters
    }

    /// The tensor of this name, such as `conv1.weight`.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.inner.parameters.iter().find(|p| p.spec.name == name)
    }

    /// The same architecture with other numbers in the tensors that `change` touches.
    pub fn with_changed(&self, change: impl FnOnce(&mut [Parameter])) -> Self {
        let mut parameters = self.inner.parameters.clone();
        change(&mut parameters);
        Self::assemble(self.inner.architecture.clone(), parameters)
    }

    /// A copy whose weights are candle variables that an optimiser may change.
    pub fn trainable(&self) -> candle_core::Result<Trainable> {
        Trainable::new(self)
    }

    /// Logits N×10 of a batch N×1×28×28 of pixels in −1..1, without a record for gradients.
    pub fn logits(&self, batch: &Tensor) -> candle_core::Result<Tensor> {
        let (channels, height, width) = INPUT.dims();
        let pictures = batch.dim(0)?;
        let pixels = batch
            .reshape((pictures, channels, height, width))?
            .to_dtype(DType::F32)?
            .flatten_all()?
            .to_vec1::<f32>()?;
        let logits = inference::logits(self, &self.inner.prepared, &pixels);
        Tensor::from_vec(logits, (pictures, CLASSES), batch.device())
    }

    /// What the network says of a 28×28 picture, ink = 1 and paper = 0.
    pub fn classify(&self, picture: &Grid) -> Classification {
        self.classify_many(std::slice::from_ref(picture))[0]
    }

    /// What the network says of each 28×28 picture, ink = 1 and paper = 0.
    pub fn classify_many(&self, pictures: &[Grid]) -> Vec<Classification> {
        let logits = inference::logits_of(self, &self.inner.prepared, pictures);
        let (rows, _) = logits.as_chunks::<CLASSES>();
        rows.iter()
            .map(|row| Classification::from_logits(*row))
            .collect()
    }

    /// Every layer's output for one picture of pixels in −1..1, channel after channel.
    pub(super) fn stages(&self, pixels: &[f32]) -> Vec<Vec<f32>> {
        inference::stages(self, &self.inner.prepared, pixels)
    }
}

/// Pictures of 28×28, ink = 1 and paper = 0, as pixels in −1..1.
///
/// # Panics
/// If a picture has another size.
pub(super) fn pixels_of(pictures: &[Grid]) -> Vec<f32> {
    let (_, height, width) = INPUT.dims();
    let mut pixels = Vec::with_capacity(pictures.len() * INPUT.cells());
    for picture in pictures {
        assert_eq!((picture.height(), picture.width()), (height, width));
        pixels.extend(picture.values().iter().map(|ink| ink * 2.0 - 1.0));
    }
    pixels
}

impl Classification {
    /// Softmax over the logits, with the largest taken off first so that nothing overflows.
    pub fn from_logits(logits: [f32; CLASSES]) -> Self {
        let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let exponentials = logits.map(|logit| (logit - largest).exp());
        let sum: f32 = exponentials.iter().sum();
        Self {
            logits,
            probabilities: exponentials.map(|e| e / sum),
        }
    }

    /// Whether every output is a number: weights that are too large make infinities and NaN.
    pub fn is_finite(&self) -> bool {
        self.logits.iter().all(|logit| logit.is_finite())
    }

    /// The digit with the largest logit; the first of them on a tie.
    pub fn digit(&self) -> u8 {
        let mut best = 0;
        for digit in 1..CLASSES {
            if self.logits[digit] > self.logits[best] {
                best = digit;
            }
        }
        best as u8
    }

    /// The digits, most probable first; the smaller first on a tie.
    pub fn ranked(&self) -> [usize; CLASSES] {
        let mut digits = std::array::from_fn(|digit| digit);
        digits.sort_by(|a: &usize, b| self.logits[*b].total_cmp(&self.logits[*a]));
        digits
    }

    /// The probability of [`Self::digit`].
    pub fn probability(&self) -> f32 {
        self.probabilities[usize::from(self.digit())]
    }
}

fn draw(initial: Initial, rng: &mut ChaCha8Rng) -> f32 {
    match initial {
        Initial::Constant(value) => value,
        Initial::Uniform { bound } => {
            let unit = (rng.random::<u32>() >> 8) as f32 / (1 << 24) as f32;
            bound * (2.0 * unit - 1.0)
        }
    }
}

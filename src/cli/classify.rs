//! `convscope classify`: which digits pictures show.

use std::path::{Path, PathBuf};

use anyhow::bail;
use serde::Serialize;

use super::OVERFLOW;
use crate::digit::{Steps, mnist_form, picture};
use crate::network::{Classification, Model, Verdict, verdict};

/// Read the digit in each picture
///
/// Pictures are PNG or JPEG files of any size, dark on light or light on dark, transparent or
/// not.
#[derive(clap::Args)]
pub struct Arguments {
    /// Weights to read with, a safetensors file or a PyTorch state_dict [default: the built-in
    /// model]
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,

    /// Print JSON, a line each picture: {"path", "digit", "probability", "probabilities"}
    ///
    /// "digit" is null if there is nothing on the picture or if it may be no digit.
    /// "probability" is that of the likeliest digit all the same. On a blank picture all
    /// probabilities are 0.
    #[arg(long)]
    json: bool,

    /// PNG or JPEG files
    #[arg(required = true, value_name = "IMAGE")]
    images: Vec<PathBuf>,
}

#[derive(Serialize)]
struct Answer {
    path: String,
    digit: Option<u8>,
    probability: f32,
    probabilities: [f32; 10],
}

/// A picture that cannot be read does not keep the others from being read: of its errors all
/// but the last are reported here, and that one is returned.
pub fn run(arguments: Arguments) -> anyhow::Result<()> {
    let model = match &arguments.model {
        Some(path) => Model::open(path)?,
        None => Model::builtin(),
    };
    let mut failure = None;
    for path in &arguments.images {
        match read(&model, path) {
            Ok((verdict, classification)) => {
                let line = if arguments.json {
                    serde_json::to_string(&answer(path, verdict, &classification))?
                } else {
                    sentence(path, verdict, &classification)
                };
                super::print_line(&line)?;
            }
            Err(error) => {
                if let Some(earlier) = failure.replace(error) {
                    super::report(&earlier);
                }
            }
        }
    }
    failure.map_or(Ok(()), Err)
}

fn read(model: &Model, path: &Path) -> anyhow::Result<(Verdict, Classification)> {
    let picture = mnist_form(picture::open(path)?, Steps::default()).centred;
    let classification = model.classify(&picture);
    if !classification.is_finite() {
        bail!("{}: {OVERFLOW}", path.display());
    }
    Ok((verdict(&picture, &classification), classification))
}

fn answer(path: &Path, verdict: Verdict, classification: &Classification) -> Answer {
    let probabilities = match verdict {
        Verdict::Blank => [0.0; 10],
        Verdict::Unsure | Verdict::Sure => classification.probabilities,
    };
    Answer {
        path: path.to_string_lossy().into_owned(),
        digit: (verdict == Verdict::Sure).then(|| classification.digit()),
        probability: probabilities.into_iter().fold(0.0, f32::max),
        probabilities,
    }
}

fn sentence(path: &Path, verdict: Verdict, classification: &Classification) -> String {
    let best = format!(
        "{}, {:.1} %",
        classification.digit(),
        100.0 * classification.probability()
    );
    match verdict {
        Verdict::Blank => format!("{}: blank", path.display()),
        Verdict::Unsure => format!("{}: not sure, perhaps {best}", path.display()),
        Verdict::Sure => format!("{}: {best}", path.display()),
    }
}

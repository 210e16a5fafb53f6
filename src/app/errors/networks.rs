//! Networks and their files.

use std::fmt::Display;

use super::{InWords, at, unwritable};
use crate::app::text::Text;
use crate::app::widgets::thousands;
use crate::network::architecture::ArchitectureError;
use crate::network::layer::{MAX_KERNEL, Misfit, Shape};
use crate::network::weights::{Problem, WeightsError, listed};

/// Words with these filled in.
fn with(text: &Text, key: &str, arguments: &[(&str, &dyn Display)]) -> String {
    let arguments: Vec<_> = arguments
        .iter()
        .map(|(name, value)| (*name, value.to_string().into()))
        .collect();
    text.with(key, &arguments)
}

impl InWords for WeightsError {
    fn in_words(&self, text: &Text) -> String {
        at(&self.path, &problem(text, &self.problem))
    }
}

impl InWords for ArchitectureError {
    /// In the words of the size formula.
    fn in_words(&self, text: &Text) -> String {
        misfit(text, self)
    }
}

fn problem(text: &Text, problem: &Problem) -> String {
    let plain = |key: &str| text.get(key).to_owned();
    let tensor = |key: &str, name: &String| with(text, key, &[("name", name)]);
    let detailed = |key: &str, detail: &dyn Display| with(text, key, &[("detail", detail)]);
    match problem {
        Problem::File(error) => error.in_words(text),
        Problem::Empty => plain("error-empty"),
        Problem::Unwritable(error) => unwritable(error, text),
        Problem::Foreign => plain("network-file-foreign"),
        Problem::OldPyTorch => plain("network-file-old-pytorch"),
        Problem::BadSafetensors(detail) => detailed("network-file-bad-safetensors", detail),
        Problem::BadPyTorch(detail) => detailed("network-file-bad-pytorch", detail),
        Problem::BadLayers(detail) => detailed("network-file-bad-layers", detail),
        Problem::Misfit(error) => {
            let detail = misfit(text, error);
            let layer = error.layer + 1;
            let arguments: [(&str, &dyn Display); 2] = [("layer", &layer), ("detail", &detail)];
            with(text, "network-file-misfit", &arguments)
        }
        Problem::MissingTensor { name } => tensor("network-file-tensor-missing", name),
        Problem::OtherTensors { name, instead } => with(
            text,
            "network-file-tensor-other",
            &[("name", name), ("instead", &listed(instead))],
        ),
        Problem::UnexpectedTensor { name } => tensor("network-file-tensor-unexpected", name),
        Problem::NotFinite { name } => tensor("network-file-tensor-not-finite", name),
        Problem::WrongShape {
            name,
            expected,
            found,
        } => {
            let [expected, found] = [expected, found].map(|dims| format!("{dims:?}"));
            with(
                text,
                "network-file-tensor-shape",
                &[("name", name), ("expected", &expected), ("found", &found)],
            )
        }
        Problem::WrongType { name, found } => with(
            text,
            "network-file-tensor-type",
            &[("name", name), ("found", found)],
        ),
    }
}

fn misfit(text: &Text, error: &ArchitectureError) -> String {
    let name = error.name.clone().unwrap_or_default();
    match &error.misfit {
        Misfit::KernelTooLarge {
            span,
            size,
            padding,
        } => {
            let padded = size.saturating_add(padding.saturating_mul(2));
            with(
                text,
                "network-misfit-kernel",
                &[
                    ("span", span),
                    ("size", size),
                    ("padding", padding),
                    ("padded", &padded),
                ],
            )
        }
        Misfit::WrongInputs {
            expected,
            given,
            from,
        } => {
            let from = from.map(product);
            let key = match from {
                Some(_) => "network-misfit-inputs-from",
                None => "network-misfit-inputs",
            };
            let from = from.unwrap_or_default();
            with(
                text,
                key,
                &[
                    ("name", &name),
                    ("expected", expected),
                    ("given", given),
                    ("product", &from),
                ],
            )
        }
        Misfit::NeedsFlat { given } => with(text, "network-misfit-flat", &[("given", given)]),
        Misfit::NeedsMaps { given } => with(text, "network-misfit-maps", &[("given", given)]),
        Misfit::NotTen { given } => with(text, "network-misfit-ten", &[("given", given)]),
        Misfit::TooLarge { limit, what } => {
            let limit = thousands(*limit);
            let arguments: [(&str, &dyn Display); 2] = [("limit", &limit), ("what", what)];
            with(text, "network-misfit-large", &arguments)
        }
        Misfit::DuplicateName { name } => with(text, "network-misfit-name", &[("name", name)]),
        Misfit::BadName => text.get("network-misfit-bad-name").to_owned(),
        Misfit::KernelLimit => {
            let most = MAX_KERNEL;
            with(text, "network-misfit-kernel-limit", &[("most", &most)])
        }
        Misfit::Zero { .. } => text.get("network-misfit-zero").to_owned(),
        Misfit::Probability | Misfit::Slope => text.get("network-misfit-range").to_owned(),
    }
}

/// “16·4·4”
fn product(shape: Shape) -> String {
    let (channels, height, width) = shape.dims();
    format!("{channels}·{height}·{width}")
}

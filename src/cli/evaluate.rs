//! `convscope evaluate`: how well a network reads digits that are held out.

use std::path::PathBuf;

use anyhow::{Result, bail};
use serde_json::json;

use super::{OVERFLOW, print_line, sources, threads};
use crate::dataset::{CLASSES, Source};
use crate::network::Model;
use crate::training::pictures::held_out;
use crate::training::{Evaluation, evaluate};

/// Measure a network on digits that are held out
#[derive(clap::Args)]
pub struct Arguments {
    /// Weights as safetensors or a PyTorch state_dict [default: the built-in model]
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// The built-in digits, a folder with MNIST's four files, or a file of drawn digits, of which
    /// every fifth writer (5, 10, 15, …) is held out
    #[arg(
        long,
        value_name = "builtin|DIR|PEN_FILE",
        default_value = "builtin",
        value_parser = sources::parser()
    )]
    data: Source,
    /// Threads to use, 1 to 256 [default: one a core]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = threads::parse)]
    threads: Option<usize>,
    /// Print one JSON value
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: Arguments) -> Result<()> {
    let threads = threads::or_all(arguments.threads);
    threads::pool(threads)?.install(|| measure(&arguments))
}

fn measure(arguments: &Arguments) -> Result<()> {
    let model = match &arguments.model {
        Some(path) => Model::open(path)?,
        None => Model::builtin(),
    };
    let split = arguments.data.read(false)?;
    let tests = held_out(vec![(arguments.data.clone(), split)]);
    let Some((_, test)) = tests.first() else {
        bail!("{}: none of its digits is held out", arguments.data);
    };
    let evaluation = evaluate(&model, test);
    // An output that is not finite shows in the mean loss. The built-in model has none.
    if let (false, Some(path)) = (evaluation.loss.is_finite(), &arguments.model) {
        bail!("{}: {OVERFLOW}", path.display());
    }
    if arguments.json {
        return print_line(&json!({
            "accuracy": evaluation.accuracy(),
            "correct": evaluation.correct,
            "total": evaluation.total,
            "loss": evaluation.loss,
            "confusion": evaluation.confusion,
        }));
    }
    print_line(&summary(&evaluation))
}

/// Accuracy and loss, and the confusion matrix as a table.
fn summary(evaluation: &Evaluation) -> String {
    let Evaluation {
        total,
        correct,
        loss,
        confusion,
        ..
    } = evaluation;
    let percent = 100.0 * *correct as f64 / *total as f64;
    let mut text = format!("{percent:.2} % right: {correct} of {total}, loss {loss:.4}\n\n");
    let digits = (0..CLASSES).map(|digit| format!("{digit:6}"));
    text += &format!("shown  said{}", digits.collect::<String>());
    for (digit, row) in confusion.iter().enumerate() {
        let cells = row.iter().map(|count| format!("{count:6}"));
        text += &format!("\n{digit:5}      {}", cells.collect::<String>());
    }
    text
}

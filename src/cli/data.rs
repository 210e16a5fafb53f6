//! `convscope data`: what a set of labelled pictures holds.

use anyhow::Result;
use clap::Subcommand;
use serde_json::{Value, json};

use super::{print_line, sources};
use crate::dataset::{CLASSES, Dataset, Source};

/// Look at labelled pictures
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say how many pictures there are, of which digits, and how much ink they hold
    Info {
        /// The built-in digits, a folder with MNIST's four files, or a file of drawn digits
        #[arg(
            value_name = "builtin|DIR|PEN_FILE",
            default_value = "builtin",
            value_parser = sources::parser()
        )]
        data: Source,
        /// Print one JSON value
        #[arg(long)]
        json: bool,
    },
}

pub fn run(arguments: Arguments) -> Result<()> {
    let Command::Info { data, json } = arguments.command;
    let split = data.read(false)?;
    let (train, test) = (Summary::of(&split.train), Summary::of(&split.test));
    if json {
        return print_line(&json!({ "train": train.json(), "test": test.json() }));
    }
    print_line(&format!("to train on: {}", train.text()))?;
    print_line(&format!("held out:    {}", test.text()))
}

/// What a set holds.
struct Summary {
    total: usize,
    digits: [usize; CLASSES],
    /// Mean and standard deviation of the ink, in 0..1; 0 for no pictures.
    mean: f64,
    deviation: f64,
}

impl Summary {
    fn of(set: &Dataset) -> Self {
        let mut digits = [0; CLASSES];
        for label in set.labels() {
            digits[usize::from(*label)] += 1;
        }
        let mut levels = [0_u64; 256];
        for byte in set.all_pixels() {
            levels[usize::from(*byte)] += 1;
        }
        let pixels = set.all_pixels().len().max(1) as f64;
        let average = |value: &dyn Fn(f64) -> f64| {
            let of_level =
                |(level, count): (usize, &u64)| value(level as f64 / 255.0) * *count as f64;
            levels.iter().enumerate().map(of_level).sum::<f64>() / pixels
        };
        let mean = average(&|ink| ink);
        Self {
            total: set.len(),
            digits,
            mean,
            deviation: average(&|ink| (ink - mean).powi(2)).sqrt(),
        }
    }

    fn json(&self) -> Value {
        json!({
            "total": self.total, "digits": self.digits,
            "mean": self.mean, "standard_deviation": self.deviation,
        })
    }

    fn text(&self) -> String {
        let digits = self.digits.iter().enumerate();
        let digits: Vec<_> = digits
            .map(|(digit, count)| format!("{digit}: {count}"))
            .collect();
        format!(
            "{} pictures of 28×28 ({}), ink {:.4} ± {:.4}",
            self.total,
            digits.join(", "),
            self.mean,
            self.deviation
        )
    }
}

//! `convscope train`: from pictures to a trained network.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::ThreadPool;
use serde_json::json;

use super::numbers::{decimal, whole_number};
use super::{print_line, sources, threads, usage_error};
use crate::dataset::augment::Augmentation;
use crate::dataset::{Dataset, Source};
use crate::network::{Model, Optimizer};
use crate::training::settings::{
    MAX_BATCH, MAX_EPOCHS, MAX_LEARNING_RATE, MAX_MOMENTUM, MAX_SEED, MIN_LEARNING_RATE,
};
use crate::training::{
    Evaluation, History, Pictures, RunFolder, SavedRun, Schedule, Settings, StepReport, Trainer,
    TrainingError, evaluate,
};

/// The word for the lesson's net with fresh weights.
const LESSON: &str = "lesson";

/// The lesson's learning rate.
const LEARNING_RATE: f32 = 0.001;

/// SGD's momentum unless another is set.
const MOMENTUM: f32 = 0.9;

/// Train a network, and measure it on digits that are held out
#[derive(clap::Args)]
pub struct Arguments {
    /// Pictures: the built-in digits, a folder with MNIST's four files, or a file of drawn
    /// digits; may be given several times. Of drawn digits every fifth writer (5, 10, 15, …) is
    /// held out
    #[arg(
        long,
        value_name = "builtin|DIR|PEN_FILE",
        default_value = "builtin",
        value_parser = sources::parser()
    )]
    data: Vec<Source>,
    /// The lesson's net with fresh weights, or a file of weights to start from
    #[arg(long, value_name = "lesson|FILE", default_value = LESSON)]
    model: PathBuf,
    /// Times that every picture is trained on, 1 to 1000000 [default: 10]
    #[arg(
        long,
        value_name = "N",
        allow_negative_numbers = true,
        value_parser = whole_number(1..=MAX_EPOCHS)
    )]
    epochs: Option<u32>,
    /// Pictures in a batch, 1 to 8192
    #[arg(
        long,
        value_name = "N",
        default_value_t = 4,
        allow_negative_numbers = true,
        value_parser = whole_number(1..=MAX_BATCH)
    )]
    batch_size: usize,
    /// The learning rate, or its peak, 1e-9 to 1000
    #[arg(
        long,
        value_name = "F",
        default_value_t = LEARNING_RATE,
        allow_negative_numbers = true,
        value_parser = decimal(MIN_LEARNING_RATE..=MAX_LEARNING_RATE, LEARNING_RATE)
    )]
    learning_rate: f32,
    /// How the learning rate changes along the run
    #[arg(long, value_enum, default_value_t = ScheduleName::Constant)]
    schedule: ScheduleName,
    /// How gradients become steps
    #[arg(long, value_enum, default_value_t = OptimizerName::Adam)]
    optimizer: OptimizerName,
    /// SGD's momentum, 0 to 0.9999 [default: 0.9]
    #[arg(
        long,
        value_name = "F",
        allow_negative_numbers = true,
        value_parser = decimal(0.0..=MAX_MOMENTUM, MOMENTUM)
    )]
    momentum: Option<f32>,
    /// Deform the pictures at random: rotation, scale, shear, shift, thickness, a little elastic
    #[arg(long)]
    augment: bool,
    /// Train on every writer's drawn digits, and hold none of them out but those of --hold-out
    #[arg(long)]
    all_writers: bool,
    /// Never train on what this source holds out, wherever it occurs, and measure on it too: the
    /// built-in digits are a part of MNIST
    #[arg(long, value_name = "builtin|DIR|PEN_FILE", value_parser = sources::parser())]
    hold_out: Vec<Source>,
    /// The same seed gives the same weights, bit for bit
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        allow_negative_numbers = true,
        value_parser = whole_number(0..=MAX_SEED)
    )]
    seed: u64,
    /// Threads to use, 1 to 256 [default: one a core]; their number never changes the weights
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = threads::parse)]
    threads: Option<usize>,
    /// Folder for the weights, settings and curves, written after every epoch; one that holds a run
    /// already is refused
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Go on with the run in this folder, bit for bit; --epochs may set more of them
    #[arg(long, value_name = "DIR", conflicts_with_all = [
        "data", "model", "batch_size", "learning_rate", "schedule", "optimizer", "momentum",
        "augment", "all_writers", "hold_out", "seed",
    ])]
    resume: Option<PathBuf>,
    /// Print one JSON value a line
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum OptimizerName {
    Adam,
    Sgd,
}

#[derive(Clone, Copy, ValueEnum)]
enum ScheduleName {
    Constant,
    Cosine,
    OneCycle,
}

pub fn run(arguments: Arguments) -> Result<()> {
    let threads = threads::or_all(arguments.threads);
    Run::start(&arguments, threads)?.train()
}

impl Arguments {
    fn settings(&self) -> Settings {
        // They are kept with the run, which may be gone on with in another folder.
        let absolute = |sources: &[Source]| sources.iter().cloned().map(Source::absolute).collect();
        Settings {
            data: absolute(&self.data),
            all_writers: self.all_writers,
            hold_out: absolute(&self.hold_out),
            epochs: self.epochs.unwrap_or(Settings::default().epochs),
            batch_size: self.batch_size,
            learning_rate: self.learning_rate,
            schedule: match self.schedule {
                ScheduleName::Constant => Schedule::Constant,
                ScheduleName::Cosine => Schedule::Cosine,
                ScheduleName::OneCycle => Schedule::OneCycle,
            },
            seed: self.seed,
            optimizer: self.optimizer(),
            augmentation: self.augment.then(Augmentation::default),
            ..Settings::default()
        }
    }

    fn optimizer(&self) -> Optimizer {
        match (self.optimizer, self.momentum) {
            (OptimizerName::Adam, None) => Optimizer::ADAM,
            (OptimizerName::Adam, Some(_)) => {
                usage_error("train", "--momentum needs --optimizer sgd")
            }
            (OptimizerName::Sgd, momentum) => Optimizer::Sgd {
                momentum: momentum.unwrap_or(MOMENTUM),
            },
        }
    }
}

/// A run and all that is told of it.
struct Run {
    trainer: Trainer,
    history: History,
    /// What is held out of each source.
    tests: Vec<(Source, Dataset)>,
    folder: Option<RunFolder>,
    output: Output,
    /// Reads and evaluates; the trainer has its own.
    pool: ThreadPool,
}

impl Run {
    fn start(arguments: &Arguments, threads: usize) -> Result<Self> {
        if let Some(out) = &arguments.out {
            refuse_taken(out, arguments.resume.as_deref())?;
        }
        let pool = threads::pool(threads)?;
        let (trainer, history, tests) = match &arguments.resume {
            Some(path) => {
                let saved = RunFolder::existing(path).open()?;
                pool.install(|| resume(saved, arguments.epochs, threads))?
            }
            None => pool.install(|| begin(arguments, threads))?,
        };
        let folder = arguments.out.as_ref().or(arguments.resume.as_ref());
        let run = Self {
            output: Output::new(arguments.json, &trainer),
            folder: folder.map(|path| RunFolder::create(path)).transpose()?,
            trainer,
            history,
            tests,
            pool,
        };
        // Now, so that a folder that cannot be written to is known before an hour of training.
        run.save()?;
        Ok(run)
    }

    fn train(mut self) -> Result<()> {
        let mut last = None;
        while !self.trainer.is_finished() {
            let report = match self.output.time(|| self.trainer.step()) {
                Ok(report) => report,
                Err(error) => return Err(self.give_up(error)),
            };
            self.history.add_step(&report);
            self.output.step(&report)?;
            if let Some(summary) = &report.epoch_done {
                let parts = self.evaluate()?;
                let test = whole(&parts);
                let point = test.accuracy().map(|accuracy| (test.loss, accuracy));
                self.history.add_epoch(report.step, summary, point);
                self.save()?;
                self.output
                    .epoch(summary.epoch, summary.loss, test.accuracy())?;
                last = Some(parts);
            }
        }
        self.output.done(&last.unwrap_or_default())
    }

    fn evaluate(&self) -> Result<Vec<(Source, Evaluation)>> {
        let model = self.trainer.model()?;
        let measure = |(source, test): &(Source, Dataset)| (source.clone(), evaluate(&model, test));
        let tests = self.tests.iter();
        Ok(self.pool.install(|| tests.map(measure).collect()))
    }

    fn save(&self) -> Result<()> {
        if let Some(folder) = &self.folder {
            let (model, checkpoint) = (self.trainer.model()?, self.trainer.checkpoint()?);
            folder.save(self.trainer.settings(), &self.history, &model, &checkpoint)?;
        }
        Ok(())
    }

    /// Keeps the last sound weights of a run that cannot go on.
    fn give_up(&self, error: TrainingError) -> anyhow::Error {
        self.output.bar.finish_and_clear();
        let (Some(folder), TrainingError::Diverged { .. }) = (&self.folder, &error) else {
            return error.into();
        };
        let saved = (self.trainer.model().map_err(anyhow::Error::from))
            .and_then(|model| Ok(folder.save_model(&model)?));
        match saved {
            Ok(()) => anyhow::anyhow!(
                "{error}; the last sound weights are in {}",
                folder.model_path().display()
            ),
            Err(unsaved) => anyhow::anyhow!("{error}; the last sound weights are lost: {unsaved}"),
        }
    }
}

/// Refuses to write over the files of another run, or over a stranger's of the same names.
fn refuse_taken(out: &Path, resumed: Option<&Path>) -> Result<()> {
    if out.is_file() {
        bail!("{}: this is a file: choose a folder", out.display());
    }
    let goes_on_there = resumed.is_some_and(|resumed| is_same_folder(resumed, out));
    match RunFolder::existing(out).first_file() {
        Some(file) if !goes_on_there => bail!(
            "{} is there already: go on with --resume {}, or choose another folder",
            file.display(),
            out.display()
        ),
        _ => Ok(()),
    }
}

fn is_same_folder(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

type Prepared = (Trainer, History, Vec<(Source, Dataset)>);

fn begin(arguments: &Arguments, threads: usize) -> Result<Prepared> {
    let settings = arguments.settings();
    let start = if arguments.model == Path::new(LESSON) {
        settings.first_model()
    } else {
        Model::open(&arguments.model)?
    };
    let pictures = Pictures::read(&settings)?;
    let trainer = Trainer::from_model(settings, &start, pictures.train, threads)?;
    Ok((trainer, History::default(), pictures.held_out))
}

fn resume(saved: SavedRun, epochs: Option<u32>, threads: usize) -> Result<Prepared> {
    let mut settings = saved.settings;
    settings.epochs = epochs.unwrap_or(settings.epochs);
    let pictures = Pictures::read(&settings)?;
    let trainer = Trainer::resume(settings, saved.checkpoint, pictures.train, threads)?;
    if trainer.is_finished() {
        return Err(TrainingError::Finished(trainer.settings().epochs).into());
    }
    Ok((trainer, saved.history, pictures.held_out))
}

/// All that is held out, as one.
fn whole(parts: &[(Source, Evaluation)]) -> Evaluation {
    parts
        .iter()
        .fold(Evaluation::default(), |sum, (_, part)| sum.with(part))
}

/// What a run says while it goes, and how long it trained.
struct Output {
    json: bool,
    bar: ProgressBar,
    training: Duration,
    pictures: usize,
    /// The same two when the running loss was last reported.
    reported: (Duration, usize),
}

impl Output {
    fn new(json: bool, trainer: &Trainer) -> Self {
        let bar = ProgressBar::new(trainer.total_steps()).with_position(trainer.steps());
        let style = "{bar:40} {percent} %, {eta} left{msg}";
        bar.set_style(ProgressStyle::with_template(style).expect("a sound template"));
        bar.reset_eta();
        Self {
            json,
            bar,
            training: Duration::ZERO,
            pictures: 0,
            reported: (Duration::ZERO, 0),
        }
    }

    /// Counts a step's time as training.
    fn time<T>(&mut self, step: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = step();
        self.training += start.elapsed();
        result
    }

    fn step(&mut self, report: &StepReport) -> Result<()> {
        self.pictures += report.pictures;
        self.bar.inc(1);
        let Some(loss) = report.running_loss else {
            return Ok(());
        };
        let (seconds, pictures) = self.reported;
        let speed = per_second(self.pictures - pictures, self.training - seconds);
        self.reported = (self.training, self.pictures);
        self.bar
            .set_message(format!(", {speed:.0} images a second"));
        let (epoch, batch) = (report.epoch, report.batch);
        if self.json {
            self.line(&json!({
                "event": "progress", "epoch": epoch, "batch": batch, "loss": loss,
                "images_per_second": speed,
            }))
        } else {
            self.line(&format!("[{epoch}, {batch:5}] loss: {loss:.3}"))
        }
    }

    fn epoch(&self, epoch: u32, loss: f64, accuracy: Option<f64>) -> Result<()> {
        if self.json {
            return self.line(&json!({
                "event": "epoch", "epoch": epoch, "train_loss": loss, "test_accuracy": accuracy,
            }));
        }
        let accuracy = accuracy.map_or_else(String::new, |accuracy| {
            format!(", {:.2} % of the held-out digits right", 100.0 * accuracy)
        });
        self.line(&format!("epoch {epoch}: training loss {loss:.4}{accuracy}"))
    }

    fn done(&self, parts: &[(Source, Evaluation)]) -> Result<()> {
        self.bar.finish_and_clear();
        let seconds = self.training.as_secs_f64();
        let speed = per_second(self.pictures, self.training);
        if self.json {
            return self.line(&json!({
                "event": "done", "test_accuracy": whole(parts).accuracy(),
                "training_seconds": seconds, "images_per_second": speed,
            }));
        }
        self.line(&format!(
            "trained for {seconds:.1} s, {speed:.0} images a second"
        ))?;
        if parts.is_empty() {
            self.line(&"no digit is held out, so that no accuracy is measured")?;
        }
        for (source, part) in parts {
            if let Some(accuracy) = part.accuracy() {
                self.line(&format!(
                    "{source}: {:.2} % of {} held-out digits right",
                    100.0 * accuracy,
                    part.total
                ))?;
            }
        }
        Ok(())
    }

    /// One line on stdout, above the bar.
    fn line(&self, line: &impl std::fmt::Display) -> Result<()> {
        self.bar.suspend(|| print_line(line))
    }
}

fn per_second(pictures: usize, time: Duration) -> f64 {
    pictures as f64 / time.as_secs_f64().max(1e-9)
}

//! The command line: one file a subcommand.

mod classify;
mod convolve;
mod data;
mod evaluate;
mod numbers;
mod sources;
mod threads;
mod train;
mod window;

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

/// What is wrong with a network whose weights are finite, but not what it makes of them.
const OVERFLOW: &str = "the network's outputs are no finite numbers: its weights are too large";

/// See a convolutional network think.
#[derive(Parser)]
#[command(version, about, args_conflicts_with_subcommands = true)]
struct Arguments {
    /// Show in the window how long its own work in a frame takes
    #[arg(long)]
    frame_times: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    Classify(classify::Arguments),
    Train(train::Arguments),
    Evaluate(evaluate::Arguments),
    Convolve(convolve::Arguments),
    Data(data::Arguments),
}

/// Runs what the command line asks for: the window without a subcommand.
/// The exit code is 0, or 1 after an error, or 2 for wrong usage.
pub fn run() -> ExitCode {
    env_logger::init();
    let arguments = Arguments::parse();
    let Some(command) = arguments.command else {
        return window::run(arguments.frame_times);
    };
    let result = match command {
        Command::Classify(arguments) => classify::run(arguments),
        Command::Train(arguments) => train::run(arguments),
        Command::Evaluate(arguments) => evaluate::run(arguments),
        Command::Convolve(arguments) => convolve::run(arguments),
        Command::Data(arguments) => data::run(arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the output has seen enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn report(error: &anyhow::Error) {
    complain(&format!("error: {error:#}"));
}

/// One line on stderr, whatever the names of the files in it. Where nothing can be written, there
/// is nobody to tell.
fn complain(text: &str) {
    let line = text.replace(char::is_control, " ");
    let _ = writeln!(io::stderr(), "{line}");
}

/// One line on stdout.
fn print_line(line: &impl Display) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")?;
    Ok(stdout.flush()?)
}

/// Ends the program as wrong usage of a subcommand does.
fn usage_error(subcommand: &str, message: &str) -> ! {
    let mut command = Arguments::command();
    // Only then does it know how the program is called.
    command.build();
    let command = command.find_subcommand_mut(subcommand);
    command
        .expect("a subcommand's own name")
        .error(ErrorKind::ValueValidation, message)
        .exit()
}

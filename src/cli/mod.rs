//! The command line: one file a subcommand.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// See a convolutional network think.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {}

/// Runs what the command line asks for: the window without a subcommand.
/// The exit code is 0, or 1 after an error, or 2 for wrong usage.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.command {
        None => ExitCode::SUCCESS,
        Some(command) => match command {},
    }
}

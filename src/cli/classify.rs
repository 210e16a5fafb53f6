//! `convscope classify`: which digit pictures show.

use std::path::PathBuf;

/// Read the digit in each picture
#[derive(clap::Args)]
pub struct Arguments {
    /// PNG or JPEG files
    #[arg(required = true, value_name = "IMAGE")]
    images: Vec<PathBuf>,
}

pub fn run(arguments: Arguments) -> anyhow::Result<()> {
    anyhow::bail!(
        "{}: pictures cannot be read yet",
        arguments.images[0].display()
    )
}

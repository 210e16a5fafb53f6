//! The result as a file, packed in a task: that of a large picture takes its time.

use super::change::{Change, ResultFormat};
use super::maps::Maps;
use crate::app::App;
use crate::app::command::Command;
use crate::app::network_files::UnsavedFile;
use crate::app::state::MessageKind;
use crate::convolution::formats::{Problem, csv, png, png_in_colour};

impl App {
    pub(super) fn save_result(&mut self, format: ResultFormat, channel: usize) {
        let output = self.state.convolve.output();
        let Some(Ok(maps)) = output.filter(|output| output.as_ref().is_ok_and(Maps::is_whole))
        else {
            let words = self.state.text.get("convolve-nothing-to-save").to_owned();
            self.state.say(MessageKind::Error, words);
            return;
        };
        let maps = maps.clone();
        let started = self.tasks.start("pack result", move || {
            Some(match packed(&maps, format, channel) {
                Ok(bytes) => Command::SaveFile(UnsavedFile {
                    name: match format {
                        ResultFormat::Png => "convolved.png".to_owned(),
                        ResultFormat::Csv => "convolved.csv".to_owned(),
                    },
                    bytes,
                }),
                Err(problem) => Command::Convolve(Change::ResultFailed(problem.into())),
            })
        });
        if !started {
            self.state.say_still_making();
        }
    }
}

fn packed(maps: &Maps, format: ResultFormat, channel: usize) -> Result<Vec<u8>, Problem> {
    let grid = |channel: usize| maps.grid(channel).ok_or(Problem::Empty);
    match format {
        ResultFormat::Csv => Ok(csv::text(grid(channel)?).into_bytes()),
        ResultFormat::Png if maps.channels() == 3 => png_in_colour([grid(0)?, grid(1)?, grid(2)?]),
        ResultFormat::Png => png(grid(0)?),
    }
}

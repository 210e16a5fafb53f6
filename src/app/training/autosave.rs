//! The run is kept while it goes, so that it is there again after a crash or a power cut. Each
//! window that is open has a file of its own.

use std::fs::{File, create_dir_all, remove_file};
use std::path::{Path, PathBuf};

use super::TrainCommand;
use crate::app::command::Command;
use crate::training::KeptRun;
use crate::training::run_file::ENDING;

/// Windows that are open at once and keep their runs.
const WINDOWS: usize = 8;

/// Where the run is kept, if anything is kept between starts.
#[derive(Default)]
pub struct Autosave {
    path: Option<PathBuf>,
    /// Locked while the window is open.
    _lock: Option<File>,
}

impl Autosave {
    /// In this folder, in the first place that no other window has.
    pub fn within(folder: &Path) -> Self {
        if let Err(error) = create_dir_all(folder) {
            log::warn!("runs are not kept: {}: {error}", folder.display());
            return Self::default();
        }
        let free = (1..=WINDOWS).find_map(|number| {
            let lock = File::create(folder.join(format!("run-{number}.lock"))).ok()?;
            lock.try_lock().ok()?;
            Some((folder.join(format!("run-{number}.{ENDING}")), lock))
        });
        let (path, lock) = free.unzip();
        Self { path, _lock: lock }
    }

    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The run that was kept last time.
    pub fn open(path: PathBuf) -> Option<Command> {
        if !path.exists() {
            return None;
        }
        match KeptRun::open(&path) {
            Ok(kept) => Some(Command::Train(TrainCommand::RunRestored(Box::new(kept)))),
            Err(error) => {
                log::warn!("the run of the last time is not there again: {error}");
                None
            }
        }
    }

    /// The run is not wanted back.
    pub fn forget(&self) {
        if let Some(path) = &self.path
            && path.exists()
            && let Err(error) = remove_file(path)
        {
            log::warn!("{}: {error}", path.display());
        }
    }
}

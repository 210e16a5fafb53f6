//! The run is kept while it goes, so that it is there again after a crash or a power cut. Each
//! window that is open has a file of its own.

use std::fs::{File, create_dir_all, read_dir, remove_file};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::TrainCommand;
use crate::app::command::Command;
use crate::training::KeptRun;
use crate::training::run_file::ENDING;

/// Windows that are open at once and keep their runs.
const WINDOWS: usize = 8;

/// A temporary file that nothing was written to for so long belongs to no window any more.
const LEFT_OVER: Duration = Duration::from_secs(3600);

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
        remove_left_over(folder);
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

/// Removes what a window left when it was killed while it wrote its run.
fn remove_left_over(folder: &Path) {
    let Ok(entries) = read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let age = entry.metadata().and_then(|data| data.modified());
        let is_old = age.is_ok_and(|time| time.elapsed().is_ok_and(|age| age > LEFT_OVER));
        let is_temporary = entry.file_name().as_encoded_bytes().starts_with(b".tmp");
        if is_old && is_temporary {
            let _ = remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn what_a_killed_window_left_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let make = |name: &str, age: u64| {
            let path = folder.path().join(name);
            let time = SystemTime::now() - Duration::from_secs(age);
            File::create(&path).unwrap().set_modified(time).unwrap();
            path
        };
        let (old, new) = (make(".tmpold", 4000), make(".tmpnew", 10));
        let run = make("run-1.convscope-run", 4000);
        let _autosave = Autosave::within(folder.path());
        assert!(!old.exists() && new.exists() && run.exists());
    }
}

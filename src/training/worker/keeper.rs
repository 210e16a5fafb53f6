//! Writes runs into files on a thread of its own, so that training goes on meanwhile.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use super::{Event, Shared, Trouble};
use crate::training::run_file::KeptRun;

/// A run to be written.
struct Request {
    path: PathBuf,
    run: KeptRun,
    /// Whether someone waits to hear of it.
    was_asked: bool,
}

/// The thread that writes. Dropping it waits until all is written.
pub struct Keeper {
    requests: Option<Sender<Request>>,
    is_busy: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    pub fn new(shared: &Arc<Shared>) -> std::io::Result<Self> {
        let (requests, taken) = channel();
        let is_busy = Arc::new(AtomicBool::new(false));
        let (shared, busy) = (shared.clone(), is_busy.clone());
        let thread = thread::Builder::new()
            .name("run keeper".to_owned())
            .spawn(move || write_all(&shared, &taken, &busy))?;
        Ok(Self {
            requests: Some(requests),
            is_busy,
            thread: Some(thread),
        })
    }

    /// Whether something is still being written.
    pub fn is_busy(&self) -> bool {
        self.is_busy.load(Ordering::Acquire)
    }

    /// Writes a run and tells how that went, or only that it went wrong.
    pub fn keep(&self, run: KeptRun, path: PathBuf, was_asked: bool) {
        self.is_busy.store(true, Ordering::Release);
        if let Some(requests) = &self.requests {
            let request = Request {
                path,
                run,
                was_asked,
            };
            // The thread lives until this sender is dropped.
            let _ = requests.send(request);
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn write_all(shared: &Shared, requests: &Receiver<Request>, is_busy: &AtomicBool) {
    // Said once, not every half minute.
    let mut has_failed = false;
    for request in requests {
        let written = request.run.save(&request.path);
        match written {
            Ok(()) if request.was_asked => shared.tell(Event::Saved(request.path)),
            Ok(()) => has_failed = false,
            Err(error) => {
                if request.was_asked || !has_failed {
                    shared.tell(Event::Trouble(Arc::new(Trouble::File(error))));
                }
                has_failed |= !request.was_asked;
            }
        }
        is_busy.store(false, Ordering::Release);
    }
}

//! Writes runs into files on a thread of its own, so that training goes on meanwhile.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use super::{Event, Shared, Trouble};
use crate::training::run_file::KeptRun;

/// A run to be written.
struct Request {
    path: PathBuf,
    run: KeptRun,
    reason: Reason,
}

/// Why a run is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Someone asked for it and waits to hear of it.
    Asked,
    /// By itself, when it had changed so many times.
    Automatic { changes: u64 },
}

/// How far the thread has come.
#[derive(Default)]
struct Progress {
    /// Requests that are not yet done.
    waiting: AtomicUsize,
    /// The changes in what was written last by itself.
    written: AtomicU64,
}

/// The thread that writes. Dropping it waits until all is written.
pub struct Keeper {
    requests: Option<Sender<Request>>,
    progress: Arc<Progress>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    pub fn new(shared: &Arc<Shared>) -> std::io::Result<Self> {
        let (requests, taken) = channel();
        let progress = Arc::<Progress>::default();
        let (shared, inside) = (shared.clone(), progress.clone());
        let thread = thread::Builder::new()
            .name("run keeper".to_owned())
            .spawn(move || write_all(&shared, &taken, &inside))?;
        Ok(Self {
            requests: Some(requests),
            progress,
            thread: Some(thread),
        })
    }

    /// Whether something is still being written.
    pub fn is_busy(&self) -> bool {
        self.progress.waiting.load(Ordering::Acquire) > 0
    }

    /// The changes in what has been written last by itself; 0 before.
    pub fn written(&self) -> u64 {
        self.progress.written.load(Ordering::Acquire)
    }

    /// Writes a run and tells how that went, or, where nobody asked, only that it went wrong.
    pub fn keep(&self, run: KeptRun, path: PathBuf, reason: Reason) {
        if let Some(requests) = &self.requests {
            self.progress.waiting.fetch_add(1, Ordering::AcqRel);
            let request = Request { path, run, reason };
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

fn write_all(shared: &Shared, requests: &Receiver<Request>, progress: &Progress) {
    // Said once, not every half minute.
    let mut has_failed = false;
    for request in requests {
        match (request.run.save(&request.path), request.reason) {
            (Ok(()), Reason::Asked) => shared.tell(Event::Saved(request.path)),
            (Ok(()), Reason::Automatic { changes }) => {
                progress.written.store(changes, Ordering::Release);
                has_failed = false;
            }
            (Err(error), reason) => {
                let was_asked = reason == Reason::Asked;
                if was_asked || !has_failed {
                    shared.tell(Event::Trouble(Arc::new(Trouble::File(error))));
                }
                has_failed |= !was_asked;
            }
        }
        progress.waiting.fetch_sub(1, Ordering::AcqRel);
    }
}

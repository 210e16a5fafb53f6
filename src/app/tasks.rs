//! Work that would keep the window waiting: named tasks on threads of their own, each of which
//! ends in a command.

use std::collections::{HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use eframe::egui::Context;

use super::command::Command;
use super::text::Text;

/// A task's end: its name, and what it asks for, or why it broke off.
struct Ended {
    name: &'static str,
    command: Result<Option<Command>, String>,
}

type Work = Box<dyn FnOnce() -> Option<Command> + Send>;

/// The tasks that are under way, and those that wait for one of their name to end.
pub struct Tasks {
    ctx: Context,
    running: HashSet<&'static str>,
    waiting: VecDeque<(&'static str, Work)>,
    sender: Sender<Ended>,
    receiver: Receiver<Ended>,
}

impl Tasks {
    pub fn new(ctx: &Context) -> Self {
        let (sender, receiver) = channel();
        Self {
            ctx: ctx.clone(),
            running: HashSet::new(),
            waiting: VecDeque::new(),
            sender,
            receiver,
        }
    }

    /// Starts a task; refused, with `false`, while one of the same name is under way. A panic in
    /// it becomes a message.
    pub fn start(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Option<Command> + Send + 'static,
    ) -> bool {
        if !self.running.insert(name) {
            return false;
        }
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        let run = move || {
            let command = catch_unwind(AssertUnwindSafe(work))
                .map_err(|panic| panic_words(panic.as_ref()).to_owned());
            // Without a window there is no one to tell.
            if sender.send(Ended { name, command }).is_ok() {
                ctx.request_repaint();
            }
        };
        let thread = thread::Builder::new().name(name.to_owned()).spawn(run);
        if let Err(error) = thread {
            let command = Err(error.to_string());
            // The receiver is our own.
            let _ = self.sender.send(Ended { name, command });
        }
        true
    }

    /// Starts a task as soon as all others of its name have ended, so that nothing that was asked
    /// for is lost, and what was asked for last comes last.
    pub fn queue(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Option<Command> + Send + 'static,
    ) {
        if self.is_running(name) {
            self.waiting.push_back((name, Box::new(work)));
        } else {
            self.start(name, work);
        }
    }

    /// Starts the task that has waited longest for one of its name to end.
    fn start_waiting(&mut self, name: &str) {
        let next = self
            .waiting
            .iter()
            .position(|(waiting, _)| *waiting == name);
        if let Some((name, work)) = next.and_then(|index| self.waiting.remove(index)) {
            self.start(name, work);
        }
    }

    /// Whether a task of this name is under way.
    pub fn is_running(&self, name: &str) -> bool {
        self.running.contains(name)
    }

    /// What the tasks that have ended since ask for; those that broke off are told in `text`.
    pub fn finished(&mut self, text: &Text) -> Vec<Command> {
        let mut commands = Vec::new();
        while let Ok(ended) = self.receiver.try_recv() {
            self.running.remove(ended.name);
            self.start_waiting(ended.name);
            let command = ended.command.unwrap_or_else(|words| {
                let arguments = [("task", ended.name.into()), ("words", words.into())];
                Some(Command::Fail(text.with("error-task", &arguments)))
            });
            commands.extend(command);
        }
        commands
    }
}

/// Work on a network that learns is asked for again as soon as it is done. While what was found
/// last is shown, a thread pauses before it, so that the run has the machine.
pub fn pause_before_again(is_again: bool) {
    const PAUSE: Duration = Duration::from_millis(300);
    if is_again {
        thread::sleep(PAUSE);
    }
}

fn panic_words(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("?")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn wait(tasks: &mut Tasks) -> Vec<Command> {
        let text = Text::of(Language::English);
        for _ in 0..2000 {
            let commands = tasks.finished(&text);
            if !commands.is_empty() {
                return commands;
            }
            thread::sleep(Duration::from_millis(1));
        }
        panic!("no task ended");
    }

    #[test]
    fn a_second_task_of_the_same_name_is_refused() {
        let mut tasks = Tasks::new(&Context::default());
        let (go, wait_for_it) = channel::<()>();
        let first = move || {
            wait_for_it.recv().ok();
            Some(Command::DismissMessage)
        };
        assert!(tasks.start("one", first));
        assert!(!tasks.start("one", || None));
        assert!(tasks.is_running("one") && !tasks.is_running("two"));
        go.send(()).unwrap();
        wait(&mut tasks);
        assert!(!tasks.is_running("one"));
        assert!(tasks.start("one", || None));
    }

    #[test]
    fn queued_tasks_of_one_name_are_done_one_after_another() {
        let mut tasks = Tasks::new(&Context::default());
        let (go, wait_for_it) = channel::<()>();
        tasks.queue("write", move || {
            wait_for_it.recv().ok();
            Some(Command::Fail("first".to_owned()))
        });
        for words in ["second", "third"] {
            tasks.queue("write", move || Some(Command::Fail(words.to_owned())));
        }
        go.send(()).unwrap();
        for expected in ["first", "second", "third"] {
            let commands = wait(&mut tasks);
            let [Command::Fail(words)] = &commands[..] else {
                panic!("{commands:?}");
            };
            assert_eq!(words, expected);
        }
    }

    #[test]
    fn a_panic_becomes_a_message() {
        let mut tasks = Tasks::new(&Context::default());
        tasks.start("sum", || panic!("no numbers"));
        let commands = wait(&mut tasks);
        let [Command::Fail(words)] = &commands[..] else {
            panic!("{commands:?}");
        };
        assert!(words.contains("sum: no numbers"), "{words}");
    }
}

//! Opens the window, and says in one sentence what is missing where there can be none.

use std::io::{self, Write};
use std::panic;
use std::process::ExitCode;

use super::complain;
use crate::app;

/// What works in any case.
const STILL_WORKS: &str = "the command line still works: try “convscope classify IMAGE”";

/// Stays until the window is closed, or fails where there can be none.
pub fn run(frame_times: bool) -> ExitCode {
    let usual = panic::take_hook();
    // A missing library is a panic inside winit: its sentence is enough.
    panic::set_hook(Box::new(|info| {
        if !is_missing_library(&info.to_string()) {
            let _ = writeln!(io::stderr(), "{info}");
        }
    }));
    let ended = panic::catch_unwind(|| app::run(frame_times));
    panic::set_hook(usual);
    let problem = match ended {
        Ok(Ok(())) => return ExitCode::SUCCESS,
        Ok(Err(error)) => in_words(&error),
        Err(panic) => missing_library(panic_words(panic.as_ref())),
    };
    complain(&format!(
        "error: there can be no window: {problem}; {STILL_WORKS}"
    ));
    ExitCode::FAILURE
}

fn in_words(error: &eframe::Error) -> String {
    let words = error.to_string();
    match error {
        _ if is_missing_library(&words) => missing_library(&words),
        eframe::Error::WinitEventLoop(_) | eframe::Error::Winit(_) => {
            "there is no display (DISPLAY or WAYLAND_DISPLAY is not set, or nothing answers there)"
                .to_owned()
        }
        _ => "there is no OpenGL (on Debian: apt install libgl1 libgl1-mesa-dri)".to_owned(),
    }
}

fn is_missing_library(words: &str) -> bool {
    [".so", "shared librar"]
        .iter()
        .any(|sign| words.contains(sign))
}

fn missing_library(words: &str) -> String {
    // winit's words begin with the place in its source.
    let words = words.rsplit(": ").next().unwrap_or(words);
    let words = words.trim_end_matches('.').replace(char::is_control, " ");
    format!(
        "a library is missing, {words} (on Debian: apt install libx11-xcb1 libxcursor1 libxi6 \
         libxkbcommon-x11-0 libgl1)"
    )
}

fn panic_words(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no reason given")
}

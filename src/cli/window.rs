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
    let words = match ended {
        Ok(Ok(())) => return ExitCode::SUCCESS,
        Ok(Err(error)) => no_window(&in_words(&error)),
        Err(panic) => after_panic(panic_words(panic.as_ref())),
    };
    complain(&format!("error: {words}"));
    ExitCode::FAILURE
}

fn no_window(problem: &str) -> String {
    format!("there can be no window: {problem}; {STILL_WORKS}")
}

/// What is said after a panic.
fn after_panic(words: &str) -> String {
    if is_missing_library(words) {
        return no_window(&missing_library(words));
    }
    let words = words.replace(char::is_control, " ");
    format!("convscope has crashed: {words}")
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
    let is_part_of_name = |c: char| c.is_alphanumeric() || "._-+/".contains(c);
    let mut names = words.split(|c| !is_part_of_name(c));
    words.contains("shared librar")
        || names.any(|name| name.ends_with(".so") || name.contains(".so."))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_library_is_told_from_a_crash() {
        let words = after_panic("Library libxkbcommon-x11.so could not be loaded.");
        assert!(words.contains("a library is missing, Library libxkbcommon-x11.so"));
        assert_eq!(
            after_panic("index 3 of line.source\nis beyond its end"),
            "convscope has crashed: index 3 of line.source is beyond its end"
        );
    }
}

//! The keyboard: every key, what it does, and its line in the list of keys.

use eframe::egui::{Context, Id, Key, KeyboardShortcut, Modifiers, Theme as Look};

use super::command::Command;
use super::lesson::LessonCommand;
use super::pages::{Page, PageContext};
use super::state::{PEN_WIDTHS, PathPurpose, State, Tool};
use super::text::Text;
use super::training::TrainCommand;
use crate::training::worker::Phase;

/// How much wider or thinner the pen becomes at a key.
const PEN_STEP: f32 = 0.01;

/// A key, the name of what it does, and the command, if it makes sense now.
pub struct Binding {
    pub shortcut: KeyboardShortcut,
    /// Key of its words in the list, and of the heading that it stands under.
    pub words: &'static str,
    pub heading: &'static str,
    command: fn(&State, &Context) -> Option<Command>,
}

const fn binding(
    modifiers: Modifiers,
    key: Key,
    words: &'static str,
    command: fn(&State, &Context) -> Option<Command>,
) -> Binding {
    Binding {
        shortcut: KeyboardShortcut::new(modifiers, key),
        words,
        heading: EVERYWHERE,
        command,
    }
}

impl Binding {
    /// The same under another heading.
    const fn under(mut self, heading: &'static str) -> Self {
        self.heading = heading;
        self
    }
}

const EVERYWHERE: &str = "app-keys-everywhere";
const CANVAS: &str = "app-keys-canvas";

const SHIFT_COMMAND: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

/// All keys but the pages' own. Those with more modifiers come first, since a shortcut matches
/// also where more are pressed.
pub const BINDINGS: [Binding; 23] = [
    binding(SHIFT_COMMAND, Key::Z, "app-key-redo", |_, _| {
        Some(Command::Redo)
    })
    .under(CANVAS),
    binding(Modifiers::COMMAND, Key::Z, "app-key-undo", |_, _| {
        Some(Command::Undo)
    })
    .under(CANVAS),
    binding(Modifiers::COMMAND, Key::Y, "app-key-redo", |_, _| {
        Some(Command::Redo)
    })
    .under(CANVAS),
    binding(Modifiers::COMMAND, Key::O, "app-key-open", |_, _| {
        Some(Command::ChoosePath(PathPurpose::OpenPicture))
    })
    .under(CANVAS),
    binding(Modifiers::COMMAND, Key::S, "app-key-save", |state, _| {
        let save = Command::ChoosePath(PathPurpose::SaveDrawing);
        (!state.drawing.is_blank()).then_some(save)
    })
    .under(CANVAS),
    binding(Modifiers::NONE, Key::Delete, "app-key-clear", |_, _| {
        Some(Command::Clear)
    })
    .under(CANVAS),
    binding(Modifiers::NONE, Key::P, "app-key-pen", |_, _| {
        Some(Command::SetTool(Tool::Pen))
    })
    .under(CANVAS),
    binding(Modifiers::NONE, Key::E, "app-key-eraser", |_, _| {
        Some(Command::SetTool(Tool::Eraser))
    })
    .under(CANVAS),
    // Where brackets want AltGr, as on a German keyboard, plus and minus do not.
    binding(
        Modifiers::NONE,
        Key::Minus,
        "app-key-thinner",
        |state, _| Some(pen_width(state, -PEN_STEP)),
    )
    .under(CANVAS),
    binding(
        Modifiers::NONE,
        Key::OpenBracket,
        "app-key-thinner",
        |state, _| Some(pen_width(state, -PEN_STEP)),
    )
    .under(CANVAS),
    binding(Modifiers::NONE, Key::Plus, "app-key-wider", |state, _| {
        Some(pen_width(state, PEN_STEP))
    })
    .under(CANVAS),
    binding(
        Modifiers::NONE,
        Key::CloseBracket,
        "app-key-wider",
        |state, _| Some(pen_width(state, PEN_STEP)),
    )
    .under(CANVAS),
    binding(Modifiers::NONE, Key::R, "app-key-random", |_, _| {
        Some(Command::ShowRandomDigit)
    })
    .under(CANVAS),
    binding(
        Modifiers::NONE,
        Key::F11,
        "app-key-presenter",
        |state, _| Some(Command::SetPresenter(!state.preferences.presenter)),
    ),
    binding(Modifiers::NONE, Key::D, "app-key-theme", |_, ctx| {
        let look = match ctx.theme() {
            Look::Dark => Look::Light,
            Look::Light => Look::Dark,
        };
        Some(Command::SetTheme(look.into()))
    }),
    binding(Modifiers::NONE, Key::F1, "app-key-help", |state, _| {
        Some(Command::ShowHelp(!state.help))
    }),
    binding(
        Modifiers::NONE,
        Key::Questionmark,
        "app-key-help",
        |state, _| Some(Command::ShowHelp(!state.help)),
    ),
    binding(
        Modifiers::NONE,
        Key::PageDown,
        "learn-key-next",
        |state, _| turn_page(state, false),
    )
    .under("learn-title"),
    binding(
        Modifiers::NONE,
        Key::PageUp,
        "learn-key-back",
        |state, _| turn_page(state, true),
    )
    .under("learn-title"),
    binding(
        Modifiers::NONE,
        Key::L,
        "learn-key-spotlight",
        |state, _| {
            let spotlight = LessonCommand::SetSpotlight(!state.lesson.spotlight);
            let spotlight = Command::Lesson(spotlight);
            state.presents_lesson().then_some(spotlight)
        },
    )
    .under("learn-title"),
    binding(
        Modifiers::NONE,
        Key::Space,
        "train-key-run",
        |state, ctx| {
            // A widget that has the focus is pressed by it.
            let is_free = ctx.memory(|memory| memory.focused().is_none());
            let command = match state.training.phase() {
                Some(Phase::Running | Phase::Loading) => TrainCommand::Pause,
                _ => TrainCommand::Start,
            };
            (state.page == Page::Train && is_free).then_some(command.into())
        },
    )
    .under("train-title"),
    binding(Modifiers::NONE, Key::N, "train-key-step", |state, _| {
        let runs = matches!(
            state.training.phase(),
            Some(Phase::Running | Phase::Loading)
        );
        (state.page == Page::Train && !runs).then_some(TrainCommand::Step.into())
    })
    .under("train-title"),
    binding(Modifiers::NONE, Key::Escape, "app-key-close", |state, _| {
        let message = state.message.is_some().then_some(Command::DismissMessage);
        let canvas = state.presents_lesson() && state.lesson.canvas;
        let canvas = canvas.then_some(Command::Lesson(LessonCommand::ShowCanvas(false)));
        message.or(canvas)
    }),
];

/// Keys that a page, or every page, has for itself.
pub struct OwnKeys {
    /// Key of the heading.
    pub heading: &'static str,
    /// What the keys are called, and what they do, by the keys of these words.
    pub rows: &'static [(&'static str, &'static str)],
}

pub const OWN_KEYS: [OwnKeys; 4] = [
    OwnKeys {
        heading: EVERYWHERE,
        rows: &[
            ("app-keys-tab", "app-key-tab"),
            ("app-keys-press", "app-key-press"),
            ("app-keys-arrows", "app-key-slide"),
        ],
    },
    OwnKeys {
        heading: "convolve-title",
        rows: &[
            ("app-keys-space", "app-key-play"),
            ("app-keys-sideways", "app-key-step"),
            ("app-keys-ends", "app-key-ends"),
            ("app-keys-arrows", "app-key-cells"),
            ("app-keys-shift-arrows", "app-key-weight"),
            ("app-keys-sideways", "app-key-move-step"),
        ],
    },
    OwnKeys {
        heading: "network-title",
        rows: &[
            ("app-keys-arrows", "app-key-select"),
            ("app-keys-by-layer", "app-key-by-layer"),
            ("app-keys-upright", "app-key-move-layer"),
        ],
    },
    OwnKeys {
        heading: "learn-title",
        rows: &[
            ("app-keys-arrows", "app-key-window"),
            ("app-keys-ends", "app-key-ends"),
        ],
    },
];

/// What a binding's keys are called, in the language's own words where a keyboard has some.
pub fn name(shortcut: &KeyboardShortcut, ctx: &Context, text: &Text) -> String {
    let own = match shortcut.logical_key {
        Key::Space => Some("app-keys-space"),
        Key::Delete => Some("app-keys-delete"),
        Key::PageDown => Some("app-keys-page-down"),
        Key::PageUp => Some("app-keys-page-up"),
        Key::Escape => Some("app-keys-escape"),
        _ => None,
    };
    if let Some(own) = own {
        return text.get(own).to_owned();
    }
    if shortcut.modifiers.is_none() {
        return shortcut.logical_key.symbol_or_name().to_owned();
    }
    let keys = ctx.format_shortcut(shortcut);
    keys.replace("Ctrl", text.get("app-keys-ctrl"))
        .replace("Shift", text.get("app-keys-shift"))
}

fn turn_page(state: &State, back: bool) -> Option<Command> {
    (state.page == Page::Learn).then_some(Command::Lesson(LessonCommand::TurnPage { back }))
}

fn pen_width(state: &State, by: f32) -> Command {
    let width = state.preferences.pen_width + by;
    Command::SetPenWidth(width.clamp(PEN_WIDTHS.0, PEN_WIDTHS.2))
}

/// A widget that takes all keys but function keys for itself while it has the focus, as a field
/// does in which numbers are typed.
pub fn claim(ctx: &Context, widget: Id) {
    ctx.data_mut(|data| data.insert_temp(claim_id(), widget));
}

fn claim_id() -> Id {
    Id::unique("keys claimed")
}

fn are_claimed(ctx: &Context) -> bool {
    let claimed = ctx.data(|data| data.get_temp::<Id>(claim_id()));
    claimed.is_some() && ctx.memory(|memory| memory.focused()) == claimed
}

/// Pushes what the keys pressed in this frame ask for: while words are typed or a dialog is open,
/// only those of help and of the presenter's mode.
pub fn take(ctx: &Context, context: &mut PageContext<'_>) {
    let state = context.state;
    if state.path_dialog.is_some() {
        return;
    }
    let is_typing = ctx.egui_wants_keyboard_input() && ctx.text_edit_focused();
    // Under an open dialog nothing else happens.
    let claimed = is_typing || are_claimed(ctx) || state.shows_dialog();
    for entry in &Page::ALL {
        if !claimed && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, entry.key)) {
            context.push(Command::ShowPage(entry.page));
        }
    }
    for binding in &BINDINGS {
        let is_function = match binding.shortcut.logical_key {
            Key::F1 | Key::F11 => true,
            Key::Questionmark => !is_typing,
            _ => false,
        };
        // A key that does nothing here is left to what has use for it.
        if (is_function || !claimed)
            && let Some(command) = (binding.command)(state, ctx)
            && ctx.input_mut(|input| input.consume_shortcut(&binding.shortcut))
        {
            context.push(command);
        }
    }
}

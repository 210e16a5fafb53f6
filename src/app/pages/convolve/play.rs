//! The window on its way: the transport, and the time.

use std::sync::Arc;

use eframe::egui::{Context, Key, Modifiers, Rect, Ui, Vec2};

use super::ConvolvePage;
use super::scene::{Scene, at_rest};
use crate::app::command::Command;
use crate::app::convolve::{Carried, Change};
use crate::app::pages::PageContext;
use crate::app::widgets::{Pace, Transport, TransportAction, TransportWords, transport};

/// Cells a second at which the window glides at least.
const GLIDE: f32 = 8.0;

/// How much faster it glides than it plays, so that it arrives before it goes on.
const AHEAD: f32 = 1.5;

/// Longest way that it glides, in cells; further it jumps.
const LONGEST_GLIDE: f32 = 1.5;

/// How the window goes.
#[derive(Default)]
pub struct Play {
    pace: Pace,
    /// Whether the output fills in as the window goes; else all of it is shown.
    pub fills_in: bool,
    moved: bool,
    /// Where the window was drawn last, in output cells.
    drawn: Option<Vec2>,
    /// What another page had handed over in the last frame.
    carried: Option<Arc<Carried>>,
}

impl Play {
    /// Goes on by the time since the last frame.
    pub fn advance(&mut self, ui: &Ui, scene: &Scene<'_>, context: &mut PageContext<'_>) {
        self.moved = false;
        // Something else is looked at: all of it.
        if scene.convolve.cell.is_none() || self.take_carried(&scene.convolve.carried) {
            self.stop();
        }
        if !self.pace.playing {
            return;
        }
        let (position, last) = (scene.position(), scene.count().saturating_sub(1));
        let next = (position + self.pace.steps(ui)).min(last);
        if next != position {
            self.go(next, scene, context);
        }
        if next >= last {
            self.pace.playing = false;
        }
    }

    /// Whether another page has handed something over.
    fn take_carried(&mut self, carried: &Option<Arc<Carried>>) -> bool {
        let address = |carried: &Option<Arc<Carried>>| carried.as_ref().map(Arc::as_ptr);
        let is_new = address(carried) != address(&self.carried);
        self.carried.clone_from(carried);
        is_new
    }

    fn stop(&mut self) {
        self.pace.playing = false;
        self.fills_in = false;
    }

    /// Where the window is drawn on its way from one cell to its neighbour, if it goes there by
    /// itself or by a step; elsewhere it jumps to.
    pub fn glide(&mut self, ui: &Ui, scene: &Scene<'_>, less_motion: bool) -> Option<Vec2> {
        let target = scene.cell.map(at_rest);
        let (Some(to), Some(from)) = (target, self.drawn) else {
            self.drawn = target;
            return target;
        };
        let way = to - from;
        let jumps = less_motion
            || scene.cell != scene.chosen
            || way.abs().max_elem() > LONGEST_GLIDE
            || way == Vec2::ZERO;
        let passed = ui.input(|input| input.stable_dt);
        let step = passed * GLIDE.max(AHEAD * self.pace.steps_per_second());
        let place = if jumps || way.length() <= step {
            to
        } else {
            ui.ctx().request_repaint();
            from + way.normalized() * step
        };
        self.drawn = Some(place);
        self.drawn
    }

    /// Whether the window has moved in this frame.
    pub fn has_moved(&self) -> bool {
        self.moved
    }

    fn go(&mut self, position: usize, scene: &Scene<'_>, context: &mut PageContext<'_>) {
        let Ok((_, width)) = scene.output_size else {
            return;
        };
        self.moved = true;
        let (row, column) = (position / width, position % width);
        context.push(Command::Convolve(Change::SelectCell(row, column)));
    }

    fn act(
        &mut self,
        action: TransportAction,
        scene: &Scene<'_>,
        context: &mut PageContext<'_>,
        ctx: &Context,
    ) {
        let (position, last) = (scene.position(), scene.count().saturating_sub(1));
        if !matches!(action, TransportAction::Speed(_)) {
            self.pace.playing = false;
        }
        match action {
            TransportAction::First => {
                self.fills_in = true;
                self.go(0, scene, context);
            }
            TransportAction::Back => {
                self.fills_in = true;
                self.go(position.saturating_sub(1), scene, context);
            }
            TransportAction::Forward => {
                self.fills_in = true;
                self.go((position + 1).min(last), scene, context);
            }
            TransportAction::Last => {
                self.fills_in = false;
                self.go(last, scene, context);
            }
            TransportAction::Scrub(position) => {
                self.fills_in = true;
                self.go(position.min(last), scene, context);
            }
            TransportAction::Play => {
                // From the start, where nothing is left to be filled in.
                if !self.fills_in || position >= last {
                    self.go(0, scene, context);
                }
                self.fills_in = true;
                self.pace.play();
            }
            TransportAction::Pause => {}
            TransportAction::Speed(speed) => self.pace.speed = speed,
        }
        ctx.request_repaint();
    }
}

/// Shows the transport, and takes its keys.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    page: &mut ConvolvePage,
    scene: &Scene<'_>,
    context: &mut PageContext<'_>,
) {
    let play = &page.play;
    let state = Transport {
        position: scene.position(),
        count: scene.count(),
        playing: play.pace.playing,
        speed: play.pace.speed,
    };
    let pair = |name: &str, tooltip: &str| (context.text(name), context.text(tooltip));
    let words = TransportWords {
        buttons: [
            pair("convolve-first", "convolve-first-tooltip"),
            pair("convolve-back", "convolve-back-tooltip"),
            pair("convolve-play", "convolve-play-tooltip"),
            pair("convolve-pause", "convolve-pause-tooltip"),
            pair("convolve-forward", "convolve-forward-tooltip"),
            pair("convolve-last", "convolve-last-tooltip"),
        ],
        place: context.text("convolve-place"),
        speed: context.text("convolve-speed"),
        speed_tooltip: context.text("convolve-speed-tooltip"),
    };
    let action = transport(ui, rect, state, &words).or_else(|| key(ui, state, context));
    if let Some(action) = action {
        page.play.act(action, scene, context, ui.ctx());
    }
}

/// Space plays and pauses, the arrow keys step, while no widget has the keyboard.
fn key(ui: &Ui, state: Transport, context: &PageContext<'_>) -> Option<TransportAction> {
    let is_free = ui.memory(|memory| memory.focused().is_none());
    let is_busy = context_is_busy(ui) || context.state.shows_dialog();
    if !is_free || state.count == 0 || is_busy {
        return None;
    }
    let toggle = if state.playing {
        TransportAction::Pause
    } else {
        TransportAction::Play
    };
    let keys = [
        (Key::Space, toggle),
        (Key::ArrowLeft, TransportAction::Back),
        (Key::ArrowRight, TransportAction::Forward),
        (Key::Home, TransportAction::First),
        (Key::End, TransportAction::Last),
    ];
    ui.input_mut(|input| {
        keys.into_iter()
            .find(|(key, _)| input.consume_key(Modifiers::NONE, *key))
            .map(|(_, action)| action)
    })
}

/// Whether a list is open, which has its own use for the keys.
fn context_is_busy(ui: &Ui) -> bool {
    eframe::egui::Popup::is_any_open(ui.ctx())
}

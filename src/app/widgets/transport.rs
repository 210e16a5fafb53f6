//! Play, pause, step, back, scrub, speed: for all that goes step by step.

use std::time::Duration;

use eframe::egui::{Align2, Rect, Slider, Ui, UiBuilder, Vec2, WidgetInfo, pos2};
use lucide_icons::Icon;

use super::drop_down::{DropDown, drop_down, menu_item};
use super::number::thousands;
use super::{Button, text};
use crate::app::theme::{BODY, Face, Theme, space};

/// Steps a second.
pub const SPEEDS: [f32; 6] = [1.0, 4.0, 16.0, 64.0, 256.0, 1024.0];

/// Longest time that is made up for after a frame was late, in seconds.
const LONGEST_FRAME: f32 = 0.25;

/// How something goes by itself.
pub struct Pace {
    pub playing: bool,
    /// Index of the speed.
    pub speed: usize,
    /// Steps that are due, in parts.
    due: f32,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            playing: false,
            speed: 1,
            due: 0.0,
        }
    }
}

impl Pace {
    pub fn steps_per_second(&self) -> f32 {
        SPEEDS[self.speed]
    }

    /// Begins to play, with the first step a whole step away.
    pub fn play(&mut self) {
        self.playing = true;
        self.due = 0.0;
    }

    /// The steps that are due since the last frame; asks for a frame for the next.
    pub fn steps(&mut self, ui: &Ui) -> usize {
        if !self.playing {
            return 0;
        }
        let speed = self.steps_per_second();
        let passed = ui.input(|input| input.unstable_dt).min(LONGEST_FRAME);
        self.due += passed * speed;
        let steps = self.due.floor();
        self.due -= steps;
        let wait = (1.0 - self.due) / speed;
        ui.ctx()
            .request_repaint_after(Duration::from_secs_f32(wait.max(0.0)));
        steps as usize
    }
}

/// Words of a transport.
pub struct TransportWords<'a> {
    /// Names and tooltips: first, back, play, pause, forward, last.
    pub buttons: [(&'a str, &'a str); 6],
    /// Of the slider, and of the speed.
    pub place: &'a str,
    pub speed: &'a str,
    pub speed_tooltip: &'a str,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transport {
    /// From 0.
    pub position: usize,
    pub count: usize,
    pub playing: bool,
    /// Index of the speed.
    pub speed: usize,
}

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TransportAction {
    First,
    Back,
    Play,
    Pause,
    Forward,
    Last,
    Scrub(usize),
    /// Index of a speed.
    Speed(usize),
}

/// The narrowest transport of this height that has everything.
fn least_width(theme: &Theme, height: f32) -> f32 {
    5.0 * (height + space::SMALL) + theme.points(BODY) * 20.0
}

/// Shows the transport in `rect`; where that is narrow, only the buttons for back, play and
/// forward, at its right.
pub fn transport(
    ui: &mut Ui,
    rect: Rect,
    state: Transport,
    words: &TransportWords<'_>,
) -> Option<TransportAction> {
    let theme = Theme::of(ui.ctx());
    let side = rect.height();
    let (play, play_words) = if state.playing {
        (Icon::Pause, words.buttons[3])
    } else {
        (Icon::Play, words.buttons[2])
    };
    let toggled = if state.playing {
        TransportAction::Pause
    } else {
        TransportAction::Play
    };
    let buttons = [
        (Icon::SkipBack, words.buttons[0], TransportAction::First),
        (Icon::StepBack, words.buttons[1], TransportAction::Back),
        (play, play_words, toggled),
        (
            Icon::StepForward,
            words.buttons[4],
            TransportAction::Forward,
        ),
        (Icon::SkipForward, words.buttons[5], TransportAction::Last),
    ];
    let mut action = None;
    let narrow = rect.width() < least_width(&theme, side);
    let shown = if narrow { 1..4 } else { 0..5 };
    let mut left = if narrow {
        rect.right() - 3.0 * side - 2.0 * space::SMALL
    } else {
        rect.left()
    };
    for (index, (icon, (label, tooltip), does)) in buttons.into_iter().enumerate() {
        if !shown.contains(&index) {
            continue;
        }
        let place = Rect::from_min_size(pos2(left, rect.top()), Vec2::splat(side));
        let builder = UiBuilder::new().max_rect(place).id_salt(index);
        let enabled = state.count > 0;
        ui.scope_builder(builder, |ui| {
            let button = Button::icon_only(icon, label)
                .tooltip(tooltip)
                .height(side)
                .enabled(enabled);
            let button = if index == 2 { button.primary() } else { button };
            if button.show(ui).clicked() {
                action = Some(does);
            }
        });
        left = place.right() + space::SMALL;
    }
    if narrow {
        return action;
    }
    let speed = rect.with_min_x(rect.right() - theme.points(BODY) * 6.2);
    action = action.or(show_speed(ui, speed, state, words));
    let count = format!(
        "{} / {}",
        thousands((state.position + 1).min(state.count)),
        thousands(state.count)
    );
    let font = theme.font(BODY, Face::Mono);
    let place = pos2(speed.left() - space::LARGE, rect.center().y);
    let color = theme.colors.text;
    let count = text(ui, place, Align2::RIGHT_CENTER, count, font, color);
    let slider = Rect::from_min_max(
        pos2(left + space::LARGE - space::SMALL, rect.top()),
        pos2(count.rect.left() - space::LARGE, rect.bottom()),
    );
    if state.count == 0 {
        return action;
    }
    action.or(show_slider(ui, slider, state, words))
}

fn show_slider(
    ui: &mut Ui,
    rect: Rect,
    state: Transport,
    words: &TransportWords<'_>,
) -> Option<TransportAction> {
    let theme = Theme::of(ui.ctx());
    let mut position = state.position;
    let last = state.count.saturating_sub(1);
    let builder = UiBuilder::new().max_rect(rect).id_salt("scrub");
    let mut action = None;
    ui.scope_builder(builder, |ui| {
        theme.style_slider(ui.style_mut(), rect.width());
        ui.horizontal_centered(|ui| {
            let slider = Slider::new(&mut position, 0..=last).show_value(false);
            let response = ui.add_enabled(state.count > 1, slider);
            let name = words.place;
            response.widget_info(|| WidgetInfo::slider(state.count > 1, position as f64, name));
            if response.changed() {
                action = Some(TransportAction::Scrub(position));
            }
        });
    });
    action
}

fn show_speed(
    ui: &mut Ui,
    rect: Rect,
    state: Transport,
    words: &TransportWords<'_>,
) -> Option<TransportAction> {
    let label = |index: usize| format!("{} / s", SPEEDS[index]);
    let speed = label(state.speed);
    let shown = DropDown {
        name: words.speed,
        words: &speed,
        tooltip: words.speed_tooltip,
        stays_open: false,
        quiet: false,
    };
    let mut action = None;
    drop_down(ui, rect, &shown, |ui| {
        for index in 0..SPEEDS.len() {
            if menu_item(ui, &label(index), index == state.speed, "") {
                action = Some(TransportAction::Speed(index));
            }
        }
    });
    action
}

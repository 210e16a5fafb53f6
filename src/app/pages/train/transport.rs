//! Start, pause, step, stop, reset; the pace; how far the run is, and how fast.

use eframe::egui::{Align, Align2, Layout, Rect, Ui, UiBuilder, pos2, vec2};
use lucide_icons::Icon;

use super::words::{steps, time};
use super::{Places, Right, Row, TrainPage};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, Theme, radius, space};
use crate::app::training::TrainCommand;
use crate::app::widgets::{
    self, Button, DropDown, card, drop_down, drop_down_width, menu_item, thousands,
};
use crate::training::worker::{Live, Pace, Phase};

/// Paces to choose from; none is full speed, 0 one by one.
const PACES: [Pace; 7] = [
    Pace::Full,
    Pace::PerSecond(1_000.0),
    Pace::PerSecond(250.0),
    Pace::PerSecond(50.0),
    Pace::PerSecond(10.0),
    Pace::PerSecond(1.0),
    Pace::Single,
];

/// Height of the progress bar.
const BAR: f32 = 6.0;

/// The width in which the progress is shown alone, in sizes of the text, and the least one.
const PROGRESS: f32 = 13.0;
const LEAST_PROGRESS: f32 = 6.5;

impl TrainPage {
    pub(super) fn show_transport(
        &mut self,
        ui: &mut Ui,
        places: &Places,
        context: &mut PageContext<'_>,
    ) {
        let theme = Theme::of(ui.ctx());
        let rect = places.transport;
        card(ui, rect);
        let inner = rect.shrink2(vec2(space::MEDIUM, space::MEDIUM));
        let mut left = inner.left();
        let builder = UiBuilder::new().max_rect(inner).id_salt("transport");
        ui.scope_builder(builder, |ui| {
            ui.horizontal(|ui| {
                self.show_buttons(ui, inner.width(), context);
                let menus = 1 + usize::from(places.is_narrow) + usize::from(places.is_low);
                show_pace(ui, menus, context);
                left = ui.cursor().left();
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    self.show_menus(ui, places, context);
                    let room = Rect::from_min_max(
                        pos2(left + space::SMALL, inner.top()),
                        pos2(ui.cursor().right() - space::MEDIUM, inner.bottom()),
                    );
                    show_state(ui, &theme, room, context);
                });
            });
        });
    }

    fn show_buttons(&mut self, ui: &mut Ui, width: f32, context: &mut PageContext<'_>) {
        let training = &context.state.training;
        let phase = training.phase();
        let runs = matches!(phase, Some(Phase::Running | Phase::Loading));
        let is_paused = matches!(phase, Some(Phase::Paused));
        let (icon, label, tooltip, command) = if runs {
            (
                Icon::Pause,
                "train-pause",
                "train-pause-tooltip",
                TrainCommand::Pause,
            )
        } else if is_paused {
            (
                Icon::Play,
                "train-resume",
                "train-resume-tooltip",
                TrainCommand::Start,
            )
        } else {
            (
                Icon::Play,
                "train-start",
                "train-start-tooltip",
                TrainCommand::Start,
            )
        };
        let main = Button::new(context.text(label))
            .icon(icon)
            .tooltip(context.text(tooltip))
            .primary();
        if main.show(ui).clicked() {
            context.push(command.into());
        }
        let others = [
            (
                Icon::StepForward,
                "train-step",
                "train-step-tooltip",
                TrainCommand::Step,
                !runs,
            ),
            (
                Icon::Square,
                "train-stop",
                "train-stop-tooltip",
                TrainCommand::Stop,
                runs || is_paused,
            ),
            (
                Icon::RotateCcw,
                "train-reset",
                "train-reset-tooltip",
                TrainCommand::Reset,
                phase.is_some(),
            ),
        ];
        let theme = Theme::of(ui.ctx());
        let mut words = 0.0;
        for (icon, label, ..) in &others {
            let button = Button::new(context.text(label)).icon(*icon);
            words += button.natural_width(ui) + space::SMALL;
        }
        let rest = (PROGRESS + 24.0) * theme.points(BODY);
        let with_words = width - ui.min_rect().width() - words > rest;
        for (icon, label, tooltip, command, enabled) in others {
            let name = context.text(label);
            let button = if with_words {
                Button::new(name).icon(icon)
            } else {
                Button::icon_only(icon, name)
            };
            let button = button.tooltip(context.text(tooltip)).enabled(enabled);
            if button.show(ui).clicked() {
                if matches!(command, TrainCommand::Step) {
                    self.right = Right::Batch;
                }
                context.push(command.into());
            }
        }
    }

    /// From right to left.
    fn show_menus(&mut self, ui: &mut Ui, places: &Places, context: &mut PageContext<'_>) {
        self.show_keep(ui, context);
        if places.is_narrow {
            let button = Button::icon_only(Icon::SlidersHorizontal, context.text("train-settings"))
                .tooltip(context.text("train-settings-tooltip"))
                .selected(self.settings);
            if button.show(ui).clicked() {
                self.settings = !self.settings;
            }
        }
        if places.is_low {
            let (icon, key) = match self.row {
                Row::Plots => (Icon::Grid3x3, "train-show-views"),
                Row::Views => (Icon::ChartSpline, "train-show-plots"),
            };
            if Button::icon_only(icon, context.text(key))
                .show(ui)
                .clicked()
            {
                self.row = match self.row {
                    Row::Plots => Row::Views,
                    Row::Views => Row::Plots,
                };
            }
        }
    }
}

/// `per_second` is the key for a number of batches.
fn pace_words(pace: Pace, per_second: &str, context: &PageContext<'_>) -> String {
    match pace {
        Pace::Full => context.text("train-pace-full").to_owned(),
        Pace::PerSecond(batches) => {
            let count = thousands(batches as usize);
            let arguments = [("count", count.into())];
            context.state.text.with(per_second, &arguments)
        }
        Pace::Single => context.text("train-pace-single").to_owned(),
    }
}

/// With short words where there is no room for long ones beside so many buttons.
fn show_pace(ui: &mut Ui, buttons: usize, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let pace = context.state.training.pace;
    let widest = |ui: &Ui, key: &str| {
        let widths = PACES.map(|pace| drop_down_width(ui, &pace_words(pace, key, context), false));
        widths.into_iter().fold(0.0, f32::max)
    };
    let (long, short) = ("train-pace-per-second", "train-pace-short");
    let room = ui.available_width() - buttons as f32 * (theme.control_height() + space::SMALL);
    let (key, width) = match widest(ui, long) {
        width if width <= room => (long, width),
        _ => (short, widest(ui, short).min(room)),
    };
    let words = pace_words(pace, key, context);
    let (rect, _) = ui.allocate_exact_size(
        vec2(width, theme.control_height()),
        eframe::egui::Sense::hover(),
    );
    let shown = DropDown {
        name: context.text("train-pace"),
        words: &words,
        tooltip: context.text("train-pace-tooltip"),
        stays_open: false,
        quiet: false,
    };
    let mut chosen = None;
    drop_down(ui, rect, &shown, |ui| {
        for other in PACES {
            if menu_item(ui, &pace_words(other, long, context), other == pace, "") {
                chosen = Some(other);
            }
        }
    });
    if let Some(pace) = chosen {
        context.push(TrainCommand::SetPace(pace).into());
    }
}

/// Epoch, progress, speed, time left: what there is room for.
fn show_state(ui: &mut Ui, theme: &Theme, rect: Rect, context: &PageContext<'_>) {
    let Some(run) = &context.state.training.run else {
        let font = theme.font(BODY, Face::Regular);
        let words = context.text("train-ready");
        let color = theme.colors.muted;
        if widgets::words_width(ui, words, font.clone()) < rect.width() {
            let place = rect.left_center();
            widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
        }
        return;
    };
    let live = &*run.live;
    let em = theme.points(BODY);
    if rect.width() < LEAST_PROGRESS * em {
        return;
    }
    let mut rest = rect;
    if rest.width() > (PROGRESS + 12.0) * em {
        let left = time_left(live).map_or_else(|| "–".to_owned(), time);
        let width = figure(ui, theme, rest, &left, context.text("train-left"));
        rest = rest.with_max_x(rest.right() - width - space::LARGE);
    }
    if rest.width() > (PROGRESS + 6.0) * em {
        let speed = match live.phase {
            Phase::Running => thousands(live.pictures_per_second.round() as usize),
            _ => "–".to_owned(),
        };
        let width = figure(ui, theme, rest, &speed, context.text("train-speed"));
        rest = rest.with_max_x(rest.right() - width - space::WIDE);
    }
    show_progress(ui, theme, rest, live, context);
}

/// A number over its words, at the right; the width that they take.
fn figure(ui: &mut Ui, theme: &Theme, rect: Rect, number: &str, words: &str) -> f32 {
    let middle = rect.center().y;
    let half = theme.line_height() / 2.0;
    let font = theme.font(BODY, Face::MonoMedium);
    let place = pos2(rect.right(), middle - half);
    let color = theme.colors.text;
    let number = widgets::text(ui, place, Align2::RIGHT_CENTER, number, font, color);
    let font = theme.font(CAPTION, Face::Regular);
    let place = pos2(rect.right(), middle + half);
    let color = theme.colors.muted;
    let words = widgets::text(ui, place, Align2::RIGHT_CENTER, words, font, color);
    number.rect.width().max(words.rect.width())
}

/// Seconds to the end of the run at the speed of this moment.
fn time_left(live: &Live) -> Option<f64> {
    let record = &live.record;
    if live.phase != Phase::Running || record.pictures == 0 || live.pictures_per_second <= 0.0 {
        return None;
    }
    let left = record.total_steps().saturating_sub(record.step) as f64;
    let per_batch = record.pictures as f64 / record.batches() as f64;
    Some(left * per_batch / live.pictures_per_second)
}

fn show_progress(ui: &mut Ui, theme: &Theme, rect: Rect, live: &Live, context: &PageContext<'_>) {
    let record = &live.record;
    let (epoch, _) = record.position();
    let (half, middle) = (theme.line_height() / 2.0, rect.center().y);
    let font = theme.font(BODY, Face::SemiBold);
    let words = match &live.phase {
        Phase::Loading => context.text("train-loading").to_owned(),
        Phase::Finished(ending) => context.text(super::notice::ending_key(*ending)).to_owned(),
        Phase::Failed(_) => context.text("train-failed").to_owned(),
        Phase::Running | Phase::Paused => {
            let arguments = [
                ("epoch", epoch.into()),
                ("epochs", record.settings.epochs.into()),
            ];
            context.state.text.with("train-epoch", &arguments)
        }
    };
    let place = pos2(rect.left(), middle - half);
    let color = theme.colors.text;
    let clip = ui.clip_rect();
    ui.set_clip_rect(clip.intersect(rect.expand2(vec2(0.0, space::SMALL))));
    let title = widgets::text(ui, place, Align2::LEFT_CENTER, &words, font, color);
    ui.set_clip_rect(clip);
    if title.rect.right() > rect.right() {
        title.on_hover_text(&words);
        return show_bar(ui, theme, rect, live);
    }
    let total = record.total_steps();
    let count = format!("{} / {}", steps(record.step), steps(total));
    let font = theme.font(CAPTION, Face::Mono);
    let color = theme.colors.muted;
    let width = widgets::words_width(ui, &count, font.clone());
    if title.rect.right() + space::MEDIUM + width < rect.right() {
        let place = pos2(rect.right(), middle - half);
        widgets::text(ui, place, Align2::RIGHT_CENTER, count, font, color);
    }
    show_bar(ui, theme, rect, live);
}

/// How much of the run is done.
fn show_bar(ui: &Ui, theme: &Theme, rect: Rect, live: &Live) {
    let record = &live.record;
    let middle = rect.center().y + theme.line_height() / 2.0;
    let track = Rect::from_min_max(
        pos2(rect.left(), middle - BAR / 2.0),
        pos2(rect.right(), middle + BAR / 2.0),
    );
    let total = record.total_steps();
    let share = record.step as f32 / total.max(1) as f32;
    let done = track.with_max_x(track.left() + share.min(1.0) * track.width());
    let painter = ui.painter();
    painter.rect_filled(track, radius::BAR, theme.colors.well);
    if record.step > 0 {
        painter.rect_filled(done, radius::BAR, theme.colors.accent);
    }
}

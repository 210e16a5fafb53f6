//! What can be set on a figure, and the button that opens it large.

use std::sync::Arc;

use eframe::egui::{Align2, Rect, Slider, Ui, WidgetInfo, pos2, vec2};
use lucide_icons::Icon;

use super::{Motion, figures};
use crate::app::command::Command;
use crate::app::convolve::{Carried, Change};
use crate::app::pages::{Page, PageContext};
use crate::app::state::NetworkView;
use crate::app::theme::{BODY, CAPTION, Face, Theme, space};
use crate::app::widgets::{self, Button, Segment, segmented_in, segmented_width};
use crate::convolution::Convolution;
use crate::grid::Grid;
use crate::lesson::figure::{Setting, numbers};
use crate::lesson::{Figure, Kind};

/// From so many choices on, numbers get a slider.
const MANY: usize = 12;

/// Width of a slider.
const SLIDER: f32 = 180.0;

/// Shows the controls from the top of `rect`; where the figure begins.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    figure: &mut Figure,
    motion: &mut Motion,
    context: &mut PageContext<'_>,
) -> f32 {
    let theme = Theme::of(ui.ctx());
    let settings: Vec<(&'static Setting, usize)> = figure.controls().collect();
    let buttons = show_buttons(ui, rect, figure, motion, context);
    if settings.is_empty() {
        return rect.top() + beside_buttons(&theme, figure.kind);
    }
    let height = control_height(&theme);
    let (mut left, mut top) = (rect.left(), rect.top());
    for (setting, chosen) in &settings {
        let width = width(ui, setting, rect.width(), context);
        let right = if top == rect.top() {
            buttons
        } else {
            rect.right()
        };
        if left > rect.left() && left + width > right {
            (left, top) = (rect.left(), top + height + space::SMALL);
        }
        let place = Rect::from_min_size(pos2(left, top), vec2(width, height));
        let choice = show_control(ui, place, setting, *chosen, rect.width(), context);
        if let Some(choice) = choice {
            // The choice is one of the setting's own.
            let _ = figure.set(setting.name, setting.choices[choice]);
        }
        left += width + space::LARGE;
    }
    top + height + space::LARGE
}

/// In the presenter's size the name stands beside its control, since there height is scarce.
fn control_height(theme: &Theme) -> f32 {
    let above = if theme.presenter {
        0.0
    } else {
        theme.caption_height() + space::TINY
    };
    above + theme.control_height()
}

/// How far below the buttons' top a figure begins on which nothing can be set, so that its heading
/// stands beside them and all else below them.
fn beside_buttons(theme: &Theme, kind: Kind) -> f32 {
    match kind {
        Kind::Canvas | Kind::Questions | Kind::Training => 0.0,
        _ => theme.control_height() + space::TINY - theme.line_height() - space::SMALL,
    }
}

/// From the right: open it large, play; their left edge.
fn show_buttons(
    ui: &mut Ui,
    rect: Rect,
    figure: &Figure,
    motion: &mut Motion,
    context: &mut PageContext<'_>,
) -> f32 {
    let theme = Theme::of(ui.ctx());
    let side = theme.control_height();
    let mut right = rect.right();
    let mut place = || {
        let place = Rect::from_min_size(pos2(right - side, rect.top()), vec2(side, side));
        right -= side + space::SMALL;
        place
    };
    if let Some(page) = large_page(figure.kind) {
        super::within(ui, place(), "large", |ui| {
            let button = Button::icon_only(Icon::Maximize2, context.text("learn-large"))
                .tooltip(context.text("learn-large-tooltip"));
            if button.show(ui).clicked() {
                open_large(figure, page, context);
            }
        });
    }
    let wanders = matches!(figure.kind, Kind::Convolution | Kind::Pooling);
    if wanders && !context.state.less_motion() {
        super::within(ui, place(), "play", |ui| {
            let (icon, key) = match motion.playing {
                Some(_) => (Icon::Pause, "learn-pause"),
                None => (Icon::Play, "learn-play"),
            };
            let button = Button::icon_only(icon, context.text(key));
            if button.show(ui).clicked() {
                let now = ui.input(|input| input.time);
                motion.playing = motion.playing.is_none().then_some(now);
            }
        });
    }
    right
}

/// The page on which a figure is at home, if there is one.
fn large_page(kind: Kind) -> Option<Page> {
    match kind {
        Kind::Canvas | Kind::Form | Kind::Change | Kind::Questions => Some(Page::Draw),
        Kind::Convolution | Kind::Slide | Kind::Pooling | Kind::Coverage | Kind::Neighbours => {
            Some(Page::Convolve)
        }
        Kind::Layers | Kind::Maps | Kind::Field => Some(Page::Network),
        Kind::Training => Some(Page::Train),
        _ => None,
    }
}

/// Goes to the page, with what the figure shows where the page can be given it.
fn open_large(figure: &Figure, page: Page, context: &mut PageContext<'_>) {
    context.push(Command::ShowPage(page));
    let handed_over = match figure.kind {
        Kind::Form => Some(Command::SetSteps(figure.steps())),
        Kind::Convolution => {
            let input = figure.input(&context.state.world());
            carried(figure, input, figure.convolution(), context)
        }
        // The same sizes in both directions.
        Kind::Slide => {
            let input = numbers(figure.number("size"));
            carried(figure, input, figure.blur(), context)
        }
        Kind::Coverage => {
            let input = context.state.reading.form.centred.clone();
            carried(figure, input, figure.blur(), context)
        }
        Kind::Pooling => figure
            .pooling()
            .map(|pooling| Command::Convolve(Change::SetOperation(pooling.into()))),
        Kind::Layers => Some(in_network(NetworkView::Layers(figure.layers()))),
        Kind::Maps => {
            let architecture = context.state.model.model.architecture();
            let stage = figures::stage(architecture, figure.get("stage"));
            stage.map(NetworkView::Stage).map(in_network)
        }
        Kind::Field => {
            let architecture = context.state.model.model.architecture();
            let stage = figures::stage_after(architecture, figure.number("layers"));
            stage.map(NetworkView::Stage).map(in_network)
        }
        _ => None,
    };
    if let Some(command) = handed_over {
        context.push(command);
    }
}

fn in_network(view: NetworkView) -> Command {
    Command::OpenInNetwork(Arc::new(view))
}

/// The figure's convolution and its input, for the Convolve page.
fn carried(
    figure: &Figure,
    input: Grid,
    convolution: Option<Convolution>,
    context: &PageContext<'_>,
) -> Option<Command> {
    let carried = Carried {
        name: context.text("learn-title").to_owned(),
        input: Arc::new(input),
        convolution: convolution?,
        cell: figure.cell(),
    };
    Some(Command::OpenInConvolve(Arc::new(carried)))
}

fn name(setting: &Setting, context: &PageContext<'_>) -> String {
    let key = match setting.name {
        // These two are also words of the figures, with other things to say.
        "input" => "figure-input-picture",
        "window" => "figure-window-size",
        name => return context.text(&format!("figure-{name}")).to_owned(),
    };
    context.text(key).to_owned()
}

/// A choice in words: numbers as they are.
fn choice_words(setting: &Setting, choice: &'static str, context: &PageContext<'_>) -> String {
    if choice.parse::<f64>().is_ok() {
        return match setting.name {
            "rate" => context.state.text.language().decimal(
                choice.parse().unwrap_or(0.0),
                choice.len().saturating_sub(2),
            ),
            "turn" => format!("{choice}°"),
            _ => choice.to_owned(),
        };
    }
    let key = match setting.name {
        "kernel" if choice != "counting" => format!("kernel-{choice}"),
        name => format!("figure-{name}-{choice}"),
    };
    context.text(&key).to_owned()
}

fn is_slider(setting: &Setting) -> bool {
    setting.choices.len() > MANY
}

fn labels(setting: &Setting, context: &PageContext<'_>) -> Vec<String> {
    let words = setting
        .choices
        .iter()
        .map(|c| choice_words(setting, c, context));
    words.collect()
}

fn segments<'a>(labels: &'a [String], tooltip: &'a str) -> Vec<Segment<'a>> {
    let segment = |label| Segment {
        icon: None,
        label,
        tooltip,
    };
    labels.iter().map(|label| segment(label.as_str())).collect()
}

/// What a setting means.
fn tooltip<'a>(setting: &Setting, context: &PageContext<'a>) -> &'a str {
    context.text(&format!("figure-{}-tooltip", setting.name))
}

/// Sorted numbers, so that a file's usual choice need not stand first.
fn order(setting: &Setting) -> Vec<usize> {
    let mut order: Vec<usize> = (0..setting.choices.len()).collect();
    let number = |index: &usize| setting.choices[*index].parse::<f64>();
    if order.iter().all(|index| number(index).is_ok()) {
        order.sort_by(|a, b| {
            let (a, b) = (number(a).unwrap_or(0.0), number(b).unwrap_or(0.0));
            a.total_cmp(&b)
        });
    }
    order
}

fn width(ui: &Ui, setting: &Setting, room: f32, context: &PageContext<'_>) -> f32 {
    name_width(ui, setting, context) + choices_width(ui, setting, room, context)
}

/// What the name takes beside its control.
fn name_width(ui: &Ui, setting: &Setting, context: &PageContext<'_>) -> f32 {
    let theme = Theme::of(ui.ctx());
    if !theme.presenter {
        return 0.0;
    }
    let font = theme.font(CAPTION, Face::Regular);
    widgets::words_width(ui, &name(setting, context), font) + space::SMALL
}

fn choices_width(ui: &Ui, setting: &Setting, room: f32, context: &PageContext<'_>) -> f32 {
    if is_slider(setting) {
        let theme = Theme::of(ui.ctx());
        return SLIDER + 3.0 * theme.points(BODY);
    }
    let labels = labels(setting, context);
    let all = segmented_width(ui, &segments(&labels, ""));
    if all <= room {
        return all;
    }
    stepper_width(ui, &labels)
}

fn stepper_width(ui: &Ui, labels: &[String]) -> f32 {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(BODY, Face::SemiBold);
    let widest = labels
        .iter()
        .map(|label| widgets::words_width(ui, label, font.clone()));
    2.0 * (theme.control_height() + space::SMALL) + widest.fold(0.0, f32::max)
}

/// Shows one control; the index of what was chosen.
fn show_control(
    ui: &mut Ui,
    rect: Rect,
    setting: &Setting,
    chosen: usize,
    room: f32,
    context: &PageContext<'_>,
) -> Option<usize> {
    let theme = Theme::of(ui.ctx());
    let group = name(setting, context);
    let font = theme.font(CAPTION, Face::Regular);
    let middle = if theme.presenter {
        rect.center().y
    } else {
        rect.top() + theme.caption_height() / 2.0
    };
    let place = pos2(rect.left(), middle);
    let color = theme.colors.muted;
    widgets::text(ui, place, Align2::LEFT_CENTER, &group, font, color);
    let below = rect
        .with_min_x(rect.left() + name_width(ui, setting, context))
        .with_min_y(rect.bottom() - theme.control_height());
    let mut choice = None;
    let tooltip = tooltip(setting, context);
    super::within(ui, below, setting.name, |ui| {
        if is_slider(setting) {
            choice = show_slider(ui, &group, setting, chosen, tooltip);
            return;
        }
        let labels = labels(setting, context);
        let order = order(setting);
        let at = order.iter().position(|index| *index == chosen).unwrap_or(0);
        let sorted: Vec<String> = order.iter().map(|index| labels[*index].clone()).collect();
        let segments = segments(&sorted, tooltip);
        let picked = if segmented_width(ui, &segments) <= room {
            segmented_in(ui, &group, &segments, at)
        } else {
            show_stepper(ui, &group, &sorted, at, tooltip, context)
        };
        choice = picked.map(|at| order[at]);
    });
    choice
}

fn show_slider(
    ui: &mut Ui,
    group: &str,
    setting: &Setting,
    chosen: usize,
    tooltip: &str,
) -> Option<usize> {
    let theme = Theme::of(ui.ctx());
    let mut value = chosen;
    ui.horizontal(|ui| {
        theme.style_slider(ui.style_mut(), SLIDER);
        let slider = Slider::new(&mut value, 0..=setting.choices.len() - 1).show_value(false);
        let response = ui.add_sized(vec2(SLIDER, theme.control_height()), slider);
        response.widget_info(|| WidgetInfo::slider(true, value as f64, group));
        let response = response.on_hover_text(tooltip);
        let font = theme.font(BODY, Face::MonoMedium);
        let place = ui.cursor().left_center();
        let (place, words) = (
            pos2(place.x, response.rect.center().y),
            setting.choices[value],
        );
        widgets::text(
            ui,
            place,
            Align2::LEFT_CENTER,
            words,
            font,
            theme.colors.text,
        );
    });
    (value != chosen).then_some(value)
}

/// One choice at a time, the ones beside it behind two buttons.
fn show_stepper(
    ui: &mut Ui,
    group: &str,
    labels: &[String],
    at: usize,
    tooltip: &str,
    context: &PageContext<'_>,
) -> Option<usize> {
    let theme = Theme::of(ui.ctx());
    let rect = ui.max_rect();
    let side = theme.control_height();
    let names = ["learn-choice-before", "learn-choice-after"].map(|key| {
        let arguments = [("name", group.into())];
        context.state.text.with(key, &arguments)
    });
    let count = labels.len();
    let mut picked = None;
    let corners = [rect.left(), rect.right() - side];
    for (index, icon) in [Icon::ChevronLeft, Icon::ChevronRight]
        .into_iter()
        .enumerate()
    {
        let place = Rect::from_min_size(pos2(corners[index], rect.top()), vec2(side, side));
        super::within(ui, place, index, |ui| {
            let button = Button::icon_only(icon, &names[index]).tooltip(tooltip);
            if button.show(ui).clicked() {
                picked = Some((at + count + 2 * index - 1) % count);
            }
        });
    }
    let font = theme.font(BODY, Face::SemiBold);
    let (middle, color) = (rect.center(), theme.colors.text);
    widgets::text(ui, middle, Align2::CENTER_CENTER, &labels[at], font, color);
    picked
}

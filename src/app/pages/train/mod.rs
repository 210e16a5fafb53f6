//! The Train page: a run is set up, started and watched; the loss falls, the kernels take shape,
//! the opinion of your own digit changes, and every moment can be gone back to.

mod accuracy;
mod batch;
mod curves;
mod deforming;
mod differences;
mod digit;
mod fields;
mod held_out;
mod keep;
mod kernels;
mod layers;
mod log;
mod loss;
mod machine;
mod more;
mod notice;
mod plot;
mod runs;
mod settings;
mod svg;
mod transport;
mod words;

use eframe::egui::{Align, Layout, Rect, Ui, UiBuilder, pos2};
use lucide_icons::Icon;

use self::curves::Curves;
use self::fields::Typing;
use self::plot::PlotView;
use super::PageContext;
use crate::app::theme::{BODY, Face, Theme, space};
use crate::app::widgets::{self, Segment, card, segmented_icons};

/// Width of the settings, in sizes of the text.
const SETTINGS: f32 = 16.0;

/// Below this width, in sizes of the text, the settings are shown on demand.
const WIDE: f32 = 56.0;

/// Below this height of the two rows together, in lines, only one of them is shown.
const TALL: f32 = 17.0;

/// Share of the width that the loss takes of its row, and the kernels of theirs.
const LOSS: f32 = 0.62;
const KERNELS: f32 = 0.385;

/// Share of the rows' height that the plots take.
const PLOTS: f32 = 0.51;

/// What the left card shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Left {
    #[default]
    Kernels,
    Layers,
}

/// What the right card shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Right {
    #[default]
    Digit,
    HeldOut,
    Batch,
    Log,
    Runs,
}

/// Icon, title and tooltip of a card's view.
type View<T> = (T, Icon, &'static str, &'static str);

const LEFT: [View<Left>; 2] = [
    (
        Left::Kernels,
        Icon::Grid3x3,
        "train-kernels",
        "train-kernels-tooltip",
    ),
    (
        Left::Layers,
        Icon::Layers,
        "train-layers",
        "train-layers-tooltip",
    ),
];

const RIGHT: [View<Right>; 5] = [
    (
        Right::Digit,
        Icon::Pencil,
        "train-digit",
        "train-digit-tooltip",
    ),
    (
        Right::HeldOut,
        Icon::Images,
        "train-held-out",
        "train-held-out-tooltip",
    ),
    (
        Right::Batch,
        Icon::StepForward,
        "train-batch",
        "train-batch-tooltip",
    ),
    (
        Right::Log,
        Icon::ScrollText,
        "train-log",
        "train-log-tooltip",
    ),
    (
        Right::Runs,
        Icon::ChartSpline,
        "train-runs",
        "train-runs-tooltip",
    ),
];

/// Which of the two rows is shown where there is room for one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Row {
    #[default]
    Plots,
    Views,
}

/// How the page is looked at.
pub struct TrainPage {
    left: Left,
    right: Right,
    row: Row,
    /// Whether the settings are shown where they hide the plots' right part.
    settings: bool,
    loss: PlotView,
    accuracy: PlotView,
    curves: Curves,
    kernels: kernels::View,
    typing: Typing,
    more: bool,
    naming: runs::Naming,
}

impl Default for TrainPage {
    fn default() -> Self {
        Self {
            left: Left::default(),
            right: Right::default(),
            row: Row::default(),
            settings: false,
            loss: PlotView {
                log: true,
                ..PlotView::default()
            },
            accuracy: PlotView::default(),
            curves: Curves::default(),
            kernels: kernels::View::default(),
            typing: Typing::default(),
            more: false,
            naming: None,
        }
    }
}

/// The places of the page's parts.
struct Places {
    transport: Rect,
    notice: Option<Rect>,
    loss: Option<Rect>,
    accuracy: Option<Rect>,
    left: Option<Rect>,
    right: Option<Rect>,
    settings: Option<Rect>,
    machine: Rect,
    /// Whether the settings can be shown and hidden, and the rows changed.
    is_narrow: bool,
    is_low: bool,
}

impl TrainPage {
    /// Draws the page into what `ui` has left.
    pub fn show(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let theme = Theme::of(ui.ctx());
        let has_notice = notice::words(context).is_some();
        let places = self.places(ui.max_rect(), &theme, has_notice);
        self.show_transport(ui, &places, context);
        if let Some(rect) = places.notice {
            notice::show(ui, rect, context);
        }
        if let Some(rect) = places.loss {
            loss::show(ui, rect, &mut self.loss, &mut self.curves, context);
        }
        if let Some(rect) = places.accuracy {
            accuracy::show(ui, rect, &mut self.accuracy, &mut self.curves, context);
        }
        if let Some(rect) = places.left {
            self.show_left(ui, rect, context);
        }
        if let Some(rect) = places.right {
            self.show_right(ui, rect, context);
        }
        if let Some(rect) = places.settings {
            self.show_settings(ui, rect, context);
        }
        machine::show(ui, places.machine, context);
    }

    fn places(&self, rect: Rect, theme: &Theme, has_notice: bool) -> Places {
        let em = theme.points(BODY);
        let gap = space::MEDIUM;
        let control = theme.control_height();
        let transport = rect.with_max_y(rect.top() + control + 2.0 * space::MEDIUM);
        let mut top = transport.bottom() + gap;
        let notice = has_notice.then(|| {
            let notice = Rect::from_min_max(
                pos2(rect.left(), top),
                pos2(rect.right(), top + control + space::SMALL),
            );
            top = notice.bottom() + gap;
            notice
        });
        let machine = rect.with_min_y(rect.bottom() - machine::height(theme));
        let middle = Rect::from_min_max(
            pos2(rect.left(), top),
            pos2(rect.right(), machine.top() - gap),
        );
        let is_narrow = rect.width() < WIDE * em;
        let shows_settings = !is_narrow || self.settings;
        let settings = middle.with_min_x(middle.right() - SETTINGS * em);
        let left = if shows_settings {
            middle.with_max_x(settings.left() - gap)
        } else {
            middle
        };
        let is_low = middle.height() < TALL * theme.line_height();
        let (plots, views) = self.rows(left, is_low);
        // Beside the settings there is room for one card in a row.
        let alone = is_narrow && self.settings;
        let pair = |row: Rect, share: f32| {
            if alone {
                return (row, None);
            }
            let first = row.with_max_x(row.left() + (row.width() - gap) * share);
            (first, Some(row.with_min_x(first.right() + gap)))
        };
        let plots = plots.map(|row| pair(row, LOSS));
        let views = views.map(|row| pair(row, KERNELS));
        Places {
            transport,
            notice,
            loss: plots.map(|(loss, _)| loss),
            accuracy: plots.and_then(|(_, accuracy)| accuracy),
            left: views.map(|(left, _)| left),
            right: views.and_then(|(_, right)| right),
            settings: shows_settings.then_some(settings),
            machine,
            is_narrow,
            is_low,
        }
    }

    /// The row of plots and the row of views.
    fn rows(&self, rect: Rect, is_low: bool) -> (Option<Rect>, Option<Rect>) {
        if is_low {
            return match self.row {
                Row::Plots => (Some(rect), None),
                Row::Views => (None, Some(rect)),
            };
        }
        let gap = space::MEDIUM;
        let plots = rect.with_max_y(rect.top() + (rect.height() - gap) * PLOTS);
        (Some(plots), Some(rect.with_min_y(plots.bottom() + gap)))
    }

    fn show_left(&mut self, ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
        let content = show_card(ui, rect, &LEFT, &mut self.left, context);
        match self.left {
            Left::Kernels => kernels::show(ui, content, &mut self.kernels, context),
            Left::Layers => layers::show(ui, content, context),
        }
    }

    fn show_right(&mut self, ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
        let content = show_card(ui, rect, &RIGHT, &mut self.right, context);
        match self.right {
            Right::Digit => digit::show(ui, content, context),
            Right::HeldOut => held_out::show(ui, content, context),
            Right::Batch => batch::show(ui, content, context),
            Right::Log => log::show(ui, content, context),
            Right::Runs => runs::show(ui, content, &mut self.naming, context),
        }
    }
}

/// A card with the title of its view and a choice of others; where the view itself goes.
fn show_card<T: Copy + PartialEq>(
    ui: &mut Ui,
    rect: Rect,
    views: &[View<T>],
    view: &mut T,
    context: &PageContext<'_>,
) -> Rect {
    let theme = Theme::of(ui.ctx());
    card(ui, rect);
    let inner = rect.shrink2(eframe::egui::vec2(space::LARGE + space::TINY, space::SMALL));
    let head = inner.with_max_y(inner.top() + theme.control_height());
    let selected = views.iter().position(|(it, ..)| it == view).unwrap_or(0);
    let segments: Vec<Segment<'_>> = views
        .iter()
        .map(|(_, icon, title, tooltip)| Segment {
            icon: Some(*icon),
            label: context.text(title),
            tooltip: context.text(tooltip),
        })
        .collect();
    let builder = UiBuilder::new().max_rect(head).id_salt(views[0].2);
    ui.scope_builder(builder, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(index) = segmented_icons(ui, &segments, selected) {
                *view = views[index].0;
            }
        });
    });
    let font = theme.font(BODY, Face::SemiBold);
    let words = context.text(views[selected].2);
    let place = pos2(head.left(), head.center().y);
    let anchor = eframe::egui::Align2::LEFT_CENTER;
    let clip = ui.clip_rect();
    let most = head.right() - views.len() as f32 * theme.control_height() - space::MEDIUM;
    ui.set_clip_rect(clip.intersect(head.with_max_x(most)));
    widgets::text(ui, place, anchor, words, font, theme.colors.text);
    ui.set_clip_rect(clip);
    inner.with_min_y(head.bottom() + space::SMALL)
}

//! A plot in a card: its title, its figure, its curves, and how it is looked at.

use eframe::egui::{
    Align2, Color32, Id, Popup, PopupCloseBehavior, Rect, Role, Slider, SliderClamping, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};
use egui_plot::{
    AxisHints, FilledArea, GridMark, HoverPosition, Line, LineStyle, Plot, PlotBounds, PlotPoint,
    PlotPoints, Points,
};
use lucide_icons::Icon;

use super::curves::Look;
use super::words::steps;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, TITLE, Theme, measure, space, stroke};
use crate::app::widgets::{self, Button, card, toggle};

/// Height of the button that opens the ways of looking.
const BUTTON: f32 = 28.0;

/// Width of what it opens, in sizes of the text.
const MENU: f32 = 17.0;

/// Groups of batches in a point of the plot's width: few enough for a thick line to keep its
/// thickness.
const COLUMNS: f32 = 0.3;

/// Room for a number under the horizontal axis, in sizes of its letters.
const MARK_ROOM: f32 = 6.5;

/// Radius of a point on a curve.
const DOT: f32 = 2.5;

/// How a plot is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlotView {
    pub log: bool,
    /// 0 to 1.
    pub smoothing: f32,
    pub last_part: bool,
    pub by_epoch: bool,
}

impl Default for PlotView {
    fn default() -> Self {
        Self {
            log: false,
            smoothing: 0.3,
            last_part: false,
            by_epoch: false,
        }
    }
}

impl PlotView {
    pub fn look(&self, width: f32) -> Look {
        Look {
            log: self.log,
            smoothing: f64::from(self.smoothing),
            last_part: self.last_part,
            by_epoch: self.by_epoch,
            columns: (width * COLUMNS).max(2.0) as usize,
        }
    }
}

/// What will be seen in an empty plot, in its middle.
pub fn hint(ui: &mut Ui, rect: Rect, words: &str) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(BODY, Face::Regular);
    let color = theme.colors.muted;
    let galley = ui
        .painter()
        .layout(words.to_owned(), font, color, rect.width() * 0.6);
    let place = Rect::from_center_size(rect.center(), galley.size());
    let ground = place.expand2(vec2(space::MEDIUM, space::SMALL));
    ui.painter().rect_filled(ground, 0, theme.colors.surface);
    ui.painter().galley(place.min, galley, color);
    widgets::label(ui, place, words);
}

/// A curve to be drawn.
pub struct PlotLine<'a> {
    /// For the SVG, and for egui to tell them apart.
    pub name: String,
    pub points: &'a [PlotPoint],
    pub color: Color32,
    pub width: f32,
    pub dashed: bool,
    /// Whether its points are marked.
    pub dots: bool,
    /// Whether every two points are the ends of a band at one place.
    pub is_band: bool,
}

impl PlotLine<'_> {
    /// Places, lower ends and upper ends of a band.
    pub fn band(&self) -> [Vec<f64>; 3] {
        let pairs = self.points.as_chunks::<2>().0.iter();
        let mut band = [const { Vec::new() }; 3];
        for [a, b] in pairs {
            band[0].push(a.x);
            band[1].push(a.y.min(b.y));
            band[2].push(a.y.max(b.y));
        }
        band
    }
}

/// What is drawn, and within what.
pub struct PlotContent<'a> {
    /// Later ones lie above.
    pub lines: Vec<PlotLine<'a>>,
    pub x: (f64, f64),
    pub y: (f64, f64),
    /// Where there are horizontal lines, and their words.
    pub y_marks: Vec<(f64, String)>,
    /// Vertical lines, such as that of the moment that is shown.
    pub moments: Vec<f64>,
    /// Words for where the pointer is, by its place on the horizontal axis.
    pub hover: Box<dyn Fn(f64) -> Option<String> + 'a>,
}

/// Title and figure of a plot, in a card; where the curves go.
pub fn head(
    ui: &mut Ui,
    rect: Rect,
    title: &str,
    figure: &str,
    view: &mut PlotView,
    context: &PageContext<'_>,
) -> Rect {
    let theme = Theme::of(ui.ctx());
    card(ui, rect);
    let inner = rect.shrink2(vec2(space::LARGE, space::SMALL));
    let line = theme.line(TITLE).max(BUTTON);
    let head = inner.with_max_y(inner.top() + line + space::TINY);
    let middle = head.center().y;
    let font = theme.font(BODY, Face::SemiBold);
    let place = pos2(head.left() + space::TINY, middle);
    let color = theme.colors.text;
    let title = widgets::text(ui, place, Align2::LEFT_CENTER, title, font, color);
    let button = Rect::from_min_size(
        pos2(title.rect.right() + space::SMALL, middle - BUTTON / 2.0),
        vec2(BUTTON, BUTTON),
    );
    let name = context.text("train-look");
    let builder = UiBuilder::new().max_rect(button).id_salt("look");
    ui.scope_builder(builder, |ui| {
        let response = Button::icon_only(Icon::SlidersHorizontal, name)
            .tooltip(context.text("train-look-tooltip"))
            .quiet()
            .height(BUTTON)
            .show(ui);
        Popup::menu(&response)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| show_view(ui, &theme, view, context));
    });
    let font = theme.font(TITLE, Face::MonoMedium);
    let place = pos2(head.right() - space::TINY, middle);
    let color = theme.colors.accent;
    if button.right() + widgets::words_width(ui, figure, font.clone()) < place.x {
        widgets::text(ui, place, Align2::RIGHT_CENTER, figure, font, color);
    }
    inner.with_min_y(head.bottom() + space::TINY)
}

fn show_view(ui: &mut Ui, theme: &Theme, view: &mut PlotView, context: &PageContext<'_>) {
    let width = MENU * theme.points(BODY);
    ui.set_width(width);
    let switches = [
        (&mut view.log, "train-look-log", "train-look-log-tooltip"),
        (
            &mut view.last_part,
            "train-look-last",
            "train-look-last-tooltip",
        ),
        (
            &mut view.by_epoch,
            "train-look-epochs",
            "train-look-epochs-tooltip",
        ),
    ];
    for (on, name, tooltip) in switches {
        switch(ui, theme, on, context.text(name), context.text(tooltip));
    }
    ui.horizontal(|ui| {
        ui.label(context.text("train-look-smoothing"));
        let room = ui.available_width();
        ui.scope(|ui| {
            theme.style_slider(ui.style_mut(), room);
            let slider = Slider::new(&mut view.smoothing, 0.0..=1.0)
                .show_value(false)
                .clamping(SliderClamping::Always);
            let response = ui.add(slider);
            let name = context.text("train-look-smoothing");
            let value = f64::from(view.smoothing);
            response.widget_info(|| WidgetInfo::slider(true, value, name));
            response.on_hover_text(context.text("train-look-smoothing-tooltip"));
        });
    });
}

/// A line with a switch at its right.
pub fn switch(ui: &mut Ui, theme: &Theme, on: &mut bool, name: &str, tooltip: &str) {
    let size = vec2(ui.available_width(), theme.control_height() - space::SMALL);
    let (rect, _) = ui.allocate_exact_size(size, eframe::egui::Sense::hover());
    let font = theme.font(BODY, Face::Regular);
    let color = theme.colors.text;
    let place = rect.left_center();
    widgets::text(ui, place, Align2::LEFT_CENTER, name, font, color);
    let left = pos2(rect.right() - measure::TOGGLE.x, rect.center().y);
    let response = toggle(ui, left, *on, true, name).on_hover_text(tooltip);
    if response.clicked() {
        *on = !*on;
    }
}

/// Draws the curves; `name` is for screen readers.
pub fn show(ui: &mut Ui, rect: Rect, id: &'static str, name: &str, content: PlotContent<'_>) {
    let theme = Theme::of(ui.ctx());
    let PlotContent {
        lines,
        x,
        y,
        y_marks,
        moments,
        hover,
    } = content;
    let font = theme.font(CAPTION, Face::Mono);
    let marks: Vec<GridMark> = y_marks
        .iter()
        .map(|(value, _)| GridMark {
            value: *value,
            step_size: f64::MAX,
        })
        .collect();
    let y_words = move |mark: GridMark, _: &std::ops::RangeInclusive<f64>| {
        let found = y_marks.iter().find(|(value, _)| *value == mark.value);
        found.map_or_else(String::new, |(_, words)| words.clone())
    };
    let axis = |hints: AxisHints<'static>| {
        hints
            .tick_label_font(font.clone())
            .tick_label_color(theme.colors.muted)
            .label_spacing(0.0..=0.1)
    };
    let x_axis = axis(AxisHints::new_x())
        .formatter(|mark, _| x_words(mark.value))
        .min_thickness(theme.caption_height());
    let y_axis = axis(AxisHints::new_y())
        .formatter(y_words)
        .min_thickness(2.6 * theme.points(CAPTION));
    let accent = theme.colors.strong_border;
    let x_count = (rect.width() / (MARK_ROOM * theme.points(CAPTION))).clamp(1.0, 4.0);
    let plot = Plot::new(id)
        .id(Id::unique(id))
        .custom_x_axes(vec![x_axis])
        .custom_y_axes(vec![y_axis])
        .show_grid([false, true])
        .grid_color(theme.colors.grid_line)
        .grid_spacing(0.0..=0.1)
        .show_background(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
        .set_margin_fraction(eframe::egui::Vec2::ZERO)
        .show_y(false)
        .cursor_color(theme.colors.muted)
        .x_grid_spacer(move |input| x_marks(input.bounds, x_count))
        .y_grid_spacer(move |_| marks.clone())
        .label_formatter(move |position| match position {
            HoverPosition::NearDataPoint { position, .. }
            | HoverPosition::Elsewhere { position } => hover(position.x),
        });
    let builder = UiBuilder::new().max_rect(rect).id_salt(id);
    ui.scope_builder(builder, |ui| {
        let shown = plot.show(ui, |plot| {
            plot.set_plot_bounds(PlotBounds::from_min_max([x.0, y.0], [x.1, y.1]));
            for line in lines {
                if line.is_band {
                    let [places, low, high] = line.band();
                    let area = FilledArea::new(line.name, &places, &low, &high)
                        .fill_color(line.color)
                        .allow_hover(false);
                    plot.add(area);
                    continue;
                }
                if line.dots {
                    let points = Points::new("", PlotPoints::Borrowed(line.points))
                        .color(line.color)
                        .radius(DOT)
                        .allow_hover(false);
                    plot.points(points);
                }
                let mut drawn = Line::new(line.name, PlotPoints::Borrowed(line.points))
                    .color(line.color)
                    .width(line.width)
                    // Else steep parts of a dense curve become thin.
                    .allow_band(false)
                    .allow_hover(false);
                if line.dashed {
                    drawn = drawn.style(LineStyle::Dashed {
                        length: stroke::LONG_DASH,
                    });
                }
                plot.line(drawn);
            }
            for moment in &moments {
                let line = egui_plot::VLine::new("", *moment)
                    .color(accent)
                    .width(stroke::ICON)
                    .allow_hover(false);
                plot.vline(line);
            }
        });
        let response = shown.response;
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
        widgets::paint_focus(ui, &response);
    });
}

pub fn x_words(value: f64) -> String {
    if value.fract() == 0.0 {
        steps(value as u64)
    } else {
        widgets::decimal(value, 2).trim_end_matches('0').to_owned()
    }
}

/// About `count` round numbers.
pub fn x_marks((from, to): (f64, f64), count: f32) -> Vec<GridMark> {
    round_numbers(from, to, f64::from(count))
        .into_iter()
        .map(|value| GridMark {
            value,
            step_size: f64::MAX,
        })
        .collect()
}

/// About `count` round numbers between two others.
pub fn round_numbers(from: f64, to: f64, count: f64) -> Vec<f64> {
    let span = to - from;
    if !(span.is_finite() && span > 0.0) {
        return Vec::new();
    }
    let rough = span / count;
    let power = 10_f64.powf(rough.log10().floor());
    let factors = [1.0, 2.0, 2.5, 5.0, 10.0];
    // There is no half of a batch.
    let factors = factors.iter().filter(|f| **f != 2.5 || power >= 10.0);
    let mut steps = factors.map(|factor| factor * power);
    let step = steps.find(|step| *step >= rough);
    let step = step.unwrap_or(rough);
    let first = (from / step - 1e-9).ceil() as i64;
    let last = (to / step + 1e-9).floor() as i64;
    (first..=last).map(|index| index as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::round_numbers;

    #[test]
    fn marks_are_round() {
        assert_eq!(
            round_numbers(0.0, 3_000.0, 4.0),
            [0.0, 1_000.0, 2_000.0, 3_000.0]
        );
        assert_eq!(round_numbers(0.0, 9.0, 4.0), [0.0, 5.0]);
        assert_eq!(
            round_numbers(0.0, 100.0, 4.0),
            [0.0, 25.0, 50.0, 75.0, 100.0]
        );
        assert_eq!(round_numbers(88.0, 100.0, 4.0), [90.0, 95.0, 100.0]);
        assert!(round_numbers(1.0, 1.0, 4.0).is_empty());
        assert!(round_numbers(0.0, f64::NAN, 4.0).is_empty());
    }
}

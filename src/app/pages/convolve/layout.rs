//! Where the parts of the page stand, in windows large and small.

use eframe::egui::{Rect, Vec2, pos2, vec2};

use crate::app::theme::{BODY, CAPTION, RESULT, Theme, space};

/// Pages lower than this, in lines of text, have the sum on two lines.
const LOW: f32 = 32.0;

/// Rows of the sum that are seen without scrolling, in a usual page and in a high one.
const SUM_ROWS: (usize, usize) = (5, 7);

/// Pages from this height on, in lines of text, have room for the more rows.
const HIGH: f32 = 36.0;

/// Width of a number cell, in sizes of its letters, and its least height.
const NUMBER_CELL: Vec2 = vec2(3.25, 1.2);

/// Largest cells of kernel and window, in sizes of their letters.
const LARGEST_CELL: f32 = 3.7;

/// Share of what the lens leaves that the input takes; less where there is no output, but words
/// that say why.
const INPUT_SHARE: f32 = 0.62;
const INPUT_SHARE_ALONE: f32 = 0.45;

/// The parts of the page, from top to bottom.
pub struct Layout {
    /// The operations in a row, and tools.
    pub steps: Rect,
    pub main: Rect,
    pub sum: Rect,
    pub transport: Rect,
    pub settings: Rect,
    /// Whether the window is low: the sum takes two lines.
    pub low: bool,
}

impl Layout {
    /// `rows` is the height of the kernel.
    pub fn new(rect: Rect, theme: &Theme, rows: usize) -> Self {
        let control = theme.control_height();
        let low = rect.height() < LOW * theme.line_height();
        let gap = if low { space::SMALL } else { space::MEDIUM };
        let line = theme.caption_height() + space::TINY;
        let sum_height = if low {
            2.0 * theme.line_height() + 2.0 * space::SMALL
        } else {
            let high = rect.height() >= HIGH * theme.line_height();
            let most = if high { SUM_ROWS.1 } else { SUM_ROWS.0 };
            (rows.min(most) + 1).max(5) as f32 * line + 2.0 * space::MEDIUM
        };
        let settings_height = control + theme.caption_height() + space::TINY;
        let part = |top: f32, height: f32| {
            Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), height))
        };
        let steps = part(rect.top(), control);
        let settings = part(rect.bottom() - settings_height, settings_height);
        let transport = part(settings.top() - gap - control, control);
        let sum = part(transport.top() - gap - sum_height, sum_height);
        let top = steps.bottom() + gap;
        let main = part(top, sum.top() - gap - top);
        Self {
            steps,
            main,
            sum,
            transport,
            settings,
            low,
        }
    }
}

/// A heading, and what stands under it.
#[derive(Clone, Copy, Debug)]
pub struct Panel {
    pub heading: Rect,
    pub body: Rect,
}

impl Panel {
    fn new(rect: Rect, heading: f32) -> Self {
        let split = rect.top() + heading;
        Self {
            heading: rect.with_max_y(split),
            body: rect.with_min_y(split + space::TINY),
        }
    }
}

/// The main card's parts.
pub struct Panels {
    pub input: Panel,
    /// Under the input: where it comes from.
    pub source: Rect,
    pub window: Panel,
    pub kernel: Panel,
    /// Whether window and kernel are too large to be seen at once.
    pub tabs: bool,
    pub output: Panel,
    /// Under the output: the cell that is looked at.
    pub cell: Rect,
}

impl Panels {
    /// `window` is the size of kernel and window in rows and columns, `input` that of the input
    /// with its padding, `output` that of the output if there can be one, in cells. Without a
    /// kernel the window stands alone. What stands under the input can be a line of words, or
    /// controls.
    pub fn new(
        rect: Rect,
        theme: &Theme,
        window: (usize, usize),
        has_kernel: bool,
        (input, output): ((usize, usize), Option<(usize, usize)>),
        (low, source_is_words): (bool, bool),
    ) -> Self {
        let inset = if low { space::MEDIUM } else { space::LARGE };
        let inner = rect.shrink(inset);
        let heading = theme.line_height() + space::TINY;
        let points = theme.points(CAPTION);
        let number = NUMBER_CELL * points;
        let (rows, columns) = (window.0.max(1) as f32, window.1.max(1) as f32);
        let full = inner.height() - heading - space::TINY;
        let half = (inner.height() - space::SMALL) / 2.0 - heading - space::TINY;
        let stacked = half / rows;
        let tabs = has_kernel && stacked < number.y;
        let over = theme.control_height() - heading;
        let room = match (tabs, has_kernel) {
            (true, _) => full - over,
            (false, false) => full,
            (false, true) => half,
        };
        let height = (room / rows).min(LARGEST_CELL * points);
        let widest = inner.width() * 0.36 / columns;
        let width = height
            .max(number.x)
            .min(widest.max(1.0))
            .min(LARGEST_CELL * points);
        let size = vec2(columns * width, rows * height);
        // Beside the tabs there is room for the tools.
        let least = theme.points(BODY) * if tabs { 17.0 } else { 11.0 };
        let lens_width = size.x.max(least);

        let gaps = if low { space::LARGE } else { space::HUGE };
        let footer = space::SMALL
            + if source_is_words {
                theme.caption_height()
            } else {
                theme.control_height()
            };
        let legend = if low { 0.0 } else { 2.0 };
        let cell = theme.line(RESULT) + (1.0 + legend) * theme.caption_height() + space::SMALL;
        let rest = inner.width() - lens_width - 2.0 * gaps;
        let share = output.map_or(INPUT_SHARE_ALONE, |_| INPUT_SHARE);
        let input_room = vec2(rest * share, full - footer);
        let input = fitted(input_room, input);
        let output_room = vec2(rest - input.x.max(rest * 0.5), full - cell);
        let output = output.map(|cells| fitted(output_room, cells));

        let left = inner.left();
        let input_width = input.x.max(theme.points(BODY) * 14.0).min(input_room.x);
        let input_panel = Panel::new(
            Rect::from_min_size(inner.min, vec2(input_width, inner.height() - footer)),
            heading,
        );
        let output_width = output
            .map_or(rest, |output| output.x.max(theme.points(BODY) * 11.0))
            .min(rest - input_width);
        let output = output.unwrap_or(output_room);
        let output_left = inner.right() - output_width;
        let between = output_left - left - input_width - lens_width;
        let lens_left = left + input_width + between / 2.0;
        let lens = Rect::from_min_size(
            pos2(lens_left, inner.top()),
            vec2(lens_width, inner.height()),
        );
        let (window_part, kernel_part) = if tabs || !has_kernel {
            (lens, lens)
        } else {
            let split = lens.top() + heading + space::TINY + size.y;
            (
                lens.with_max_y(split),
                lens.with_min_y(split + space::SMALL),
            )
        };
        let lens_heading = if tabs {
            theme.control_height()
        } else {
            heading
        };
        let with_body = |part: Rect| {
            let panel = Panel::new(part, lens_heading);
            Panel {
                body: Rect::from_min_size(panel.body.min, size),
                ..panel
            }
        };
        let output_panel = Panel::new(
            Rect::from_min_size(
                pos2(output_left, inner.top()),
                vec2(output_width, inner.height() - cell),
            ),
            heading,
        );
        let output_body = Rect::from_min_size(output_panel.body.min, output);
        let input_body = Rect::from_min_size(input_panel.body.min, input);
        Self {
            input: Panel {
                body: input_body,
                ..input_panel
            },
            source: Rect::from_min_max(
                pos2(left, input_body.bottom() + space::SMALL),
                pos2(lens_left - space::MEDIUM, input_body.bottom() + footer),
            ),
            window: with_body(window_part),
            kernel: with_body(kernel_part),
            tabs,
            output: Panel {
                body: output_body,
                ..output_panel
            },
            cell: Rect::from_min_max(
                pos2(output_left, output_body.bottom() + space::SMALL),
                inner.max,
            ),
        }
    }
}

/// The largest size within `room` in which `rows` × `columns` cells are square.
fn fitted(room: Vec2, (rows, columns): (usize, usize)) -> Vec2 {
    let (rows, columns) = (rows.max(1) as f32, columns.max(1) as f32);
    let cell = (room.x / columns).min(room.y / rows).max(0.0);
    vec2(columns, rows) * cell
}

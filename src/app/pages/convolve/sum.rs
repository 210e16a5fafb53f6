//! The sum being done: term by term with the running total, for every kind of operation.

use eframe::egui::{Align2, Rect, Ui, pos2, vec2};

use super::scene::Scene;
use super::size;
use super::{ConvolvePage, lens};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, TITLE, Theme, space};
use crate::app::widgets::{
    self, NumberFormat, Sum, SumTerm, fixed, minus, sum_rows, text, without_zero,
};
use crate::convolution::decimals::{MAX_DECIMALS, Scale, Shown, ShownSum};
use crate::convolution::pooling::PoolingWindow;
use crate::convolution::window::Cause;
use crate::convolution::{Operation, PoolingKind, Window};

/// Decimals of a sum whose products are of usual size.
const DECIMALS: usize = 2;

/// Products of a row that have room for more decimals.
const MOST_COLUMNS: usize = 7;

/// Letters of a number of the input, at most.
const ROOM: usize = 8;

/// Width of the words beside the sum, in sizes of their letters.
const TITLE_WIDTH: f32 = 6.2;

/// How a convolution's cell came about, and how its sum is shown.
pub struct Worked {
    /// One for each channel that is added up.
    pub windows: Vec<Window>,
    /// The terms of all windows, one after the other.
    pub shown: ShownSum,
    pub result: f32,
}

/// The work of an output cell of a convolution.
pub fn worked(scene: &Scene<'_>, row: usize, column: usize) -> Option<Worked> {
    scene.output_size.ok()?;
    let windows = scene.convolve.windows(row, column, scene.channel)?;
    let mut products = Vec::new();
    let mut totals = Vec::new();
    let mut before = 0.0;
    for window in &windows {
        products.extend(window.terms.iter().map(|term| term.product));
        totals.extend(window.terms.iter().map(|term| before + term.total));
        before += window.result();
    }
    let kernel = &scene.convolve.convolution()?.kernel;
    let exact = scene
        .exact_decimals()
        .zip(Scale::exact_decimals(kernel.grid().values(), DECIMALS))
        .map(|(value, weight)| value + weight)
        .filter(|decimals| *decimals <= DECIMALS);
    let wide = kernel.width() > MOST_COLUMNS;
    let usual = || {
        if wide {
            DECIMALS
        } else {
            usual_decimals(&products)
        }
    };
    let decimals = exact.unwrap_or_else(usual);
    let shown = if wide {
        ShownSum::new(&products, &totals, decimals)
    } else {
        ShownSum::with_room(&products, &totals, decimals)
    };
    Some(Worked {
        windows,
        shown,
        result: before,
    })
}

/// Where infinity or NaN comes up in a cell's sum, in words.
pub fn not_finite(
    scene: &Scene<'_>,
    row: usize,
    column: usize,
    context: &PageContext<'_>,
) -> Option<String> {
    let worked = worked(scene, row, column)?;
    let mut first = 0;
    for window in &worked.windows {
        let words = &context.state.text;
        let number = |term: usize| [("number", (first + term + 1).into())];
        match window.not_finite() {
            Some(Cause::Input { .. }) => {
                return Some(context.text("convolve-infinite-input").to_owned());
            }
            Some(Cause::Product { term }) => {
                return Some(words.with("convolve-infinite-product", &number(term)));
            }
            Some(Cause::Sum { term }) => {
                return Some(words.with("convolve-infinite-sum", &number(term)));
            }
            None => first += window.terms.len(),
        }
    }
    None
}

/// The sums of the kernel's rows, written out; of several channels one after the other.
pub fn rows_in_words(worked: &Worked, scene: &Scene<'_>) -> Vec<String> {
    let scale = worked.shown.scale;
    let mut first = 0;
    let mut lines = Vec::new();
    for window in &worked.windows {
        let columns = window.size.1;
        let terms = exact_terms(window, scene, &worked.shown);
        for (row, terms) in terms.chunks(columns).enumerate() {
            let from = first + row * columns;
            let shown = worked.shown.terms[from..from + columns].iter();
            let sum = shown.fold(Shown::Units(0), |sum, term| sum + *term);
            lines.push(format!(
                "{} = {}",
                factors_in_words(terms),
                minus(&scale.text(sum))
            ));
        }
        first += window.terms.len();
    }
    lines
}

/// Two digits of the largest product.
fn usual_decimals(products: &[f32]) -> usize {
    let sizes = products.iter().map(|product| product.abs());
    let most = sizes.filter(|size| size.is_finite()).fold(0.0, f32::max);
    if most == 0.0 || most >= 0.1 {
        return DECIMALS;
    }
    (1 - most.log10().floor() as isize).clamp(DECIMALS as isize, MAX_DECIMALS as isize) as usize
}

/// The number in an output cell, as it is shown, and as it is.
pub fn result(scene: &Scene<'_>, row: usize, column: usize) -> Option<(String, f32)> {
    match scene.operation {
        Operation::Convolution(_) => {
            let worked = worked(scene, row, column)?;
            let words = worked.shown.scale.text(worked.shown.result);
            Some((words, worked.result))
        }
        Operation::Relu => {
            let value =
                crate::convolution::operation::relu(scene.input.at(scene.channel, row, column)?);
            Some((fixed(value, decimals_of(&[value], scene)), value))
        }
        Operation::Pooling(_) if scene.is_window_too_large() => {
            let result = scene.output?.at(scene.output_channel(), row, column)?;
            Some((fixed(result, DECIMALS), result))
        }
        Operation::Pooling(_) => {
            let window = pooling_window(scene, row, column)?;
            let decimals = DECIMALS.max(decimals_of(&values_of(&window), scene));
            Some((fixed(window.result, decimals), window.result))
        }
    }
}

/// Decimals of numbers of the input that are written out: as many as in the window's cells.
fn decimals_of(values: &[f32], scene: &Scene<'_>) -> usize {
    NumberFormat::fit_some(values, ROOM, scene.exact_decimals()).decimals
}

fn values_of(window: &PoolingWindow) -> Vec<f32> {
    window.cells.iter().map(|cell| cell.value).collect()
}

fn pooling_window(scene: &Scene<'_>, row: usize, column: usize) -> Option<PoolingWindow> {
    let Operation::Pooling(pooling) = scene.operation else {
        return None;
    };
    scene.output_size.ok()?;
    let grid = scene.input.grid(scene.channel)?;
    pooling.window(grid, row, column).ok()
}

/// Shows the sum and the size formula in `rect`; the index of the term under the pointer.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    low: bool,
    page: &ConvolvePage,
    scene: &Scene<'_>,
    context: &PageContext<'_>,
) -> Option<usize> {
    let theme = Theme::of(ui.ctx());
    let size_width = size::width(ui, rect, low, scene, context);
    let right = rect.with_min_x(rect.right() - size_width);
    let x = right.left() - space::MEDIUM;
    ui.painter().vline(x, rect.y_range(), theme.border());
    size::show(ui, right, low, scene, context);
    let left = rect.with_max_x(x - space::MEDIUM);
    let Some((row, column)) = scene.cell else {
        let font = theme.font(BODY, Face::Regular);
        let words = context.text("convolve-no-sum");
        widgets::paragraph(ui, left, words, font, theme.colors.muted);
        return None;
    };
    match scene.operation {
        Operation::Convolution(_) => {
            let worked = worked(scene, row, column)?;
            if low {
                show_low(ui, left, &worked, page, scene, context)
            } else {
                show_full(ui, left, &worked, page, scene, context)
            }
        }
        Operation::Relu => {
            show_relu(ui, left, scene, (row, column), context);
            None
        }
        Operation::Pooling(_) if scene.is_window_too_large() => {
            lens::show_too_large(ui, left, scene, context);
            None
        }
        Operation::Pooling(pooling) => {
            let window = pooling_window(scene, row, column)?;
            show_pooling(ui, left, pooling.kind, &window, scene, context);
            None
        }
    }
}

/// The factors of a window's terms as short as they are in the cells.
fn terms(window: &Window, scene: &Scene<'_>) -> Vec<SumTerm> {
    let (values, weights) = factors(window);
    let room = 5;
    let formats = (
        NumberFormat::fit_some(&values, room, scene.exact_decimals()),
        NumberFormat::fit(&weights, room),
    );
    terms_in(window, formats)
}

/// The same with as many decimals as the products have, so that the sum can be checked by hand.
fn exact_terms(window: &Window, scene: &Scene<'_>, shown: &ShownSum) -> Vec<SumTerm> {
    let (values, weights) = factors(window);
    let decimals = shown.scale.decimals;
    let formats = (
        NumberFormat::fit_factors(&values, decimals, scene.exact_decimals()),
        NumberFormat::fit_factors(&weights, decimals, None),
    );
    terms_in(window, formats)
}

fn factors(window: &Window) -> (Vec<f32>, Vec<f32>) {
    let terms = window.terms.iter();
    terms.map(|term| (term.value, term.weight)).unzip()
}

fn terms_in(window: &Window, (value, weight): (NumberFormat, NumberFormat)) -> Vec<SumTerm> {
    let terms = window.terms.iter();
    terms
        .map(|term| SumTerm {
            factors: (value.text(term.value), weight.text(term.weight)),
            product: term.product,
        })
        .collect()
}

/// “0.25·−1 + 0.5·2”
fn factors_in_words(terms: &[SumTerm]) -> String {
    let factors = terms.iter().map(|term| &term.factors);
    let each: Vec<String> = factors.map(|(a, b)| format!("{a}·{b}")).collect();
    each.join(" + ")
}

/// Which window is written out where several channels are added up, and where its terms begin.
fn written(worked: &Worked, scene: &Scene<'_>) -> (usize, usize) {
    if worked.windows.len() == 1 {
        return (0, 0);
    }
    let index = scene.channel.min(worked.windows.len() - 1);
    let terms = worked.windows[..index].iter();
    (index, terms.map(|window| window.terms.len()).sum())
}

fn show_full(
    ui: &mut Ui,
    rect: Rect,
    worked: &Worked,
    page: &ConvolvePage,
    scene: &Scene<'_>,
    context: &PageContext<'_>,
) -> Option<usize> {
    let theme = Theme::of(ui.ctx());
    let title_width = theme.points(BODY) * TITLE_WIDTH;
    let title = rect.with_max_x(rect.left() + title_width);
    let (index, first) = written(worked, scene);
    let window = &worked.windows[index];
    show_title(ui, title, worked, page, first, context);
    let (exact, short) = (
        exact_terms(window, scene, &worked.shown),
        terms(window, scene),
    );
    let mut sum = Sum {
        terms: &exact,
        columns: window.size.1,
        shown: &worked.shown,
        first,
        row_words: context.text("convolve-row-sum"),
        so_far_words: context.text("convolve-so-far"),
    };
    let rows = rect.with_min_x(title.right() + space::SMALL);
    if !sum.has_room_for_factors(ui, rows.width()) {
        sum.terms = &short;
    }
    sum_rows(ui, rows, &sum, page.pointed_term)
}

/// What the sum is, its parts by channel, and its result.
fn show_title(
    ui: &mut Ui,
    rect: Rect,
    worked: &Worked,
    page: &ConvolvePage,
    first: usize,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let words = &context.state.text;
    let scale = worked.shown.scale;
    let heading = theme.font(BODY, Face::SemiBold);
    let place = pos2(rect.left(), rect.top() + theme.line_height() / 2.0);
    let title = context.text("convolve-sum");
    text(ui, place, Align2::LEFT_CENTER, title, heading, colors.text);
    let mut y = rect.top() + theme.line_height() + theme.caption_height() / 2.0;
    let mut line = |ui: &mut Ui, words: String| {
        let font = theme.font(CAPTION, Face::Regular);
        let place = pos2(rect.left(), y);
        text(ui, place, Align2::LEFT_CENTER, words, font, colors.muted);
        y += theme.caption_height();
    };
    let count: usize = worked.windows.iter().map(|w| w.terms.len()).sum();
    let pointed = page
        .pointed_term
        .and_then(|index| Some((index, *worked.shown.totals.get(first + index)?)));
    match pointed {
        Some((index, total)) => {
            let total = minus(&scale.text(total));
            let number = (first + index + 1).into();
            line(
                ui,
                words.with(
                    "convolve-after",
                    &[("number", number), ("count", count.into())],
                ),
            );
            line(ui, words.with("convolve-total", &[("total", total.into())]));
        }
        None if worked.windows.len() > 1 => {}
        None => line(
            ui,
            words.with("convolve-products", &[("count", count.into())]),
        ),
    }
    if worked.windows.len() > 1 && pointed.is_none() {
        for (channel, sum) in channel_sums(worked).into_iter().enumerate() {
            let name = context.text(super::source::CHANNELS[channel.min(2)]);
            line(ui, format!("{name} {}", minus(&scale.text(sum))));
        }
    }
    let font = theme.font(TITLE, Face::MonoMedium);
    let result = minus(&scale.text(worked.shown.result));
    let name = format!("= {result}");
    // Without the sign where there is no room for it.
    let fits = widgets::words_width(ui, &name, font.clone()) <= rect.width();
    let (place, words) = (rect.left_bottom(), if fits { &name } else { &result });
    let painter = ui.painter();
    let shown = painter.text(place, Align2::LEFT_BOTTOM, words, font, colors.text);
    widgets::label(ui, shown, name);
}

fn channel_sums(worked: &Worked) -> Vec<Shown> {
    let mut first = 0;
    worked
        .windows
        .iter()
        .map(|window| {
            let terms = &worked.shown.terms[first..first + window.terms.len()];
            first += window.terms.len();
            terms.iter().fold(Shown::Units(0), |sum, term| sum + *term)
        })
        .collect()
}

/// Two lines: the terms of one row of the kernel, and the sums of all rows.
fn show_low(
    ui: &mut Ui,
    rect: Rect,
    worked: &Worked,
    page: &ConvolvePage,
    scene: &Scene<'_>,
    context: &PageContext<'_>,
) -> Option<usize> {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let (index, first) = written(worked, scene);
    let window = &worked.windows[index];
    let columns = window.size.1;
    let scale = worked.shown.scale;
    let terms = terms(window, scene);
    let sums: Vec<Shown> = worked.shown.terms[first..first + terms.len()]
        .chunks(columns)
        .map(|row| row.iter().fold(Shown::Units(0), |sum, term| sum + *term))
        .collect();
    let row = page.pointed_term.map_or_else(
        || liveliest_row(window, columns),
        |index| (index / columns).min(sums.len() - 1),
    );
    let exact = exact_terms(window, scene, &worked.shown);
    let from = first + row * columns;
    let products: Vec<String> = worked.shown.terms[from..from + columns]
        .iter()
        .map(|term| minus(&scale.text(*term)))
        .collect();
    let sum = minus(&scale.text(sums[row]));
    let marked = page.pointed_term.unwrap_or(0);
    let mut one: Vec<String> = [&exact, &terms]
        .map(|terms| &terms[row * columns..(row + 1) * columns])
        .map(|terms| format!("{} = {sum}", factors_in_words(terms)))
        .into();
    one.extend(written_out("", &products, &sum, marked % columns));
    let all: Vec<String> = sums.iter().map(|sum| minus(&scale.text(*sum))).collect();
    let before = if worked.windows.len() > 1 {
        format!("{} ", context.text(super::source::CHANNELS[index.min(2)]))
    } else {
        String::new()
    };
    let total = sums.iter().fold(Shown::Units(0), |sum, row| sum + *row);
    let total = minus(&scale.text(total));
    let all = written_out(&before, &all, &total, marked / columns);
    let number = (row + 1).into();
    let text_of = &context.state.text;
    let lines = [
        (text_of.with("convolve-row", &[("number", number)]), one),
        (context.text("convolve-sum").to_owned(), all),
    ];
    for (line, (label, words)) in lines.into_iter().enumerate() {
        let y = rect.top() + (line as f32 + 0.5) * rect.height() / 2.0;
        let font = theme.font(CAPTION, Face::SemiBold);
        let place = pos2(rect.left(), y);
        let label = text(ui, place, Align2::LEFT_CENTER, label, font, colors.muted);
        let left = label
            .rect
            .right()
            .max(rect.left() + theme.points(BODY) * 4.5)
            + space::SMALL;
        fitted_words(ui, pos2(left, y), rect.right() - left, &words);
    }
    None
}

/// Ways to write a sum, from the longest to the shortest. The shortest leave terms out, but not
/// the one at `marked`, and not the total.
fn written_out(before: &str, terms: &[String], total: &str, marked: usize) -> Vec<String> {
    let bare: Vec<String> = terms.iter().map(|words| without_zero(words)).collect();
    let bare_total = without_zero(total);
    let mut ways = vec![
        format!("{before}{} = {total}", terms.join(" + ")),
        format!("{before}{} = {bare_total}", bare.join(" + ")),
        format!("{before}{} = {bare_total}", bare.join("+")),
    ];
    ways.extend((1..bare.len()).rev().map(|count| {
        let first = marked.min(bare.len() - count);
        let (start, end) = (first > 0, first + count < bare.len());
        let mut shown: Vec<&str> = bare[first..first + count].iter().map(|w| &**w).collect();
        if start {
            shown.insert(0, "…");
        }
        if end {
            shown.push("…");
        }
        format!("{before}{} = {bare_total}", shown.join(" + "))
    }));
    ways
}

/// The first of these words for which there is room, else the last, cut off.
fn first_fitting<'a>(ui: &Ui, width: f32, words: &'a [String]) -> &'a str {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::Mono);
    let fits = |words: &&String| widgets::words_width(ui, words, font.clone()) <= width;
    words.iter().find(fits).or(words.last()).map_or("", |w| w)
}

/// Words in the monospace face, the first for which there is room; cut off where there is none,
/// whole in a tooltip.
pub fn fitted_words(ui: &mut Ui, left: eframe::egui::Pos2, width: f32, words: &[String]) {
    let theme = Theme::of(ui.ctx());
    let whole = words.first().map_or("", |words| words.as_str());
    let words = first_fitting(ui, width, words);
    let font = theme.font(CAPTION, Face::Mono);
    let color = theme.colors.text;
    let galley = ui.painter().layout_no_wrap(words.to_owned(), font, color);
    let height = galley.size().y;
    let place = Rect::from_min_size(
        pos2(left.x, left.y - height / 2.0),
        vec2(width.min(galley.size().x), height),
    );
    let painter = ui.painter().with_clip_rect(place.intersect(ui.clip_rect()));
    painter.galley(place.min, galley, color);
    widgets::label(ui, place, whole).on_hover_text(whole);
}

fn liveliest_row(window: &Window, columns: usize) -> usize {
    let sizes = window.terms.chunks(columns).map(|row| {
        let products = row.iter().map(|term| term.product.abs());
        products.filter(|size| size.is_finite()).sum::<f32>()
    });
    let best = sizes.enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
    best.map_or(0, |(row, _)| row)
}

fn show_relu(
    ui: &mut Ui,
    rect: Rect,
    scene: &Scene<'_>,
    (row, column): (usize, usize),
    context: &PageContext<'_>,
) {
    let Some(value) = scene.input.at(scene.channel, row, column) else {
        return;
    };
    let result = crate::convolution::operation::relu(value);
    let decimals = decimals_of(&[value], scene);
    let words = format!(
        "max(0, {}) = {}",
        fixed(value, decimals),
        fixed(result, decimals)
    );
    let note = if value < 0.0 {
        "convolve-relu-cuts"
    } else {
        "convolve-relu-keeps"
    };
    show_lines(
        ui,
        rect,
        "convolve-relu",
        &words,
        context.text(note),
        context,
    );
}

fn show_pooling(
    ui: &mut Ui,
    rect: Rect,
    kind: PoolingKind,
    window: &PoolingWindow,
    scene: &Scene<'_>,
    context: &PageContext<'_>,
) {
    let values = values_of(window);
    let totals: Vec<f32> = window.cells.iter().map(|cell| cell.total).collect();
    let decimals = decimals_of(&values, scene);
    let shown = ShownSum::new(&values, &totals, decimals);
    let scale = shown.scale;
    match kind {
        PoolingKind::Max => {
            let each: Vec<String> = values.iter().map(|value| fixed(*value, decimals)).collect();
            let words = format!(
                "max({}) = {}",
                each.join(", "),
                fixed(window.result, decimals)
            );
            let note = window.winner.map_or(String::new(), |index| {
                let cell = window.cells[index];
                context.state.text.with(
                    "convolve-won",
                    &[
                        ("row", (cell.row + 1).into()),
                        ("column", (cell.column + 1).into()),
                    ],
                )
            });
            show_lines(ui, rect, "convolve-max", &words, &note, context);
        }
        PoolingKind::Average => {
            let each: Vec<String> = shown
                .terms
                .iter()
                .map(|term| minus(&scale.text(*term)))
                .collect();
            let total = minus(&scale.text(shown.result));
            let words = format!("({}) = {total}", each.join(" + "));
            let count = values.len();
            let places = DECIMALS.max(decimals);
            let mean = fixed(window.result, places);
            // The rounded sum divided may round otherwise than the mean itself.
            let exact = fixed(total_of(shown.result, scale) / count as f32, places) == mean;
            let equals = if exact { "=" } else { "≈" };
            let note = format!("{total} / {count} {equals} {mean}");
            show_lines(ui, rect, "convolve-average", &words, &note, context);
        }
    }
}

fn total_of(shown: Shown, scale: Scale) -> f32 {
    match shown {
        Shown::Units(units) => {
            let places = scale.exponent - scale.decimals as i32;
            (units as f64 * 10_f64.powi(places)) as f32
        }
        Shown::Infinite { negative: true } => f32::NEG_INFINITY,
        Shown::Infinite { negative: false } => f32::INFINITY,
        Shown::NotANumber => f32::NAN,
    }
}

/// A heading, the arithmetic, and a note under it.
fn show_lines(
    ui: &mut Ui,
    rect: Rect,
    heading: &str,
    words: &str,
    note: &str,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let title = rect.with_max_x(rect.left() + theme.points(BODY) * TITLE_WIDTH);
    let middle = rect.center().y;
    let font = theme.font(BODY, Face::SemiBold);
    let color = theme.colors.text;
    let place = pos2(title.left(), middle - theme.line_height() / 2.0);
    let words_of = context.text(heading);
    let heading = text(ui, place, Align2::LEFT_CENTER, words_of, font, color);
    let left = title.right().max(heading.rect.right() + space::SMALL) + space::SMALL;
    let words = [words.to_owned()];
    fitted_words(ui, pos2(left, place.y), rect.right() - left, &words);
    fitted_words(
        ui,
        pos2(left, middle + theme.line_height() / 2.0),
        rect.right() - left,
        &[note.to_owned()],
    );
}

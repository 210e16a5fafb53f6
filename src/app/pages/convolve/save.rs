//! What the page saves: the result, and what is seen as a figure for a worksheet.

use eframe::egui::{Color32, Rect, Ui, pos2};

use super::ConvolvePage;
use super::layout::Panels;
use super::painting::Painting;
use super::scene::Scene;
use super::{lens, sum};
use crate::app::command::Command;
use crate::app::convolve::{Change, ResultFormat};
use crate::app::figure::{Anchor, Screenshot, Svg};
use crate::app::network_files::UnsavedFile;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, ColorMap, Theme, space, stroke, text_on};
use crate::app::widgets::{Cells, NumberFormat, menu_item, minus};
use crate::convolution::Padding;

/// Longest side of a picture in a figure, in cells.
const MOST_CELLS: usize = 112;

/// How far below its middle a line of letters stands, in sizes of its letters.
const BASELINE: f32 = 0.36;

/// Figures on their way.
#[derive(Default)]
pub struct Saving {
    screenshot: Screenshot,
    /// Where the figure is on screen.
    pub figure: Option<Rect>,
    /// Whether the figure is wanted as a drawing.
    wants_drawing: bool,
}

impl Saving {
    /// Hands over the picture of the window that was asked for, once it is there.
    pub fn take_picture(&mut self, context: &mut PageContext<'_>) {
        match self.screenshot.take() {
            Some(Ok(file)) => context.push(Command::SaveFile(file)),
            Some(Err(error)) => context.push(Command::Fail(error.to_string())),
            None => {}
        }
    }
}

/// The list of what can be saved.
pub fn show_menu(ui: &mut Ui, page: &mut ConvolvePage, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    ui.set_min_width(theme.points(BODY) * 12.0);
    for (words, format) in [
        ("convolve-save-png", ResultFormat::Png),
        ("convolve-save-csv", ResultFormat::Csv),
    ] {
        if menu_item(ui, context.text(words), false, "") {
            let channel = page.channel;
            let change = Change::SaveResult { format, channel };
            context.push(Command::Convolve(change));
        }
    }
    let Some(figure) = page.saving.figure else {
        return;
    };
    ui.separator();
    if menu_item(ui, context.text("convolve-save-svg"), false, "") {
        page.saving.wants_drawing = true;
    }
    if menu_item(ui, context.text("convolve-save-figure"), false, "") {
        let screenshot = &mut page.saving.screenshot;
        screenshot.request(ui.ctx(), figure, "convolution.png");
    }
}

/// Draws the figure, if it is wanted.
pub fn draw_if_wanted(
    ui: &Ui,
    panels: &Panels,
    page: &mut ConvolvePage,
    scene: &Scene<'_>,
    context: &mut PageContext<'_>,
) {
    let Some(figure) = page.saving.figure else {
        return;
    };
    if std::mem::take(&mut page.saving.wants_drawing) {
        let theme = Theme::of(ui.ctx());
        let drawing = drawing(&theme, figure, panels, scene, context);
        context.push(Command::SaveFile(UnsavedFile {
            name: "convolution.svg".to_owned(),
            bytes: drawing.into_bytes(),
        }));
    }
}

/// Input, window, kernel and output where they are on screen, and the sum and the sizes as text
/// under them.
fn drawing(
    theme: &Theme,
    figure: Rect,
    panels: &Panels,
    scene: &Scene<'_>,
    context: &PageContext<'_>,
) -> String {
    let lines = lines(scene);
    let pitch = theme.caption_height() + space::TINY;
    let pictures = panels.input.body.bottom().max(panels.kernel.body.bottom());
    let top = pictures.max(panels.output.body.bottom()) + space::WIDE;
    let figure = figure.with_max_y(top + lines.len() as f32 * pitch + space::LARGE);
    let mut svg = Svg::new(figure);
    svg.rect(figure, theme.colors.surface);
    for (panel, words) in [
        (&panels.input, "convolve-input"),
        (&panels.window, "convolve-window"),
        (&panels.output, "convolve-output"),
    ] {
        heading(&mut svg, theme, panel.heading, context.text(words));
    }
    let input = Painting {
        maps: scene.input,
        look: scene.input_look,
        padding: scene.geometry.padding(),
        channel: (scene.input.channels() != 3).then_some(scene.channel),
        end: usize::MAX,
    };
    picture(&mut svg, theme, panels.input.body, &input);
    if let Some(maps) = scene.output {
        let output = Painting {
            maps,
            look: scene.output_look,
            padding: Padding::default(),
            channel: (maps.channels() != 3).then_some(scene.output_channel()),
            end: usize::MAX,
        };
        picture(&mut svg, theme, panels.output.body, &output);
    }
    window(&mut svg, theme, panels, &input, scene);
    numbers(
        &mut svg,
        theme,
        panels.window.body,
        &lens::shown(theme, scene),
    );
    if let Some(convolution) = scene.convolve.convolution().filter(|_| !panels.tabs) {
        heading(
            &mut svg,
            theme,
            panels.kernel.heading,
            context.text("convolve-kernel"),
        );
        let kernel = convolution.sliding_kernel();
        let most = kernel.grid().max_abs().max(f32::MIN_POSITIVE);
        let cells = kernel.grid().values().chunks(kernel.width());
        let cells = cells.map(|row| {
            let color = |value: &f32| (*value, theme.color(ColorMap::Signed, value / most));
            row.iter().map(color).collect()
        });
        numbers(
            &mut svg,
            theme,
            panels.kernel.body,
            &cells.collect::<Vec<_>>(),
        );
    }
    for (index, words) in lines.iter().enumerate() {
        let place = pos2(panels.input.body.left(), top + (index as f32 + 0.7) * pitch);
        let color = theme.colors.text;
        svg.number(place, Anchor::Start, theme.points(CAPTION), color, words);
    }
    svg.finish()
}

fn heading(svg: &mut Svg, theme: &Theme, rect: Rect, words: &str) {
    let size = theme.points(BODY);
    let baseline = rect.center().y + size * BASELINE;
    svg.words(rect.left(), baseline, size, theme.colors.text, words);
}

/// A picture as runs of equal cells; of a large one every so many cells.
fn picture(svg: &mut Svg, theme: &Theme, rect: Rect, painting: &Painting<'_>) {
    let cells = painting.cells(rect);
    let step = cells.rows.max(cells.columns).div_ceil(MOST_CELLS).max(1);
    let (rows, columns) = (cells.rows.div_ceil(step), cells.columns.div_ceil(step));
    for row in 0..rows {
        let color = |column: usize| painting.color(theme, row * step, column * step);
        let mut start = 0;
        while start < columns {
            let fill = color(start);
            let mut end = start + 1;
            while end < columns && color(end) == fill {
                end += 1;
            }
            let place = cells.block(
                (row * step) as isize,
                (start * step) as isize,
                step,
                (end - start) * step,
            );
            svg.rect(place.intersect(rect), fill);
            start = end;
        }
    }
    if step == 1 {
        lines_between(svg, theme, &cells);
    }
    svg.frame(rect, stroke::BORDER, theme.colors.strong_border);
}

fn lines_between(svg: &mut Svg, theme: &Theme, cells: &Cells) {
    let (rect, pitch, color) = (cells.rect, cells.pitch(), theme.colors.grid_line);
    for row in 1..cells.rows {
        let y = rect.top() + row as f32 * pitch.y;
        let (from, to) = (pos2(rect.left(), y), pos2(rect.right(), y));
        svg.line(from, to, stroke::BORDER, color);
    }
    for column in 1..cells.columns {
        let x = rect.left() + column as f32 * pitch.x;
        let (from, to) = (pos2(x, rect.top()), pos2(x, rect.bottom()));
        svg.line(from, to, stroke::BORDER, color);
    }
}

/// The window on the input, its cell in the output, and the lines to the lens.
fn window(svg: &mut Svg, theme: &Theme, panels: &Panels, input: &Painting<'_>, scene: &Scene<'_>) {
    let (Some((row, column)), Ok((height, width))) = (scene.cell, scene.output_size) else {
        return;
    };
    let geometry = scene.geometry;
    let accent = theme.colors.accent;
    let place = input.cells(panels.input.body).block(
        (row * geometry.rows.stride) as isize,
        (column * geometry.columns.stride) as isize,
        geometry.rows.span(),
        geometry.columns.span(),
    );
    svg.frame(place, stroke::SELECTION, accent);
    let lens = panels.window.body;
    svg.line(place.right_top(), lens.left_top(), stroke::BORDER, accent);
    svg.line(
        place.right_bottom(),
        lens.left_bottom(),
        stroke::BORDER,
        accent,
    );
    let cells = Cells {
        rect: panels.output.body,
        rows: height,
        columns: width,
    };
    let cell = cells.cell(row as isize, column as isize);
    svg.frame(cell, stroke::SELECTION, accent);
    svg.frame(lens, stroke::SELECTION, accent);
}

/// Cells with their numbers, row after row.
fn numbers(svg: &mut Svg, theme: &Theme, rect: Rect, rows: &[Vec<(f32, Color32)>]) {
    let columns = rows.first().map_or(0, Vec::len);
    if columns == 0 {
        return;
    }
    let cells = Cells {
        rect,
        rows: rows.len(),
        columns,
    };
    let values: Vec<f32> = rows.iter().flatten().map(|(value, _)| *value).collect();
    let format = NumberFormat::fit(&values, cells.digits(theme, CAPTION));
    let size = theme.points(CAPTION);
    for (row, values) in rows.iter().enumerate() {
        for (column, (value, fill)) in values.iter().enumerate() {
            let place = cells.cell(row as isize, column as isize);
            svg.rect(place, *fill);
            svg.frame(place, stroke::BORDER, theme.colors.grid_line);
            if format.is_telling && cells.carry_numbers(theme, CAPTION) {
                let middle = place.center();
                let baseline = pos2(middle.x, middle.y + size * BASELINE);
                let words = format.text(*value);
                svg.number(baseline, Anchor::Middle, size, text_on(*fill), &words);
            }
        }
    }
}

/// The sum row by row, the cell's value, and the size formulas.
fn lines(scene: &Scene<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some((row, column)) = scene.cell {
        if let Some(worked) = sum::worked(scene, row, column) {
            lines.extend(sum::rows_in_words(&worked, scene));
        }
        if let Some((value, _)) = sum::result(scene, row, column) {
            lines.push(format!("({}, {}) = {}", row + 1, column + 1, minus(&value)));
        }
    }
    let (height, width) = scene.size();
    if let Ok((rows, columns)) = scene.geometry.formulas(height, width) {
        lines.push(rows.to_string());
        if rows != columns {
            lines.push(columns.to_string());
        }
    }
    lines
}

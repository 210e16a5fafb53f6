//! What the page saves: the diagram as a drawing, a map as picture or table, all values.

use std::io::Cursor;

use eframe::egui::{Color32, Rect, RichText, Ui};

use super::columns::{Column, Kind};
use super::words::{cost, thousands, title};
use super::{NetworkPage, Place};
use crate::app::command::Command;
use crate::app::figure::Svg;
use crate::app::network_files::UnsavedFile;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, ColorMap, Face, Theme, space};
use crate::app::widgets::percent;
use crate::convolution::formats::csv;
use crate::grid::Grid;
use crate::network::arithmetic::Cell;
use crate::network::trace::{Activations, Trace};

/// Pixels of a saved map's cell.
const CELL_PIXELS: u32 = 8;

/// What can be saved.
#[derive(Clone, Copy)]
enum Export {
    Diagram,
    Screenshot,
    Picture,
    Table,
    Values,
}

const EXPORTS: [(Export, &str); 5] = [
    (Export::Diagram, "network-export-svg"),
    (Export::Screenshot, "network-export-diagram-png"),
    (Export::Picture, "network-export-png"),
    (Export::Table, "network-export-csv"),
    (Export::Values, "network-export-npz"),
];

/// The menu of all that can be saved.
pub fn show_menu(
    ui: &mut Ui,
    page: &mut NetworkPage,
    trace: &Trace,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(BODY, Face::Medium);
    let words = RichText::new(context.text("network-export")).font(font);
    ui.menu_button(words, |ui| {
        for (export, key) in EXPORTS {
            if ui.button(context.text(key)).clicked() {
                ui.close();
                if matches!(export, Export::Screenshot) {
                    page.screenshot
                        .request(ui.ctx(), page.diagram, "network.png");
                    continue;
                }
                match file(export, page, trace, &theme, context) {
                    Ok(file) => context.push(Command::SaveFile(file)),
                    Err(error) => context.push(Command::Fail(error.to_string())),
                }
            }
        }
    });
}

fn file(
    export: Export,
    page: &NetworkPage,
    trace: &Trace,
    theme: &Theme,
    context: &PageContext<'_>,
) -> anyhow::Result<UnsavedFile> {
    let place = page.selected.unwrap_or(Place {
        stage: 0,
        cell: Cell::new(0, 0, 0),
    });
    let (stage, channel) = (&trace.stages[place.stage], place.cell.channel);
    let map = format!("stage-{}-map-{}", place.stage, channel + 1);
    let (name, bytes) = match export {
        Export::Diagram | Export::Screenshot => (
            "network.svg".to_owned(),
            svg(&page.columns, trace, theme, context).into_bytes(),
        ),
        Export::Picture => {
            let color = colors_of(stage, place.stage, theme);
            (format!("{map}.png"), png(&grid(stage, channel), color)?)
        }
        Export::Table => (
            format!("{map}.csv"),
            csv::text(&grid(stage, channel)).into_bytes(),
        ),
        Export::Values => ("trace.npz".to_owned(), trace.to_npz()?),
    };
    Ok(UnsavedFile { name, bytes })
}

/// One map as a grid.
fn grid(stage: &Activations, channel: usize) -> Grid {
    let (_, height, width) = stage.shape.dims();
    Grid::from_values(height, width, stage.map(channel).to_vec()).unwrap_or_default()
}

/// A grid in colours, each cell some pixels wide.
pub fn png(grid: &Grid, color: impl Fn(f32) -> Color32) -> anyhow::Result<Vec<u8>> {
    let size = [grid.width(), grid.height()].map(|side| side as u32 * CELL_PIXELS);
    let picture = image::RgbImage::from_fn(size[0], size[1], |x, y| {
        let color = color(grid.at((y / CELL_PIXELS) as usize, (x / CELL_PIXELS) as usize));
        image::Rgb([color.r(), color.g(), color.b()])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png)?;
    Ok(bytes.into_inner())
}

/// The colours of a stage's values: ink for the input, else signed by the stage's largest.
fn colors_of(stage: &Activations, index: usize, theme: &Theme) -> impl Fn(f32) -> Color32 {
    let most = stage.max_abs().max(f32::MIN_POSITIVE);
    let theme = *theme;
    move |value| {
        if index == 0 {
            theme.color(ColorMap::Ink, (value + 1.0) / 2.0)
        } else {
            theme.color(ColorMap::Signed, value / most)
        }
    }
}

/// The columns as they stand on screen, as an SVG: a rectangle for each run of equal cells.
fn svg(columns: &[Column], trace: &Trace, theme: &Theme, context: &PageContext<'_>) -> String {
    let all = columns
        .iter()
        .fold(Rect::NOTHING, |all, column| all.union(column.rect));
    let above = theme.line_height() + 2.0 * theme.caption_height() + space::LARGE;
    let rect = all.with_min_y(all.top() - above).expand(space::WIDE);
    let mut drawing = Svg::new(rect);
    drawing.rect(rect, theme.colors.surface);
    for column in columns {
        heading(
            &mut drawing,
            column,
            rect.top() + space::MEDIUM,
            trace,
            theme,
            context,
        );
        if column.group.kind == Kind::Output {
            output(&mut drawing, column, trace, theme);
        } else {
            maps(&mut drawing, column, trace, theme);
        }
    }
    drawing.finish()
}

fn heading(
    drawing: &mut Svg,
    column: &Column,
    top: f32,
    trace: &Trace,
    theme: &Theme,
    context: &PageContext<'_>,
) {
    let left = column.rect.left();
    let (body, caption) = (theme.points(BODY), theme.points(CAPTION));
    let mut baseline = top + theme.line_height();
    drawing.words(
        left,
        baseline,
        body,
        theme.colors.text,
        &title(&column.group, context),
    );
    for line in [
        column.shape.to_string(),
        thousands(cost(&column.group, trace.model.architecture()).parameters),
    ] {
        baseline += theme.caption_height();
        drawing.words(left, baseline, caption, theme.colors.muted, &line);
    }
}

fn maps(drawing: &mut Svg, column: &Column, trace: &Trace, theme: &Theme) {
    let stage = &trace.stages[column.group.shown];
    let color = colors_of(stage, column.group.shown, theme);
    for channel in 0..column.drawn() {
        if let Some(place) = column.place(channel) {
            drawing.rect(place.expand(1.0), theme.colors.border);
            map(drawing, place, stage, channel, &color);
        }
    }
}

fn map(
    drawing: &mut Svg,
    place: Rect,
    stage: &Activations,
    channel: usize,
    color: impl Fn(f32) -> Color32,
) {
    let (_, height, width) = stage.shape.dims();
    let cell = place.size() / eframe::egui::vec2(width as f32, height as f32);
    for (row, values) in stage.map(channel).chunks(width).enumerate() {
        let mut start = 0;
        for run in values.chunk_by(|a, b| color(*a) == color(*b)) {
            let corner = place.min + eframe::egui::vec2(start as f32, row as f32) * cell;
            let size = eframe::egui::vec2(run.len() as f32 * cell.x, cell.y);
            drawing.rect(Rect::from_min_size(corner, size), color(run[0]));
            start += run.len();
        }
    }
}

fn output(drawing: &mut Svg, column: &Column, trace: &Trace, theme: &Theme) {
    let height = column.rect.height() / column.count() as f32;
    let caption = theme.points(CAPTION);
    for (digit, probability) in trace.classification.probabilities.iter().enumerate() {
        let baseline = column.rect.top() + (digit as f32 + 0.5) * height + space::TINY;
        let words = format!("{digit}   {}", percent(*probability));
        drawing.words(
            column.rect.left(),
            baseline,
            caption,
            theme.colors.text,
            &words,
        );
    }
}

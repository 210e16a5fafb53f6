//! What the page saves: the diagram as a drawing, a map as picture or table, all values.

use std::io::Cursor;
use std::sync::Arc;

use eframe::egui::{Color32, Rect, RichText, Ui, vec2};

use super::columns::{Column, Kind};
use super::words::{cost, title};
use super::{NetworkPage, Place};
use crate::app::command::Command;
use crate::app::figure::Svg;
use crate::app::network_files::FileMaker;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, ColorMap, Face, Theme, space};
use crate::app::widgets::{percent, thousands};
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
    All,
}

const EXPORTS: [(Export, &str); 5] = [
    (Export::Diagram, "network-export-svg"),
    (Export::Screenshot, "network-export-diagram-png"),
    (Export::Picture, "network-export-png"),
    (Export::Table, "network-export-csv"),
    (Export::All, "network-export-npz"),
];

/// The menu of all that can be saved.
pub fn show_menu(
    ui: &mut Ui,
    page: &mut NetworkPage,
    trace: &Arc<Trace>,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(BODY, Face::Medium);
    let words = RichText::new(context.text("network-export")).font(font);
    ui.menu_button(words, |ui| {
        ui.spacing_mut().button_padding.x = space::SMALL;
        for (export, key) in EXPORTS {
            if !ui.button(context.text(key)).clicked() {
                continue;
            }
            ui.close();
            match maker(export, page, trace, theme, context) {
                Some(maker) => context.push(Command::MakeFile(maker)),
                None => page
                    .screenshot
                    .request(ui.ctx(), page.diagram, "network.png"),
            }
        }
    });
}

/// How the file is made; `None` for the picture of the screen, which the window makes.
fn maker(
    export: Export,
    page: &NetworkPage,
    trace: &Arc<Trace>,
    theme: Theme,
    context: &PageContext<'_>,
) -> Option<FileMaker> {
    let trace = trace.clone();
    let place = page.selected.unwrap_or(Place {
        stage: 0,
        cell: Cell::new(0, 0, 0),
    });
    let channel = place.cell.channel;
    let map = format!("stage-{}-map-{}", place.stage, channel + 1);
    Some(match export {
        Export::Diagram => {
            let titles = page.columns.iter().map(|c| title(&c.group, context));
            let drawing = Drawing {
                columns: page.columns.clone(),
                titles: titles.collect(),
                trace,
                theme,
            };
            FileMaker::new("network.svg", move || Ok(drawing.svg().into_bytes()))
        }
        Export::Screenshot => return None,
        Export::Picture => FileMaker::new(format!("{map}.png"), move || {
            let stage = &trace.stages[place.stage];
            png(&grid(stage, channel), colors_of(stage, place.stage, &theme))
        }),
        Export::Table => FileMaker::new(format!("{map}.csv"), move || {
            let stage = &trace.stages[place.stage];
            Ok(csv::text(&grid(stage, channel)).into_bytes())
        }),
        Export::All => FileMaker::new("trace.npz", move || Ok(trace.to_npz()?)),
    })
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

/// The diagram as it stands on screen.
struct Drawing {
    columns: Vec<Column>,
    /// Of each column.
    titles: Vec<String>,
    trace: Arc<Trace>,
    theme: Theme,
}

impl Drawing {
    /// As an SVG: a rectangle for each run of equal cells.
    fn svg(&self) -> String {
        let theme = &self.theme;
        let columns = self.columns.iter();
        let all = columns.fold(Rect::NOTHING, |all, column| all.union(column.rect));
        let above = theme.line_height() + 2.0 * theme.caption_height() + space::LARGE;
        let rect = all.with_min_y(all.top() - above).expand(space::WIDE);
        let mut svg = Svg::new(rect);
        svg.rect(rect, theme.colors.surface);
        for (column, title) in self.columns.iter().zip(&self.titles) {
            self.heading(&mut svg, column, title, rect.top() + space::MEDIUM);
            if column.group.kind == Kind::Output {
                self.output(&mut svg, column);
            } else {
                self.maps(&mut svg, column);
            }
        }
        svg.finish()
    }

    fn heading(&self, svg: &mut Svg, column: &Column, title: &str, top: f32) {
        let theme = &self.theme;
        let left = column.rect.left();
        let (body, caption) = (theme.points(BODY), theme.points(CAPTION));
        let mut baseline = top + theme.line_height();
        svg.words(left, baseline, body, theme.colors.text, title);
        let cost = cost(&column.group, self.trace.model.architecture());
        for line in [column.shape.to_string(), thousands(cost.parameters)] {
            baseline += theme.caption_height();
            svg.words(left, baseline, caption, theme.colors.muted, &line);
        }
    }

    fn maps(&self, svg: &mut Svg, column: &Column) {
        let stage = &self.trace.stages[column.group.shown];
        let color = colors_of(stage, column.group.shown, &self.theme);
        for channel in 0..column.drawn() {
            if let Some(place) = column.place(channel) {
                svg.rect(place.expand(1.0), self.theme.colors.border);
                map(svg, place, stage, channel, &color);
            }
        }
    }

    fn output(&self, svg: &mut Svg, column: &Column) {
        let height = column.rect.height() / column.count() as f32;
        let (left, caption) = (column.rect.left(), self.theme.points(CAPTION));
        let probabilities = self.trace.classification.probabilities;
        for (digit, probability) in probabilities.into_iter().enumerate() {
            let baseline = column.rect.top() + (digit as f32 + 0.5) * height + space::TINY;
            let words = format!("{digit}   {}", percent(probability));
            svg.words(left, baseline, caption, self.theme.colors.text, &words);
        }
    }
}

fn map(
    svg: &mut Svg,
    place: Rect,
    stage: &Activations,
    channel: usize,
    color: impl Fn(f32) -> Color32,
) {
    let (_, height, width) = stage.shape.dims();
    let cell = place.size() / vec2(width as f32, height as f32);
    for (row, values) in stage.map(channel).chunks(width).enumerate() {
        let mut start = 0;
        for run in values.chunk_by(|a, b| color(*a) == color(*b)) {
            let corner = place.min + vec2(start as f32, row as f32) * cell;
            let size = vec2(run.len() as f32 * cell.x, cell.y);
            svg.rect(Rect::from_min_size(corner, size), color(run[0]));
            start += run.len();
        }
    }
}

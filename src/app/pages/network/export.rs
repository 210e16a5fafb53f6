//! What the page saves: the diagram as a drawing, a map as picture or table, all values.

use std::fmt::Write;
use std::io::Cursor;
use std::sync::mpsc::{Receiver, channel};

use anyhow::Context as _;
use eframe::egui::{Color32, ColorImage, Context, Rect, RichText, Ui};

use super::columns::{Column, Kind};
use super::words::{cost, thousands, title};
use super::{NetworkPage, Place};
use crate::app::command::Command;
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

/// A picture of the diagram on its way: the frame is kept, cut out and packed elsewhere.
#[derive(Default)]
pub struct Screenshot {
    bytes: Option<Receiver<anyhow::Result<Vec<u8>>>>,
}

impl Screenshot {
    /// Asks for what is in `rect` as soon as the next frame is drawn.
    fn request(&mut self, ctx: &Context, rect: Rect) {
        let (sender, receiver) = channel();
        self.bytes = Some(receiver);
        let (window, scale) = (ctx.clone(), ctx.pixels_per_point());
        ctx.request_screenshot(move |frame| {
            let pack = move || {
                // The window may be gone by now; then nobody wants the picture.
                let _ = sender.send(cut_out(&frame, rect, scale));
                window.request_repaint();
            };
            let thread = std::thread::Builder::new().name("picture of the diagram".to_owned());
            if let Err(error) = thread.spawn(pack) {
                log::error!("no thread for the picture of the diagram: {error}");
            }
        });
    }

    /// The file, once it is there.
    pub fn take(&mut self) -> Option<anyhow::Result<UnsavedFile>> {
        let bytes = self.bytes.as_ref()?.try_recv().ok()?;
        self.bytes = None;
        Some(bytes.map(|bytes| UnsavedFile {
            name: "network.png".to_owned(),
            bytes,
        }))
    }
}

/// A part of a frame as PNG.
fn cut_out(frame: &ColorImage, rect: Rect, scale: f32) -> anyhow::Result<Vec<u8>> {
    let part = frame.region(&rect, Some(scale));
    let pixels = part
        .pixels
        .iter()
        .flat_map(|color| [color.r(), color.g(), color.b()]);
    let [width, height] = part.size.map(|side| side as u32);
    let picture = image::RgbImage::from_raw(width, height, pixels.collect())
        .context("the frame is smaller than the diagram")?;
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png)?;
    Ok(bytes.into_inner())
}

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
                    page.screenshot.request(ui.ctx(), page.diagram);
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
    let heading = theme.line_height() + 2.0 * theme.caption_height() + space::LARGE;
    let rect = all.with_min_y(all.top() - heading).expand(space::WIDE);
    let mut drawing = Svg {
        origin: rect.min,
        text: String::new(),
    };
    drawing.rect(rect, theme.colors.surface);
    for column in columns {
        drawing.heading(column, rect.top() + space::MEDIUM, trace, theme, context);
        if column.group.kind == Kind::Output {
            drawing.output(column, trace, theme);
        } else {
            drawing.maps(column, trace, theme);
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" \
         viewBox=\"0 0 {0} {1}\" font-family=\"Inter, sans-serif\">\n{2}</svg>\n",
        rect.width(),
        rect.height(),
        drawing.text
    )
}

struct Svg {
    origin: eframe::egui::Pos2,
    text: String,
}

impl Svg {
    fn rect(&mut self, rect: Rect, fill: Color32) {
        let place = rect.translate(-self.origin.to_vec2());
        // Writing to a string cannot fail.
        let _ = writeln!(
            self.text,
            "<rect x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{:.2}\" fill=\"{}\"/>",
            place.left(),
            place.top(),
            place.width(),
            place.height(),
            hex(fill)
        );
    }

    fn words(&mut self, left: f32, baseline: f32, size: f32, fill: Color32, words: &str) {
        let _ = writeln!(
            self.text,
            "<text x=\"{:.2}\" y=\"{:.2}\" font-size=\"{size}\" fill=\"{}\">{}</text>",
            left - self.origin.x,
            baseline - self.origin.y,
            hex(fill),
            words.replace('&', "&amp;").replace('<', "&lt;")
        );
    }

    fn heading(
        &mut self,
        column: &Column,
        top: f32,
        trace: &Trace,
        theme: &Theme,
        context: &PageContext<'_>,
    ) {
        let left = column.rect.left();
        let (body, caption) = (theme.points(BODY), theme.points(CAPTION));
        let mut baseline = top + theme.line_height();
        self.words(
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
            self.words(left, baseline, caption, theme.colors.muted, &line);
        }
    }

    fn maps(&mut self, column: &Column, trace: &Trace, theme: &Theme) {
        let stage = &trace.stages[column.group.shown];
        let color = colors_of(stage, column.group.shown, theme);
        for channel in 0..column.drawn() {
            if let Some(place) = column.place(channel) {
                self.rect(place.expand(1.0), theme.colors.border);
                self.map(place, stage, channel, &color);
            }
        }
    }

    fn map(
        &mut self,
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
                self.rect(Rect::from_min_size(corner, size), color(run[0]));
                start += run.len();
            }
        }
    }

    fn output(&mut self, column: &Column, trace: &Trace, theme: &Theme) {
        let height = column.rect.height() / column.count() as f32;
        let caption = theme.points(CAPTION);
        for (digit, probability) in trace.classification.probabilities.iter().enumerate() {
            let baseline = column.rect.top() + (digit as f32 + 0.5) * height + space::TINY;
            let words = format!("{digit}   {}", percent(*probability));
            self.words(
                column.rect.left(),
                baseline,
                caption,
                theme.colors.text,
                &words,
            );
        }
    }
}

fn hex(color: Color32) -> String {
    format!("#{:02x}{:02x}{:02x}", color.r(), color.g(), color.b())
}

//! What is on screen as a figure for a worksheet: a part of the window as PNG, a drawing as SVG.

use std::fmt::Write;
use std::io::Cursor;
use std::sync::mpsc::{Receiver, channel};

use anyhow::Context as _;
use eframe::egui::{Color32, ColorImage, Context, Pos2, Rect};

use super::network_files::UnsavedFile;

/// A picture of a part of the window on its way: the frame is kept, cut out and packed elsewhere.
#[derive(Default)]
pub struct Screenshot {
    bytes: Option<Receiver<anyhow::Result<Vec<u8>>>>,
    name: &'static str,
}

impl Screenshot {
    /// Asks for what is in `rect` as soon as the next frame is drawn, to be saved under `name`.
    pub fn request(&mut self, ctx: &Context, rect: Rect, name: &'static str) {
        let (sender, receiver) = channel();
        self.bytes = Some(receiver);
        self.name = name;
        let (window, scale) = (ctx.clone(), ctx.pixels_per_point());
        ctx.request_screenshot(move |frame| {
            let pack = move || {
                // The window may be gone by now; then nobody wants the picture.
                let _ = sender.send(cut_out(&frame, rect, scale));
                window.request_repaint();
            };
            let thread = std::thread::Builder::new().name("figure".to_owned());
            if let Err(error) = thread.spawn(pack) {
                log::error!("no thread for the figure: {error}");
            }
        });
    }

    /// The file, once it is there.
    pub fn take(&mut self) -> Option<anyhow::Result<UnsavedFile>> {
        let bytes = self.bytes.as_ref()?.try_recv().ok()?;
        self.bytes = None;
        Some(bytes.map(|bytes| UnsavedFile {
            name: self.name.to_owned(),
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
        .context("the frame is smaller than the figure")?;
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png)?;
    Ok(bytes.into_inner())
}

/// A drawing in the making, in the places that its parts have on screen.
pub struct Svg {
    rect: Rect,
    text: String,
}

/// Where words stand from their place on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
}

impl Svg {
    /// A drawing of what is in `rect`.
    pub fn new(rect: Rect) -> Self {
        Self {
            rect,
            text: String::new(),
        }
    }

    pub fn rect(&mut self, rect: Rect, fill: Color32) {
        self.put_rect(rect, &format!("fill=\"{}\"", hex(fill)));
    }

    /// The edge of a rectangle.
    pub fn frame(&mut self, rect: Rect, width: f32, color: Color32) {
        let paint = format!(
            "fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\"",
            hex(color)
        );
        self.put_rect(rect, &paint);
    }

    fn put_rect(&mut self, rect: Rect, paint: &str) {
        let place = rect.translate(-self.rect.min.to_vec2());
        // Writing to a string cannot fail.
        let _ = writeln!(
            self.text,
            "<rect x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{:.2}\" {paint}/>",
            place.left(),
            place.top(),
            place.width(),
            place.height(),
        );
    }

    pub fn line(&mut self, from: Pos2, to: Pos2, width: f32, color: Color32) {
        let (from, to) = (from - self.rect.min, to - self.rect.min);
        let _ = writeln!(
            self.text,
            "<line x1=\"{:.2}\" y1=\"{:.2}\" x2=\"{:.2}\" y2=\"{:.2}\" stroke=\"{}\" \
             stroke-width=\"{width}\"/>",
            from.x,
            from.y,
            to.x,
            to.y,
            hex(color)
        );
    }

    /// Words in the text's face, from `left` on.
    pub fn words(&mut self, left: f32, baseline: f32, size: f32, fill: Color32, words: &str) {
        let place = Pos2::new(left, baseline);
        self.put_words(place, size, fill, words, "");
    }

    /// A number in the monospace face.
    pub fn number(
        &mut self,
        baseline: Pos2,
        anchor: Anchor,
        size: f32,
        fill: Color32,
        words: &str,
    ) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
        };
        let style = format!(" font-family=\"JetBrains Mono, monospace\" text-anchor=\"{anchor}\"");
        self.put_words(baseline, size, fill, words, &style);
    }

    fn put_words(&mut self, baseline: Pos2, size: f32, fill: Color32, words: &str, style: &str) {
        let place = baseline - self.rect.min;
        let _ = writeln!(
            self.text,
            "<text x=\"{:.2}\" y=\"{:.2}\" font-size=\"{size}\" fill=\"{}\"{style}>{}</text>",
            place.x,
            place.y,
            hex(fill),
            words.replace('&', "&amp;").replace('<', "&lt;")
        );
    }

    /// The file's text.
    pub fn finish(self) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" \
             viewBox=\"0 0 {0} {1}\" font-family=\"Inter, sans-serif\">\n{2}</svg>\n",
            self.rect.width(),
            self.rect.height(),
            self.text
        )
    }
}

fn hex(color: Color32) -> String {
    format!("#{:02x}{:02x}{:02x}", color.r(), color.g(), color.b())
}

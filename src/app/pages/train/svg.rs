//! A plot as a drawing in a file, with the curves and marks that the page shows.

use std::fmt::Write;

use eframe::egui::Color32;

use super::accuracy::LegendRow;
use super::curves::Curves;
use super::plot::{PlotContent, PlotView, x_marks, x_words};
use super::{accuracy, loss};
use crate::app::pages::PageContext;
use crate::app::theme::Theme;

/// Size of the drawing, and the room for the axes' words.
const SIZE: (f64, f64) = (800.0, 480.0);
const MARGINS: (f64, f64, f64, f64) = (72.0, 48.0, 24.0, 40.0);

/// About how many numbers stand under the horizontal axis.
const MARKS: f32 = 4.0;

/// Size of the letters.
const LETTERS: u32 = 14;

/// Of a measurement's dot, its radius; of a line in the legend, its length.
const DOT: f64 = 2.5;
const SAMPLE: f64 = 28.0;

const DASHES: &str = " stroke-dasharray=\"6 4\"";

pub fn loss(view: &PlotView, theme: &Theme, context: &PageContext<'_>) -> String {
    let mut curves = Curves::default();
    let drawn = loss::runs("loss", view, SIZE.0 as f32, &mut curves, context);
    let content = loss::content(&drawn, view, theme, context);
    draw(&content, context.text("train-loss"), &[], theme)
}

pub fn accuracy(view: &PlotView, theme: &Theme, context: &PageContext<'_>) -> String {
    let mut curves = Curves::default();
    let look = PlotView {
        log: false,
        ..*view
    };
    let drawn = loss::runs("accuracy", &look, SIZE.0 as f32, &mut curves, context);
    let points = accuracy::Measured::new(&drawn, view);
    let content = accuracy::content(&drawn, &points, view, theme, context);
    let legend = accuracy::legend(theme, context);
    draw(&content, context.text("train-accuracy"), &legend, theme)
}

fn draw(content: &PlotContent<'_>, title: &str, legend: &[LegendRow<'_>], theme: &Theme) -> String {
    let (left, top, right, bottom) = MARGINS;
    let (width, height) = (SIZE.0 - left - right, SIZE.1 - top - bottom);
    let x = |value: f64| left + (value - content.x.0) / (content.x.1 - content.x.0) * width;
    let y = |value: f64| {
        let share = (value - content.y.0) / (content.y.1 - content.y.0);
        top + (1.0 - share) * height
    };
    let colors = theme.colors;
    let (muted, text) = (hex(colors.muted), hex(colors.text));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" \
         font-family=\"Inter, sans-serif\" font-size=\"{LETTERS}\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n\
         <text x=\"{left}\" y=\"{}\" fill=\"{text}\" font-weight=\"600\">{}</text>\n",
        SIZE.0,
        SIZE.1,
        hex(colors.surface),
        top / 2.0 + 4.0,
        escaped(title),
    );
    for (value, words) in &content.y_marks {
        let y = y(*value);
        let _ = writeln!(
            svg,
            "<path d=\"M{left} {y:.1}h{width}\" stroke=\"{}\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"{muted}\">{}</text>",
            hex(colors.grid_line),
            left - 8.0,
            y + 5.0,
            escaped(words),
        );
    }
    for mark in x_marks(content.x, MARKS) {
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\" fill=\"{muted}\">{}</text>",
            x(mark.value),
            SIZE.1 - bottom / 2.0 + 4.0,
            x_words(mark.value),
        );
    }
    let _ = writeln!(
        svg,
        "<clipPath id=\"frame\"><rect x=\"{left}\" y=\"{top}\" width=\"{width}\" \
         height=\"{height}\"/></clipPath>\n<g clip-path=\"url(#frame)\" fill=\"none\" \
         stroke-linejoin=\"round\">"
    );
    for line in &content.lines {
        if line.is_band {
            let [places, low, high] = line.band();
            let upper = places.iter().zip(&high);
            let lower = places.iter().zip(&low).rev();
            let points = upper
                .chain(lower)
                .map(|(a, b)| format!("{:.1},{:.1}", x(*a), y(*b)));
            let _ = writeln!(
                svg,
                "<polygon points=\"{}\" fill=\"{}\" fill-opacity=\"{:.2}\"><title>{}</title></polygon>",
                points.collect::<Vec<_>>().join(" "),
                hex(line.color),
                f32::from(line.color.a()) / 255.0,
                escaped(&line.name),
            );
            continue;
        }
        let mut path = String::new();
        for (index, point) in line.points.iter().enumerate() {
            let command = if index == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{command}{:.1} {:.1}", x(point.x), y(point.y));
        }
        let dashes = if line.dashed { DASHES } else { "" };
        let _ = writeln!(
            svg,
            "<path d=\"{path}\" stroke=\"{}\" stroke-opacity=\"{:.2}\" \
             stroke-width=\"{}\"{dashes}><title>{}</title></path>",
            hex(line.color),
            f32::from(line.color.a()) / 255.0,
            line.width,
            escaped(&line.name),
        );
        // A run that was measured once has no more than a dot.
        for point in line.points.iter().filter(|_| line.dots) {
            let _ = writeln!(
                svg,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"{DOT}\" fill=\"{}\"/>",
                x(point.x),
                y(point.y),
                hex(line.color),
            );
        }
    }
    for moment in &content.moments {
        let _ = writeln!(
            svg,
            "<path d=\"M{:.1} {top}v{height}\" stroke=\"{}\"/>",
            x(*moment),
            hex(colors.strong_border),
        );
    }
    svg.push_str("</g>\n");
    for (row, entry) in legend.iter().rev().enumerate() {
        draw_legend(&mut svg, row, entry, &text);
    }
    svg.push_str("</svg>\n");
    svg
}

/// A row of the legend, counted from the lower right upwards.
fn draw_legend(svg: &mut String, row: usize, entry: &LegendRow<'_>, text: &str) {
    let right = SIZE.0 - MARGINS.2 - SAMPLE;
    let y = SIZE.1 - MARGINS.3 - f64::from(LETTERS) * (1.0 + 1.5 * row as f64);
    let dashes = if entry.dashed { DASHES } else { "" };
    let _ = writeln!(
        svg,
        "<path d=\"M{right} {y:.1}h{SAMPLE}\" stroke=\"{}\" stroke-width=\"2\"{dashes}/>\
         <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"{text}\">{}</text>",
        hex(entry.color),
        right - 8.0,
        y + 5.0,
        escaped(entry.words),
    );
}

/// The colour without its transparency.
fn hex(color: Color32) -> String {
    let [r, g, b, _] = color.to_srgba_unmultiplied();
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

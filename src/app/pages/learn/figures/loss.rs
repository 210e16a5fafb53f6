//! The loss as a curve of the probability, and where the digit on the canvas lies on it.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Align, Align2, Rect, Shape, Stroke, Ui, pos2, vec2};

use super::{caption, headed};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, RESULT, Theme, space, stroke};
use crate::app::widgets;
use crate::lesson::{Fact, Figure};
use crate::network::Verdict;

/// `= −ln 0.98`, or with a power of ten where four decimals would all be 0.
fn logarithm(probability: f64, theme: &Theme, context: &PageContext<'_>) -> LayoutJob {
    let language = context.state.text.language();
    let color = theme.colors.text;
    let mut job = LayoutJob::default();
    let mut append = |words: &str, raised: bool| {
        let font_id = theme.font(if raised { CAPTION } else { BODY }, Face::Mono);
        let valign = if raised { Align::TOP } else { Align::BOTTOM };
        let format = TextFormat {
            font_id,
            color,
            valign,
            ..TextFormat::default()
        };
        job.append(words, 0.0, format);
    };
    if probability >= 5e-4 || probability == 0.0 {
        append(
            &format!("= −ln {}", language.decimal(probability, 4)),
            false,
        );
        return job;
    }
    let exponent = probability.log10().floor() as i32;
    let mantissa = language.decimal(probability / 10_f64.powi(exponent), 1);
    append(&format!("= −ln ({mantissa}·10"), false);
    append(&format!("−{}", -exponent), true);
    append(")", false);
    job
}

/// The largest loss of the plot.
const MOST: f64 = 7.0;

pub fn show(ui: &mut Ui, rect: Rect, figure: &Figure, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let language = context.state.text.language();
    let foot = theme.line(RESULT) + space::SMALL;
    let below = headed(ui, rect, context.text("figure-loss"));
    let margin = theme.caption_height() * 1.6;
    let plot = Rect::from_min_max(
        pos2(below.left() + margin, below.top() + theme.caption_height()),
        pos2(below.right(), below.bottom() - foot - margin),
    );
    let at = |probability: f64, loss: f64| {
        pos2(
            plot.left() + probability as f32 * plot.width(),
            plot.bottom() - (loss / MOST).min(1.0) as f32 * plot.height(),
        )
    };
    for loss in 0..=MOST as usize {
        let y = at(0.0, loss as f64).y;
        let painter = ui.painter();
        painter.hline(plot.x_range(), y, Stroke::new(1.0, colors.grid_line));
        caption(
            ui,
            pos2(plot.left() - space::MEDIUM, y),
            Align2::RIGHT_CENTER,
            &loss.to_string(),
        );
    }
    for tenth in [0, 5, 10] {
        let share = f64::from(tenth) / 10.0;
        let place = pos2(at(share, 0.0).x, plot.bottom() + margin / 2.0);
        let words = language.decimal(share, usize::from(tenth == 5));
        caption(ui, place, Align2::CENTER_CENTER, &words);
    }
    let points = (1..=200).map(|step| {
        let probability = f64::from(step) / 200.0;
        let probability = probability.max((-MOST).exp());
        at(probability, -probability.ln())
    });
    let mut points: Vec<_> = points.collect();
    points.insert(0, at((-MOST).exp(), MOST));
    let line = Stroke::new(stroke::SELECTION, colors.muted);
    ui.painter().line(points, line);
    widgets::label(ui, plot, context.text("figure-loss"));
    let world = context.state.world();
    let probability = f64::from(figure.true_probability(&world));
    let drawn = world.verdict != Verdict::Blank;
    let Some(Fact::Number(loss)) = figure.fact("loss", &world).filter(|_| drawn) else {
        return;
    };
    let dot = at(probability, loss);
    let dashed = [pos2(dot.x, plot.bottom()), dot, pos2(plot.left(), dot.y)];
    let thin = Stroke::new(1.5, colors.accent);
    let dashes = Shape::dashed_line(&dashed, thin, stroke::DASH, stroke::DASH);
    ui.painter().extend(dashes);
    if loss <= MOST {
        ui.painter().circle_filled(dot, 7.0, colors.accent);
    } else {
        // Beyond the plot: the mark only points there.
        let tip = [vec2(0.0, -12.0), vec2(8.0, 3.0), vec2(-8.0, 3.0)].map(|by| dot + by);
        let line = Stroke::NONE;
        let mark = Shape::convex_polygon(tip.to_vec(), colors.accent, line);
        ui.painter().add(mark);
        let words = format!("{} ↑", language.decimal(loss, 1));
        let font = theme.font(BODY, Face::MonoBold);
        let place = dot + vec2(space::LARGE, 0.0);
        widgets::text(ui, place, Align2::LEFT_CENTER, words, font, colors.accent);
    }
    let middle = plot.bottom() + margin + theme.line(RESULT) / 2.0 + space::SMALL;
    let font = theme.font(RESULT, Face::MonoBold);
    let place = pos2(rect.left(), middle);
    let words = language.decimal(loss, 3);
    let shown = widgets::text(ui, place, Align2::LEFT_CENTER, words, font, colors.accent);
    let place = pos2(shown.rect.right() + space::MEDIUM, middle);
    let job = logarithm(probability, &theme, context);
    let words = job.text.clone();
    let galley = ui.painter().layout_job(job);
    let place = Align2::LEFT_CENTER.anchor_size(place, galley.size());
    ui.painter().galley(place.min, galley, colors.text);
    widgets::label(ui, place, words);
}

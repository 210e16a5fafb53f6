//! How long the window's own work in a frame takes: logic, layout, drawing lists and tessellation,
//! but not the rasterising, which is the graphics card's. Shown by `--frame-times`.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use eframe::egui::plugin::Plugin;
use eframe::egui::{
    Align2, Area, Context, Frame, FullOutput, Grid, Id, Margin, Order, RawInput, RichText, Ui, vec2,
};

use super::state::State;
use super::theme::{CAPTION, Face, Theme, radius, space};

/// How many of the latest frames are told of.
const KEPT: usize = 1_000;

/// How often the figures change.
const REFRESH: Duration = Duration::from_millis(500);

/// What one frame took.
#[derive(Clone, Copy, Debug, Default)]
struct FrameTime {
    /// The window's own work.
    work: Duration,
    /// From its beginning to that of the next frame.
    interval: Duration,
}

/// Measures frames, as a plugin of egui's, from before the first pass to after the last one.
#[derive(Default)]
struct FrameTimes {
    began: Option<Instant>,
    frames: VecDeque<FrameTime>,
    /// What the painting of the frames took in all, as eframe says it: with rasterising.
    whole: VecDeque<Duration>,
    /// The figures that are shown, and since when.
    shown: Option<(Instant, Rows)>,
}

/// Keys of the rows' words, with their figures.
type Rows = [(&'static str, Figures); 3];

impl Plugin for FrameTimes {
    fn debug_name(&self) -> &'static str {
        "frame times"
    }

    fn input_hook(&mut self, ctx: &Context, _input: &mut RawInput) {
        if ctx.current_pass_index() > 0 {
            return;
        }
        let now = Instant::now();
        if let (Some(began), Some(last)) = (self.began, self.frames.back_mut()) {
            last.interval = now - began;
        }
        self.began = Some(now);
        keep(&mut self.frames, FrameTime::default());
    }

    /// eframe tessellates after this, out of sight; so the same is done here once more.
    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let Some(began) = self.began else {
            return;
        };
        let passes = began.elapsed();
        let shapes = output.shapes.clone();
        let begun = Instant::now();
        let primitives = ctx.tessellate(shapes, output.pixels_per_point);
        let tessellation = begun.elapsed();
        drop(primitives);
        if let Some(last) = self.frames.back_mut() {
            last.work = passes + tessellation;
        }
    }
}

fn keep<T>(times: &mut VecDeque<T>, time: T) {
    if times.len() >= KEPT {
        times.pop_front();
    }
    times.push_back(time);
}

/// Starts measuring.
pub fn start(ctx: &Context) {
    ctx.add_plugin(FrameTimes::default());
}

/// Shows the figures over the page, if frames are measured.
pub fn show(ui: &Ui, frame: &eframe::Frame, state: &State) {
    let Some(rows) = ui.ctx().with_plugin(|times: &mut FrameTimes| {
        if let Some(seconds) = frame.info().cpu_usage {
            keep(&mut times.whole, Duration::from_secs_f32(seconds));
        }
        times.current_rows(state)
    }) else {
        return;
    };
    let (theme, text) = (Theme::of(ui.ctx()), &state.text);
    let card = Frame::new()
        .fill(theme.colors.surface)
        .stroke(theme.strong_border())
        .corner_radius(radius::CONTROL)
        .inner_margin(Margin::same(space::SMALL as i8));
    let area = Area::new(Id::unique("frame times"))
        .order(Order::Tooltip)
        .interactable(false)
        .anchor(Align2::LEFT_BOTTOM, vec2(space::SMALL, -space::SMALL));
    area.show(ui.ctx(), |ui| {
        card.show(ui, |ui| {
            let grid = Grid::new("frame times").min_row_height(0.0);
            grid.show(ui, |ui| {
                let heads = [
                    "app-frames-head",
                    "app-frames-median",
                    "app-frames-95",
                    "app-frames-99",
                    "app-frames-most",
                ];
                for key in heads {
                    cell(ui, &theme, text.get(key).to_owned());
                }
                ui.end_row();
                for (key, row) in &rows {
                    cell(ui, &theme, text.get(key).to_owned());
                    for figure in row {
                        cell(ui, &theme, super::widgets::decimal(*figure, 2));
                    }
                    ui.end_row();
                }
            });
        });
    });
}

fn cell(ui: &mut Ui, theme: &Theme, words: String) {
    ui.label(RichText::new(words).font(theme.font(CAPTION, Face::Mono)));
}

/// Median, 95th and 99th percentile and maximum, in milliseconds.
type Figures = [f64; 4];

impl FrameTimes {
    /// The rows as they were a moment ago, so that showing them takes no time of the frame's.
    fn current_rows(&mut self, state: &State) -> Rows {
        match self.shown {
            Some((since, rows)) if since.elapsed() < REFRESH => rows,
            _ => {
                let rows = self.rows();
                self.shown = Some((Instant::now(), rows));
                tell(&rows, self.frames.len(), state);
                rows
            }
        }
    }

    /// The last frame is still under way.
    fn rows(&self) -> Rows {
        let ended = self.frames.iter().rev().skip(1);
        [
            (
                "app-frames-work",
                figures(ended.clone().map(|frame| frame.work)),
            ),
            (
                "app-frames-whole",
                figures(self.whole.iter().rev().skip(1).copied()),
            ),
            (
                "app-frames-interval",
                figures(ended.map(|frame| frame.interval)),
            ),
        ]
    }
}

/// The same in the log, for scripts: median, 95th and 99th percentile and maximum.
fn tell(rows: &Rows, frames: usize, state: &State) {
    let [own, whole, next] =
        rows.map(|(_, row)| row.map(|figure| format!("{figure:.2}")).join(" "));
    let run = state.training.run.as_ref();
    let speed = run.map_or(0.0, |run| run.live.pictures_per_second);
    log::info!(
        "{frames} frames, ms: own work {own}, with painting {whole}, to the next {next}; \
         training {speed:.0} images a second"
    );
}

fn figures(times: impl Iterator<Item = Duration>) -> Figures {
    let mut times: Vec<f64> = times.map(|time| time.as_secs_f64() * 1e3).collect();
    times.sort_by(f64::total_cmp);
    [0.5, 0.95, 0.99, 1.0].map(|share| {
        let last = times.len().saturating_sub(1) as f64;
        times
            .get((share * last).round() as usize)
            .copied()
            .unwrap_or(0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_percentiles() {
        let times = (1..=101).rev().map(Duration::from_millis);
        assert_eq!(figures(times), [51.0, 96.0, 100.0, 101.0]);
        assert_eq!(figures(std::iter::empty()), [0.0; 4]);
    }

    #[test]
    fn every_frame_is_measured() {
        let ctx = Context::default();
        start(&ctx);
        for _ in 0..3 {
            let output = ctx.run_ui(RawInput::default(), |ui| {
                std::thread::sleep(Duration::from_millis(2));
                ui.label("seven");
            });
            output.drop_without_applying_deltas();
        }
        ctx.with_plugin(|times: &mut FrameTimes| {
            assert_eq!(times.frames.len(), 3);
            let work = times.frames.iter().map(|frame| frame.work);
            assert!(work.min() >= Some(Duration::from_millis(2)));
            assert!(times.frames[0].interval >= times.frames[0].work);
        })
        .unwrap();
    }
}

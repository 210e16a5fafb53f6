//! The window's own work in a frame while the pen moves: logic, forward pass, layout and
//! tessellation, all but the filling of pixels: `cargo bench --bench window`, or
//! `cargo bench --bench window train` for the Train page alone.
//!
//! A plain program, since what counts is how the frames are distributed: a user feels the slow
//! ones.

#![allow(clippy::print_stdout)] // it speaks to a terminal

use std::sync::Arc;
use std::time::{Duration, Instant};

use convscope::app::App;
use convscope::app::command::Command;
use convscope::app::convolve::{Change, Maps, Photo, Tone};
use convscope::app::pages::Page;
use convscope::app::training::TrainCommand;
use convscope::convolution::patterns::Pattern;
use convscope::convolution::{
    Chain, Convolution, Kernel, Operation, Padding, PaddingMode, Pooling, PoolingKind,
    Preset as KernelPreset,
};
use convscope::dataset::builtin;
use convscope::digit::Point;
use convscope::network::{Architecture, Layer, Preset};
use convscope::training::worker::{Job, Live, Order, Pace, Phase, Start, threads_beside_window};
use convscope::training::{Settings, Trainer, Worker};
use eframe::App as _;
use eframe::egui::{
    Context, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, ThemePreference, Vec2, pos2,
    vec2,
};

const FRAMES: usize = 600;

/// So long a run takes to have something new to show.
const NEW: Duration = Duration::from_millis(32);

/// Frames that fill caches, not counted.
const FIRST: usize = 30;

const SIZE: Vec2 = vec2(1280.0, 900.0);

/// The middle of the dock's canvas in a window of this size.
const CANVAS: Pos2 = pos2(188.0, 148.0);

/// A window without a screen.
struct Window {
    ctx: Context,
    app: App,
    frame: eframe::Frame,
    seconds: f64,
}

impl Window {
    fn new(page: Page) -> Self {
        let ctx = Context::default();
        let app = App::new(&eframe::CreationContext::_new_kittest(ctx.clone()));
        let mut window = Self {
            ctx,
            app,
            frame: eframe::Frame::_new_kittest(),
            seconds: 0.0,
        };
        window.perform(Command::SetTheme(ThemePreference::Light));
        window.perform(Command::ShowPage(page));
        for points in [[(0.3, 0.25), (0.7, 0.25)], [(0.7, 0.25), (0.45, 0.8)]] {
            let [(x, y), (to_x, to_y)] = points;
            window.perform(Command::PutDown(Point { x, y }));
            window.perform(Command::MoveTo(Point { x: to_x, y: to_y }));
            window.perform(Command::LiftUp);
        }
        window
    }

    fn perform(&mut self, command: Command) {
        let ctx = self.ctx.clone();
        self.app.perform(&ctx, command);
    }

    /// One frame with these events; how long it took.
    fn step(&mut self, events: Vec<Event>) -> Duration {
        self.seconds += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.seconds),
            events,
            ..RawInput::default()
        };
        let begun = Instant::now();
        let output = self.ctx.run_ui(input, |ui| {
            let ctx = ui.ctx().clone();
            self.app.logic(&ctx, &mut self.frame);
            self.app.ui(ui, &mut self.frame);
        });
        let meshes = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let taken = begun.elapsed();
        assert!(!meshes.is_empty());
        taken
    }

    /// The frames while the pen goes round and round on the dock's canvas.
    fn draw(&mut self) -> Vec<Duration> {
        let place = |step: usize| {
            let angle = step as f32 / 12.0;
            let reach = 30.0 + 20.0 * (step as f32 / 40.0).sin();
            CANVAS + vec2(angle.cos(), angle.sin()) * reach
        };
        self.step(vec![Event::PointerMoved(place(0))]);
        self.step(vec![Event::PointerButton {
            pos: place(0),
            button: PointerButton::Primary,
            pressed: true,
            modifiers: Modifiers::default(),
        }]);
        let before = self.app.state().drawing.revision();
        let frames = (1..FIRST + FRAMES)
            .map(|step| self.step(vec![Event::PointerMoved(place(step))]))
            .skip(FIRST)
            .collect();
        let changes = self.app.state().drawing.revision() - before;
        assert!(changes as usize > FRAMES, "the pen left the canvas");
        frames
    }
}

/// A million parameters, 64 maps a layer.
fn large() -> Architecture {
    let convolution = |name: &str| Layer::Convolution {
        name: name.into(),
        channels: 64,
        kernel: (3, 3),
        stride: (1, 1),
        padding: (1, 1),
        dilation: (1, 1),
    };
    let pool = Layer::MaxPool {
        kernel: (2, 2),
        stride: (2, 2),
    };
    let linear = |name: &str, inputs, outputs| Layer::Linear {
        name: name.into(),
        inputs,
        outputs,
    };
    let layers = vec![
        convolution("conv1"),
        Layer::Relu,
        pool.clone(),
        convolution("conv2"),
        Layer::Relu,
        pool,
        Layer::Flatten,
        linear("fc1", 3136, 320),
        Layer::Relu,
        linear("fc2", 320, 10),
    ];
    Architecture::new(layers).expect("the layers fit together")
}

fn report(name: &str, mut frames: Vec<Duration>) {
    frames.sort_unstable();
    let at = |share: f32| {
        let index = (share * (frames.len() - 1) as f32).round() as usize;
        frames[index].as_secs_f64() * 1000.0
    };
    println!(
        "{name:<24} {:6.2} {:6.2} {:6.2} {:6.2} {:6.2}",
        at(0.0),
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    );
}

/// A photo that is convolved: how long it takes until the first rows of the last step and until
/// all of it are in the window, and the frames meanwhile.
fn convolve_photo(name: &str, (height, width): (usize, usize), channels: u64, chain: Chain) {
    let mut window = Window::new(Page::Convolve);
    let noise = |seed| Arc::new(Pattern::Noise { seed }.grid(height, width));
    let maps = Maps::new((0..channels).map(noise).collect());
    let photo = Photo {
        name: "photo".to_owned(),
        is_sample: false,
        grey: Maps::new(vec![noise(0)]),
        maps,
        tone: Tone::Light,
    };
    window.perform(Command::Convolve(Change::PictureOpened(photo.into())));
    let is_whole = |window: &Window| window.app.state().convolve.results.are_whole();
    while !is_whole(&window) {
        window.step(Vec::new());
    }
    window.perform(Command::Convolve(Change::SetChain(chain)));
    let begun = Instant::now();
    let (mut frames, mut first) = (Vec::new(), None);
    loop {
        frames.push(window.step(Vec::new()));
        let output = window.app.state().convolve.output();
        let output = output.and_then(|output| output.as_ref().ok());
        if output.is_some_and(Maps::is_begun) && first.is_none() {
            first = Some(begun.elapsed());
        }
        if is_whole(&window) {
            break;
        }
        // As a window waits for its screen.
        std::thread::sleep(Duration::from_millis(8));
    }
    let (first, whole) = (first.unwrap_or_default(), begun.elapsed());
    report(name, frames);
    println!("  first rows after {first:.0?}, all after {whole:.0?}");
}

/// A 7×7 kernel that has no factors.
fn seven_by_seven() -> Chain {
    let noise = Pattern::Noise { seed: 2 }.grid(7, 7);
    let kernel = Kernel::new(noise).expect("49 finite numbers");
    let operation = Operation::from(Convolution {
        padding: Padding::same(PaddingMode::Reflect, kernel.size(), (1, 1)),
        ..Convolution::new(kernel)
    });
    Chain::new(vec![operation]).expect("one operation is not too many")
}

/// Blur, edges, pooling.
fn chain_of_three() -> Chain {
    let same = |kernel: Kernel| {
        Operation::from(Convolution {
            padding: Padding::same(PaddingMode::Zero, kernel.size(), (1, 1)),
            ..Convolution::new(kernel)
        })
    };
    let pooling = Operation::from(Pooling {
        kind: PoolingKind::Max,
        window: (2, 2),
        stride: (2, 2),
    });
    let operations = vec![
        same(Kernel::gaussian(5, 1.0)),
        same(KernelPreset::SobelX.kernel()),
        pooling,
    ];
    Chain::new(operations).expect("three operations are not too many")
}

/// The lesson's run at full speed: the frames in which the window shows it, and how much faster it
/// is without a window. Nothing is filled here; `benches/real-window.sh` measures with a screen.
fn train() {
    let settings = Settings {
        epochs: 1_000,
        ..Settings::default()
    };
    let threads = threads_beside_window();
    let mut window = Window::new(Page::Train);
    for command in [
        TrainCommand::SetDraft(Box::new(settings.clone())),
        TrainCommand::SetPace(Pace::Full),
        TrainCommand::Start,
    ] {
        window.perform(command.into());
    }
    let step = |window: &Window| {
        let run = window.app.state().training.run.as_ref();
        run.map_or(0, |run| run.live.record.step)
    };
    while step(&window) < 1_000 {
        window.step(Vec::new());
        std::thread::sleep(NEW);
    }
    let (begun, first) = (Instant::now(), step(&window));
    let frames = (0..FRAMES / 2).map(|_| {
        std::thread::sleep(NEW);
        window.step(Vec::new())
    });
    let frames = frames.collect();
    let pictures = (step(&window) - first) * settings.batch_size as u64;
    let beside = pictures as f64 / begun.elapsed().as_secs_f64();
    report("Train, full speed", frames);
    report("Train, and the pen moves", window.draw());
    drop(window);
    let pictures = builtin().train.clone();
    let trainer = Trainer::new(settings, pictures, threads);
    let mut trainer = trainer.expect("the lesson's run can be started");
    let (begun, mut done) = (Instant::now(), 0);
    while begun.elapsed() < Duration::from_secs(5) {
        done += trainer.step().expect("the lesson's run goes on").pictures;
    }
    let alone = done as f64 / begun.elapsed().as_secs_f64();
    println!(
        "  {beside:.0} images a second beside the window, {alone:.0} alone on {threads} threads: \
         {:.0} %",
        100.0 * beside / alone
    );
}

/// How long a run with batches of 512 takes to answer.
fn answers() {
    let settings = Settings {
        epochs: 1_000,
        batch_size: 512,
        ..Settings::default()
    };
    let job = Job {
        name: String::new(),
        start: Start::Fresh(settings),
        pace: Pace::Full,
        threads: threads_beside_window(),
        paused: false,
        autosave: None,
    };
    let mut worker = Worker::start(job, || {}).expect("a thread can be started");
    let mut seen = 0;
    let mut wait = |worker: &mut Worker, is_there: &dyn Fn(&Live, u64) -> bool| {
        let begun = Instant::now();
        loop {
            if let Some(live) = worker.latest()
                && is_there(&live, seen)
            {
                seen = live.record.step;
                return begun.elapsed();
            }
            std::thread::sleep(Duration::from_micros(200));
        }
    };
    let (mut pauses, mut steps, mut resumes) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..100 {
        wait(&mut worker, &|live, seen| live.record.step > seen + 1);
        std::thread::sleep(Duration::from_micros(700 * round));
        worker.send(Order::Pause);
        pauses.push(wait(&mut worker, &|live, _| live.phase == Phase::Paused));
        worker.send(Order::Step);
        steps.push(wait(&mut worker, &|live, seen| live.record.step > seen));
        worker.send(Order::Run);
        resumes.push(wait(&mut worker, &|live, seen| live.record.step > seen));
    }
    worker.send(Order::Stop);
    let stop = wait(&mut worker, &|live, _| !live.phase.is_alive());
    report("Pause at batch 512", pauses);
    report("Step", steps);
    report("Resume", resumes);
    report("Stop", vec![stop]);
}

fn main() {
    println!("ms a frame, {FRAMES} frames  least median   95 %   99 %   most");
    let only = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    if only.as_deref() == Some("train") {
        train();
        return answers();
    }
    report("Draw", Window::new(Page::Draw).draw());
    report("Convolve", Window::new(Page::Convolve).draw());
    let (twelve, twenty_four) = ((3000, 4000), (4000, 6000));
    convolve_photo("12 Mpx, grey, 7×7", twelve, 1, seven_by_seven());
    convolve_photo("12 Mpx, colour, 7×7", twelve, 3, seven_by_seven());
    convolve_photo("12 Mpx, colour, chain", twelve, 3, chain_of_three());
    convolve_photo("24 Mpx, colour, 7×7", twenty_four, 3, seven_by_seven());
    report("Network", Window::new(Page::Network).draw());
    for (name, architecture) in [
        ("Network, deeper", Preset::Deeper.architecture()),
        ("Network, 64 maps", large()),
    ] {
        let mut window = Window::new(Page::Network);
        window.perform(Command::UseArchitecture(architecture));
        report(name, window.draw());
    }
    train();
    answers();
}

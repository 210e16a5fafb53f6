//! A run on its thread: orders, pauses, files, endings.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use convscope::dataset::Source;
use convscope::network::{Architecture, Layer, Model, Optimizer, Preset};
use convscope::training::record::{LogLine, Record};
use convscope::training::settings::StopConditions;
use convscope::training::worker::{Ending, Event, Job, Live, Order, Pace, Phase, Start};
use convscope::training::{KeptRun, Pictures, Settings, Trainer, Worker};

/// How long a run may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(120);

fn settings() -> Settings {
    Settings {
        epochs: 3,
        examples: Some(500),
        batch_size: 16,
        learning_rate: 0.005,
        seed: 11,
        architecture: Preset::Tiny.architecture(),
        ..Settings::default()
    }
}

fn job(settings: Settings) -> Job {
    Job {
        name: "a run".to_owned(),
        start: Start::Fresh(settings),
        pace: Pace::Full,
        threads: 1,
        paused: false,
        autosave: None,
    }
}

fn start(job: Job) -> Worker {
    Worker::start(job, || {}).unwrap()
}

fn wait(worker: &mut Worker, mut is_there: impl FnMut(&Live) -> bool) -> Arc<Live> {
    let begun = Instant::now();
    loop {
        if let Some(live) = worker.latest()
            && is_there(&live)
        {
            return live;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain");
        thread::sleep(Duration::from_millis(1));
    }
}

fn end(worker: &mut Worker) -> Arc<Live> {
    wait(worker, |live| !live.phase.is_alive())
}

fn event(worker: &Worker) -> Event {
    let begun = Instant::now();
    loop {
        if let Some(event) = worker.events().pop() {
            return event;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain");
        thread::sleep(Duration::from_millis(1));
    }
}

fn bits(model: &Model) -> Vec<u32> {
    let values = model.parameters().iter().flat_map(|p| &p.values);
    values.map(|value| value.to_bits()).collect()
}

/// Everything of two runs that must not depend on pauses and files is the same, bit for bit.
fn assert_same(a: &Live, b: &Live) {
    assert_eq!(a.phase, b.phase);
    assert_eq!(bits(&a.model), bits(&b.model));
    let (a, b) = (&a.record, &b.record);
    assert_eq!(a.step, b.step);
    assert_eq!(a.losses, b.losses);
    assert_eq!(a.accuracies, b.accuracies);
    assert_eq!(a.log, b.log);
    let snapshots = |record: &Record| -> Vec<(u64, Vec<u32>)> {
        let all = record.snapshots.all().iter();
        all.map(|m| (m.step, bits(&m.what.model))).collect()
    };
    assert_eq!(snapshots(a), snapshots(b));
}

#[test]
fn a_run_is_what_its_trainer_does() {
    let live = end(&mut start(job(settings())));
    assert_eq!(live.phase, Phase::Finished(Ending::Epochs));
    let pictures = Pictures::read(&settings()).unwrap();
    let mut trainer = Trainer::new(settings(), pictures.train, 1).unwrap();
    let mut losses = Vec::new();
    while !trainer.is_finished() {
        losses.push(trainer.step().unwrap().loss);
    }
    let buckets = live.record.losses.buckets();
    assert_eq!(losses.len(), 96);
    assert!(buckets.iter().map(|b| b.least).eq(losses.iter().copied()));
    assert_eq!(bits(&live.model), bits(&trainer.model().unwrap()));
    let last = live.record.snapshots.last().unwrap();
    assert_eq!((last.step, bits(&last.what.model)), (96, bits(&live.model)));
}

#[test]
fn accuracy_rises_from_chance() {
    let live = end(&mut start(job(settings())));
    let accuracies = live.record.accuracies.all();
    let (first, last) = (accuracies[0].what, accuracies.last().unwrap());
    assert_eq!((accuracies[0].step, first.pictures), (0, 1_500));
    assert!(first.accuracy < 0.3, "{first:?}");
    assert_eq!(last.step, 96);
    assert!(last.what.accuracy > 0.6, "{last:?}");
    let lines: Vec<LogLine> = live.record.log.lines().copied().collect();
    let held_out = lines
        .iter()
        .filter(|l| matches!(l, LogLine::HeldOut { .. }));
    let epochs = lines.iter().filter(|l| matches!(l, LogLine::Epoch { .. }));
    assert_eq!(epochs.count(), 3);
    assert!(held_out.count() >= 1);
}

#[test]
fn the_same_seed_gives_the_same_curve_and_another_another() {
    let [a, b] = [(); 2].map(|()| end(&mut start(job(settings()))));
    assert_same(&a, &b);
    let other = Settings {
        seed: 12,
        ..settings()
    };
    let c = end(&mut start(job(other)));
    assert_ne!(a.record.losses, c.record.losses);
}

#[test]
fn pauses_steps_and_paces_change_nothing() {
    let whole = end(&mut start(job(settings())));
    let mut worker = start(Job {
        paused: true,
        pace: Pace::PerSecond(400.0),
        ..job(settings())
    });
    wait(&mut worker, |live| live.phase == Phase::Paused);
    for step in 1..=3 {
        worker.send(Order::Step);
        wait(&mut worker, |live| live.record.step == step);
    }
    worker.send(Order::Run);
    wait(&mut worker, |live| live.record.step > 10);
    worker.send(Order::Pause);
    let paused = wait(&mut worker, |live| live.phase == Phase::Paused);
    worker.send(Order::SetPace(Pace::Single));
    worker.send(Order::Run);
    wait(&mut worker, |live| {
        live.record.step == paused.record.step + 1
    });
    worker.send(Order::SetPace(Pace::Full));
    worker.send(Order::Run);
    assert_same(&whole, &end(&mut worker));
}

#[test]
fn a_run_that_is_saved_and_opened_goes_on_as_if_nothing_had_been() {
    let folder = tempfile::tempdir().unwrap();
    let whole = end(&mut start(job(settings())));
    for stop in [1, 31, 32, 50] {
        let path = folder.path().join("half.convscope-run");
        let mut worker = start(Job {
            paused: true,
            ..job(settings())
        });
        for step in 1..=stop {
            worker.send(Order::Step);
            wait(&mut worker, |live| live.record.step == step);
        }
        worker.send(Order::Save(path.clone()));
        assert_eq!(event(&worker), Event::Saved(path.clone()));
        drop(worker);
        let kept = KeptRun::open(&path).unwrap();
        assert_eq!((kept.name.as_str(), kept.record.step), ("a run", stop));
        let mut again = start(Job {
            start: Start::Kept(Box::new(kept)),
            ..job(settings())
        });
        assert_same(&whole, &end(&mut again));
    }
}

#[test]
fn a_step_shows_its_batch() {
    let mut worker = start(Job {
        paused: true,
        ..job(settings())
    });
    worker.send(Order::Step);
    let live = wait(&mut worker, |live| live.record.step == 1);
    let batch = live.batch.as_ref().unwrap();
    assert_eq!((batch.step, batch.size, batch.pictures.len()), (1, 16, 16));
    let pictures = Pictures::read(&settings()).unwrap().train;
    let losses = batch.pictures.iter().map(|picture| {
        let shown: Vec<u8> = picture
            .ink
            .iter()
            .map(|v| (v * 255.0).round() as u8)
            .collect();
        let known = (0..pictures.len()).any(|i| pictures.pixels(i) == shown);
        assert!(known, "a picture of the data set");
        -picture.said.probabilities[usize::from(picture.label)].ln()
    });
    let mean = losses.sum::<f32>() / 16.0;
    assert!((mean - batch.loss).abs() < 1e-4, "{mean} {}", batch.loss);
    assert_eq!(batch.layers.len(), 3, "conv1, conv2, fc1");
    for layer in &batch.layers {
        assert!(layer.gradient > 0.0 && layer.weights > 0.0);
        // Adam's first step moves every number by the rate, unless its gradient is 0.
        assert!(layer.update > 0.001 && layer.update < 0.00501, "{layer:?}");
    }
}

#[test]
fn a_rate_that_is_too_high_ends_the_run_with_a_message() {
    // Without ReLU, which would die and stay finite, and at which nothing is clipped.
    let layers = vec![
        Layer::Flatten,
        Layer::Linear {
            name: "fc1".to_owned(),
            inputs: 784,
            outputs: 64,
        },
        Layer::Linear {
            name: "fc2".to_owned(),
            inputs: 64,
            outputs: 10,
        },
    ];
    let live = end(&mut start(job(Settings {
        epochs: 50,
        learning_rate: 1e3,
        optimizer: Optimizer::Sgd { momentum: 0.9 },
        architecture: Architecture::new(layers).unwrap(),
        ..settings()
    })));
    let Phase::Failed(failure) = &live.phase else {
        panic!("{:?}", live.phase);
    };
    assert!(failure.diverged);
    assert!(
        failure
            .trouble
            .to_string()
            .contains("lower the learning rate"),
        "{failure:?}"
    );
    let values = live.model.parameters().iter().flat_map(|p| &p.values);
    assert!(values.into_iter().all(|value| value.is_finite()));
    let last = live.record.snapshots.last().unwrap();
    assert_eq!(last.step, live.model_step);
    assert_eq!(bits(&last.what.model), bits(&live.model));
    assert!(last.step < live.record.step, "its loss was no number");
    let kept = KeptRun {
        name: String::new(),
        record: live.record.clone(),
        checkpoint: None,
    };
    assert_eq!(bits(&kept.model()), bits(&live.model));
}

#[test]
fn a_run_without_pictures_says_what_is_missing() {
    let live = end(&mut start(job(Settings {
        data: vec![Source::Path("no/such/folder".into())],
        ..settings()
    })));
    let Phase::Failed(failure) = &live.phase else {
        panic!("{:?}", live.phase);
    };
    assert!(
        failure
            .trouble
            .to_string()
            .contains("no such file or folder"),
        "{failure:?}"
    );
}

#[test]
fn stop_conditions_end_a_run() {
    let long = |stop| Settings {
        epochs: 100_000,
        stop,
        ..settings()
    };
    let conditions = [
        (
            StopConditions {
                seconds: Some(0.2),
                ..StopConditions::default()
            },
            Ending::Seconds,
        ),
        (
            StopConditions {
                accuracy: Some(0.5),
                ..StopConditions::default()
            },
            Ending::Accuracy,
        ),
        (
            StopConditions {
                patience: Some(2),
                ..StopConditions::default()
            },
            Ending::NoImprovement,
        ),
    ];
    for (stop, ending) in conditions {
        let live = end(&mut start(job(long(stop))));
        assert_eq!(live.phase, Phase::Finished(ending));
        let last = live.record.accuracies.last().unwrap();
        match ending {
            Ending::Seconds => assert!(live.record.seconds >= 0.2),
            Ending::Accuracy => assert!(last.what.accuracy >= 0.5),
            _ => assert_eq!(last.what.pictures, 1_500),
        }
    }
}

#[test]
fn a_run_that_was_stopped_takes_no_further_step() {
    let mut worker = start(job(Settings {
        epochs: 100_000,
        ..settings()
    }));
    wait(&mut worker, |live| live.record.step > 20);
    worker.send(Order::Stop);
    let stopped = end(&mut worker);
    assert_eq!(stopped.phase, Phase::Finished(Ending::Stopped));
    assert!(stopped.checkpoint.is_some());
    for order in [Order::Run, Order::Step, Order::Pause, Order::Stop] {
        worker.send(order);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stopped.convscope-run");
    worker.send(Order::Save(path.clone()));
    assert_eq!(event(&worker), Event::Saved(path.clone()));
    let kept = KeptRun::open(&path).unwrap();
    assert_eq!(kept.record.step, stopped.record.step);
}

#[test]
fn the_learning_rate_changes_during_a_run() {
    let mut worker = start(Job {
        paused: true,
        ..job(settings())
    });
    worker.send(Order::Step);
    wait(&mut worker, |live| live.record.step == 1);
    worker.send(Order::SetLearningRate(0.125));
    let live = wait(&mut worker, |live| live.learning_rate == 0.125);
    assert_eq!(live.record.settings.learning_rate, 0.125);
    worker.send(Order::Step);
    let live = wait(&mut worker, |live| live.record.step == 2);
    assert_eq!(live.rate, Some(0.125));
    let last = live.record.log.lines().next_back();
    assert_eq!(
        last,
        Some(&LogLine::Rate {
            step: 1,
            rate: 0.125
        })
    );
    worker.send(Order::SetLearningRate(f32::NAN));
    assert!(matches!(event(&worker), Event::Trouble(_)));
}

#[test]
fn a_place_that_cannot_be_written_is_told_and_the_run_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "no folder").unwrap();
    let mut worker = start(Job {
        autosave: Some(file.join("autosave.convscope-run")),
        ..job(Settings {
            epochs: 100_000,
            ..settings()
        })
    });
    wait(&mut worker, |live| live.record.step > 5);
    worker.send(Order::Save(file.join("run.convscope-run")));
    let Event::Trouble(trouble) = event(&worker) else {
        panic!("saved into a file");
    };
    let words = trouble.to_string();
    assert!(words.contains("choose another place"), "{words}");
    let here = worker.latest().map_or(0, |live| live.record.step);
    wait(&mut worker, |live| live.record.step > here + 5);
    worker.send(Order::Stop);
    end(&mut worker);
    assert!(matches!(event(&worker), Event::Trouble(_)), "the autosave");
}

#[test]
fn a_worker_that_is_dropped_keeps_its_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("autosave.convscope-run");
    let mut worker = start(Job {
        autosave: Some(path.clone()),
        ..job(Settings {
            epochs: 100_000,
            ..settings()
        })
    });
    let seen = wait(&mut worker, |live| live.record.step > 20);
    drop(worker);
    let kept = KeptRun::open(&path).unwrap();
    assert!(kept.record.step >= seen.record.step);
    assert!(kept.checkpoint.is_some());
}

#[test]
fn an_autosave_that_failed_is_made_up_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("not yet/autosave.convscope-run");
    let mut worker = start(Job {
        autosave: Some(path.clone()),
        ..job(settings())
    });
    end(&mut worker);
    assert!(matches!(event(&worker), Event::Trouble(_)));
    std::fs::create_dir(path.parent().unwrap()).unwrap();
    drop(worker);
    assert_eq!(KeptRun::open(&path).unwrap().record.step, 96);
}

#[test]
fn a_new_name_and_a_new_rate_are_kept_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("autosave.convscope-run");
    let paused = |start| Job {
        start,
        paused: true,
        autosave: Some(path.clone()),
        ..job(settings())
    };
    let mut worker = start(paused(Start::Fresh(settings())));
    worker.send(Order::Step);
    wait(&mut worker, |live| live.record.step == 1);
    drop(worker);
    let kept = KeptRun::open(&path).unwrap();
    assert_eq!((kept.record.step, kept.name.as_str()), (1, "a run"));
    let worker = start(paused(Start::Kept(Box::new(kept))));
    worker.send(Order::SetLearningRate(0.25));
    worker.send(Order::Rename("a steep run".to_owned()));
    drop(worker);
    let kept = KeptRun::open(&path).unwrap();
    assert_eq!(kept.name, "a steep run");
    assert_eq!(kept.record.settings.learning_rate, 0.25);
    assert!(
        kept.record
            .log
            .lines()
            .any(|line| matches!(line, LogLine::Rate { step: 1, rate } if *rate == 0.25))
    );
}

#[test]
fn a_run_that_is_cancelled_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("autosave.convscope-run");
    let mut worker = start(Job {
        autosave: Some(path.clone()),
        ..job(Settings {
            epochs: 100_000,
            ..settings()
        })
    });
    wait(&mut worker, |live| live.record.step > 20);
    worker.cancel();
    while !worker.is_over() {
        thread::yield_now();
    }
    assert!(!path.exists());
}

#[test]
fn what_was_to_be_saved_is_saved_though_the_run_is_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("last.convscope-run");
    let mut worker = start(job(Settings {
        epochs: 100_000,
        ..settings()
    }));
    wait(&mut worker, |live| live.record.step > 20);
    worker.send(Order::Save(path.clone()));
    worker.cancel();
    while !worker.is_over() {
        thread::yield_now();
    }
    assert_eq!(worker.events(), [Event::Saved(path.clone())]);
    assert!(KeptRun::open(&path).unwrap().record.step > 20);
}

#[test]
fn a_run_that_nobody_looks_at_stays_small() {
    let mut worker = start(job(Settings {
        epochs: 300,
        examples: Some(200),
        batch_size: 1,
        ..settings()
    }));
    let begun = Instant::now();
    while !worker.is_over() && begun.elapsed() < PATIENCE {
        // Only the last state is taken, as by a window that was hidden for long.
        thread::sleep(Duration::from_millis(200));
        let phase = worker.latest().map(|live| live.phase.clone());
        if phase.is_some_and(|phase| !phase.is_alive()) {
            break;
        }
    }
    worker.send(Order::SetPace(Pace::Full));
    let live = wait(&mut worker, |_| true);
    assert_eq!(live.record.step, 60_000);
    assert!(live.record.losses.buckets().len() <= 4_096);
    assert!(live.record.snapshots.all().len() <= 300);
    assert!(live.record.accuracies.all().len() <= 600);
    assert!(worker.events().is_empty());
}

/// Twelve hours at 2,000 batches a second, and an epoch at every tenth of them.
#[test]
fn twelve_hours_of_steps_stay_small() {
    use convscope::training::{EpochSummary, StepReport};
    let settings = Settings {
        epochs: 1_000_000,
        ..settings()
    };
    let mut record = Record::new(settings, &Pictures::none());
    for step in 1..=12 * 3_600 * 2_000_u64 {
        let ends = step.is_multiple_of(10);
        let summary = EpochSummary {
            epoch: 1,
            loss: 0.5,
            accuracy: 0.5,
        };
        record.add_step(&StepReport {
            epoch: 1,
            batch: 1,
            step,
            loss: 0.5,
            pictures: 1,
            correct: 1,
            learning_rate: 0.001,
            running_loss: ends.then_some(0.5),
            epoch_done: ends.then_some(summary),
        });
    }
    assert_eq!(record.losses.batches(), 86_400_000);
    assert!(record.losses.buckets().len() <= 4_096);
    assert_eq!(record.log.lines().len(), 5_000);
}

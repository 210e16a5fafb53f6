//! Every chapter's tasks can be done, figures have something to show, and numbers are computed.

use convscope::dataset;
use convscope::language::Language;
use convscope::lesson::{Block, Condition, Fact, Figure, Inline, Kind, LastRead, Step, built_in};
use convscope::network::{Model, Preset};
use convscope::training::Initialization;

use crate::solve::{scenes, solve};

/// Every step, with a name for messages.
fn steps(language: Language) -> Vec<(String, Step)> {
    let (chapters, errors) = built_in(language);
    assert!(errors.is_empty());
    let named = |(name, index, step): (&String, usize, &Step)| {
        let name = format!("{name}, screen {} ({})", index + 1, language.code());
        (name, step.clone())
    };
    chapters
        .iter()
        .flat_map(|chapter| {
            let steps = chapter.steps.iter().enumerate();
            steps.map(|(index, step)| named((&chapter.name, index, step)))
        })
        .collect()
}

#[test]
fn every_task_can_be_done_and_none_is_done_from_the_start() {
    let scenes = scenes();
    let blank = &scenes[0];
    let mut tasks = 0;
    for language in Language::ALL {
        for (name, step) in steps(language) {
            let (Some(task), Some(figure)) = (&step.task, &step.figure) else {
                continue;
            };
            tasks += 1;
            let at_start = task.done.holds(|fact| figure.fact(fact, &blank.world()));
            assert!(!at_start, "{name}: done before anything is done");
            let solved = solve(figure, &task.done, &scenes);
            assert!(solved.is_some(), "{name}: cannot be done: {}", task.done);
        }
    }
    assert!(tasks > 60, "only {tasks} tasks");
}

#[test]
fn what_is_live_has_a_value_when_the_task_is_done() {
    let scenes = scenes();
    for language in Language::ALL {
        for (name, step) in steps(language) {
            let Some(figure) = &step.figure else { continue };
            let solved = step
                .task
                .as_ref()
                .and_then(|t| solve(figure, &t.done, &scenes));
            let (figure, scene) = solved.unwrap_or((figure.clone(), 1));
            let spans = step.prose.iter().flat_map(Block::spans);
            let then = step.task.iter().flat_map(|task| &task.then);
            for span in spans.chain(then) {
                if let Inline::Live(fact) = &span.inline {
                    let value = figure.fact(fact, &scenes[scene].world());
                    assert!(value.is_some(), "{name}: {fact} has no value");
                }
            }
        }
    }
}

#[test]
fn a_fact_may_be_one_of_several() {
    let done = Condition::read("digit = 0|6|8 and drawn != no").unwrap();
    for digit in 0..10 {
        let fact = |name: &str| match name {
            "digit" => Some(Fact::count(digit)),
            _ => Some(Fact::yes(true)),
        };
        assert_eq!(done.holds(fact), [0, 6, 8].contains(&digit), "{digit}");
    }
    assert_eq!(done.to_string(), "digit = 0|6|8 and drawn != no");
    assert!(Condition::read("digit > 0|6").is_err());
}

/// The same figures, tasks and values in both languages: only the words differ.
#[test]
fn both_languages_teach_the_same() {
    let (english, german) = (steps(Language::English), steps(Language::German));
    assert_eq!(english.len(), german.len());
    for ((name, a), (_, b)) in english.iter().zip(&german) {
        assert_eq!(a.figure, b.figure, "{name}");
        let done = |step: &Step| step.task.as_ref().map(|task| task.done.to_string());
        assert_eq!(done(a), done(b), "{name}");
        let code = |step: &Step| step.code.as_ref().map(|code| code.source.clone());
        assert_eq!(code(a), code(b), "{name}");
        assert_eq!(a.prose.len(), b.prose.len(), "{name}");
        assert_ne!(a.prose, b.prose, "{name}");
    }
}

#[test]
fn every_kind_of_figure_is_used_and_every_fact_of_it_answers() {
    let scenes = scenes();
    let used: Vec<Kind> = steps(Language::English)
        .iter()
        .filter_map(|(_, step)| Some(step.figure.as_ref()?.kind))
        .collect();
    for kind in Kind::ALL {
        assert!(used.contains(&kind), "{} is in no chapter", kind.name());
        assert_eq!(Kind::named(kind.name()), Some(kind));
        let figure = Figure::new(kind);
        for fact in kind.fact_names().filter(|name| *name != "label") {
            let value = figure.fact(fact, &scenes[8].world());
            assert!(value.is_some(), "{}: {fact}", kind.name());
        }
    }
}

/// Words state no number that can be computed: literal ones are premises, listed here.
#[test]
fn numbers_in_the_text_are_computed_or_premises() {
    // The sides that the mistake is about, MNIST's size and year, bytes, its step, per cents.
    const PREMISES: [&str; 15] = [
        "15", "16", "20", "28", "32", "60,000", "60.000", "90", "120", "255", "1998", "0.17",
        "0,17", "10,000", "10.000",
    ];
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/lessons");
    for language in Language::ALL {
        for entry in std::fs::read_dir(folder.join(language.code())).unwrap() {
            let path = entry.unwrap().path();
            let source = std::fs::read_to_string(&path).unwrap();
            // The line that opened the marked place that is read.
            let mut fence = None;
            for (index, line) in source.lines().enumerate() {
                if line.starts_with("```") {
                    fence = if fence.is_none() { Some(line) } else { None };
                    continue;
                }
                let is_words = fence.is_none_or(|fence| fence == "```task");
                if !is_words || line.starts_with("done:") {
                    continue;
                }
                for number in literal_numbers(line) {
                    let small = number.parse::<u32>().is_ok_and(|n| n <= 10);
                    assert!(
                        small
                            || PREMISES.contains(&number.as_str())
                            || number.len() < 4 && number.contains(['.', ',']),
                        "{}, line {}: {number}",
                        path.display(),
                        index + 1
                    );
                }
            }
        }
    }
}

/// The numbers of a line outside of what is computed.
fn literal_numbers(line: &str) -> Vec<String> {
    let mut kept = String::new();
    let mut rest = line;
    while let Some(start) = rest.find("{=") {
        kept.push_str(&rest[..start]);
        let end = rest[start..].find('}').unwrap() + start + 1;
        rest = &rest[end..];
    }
    kept.push_str(rest);
    kept.split(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
        .map(|word| word.trim_matches(['.', ',']).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// The optimisers of the valley go as PyTorch's do: `torch.optim` on (x² + 12·y²) / 2.
#[test]
fn the_descent_is_pytorchs() {
    let at = |optimizer: &str, rate: &str, steps: &str| {
        let figure = Figure::new(Kind::Descent)
            .with("optimizer", optimizer)
            .with("rate", rate)
            .with("steps", steps);
        *figure.descent().last().unwrap()
    };
    for (optimizer, rate, steps, expected) in [
        ("sgd", "0.1", "7", SGD),
        ("momentum", "0.02", "7", MOMENTUM),
        ("adam", "0.5", "7", ADAM),
    ] {
        let place = at(optimizer, rate, steps);
        for axis in 0..2 {
            let far = (place[axis] - expected[axis]).abs();
            assert!(far < 1e-5, "{optimizer}: {place:?} is not {expected:?}");
        }
    }
}

// import torch
// for make in (lambda p: torch.optim.SGD(p, 0.1), lambda p: torch.optim.SGD(p, 0.02, 0.9),
//              lambda p: torch.optim.Adam(p, 0.5)):
//     p = torch.tensor([-4.0, 1.6], dtype=torch.float64, requires_grad=True)
//     o = make([p])
//     for _ in range(7):
//         o.zero_grad(); ((p[0] ** 2 + 12 * p[1] ** 2) / 2).backward(); o.step()
//     print(p.tolist())
const SGD: [f64; 2] = [-1.9131876, -0.0000205];
const MOMENTUM: [f64; 2] = [-2.3157912, -0.9550517];
const ADAM: [f64; 2] = [-0.6744388, -0.7902432];

#[test]
fn the_loss_is_that_of_training() {
    let scenes = scenes();
    let figure = Figure::new(Kind::Loss).with("truth", "4");
    for scene in &scenes[1..11] {
        let world = scene.world();
        let Some(Fact::Number(loss)) = figure.fact("loss", &world) else {
            panic!("no loss");
        };
        let expected = convscope::training::evaluation::cross_entropy(world.classification, 4);
        // Probabilities are 32-bit floats, the loss of training is of the logits.
        assert!(
            (loss - expected).abs() < 1e-3 * expected.max(0.1),
            "{loss} {expected}"
        );
    }
}

/// What was said last is said again of the same picture and the same network alone.
#[test]
fn what_was_said_last_is_of_this_picture_and_this_network() {
    let digits = &dataset::builtin().test;
    let tiny = Initialization::Pytorch.model(&Preset::Tiny.architecture(), 1);
    let read = LastRead::default();
    for model in [Model::builtin(), tiny] {
        for index in [0, 1, 1, 0] {
            let picture = digits.picture(index);
            let said = read.classify(&model, &picture);
            assert_eq!(said, model.classify(&picture));
        }
    }
}

//! The quiz, every answer computed once more in the plainest way there is.

use std::collections::BTreeSet;

use convscope::convolution::geometry::Setting;
use convscope::convolution::{Axis, Convolution, Kernel, Pooling, PoolingKind};
use convscope::grid::Grid;
use convscope::language::Language;
use convscope::lesson::quiz::{
    Answer, Curves, Given, Level, Paper, Phrase, Question, Sitting, Topic, print,
};
use convscope::network::{Layer, Shape};

use crate::formula;

/// All questions of 420 papers: more than 10,000.
fn papers() -> impl Iterator<Item = Paper> {
    (0..140).flat_map(|seed| Level::ALL.map(|level| Paper::new(seed, level, 25)))
}

/// How often a window fits, counted by moving it.
fn positions(axis: Axis, size: usize) -> i64 {
    let end = (size + axis.padding.0 + axis.padding.1) as i64;
    let mut count = 0;
    let mut start = 0;
    while (start + ((axis.kernel - 1) * axis.dilation) as i64) < end {
        count += 1;
        start += axis.stride as i64;
    }
    count
}

/// Cells of a long input that one cell after all layers depends on, followed back one by one.
fn field(layers: &[Axis]) -> i64 {
    let mut cells = BTreeSet::from([100_i64]);
    for layer in layers.iter().rev() {
        cells = cells
            .iter()
            .flat_map(|cell| {
                (0..layer.kernel as i64).map(move |by| cell * layer.stride as i64 + by)
            })
            .collect();
    }
    cells.len() as i64
}

/// Weights and biases, counted one unit at a time.
fn parameters(input: Shape, layers: &[Layer]) -> i64 {
    let mut maps = match input {
        Shape::Maps { channels, .. } => channels,
        Shape::Flat(numbers) => numbers,
    };
    let mut count = 0;
    for layer in layers {
        match layer {
            Layer::Linear {
                inputs, outputs, ..
            } => {
                assert_eq!(*inputs, maps);
                for _ in 0..*outputs {
                    count += *inputs as i64 + 1;
                }
                maps = *outputs;
            }
            Layer::Convolution {
                channels, kernel, ..
            } => {
                for _ in 0..*channels {
                    count += (maps * kernel.0 * kernel.1) as i64 + 1;
                }
                maps = *channels;
            }
            _ => {}
        }
    }
    count
}

fn padded(grid: &Grid, row: i64, column: i64) -> f32 {
    let inside = row >= 0 && column >= 0;
    if inside && (row as usize) < grid.height() && (column as usize) < grid.width() {
        grid.at(row as usize, column as usize)
    } else {
        0.0
    }
}

fn convolved(input: &Grid, convolution: &Convolution, cell: (usize, usize)) -> f32 {
    let kernel = convolution.kernel.grid();
    let mut sum = 0.0;
    for row in 0..kernel.height() {
        for column in 0..kernel.width() {
            let weight = if convolution.flip {
                kernel.at(kernel.height() - 1 - row, kernel.width() - 1 - column)
            } else {
                kernel.at(row, column)
            };
            let y = (cell.0 * convolution.stride.0 + row) as i64 - convolution.padding.top as i64;
            let x =
                (cell.1 * convolution.stride.1 + column) as i64 - convolution.padding.left as i64;
            sum += weight * padded(input, y, x);
        }
    }
    sum
}

fn pooled(input: &Grid, pooling: &Pooling) -> Grid {
    let axis = |kernel, stride| Axis {
        kernel,
        stride,
        padding: (0, 0),
        dilation: 1,
    };
    let height = positions(axis(pooling.window.0, pooling.stride.0), input.height());
    let width = positions(axis(pooling.window.1, pooling.stride.1), input.width());
    Grid::from_fn(height as usize, width as usize, |row, column| {
        let mut cells = Vec::new();
        for y in 0..pooling.window.0 {
            for x in 0..pooling.window.1 {
                cells.push(input.at(row * pooling.stride.0 + y, column * pooling.stride.1 + x));
            }
        }
        match pooling.kind {
            PoolingKind::Max => cells.iter().copied().fold(f32::MIN, f32::max),
            PoolingKind::Average => cells.iter().sum::<f32>() / cells.len() as f32,
        }
    })
}

fn overfits(curves: &Curves) -> bool {
    let least = curves.held_out.iter().copied().fold(f32::MAX, f32::min);
    let last = *curves.held_out.last().unwrap();
    let training = (curves.training[0], *curves.training.last().unwrap());
    last > 1.2 * least && training.1 < 0.5 * training.0
}

/// Whether a choice answers the question, by this test's own arithmetic.
fn is_right(given: &Given, answer: &Answer) -> bool {
    let number = match answer {
        Answer::Number(number) => Some(*number),
        _ => None,
    };
    match given {
        Given::Size { axis, size } => number == Some(positions(*axis, *size)),
        Given::Setting {
            axis,
            size,
            setting,
            output,
        } => {
            let value = number.unwrap() as usize;
            let mut axis = *axis;
            match setting {
                Setting::Kernel => axis.kernel = value,
                Setting::Stride => axis.stride = value,
                Setting::Padding => axis.padding = (value, value),
                other => panic!("{other}"),
            }
            positions(axis, *size) == *output as i64
        }
        Given::Parameters { input, layers } => number == Some(parameters(*input, layers)),
        Given::Field { layers } => number == Some(field(layers)),
        Given::Pooling {
            input,
            pooling,
            cell: Some((row, column)),
        } => number == Some(pooled(input, pooling).at(*row, *column) as i64),
        Given::Pooling { input, pooling, .. } => {
            matches!(answer, Answer::Grid(grid) if *grid == pooled(input, pooling))
        }
        Given::ByHand {
            input,
            convolution,
            cell,
        } => number == Some(convolved(input, convolution, *cell) as i64),
        Given::WhichKernel { input, output, .. } => {
            let Answer::Grid(kernel) = answer else {
                return false;
            };
            let kernel = convscope::convolution::Kernel::new(kernel.clone()).unwrap();
            let convolution = Convolution::new(kernel);
            (0..output.height()).all(|row| {
                (0..output.width()).all(|column| {
                    let cell = convolved(input, &convolution, (row, column));
                    (cell - output.at(row, column)).abs() < 1e-4
                })
            })
        }
        Given::Overfitting => matches!(answer, Answer::Curves(curves) if overfits(curves)),
        Given::BestEpoch { curves } => {
            let epoch = number.unwrap() as usize;
            let losses = &curves.held_out;
            let others = losses.iter().enumerate().filter(|(at, _)| *at != epoch - 1);
            others
                .into_iter()
                .all(|(_, loss)| *loss > losses[epoch - 1])
        }
        Given::Formula { asked } => match answer {
            Answer::Text(text) => formula::agrees(asked, text),
            _ => false,
        },
    }
}

#[test]
fn ten_thousand_questions_have_one_right_answer_each() {
    let mut count = 0;
    for paper in papers() {
        for question in &paper.questions {
            count += 1;
            let right: Vec<bool> = question
                .choices
                .iter()
                .map(|choice| is_right(&question.given, &choice.answer))
                .collect();
            let expected: Vec<bool> = (0..4).map(|index| index == question.right).collect();
            assert_eq!(right, expected, "{question:#?}");
        }
    }
    assert!(count >= 10_000, "{count}");
}

#[test]
fn distractors_differ_and_no_question_repeats_in_a_paper() {
    for paper in papers() {
        assert_eq!(paper.questions.len(), 25);
        for (index, question) in paper.questions.iter().enumerate() {
            let choices = &question.choices;
            for (at, choice) in choices.iter().enumerate() {
                assert!(choices[..at].iter().all(|c| c.answer != choice.answer));
                assert!(choice.slip.is_none() || at != question.right);
            }
            let repeats = paper.questions[..index].iter().any(|before| {
                before.given == question.given
                    && (question.given != Given::Overfitting || before.choices == question.choices)
            });
            assert!(!repeats, "{question:?}");
        }
    }
}

/// No place is right much more often than another.
#[test]
fn the_right_answer_has_no_favourite_place() {
    let mut places = [0_usize; 4];
    papers().for_each(|paper| paper.questions.iter().for_each(|q| places[q.right] += 1));
    let all: usize = places.iter().sum();
    assert!(
        places.iter().all(|n| n.abs_diff(all / 4) < all / 40),
        "{places:?}"
    );
}

#[test]
fn every_topic_comes_at_every_level() {
    for level in Level::ALL {
        let paper = Paper::new(7, level, 18);
        for topic in Topic::ALL {
            assert!(
                paper.questions.iter().any(|q| q.topic == topic),
                "{topic:?} {level:?}"
            );
        }
    }
}

#[test]
fn a_seed_gives_the_same_paper_and_another_another() {
    let paper = Paper::new(42, Level::Second, 12);
    assert_eq!(paper, Paper::new(42, Level::Second, 12));
    assert_ne!(paper.questions, Paper::new(43, Level::Second, 12).questions);
    assert_ne!(paper.questions, Paper::new(42, Level::Third, 12).questions);
}

/// Sizes that do not divide are asked often enough to be learned.
#[test]
fn many_sizes_do_not_divide() {
    let sizes: Vec<(Axis, usize)> = papers()
        .filter(|paper| paper.level == Level::Second)
        .flat_map(|paper| paper.questions)
        .filter_map(|question| match question.given {
            Given::Size { axis, size } => Some((axis, size)),
            _ => None,
        })
        .collect();
    let rest = |(axis, size): &(Axis, usize)| {
        (size + axis.padding.0 + axis.padding.1 - axis.kernel) % axis.stride
    };
    let undivided = sizes.iter().filter(|drawn| rest(drawn) != 0).count();
    assert!(
        undivided * 2 > sizes.len(),
        "{undivided} of {}",
        sizes.len()
    );
}

/// Between two windows nothing is passed over, so that only the end can be left over.
#[test]
fn no_window_leaves_gaps() {
    for question in papers().flat_map(|paper| paper.questions) {
        let (span, stride) = match &question.given {
            Given::Size { axis, .. } | Given::Setting { axis, .. } => (axis.span(), axis.stride),
            Given::Pooling { pooling, .. } => (pooling.window.0, pooling.stride.0),
            Given::ByHand { convolution, .. } => {
                (convolution.kernel.height(), convolution.stride.0)
            }
            _ => continue,
        };
        assert!(span >= stride, "{question:#?}");
    }
}

/// The size of the picture does not tell which kernel made it.
#[test]
fn kernels_to_choose_between_have_one_size() {
    for question in papers().flat_map(|paper| paper.questions) {
        if !matches!(question.given, Given::WhichKernel { .. }) {
            continue;
        }
        for choice in &question.choices {
            let Answer::Grid(kernel) = &choice.answer else {
                panic!("{choice:?}")
            };
            assert_eq!((kernel.height(), kernel.width()), (3, 3));
        }
    }
}

/// A kernel that changes nothing is not said to blur.
#[test]
fn the_identity_has_words_of_its_own() {
    let mut seen = 0;
    for question in papers().flat_map(|paper| paper.questions) {
        if !matches!(question.given, Given::WhichKernel { .. }) {
            continue;
        }
        for (index, choice) in question.choices.iter().enumerate() {
            let Answer::Grid(kernel) = &choice.answer else {
                panic!("{choice:?}")
            };
            let others = kernel.values().iter().filter(|weight| **weight != 0.0);
            if kernel.at(1, 1) != 1.0 || others.count() != 1 {
                continue;
            }
            let (said, key) = match index == question.right {
                true => (
                    Some(question.explanation(index)),
                    "quiz-kernel-identity-why",
                ),
                false => (question.slip(index), "quiz-slip-kernel-identity"),
            };
            assert_eq!(said.unwrap().key, key);
            seen += 1;
        }
    }
    assert!(seen > 0);
}

#[test]
fn another_stride_is_among_the_slips_of_pooling() {
    let mut choices = papers()
        .flat_map(|paper| paper.questions)
        .flat_map(|question| question.choices);
    assert!(choices.any(|choice| choice.slip == Some("quiz-slip-other-stride")));
}

/// Each picture has its largest number in the largest colour, so that twice the numbers look the
/// same.
#[test]
fn kernels_to_choose_between_make_pictures_that_differ() {
    for question in papers().flat_map(|paper| paper.questions) {
        let Given::WhichKernel { input, .. } = &question.given else {
            continue;
        };
        let seen = question.choices.iter().map(|choice| {
            let Answer::Grid(kernel) = &choice.answer else {
                panic!("{choice:?}")
            };
            let kernel = Kernel::new(kernel.clone()).unwrap();
            let output = Convolution::new(kernel).apply(input).unwrap();
            let most = output.max_abs();
            output.map(|value| value / most)
        });
        let seen: Vec<Grid> = seen.collect();
        for (index, a) in seen.iter().enumerate() {
            for b in &seen[..index] {
                let pairs = a.values().iter().zip(b.values());
                let most = pairs.fold(0.0_f32, |most, (a, b)| most.max((a - b).abs()));
                assert!(most > 0.29, "{most}");
            }
        }
    }
}

/// A wrong grid is explained where it is wrong.
#[test]
fn the_explained_cell_differs_from_what_was_chosen() {
    for question in papers().flat_map(|paper| paper.questions) {
        let grid = |choice: usize| match &question.choices[choice].answer {
            Answer::Grid(grid) => grid.clone(),
            _ => Grid::from_fn(1, 1, |_, _| 0.0),
        };
        if !matches!(question.given, Given::Pooling { cell: None, .. }) {
            continue;
        }
        let right = grid(question.right);
        for chosen in (0..4).filter(|chosen| *chosen != question.right) {
            let (row, column) = question.telling_cell(chosen);
            let other = grid(chosen);
            let is_there = row < other.height() && column < other.width();
            assert!(!is_there || other.at(row, column) != right.at(row, column));
        }
    }
}

/// What is explained as the product of the kernels is their product.
#[test]
fn products_of_kernels_are_their_products() {
    let mut seen = 0;
    for question in papers().flat_map(|paper| paper.questions) {
        let Given::Field { layers } = &question.given else {
            continue;
        };
        let product: usize = layers.iter().map(|layer| layer.kernel).product();
        for choice in &question.choices {
            if choice.slip == Some("quiz-slip-kernel-product") {
                assert_eq!(choice.answer, Answer::Number(product as i64));
                seen += 1;
            }
        }
    }
    assert!(seen > 0);
}

/// Every wrong value of a missing setting is told what it would make.
#[test]
fn wrong_settings_are_explained() {
    for question in papers().flat_map(|paper| paper.questions) {
        if matches!(question.given, Given::Setting { .. }) {
            assert!((0..4).all(|choice| question.slip(choice).is_some()));
        }
    }
}

#[test]
fn the_first_answer_counts() {
    let mut sitting = Sitting::new(Paper::new(1, Level::First, 3));
    assert_eq!((sitting.score(), sitting.answered()), (0, 0));
    let right = sitting.question().unwrap().right;
    sitting.answer(right);
    sitting.answer((right + 1) % 4);
    assert_eq!(sitting.is_right(0), Some(true));
    sitting.at = 1;
    sitting.answer(9);
    assert_eq!(sitting.is_right(1), None, "no such choice");
    let wrong = (sitting.question().unwrap().right + 1) % 4;
    sitting.answer(wrong);
    assert_eq!((sitting.score(), sitting.answered()), (1, 2));
    sitting.at = 3;
    assert!(sitting.question().is_none());
    sitting.answer(0);
    assert_eq!(sitting.answered(), 2);
}

fn say(phrase: &Phrase) -> String {
    let arguments: Vec<String> = phrase
        .arguments
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("{} {}", phrase.key, arguments.join(" "))
}

#[test]
fn a_paper_is_printed_with_its_answers() {
    for level in Level::ALL {
        let paper = Paper::new(5, level, 18);
        let html = print::html(&paper, Language::English, &say);
        let text = print::text(&paper, Language::English, &say);
        for (index, question) in paper.questions.iter().enumerate() {
            let letter = print::letter(question.right);
            assert!(
                text.contains(&format!("\n{}. {letter}  ", index + 1)),
                "{text}"
            );
        }
        for opened in ["ol", "li", "p", "table", "tr", "svg", "html"] {
            let count = |mark: &str| html.matches(mark).count();
            let (begins, ends) = (
                count(&format!("<{opened}>")) + count(&format!("<{opened} ")),
                count(&format!("</{opened}>")),
            );
            assert_eq!(begins, ends, "{opened}");
        }
        assert!(html.matches("<svg").count() >= 4 && html.contains("<table>"));
        assert!(!html.contains("NaN") && !html.contains("http"));
        let answers = html.split("<h2>").nth(1).unwrap();
        assert_eq!(answers.matches("<b>").count(), paper.questions.len());
    }
}

/// The same question drawn twice is known whatever the order of its choices.
#[test]
fn the_same_question_is_known() {
    let question = Paper::new(3, Level::First, 1).questions.remove(0);
    let mut turned: Question = question.clone();
    turned.choices.rotate_left(1);
    turned.right = (turned.right + 3) % 4;
    assert!(question.asks_the_same(&turned));
}

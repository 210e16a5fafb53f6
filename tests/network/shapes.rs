//! Shapes, costs and errors of architectures.

use convscope::network::architecture::{Cost, shapes_of};
use convscope::network::layer::Misfit;
use convscope::network::{Architecture, Layer, Preset, Shape};
use serde::Deserialize;

use crate::fixtures;

#[derive(Deserialize)]
struct Case {
    input: [usize; 3],
    layers: Vec<Layer>,
    shapes: Vec<Vec<usize>>,
    rejected_at: Option<usize>,
}

fn shape(dims: &[usize]) -> Shape {
    match *dims {
        [channels, height, width] => Shape::maps(channels, height, width),
        [n] => Shape::Flat(n),
        _ => panic!("{dims:?} is no shape of one picture"),
    }
}

#[test]
fn shapes_and_rejections_are_pytorchs() {
    let cases: Vec<Case> = serde_json::from_slice(&fixtures::gunzipped("shapes.json.gz")).unwrap();
    assert_eq!(cases.len(), 500);
    for case in cases {
        let expected: Vec<_> = case.shapes.iter().map(|dims| shape(dims)).collect();
        let (shapes, rejected_at) = match shapes_of(shape(&case.input), &case.layers) {
            Ok(shapes) => (shapes, None),
            Err(error) => (error.shapes, Some(error.layer)),
        };
        assert_eq!(shapes, expected, "{:?}", case.layers);
        assert_eq!(rejected_at, case.rejected_at, "{:?}", case.layers);
    }
}

#[test]
fn presets_fit_together() {
    let parameters = Preset::ALL.map(|preset| preset.architecture().parameter_count());
    assert_eq!(parameters, [61_706, 61_706, 3_226, 218_682, 7_850, 101_770]);
}

#[test]
fn costs_of_the_lessons_net() {
    let lesson = Architecture::lesson();
    let conv1 = lesson.cost(0);
    assert_eq!(
        conv1,
        Cost {
            parameters: 156,
            multiply_adds: 28 * 28 * 6 * 25,
            bytes: 4 * (156 + 6 * 28 * 28),
        }
    );
    assert_eq!(lesson.cost(3).parameters, 2_416);
    assert_eq!(lesson.cost(3).multiply_adds, 10 * 10 * 16 * 150);
    assert_eq!(lesson.total_cost().parameters, 61_706);
}

/// The lesson's layers, changed.
fn lesson_but(change: impl FnOnce(&mut Vec<Layer>)) -> Vec<Layer> {
    let mut layers = Preset::Lesson.layers();
    change(&mut layers);
    layers
}

fn message(layers: Vec<Layer>) -> String {
    Architecture::new(layers).unwrap_err().to_string()
}

fn conv1_padding(layers: &mut [Layer]) -> &mut (usize, usize) {
    match &mut layers[0] {
        Layer::Convolution { padding, .. } => padding,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_lessons_mistake_is_told_at_fc1() {
    let layers = lesson_but(|layers| *conv1_padding(layers) = (0, 0));
    let error = Architecture::new(layers).unwrap_err();
    assert_eq!(error.layer, 7);
    assert_eq!(
        error.misfit,
        Misfit::WrongInputs {
            expected: 400,
            given: 256,
            from: Some(Shape::maps(16, 4, 4)),
        }
    );
    assert_eq!(
        error.to_string(),
        "layer 8 (fc1): expects 400 inputs, but gets 256 (16×4×4)"
    );
}

#[test]
fn errors_use_the_words_of_the_size_formula() {
    let too_large = lesson_but(|layers| {
        layers.splice(
            5..6,
            [Layer::MaxPool {
                kernel: (11, 2),
                stride: (1, 1),
            }],
        );
    });
    assert_eq!(
        message(too_large),
        "layer 6: the kernel spans 11, the padded input only 10: 10 + 2·0 − 11 = -1, \
         which is below 0"
    );
    let unflattened = lesson_but(|layers| drop(layers.remove(6)));
    assert_eq!(
        message(unflattened),
        "layer 7 (fc1): needs a row of numbers, but gets 16×5×5: put a flatten before it"
    );
    let twice = lesson_but(|layers| layers[9] = layers[7].clone());
    assert!(message(twice).contains("used twice"));
    let no_layers = message(Vec::new());
    assert!(no_layers.contains("10 numbers"), "{no_layers}");
}

#[test]
fn absurd_sizes_are_refused_without_computing_them() {
    let huge = usize::MAX / 2;
    let linear = |inputs, outputs| Layer::Linear {
        name: "fc1".into(),
        inputs,
        outputs,
    };
    let padded = lesson_but(|layers| *conv1_padding(layers) = (huge, huge));
    assert!(message(padded).contains("too large"));
    // Few cells come out, but many would have to be padded.
    let jump = Layer::Convolution {
        name: "conv".into(),
        channels: 10,
        kernel: (1, 1),
        stride: (1_000_000, 1_000_000),
        padding: (400_000, 400_000),
        dilation: (1, 1),
    };
    assert!(message(vec![jump, Layer::Flatten]).contains("too large"));
    assert!(message(vec![Layer::Flatten, linear(784, huge)]).contains("too large"));
    assert!(message(vec![Layer::Flatten, linear(784, 1_000_000)]).contains("too large"));
}

/// What all layers hold together is bounded too: a trace keeps everything.
#[test]
fn many_layers_are_refused_before_they_fill_memory() {
    let grow = Layer::Convolution {
        name: "conv".into(),
        channels: 10_000,
        kernel: (1, 1),
        stride: (1, 1),
        padding: (0, 0),
        dilation: (1, 1),
    };
    let lesson = Preset::Lesson.layers();
    let mut wide = vec![grow, Layer::Relu];
    wide.extend(lesson.clone());
    let error = Architecture::new(wide).unwrap_err();
    assert_eq!((error.layer, error.shapes.len()), (1, 2));
    assert!(
        error
            .to_string()
            .contains("too large: more than 10000000 cells")
    );
    let mut deep = vec![Layer::Relu; 200];
    deep.extend(lesson);
    let error = Architecture::new(deep).unwrap_err();
    assert_eq!(error.layer, 200);
    assert!(error.to_string().contains("more than 200 layers"));
}

#[test]
fn an_architecture_is_its_list_of_layers_in_json() {
    let lesson = Architecture::lesson();
    let json = serde_json::to_string(&lesson).unwrap();
    assert_eq!(serde_json::from_str::<Architecture>(&json).unwrap(), lesson);
    let broken = json.replace("400", "401");
    let error = serde_json::from_str::<Architecture>(&broken).unwrap_err();
    assert!(error.to_string().contains("fc1"), "{error}");
}

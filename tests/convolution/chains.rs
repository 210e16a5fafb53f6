//! Operations in a row, and the patterns to try them on.

use convscope::convolution::chain::{ChainFull, MAX_OPERATIONS};
use convscope::convolution::patterns::Pattern;
use convscope::convolution::{Chain, Convolution, Operation, Pooling, PoolingKind, Preset};
use convscope::grid::Grid;

use crate::fixtures::{convolution, kernel};

fn max_pool() -> Operation {
    Operation::from(Pooling {
        kind: PoolingKind::Max,
        window: (2, 2),
        stride: (2, 2),
    })
}

/// One layer of a network: convolution, ReLU, pooling.
#[test]
fn a_layer_by_hand() {
    let picture =
        Grid::from_values(3, 3, vec![0.0, 1.0, 0.0, 2.0, 3.0, 0.0, 0.0, 0.0, 1.0]).unwrap();
    let conv = Operation::from(Convolution::new(kernel("1 -1; 0 0")));
    let chain = Chain::new(vec![conv, Operation::Relu, max_pool()]).unwrap();
    let results: Vec<_> = chain
        .run(&picture)
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(results[0].values(), [-1.0, 1.0, -1.0, 3.0]);
    assert_eq!(results[1].values(), [0.0, 1.0, 0.0, 3.0]);
    assert_eq!(results[2].values(), [3.0]);
    assert_eq!(chain.sizes(3, 3), [Ok((2, 2)), Ok((2, 2)), Ok((1, 1))]);
}

/// Blur then Sobel is Sobel then blur: they are one larger kernel.
#[test]
fn edge_detection_in_two_orders() {
    let picture = Pattern::Noise { seed: 3 }.grid(20, 20);
    let (blur, sobel) = (Preset::BoxBlur.kernel(), Preset::SobelX.kernel());
    let chain = |kernels: [&convscope::convolution::Kernel; 2]| {
        let operations = kernels.map(|k| Operation::from(Convolution::new(k.clone())));
        let mut results = Chain::new(operations.into()).unwrap().run(&picture);
        results.pop().unwrap().unwrap()
    };
    let (a, b) = (chain([&blur, &sobel]), chain([&sobel, &blur]));
    for (a, b) in a.values().iter().zip(b.values()) {
        assert!((a - b).abs() < 1e-5);
    }
}

#[test]
fn a_chain_ends_at_what_is_impossible() {
    let picture = Grid::filled(6, 6, 1.0);
    let shrink = Operation::from(convolution(
        "1 1 1 1 1; 1 1 1 1 1; 1 1 1 1 1; 1 1 1 1 1; 1 1 1 1 1",
        1,
        0,
        1,
    ));
    let chain = Chain::new(vec![shrink.clone(), shrink.clone(), shrink]).unwrap();
    let results = chain.run(&picture);
    assert_eq!(results.len(), 2);
    assert_eq!(results[0], Ok(Grid::filled(2, 2, 25.0)));
    assert!(results[1].is_err());
    let sizes = chain.sizes(6, 6);
    assert_eq!(sizes.len(), 2);
    assert_eq!(sizes[1].unwrap_err(), *results[1].as_ref().unwrap_err());
}

#[test]
fn a_chain_holds_five() {
    let mut chain = Chain::default();
    for _ in 0..MAX_OPERATIONS {
        chain.push(Operation::Relu).unwrap();
    }
    assert_eq!(chain.push(Operation::Relu), Err(ChainFull));
    assert!(Chain::new(vec![Operation::Relu; 6]).is_err());
    chain.operations_mut()[0] = max_pool();
    chain.reorder(0, 4);
    assert_eq!(chain.operations()[4], max_pool());
    assert_eq!(chain.remove(4), max_pool());
    assert_eq!(
        chain.operations(),
        [
            Operation::Relu,
            Operation::Relu,
            Operation::Relu,
            Operation::Relu
        ]
    );
    assert_eq!(Chain::default().run(&Grid::filled(2, 2, 0.0)), []);
}

#[test]
fn relu_keeps_nan() {
    let input = Grid::from_values(1, 4, vec![-1.0, 2.0, f32::NAN, f32::NEG_INFINITY]).unwrap();
    let output = Operation::Relu.apply(&input).unwrap();
    assert_eq!(output.row(0)[..2], [0.0, 2.0]);
    assert!(output.at(0, 2).is_nan());
    assert_eq!(output.at(0, 3), 0.0);
}

#[test]
fn patterns() {
    let edge = Pattern::Edge.grid(2, 4);
    assert_eq!(edge.row(1), [0.0, 0.0, 1.0, 1.0]);
    assert_eq!(
        Pattern::Gradient.grid(1, 5).row(0),
        [0.0, 0.25, 0.5, 0.75, 1.0]
    );
    let board = Pattern::Checkerboard.grid(8, 8);
    assert_eq!(
        (board.at(0, 0), board.at(0, 4), board.at(4, 4)),
        (0.0, 1.0, 0.0)
    );
    let noise = |seed| Pattern::Noise { seed }.grid(9, 9);
    assert_eq!(noise(1), noise(1));
    assert_ne!(noise(1), noise(2));
    assert!(noise(1).values().iter().all(|v| (0.0..=1.0).contains(v)));
    for pattern in [
        Pattern::Edge,
        Pattern::Impulse,
        Pattern::Gradient,
        Pattern::Checkerboard,
    ] {
        assert_eq!(pattern.grid(0, 0), Grid::default());
        assert_eq!(pattern.grid(1, 1).values().len(), 1);
    }
}

/// Convolution copies the kernel to where the impulse is; correlation copies it flipped.
#[test]
fn an_impulse_shows_the_kernel() {
    let k = kernel("1 2 3; 4 5 6; 7 8 9");
    let impulse = Pattern::Impulse.grid(5, 5);
    let correlation = Convolution::new(k.clone());
    let convolution = Convolution {
        flip: true,
        ..correlation.clone()
    };
    assert_eq!(&convolution.apply(&impulse).unwrap(), k.grid());
    assert_eq!(&correlation.apply(&impulse).unwrap(), k.flipped().grid());
}

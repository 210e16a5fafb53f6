//! Kernels: named, typed, turned, taken apart.

use convscope::convolution::kernel::{KernelError, MAX_SIDE};
use convscope::convolution::{Kernel, Preset};
use convscope::grid::Grid;
use proptest::prelude::*;

use crate::fixtures::kernel;
use crate::strategies;

fn sum(kernel: &Kernel) -> f64 {
    kernel.grid().values().iter().map(|w| f64::from(*w)).sum()
}

#[test]
fn named_kernels_are_those_of_the_literature() {
    for (preset, text) in [
        (Preset::Identity, "0 0 0; 0 1 0; 0 0 0"),
        (Preset::SobelX, "-1 0 1; -2 0 2; -1 0 1"),
        (Preset::SobelY, "-1 -2 -1; 0 0 0; 1 2 1"),
        (Preset::PrewittX, "-1 0 1; -1 0 1; -1 0 1"),
        (Preset::ScharrY, "-3 -10 -3; 0 0 0; 3 10 3"),
        (Preset::Laplacian4, "0 1 0; 1 -4 1; 0 1 0"),
        (Preset::Laplacian8, "1 1 1; 1 -8 1; 1 1 1"),
        (Preset::Sharpen, "0 -1 0; -1 5 -1; 0 -1 0"),
        (Preset::Outline, "-1 -1 -1; -1 8 -1; -1 -1 -1"),
        (Preset::Emboss, "-2 -1 0; -1 1 1; 0 1 2"),
        (Preset::Ridge, "0 -1 0; -1 4 -1; 0 -1 0"),
        (Preset::BoxBlur, "1/9 1/9 1/9; 1/9 1/9 1/9; 1/9 1/9 1/9"),
    ] {
        assert_eq!(preset.kernel(), kernel(text), "{}", preset.name());
    }
}

#[test]
fn blurs_sum_up_to_one_and_edges_to_zero() {
    for preset in Preset::ALL {
        let expected = match preset {
            Preset::Laplacian4 | Preset::Laplacian8 | Preset::Ridge | Preset::Outline => 0.0,
            Preset::SobelX | Preset::PrewittX | Preset::ScharrX => 0.0,
            Preset::SobelY | Preset::PrewittY | Preset::ScharrY => 0.0,
            _ => 1.0,
        };
        assert!(
            (sum(&preset.kernel()) - expected).abs() < 1e-6,
            "{}",
            preset.name()
        );
        for size in 1..=MAX_SIDE {
            if let Some(sized) = preset.sized(size) {
                assert_eq!(sized.size(), (size, size));
                assert!(
                    (sum(&sized) - expected).abs() < 1e-6,
                    "{} {size}",
                    preset.name()
                );
            }
        }
    }
}

#[test]
fn presets_are_known_by_name_and_by_kernel() {
    for preset in Preset::ALL {
        assert_eq!(Preset::named(preset.name()), Some(preset));
        assert_eq!(Preset::of(&preset.kernel()), Some(preset));
    }
    assert_eq!(
        Preset::of(&Preset::BoxBlur.sized(7).unwrap()),
        Some(Preset::BoxBlur)
    );
    assert_eq!(Preset::of(&kernel("1 2 3")), None);
    assert_eq!(Preset::named("none"), None);
}

#[test]
fn a_gaussian_of_no_width_is_the_identity() {
    for sigma in [0.0, -1.0, f32::NAN, 1e-30] {
        assert_eq!(
            Kernel::gaussian(5, sigma),
            Preset::Identity.sized(5).unwrap()
        );
    }
    assert_eq!(Kernel::gaussian(2, 0.0), kernel("1/4 1/4; 1/4 1/4"));
    let flat = Kernel::gaussian(3, 1e30);
    assert_eq!(flat, Preset::BoxBlur.kernel());
}

#[test]
fn an_anchored_impulse_comes_out_where_it_was() {
    for size in 1..=6 {
        let identity = Preset::Identity.sized(size).unwrap();
        let (row, column) = identity.anchor();
        assert_eq!(identity.at(row, column), 1.0);
    }
}

#[test]
fn rotating_and_transposing() {
    let k = kernel("1 2 3; 4 5 6");
    assert_eq!(k.rotated(), kernel("4 1; 5 2; 6 3"));
    assert_eq!(k.transposed(), kernel("1 4; 2 5; 3 6"));
    assert_eq!(k.flipped(), kernel("6 5 4; 3 2 1"));
}

#[test]
fn normalizing() {
    let normalized = |text: &str| kernel(text).normalized();
    assert_eq!(
        normalized("1 2; 3 2"),
        Some(kernel("0.125 0.25; 0.375 0.25"))
    );
    assert_eq!(normalized("1 0 -1"), Some(kernel("0.5 0 -0.5")));
    assert_eq!(normalized("0 0"), None);
    // The sum is rounding, not a number to divide by.
    assert_eq!(
        normalized("0.1 0.2 -0.3"),
        Some(kernel("0.16666667 0.33333334 -0.5"))
    );
    assert_eq!(normalized("3e38 3e38"), Some(kernel("0.5 0.5")));
    assert_eq!(normalized("1e-45 1e-45").unwrap(), kernel("0.5 0.5"));
}

#[test]
fn resizing_keeps_the_anchor() {
    let k = kernel("1 2 3; 4 5 6; 7 8 9");
    assert_eq!(k.resized(1, 1), Ok(kernel("5")));
    assert_eq!(k.resized(2, 2), Ok(kernel("5 6; 8 9")));
    assert_eq!(
        k.resized(3, 5),
        Ok(kernel("0 1 2 3 0; 0 4 5 6 0; 0 7 8 9 0"))
    );
    assert_eq!(k.resized(3, 4), Ok(kernel("1 2 3 0; 4 5 6 0; 7 8 9 0")));
    assert!(k.resized(0, 3).is_err());
    assert!(k.resized(3, 12).is_err());
    assert!(k.resized(usize::MAX, usize::MAX).is_err());
}

#[test]
fn separable_kernels_are_found() {
    let separable = [
        Preset::BoxBlur,
        Preset::GaussianBlur,
        Preset::SobelX,
        Preset::SobelY,
        Preset::PrewittX,
        Preset::PrewittY,
        Preset::ScharrX,
        Preset::ScharrY,
        Preset::Identity,
    ];
    for preset in Preset::ALL {
        let factors = preset.kernel().factors();
        assert_eq!(
            factors.is_some(),
            separable.contains(&preset),
            "{}",
            preset.name()
        );
    }
    let factors = Preset::SobelX.kernel().factors().unwrap();
    assert_eq!(factors.row, [-2.0, 0.0, 2.0]);
    assert_eq!(factors.column, [0.5, 1.0, 0.5]);
    // Nearly is not enough.
    assert_eq!(kernel("1 2; 2 4.0001").factors(), None);
    assert_eq!(kernel("0 0; 0 0").factors(), None);
}

#[test]
fn numpy_text_goes_out_and_in() {
    let k = kernel("1 0 -1; 0.5 1e-20 1/3");
    let text = "np.array([[1, 0, -1],\n          [0.5, 1e-20, 0.33333334]], dtype=np.float32)";
    assert_eq!(k.to_numpy(), text);
    assert_eq!(kernel(text), k);
    for text in [
        "kernel = np.array([[1, 0], [0, 1]])",
        "[[1, 0], [0, 1]]",
        "[[1. 0.]\n [0. 1.]]",
        "array([[1., 0.],\n       [0., 1.]])",
        "array([[1., 0.],\n       [0., 1.]], dtype=float32)",
        "torch.tensor([[1, 0,], [0, 1],])",
        "1,0;0,1",
        "1 0\n0 1\n",
        "1\t0;0\t1;",
    ] {
        assert_eq!(text.parse(), Ok(kernel("1 0; 0 1")), "{text}");
    }
    assert_eq!("[1, -2]".parse(), Ok(kernel("1 −2")));
}

#[test]
fn bad_text_says_what_is_wrong() {
    let error = |text: &str| text.parse::<Kernel>().unwrap_err();
    assert_eq!(error(""), KernelError::Empty);
    assert_eq!(error("[]"), KernelError::Empty);
    assert_eq!(error(" ;; "), KernelError::Empty);
    let ragged = KernelError::Ragged {
        row: 1,
        cells: 1,
        expected: 2,
    };
    assert_eq!(error("1 2; 3"), ragged);
    let not_a_number = |row, text: &str| KernelError::NotANumber {
        row,
        text: text.into(),
    };
    assert_eq!(error("1 x; 3 4"), not_a_number(0, "x"));
    assert_eq!(error("1,,2"), not_a_number(0, ""));
    for text in ["1 nan", "1 inf", "1 1e39", "0 1/0", "0 0/0"] {
        assert_eq!(
            error(text),
            KernelError::NotFinite { row: 0, column: 1 },
            "{text}"
        );
    }
    assert_eq!(
        error("1 2 3 4 5 6 7 8 9 10 11 12"),
        KernelError::TooLarge {
            height: 1,
            width: 12
        }
    );
    // What would change the weights is not passed over.
    for text in [
        "np.array([[1, 1]]) / 9",
        "2 * np.array([[1, 1]])",
        "[[1, 1]] * 3",
        "np.ones([3, 3]) + 1",
    ] {
        assert!(
            matches!(error(text), KernelError::BesideArray { .. }),
            "{text}"
        );
    }
    for text in ["[[1, 2]", "[[[1]]]", "]1[", "[1], [2]"] {
        assert!(
            matches!(error(text), KernelError::Brackets),
            "{text}: {:?}",
            error(text)
        );
    }
    assert_eq!(error(&"1 ".repeat(20_000)), KernelError::TooLong);
    let nan = Kernel::new(Grid::filled(2, 2, f32::NAN));
    assert_eq!(nan, Err(KernelError::NotFinite { row: 0, column: 0 }));
    assert!(kernel("1 2").with(0, 1, f32::INFINITY).is_err());
}

proptest! {
    #[test]
    fn flipping_twice_and_rotating_four_times_change_nothing(k in strategies::kernel()) {
        prop_assert_eq!(&k.flipped().flipped(), &k);
        prop_assert_eq!(&k.transposed().transposed(), &k);
        prop_assert_eq!(&k.rotated().rotated(), &k.flipped());
        prop_assert_eq!(&k.rotated().rotated().rotated().rotated(), &k);
    }

    #[test]
    fn text_reads_back_the_same(
        grid in strategies::grid(1..=11_usize, 1..=11_usize, -3.4e38..3.4e38_f32),
        exponent in -45..=0_i32,
    ) {
        let scaled = grid.map(|value| value * 10_f32.powi(exponent));
        let k = Kernel::new(scaled).unwrap();
        prop_assert_eq!(&kernel(&k.to_string()), &k);
        prop_assert_eq!(&kernel(&k.to_numpy()), &k);
        let kept: Kernel = serde_json::from_str(&serde_json::to_string(&k).unwrap()).unwrap();
        prop_assert_eq!(&kept, &k);
    }

    #[test]
    fn products_of_a_column_and_a_row_are_separable(
        column in proptest::collection::vec(-2.0..2.0_f32, 1..=11),
        row in proptest::collection::vec(-2.0..2.0_f32, 1..=11),
    ) {
        let product = Grid::from_fn(column.len(), row.len(), |y, x| column[y] * row[x]);
        let k = Kernel::new(product).unwrap();
        let factors = k.factors();
        prop_assert_eq!(factors.is_some(), k.grid().max_abs() > 0.0);
        if let Some(factors) = factors {
            let bound = k.grid().max_abs() * 1e-6;
            for (y, a) in factors.column.iter().enumerate() {
                for (x, b) in factors.row.iter().enumerate() {
                    prop_assert!((a * b - k.at(y, x)).abs() <= bound);
                }
            }
        }
    }

    #[test]
    fn any_text_is_answered(text in "[-0-9a-z.,;\\[\\]() =\n]{0,40}") {
        let _ = text.parse::<Kernel>();
    }
}

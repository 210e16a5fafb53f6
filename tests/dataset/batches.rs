//! The order of pictures, and what a network reads of them.

use convscope::dataset::{batches, builtin};

#[test]
fn an_order_has_every_picture_once() {
    let mut order = batches::order(1000, 1, 0);
    assert_ne!(order, (0..1000).collect::<Vec<_>>());
    order.sort_unstable();
    assert_eq!(order, (0..1000).collect::<Vec<_>>());
}

#[test]
fn seed_and_epoch_make_the_order() {
    assert_eq!(batches::order(50, 1, 2), batches::order(50, 1, 2));
    assert_ne!(batches::order(50, 1, 2), batches::order(50, 1, 3));
    assert_ne!(batches::order(50, 1, 2), batches::order(50, 2, 2));
}

/// Each picture comes first equally often: 100 pictures over 5,000 epochs, 50 times each, with
/// a standard deviation of 7.
#[test]
fn no_place_is_favoured() {
    let mut firsts = [0_i32; 100];
    for epoch in 0..5_000 {
        firsts[batches::order(100, 7, epoch)[0] as usize] += 1;
    }
    assert!(
        firsts.iter().all(|count| (count - 50).abs() < 40),
        "{firsts:?}"
    );
}

#[test]
fn a_network_reads_minus_one_to_one() {
    let digits = &builtin().test;
    let mut input = vec![0.0; 784];
    batches::normalise(digits.pixels(0), &mut input);
    for (input, ink) in input.iter().zip(digits.picture(0).values()) {
        assert_eq!(*input, ink * 2.0 - 1.0);
    }
    assert!(input.contains(&-1.0) && input.contains(&1.0));
}

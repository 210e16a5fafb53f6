//! The built-in digits, and the real MNIST where it is there.

use convscope::dataset::{Dataset, builtin, mnist};

use super::shared;

#[test]
fn the_builtin_digits_are_split_by_index() {
    let split = builtin();
    assert_eq!((split.train.len(), split.test.len()), (8_500, 1_500));
    let firsts = [5, 0, 4, 1, 9, 2, 1, 3, 1, 4];
    assert_eq!(split.train.labels()[..10], firsts);
    for digits in [&split.train, &split.test] {
        for digit in 0..10 {
            let share = digits.labels().iter().filter(|l| **l == digit).count() * 10;
            assert!(share * 10 > digits.len() * 8, "{digit}: {share}");
        }
    }
}

/// Mean and standard deviation are those that are known of MNIST, within what 10,000 digits vary.
#[test]
fn the_builtin_digits_look_like_mnist() {
    let all = Dataset::concat([&builtin().train, &builtin().test]);
    let count = all.all_pixels().len() as f64;
    let values = || all.all_pixels().iter().map(|byte| f64::from(*byte) / 255.0);
    let mean = values().sum::<f64>() / count;
    let variance = values().map(|v| (v - mean) * (v - mean)).sum::<f64>() / count;
    assert!((mean - 0.1307).abs() < 0.002, "{mean}");
    assert!((variance.sqrt() - 0.3081).abs() < 0.002, "{variance}");
}

#[test]
fn the_builtin_digits_are_the_first_of_the_training_set() {
    let Some(folder) = shared::find("mnist") else {
        return;
    };
    let split = mnist::read_folder(&folder).unwrap();
    assert_eq!((split.train.len(), split.test.len()), (60_000, 10_000));
    let all = Dataset::concat([&builtin().train, &builtin().test]);
    let first = split.train.take(10_000);
    assert_eq!(all.labels(), first.labels());
    assert!(all.all_pixels() == first.all_pixels());
}

#[test]
fn parts_of_a_set_keep_their_pictures() {
    let set = &builtin().train;
    let part = set.skip(100).take(50);
    assert_eq!(part.len(), 50);
    assert_eq!(part.pixels(3), set.pixels(103));
    assert_eq!(part.label(49), set.label(149));
    assert!(set.skip(10_000).is_empty());
    assert_eq!(set.take(10_000).len(), set.len());
    let both = Dataset::concat([&part, &set.take(2)]);
    assert_eq!(both.pixels(51), set.pixels(1));
    assert_eq!(both.label(0), set.label(100));
}

#[test]
fn a_picture_is_ink_in_0_to_1() {
    let set = &builtin().test;
    let picture = set.picture(0);
    assert_eq!((picture.height(), picture.width()), (28, 28));
    for (ink, byte) in picture.values().iter().zip(set.pixels(0)) {
        assert_eq!(*ink, f32::from(*byte) / 255.0);
    }
}

#[test]
fn a_set_without_another_has_none_of_its_pictures() {
    let set = &builtin().train;
    let rest = set.without(&set.skip(10).take(20));
    assert_eq!(rest.len(), set.len() - 20);
    assert_eq!(rest.pixels(10), set.pixels(30));
    assert_eq!(rest.label(10), set.label(30));
    assert!(set.without(set).is_empty());
}

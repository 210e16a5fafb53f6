use std::path::Path;

use convscope::dataset::{self, pen};
use convscope::grid::Grid;
use convscope::network::{Classification, Model, Verdict, verdict};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::doodles::{KINDS, Kind, OTHER_KINDS};

fn verdict_on(model: &Model, picture: &Grid) -> (Verdict, Classification) {
    let said = model.classify(picture);
    (verdict(picture, &said), said)
}

/// The share of pictures on which the verdict is that the answer is not sure.
fn unsure(pictures: &[Grid]) -> f64 {
    let model = Model::builtin();
    let verdicts = pictures.iter().map(|picture| verdict_on(&model, picture).0);
    verdicts
        .filter(|verdict| *verdict == Verdict::Unsure)
        .count() as f64
        / pictures.len() as f64
}

fn doodles(kind: &Kind) -> Vec<Grid> {
    let mut rng = ChaCha8Rng::seed_from_u64(1000);
    (0..400).map(|_| (kind.make)(&mut rng)).collect()
}

#[test]
fn nothing_is_blank() {
    let model = Model::builtin();
    let blank = Grid::filled(28, 28, 0.0);
    assert_eq!(verdict_on(&model, &blank).0, Verdict::Blank);
    let mut speck = blank;
    speck.set(14, 14, 1.0);
    assert_ne!(verdict_on(&model, &speck).0, Verdict::Blank);
}

/// What `models/doodles.md` says of each kind, with room for chance.
#[test]
fn doodles_are_held_back() {
    let least = [
        ("anything", 0.78),
        ("scribble", 0.91),
        ("letter", 0.98),
        ("shape", 0.98),
        ("zigzag", 0.97),
        ("random strokes", 0.90),
        ("two digits", 0.97),
        ("half a digit", 0.58),
        ("blob", 0.99),
        ("other letter", 0.76),
        ("other shape", 0.88),
        ("loops", 0.80),
        ("hatching", 0.98),
    ];
    let kinds = KINDS.iter().chain(&OTHER_KINDS);
    for (kind, (name, least)) in kinds.zip(least) {
        assert_eq!(kind.name, name);
        let held_back = unsure(&doodles(kind));
        assert!(held_back >= least, "{held_back} of {name} are held back");
    }
}

#[test]
fn real_digits_are_let_through() {
    let digits = &dataset::builtin().test;
    let pictures: Vec<_> = (0..digits.len())
        .map(|index| digits.picture(index))
        .collect();
    let held_back = unsure(&pictures);
    assert!(
        held_back <= 0.02,
        "{held_back} of the built-in digits are held back"
    );
}

#[test]
fn digits_of_strangers_drawn_with_a_pen_are_let_through() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/pen/pendigits-orig.tra.gz");
    if !path.exists() {
        eprintln!("SKIPPED: no drawn digits at {}", path.display());
        return;
    }
    let digits = pen::split(&pen::read(&path).unwrap(), false).test;
    let pictures: Vec<_> = (0..digits.len())
        .map(|index| digits.picture(index))
        .collect();
    let held_back = unsure(&pictures);
    assert!(
        held_back <= 0.02,
        "{held_back} of the drawn digits are held back"
    );
}

#[test]
fn an_answer_without_a_majority_is_not_sure() {
    let picture = &crate::mnist::sketched_digits()[1];
    let mut logits = [0.0; 10];
    logits[1] = 9.0;
    assert_eq!(
        verdict(picture, &Classification::from_logits(logits)),
        Verdict::Sure
    );
    logits[7] = 9.0;
    assert_eq!(
        verdict(picture, &Classification::from_logits(logits)),
        Verdict::Unsure
    );
}

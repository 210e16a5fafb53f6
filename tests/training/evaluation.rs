//! Accuracy, confusion matrix, loss and mistakes agree with each other and with the model.

use convscope::dataset::builtin;
use convscope::network::Model;
use convscope::training::{Evaluation, evaluate};

#[test]
fn every_picture_is_counted_once() {
    let (model, digits) = (Model::builtin(), builtin().test.take(300));
    let found = evaluate(&model, &digits);
    assert_eq!(found.total, 300);
    let mut expected = Evaluation::default();
    for index in 0..digits.len() {
        let answer = model.classify(&digits.picture(index));
        let (label, said) = (digits.label(index), answer.digit());
        expected.correct += usize::from(said == label);
        expected.confusion[usize::from(label)][usize::from(said)] += 1;
        expected.loss -= f64::from(answer.probabilities[usize::from(label)]).ln() / 300.0;
    }
    assert_eq!(found.correct, expected.correct);
    assert_eq!(found.confusion, expected.confusion);
    assert!(
        (found.loss - expected.loss).abs() < 1e-4,
        "{} {}",
        found.loss,
        expected.loss
    );
}

#[test]
fn mistakes_come_worst_first() {
    let digits = &builtin().test;
    let untrained = Model::seeded(Model::builtin().architecture(), 1);
    let found = evaluate(&untrained, digits);
    assert_eq!(found.mistakes.len(), found.total - found.correct);
    assert!(
        found
            .mistakes
            .windows(2)
            .all(|pair| pair[0].loss >= pair[1].loss)
    );
    for mistake in &found.mistakes[..20] {
        let answer = untrained.classify(&digits.picture(mistake.index));
        assert_eq!(mistake.label, digits.label(mistake.index));
        assert_eq!(mistake.said, answer.digit());
        assert_ne!(mistake.said, mistake.label);
        assert!((mistake.probability - answer.probability()).abs() < 1e-5);
    }
}

#[test]
fn two_sets_add_up() {
    let (model, digits) = (Model::builtin(), &builtin().test);
    let parts = evaluate(&model, &digits.take(400)).with(&evaluate(&model, &digits.skip(400)));
    let whole = evaluate(&model, digits);
    assert_eq!((parts.total, parts.correct), (whole.total, whole.correct));
    assert_eq!(parts.confusion, whole.confusion);
    assert!((parts.loss - whole.loss).abs() < 1e-9);
}

#[test]
fn no_pictures_have_no_accuracy() {
    let nothing = evaluate(&Model::builtin(), &builtin().test.take(0));
    assert_eq!(nothing, Evaluation::default());
    assert_eq!(nothing.accuracy(), None);
}

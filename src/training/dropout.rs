//! Dropout as one setting of a network.

use crate::network::{Architecture, Layer};

/// The probability of a network's first dropout; 0 if it has none.
pub fn dropout(architecture: &Architecture) -> f32 {
    let probability = |layer: &Layer| match layer {
        Layer::Dropout { probability } => Some(*probability),
        _ => None,
    };
    architecture
        .layers()
        .iter()
        .find_map(probability)
        .unwrap_or(0.0)
}

/// The network with this probability (0..1, 1 excluded) in every dropout that it has, or in one
/// before each linear layer but the first if it has none; 0 takes them out. A probability that
/// no dropout may have changes nothing.
pub fn with_dropout(architecture: &Architecture, probability: f32) -> Architecture {
    let is_dropout = |layer: &Layer| matches!(layer, Layer::Dropout { .. });
    let has_some = architecture.layers().iter().any(is_dropout);
    let mut is_first = true;
    let mut layers = Vec::new();
    for layer in architecture.layers() {
        match layer {
            Layer::Dropout { .. } if probability == 0.0 => {}
            Layer::Dropout { .. } => layers.push(Layer::Dropout { probability }),
            Layer::Linear { .. } => {
                if !is_first && !has_some && probability > 0.0 {
                    layers.push(Layer::Dropout { probability });
                }
                is_first = false;
                layers.push(layer.clone());
            }
            _ => layers.push(layer.clone()),
        }
    }
    Architecture::new(layers).unwrap_or_else(|_| architecture.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Preset;

    #[test]
    fn dropout_comes_and_goes() {
        let lesson = Architecture::lesson();
        assert_eq!(dropout(&lesson), 0.0);
        let some = with_dropout(&lesson, 0.25);
        let count = |it: &Architecture| {
            let layers = it.layers().iter();
            layers
                .filter(|l| matches!(l, Layer::Dropout { .. }))
                .count()
        };
        assert_eq!((dropout(&some), count(&some)), (0.25, 2));
        assert_eq!(some.parameters(), lesson.parameters());
        assert_eq!(with_dropout(&some, 0.0), lesson);
        assert_eq!(with_dropout(&lesson, 1.0), lesson);
        let deeper = Preset::Deeper.architecture();
        let changed = with_dropout(&deeper, 0.1);
        assert_eq!((dropout(&changed), count(&changed)), (0.1, count(&deeper)));
    }
}

//! The convolutional network, on candle.

pub mod ops;

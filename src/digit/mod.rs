//! From ink to the picture that a network reads.

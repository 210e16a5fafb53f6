//! Arrays of 32-bit floats as NumPy's `.npy`.
//!
//! Format: <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>

/// Header and data start at multiples of this.
const ALIGNMENT: usize = 64;

/// The bytes of an `.npy` file, little-endian, row-major. `shape` multiplies up to the number of
/// `values`.
pub fn bytes(shape: &[usize], values: &[f32]) -> Vec<u8> {
    let sizes: String = shape.iter().map(|size| format!("{size}, ")).collect();
    let shape = match shape {
        [_] => sizes.trim_end(),
        _ => sizes.trim_end_matches(", "),
    };
    let mut header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({shape}), }}");
    let magic = b"\x93NUMPY\x01\x00";
    let before = magic.len() + size_of::<u16>();
    let padded = (before + header.len() + 1).next_multiple_of(ALIGNMENT) - before;
    header.push_str(&" ".repeat(padded - header.len() - 1));
    header.push('\n');
    let mut bytes = magic.to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    bytes
}

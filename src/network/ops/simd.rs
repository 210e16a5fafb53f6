//! Vectors of numbers, and which of the processor's instruction sets computes with them.
//!
//! A kernel is written once, as a function over [`Simd`]; the macro `kernel!` compiles it for
//! every instruction set and picks one when the program runs.

/// A set of instructions that this processor has, found when the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstructionSet {
    /// 16 numbers at once, or 8.
    #[cfg(target_arch = "x86_64")]
    Avx512(Avx512),
    /// 8 numbers at once.
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
    /// What every processor of the target has, left to the compiler.
    Portable,
}

impl InstructionSet {
    /// The fastest.
    pub fn best() -> Self {
        Self::available()[0]
    }

    /// Every one that the processor has, the fastest first.
    pub fn available() -> Vec<Self> {
        let mut sets = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            sets.extend(Avx512::detect().map(Self::Avx512));
            sets.extend(Avx2::detect().map(Self::Avx2));
        }
        sets.push(Self::Portable);
        sets
    }
}

/// Vectors of one width. A value of the implementing type is proof that the processor has the
/// instructions, which is why the arithmetic is safe to call.
pub trait Simd: Copy {
    /// Numbers in a vector.
    const LANES: usize;
    /// Vectors that fit in registers.
    const REGISTERS: usize;
    /// Whether a product and a sum round once, in one instruction.
    const FUSED: bool;
    type Vector: Copy;
    /// The first lanes of a vector.
    type Mask: Copy;
    /// Vectors half as wide, or the same where these are the narrowest.
    type Half: Simd;

    fn half(self) -> Self::Half;

    fn splat(self, value: f32) -> Self::Vector;

    /// The first `count` lanes, at most all.
    fn mask(self, count: usize) -> Self::Mask;

    /// # Safety
    /// The lanes in the mask must be readable from `from` on; the others become 0.
    unsafe fn load_masked(self, from: *const f32, mask: Self::Mask) -> Self::Vector;

    /// # Safety
    /// The lanes in the mask must be writable from `to` on; the others are left alone.
    unsafe fn store_masked(self, vector: Self::Vector, to: *mut f32, mask: Self::Mask);

    /// # Safety
    /// `LANES` numbers must be readable from `from` on.
    unsafe fn load(self, from: *const f32) -> Self::Vector;

    /// # Safety
    /// `LANES` numbers must be writable from `to` on.
    unsafe fn store(self, vector: Self::Vector, to: *mut f32);

    /// a · b + c
    fn mul_add(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;

    fn add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;

    /// The larger of each pair; b where one of them is NaN.
    fn max(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;

    /// Of two values with their places, lane by lane: the new one where it is larger or NaN.
    fn larger(
        self,
        new: (Self::Vector, Self::Vector),
        old: (Self::Vector, Self::Vector),
    ) -> (Self::Vector, Self::Vector);

    /// The sum of all lanes.
    fn sum(self, vector: Self::Vector) -> f32;
}

/// a · b + c for one number, rounded as the vectors of `S` round it.
#[inline(always)]
pub fn mul_add<S: Simd>(_: S, a: f32, b: f32, c: f32) -> f32 {
    if S::FUSED { a.mul_add(b, c) } else { a * b + c }
}

/// Makes a function that runs `$body` with the instruction set that it is given. `$body` must be
/// `#[inline(always)]` and take a [`Simd`] first, so that it is compiled anew for each set.
macro_rules! kernel {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) $(-> $out:ty)? = $body:path) => {
        $(#[$meta])*
        $vis fn $name(set: $crate::network::ops::simd::InstructionSet, $($argument: $type),*) $(-> $out)? {
            use $crate::network::ops::simd;
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f,avx512vl,avx512bw,avx512dq,avx2,fma")]
            fn avx512(simd: simd::Avx512, $($argument: $type),*) $(-> $out)? {
                $body(simd, $($argument),*)
            }
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,fma")]
            fn avx2(simd: simd::Avx2, $($argument: $type),*) $(-> $out)? {
                $body(simd, $($argument),*)
            }
            match set {
                // SAFETY: there is a value of `Avx512` only where the processor has these.
                #[cfg(target_arch = "x86_64")]
                simd::InstructionSet::Avx512(simd) => unsafe { avx512(simd, $($argument),*) },
                // SAFETY: there is a value of `Avx2` only where the processor has these.
                #[cfg(target_arch = "x86_64")]
                simd::InstructionSet::Avx2(simd) => unsafe { avx2(simd, $($argument),*) },
                simd::InstructionSet::Portable => $body(simd::Portable, $($argument),*),
            }
        }
    };
}
pub(super) use kernel;

/// Arithmetic on arrays of four, which compilers turn into the vectors that every 64-bit
/// processor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portable;

impl Simd for Portable {
    const LANES: usize = 4;
    const REGISTERS: usize = if cfg!(target_arch = "aarch64") {
        32
    } else {
        16
    };
    const FUSED: bool = cfg!(any(target_arch = "aarch64", target_feature = "fma"));
    type Vector = [f32; 4];
    type Mask = usize;
    type Half = Self;

    #[inline(always)]
    fn half(self) -> Self {
        self
    }

    #[inline(always)]
    fn splat(self, value: f32) -> [f32; 4] {
        [value; 4]
    }

    #[inline(always)]
    fn mask(self, count: usize) -> usize {
        count.min(4)
    }

    #[inline(always)]
    unsafe fn load_masked(self, from: *const f32, mask: usize) -> [f32; 4] {
        if mask == 4 {
            // SAFETY: the caller vouches for all four lanes.
            return unsafe { self.load(from) };
        }
        let mut vector = [0.0; 4];
        for (lane, value) in vector.iter_mut().enumerate().take(mask) {
            // SAFETY: the caller vouches for the lanes in the mask.
            *value = unsafe { *from.add(lane) };
        }
        vector
    }

    #[inline(always)]
    unsafe fn store_masked(self, vector: [f32; 4], to: *mut f32, mask: usize) {
        if mask == 4 {
            // SAFETY: the caller vouches for all four lanes.
            return unsafe { self.store(vector, to) };
        }
        for (lane, value) in vector.into_iter().enumerate().take(mask) {
            // SAFETY: the caller vouches for the lanes in the mask.
            unsafe { *to.add(lane) = value };
        }
    }

    #[inline(always)]
    unsafe fn load(self, from: *const f32) -> [f32; 4] {
        // SAFETY: the caller vouches for four numbers; an array of f32 may start at any f32.
        unsafe { from.cast::<[f32; 4]>().read() }
    }

    #[inline(always)]
    unsafe fn store(self, vector: [f32; 4], to: *mut f32) {
        // SAFETY: the caller vouches for four numbers; an array of f32 may start at any f32.
        unsafe { to.cast::<[f32; 4]>().write(vector) }
    }

    #[inline(always)]
    fn mul_add(self, a: [f32; 4], b: [f32; 4], c: [f32; 4]) -> [f32; 4] {
        let mut out = [0.0; 4];
        for lane in 0..4 {
            out[lane] = mul_add(self, a[lane], b[lane], c[lane]);
        }
        out
    }

    #[inline(always)]
    fn add(self, a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
        [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]]
    }

    #[inline(always)]
    fn max(self, a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
        let mut out = b;
        for lane in 0..4 {
            out[lane] = if a[lane] > b[lane] { a[lane] } else { b[lane] };
        }
        out
    }

    #[inline(always)]
    fn larger(self, new: ([f32; 4], [f32; 4]), old: ([f32; 4], [f32; 4])) -> ([f32; 4], [f32; 4]) {
        let mut out = old;
        for lane in 0..4 {
            if new.0[lane] > old.0[lane] || new.0[lane].is_nan() {
                out.0[lane] = new.0[lane];
                out.1[lane] = new.1[lane];
            }
        }
        out
    }

    #[inline(always)]
    fn sum(self, v: [f32; 4]) -> f32 {
        (v[0] + v[2]) + (v[1] + v[3])
    }
}

#[cfg(target_arch = "x86_64")]
pub use x86::{Avx2, Avx512, Avx512Half};

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::Simd;

    /// AVX2 and FMA.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Avx2(());

    /// AVX-512 F, VL, BW and DQ, all 512 bits of it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Avx512(());

    /// The lower half of AVX-512's vectors, for rows that would leave half of them empty.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Avx512Half(());

    impl Avx2 {
        pub fn detect() -> Option<Self> {
            let found = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
            found.then_some(Self(()))
        }
    }

    impl Avx512 {
        pub fn detect() -> Option<Self> {
            let found = is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq");
            (found && Avx2::detect().is_some()).then_some(Self(()))
        }
    }

    // SAFETY of the arithmetic below: `self` exists only where the processor has the
    // instructions. SAFETY of loads and stores: what their callers vouch for.

    impl Simd for Avx512 {
        const LANES: usize = 16;
        const REGISTERS: usize = 32;
        const FUSED: bool = true;
        type Vector = __m512;
        type Mask = __mmask16;
        type Half = Avx512Half;

        #[inline(always)]
        fn half(self) -> Avx512Half {
            Avx512Half(())
        }

        #[inline(always)]
        fn splat(self, value: f32) -> __m512 {
            // SAFETY: see above.
            unsafe { _mm512_set1_ps(value) }
        }

        #[inline(always)]
        fn mask(self, count: usize) -> __mmask16 {
            ((1_u32 << count.min(16)) - 1) as __mmask16
        }

        #[inline(always)]
        unsafe fn load_masked(self, from: *const f32, mask: __mmask16) -> __m512 {
            // SAFETY: see above; lanes outside the mask are not read.
            unsafe { _mm512_maskz_loadu_ps(mask, from) }
        }

        #[inline(always)]
        unsafe fn store_masked(self, vector: __m512, to: *mut f32, mask: __mmask16) {
            // SAFETY: see above; lanes outside the mask are not written.
            unsafe { _mm512_mask_storeu_ps(to, mask, vector) }
        }

        #[inline(always)]
        unsafe fn load(self, from: *const f32) -> __m512 {
            // SAFETY: see above.
            unsafe { _mm512_loadu_ps(from) }
        }

        #[inline(always)]
        unsafe fn store(self, vector: __m512, to: *mut f32) {
            // SAFETY: see above.
            unsafe { _mm512_storeu_ps(to, vector) }
        }

        #[inline(always)]
        fn mul_add(self, a: __m512, b: __m512, c: __m512) -> __m512 {
            // SAFETY: see above.
            unsafe { _mm512_fmadd_ps(a, b, c) }
        }

        #[inline(always)]
        fn add(self, a: __m512, b: __m512) -> __m512 {
            // SAFETY: see above.
            unsafe { _mm512_add_ps(a, b) }
        }

        #[inline(always)]
        fn max(self, a: __m512, b: __m512) -> __m512 {
            // SAFETY: see above.
            unsafe { _mm512_max_ps(a, b) }
        }

        #[inline(always)]
        fn larger(self, new: (__m512, __m512), old: (__m512, __m512)) -> (__m512, __m512) {
            // SAFETY: see above.
            unsafe {
                let mask = _mm512_cmp_ps_mask::<_CMP_GT_OQ>(new.0, old.0)
                    | _mm512_cmp_ps_mask::<_CMP_UNORD_Q>(new.0, new.0);
                (
                    _mm512_mask_blend_ps(mask, old.0, new.0),
                    _mm512_mask_blend_ps(mask, old.1, new.1),
                )
            }
        }

        #[inline(always)]
        fn sum(self, vector: __m512) -> f32 {
            // SAFETY: see above.
            unsafe {
                let upper = _mm512_extractf32x8_ps::<1>(vector);
                sum8(_mm256_add_ps(_mm512_castps512_ps256(vector), upper))
            }
        }
    }

    impl Simd for Avx512Half {
        const LANES: usize = 8;
        const REGISTERS: usize = 32;
        const FUSED: bool = true;
        type Vector = __m256;
        type Mask = __mmask8;
        type Half = Self;

        #[inline(always)]
        fn half(self) -> Self {
            self
        }

        #[inline(always)]
        fn splat(self, value: f32) -> __m256 {
            // SAFETY: see above.
            unsafe { _mm256_set1_ps(value) }
        }

        #[inline(always)]
        fn mask(self, count: usize) -> __mmask8 {
            ((1_u32 << count.min(8)) - 1) as __mmask8
        }

        #[inline(always)]
        unsafe fn load_masked(self, from: *const f32, mask: __mmask8) -> __m256 {
            // SAFETY: see above; lanes outside the mask are not read.
            unsafe { _mm256_maskz_loadu_ps(mask, from) }
        }

        #[inline(always)]
        unsafe fn store_masked(self, vector: __m256, to: *mut f32, mask: __mmask8) {
            // SAFETY: see above; lanes outside the mask are not written.
            unsafe { _mm256_mask_storeu_ps(to, mask, vector) }
        }

        #[inline(always)]
        unsafe fn load(self, from: *const f32) -> __m256 {
            // SAFETY: see above.
            unsafe { _mm256_loadu_ps(from) }
        }

        #[inline(always)]
        unsafe fn store(self, vector: __m256, to: *mut f32) {
            // SAFETY: see above.
            unsafe { _mm256_storeu_ps(to, vector) }
        }

        #[inline(always)]
        fn mul_add(self, a: __m256, b: __m256, c: __m256) -> __m256 {
            // SAFETY: see above.
            unsafe { _mm256_fmadd_ps(a, b, c) }
        }

        #[inline(always)]
        fn add(self, a: __m256, b: __m256) -> __m256 {
            // SAFETY: see above.
            unsafe { _mm256_add_ps(a, b) }
        }

        #[inline(always)]
        fn max(self, a: __m256, b: __m256) -> __m256 {
            // SAFETY: see above.
            unsafe { _mm256_max_ps(a, b) }
        }

        #[inline(always)]
        fn larger(self, new: (__m256, __m256), old: (__m256, __m256)) -> (__m256, __m256) {
            // SAFETY: see above.
            unsafe {
                let mask = _mm256_cmp_ps_mask::<_CMP_GT_OQ>(new.0, old.0)
                    | _mm256_cmp_ps_mask::<_CMP_UNORD_Q>(new.0, new.0);
                (
                    _mm256_mask_blend_ps(mask, old.0, new.0),
                    _mm256_mask_blend_ps(mask, old.1, new.1),
                )
            }
        }

        #[inline(always)]
        fn sum(self, vector: __m256) -> f32 {
            // SAFETY: see above.
            unsafe { sum8(vector) }
        }
    }

    /// AVX2 has no masks: the lanes, and how many.
    #[derive(Clone, Copy)]
    pub struct Avx2Mask {
        lanes: __m256i,
        count: usize,
    }

    impl Simd for Avx2 {
        const LANES: usize = 8;
        const REGISTERS: usize = 16;
        const FUSED: bool = true;
        type Vector = __m256;
        type Mask = Avx2Mask;
        type Half = Self;

        #[inline(always)]
        fn half(self) -> Self {
            self
        }

        #[inline(always)]
        fn splat(self, value: f32) -> __m256 {
            // SAFETY: see above.
            unsafe { _mm256_set1_ps(value) }
        }

        #[inline(always)]
        fn mask(self, count: usize) -> Avx2Mask {
            let count = count.min(8);
            // SAFETY: see above.
            let lanes = unsafe {
                let numbers = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
                _mm256_cmpgt_epi32(_mm256_set1_epi32(count as i32), numbers)
            };
            Avx2Mask { lanes, count }
        }

        #[inline(always)]
        unsafe fn load_masked(self, from: *const f32, mask: Avx2Mask) -> __m256 {
            // SAFETY: see above; lanes outside the mask are not read.
            unsafe { _mm256_maskload_ps(from, mask.lanes) }
        }

        /// In pieces of 4, 2 and 1: masked stores are slow on many processors.
        #[inline(always)]
        unsafe fn store_masked(self, vector: __m256, to: *mut f32, mask: Avx2Mask) {
            // SAFETY: see above; the pieces add up to the lanes in the mask.
            unsafe {
                if mask.count == 8 {
                    return _mm256_storeu_ps(to, vector);
                }
                let (mut rest, mut to) = (_mm256_castps256_ps128(vector), to);
                if mask.count & 4 != 0 {
                    _mm_storeu_ps(to, rest);
                    (rest, to) = (_mm256_extractf128_ps::<1>(vector), to.add(4));
                }
                if mask.count & 2 != 0 {
                    _mm_storel_pd(to.cast(), _mm_castps_pd(rest));
                    (rest, to) = (_mm_movehl_ps(rest, rest), to.add(2));
                }
                if mask.count & 1 != 0 {
                    _mm_store_ss(to, rest);
                }
            }
        }

        #[inline(always)]
        unsafe fn load(self, from: *const f32) -> __m256 {
            // SAFETY: see above.
            unsafe { _mm256_loadu_ps(from) }
        }

        #[inline(always)]
        unsafe fn store(self, vector: __m256, to: *mut f32) {
            // SAFETY: see above.
            unsafe { _mm256_storeu_ps(to, vector) }
        }

        #[inline(always)]
        fn mul_add(self, a: __m256, b: __m256, c: __m256) -> __m256 {
            // SAFETY: see above.
            unsafe { _mm256_fmadd_ps(a, b, c) }
        }

        #[inline(always)]
        fn add(self, a: __m256, b: __m256) -> __m256 {
            // SAFETY: see above.
            unsafe { _mm256_add_ps(a, b) }
        }

        #[inline(always)]
        fn max(self, a: __m256, b: __m256) -> __m256 {
            // SAFETY: see above.
            unsafe { _mm256_max_ps(a, b) }
        }

        #[inline(always)]
        fn larger(self, new: (__m256, __m256), old: (__m256, __m256)) -> (__m256, __m256) {
            // SAFETY: see above.
            unsafe {
                let mask = _mm256_or_ps(
                    _mm256_cmp_ps::<_CMP_GT_OQ>(new.0, old.0),
                    _mm256_cmp_ps::<_CMP_UNORD_Q>(new.0, new.0),
                );
                (
                    _mm256_blendv_ps(old.0, new.0, mask),
                    _mm256_blendv_ps(old.1, new.1, mask),
                )
            }
        }

        #[inline(always)]
        fn sum(self, vector: __m256) -> f32 {
            // SAFETY: see above.
            unsafe { sum8(vector) }
        }
    }

    /// # Safety
    /// The processor must have AVX2.
    #[inline(always)]
    unsafe fn sum8(vector: __m256) -> f32 {
        // SAFETY: the caller vouches for AVX2.
        unsafe {
            let upper = _mm256_extractf128_ps::<1>(vector);
            let four = _mm_add_ps(_mm256_castps256_ps128(vector), upper);
            let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
            _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)))
        }
    }
}

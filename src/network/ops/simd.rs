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

    /// The larger of each pair, where a is no NaN; NaN where b is.
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

/// Four numbers at once, with what every processor of the target has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portable;

impl Simd for Portable {
    const LANES: usize = 4;
    const REGISTERS: usize = if cfg!(target_arch = "aarch64") {
        32
    } else {
        16
    };
    const FUSED: bool = cfg!(target_arch = "aarch64");
    type Vector = four::Four;
    type Mask = usize;
    type Half = Self;

    #[inline(always)]
    fn half(self) -> Self {
        self
    }

    #[inline(always)]
    fn splat(self, value: f32) -> four::Four {
        four::splat(value)
    }

    #[inline(always)]
    fn mask(self, count: usize) -> usize {
        count.min(4)
    }

    #[inline(always)]
    unsafe fn load_masked(self, from: *const f32, mask: usize) -> four::Four {
        // SAFETY: the caller vouches for the lanes in the mask.
        unsafe {
            match mask {
                4 => self.load(from),
                3 => four::of([*from, *from.add(1), *from.add(2), 0.0]),
                2 => four::of([*from, *from.add(1), 0.0, 0.0]),
                1 => four::of([*from, 0.0, 0.0, 0.0]),
                _ => four::splat(0.0),
            }
        }
    }

    #[inline(always)]
    unsafe fn store_masked(self, vector: four::Four, to: *mut f32, mask: usize) {
        if mask == 4 {
            // SAFETY: the caller vouches for all four lanes.
            return unsafe { self.store(vector, to) };
        }
        for (lane, value) in four::lanes(vector).into_iter().enumerate().take(mask) {
            // SAFETY: the caller vouches for the lanes in the mask.
            unsafe { *to.add(lane) = value };
        }
    }

    #[inline(always)]
    unsafe fn load(self, from: *const f32) -> four::Four {
        // SAFETY: the caller vouches for four numbers; an array of f32 may start at any f32.
        four::of(unsafe { from.cast::<[f32; 4]>().read() })
    }

    #[inline(always)]
    unsafe fn store(self, vector: four::Four, to: *mut f32) {
        // SAFETY: the caller vouches for four numbers; an array of f32 may start at any f32.
        unsafe { to.cast::<[f32; 4]>().write(four::lanes(vector)) }
    }

    #[inline(always)]
    fn mul_add(self, a: four::Four, b: four::Four, c: four::Four) -> four::Four {
        four::mul_add(a, b, c)
    }

    #[inline(always)]
    fn max(self, a: four::Four, b: four::Four) -> four::Four {
        four::max(a, b)
    }

    #[inline(always)]
    fn larger(
        self,
        new: (four::Four, four::Four),
        old: (four::Four, four::Four),
    ) -> (four::Four, four::Four) {
        four::larger(new, old)
    }

    #[inline(always)]
    fn sum(self, vector: four::Four) -> f32 {
        let v = four::lanes(vector);
        (v[0] + v[2]) + (v[1] + v[3])
    }
}

/// Four numbers: SSE2, which every x86-64 processor has.
#[cfg(target_arch = "x86_64")]
mod four {
    use std::arch::x86_64::*;

    pub type Four = __m128;

    #[inline(always)]
    pub fn splat(value: f32) -> Four {
        // SAFETY: every x86-64 processor has SSE2; so below.
        unsafe { _mm_set1_ps(value) }
    }

    #[inline(always)]
    pub fn of(values: [f32; 4]) -> Four {
        // SAFETY: both are four numbers of the same bits.
        unsafe { std::mem::transmute(values) }
    }

    #[inline(always)]
    pub fn lanes(vector: Four) -> [f32; 4] {
        // SAFETY: both are four numbers of the same bits.
        unsafe { std::mem::transmute(vector) }
    }

    #[inline(always)]
    pub fn mul_add(a: Four, b: Four, c: Four) -> Four {
        // SAFETY: see above.
        unsafe { _mm_add_ps(_mm_mul_ps(a, b), c) }
    }

    #[inline(always)]
    pub fn max(a: Four, b: Four) -> Four {
        // SAFETY: see above.
        unsafe { _mm_max_ps(a, b) }
    }

    #[inline(always)]
    pub fn larger(new: (Four, Four), old: (Four, Four)) -> (Four, Four) {
        // SAFETY: see above.
        unsafe {
            let mask = _mm_or_ps(_mm_cmpgt_ps(new.0, old.0), _mm_cmpunord_ps(new.0, new.0));
            let pick = |new, old| _mm_or_ps(_mm_and_ps(mask, new), _mm_andnot_ps(mask, old));
            (pick(new.0, old.0), pick(new.1, old.1))
        }
    }
}

/// Four numbers: NEON, which every 64-bit ARM processor has.
#[cfg(target_arch = "aarch64")]
mod four {
    use std::arch::aarch64::*;

    pub type Four = float32x4_t;

    #[inline(always)]
    pub fn splat(value: f32) -> Four {
        // SAFETY: every 64-bit ARM processor has NEON; so below.
        unsafe { vdupq_n_f32(value) }
    }

    #[inline(always)]
    pub fn of(values: [f32; 4]) -> Four {
        // SAFETY: both are four numbers of the same bits.
        unsafe { std::mem::transmute(values) }
    }

    #[inline(always)]
    pub fn lanes(vector: Four) -> [f32; 4] {
        // SAFETY: both are four numbers of the same bits.
        unsafe { std::mem::transmute(vector) }
    }

    #[inline(always)]
    pub fn mul_add(a: Four, b: Four, c: Four) -> Four {
        // SAFETY: see above.
        unsafe { vfmaq_f32(c, a, b) }
    }

    #[inline(always)]
    pub fn max(a: Four, b: Four) -> Four {
        // SAFETY: see above. A NaN in either stays.
        unsafe { vmaxq_f32(a, b) }
    }

    #[inline(always)]
    pub fn larger(new: (Four, Four), old: (Four, Four)) -> (Four, Four) {
        // SAFETY: see above.
        unsafe {
            // Equal to itself is all but NaN.
            let number = vceqq_f32(new.0, new.0);
            let mask = vornq_u32(vcgtq_f32(new.0, old.0), number);
            (vbslq_f32(mask, new.0, old.0), vbslq_f32(mask, new.1, old.1))
        }
    }
}

/// Four numbers, one at a time.
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
mod four {
    pub type Four = [f32; 4];

    #[inline(always)]
    pub fn splat(value: f32) -> Four {
        [value; 4]
    }

    #[inline(always)]
    pub fn of(values: [f32; 4]) -> Four {
        values
    }

    #[inline(always)]
    pub fn lanes(vector: Four) -> [f32; 4] {
        vector
    }

    #[inline(always)]
    pub fn mul_add(a: Four, b: Four, c: Four) -> Four {
        let lane = |i: usize| a[i] * b[i] + c[i];
        [lane(0), lane(1), lane(2), lane(3)]
    }

    #[inline(always)]
    pub fn max(a: Four, b: Four) -> Four {
        let lane = |i: usize| if a[i] > b[i] { a[i] } else { b[i] };
        [lane(0), lane(1), lane(2), lane(3)]
    }

    #[inline(always)]
    pub fn larger(new: (Four, Four), old: (Four, Four)) -> (Four, Four) {
        let mut out = old;
        for lane in 0..4 {
            if new.0[lane] > old.0[lane] || new.0[lane].is_nan() {
                out.0[lane] = new.0[lane];
                out.1[lane] = new.1[lane];
            }
        }
        out
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

    /// What differs in nothing but the instructions' names.
    macro_rules! plain {
        ($vector:ty: $splat:ident $load:ident $store:ident $mul_add:ident $max:ident) => {
            type Vector = $vector;

            #[inline(always)]
            fn splat(self, value: f32) -> $vector {
                // SAFETY: see above.
                unsafe { $splat(value) }
            }

            #[inline(always)]
            unsafe fn load(self, from: *const f32) -> $vector {
                // SAFETY: see above.
                unsafe { $load(from) }
            }

            #[inline(always)]
            unsafe fn store(self, vector: $vector, to: *mut f32) {
                // SAFETY: see above.
                unsafe { $store(to, vector) }
            }

            #[inline(always)]
            fn mul_add(self, a: $vector, b: $vector, c: $vector) -> $vector {
                // SAFETY: see above.
                unsafe { $mul_add(a, b, c) }
            }

            #[inline(always)]
            fn max(self, a: $vector, b: $vector) -> $vector {
                // SAFETY: see above.
                unsafe { $max(a, b) }
            }
        };
    }

    /// The same for instructions with masks, which came with AVX-512.
    macro_rules! masked {
        ($vector:ty, $mask:ty: $load:ident $store:ident $compare:ident $blend:ident) => {
            type Mask = $mask;

            #[inline(always)]
            fn mask(self, count: usize) -> $mask {
                ((1_u32 << count.min(Self::LANES)) - 1) as $mask
            }

            #[inline(always)]
            unsafe fn load_masked(self, from: *const f32, mask: $mask) -> $vector {
                // SAFETY: see above; lanes outside the mask are not read.
                unsafe { $load(mask, from) }
            }

            #[inline(always)]
            unsafe fn store_masked(self, vector: $vector, to: *mut f32, mask: $mask) {
                // SAFETY: see above; lanes outside the mask are not written.
                unsafe { $store(to, mask, vector) }
            }

            #[inline(always)]
            fn larger(
                self,
                new: ($vector, $vector),
                old: ($vector, $vector),
            ) -> ($vector, $vector) {
                // SAFETY: see above.
                unsafe {
                    let mask = $compare::<_CMP_GT_OQ>(new.0, old.0)
                        | $compare::<_CMP_UNORD_Q>(new.0, new.0);
                    ($blend(mask, old.0, new.0), $blend(mask, old.1, new.1))
                }
            }
        };
    }

    impl Simd for Avx512 {
        const LANES: usize = 16;
        const REGISTERS: usize = 32;
        const FUSED: bool = true;
        type Half = Avx512Half;

        plain!(__m512: _mm512_set1_ps _mm512_loadu_ps _mm512_storeu_ps _mm512_fmadd_ps _mm512_max_ps);
        masked!(__m512, __mmask16: _mm512_maskz_loadu_ps _mm512_mask_storeu_ps _mm512_cmp_ps_mask _mm512_mask_blend_ps);

        #[inline(always)]
        fn half(self) -> Avx512Half {
            Avx512Half(())
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
        type Half = Self;

        plain!(__m256: _mm256_set1_ps _mm256_loadu_ps _mm256_storeu_ps _mm256_fmadd_ps _mm256_max_ps);
        masked!(__m256, __mmask8: _mm256_maskz_loadu_ps _mm256_mask_storeu_ps _mm256_cmp_ps_mask _mm256_mask_blend_ps);

        #[inline(always)]
        fn half(self) -> Self {
            self
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
        type Mask = Avx2Mask;
        type Half = Self;

        plain!(__m256: _mm256_set1_ps _mm256_loadu_ps _mm256_storeu_ps _mm256_fmadd_ps _mm256_max_ps);

        #[inline(always)]
        fn half(self) -> Self {
            self
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

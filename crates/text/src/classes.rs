//! Letters, digits and the rest by ASCII alone: one bit a byte.
//!
//! The portable way takes eight bytes at a time in plain integers. Where the machine has AVX2, 32
//! bytes are taken at a time, which is several times as fast (`cargo bench -p newsloom-benches --bench
//! extract`, `words/map`); both give the same bits.

use crate::bitmap::{BLOCK, Block};

/// Adds the blocks of a text, each as `complete` leaves it; the last is filled up with zeros.
pub(crate) fn read(bytes: &[u8], blocks: &mut Vec<Block>, complete: impl FnMut(Block) -> Block) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx512bw") {
        #[allow(unsafe_code, reason = "a call of safe code that needs AVX-512, which was just detected")]
        return unsafe { avx512::read(bytes, blocks, complete) };
    }
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") {
        #[allow(unsafe_code, reason = "a call of safe code that needs AVX2, which was just detected")]
        return unsafe { avx2::read(bytes, blocks, complete) };
    }
    with(bytes, blocks, complete, portable);
}

#[inline(always)]
#[allow(clippy::inline_always, reason = "the loop must be compiled with the features of its caller")]
fn with(
    bytes: &[u8],
    blocks: &mut Vec<Block>,
    mut complete: impl FnMut(Block) -> Block,
    classes: impl Fn(&[u8; BLOCK]) -> Block,
) {
    let (whole, rest) = bytes.as_chunks();
    blocks.reserve(whole.len() + 2);
    blocks.extend(whole.iter().map(|bytes| complete(classes(bytes))));
    if !rest.is_empty() {
        blocks.push(complete(classes(&padded(rest))));
    }
}

/// A block of the bytes that are left, and zeros.
pub(crate) fn padded(rest: &[u8]) -> [u8; BLOCK] {
    let mut bytes = [0; BLOCK];
    bytes[..rest.len()].copy_from_slice(rest);
    bytes
}

/// The classes of 64 bytes; `start` is left to the caller.
#[inline]
pub(crate) fn portable(bytes: &[u8; BLOCK]) -> Block {
    let mut found = Block::default();
    for (n, eight) in bytes.as_chunks::<8>().0.iter().enumerate() {
        let eight = u64::from_le_bytes(*eight);
        let letters = within(eight | all(0x20), b'a', b'z') & !eight;
        let digits = within(eight, b'0', b'9') & !eight;
        let shift = 8 * n;
        found.word |= gathered((letters | digits) & HIGH) << shift;
        // The bit 0x20 is what tells small letters from capitals: moved to the top of its byte.
        found.upper |= gathered(letters & !(eight << 2) & HIGH) << shift;
        found.digit |= gathered(digits & HIGH) << shift;
        found.other |= gathered(eight & HIGH) << shift;
    }
    found
}

const HIGH: u64 = 0x8080_8080_8080_8080;

const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The high bit of every byte whose other bits are those of a byte from `first` to `last`.
#[inline]
fn within(eight: u64, first: u8, last: u8) -> u64 {
    let at_least = |byte: u8| (eight & !HIGH) + all(0x80 - byte);
    at_least(first) & !at_least(last + 1)
}

/// The high bits of eight bytes, side by side.
#[inline]
fn gathered(high: u64) -> u64 {
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{
        __m256i, _mm256_add_epi8, _mm256_and_si256, _mm256_andnot_si256, _mm256_cmpgt_epi8,
        _mm256_movemask_epi8, _mm256_or_si256, _mm256_set_epi64x, _mm256_set1_epi8, _mm256_slli_epi16,
    };

    use super::{BLOCK, Block};

    #[target_feature(enable = "avx2")]
    pub(super) fn read(bytes: &[u8], blocks: &mut Vec<Block>, complete: impl FnMut(Block) -> Block) {
        super::with(bytes, blocks, complete, |block| classes(block));
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn classes(bytes: &[u8; BLOCK]) -> Block {
        let (first, second) = bytes.split_at(32);
        let (first, second) = (half(first), half(second));
        let both = |at: usize| u64::from(first[at]) | u64::from(second[at]) << 32;
        Block { word: both(0), start: 0, upper: both(1), digit: both(2), other: both(3) }
    }

    /// Words, capitals, digits and what is not ASCII.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn half(bytes: &[u8]) -> [u32; 4] {
        let part = |n: usize| i64::from_le_bytes(bytes[8 * n..8 * n + 8].try_into().expect("eight bytes"));
        let v = _mm256_set_epi64x(part(3), part(2), part(1), part(0));
        let is_letter = below(_mm256_or_si256(v, _mm256_set1_epi8(0x20)), b'a', 26);
        let is_digit = below(v, b'0', 10);
        let is_upper = _mm256_andnot_si256(_mm256_slli_epi16(v, 2), is_letter);
        let is_upper = _mm256_and_si256(is_upper, _mm256_set1_epi8(i8::MIN));
        [_mm256_or_si256(is_letter, is_digit), is_upper, is_digit, v]
            .map(|v| _mm256_movemask_epi8(v).cast_unsigned())
    }

    /// Ones in the bytes from `first` on, `n` of them.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn below(v: __m256i, first: u8, n: i8) -> __m256i {
        let moved = _mm256_add_epi8(v, _mm256_set1_epi8(0x80_u8.wrapping_sub(first).cast_signed()));
        _mm256_cmpgt_epi8(_mm256_set1_epi8(i8::MIN + n), moved)
    }
}

#[cfg(target_arch = "x86_64")]
mod avx512 {
    use std::arch::x86_64::{
        _mm512_cmplt_epu8_mask, _mm512_movepi8_mask, _mm512_or_si512, _mm512_set_epi64, _mm512_set1_epi8,
        _mm512_sub_epi8, _mm512_test_epi8_mask,
    };

    use super::{BLOCK, Block};

    #[target_feature(enable = "avx512bw")]
    pub(super) fn read(bytes: &[u8], blocks: &mut Vec<Block>, complete: impl FnMut(Block) -> Block) {
        super::with(bytes, blocks, complete, |block| classes(block));
    }

    #[inline]
    #[target_feature(enable = "avx512bw")]
    fn classes(bytes: &[u8; BLOCK]) -> Block {
        let part = |n: usize| i64::from_le_bytes(bytes[8 * n..8 * n + 8].try_into().expect("eight bytes"));
        let v = _mm512_set_epi64(part(7), part(6), part(5), part(4), part(3), part(2), part(1), part(0));
        let all = |byte: u8| _mm512_set1_epi8(byte.cast_signed());
        let small = _mm512_sub_epi8(_mm512_or_si512(v, all(0x20)), all(b'a'));
        let letter = _mm512_cmplt_epu8_mask(small, all(26));
        let digit = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, all(b'0')), all(10));
        let upper = letter & !_mm512_test_epi8_mask(v, all(0x20));
        Block { word: letter | digit, start: 0, upper, digit, other: _mm512_movepi8_mask(v) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn both_paths_agree(bytes in prop::collection::vec(any::<u8>(), 0..4 * BLOCK)) {
            let (mut fast, mut plain) = (Vec::new(), Vec::new());
            read(&bytes, &mut fast, |block| block);
            with(&bytes, &mut plain, |block| block, portable);
            prop_assert_eq!(&fast, &plain);
            for (n, byte) in bytes.iter().enumerate() {
                let block = fast[n / BLOCK];
                let bit = |bits: u64| bits >> (n % BLOCK) & 1 == 1;
                prop_assert_eq!(bit(block.word), byte.is_ascii_alphanumeric());
                prop_assert_eq!(bit(block.upper), byte.is_ascii_uppercase());
                prop_assert_eq!(bit(block.digit), byte.is_ascii_digit());
                prop_assert_eq!(bit(block.other), !byte.is_ascii());
            }
        }
    }
}

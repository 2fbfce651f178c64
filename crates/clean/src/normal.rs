//! The normalised form in which texts are compared: folded lower-case words, nothing between them.

use std::ops::Range;

use newsloom_text::{HashedWords, hash_of_word, words};

/// Hash of the words of a text, folded and in lower case; texts that differ in spacing, punctuation,
/// case or accents alone have the same.
pub(crate) fn hash_of_words(text: &str) -> u64 {
    digest(words(text).map(|span| hash_of_word(span.of(text))))
}

/// As [`hash_of_words`] of some words of a text that was read.
pub(crate) fn hash_of_part(words: &HashedWords, part: Range<usize>) -> u64 {
    digest(words.hashes()[part].iter().copied())
}

/// Hash of a sequence of hashes. Those at even and odd places go into halves of their own, so that one
/// need not wait for the one before.
pub(crate) fn digest(mut hashes: impl Iterator<Item = u64>) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mixed = |h: u64, hash: u64| (h.rotate_left(23) ^ hash).wrapping_mul(ODD);
    let (mut even, mut odd) = (ODD, !ODD);
    while let Some(hash) = hashes.next() {
        even = mixed(even, hash);
        let Some(hash) = hashes.next() else { break };
        odd = mixed(odd, hash);
    }
    let both = mixed(even, odd);
    (both ^ (both >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_hash_as_they_would_alone() {
        let text = "xx The pilots met. They want a bell; nobody objected.";
        let words = HashedWords::of(text);
        assert_eq!(hash_of_part(&words, 1..10), hash_of_words(&text[3..]));
        assert_eq!(hash_of_part(&words, 1..4), hash_of_words("the pilots met"));
        assert_eq!(hash_of_part(&words, 4..10), hash_of_words("They want a bell nobody objected"));
    }

    #[test]
    fn case_spacing_punctuation_and_accents_do_not_matter() {
        assert_eq!(hash_of_words("Share  this, NOW"), hash_of_words("share this now!"));
        assert_eq!(hash_of_words("Élan"), hash_of_words("elan"));
        assert_ne!(hash_of_words("share this"), hash_of_words("this share"));
    }
}

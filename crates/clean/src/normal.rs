//! The normalised form in which texts are compared: lower-case words, nothing between them.

use newsloom_corpus::Span;
use newsloom_text::words;
use xxhash_rust::xxh3::xxh3_64;

/// Hash of the words of a text, in lower case; texts that differ in spacing, punctuation or case alone
/// have the same.
pub(crate) fn hash_of_words(text: &str) -> u64 {
    digest(word_hashes(text))
}

/// Hash of each word in lower case, in order.
pub(crate) fn word_hashes(text: &str) -> impl Iterator<Item = u64> {
    words(text).map(|span| hash_of_word(span.of(text)))
}

/// Hash of a sequence of hashes.
pub(crate) fn digest(hashes: impl Iterator<Item = u64>) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mixed = hashes.fold(ODD, |h, hash| (h.rotate_left(23) ^ hash).wrapping_mul(ODD));
    (mixed ^ (mixed >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93)
}

/// The words of a stretch of text by their hashes: those of its parts follow without reading it again.
#[derive(Debug)]
pub(crate) struct HashedWords {
    starts: Vec<usize>,
    hashes: Vec<u64>,
}

impl HashedWords {
    pub(crate) fn of(text: &str, span: Span) -> Self {
        let part = span.of(text);
        let about = part.len() / 6;
        let mut hashed = Self { starts: Vec::with_capacity(about), hashes: Vec::with_capacity(about) };
        for word in words(part) {
            hashed.starts.push(word.start() + span.start());
            hashed.hashes.push(hash_of_word(word.of(part)));
        }
        hashed
    }

    /// The hash of each word, in order.
    pub(crate) fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// As [`hash_of_words`] of the whole stretch.
    pub(crate) fn whole(&self) -> u64 {
        digest(self.hashes.iter().copied())
    }

    /// As [`hash_of_words`] of a part that cuts no word.
    pub(crate) fn part(&self, span: Span) -> u64 {
        let at = |byte| self.starts.partition_point(|start| *start < byte);
        digest(self.hashes[at(span.start())..at(span.end())].iter().copied())
    }
}

/// Hash of a word in lower case.
fn hash_of_word(word: &str) -> u64 {
    match word.as_bytes() {
        bytes if !bytes.is_ascii() || bytes.len() > 16 => xxh3_64(word.to_lowercase().as_bytes()),
        bytes if bytes.len() >= 8 => mixed(first_8(bytes), first_8(&bytes[bytes.len() - 8..]), bytes.len()),
        bytes if bytes.len() >= 4 => mixed(first_4(bytes), first_4(&bytes[bytes.len() - 4..]), bytes.len()),
        bytes => mixed(bytes.iter().fold(0, |all, byte| (all << 8) | u64::from(*byte)), 0, bytes.len()),
    }
}

/// This bit set makes an ASCII letter small and leaves a digit as it is.
const SMALL: u64 = 0x2020_2020_2020_2020;

fn mixed(head: u64, tail: u64, len: usize) -> u64 {
    let head = ((head | SMALL) ^ len as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let both = (head ^ (head >> 32) ^ (tail | SMALL)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    both ^ (both >> 29)
}

fn first_8(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(bytes[..8].try_into().expect("eight bytes"))
}

fn first_4(bytes: &[u8]) -> u64 {
    u64::from(u32::from_le_bytes(bytes[..4].try_into().expect("four bytes")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_any_length_hash_by_their_small_letters() {
        let word = "AbCdEfGhIjKlMnOpQrStUvWx0123456789";
        let hashes: std::collections::BTreeSet<u64> = (1..word.len())
            .map(|n| {
                assert_eq!(hash_of_word(&word[..n]), hash_of_word(&word[..n].to_lowercase()));
                hash_of_word(&word[..n])
            })
            .collect();
        assert_eq!(hashes.len(), word.len() - 1);
        let pairs = [("ab", "ba"), ("a1", "1a"), ("harbour", "harbout"), ("lighthouse", "lighthouze")];
        assert!(pairs.iter().all(|(one, other)| hash_of_word(one) != hash_of_word(other)));
    }

    #[test]
    fn parts_hash_as_they_would_alone() {
        let text = "xx The pilots met. They want a bell; nobody objected.";
        let hashed = HashedWords::of(text, Span::new(3, text.len()));
        assert_eq!(hashed.whole(), hash_of_words(&text[3..]));
        assert_eq!(hashed.part(Span::new(3, 18)), hash_of_words("the pilots met"));
        assert_eq!(hashed.part(Span::new(19, text.len())), hash_of_words("They want a bell nobody objected"));
    }

    #[test]
    fn case_spacing_and_punctuation_do_not_matter() {
        assert_eq!(hash_of_words("Share  this, NOW"), hash_of_words("share this now!"));
        assert_eq!(hash_of_words("Élan"), hash_of_words("élan"));
        assert_ne!(hash_of_words("share this"), hash_of_words("this share"));
    }
}

//! The normalised form in which texts are compared: lower-case words, nothing between them.

use newsloom_text::words;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Hash of the words of a text, in lower case; texts that differ in spacing, punctuation or case alone
/// have the same.
pub(crate) fn hash_of_words(text: &str) -> u64 {
    let mut hasher = Xxh3::new();
    for hash in word_hashes(text) {
        hasher.update(&hash.to_le_bytes());
    }
    hasher.digest()
}

/// Hash of each word in lower case, in order.
pub(crate) fn word_hashes(text: &str) -> impl Iterator<Item = u64> {
    words(text).map(|span| hash_of_word(span.of(text)))
}

/// Longest word, in bytes, that is put into lower case without allocating.
const SHORT: usize = 32;

fn hash_of_word(word: &str) -> u64 {
    let mut buffer = [0; SHORT];
    match buffer.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        Some(lower) => {
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            xxh3_64(lower)
        }
        None => xxh3_64(word.to_lowercase().as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_spacing_and_punctuation_do_not_matter() {
        assert_eq!(hash_of_words("Share  this, NOW"), hash_of_words("share this now!"));
        assert_eq!(hash_of_words("Élan"), hash_of_words("élan"));
        assert_ne!(hash_of_words("share this"), hash_of_words("this share"));
    }
}

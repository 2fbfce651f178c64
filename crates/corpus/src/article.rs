use std::{fmt, sync::Arc};

use crate::{Field, Published};

/// A 128-bit content hash that identifies an article; prints as 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId(pub [u8; 16]);

impl ArticleId {
    /// Hashes outlet, url, published as written, title, text and `record_id`, each with its length
    /// (an absent field differs from an empty one), so that no two contents run into each other.
    /// The path of the file is no part of it.
    pub fn of(fields: &IdentityFields<'_>) -> Self {
        let mut hasher = blake3::Hasher::new();
        for field in fields.in_order() {
            match field {
                None => hasher.update(&u64::MAX.to_le_bytes()),
                Some(text) => hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes()),
            };
        }
        let mut id = [0; 16];
        id.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Self(id)
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; 32];
        for (pair, byte) in text.chunks_exact_mut(2).zip(self.0) {
            pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        }
        f.pad(std::str::from_utf8(&text).expect("hexadecimal digits are ASCII"))
    }
}

/// What an [`ArticleId`] is made from.
#[derive(Debug, Clone, Copy, Default)]
pub struct IdentityFields<'a> {
    /// Who published it.
    pub outlet: Option<&'a str>,
    /// Its address.
    pub url: Option<&'a str>,
    /// The publication date as written.
    pub published: Option<&'a str>,
    /// The headline.
    pub title: &'a str,
    /// The body.
    pub text: &'a str,
    /// The input's own id.
    pub record_id: Option<&'a str>,
}

impl<'a> IdentityFields<'a> {
    fn in_order(&self) -> [Option<&'a str>; 6] {
        [self.outlet, self.url, self.published, Some(self.title), Some(self.text), self.record_id]
    }
}

/// Where a record stood in the input.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// The file, relative to the recipe where that is possible, with `/` between folders.
    pub path: Arc<str>,
    /// Number of the record in the file, from 1.
    pub record: u64,
    /// Line on which the record begins, from 1; 0 where the format has no lines.
    pub line: u64,
    /// Byte of the (decompressed) file at which the record begins.
    pub byte_offset: u64,
}

/// One news text as read: nothing in it is ever edited, later stages add spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Identity by content.
    pub id: ArticleId,
    /// The input's own id, verbatim.
    pub record_id: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The headline; empty if there is none.
    pub title: String,
    /// The body; empty for headline corpora.
    pub text: String,
    /// When it was published.
    pub published: Published,
    /// The language the input declares (BCP 47), if any.
    pub language_declared: Option<String>,
    /// The values of the extra columns that the recipe keeps, in the recipe's order.
    pub kept: Vec<Option<String>>,
    /// Where it stood.
    pub origin: Origin,
}

impl Article {
    /// The title or the text.
    pub fn field(&self, field: Field) -> &str {
        match field {
            Field::Title => &self.title,
            Field::Text => &self.text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_moves_between_fields_changes_the_id() {
        let one = IdentityFields { title: "ab", text: "c", ..IdentityFields::default() };
        let two = IdentityFields { title: "a", text: "bc", ..IdentityFields::default() };
        assert_ne!(ArticleId::of(&one), ArticleId::of(&two));
    }

    #[test]
    fn an_absent_field_is_not_an_empty_one() {
        let absent = IdentityFields::default();
        let empty = IdentityFields { outlet: Some(""), ..absent };
        assert_ne!(ArticleId::of(&absent), ArticleId::of(&empty));
    }

    #[test]
    fn prints_as_32_hexadecimal_digits() {
        assert_eq!(ArticleId([0xab; 16]).to_string(), "ab".repeat(16));
    }
}

//! Tokens, sentences, paragraphs and Unicode folding with a map back.
//!
//! Nothing here edits a text: every function returns byte spans into the text it was given, or a
//! folded view that maps every byte back.

mod chars;
mod fold;
mod heading;
mod paragraph;
mod sentence;
mod word;

pub use chars::CharIndex;
pub use fold::{Fold, folded};
pub use heading::is_heading;
pub use paragraph::paragraphs;
pub use sentence::sentences;
pub use word::{HashedWords, hash_of_word, is_word_char, words};

//! Tokens, sentences, paragraphs and Unicode folding with a map back.
//!
//! Nothing here edits a text: every function returns byte spans into the text it was given, or a
//! folded view that maps every byte back.

mod bitmap;
mod chars;
mod classes;
mod fold;
mod heading;
mod mojibake;
mod paragraph;
mod script;
mod sentence;
mod word;

pub use bitmap::{Block, TokenMap, tokens_of_word};
pub use chars::CharIndex;
pub use fold::{Fold, folded};
pub use heading::is_heading;
pub use mojibake::Mended;
pub use paragraph::paragraphs;
pub use script::is_hangul;
pub use sentence::sentences;
pub use word::{HashedWords, hash_of_part, hash_of_word, is_word_char, words};

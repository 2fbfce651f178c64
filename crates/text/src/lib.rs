//! Tokens, sentences, paragraphs and Unicode folding with a map back.
//!
//! Nothing here edits a text: every function returns byte spans into the text it was given, or a
//! folded view that maps every byte back.


//! What in an article is not its story, its language, and which articles are the same wire copy.
//!
//! Cleaning takes two passes over the corpus: the first collects [`blocks`] into [`BlockCounts`],
//! from which follows what each outlet repeats ([`RepeatedBlocks`]); the second is a pure function of
//! an article and that ([`Cleaner::clean`]). Nothing is edited: the result is spans over the text as
//! read, and every removal names its rule. From the kept text follows a [`Signature`], and from all
//! signatures the clusters of near-duplicates ([`cluster`]).

mod band;
mod block;
mod cleaner;
mod cluster;
mod copy;
mod cue;
mod dated;
mod language;
mod normal;
mod options;
mod page;
mod repeated;
mod rule;
mod signature;
mod texts;
mod translation;
mod window;

pub use cleaner::Cleaner;
pub use cluster::{Candidate, Clustered, Clustering, Membership, REPRESENTATIVE_RULE, cluster};
pub use dated::{DateFromText, date_from_text};
pub use language::identify_language;
pub use options::{CleanOptions, NearDuplicateOptions, RepeatOptions};
pub use repeated::{BlockCounts, Blocks, RepeatedBlocks, blocks, repeated_key};
pub use rule::{RULES, Rule};
pub use signature::Signature;

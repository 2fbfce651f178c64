//! Mergeable integer tallies to weekly rows.
//!
//! A [`Tally`] takes articles in any order and merges with others in any order: it holds events of
//! a few integers each. [`Tally::finish`] sorts them and folds them into totals; only the rows made
//! from those hold floats.

mod actors;
mod coverage;
mod event;
mod options;
mod pair_weeks;
mod pairs;
mod spread;
mod tally;

pub use event::{ClusterFacts, CountedArticle};
pub use options::{Names, TableOptions, Universe};
pub use tally::{Finished, Tally};

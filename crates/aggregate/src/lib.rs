//! Mergeable integer tallies to weekly rows.
//!
//! A [`Tally`] takes articles in any order and merges with others in any order: it holds events of
//! a few integers each. [`Tally::finish`] sorts them and folds them into totals; only the rows made
//! from those hold floats.

mod actor_network;
mod actor_periods;
mod actors;
mod agreement;
mod coverage;
mod event;
mod groups;
pub mod network;
mod notes;
mod options;
mod pair_periods;
mod pair_tests;
mod pairs;
mod period;
pub mod series;
mod spread;
mod strata;
mod sums;
mod tally;
mod verdicts;

pub use actor_network::ActorNetwork;
pub use agreement::spearman;
pub use event::{ClusterFacts, CountedArticle};
pub use options::{
    EdgeSet, Names, NetworkOptions, SeriesOptions, SignificanceOptions, TableOptions, Universe,
};
pub use period::Period;
pub use strata::Stratification;
pub use sums::{CountedRows, UnequalSums};
pub use tally::{Finished, Tally};
pub use verdicts::Verdicts;

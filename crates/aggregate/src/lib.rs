//! Mergeable integer tallies to weekly rows.
//!
//! A [`Tally`] takes articles in any order and merges with others in any order: it holds events of
//! a few integers each. [`Tally::finish`] sorts them and folds them into totals; only the rows made
//! from those hold floats.

mod actor_network;
mod actor_periods;
mod actors;
mod agreement;
mod by_key;
mod coverage;
mod event;
mod groups;
pub mod network;
mod notes;
mod optional;
mod options;
mod pair_periods;
mod pair_tests;
mod pair_walk;
mod pairs;
mod period;
pub mod series;
mod short_day;
mod sorted;
mod spread;
mod strata;
mod sums;
mod tally;
mod verdicts;
mod workers;

pub use actor_network::{ActorNetwork, PeriodEdge, PeriodPositions};
pub use actor_periods::{ActorPeriod, ActorTable, placed};
pub use agreement::spearman;
pub use coverage::Coverage;
pub use event::{ActorArticle, ActorCluster, ClusterFacts, CountedArticle, PairArticle, PairCluster};
pub use groups::{GroupContrast, GroupTable};
pub use options::{
    EdgeSet, Names, NetworkOptions, SeriesOptions, SignificanceOptions, TableOptions, Universe,
};
pub use pair_periods::{PairPeriod, PairTable};
pub use pair_tests::{AllTested, Tested};
pub use pair_walk::{OfPair, PairTables};
pub use period::{Grid, Period};
pub use sorted::{Sorted, SortedEvents};
pub use strata::Stratification;
pub use sums::UnequalSums;
pub use tally::{Finished, Numbers, Tally};
pub use verdicts::Verdicts;
pub use workers::{OneByOne, Workers};

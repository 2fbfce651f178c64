//! Contexts, pairs, contingency tables, association measures, null models and false discovery rates.
//!
//! Pure mathematics over the nouns of `newsloom-corpus`: no files, no randomness, no threads.

mod affiliation;
mod context;
mod contingency;
mod fdr;
mod krippendorff;
mod level;
mod measure;
mod null_model;
mod poisson;
mod weighted;
mod wilson;

pub use affiliation::{affiliation, wholes};
pub use context::{ActorContext, Context, ContextOptions, contexts};
pub use contingency::Contingency;
pub use fdr::benjamini_hochberg;
pub use krippendorff::krippendorff_alpha;
pub use level::{GovernmentPolicy, Level, LevelOptions, counted_actors};
pub use measure::{MEASURES, Measure, measure};
pub use null_model::{NULL_MODELS, NullModel, hypergeometric_upper, null_model};
pub use poisson::poisson_interval;
pub use weighted::WeightedTrials;
pub use wilson::{wilson, wilson_share};

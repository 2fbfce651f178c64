//! Contexts, pairs, contingency tables, association measures, null models and false discovery rates.
//!
//! Pure mathematics over the nouns of `newsloom-corpus`: no files, no randomness, no threads.

mod affiliation;
mod context;
mod contingency;
mod fdr;
mod hypergeometric;
mod krippendorff;
mod level;
mod measure;
mod method;
mod null;
mod poisson;
mod weighted;
mod wilson;

pub use affiliation::{affiliation, wholes};
pub use context::{ActorContext, Context, ContextOptions, contexts};
pub use contingency::Contingency;
pub use fdr::{CORRECTIONS, Correction, benjamini_hochberg, benjamini_yekutieli, correction};
pub use hypergeometric::hypergeometric_upper;
pub use krippendorff::krippendorff_alpha;
pub use level::{GovernmentPolicy, Level, LevelOptions, counted_actors};
pub use measure::{MEASURES, Measure, measure};
pub use method::{Inference, Question, method_text};
pub use null::{
    Fit, JointCount, Margins, PRESENCE_MODELS, PairTest, PairTests, Placed, PresenceModel, Strata, Trials,
    crowding, curveball, placement, placement_crowded, presence_model, shares_context,
};
pub use poisson::poisson_interval;
pub use weighted::WeightedTrials;
pub use wilson::{wilson, wilson_share};

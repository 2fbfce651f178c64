//! Null models of presence: which units name which actors, by chance alone, given the margins.

mod curveball;
mod elementary;
mod fit;
mod hypergeometric;
mod joint_count;
mod margins;
mod memo;
mod placement;
mod pmf;
mod saddlepoint;
mod sdsm;
mod size_conditional;
mod sums;

pub use curveball::curveball;
pub use fit::{Fit, Strata};
pub use joint_count::{JointCount, Trials};
pub use margins::Margins;
pub use memo::{PairTest, PairTests};
pub use placement::{Placed, crowding, placement, placement_crowded, shares_context};

/// A model of which units name which actors, fitted to the margins of the whole matrix of actors and
/// units.
#[derive(Debug)]
pub struct PresenceModel {
    /// Its name in recipes.
    pub name: &'static str,
    /// What it holds fixed, and what it is known to get wrong.
    pub meaning: &'static str,
    /// Where it comes from.
    pub citation: &'static str,
    /// Fits it to the margins of a stratum.
    pub fit: fn(&Margins) -> Fit,
}

/// Every model of presence.
pub const PRESENCE_MODELS: &[PresenceModel] = &[size_conditional::MODEL, sdsm::MODEL, hypergeometric::MODEL];

/// The model of presence of a name.
///
/// ```
/// assert!(newsloom_score::presence_model("sdsm").is_some());
/// assert!(newsloom_score::presence_model("coin").is_none());
/// ```
pub fn presence_model(name: &str) -> Option<&'static PresenceModel> {
    PRESENCE_MODELS.iter().find(|model| model.name == name)
}

#[cfg(test)]
mod tests;

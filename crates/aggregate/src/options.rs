use newsloom_corpus::{Actors, Pair};
use newsloom_score::{Correction, Measure, PresenceModel, Question};

use crate::{
    Period, Stratification,
    network::LeidenOptions,
    series::{BurstOptions, ChangePointOptions},
};

/// Which contexts make up N.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Universe {
    /// Those that name at least one counted actor.
    #[default]
    WithActor,
    /// All.
    All,
}

/// How series by period are made.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesOptions {
    /// Periods beside weeks.
    pub periods: Vec<Period>,
    /// Whether shares are of the outlets with an article in every covered period only.
    pub is_balanced: bool,
    /// What counts as a burst.
    pub bursts: BurstOptions,
    /// What counts as a change of level.
    pub change_points: ChangePointOptions,
}

/// Which pairs are the edges of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdgeSet {
    /// Those significant over the run.
    Significant,
    /// All.
    All,
}

/// How the network is made; affiliated pairs are never part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NetworkOptions {
    /// Which pairs are its edges.
    pub edges: EdgeSet,
    /// Fewest joint contexts of an edge over the run.
    pub min_weight: u64,
    /// Fewest clusters with a joint context.
    pub min_clusters: u64,
    /// How communities are found.
    pub communities: LeidenOptions,
}

/// How pairs are tested.
#[derive(Debug, Clone)]
pub struct SignificanceOptions {
    /// The model of presence behind the p-values.
    pub model: &'static PresenceModel,
    /// Within which clusters it tells chance.
    pub strata: Stratification,
    /// The question that the q-value answers.
    pub test: Question,
    /// Whether p-values are corrected with half the probability of what was observed: centred, but
    /// then the rate of false discoveries is approximate.
    pub is_mid_p: bool,
    /// How p-values are corrected for their number.
    pub correction: &'static Correction,
    /// Largest q-value that is called significant.
    pub level: f64,
    /// Clusters that must name an actor before its pairs are tested.
    pub min_units: u64,
}

impl SignificanceOptions {
    /// The family of tests that the q-value is corrected over.
    pub(crate) fn family(&self) -> String {
        format!("{}-pairs-not-affiliated-min-units-{}", self.test.as_str(), self.min_units)
    }
}

/// How totals become tables.
#[derive(Debug, Clone)]
pub struct TableOptions {
    /// Which contexts make up N.
    pub universe: Universe,
    /// The measures to write, in order.
    pub measures: Vec<&'static Measure>,
    /// How pairs are tested.
    pub significance: SignificanceOptions,
    /// Articles that must name an actor before it has a row for every week.
    pub min_articles: u64,
    /// Joint contexts that a pair needs before it has a row for every week.
    pub min_joint: u64,
    /// How series by period are made.
    pub series: SeriesOptions,
    /// How the network is made.
    pub network: NetworkOptions,
    /// Word for the context.
    pub context: &'static str,
    /// Word for what is counted.
    pub counting: &'static str,
    /// Word for the level.
    pub level: &'static str,
}

/// What the indices in a tally stand for.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// The actors.
    pub actors: &'a Actors,
    /// The outlets, sorted; `None` where the input does not say.
    pub outlets: &'a [Option<String>],
    /// The languages, sorted.
    pub languages: &'a [String],
    /// The columns that rows are grouped by.
    pub group_columns: &'a [String],
    /// The combinations of their values, sorted.
    pub groups: &'a [Vec<String>],
}

impl Names<'_> {
    /// The ids of two actors.
    pub(crate) fn ids(&self, pair: Pair) -> String {
        format!("{} {}", self.actors.get(pair.first()).id, self.actors.get(pair.second()).id)
    }
}

use newsloom_corpus::Actors;
use newsloom_score::{Measure, NullModel};

/// Which contexts make up N.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Universe {
    /// Those that name at least one counted actor.
    #[default]
    WithActor,
    /// All.
    All,
}

/// How totals become tables.
#[derive(Debug, Clone)]
pub struct TableOptions {
    /// Which contexts make up N.
    pub universe: Universe,
    /// The measures to write, in order.
    pub measures: Vec<&'static Measure>,
    /// The model behind the p-values.
    pub null_model: &'static NullModel,
    /// Largest q-value that is called significant.
    pub significance: f64,
    /// Clusters that must name an actor before its pairs are tested.
    pub min_units: u64,
    /// Articles that must name an actor before it has a row for every week.
    pub min_articles: u64,
    /// Joint contexts that a pair needs before it has a row for every week.
    pub min_joint: u64,
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
}

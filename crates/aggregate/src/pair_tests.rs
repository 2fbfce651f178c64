//! The tests of pairs over the whole run.

use std::{collections::BTreeMap, convert::Infallible};

use newsloom_corpus::{ActorId, Pair};
use newsloom_score::{
    Contingency, Correction, PairTest, Placed, Question, crowding, hypergeometric_upper, placement_crowded,
    wholes,
};

use serde::{Deserialize, Serialize};

use crate::{
    Finished, Names, Stratification, TableOptions, Workers,
    by_key::by_key,
    event::PairCluster,
    pairs::PairTotal,
    sorted::{PairEvents, SortedEvents},
    strata::{Presence, PresenceTests},
    workers::in_groups,
};

/// The tests of a pair that is not affiliated.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Tested {
    /// Number of the pair among all.
    pub(crate) number: u32,
    /// Presence over the whole run at once.
    pub(crate) pooled: PairTest,
    /// Presence within the strata, if there are any.
    pub(crate) stratified: Option<PairTest>,
    pub(crate) p_hypergeometric: Option<f64>,
    /// Closeness within the clusters that name both; none where an article is one context.
    pub(crate) closeness: Option<PairTest>,
}

by_key!(Tested: number);

impl Tested {
    /// The test of presence that counts.
    pub(crate) fn presence(&self) -> PairTest {
        self.stratified.unwrap_or(self.pooled)
    }

    /// The test of the question asked.
    pub(crate) fn asked(&self, testing: Question) -> Option<PairTest> {
        match testing {
            Question::Presence => Some(self.presence()),
            Question::Closeness => self.closeness,
        }
    }
}

/// What the tests of all pairs come to.
#[derive(Debug)]
pub struct AllTested {
    presence: QValues,
    closeness: QValues,
    /// How many the family of the question asked holds.
    pub(crate) n_tests: u64,
}

/// The q-values of one test by the number of the pair; NaN where there is none.
#[derive(Debug)]
struct QValues(Vec<f64>);

impl AllTested {
    /// The q-value of the pair of a number; none if it is in no family.
    pub(crate) fn q_value(&self, of: Question, number: usize) -> Option<f64> {
        let q_values = match of {
            Question::Presence => &self.presence,
            Question::Closeness => &self.closeness,
        };
        q_values.0.get(number).copied().filter(|q| !q.is_nan())
    }
}

/// The p-values of a family, with the numbers of their pairs.
#[derive(Debug, Default)]
struct Family {
    numbers: Vec<u32>,
    p_values: Vec<f64>,
}

impl Family {
    fn push(&mut self, number: u32, p: f64) {
        self.numbers.push(number);
        self.p_values.push(p);
    }

    fn len(&self) -> u64 {
        self.p_values.len() as u64
    }

    fn q_values(&self, correction: &Correction, (n_pairs, n_tests): (usize, u64)) -> QValues {
        let mut by_number = vec![f64::NAN; n_pairs];
        for (number, q) in self.numbers.iter().zip((correction.q_values)(&self.p_values, n_tests)) {
            by_number[*number as usize] = q;
        }
        QValues(by_number)
    }
}

/// What the tests of all pairs share.
struct Testing<'a> {
    finished: &'a Finished,
    options: &'a TableOptions,
    /// None where an article is one context.
    crowding: Option<f64>,
    pooled: Presence,
    stratified: Option<Presence>,
}

impl Finished {
    /// Tests every pair that is not affiliated. Its tests are given to `take`, pair by pair, in order; what
    /// comes back says what they come to.
    pub fn tested(
        &self,
        (names, options): (&Names<'_>, &TableOptions),
        workers: &impl Workers,
        mut take: impl FnMut(Tested) + Send,
    ) -> AllTested {
        let testing = Testing::new(self, (names.actors.len(), options));
        let asked = &options.significance;
        let p_value = |test: PairTest| if asked.is_mid_p { test.p_mid } else { test.p };
        let (mut presence, mut closeness) = (Family::default(), Family::default());
        let tested = in_groups(
            workers,
            self.events.by_pair(),
            |group| testing.all(&group),
            |tested| {
                if testing.is_eligible(self.pairs[tested.number as usize].pair) {
                    presence.push(tested.number, p_value(tested.presence()));
                    tested
                        .closeness
                        .into_iter()
                        .for_each(|test| closeness.push(tested.number, p_value(test)));
                }
                take(tested);
                Ok::<_, Infallible>(())
            },
        );
        tested.unwrap_or_else(|never| match never {});
        let (n_pairs, n_presence) = (self.pairs.len(), testing.n_tests(names));
        AllTested {
            n_tests: match asked.test {
                Question::Presence => n_presence,
                Question::Closeness => closeness.len(),
            },
            presence: presence.q_values(asked.correction, (n_pairs, n_presence)),
            closeness: closeness.q_values(asked.correction, (n_pairs, closeness.len())),
        }
    }

    /// How much actors crowd into the same contexts of a story; none where an article is one context.
    pub(crate) fn crowding(&self, options: &TableOptions) -> Option<f64> {
        (options.context != newsloom_score::Context::Article.as_str()).then_some(self.crowding)
    }

    /// The model of presence, fitted to strata.
    pub(crate) fn presence(
        &self,
        by: Stratification,
        (n_actors, options): (usize, &TableOptions),
    ) -> Presence {
        Presence::fit(options.significance.model, by, (self, n_actors, options.universe))
    }
}

/// How much actors crowd into the same contexts of the stories that name them, over all pairs that are
/// not affiliated: 1 where they are placed evenly.
pub(crate) fn crowding_of(pairs: &[PairTotal], events: &SortedEvents) -> f64 {
    let (mut how_often, mut n_joint) = (BTreeMap::<Placed, u64>::new(), 0);
    for (pair, events) in pairs.iter().zip(events.by_pair()).filter(|(pair, _)| !pair.is_affiliation) {
        n_joint += pair.n_clusters;
        for cluster in &events.clusters {
            *how_often.entry(placed(cluster)).or_default() += 1;
        }
    }
    crowding(&how_often.into_iter().collect::<Vec<_>>(), n_joint)
}

impl<'a> Testing<'a> {
    fn new(finished: &'a Finished, (n_actors, options): (usize, &'a TableOptions)) -> Self {
        let by = options.significance.strata;
        let of = (n_actors, options);
        let pooled = finished.presence(Stratification::default(), of);
        let stratified = (!by.is_pooled()).then(|| finished.presence(by, of));
        Self { finished, options, crowding: finished.crowding(options), pooled, stratified }
    }

    /// The tests of those that are not affiliated.
    fn all(&self, group: &[PairEvents]) -> Vec<Tested> {
        let mut tests = (self.pooled.tests(), self.stratified.as_ref().map(Presence::tests));
        let free = group.iter().filter(|events| !self.finished.pairs[events.number].is_affiliation);
        free.map(|events| self.one(events, (&mut tests.0, tests.1.as_mut()))).collect()
    }

    fn one(
        &self,
        events: &PairEvents,
        (pooled, stratified): (&mut PresenceTests<'_>, Option<&mut PresenceTests<'_>>),
    ) -> Tested {
        let pair = &self.finished.pairs[events.number];
        let ends = pair.pair.both();
        Tested {
            number: u32::try_from(events.number).expect("fewer than 2^32 pairs"),
            pooled: pooled.over_all(ends, pair.n_both),
            stratified: stratified.map(|tests| tests.over_all(ends, pair.n_both)),
            p_hypergeometric: self.table(pair).as_ref().map(hypergeometric_upper),
            closeness: self.closeness(pair, &events.clusters),
        }
    }

    fn table(&self, pair: &PairTotal) -> Option<Contingency> {
        let n = |a: ActorId| self.finished.actor_total(a).n_clusters;
        let total = self.finished.totals.whole.clusters(self.options.universe);
        Contingency::new(pair.n_both, n(pair.pair.first()), n(pair.pair.second()), total)
    }

    /// Whether the two share a context in more clusters than if each were placed at random.
    fn closeness(&self, pair: &PairTotal, clusters: &[PairCluster]) -> Option<PairTest> {
        let crowding = self.crowding?;
        let placed: Vec<Placed> = clusters.iter().map(placed).collect();
        let law = placement_crowded(&placed, crowding);
        let (p, above) = (law.upper(pair.n_clusters), law.upper(pair.n_clusters + 1));
        Some(PairTest { expected: law.expected(), p, p_mid: f64::midpoint(p, above) })
    }

    /// Whether enough clusters name an actor for its pairs to be tested.
    fn has_enough(&self, actor: ActorId) -> bool {
        self.finished.actor_total(actor).n_clusters >= self.options.significance.min_units
    }

    fn is_eligible(&self, pair: Pair) -> bool {
        pair.both().into_iter().all(|actor| self.has_enough(actor))
    }

    /// All pairs of eligible actors less the affiliated ones: those named together by their joint
    /// contexts, those never named together by their tie on the last day of the run.
    fn n_tests(&self, names: &Names<'_>) -> u64 {
        let finished = self.finished;
        let pairs = &finished.pairs;
        let ids = names.actors.iter().map(|(a, _)| a);
        let eligible: Vec<ActorId> = ids.filter(|a| self.has_enough(*a)).collect();
        let n = eligible.len() as u64;
        let n_affiliated =
            pairs.iter().filter(|p| p.is_affiliation && self.is_eligible(p.pair)).count() as u64;
        let is_named = |p: Pair| pairs.binary_search_by_key(&p, |t| t.pair).is_ok();
        let tied = |a: &ActorId| {
            let wholes = wholes(names.actors, *a, finished.totals.last_day);
            wholes.into_iter().filter_map(|b| Pair::new(*a, b)).collect::<Vec<_>>()
        };
        let mut silent: Vec<Pair> = eligible.iter().flat_map(tied).collect();
        silent.retain(|p| self.is_eligible(*p) && !is_named(*p));
        silent.sort_unstable();
        silent.dedup();
        n * n.saturating_sub(1) / 2 - n_affiliated - silent.len() as u64
    }
}

/// All contexts are places, whatever the universe: those that name an actor depend on what is tested.
fn placed(cluster: &PairCluster) -> Placed {
    let place = cluster.place;
    Placed { n: place.n_contexts.into(), n_i: place.n_first.into(), n_j: place.n_second.into() }
}

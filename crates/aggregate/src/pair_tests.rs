//! The tests of pairs over the whole run.

use std::{collections::BTreeMap, convert::Infallible};

use newsloom_corpus::{ActorId, Pair};
use newsloom_score::{
    Contingency, PairTest, Placed, Question, crowding, hypergeometric_upper, placement_crowded, wholes,
};

use crate::{
    Finished, Names, Stratification, TableOptions, Workers,
    event::PairCluster,
    pairs::PairTotal,
    sorted::{PairEvents, SortedEvents},
    strata::{Presence, PresenceTests},
    workers::in_groups,
};

/// The tests of a pair that is not affiliated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tested {
    /// Presence over the whole run at once.
    pub(crate) pooled: PairTest,
    /// Presence within the strata, if there are any.
    pub(crate) stratified: Option<PairTest>,
    pub(crate) p_hypergeometric: Option<f64>,
    /// Closeness within the clusters that name both; none where an article is one context.
    pub(crate) closeness: Option<PairTest>,
    pub(crate) q_presence: Option<f64>,
    pub(crate) q_closeness: Option<f64>,
}

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

    /// The q-value of the question asked.
    pub(crate) fn q_value(&self, testing: Question) -> Option<f64> {
        match testing {
            Question::Presence => self.q_presence,
            Question::Closeness => self.q_closeness,
        }
    }
}

/// The tests of all pairs.
#[derive(Debug)]
pub struct AllTested {
    by_pair: Vec<Option<Tested>>,
    /// How many the family of the question asked holds.
    pub(crate) n_tests: u64,
}

impl AllTested {
    /// The tests of the pair of a number; none if it is affiliated.
    pub(crate) fn of(&self, number: usize) -> Option<&Tested> {
        self.by_pair[number].as_ref()
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
    /// Tests every pair that is not affiliated.
    pub fn tested(&self, names: &Names<'_>, options: &TableOptions, workers: &impl Workers) -> AllTested {
        let testing = Testing::new(self, (names.actors.len(), options));
        let mut by_pair = Vec::with_capacity(self.pairs.len());
        let tested = in_groups(
            workers,
            self.events.by_pair(),
            |group| testing.all(&group),
            |tested| {
                by_pair.push(tested);
                Ok::<_, Infallible>(())
            },
        );
        tested.unwrap_or_else(|never| match never {});
        // Where events end before their end, the rest is untested; whoever holds them refuses the whole.
        by_pair.resize(self.pairs.len(), None);
        let is_in_family = |pair: &PairTotal| !pair.is_affiliation && testing.is_eligible(pair.pair);
        let family: Vec<usize> = (0..self.pairs.len()).filter(|i| is_in_family(&self.pairs[*i])).collect();
        let n_presence = testing.n_tests(names);
        let p_value = |test: PairTest| if options.significance.is_mid_p { test.p_mid } else { test.p };
        let q_values = |test: fn(&Tested) -> Option<PairTest>, n_tests: Option<u64>| {
            let p_of = |i: &usize| Some((*i, p_value(by_pair[*i].as_ref().and_then(test)?)));
            let (places, p_values): (Vec<usize>, Vec<f64>) = family.iter().filter_map(p_of).unzip();
            let n_tests = n_tests.unwrap_or(p_values.len() as u64);
            let q_values = (options.significance.correction.q_values)(&p_values, n_tests);
            (places.into_iter().zip(q_values).collect::<Vec<_>>(), n_tests)
        };
        let (presence, _) = q_values(|tested| Some(tested.presence()), Some(n_presence));
        let (closeness, n_closeness) = q_values(|tested| tested.closeness, None);
        for (i, q) in presence {
            by_pair[i].iter_mut().for_each(|tested| tested.q_presence = Some(q));
        }
        for (i, q) in closeness {
            by_pair[i].iter_mut().for_each(|tested| tested.q_closeness = Some(q));
        }
        let n_tests = match options.significance.test {
            Question::Presence => n_presence,
            Question::Closeness => n_closeness,
        };
        AllTested { by_pair, n_tests }
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

    fn all(&self, group: &[PairEvents]) -> Vec<Option<Tested>> {
        let mut tests = (self.pooled.tests(), self.stratified.as_ref().map(Presence::tests));
        let test = |events: &PairEvents| {
            let is_tested = !self.finished.pairs[events.number].is_affiliation;
            is_tested.then(|| self.one(events, (&mut tests.0, tests.1.as_mut())))
        };
        group.iter().map(test).collect()
    }

    fn one(
        &self,
        events: &PairEvents,
        (pooled, stratified): (&mut PresenceTests<'_>, Option<&mut PresenceTests<'_>>),
    ) -> Tested {
        let pair = &self.finished.pairs[events.number];
        let ends = [pair.pair.first(), pair.pair.second()];
        Tested {
            pooled: pooled.over_all(ends, pair.n_both),
            stratified: stratified.map(|tests| tests.over_all(ends, pair.n_both)),
            p_hypergeometric: self.table(pair).as_ref().map(hypergeometric_upper),
            closeness: self.closeness(pair, &events.clusters),
            q_presence: None,
            q_closeness: None,
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
        [pair.first(), pair.second()].into_iter().all(|actor| self.has_enough(actor))
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

//! The tests of pairs over the whole run.

use std::collections::BTreeMap;

use newsloom_corpus::{ActorId, Pair};
use newsloom_score::{
    Contingency, PairTest, Placed, Question, crowding, hypergeometric_upper, placement_crowded, wholes,
};

use crate::{
    Finished, Names, SignificanceOptions, Stratification, TableOptions,
    actors::ActorTotal,
    event::PairCluster,
    pairs::PairTotal,
    strata::{Presence, PresenceTests},
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

/// The tests of all pairs, and how many the family of the question asked holds.
pub(crate) struct AllTested {
    pub(crate) by_pair: Vec<Option<Tested>>,
    pub(crate) n_tests: u64,
}

/// What the tests of all pairs share.
struct Testing<'a> {
    finished: &'a Finished,
    actors: &'a [ActorTotal],
    options: &'a TableOptions,
    /// None where an article is one context.
    crowding: Option<f64>,
}

impl Finished {
    /// Tests every pair that is not affiliated.
    pub(crate) fn tested(
        &self,
        actors: &[ActorTotal],
        (names, options): (&Names<'_>, &TableOptions),
    ) -> AllTested {
        let testing = Testing { finished: self, actors, options, crowding: self.crowding(options) };
        let mut by_pair = testing.all();
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
        Presence::fit(options.significance.model, by, (&self.events, n_actors, options.universe))
    }
}

/// How much actors crowd into the same contexts of the stories that name them, over all pairs that are
/// not affiliated: 1 where they are placed evenly. Both are sorted by pair.
pub(crate) fn crowding_of(pairs: &[PairTotal], clusters: &[PairCluster]) -> f64 {
    let (mut how_often, mut n_joint) = (BTreeMap::<Placed, u64>::new(), 0);
    for (pair, of_pair) in pairs.iter().zip(clusters.chunk_by(|a, b| a.pair == b.pair)) {
        if pair.is_affiliation {
            continue;
        }
        n_joint += pair.n_clusters;
        for cluster in of_pair {
            *how_often.entry(placed(cluster)).or_default() += 1;
        }
    }
    crowding(&how_often.into_iter().collect::<Vec<_>>(), n_joint)
}

impl Testing<'_> {
    fn all(&self) -> Vec<Option<Tested>> {
        let by = self.options.significance.strata;
        let of = (self.actors.len(), self.options);
        let pooled = self.finished.presence(Stratification::default(), of);
        let stratified = (!by.is_pooled()).then(|| self.finished.presence(by, of));
        let (mut pooled, mut stratified) = (pooled.tests(), stratified.as_ref().map(Presence::tests));
        let pairs = self.finished.pairs.iter();
        pairs
            .map(|pair| {
                let tests = (&mut pooled, stratified.as_mut());
                (!pair.is_affiliation).then(|| self.one(pair, tests))
            })
            .collect()
    }

    fn one(
        &self,
        pair: &PairTotal,
        (pooled, stratified): (&mut PresenceTests<'_>, Option<&mut PresenceTests<'_>>),
    ) -> Tested {
        let ends = [pair.pair.first(), pair.pair.second()];
        Tested {
            pooled: pooled.over_all(ends, pair.n_both),
            stratified: stratified.map(|tests| tests.over_all(ends, pair.n_both)),
            p_hypergeometric: self.table(pair).as_ref().map(hypergeometric_upper),
            closeness: self.closeness(pair),
            q_presence: None,
            q_closeness: None,
        }
    }

    fn table(&self, pair: &PairTotal) -> Option<Contingency> {
        let n = |a: ActorId| self.actors[a.0 as usize].n_clusters;
        let total = self.finished.totals.whole.clusters(self.options.universe);
        Contingency::new(pair.n_both, n(pair.pair.first()), n(pair.pair.second()), total)
    }

    /// Whether the two share a context in more clusters than if each were placed at random.
    fn closeness(&self, pair: &PairTotal) -> Option<PairTest> {
        let crowding = self.crowding?;
        let clusters = self.finished.clusters_of_pair(pair.pair);
        let placed: Vec<Placed> = clusters.iter().map(placed).collect();
        let law = placement_crowded(&placed, crowding);
        let (p, above) = (law.upper(pair.n_clusters), law.upper(pair.n_clusters + 1));
        Some(PairTest { expected: law.expected(), p, p_mid: f64::midpoint(p, above) })
    }

    fn is_eligible(&self, pair: Pair) -> bool {
        is_eligible(self.actors, pair.first(), &self.options.significance)
            && is_eligible(self.actors, pair.second(), &self.options.significance)
    }

    /// All pairs of eligible actors less the affiliated ones: those named together by their joint
    /// contexts, those never named together by their tie on the last day of the run.
    fn n_tests(&self, names: &Names<'_>) -> u64 {
        let Self { finished, actors, options, .. } = self;
        let pairs = &finished.pairs;
        let ids = names.actors.iter().map(|(a, _)| a);
        let eligible: Vec<ActorId> = ids.filter(|a| is_eligible(actors, *a, &options.significance)).collect();
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

fn is_eligible(actors: &[ActorTotal], actor: ActorId, options: &SignificanceOptions) -> bool {
    actors[actor.0 as usize].n_clusters >= options.min_units
}

/// All contexts are places, whatever the universe: those that name an actor depend on what is tested.
fn placed(cluster: &PairCluster) -> Placed {
    let place = cluster.place;
    Placed { n: place.n_contexts.into(), n_i: place.n_first.into(), n_j: place.n_second.into() }
}

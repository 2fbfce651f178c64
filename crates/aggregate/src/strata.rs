//! Clusters divided into strata, with the margins of each: what null models are fitted to.

use std::collections::BTreeMap;

use jiff::civil::Date;
use newsloom_corpus::ActorId;
use newsloom_score::{Margins, PairTest, PairTests, PresenceModel, Strata};

use crate::{Finished, Universe, period::Period};

/// What divides the clusters into strata, within which chance is told: two actors that are busy in the
/// same weeks are not tied by that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stratification {
    /// Clusters first published in one period; those without a date are a stratum of their own.
    pub period: Option<Period>,
    /// Clusters whose representative one outlet published.
    pub by_outlet: bool,
}

impl Stratification {
    /// Whether there is but one stratum.
    pub fn is_pooled(self) -> bool {
        self == Self::default()
    }

    fn key(self, day: Option<Date>, outlet: u32) -> Key {
        (self.period.zip(day).map(|(period, day)| period.start_of(day)), self.by_outlet.then_some(outlet))
    }
}

type Key = (Option<Date>, Option<u32>);

/// The clusters of a stratum: how many name how many actors, and how many actors are named how often.
#[derive(Debug, Default)]
struct Stratum {
    sizes: BTreeMap<u32, u64>,
    degrees: BTreeMap<u64, u64>,
}

impl Stratum {
    fn margins(&self, universe: Universe) -> Margins {
        let is_counted = |size: u32| universe == Universe::All || size > 0;
        let sizes = self.sizes.iter().filter(|(size, _)| is_counted(**size));
        let sizes = sizes.map(|(size, n)| (u64::from(*size), *n));
        Margins::from_counts(self.degrees.iter().map(|(degree, n)| (*degree, *n)), sizes)
            .expect("both margins are of the same clusters")
    }
}

/// A model of presence, fitted to each stratum.
#[derive(Debug)]
pub(crate) struct Presence {
    keys: Vec<Key>,
    fitted: Strata,
    /// For each actor the strata that name it with the number of clusters, by stratum.
    degrees: Vec<Vec<(u32, u64)>>,
}

impl Presence {
    /// Fits the model.
    pub(crate) fn fit(
        model: &PresenceModel,
        by: Stratification,
        (finished, n_actors, universe): (&Finished, usize, Universe),
    ) -> Self {
        let mut strata: BTreeMap<Key, Stratum> = BTreeMap::new();
        for (clusters, counts) in finished.coverage.clusters() {
            let stratum = strata.entry(by.key(clusters.day, clusters.outlet)).or_default();
            *stratum.sizes.entry(clusters.n_actors).or_default() += counts.n;
        }
        let (keys, mut strata): (Vec<Key>, Vec<Stratum>) = strata.into_iter().unzip();
        let mut degrees = vec![Vec::new(); n_actors];
        for of_actor in finished.events.by_actor() {
            let found = degrees_of(of_actor.clusters.iter().map(|c| by.key(c.day, c.outlet)), &keys);
            for (stratum, degree) in &found {
                *strata[*stratum as usize].degrees.entry(*degree).or_default() += 1;
            }
            degrees[of_actor.actor.0 as usize] = found;
        }
        let margins: Vec<Margins> = strata.iter().map(|stratum| stratum.margins(universe)).collect();
        Self { keys, fitted: Strata::fit(model, &margins), degrees }
    }

    /// The tests of pairs, none made yet.
    pub(crate) fn tests(&self) -> PresenceTests<'_> {
        PresenceTests { presence: self, tests: PairTests::new(&self.fitted) }
    }
}

/// The strata of an actor's clusters, each with their number.
fn degrees_of(of_clusters: impl Iterator<Item = Key>, keys: &[Key]) -> Vec<(u32, u64)> {
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    for key in of_clusters {
        let at = keys.binary_search(&key).expect("a cluster that names an actor is a covered one");
        *counts.entry(u32::try_from(at).expect("fewer than 2^32 strata")).or_default() += 1;
    }
    counts.into_iter().collect()
}

/// The tests of pairs by one fitted model.
#[derive(Debug)]
pub(crate) struct PresenceTests<'a> {
    presence: &'a Presence,
    tests: PairTests<'a>,
}

impl PresenceTests<'_> {
    /// The test of `n_both` clusters over all strata.
    pub(crate) fn over_all(&mut self, [i, j]: [ActorId; 2], n_both: u64) -> PairTest {
        let degrees = &self.presence.degrees;
        self.tests.test(&degrees[i.0 as usize], &degrees[j.0 as usize], n_both)
    }

    /// The test of `n_both` clusters of the period that starts on a day, where periods alone divide.
    pub(crate) fn of_period(&mut self, start: Date, [i, j]: [ActorId; 2], n_both: u64) -> PairTest {
        let stratum = self.presence.keys.binary_search(&(Some(start), None)).ok();
        let [i, j] = [i, j].map(|actor| {
            let degrees = &self.presence.degrees[actor.0 as usize];
            let place = |stratum: usize| degrees.binary_search_by_key(&stratum, |(at, _)| *at as usize).ok();
            stratum.and_then(place).map_or(&[][..], |at| &degrees[at..=at])
        });
        self.tests.test(i, j, n_both)
    }
}

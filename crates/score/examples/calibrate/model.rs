//! Models with their contexts and strata, and the tests that they make of a world.

use std::collections::BTreeMap;

use newsloom_score::{Margins, PRESENCE_MODELS, PairTests, Placed, PresenceModel, Strata, placement};

use crate::{
    tested::Tested,
    world::{Story, World},
};

/// Units that must name an actor before its pairs are tested.
const MIN_UNITS: u64 = 5;

/// Tests all pairs of a world.
type Test = Box<dyn Fn(&World) -> Vec<Tested>>;

/// A way to test the pairs of a world.
pub(crate) struct Candidate {
    pub(crate) context: &'static str,
    pub(crate) model: &'static str,
    pub(crate) strata: &'static str,
    pub(crate) test: Test,
}

/// Every model of presence with every choice of strata.
pub(crate) fn candidates(context: &'static str, strata: &[&'static str]) -> Vec<Candidate> {
    let of_model = |model: &'static PresenceModel| {
        strata.iter().copied().map(move |strata| Candidate {
            context,
            model: model.name,
            strata,
            test: Box::new(move |world| presence(world, model, (context, strata))),
        })
    };
    PRESENCE_MODELS.iter().flat_map(of_model).collect()
}

/// Closeness within the stories that name both, among all their sentences or those that name somebody.
pub(crate) fn placements() -> [Candidate; 2] {
    ["all-sentences", "sentences-naming-actors"].map(|among| Candidate {
        context: "closeness",
        model: "placement",
        strata: among,
        test: Box::new(move |world| closeness(world, among == "all-sentences")),
    })
}

fn stratum(story: &Story, strata: &str) -> u32 {
    match strata {
        "month" => story.month,
        "week" => story.week,
        "month-outlet" => story.month * 100 + story.outlet,
        _ => 0,
    }
}

/// Units with their strata, numbered from 0.
fn units<'a>(world: &'a World, (context, strata): (&str, &str)) -> Vec<(usize, &'a [u32])> {
    let mut numbers = BTreeMap::new();
    for story in &world.stories {
        numbers.entry(stratum(story, strata)).or_insert(0);
    }
    (0..).zip(numbers.values_mut()).for_each(|(n, number)| *number = n);
    let mut units = Vec::new();
    for story in &world.stories {
        let number = numbers[&stratum(story, strata)];
        if context == "article" {
            units.push((number, &story.actors[..]));
        } else {
            units.extend(story.sentences.iter().map(|s| (number, &s[..])));
        }
    }
    units.retain(|(_, actors)| !actors.is_empty());
    units
}

fn presence(world: &World, model: &PresenceModel, choice: (&str, &str)) -> Vec<Tested> {
    let units = units(world, choice);
    let (n, n_strata) = (world.n_actors as usize, units.iter().map(|(s, _)| s + 1).max().unwrap_or(0));
    let mut degrees = vec![vec![0u64; n]; n_strata];
    let mut sizes = vec![Vec::new(); n_strata];
    for (stratum, actors) in &units {
        sizes[*stratum].push(actors.len() as u64);
        for actor in *actors {
            degrees[*stratum][*actor as usize] += 1;
        }
    }
    let margins = degrees.iter().zip(&sizes);
    let margins: Vec<Margins> =
        margins.map(|(d, s)| Margins::new(d.clone(), s.clone()).expect("those of a matrix")).collect();
    let strata = Strata::fit(model, &margins);
    let by_actor: Vec<Vec<(u32, u64)>> = (0..n)
        .map(|a| (0..).zip(&degrees).map(|(s, d)| (s, d[a])).filter(|(_, d)| *d > 0).collect())
        .collect();
    let joint = joint(units.iter().map(|(_, actors)| *actors));
    let mut tests = PairTests::new(&strata);
    eligible_pairs(&by_actor)
        .map(|(i, j)| {
            let observed = joint.get(&(i, j)).copied().unwrap_or(0);
            let test = tests.test(&by_actor[i as usize], &by_actor[j as usize], observed);
            let above = 2.0 * test.p_mid - test.p;
            Tested { pair: (i, j), observed, expected: test.expected, p: test.p, above }
        })
        .collect()
}

fn eligible_pairs(by_actor: &[Vec<(u32, u64)>]) -> impl Iterator<Item = (u32, u32)> {
    let is_eligible = |of: &&Vec<(u32, u64)>| of.iter().map(|(_, d)| d).sum::<u64>() >= MIN_UNITS;
    let eligible: Vec<u32> = (0..).zip(by_actor).filter(|(_, of)| is_eligible(of)).map(|(a, _)| a).collect();
    let pairs: Vec<(u32, u32)> =
        eligible.iter().enumerate().flat_map(|(at, i)| eligible[at + 1..].iter().map(|j| (*i, *j))).collect();
    pairs.into_iter()
}

/// The number of units that name both actors of each pair.
fn joint<'a>(units: impl Iterator<Item = &'a [u32]>) -> BTreeMap<(u32, u32), u64> {
    let mut joint = BTreeMap::new();
    for actors in units {
        for (at, i) in actors.iter().enumerate() {
            for j in &actors[at + 1..] {
                *joint.entry((*i, *j)).or_insert(0) += 1;
            }
        }
    }
    joint
}

fn closeness(world: &World, counts_empty: bool) -> Vec<Tested> {
    let mut placed = BTreeMap::<(u32, u32), (Vec<Placed>, u64)>::new();
    for story in &world.stories {
        let times = |actor: u32| story.sentences.iter().filter(|s| s.contains(&actor)).count() as u64;
        let counted = story.sentences.iter().filter(|s| counts_empty || !s.is_empty());
        let n = counted.count() as u64;
        let shared = joint(story.sentences.iter().map(|s| &s[..]));
        for pair in joint([&story.actors[..]].into_iter()).into_keys() {
            let slot = placed.entry(pair).or_default();
            slot.0.push(Placed { n, n_i: times(pair.0), n_j: times(pair.1) });
            slot.1 += u64::from(shared.contains_key(&pair));
        }
    }
    placed
        .into_iter()
        .map(|(pair, (clusters, observed))| {
            let count = placement(&clusters);
            let (p, above) = (count.upper(observed), count.upper(observed + 1));
            Tested { pair, observed, expected: count.expected(), p, above }
        })
        .collect()
}

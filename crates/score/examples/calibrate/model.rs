//! Models with their contexts and strata, and the tests that they make of a world.

use std::collections::BTreeMap;

use newsloom_score::{
    Margins, PRESENCE_MODELS, PairTests, Placed, PresenceModel, Strata, crowding, placement_crowded,
};

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

/// Closeness within the stories that name both, among all their sentences or those that name somebody,
/// and as compared with all pairs.
pub(crate) fn placements() -> [Candidate; 3] {
    ["all-sentences", "sentences-naming-actors", "crowding-estimated"].map(|strata| Candidate {
        context: "closeness",
        model: "placement",
        strata,
        test: Box::new(move |world| closeness(world, strata)),
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

/// The stories that name a pair, and how many of them have a sentence with both.
type PlacedPair = (Vec<Placed>, u64);

fn closeness(world: &World, choice: &str) -> Vec<Tested> {
    let placed = placed(world, choice != "sentences-naming-actors");
    let exponent = if choice == "crowding-estimated" { estimated(&placed) } else { 1.0 };
    placed
        .into_iter()
        .map(|(pair, (clusters, observed))| {
            let count = placement_crowded(&clusters, exponent);
            let (p, above) = (count.upper(observed), count.upper(observed + 1));
            Tested { pair, observed, expected: count.expected(), p, above }
        })
        .collect()
}

fn estimated(placed: &BTreeMap<(u32, u32), PlacedPair>) -> f64 {
    let mut counts = BTreeMap::new();
    for one in placed.values().flat_map(|(clusters, _)| clusters) {
        *counts.entry(*one).or_insert(0) += 1;
    }
    let clusters: Vec<(Placed, u64)> = counts.into_iter().collect();
    crowding(&clusters, placed.values().map(|(_, n_joint)| n_joint).sum())
}

fn placed(world: &World, counts_empty: bool) -> BTreeMap<(u32, u32), PlacedPair> {
    let mut placed = BTreeMap::<(u32, u32), PlacedPair>::new();
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
}

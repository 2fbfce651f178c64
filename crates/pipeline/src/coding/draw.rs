//! Stratified random samples that depend on a seed alone.

use std::{cmp::Reverse, collections::BTreeMap};

/// An item that can be drawn: its stratum and its lot.
pub(super) type Lot = (String, u64);

/// The lot of an item: a hash of its name under a seed, so that the order of items does not matter.
pub(super) fn lot(seed: u64, name: &str) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes()).update(name.as_bytes());
    let hash = hasher.finalize();
    u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("eight bytes"))
}

/// An item drawn: its index, and the size of its stratum with the number drawn from it, which is its
/// weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) index: usize,
    pub(super) weight: (u64, u64),
}

/// Draws `n` items, from each stratum in proportion to its size and at least one.
///
/// Where there are more strata than items to draw, every item has the same chance, and the items are
/// spread over the strata by taking each `N/n`-th of the list sorted by stratum.
pub(super) fn draw(items: &[Lot], n: usize) -> Vec<Drawn> {
    let mut strata: BTreeMap<&str, Vec<(u64, usize)>> = BTreeMap::new();
    for (index, (stratum, lot)) in items.iter().enumerate() {
        strata.entry(stratum).or_default().push((*lot, index));
    }
    for stratum in strata.values_mut() {
        stratum.sort_unstable();
    }
    let mut drawn = if strata.len() > n { every_nth(&strata, n) } else { by_stratum(&strata, n) };
    drawn.sort_by_key(|one| (items[one.index].1, one.index));
    drawn
}

fn by_stratum(strata: &BTreeMap<&str, Vec<(u64, usize)>>, n: usize) -> Vec<Drawn> {
    let sizes: Vec<u64> = strata.values().map(|stratum| stratum.len() as u64).collect();
    let take = |(stratum, k): (&Vec<(u64, usize)>, u64)| {
        let weight = (stratum.len() as u64, k);
        let lowest = stratum.iter().zip(0..k);
        lowest.map(move |((_, index), _)| Drawn { index: *index, weight }).collect::<Vec<_>>()
    };
    strata.values().zip(allocation(&sizes, n as u64)).flat_map(take).collect()
}

/// How many to draw from strata of these sizes: one each, the others by Sainte-Laguë's divisors.
pub(super) fn allocation(sizes: &[u64], n: u64) -> Vec<u64> {
    let mut taken = vec![1; sizes.len()];
    for _ in sizes.len() as u64..n.min(sizes.iter().sum()) {
        let open = (0..sizes.len()).filter(|i| taken[*i] < sizes[*i]);
        let next = open.max_by(|a, b| {
            let one = sizes[*a] * (2 * taken[*b] + 1);
            let other = sizes[*b] * (2 * taken[*a] + 1);
            one.cmp(&other).then(b.cmp(a))
        });
        taken[next.expect("fewer are drawn than there are")] += 1;
    }
    taken
}

fn every_nth(strata: &BTreeMap<&str, Vec<(u64, usize)>>, n: usize) -> Vec<Drawn> {
    let sorted: Vec<(u64, usize)> = strata.values().flatten().copied().collect();
    let (all, n) = (sorted.len() as u64, n as u64);
    let start = sorted.iter().min_by_key(|(lot, _)| Reverse(*lot)).map_or(0, |(lot, _)| lot % all.max(1));
    let at = |i: u64| usize::try_from((start + i * all) / n.max(1)).expect("an index") % sorted.len();
    (0..n).map(|i| Drawn { index: sorted[at(i)].1, weight: (all, n) }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn items(sizes: &[usize], seed: u64) -> Vec<Lot> {
        let names = sizes.iter().enumerate().flat_map(|(s, n)| (0..*n).map(move |i| (s, i)));
        names.map(|(s, i)| (format!("{s:03}"), lot(seed, &format!("{s}:{i}")))).collect()
    }

    #[test]
    fn strata_get_their_share_and_at_least_one() {
        for (sizes, n, expected) in [
            (&[90, 9, 1][..], 10, &[8, 1, 1][..]),
            (&[50, 50], 10, &[5, 5]),
            (&[2, 3], 10, &[2, 3]),
            (&[1000, 1], 5, &[4, 1]),
        ] {
            assert_eq!(allocation(sizes, n), expected, "{sizes:?}");
        }
    }

    proptest! {
        #[test]
        fn weights_add_up_to_the_population(
            sizes in proptest::collection::vec(1..40usize, 1..12), n in 1..60usize, seed in 0..9u64
        ) {
            let items = items(&sizes, seed);
            let drawn = draw(&items, n);
            prop_assert_eq!(drawn.len(), n.min(items.len()));
            let mut indices: Vec<usize> = drawn.iter().map(|one| one.index).collect();
            indices.sort_unstable();
            indices.dedup();
            prop_assert_eq!(indices.len(), drawn.len(), "nothing is drawn twice");
            let weights: f64 = drawn.iter().map(|one| one.weight.0 as f64 / one.weight.1 as f64).sum();
            prop_assert!((weights - items.len() as f64).abs() < 1e-6);
        }
    }
}

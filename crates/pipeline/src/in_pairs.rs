//! Two sequences in about the same order, item by item of one key.

use std::{collections::HashMap, hash::Hash};

/// Keys with what only one of two sequences has under them.
#[derive(Debug)]
pub(crate) struct Unpaired<K, T> {
    pub(crate) before: HashMap<K, T>,
    pub(crate) after: HashMap<K, T>,
}

/// Hands the items of two sequences out in pairs of one key, which no sequence has twice.
///
/// Both are read in step, and what the other has not shown yet waits for it: as many items as one is ahead of
/// the other. `hold` makes of an item what waits, of which there are so many.
///
/// # Errors
/// The first of a sequence.
pub(crate) fn in_pairs<K: Eq + Hash, V, T, E>(
    mut before: impl Iterator<Item = Result<(K, V), E>>,
    mut after: impl Iterator<Item = Result<(K, V), E>>,
    hold: impl Fn(V, usize) -> T,
    mut pair: impl FnMut(T, T),
) -> Result<Unpaired<K, T>, E> {
    let mut waiting = Unpaired { before: HashMap::new(), after: HashMap::new() };
    loop {
        let n = waiting.before.len() + waiting.after.len();
        match (before.next().transpose()?, after.next().transpose()?) {
            (None, None) => return Ok(waiting),
            (Some((one, old)), Some((other, new))) if one == other => pair(hold(old, n), hold(new, n)),
            (old, new) => {
                if let Some((key, old)) = old {
                    match waiting.after.remove(&key) {
                        Some(new) => pair(hold(old, n), new),
                        None => drop(waiting.before.insert(key, hold(old, n))),
                    }
                }
                if let Some((key, new)) = new {
                    match waiting.before.remove(&key) {
                        Some(old) => pair(old, hold(new, n)),
                        None => drop(waiting.after.insert(key, hold(new, n))),
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, convert::Infallible};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_key_is_paired_or_left(
            before in prop::collection::hash_map(0..30_u8, any::<u8>(), 0..30),
            after in prop::collection::hash_map(0..30_u8, any::<u8>(), 0..30),
        ) {
            let mut pairs = Vec::new();
            let items = |map: &HashMap<u8, u8>| map.clone().into_iter().map(Ok::<_, Infallible>);
            let Ok(left) = in_pairs(
                items(&before).map(|item| item.map(|(key, value)| (key, (key, value)))),
                items(&after).map(|item| item.map(|(key, value)| (key, (key, value)))),
                |item, _| item,
                |(key, old), (other, new)| {
                    assert_eq!(key, other);
                    pairs.push((key, (old, new)));
                },
            );
            let n_pairs = pairs.len();
            let pairs: BTreeMap<u8, (u8, u8)> = pairs.into_iter().collect();
            prop_assert_eq!(pairs.len(), n_pairs);
            for key in 0..30 {
                let (old, new) = (before.get(&key).copied(), after.get(&key).copied());
                prop_assert_eq!(pairs.get(&key).copied(), old.zip(new));
                prop_assert_eq!(left.before.get(&key).map(|(_, value)| *value), old.filter(|_| new.is_none()));
                prop_assert_eq!(left.after.get(&key).map(|(_, value)| *value), new.filter(|_| old.is_none()));
            }
        }
    }

    #[test]
    fn no_more_wait_than_one_is_ahead() {
        let items =
            |skipped: u32| (0..1_000).filter(move |n| *n != skipped).map(|n| Ok::<_, Infallible>((n, n)));
        let most = std::cell::Cell::new(0);
        let hold = |item: u32, n: usize| {
            most.set(n.max(most.get()));
            item
        };
        let Ok(left) = in_pairs(items(10), items(500), hold, |old, new| assert_eq!(old, new));
        assert!(most.get() <= 3, "{}", most.get());
        assert_eq!(
            (left.before.into_keys().collect(), left.after.into_keys().collect()),
            (vec![500], vec![10])
        );
    }
}

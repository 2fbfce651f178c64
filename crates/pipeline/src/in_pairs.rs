//! Two sequences in about the same order, item by item of one key.

use std::{
    collections::{HashMap, VecDeque, hash_map::Entry},
    hash::Hash,
};

/// Something that waits for its other version.
pub(crate) trait Waits: Sized {
    /// What is held of it while so many others wait.
    fn among(self, _n_others: usize) -> Self {
        self
    }
}

/// Keys with what only one of two sequences has under them.
#[derive(Debug)]
pub(crate) struct Unpaired<K, T> {
    pub(crate) before: Waiting<K, T>,
    pub(crate) after: Waiting<K, T>,
}

/// What waits on one side; of one key in its order.
#[derive(Debug)]
pub(crate) struct Waiting<K, T> {
    first: HashMap<K, T>,
    /// Behind the first of their key, which is rare.
    others: HashMap<K, VecDeque<T>>,
    n: usize,
}

impl<K, T> Waiting<K, T> {
    pub(crate) fn len(&self) -> usize {
        self.n
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.first.values().chain(self.others.values().flatten())
    }
}

impl<K: Eq + Hash + Clone, T> Waiting<K, T> {
    fn new() -> Self {
        Self { first: HashMap::new(), others: HashMap::new(), n: 0 }
    }

    fn push(&mut self, key: K, item: T) {
        self.n += 1;
        match self.first.entry(key) {
            Entry::Vacant(place) => drop(place.insert(item)),
            Entry::Occupied(place) => {
                self.others.entry(place.key().clone()).or_default().push_back(item);
            }
        }
    }

    fn take(&mut self, key: &K) -> Option<T> {
        let item = self.first.remove(key)?;
        self.n -= 1;
        if let Some(next) = self.others.get_mut(key).and_then(VecDeque::pop_front) {
            self.first.insert(key.clone(), next);
        }
        Some(item)
    }
}

/// Hands the items of two sequences out in pairs of one key.
///
/// Both are read in step, and what the other has not shown yet waits for it: as many items as one is ahead of
/// the other.
///
/// # Errors
/// The first of a sequence.
pub(crate) fn in_pairs<K: Eq + Hash + Clone, T: Waits, E>(
    mut before: impl Iterator<Item = Result<(K, T), E>>,
    mut after: impl Iterator<Item = Result<(K, T), E>>,
    mut pair: impl FnMut(T, T),
) -> Result<Unpaired<K, T>, E> {
    let mut waiting = Unpaired { before: Waiting::new(), after: Waiting::new() };
    loop {
        let n = waiting.before.len() + waiting.after.len();
        match (before.next().transpose()?, after.next().transpose()?) {
            (None, None) => return Ok(waiting),
            (Some((one, old)), Some((other, new))) if one == other => pair(old, new),
            (old, new) => {
                if let Some((key, old)) = old {
                    match waiting.after.take(&key) {
                        Some(new) => pair(old, new),
                        None => waiting.before.push(key, old.among(n)),
                    }
                }
                if let Some((key, new)) = new {
                    match waiting.before.take(&key) {
                        Some(old) => pair(old, new),
                        None => waiting.after.push(key, new.among(n)),
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::*;

    impl Waits for (u8, usize) {}

    fn n_of(items: impl IntoIterator<Item = u8>) -> [usize; 8] {
        let mut n = [0; 8];
        items.into_iter().for_each(|key| n[usize::from(key)] += 1);
        n
    }

    proptest! {
        #[test]
        fn every_item_is_paired_or_left(
            before in prop::collection::vec(0..8_u8, 0..30),
            after in prop::collection::vec(0..8_u8, 0..30),
        ) {
            let items = |keys: &[u8]| {
                let keys: Vec<u8> = keys.to_vec();
                keys.into_iter().enumerate().map(|(at, key)| Ok::<_, Infallible>((key, (key, at))))
            };
            let mut pairs = Vec::new();
            let Ok(left) = in_pairs(items(&before), items(&after), |old, new| pairs.push((old, new)));
            prop_assert!(pairs.iter().all(|(old, new)| old.0 == new.0));
            let (n_pairs, n_before) = (n_of(pairs.iter().map(|(old, _)| old.0)), n_of(before));
            let n_after = n_of(after);
            for key in 0..8 {
                prop_assert_eq!(n_pairs[key], n_before[key].min(n_after[key]));
            }
            let [gone, added] = [&left.before, &left.after].map(|side| n_of(side.iter().map(|item| item.0)));
            prop_assert_eq!((left.before.len(), left.after.len()), (gone.iter().sum(), added.iter().sum()));
            for key in 0..8 {
                prop_assert_eq!(gone[key], n_before[key] - n_pairs[key]);
                prop_assert_eq!(added[key], n_after[key] - n_pairs[key]);
            }
        }
    }

    #[test]
    fn no_more_wait_than_one_is_ahead() {
        struct Counted<'a>(&'a std::cell::Cell<usize>);
        impl Waits for Counted<'_> {
            fn among(self, n_others: usize) -> Self {
                self.0.set(n_others.max(self.0.get()));
                self
            }
        }
        let most = std::cell::Cell::new(0);
        let items = |skipped: u32| {
            let all = (0..1_000).filter(move |n| *n != skipped);
            all.map(|n| Ok::<_, Infallible>((n, Counted(&most))))
        };
        let mut n_pairs = 0;
        let Ok(left) = in_pairs(items(10), items(500), |_, _| n_pairs += 1);
        assert!(most.get() <= 3, "{}", most.get());
        assert_eq!((n_pairs, left.before.len(), left.after.len()), (998, 1, 1));
    }
}

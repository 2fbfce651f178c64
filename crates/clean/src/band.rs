//! Which texts have the same bins somewhere in their sketches.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use crate::{Signature, signature::BINS};

/// Bins of the sketch in a band: two that agree make a candidate pair, so that texts of resemblance .3
/// meet in one of the 64 bands with probability .998, of .15 with .77.
const ROWS: usize = 2;

/// A table whose keys are hashes, or numbers in a row.
pub(crate) type Table<V> = HashMap<u32, V, BuildHasherDefault<Scattered>>;

/// Texts by the bins of their sketches, band by band.
#[derive(Debug)]
pub(crate) struct Bands(Vec<Band>);

impl Default for Bands {
    fn default() -> Self {
        Self((0..BINS / ROWS).map(|_| Band::default()).collect())
    }
}

impl Bands {
    /// Takes a text in; gives those that meet it in a band, each once, in order.
    pub(crate) fn insert(&mut self, text: u32, signature: &Signature) -> Vec<u32> {
        let mut met = Vec::new();
        for (band, key) in self.0.iter_mut().zip(keys(signature)) {
            met.extend(band.insert(key, text));
        }
        met.sort_unstable();
        met.dedup();
        met
    }

    pub(crate) fn remove(&mut self, text: u32, signature: &Signature) {
        for (band, key) in self.0.iter_mut().zip(keys(signature)) {
            band.remove(key, text);
        }
    }
}

/// Nearly all keys have one text: a list for each would take most of the memory.
#[derive(Debug, Default)]
struct Band {
    first: Table<u32>,
    others: Table<Vec<u32>>,
}

impl Band {
    /// Takes a text in; gives those that have the same key.
    fn insert(&mut self, key: u32, text: u32) -> impl Iterator<Item = u32> {
        let others = self.first.insert(key, text).map(|other| {
            let others = self.others.entry(key).or_default();
            others.push(other);
            &*others
        });
        others.into_iter().flatten().copied()
    }

    fn remove(&mut self, key: u32, text: u32) {
        let Some(others) = self.others.get_mut(&key) else {
            self.first.remove(&key);
            return;
        };
        if self.first.get(&key) == Some(&text) {
            self.first.extend(others.pop().map(|other| (key, other)));
        } else {
            others.retain(|other| *other != text);
        }
        if others.is_empty() {
            self.others.remove(&key);
        }
    }
}

/// A key for each band of a sketch.
pub(crate) fn keys(signature: &Signature) -> impl Iterator<Item = u32> {
    let joined = |rows: &[u32]| rows.iter().fold(0, |h: u64, row| (h << 32) ^ u64::from(*row));
    signature.bins.chunks(ROWS).map(joined).map(|key| high_half(key.wrapping_mul(ODD)))
}

const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

fn high_half(hash: u64) -> u32 {
    u32::try_from(hash >> 32).expect("32 bits")
}

/// Spreads numbers over a table.
#[derive(Debug, Default)]
pub(crate) struct Scattered(u64);

impl Hasher for Scattered {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(ODD);
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = u64::from(number).wrapping_mul(ODD);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_are_met_until_they_are_removed(steps in prop::collection::vec((0..9_u32, 0..4_u32), 0..60)) {
            let (mut band, mut held) = (Band::default(), BTreeSet::new());
            for (text, key) in steps {
                // A text has one key in a band.
                let known = held.iter().find(|(_, other)| *other == text).copied();
                if let Some((key, text)) = known {
                    band.remove(key, text);
                    held.remove(&(key, text));
                } else {
                    let mut met: Vec<u32> = band.insert(key, text).collect();
                    met.sort_unstable();
                    let expected: Vec<u32> = held.range((key, 0)..(key + 1, 0)).map(|(_, text)| *text).collect();
                    prop_assert_eq!(met, expected);
                    held.insert((key, text));
                }
            }
            for (key, text) in held {
                band.remove(key, text);
            }
            prop_assert!(band.first.is_empty() && band.others.is_empty());
        }
    }
}

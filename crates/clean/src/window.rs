//! The texts of some days, to be looked up by what they share.

use std::{
    collections::{HashMap, VecDeque},
    hash::{BuildHasherDefault, Hasher},
};

use jiff::civil::Date;

use crate::{
    Signature,
    copy::{Likeness, likeness},
    signature::BINS,
};

/// Rows of the sketch in a band: two bins agreeing make a candidate pair, so that texts of resemblance .3
/// meet in one of the 64 bands with probability .998, of .15 with .77.
const ROWS: usize = 2;

/// The texts that were published within the last days, each once.
#[derive(Debug, Default)]
pub(crate) struct Window {
    /// Texts with their last days, in the order of these days; outdated entries are passed over.
    days: VecDeque<(i64, u32)>,
    held: HashMap<u32, Held, BuildHasherDefault<AsIs>>,
    bands: HashMap<u64, Vec<u32>, BuildHasherDefault<AsIs>>,
}

#[derive(Debug)]
struct Held {
    last: i64,
    signature: Signature,
}

impl Window {
    /// Takes a text of a day in, no earlier than those before, and says which texts are like it. Texts
    /// whose last day lies more than so many days before are let go.
    pub(crate) fn add(
        &mut self,
        (text, signature): (u32, Signature),
        day: i64,
        (n_days, threshold): (i64, f64),
    ) -> Vec<(u32, Likeness)> {
        self.let_go(day, n_days);
        self.days.push_back((day, text));
        if let Some(held) = self.held.get_mut(&text) {
            held.last = day;
            return Vec::new();
        }
        let found = self.like(&signature, threshold);
        for key in keys(&signature) {
            self.bands.entry(key).or_default().push(text);
        }
        self.held.insert(text, Held { last: day, signature });
        found
    }

    /// The held texts that share a band and are copies, or the originals of copies, in order.
    fn like(&self, signature: &Signature, threshold: f64) -> Vec<(u32, Likeness)> {
        let mut texts: Vec<u32> =
            keys(signature).filter_map(|key| self.bands.get(&key)).flatten().copied().collect();
        texts.sort_unstable();
        texts.dedup();
        let like = |text: u32| {
            let other = &self.held[&text].signature;
            let (long, short) = longer_first(other, signature);
            Some((text, likeness(long, short, threshold)?))
        };
        texts.into_iter().filter_map(like).collect()
    }

    fn let_go(&mut self, day: i64, n_days: i64) {
        while let Some((last, text)) = self.days.front().copied() {
            if day - last <= n_days {
                return;
            }
            self.days.pop_front();
            if self.held.get(&text).is_some_and(|held| held.last == last) {
                self.drop_text(text);
            }
        }
    }

    fn drop_text(&mut self, text: u32) {
        let Some(held) = self.held.remove(&text) else { return };
        for key in keys(&held.signature) {
            let Some(texts) = self.bands.get_mut(&key) else { continue };
            texts.retain(|other| *other != text);
            if texts.is_empty() {
                self.bands.remove(&key);
            }
        }
    }

    /// Whether two texts would meet in it.
    #[cfg(test)]
    pub(crate) fn would_meet(one: &Signature, other: &Signature) -> bool {
        let of_other: Vec<u64> = keys(other).collect();
        keys(one).any(|key| of_other.contains(&key))
    }

    /// Number of texts that are held.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.held.len()
    }
}

/// The order does not depend on which was read first.
fn longer_first<'a>(a: &'a Signature, b: &'a Signature) -> (&'a Signature, &'a Signature) {
    if (a.n_words, a.exact) >= (b.n_words, b.exact) { (a, b) } else { (b, a) }
}

/// The number of a day: days since the beginning of the year 0.
pub(crate) fn day_number(date: Date) -> i64 {
    let span = Date::ZERO.until(date).expect("dates of articles lie within the calendar");
    i64::from(span.get_days())
}

/// A key for each band of a sketch.
fn keys(signature: &Signature) -> impl Iterator<Item = u64> {
    let band = |(n, rows): (u64, &[u32])| {
        let joined = rows
            .iter()
            .fold(n + 1, |h, row| (h ^ u64::from(*row)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29));
        joined.wrapping_mul(BINS as u64 | 1)
    };
    (0..).zip(signature.bins.chunks(ROWS)).map(band)
}

/// Keys that are hashes already, or numbers in a row.
#[derive(Debug, Default)]
pub(crate) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

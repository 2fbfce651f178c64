//! The texts of some days, to be looked up by what they share.

use std::collections::VecDeque;

use jiff::civil::Date;

use crate::{
    Signature,
    band::{Bands, Table},
    copy::{Likeness, likeness},
};

/// The texts that were published within the last days, each once.
#[derive(Debug, Default)]
pub(crate) struct Window {
    /// Texts with their last days, in the order of these days; outdated entries are passed over.
    days: VecDeque<(i64, u32)>,
    held: Table<Held>,
    bands: Bands,
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
        let met = self.bands.insert(text, &signature);
        let found = self.like(met, (&signature, threshold));
        self.held.insert(text, Held { last: day, signature });
        found
    }

    /// Those of some held texts that are copies, or the originals of copies, in the same order.
    fn like(&self, met: Vec<u32>, (signature, threshold): (&Signature, f64)) -> Vec<(u32, Likeness)> {
        let like = |text: u32| {
            let other = &self.held[&text].signature;
            let (long, short) = longer_first(other, signature);
            Some((text, likeness(long, short, threshold)?))
        };
        met.into_iter().filter_map(like).collect()
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
        if let Some(held) = self.held.remove(&text) {
            self.bands.remove(text, &held.signature);
        }
    }

    /// Whether two texts would meet in it.
    #[cfg(test)]
    pub(crate) fn would_meet(one: &Signature, other: &Signature) -> bool {
        crate::band::keys(one).zip(crate::band::keys(other)).any(|(a, b)| a == b)
    }

    /// Number of texts that are held.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.held.len()
    }
}

/// Of texts with as many words the one with more numbers is the longer; the order does not depend on which
/// was read first.
fn longer_first<'a>(a: &'a Signature, b: &'a Signature) -> (&'a Signature, &'a Signature) {
    let by_length = a.n_words.cmp(&b.n_words).then(a.n_numbers().cmp(&b.n_numbers()));
    if by_length.then_with(|| a.identity().cmp(&b.identity())).is_ge() { (a, b) } else { (b, a) }
}

/// The number of a day: days since the beginning of the year 0.
pub(crate) fn day_number(date: Date) -> i64 {
    let span = Date::ZERO.until(date).expect("dates of articles lie within the calendar");
    i64::from(span.get_days())
}

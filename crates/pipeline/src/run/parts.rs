//! How a corpus falls into parts whose rows are made, and kept for the next run, together.
//!
//! Stories stand by week, then by id. A part is some weeks if weeks are small, and some of a week's ids if
//! it is large: so that an added week, or a few changed articles, leave most parts as they were. Where parts
//! begin and end follows from the numbers of stories by week alone.

use std::collections::BTreeMap;

use jiff::civil::Date;

/// Stories that a part should have: weeks are taken together until parts have so many on average.
const MEAN: u64 = 2_048;
/// Stories that a part may have; ids are spread evenly, so that it has hardly more.
const MAX: u64 = 8_192;

/// Weeks since that of 1970-01-05; none comes first.
pub(super) type WeekNumber = Option<i32>;

/// The number of the week that a day lies in.
pub(super) fn week_number(day: Date) -> i32 {
    const MONDAY: Date = Date::constant(1970, 1, 5);
    let days = day.duration_since(MONDAY).as_hours() / 24;
    i32::try_from(days.div_euclid(7)).expect("a calendar date lies within 32 bits of weeks")
}

/// Which part of a corpus: parts are in the order of their stories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PartNumber {
    bucket: WeekNumber,
    week: WeekNumber,
    /// The first bits of ids.
    ids: u32,
}

/// Where parts begin and end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// Weeks of a bucket, as a power of four.
    power: u32,
    /// By how many bits of their ids the stories of a week are told apart; only weeks of full buckets.
    bits: BTreeMap<WeekNumber, u32>,
}

impl Parts {
    /// For so many stories in each week.
    pub(super) fn of(n_by_week: &BTreeMap<WeekNumber, u64>) -> Self {
        let mut parts = Self::default();
        let mut buckets = parts.buckets(n_by_week);
        while is_sparse(&buckets) {
            parts.power += 1;
            buckets = parts.buckets(n_by_week);
        }
        let is_full = |week: &WeekNumber| buckets[&parts.bucket(*week)] > MAX;
        let full = n_by_week.iter().filter(|(week, _)| is_full(week));
        let bits: BTreeMap<WeekNumber, u32> = full.map(|(week, n)| (*week, bits_for(*n))).collect();
        Self { bits, ..parts }
    }

    fn bucket(&self, week: WeekNumber) -> WeekNumber {
        // A shift rounds down, and the powers of four end where all weeks are one bucket.
        week.map(|week| week >> (2 * self.power).min(31))
    }

    fn buckets(&self, n_by_week: &BTreeMap<WeekNumber, u64>) -> BTreeMap<WeekNumber, u64> {
        let mut buckets = BTreeMap::new();
        for (week, n) in n_by_week {
            *buckets.entry(self.bucket(*week)).or_default() += n;
        }
        buckets
    }

    /// The part that a story of a week belongs to.
    pub(super) fn part(&self, week: WeekNumber, id: [u8; 16]) -> PartNumber {
        let bucket = self.bucket(week);
        let Some(bits) = self.bits.get(&week) else { return PartNumber { bucket, week: None, ids: 0 } };
        let [a, b, c, d, ..] = id;
        let first = u32::from_be_bytes([a, b, c, d]);
        PartNumber { bucket, week, ids: first.checked_shr(32 - bits).unwrap_or(0) }
    }
}

/// Whether dated buckets have too few stories, and there is more than one.
fn is_sparse(buckets: &BTreeMap<WeekNumber, u64>) -> bool {
    let dated = || buckets.iter().filter(|(week, _)| week.is_some());
    let n_buckets = dated().count() as u64;
    n_buckets > 1 && dated().map(|(_, n)| n).sum::<u64>() < MEAN * n_buckets
}

/// Bits that tell apart so many groups of stories that each has `MAX` at most.
fn bits_for(n: u64) -> u32 {
    n.div_ceil(MAX).next_power_of_two().ilog2()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn weeks(n: &[u64]) -> BTreeMap<WeekNumber, u64> {
        (2_600..).map(Some).zip(n.iter().copied()).collect()
    }

    fn id(first: u8) -> [u8; 16] {
        [first; 16]
    }

    #[test]
    fn weeks_begin_on_mondays() {
        let number = |day: &str| week_number(day.parse().expect("a day"));
        assert_eq!([number("1970-01-04"), number("1970-01-05"), number("1970-01-11")], [-1, 0, 0]);
        assert_eq!(number("2020-01-13") - number("2020-01-12"), 1);
    }

    #[test]
    fn a_part_is_a_week_or_some_weeks_or_some_of_a_week() {
        let n_parts = |n: &[u64]| {
            let weeks = weeks(n);
            let parts = Parts::of(&weeks);
            let ids = (0..=u8::MAX).map(id);
            let all = ids.flat_map(|id| weeks.keys().map(move |week| (*week, id)).collect::<Vec<_>>());
            all.map(|(week, id)| parts.part(week, id)).collect::<BTreeSet<_>>().len()
        };
        assert_eq!(n_parts(&[3_000; 100]), 100);
        assert_eq!(n_parts(&[1_000; 100]), 25);
        assert_eq!(n_parts(&[1; 3]), 1);
        assert_eq!(n_parts(&[MAX, MAX + 1]), 3);
        assert_eq!(n_parts(&[9 * MAX]), 16);
        assert_eq!(n_parts(&[]), 0);
    }

    /// As far as the buckets stay as large.
    #[test]
    fn another_week_leaves_the_parts_before_it_as_they_are() {
        let (before, after) = (Parts::of(&weeks(&[2_900; 99])), Parts::of(&weeks(&[2_900; 100])));
        assert_eq!(before, after);
    }

    proptest! {
        /// So that a walk over stories by week and id meets each part once.
        #[test]
        fn parts_stand_in_the_order_of_stories(
            n in prop::collection::vec(0..20_000_u64, 1..30),
            stories in prop::collection::vec((0..30_i32, any::<[u8; 16]>()), 2..50),
        ) {
            let parts = Parts::of(&weeks(&n));
            let mut stories: Vec<_> = stories.into_iter().map(|(week, id)| (Some(2_600 + week), id)).collect();
            stories.push((None, id(7)));
            stories.sort_unstable();
            prop_assert!(stories.iter().map(|(week, id)| parts.part(*week, *id)).is_sorted());
        }
    }
}

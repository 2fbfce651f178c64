use std::cmp::Reverse;

use proptest::prelude::*;

use super::*;
use crate::copy::likeness;

/// The text of a variant in a family: each shares most of its sketch with the next, less with the one
/// after that, and so on.
fn signature((family, variant): (u64, u64)) -> Signature {
    let (n_words, n_bins): (u32, u32) = match family % 3 {
        0 => (10, 0),
        1 => (100, 128),
        _ => (200, 128),
    };
    let hash = |n: u64| (n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32;
    let is_new = |bin: u32| u64::from(bin) < 27 * variant;
    let bin =
        |bin: u32| hash(family * 10_000 + u64::from(is_new(bin)) * 100 * (variant + 1) + u64::from(bin));
    let numbers = [1, 2, 3, 4 + 2 * variant, 5 + 2 * variant].map(|n| u32::try_from(n).expect("few"));
    let bins: Vec<u32> = (0..n_bins).map(bin).collect();
    let numbers = &numbers[..if n_bins == 0 { 0 } else { 5 }];
    read((family * 100 + variant, n_words), &bins, numbers)
}

fn read((exact, n_words): (u64, u32), bins: &[u32], numbers: &[u32]) -> Signature {
    let n_bins = u32::try_from(bins.len()).expect("few");
    let mut bytes = exact.to_le_bytes().to_vec();
    for number in [n_words, n_bins].iter().chain(bins).chain(numbers) {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    Signature::from_bytes(&bytes).expect("a signature")
}

fn date(day: i64) -> Date {
    Date::constant(2020, 1, 1).saturating_add(jiff::Span::new().days(day))
}

fn candidate(id: usize, day: Option<i64>, text: (u64, u64), n_chars_kept: u64) -> Candidate {
    let id = id_of(id);
    Candidate { id, date: day.map(date), at: None, signature: signature(text), n_chars_kept }
}

/// Whether one is a copy of the other, and how like it.
fn similarity(one: &Candidate, other: &Candidate, options: &NearDuplicateOptions) -> Option<f64> {
    let days = one.date.zip(other.date).map(|(a, b)| day_number(a).abs_diff(day_number(b)));
    let is_within = days.is_none_or(|days| days <= u64::from(options.window_days));
    let (a, b) = (&one.signature, &other.signature);
    if a == b || !is_within || days.is_none() || !Window::would_meet(a, b) {
        return (a == b && is_within).then_some(1.0);
    }
    let (long, short) = if (a.n_words, a.exact) >= (b.n_words, b.exact) { (a, b) } else { (b, a) };
    let found = likeness(long, short, options.threshold)?;
    (found.on_other_days || days == Some(0)).then_some(found.resemblance)
}

/// The rule as it is said: who is longest, then earliest, then first by id takes all free copies.
fn decided_at_the_end(candidates: &[Candidate], options: &NearDuplicateOptions) -> Vec<Clustered> {
    let mut order: Vec<&Candidate> = candidates.iter().collect();
    order.sort_by_key(|c| (Reverse(c.n_chars_kept), c.date.is_none(), c.date, c.at.is_none(), c.at, c.id));
    let mut found = Vec::new();
    while let Some((&leader, rest)) = order.split_first() {
        let joins = |c: &&Candidate| similarity(leader, c, options).is_some();
        let (copies, free): (Vec<_>, Vec<_>) = rest.iter().copied().partition(joins);
        let members = || [leader].into_iter().chain(copies.iter().copied());
        found.extend(members().map(|c| Clustered {
            id: c.id,
            date: c.date,
            representative: leader.id,
            size: u32::try_from(1 + copies.len()).expect("few"),
            similarity: if c.id == leader.id { None } else { similarity(leader, c, options) },
            first_day: members().filter_map(|c| c.date).min(),
        }));
        order = free;
    }
    found.sort_by_key(|article| article.id);
    found
}

/// Clusters, taken as they are closed, and how many articles were told of before the end.
fn closed_early(candidates: &[Candidate], options: &NearDuplicateOptions) -> (Vec<Clustered>, usize) {
    let mut clustering = Clustering::new(options);
    let mut found = Vec::new();
    for candidate in candidates {
        clustering.add(candidate.clone());
        found.extend(clustering.closed());
    }
    let n_early = found.len();
    found.extend(clustering.finish());
    found.sort_by_key(|article| article.id);
    (found, n_early)
}

/// Articles in the order of their dates, those of a day in that of their keys.
fn in_order(articles: &[Listed]) -> Vec<Candidate> {
    let mut order: Vec<usize> = (0..articles.len()).collect();
    order.sort_by_key(|&n| (articles[n].day, articles[n].key));
    let listed = |n: usize| {
        let Listed { day, text, n_chars, at, .. } = articles[n];
        let at = day.zip(at).map(|(day, hour)| {
            Timestamp::constant(1_577_836_800, 0) + jiff::SignedDuration::from_hours(24 * day + hour)
        });
        Candidate { at, ..candidate(n, day, text, n_chars) }
    };
    order.into_iter().map(listed).collect()
}

#[derive(Debug, Clone)]
struct Listed {
    day: Option<i64>,
    text: (u64, u64),
    n_chars: u64,
    at: Option<i64>,
    key: u64,
}

fn listed() -> impl Strategy<Value = Vec<Listed>> {
    let day = prop_oneof![12 => (0..40_i64).prop_map(Some), 1 => Just(None)];
    let text = (0..4_u64, 0..5_u64);
    let at = prop::option::of(0..3_i64);
    let article = (day, text, 1..4_u64, at, any::<u64>());
    let article = article.prop_map(|(day, text, n_chars, at, key)| Listed { day, text, n_chars, at, key });
    prop::collection::vec(article, 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn clusters_that_close_early_are_those_that_are_decided_at_the_end(articles in listed(), window_days in 0..9_u32) {
        let options = NearDuplicateOptions { window_days, ..NearDuplicateOptions::default() };
        let candidates = in_order(&articles);
        let (found, _) = closed_early(&candidates, &options);
        prop_assert_eq!(found, decided_at_the_end(&candidates, &options));
    }

    #[test]
    fn the_order_of_articles_of_a_day_does_not_matter(articles in listed(), keys in prop::collection::vec(any::<u64>(), 60)) {
        let options = NearDuplicateOptions::default();
        let mut others = articles.clone();
        for (article, key) in others.iter_mut().zip(keys) {
            article.key = key;
        }
        let found = [articles, others].map(|articles| closed_early(&in_order(&articles), &options).0);
        prop_assert_eq!(&found[0], &found[1]);
    }

    #[test]
    fn members_are_those_of_candidates_in_any_order(articles in listed()) {
        let options = NearDuplicateOptions::default();
        let candidates = in_order(&articles);
        let mut found: Vec<_> = cluster(&candidates, &options).into_iter().enumerate().map(|(n, found)| {
            let representative = candidates[found.representative].id;
            (candidates[n].id, representative, found.size, found.similarity)
        }).collect();
        found.sort_by_key(|article| article.0);
        let said: Vec<_> = decided_at_the_end(&candidates, &options)
            .into_iter()
            .map(|c| (c.id, c.representative, c.size, c.similarity))
            .collect();
        prop_assert_eq!(found, said);
    }
}

#[test]
fn variants_are_alike_by_steps() {
    let options = NearDuplicateOptions::default();
    for (family, days, expected) in [
        (0, 1, [true, false, false, false]),
        (1, 0, [true, true, true, false]),
        (1, 1, [true, false, false, false]),
        (2, 1, [true, true, true, false]),
    ] {
        let one = candidate(0, Some(0), (family, 0), 1);
        let is_copy =
            |n: u64| similarity(&one, &candidate(1, Some(days), (family, n), 1), &options).is_some();
        assert_eq!([0, 1, 2, 3].map(is_copy), expected, "family {family}, {days} days");
    }
}

/// Takes articles in, and says the most articles, likenesses and sketches that were held, and how many
/// articles were told of before the end.
fn most_held(articles: impl Iterator<Item = Candidate>) -> ((usize, usize, usize), usize) {
    let mut clustering = Clustering::new(&NearDuplicateOptions::default());
    let (mut most, mut n_closed) = ((0, 0, 0), 0);
    for article in articles {
        clustering.add(article);
        n_closed += clustering.closed().len();
        let (articles, likenesses) = clustering.texts.n_held();
        most = (most.0.max(articles), most.1.max(likenesses), most.2.max(clustering.window.len()));
    }
    (most, n_closed)
}

const N_DAYS: u16 = 2_000;

fn every_day(text: impl Fn(u64) -> (u64, u64), n_chars: impl Fn(u64) -> u64) -> Vec<Candidate> {
    let on = |n: u16| candidate(n.into(), Some(n.into()), text(n.into()), n_chars(n.into()));
    (0..N_DAYS).map(on).collect()
}

#[test]
fn what_is_held_is_bounded_by_the_window() {
    // Eight days are in the window; an article waits for its copies, these for theirs, and so on.
    for (name, articles, bound) in [
        ("texts that were never seen", every_day(|n| (1, 9_000 + 100 * n), |_| 1), (8, 0, 8)),
        ("one text on every day", every_day(|_| (0, 0), |_| 1), (24, 0, 1)),
        ("one text of many lengths", every_day(|_| (0, 0), |n| n * 7_919 % 13), (32, 0, 1)),
        ("a chain without end", every_day(|n| (2, n % 5), |_| 1), (24, 8, 5)),
        ("a chain that is longer by turns", every_day(|n| (2, n % 5), |n| n % 20), (40, 8, 5)),
    ] {
        let (held, n_closed) = most_held(articles.into_iter());
        assert!(held.0 <= bound.0 && held.1 <= bound.1 && held.2 <= bound.2, "{name}: {held:?}");
        assert!(n_closed >= usize::from(N_DAYS) - bound.0, "{name}: {n_closed}");
    }
}

#[test]
fn what_has_the_words_of_an_undated_article_is_held_to_the_end() {
    let undated = candidate(N_DAYS.into(), None, (0, 0), 1);
    let other = |n: u64| (0, n % 2 * 50);
    let articles = [undated].into_iter().chain(every_day(other, |_| 1));
    let (held, n_closed) = most_held(articles.clone());
    assert!(
        held.0 >= usize::from(N_DAYS) / 2 && n_closed >= usize::from(N_DAYS) / 2 - 24,
        "{held:?}, {n_closed}"
    );
    let candidates: Vec<Candidate> = articles.collect();
    let options = NearDuplicateOptions::default();
    assert_eq!(closed_early(&candidates, &options).0, decided_at_the_end(&candidates, &options));
}

#[test]
fn a_chain_of_ever_longer_copies_waits_for_its_end() {
    // Whether the first is a representative depends on how many come after it.
    for n_days in [50, 51_u16] {
        let chain = (0..n_days).map(|n| candidate(n.into(), Some(7 * i64::from(n)), (0, 0), n.into()));
        let candidates: Vec<Candidate> = chain.collect();
        let options = NearDuplicateOptions::default();
        let (found, n_early) = closed_early(&candidates, &options);
        assert_eq!((found[0].similarity.is_none(), n_early), (n_days % 2 == 1, 0));
        assert_eq!(found, decided_at_the_end(&candidates, &options));
    }
}

#[test]
fn articles_of_a_day_with_the_same_words_and_other_numbers_come_in_any_order() {
    let bins: Vec<u32> = (0..128).collect();
    let article = |id: usize, day: i64, (exact, numbers): (u64, &[u32])| Candidate {
        signature: read((exact, 100), &bins, numbers),
        ..candidate(id, Some(day), (1, 0), 1)
    };
    for (numbers, sizes) in [
        // The third has other words, but the numbers of the first.
        ([(7, &[1, 2, 3, 4, 5][..]), (7, &[1, 2, 3, 8, 9]), (8, &[1, 2, 3, 4, 6])], [3, 3, 3]),
        // One has more numbers, so it is the longer, whoever came first; copies of a day may differ in them.
        ([(7, &[1, 2, 3, 4, 5]), (7, &[1, 2, 3]), (7, &[1, 2, 3])], [3, 3, 3]),
        ([(7, &[1, 2, 3]), (7, &[1, 2, 3, 4, 5]), (7, &[1, 2, 3, 4, 5])], [3, 3, 3]),
        ([(7, &[1, 2, 3, 4, 5]), (7, &[1, 8, 9]), (7, &[1, 8, 9])], [2, 2, 1]),
    ] {
        let days = [1, 1, 2];
        let mut articles = [0, 1, 2].map(|n| article(n, days[n], numbers[n]));
        let options = NearDuplicateOptions::default();
        let before = closed_early(&articles, &options).0;
        articles.swap(0, 1);
        assert_eq!(closed_early(&articles, &options).0, before);
        assert_eq!([0, 1, 2].map(|n| before[n].size), sizes);
    }
}

#[test]
#[should_panic(expected = "in the order of their dates")]
fn articles_out_of_order_are_refused() {
    let mut clustering = Clustering::new(&NearDuplicateOptions::default());
    clustering.add(candidate(0, Some(2), (0, 0), 1));
    clustering.add(candidate(1, Some(1), (0, 1), 1));
}

#[test]
#[should_panic(expected = "undated ones first")]
fn undated_articles_after_dated_ones_are_refused() {
    let mut clustering = Clustering::new(&NearDuplicateOptions::default());
    clustering.add(candidate(0, Some(2), (0, 0), 1));
    clustering.add(candidate(1, None, (0, 1), 1));
}

//! Clusters of near-duplicates.

use std::cmp::Reverse;

use jiff::{Timestamp, civil::Date};
use newsloom_corpus::ArticleId;

use crate::{
    NearDuplicateOptions, Signature,
    signature::{BINS, MIN_WORDS},
};

/// How the representative of a cluster is chosen, as tables say it.
pub const REPRESENTATIVE_RULE: &str = "longest-kept-text-then-earliest-then-id";

/// An article that may be a copy.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its id.
    pub id: ArticleId,
    /// Its day.
    pub date: Option<Date>,
    /// Its time, if it is known.
    pub at: Option<Timestamp>,
    /// Its sketch.
    pub signature: Signature,
    /// Characters of its kept text.
    pub n_chars_kept: u64,
}

/// Which cluster an article belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Membership {
    /// Index of the representative; its own index if it stands for itself.
    pub representative: usize,
    /// Articles in the cluster.
    pub size: u32,
    /// Estimated resemblance to the representative; `None` for the representative itself.
    pub similarity: Option<f64>,
}

/// Rows of the sketch in a band: two bins agreeing make a candidate pair, so that articles of
/// resemblance .3 meet in one of the 64 bands with probability .998.
const ROWS: usize = 2;
/// A copy that an outlet cut short: most of it stands in the representative...
const MIN_CONTAINMENT: f64 = 0.8;
/// ... or, if it is no notice of a few lines, at least so much, for it may have a new first paragraph.
const MIN_LONG_CONTAINMENT: f64 = 0.7;
/// Words of a text that is no notice of a few lines.
const LONG: u32 = 70;
/// A quotation is no copy.
const MIN_CONTAINED_RESEMBLANCE: f64 = 0.12;
/// A copy that an outlet rewrote: most of it still stands in the representative, word for word...
const MIN_REWRITTEN_CONTAINMENT: f64 = 0.65;
const MIN_REWRITTEN_RESEMBLANCE: f64 = 0.2;
/// ... which is more in a long report: an outlet's reports of one war share their background.
const MIN_REPORT_CONTAINMENT: f64 = 0.8;
const REPORT: u32 = 400;
/// A notice of so few words with other numbers on both sides is another form filled in...
const NOTICE: u32 = 120;
/// ... if it resembles the first no more than this...
const MIN_NOTICE_RESEMBLANCE: f64 = 0.75;
/// ... or comes so many days later.
const MIN_FORM_DAYS: i64 = 2;
/// ... and that is more than a form which agencies fill in every day. In 3-grams.
const MIN_REWRITTEN_SHARED: f64 = 100.0;

/// Two fillings of one form (this week's money supply and last week's) share their words but less than
/// this share of their numbers: 28 of 29 such pairs of Reuters were no copies...
const MIN_SHARED_NUMBERS: f64 = 0.6;
/// ... unless nearly every word of one stands in the other.
const MIN_FORM_CONTAINMENT: f64 = 0.95;
/// Of fewer numbers one may be the day in a dateline: then none must be shared.
const MIN_NUMBERS: usize = 3;

/// Whether two texts speak of different numbers, by how many the shorter has and how many they share.
fn have_other_numbers((n, n_shared): (usize, usize)) -> bool {
    if n < MIN_NUMBERS { n > 0 && n_shared == 0 } else { (n_shared as f64) < MIN_SHARED_NUMBERS * n as f64 }
}

/// Groups articles into clusters; the result is in the order of the candidates and depends on their
/// content alone, not on their order.
///
/// Articles are taken by length, then date, then id; each that is still free becomes the
/// representative of the free articles that resemble it (or are contained in it, or long rewrites of
/// it) within the window around it. Every member is compared with its representative, so chains do not grow. Texts under
/// 30 words and undated articles join only if their words are the same.
pub fn cluster(candidates: &[Candidate], options: &NearDuplicateOptions) -> Vec<Membership> {
    let order = by_priority(candidates);
    let groups = Groups::of(candidates);
    let mut membership: Vec<Option<Membership>> = vec![None; candidates.len()];
    for &leader in &order {
        if membership[leader].is_some() {
            continue;
        }
        membership[leader] = Some(Membership { representative: leader, size: 1, similarity: None });
        for member in groups.neighbours(leader) {
            if member == leader || membership[member].is_some() {
                continue;
            }
            let similarity = similarity(&candidates[leader], &candidates[member], options);
            membership[member] =
                similarity.map(|s| Membership { representative: leader, size: 1, similarity: Some(s) });
        }
    }
    with_sizes(membership.into_iter().map(|m| m.expect("every article was taken")).collect())
}

fn by_priority(candidates: &[Candidate]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_key(|&i| {
        let c = &candidates[i];
        (Reverse(c.n_chars_kept), c.date.is_none(), c.date, c.at.is_none(), c.at, c.id)
    });
    order
}

fn with_sizes(mut memberships: Vec<Membership>) -> Vec<Membership> {
    let mut sizes = vec![0; memberships.len()];
    for m in &memberships {
        sizes[m.representative] += 1;
    }
    for m in &mut memberships {
        m.size = sizes[m.representative];
    }
    memberships
}

/// The similarity of a copy to its representative; `None` if it is no copy.
fn similarity(leader: &Candidate, member: &Candidate, options: &NearDuplicateOptions) -> Option<f64> {
    let (a, b) = (&leader.signature, &member.signature);
    let days = leader.date.zip(member.date).map(|(a, b)| days_between(a, b));
    if days.is_some_and(|d| d > i64::from(options.window_days)) {
        return None;
    }
    if a.exact == b.exact && a.n_words == b.n_words {
        return Some(1.0);
    }
    if days.is_none() || a.n_words < MIN_WORDS || b.n_words < MIN_WORDS {
        return None;
    }
    let resemblance = a.resemblance(b);
    let containment = a.containment(b);
    let is_long = a.n_words.min(b.n_words) >= LONG;
    let is_contained = resemblance >= MIN_CONTAINED_RESEMBLANCE
        && containment >= if is_long { MIN_LONG_CONTAINMENT } else { MIN_CONTAINMENT };
    let is_report = a.n_words.min(b.n_words) >= REPORT;
    let is_rewritten = resemblance >= MIN_REWRITTEN_RESEMBLANCE
        && containment >= if is_report { MIN_REPORT_CONTAINMENT } else { MIN_REWRITTEN_CONTAINMENT }
        && a.n_shared(b) >= MIN_REWRITTEN_SHARED;
    let is_alike = resemblance >= options.threshold || is_contained || is_rewritten;
    let is_form = have_other_numbers(a.shared_numbers(b)) && containment < MIN_FORM_CONTAINMENT;
    let is_notice = a.n_words.min(b.n_words) < NOTICE;
    let is_loose = resemblance < MIN_NOTICE_RESEMBLANCE || days.is_some_and(|days| days >= MIN_FORM_DAYS);
    let is_form_of_another =
        is_notice && is_loose && a.has_number_that_lacks(b) && b.has_number_that_lacks(a);
    (is_alike && !is_form && !is_form_of_another).then_some(resemblance)
}

fn days_between(a: Date, b: Date) -> i64 {
    let span = a.until(b).expect("dates of articles lie within the calendar");
    i64::from(span.get_days()).abs()
}

/// Articles that share a band, or all their words.
struct Groups {
    /// Articles sorted by group.
    members: Vec<u32>,
    /// For every article the ranges of `members` that it shares with others.
    ranges: Vec<Vec<(u32, u32)>>,
}

impl Groups {
    fn of(candidates: &[Candidate]) -> Self {
        let mut keyed: Vec<(u64, u32)> = Vec::new();
        for (i, candidate) in (0..).zip(candidates) {
            keyed.extend(keys(candidate).map(|key| (key, i)));
        }
        keyed.sort_unstable();
        let mut groups = Self { members: Vec::new(), ranges: vec![Vec::new(); candidates.len()] };
        for run in keyed.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
            let start = offset(groups.members.len());
            groups.members.extend(run.iter().map(|(_, i)| *i));
            let range = (start, offset(groups.members.len()));
            for (_, i) in run {
                groups.ranges[*i as usize].push(range);
            }
        }
        groups
    }

    /// Every article that shares a group, each once, in order.
    fn neighbours(&self, i: usize) -> Vec<usize> {
        let ranges = self.ranges[i].iter();
        let mut found: Vec<usize> =
            ranges.flat_map(|(a, b)| &self.members[*a as usize..*b as usize]).map(|m| *m as usize).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn offset(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than 2^32 shared bands")
}

fn keys(candidate: &Candidate) -> impl Iterator<Item = u64> {
    let bands = candidate.date.map_or(&[][..], |_| &candidate.signature.bins[..]);
    let band = |(n, rows): (u64, &[u32])| {
        let joined = rows
            .iter()
            .fold(n + 1, |h, row| (h ^ u64::from(*row)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29));
        joined.wrapping_mul(BINS as u64 | 1)
    };
    (0..).zip(bands.chunks(ROWS)).map(band).chain([candidate.signature.exact])
}

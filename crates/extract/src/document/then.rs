//! Years named in a text: "in 1862 the French leader" is not who leads France on the article's date.

use jiff::civil::{Date, date};
use newsloom_corpus::MONTHS;

use super::Reading;
use crate::tokens::Segment;

/// Words before a year that say when something was; a month may stand between ("in March 2011").
const BEFORE: &[&str] = &["around", "during", "early", "in", "late", "mid", "of"];
/// Years before the article that make a whole paragraph speak of the past.
const PAST: i16 = 30;

/// The year that the sentence of a word is about, if it is long before the article: one that is named
/// in the sentence as a time, or the last one named before in the paragraph if that is decades ago.
pub(super) fn past_year(reading: &Reading<'_>, (segment, at): (usize, usize)) -> Option<i16> {
    let now = reading.date?.year();
    let words = &reading.segments[segment];
    let sentence = words.tokens[at].sentence;
    let years = words.years.get_or_init(|| years(words));
    let n_so_far = years.partition_point(|(of, _)| *of <= sentence);
    let (of, year) = years[..n_so_far].last()?;
    let is_past = if *of == sentence { *year < now } else { *year <= now - PAST };
    is_past.then_some(*year)
}

/// The years of a segment that say when something was, with their sentences.
fn years(words: &Segment<'_>) -> Vec<(u32, i16)> {
    (0..words.tokens.len()).filter_map(|at| Some((words.tokens[at].sentence, year_at(words, at)?))).collect()
}

/// The year at a word that says when something was: "in 1862", "in March 2011", "the 1860s".
fn year_at(words: &Segment<'_>, at: usize) -> Option<i16> {
    let text = words.tokens[at].span.of(words.text);
    let digits = text.strip_suffix('s').unwrap_or(text);
    let year = Some(digits).filter(|digits| digits.len() == 4)?.parse().ok().filter(|year| *year >= 1000)?;
    let is_decade = digits.len() < text.len();
    let before = |n: usize| at.checked_sub(n).and_then(|at| words.lower(at)).unwrap_or_default();
    let is_month = MONTHS.contains(&before(1).as_str());
    let is_time = is_month || BEFORE.contains(&before(1).as_str());
    (is_decade || is_time).then_some(year)
}

/// The days of a year.
pub(super) fn days(year: i16) -> [Date; 2] {
    [date(year, 1, 1), date(year, 12, 31)]
}

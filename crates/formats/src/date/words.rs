use jiff::civil::{Date, Time, Weekday};
use newsloom_corpus::MONTHS;

use super::{Reading, tail};

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// Reads forms that name the month in English: `14 January 2020`, `January 14, 2020`,
/// `Jan. 14, 2020`, `14-Jan-2020`, `January 2020`, with a weekday before (which must be the right
/// one) and a time and offset behind, RFC 2822 among them.
pub(super) fn read(value: &str) -> Option<Reading> {
    let value = without_comment(value);
    let words = split(value);
    let (weekday, words) = match words.split_first() {
        Some((first, rest)) if weekday(first).is_some() => (weekday(first), rest),
        _ => (None, &words[..]),
    };
    let (date, rest) = match date(words) {
        Some(found) => found,
        None if weekday.is_none() => return month_and_year(words),
        None => return None,
    };
    if weekday.is_some_and(|weekday| weekday != date.weekday()) {
        return None;
    }
    with_time(date, rest)
}

/// Without the comment of RFC 2822 at its end, such as `(CET)`.
fn without_comment(value: &str) -> &str {
    match value.rsplit_once('(') {
        Some((before, comment)) if comment.ends_with(')') => before,
        _ => value,
    }
}

/// The words of a date: cut at spaces and commas, and at hyphens that stand inside a word.
fn split(value: &str) -> Vec<&str> {
    let words = value.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    words
        .flat_map(|word| if word.starts_with('-') { vec![word] } else { word.split('-').collect() })
        .collect()
}

/// The day at the beginning, and the words behind it.
fn date<'w>(words: &'w [&'w str]) -> Option<(Date, &'w [&'w str])> {
    let [one, two, year, rest @ ..] = words else { return None };
    let (day, month) = match (month(one), month(two)) {
        (Some(month), None) => (day(two)?, month),
        (None, Some(month)) => (day(one)?, month),
        _ => return None,
    };
    Some((Date::new(self::year(year)?, month, day).ok()?, rest))
}

fn month_and_year(words: &[&str]) -> Option<Reading> {
    let [month, year] = words else { return None };
    Some(Reading::Month(Date::new(self::year(year)?, self::month(month)?, 1).ok()?))
}

/// Reads what stands behind a day: nothing, or a time with or without an offset.
fn with_time(date: Date, words: &[&str]) -> Option<Reading> {
    let words = match words {
        [at, rest @ ..] if at.eq_ignore_ascii_case("at") && !rest.is_empty() => rest,
        words => words,
    };
    if words.is_empty() {
        return Some(Reading::Day(date));
    }
    let (time, taken) = tail::time_of_day(words)?;
    zoned(date, time, &words[taken..])
}

fn zoned(date: Date, time: Time, words: &[&str]) -> Option<Reading> {
    let local = date.to_datetime(time);
    match words {
        [] => Some(Reading::Local(local)),
        [zone] => tail::zone(zone)?.to_timestamp(local).ok().map(Reading::Instant),
        _ => None,
    }
}

fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_lowercase();
    let position =
        MONTHS.iter().position(|name| word == *name || word == name[..3] || is_sept(&word, name))?;
    i8::try_from(position + 1).ok()
}

fn is_sept(word: &str, name: &str) -> bool {
    word == "sept" && name == "september"
}

fn weekday(word: &str) -> Option<Weekday> {
    let word = word.trim_end_matches('.').to_lowercase();
    let is_short = |name: &str| word.len() >= 3 && name.starts_with(&word);
    WEEKDAYS.iter().find(|(name, _)| is_short(name)).map(|(_, weekday)| *weekday)
}

/// `14`, `4`, `4th`.
fn day(word: &str) -> Option<i8> {
    let digits =
        ["st", "nd", "rd", "th"].iter().find_map(|ordinal| word.strip_suffix(ordinal)).unwrap_or(word);
    let is_day = matches!(digits.len(), 1 | 2) && digits.bytes().all(|b| b.is_ascii_digit());
    if is_day { digits.parse().ok() } else { None }
}

fn year(word: &str) -> Option<i16> {
    let is_year = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    if is_year { word.parse().ok() } else { None }
}

//! The day on which an article was published, where its own words leave only one.
//!
//! Two ways lead there. A dateline can say the day in full ("TRIPOLI, Jan 14, 2020 (Agency) -"). Or the
//! words leave one day: a year and how long ago it was say the year; a day that is past and one to come,
//! both named without a year, say a stretch of it; the weekdays that a report names, two at least, say
//! which day of it, for a report names the day on which it appears and few days before. Nothing is
//! looked up against the clock. Such words are rare, and mislead where a text is not a report of its
//! day: a date from text is marked as such and does not count unless the recipe says so.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use newsloom_corpus::MONTHS;
use regex::Regex;

use crate::rule::pattern;

/// A day that the words of an article leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFromText {
    /// The day.
    pub date: Date,
    /// The words that leave it, in their order, parted by semicolons.
    pub evidence: String,
}

/// Finds the day on which a text was published; `None` unless exactly one is left.
///
/// ```
/// use newsloom_clean::date_from_text;
/// let text = "The pilots, who came in 2011, nine years ago, signed on Monday. The lamps were mended on \
///             January 8, the clerk said on Tuesday, and a meeting will be held on January 19.";
/// let found = date_from_text(text, "2026-01-01".parse().unwrap()).unwrap();
/// assert_eq!(found.date.to_string(), "2020-01-14");
/// ```
pub fn date_from_text(text: &str, as_of: Date) -> Option<DateFromText> {
    in_dateline(text).or_else(|| by_constraints(text, as_of)).filter(|found| found.date <= as_of)
}

pattern!(
    DATELINE,
    r"^\W*(?:[\w.' -]{2,60}[,:(—–-] ?)??(?:(?:published|posted|updated)(?: on)?:? ?)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    r"(?:(?P<m1>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (?P<d1>\d{1,2})(?:st|nd|rd|th)?,? (?P<y1>(?:19|20)\d\d)"
    r"|(?P<d2>\d{1,2})(?:st|nd|rd|th)? (?P<m2>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? (?P<y2>(?:19|20)\d\d))\b"
    r"(?: ?[(/—–-]|[,.:]? |$)"
);
/// Characters of a text in which its dateline stands.
const HEAD: usize = 160;

fn in_dateline(text: &str) -> Option<DateFromText> {
    let head = &text[..text.floor_char_boundary(HEAD)];
    if !holds_year(head) {
        return None;
    }
    let line = head.lines().find(|line| !line.trim().is_empty())?.to_lowercase();
    let found = DATELINE.captures(&line)?;
    let part = |one: &str, other: &str| found.name(one).or_else(|| found.name(other)).map(|m| m.as_str());
    let date = day(part("y1", "y2")?, part("m1", "m2")?, part("d1", "d2")?)?;
    Some(DateFromText { date, evidence: found[0].trim().to_owned() })
}

/// Whether four digits in a row may be the year of an article.
fn holds_year(head: &str) -> bool {
    let is_year =
        |four: &[u8]| matches!(&four[..2], b"19" | b"20") && four[2..].iter().all(u8::is_ascii_digit);
    head.as_bytes().windows(4).any(is_year)
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month_of(month)?, day.parse().ok()?).ok()
}

fn month_of(name: &str) -> Option<i8> {
    let start = name.get(..3)?.to_lowercase();
    (1..).zip(MONTHS).find(|(_, month)| month[..3] == *start).map(|(n, _)| n)
}

pattern!(YEAR, r"\b(?:in|since|of|from|until|during|after|before|by|early|late|mid) (1[89]\d\d|20\d\d)\b");
pattern!(YEARS_AGO, r"(?i-u: years ago)");
pattern!(
    AGO,
    r"(?i)\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|\d{1,2}) years ago\b"
);
pattern!(
    NAMED_DAY,
    r"\b(?:(January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.) (\d{1,2})(?:st|nd|rd|th)?"
    r"|(\d{1,2})(?:st|nd|rd|th)? (January|February|March|April|May|June|July|August|September|October|November|December))\b(?P<year>,? (?:1[89]|20)\d\d)?"
);
pattern!(WEEKDAY, r"\b(last |next |every )?(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b");
pattern!(
    TO_COME,
    r"(?i)\b(?:will|could be|would be|to be held|scheduled|planned|set for|expected|upcoming|due|plans? to|until)\b"
);

/// Years between a year that is named and the article, in words.
const NUMBERS: [(&str, i16); 12] = [
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("twenty", 20),
];
/// The longest stretch of days in which a weekday is looked for: two weeks hold each twice.
const MAX_DAYS: i32 = 13;
/// Days before the article that a report names by their weekday.
const MAX_WEEKDAYS_BACK: i8 = 4;

fn by_constraints(text: &str, as_of: Date) -> Option<DateFromText> {
    let (year, mut evidence) = year(text, as_of)?;
    let days = NamedDays::of(text, year)?;
    evidence.extend(days.evidence.iter().cloned());
    let weekdays = weekdays(text);
    if !weekdays.iter().any(|weekday| *weekday != weekdays[0]) {
        return None;
    }
    let mut left = days.stretch()?.into_iter().filter(|day| is_told_on(*day, &weekdays));
    let date = left.next().filter(|_| left.next().is_none())?;
    evidence.push(format!("{:?}", date.weekday()));
    Some(DateFromText { date, evidence: evidence.join("; ") })
}

/// The year that the only pair of a named year and a number of years since leaves.
fn year(text: &str, as_of: Date) -> Option<(i16, Vec<String>)> {
    if !YEARS_AGO.is_match(text) {
        return None;
    }
    let ago: Vec<&str> = words(&AGO, text);
    if ago.is_empty() {
        return None;
    }
    let named: Vec<&str> = words(&YEAR, text);
    let number = |word: &str| {
        let word = word.to_lowercase();
        NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, n)| *n).or_else(|| word.parse().ok())
    };
    let latest: i16 = named.iter().filter_map(|year| year.parse().ok()).max()?;
    let mut years: Vec<(i16, Vec<String>)> = Vec::new();
    for year in &named {
        for n in &ago {
            let sum = year.parse::<i16>().ok()? + number(n)?;
            if sum >= latest && sum <= as_of.year() {
                years.push((sum, vec![(*year).to_owned(), format!("{n} years ago")]));
            }
        }
    }
    years.sort();
    years.dedup_by_key(|(year, _)| *year);
    (years.len() == 1).then(|| years.remove(0))
}

fn words<'a>(pattern: &Regex, text: &'a str) -> Vec<&'a str> {
    let mut found: Vec<&str> =
        pattern.captures_iter(text).filter_map(|c| c.get(1)).map(|m| m.as_str()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Days named without a year: the last that is past and the first that is to come.
struct NamedDays {
    past: Option<Date>,
    to_come: Option<Date>,
    evidence: Vec<String>,
}

impl NamedDays {
    fn of(text: &str, year: i16) -> Option<Self> {
        let mut days = Self { past: None, to_come: None, evidence: Vec::new() };
        for found in NAMED_DAY.captures_iter(text).filter(|found| found.name("year").is_none()) {
            let part = |one, other| found.get(one).or_else(|| found.get(other)).map(|m| m.as_str());
            let (month, number) = (month_of(part(1, 4)?)?, part(2, 3)?.parse().ok()?);
            let Ok(date) = Date::new(year, month, number) else { continue };
            let whole = found.get(0)?;
            if is_to_come(text, whole.start()) {
                days.to_come = Some(days.to_come.map_or(date, |d| d.min(date)));
            } else {
                days.past = Some(days.past.map_or(date, |d| d.max(date)));
            }
            days.evidence.push(whole.as_str().to_owned());
        }
        (!days.evidence.is_empty()).then_some(days)
    }

    /// The days between them, both included, if one is past and one to come and they are not far apart.
    fn stretch(&self) -> Option<Vec<Date>> {
        let (first, last) = self.past.zip(self.to_come)?;
        let n = (first.until(last).ok()?).get_days();
        let days = (0..=n).map(|n| first.checked_add(n.days()).ok());
        if (0..=MAX_DAYS).contains(&n) { days.collect() } else { None }
    }
}

/// Bytes before a day in which words say that it is to come.
const CUE: usize = 60;

/// Whether the words before a day, in its sentence, say that it is to come: "will be held on".
fn is_to_come(text: &str, at: usize) -> bool {
    let before = &text[text.floor_char_boundary(at.saturating_sub(CUE))..at];
    let clause = before.rfind(['.', '\n']).map_or(before, |stop| &before[stop..]);
    TO_COME.is_match(clause)
}

/// The weekdays that are past: those to come, or of another week, are not.
fn weekdays(text: &str) -> Vec<Weekday> {
    let is_past = |found: &regex::Captures<'_>| {
        let at = found.get(0).map_or(0, |m| m.start());
        found.get(1).is_none() && !is_to_come(text, at)
    };
    let weekday = |found: regex::Captures<'_>| match &found[2] {
        "Mon" => Weekday::Monday,
        "Tues" => Weekday::Tuesday,
        "Wednes" => Weekday::Wednesday,
        "Thurs" => Weekday::Thursday,
        "Fri" => Weekday::Friday,
        "Satur" => Weekday::Saturday,
        _ => Weekday::Sunday,
    };
    WEEKDAY.captures_iter(text).filter(is_past).map(weekday).collect()
}

/// Whether a report that names these weekdays can have appeared on a day: it names the day itself, and
/// none that lies further back than few days.
fn is_told_on(day: Date, weekdays: &[Weekday]) -> bool {
    let back = |named: &Weekday| named.until(day.weekday());
    weekdays.contains(&day.weekday()) && weekdays.iter().all(|named| back(named) <= MAX_WEEKDAYS_BACK)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<String> {
        date_from_text(text, "2026-01-01".parse().unwrap()).map(|found| found.date.to_string())
    }

    #[test]
    fn datelines_say_the_day() {
        for (text, date) in [
            ("ZUWARA, Jan 14, 2020 (Agency) - Rain fell.", Some("2020-01-14")),
            ("Published: 14 January 2020\nRain fell.", Some("2020-01-14")),
            ("March 3, 2021 — Rain fell.", Some("2021-03-03")),
            ("ZUWARA, Jan 14 (Agency) - Rain fell.", None),
            ("ZUWARA, Feb 30, 2020 (Agency) - Rain fell.", None),
            ("Rain fell on the coast as it had fallen in the spring of 2011, on March 3, 2011.", None),
            ("ZUWARA, Jan 14, 2030 (Agency) - Rain fell.", None),
        ] {
            assert_eq!(found(text).as_deref(), date, "{text}");
        }
    }

    const REPORT: &str = "The pilots came in 2011. The lamps were mended on January 8. They met on Monday, and the \
                          clerk said on Tuesday that a meeting will be held on January 19. The harbour was built nine years ago.";

    #[test]
    fn constraints_leave_one_day_or_none() {
        assert_eq!(found(REPORT).as_deref(), Some("2020-01-14"));
        for (from, to) in [
            (" nine years ago", ""),
            ("on Tuesday ", ""),
            ("in 2011", "in 2011 and in 2010"),
            ("on January 19", "on March 19"),
            ("on Monday", "at noon"),
            ("on January 8", "on January 18"),
        ] {
            let other = REPORT.replace(from, to);
            assert_ne!(other, REPORT);
            assert_ne!(found(&other).as_deref(), Some("2020-01-14"), "{other}");
        }
    }

    #[test]
    fn the_evidence_is_told() {
        let day = date_from_text(REPORT, "2026-01-01".parse().unwrap()).unwrap();
        assert_eq!(day.evidence, "2011; nine years ago; January 8; January 19; Tuesday");
    }
}

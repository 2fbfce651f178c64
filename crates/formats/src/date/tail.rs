use jiff::{civil::Time, tz::Offset};

/// The abbreviations of RFC 2822, whose offsets are fixed there; all others are ambiguous.
const ABBREVIATIONS: &[(&str, i8)] = &[
    ("Z", 0),
    ("UT", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
];

/// The offset that a word such as `+0100`, `+01:00`, `+01` or `GMT` names.
pub(super) fn zone(word: &str) -> Option<Offset> {
    if let Some((_, hours)) = ABBREVIATIONS.iter().find(|(name, _)| *name == word) {
        return Offset::from_hours(*hours).ok();
    }
    let (sign, digits) = match word.split_at_checked(1)? {
        ("+", digits) => (1, digits.replacen(':', "", 1)),
        ("-", digits) => (-1, digits.replacen(':', "", 1)),
        _ => return None,
    };
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i32 = digits.parse().ok()?;
    let (hours, minutes) = if digits.len() == 2 { (number, 0) } else { (number / 100, number % 100) };
    if minutes > 59 { None } else { Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok() }
}

/// The time of day that words such as `9:30`, `21:30:05.25` or `9.30 p.m.` name, and how many words
/// it takes.
pub(super) fn time_of_day(words: &[&str]) -> Option<(Time, usize)> {
    let first = words.first()?.to_ascii_lowercase();
    let (clock, glued) = match first.find(|c: char| c.is_ascii_alphabetic()) {
        Some(at) => (&first[..at], half(&first[at..])?.into()),
        None => (first.as_str(), None),
    };
    let apart =
        if glued.is_none() { words.get(1).and_then(|word| half(&word.to_ascii_lowercase())) } else { None };
    let time = of_clock(clock, glued.or(apart))?;
    Some((time, 1 + usize::from(apart.is_some())))
}

/// Which half of the day a lower-case word names.
fn half(word: &str) -> Option<Half> {
    match word.replace('.', "").as_str() {
        "am" => Some(Half::Morning),
        "pm" => Some(Half::Afternoon),
        _ => None,
    }
}

#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

fn of_clock(clock: &str, half: Option<Half>) -> Option<Time> {
    let mut parts = clock.split(':');
    let hour = within(parts.next()?, 23)?;
    let minute = match parts.next() {
        Some(minute) if minute.len() == 2 => within(minute, 59)?,
        None if half.is_some() => 0,
        _ => return None,
    };
    let second = parts.next().map_or(Some(0), |second| within(second.split('.').next()?, 60))?;
    if parts.next().is_some() {
        return None;
    }
    Time::new(on_24_hours(hour, half)?, minute, second.min(59), 0).ok()
}

fn on_24_hours(hour: i8, half: Option<Half>) -> Option<i8> {
    match half {
        None => Some(hour),
        Some(_) if !(1..=12).contains(&hour) => None,
        Some(Half::Morning) => Some(hour % 12),
        Some(Half::Afternoon) => Some(hour % 12 + 12),
    }
}

fn within(digits: &str, most: i8) -> Option<i8> {
    let is_number = matches!(digits.len(), 1 | 2) && digits.bytes().all(|b| b.is_ascii_digit());
    if is_number { digits.parse().ok().filter(|number| *number <= most) } else { None }
}

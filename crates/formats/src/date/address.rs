//! Days in addresses: `/2020/01/14/`, `/2020-01-14-talks`, `/20200114/`, `/2020/jan/14/`.

use jiff::civil::Date;
use newsloom_corpus::MONTHS;

/// The day that the path of an address names, with its words; none if it names several.
pub(super) fn day(url: &str) -> Option<(&str, Date)> {
    let path = path(url);
    let mut found: Option<(&str, Date)> = None;
    for start in 0..path.len() {
        let is_start = start == 0 || !path.as_bytes()[start - 1].is_ascii_digit();
        let Some((written, date)) = is_start.then(|| day_at(path, start)).flatten() else { continue };
        match found {
            Some((_, other)) if other != date => return None,
            _ => found = Some((written, date)),
        }
    }
    found
}

/// What stands behind the host, without what is asked of the server.
fn path(url: &str) -> &str {
    let behind = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = behind.find('/').map_or("", |at| &behind[at..]);
    path.split(['?', '#']).next().unwrap_or("")
}

/// The day that begins at a byte.
fn day_at(path: &str, start: usize) -> Option<(&str, Date)> {
    let bytes = path.as_bytes();
    let year: i16 = digits(bytes, start, 4)?.try_into().ok()?;
    let separator = bytes.get(start + 4).copied().filter(|byte| matches!(byte, b'/' | b'-' | b'_'));
    let mut at = start + 4 + usize::from(separator.is_some());
    let month = if let Some(month) = digits(bytes, at, 2) {
        at += 2;
        month
    } else {
        let name = path.get(at..at + 3)?.to_ascii_lowercase();
        at += 3;
        (1..).zip(MONTHS).find(|(_, month)| month[..3] == *name)?.0
    };
    if separator.is_some() {
        (bytes.get(at).copied() == separator).then_some(())?;
        at += 1;
    }
    let day = digits(bytes, at, 2)?;
    let end = at + 2;
    let is_end = !bytes.get(end).is_some_and(u8::is_ascii_digit);
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (is_end && (1900..2200).contains(&year)).then(|| (&path[start..end], date))
}

/// A number of exactly so many digits.
fn digits(bytes: &[u8], at: usize, n: usize) -> Option<u32> {
    let part = bytes.get(at..at + n)?;
    let is_number = part.iter().all(u8::is_ascii_digit);
    is_number.then(|| part.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_paths_are_found() {
        for (url, expected) in [
            ("https://gazette.example/2020/01/14/talks-begin", Some("2020-01-14")),
            ("https://gazette.example/world/2020/jan/14/talks", Some("2020-01-14")),
            ("gazette.example/news-2020-01-14.html", Some("2020-01-14")),
            ("https://gazette.example/a/20200114/b_20200114.htm", Some("2020-01-14")),
            ("https://gazette.example/2020/01/talks", None),
            ("https://gazette.example/id/2020011498", None),
            ("https://gazette.example/2020/13/14/x", None),
            ("https://gazette.example/?d=2020/01/14", None),
            ("https://2020-01-14.example/", None),
            ("https://gazette.example/2020/01/14/archive-2019-12-02", None),
        ] {
            assert_eq!(day(url).map(|(_, day)| day.to_string()).as_deref(), expected, "{url}");
        }
    }
}

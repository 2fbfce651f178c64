use jiff::{civil::Date, fmt::temporal::DateTimeParser};

use super::{Reading, tail};

static PARSER: DateTimeParser = DateTimeParser::new();

/// Reads forms that begin with the year:
/// `2020-01-14`, `2020/01/14` and `20200114`, each alone or with a time behind `T` or a space
/// (`09:12`, `09:12:30.5`, `0912`) and an offset (`Z`, `+01:00`, `+0100`, ` UTC`, `[Europe/Malta]`);
/// `2020-01`; `2020`.
pub(super) fn read(value: &str) -> Option<Reading> {
    match value.len() {
        4 => Some(Reading::Year(Date::new(number(value)?, 1, 1).ok()?)),
        7 => month(value),
        _ if has_year_first(value.as_bytes()) => date_and_time(value),
        _ => None,
    }
}

fn number<T: std::str::FromStr>(digits: &str) -> Option<T> {
    if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok() } else { None }
}

fn month(value: &str) -> Option<Reading> {
    let (year, month) = value.split_once(['-', '/'])?;
    if year.len() != 4 {
        return None;
    }
    Some(Reading::Month(Date::new(number(year)?, number(month)?, 1).ok()?))
}

/// Whether the value begins with `YYYY-MM-DD`, `YYYY/MM/DD` or eight digits.
fn has_year_first(value: &[u8]) -> bool {
    let fits = |form: &[u8]| {
        value.len() >= form.len()
            && form.iter().zip(value).all(|(f, v)| if *f == b'0' { v.is_ascii_digit() } else { f == v })
    };
    fits(b"0000-00-00") || fits(b"0000/00/00") || fits(b"00000000")
}

fn date_and_time(value: &str) -> Option<Reading> {
    let value = joined(value);
    let pieces = PARSER.parse_pieces(&value).ok()?;
    let Some(time) = pieces.time() else { return Some(Reading::Day(pieces.date())) };
    let local = pieces.date().to_datetime(time);
    let instant = match pieces.to_numeric_offset() {
        Some(offset) => offset.to_timestamp(local),
        None => match pieces.to_time_zone().ok()? {
            Some(zone) => zone.to_timestamp(local),
            None => return Some(Reading::Local(local)),
        },
    };
    instant.ok().map(Reading::Instant)
}

/// The value with hyphens for slashes, and with a zone behind a space put to the time.
fn joined(value: &str) -> String {
    let (date, rest) = value.split_at(value.floor_char_boundary(10));
    let (time, zone) = match rest.trim_start().split_once(' ') {
        Some((time, zone)) => (&rest[..rest.len() - rest.trim_start().len() + time.len()], zone.trim()),
        None => (rest, ""),
    };
    let zone = tail::zone(zone).map_or_else(|| zone.to_owned(), |offset| offset.to_string());
    format!("{}{time}{zone}", date.replace('/', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Characters of several bytes may stand on either side of where a date can end.
    #[test]
    fn signs_behind_a_date_make_it_unreadable() {
        for date in ["20200114", "2020-01-14", "2020/01/14"] {
            assert!(matches!(read(date), Some(Reading::Day(_))), "{date}");
            for gap in ["", " ", "T", "  ", "Tx", "T1"] {
                for sign in ["\u{e9}", "\u{20ac}", "\u{1f600}", "\u{661}"] {
                    assert!(read(&format!("{date}{gap}{sign}")).is_none(), "{date}{gap}{sign}");
                }
            }
        }
    }
}

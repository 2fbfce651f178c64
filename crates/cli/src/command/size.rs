//! Sizes in bytes, as they are written on the command line.

/// Bytes, with a unit or without.
pub(super) fn size(text: &str) -> Result<u64, String> {
    const UNITS: [(&str, u64); 4] =
        [("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)];
    let upper = text.trim().to_ascii_uppercase();
    let (number, unit) = UNITS
        .iter()
        .find_map(|(word, unit)| Some((upper.strip_suffix(word)?, *unit)))
        .unwrap_or((upper.as_str(), 1));
    let number: u64 = number.trim().parse().map_err(|_| "not a size such as `500MB`".to_owned())?;
    number.checked_mul(unit).ok_or_else(|| "too large".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        for (text, bytes) in [("5GB", Some(5_000_000_000)), ("500 mb", Some(500_000_000)), ("7", Some(7))] {
            assert_eq!(size(text).ok(), bytes, "{text}");
        }
        for wrong in ["", "GB", "-1", "1.5GB", "99999999999TB"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}

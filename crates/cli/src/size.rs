//! Sizes in bytes, as they are written on the command line.

use newsloom_pipeline::MIN_MEMORY;

/// Bytes, with a unit or without.
pub(crate) fn size(text: &str) -> Result<u64, String> {
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

/// Memory for a run, which must be enough for the least one.
pub(crate) fn memory(text: &str) -> Result<u64, String> {
    let n_bytes = size(text)?;
    if n_bytes >= MIN_MEMORY {
        return Ok(n_bytes);
    }
    Err(format!("a run needs at least {} MB", MIN_MEMORY / 1_000_000))
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
        assert_eq!(memory("2GB"), Ok(2_000_000_000));
        assert_eq!(memory("599MB"), Err("a run needs at least 600 MB".to_owned()));
    }
}

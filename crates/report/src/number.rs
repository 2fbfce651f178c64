//! Numbers as a reader wants them, always with the same digits.

/// A count with commas: `12,345`.
pub(crate) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// A float with a fixed number of decimals; a dash for null.
pub(crate) fn fixed(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "–".to_owned(), |value| without_minus_zero(format!("{value:.decimals$}")))
}

/// A probability: three decimals, in powers of ten below .001; a dash for null.
pub(crate) fn probability(value: Option<f64>) -> String {
    match value {
        None => "–".to_owned(),
        Some(0.0) => "< 1e-300".to_owned(),
        Some(p) if p < 0.001 => format!("{p:.1e}"),
        Some(p) => format!("{p:.3}"),
    }
}

/// A share of counts in percent with one decimal; a dash where there is nothing to share.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    if whole == 0 { "–".to_owned() } else { format!("{:.1} %", 100.0 * part as f64 / whole as f64) }
}

/// A coordinate of a figure: one decimal at most.
pub(crate) fn coordinate(value: f64) -> String {
    let text = without_minus_zero(format!("{value:.1}"));
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

fn without_minus_zero(text: String) -> String {
    let is_zero = text.starts_with('-') && text.chars().all(|c| matches!(c, '-' | '0' | '.'));
    if is_zero { text[1..].to_owned() } else { text }
}

/// The step of an axis that goes to `largest` in at most five steps: 1, 2 or 5 times a power of ten.
pub(crate) fn axis_step(largest: u64) -> u64 {
    let powers = std::iter::successors(Some(1u64), |power| power.checked_mul(10));
    let mut steps = powers.flat_map(|power| [1, 2, 5].map(|factor| power.saturating_mul(factor)));
    steps.find(|step| step.saturating_mul(5) >= largest).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_readers() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(fixed(Some(-0.0004), 3), "0.000");
        assert_eq!(fixed(Some(-1.5), 3), "-1.500");
        assert_eq!(fixed(None, 3), "–");
        assert_eq!(
            [Some(0.0), Some(4.97e-6), Some(0.0421), None].map(probability),
            ["< 1e-300", "5.0e-6", "0.042", "–"]
        );
        assert_eq!((percent(1, 8), percent(0, 0)), ("12.5 %".to_owned(), "–".to_owned()));
        assert_eq!([1.04, -0.01, 12.25].map(coordinate), ["1", "0", "12.2"]);
    }

    #[test]
    fn axes_have_at_most_five_steps() {
        for (largest, step) in [(0, 1), (5, 1), (6, 2), (11, 5), (26, 10), (1_001, 500)] {
            assert_eq!(axis_step(largest), step, "{largest}");
        }
        assert_eq!(axis_step(u64::MAX), 5_000_000_000_000_000_000);
    }
}

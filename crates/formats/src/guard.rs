//! The guard of text cells in CSV files: a spreadsheet runs a cell that begins with `=`, `+`, `-`,
//! `@`, a tab or a carriage return as a formula, so such texts are written with `'` before them.
//! Texts that look guarded already get one more, so that taking it away again is exact.

use std::borrow::Cow;

/// What the data package says about the guard.
pub(crate) const STATEMENT: &str = "Text cells that would begin with =, +, -, @, a tab or a carriage return, \
    or with apostrophes before one of these, are written with one apostrophe (') before them, so that no \
    spreadsheet runs them as formulas; take one apostrophe away to get the value. Numbers, dates and Parquet \
    files are untouched.";

/// The text as a CSV cell holds it.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text of a guarded cell of a CSV table.
///
/// ```
/// assert_eq!(newsloom_formats::unguarded("'=1+1"), "=1+1");
/// assert_eq!(newsloom_formats::unguarded("'tis"), "'tis");
/// ```
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_guarded_and_other_texts_are_not() {
        let cases = [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-5 degrees", "'-5 degrees"),
            ("\tindented", "'\tindented"),
            ("'=quoted", "''=quoted"),
            ("'tis", "'tis"),
            ("a=b", "a=b"),
            ("", ""),
        ];
        for (text, cell) in cases {
            assert_eq!(guarded(text), cell);
        }
    }

    proptest! {
        #[test]
        fn taking_the_guard_away_gives_the_text_back(text in "['=+@a\t\r-]{0,6}|.*") {
            let cell = guarded(&text);
            prop_assert_eq!(unguarded(&cell), text.as_str());
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
    }
}

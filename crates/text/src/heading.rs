/// The longest heading, in words.
const MAX_WORDS: usize = 14;

/// Whether a paragraph is a heading: one short line that ends like no sentence, or words between
/// dashes ("– A harbour in winter –").
///
/// ```
/// assert!(newsloom_text::is_heading("– A harbour in winter –"));
/// assert!(newsloom_text::is_heading("What the pilots want"));
/// assert!(!newsloom_text::is_heading("The pilots want a bell."));
/// ```
pub fn is_heading(paragraph: &str) -> bool {
    let line = paragraph.trim();
    let is_dashed = line.starts_with(DASHES) && line.ends_with(DASHES);
    let is_open = !ends_like_a_sentence(line) && !line.ends_with([',', ';']);
    if !is_dashed && !is_open || line.contains('\n') {
        return false;
    }
    (1..=MAX_WORDS).contains(&crate::words(line).take(MAX_WORDS + 1).count())
}

const DASHES: [char; 3] = ['-', '\u{2013}', '\u{2014}'];

fn ends_like_a_sentence(line: &str) -> bool {
    line.ends_with([
        '.', '!', '?', ':', '\u{2026}', '"', '\u{201d}', '\u{bb}', '\u{61f}', '\u{6d4}', '。', '！', '？',
        ')',
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_or_closed_lines_are_no_headings() {
        assert!(!is_heading(
            "The council met, and the pilots spoke about lamps and bells and the fog of the last weeks"
        ));
        assert!(!is_heading("“We need a bell,” the pilot said. “Soon.”"));
        assert!(!is_heading(""));
        assert!(!is_heading("* * *"));
    }
}

use newsloom_corpus::Span;

/// The paragraphs of a text, white space around them left out; none is empty.
///
/// Blank lines separate paragraphs. So do single line breaks, unless the text is hard-wrapped (as
/// agency copy is): then a break joins two lines, and an indented line begins a paragraph.
///
/// ```
/// let text = "First.\nSecond one.\n\nThird.";
/// let found: Vec<&str> = newsloom_text::paragraphs(text).iter().map(|p| p.of(text)).collect();
/// assert_eq!(found, ["First.", "Second one.", "Third."]);
/// ```
pub fn paragraphs(text: &str) -> Vec<Span> {
    let lines: Vec<Line<'_>> = lines(text).collect();
    let wrapped = is_hard_wrapped(&lines);
    let mut paragraphs: Vec<Span> = Vec::new();
    let mut is_open = false;
    for line in &lines {
        let Some(span) = line.trimmed() else {
            is_open = false;
            continue;
        };
        match paragraphs.last_mut() {
            Some(last) if is_open && wrapped && !line.is_indented() => {
                *last = Span::new(last.start(), span.end());
            }
            _ => paragraphs.push(span),
        }
        is_open = true;
    }
    paragraphs
}

/// A line without its break.
struct Line<'a> {
    start: usize,
    text: &'a str,
}

impl Line<'_> {
    fn trimmed(&self) -> Option<Span> {
        let inner = self.text.trim();
        let start = self.start + (self.text.len() - self.text.trim_start().len());
        (!inner.is_empty()).then(|| Span::new(start, start + inner.len()))
    }

    fn is_indented(&self) -> bool {
        self.text.starts_with("  ") || self.text.starts_with('\t')
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Characters without white space around them.
    fn width(&self) -> usize {
        self.text.trim().chars().count()
    }
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).chain([text.len()]);
    let lines = ends.scan(0, |at, end| {
        let start = std::mem::replace(at, end);
        Some(Line { start, text: text[start..end].trim_end_matches(['\n', '\r']) })
    });
    lines.filter(|line| line.start < text.len())
}

/// The widths, in characters, between which a column of wrapped text lies.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=100;

/// Whether the breaks are those of a fixed column: most lines that are followed by another stop in
/// the middle of a sentence, and none is longer than a column.
fn is_hard_wrapped(lines: &[Line<'_>]) -> bool {
    let mut widest = 0;
    for line in lines {
        widest = widest.max(line.width());
        if widest > *WIDTHS.end() {
            return false;
        }
    }
    let inner: Vec<&str> = lines
        .windows(2)
        .filter(|pair| !pair[0].is_blank() && !pair[1].is_blank())
        .map(|pair| pair[0].text)
        .collect();
    if inner.len() < 2 || !WIDTHS.contains(&widest) {
        return false;
    }
    let open = inner.iter().filter(|line| !ends_sentence(line)).count();
    let full = inner.iter().filter(|line| line.trim().chars().count() * 2 > widest).count();
    open * 2 > inner.len() && full * 3 > inner.len() * 2
}

fn ends_sentence(line: &str) -> bool {
    let end = line.trim_end().trim_end_matches(['"', '\'', '\u{201d}', '\u{2019}', ')', ']', '\u{bb}']);
    end.ends_with(['.', '!', '?', ':', '\u{2026}', '\u{61f}', '\u{6d4}', '。'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> Vec<String> {
        paragraphs(text).iter().map(|p| p.of(text).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn wrapped_lines_join_and_an_indent_begins_a_paragraph() {
        let text = "The harbour council met on Monday to look at the state of the\n\
                    northern mole, which had lost two lamps in the storm, and to\n\
                    hear the pilots about it.\n    The pilots asked for three new lamps and a bell, since the\n\
                    fog of the last weeks had kept eleven ships outside.\n";
        let found = of(text);
        assert_eq!(found.len(), 2);
        assert!(found[0].ends_with("hear the pilots about it."));
    }

    #[test]
    fn a_line_that_is_a_sentence_is_a_paragraph() {
        assert_eq!(
            of("One line here.\r\nAnother line here.\r\n\r\n  \r\nA third."),
            ["One line here.", "Another line here.", "A third."]
        );
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(paragraphs(" \n\n\t\n").is_empty());
    }

    proptest! {
        #[test]
        fn paragraphs_hold_everything_but_white_space(text in "[a-z. \n\r\té”]{0,300}") {
            let spans = paragraphs(&text);
            prop_assert!(spans.is_sorted_by(|a, b| a.end() <= b.start()));
            let kept: usize = spans.iter().map(|s| s.of(&text).chars().filter(|c| !c.is_whitespace()).count()).sum();
            prop_assert_eq!(kept, text.chars().filter(|c| !c.is_whitespace()).count());
            prop_assert!(spans.iter().all(|s| !s.of(&text).trim().is_empty()));
        }
    }
}

use std::ops::Range;

/// A name, keyword or quoted name in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Bytes of the query, quotes included.
    pub(super) span: Range<usize>,
    /// The name without its quotes.
    pub(super) name: String,
    /// How many parentheses it stands in.
    pub(super) depth: usize,
    is_quoted: bool,
}

/// The words of a query outside of its texts and comments.
pub(super) fn words(sql: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(first) = sql[at..].chars().next() {
        let end = at + length(&sql[at..], first);
        let text = &sql[at..end];
        match first {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '"' | '`' | '[' => words.push(quoted_word(text, at..end, depth)),
            _ if is_word(first) && !first.is_ascii_digit() => {
                words.push(Word { span: at..end, name: text.to_owned(), depth, is_quoted: false });
            }
            _ => {}
        }
        at = end;
    }
    words
}

/// Whether the rows of a query come in an order of its own.
pub(super) fn is_ordered(sql: &str) -> bool {
    let is = |word: &Word, keyword: &str| !word.is_quoted && word.name.eq_ignore_ascii_case(keyword);
    words(sql).windows(2).any(|pair| pair[0].depth == 0 && is(&pair[0], "order") && is(&pair[1], "by"))
}

/// The bytes of the token that begins a text.
fn length(text: &str, first: char) -> usize {
    let through =
        |end: &str, from: usize| text[from..].find(end).map_or(text.len(), |at| from + at + end.len());
    match first {
        '\'' | '"' | '`' => quoted_length(text, first),
        '[' => through("]", 1),
        '-' if text.starts_with("--") => through("\n", 2),
        '/' if text.starts_with("/*") => through("*/", 2),
        _ if is_word(first) => text.find(|c| !is_word(c)).unwrap_or(text.len()),
        _ => first.len_utf8(),
    }
}

/// A quote within is written twice.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(found) = text[at..].find(quote) {
        at += found + 1;
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    text.len()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$' || !c.is_ascii()
}

fn quoted_word(text: &str, span: Range<usize>, depth: usize) -> Word {
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or("");
    let name = inner.replace("\"\"", "\"").replace("``", "`");
    Word { span, name, depth, is_quoted: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(sql: &str) -> Vec<String> {
        words(sql).into_iter().map(|word| word.name).collect()
    }

    #[test]
    fn texts_and_comments_hold_no_words() {
        assert_eq!(
            names("SELECT 'it''s from' -- from x\n, a /* from y */ FROM t"),
            ["SELECT", "a", "FROM", "t"]
        );
        assert_eq!(
            names(r#"select "odd ""name""", [two words], `x` from é"#)[1..4],
            ["odd \"name\"", "two words", "x"]
        );
        assert_eq!(names("12e3 + 'never closed"), Vec::<String>::new());
    }

    #[test]
    fn only_an_outer_order_orders_the_rows() {
        assert!(is_ordered("SELECT a FROM t ORDER\nBY a"));
        assert!(is_ordered("WITH x AS (SELECT 1) SELECT * FROM x UNION SELECT 2 order by 1"));
        assert!(!is_ordered("SELECT rank() OVER (ORDER BY a) FROM t -- ORDER BY a"));
        assert!(!is_ordered("SELECT * FROM (SELECT a FROM t ORDER BY a LIMIT 3)"));
        assert!(!is_ordered("SELECT 'ORDER BY' AS \"ORDER\" FROM t"));
    }
}

//! Text of strangers made harmless: what a cell says is shown, never obeyed.

/// The text on one line, with white space as spaces and characters that steer the display
/// (controls, bidirectional overrides, invisible tags) replaced by U+FFFD.
pub(crate) fn visible(text: &str) -> String {
    text.chars().map(visible_char).collect()
}

fn visible_char(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{61C}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{FEFF}'
        | '\u{FFFE}'
        | '\u{FFFF}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}' => char::REPLACEMENT_CHARACTER,
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

/// The text for HTML and SVG, between tags or in a quoted attribute.
pub(crate) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The text for Markdown, anywhere on a line: no markup, table border, link, address or mention.
pub(crate) fn markdown(text: &str) -> String {
    let visible = visible(text);
    let mut out = String::with_capacity(visible.len() + 8);
    for (at, c) in visible.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if is_markup(c, &visible[..at], &visible[at + c.len_utf8()..]) => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

fn is_markup(c: char, before: &str, after: &str) -> bool {
    match c {
        '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '@' | '$' => true,
        ':' => !after.starts_with(' ') && !after.is_empty(),
        '-' | '+' | '=' => before.trim().is_empty(),
        '.' => is_number(before) || ends_with_www(before),
        ')' => is_number(before),
        _ => false,
    }
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

fn ends_with_www(text: &str) -> bool {
    text.len().checked_sub(3).and_then(|at| text.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

/// At most `n` characters of a text, white space collapsed, with an ellipsis where it is cut.
pub(crate) fn shortened(text: &str, n: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= n {
        return line;
    }
    let head: String = line.chars().take(n.saturating_sub(1)).collect();
    format!("{}…", head.trim_end())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn html_shows_markup_as_text() {
        for (text, expected) in [
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("\" onload='x'", "&quot; onload=&#39;x&#39;"),
            ("a\u{202E}b\u{0}c\u{2067}d", "a\u{FFFD}b\u{FFFD}c\u{FFFD}d"),
            ("two\nlines", "two lines"),
            ("می‌خواهم", "می‌خواهم"),
        ] {
            assert_eq!(html(text), expected);
        }
    }

    #[test]
    fn markdown_shows_markup_as_text() {
        for (text, expected) in [
            ("a|b", "a\\|b"),
            ("[x](http://a.b)", "\\[x\\](http\\://a.b)"),
            ("`code` *b* _i_", "\\`code\\` \\*b\\* \\_i\\_"),
            ("- item", "\\- item"),
            ("12. item", "12\\. item"),
            ("12) item", "12\\) item"),
            ("WWW.evil.example", "WWW\\.evil.example"),
            ("# head", "\\# head"),
            ("a\n\n# head", "a  \\# head"),
            ("<b>&lt;", "&lt;b&gt;&amp;lt;"),
            ("trailing\\", "trailing\\\\"),
            ("Note: 2020-W03, 1.5 %", "Note: 2020-W03, 1.5 %"),
        ] {
            assert_eq!(markdown(text), expected);
        }
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(shortened("one  two\nthree", 40), "one two three");
        assert_eq!(shortened("one two three", 9), "one two…");
        assert_eq!(shortened("éééé", 3), "éé…");
    }

    /// The text with a letter for each escaped character.
    fn unescaped(markdown: &str) -> String {
        let mut chars = markdown.chars();
        let mut rest = String::new();
        while let Some(c) = chars.next() {
            if c == '\\' {
                chars.next().expect("a backslash escapes something");
                rest.push('x');
            } else {
                rest.push(c);
            }
        }
        rest
    }

    proptest! {
        #[test]
        fn nothing_of_html_is_left(text in "[\\PC<>&\"'\u{202E}\u{2066}\u{0}-\u{1F}]{0,40}") {
            let out = html(&text);
            let markup = ['<', '>', '"', '\'', '\u{202E}', '\u{2066}'];
            prop_assert!(!out.contains(markup) && !out.chars().any(char::is_control));
        }

        #[test]
        fn nothing_of_markdown_is_left(text in "[a-z0-9 <>&|`*_\\[\\]()#!~:@$+=.\\\\\n\u{202E}-]{0,40}") {
            let rest = unescaped(&markdown(&text));
            let markup = ['<', '>', '|', '`', '*', '_', '[', ']', '#', '~', '@', '$', '\n'];
            prop_assert!(!rest.contains(markup));
            prop_assert!(!rest.contains("://") && !rest.contains("www."));
            prop_assert!(!rest.trim_start().starts_with(['-', '+', '=']));
        }
    }
}

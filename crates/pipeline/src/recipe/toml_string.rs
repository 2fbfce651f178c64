//! Where a character of a text stands in the TOML that it was written in.

/// The byte of a TOML string, quotes included (a value of `--set` may have none), at which byte `offset` of its text stands.
pub(crate) fn place_in(written: &str, offset: usize) -> usize {
    let quote = written.get(..1).filter(|quote| ["\"", "'"].contains(quote)).unwrap_or("");
    let is_long = !quote.is_empty() && written.len() >= 6 && written.starts_with(&quote.repeat(3));
    let mut at = if is_long { 3 } else { quote.len() };
    if is_long {
        at += ["\n", "\r\n"].iter().find(|end| written[at..].starts_with(**end)).map_or(0, |end| end.len());
    }
    let mut done = 0;
    loop {
        let step = step(&written[at..], quote == "\"");
        // White space behind a backslash at the end of a line stands for nothing.
        if done >= offset && step.text > 0 || step.written == 0 {
            return at;
        }
        (at, done) = (at + step.written, done + step.text);
    }
}

/// Bytes in the file, and of the text that they stand for.
struct Step {
    written: usize,
    text: usize,
}

fn step(rest: &str, has_escapes: bool) -> Step {
    let mut characters = rest.chars();
    match (characters.next(), characters.next()) {
        (None, _) => Step { written: 0, text: 0 },
        (Some('\\'), Some(kind)) if has_escapes => escape(rest, kind),
        (Some(first), _) => Step { written: first.len_utf8(), text: first.len_utf8() },
    }
}

fn escape(rest: &str, kind: char) -> Step {
    let coded = |digits: usize| {
        let code = rest.get(2..2 + digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        Step { written: 2 + digits, text: code.and_then(char::from_u32).map_or(1, char::len_utf8) }
    };
    match kind {
        'x' => coded(2),
        'u' => coded(4),
        'U' => coded(8),
        _ if kind.is_whitespace() => {
            Step { written: 1 + rest[1..].len() - rest[1..].trim_start().len(), text: 0 }
        }
        _ => Step { written: 1 + kind.len_utf8(), text: 1 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the place of the `@` against the parser of recipes.
    fn assert_found(written: &str) {
        let text = toml::from_str::<toml::Table>(&format!("a = {written}")).unwrap();
        let offset = text["a"].as_str().unwrap().find('@').unwrap();
        assert_eq!(place_in(written, offset), written.find('@').unwrap(), "{written}");
    }

    #[test]
    fn every_kind_of_string_leads_to_the_place() {
        assert_found(r#""SELECT @""#);
        assert_found(r"'SELECT \ @'");
        assert_found("\"\"\"\nSELECT\n  @\n\"\"\"");
        assert_found("\"\"\"\r\nSELECT\r\n  @\r\n\"\"\"");
        assert_found("'''\nSELECT \\n\n @'''");
        assert_found(r#""\u00e9\U0001F600\" \\ é\t@""#);
        assert_found("\"\"\"SELECT \\\n     \n  a, @\"\"\"");
        assert_found("\"\"\"\\\n  @\"\"\"");
        assert_found("\"\"\"@\"\"\"");
        assert_found("'@'");
    }

    #[test]
    fn a_place_behind_the_end_is_the_end() {
        assert_eq!(place_in("'ab'", 99), 4);
        assert_eq!(place_in("", 3), 0);
        assert_eq!(place_in("SELECT \\ a", 9), 9, "no quotes, no escapes");
    }
}

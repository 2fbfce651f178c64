//! Actor dictionaries of TABARI and PETRARCH with CAMEO codes (Schrodt, Beieler & Idris 2014).
//!
//! ```text
//! PRIMARY_PHRASE_ [CODE]      # an actor with a code for all time
//! +SYNONYM_PHRASE_            # more names of it
//! <tab>[CODE >20070101]       # codes for a time: <D before, >D after, D-D between, D alone, all inclusive
//! ```

use std::{ops::Range, sync::Arc};

use jiff::civil::Date;
use newsloom_diagnostics::{Diagnostic, SourceFile};

use super::{Import, ImportOptions, Imported, Importer, id_of};

pub(super) const IMPORTER: Importer = Importer {
    name: "petrarch",
    meaning: "actor files of TABARI and PETRARCH: phrases, synonyms and dated CAMEO codes",
    read,
};

/// A record: one actor.
#[derive(Debug, Default)]
struct Record {
    phrases: Vec<String>,
    codes: Vec<(String, Term)>,
}

/// Half-open, empty for unbounded.
type Term = (String, String);

fn read(file: &Arc<SourceFile>, _: &ImportOptions, import: &mut Import) {
    let mut record = Record::default();
    let mut start = 0;
    for line in file.text.split_inclusive('\n') {
        read_line(file, (start, line), &mut record, import);
        start += line.len();
    }
    finish(&record, import);
}

fn read_line(file: &Arc<SourceFile>, (start, line): (usize, &str), record: &mut Record, import: &mut Import) {
    let text = line.split(['#', ';']).next().unwrap_or_default().trim_end();
    let content = text.trim_start();
    if content.is_empty() || content.starts_with('!') {
        return;
    }
    let is_indented = text.starts_with(['\t', ' ']);
    if let Some(synonym) = content.strip_prefix('+') {
        record.phrases.extend(phrase(synonym));
    } else if !is_indented && !content.starts_with('[') {
        finish(&std::mem::take(record), import);
        record.phrases.extend(phrase(content));
    }
    for bracket in brackets(text) {
        match code(&text[bracket.clone()]) {
            Ok(code) => record.codes.push(code),
            Err(message) => {
                let span = start + bracket.start..start + bracket.end;
                let problem = Diagnostic::warning("D104", message);
                import.problems.push(problem.at(file, span, "this code is left out"));
            }
        }
    }
}

/// The insides of square brackets in a line.
fn brackets(text: &str) -> Vec<Range<usize>> {
    let opens = text.match_indices('[').map(|(at, _)| at + 1);
    opens.filter_map(|open| Some(open..open + text[open..].find(']')?)).collect()
}

/// The words of a phrase: `_` joins them, what stands in brackets is a note.
fn phrase(written: &str) -> Option<String> {
    let bare = written.split(['[', '(']).next().unwrap_or_default();
    let words: Vec<String> = bare.split(['_', ' ', '\t']).filter(|w| !w.is_empty()).map(word).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A word in capitals as news writes it; short ones and those with dots may be acronyms.
fn word(upper: &str) -> String {
    let is_acronym = upper.len() <= 2 || upper.contains('.') || !upper.chars().any(|c| "AEIOUY".contains(c));
    if is_acronym || upper.chars().any(char::is_lowercase) {
        return upper.to_owned();
    }
    let mut is_first = true;
    let cased = upper.chars().flat_map(|c| {
        let shown: Vec<char> = if is_first { c.to_uppercase().collect() } else { c.to_lowercase().collect() };
        is_first = !c.is_alphabetic();
        shown
    });
    cased.collect()
}

/// A code with its term.
fn code(inside: &str) -> Result<(String, Term), String> {
    let mut parts = inside.split_whitespace();
    let code = parts.next().ok_or("the code is empty")?.to_owned();
    let written: String = parts.collect();
    Ok((code, term(&written)?))
}

fn term(written: &str) -> Result<Term, String> {
    let none = String::new;
    match (written.as_bytes().first(), written.split_once('-')) {
        (None, _) => Ok((none(), none())),
        (Some(b'<'), _) => Ok((none(), day_after(&written[1..])?)),
        (Some(b'>'), _) => Ok((day(&written[1..])?.to_string(), none())),
        (_, Some((start, end))) => {
            let (start, end) = (day(start)?.to_string(), day_after(end)?);
            if start < end {
                Ok((start, end))
            } else {
                Err(format!("the term `{written}` ends before it starts"))
            }
        }
        _ => Ok((day(written)?.to_string(), day_after(written)?)),
    }
}

/// `YYMMDD` (up to 30 in this century) or `YYYYMMDD`.
fn day(written: &str) -> Result<Date, String> {
    let bad = || format!("`{written}` is not a date such as 970101 or 19970101");
    let full = match written.len() {
        6 if written.is_char_boundary(2) && &written[..2] <= "30" => format!("20{written}"),
        6 => format!("19{written}"),
        _ => written.to_owned(),
    };
    let is_digits = full.len() == 8 && full.bytes().all(|b| b.is_ascii_digit());
    if !is_digits {
        return Err(bad());
    }
    format!("{}-{}-{}", &full[..4], &full[4..6], &full[6..]).parse().map_err(|_| bad())
}

/// The first day behind an inclusive end.
fn day_after(written: &str) -> Result<String, String> {
    let after = day(written)?.tomorrow().map_err(|_| format!("`{written}` lies beyond the calendar"))?;
    Ok(after.to_string())
}

fn finish(record: &Record, import: &mut Import) {
    let Some(name) = record.phrases.first() else { return };
    let kind = kind(record);
    let id = id_of(kind, name);
    let country = record.codes.first().map_or("", |(code, _)| code.get(..3).unwrap_or_default());
    let country = if is_country(country) { country } else { "" };
    import.actor(&Imported { id: &id, name, kind, country, wikidata: "" });
    for phrase in &record.phrases[1..] {
        import.alias((&id, phrase, "variant"), ("", ""));
    }
    for (code, (start, end)) in &record.codes {
        import.code((&id, "cameo", code), (start, end));
    }
}

/// First letters of CAMEO codes that are of no country.
const NOT_COUNTRIES: &[&str] = &["IGO", "IMG", "INT", "MNC", "NGM", "NGO", "UIS"];

fn is_country(code: &str) -> bool {
    code.len() == 3 && !NOT_COUNTRIES.contains(&code)
}

/// The type that the codes tell: a bare country, an organisation, or whoever has dated offices.
fn kind(record: &Record) -> &'static str {
    let Some((code, _)) = record.codes.first() else { return "other" };
    let has = |part: &str| {
        code.get(3..).is_some_and(|rest| rest.as_bytes().chunks(3).any(|c| c == part.as_bytes()))
    };
    let is_dated = record.codes.iter().any(|(_, (start, end))| !start.is_empty() || !end.is_empty());
    match code.get(..3).unwrap_or_default() {
        "IGO" => "igo",
        "NGO" | "NGM" | "MNC" => "organisation",
        _ if has("REB") || has("INS") || has("SEP") || has("UAF") => "armed_group",
        _ if has("MED") => "media",
        _ if has("PTY") => "party",
        _ if is_dated && code.len() > 3 => "person",
        start if is_country(start) && code.len() == 3 => "country",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::import::import;

    const FILE: &str = "# a comment
ATLANTIS_ [ATL]
+ATLANTEAN_ ; another comment

JANE_ROE_
+ROE_JANE_
\t[ATLGOV 970101-061231]
\t[ATLELI >20070101] # later
\t[ATLGOV 2004017-20061201]
FRONT_OF_THE_SEA_(FOS)_ [ATLREB]
";

    #[test]
    fn records_give_actors_names_and_dated_codes() {
        let file = SourceFile::new("actors.txt", FILE);
        let (tables, problems) = import(&IMPORTER, &file, &ImportOptions::default());
        assert!(tables.actors.contains("country:atlantis,Atlantis,country,ATL"), "{}", tables.actors);
        assert!(tables.actors.contains("person:jane-roe,Jane Roe,person,ATL"));
        assert!(tables.actors.contains("armed_group:front-of-the-sea"));
        assert!(tables.aliases.contains("person:jane-roe,Roe Jane,variant"));
        assert!(tables.codes.contains("person:jane-roe,cameo,ATLGOV,1997-01-01,2007-01-01"));
        assert!(tables.codes.contains("person:jane-roe,cameo,ATLELI,2007-01-01,\n"));
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].to_string().contains("actors.txt:9:"), "{}", problems[0]);
    }

    #[test]
    fn dates_are_read_in_both_forms() {
        for (written, start, end) in [
            ("", "", ""),
            (">300101", "2030-01-01", ""),
            (">310101", "1931-01-01", ""),
            ("<20041231", "", "2005-01-01"),
            ("20010101-20010101", "2001-01-01", "2001-01-02"),
        ] {
            assert_eq!(term(written), Ok((start.to_owned(), end.to_owned())), "{written}");
        }
        for bad in ["200101011", ">20011301", "20020101-20010101", ">01"] {
            assert!(term(bad).is_err(), "{bad}");
        }
    }
}

//! Reading rows of facts.

use std::sync::Arc;

use newsloom_corpus::ActorType;
use newsloom_diagnostics::{Diagnostic, SourceFile};

use super::{AliasFact, Fact, RoleFact, SOURCE, Term};
use crate::dictionary::{
    AliasKind,
    import::id_of,
    row::{Row, Table},
};

/// The facts of a file by id; cells that cannot be read are reported and left out.
pub(super) fn read(file: &Arc<SourceFile>, problems: &mut Vec<Diagnostic>) -> Vec<(String, Fact)> {
    let table = match Table::read(file, &["actor_id", "name", "type", "aliases", "roles"]) {
        Ok(table) => table,
        Err(problem) => {
            problems.push(problem);
            return Vec::new();
        }
    };
    let mut facts = Vec::new();
    for row in table.rows() {
        match fact(row, problems) {
            Ok(fact) => facts.push(fact),
            Err(problem) => problems.push(problem),
        }
    }
    facts
}

fn fact(row: Row<'_>, problems: &mut Vec<Diagnostic>) -> Result<(String, Fact), Diagnostic> {
    let types: Vec<(&str, &str)> = ActorType::ALL.iter().map(|t| (t.as_str(), t.as_str())).collect();
    let kind = row.word("type", &types)?;
    let name = row.optional("name").ok_or_else(|| row.warning("D107", "name", "the name is empty"))?;
    let id = row.optional("actor_id").map_or_else(|| id_of(kind, name), str::to_owned);
    let wikipedia = match row.cell("wikipedia") {
        "" => name,
        "-" => "",
        title => title,
    };
    let cell = str::to_owned;
    let cells =
        [cell(name), cell(kind), cell(row.cell("country")), cell(wikipedia), cell(row.cell("wikidata"))];
    let mut aliases = items(row, "aliases", alias, problems);
    if kind == "person" {
        for alias in &mut aliases {
            mark_surname(alias, name);
        }
    }
    let roles = items(row, "roles", role, problems);
    let since = day(row.cell("since")).map_err(|message| row.warning("D104", "since", message))?;
    Ok((id, Fact { cells, aliases, roles, since, source: SOURCE }))
}

/// The items of a cell, which semicolons part.
fn items<T>(
    row: Row<'_>,
    column: &str,
    read: fn(&str) -> Result<T, String>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<T> {
    let mut found = Vec::new();
    for item in row.cell(column).split(';').map(str::trim).filter(|item| !item.is_empty()) {
        match read(item) {
            Ok(value) => found.push(value),
            Err(message) => problems.push(row.warning("D109", column, message)),
        }
    }
    found
}

/// `[kind:|language:]text[@start..end]`.
fn alias(item: &str) -> Result<AliasFact, String> {
    let (text, term) = match item.rsplit_once('@') {
        Some((text, written)) => (text.trim(), term(written)?),
        None => (item, Term::default()),
    };
    let is_word = text.starts_with("word:");
    let (kind, language, text) = match text.split_once(':') {
        Some(("word", text)) => ("short", "en", text.trim()),
        Some((word, text)) if AliasKind::WORDS.iter().any(|(w, _)| w == &word) => (word, "en", text.trim()),
        Some((word, text)) if word.len() == 2 && word.bytes().all(|b| b.is_ascii_lowercase()) => {
            ("name", word, text.trim())
        }
        Some((word, _)) if word.bytes().all(|b| b.is_ascii_lowercase()) => {
            return Err(format!("unknown kind `{word}` of an alias"));
        }
        _ => ("variant", "en", text),
    };
    Ok(AliasFact {
        kind: kind.to_owned(),
        language: language.to_owned(),
        text: text.to_owned(),
        term,
        is_word,
    })
}

/// One word of a person's name is a surname, with all the care that a surname needs.
fn mark_surname(alias: &mut AliasFact, name: &str) {
    let is_part = !alias.text.contains(' ') && name.split([' ', '-']).any(|word| word == alias.text);
    if is_part && matches!(&*alias.kind, "variant" | "short") {
        "surname".clone_into(&mut alias.kind);
    }
}

/// `role@actor [start..end] [!claim]`.
fn role(item: &str) -> Result<RoleFact, String> {
    let (role, rest) = item.split_once('@').ok_or_else(|| format!("`{item}` names no actor behind `@`"))?;
    let mut fact = RoleFact {
        role: role.trim().to_owned(),
        of: String::new(),
        claim: "recognised".to_owned(),
        term: Term::default(),
    };
    for word in rest.split_whitespace() {
        match word.strip_prefix('!') {
            Some(claim) if matches!(claim, "recognised" | "de_facto" | "disputed") => {
                claim.clone_into(&mut fact.claim);
            }
            Some(claim) => return Err(format!("unknown claim `{claim}`")),
            None if fact.of.is_empty() => word.clone_into(&mut fact.of),
            None => fact.term = term(word)?,
        }
    }
    Ok(fact)
}

/// `start..end`, each empty, a year, a month or a day.
fn term(written: &str) -> Result<Term, String> {
    let (start, end) =
        written.split_once("..").ok_or_else(|| format!("`{written}` is no term such as 2016-03..2021"))?;
    let term = Term { start: day(start)?, end: day(end)? };
    if !term.start.is_empty() && !term.end.is_empty() && term.start >= term.end {
        return Err(format!("the term `{written}` ends before it starts"));
    }
    Ok(term)
}

/// The first day of a year or month; a day as it is.
fn day(written: &str) -> Result<String, String> {
    let day = match written.len() {
        0 => return Ok(String::new()),
        4 => format!("{written}-01-01"),
        7 => format!("{written}-01"),
        _ => written.to_owned(),
    };
    let is_date = day.len() == 10 && day.parse::<jiff::civil::Date>().is_ok();
    if is_date { Ok(day) } else { Err(format!("`{written}` is no date")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_have_a_kind_a_language_and_a_term() {
        let read = |item| alias(item).map(|a| (a.kind, a.language, a.text, a.term.start, a.term.end));
        let of = |kind: &str, language: &str, text: &str, start: &str, end: &str| {
            Ok((kind.to_owned(), language.to_owned(), text.to_owned(), start.to_owned(), end.to_owned()))
        };
        assert_eq!(read("Jane Q. Roe"), of("variant", "en", "Jane Q. Roe", "", ""));
        assert_eq!(read("acronym:ANP@2013.."), of("acronym", "en", "ANP", "2013-01-01", ""));
        assert_eq!(read("ar:نور@..2020-05"), of("name", "ar", "نور", "", "2020-05-01"));
        assert_eq!(read("Operation: Dawn"), of("variant", "en", "Operation: Dawn", "", ""));
        assert_eq!(read("word:Pear"), of("short", "en", "Pear", "", ""));
        assert!(read("shrt:Roe").is_err());
        assert!(read("Roe@2013-02-30..").is_err());
        assert!(read("Roe@2013..2012").is_err());
    }

    #[test]
    fn roles_have_a_whole_a_term_and_a_claim() {
        let read = role("prime minister@government:LBY-GNA 2016-03-30..2021-03 !disputed").unwrap();
        assert_eq!(
            (&*read.role, &*read.of, &*read.claim),
            ("prime minister", "government:LBY-GNA", "disputed")
        );
        assert_eq!((&*read.term.start, &*read.term.end), ("2016-03-30", "2021-03-01"));
        assert!(role("president").is_err());
        assert!(role("president@government:LBY !so").is_err());
    }

    #[test]
    fn ids_come_from_names() {
        assert_eq!(id_of("person", "Recep Tayyip Erdoğan"), "person:recep-tayyip-erdogan");
        assert_eq!(id_of("person", "Fayez al-Sarraj"), "person:fayez-al-sarraj");
    }
}

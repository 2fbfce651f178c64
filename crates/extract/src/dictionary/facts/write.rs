//! Facts as the four files of a dictionary.

use std::collections::{BTreeMap, BTreeSet};

use newsloom_diagnostics::Diagnostic;

use super::{AliasFact, Fact, RoleFact, institutions::generic, spellings};
use crate::dictionary::{
    DictionaryFiles,
    row::Table,
    tables::{ACTORS, ALIASES, CODES, DictionaryTables, ROLES, Rows, owned, text},
};

/// Source of variants that no person wrote down.
const GENERATED: &str = "generated";
/// Facts are free.
const LICENCE: &str = "CC0-1.0";

/// Writes the core's rows and those of the facts.
pub(super) fn write(
    core: &DictionaryFiles,
    facts: &BTreeMap<String, Fact>,
    problems: &mut Vec<Diagnostic>,
) -> DictionaryTables {
    let mut actors = copied(&core.actors, ACTORS, problems);
    let mut aliases = copied(&core.aliases, ALIASES, problems);
    let mut roles = core.roles.as_ref().map(|f| copied(f, ROLES, problems)).unwrap_or_default();
    let codes = core.codes.as_ref().map(|f| copied(f, CODES, problems)).unwrap_or_default();
    let of_core: BTreeSet<String> = actors.iter().map(|row| row[0].clone()).collect();
    let is_known = |id: &str| of_core.contains(id) || facts.contains_key(id);
    for (id, fact) in facts {
        if !of_core.contains(id) {
            actors.insert(actor_row(id, fact));
        }
        aliases.extend(
            fact.aliases
                .iter()
                .filter(|a| is_other_name(a, fact))
                .map(|a| alias_row(id, a, (fact.source, &fact.cells[2]))),
        );
        for role in &fact.roles {
            if is_known(&role.of) {
                roles.insert(role_row(id, role, fact.source));
            } else {
                let message = format!("`{id}` has a role of `{}`, which is not declared", role.of);
                problems.push(Diagnostic::warning("D105", message));
            }
        }
    }
    add_names(facts, &mut aliases);
    add_generic(&actors, &roles, &mut aliases);
    add_variants(facts, &mut aliases);
    let aliases = begun(facts, aliases);
    DictionaryTables {
        actors: text(ACTORS, &actors),
        aliases: text(ALIASES, &aliases),
        roles: text(ROLES, &roles),
        codes: text(CODES, &codes),
    }
}

/// The rows of a complete file, with the columns in their order.
fn copied(
    file: &std::sync::Arc<newsloom_diagnostics::SourceFile>,
    columns: &[&str],
    problems: &mut Vec<Diagnostic>,
) -> Rows {
    match Table::read(file, &columns[..1]) {
        Ok(table) => {
            table.rows().map(|row| columns.iter().map(|c| row.cell(c).to_owned()).collect()).collect()
        }
        Err(problem) => {
            problems.push(problem);
            Rows::new()
        }
    }
}

fn actor_row(id: &str, fact: &Fact) -> Vec<String> {
    let [name, kind, country, wikipedia, wikidata] = fact.cells.each_ref().map(String::as_str);
    owned(&[id, name, kind, country, wikidata, wikipedia, fact.source, LICENCE])
}

/// Whether an alias says more than the name does.
fn is_other_name(alias: &AliasFact, fact: &Fact) -> bool {
    alias.text != fact.cells[0] || alias.kind == "acronym" || alias.kind == "surname"
}

/// Acronyms that world news uses without saying whose they are.
const WELL_KNOWN: &[&str] = &[
    "AfD", "ANC", "BJP", "BMW", "CBP", "CDC", "CDU", "CIA", "DHS", "DNC", "DOGE", "DOJ", "DoJ", "EPA", "ETA",
    "FAA", "FARC", "FBI", "FCC", "FDA", "Fed", "FED", "FEMA", "FSB", "FTC", "GNA", "GOP", "GRU", "HHS",
    "HRW", "HSBC", "ICE", "IDF", "IKEA", "IRA", "IRGC", "IRS", "ISI", "ISIL", "ISIS", "KGB", "KMT", "LNA",
    "M23", "MI5", "MI6", "NASA", "NHS", "NIH", "NOAA", "NPR", "NRA", "NSA", "NTSB", "PKK", "PLA", "PLO",
    "RNC", "RSF", "SBU", "SDF", "SNP", "SPD", "TPLF", "TSMC", "TTP", "UBS", "UKIP", "USDA", "VW", "YPG",
];
/// Longest acronym that can stand for many things.
const SHORT: usize = 4;

/// Whether an alias says nothing alone: a short acronym of something of one country.
fn needs_context(alias: &AliasFact, country: &str) -> bool {
    let n_letters = alias.text.chars().filter(|c| c.is_alphanumeric()).count();
    let plain = alias.text.replace('.', "");
    alias.kind == "acronym" && !country.is_empty() && n_letters <= SHORT && !WELL_KNOWN.contains(&&*plain)
}

fn alias_row(id: &str, alias: &AliasFact, (source, country): (&str, &str)) -> Vec<String> {
    let context = if needs_context(alias, country) { "true" } else { "false" };
    let (start, end) = (&alias.term.start, &alias.term.end);
    let case = match (&*alias.kind, alias.text.is_ascii(), &*alias.language) {
        _ if alias.is_word => "running",
        ("acronym", ..) => "exact",
        (_, false, language) if language != "en" => "fold",
        _ => "title",
    };
    // A dash between blanks ends a name: what is written "Province - North" is found as "Province North".
    let text = alias.text.replace(" \u{2013} ", " ").replace(" - ", " ");
    owned(&[id, &text, &alias.kind, &alias.language, case, start, end, context, "1", source])
}

fn role_row(id: &str, role: &RoleFact, source: &str) -> Vec<String> {
    owned(&[id, &role.role, &role.of, &role.claim, &role.term.start, &role.term.end, source])
}

/// Every actor is found under its name, unless it has the name only for a term.
fn add_names(facts: &BTreeMap<String, Fact>, aliases: &mut Rows) {
    let named: BTreeSet<(String, String)> =
        aliases.iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    for (id, fact) in facts {
        let name = &fact.cells[0];
        // Nobody writes "National Liberation Army (Macedonia)": that tells two actors apart, and is no name.
        if !name.contains(['(', '+']) && !named.contains(&(id.clone(), name.clone())) {
            let is_acronym = name.len() < 7 && name.chars().all(|c| c.is_uppercase() || c.is_numeric());
            let kind = if is_acronym { "acronym" } else { "name" };
            aliases.insert(alias_row(id, &AliasFact::plain(kind, name), (fact.source, &fact.cells[2])));
        }
    }
}

/// The aliases, those without a term holding from when their actor began.
fn begun(facts: &BTreeMap<String, Fact>, aliases: Rows) -> Rows {
    let begun = |mut row: Vec<String>| {
        let since = facts.get(&row[0]).map_or("", |fact| &fact.since);
        let ends_before = !row[6].is_empty() && row[6].as_str() <= since;
        if row[5].is_empty() && !ends_before {
            since.clone_into(&mut row[5]);
        }
        row
    };
    aliases.into_iter().map(begun).collect()
}

/// Adds the short names of organs of state and of parties, which they share with those of other states.
fn add_generic(actors: &Rows, roles: &Rows, aliases: &mut Rows) {
    let parts: BTreeSet<&str> = roles.iter().filter(|r| r[1] == "parent").map(|r| r[0].as_str()).collect();
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in aliases.iter().filter(|row| row[3] == "en" && matches!(&*row[2], "name" | "variant")) {
        names.entry(&row[0]).or_default().push(&row[1]);
    }
    let mut found = Vec::new();
    for row in actors.iter().filter(|row| !row[3].is_empty()) {
        let (id, is_party) = (row[0].as_str(), row[2] == "party");
        if !(is_party || (row[2] == "organisation" && parts.contains(id))) {
            continue;
        }
        let own = names.get(id).into_iter().flatten().copied();
        let own: BTreeSet<&str> = own.chain([row[1].as_str()]).collect();
        let short: BTreeMap<String, AliasFact> = own
            .iter()
            .flat_map(|name| generic(name, is_party))
            .map(|alias| (alias.text.clone(), alias))
            .collect();
        let is_new = |alias: &&AliasFact| !own.contains(alias.text.as_str());
        found.extend(short.values().filter(is_new).map(|alias| generic_row(id, alias)));
    }
    aliases.extend(found);
}

fn generic_row(id: &str, alias: &AliasFact) -> Vec<String> {
    let mut cells = alias_row(id, alias, (GENERATED, ""));
    "true".clone_into(&mut cells[7]);
    "0".clone_into(&mut cells[8]);
    cells
}

/// Adds spellings of persons' names that nobody bears already.
fn add_variants(facts: &BTreeMap<String, Fact>, aliases: &mut Rows) {
    let taken: BTreeSet<String> = aliases.iter().map(|row| row[1].to_lowercase()).collect();
    let mut bearers: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (id, fact) in facts.iter().filter(|(_, fact)| fact.cells[1] == "person") {
        let full = fact
            .aliases
            .iter()
            .filter(|a| a.kind == "variant" && a.term.start.is_empty() && a.term.end.is_empty());
        for name in std::iter::once(&fact.cells[0]).chain(full.map(|a| &a.text)) {
            for spelling in spellings(name, &fact.cells[2]) {
                bearers.entry(spelling).or_default().insert(id);
            }
        }
    }
    for (spelling, ids) in bearers {
        if let (1, false) = (ids.len(), taken.contains(&spelling.to_lowercase())) {
            let id = ids.first().expect("one bearer");
            aliases.insert(alias_row(id, &AliasFact::plain("variant", &spelling), (GENERATED, "")));
        }
    }
}

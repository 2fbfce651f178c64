//! Any CSV file whose columns are mapped to ours, such as the result of a Wikidata query.

use std::sync::Arc;

use newsloom_diagnostics::{Diagnostic, SourceFile};

use super::{Import, ImportOptions, Imported, Importer, id_of};
use crate::dictionary::row::{Row, Table};

pub(super) const IMPORTER: Importer = Importer {
    name: "csv",
    meaning: "any CSV file; --map theirs=ours says which column is which (name is needed; actor_id, type, country, wikidata, alias, role, of_actor_id, start, end, code may be)",
    read,
};

/// Our columns that theirs can stand for.
const OURS: &[&str] = &[
    "actor_id",
    "name",
    "type",
    "country",
    "wikidata",
    "alias",
    "role",
    "of_actor_id",
    "start",
    "end",
    "code",
];

fn read(file: &Arc<SourceFile>, options: &ImportOptions, import: &mut Import) {
    for ours in options.map.values().filter(|ours| !OURS.contains(&ours.as_str())) {
        let problem = Diagnostic::error("D102", format!("`{ours}` is no column to map to"));
        import.problems.push(problem.help(format!("one of {}", OURS.join(", "))));
    }
    let theirs: Vec<&str> = options.map.keys().map(String::as_str).collect();
    match Table::read(file, &theirs) {
        Ok(table) => table.rows().for_each(|row| actor(row, options, import)),
        Err(problem) => import.problems.push(problem),
    }
}

fn actor(row: Row<'_>, options: &ImportOptions, import: &mut Import) {
    let theirs =
        |ours: &'static str| options.map.iter().find(|(_, o)| *o == ours).map_or(ours, |(t, _)| t.as_str());
    let cell = |ours| row.cell(theirs(ours));
    let (name, kind) = (cell("name"), Some(cell("type")).filter(|kind| !kind.is_empty()).unwrap_or("other"));
    if name.is_empty() {
        import.problems.push(row.warning("D107", theirs("name"), "the name is empty"));
        return;
    }
    let id = match item(cell("actor_id")) {
        "" => id_of(kind, name),
        id if id.contains(':') => id.to_owned(),
        id => format!("{kind}:{id}"),
    };
    let country = Some(cell("country")).filter(|c| !c.is_empty()).unwrap_or(&options.country);
    let wikidata =
        Some(item(cell("wikidata"))).filter(|w| !w.is_empty()).unwrap_or_else(|| item_id(cell("actor_id")));
    import.actor(&Imported { id: &id, name, kind, country, wikidata });
    let day = |ours| cell(ours).get(..10).unwrap_or_default();
    let term = (day("start"), day("end"));
    for alias in cell("alias").split(';').map(str::trim).filter(|alias| !alias.is_empty() && *alias != name) {
        import.alias((&id, alias, "variant"), ("", ""));
    }
    if !cell("role").is_empty() && !cell("of_actor_id").is_empty() {
        import.role((&id, cell("role"), cell("of_actor_id")), term);
    }
    if !cell("code").is_empty() {
        import.code((&id, "imported", cell("code")), term);
    }
}

/// The last part of an address: query results name items by theirs.
fn item(cell: &str) -> &str {
    if cell.contains("://") { cell.rsplit('/').next().unwrap_or_default() } else { cell }
}

/// The Wikidata item that an id is, or nothing.
fn item_id(cell: &str) -> &str {
    let id = item(cell);
    let is_item = id.len() > 1 && id.starts_with('Q') && id[1..].bytes().all(|b| b.is_ascii_digit());
    if is_item { id } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::import::import;

    #[test]
    fn columns_are_mapped() {
        let text = "person,personLabel,office,of,since\nhttp://items.example/entity/Q7,Jane Roe,president,government:ATL,2010-05-01T00:00:00Z\n";
        let pairs = [
            ("person", "actor_id"),
            ("personLabel", "name"),
            ("office", "role"),
            ("of", "of_actor_id"),
            ("since", "start"),
        ];
        let map = pairs.into_iter().map(|(t, o)| (t.to_owned(), o.to_owned())).collect();
        let options = ImportOptions { map, ..ImportOptions::default() };
        let (tables, problems) = import(&IMPORTER, &SourceFile::new("q.csv", text), &options);
        assert!(problems.is_empty(), "{problems:?}");
        assert!(tables.actors.contains("other:Q7,Jane Roe,other,,Q7"), "{}", tables.actors);
        assert!(tables.roles.contains("other:Q7,president,government:ATL,recognised,2010-05-01,"));
    }

    #[test]
    fn unknown_targets_are_refused() {
        let map = [("a".to_owned(), "nmae".to_owned())].into();
        let options = ImportOptions { map, ..ImportOptions::default() };
        let (_, problems) = import(&IMPORTER, &SourceFile::new("q.csv", "a\nb\n"), &options);
        assert!(problems.iter().any(Diagnostic::is_error));
    }
}

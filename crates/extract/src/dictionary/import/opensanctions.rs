//! Targets of sanctions from `OpenSanctions` (`targets.simple.csv`). The user brings the file.

use std::sync::Arc;

use newsloom_diagnostics::SourceFile;

use super::{Import, ImportOptions, Imported, Importer};
use crate::dictionary::row::{Row, Table};

pub(super) const IMPORTER: Importer = Importer {
    name: "opensanctions",
    meaning: "targets.simple.csv of OpenSanctions (columns id, schema, name, aliases, countries)",
    read,
};

/// Schemas with our type; vessels, aircraft, addresses and securities are no actors.
const TYPES: &[(&str, &str)] = &[
    ("Company", "organisation"),
    ("LegalEntity", "organisation"),
    ("Organization", "organisation"),
    ("Person", "person"),
    ("PublicBody", "organisation"),
];

fn read(file: &Arc<SourceFile>, _: &ImportOptions, import: &mut Import) {
    match Table::read(file, &["id", "schema", "name", "aliases"]) {
        Ok(table) => table.rows().for_each(|row| target(row, import)),
        Err(problem) => import.problems.push(problem),
    }
}

fn target(row: Row<'_>, import: &mut Import) {
    let Some((_, kind)) = TYPES.iter().find(|(schema, _)| *schema == row.cell("schema")) else { return };
    let (id, name) = (row.cell("id"), row.cell("name"));
    if name.is_empty() || id.is_empty() {
        import.problems.push(row.warning("D107", "name", "the name or the id is empty"));
        return;
    }
    let actor = format!("{kind}:opensanctions-{id}");
    let wikidata = if is_item(id) { id } else { "" };
    import.actor(&Imported { id: &actor, name, kind, country: "", wikidata });
    import.code((&actor, "opensanctions", id), ("", ""));
    for country in row.cell("countries").split(';').map(str::trim).filter(|c| !c.is_empty()) {
        import.code((&actor, "iso3166-1-alpha-2", &country.to_uppercase()), ("", ""));
    }
    for alias in
        row.cell("aliases").split(';').map(str::trim).filter(|alias| !alias.is_empty() && *alias != name)
    {
        import.alias((&actor, alias, "variant"), ("", ""));
    }
}

/// Whether an id is one of Wikidata.
fn is_item(id: &str) -> bool {
    id.strip_prefix('Q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::import::import;

    #[test]
    fn targets_keep_their_ids_and_aliases() {
        let text = "id,schema,name,aliases,birth_date,countries\n\
                    Q7,Person,Jane Roe,J. Roe;Джейн Роу,,at;us\nv,Vessel,Sea Horse,,,\n";
        let (tables, problems) =
            import(&IMPORTER, &SourceFile::new("t.csv", text), &ImportOptions::default());
        assert!(problems.is_empty());
        assert!(tables.actors.contains("person:opensanctions-Q7,Jane Roe,person,,Q7"), "{}", tables.actors);
        assert!(tables.aliases.contains("Джейн Роу,variant,,fold"), "{}", tables.aliases);
        assert!(tables.codes.contains("iso3166-1-alpha-2,AT"));
        assert!(!tables.actors.contains("Sea Horse"));
    }
}

//! Terms of parliaments from `EveryPolitician` (CSV, one row a membership).

use std::sync::Arc;

use newsloom_diagnostics::SourceFile;

use super::{Import, ImportOptions, Imported, Importer, id_of};
use crate::dictionary::row::{Row, Table};

pub(super) const IMPORTER: Importer = Importer {
    name: "everypolitician",
    meaning: "a term of a parliament (columns id, name, group, start_date, end_date, wikidata, ...); needs --country",
    read,
};

fn read(file: &Arc<SourceFile>, options: &ImportOptions, import: &mut Import) {
    match Table::read(file, &["id", "name", "group"]) {
        Ok(table) => table.rows().for_each(|row| member(row, options, import)),
        Err(problem) => import.problems.push(problem),
    }
}

fn member(row: Row<'_>, options: &ImportOptions, import: &mut Import) {
    let (id, name, group) = (row.cell("id"), row.cell("name"), row.cell("group"));
    if name.is_empty() {
        import.problems.push(row.warning("D107", "name", "the name is empty"));
        return;
    }
    let wikidata = row.cell("wikidata");
    // Two members can have one name: the id of the source keeps them apart.
    let person = format!("{}-{}", id_of("person", name), &id[..id.len().min(8)]);
    let country = &*options.country;
    import.actor(&Imported { id: &person, name, kind: "person", country, wikidata });
    import.code((&person, "everypolitician", id), ("", ""));
    let day = |column| Some(row.cell(column)).filter(|cell| cell.len() == 10).unwrap_or_default();
    // The source says the last day of a membership: the half-open end is the next one.
    let end = day("end_date").parse().ok().and_then(|d: jiff::civil::Date| d.tomorrow().ok());
    let term = (day("start_date").to_owned(), end.map(|d| d.to_string()).unwrap_or_default());
    if !group.is_empty() {
        let party = id_of("party", group);
        import.actor(&Imported {
            id: &party,
            name: group,
            kind: "party",
            country,
            wikidata: row.cell("wikidata_group"),
        });
        import.role((&person, "member", &party), (&term.0, &term.1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::import::import;

    #[test]
    fn members_have_a_party_for_their_term() {
        let text = "id,name,group,start_date,end_date,wikidata,wikidata_group\n\
                    ab12cd34-x,Jane Roe,Sea Party,2010-05-01,2014-04-30,Q1,Q2\nx,,Sea Party,,,,\n";
        let options = ImportOptions { country: "ATL".to_owned(), ..ImportOptions::default() };
        let (tables, problems) = import(&IMPORTER, &SourceFile::new("term.csv", text), &options);
        assert!(
            tables.actors.contains("person:jane-roe-ab12cd34,Jane Roe,person,ATL,Q1"),
            "{}",
            tables.actors
        );
        assert!(tables.actors.contains("party:sea-party,Sea Party,party,ATL,Q2"));
        assert!(tables.roles.contains("member,party:sea-party,recognised,2010-05-01,2014-05-01"));
        assert_eq!(problems.len(), 1);
    }
}

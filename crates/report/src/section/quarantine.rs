use std::collections::BTreeMap;

use newsloom_corpus::table::QuarantineRow;
use newsloom_diagnostics::code;

use super::Section;
use crate::{
    document::{Block, Table},
    escape::shortened,
    number::count,
    run::{N_QUARANTINED, Run},
};

/// Records that could not become articles.
pub(super) const SECTION: Section = Section { name: "quarantine", title: "Quarantine", render };

fn render(run: &Run) -> Vec<Block> {
    let accounting = &run.manifest.accounting;
    if accounting.quarantined.is_empty() {
        return vec![Block::text("No record was quarantined.")];
    }
    let text = format!(
        "{} of {} records could not become an article. Each is in the table quarantine with its file, record, line, \
         byte and reason.",
        count(accounting.n_quarantined()),
        count(accounting.n_records)
    );
    let codes = Block::Table(codes(&accounting.quarantined));
    vec![Block::Text(text), codes, Block::Table(places(&run.quarantine))]
}

fn codes(quarantined: &BTreeMap<String, u64>) -> Table {
    let title = |id: &str| code(id).map_or("unknown to this version", |code| code.title).to_owned();
    let rows = quarantined.iter().map(|(id, n)| vec![id.clone(), title(id), count(*n)]);
    Table::new("Quarantined records by reason", &["Code", "Reason", "#Records"]).rows(rows)
}

fn places(quarantine: &[QuarantineRow]) -> Table {
    let mut rows: Vec<&QuarantineRow> = quarantine.iter().collect();
    rows.sort_by_key(|row| &row.code);
    let headings = ["Code", "File", "#Record", "#Line", "#Byte", "Message", "Beginning of the record"];
    let row = |row: &QuarantineRow| {
        let place = [row.record, row.line, row.byte_offset].map(count);
        let words = [shortened(&row.message, 120), shortened(&row.excerpt, 60)];
        [row.code.clone(), row.source_path.clone()].into_iter().chain(place).chain(words).collect()
    };
    let caption = format!("Quarantined records, at most {N_QUARANTINED} of each reason");
    Table::new(caption, &headings).rows(rows.into_iter().map(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{run::first_of_each_reason, sample};

    #[test]
    fn each_reason_is_explained_and_shown_a_few_times() {
        let run = sample::run("");
        assert_eq!(
            codes(&run.manifest.accounting.quarantined).rows[0][1],
            "the JSON of the record is broken"
        );
        let row = run.quarantine[0].clone();
        let mut shown = Vec::new();
        for record in 1..=9 {
            first_of_each_reason(&mut shown, QuarantineRow { record, ..row.clone() });
        }
        let table = places(&shown);
        let records: Vec<&str> = table.rows.iter().map(|row| row[2].as_str()).collect();
        assert_eq!(records, ["1", "2", "3", "4", "5"]);
    }
}

use std::collections::BTreeMap;

use newsloom_corpus::table::CoverageRow;

use super::Section;
use crate::{
    document::{Block, Table},
    number::count,
    run::Run,
};

/// Articles without a week, and articles that are not counted.
pub(super) const SECTION: Section = Section { name: "uncounted", title: "Undated and set aside", render };

fn render(run: &Run) -> Vec<Block> {
    let accounting = &run.manifest.accounting;
    let undated = format!(
        "{} counted articles have no week, because no day of publication is known. They are in the tables over the \
         whole run and in none by week.",
        count(accounting.n_undated)
    );
    if accounting.set_aside.is_empty() {
        return vec![Block::Text(undated), Block::text("No article was set aside.")];
    }
    let reasons = accounting.set_aside.iter().map(|(reason, n)| vec![reason.clone(), count(*n)]);
    vec![
        Block::Text(undated),
        Block::Table(Table::new("Articles set aside by reason", &["Reason", "#Articles"]).rows(reasons)),
        Block::Table(languages(&run.coverage)),
    ]
}

fn languages(coverage: &[CoverageRow]) -> Table {
    let mut languages: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for row in coverage.iter().filter(|row| row.n_articles + row.n_set_aside > 0) {
        let sums = languages.entry(row.language.as_deref().unwrap_or("not known")).or_default();
        *sums = (sums.0 + row.n_articles, sums.1 + row.n_set_aside);
    }
    let row = |(language, (counted, aside)): (&str, (u64, u64))| {
        vec![language.to_owned(), count(counted), count(aside)]
    };
    Table::new("Articles by language", &["Language", "#Counted", "#Set aside"])
        .rows(languages.into_iter().map(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn languages_sum_over_weeks_and_outlets() {
        let rows = languages(&sample::run("").coverage).rows;
        assert_eq!(rows, [["en", "11", "0"], ["sv", "0", "2"]].map(|row| row.map(str::to_owned).to_vec()));
    }
}

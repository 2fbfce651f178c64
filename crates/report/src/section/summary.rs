use newsloom_corpus::Accounting;

use super::Section;
use crate::{
    chart::flow::{self, Step},
    document::{Block, Figure, Table},
    number::{count, percent},
    run::Run,
};

/// What was read and where every record went.
pub(super) const SECTION: Section = Section { name: "summary", title: "Summary", render };

fn render(run: &Run) -> Vec<Block> {
    let accounting = &run.manifest.accounting;
    vec![
        Block::text(found(run)),
        Block::Note(
            "Being named together is not interaction: cooperation and conflict look alike here, and so do \
             a meeting and a list. The numbers say who is named with whom, how often and how surely, not why."
                .to_owned(),
        ),
        Block::Figure(figure(accounting)),
        Block::Table(table(accounting)),
    ]
}

fn found(run: &Run) -> String {
    let accounting = &run.manifest.accounting;
    let context = run.setting("score", "context").unwrap_or_else(|| "context".to_owned());
    format!(
        "{} articles in {} clusters of near-duplicates are counted. They name {} actors; {} pairs of them are \
         named together in one {context} at least once, and {} of these pairs are significant, not affiliated and together in \
         more than one cluster.",
        count(accounting.n_counted),
        count(accounting.n_representatives),
        count(run.actors.len() as u64),
        count(run.pairs.n),
        count(run.pairs.ranked.len() as u64),
    )
}

fn figure(accounting: &Accounting) -> Figure {
    let parts = [
        vec![("records read", accounting.n_records)],
        vec![("articles", accounting.n_articles), ("quarantined", accounting.n_quarantined())],
        vec![("counted", accounting.n_counted), ("set aside", accounting.n_set_aside())],
        vec![("representatives", accounting.n_representatives), ("near-duplicates", accounting.n_duplicates)],
    ];
    Figure {
        name: "records",
        caption: "Where every record went. Each bar is what goes on (blue) and what stops there (grey), all to one \
                  scale; near-duplicates stay in the counts of articles and outlets."
            .to_owned(),
        description: "Bars of records read, articles, counted articles and representatives; the numbers are in \
                      the table below"
            .to_owned(),
        svg: flow::draw(&parts.map(|parts| Step { parts })),
    }
}

fn table(accounting: &Accounting) -> Table {
    let rows = [
        ("records read", accounting.n_records),
        ("quarantined: could not become an article", accounting.n_quarantined()),
        ("articles", accounting.n_articles),
        ("set aside: articles that are not counted", accounting.n_set_aside()),
        ("counted articles", accounting.n_counted),
        ("near-duplicates of another counted article", accounting.n_duplicates),
        ("representatives: clusters", accounting.n_representatives),
        ("counted articles without a week", accounting.n_undated),
        ("counted articles that say they were translated", accounting.n_translated),
    ];
    let row = |(what, n): (&str, u64)| vec![what.to_owned(), count(n), percent(n, accounting.n_records)];
    Table::new("Accounting of the records", &["What", "#Number", "#Of all records"]).rows(rows.map(row))
}

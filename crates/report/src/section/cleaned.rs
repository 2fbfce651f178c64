use std::collections::{BTreeMap, BTreeSet};

use newsloom_corpus::table::RemovalRow;

use super::Section;
use crate::{
    document::{Block, Table},
    escape::shortened,
    number::count,
    run::Run,
};

/// What in the articles is not their story.
pub(super) const SECTION: Section = Section { name: "cleaned", title: "What was cleaned away", render };

/// Examples of a rule.
const N_EXAMPLES: usize = 3;
/// Characters of an example.
const EXAMPLE_CHARS: usize = 90;

fn render(run: &Run) -> Vec<Block> {
    if run.removals.is_empty() {
        return vec![Block::text("Nothing was removed.")];
    }
    let text = "Texts are never edited: a removal is a span that no later stage looks at, kept in the table removals \
                with its rule and its place. The examples are the spans removed most often, shortened.";
    vec![Block::text(text), Block::Table(table(&run.removals))]
}

/// What one rule removed.
#[derive(Default)]
struct Removed<'a> {
    n_spans: u64,
    n_chars: u64,
    articles: BTreeSet<&'a str>,
    texts: BTreeMap<&'a str, u64>,
}

fn by_rule(removals: &[RemovalRow]) -> BTreeMap<(&str, &str), Removed<'_>> {
    let mut rules: BTreeMap<(&str, &str), Removed<'_>> = BTreeMap::new();
    for row in removals {
        let removed = rules.entry((&row.kind, &row.rule)).or_default();
        removed.n_spans += 1;
        removed.n_chars += u64::from(row.end_char.saturating_sub(row.start_char));
        removed.articles.insert(&row.article_id);
        *removed.texts.entry(&row.text).or_default() += 1;
    }
    rules
}

fn table(removals: &[RemovalRow]) -> Table {
    let headings = ["Kind", "Rule", "#Removals", "#Articles", "#Characters", "Examples"];
    let rules = by_rule(removals);
    let row = |((kind, rule), removed): (&(&str, &str), &Removed<'_>)| {
        let numbers = [removed.n_spans, removed.articles.len() as u64, removed.n_chars].map(count);
        let words = [(*kind).to_owned(), (*rule).to_owned()];
        words.into_iter().chain(numbers).chain([examples(removed)]).collect()
    };
    Table::new("Removals by kind and rule", &headings).rows(rules.iter().map(row))
}

fn examples(removed: &Removed<'_>) -> String {
    let mut texts: Vec<(&str, u64)> = removed.texts.iter().map(|(text, n)| (*text, *n)).collect();
    texts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let example = |(text, n): &(&str, u64)| format!("“{}” ({})", shortened(text, EXAMPLE_CHARS), count(*n));
    texts.iter().take(N_EXAMPLES).map(example).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn rules_are_counted_with_their_commonest_texts() {
        let run = sample::run("");
        let table = table(&run.removals);
        assert_eq!(
            table.rows,
            [
                ["appeal", "subscribe", "2", "2", "48", "“Subscribe to our letter.” (2)"],
                ["credit", "photo-credit", "1", "1", "14", "“Photo: A. Berg” (1)"],
            ]
            .map(|row| row.map(str::to_owned).to_vec())
        );
    }
}

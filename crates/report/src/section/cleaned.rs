use std::collections::BTreeMap;

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

/// Different texts of a rule that are counted: the commonest are among the first of so many, since the
/// table is in the order of ids, which are hashes.
const N_TEXTS: usize = 100_000;

fn render(run: &Run) -> Vec<Block> {
    if run.cleaned.by_rule.is_empty() {
        return vec![Block::text("Nothing was removed.")];
    }
    let text = "Texts are never edited: a removal is a span that no later stage looks at, kept in the table removals \
                with its rule and its place. The examples are the spans removed most often, shortened.";
    vec![Block::text(text), Block::Table(table(&run.cleaned))]
}

/// What rules removed, by kind and rule.
#[derive(Debug, Default)]
pub(crate) struct Cleaned {
    by_rule: BTreeMap<(String, String), Removed>,
}

/// What one rule removed.
#[derive(Debug, Default)]
struct Removed {
    n_spans: u64,
    n_chars: u64,
    n_articles: u64,
    last_article: String,
    texts: BTreeMap<String, u64>,
}

impl Cleaned {
    /// Takes the next row of the table in, which is in the order of articles.
    pub(crate) fn add(&mut self, row: RemovalRow) {
        let removed = self.by_rule.entry((row.kind, row.rule)).or_default();
        removed.n_spans += 1;
        removed.n_chars += u64::from(row.end_char.saturating_sub(row.start_char));
        if removed.last_article != row.article_id {
            removed.n_articles += 1;
            removed.last_article = row.article_id;
        }
        let n_texts = removed.texts.len();
        match removed.texts.get_mut(&row.text) {
            Some(n) => *n += 1,
            None if n_texts < N_TEXTS => drop(removed.texts.insert(row.text, 1)),
            None => {}
        }
    }
}

fn table(cleaned: &Cleaned) -> Table {
    let headings = ["Kind", "Rule", "#Removals", "#Articles", "#Characters", "Examples"];
    let row = |((kind, rule), removed): (&(String, String), &Removed)| {
        let numbers = [removed.n_spans, removed.n_articles, removed.n_chars].map(count);
        let words = [kind.clone(), rule.clone()];
        words.into_iter().chain(numbers).chain([examples(removed)]).collect()
    };
    Table::new("Removals by kind and rule", &headings).rows(cleaned.by_rule.iter().map(row))
}

fn examples(removed: &Removed) -> String {
    let mut texts: Vec<(&str, u64)> = removed.texts.iter().map(|(text, n)| (text.as_str(), *n)).collect();
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
        let table = table(&run.cleaned);
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

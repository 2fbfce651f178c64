use newsloom_corpus::table::{Cell, CoMentionRow, Extended};
use newsloom_score::Question;

use super::Section;
use crate::{
    document::{Block, Heading, Table},
    escape::shortened,
    number::{count, fixed, probability},
    run::Run,
};

/// The pairs that are named together more than chance explains.
pub(super) const SECTION: Section = Section { name: "pairs", title: "Strongest pairs", render };

/// Pairs shown.
const N_ROWS: usize = 25;

fn render(run: &Run) -> Vec<Block> {
    let ranked = &run.pairs.ranked;
    if ranked.is_empty() {
        return vec![Block::text(scope(run)), Block::text("No pair is significant.")];
    }
    vec![Block::text(scope(run)), Block::Text(reading(run)), Block::Table(table(run, ranked))]
}

fn scope(run: &Run) -> String {
    let n_affiliated = run.pairs.n_affiliated;
    let n_tests = run.pairs.n_tests;
    format!(
        "{} pairs are named together. Affiliated ones (a president and the country, an office and its state; here {}) \
         are marked in the table comentions and left out here and in the network. The p-values are corrected over a \
         family of {} tests.",
        count(run.pairs.n),
        count(n_affiliated),
        count(n_tests)
    )
}

fn asks_closeness(run: &Run) -> bool {
    run.pairs.family.starts_with(Question::Closeness.as_str())
}

fn reading(run: &Run) -> String {
    let context = run.setting("score", "context").unwrap_or_else(|| "context".to_owned());
    format!(
        "Joint, first and second are numbers of {context} contexts that name both, the first and the second actor. \
         Clusters, articles and outlets have at least one joint context. Expected is the number of clusters that \
         would {event} by chance, ratio the observed number over it, low and high its 95 % interval; p and q are of \
         the same test.",
        event = if asks_closeness(run) { "have one" } else { "name both anywhere" }
    )
}

fn table(run: &Run, ranked: &[Extended<CoMentionRow>]) -> Table {
    let n_shown = ranked.len().min(N_ROWS);
    let caption = format!(
        "The {} strongest of {} significant pairs with joint contexts in more than one cluster, by the lower \
         end of the ratio's interval",
        count(n_shown as u64),
        count(ranked.len() as u64)
    );
    let mut table = Table::new(caption, &["Pair"]);
    let counts = ["joint", "first", "second", "clusters", "articles", "outlets"];
    let measures = run.measures.iter().map(|measure| measure.name);
    let tests = ["expected", "ratio", "low", "high", "p", "q"];
    let names = counts.into_iter().chain(measures).chain(tests);
    table.columns.extend(names.map(|name| Heading { text: name.to_owned(), is_number: true }));
    table.rows(ranked[..n_shown].iter().map(|pair| row(run, pair)))
}

fn row(run: &Run, pair: &Extended<CoMentionRow>) -> Vec<String> {
    let Extended { row, extra } = pair;
    let name = |id| shortened(run.name(id), 60);
    let counts = [row.n_ij, row.n_i, row.n_j, row.n_clusters, row.n_articles, u64::from(row.n_outlets)];
    let tests = [
        fixed(row.expected_null, 2),
        fixed(row.ratio, 2),
        fixed(row.ratio_low, 2),
        fixed(row.ratio_high, 2),
        probability(if asks_closeness(run) { row.p_closeness } else { row.p_presence }),
        probability(row.q_value),
    ];
    let pair = format!("{} – {}", name(&row.source), name(&row.target));
    [pair].into_iter().chain(counts.map(count)).chain(extra.iter().map(measure)).chain(tests).collect()
}

fn measure(cell: &Cell<'_>) -> String {
    fixed(if let Cell::Float(value) = cell { Some(*value) } else { None }, 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn affiliated_and_chance_pairs_are_left_out() {
        let run = sample::run("");
        let ranked = &run.pairs.ranked;
        let table = table(&run, ranked);
        let pairs: Vec<&str> = table.rows.iter().map(|row| row[0].as_str()).collect();
        assert_eq!(pairs, ["Norway – Sweden", "Sweden – Anna Berg"], "largest lower end first");
        assert_eq!(table.rows[0][7], "0.500");
        assert_eq!(table.rows[1][7], "–", "a null measure");
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
    }
}

//! What a run came to, for a person.

use std::fmt::Write;

use newsloom_pipeline::{Accounting, Outcome, TopPair};

use crate::terminal::harmless;

/// The closing summary of a run.
pub(crate) fn summary(outcome: &Outcome) -> String {
    let mut text = accounts(&outcome.accounting);
    if outcome.n_without_text > 0 {
        let _ = writeln!(
            text,
            "{:>9} without text: their titles are contexts with `[score] title = true`",
            outcome.n_without_text
        );
    }
    if outcome.top_pairs.is_empty() {
        text.push_str(&no_pairs(outcome.n_pairs, outcome.n_affiliated));
    } else {
        pairs(&mut text, &outcome.top_pairs);
    }
    let tables: Vec<String> = outcome.tables.iter().map(|(name, rows)| format!("{name} {rows}")).collect();
    let _ = write!(text, "\ntables (rows): {}\n", tables.join(", "));
    let directory = outcome.directory.display();
    let _ =
        write!(text, "run {}\n{directory}: tables/, report.html, report.md, manifest.json", outcome.run_id);
    text
}

fn accounts(accounting: &Accounting) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{:>9} records", accounting.n_records);
    for (code, n) in &accounting.quarantined {
        let title = newsloom_diagnostics::code(code).map_or("", |c| c.title);
        let _ = writeln!(text, "{n:>9} quarantined: {code} {title}");
    }
    let _ = writeln!(text, "{:>9} articles", accounting.n_articles);
    for (reason, n) in &accounting.set_aside {
        let _ = writeln!(text, "{n:>9} set aside: {reason}");
    }
    let _ = writeln!(
        text,
        "{:>9} counted, of which {} undated, {} translated",
        accounting.n_counted, accounting.n_undated, accounting.n_translated
    );
    let _ = writeln!(
        text,
        "{:>9} stories; copies of them: {}",
        accounting.n_representatives, accounting.n_duplicates
    );
    text
}

/// Why there is no ranking.
fn no_pairs(n_pairs: u64, n_affiliated: u64) -> String {
    let n_single = n_pairs - n_affiliated;
    let reason = match (n_affiliated, n_single) {
        (0, 0) => return "\nno two actors are named together\n".to_owned(),
        (0, _) => format!("{n_single} in a single story each"),
        (_, 0) => format!("{n_affiliated} of an actor with its own office, party or country"),
        _ => format!(
            "{n_affiliated} of an actor with its own office, party or country, {n_single} in a single story each"
        ),
    };
    let pairs = if n_pairs == 1 { "pair is" } else { "pairs are" };
    format!("\n{n_pairs} {pairs} named together, none to be ranked: {reason}\n")
}

fn pairs(text: &mut String, pairs: &[TopPair]) {
    text.push_str("\nstrongest pairs (joint contexts, stories, ratio to chance, q):\n");
    let number = |x: Option<f64>, digits: usize| x.map_or("-".to_owned(), |x| format!("{x:.digits$}"));
    for pair in pairs {
        let q = pair.q_value.map_or("-".to_owned(), |q| format!("{q:.1e}"));
        let (n_ij, n, ratio) = (pair.n_ij, pair.n_clusters, number(pair.ratio, 1));
        let _ = writeln!(
            text,
            "{n_ij:>7} {n:>6} {ratio:>7} {q:>8}  {} – {}",
            harmless(&pair.source),
            harmless(&pair.target)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_nothing_is_ranked_the_reason_is_told() {
        assert_eq!(no_pairs(0, 0), "\nno two actors are named together\n");
        assert_eq!(
            no_pairs(1, 0),
            "\n1 pair is named together, none to be ranked: 1 in a single story each\n"
        );
        let both = "\n5 pairs are named together, none to be ranked: 2 of an actor with its own office, party or \
                    country, 3 in a single story each\n";
        assert_eq!(no_pairs(5, 2), both);
    }
}

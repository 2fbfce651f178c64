//! Removed and kept lines to be judged by eye, and how much each rule takes.

use std::collections::BTreeMap;

use newsloom_clean::CleanOptions;
use newsloom_corpus::Removal;

use crate::{
    Measure,
    articles::{Corpus, scrambled},
};

/// Removals and kept sentences, drawn at random: of one rule at most three in ten, while there are others.
pub(crate) const MEASURE: Measure =
    Measure { name: "removals", arguments: "ARTICLES.jsonl.zst N [SEED] [RULE]", run: measure };

fn measure(arguments: &[String]) -> Option<()> {
    let corpus = Corpus::read(arguments.first()?, &CleanOptions::default())?;
    let n: usize = arguments.get(1)?.parse().ok()?;
    let seed: u64 = arguments.get(2).map_or(Some(1), |seed| seed.parse().ok())?;
    print_rules(&corpus);
    let corpus = &corpus;
    let wanted = arguments.get(3).map(String::as_str);
    let removed = |at: usize| {
        let text = &corpus.articles[at].text;
        let removals = corpus.cleaned[at].removals.iter();
        let is_wanted = |r: &&Removal| wanted.is_none_or(|rule| rule == r.rule);
        removals.filter(is_wanted).map(move |r| (r.rule, r.n_articles_with_it, r.span.of(text)))
    };
    let kept = |at: usize| {
        let text = &corpus.articles[at].text;
        let sentences = corpus.cleaned[at].paragraphs.iter().flat_map(|p| &p.sentences);
        sentences.map(move |s| ("kept", 0, s.of(text)))
    };
    let all = 0..corpus.articles.len();
    let lines: Vec<_> = all.clone().flat_map(removed).collect();
    print_drawn(&lines, (n, seed));
    let lines: Vec<_> = all.flat_map(kept).collect();
    print_drawn(&lines, (n, seed ^ 0xff));
    Some(())
}

fn print_rules(corpus: &Corpus) {
    let mut found: BTreeMap<&str, (u64, usize)> = BTreeMap::new();
    for removal in corpus.cleaned.iter().flat_map(|clean| &clean.removals) {
        let (n, bytes) = found.entry(removal.rule).or_default();
        *n += 1;
        *bytes += removal.span.end() - removal.span.start();
    }
    let n_bytes: usize = corpus.articles.iter().map(|article| article.text.len()).sum();
    println!("{} articles, {n_bytes} bytes", corpus.articles.len());
    for (rule, (n, bytes)) in found {
        println!("{rule}: {n} removals, {bytes} bytes");
    }
}

/// A rule, the articles that hold the line, and the line.
type Line<'a> = (&'static str, u32, &'a str);

fn print_drawn(lines: &[Line<'_>], (n, seed): (usize, u64)) {
    println!("\n{} lines", lines.len());
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|at| scrambled(seed ^ (*at as u64) << 8));
    let mut n_of: BTreeMap<&str, usize> = BTreeMap::new();
    let is_too_many = |at: &usize| {
        let n_of_rule = n_of.entry(lines[*at].0).or_default();
        *n_of_rule += 1;
        *n_of_rule * 10 > n * 3
    };
    let (rest, first): (Vec<usize>, Vec<usize>) = order.into_iter().partition(is_too_many);
    for (number, at) in (1..).zip(first.into_iter().chain(rest).take(n)) {
        let (rule, n_articles, text) = &lines[at];
        println!("{number} {rule} ({n_articles}): {}", text.replace('\n', " / "));
    }
}

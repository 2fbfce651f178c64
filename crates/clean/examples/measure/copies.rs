//! Near-duplicates: recall on listed pairs, and pairs to be judged by eye.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use newsloom_clean::{CleanOptions, Membership};

use crate::{
    Measure,
    articles::{Corpus, scrambled},
};

/// The share of listed pairs within the window that are in one cluster.
pub(crate) const SILVER: Measure =
    Measure { name: "silver", arguments: "ARTICLES.jsonl.zst PAIRS.csv [missed]", run: silver };

/// Copies with their representatives, spread over clusters and similarities, to be judged by eye.
pub(crate) const PAIRS: Measure =
    Measure { name: "pairs", arguments: "ARTICLES.jsonl.zst N [SEED]", run: pairs };

fn silver(arguments: &[String]) -> Option<()> {
    let options = CleanOptions::default();
    let corpus = Corpus::read(arguments.first()?, &options)?;
    let found = corpus.clusters(&options);
    let ids = corpus.articles.iter().map(|article| article.record_id.as_deref().unwrap_or_default());
    let index: BTreeMap<&str, usize> = ids.zip(0..).collect();
    let (mut n, mut n_within, mut n_found) = (0_u32, 0_u32, 0_u32);
    for line in fs::read_to_string(arguments.get(1)?).ok()?.lines().skip(1) {
        let mut cells = line.split(',');
        let pair = cells.next().zip(cells.next())?;
        let Some((a, b)) = index.get(pair.0).copied().zip(index.get(pair.1).copied()) else { continue };
        n += 1;
        let days = corpus.articles[a].published.date.zip(corpus.articles[b].published.date);
        let days = days.and_then(|(a, b)| a.until(b).ok()).map(|span| span.get_days().unsigned_abs());
        if days.is_some_and(|days| days <= options.near_duplicates.window_days) {
            n_within += 1;
            let is_found = found[a].representative == found[b].representative;
            n_found += u32::from(is_found);
            if !is_found && arguments.len() > 2 {
                println!("{line}\n--- {}\n--- {}\n", corpus.story(a), corpus.story(b));
            }
        }
    }
    let recall = f64::from(n_found) / f64::from(n_within.max(1));
    println!("{n} pairs, {n_within} within the window, {n_found} found: recall {recall:.4}");
    println!("{}", summary(&found));
    Some(())
}

fn summary(found: &[Membership]) -> String {
    let copies = found.iter().filter(|m| m.similarity.is_some()).count();
    let largest = found.iter().map(|m| m.size).max().unwrap_or(0);
    format!("{} articles, {copies} copies, largest cluster {largest}", found.len())
}

/// The similarity of a copy in tenths.
fn tenth(membership: &Membership) -> Option<u32> {
    (0..=10).rev().find(|tenth| membership.similarity.is_some_and(|s| s * 10.0 >= f64::from(*tenth)))
}

fn pairs(arguments: &[String]) -> Option<()> {
    let options = CleanOptions::default();
    let corpus = Corpus::read(arguments.first()?, &options)?;
    let n: usize = arguments.get(1)?.parse().ok()?;
    let seed: u64 = arguments.get(2).map_or(Some(1), |seed| seed.parse().ok())?;
    let found = corpus.clusters(&options);
    println!("{}", summary(&found));
    let mut strata: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, membership) in found.iter().enumerate() {
        if let Some(tenth) = tenth(membership) {
            strata.entry(tenth).or_default().push(at);
        }
    }
    for (tenth, members) in &mut strata {
        println!("similarity {}.{}: {} copies", tenth / 10, tenth % 10, members.len());
        members.sort_by_key(|at| scrambled(seed ^ (*at as u64) << 8));
    }
    for (number, at) in (1..).zip(chosen(&strata, &found, n)) {
        let membership = &found[at];
        let leader = membership.representative;
        println!(
            "\n##### {number} similarity {:.2} cluster of {}",
            membership.similarity.unwrap_or(1.0),
            membership.size
        );
        let (whole, copy) = (words_of(&corpus.story(leader)), words_of(&corpus.story(at)));
        for (name, one, other) in [("gone", &whole, &copy), ("new", &copy, &whole)] {
            println!("{name}: {}", missing(one, other));
        }
        for at in [leader, at] {
            let article = &corpus.articles[at];
            let story: String = corpus.story(at).replace('\n', " ").chars().take(SHOWN).collect();
            let outlet = article.outlet.as_deref().unwrap_or("-");
            let day = article.published.date.map(|day| day.to_string()).unwrap_or_default();
            println!(
                "[{} {outlet} {day} {} chars] {}: {story}",
                article.record_id.as_deref().unwrap_or("-"),
                corpus.cleaned[at].n_chars_kept,
                article.title
            );
        }
    }
    Some(())
}

/// Characters of each text that are shown, and words of each difference.
const SHOWN: usize = 240;
const SHOWN_WORDS: usize = 24;

fn words_of(text: &str) -> BTreeMap<String, i32> {
    let mut counts = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    counts
}

/// The words of one text that another does not have as often.
fn missing(one: &BTreeMap<String, i32>, other: &BTreeMap<String, i32>) -> String {
    let is_missing = |(word, n): &(&String, &i32)| other.get(*word).copied().unwrap_or(0) < **n;
    let words: Vec<&str> = one.iter().filter(is_missing).map(|(word, _)| word.as_str()).collect();
    format!("{} of {}: {}", words.len(), one.len(), words[..words.len().min(SHOWN_WORDS)].join(" "))
}

/// So many copies from the similarities in turn, one of a cluster while there are others.
fn chosen(strata: &BTreeMap<u32, Vec<usize>>, found: &[Membership], n: usize) -> Vec<usize> {
    let mut chosen = Vec::new();
    let mut taken = BTreeSet::new();
    let mut clusters = BTreeSet::new();
    for is_strict in [true, false] {
        let longest = strata.values().map(Vec::len).max().unwrap_or(0);
        let in_turn = (0..longest).flat_map(|k| strata.values().filter_map(move |s| s.get(k).copied()));
        for at in in_turn {
            let is_new = clusters.insert(found[at].representative);
            if chosen.len() < n && (is_new || !is_strict) && taken.insert(at) {
                chosen.push(at);
            }
        }
    }
    chosen
}

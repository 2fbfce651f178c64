//! Extraction: words, the matcher alone beside its rivals, the document pass, and the dictionary.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use daachorse::DoubleArrayAhoCorasick;
use newsloom_benches::{SEED, Sample};
use newsloom_corpus::{ActorId, Field};
use newsloom_extract::{Alias, AliasKind, CaseRule, Dictionary, ExtractOptions, Extractor, Matcher, world};
use newsloom_generate::{Corpus, Options};
use newsloom_text::{HashedWords, TokenMap, is_word_char};

fn extract(criterion: &mut Criterion) {
    let sample = Sample::new(1_000);
    let cleaned = sample.cleaned();
    let extractor = Extractor::new(&sample.dictionary, ExtractOptions::default());

    let mut group = criterion.benchmark_group("extract");
    group.sample_size(20).throughput(Throughput::Bytes(sample.n_bytes));
    group.bench_function("articles", |b| {
        b.iter(|| {
            let found =
                sample.articles.iter().zip(&sample.words).zip(&cleaned).map(|((article, words), clean)| {
                    let mentions = extractor.extract(article, words, clean);
                    mentions.iter().filter(|m| m.field == Field::Text && m.nested_in.is_none()).count()
                });
            assert_eq!(found.sum::<usize>(), sample.n_mentions);
        });
    });
    group.finish();
}

fn words(criterion: &mut Criterion) {
    let sample = Sample::new(1_000);
    let n_words: usize = sample.words.iter().map(|words| words.spans().len()).sum();
    let mut group = criterion.benchmark_group("words");
    group.sample_size(20).throughput(Throughput::Bytes(sample.n_bytes));
    group.bench_function("map", |b| {
        let mut map = TokenMap::default();
        b.iter(|| {
            let starts = sample.articles.iter().map(|article| {
                map.read(&article.text);
                map.blocks().iter().map(|block| block.start.count_ones() as usize).sum::<usize>()
            });
            assert_eq!(starts.sum::<usize>(), n_words);
        });
    });
    group.bench_function("hashed", |b| {
        b.iter(|| {
            let words = sample.articles.iter().map(|article| HashedWords::of(&article.text).hashes().len());
            assert_eq!(words.sum::<usize>(), n_words);
        });
    });
    group.finish();
}

fn dictionary(criterion: &mut Criterion) {
    let sample = Sample::new(1);
    let mut group = criterion.benchmark_group("dictionary");
    group.sample_size(10).throughput(Throughput::Elements(sample.dictionary.aliases.len() as u64));
    group.bench_function("compile", |b| {
        b.iter(|| Extractor::new(&sample.dictionary, ExtractOptions::default()));
    });
    let files = [world()];
    group.throughput(Throughput::Elements(Dictionary::parse(&files).0.aliases.len() as u64));
    group.bench_function("world", |b| {
        b.iter(|| Extractor::new(&Dictionary::parse(&files).0, ExtractOptions::default()));
    });
    group.finish();
}

/// The matcher alone and its rivals: raw text in, whole words out, leftmost and longest first.
fn matcher(criterion: &mut Criterion) {
    for n_names in [1_000, 20_000, 200_000] {
        let contest = Contest::new(n_names);
        let mut group = criterion.benchmark_group(format!("matcher/{n_names}"));
        let n_bytes = contest.texts.iter().map(|text| text.len() as u64).sum();
        group.sample_size(10).throughput(Throughput::Bytes(n_bytes));
        contest.newsloom(&mut group);
        contest.daachorse(&mut group);
        contest.aho_corasick(&mut group);
        group.finish();
    }
}

/// Texts, the names in them, and how often they stand there.
struct Contest {
    texts: Vec<String>,
    names: Vec<String>,
    n_found: usize,
}

impl Contest {
    fn new(n_names: usize) -> Self {
        let corpus =
            Corpus::new(Options { articles: 2_000, seed: SEED, actors: n_names, ..Options::default() });
        let names = corpus.actors().iter().map(|actor| actor.name.clone()).collect();
        let texts = corpus.articles().map(|article| article.text).collect();
        let mut contest = Self { texts, names, n_found: 0 };
        let matcher = contest.matcher();
        let mut finder = matcher.finder();
        contest.n_found = contest.texts.iter().map(|text| finder.find(text).len()).sum();
        contest
    }

    fn matcher(&self) -> Matcher {
        let aliases: Vec<Alias> = self.names.iter().map(|name| alias(name)).collect();
        Matcher::new(&aliases)
    }

    fn newsloom(&self, group: &mut BenchmarkGroup<'_, WallTime>) {
        let matcher = self.matcher();
        let mut finder = matcher.finder();
        group.bench_function("newsloom", |b| b.iter(|| self.check(|text| finder.find(text).len())));
    }

    fn daachorse(&self, group: &mut BenchmarkGroup<'_, WallTime>) {
        let automaton: DoubleArrayAhoCorasick<u32> =
            DoubleArrayAhoCorasick::new(&self.names).expect("names differ");
        let count = |text: &str| {
            longest(text, automaton.find_overlapping_iter(text).map(|found| (found.start(), found.end())))
        };
        group.bench_function("daachorse", |b| b.iter(|| self.check(count)));
    }

    fn aho_corasick(&self, group: &mut BenchmarkGroup<'_, WallTime>) {
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        let automaton = AhoCorasick::builder().kind(kind).build(&self.names).expect("names are short");
        let count = |text: &str| {
            longest(text, automaton.find_overlapping_iter(text).map(|found| (found.start(), found.end())))
        };
        group.bench_function("aho-corasick", |b| b.iter(|| self.check(count)));
    }

    /// Every matcher finds the same number of names.
    fn check(&self, count: impl FnMut(&str) -> usize) {
        assert_eq!(self.texts.iter().map(String::as_str).map(count).sum::<usize>(), self.n_found);
    }
}

fn alias(name: &str) -> Alias {
    let (actor, kind, case) = (ActorId(0), AliasKind::Name, CaseRule::Exact);
    Alias { actor, text: name.into(), kind, case, start: None, end: None, needs_context: false, weight: 1 }
}

/// The number of finds that begin and end at words, leftmost and longest first.
fn longest(text: &str, found: impl Iterator<Item = (usize, usize)>) -> usize {
    let is_apart = |c: Option<char>| !c.is_some_and(is_word_char);
    let is_whole = |(start, end): &(usize, usize)| {
        is_apart(text[..*start].chars().next_back()) && is_apart(text[*end..].chars().next())
    };
    let mut whole: Vec<(usize, usize)> = found.filter(is_whole).collect();
    whole.sort_unstable_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)));
    let mut done = 0;
    whole.retain(|(start, end)| {
        *start >= done && {
            done = *end;
            true
        }
    });
    whole.len()
}

criterion_group!(benches, words, matcher, extract, dictionary);
criterion_main!(benches);

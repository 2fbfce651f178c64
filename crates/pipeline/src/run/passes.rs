//! The two passes over the articles.

use std::collections::{BTreeMap, BTreeSet};

use newsloom_clean::{BlockCounts, Cleaner, DateFromText, RepeatedBlocks, Signature, date_from_text};
use newsloom_corpus::{
    Article, ArticleId, CleanArticle, DatePrecision, DateSource, Mention, Published, Quarantined,
};
use newsloom_diagnostics::Diagnostic;
use newsloom_extract::Extractor;
use newsloom_formats::{RawRecord, RecordParser};
use newsloom_text::HashedWords;
use rayon::prelude::*;

use super::{
    Observer, batches,
    mended::View,
    outcome::refuse_hopeless,
    story::{Corpus, Story},
};
use crate::{Plan, plan::TextDates};

type Parsed = Result<Article, Quarantined>;

pub(super) fn parse(parser: &RecordParser, record: Result<RawRecord, Quarantined>) -> Parsed {
    record.and_then(|raw| parser.parse(raw))
}

/// What pass 1 learns.
pub(super) struct Read {
    /// What each outlet repeats.
    pub(super) repeated: RepeatedBlocks,
    n_records: u64,
}

/// Pass 1: what each outlet repeats.
pub(super) fn repeated_blocks(plan: &Plan, observer: &dyn Observer) -> Result<Read, Diagnostic> {
    observer.stage("reading", 0);
    let parser = RecordParser::new(&plan.read);
    let mut counts = BlockCounts::default();
    let mut n_records = 0;
    batches::for_each(plan, |batch| {
        let n = batch.len() as u64;
        let found: Vec<_> = batch
            .into_par_iter()
            .filter_map(|record| record.and_then(|raw| parser.parse_unidentified(raw)).ok())
            .map(|article| newsloom_clean::blocks(&View::of(&article).article))
            .collect();
        for blocks in &found {
            counts.add(blocks);
        }
        n_records += n;
        observer.advance(n);
        Ok(())
    })?;
    Ok(Read { repeated: counts.finish(&plan.clean.repeat), n_records })
}

/// Pass 2: clean, extract, keep what the tables need.
pub(super) fn articles(plan: &Plan, read: &Read, observer: &dyn Observer) -> Result<Corpus, Diagnostic> {
    articles_seen((plan, read), observer, (&|_, _, _| (), &mut |_, ()| ()))
}

/// What looks at an article with its clean text and mentions, on any thread.
pub(super) type See<'a, T> = &'a (dyn Fn(&Article, &CleanArticle, &[Mention]) -> T + Sync);
/// What takes in, in the order of reading, what was seen of an article.
pub(super) type Take<'a, T> = &'a mut dyn FnMut(ArticleId, T);

/// Pass 2 with somebody who looks at every article that is not set aside.
pub(super) fn articles_seen<T: Send>(
    (plan, read): (&Plan, &Read),
    observer: &dyn Observer,
    (see, take): (See<'_, T>, Take<'_, T>),
) -> Result<Corpus, Diagnostic> {
    observer.stage("articles", 0);
    let parser = RecordParser::new(&plan.read);
    let worker = Worker {
        cleaner: Cleaner::new(&plan.clean),
        extractor: Extractor::new(&plan.dictionary, plan.extract),
        repeated: &read.repeated,
        plan,
    };
    let mut corpus = Corpus::default();
    let mut seen = BTreeSet::new();
    let mut files: BTreeMap<String, u64> = BTreeMap::new();
    batches::for_each(plan, |batch| {
        let n = batch.len() as u64;
        let parsed: Vec<Parsed> = batch.into_par_iter().map(|record| parse(&parser, record)).collect();
        let mut fresh = Vec::with_capacity(parsed.len());
        for record in parsed {
            let origin = record.as_ref().map_or_else(|q| &q.origin, |a| &a.origin);
            *files.entry(origin.path.to_string()).or_default() += 1;
            match record.and_then(|article| unseen(article, &mut seen)) {
                Ok(article) => fresh.push(article),
                Err(quarantined) => {
                    corpus.quarantined.push(quarantined);
                    refuse_hopeless(&corpus.quarantined, read.n_records, plan.max_quarantined)?;
                }
            }
        }
        let stories: Vec<_> = fresh.into_par_iter().map(|article| worker.story(article, see)).collect();
        for (story, seen) in stories {
            if let Some(seen) = seen {
                take(story.id, seen);
            }
            corpus.stories.push(story);
        }
        observer.advance(n);
        Ok(())
    })?;
    corpus.n_records_by_file = files;
    corpus.stories.sort_by_key(|story| story.id);
    Ok(corpus)
}

/// The article, unless one with the same content was read before.
fn unseen(article: Article, seen: &mut BTreeSet<ArticleId>) -> Parsed {
    if seen.insert(article.id) {
        return Ok(article);
    }
    Err(Quarantined {
        stage: "read",
        code: "A106",
        message: format!("the record repeats an earlier one with the article id {}", article.id),
        excerpt: Quarantined::excerpt_of(format!("{} {}", article.title, article.text).as_bytes()),
        origin: article.origin,
    })
}

/// What turns articles into stories, shared by all threads.
struct Worker<'a> {
    cleaner: Cleaner,
    extractor: Extractor,
    repeated: &'a RepeatedBlocks,
    plan: &'a Plan,
}

impl Worker<'_> {
    fn story<T>(&self, article: Article, see: See<'_, T>) -> (Story, Option<T>) {
        let from_text = self.date_from_text(&article);
        let article = match &from_text {
            Some(found) if self.plan.text_dates == TextDates::Use => dated(article, found),
            _ => article,
        };
        let view = View::of(&article);
        let words = HashedWords::of(&view.article.text);
        let mut clean = self.cleaner.clean(&view.article, &words, self.repeated);
        let is_foreign = is_foreign(&self.plan.languages, &clean.language.code, clean.language.confidence);
        let signature = Signature::of(&view.article, &words, &clean);
        let mut mentions =
            if is_foreign { Vec::new() } else { self.extractor.extract(&view.article, &words, &clean) };
        view.restore(&article, &mut clean, &mut mentions);
        drop(view);
        let seen = (!is_foreign).then(|| see(&article, &clean, &mentions));
        (Story::new(article, clean, (signature, mentions, is_foreign), from_text), seen)
    }

    /// The day that the text leaves, if nothing else dates the article or if it is far from what does.
    fn date_from_text(&self, article: &Article) -> Option<DateFromText> {
        if self.plan.text_dates == TextDates::Off {
            return None;
        }
        let found = date_from_text(&article.text, self.plan.as_of)?;
        let published = &article.published;
        let apart = published.date.and_then(|date| date.until(found.date).ok());
        let is_wanted = match apart {
            Some(apart) => apart.get_days().abs() > 1,
            None => published.precision == DatePrecision::None,
        };
        is_wanted.then_some(found)
    }
}

/// The article, dated by its text unless something else dates it.
fn dated(article: Article, found: &DateFromText) -> Article {
    if article.published.date.is_some() {
        return article;
    }
    let published = Published {
        date: Some(found.date),
        precision: DatePrecision::Day,
        source: DateSource::Text,
        as_written: Some(found.evidence.clone()),
        ..Published::default()
    };
    Article { published, ..article }
}

/// Confidence below which a language is not held against an article.
const SURE: f64 = 0.5;

/// Whether an article is clearly in a language that does not count.
fn is_foreign(wanted: &[String], code: &str, confidence: f64) -> bool {
    !wanted.is_empty() && code != "und" && confidence >= SURE && wanted.iter().all(|w| w != code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_sure_language_sets_an_article_aside() {
        let wanted = ["en".to_owned()];
        assert!(is_foreign(&wanted, "ar", 1.0));
        assert!(!is_foreign(&wanted, "nl", 0.2), "too short a text to tell");
        assert!(!is_foreign(&wanted, "und", 0.0));
        assert!(!is_foreign(&wanted, "en", 1.0));
        assert!(!is_foreign(&[], "ar", 1.0), "all languages count");
    }
}

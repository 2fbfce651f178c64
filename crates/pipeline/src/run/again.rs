//! Reading the articles of a finished run again, for their texts.

use std::collections::BTreeSet;

use newsloom_clean::Cleaner;
use newsloom_corpus::{Article, ArticleId, CleanArticle};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::RecordParser;
use newsloom_text::HashedWords;
use rayon::prelude::*;

use super::{
    chunks::{Chunks, Found},
    job::Job,
};
use crate::Plan;

/// What to do with an article that is read again: look at it on any thread, then take what was seen.
pub(crate) struct Again<'a, T> {
    /// Whether it is wanted at all; what is not is not cleaned.
    pub(crate) is_wanted: &'a (dyn Fn(ArticleId) -> bool + Sync),
    pub(crate) see: &'a (dyn Fn(&Article, &CleanArticle) -> T + Sync),
}

/// Cleans the wanted articles as the run did and hands what was seen of each to `take`, in the order
/// of reading; a record that repeats another is passed over.
///
/// # Errors
/// A113, P213, if a file cannot be opened.
pub(crate) fn again<T: Send>(
    plan: &Plan,
    reader: &Again<'_, T>,
    mut take: impl FnMut(T),
) -> Result<(), Diagnostic> {
    let job = Job::quiet(plan);
    let repeated = job.blocks()?.repeated;
    let (parser, cleaner) = (RecordParser::new(&plan.read), Cleaner::new(&plan.clean));
    let (mut chunks, mut seen) = (Chunks::new(plan), BTreeSet::new());
    while let Some(chunk) = chunks.next()?.and_then(Found::into_read) {
        let parsed = chunk.records.into_par_iter().filter_map(|record| parser.parse(record).ok());
        let wanted: Vec<Article> = parsed.filter(|article| (reader.is_wanted)(article.id)).collect();
        let fresh: Vec<Article> = wanted.into_iter().filter(|article| seen.insert(article.id)).collect();
        let clean = |article: Article| {
            let words = HashedWords::of(&article.text);
            (reader.see)(&article, &cleaner.clean(&article, &words, &repeated))
        };
        let found: Vec<T> = fresh.into_par_iter().map(clean).collect();
        found.into_iter().for_each(&mut take);
    }
    Ok(())
}

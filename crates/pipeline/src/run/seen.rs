//! A run without tables, for somebody who looks at every article.

use newsloom_corpus::{ArticleId, Week};
use newsloom_diagnostics::Diagnostic;

use super::job::Job;
use crate::{Plan, map::See};

/// Where a counted article belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Belongs {
    /// Its cluster, by the id of the representative.
    pub(crate) cluster: ArticleId,
    pub(crate) week: Option<Week>,
    pub(crate) outlet: Option<String>,
}

/// Reads, cleans, extracts and clusters as a run does; every counted article is shown with its clean
/// text and mentions. Gives where each belongs, sorted by article.
///
/// # Errors
/// A113, P213, if a file cannot be opened.
pub(crate) fn seen<T: Send>(
    plan: &Plan,
    see: See<'_, T>,
    take: &mut dyn FnMut(ArticleId, T),
) -> Result<Vec<(ArticleId, Belongs)>, Diagnostic> {
    let job = Job::quiet(plan);
    let corpus = job.stories_seen(&job.blocks()?, see, take)?;
    let (mut walk, mut belongs) = (corpus.walk(), Vec::new());
    loop {
        let stories = walk.next_batch()?;
        if stories.is_empty() {
            belongs.sort_unstable_by_key(|(id, _)| *id);
            return Ok(belongs);
        }
        belongs.extend(stories.into_iter().filter_map(|story| {
            let (cluster, week) = (story.cluster?.representative, story.published.week());
            Some((story.id, Belongs { cluster, week, outlet: story.outlet }))
        }));
    }
}

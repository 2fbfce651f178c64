//! What the numbers in events stand for.

use newsloom_aggregate::Numbers;
use newsloom_diagnostics::Diagnostic;
use serde::{Deserialize, Serialize};

use super::corpus::Corpus;
use crate::{Plan, map::story::Story};

/// The outlets, languages and groups of some stories, each list sorted: a number is a place in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Labels {
    pub(super) outlets: Vec<Option<String>>,
    pub(super) languages: Vec<String>,
    /// The combinations of values of the columns that rows are grouped by.
    pub(super) groups: Vec<Vec<String>>,
}

impl Labels {
    pub(super) fn of(stories: &[Story], plan: &Plan) -> Self {
        let group = |story: &Story| plan.groups.of(story.outlet.as_deref(), &story.kept);
        Self {
            outlets: sorted(stories.iter().map(|story| story.outlet.clone()).collect()),
            languages: sorted(stories.iter().map(|story| story.language.code.to_string()).collect()),
            groups: sorted(stories.iter().map(group).collect()),
        }
    }

    /// Those of all stories.
    ///
    /// # Errors
    /// R124, R125, as [`super::corpus::Walk::next_batch`].
    pub(super) fn of_corpus(corpus: &Corpus, plan: &Plan) -> Result<Self, Diagnostic> {
        let (outlets, languages) = (corpus.outlets.clone(), corpus.languages.clone());
        Ok(Self { outlets, languages, groups: groups(corpus, plan)? })
    }

    /// The numbers of the outlet, language and group of a story.
    pub(super) fn of_story(&self, story: &Story, plan: &Plan) -> [u32; 3] {
        let language = self.languages.partition_point(|code| **code < *story.language.code);
        [
            number(&self.outlets, &story.outlet),
            u32::try_from(language).expect("fewer than 2^32 labels"),
            number(&self.groups, &plan.groups.of(story.outlet.as_deref(), &story.kept)),
        ]
    }

    /// Which numbers of others, that hold all of these, stand for the same.
    pub(super) fn numbers_among(&self, all: &Self) -> Numbers {
        Numbers {
            outlets: self.outlets.iter().map(|outlet| number(&all.outlets, outlet)).collect(),
            languages: self.languages.iter().map(|code| number(&all.languages, code)).collect(),
            groups: self.groups.iter().map(|group| number(&all.groups, group)).collect(),
        }
    }
}

/// The number of what is among labels.
fn number<T: Ord>(labels: &[T], label: &T) -> u32 {
    let found = labels.binary_search(label).expect("it is among them");
    u32::try_from(found).expect("fewer than 2^32 labels")
}

fn sorted<T: Ord>(mut labels: Vec<T>) -> Vec<T> {
    labels.sort_unstable();
    labels.dedup();
    labels
}

/// Every combination of values of the columns that rows are grouped by, sorted.
fn groups(corpus: &Corpus, plan: &Plan) -> Result<Vec<Vec<String>>, Diagnostic> {
    if plan.groups.columns.is_empty() {
        return Ok(vec![plan.groups.of(None, &[])]);
    }
    let (mut walk, mut groups) = (corpus.walk(), Vec::new());
    loop {
        let stories = walk.next_batch()?;
        if stories.is_empty() {
            return Ok(groups);
        }
        groups.extend(Labels::of(&stories, plan).groups);
        groups = sorted(groups);
    }
}

//! What the numbers in events stand for.

use std::collections::BTreeMap;

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

/// Numbers the labels of stories as they come.
#[derive(Debug, Default)]
pub(super) struct Labelling {
    outlets: BTreeMap<Option<String>, u32>,
    languages: BTreeMap<String, u32>,
    groups: BTreeMap<Vec<String>, u32>,
}

impl Labelling {
    /// The numbers of the outlet, language and group of a story.
    pub(super) fn numbers(&mut self, story: &Story, plan: &Plan) -> [u32; 3] {
        [
            number_in(&mut self.outlets, &story.outlet),
            number_in(&mut self.languages, &story.language.code.to_string()),
            number_in(&mut self.groups, &plan.groups.of(story.outlet.as_deref(), &story.kept)),
        ]
    }

    /// The labels, sorted, and their numbers there by those that they had.
    pub(super) fn finish(self) -> (Labels, Numbers) {
        let (outlets, of_outlets) = sorted_labels(self.outlets);
        let (languages, of_languages) = sorted_labels(self.languages);
        let (groups, of_groups) = sorted_labels(self.groups);
        let numbers = Numbers { outlets: of_outlets, languages: of_languages, groups: of_groups };
        (Labels { outlets, languages, groups }, numbers)
    }
}

fn number_in<T: Ord + Clone>(numbers: &mut BTreeMap<T, u32>, label: &T) -> u32 {
    if let Some(number) = numbers.get(label) {
        return *number;
    }
    let next = u32::try_from(numbers.len()).expect("fewer than 2^32 labels");
    numbers.insert(label.clone(), next);
    next
}

fn sorted_labels<T>(numbers: BTreeMap<T, u32>) -> (Vec<T>, Vec<u32>) {
    let mut of_old = vec![0; numbers.len()];
    for (new, old) in (0..).zip(numbers.values()) {
        of_old[*old as usize] = new;
    }
    (numbers.into_keys().collect(), of_old)
}

/// The number of what is among labels.
fn number<T: Ord>(labels: &[T], label: &T) -> u32 {
    let found = labels.binary_search(label).expect("it is among them");
    u32::try_from(found).expect("fewer than 2^32 labels")
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
        groups.extend(stories.iter().map(|story| plan.groups.of(story.outlet.as_deref(), &story.kept)));
        groups.sort_unstable();
        groups.dedup();
    }
}

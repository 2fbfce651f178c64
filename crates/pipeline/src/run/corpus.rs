//! Everything that was read.

use std::collections::BTreeMap;

use newsloom_clean::RepeatedBlocks;
use newsloom_corpus::{Accounting, ArticleId, Quarantined};

use super::blocks::Read;
use crate::map::{coded::Mapped, story::Story};

/// The articles taken in so far, each with its place among the stories, which are not sorted yet.
pub(super) type Seen = BTreeMap<ArticleId, usize>;

/// Everything that was read.
#[derive(Debug, Default)]
pub(super) struct Corpus {
    /// Sorted by id.
    pub(super) stories: Vec<Story>,
    /// In no order.
    pub(super) quarantined: Vec<Quarantined>,
    pub(super) n_records_by_file: BTreeMap<String, u64>,
    /// What each outlet repeats.
    pub(super) repeated: RepeatedBlocks,
}

impl Corpus {
    /// What pass 1 knows, and no story yet.
    pub(super) fn of(read: &Read) -> Self {
        Self {
            stories: Vec::new(),
            quarantined: read.flawed.clone(),
            n_records_by_file: read.n_records_by_file.clone(),
            repeated: read.repeated.clone(),
        }
    }

    /// Takes in what became of a record. Of records of one content the first stays, by path and number,
    /// in whatever order they are read; the others are quarantined.
    pub(super) fn take(&mut self, mapped: Mapped, seen: &mut Seen) {
        let mut story = match mapped {
            Mapped::Flawed(flaw) => return self.quarantined.push(flaw),
            Mapped::Story(story) => *story,
        };
        let Some(first) = seen.get(&story.id).map(|place| &mut self.stories[*place]) else {
            seen.insert(story.id, self.stories.len());
            return self.stories.push(story);
        };
        if story.origin < first.origin {
            std::mem::swap(&mut story, first);
        }
        self.quarantined.push(story.repeating());
    }

    /// Brings the stories in the order of their ids, when all are there.
    pub(super) fn sort(&mut self) {
        self.stories.sort_unstable_by_key(|story| story.id);
    }

    /// Where every record went.
    pub(super) fn accounting(&self) -> Accounting {
        let mut accounting = Accounting {
            n_records: self.n_records_by_file.values().sum(),
            n_articles: self.stories.len() as u64,
            ..Accounting::default()
        };
        for quarantined in &self.quarantined {
            *accounting.quarantined.entry(quarantined.code.to_owned()).or_default() += 1;
        }
        for story in &self.stories {
            if story.is_set_aside {
                *accounting.set_aside.entry("language".to_owned()).or_default() += 1;
                continue;
            }
            accounting.n_counted += 1;
            accounting.n_undated += u64::from(story.published.date.is_none());
            accounting.n_translated += u64::from(story.translated_from.is_some());
            let place = if story.is_representative() {
                &mut accounting.n_representatives
            } else {
                &mut accounting.n_duplicates
            };
            *place += 1;
        }
        accounting
    }
}

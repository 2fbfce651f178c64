//! How many articles and mentions there are of each sort.

use newsloom_corpus::Accounting;
use serde::{Deserialize, Serialize};

use super::corpus::Corpus;
use crate::map::story::Story;

/// Counts of stories and their mentions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Census {
    n_articles: u64,
    n_set_aside: u64,
    n_counted: u64,
    n_undated: u64,
    n_translated: u64,
    n_representatives: u64,
    n_duplicates: u64,
    pub(super) n_without_text: u64,
    pub(super) n_dated_by_text_alone: u64,
    pub(super) n_with_other_date: u64,
    pub(super) n_mentions: u64,
    pub(super) n_counted_mentions: u64,
}

impl Census {
    pub(super) fn add(&mut self, story: &Story) {
        let is_counted = !story.is_set_aside;
        self.n_articles += 1;
        self.n_set_aside += u64::from(story.is_set_aside);
        self.n_counted += u64::from(is_counted);
        self.n_undated += u64::from(is_counted && story.published.date.is_none());
        self.n_translated += u64::from(is_counted && story.translated_from.is_some());
        self.n_representatives += u64::from(is_counted && story.is_representative());
        self.n_duplicates += u64::from(is_counted && !story.is_representative());
        self.n_without_text += u64::from(story.n_chars == 0);
        let has_other_date = story.has_other_date();
        self.n_dated_by_text_alone += u64::from(story.from_text.is_some() && !has_other_date);
        self.n_with_other_date += u64::from(has_other_date);
        self.n_mentions += story.mentions.len() as u64;
        self.n_counted_mentions +=
            story.mentions.iter().filter(|mention| mention.is_counted()).count() as u64;
    }

    /// Takes everything that another census has counted.
    pub(super) fn merge(&mut self, other: Self) {
        self.n_articles += other.n_articles;
        self.n_set_aside += other.n_set_aside;
        self.n_counted += other.n_counted;
        self.n_undated += other.n_undated;
        self.n_translated += other.n_translated;
        self.n_representatives += other.n_representatives;
        self.n_duplicates += other.n_duplicates;
        self.n_without_text += other.n_without_text;
        self.n_dated_by_text_alone += other.n_dated_by_text_alone;
        self.n_with_other_date += other.n_with_other_date;
        self.n_mentions += other.n_mentions;
        self.n_counted_mentions += other.n_counted_mentions;
    }

    /// Where every record went.
    pub(super) fn accounting(&self, corpus: &Corpus) -> Accounting {
        let mut accounting = Accounting {
            n_records: corpus.n_records(),
            n_articles: self.n_articles,
            quarantined: corpus.n_quarantined(),
            n_counted: self.n_counted,
            n_undated: self.n_undated,
            n_translated: self.n_translated,
            n_representatives: self.n_representatives,
            n_duplicates: self.n_duplicates,
            ..Accounting::default()
        };
        if self.n_set_aside > 0 {
            accounting.set_aside.insert("language".to_owned(), self.n_set_aside);
        }
        accounting
    }
}

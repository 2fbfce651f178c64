//! The way back from a pair to two mentions.

use newsloom_corpus::{ActorId, ArticleId, Field, Pair, table::CoMentionEvidenceRow};
use serde::{Deserialize, Serialize};

use super::counting::Reading;
use crate::{Plan, map::story::Story};

/// A joint context of a representative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Joint {
    pair: [u32; 2],
    story: [u8; 16],
    paragraph: u32,
    sentence: u32,
    mentions: [MentionPlace; 2],
}

/// A mention of an article: its number, and what its id is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct MentionPlace {
    index: u32,
    is_title: bool,
    is_nested: bool,
    start: u32,
    end: u32,
}

impl MentionPlace {
    fn of(story: &Story, index: u32) -> Self {
        let mention = &story.mentions[index as usize];
        let byte = |at: usize| u32::try_from(at).expect("records are limited below 4 GiB");
        Self {
            index,
            is_title: mention.field == Field::Title,
            is_nested: mention.nested_in.is_some(),
            start: byte(mention.span.start()),
            end: byte(mention.span.end()),
        }
    }

    fn id(&self, article_id: &str) -> String {
        let field = if self.is_title { Field::Title } else { Field::Text };
        let id = format!("{article_id}:{}:{}-{}", field.as_str(), self.start, self.end);
        if self.is_nested { format!("{id}:{}", self.index) } else { id }
    }
}

/// `article_id:field:start-end`, with the number of the mention behind it if it is nested.
pub(super) fn mention_id(story: &Story, index: u32) -> String {
    MentionPlace::of(story, index).id(&story.id.to_string())
}

/// The joint contexts of an article that counts.
pub(super) fn joints<'a>(
    story: &'a Story,
    reading: &'a Reading,
    plan: &Plan,
) -> impl Iterator<Item = Joint> + 'a {
    let counts = !story.is_set_aside && (plan.counts_articles || story.is_representative());
    let contexts = reading.contexts.iter().filter(move |_| counts);
    contexts.flat_map(|context| {
        let actors = context.actors.iter().enumerate();
        actors.flat_map(|(n, first)| {
            context.actors[n + 1..].iter().filter_map(|second| joint(story, *first, *second))
        })
    })
}

fn joint(story: &Story, (a, first): (ActorId, u32), (b, second): (ActorId, u32)) -> Option<Joint> {
    let at = &story.mentions[first as usize];
    let pair = Pair::new(a, b)?;
    Some(Joint {
        pair: [pair.first().0, pair.second().0],
        story: story.id.0,
        paragraph: at.paragraph,
        sentence: at.sentence,
        mentions: [first, second].map(|index| MentionPlace::of(story, index)),
    })
}

impl Joint {
    /// Its row.
    pub(super) fn row(&self, plan: &Plan) -> CoMentionEvidenceRow {
        let article_id = ArticleId(self.story).to_string();
        let id = |actor: u32| plan.dictionary.actors.get(ActorId(actor)).id.to_string();
        let [mention_id_source, mention_id_target] = self.mentions.map(|mention| mention.id(&article_id));
        CoMentionEvidenceRow {
            source: id(self.pair[0]),
            target: id(self.pair[1]),
            paragraph: self.paragraph,
            sentence: self.sentence,
            article_id,
            mention_id_source,
            mention_id_target,
        }
    }
}

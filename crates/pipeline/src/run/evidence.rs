//! The way back from a pair to two mentions.

use newsloom_corpus::{ActorId, Mention, Pair, table::CoMentionEvidenceRow};
use rayon::prelude::*;

use super::{corpus::Corpus, counting::Reading};
use crate::{Plan, map::story::Story};

/// A joint context of a representative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Joint {
    pair: Pair,
    story: usize,
    paragraph: u32,
    sentence: u32,
    mentions: (u32, u32),
}

/// The rows of the table, sorted.
pub(super) fn rows<'a>(
    corpus: &'a Corpus,
    plan: &'a Plan,
) -> impl Iterator<Item = CoMentionEvidenceRow> + 'a {
    let mut joints: Vec<Joint> = (0..corpus.stories.len())
        .into_par_iter()
        .filter(|i| counts(&corpus.stories[*i], plan))
        .flat_map_iter(|i| joints(&corpus.stories[i], i, plan))
        .collect();
    joints.sort_unstable();
    joints.into_iter().map(|joint| row(corpus, plan, joint))
}

fn counts(story: &Story, plan: &Plan) -> bool {
    !story.is_set_aside && (plan.counts_articles || story.is_representative())
}

fn joints(story: &Story, i: usize, plan: &Plan) -> Vec<Joint> {
    let reading = Reading::of(story, plan);
    let mut found = Vec::new();
    for context in &reading.contexts {
        for (n, (a, first)) in context.actors.iter().enumerate() {
            for (b, second) in &context.actors[n + 1..] {
                found.extend(joint(&story.mentions, i, (*a, *first), (*b, *second)));
            }
        }
    }
    found
}

fn joint(
    mentions: &[Mention],
    story: usize,
    (a, first): (ActorId, u32),
    (b, second): (ActorId, u32),
) -> Option<Joint> {
    let at = &mentions[first as usize];
    let pair = Pair::new(a, b)?;
    Some(Joint { pair, story, paragraph: at.paragraph, sentence: at.sentence, mentions: (first, second) })
}

fn row(corpus: &Corpus, plan: &Plan, joint: Joint) -> CoMentionEvidenceRow {
    let story = &corpus.stories[joint.story];
    let id = |actor: ActorId| plan.dictionary.actors.get(actor).id.to_string();
    CoMentionEvidenceRow {
        source: id(joint.pair.first()),
        target: id(joint.pair.second()),
        article_id: story.id.to_string(),
        paragraph: joint.paragraph,
        sentence: joint.sentence,
        mention_id_source: mention_id(story, joint.mentions.0),
        mention_id_target: mention_id(story, joint.mentions.1),
    }
}

/// `article_id:field:start-end`, with the number of the mention behind it if it is nested.
pub(super) fn mention_id(story: &Story, index: u32) -> String {
    let mention = &story.mentions[index as usize];
    let (start, end) = (mention.span.start(), mention.span.end());
    let id = format!("{}:{}:{start}-{end}", story.id, mention.field.as_str());
    if mention.nested_in.is_some() { format!("{id}:{index}") } else { id }
}

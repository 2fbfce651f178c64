//! The way back from a pair to two mentions.

use newsloom_corpus::{ActorId, table::CoMentionEvidenceRow};

use super::counting::Reading;
use crate::{Plan, map::story::Story};

/// `article_id:field:start-end`, with the number of the mention behind it if it is nested.
pub(super) fn mention_id(article_id: &str, story: &Story, index: u32) -> String {
    let mention = &story.mentions[index as usize];
    let (mut start, mut end) = (itoa::Buffer::new(), itoa::Buffer::new());
    let (start, end) = (start.format(mention.span.start()), end.format(mention.span.end()));
    let mut id = [article_id, ":", mention.field.as_str(), ":", start, "-", end].concat();
    if mention.nested_in.is_some() {
        id.push(':');
        id.push_str(itoa::Buffer::new().format(index));
    }
    id
}

/// The joint contexts of an article that counts, in running order; those of a context by pair.
pub(super) fn evidence_rows(story: &Story, reading: &Reading, plan: &Plan) -> Vec<CoMentionEvidenceRow> {
    if story.is_set_aside || !(plan.counts_articles || story.is_representative()) {
        return Vec::new();
    }
    let article_id = story.id.to_string();
    let row = |(a, first): (ActorId, u32), (b, second): (ActorId, u32)| {
        let id = |actor: ActorId| plan.dictionary.actors.get(actor).id.to_string();
        let at = &story.mentions[first as usize];
        CoMentionEvidenceRow {
            source: id(a),
            target: id(b),
            article_id: article_id.clone(),
            paragraph: at.paragraph,
            sentence: at.sentence,
            mention_id_source: mention_id(&article_id, story, first),
            mention_id_target: mention_id(&article_id, story, second),
        }
    };
    let pairs = |actors: &[(ActorId, u32)]| {
        let ends = actors.iter().enumerate();
        ends.flat_map(|(n, first)| actors[n + 1..].iter().map(|second| row(*first, *second)))
            .collect::<Vec<_>>()
    };
    reading.contexts.iter().flat_map(|context| pairs(&context.actors)).collect()
}

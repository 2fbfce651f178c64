//! The units in which actors count as named together.

use newsloom_corpus::{ActorId, Field, Mention};

/// What "together" means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Context {
    /// In one sentence.
    #[default]
    Sentence,
    /// In one paragraph.
    Paragraph,
    /// In one article.
    Article,
}

impl Context {
    /// The word in recipes and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Paragraph => "paragraph",
            Self::Article => "article",
        }
    }
}

/// Which contexts are formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ContextOptions {
    /// The unit.
    pub context: Context,
    /// Whether the title is a context (for articles: part of the one context).
    pub title: bool,
}

/// A context that names at least one counted actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorContext {
    /// Whether it is the title.
    pub is_title: bool,
    /// Paragraph of its first mention.
    pub paragraph: u32,
    /// Sentence of its first mention.
    pub sentence: u32,
    /// The actors with the index of the first mention of each, sorted by actor, each once.
    pub actors: Vec<(ActorId, u32)>,
}

/// The contexts of an article that name a counted actor, in order; `counted` goes with `mentions`.
///
/// A heading is no context. A context holds an actor once, however often it is named.
pub fn contexts(
    mentions: &[Mention],
    counted: &[Option<ActorId>],
    options: ContextOptions,
) -> Vec<ActorContext> {
    let mut keyed: Vec<(Key, ActorId, u32)> = Vec::new();
    for (index, (mention, actor)) in (0..).zip(mentions.iter().zip(counted)) {
        if let Some((key, actor)) = key(mention, options).zip(*actor) {
            keyed.push((key, actor, index));
        }
    }
    keyed.sort_unstable();
    keyed.dedup_by_key(|(key, actor, _)| (*key, *actor));
    keyed.chunk_by(|a, b| a.0 == b.0).map(|chunk| context(chunk, mentions)).collect()
}

/// Contexts compare title first, then in running order.
type Key = (u32, u32);

const TITLE: Key = (0, 0);

fn key(mention: &Mention, options: ContextOptions) -> Option<Key> {
    if mention.field == Field::Title {
        return options.title.then_some(if options.context == Context::Article { (1, 0) } else { TITLE });
    }
    if mention.in_heading {
        return None;
    }
    Some(match options.context {
        Context::Sentence => (1, mention.sentence),
        Context::Paragraph => (1, mention.paragraph),
        Context::Article => (1, 0),
    })
}

fn context(chunk: &[(Key, ActorId, u32)], mentions: &[Mention]) -> ActorContext {
    let first = chunk.iter().map(|(.., index)| *index).min().expect("a chunk is not empty");
    let first = &mentions[first as usize];
    ActorContext {
        is_title: chunk[0].0 == TITLE,
        paragraph: first.paragraph,
        sentence: first.sentence,
        actors: chunk.iter().map(|(_, actor, index)| (*actor, *index)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use newsloom_corpus::{MentionKind, Reading, Span};

    use super::*;

    fn mention(actor: u32, field: Field, paragraph: u32, sentence: u32) -> Mention {
        Mention {
            actor: ActorId(actor),
            field,
            span: Span::new(0, 1),
            surface: "x".into(),
            alias: "x".into(),
            kind: MentionKind::Name,
            reading: Reading::Actor,
            confidence: 1.0,
            paragraph,
            sentence,
            in_heading: field == Field::Title,
            in_quote: false,
            nested_in: None,
            candidates: Box::new([]),
            not_counted: None,
            head: None,
            rule: "name",
        }
    }

    fn article() -> Vec<Mention> {
        vec![
            mention(1, Field::Title, 0, 0),
            mention(2, Field::Title, 0, 0),
            mention(1, Field::Text, 0, 0),
            mention(1, Field::Text, 0, 0),
            mention(2, Field::Text, 0, 1),
            mention(3, Field::Text, 1, 2),
            Mention { in_heading: true, ..mention(4, Field::Text, 2, 3) },
        ]
    }

    fn actors(context: Context, title: bool) -> Vec<Vec<u32>> {
        let mentions = article();
        let counted: Vec<_> = mentions.iter().map(|m| Some(m.actor)).collect();
        let found = contexts(&mentions, &counted, ContextOptions { context, title });
        found.iter().map(|c| c.actors.iter().map(|(a, _)| a.0).collect()).collect()
    }

    #[test]
    fn each_unit_holds_each_actor_once() {
        assert_eq!(actors(Context::Sentence, false), [vec![1], vec![2], vec![3]]);
        assert_eq!(actors(Context::Paragraph, false), [vec![1, 2], vec![3]]);
        assert_eq!(actors(Context::Article, false), [vec![1, 2, 3]]);
    }

    #[test]
    fn the_title_is_a_context_only_if_asked_for() {
        assert_eq!(actors(Context::Sentence, true), [vec![1, 2], vec![1], vec![2], vec![3]]);
        assert_eq!(actors(Context::Article, true), [vec![1, 2, 3]]);
    }

    #[test]
    fn the_first_mention_of_each_actor_is_the_evidence() {
        let mentions = article();
        let counted: Vec<_> = mentions.iter().map(|m| Some(m.actor)).collect();
        let options = ContextOptions { context: Context::Paragraph, title: false };
        let found = contexts(&mentions, &counted, options);
        assert_eq!(found[0].actors, [(ActorId(1), 2), (ActorId(2), 4)]);
    }

    #[test]
    fn what_does_not_count_makes_no_context() {
        let mentions = article();
        assert!(contexts(&mentions, &vec![None; mentions.len()], ContextOptions::default()).is_empty());
    }
}

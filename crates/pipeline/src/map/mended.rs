//! Articles with mojibake: read as they were meant, told where they stand.

use std::borrow::Cow;

use newsloom_corpus::{Article, CleanArticle, Field, Mention, Span};
use newsloom_text::Mended;

/// An article as cleaning and extraction see it.
pub(crate) struct View<'a> {
    pub(crate) article: Cow<'a, Article>,
    title: Option<Mended>,
    text: Option<Mended>,
}

impl<'a> View<'a> {
    /// The article without mojibake; most have none and are borrowed.
    pub(crate) fn of(article: &'a Article) -> Self {
        let (title, text) = (Mended::of(&article.title), Mended::of(&article.text));
        if title.is_none() && text.is_none() {
            return Self { article: Cow::Borrowed(article), title, text };
        }
        let or_as_read = |mended: &Option<Mended>, read: &String| {
            mended.as_ref().map_or_else(|| read.clone(), |mended| mended.text().to_owned())
        };
        let view = Article {
            title: or_as_read(&title, &article.title),
            text: or_as_read(&text, &article.text),
            ..article.clone()
        };
        Self { article: Cow::Owned(view), title, text }
    }

    fn original(&self, field: Field, span: Span) -> Span {
        let mended = if field == Field::Title { &self.title } else { &self.text };
        mended.as_ref().map_or(span, |mended| mended.original(span))
    }

    /// What was found in the view, as spans of the article as read.
    pub(crate) fn restore(&self, read: &Article, clean: &mut CleanArticle, mentions: &mut [Mention]) {
        if matches!(self.article, Cow::Borrowed(_)) {
            return;
        }
        for paragraph in &mut clean.paragraphs {
            paragraph.span = self.original(Field::Text, paragraph.span);
            for sentence in &mut paragraph.sentences {
                *sentence = self.original(Field::Text, *sentence);
            }
        }
        for removal in &mut clean.removals {
            removal.span = self.original(removal.field, removal.span);
        }
        for mention in mentions {
            mention.span = self.original(mention.field, mention.span);
            mention.surface = mention.span.of(read.field(mention.field)).into();
        }
        let n_chars = |text: &str| text.chars().count() as u64;
        let n_removed: u64 = clean.removals.iter().map(|r| n_chars(r.span.of(read.field(r.field)))).sum();
        clean.n_chars = n_chars(&read.text);
        clean.n_chars_kept = clean.n_chars - n_removed;
    }
}

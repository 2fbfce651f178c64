//! Articles as the extractor is given them.

use newsloom_corpus::{
    Article, ArticleId, CleanArticle, DatePrecision, DateSource, Language, Origin, Paragraph, Published, Span,
};

/// An article of a day.
pub(crate) fn article(title: &str, text: &str, date: &str) -> Article {
    Article {
        id: ArticleId([0; 16]),
        record_id: None,
        outlet: Some("Gazette".to_owned()),
        url: None,
        title: title.to_owned(),
        text: text.to_owned(),
        published: Published {
            date: date.parse().ok(),
            precision: DatePrecision::Day,
            source: DateSource::Field,
            ..Published::default()
        },
        language_declared: None,
        kept: Vec::new(),
        origin: Origin { path: "a.jsonl".into(), record: 1, line: 1, byte_offset: 0 },
    }
}

/// The paragraphs of a text as they are, nothing removed.
pub(crate) fn clean(article: &Article) -> CleanArticle {
    let paragraph = |span: Span| Paragraph {
        span,
        is_heading: newsloom_text::is_heading(span.of(&article.text)),
        sentences: newsloom_text::sentences(&article.text, span),
    };
    CleanArticle {
        paragraphs: newsloom_text::paragraphs(&article.text).into_iter().map(paragraph).collect(),
        removals: Vec::new(),
        language: Language { code: "en".into(), confidence: 1.0 },
        translated_from: None,
        n_chars: 0,
        n_chars_kept: 0,
    }
}

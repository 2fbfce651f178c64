//! Sentences of an article with spans marked.

use newsloom_corpus::{Article, CleanArticle, Field, Span};

/// What stands before and behind a marked span: a pair of brackets.
pub(crate) type Marks = [&'static str; 2];
/// The marks of a mention that counts.
pub(crate) const COUNTED: Marks = ["[[", "]]"];
/// The marks of a mention that is left out on purpose.
pub(crate) const LEFT_OUT: Marks = ["((", "))"];

/// The sentence of an article in which a mention stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) field: Field,
    pub(crate) sentence: Span,
    /// Whether it is a heading or the title.
    pub(crate) is_heading: bool,
}

/// The sentence that holds byte `at` of a field; the whole paragraph where none does.
pub(crate) fn place(article: &Article, clean: &CleanArticle, (field, at): (Field, usize)) -> Option<Place> {
    if field == Field::Title {
        let whole = Span::new(0, article.title.len());
        return (at <= whole.end()).then_some(Place { field, sentence: whole, is_heading: true });
    }
    let holds = |span: &Span| span.start() <= at && at < span.end();
    let paragraph = clean.paragraphs.iter().find(|paragraph| holds(&paragraph.span))?;
    let sentence = paragraph.sentences.iter().find(|sentence| holds(sentence)).unwrap_or(&paragraph.span);
    Some(Place { field, sentence: *sentence, is_heading: paragraph.is_heading })
}

/// A sentence on one line, with `[[` and `]]` around the spans that lie in it; of spans that overlap
/// the first is marked.
pub(crate) fn marked(article: &Article, place: Place, spans: &[Span]) -> String {
    let spans: Vec<(Span, Marks)> = spans.iter().map(|span| (*span, COUNTED)).collect();
    marked_with(article, place, &spans)
}

/// The same with marks of each span's own.
pub(crate) fn marked_with(article: &Article, place: Place, spans: &[(Span, Marks)]) -> String {
    let text = article.field(place.field);
    let mut inside: Vec<(Span, Marks)> =
        spans.iter().copied().filter(|(span, _)| place.sentence.contains(*span)).collect();
    inside.sort_unstable_by_key(|(span, marks)| {
        (span.start(), std::cmp::Reverse(span.end()), *marks != COUNTED)
    });
    let (mut out, mut at) = (String::new(), place.sentence.start());
    for (span, [before, behind]) in inside {
        if span.start() < at {
            continue;
        }
        out.push_str(&text[at..span.start()]);
        out.extend([before, span.of(text), behind]);
        at = span.end();
    }
    out.push_str(&text[at..place.sentence.end()]);
    one_line(&out)
}

/// White space collapsed.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

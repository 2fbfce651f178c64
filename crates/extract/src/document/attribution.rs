//! Media that are named as the source of a report.

use newsloom_corpus::ActorType;

use super::{Reading, draft::Draft};
use crate::{rules::reason, tokens::Segment};

const BEFORE: &[&str] = &["told", "to", "by", "via", "with"];
const AFTER: &[&str] = &[
    "reported",
    "reports",
    "said",
    "says",
    "quoted",
    "cited",
    "news",
    "correspondent",
    "reporter",
    "journalist",
    "agency",
];

/// Marks mentions of media that are attribution, and an outlet that names itself.
pub(super) fn judge(reading: &mut Reading<'_>) {
    for i in 0..reading.drafts.len() {
        let draft = &reading.drafts[i];
        let is_media = reading.extractor.kind(draft.actor) == ActorType::Media;
        if is_media
            && draft.is_counted()
            && (is_attribution(&reading.segments[draft.segment], draft) || is_itself(reading, draft))
        {
            reading.drafts[i].not_counted = Some(reason::ATTRIBUTION);
        }
    }
}

fn is_attribution(segment: &Segment<'_>, draft: &Draft) -> bool {
    let word = |at: Option<usize>| at.and_then(|at| segment.lower(at)).unwrap_or_default();
    let before = word(draft.first.checked_sub(1));
    let before_article = if before == "the" { word(draft.first.checked_sub(2)) } else { before };
    let span = draft.span(segment);
    let (head, tail) =
        (&segment.text[segment.span.start()..span.start()], &segment.text[span.end()..segment.span.end()]);
    // "(AP)", "Jane Roe/AFP/Getty Images", "Reuters - " at the head of a paragraph.
    let is_credit = head.trim_end().ends_with(['(', '/']) || tail.trim_start().starts_with('/');
    let is_dateline = head.trim().is_empty() && tail.trim_start().starts_with(['-', '\u{2013}', '\u{2014}']);
    // "Talks fail : NPR", "Talks fail - Reuters" as a headline.
    let ends_heading = segment.is_heading
        && tail.trim().is_empty()
        && head.trim_end().ends_with([':', '|', '-', '\u{2013}', '\u{2014}']);
    is_credit
        || is_dateline
        || ends_heading
        || BEFORE.contains(&before_article.as_str())
        || AFTER.contains(&word(Some(draft.end)).as_str())
}

fn is_itself(reading: &Reading<'_>, draft: &Draft) -> bool {
    let name = &reading.extractor.actors.get(draft.actor).name;
    reading
        .outlet
        .is_some_and(|outlet| outlet.eq_ignore_ascii_case(name) || outlet.eq_ignore_ascii_case(&draft.alias))
}

//! The rows of tables that tell of articles and records.

use std::sync::Arc;

use jiff::civil::Date;
use newsloom_clean::{REPRESENTATIVE_RULE, RepeatedBlocks};
use newsloom_corpus::{
    ActorId, DatePrecision, DateSource, Mention, Week,
    table::{ArticleRow, Cell, Extended, MentionRow, QuarantineRow, RemovalRow},
};

use super::{
    counting::Reading,
    evidence::mention_id,
    quarantine::{FileNames, Flaw},
};
use crate::{
    Plan,
    map::story::{Removed, Story},
};

pub(super) fn article_row(story: &Story) -> Extended<ArticleRow> {
    let published = &story.published;
    let week = published.week();
    let date = Dating::of(story);
    let row = ArticleRow {
        article_id: story.id.to_string(),
        record_id: story.record_id.clone(),
        source_path: story.origin.path.to_string(),
        source_record: story.origin.record,
        outlet: story.outlet.clone(),
        url: story.url.clone(),
        title: Some(story.title.clone()).filter(|title| !title.is_empty()),
        published_at: published.at,
        published_date: date.date,
        timezone_assumed: published.timezone_assumed.clone(),
        date_precision: date.precision.as_str().to_owned(),
        date_source: date.source.as_str().to_owned(),
        date_confidence: date.source.confidence(),
        date_evidence: date.evidence,
        iso_year: week.map(Week::iso_year),
        iso_week: week.map(Week::iso_week),
        week_start: week.map(Week::start),
        set_aside_reason: story.is_set_aside.then(|| "language".to_owned()),
        language: story.language.code.to_string(),
        language_confidence: story.language.confidence,
        original_language: story.translated_from.clone().filter(|code| code != "und"),
        is_translated: story.translated_from.as_ref().map(|_| true),
        n_chars: story.n_chars,
        n_chars_kept: story.n_chars_kept,
        n_sentences: story.n_sentences,
        n_paragraphs: story.n_paragraphs,
        boilerplate_share: story.boilerplate_share(),
        cluster_id: cluster_id(story),
        cluster_size: story.cluster.map(|c| c.size),
        is_representative: story.cluster.map(|_| story.is_representative()),
        representative_rule: story.cluster.map(|_| REPRESENTATIVE_RULE.to_owned()),
        similarity_to_representative: story.cluster.and_then(|c| c.similarity),
        text_hash: story.text_hash.iter().map(|byte| format!("{byte:02x}")).collect(),
    };
    let cell = |value: &Option<String>| value.clone().map_or(Cell::Null, |text| Cell::Text(text.into()));
    Extended { row, extra: story.kept.iter().map(cell).collect() }
}

/// What the table says of an article's date: one that only the text leaves is told, and has no week.
struct Dating {
    date: Option<Date>,
    precision: DatePrecision,
    source: DateSource,
    evidence: Option<String>,
}

impl Dating {
    fn of(story: &Story) -> Self {
        let published = &story.published;
        let (date, precision, source) = (published.date, published.precision, published.source);
        let evidence = published.as_written.clone();
        match &story.from_text {
            Some(found) if date.is_none() => Self {
                date: Some(found.date),
                precision: DatePrecision::Day,
                source: DateSource::Text,
                evidence: Some(found.evidence.clone()),
            },
            Some(found) if story.has_other_date() => {
                let says = format!("the text says {} ({})", found.date, found.evidence);
                let evidence = evidence.map_or_else(|| says.clone(), |written| format!("{written}; {says}"));
                Self { date, precision, source, evidence: Some(evidence) }
            }
            _ => Self { date, precision, source, evidence },
        }
    }
}

fn cluster_id(story: &Story) -> Option<String> {
    story.cluster.map(|cluster| cluster.representative.to_string())
}

pub(super) fn removal_rows<'a>(
    story: &'a Story,
    repeated: &'a RepeatedBlocks,
) -> impl Iterator<Item = RemovalRow> + 'a {
    // A rule that does not go by counts finds what stands in the article at hand.
    let n_articles = |removed: &Removed| match removed.key {
        Some(key) => repeated.n_articles_of(key).expect("what was removed as repeated is counted"),
        None => 1,
    };
    story.removals.iter().map(move |removed| RemovalRow {
        article_id: story.id.to_string(),
        field: removed.field.as_str().to_owned(),
        start_char: removed.start_char,
        end_char: removed.end_char,
        rule: removed.rule.to_owned(),
        kind: removed.kind.as_str().to_owned(),
        text: removed.text.clone(),
        n_articles_with_it: n_articles(removed),
    })
}

/// The mentions of an article, sorted as the table is: by the name of the field first.
pub(super) fn mention_rows(story: &Story, reading: &Reading, plan: &Plan) -> Vec<MentionRow> {
    let place = MentionPlace {
        story,
        plan,
        article_id: story.id.to_string().into(),
        record_id: story.record_id.as_deref().map(Arc::from),
        cluster_id: cluster_id(story).unwrap_or_default().into(),
        week: story.published.week().map(|week| week.to_string().into()),
    };
    let mentions = (0..).zip(&story.mentions).zip(&reading.counted);
    let mut rows: Vec<MentionRow> = mentions.map(|((i, m), counted)| place.row(i, m, *counted)).collect();
    rows.sort_by(|a, b| mention_key(a).cmp(&mention_key(b)));
    rows
}

fn mention_key(row: &MentionRow) -> (&str, u32, u32, &str) {
    (&row.field, row.start_byte, row.end_byte, &row.mention_id)
}

/// What the mentions of an article have in common.
struct MentionPlace<'a> {
    story: &'a Story,
    plan: &'a Plan,
    article_id: Arc<str>,
    record_id: Option<Arc<str>>,
    cluster_id: Arc<str>,
    week: Option<Arc<str>>,
}

impl MentionPlace<'_> {
    fn row(&self, index: u32, mention: &Mention, counted: Option<ActorId>) -> MentionRow {
        let story = self.story;
        let id = |actor: ActorId| Arc::clone(&self.plan.dictionary.actors.get(actor).id);
        let byte = |at: usize| u32::try_from(at).expect("records are limited below 4 GiB");
        let (start_char, end_char) = story.chars[index as usize];
        let is_ambiguous = mention.not_counted == Some(newsloom_extract::AMBIGUOUS);
        let candidates: Vec<Arc<str>> = mention.candidates.iter().map(|actor| id(*actor)).collect();
        MentionRow {
            mention_id: mention_id(&self.article_id, story, index),
            article_id: Arc::clone(&self.article_id),
            record_id: self.record_id.clone(),
            field: mention.field.as_str().into(),
            cluster_id: Arc::clone(&self.cluster_id),
            actor_id: id(mention.actor),
            actor_type: self.plan.dictionary.actors.get(mention.actor).kind.as_str().into(),
            surface: mention.surface.to_string(),
            alias: Arc::clone(&mention.alias),
            kind: mention.kind.as_str().into(),
            reading: mention.reading.as_str().into(),
            confidence: rounded(mention.confidence),
            start_char,
            end_char,
            start_byte: byte(mention.span.start()),
            end_byte: byte(mention.span.end()),
            paragraph: mention.paragraph,
            sentence: mention.sentence,
            head: mention.head.as_deref().map(str::to_owned),
            in_quote: mention.in_quote,
            in_title: mention.field == newsloom_corpus::Field::Title,
            nested_in: mention.nested_in.map(|outer| mention_id(&self.article_id, story, outer)),
            candidates: (!candidates.is_empty()).then(|| candidates.join(" ")),
            is_ambiguous,
            actor_id_counted: counted.map(id),
            is_counted: counted.is_some(),
            not_counted_reason: reason(mention, counted).map(Into::into),
            rule: mention.rule.into(),
            week: self.week.clone(),
        }
    }
}

/// Why a mention does not count; one that has no actor at the level says so.
fn reason(mention: &Mention, counted: Option<ActorId>) -> Option<&'static str> {
    mention.not_counted.or_else(|| counted.is_none().then_some("no-actor-at-level"))
}

/// Confidences are constants of two digits; as doubles they stay so.
fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 100.0).round() / 100.0
}

/// The row of a record that is no article.
pub(super) fn quarantine_row(flaw: Flaw, files: &FileNames) -> QuarantineRow {
    let origin = files.origin(flaw.place);
    QuarantineRow {
        source_path: origin.path.to_string(),
        record: origin.record,
        line: origin.line,
        byte_offset: origin.byte_offset,
        stage: flaw.stage,
        code: flaw.code,
        message: flaw.message,
        excerpt: flaw.excerpt,
    }
}

//! Stories as bytes: what shards and the memory of a run hold.
//!
//! A story falls into four parts, each in a column of its own, so that a reader pays for what it wants
//! alone. No run-local index is among them: actors stand under their ids. Kinds, readings and rules are
//! numbers in the lists of this program, a digest of which ([`vocabulary`]) belongs to every key.

use std::{collections::HashMap, sync::Arc};

use jiff::{Timestamp, civil::Date};
use newsloom_clean::{DateFromText, RULES, Signature};
use newsloom_corpus::{
    ActorId, Actors, ArticleId, DatePrecision, DateSource, Field, Language, Mention, MentionKind, Origin,
    Published, Quarantined, Reading, Span,
};
use newsloom_extract::{EXTRACTION_RULES, NOT_COUNTED};
use newsloom_formats::Pieces;
use serde::{Deserialize, Serialize};

use super::story::{Removed, Story};

/// What became of a record.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mapped {
    /// It is an article, with the sketch of its text.
    Story(Box<(Story, Signature)>),
    /// It cannot be one.
    Flawed(Quarantined),
}

/// What became of some records, one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Coded {
    articles: Pieces,
    removals: Pieces,
    mentions: Pieces,
    signatures: Pieces,
}

/// The names of the columns, in their order.
pub(crate) const COLUMNS: [&str; 4] = ["article", "removals", "mentions", "signature"];

impl Coded {
    /// Number of records.
    pub(crate) fn len(&self) -> usize {
        self.articles.len()
    }

    /// The columns with their names.
    pub(crate) fn columns(&self) -> [(&'static str, &Pieces); 4] {
        let [a, r, m, s] = COLUMNS;
        [(a, &self.articles), (r, &self.removals), (m, &self.mentions), (s, &self.signatures)]
    }

    /// From columns in their order; `None` unless all have the same number of pieces.
    pub(crate) fn from_columns(columns: Vec<Pieces>) -> Option<Self> {
        let [articles, removals, mentions, signatures] = <[Pieces; 4]>::try_from(columns).ok()?;
        let n = articles.len();
        let is_whole = [&removals, &mentions, &signatures].iter().all(|column| column.len() == n);
        is_whole.then_some(Self { articles, removals, mentions, signatures })
    }

    /// The bytes of a record.
    pub(crate) fn record(&self, at: usize) -> RecordBytes<'_> {
        self.columns().map(|(_, column)| column.get(at))
    }

    /// Puts a record behind the others.
    pub(crate) fn push(&mut self, mapped: &Mapped, actors: &Actors) {
        match mapped {
            Mapped::Flawed(flaw) => {
                append(&mut self.articles, &Row::Flawed(FlawedRow::of(flaw)));
                [&mut self.removals, &mut self.mentions, &mut self.signatures]
                    .into_iter()
                    .for_each(Pieces::end);
            }
            Mapped::Story(found) => {
                let (story, signature) = &**found;
                append(&mut self.articles, &Row::Article(ArticleRow::of(story)));
                append(&mut self.removals, &removal_rows(story));
                append(&mut self.mentions, &MentionRows::of(story, actors));
                signature.append_to(self.signatures.bytes_mut());
                self.signatures.end();
            }
        }
    }
}

fn append(pieces: &mut Pieces, value: &impl Serialize) {
    let bytes = std::mem::take(pieces.bytes_mut());
    *pieces.bytes_mut() = postcard::to_extend(value, bytes).expect("memory takes everything");
    pieces.end();
}

/// The bytes of a record: article, removals, mentions and the sketch.
pub(crate) type RecordBytes<'a> = [&'a [u8]; 4];

/// The mentions of a story that has none.
pub(crate) const NO_MENTIONS: &[u8] = &[0; 3];

/// Turns bytes into stories again.
#[derive(Debug)]
pub(crate) struct Decoder {
    actors: HashMap<Arc<str>, ActorId>,
    as_of: Date,
}

/// What the bytes of a record say at first sight.
#[derive(Debug)]
pub(crate) enum Glance<'a> {
    /// It cannot be an article.
    Flawed { code: &'a str, message: &'a str, excerpt: &'a str },
    /// It is one.
    Article(ArticleGlance<'a>),
}

/// What is told of an article before all are there.
#[derive(Debug)]
pub(crate) struct ArticleGlance<'a> {
    pub(crate) id: ArticleId,
    pub(crate) outlet: Option<&'a str>,
    pub(crate) language: &'a str,
    pub(crate) date: Option<Day>,
    /// The day that its text leaves.
    pub(crate) from_text: Option<Day>,
    /// Seconds since 1970.
    pub(crate) at: Option<i64>,
    pub(crate) n_chars_kept: u64,
    pub(crate) is_set_aside: bool,
}

/// What the first of a record's bytes says; `None` if it is none of this program's.
pub(crate) fn glance(article: &[u8]) -> Option<Glance<'_>> {
    Some(match postcard::from_bytes(article).ok()? {
        Row::Flawed(FlawedRow { code, message, excerpt }) => Glance::Flawed { code, message, excerpt },
        Row::Article(row) => Glance::Article(ArticleGlance {
            id: ArticleId(row.id),
            outlet: row.outlet,
            language: row.language.0,
            date: row.published.date,
            from_text: row.from_text.map(|(day, _)| day),
            at: row.published.at,
            n_chars_kept: row.n_chars_kept,
            is_set_aside: row.is_set_aside,
        }),
    })
}

impl Decoder {
    /// For the actors of a run, and dates up to its last day: a date from the text that lies behind it is
    /// none, but the map goes by its year alone.
    pub(crate) fn new(actors: &Actors, as_of: Date) -> Self {
        Self { actors: actors.iter().map(|(id, actor)| (Arc::clone(&actor.id), id)).collect(), as_of }
    }

    /// The story of the first three parts of a record's bytes, which stood at a place; `None` if they are
    /// none of this program's.
    pub(crate) fn story(&self, [article, removals, mentions]: [&[u8]; 3], origin: Origin) -> Option<Story> {
        let Row::Article(row) = postcard::from_bytes(article).ok()? else { return None };
        let removals: Vec<RemovalRow<'_>> = postcard::from_bytes(removals).ok()?;
        let mentions: MentionRows<'_> = postcard::from_bytes(mentions).ok()?;
        let mut story = row.story(origin)?;
        story.from_text.take_if(|found| found.date > self.as_of);
        story.removals = removals.iter().map(RemovalRow::removed).collect::<Option<_>>()?;
        (story.mentions, story.chars) = self.mentions(&mentions)?;
        Some(story)
    }

    fn mentions(&self, rows: &MentionRows<'_>) -> Option<Placed> {
        let actors: Vec<ActorId> =
            rows.actors.iter().map(|id| self.actors.get(*id).copied()).collect::<Option<_>>()?;
        let aliases: Vec<Arc<str>> = rows.aliases.iter().map(|alias| Arc::from(*alias)).collect();
        let one = |row: &MentionRow<'_>| Some((row.mention(&actors, &aliases)?, row.chars));
        rows.mentions.iter().map(one).collect::<Option<Vec<_>>>().map(|found| found.into_iter().unzip())
    }
}

/// Mentions with their first and last characters.
type Placed = (Vec<Mention>, Vec<(u32, u32)>);

/// A digest of the lists whose numbers stand in the bytes.
pub(crate) fn vocabulary() -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let words = RULES.iter().map(|rule| rule.name).chain(EXTRACTION_RULES.iter().map(|rule| rule.name));
    let words = words.chain(NOT_COUNTED.iter().copied());
    let words = words.chain(MentionKind::ALL.iter().map(|kind| kind.as_str()));
    for word in words.chain(READINGS.iter().map(|reading| reading.as_str())) {
        hasher.update(word.as_bytes()).update(b"\0");
    }
    hasher.finalize()
}

const READINGS: [Reading; 2] = [Reading::Actor, Reading::Place];

#[derive(Serialize, Deserialize)]
#[allow(clippy::large_enum_variant, reason = "one at a time, and nearly all are articles")]
enum Row<'a> {
    #[serde(borrow)]
    Flawed(FlawedRow<'a>),
    #[serde(borrow)]
    Article(ArticleRow<'a>),
}

#[derive(Serialize, Deserialize)]
struct FlawedRow<'a> {
    code: &'a str,
    message: &'a str,
    excerpt: &'a str,
}

impl<'a> FlawedRow<'a> {
    fn of(flaw: &'a Quarantined) -> Self {
        Self { code: flaw.code, message: &flaw.message, excerpt: &flaw.excerpt }
    }
}

#[derive(Serialize, Deserialize)]
struct ArticleRow<'a> {
    id: [u8; 16],
    text_hash: [u8; 16],
    record_id: Option<&'a str>,
    outlet: Option<&'a str>,
    url: Option<&'a str>,
    title: &'a str,
    excerpt: &'a str,
    #[serde(borrow)]
    published: PublishedRow<'a>,
    from_text: Option<(Day, &'a str)>,
    kept: Vec<Option<&'a str>>,
    language: (&'a str, f64),
    translated_from: Option<&'a str>,
    n_chars: u64,
    n_chars_kept: u64,
    n_sentences: u32,
    n_paragraphs: u32,
    is_set_aside: bool,
}

#[derive(Serialize, Deserialize)]
struct PublishedRow<'a> {
    as_written: Option<&'a str>,
    /// Seconds since 1970.
    at: Option<i64>,
    date: Option<Day>,
    precision: DatePrecision,
    source: DateSource,
    timezone_assumed: Option<&'a str>,
}

/// Year, month and day.
pub(crate) type Day = (i16, i8, i8);

pub(crate) fn day(date: Date) -> Day {
    (date.year(), date.month(), date.day())
}

pub(crate) fn date((year, month, day): Day) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// An option of something that can be wrong: `None` if it is.
#[allow(clippy::option_option, reason = "the outer one is for the question mark")]
fn checked<T, U>(value: Option<T>, check: impl FnOnce(T) -> Option<U>) -> Option<Option<U>> {
    value.map_or(Some(None), |value| check(value).map(Some))
}

impl<'a> ArticleRow<'a> {
    fn of(story: &'a Story) -> Self {
        let published = &story.published;
        Self {
            id: story.id.0,
            text_hash: story.text_hash,
            record_id: story.record_id.as_deref(),
            outlet: story.outlet.as_deref(),
            url: story.url.as_deref(),
            title: &story.title,
            excerpt: &story.excerpt,
            published: PublishedRow {
                as_written: published.as_written.as_deref(),
                at: published.at.map(Timestamp::as_second),
                date: published.date.map(day),
                precision: published.precision,
                source: published.source,
                timezone_assumed: published.timezone_assumed.as_deref(),
            },
            from_text: story.from_text.as_ref().map(|found| (day(found.date), found.evidence.as_str())),
            kept: story.kept.iter().map(Option::as_deref).collect(),
            language: (&story.language.code, story.language.confidence),
            translated_from: story.translated_from.as_deref(),
            n_chars: story.n_chars,
            n_chars_kept: story.n_chars_kept,
            n_sentences: story.n_sentences,
            n_paragraphs: story.n_paragraphs,
            is_set_aside: story.is_set_aside,
        }
    }

    fn story(self, origin: Origin) -> Option<Story> {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let from_text = checked(self.from_text, |(day, evidence)| {
            Some(DateFromText { date: date(day)?, evidence: evidence.to_owned() })
        })?;
        Some(Story {
            id: ArticleId(self.id),
            record_id: owned(self.record_id),
            outlet: owned(self.outlet),
            url: owned(self.url),
            title: self.title.to_owned(),
            published: self.published.published()?,
            from_text,
            kept: self.kept.into_iter().map(owned).collect(),
            origin,
            text_hash: self.text_hash,
            language: Language { code: self.language.0.into(), confidence: self.language.1 },
            translated_from: owned(self.translated_from),
            n_chars: self.n_chars,
            n_chars_kept: self.n_chars_kept,
            n_sentences: self.n_sentences,
            n_paragraphs: self.n_paragraphs,
            removals: Vec::new(),
            mentions: Vec::new(),
            chars: Vec::new(),
            is_set_aside: self.is_set_aside,
            excerpt: self.excerpt.to_owned(),
            cluster: None,
        })
    }
}

impl PublishedRow<'_> {
    fn published(&self) -> Option<Published> {
        Some(Published {
            as_written: self.as_written.map(str::to_owned),
            at: checked(self.at, |seconds| Timestamp::from_second(seconds).ok())?,
            date: checked(self.date, date)?,
            precision: self.precision,
            source: self.source,
            timezone_assumed: self.timezone_assumed.map(str::to_owned),
        })
    }
}

#[derive(Serialize, Deserialize)]
struct RemovalRow<'a> {
    field: Field,
    rule: u8,
    key: Option<u64>,
    chars: (u32, u32),
    text: &'a str,
}

fn removal_rows(story: &Story) -> Vec<RemovalRow<'_>> {
    let row = |removed: &'_ Removed| -> (u8, Field, Option<u64>, (u32, u32)) {
        let rule = number(RULES.iter().position(|rule| rule.name == removed.rule));
        (rule, removed.field, removed.key, (removed.start_char, removed.end_char))
    };
    let rows = story.removals.iter().map(|removed| (row(removed), &*removed.text));
    rows.map(|((rule, field, key, chars), text)| RemovalRow { field, rule, key, chars, text }).collect()
}

/// The number of something in a short list.
fn number(place: Option<usize>) -> u8 {
    u8::try_from(place.expect("it is in the list")).expect("the list is short")
}

impl RemovalRow<'_> {
    fn removed(&self) -> Option<Removed> {
        let rule = RULES.get(usize::from(self.rule))?;
        Some(Removed {
            field: self.field,
            rule: rule.name,
            kind: rule.kind,
            key: self.key,
            start_char: self.chars.0,
            end_char: self.chars.1,
            text: self.text.to_owned(),
        })
    }
}

#[derive(Serialize, Deserialize)]
struct MentionRows<'a> {
    #[serde(borrow)]
    actors: Vec<&'a str>,
    #[serde(borrow)]
    aliases: Vec<&'a str>,
    #[serde(borrow)]
    mentions: Vec<MentionRow<'a>>,
}

#[derive(Serialize, Deserialize)]
struct MentionRow<'a> {
    /// In the list of actors.
    actor: u32,
    /// In the list of aliases.
    alias: u32,
    field: Field,
    start: u32,
    /// `None` if it is the alias.
    surface: Option<&'a str>,
    kind: u8,
    reading: u8,
    confidence: f32,
    paragraph: u32,
    sentence: u32,
    in_heading: bool,
    in_quote: bool,
    nested_in: Option<u32>,
    candidates: Vec<u32>,
    not_counted: Option<u8>,
    head: Option<&'a str>,
    rule: u8,
    chars: (u32, u32),
}

/// The different values of a column, in order of appearance.
struct List<T> {
    values: Vec<T>,
}

impl<T: PartialEq> List<T> {
    /// The number of a value: an article has few.
    fn number(&mut self, value: T) -> u32 {
        let at = self.values.iter().position(|other| *other == value).unwrap_or_else(|| {
            self.values.push(value);
            self.values.len() - 1
        });
        u32::try_from(at).expect("records are limited below 4 GiB")
    }
}

impl<'a> MentionRows<'a> {
    fn of(story: &'a Story, actors: &'a Actors) -> Self {
        let (mut ids, mut aliases) = (List { values: Vec::new() }, List { values: Vec::new() });
        let rows = story.mentions.iter().zip(&story.chars).map(|(mention, chars)| MentionRow {
            actor: ids.number(mention.actor),
            alias: aliases.number(&*mention.alias),
            field: mention.field,
            start: u32::try_from(mention.span.start()).expect("records are limited below 4 GiB"),
            surface: (*mention.surface != *mention.alias).then_some(&*mention.surface),
            kind: number(MentionKind::ALL.iter().position(|kind| *kind == mention.kind)),
            reading: number(READINGS.iter().position(|reading| *reading == mention.reading)),
            confidence: mention.confidence,
            paragraph: mention.paragraph,
            sentence: mention.sentence,
            in_heading: mention.in_heading,
            in_quote: mention.in_quote,
            nested_in: mention.nested_in,
            candidates: mention.candidates.iter().map(|actor| ids.number(*actor)).collect(),
            not_counted: mention
                .not_counted
                .map(|reason| number(NOT_COUNTED.iter().position(|other| *other == reason))),
            head: mention.head.as_deref(),
            rule: number(EXTRACTION_RULES.iter().position(|rule| rule.name == mention.rule)),
            chars: *chars,
        });
        let mentions = rows.collect();
        let actors = ids.values.into_iter().map(|id| &*actors.get(id).id).collect();
        Self { actors, aliases: aliases.values, mentions }
    }
}

impl MentionRow<'_> {
    fn mention(&self, actors: &[ActorId], aliases: &[Arc<str>]) -> Option<Mention> {
        let actor = |number: &u32| actors.get(*number as usize).copied();
        let alias = aliases.get(self.alias as usize)?;
        let surface: Box<str> = self.surface.unwrap_or(alias).into();
        let start = self.start as usize;
        Some(Mention {
            actor: actor(&self.actor)?,
            field: self.field,
            span: Span::new(start, start + surface.len()),
            surface,
            alias: Arc::clone(alias),
            kind: *MentionKind::ALL.get(usize::from(self.kind))?,
            reading: *READINGS.get(usize::from(self.reading))?,
            confidence: self.confidence,
            paragraph: self.paragraph,
            sentence: self.sentence,
            in_heading: self.in_heading,
            in_quote: self.in_quote,
            nested_in: self.nested_in,
            candidates: self.candidates.iter().map(actor).collect::<Option<_>>()?,
            not_counted: checked(self.not_counted, |number| NOT_COUNTED.get(usize::from(number)).copied())?,
            head: self.head.map(Into::into),
            rule: EXTRACTION_RULES.get(usize::from(self.rule))?.name,
        })
    }
}

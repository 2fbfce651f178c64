use jiff::civil::Date;
use newsloom_corpus::{
    Article, ArticleId, DatePrecision, DateSource, IdentityFields, Published, Quarantined,
};

use crate::{
    ColumnWord, RawRecord, ReadOptions,
    columns::{OTHER_ID, Slots},
    date::DateReader,
    raw::{Flaw, Value},
};

/// Turns raw records into articles. It holds no state, so many threads can share one.
pub struct RecordParser {
    slots: Slots,
    dates: DateReader,
    max_text_bytes: usize,
}

impl RecordParser {
    /// A parser under these options.
    pub fn new(options: &ReadOptions) -> Self {
        Self {
            slots: Slots::new(&options.columns, &options.kept),
            dates: DateReader::new(options),
            max_text_bytes: options.max_text_bytes,
        }
    }

    /// The article that a record holds.
    ///
    /// Empty outlets, addresses, ids, languages, dates and kept columns count as absent, since a
    /// CSV file cannot tell the two apart. Title and text stay as they were read.
    ///
    /// # Errors
    /// The record with the reason why it is none (codes A101 to A117).
    pub fn parse(&self, record: RawRecord) -> Result<Article, Quarantined> {
        match self.article(&record) {
            Ok(draft) => {
                let id = draft.id();
                Ok(draft.finish(id, record.origin))
            }
            Err(flaw) => Err(record.quarantined(flaw)),
        }
    }

    /// The same article with an id of zeros: for passes that need the text alone, hashing it is waste.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_unidentified(&self, record: RawRecord) -> Result<Article, Quarantined> {
        match self.article(&record) {
            Ok(draft) => Ok(draft.finish(ArticleId([0; 16]), record.origin)),
            Err(flaw) => Err(record.quarantined(flaw)),
        }
    }

    /// The first day that the date of an article can mean: of a month or year its first; `None` if it is
    /// undated.
    pub fn first_day(&self, published: &Published) -> Option<Date> {
        published.date.or_else(|| self.dates.first_day(published.as_written.as_deref()?))
    }

    fn article(&self, record: &RawRecord) -> Result<Draft, Flaw> {
        let mut values = Taken(record.content.values(&self.slots)?);
        let title = values.word(ColumnWord::Title)?.unwrap_or_default();
        let text = values.word(ColumnWord::Text)?.unwrap_or_default();
        if title.trim().is_empty() && text.trim().is_empty() {
            return Err(Flaw::new("A108", "the record has neither title nor text"));
        }
        if title.len().max(text.len()) > self.max_text_bytes {
            let message = format!("the text is longer than {} bytes", self.max_text_bytes);
            return Err(Flaw::new("A117", message));
        }
        let published = values.word(ColumnWord::Published)?;
        let url = values.word(ColumnWord::Url)?;
        let published = self.published(published.as_deref(), record.content.date_source(), url.as_deref())?;
        Ok(Draft {
            title,
            text,
            published,
            record_id: values.record_id()?,
            outlet: values.word(ColumnWord::Outlet)?,
            url,
            language: values.word(ColumnWord::Language)?,
            kept: values.kept(self.slots.len())?,
        })
    }

    /// The date of the record; without one, that of its address. A date that a page says of itself
    /// and that cannot be right is none, one that the input says sets the record aside.
    fn published(
        &self,
        written: Option<&str>,
        source: DateSource,
        url: Option<&str>,
    ) -> Result<Published, Flaw> {
        let read = written.map(|written| self.dates.read(written));
        let said = match read {
            Some(Err(flaw)) if source == DateSource::Field => return Err(flaw),
            Some(Ok(published)) => Some(Published { source, ..published }),
            _ => None,
        };
        let said = said.filter(|published| published.precision != DatePrecision::None);
        Ok(said.or_else(|| self.dates.in_address(url?)).unwrap_or_default())
    }
}

/// An article that has no place and no id yet.
struct Draft {
    record_id: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
    title: String,
    text: String,
    published: Published,
    language: Option<String>,
    kept: Vec<Option<String>>,
}

impl Draft {
    fn id(&self) -> ArticleId {
        ArticleId::of(&IdentityFields {
            outlet: self.outlet.as_deref(),
            url: self.url.as_deref(),
            published: self.published.as_written.as_deref(),
            title: &self.title,
            text: &self.text,
            record_id: self.record_id.as_deref(),
        })
    }

    fn finish(self, id: ArticleId, origin: newsloom_corpus::Origin) -> Article {
        Article {
            id,
            record_id: self.record_id,
            outlet: self.outlet,
            url: self.url,
            title: self.title,
            text: self.text,
            published: self.published,
            language_declared: self.language,
            kept: self.kept,
            origin,
        }
    }
}

/// The values of a record, taken out one by one.
struct Taken(Vec<Value>);

impl Taken {
    fn word(&mut self, word: ColumnWord) -> Result<Option<String>, Flaw> {
        self.take(word as usize, word.as_str())
    }

    fn record_id(&mut self) -> Result<Option<String>, Flaw> {
        let own = self.word(ColumnWord::RecordId)?;
        if own.is_some() { Ok(own) } else { self.take(OTHER_ID, "id") }
    }

    fn kept(&mut self, end: usize) -> Result<Vec<Option<String>>, Flaw> {
        Slots::kept().take_while(|slot| *slot < end).map(|slot| self.take(slot, "kept")).collect()
    }

    fn take(&mut self, slot: usize, name: &str) -> Result<Option<String>, Flaw> {
        match std::mem::take(&mut self.0[slot]) {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text).filter(|text| !text.is_empty())),
            Value::NotUtf8 => Err(Flaw::new("A101", format!("the {name} is not valid UTF-8"))),
            Value::Wrong(kind) => Err(Flaw::new("A112", format!("the {name} is {kind}, not text"))),
        }
    }
}

use std::collections::BTreeMap;

/// A word of ours for a column of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnWord {
    /// The input's own id.
    RecordId,
    /// Who published it.
    Outlet,
    /// Its address.
    Url,
    /// When it was published.
    Published,
    /// The declared language.
    Language,
    /// The headline.
    Title,
    /// The body.
    Text,
}

impl ColumnWord {
    /// Every word, in the order of the slots of a record.
    pub const ALL: [Self; 7] =
        [Self::RecordId, Self::Outlet, Self::Url, Self::Published, Self::Language, Self::Title, Self::Text];

    /// The word as recipes write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RecordId => "record_id",
            Self::Outlet => "outlet",
            Self::Url => "url",
            Self::Published => "published",
            Self::Language => "language",
            Self::Title => "title",
            Self::Text => "text",
        }
    }

    /// The word that a recipe writes as `name`.
    ///
    /// ```
    /// use newsloom_formats::ColumnWord;
    /// assert_eq!(ColumnWord::named("outlet"), Some(ColumnWord::Outlet));
    /// assert_eq!(ColumnWord::named("source"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.as_str() == name)
    }
}

/// Which column of the input stands for which word of ours.
///
/// A word that is not mapped is looked for under its own name; `record_id`, if it is not mapped and
/// not there, under `id`. Nothing else is guessed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns(BTreeMap<ColumnWord, String>);

impl FromIterator<(ColumnWord, String)> for Columns {
    fn from_iter<I: IntoIterator<Item = (ColumnWord, String)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

impl Columns {
    /// The column that the recipe names for `word`; `None` if it names none.
    pub fn mapped(&self, word: ColumnWord) -> Option<&str> {
        self.0.get(&word).map(String::as_str)
    }
}

/// Number of slots that every record has: one a word, and one for a record id under `id`.
const N_WORDS: usize = ColumnWord::ALL.len() + 1;

/// The slot of a record id found under `id`.
pub(crate) const OTHER_ID: usize = N_WORDS - 1;

/// The slots that the values of a record are put in: one a word, one for `id`, one a kept column.
#[derive(Debug, Clone)]
pub(crate) struct Slots(Vec<Slot>);

/// One slot.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    /// Name of the input's column; `None` if nothing can fill the slot.
    pub(crate) column: Option<String>,
    /// Whether the recipe names the column, so that a file without it is a mistake.
    pub(crate) is_required: bool,
}

impl Slots {
    pub(crate) fn new(columns: &Columns, kept: &[String]) -> Self {
        let words = ColumnWord::ALL.into_iter().map(|word| {
            let mapped = columns.mapped(word);
            Slot { column: Some(mapped.unwrap_or(word.as_str()).to_owned()), is_required: mapped.is_some() }
        });
        let is_free = columns.mapped(ColumnWord::RecordId).is_none();
        let other_id = Slot { column: is_free.then(|| "id".to_owned()), is_required: false };
        let kept = kept.iter().map(|name| Slot { column: Some(name.clone()), is_required: true });
        Self(words.chain([other_id]).chain(kept).collect())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Slot> {
        self.0.iter()
    }

    /// The slots that the column `name` fills; more than one if a mapped column is kept as well.
    pub(crate) fn filled_by(&self, name: &str) -> impl Iterator<Item = usize> {
        self.0
            .iter()
            .enumerate()
            .filter(move |(_, slot)| slot.column.as_deref() == Some(name))
            .map(|(i, _)| i)
    }

    /// Whether `slot` holds an extra column that the recipe keeps.
    pub(crate) fn is_kept(slot: usize) -> bool {
        slot >= N_WORDS
    }

    /// The slots of the extra columns kept.
    pub(crate) fn kept() -> std::ops::RangeFrom<usize> {
        N_WORDS..
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unmapped_word_stands_for_itself_and_id_for_the_record_id() {
        let slots = Slots::new(&Columns::default(), &[]);
        let filled = |name| slots.filled_by(name).collect::<Vec<_>>();
        assert_eq!(filled("outlet"), [ColumnWord::Outlet as usize]);
        assert_eq!(filled("id"), [OTHER_ID]);
        assert!(filled("source").is_empty());
    }

    #[test]
    fn a_mapped_word_no_longer_stands_for_itself() {
        let pairs = [(ColumnWord::Outlet, "source".to_owned()), (ColumnWord::RecordId, "key".to_owned())];
        let slots = Slots::new(&Columns::from_iter(pairs), &["source".to_owned()]);
        let filled = |name| slots.filled_by(name).collect::<Vec<_>>();
        assert_eq!(filled("source"), [ColumnWord::Outlet as usize, N_WORDS]);
        assert!(filled("outlet").is_empty() && filled("id").is_empty() && filled("record_id").is_empty());
    }

    #[test]
    fn every_word_is_found_by_its_name() {
        assert!(ColumnWord::ALL.into_iter().all(|word| ColumnWord::named(word.as_str()) == Some(word)));
    }
}

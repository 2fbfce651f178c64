//! The texts of a column of a row group. Each text is kept once, as long as texts repeat; a column
//! whose texts hardly do is kept as it stands.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Rows after which a column of ever new texts is no longer looked through for repeated ones.
const TRIAL_ROWS: usize = 1 << 13;

/// Texts in order, those of nulls empty or any other.
pub(super) struct Texts {
    list: TextList,
    /// The place of each row's text in the list; `None` if the list is that of the rows.
    index: Option<Index>,
}

/// Texts one behind the other.
pub(super) struct TextList {
    /// Where each text begins, and where the last one ends.
    pub(super) offsets: Vec<i64>,
    pub(super) bytes: Vec<u8>,
}

/// The texts of a column, taken out.
pub(super) enum TakenTexts {
    /// One text a row.
    Plain(TextList),
    /// Different texts in the order in which they first stand, and the place of each row's.
    Dictionary(TextList, Vec<u32>),
}

struct Index {
    keys: Vec<u32>,
    places: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Texts {
    pub(super) fn new() -> Self {
        Self { list: TextList::new(), index: Some(Index::new()) }
    }

    /// Makes room for the texts of so many rows more, of which nothing is known but that there are keys.
    pub(super) fn reserve(&mut self, n_rows: usize) {
        if let Some(index) = &mut self.index {
            index.keys.reserve(n_rows);
        }
    }

    /// Takes the text of the next row, `None` where it is null.
    pub(super) fn push(&mut self, text: Option<&str>) {
        let Some(index) = &mut self.index else { return self.list.push(text.unwrap_or_default().as_bytes()) };
        index.push(text.map(str::as_bytes), &mut self.list);
        let n_rows = index.keys.len();
        if n_rows == TRIAL_ROWS && self.list.len() > n_rows / 16 * 15 {
            self.list = index.spread(&self.list);
            self.index = None;
        }
    }

    /// The texts taken out; nothing is left. There is a dictionary if at most three in four rows
    /// have a text of their own.
    pub(super) fn take(&mut self) -> TakenTexts {
        let Self { list, index } = std::mem::replace(self, Self::new());
        match index {
            None => TakenTexts::Plain(list),
            Some(index) if 4 * list.len() > 3 * index.keys.len() => TakenTexts::Plain(index.spread(&list)),
            Some(index) => TakenTexts::Dictionary(list, index.keys),
        }
    }
}

impl Index {
    fn new() -> Self {
        Self { keys: Vec::new(), places: HashTable::new(), hasher: DefaultHashBuilder::default() }
    }

    fn push(&mut self, text: Option<&[u8]>, list: &mut TextList) {
        let key = match (text, self.keys.last()) {
            (None, last) => last.copied().unwrap_or_default(),
            (Some(text), Some(last)) if list.get(*last) == Some(text) => *last,
            (Some(text), _) => self.find(text, list),
        };
        self.keys.push(key);
    }

    /// The place of a text in the list, at the end of which it is put if it is new.
    fn find(&mut self, text: &[u8], list: &mut TextList) -> u32 {
        let hash = self.hasher.hash_one(text);
        if let Some(place) = self.places.find(hash, |place| list.get(*place) == Some(text)) {
            return *place;
        }
        let place = u32::try_from(list.len()).expect("a row group has fewer rows");
        list.push(text);
        let hash_of = |place: &u32| self.hasher.hash_one(list.get(*place).unwrap_or_default());
        *self.places.insert_unique(hash, place, hash_of).get()
    }

    /// One text a row.
    fn spread(&self, list: &TextList) -> TextList {
        let mut rows = TextList::new();
        rows.offsets.reserve(self.keys.len());
        self.keys.iter().for_each(|key| rows.push(list.get(*key).unwrap_or_default()));
        rows
    }
}

impl TextList {
    fn new() -> Self {
        Self { offsets: vec![0], bytes: Vec::new() }
    }

    fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    fn push(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.offsets.push(i64::try_from(self.bytes.len()).expect("memory is smaller"));
    }

    /// The text at a place; `None` if there is none.
    fn get(&self, place: u32) -> Option<&[u8]> {
        let [start, end] = *self.offsets.get(place as usize..)?.first_chunk()?;
        self.bytes.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(rows: impl IntoIterator<Item = Option<String>>) -> TakenTexts {
        let mut texts = Texts::new();
        rows.into_iter().for_each(|row| texts.push(row.as_deref()));
        texts.take()
    }

    fn strings(list: &TextList) -> Vec<String> {
        let text = |place| String::from_utf8(list.get(place).unwrap().to_vec()).unwrap();
        (0..u32::try_from(list.len()).unwrap()).map(text).collect()
    }

    #[test]
    fn repeated_texts_are_kept_once() {
        let rows = ["a", "a", "", "b", "a", "b", "", ""].map(|text| Some(text.to_owned()));
        let TakenTexts::Dictionary(list, keys) = taken(rows) else { panic!("texts repeat") };
        assert_eq!(
            (strings(&list), keys),
            (["a", "", "b"].map(str::to_owned).to_vec(), vec![0, 0, 1, 2, 0, 2, 1, 1])
        );
    }

    #[test]
    fn texts_of_their_own_are_kept_as_they_stand() {
        for n_rows in [8, TRIAL_ROWS - 1, TRIAL_ROWS, TRIAL_ROWS + 1, 3 * TRIAL_ROWS] {
            let rows: Vec<String> = (0..n_rows).map(|n| n.to_string()).collect();
            let TakenTexts::Plain(list) = taken(rows.iter().cloned().map(Some)) else { panic!("{n_rows}") };
            assert_eq!(strings(&list), rows);
        }
    }

    #[test]
    fn what_begins_with_new_texts_may_repeat_them_later() {
        let rows = (0..TRIAL_ROWS - 600).chain(0..3 * TRIAL_ROWS).map(|n| Some((n % 5000).to_string()));
        let TakenTexts::Dictionary(list, keys) = taken(rows) else { panic!("texts repeat") };
        assert_eq!((list.len(), keys.len()), (5000, 4 * TRIAL_ROWS - 600));
    }

    #[test]
    fn nulls_take_a_row_and_no_text() {
        let TakenTexts::Dictionary(list, keys) = taken(vec![None; 9]) else { panic!("nothing is new") };
        assert_eq!((list.len(), keys), (0, vec![0; 9]));
        let rows = [None, Some("a"), Some("b"), Some("c"), Some("d")].map(|row| row.map(str::to_owned));
        let TakenTexts::Plain(list) = taken(rows) else { panic!("all are new") };
        assert_eq!(strings(&list)[1..], ["a", "b", "c", "d"].map(str::to_owned));
    }

    #[test]
    fn nothing_is_left_of_what_was_taken() {
        let mut texts = Texts::new();
        texts.push(Some("a"));
        texts.take();
        assert!(
            matches!(texts.take(), TakenTexts::Dictionary(list, keys) if list.len() == 0 && keys.is_empty())
        );
    }
}

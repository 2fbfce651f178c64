use std::collections::HashSet;

use newsloom_corpus::table::{Cell, Schema};

/// Which rows of a table are wanted: those with one of some texts in one of some columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Having {
    /// Columns of text, each among those that are read.
    pub columns: Vec<&'static str>,
    /// The texts.
    pub texts: HashSet<String>,
}

/// The same with the places of the columns among those that are read.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) places: Vec<usize>,
    texts: HashSet<String>,
}

impl Having {
    pub(crate) fn in_places(self, schema: &Schema) -> Wanted {
        let place = |name: &&str| schema.columns.iter().position(|column| column.name == **name);
        let places = self.columns.iter().map(|name| place(name).expect("a column that is read"));
        Wanted { places: places.collect(), texts: self.texts }
    }
}

impl Wanted {
    pub(crate) fn has(&self, text: Option<&str>) -> bool {
        text.is_some_and(|text| self.texts.contains(text))
    }

    pub(crate) fn is_row(&self, cells: &[Cell<'_>]) -> bool {
        let text = |place: &usize| if let Cell::Text(text) = &cells[*place] { Some(&**text) } else { None };
        self.places.iter().any(|place| self.has(text(place)))
    }
}

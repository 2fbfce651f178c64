/// A section of the recipe.
#[derive(Debug)]
pub struct Section {
    /// Its name between brackets; empty for the keys before the first section.
    pub name: &'static str,
    /// Whether it is written as `[[name]]`, once or more often or not at all.
    pub is_repeated: bool,
    /// What it settles.
    pub meaning: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

/// A key of a section.
#[derive(Debug)]
pub struct Key {
    /// Its name in kebab case.
    pub name: &'static str,
    /// What its value can be.
    pub kind: Kind,
    /// What holds where it is not written.
    pub default: Default,
    /// What it settles.
    pub meaning: &'static str,
}

/// What holds where a key is not written.
#[derive(Debug, Clone, Copy)]
pub enum Default {
    /// The key must be written.
    Required,
    /// This value, as it would stand in the recipe.
    Is(&'static str),
    /// A value that depends on others; described here.
    Follows(&'static str),
}

/// What a value can be.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Any text.
    Text,
    /// A whole number within limits.
    Integer {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A number within limits.
    Number {
        /// Smallest.
        min: f64,
        /// Largest.
        max: f64,
    },
    /// `true` or `false`.
    Flag,
    /// A calendar date.
    Date,
    /// One of a few words.
    Choice(Words),
    /// A list of values of one kind.
    List(&'static Self),
    /// A value of one kind, or a list of them.
    OneOrMore(&'static Self),
    /// A table from words to texts.
    Map(Words),
    /// A table of keys of its own.
    Table(&'static [Key]),
}

/// A closed list of words.
#[derive(Clone, Copy)]
pub struct Words {
    /// What each is, such as `measure`.
    pub what: &'static str,
    /// Code of the diagnostic for an unknown one.
    pub code: &'static str,
    /// The words.
    pub all: fn() -> Vec<&'static str>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries((self.all)()).finish()
    }
}

impl Kind {
    /// The kind in the words of the reference page.
    pub fn describe(&self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Integer { min, max } => format!("whole number, {min} to {max}"),
            Self::Number { min, max } => format!("number, {min} to {max}"),
            Self::Flag => "`true` or `false`".to_owned(),
            Self::Date => "date".to_owned(),
            Self::Choice(words) => format!("one of {}", words.listed()),
            Self::List(Self::Choice(words)) => format!("list of {}s: {}", words.what, words.listed()),
            Self::List(_) => "list of texts".to_owned(),
            Self::OneOrMore(item) => format!("{} or a list of them", item.describe()),
            Self::Map(words) => format!("table from {} to texts", words.listed()),
            Self::Table(_) => "table".to_owned(),
        }
    }
}

impl Words {
    /// The words in backticks, separated by commas.
    pub fn listed(&self) -> String {
        (self.all)().iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ")
    }
}

//! The rules of extraction by name, with the confidence of what they find.

/// What makes a mention.
#[derive(Debug)]
pub struct ExtractionRule {
    /// Its name in tables.
    pub name: &'static str,
    /// What it does.
    pub meaning: &'static str,
    /// Confidence of its mentions, 0 to 1: a ranking by how often such readings are right, to be
    /// replaced by measured precision.
    pub confidence: f32,
}

macro_rules! rules {
    ($($const:ident $name:literal $confidence:literal $meaning:literal)+) => {
        $(pub(crate) const $const: &ExtractionRule =
            &ExtractionRule { name: $name, meaning: $meaning, confidence: $confidence };)+

        /// Every rule of extraction.
        pub const EXTRACTION_RULES: &[&ExtractionRule] = &[$($const),+];
    };
}

rules! {
    DICTIONARY "dictionary" 0.98 "A name of the dictionary, longest first, whole words, case as the alias asks"
    ACRONYM "acronym" 0.95 "An acronym of the dictionary, written as it is there"
    DEMONYM "demonym" 0.9 "A demonym; counts by the noun it stands before"
    OFFICE "office" 0.9 "Demonym and office: the holder on the article's date"
    METONYM "metonym" 0.9 "A name that always stands for an institution"
    CAPITAL_GOVERNMENT "capital-government" 0.85 "A capital that speaks, wants or quarrels: its government"
    CAPITAL_PLACE "capital-place" 0.85 "A capital where nothing points to the government: the city"
    DEFINED_ACRONYM "defined-acronym" 0.95 "An acronym that the article sets in brackets behind the name"
    SURNAME "surname" 0.97 "A surname whose only bearer is named in full in the article"
    PROMINENT_SURNAME "prominent-surname" 0.9 "A surname that news uses alone, of nobody else in the article"
    SPELLING "spelling" 0.9 "A surname that is spelt another way than the full name in the article"
}

/// Why a mention does not count.
pub(crate) mod reason {
    pub(crate) const AMBIGUOUS: &str = "ambiguous";
    pub(crate) const NESTED: &str = "nested";
    pub(crate) const NATIONALITY: &str = "nationality";
    pub(crate) const PART_OF_NAME: &str = "part-of-name";
    pub(crate) const PLACE: &str = "place";
    pub(crate) const TEAM: &str = "team";
    pub(crate) const DEMONYM: &str = "demonym";
    pub(crate) const ATTRIBUTION: &str = "attribution";
    pub(crate) const APPOSITION: &str = "apposition";
    pub(crate) const FORMER: &str = "former-office";
    pub(crate) const NEEDS_CONTEXT: &str = "needs-context";
    pub(crate) const ALL_CAPS: &str = "acronym-in-capitals";
}

/// Why a mention with several candidates does not count.
pub const AMBIGUOUS: &str = reason::AMBIGUOUS;

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

macro_rules! reasons {
    ($($const:ident $word:literal)+) => {
        /// Why a mention does not count.
        pub(crate) mod reason {
            $(pub(crate) const $const: &str = $word;)+
        }

        /// Every reason why a mention does not count.
        pub const NOT_COUNTED: &[&str] = &[$($word),+];
    };
}

reasons! {
    AMBIGUOUS "ambiguous"
    NESTED "nested"
    NATIONALITY "nationality"
    PART_OF_NAME "part-of-name"
    PLACE "place"
    TEAM "team"
    DEMONYM "demonym"
    ATTRIBUTION "attribution"
    APPOSITION "apposition"
    FORMER "former-office"
    NEEDS_CONTEXT "needs-context"
    ALL_CAPS "acronym-in-capitals"
}

/// Why a mention with several candidates does not count.
pub const AMBIGUOUS: &str = reason::AMBIGUOUS;

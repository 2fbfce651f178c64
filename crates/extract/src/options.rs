/// Which demonyms count for their country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Demonyms {
    /// None.
    Off,
    /// Those before an organ of state: "Russian officials", not "Russian mercenaries".
    #[default]
    StateHeads,
    /// All.
    All,
}

/// When a capital stands for its government.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Metonymy {
    /// Never.
    Off,
    /// By the rules that look for a verb of speech or will behind it, or a party to a dispute.
    #[default]
    Precise,
    /// By all rules.
    Rules,
    /// Wherever it is not a dateline.
    Always,
}

/// What countries are in sports news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sport {
    /// Teams: they do not count.
    #[default]
    Teams,
    /// Countries, as anywhere else.
    Countries,
}

/// How names are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtractOptions {
    /// Which demonyms count.
    pub demonyms: Demonyms,
    /// When a capital stands for its government.
    pub metonymy: Metonymy,
    /// What countries are in sports news.
    pub sport: Sport,
    /// Whether a surname points to the full name in the same article.
    pub surnames: bool,
    /// Whether the demonym inside an office counts beside its holder.
    pub nested_in_office: bool,
}

impl Default for ExtractOptions {
    fn default() -> Self {
        Self {
            demonyms: Demonyms::default(),
            metonymy: Metonymy::default(),
            sport: Sport::default(),
            surnames: true,
            nested_in_office: false,
        }
    }
}

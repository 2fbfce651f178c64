use serde::{Deserialize, Serialize};

/// How articles are cleaned and compared.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CleanOptions {
    /// Names of the rules to leave out.
    pub disabled_rules: Vec<String>,
    /// When a block that an outlet repeats is no story.
    pub repeat: RepeatOptions,
    /// Which articles are copies of one story.
    pub near_duplicates: NearDuplicateOptions,
}

/// When a block that an outlet repeats is no story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RepeatOptions {
    /// Different articles of the outlet that must hold it.
    pub min_articles: u32,
    /// Share of the outlet's articles that must hold it.
    pub min_share: f64,
}

impl Default for RepeatOptions {
    fn default() -> Self {
        Self { min_articles: 3, min_share: 0.02 }
    }
}

/// Which articles are copies of one story.
#[derive(Debug, Clone, PartialEq)]
pub struct NearDuplicateOptions {
    /// Days before and after the representative.
    pub window_days: u32,
    /// Least estimated resemblance (Jaccard, of word 3-grams).
    pub threshold: f64,
}

impl Default for NearDuplicateOptions {
    fn default() -> Self {
        Self { window_days: 7, threshold: 0.5 }
    }
}

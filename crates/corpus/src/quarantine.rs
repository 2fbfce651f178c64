use crate::Origin;

/// A record that could not become an article, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Where it stood.
    pub origin: Origin,
    /// The stage that refused it, such as `read`.
    pub stage: &'static str,
    /// Code of the reason, such as `A104`; `newsloom explain` describes it.
    pub code: &'static str,
    /// What is wrong with this record.
    pub message: String,
    /// The beginning of the record, for recognition: at most 120 characters, control characters replaced.
    pub excerpt: String,
}

impl Quarantined {
    /// The longest excerpt kept, in characters.
    pub const EXCERPT_CHARS: usize = 120;

    /// The excerpt of a raw record: decoded leniently, one line, without control characters.
    pub fn excerpt_of(raw: &[u8]) -> String {
        let head = &raw[..raw.len().min(4 * Self::EXCERPT_CHARS)];
        let clean = |c: char| if c.is_control() { ' ' } else { c };
        String::from_utf8_lossy(head).chars().map(clean).take(Self::EXCERPT_CHARS).collect()
    }
}

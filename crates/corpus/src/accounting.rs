use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

/// Where every record of the input went; [`Accounting::check`] holds it together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Accounting {
    /// Records read from all files.
    pub n_records: u64,
    /// Records that became articles.
    pub n_articles: u64,
    /// Records set aside before that, by code.
    pub quarantined: BTreeMap<String, u64>,
    /// Articles that are not counted, by reason.
    pub set_aside: BTreeMap<String, u64>,
    /// Articles that are counted.
    pub n_counted: u64,
    /// Counted articles that stand for their cluster.
    pub n_representatives: u64,
    /// Counted articles that are near-duplicates of their representative.
    pub n_duplicates: u64,
    /// Counted articles without a week.
    pub n_undated: u64,
    /// Counted articles that say they were translated.
    pub n_translated: u64,
}

/// An identity of the accounting that does not hold: a defect of the program, never of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountingError(String);

impl fmt::Display for AccountingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the accounting does not add up: {}", self.0)
    }
}

impl std::error::Error for AccountingError {}

impl Accounting {
    /// Records quarantined, over all codes.
    pub fn n_quarantined(&self) -> u64 {
        self.quarantined.values().sum()
    }

    /// Articles set aside, over all reasons.
    pub fn n_set_aside(&self) -> u64 {
        self.set_aside.values().sum()
    }

    /// Checks the three identities: records = articles + quarantined; articles = counted + set aside;
    /// counted = representatives + duplicates.
    ///
    /// # Errors
    /// The first identity that does not hold, with its numbers.
    pub fn check(&self) -> Result<(), AccountingError> {
        identity("records = articles + quarantined", self.n_records, self.n_articles, self.n_quarantined())?;
        identity("articles = counted + set aside", self.n_articles, self.n_counted, self.n_set_aside())?;
        identity(
            "counted = representatives + duplicates",
            self.n_counted,
            self.n_representatives,
            self.n_duplicates,
        )
    }
}

fn identity(name: &str, whole: u64, one: u64, other: u64) -> Result<(), AccountingError> {
    if whole == one + other {
        Ok(())
    } else {
        Err(AccountingError(format!("{name}: {whole} = {one} + {other}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_identity_is_checked() {
        let good = Accounting {
            n_records: 10,
            n_articles: 8,
            quarantined: [("A101".to_owned(), 2)].into(),
            set_aside: [("language".to_owned(), 3)].into(),
            n_counted: 5,
            n_representatives: 4,
            n_duplicates: 1,
            n_undated: 0,
            n_translated: 0,
        };
        assert_eq!(good.check(), Ok(()));
        assert!(Accounting { n_records: 11, ..good.clone() }.check().is_err());
        assert!(Accounting { set_aside: BTreeMap::new(), ..good.clone() }.check().is_err());
        assert!(Accounting { n_duplicates: 2, ..good }.check().is_err());
    }
}

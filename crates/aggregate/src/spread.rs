//! Over how many articles, outlets, days and weeks something is spread.

use jiff::civil::Date;
use newsloom_corpus::Week;

/// The spread of something over the articles that hold it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Spread {
    pub(crate) n_articles: u64,
    pub(crate) n_outlets: u32,
    /// Exponential of the Shannon entropy over outlets; 0 without an article.
    pub(crate) effective_outlets: f64,
    pub(crate) first: Option<Date>,
    pub(crate) last: Option<Date>,
}

impl Spread {
    /// The spread over articles given by outlet and day, in any order.
    pub(crate) fn of(articles: impl Iterator<Item = (u32, Option<Date>)> + Clone) -> Self {
        let mut outlets: Vec<u32> = articles.clone().map(|(outlet, _)| outlet).collect();
        outlets.sort_unstable();
        let counts: Vec<u64> = outlets.chunk_by(u32::eq).map(|run| run.len() as u64).collect();
        Self {
            n_articles: outlets.len() as u64,
            n_outlets: u32::try_from(counts.len()).expect("fewer than 2^32 outlets"),
            effective_outlets: effective_number(&counts),
            first: articles.clone().filter_map(|(_, day)| day).min(),
            last: articles.filter_map(|(_, day)| day).max(),
        }
    }
}

/// Number of different outlets.
pub(crate) fn n_outlets(of_articles: impl Iterator<Item = u32>) -> u32 {
    let mut outlets: Vec<u32> = of_articles.collect();
    outlets.sort_unstable();
    outlets.dedup();
    u32::try_from(outlets.len()).expect("fewer than 2^32 outlets")
}

/// exp of the Shannon entropy of counts (Hill number of order 1); 0 if there is none.
fn effective_number(counts: &[u64]) -> f64 {
    let n: u64 = counts.iter().sum();
    if n == 0 {
        return 0.0;
    }
    let share = |count: &u64| *count as f64 / n as f64;
    let entropy: f64 = counts.iter().map(share).map(|p| -p * p.ln()).sum();
    entropy.exp()
}

/// Number of different weeks of days in order, undated ones left out.
pub(crate) fn n_weeks(sorted: impl Iterator<Item = Option<Date>>) -> u32 {
    let mut weeks: Vec<Week> = sorted.flatten().map(Week::of).collect();
    weeks.dedup();
    u32::try_from(weeks.len()).expect("fewer than 2^32 weeks")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effective_outlets_are_between_one_and_their_number() {
        assert_eq!(effective_number(&[]), 0.0);
        assert_eq!(effective_number(&[9]), 1.0);
        assert!((effective_number(&[5, 5, 5]) - 3.0).abs() < 1e-12);
        assert!((effective_number(&[8, 1, 1]) - 1.894_645_708).abs() < 1e-8);
    }
}

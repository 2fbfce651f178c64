//! Shares with the mix of outlets held fixed.

use super::Count;

/// The mean of the outlets' shares in a period, each weighted by its clusters over the whole run
/// (direct standardisation); `None` where none is covered.
///
/// Given are each outlet's count in the period and its weight. Outlets without coverage in the period
/// are left out and the weights of the others scaled up: the mix is held fixed as far as it is there.
///
/// ```
/// use newsloom_aggregate::series::{Count, standardised};
/// // Both outlets name the actor as often as ever; only their parts of the week's news have changed.
/// let quiet = standardised(&[(Count::new(8, 40), 100), (Count::new(1, 20), 100)]);
/// let busy = standardised(&[(Count::new(8, 40), 100), (Count::new(10, 200), 100)]);
/// assert_eq!((quiet, busy), (Some(0.125), Some(0.125)));
/// ```
pub fn standardised(outlets: &[(Count, u64)]) -> Option<f64> {
    let covered = outlets.iter().filter(|(count, _)| count.n > 0);
    let total: u64 = covered.clone().map(|(_, weight)| weight).sum();
    let part = |(count, weight): &(Count, u64)| Some(count.share()? * *weight as f64);
    (total > 0).then(|| covered.filter_map(part).sum::<f64>() / total as f64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_covered_is_null() {
        assert_eq!(standardised(&[]), None);
        assert_eq!(standardised(&[(Count::new(0, 0), 9)]), None);
        assert_eq!(standardised(&[(Count::new(0, 0), 9), (Count::new(1, 4), 3)]), Some(0.25));
    }

    proptest! {
        #[test]
        fn weights_as_in_the_period_give_the_plain_share(parts in prop::collection::vec((0..20u64, 0..20u64), 1..9)) {
            let counts: Vec<Count> = parts.iter().map(|(k, rest)| Count::new(*k, k + rest)).collect();
            let weighted: Vec<(Count, u64)> = counts.iter().map(|c| (*c, c.n)).collect();
            let (found, plain) = (standardised(&weighted), Count::sum(&counts).share());
            prop_assert_eq!(found.is_some(), plain.is_some());
            prop_assert!((found.unwrap_or(0.0) - plain.unwrap_or(0.0)).abs() < 1e-12);
        }
    }
}

//! Bursts: stretches in which a share is at a higher level.

use super::Count;

/// How much more counts as a burst, and how much must speak for one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BurstOptions {
    /// s: the odds in a burst over those outside.
    pub scale: f64,
    /// γ: a burst must be worth γ ln(number of covered periods) to begin.
    pub gamma: f64,
}

/// For each period 1 in a burst, 0 outside, `None` without coverage: the most likely path of the
/// two-state automaton of Kleinberg 2003 (Data Mining and Knowledge Discovery 7, section 4, on batches
/// with totals).
///
/// The share outside of bursts is that of the whole series, p; inside, its *odds* are multiplied by s,
/// since s p would pass 1 for actors that every second article names. With γ ln T for every begin, a
/// path is worth Σ (k ln s − n ln(1 − p + s p)) over its bursts, so the volume of news alone starts
/// none. Periods without coverage neither end nor lengthen a burst.
///
/// ```
/// use newsloom_aggregate::series::{BurstOptions, Count, burst_levels};
/// let series = [2, 3, 2, 12, 15, 2, 3, 2].map(|k| Count::new(k, 40));
/// let levels = burst_levels(&series, BurstOptions { scale: 2.0, gamma: 1.0 });
/// assert_eq!(levels, [0, 0, 0, 1, 1, 0, 0, 0].map(Some));
/// ```
pub fn burst_levels(counts: &[Count], options: BurstOptions) -> Vec<Option<u8>> {
    let covered: Vec<Count> = counts.iter().copied().filter(|c| c.n > 0).collect();
    let (gains, start_cost) = (gains(&covered, options.scale), start_cost(covered.len(), options.gamma));
    let most: f64 = gains.iter().map(|gain| gain.max(0.0)).sum();
    let path = if most > start_cost { path(&gains, start_cost) } else { vec![0; covered.len()] };
    let mut levels = path.into_iter();
    counts.iter().map(|count| if count.n > 0 { levels.next() } else { None }).collect()
}

fn start_cost(n_periods: usize, gamma: f64) -> f64 {
    gamma * (n_periods.max(1) as f64).ln()
}

/// What each period adds to a path if it lies in a burst: its log-likelihood there less that outside.
fn gains(covered: &[Count], scale: f64) -> Vec<f64> {
    let p = Count::sum(covered).share().unwrap_or(0.0);
    let per_cluster = (1.0 - p + scale * p).ln();
    covered.iter().map(|c| c.k as f64 * scale.ln() - c.n as f64 * per_cluster).collect()
}

/// The path of most worth (Viterbi), ties to the state outside.
fn path(gains: &[f64], start_cost: f64) -> Vec<u8> {
    let (mut outside, mut inside) = (0.0_f64, f64::NEG_INFINITY);
    let mut from = Vec::with_capacity(gains.len());
    for gain in gains {
        let (stay, begin) = (inside, outside - start_cost);
        from.push((u8::from(inside > outside), u8::from(stay >= begin)));
        (outside, inside) = (outside.max(inside), stay.max(begin) + gain);
    }
    let mut state = u8::from(inside > outside);
    let mut levels = vec![0; gains.len()];
    for (level, (to_outside, to_inside)) in levels.iter_mut().zip(from).rev() {
        *level = state;
        state = if state == 0 { to_outside } else { to_inside };
    }
    levels
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::series::counts;

    type Case = (&'static [(u64, u64)], f64, f64, &'static str);

    const CASES: &[Case] = &[
        (
            &[
                (4, 76),
                (3, 25),
                (1, 32),
                (2, 36),
                (7, 32),
                (15, 76),
                (17, 80),
                (6, 60),
                (4, 22),
                (1, 26),
                (8, 43),
                (5, 50),
                (4, 63),
                (0, 53),
            ],
            2.0,
            1.0,
            "00001110000000",
        ),
        (
            &[
                (0, 25),
                (8, 88),
                (6, 86),
                (1, 40),
                (7, 29),
                (12, 41),
                (3, 23),
                (7, 82),
                (4, 66),
                (6, 60),
                (8, 37),
                (3, 52),
                (4, 33),
                (7, 74),
            ],
            1.5,
            0.5,
            "00001110001000",
        ),
        (
            &[
                (1, 20),
                (5, 67),
                (1, 35),
                (7, 77),
                (15, 83),
                (14, 50),
                (16, 86),
                (6, 73),
                (3, 42),
                (7, 81),
                (6, 46),
                (1, 27),
                (6, 61),
                (8, 79),
            ],
            3.0,
            0.3,
            "00000100000000",
        ),
        (
            &[
                (4, 43),
                (9, 59),
                (9, 85),
                (9, 84),
                (6, 53),
                (6, 34),
                (4, 37),
                (4, 79),
                (3, 61),
                (4, 31),
                (11, 82),
                (6, 87),
                (7, 87),
                (7, 63),
            ],
            2.0,
            0.2,
            "01000100000000",
        ),
    ];

    fn levels(series: &[(u64, u64)], scale: f64, gamma: f64) -> String {
        let found = burst_levels(&counts(series), BurstOptions { scale, gamma });
        found.iter().map(|level| level.map_or('-', |l| char::from(b'0' + l))).collect()
    }

    #[test]
    fn agrees_with_the_best_of_all_paths() {
        // Every one of the 2^T paths tried in Python, with binomial log-likelihoods of scipy.
        for (series, scale, gamma, expected) in CASES {
            assert_eq!(levels(series, *scale, *gamma), *expected);
        }
    }

    #[test]
    fn volume_alone_is_no_burst() {
        assert_eq!(
            levels(&[(5, 50), (5, 50), (50, 500), (60, 600), (5, 50), (0, 0), (4, 50)], 2.0, 1.0),
            "00000-0"
        );
    }

    #[test]
    fn an_actor_of_every_article_has_no_burst() {
        assert_eq!(levels(&[(9, 9), (9, 9), (9, 9)], 2.0, 1.0), "000");
        assert_eq!(levels(&[(0, 9), (0, 9)], 2.0, 1.0), "00");
        assert_eq!(levels(&[], 2.0, 1.0), "");
    }

    /// The worth of a path.
    fn worth(path: &[u8], gains: &[f64], start_cost: f64) -> f64 {
        let begins = (0..path.len()).filter(|i| path[*i] == 1 && (*i == 0 || path[i - 1] == 0)).count();
        let inside: f64 =
            path.iter().zip(gains).filter(|(level, _)| **level == 1).map(|(_, gain)| gain).sum();
        inside - begins as f64 * start_cost
    }

    proptest! {
        #[test]
        fn no_path_is_worth_more(gains in prop::collection::vec(-5.0..5.0f64, 1..11), start_cost in 0.0..6.0f64) {
            let found = worth(&path(&gains, start_cost), &gains, start_cost);
            for bits in 0..1_u32 << gains.len() {
                let other: Vec<u8> = (0..gains.len()).map(|i| u8::from(bits >> i & 1 == 1)).collect();
                prop_assert!(worth(&other, &gains, start_cost) <= found + 1e-9);
            }
        }
    }
}

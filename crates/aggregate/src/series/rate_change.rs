//! Whether a period differs from the others of the same series.

use newsloom_score::wilson_share;

use super::{Count, beta_binomial::tails};

/// Fewest other covered periods to hold one against.
const MIN_OTHERS: usize = 4;

const N_QUANTILES: usize = 8;

/// Standard normal quantiles at 1/16, 3/16, … 15/16.
const NORMAL_QUANTILES: [f64; N_QUANTILES] = [
    -1.534_120_544_352_546_3,
    -0.887_146_559_018_876,
    -0.488_776_411_114_669_5,
    -0.157_310_684_610_170_7,
    0.157_310_684_610_170_7,
    0.488_776_411_114_669_5,
    0.887_146_559_018_876,
    1.534_120_544_352_546_3,
];

/// What keeps the approximation from 0; no number of degrees that is tested comes near it.
const MIN_ROOT: f64 = 0.1;

/// How the rate of one period compares with that of the others.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RateChange {
    /// k/n here over the same in all other periods; `None` where those have nothing.
    pub ratio: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end; `None` where it is unbounded.
    pub high: Option<f64>,
    /// Two-sided p-value; `None` below 4 other covered periods.
    pub p: Option<f64>,
}

/// Each period of a series against its others; all `None` without coverage.
///
/// If the rate is one, and counts vary φ times as much as independent ones, the count of a period with
/// part π = n/N of the exposure is beta-binomial given the series' K, with mean Kπ; at φ = 1 it is
/// binomial, the conditional test of Przyborowski and Wilenski 1940, Biometrika 31. φ is Pearson's
/// dispersion of the other periods. Since that is itself uncertain, the tails are averaged over φ·d/χ²,
/// at least 1, at eight quantiles of χ² with its d degrees of freedom, as Student's t averages the normal.
/// The two-sided p-value is twice the smaller tail, so it errs on the safe side. The interval of the
/// ratio is Wilson's for k/K with K/φ trials, turned into a ratio.
///
/// Share of periods with p at most .05, .01 and .001, in thousandths, over series without a change (12, 26
/// and 52 weeks, 1, 5 and 20 counts expected a week, all pooled; 300 series each), and by the binomial
/// with K/φ trials, whose tails are too thin:
///
/// | counts, variance over mean | .05 | .01 | .001 | binomial: .05 | .01 | .001 |
/// |---|--:|--:|--:|--:|--:|--:|
/// | Poisson, 1 | 17 | 2.5 | 0.1 | 20 | 3.3 | 0.3 |
/// | clumps of stories, 2.5 | 32 | 6.6 | 1.0 | 32 | 11 | 2.8 |
/// | negative binomial, variance linear in the mean, 2.5 | 33 | 7.4 | 1.0 | 34 | 12 | 3.4 |
/// | negative binomial, quadratic, 2.5 | 35 | 7.8 | 1.5 | 35 | 13 | 4.1 |
/// | log-normal, 2.5 | 34 | 9.3 | 2.2 | 35 | 14 | 5.3 |
/// | log-normal, one week like the next (r = .5), 2.5 | 32 | 8.5 | 1.6 | 34 | 13 | 4.3 |
/// | negative binomial, quadratic, 6 | 39 | 12 | 3.2 | 35 | 16 | 7.5 |
/// | log-normal, 6 | 38 | 14 | 5.3 | 37 | 20 | 10.2 |
/// Where rare counts vary six times as much as independent ones, a single extreme week is more than an
/// estimate of φ from the others foresees: up to 8 in a thousand at .001 with one count expected a week.
///
/// ```
/// use newsloom_aggregate::series::{Count, rate_changes};
/// let series = [2, 1, 2, 2, 12, 1].map(|k| Count::new(k, 100));
/// let change = rate_changes(&series)[4];
/// assert!((change.ratio.unwrap() - 7.5).abs() < 1e-12);
/// assert!(change.p.unwrap() < 1e-4 && change.low.unwrap() > 2.0);
/// ```
pub fn rate_changes(counts: &[Count]) -> Vec<RateChange> {
    let rates = RatesOfOthers::new(counts);
    counts.iter().map(|count| rates.change(*count)).collect()
}

/// What the periods of a series are held against, for those who want to know it of a few: with many pairs
/// that are rarely named together, most periods are of no interest, and each takes some microseconds.
///
/// ```
/// use newsloom_aggregate::series::{Count, RatesOfOthers, rate_changes};
/// let series = [2, 1, 2, 2, 12, 1].map(|k| Count::new(k, 100));
/// assert_eq!(RatesOfOthers::new(&series).change(series[4]), rate_changes(&series)[4]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatesOfOthers {
    n_covered: usize,
    whole: Count,
    /// Σ k²/n over the covered periods.
    squares: f64,
    /// What the dispersion of the others may be, as multiples of its estimate.
    uncertainty: [f64; N_QUANTILES],
}

impl RatesOfOthers {
    /// Of a series.
    pub fn new(counts: &[Count]) -> Self {
        let covered = counts.iter().filter(|c| c.n > 0);
        let n_covered = covered.clone().count();
        let squares = covered.filter(|c| c.k > 0).map(|c| (c.k as f64).powi(2) / c.n as f64).sum();
        let uncertainty = uncertainty(n_covered.saturating_sub(2));
        Self { n_covered, whole: Count::sum(counts), squares, uncertainty }
    }

    /// A period of the series against the others; all `None` without coverage.
    pub fn change(&self, here: Count) -> RateChange {
        if here.n > 0 { self.change_of_covered(here) } else { RateChange::default() }
    }

    fn change_of_covered(&self, here: Count) -> RateChange {
        let others = Count { k: self.whole.k - here.k, n: self.whole.n - here.n };
        if self.whole.k == 0 || others.n == 0 {
            return RateChange::default();
        }
        let (k, total) = (here.k as f64, self.whole.k as f64);
        let phi = self.dispersion_without(here, others);
        let exposure = others.n as f64 / here.n as f64;
        let ratio = |part: f64| (part < 1.0).then(|| part / (1.0 - part) * exposure);
        let interval = wilson_share(k / total, total / phi.unwrap_or(1.0).max(1.0));
        RateChange {
            ratio: ratio(k / total),
            low: ratio(interval.0),
            high: ratio(interval.1),
            p: phi.map(|phi| self.p((here.k, self.whole.k), 1.0 / (1.0 + exposure), phi)),
        }
    }

    /// The two-sided p-value, over what the dispersion may be.
    fn p(&self, counts: (u64, u64), pi: f64, phi: f64) -> f64 {
        tails(counts, pi, self.uncertainty.map(|factor| phi * factor)).two_sided()
    }

    /// Pearson's dispersion of the other periods around their share, from the sums less this period.
    fn dispersion_without(&self, here: Count, others: Count) -> Option<f64> {
        let n_others = self.n_covered - 1;
        if n_others < MIN_OTHERS {
            return None;
        }
        let p = others.share()?;
        if p <= 0.0 || p >= 1.0 {
            return Some(1.0);
        }
        let squares = self.squares - (here.k as f64).powi(2) / here.n as f64;
        let chi_squared = (squares - p * others.k as f64) / (p * (1.0 - p));
        Some(chi_squared / (n_others - 1) as f64)
    }
}

/// d/χ² at the middle of every eighth of its distribution with d degrees of freedom, by the cube-root
/// approximation of Wilson and Hilferty 1931, Proceedings of the National Academy of Sciences 17.
fn uncertainty(degrees: usize) -> [f64; N_QUANTILES] {
    let spread = 2.0 / (9.0 * degrees.max(1) as f64);
    NORMAL_QUANTILES.map(|z| (1.0 - spread + z * spread.sqrt()).max(MIN_ROOT).powi(-3))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::series::counts;

    type Case = (&'static [(u64, u64)], usize, (f64, f64, f64, f64));

    const CASES: &[Case] = &[
        (
            &[(2, 100), (1, 90), (2, 110), (2, 100), (12, 120), (1, 95)],
            4,
            (6.1875, 2.5996097160842955, 14.72727079496673, 0.0001580104415416688),
        ),
        (
            &[(2, 40), (9, 60), (0, 50), (14, 55), (20, 52), (1, 44), (3, 60)],
            4,
            (4.098143236074271, 1.1372300707532206, 14.76814447252316, 0.10471816113352894),
        ),
        (
            &[(4, 30), (5, 30), (3, 28), (6, 35), (4, 33)],
            1,
            (1.2352941176470589, 0.4730552516581056, 3.2257364266537887, 0.8399157703127202),
        ),
    ];

    #[test]
    fn agrees_with_reference_values() {
        // statsmodels: proportion_confint(method="wilson"); scipy: binom and betabinom, sf and cdf.
        let near = |found: Option<f64>, expected: f64| (found.unwrap() / expected - 1.0).abs() < 1e-8;
        for (series, at, (ratio, low, high, p)) in CASES {
            let change = rate_changes(&counts(series))[*at];
            assert!(near(change.ratio, *ratio) && near(change.low, *low), "{change:?}");
            assert!(near(change.high, *high) && near(change.p, *p), "{change:?}");
        }
    }

    #[test]
    fn what_cannot_be_compared_is_null() {
        assert_eq!(rate_changes(&counts(&[(0, 0), (3, 10)])), [RateChange::default(); 2]);
        let lone = rate_changes(&counts(&[(3, 10), (0, 10), (0, 10), (0, 10), (0, 10)]))[0];
        assert!(lone.ratio.is_none() && lone.high.is_none(), "all in one period: {lone:?}");
        assert!((lone.p.unwrap() / 0.074_850_413_113_094_98 - 1.0).abs() < 1e-8, "{lone:?}");
        assert_eq!(rate_changes(&counts(&[(3, 10), (1, 10), (1, 10), (0, 10)]))[0].p, None);
    }

    /// Numbers between 0 and 1 (splitmix64).
    struct Chance(u64);

    impl Chance {
        fn uniform(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        }

        /// A Poisson number of clumps, each geometric with mean 1.75: the variance is 2.5 times the mean.
        fn clumps(&mut self, mean: f64) -> u64 {
            let (mut left, mut count) = (mean / 1.75, 0);
            loop {
                left += (1.0 - self.uniform()).ln();
                if left < 0.0 {
                    return count;
                }
                count += 1;
                while self.uniform() > 1.0 / 1.75 {
                    count += 1;
                }
            }
        }
    }

    #[test]
    fn clumps_of_stories_are_no_change() {
        let mut chance = Chance(1);
        let mut found = [0_u32; 3];
        let n_series = 1_000;
        for _ in 0..n_series {
            let series: Vec<Count> = (0..26).map(|_| Count::new(chance.clumps(5.0), 1_000)).collect();
            for p in rate_changes(&series).iter().filter_map(|change| change.p) {
                found.iter_mut().zip([0.05, 0.01, 0.001]).for_each(|(n, level)| *n += u32::from(p <= level));
            }
        }
        // Of 26,000; a test with two equal tails holds .05 from below, since counts come in whole numbers.
        assert!(found[0] <= 1_300 && found[1] <= 260 && found[2] <= 40, "{found:?}");
        assert!(found[0] > 400 && found[1] > 50, "the test has not lost its teeth: {found:?}");
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_ratio(parts in prop::collection::vec((0..9u64, 1..50u64), 2..20)) {
            let series: Vec<Count> = parts.iter().map(|(k, rest)| Count::new(*k, k + rest)).collect();
            for change in rate_changes(&series) {
                let Some(ratio) = change.ratio else { continue };
                prop_assert!(change.low.unwrap() <= ratio + 1e-9);
                prop_assert!(change.high.is_none_or(|high| ratio <= high + 1e-9));
                prop_assert!(change.p.is_none_or(|p| (0.0..=1.0).contains(&p)));
            }
        }
    }
}

//! Change points: where a share changes its level for good.

use super::Count;

/// How much must speak for a change, and how short a level may last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChangePointOptions {
    /// Each change must lower twice the negative log-likelihood by this many times ln(periods).
    pub penalty: f64,
    /// Fewest covered periods of a segment.
    pub min_segment: usize,
}

impl ChangePointOptions {
    /// What a change costs in a series of so many covered periods.
    pub fn cost_of_a_change(&self, n_periods: usize) -> f64 {
        self.penalty * (n_periods.max(1) as f64).ln()
    }
}

/// The first period of every segment but the first: the exact optimum by PELT.
///
/// The cost of a segment is twice its negative binomial log-likelihood at its own share, with the
/// totals as exposure, over the dispersion (quasi-likelihood). Killick, Fearnhead and Eckley 2012,
/// Journal of the American Statistical Association 107. Periods without coverage belong to no segment.
///
/// On 300 simulated series without a change (26 or 52 weeks of about 1000 clusters, 0.3 to 20 of them
/// expected to count), at a penalty of 3 with the dispersion estimated by differences, 0.3 to 2.3 % of
/// the Poisson series got a change point and 3 to 7 % of those with 2.5 times their variance; at 2, 5 to
/// 8 % and 13 to 21 %.
///
/// ```
/// use newsloom_aggregate::series::{ChangePointOptions, Count, change_points};
/// let series = [4, 5, 3, 4, 5, 16, 14, 15, 17].map(|k| Count::new(k, 60));
/// let options = ChangePointOptions { penalty: 3.0, min_segment: 3 };
/// assert_eq!(change_points(&series, 1.0, options), [5]);
/// assert!(change_points(&series, 20.0, options).is_empty(), "noise of that size explains it");
/// ```
pub fn change_points(counts: &[Count], dispersion: f64, options: ChangePointOptions) -> Vec<usize> {
    let covered: Vec<usize> = (0..counts.len()).filter(|i| counts[*i].n > 0).collect();
    let costs = Costs::new(covered.iter().map(|i| counts[*i]), dispersion);
    let penalty = options.cost_of_a_change(covered.len());
    let starts = pelt(&costs, (covered.len(), options.min_segment.max(1)), penalty);
    starts.into_iter().map(|i| covered[i]).collect()
}

/// The costs of segments from running sums.
struct Costs {
    sums: Vec<Count>,
    dispersion: f64,
}

impl Costs {
    fn new(counts: impl Iterator<Item = Count>, dispersion: f64) -> Self {
        let mut sums = vec![Count::default()];
        for count in counts {
            let last = sums[sums.len() - 1];
            sums.push(Count::sum([&last, &count]));
        }
        Self { sums, dispersion }
    }

    /// Of the periods from `start` to before `end`.
    fn segment(&self, start: usize, end: usize) -> f64 {
        let (from, to) = (self.sums[start], self.sums[end]);
        let (k, n) = ((to.k - from.k) as f64, (to.n - from.n) as f64);
        let part = |x: f64| if x > 0.0 { x * (x / n).ln() } else { 0.0 };
        -2.0 * (part(k) + part(n - k)) / self.dispersion
    }

    /// For each number of periods what the first ones cost, each as a segment.
    fn alone(&self, n: usize) -> Vec<f64> {
        let mut sum = 0.0;
        let costs = (0..n).map(|at| {
            sum += self.segment(at, at + 1);
            sum
        });
        [0.0].into_iter().chain(costs).collect()
    }
}

/// A start of the last segment that may still be the best one.
struct Candidate {
    start: usize,
    /// What it costs up to an end that was looked at, less what the periods up to that end cost alone. So
    /// much more than all periods up to a later end cost alone it costs up to there, or more: two periods of
    /// one share never cost less than each with its own.
    cost: f64,
    /// From this end on it cannot be: another start is as good for every end.
    beaten_at: usize,
}

/// More than what sums of costs are off by rounding, as a share of them.
const ROUNDING: f64 = 1e-9;

/// The best starts of segments behind the first one.
///
/// Of most candidates it is known that they cost too much, from an earlier end, and so the cost of few
/// segments is computed.
fn pelt(costs: &Costs, (n, min_segment): (usize, usize), penalty: f64) -> Vec<usize> {
    let alone = costs.alone(n);
    let rounding = ROUNDING * (1.0 + costs.segment(0, n));
    let mut best = vec![f64::INFINITY; n + 1];
    let mut last_start = vec![0; n + 1];
    best[0] = -penalty;
    let mut candidates: Vec<Candidate> = Vec::new();
    for end in min_segment..=n {
        let start = end - min_segment;
        candidates.push(Candidate { start, cost: f64::NEG_INFINITY, beaten_at: usize::MAX });
        candidates.retain(|candidate| end < candidate.beaten_at);
        let mut least = (f64::INFINITY, 0);
        for candidate in &mut candidates {
            if candidate.cost + alone[end] <= least.0 + rounding {
                let cost = best[candidate.start] + costs.segment(candidate.start, end);
                candidate.cost = cost - alone[end];
                if cost < least.0 {
                    least = (cost, candidate.start);
                }
            }
        }
        // A candidate beaten here stays good for ends nearer than a shortest segment.
        let (cost, start) = (least.0 + penalty, least.1);
        for candidate in &mut candidates {
            let is_beaten = candidate.cost + alone[end] >= cost + rounding;
            if is_beaten && candidate.beaten_at == usize::MAX {
                candidate.beaten_at = end + min_segment;
            }
        }
        (best[end], last_start[end]) = (cost, start);
    }
    walk_back(&last_start, n)
}

fn walk_back(last_start: &[usize], n: usize) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut end = n;
    while last_start[end] > 0 {
        end = last_start[end];
        starts.push(end);
    }
    starts.reverse();
    starts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::series::counts;

    type Case = (&'static [(u64, u64)], (f64, f64), &'static [usize]);

    const CASES: &[Case] = &[
        (
            &[
                (19, 133),
                (11, 154),
                (9, 71),
                (4, 64),
                (18, 135),
                (11, 139),
                (13, 101),
                (4, 57),
                (21, 139),
                (22, 101),
                (11, 58),
                (10, 56),
                (21, 89),
                (25, 122),
                (21, 88),
                (32, 141),
                (4, 40),
                (6, 91),
                (5, 102),
                (6, 154),
                (2, 68),
                (6, 139),
                (2, 48),
                (5, 80),
                (10, 129),
                (8, 109),
                (8, 152),
                (5, 130),
                (8, 149),
                (8, 139),
            ],
            (1.0, 3.0),
            &[9, 16],
        ),
        (
            &[
                (7, 56),
                (6, 55),
                (13, 135),
                (13, 99),
                (11, 110),
                (18, 112),
                (10, 125),
                (4, 43),
                (10, 98),
                (11, 57),
                (20, 88),
                (32, 151),
                (28, 105),
                (7, 48),
                (23, 105),
                (10, 55),
                (4, 130),
                (13, 153),
                (9, 157),
                (4, 114),
                (10, 144),
                (3, 84),
                (6, 57),
                (4, 101),
                (2, 93),
                (5, 119),
                (8, 159),
                (4, 73),
                (12, 142),
                (4, 56),
            ],
            (1.0, 2.0),
            &[9, 16],
        ),
        (
            &[
                (11, 113),
                (7, 70),
                (21, 156),
                (13, 153),
                (3, 47),
                (7, 62),
                (10, 63),
                (10, 61),
                (15, 109),
                (12, 81),
                (28, 97),
                (16, 67),
                (32, 154),
                (28, 120),
                (30, 119),
                (9, 53),
                (2, 59),
                (11, 147),
                (1, 77),
                (13, 142),
                (5, 134),
                (3, 40),
                (5, 96),
                (5, 104),
                (4, 96),
                (4, 52),
                (11, 126),
                (5, 70),
                (5, 82),
                (7, 90),
            ],
            (2.5, 3.0),
            &[10, 16],
        ),
        (
            &[
                (14, 147),
                (14, 143),
                (10, 138),
                (17, 142),
                (5, 48),
                (11, 137),
                (18, 153),
                (13, 71),
                (6, 60),
                (13, 49),
                (42, 135),
                (29, 153),
                (33, 112),
                (20, 113),
                (26, 134),
                (9, 40),
                (10, 140),
                (9, 149),
                (3, 55),
                (5, 158),
                (10, 141),
                (3, 74),
                (3, 97),
                (13, 137),
                (10, 148),
                (3, 49),
                (9, 118),
                (5, 92),
                (2, 81),
                (9, 138),
            ],
            (1.0, 1.0),
            &[9, 13, 16],
        ),
    ];

    #[test]
    fn agrees_with_ruptures() {
        // ruptures 1.1.10, Dynp and Pelt with this cost, min_size 3, jump 1, penalty p ln T.
        for (series, (dispersion, penalty), expected) in CASES {
            let options = ChangePointOptions { penalty: *penalty, min_segment: 3 };
            assert_eq!(change_points(&counts(series), *dispersion, options), *expected, "{series:?}");
        }
    }

    #[test]
    fn short_series_have_none() {
        let options = ChangePointOptions { penalty: 0.0, min_segment: 3 };
        for n in 0..6 {
            let series: Vec<(u64, u64)> = (0..n).map(|i| (i, 10)).collect();
            assert!(change_points(&counts(&series), 1.0, options).is_empty());
        }
    }

    #[test]
    fn uncovered_periods_are_stepped_over() {
        let options = ChangePointOptions { penalty: 3.0, min_segment: 3 };
        let series =
            counts(&[(1, 60), (0, 0), (2, 60), (1, 60), (0, 0), (0, 0), (25, 60), (24, 60), (26, 60)]);
        assert_eq!(change_points(&series, 1.0, options), [6]);
    }

    /// The total cost of segments that begin at `starts`.
    fn total(costs: &Costs, n: usize, starts: &[usize], penalty: f64) -> f64 {
        let borders: Vec<usize> = [0].into_iter().chain(starts.iter().copied()).chain([n]).collect();
        let segments: f64 = borders.windows(2).map(|pair| costs.segment(pair[0], pair[1])).sum();
        segments + penalty * starts.len() as f64
    }

    /// The least cost of every first periods, from all starts of their last segments.
    fn least_by_all_starts(costs: &Costs, (n, min_segment): (usize, usize), penalty: f64) -> f64 {
        let mut best = vec![f64::INFINITY; n + 1];
        best[0] = -penalty;
        for end in min_segment..=n {
            let all = (0..=end - min_segment).map(|start| best[start] + costs.segment(start, end) + penalty);
            best[end] = all.fold(f64::INFINITY, f64::min);
        }
        best[n]
    }

    proptest! {
        #[test]
        fn no_start_that_is_passed_over_is_the_best(
            levels in prop::collection::vec((1..60u64, 1..25usize), 1..6),
            (noise, min_segment) in (prop::collection::vec(0..7u64, 150), 1..5usize),
            (dispersion, penalty) in (0.5..4.0f64, 0.0..20.0f64),
        ) {
            let shares = levels.into_iter().flat_map(|(k, n)| std::iter::repeat_n(k, n));
            let series: Vec<Count> = shares.zip(noise).map(|(k, more)| Count::new(k + more, 900)).collect();
            let n = series.len();
            prop_assume!(n >= min_segment);
            let costs = Costs::new(series.into_iter(), dispersion);
            let found = total(&costs, n, &pelt(&costs, (n, min_segment), penalty), penalty);
            let least = least_by_all_starts(&costs, (n, min_segment), penalty);
            prop_assert!((found - least).abs() < 1e-6, "{} is not {}", found, least);
        }

        #[test]
        fn no_segmentation_costs_less(
            parts in prop::collection::vec((0..12u64, 0..30u64), 1..13),
            (min_segment, penalty) in (1..4usize, 0.0..8.0f64),
        ) {
            let series: Vec<Count> = parts.iter().map(|(k, rest)| Count::new(*k, k + rest + 1)).collect();
            let n = series.len();
            prop_assume!(n >= min_segment);
            let costs = Costs::new(series.into_iter(), 1.0);
            let found = total(&costs, n, &pelt(&costs, (n, min_segment), penalty), penalty);
            for bits in 0..1_u32 << (n - 1) {
                let starts: Vec<usize> = (1..n).filter(|i| bits >> (i - 1) & 1 == 1).collect();
                let borders: Vec<usize> = [0].into_iter().chain(starts.iter().copied()).chain([n]).collect();
                if borders.windows(2).all(|pair| pair[1] - pair[0] >= min_segment) {
                    prop_assert!(found <= total(&costs, n, &starts, penalty) + 1e-9);
                }
            }
        }
    }
}

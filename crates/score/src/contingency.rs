/// A 2×2 table of contexts by whether they name one actor, the other, both or none.
///
/// Its constructor refuses impossible tables, so every cell is a count.
///
/// ```
/// use newsloom_score::Contingency;
/// let table = Contingency::new(5, 20, 15, 1_000).unwrap();
/// assert_eq!(table.expected(), 0.3);
/// assert!(Contingency::new(16, 20, 15, 1_000).is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contingency {
    n_ij: u64,
    n_i: u64,
    n_j: u64,
    n: u64,
}

impl Contingency {
    /// The table of a joint count, two margins and a total, in contexts.
    ///
    /// `None` if a margin is smaller than the joint count or larger than the total, or the two
    /// margins overlap less than they must.
    pub fn new(n_ij: u64, n_i: u64, n_j: u64, n: u64) -> Option<Self> {
        let fits = n_ij <= n_i.min(n_j) && n_i.max(n_j) <= n && (n_i - n_ij) <= n - n_j;
        fits.then_some(Self { n_ij, n_i, n_j, n })
    }

    /// Contexts that name both.
    pub fn n_ij(&self) -> u64 {
        self.n_ij
    }

    /// Contexts that name the first.
    pub fn n_i(&self) -> u64 {
        self.n_i
    }

    /// Contexts that name the second.
    pub fn n_j(&self) -> u64 {
        self.n_j
    }

    /// All contexts.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Joint contexts expected if the two were named independently: `n_i n_j / n`; 0 for an empty table.
    pub fn expected(&self) -> f64 {
        self.expected_cells()[0]
    }

    /// The observed cells: both, only the first, only the second, none.
    pub fn observed_cells(&self) -> [u64; 4] {
        let only_i = self.n_i - self.n_ij;
        let only_j = self.n_j - self.n_ij;
        [self.n_ij, only_i, only_j, self.n - self.n_j - only_i]
    }

    /// The cells expected under independence, in the same order.
    pub fn expected_cells(&self) -> [f64; 4] {
        let (i, j, n) = (self.n_i as f64, self.n_j as f64, self.n as f64);
        if self.n == 0 {
            return [0.0; 4];
        }
        [i * j / n, i * (n - j) / n, (n - i) * j / n, (n - i) * (n - j) / n]
    }

    /// The same table seen from the other actor.
    #[must_use]
    pub fn swapped(&self) -> Self {
        Self { n_i: self.n_j, n_j: self.n_i, ..*self }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Any possible table.
    pub(crate) fn any() -> impl Strategy<Value = Contingency> {
        (0..400u64, 0..400u64, 0..400u64, 0..4_000u64).prop_map(|(both, only_i, only_j, neither)| {
            let (n_i, n_j) = (both + only_i, both + only_j);
            Contingency::new(both, n_i, n_j, both + only_i + only_j + neither).unwrap()
        })
    }

    #[test]
    fn impossible_tables_are_refused() {
        for (n_ij, n_i, n_j, n) in [(3, 2, 5, 10), (3, 5, 2, 10), (0, 11, 2, 10), (0, 6, 6, 10)] {
            assert_eq!(Contingency::new(n_ij, n_i, n_j, n), None);
        }
        assert!(Contingency::new(2, 6, 6, 10).is_some());
        assert!(Contingency::new(0, 0, 0, 0).is_some());
    }

    proptest! {
        #[test]
        fn cells_add_up(table in any()) {
            prop_assert_eq!(table.observed_cells().iter().sum::<u64>(), table.n());
            let expected: f64 = table.expected_cells().iter().sum();
            prop_assert!((expected - table.n() as f64).abs() < 1e-6);
        }
    }
}

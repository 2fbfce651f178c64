use std::collections::BTreeMap;

/// So many things of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Class {
    pub(super) value: u64,
    pub(super) n: u64,
}

/// The margins of a matrix of actors and units in one stratum: how many units name each actor (its
/// degree), and how many actors each unit names (its size).
///
/// Actors of one degree are exchangeable, and so are units of one size: only counts of them are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Margins {
    /// Distinct degrees above 0, rising.
    degrees: Vec<Class>,
    /// Distinct sizes above 0, rising.
    sizes: Vec<Class>,
    n_units: u64,
}

impl Margins {
    /// Margins from the degree of every actor and the size of every unit, in any order.
    ///
    /// Actors of degree 0 say nothing and are left out; units of size 0 count towards
    /// [`n_units`](Self::n_units), which the hypergeometric model needs. `None` if no matrix has such
    /// margins: the two sums differ, a degree exceeds the units or a size the actors. (Margins may pass
    /// and still fit no matrix: those of an actual one never do.)
    ///
    /// ```
    /// use newsloom_score::Margins;
    /// let margins = Margins::new([2, 1, 1], [3, 1, 0]).unwrap();
    /// assert_eq!(margins.n_units(), 3);
    /// assert!(Margins::new([2, 1, 1], [3, 2]).is_none());
    /// ```
    pub fn new(degrees: impl IntoIterator<Item = u64>, sizes: impl IntoIterator<Item = u64>) -> Option<Self> {
        Self::from_counts(degrees.into_iter().map(|d| (d, 1)), sizes.into_iter().map(|s| (s, 1)))
    }

    /// The same from histograms: pairs of a degree and how many actors have it, and of a size and how
    /// many units have it. A value may come more than once.
    ///
    /// ```
    /// use newsloom_score::Margins;
    /// let margins = Margins::from_counts([(2, 1), (1, 2)], [(3, 1), (1, 1)]);
    /// assert_eq!(margins, Margins::new([2, 1, 1], [1, 3]));
    /// ```
    pub fn from_counts(
        degrees: impl IntoIterator<Item = (u64, u64)>,
        sizes: impl IntoIterator<Item = (u64, u64)>,
    ) -> Option<Self> {
        let (degrees, mut sizes) = (histogram(degrees), histogram(sizes));
        let n_units = count(&sizes);
        sizes.retain(|s| s.value > 0);
        let degrees: Vec<Class> = degrees.into_iter().filter(|d| d.value > 0).collect();
        let fits = sum(&degrees) == sum(&sizes)
            && largest(&degrees) <= count(&sizes)
            && largest(&sizes) <= count(&degrees);
        fits.then_some(Self { degrees, sizes, n_units })
    }

    /// All units, those that name nobody included.
    pub fn n_units(&self) -> u64 {
        self.n_units
    }

    pub(super) fn degrees(&self) -> &[Class] {
        &self.degrees
    }

    pub(super) fn sizes(&self) -> &[Class] {
        &self.sizes
    }

    /// Pairs of memberships within a unit, over all units: the joint counts of all pairs of actors sum
    /// to it.
    ///
    /// ```
    /// assert_eq!(newsloom_score::Margins::new([2, 1, 1], [3, 1]).unwrap().n_joint(), 3);
    /// ```
    pub fn n_joint(&self) -> u64 {
        self.sizes.iter().map(|s| s.n * (s.value * (s.value - 1) / 2)).sum()
    }
}

fn histogram(values: impl IntoIterator<Item = (u64, u64)>) -> Vec<Class> {
    let mut counts = BTreeMap::<u64, u64>::new();
    for (value, n) in values.into_iter().filter(|(_, n)| *n > 0) {
        *counts.entry(value).or_default() += n;
    }
    counts.into_iter().map(|(value, n)| Class { value, n }).collect()
}

fn count(classes: &[Class]) -> u64 {
    classes.iter().map(|c| c.n).sum()
}

fn sum(classes: &[Class]) -> u64 {
    classes.iter().map(|c| c.n * c.value).sum()
}

fn largest(rising: &[Class]) -> u64 {
    rising.last().map_or(0, |c| c.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn margins_of_no_matrix_are_refused() {
        assert!(Margins::new([3, 1], [2, 2]).is_none(), "three units for one actor, of two");
        assert!(Margins::new([1, 1], [1]).is_none(), "sums differ");
        assert!(Margins::new([4], [4]).is_none(), "four actors in a unit, of one");
        assert_eq!(Margins::new([0, 0], [0, 0]).unwrap().n_units(), 2);
    }
}

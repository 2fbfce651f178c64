use std::fmt::Debug;

use super::{JointCount, Margins, PresenceModel};

/// What a fitted model says of two classes of actors.
pub(super) trait JointProbabilities: Debug + Send + Sync {
    /// Adds the chances that units name one actor of class `a` and another of class `b`, `a <= b`.
    fn add_to(&self, a: usize, b: usize, count: &mut JointCount);
}

/// A model fitted to the margins of one stratum.
#[derive(Debug)]
pub struct Fit {
    /// Distinct degrees, rising: the classes of actors.
    degrees: Vec<u64>,
    joint: Box<dyn JointProbabilities>,
    residual: f64,
}

impl Fit {
    pub(super) fn new(margins: &Margins, joint: impl JointProbabilities + 'static, residual: f64) -> Self {
        let degrees = margins.degrees().iter().map(|d| d.value).collect();
        Self { degrees, joint: Box::new(joint), residual }
    }

    /// The largest relative difference between a margin and what the fitted model expects of it.
    ///
    /// 0 for models that need no solving. Close to 1e-10 unless the margins leave no freedom (an actor
    /// that every unit names, say), where the model is approached only in the limit.
    pub fn residual(&self) -> f64 {
        self.residual
    }

    /// The law of the number of units that name two actors, given their degrees.
    ///
    /// # Panics
    /// If no actor of the stratum has one of the degrees; an actor of degree 0 is never named.
    pub fn joint_count(&self, d_i: u64, d_j: u64) -> JointCount {
        let mut count = JointCount::default();
        self.add_to(d_i, d_j, &mut count);
        count
    }

    /// Adds the units of this stratum to a law: strata are independent.
    ///
    /// # Panics
    /// As [`joint_count`](Self::joint_count).
    pub fn add_to(&self, d_i: u64, d_j: u64, count: &mut JointCount) {
        let (low, high) = (d_i.min(d_j), d_i.max(d_j));
        if low > 0 {
            self.joint.add_to(self.class(low), self.class(high), count);
        }
    }

    fn class(&self, degree: u64) -> usize {
        self.degrees.binary_search(&degree).expect("an actor of the stratum has the degree")
    }
}

/// A model fitted to several strata, weeks or months say, each with its own margins.
///
/// Two actors that are busy in the same weeks are not tied by that: the strata hold it fixed.
#[derive(Debug)]
pub struct Strata {
    fits: Vec<Fit>,
}

impl Strata {
    /// Fits a model to each stratum; one stratum of everything is the pooled test.
    pub fn fit(model: &PresenceModel, margins: &[Margins]) -> Self {
        Self { fits: margins.iter().map(model.fit).collect() }
    }

    /// The fits, in the order of the strata.
    pub fn fits(&self) -> &[Fit] {
        &self.fits
    }

    /// The law of the number of joint units over all strata, from the degrees of both actors by index
    /// of stratum, sorted; strata that do not name an actor are left out.
    ///
    /// ```
    /// use newsloom_score::{Margins, Strata, presence_model};
    /// let month = Margins::new([2, 1, 1], [3, 1]).unwrap();
    /// let strata = Strata::fit(presence_model("size-conditional").unwrap(), &[month.clone(), month]);
    /// let count = strata.joint_count(&[(0, 2), (1, 1)], &[(1, 2)]);
    /// assert!((count.expected() - 1.0).abs() < 1e-6); // both of the second month, only in one unit
    /// ```
    ///
    /// # Panics
    /// If a stratum does not exist or none of its actors has the degree.
    pub fn joint_count(&self, i: &[(u32, u64)], j: &[(u32, u64)]) -> JointCount {
        let mut count = JointCount::default();
        for (stratum, d_i, d_j) in shared(i, j) {
            self.fits[stratum as usize].add_to(d_i, d_j, &mut count);
        }
        count
    }

    /// The law of one stratum.
    pub(super) fn joint_count_of(&self, (stratum, d_i, d_j): (u32, u64, u64)) -> JointCount {
        self.fits[stratum as usize].joint_count(d_i, d_j)
    }
}

/// The strata of both lists with both degrees, the smaller first.
pub(super) fn shared<'a>(
    i: &'a [(u32, u64)],
    j: &'a [(u32, u64)],
) -> impl Iterator<Item = (u32, u64, u64)> + 'a {
    let mut rest = j.iter().peekable();
    i.iter().filter_map(move |(stratum, d_i)| {
        while rest.next_if(|(s, _)| s < stratum).is_some() {}
        let (_, d_j) = rest.next_if(|(s, _)| s == stratum)?;
        Some((*stratum, *d_i.min(d_j), *d_i.max(d_j)))
    })
}

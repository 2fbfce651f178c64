//! Conditional Bernoulli sampling: the chances that a unit of a given size names an actor, or two.

use super::{margins::Class, pmf::Head};

/// Weights of actors by class, and the sizes that units are held to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weighted<'a> {
    /// The odds of an actor of each class, up to a common factor.
    pub(super) x: &'a [f64],
    pub(super) actors: &'a [Class],
    /// Distinct sizes, rising.
    pub(super) sizes: &'a [Class],
}

/// What holds for the actors of a class in units of each size.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Inclusion {
    /// P(the unit names a given actor of the class).
    pub(super) one: Vec<f64>,
    /// P(it names two given actors of the class); 0 if the class has only one.
    pub(super) two: Vec<f64>,
}

/// The chances of every class, `e` being the elementary symmetric polynomials of the weights x of all
/// actors: P(i | m) = `x_i e_(m−1)(x without i) / e_m(x)`, P(i, j | m) in the same way.
///
/// Chen, Dempster and Liu 1994, Biometrika 81. All sums are of positive terms: each class's polynomial
/// of the others is a product along a tree, never a quotient. Sizes are taken a few octaves at a time,
/// which keeps every number within the range of doubles up to some thousand actors a unit.
pub(super) fn inclusions(weighted: Weighted<'_>) -> Vec<Inclusion> {
    let n_sizes = weighted.sizes.len();
    let empty = Inclusion { one: vec![0.0; n_sizes], two: vec![0.0; n_sizes] };
    let mut found = vec![empty; weighted.x.len()];
    let mut end = n_sizes;
    while end > 0 {
        let largest = weighted.sizes[end - 1].value;
        let start = weighted.sizes[..end].partition_point(|s| s.value <= largest / 4);
        pass(weighted, start..end, &mut found);
        end = start;
    }
    found
}

fn pass(weighted: Weighted<'_>, sizes: std::ops::Range<usize>, found: &mut [Inclusion]) {
    let largest = size(weighted.sizes[sizes.end - 1]);
    let len = largest + 1;
    let odds = tilted(weighted, 0.7 * largest as f64);
    let leaves =
        weighted.actors.iter().zip(&odds).map(|(actors, odds)| power(actors.n, *odds, len)).collect();
    for (class, others) in products_of_others(leaves, len).into_iter().enumerate() {
        let laws = Laws::new(others, (weighted.actors[class].n, odds[class]), len);
        for at in sizes.clone() {
            (found[class].one[at], found[class].two[at]) = laws.inclusion(size(weighted.sizes[at]));
        }
    }
}

fn size(class: Class) -> usize {
    usize::try_from(class.value).expect("a size in memory")
}

/// The law of the size of a unit, with and without actors of a class.
struct Laws {
    /// Probability of each of them.
    q: f64,
    all: Vec<f64>,
    without_one: Vec<f64>,
    without_two: Option<Vec<f64>>,
}

impl Laws {
    fn new(others: Vec<f64>, (n, odds): (u64, f64), len: usize) -> Self {
        let q = odds / (1.0 + odds);
        let one_more = |law: &[f64]| product(law, &[1.0 / (1.0 + odds), q], len);
        if n == 1 {
            return Self { q, all: one_more(&others), without_one: others, without_two: None };
        }
        let without_two = product(&others, &power(n - 2, odds, len), len);
        let without_one = one_more(&without_two);
        Self { q, all: one_more(&without_one), without_one, without_two: Some(without_two) }
    }

    /// The chances that a unit of size `m` names one given actor of the class, and two.
    fn inclusion(&self, m: usize) -> (f64, f64) {
        let q = self.q;
        let all = coefficient(&self.all, m);
        if all < f64::MIN_POSITIVE {
            // Out of the range of doubles: independent memberships are as close as can be said.
            return (q, q * q);
        }
        let one = q * coefficient(&self.without_one, m - 1) / all;
        let two = self.without_two.as_ref().filter(|_| m > 1);
        let two = two.map_or(0.0, |law| q * q * coefficient(law, m - 2) / all);
        (one.min(1.0), two.min(1.0))
    }
}

/// The odds `c x`, where c is such that units name about `mean` actors on average. Products of the laws
/// of single memberships are then the probabilities of sums, and none of them is too large or small a
/// number. The factor need not be exact.
fn tilted(weighted: Weighted<'_>, mean: f64) -> Vec<f64> {
    let at = |ln_c: f64| weighted.x.iter().map(move |x| ln_c.exp() * x);
    let (mut low, mut high) = (-100.0, 100.0);
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        let named = at(middle).zip(weighted.actors).map(|(odds, c)| odds / (1.0 + odds) * c.n as f64);
        let sum: f64 = named.sum();
        if sum < mean { low = middle } else { high = middle }
    }
    at(low).collect()
}

/// The law of a sum of `n` trials, as far as `len`.
fn power(n: u64, odds: f64, len: usize) -> Vec<f64> {
    let shorter = usize::try_from(n).map_or(len, |n| len.min(n + 1));
    let mut head = Head::new(shorter);
    head.binomial_of_odds(n, odds);
    head.at
}

/// For each leaf the product of all others, cut at `len` terms.
fn products_of_others(leaves: Vec<Vec<f64>>, len: usize) -> Vec<Vec<f64>> {
    let n = leaves.len();
    // A tree in an array: the children of node v are 2 v and 2 v + 1, the leaves stand at n and after.
    let mut tree = vec![Vec::new(); n];
    tree.extend(leaves);
    for node in (1..n).rev() {
        tree[node] = product(&tree[2 * node], &tree[2 * node + 1], len);
    }
    let mut others = vec![vec![1.0]; 2 * n];
    for node in 2..2 * n {
        others[node] = product(&others[node / 2], &tree[node ^ 1], len);
    }
    others.split_off(n)
}

fn product(a: &[f64], b: &[f64], len: usize) -> Vec<f64> {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let len = len.min(a.len() + b.len() - 1);
    let mut sum = vec![0.0; len];
    for (at, factor) in short.iter().enumerate() {
        for (slot, value) in sum[at..].iter_mut().zip(long) {
            *slot += factor * value;
        }
    }
    sum
}

fn coefficient(polynomial: &[f64], at: usize) -> f64 {
    polynomial.get(at).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(values: &[(u64, u64)]) -> Vec<Class> {
        values.iter().map(|(value, n)| Class { value: *value, n: *n }).collect()
    }

    /// All subsets of a size, weighted by the product of x.
    fn by_enumeration(x: &[f64], m: u32, named: &[usize]) -> f64 {
        let weight =
            |set: &u32| -> f64 { (0..x.len()).filter(|i| set >> i & 1 == 1).map(|i| x[i]).product() };
        let sets = || (0u32..1 << x.len()).filter(|set| set.count_ones() == m);
        let hit = sets().filter(|set| named.iter().all(|i| set >> i & 1 == 1));
        hit.map(|set| weight(&set)).sum::<f64>() / sets().map(|set| weight(&set)).sum::<f64>()
    }

    #[test]
    fn agrees_with_all_subsets() {
        let actors = classes(&[(1, 3), (2, 1), (3, 2), (9, 1)]);
        let sizes = classes(&[(1, 1), (2, 1), (3, 1), (5, 1), (7, 1)]);
        let x = [0.3, 1.1, 0.02, 40.0];
        let each = [0.3, 0.3, 0.3, 1.1, 0.02, 0.02, 40.0];
        let found = inclusions(Weighted { x: &x, actors: &actors, sizes: &sizes });
        for (at, size) in sizes.iter().enumerate() {
            let m = u32::try_from(size.value).unwrap();
            for (class, first) in [(0, 0), (1, 3), (2, 4), (3, 6)] {
                let exact = by_enumeration(&each, m, &[first]);
                assert!((found[class].one[at] / exact - 1.0).abs() < 1e-12, "{class} in {m}: {exact}");
            }
            for (class, pair) in [(0, [0, 1]), (2, [4, 5])] {
                let (two, exact) = (found[class].two[at], by_enumeration(&each, m, &pair));
                assert!((two - exact).abs() <= 1e-12 * exact, "two of {class} in {m}: {exact}, found {two}");
            }
            assert_eq!(found[1].two[at], 0.0);
        }
    }

    #[test]
    fn chances_sum_to_the_size_however_large() {
        let actors = classes(&[(1, 6_000), (5, 800), (40, 90), (700, 9), (2_000, 1)]);
        let sizes = classes(&[(1, 1), (2, 1), (30, 1), (400, 1), (2_500, 1)]);
        let found =
            inclusions(Weighted { x: &[1e-4, 6e-4, 5e-3, 0.3, 1e15], actors: &actors, sizes: &sizes });
        for (at, size) in sizes.iter().enumerate() {
            let sum: f64 = found.iter().zip(&actors).map(|(f, c)| f.one[at] * c.n as f64).sum();
            assert!((sum / size.value as f64 - 1.0).abs() < 1e-11, "{sum} for {size:?}");
        }
    }
}

//! Numbers of communities that a reader can follow.

use std::collections::BTreeMap;

/// Communities numbered from 1, the largest first, of equal ones that with the smallest member first;
/// `None` for nodes of a community of one.
///
/// ```
/// use newsloom_aggregate::network::numbered_by_size;
/// let numbers = numbered_by_size(&[7, 4, 4, 7, 4, 9]);
/// assert_eq!(numbers, [Some(2), Some(1), Some(1), Some(2), Some(1), None]);
/// ```
pub fn numbered_by_size(communities: &[usize]) -> Vec<Option<u32>> {
    let mut members: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (node, community) in communities.iter().enumerate() {
        members.entry(*community).or_insert((0, node)).0 += 1;
    }
    let mut order: Vec<(usize, usize, usize)> = members
        .into_iter()
        .filter(|(_, (size, _))| *size > 1)
        .map(|(c, (size, first))| (size, first, c))
        .collect();
    order.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let numbers: BTreeMap<usize, u32> = order.into_iter().map(|(_, _, c)| c).zip(1..).collect();
    communities.iter().map(|community| numbers.get(community).copied()).collect()
}

/// The community that each actor was last in, while periods go by.
///
/// ```
/// use newsloom_aggregate::network::Labels;
/// let mut labels = Labels::new([("a", 1), ("b", 1), ("c", 2), ("d", 2)]);
/// // The second period finds the same groups under other numbers, and one that is new.
/// let found = labels.follow(&[("a", 5), ("b", 5), ("c", 3), ("d", 3), ("e", 9)]);
/// assert_eq!(found, [1, 1, 2, 2, 3]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Labels<T> {
    last: BTreeMap<T, u32>,
    highest: u32,
}

impl<T: Ord + Copy> Labels<T> {
    /// Begins with a known partition.
    pub fn new(known: impl IntoIterator<Item = (T, u32)>) -> Self {
        let last: BTreeMap<T, u32> = known.into_iter().collect();
        Self { highest: last.values().copied().max().unwrap_or(0), last }
    }

    /// The labels of a period's communities: each takes that of the earlier community with which it
    /// shares most members, the largest overlaps first, each label once; others get a new one.
    pub fn follow(&mut self, found: &[(T, usize)]) -> Vec<u32> {
        let mut chosen: BTreeMap<usize, u32> = BTreeMap::new();
        let mut taken = std::collections::BTreeSet::new();
        for (community, label) in self.overlaps(found) {
            if !chosen.contains_key(&community) && taken.insert(label) {
                chosen.insert(community, label);
            }
        }
        let labels: Vec<u32> = found
            .iter()
            .map(|(_, community)| {
                *chosen.entry(*community).or_insert_with(|| {
                    self.highest += 1;
                    self.highest
                })
            })
            .collect();
        self.last.extend(found.iter().zip(&labels).map(|((node, _), label)| (*node, *label)));
        labels
    }

    /// Every found community with an earlier label that some member bore, most shared members first.
    fn overlaps(&self, found: &[(T, usize)]) -> Vec<(usize, u32)> {
        let mut shared: BTreeMap<(usize, u32), usize> = BTreeMap::new();
        for (node, community) in found {
            if let Some(label) = self.last.get(node) {
                *shared.entry((*community, *label)).or_default() += 1;
            }
        }
        let mut overlaps: Vec<_> = shared.into_iter().collect();
        overlaps.sort_by_key(|((community, label), n)| (std::cmp::Reverse(*n), *label, *community));
        overlaps.into_iter().map(|(key, _)| key).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_community_that_splits_keeps_its_number_in_the_larger_part() {
        let mut labels = Labels::new((0..5).map(|node| (node, 1)));
        assert_eq!(labels.follow(&[(0, 8), (1, 8), (2, 8), (3, 4), (4, 4)]), [1, 1, 1, 2, 2]);
        assert_eq!(labels.follow(&[(3, 0), (4, 0)]), [2, 2], "it is remembered where the other is away");
        assert_eq!(labels.follow(&[(0, 0), (3, 1), (4, 1)]), [1, 2, 2]);
    }

    #[test]
    fn numbers_follow_size() {
        assert_eq!(numbered_by_size(&[]), []);
        assert_eq!(numbered_by_size(&[3, 3, 1, 1]), [Some(1), Some(1), Some(2), Some(2)]);
    }
}

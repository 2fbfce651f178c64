//! Work that is spread over threads, if there are any: this crate knows none.

/// Somebody who can do many things at once.
pub trait Workers: Sync {
    /// Does something to every item; the results are in the order of the items.
    fn map<T: Send, U: Send>(&self, items: Vec<T>, work: impl Fn(T) -> U + Send + Sync) -> Vec<U>;

    /// Does two things, at the same time if there is anybody for the other.
    fn join<A: Send, B: Send>(
        &self,
        one: impl FnOnce() -> A + Send,
        other: impl FnOnce() -> B + Send,
    ) -> (A, B);
}

/// One thing after the other.
#[derive(Debug, Clone, Copy, Default)]
pub struct OneByOne;

impl Workers for OneByOne {
    fn map<T: Send, U: Send>(&self, items: Vec<T>, work: impl Fn(T) -> U + Send + Sync) -> Vec<U> {
        items.into_iter().map(work).collect()
    }

    fn join<A: Send, B: Send>(
        &self,
        one: impl FnOnce() -> A + Send,
        other: impl FnOnce() -> B + Send,
    ) -> (A, B) {
        (one(), other())
    }
}

/// Items that are worked on together, for what they have in common, and their weight.
const TOGETHER: Load = Load { n_items: 1 << 10, weight: 1 << 14 };
/// What is worked on at once: a few items more, or as much as one of them weighs. As much again is in memory
/// that comes next, and what was made of as much before.
const AT_ONCE: Load = Load { n_items: 1 << 16, weight: 1 << 19 };

struct Load {
    n_items: usize,
    weight: usize,
}

/// Something made of events.
pub(crate) trait Weighty {
    /// Its events, and the rows that are made of it.
    fn weight(&self) -> usize;
}

/// Events, and how many rows are made of them.
pub(crate) struct Task<T> {
    pub(crate) events: T,
    pub(crate) n_rows: usize,
}

impl<T: Weighty> Weighty for Task<T> {
    fn weight(&self) -> usize {
        self.events.weight() + self.n_rows
    }
}

/// Does something to all items, some at a time, and takes in the results in order, while the next are worked
/// on.
pub(crate) fn in_groups<T: Weighty + Send, U: Send, E: Send>(
    workers: &impl Workers,
    mut items: impl Iterator<Item = T> + Send,
    work: impl Fn(Vec<T>) -> Vec<U> + Send + Sync,
    mut take: impl FnMut(U) -> Result<(), E> + Send,
) -> Result<(), E> {
    let (mut groups, mut before) = (next_groups(&mut items), Vec::new());
    while !groups.is_empty() {
        let (around, done) = workers.join(
            || (before.into_iter().flatten().try_for_each(&mut take), next_groups(&mut items)),
            || workers.map(groups, &work),
        );
        around.0?;
        (groups, before) = (around.1, done);
    }
    before.into_iter().flatten().try_for_each(take)
}

fn next_groups<T: Weighty>(items: &mut impl Iterator<Item = T>) -> Vec<Vec<T>> {
    let (mut groups, mut all) = (Vec::new(), Load { n_items: 0, weight: 0 });
    while all.n_items < AT_ONCE.n_items && all.weight < AT_ONCE.weight {
        let (mut group, mut weight) = (Vec::new(), 0);
        while group.len() < TOGETHER.n_items && weight < TOGETHER.weight {
            let Some(item) = items.next() else { break };
            weight += item.weight();
            group.push(item);
        }
        if group.is_empty() {
            break;
        }
        all.n_items += group.len();
        all.weight += weight;
        groups.push(group);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Weighty for usize {
        fn weight(&self) -> usize {
            *self
        }
    }

    #[test]
    fn groups_end_by_items_and_by_weight() {
        let sizes = |items: Vec<usize>| {
            let groups = next_groups(&mut items.into_iter());
            groups.iter().map(Vec::len).collect::<Vec<_>>()
        };
        assert_eq!(sizes(vec![1; 2_400]), [1_024, 1_024, 352]);
        assert_eq!(sizes(vec![1 << 13; 5]), [2, 2, 1]);
        assert_eq!(sizes(vec![1 << 21; 3]), [1], "one of these is enough to hold");
        assert_eq!(sizes(vec![0; 1 << 17]), [1_024; 64]);
        assert_eq!(sizes(Vec::new()), [0; 0]);
    }

    #[test]
    fn results_come_in_order() {
        let mut found = Vec::new();
        let taken = in_groups(
            &OneByOne,
            0..1_000,
            |group| group,
            |item| {
                found.push(item);
                if item < 700 { Ok(()) } else { Err(item) }
            },
        );
        assert_eq!((taken, found), (Err(700), (0..=700).collect()));
    }
}

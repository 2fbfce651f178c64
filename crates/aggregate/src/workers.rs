//! Work that is spread over threads, if there are any: this crate knows none.

/// Somebody who can do many things at once.
pub trait Workers {
    /// Does something to every item; the results are in the order of the items.
    fn map<T: Send, U: Send>(&self, items: Vec<T>, work: impl Fn(T) -> U + Send + Sync) -> Vec<U>;
}

/// One thing after the other.
#[derive(Debug, Clone, Copy, Default)]
pub struct OneByOne;

impl Workers for OneByOne {
    fn map<T: Send, U: Send>(&self, items: Vec<T>, work: impl Fn(T) -> U + Send + Sync) -> Vec<U> {
        items.into_iter().map(work).collect()
    }
}

/// Items that are worked on together, for what they have in common.
const TOGETHER: usize = 256;
/// Such groups of items that are in memory at once.
const GROUPS: usize = 16;

/// Does something to all items, some at a time, and takes in the results in order.
pub(crate) fn in_groups<T: Send, U: Send, E>(
    workers: &impl Workers,
    items: impl Iterator<Item = T>,
    work: impl Fn(Vec<T>) -> Vec<U> + Send + Sync,
    mut take: impl FnMut(U) -> Result<(), E>,
) -> Result<(), E> {
    let mut items = items.peekable();
    while items.peek().is_some() {
        let group = |_| items.by_ref().take(TOGETHER).collect::<Vec<T>>();
        let groups: Vec<Vec<T>> = (0..GROUPS).map(group).filter(|group| !group.is_empty()).collect();
        workers.map(groups, &work).into_iter().flatten().try_for_each(&mut take)?;
    }
    Ok(())
}

use newsloom_aggregate::Workers;
use rayon::prelude::*;

/// All threads of the run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Threads;

impl Workers for Threads {
    fn map<T: Send, U: Send>(&self, items: Vec<T>, work: impl Fn(T) -> U + Send + Sync) -> Vec<U> {
        items.into_par_iter().map(work).collect()
    }

    fn join<A: Send, B: Send>(
        &self,
        one: impl FnOnce() -> A + Send,
        other: impl FnOnce() -> B + Send,
    ) -> (A, B) {
        rayon::join(one, other)
    }
}

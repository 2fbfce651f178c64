//! Fetching, work and taking in, at the same time.

use newsloom_diagnostics::Diagnostic;

/// Works on groups one after the other. While one is worked on, `around` takes in what became of the one
/// before it and fetches the one behind it; an empty group is the last.
///
/// # Errors
/// That of `around`, or the first of `work` in the order of the group, however many threads there are.
pub(super) fn in_step<T: Send, U: Send>(
    mut around: impl FnMut(Vec<U>) -> Result<Vec<T>, Diagnostic> + Send,
    work: impl Fn(Vec<T>) -> Vec<Result<U, Diagnostic>> + Sync,
) -> Result<(), Diagnostic> {
    let (mut group, mut done) = (around(Vec::new())?, Vec::new());
    while !group.is_empty() || !done.is_empty() {
        let (next, worked) = rayon::join(|| around(done), || work(group));
        (group, done) = (next?, worked.into_iter().collect::<Result<_, _>>()?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_taken_in_once_and_in_order() {
        for n in [0, 1, 2, 9] {
            let (mut fetched, mut taken) = (0, Vec::new());
            let around = |done: Vec<usize>| {
                taken.extend(done);
                let group = if fetched < n { vec![2 * fetched, 2 * fetched + 1] } else { Vec::new() };
                fetched += 1;
                Ok(group)
            };
            in_step(around, |group| group.into_iter().map(|item: usize| Ok(item * 10)).collect())
                .expect("nothing fails");
            assert_eq!(taken, (0..2 * n).map(|item| item * 10).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_fails_ends_it() {
        let problem = || Diagnostic::error("R125", "so");
        let (mut n_fetched, mut n_taken) = (0, 0);
        let around = |done: Vec<u8>| {
            (n_fetched, n_taken) = (n_fetched + 1, n_taken + done.len());
            Ok(vec![n_fetched])
        };
        let one = |item: u8| if item == 3 { Err(problem()) } else { Ok(item) };
        let work = |group: Vec<u8>| group.into_iter().map(one).collect();
        assert_eq!(in_step(around, work), Err(problem()));
        assert_eq!((n_fetched, n_taken), (4, 2));
        assert_eq!(in_step(|_: Vec<u8>| Err(problem()), work), Err(problem()));
    }
}

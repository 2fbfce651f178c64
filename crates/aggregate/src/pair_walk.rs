//! All that tables tell of a pair, from one look at its events.

use newsloom_corpus::{
    Pair,
    table::{CoMentionRow, Extended},
};

use crate::{
    AllTested, Finished, Grid, GroupContrast, GroupTable, Names, PairPeriod, PairTable, TableOptions, Tested,
    UnequalSums, Verdicts, Workers,
    pairs::PairRows,
    sorted::PairEvents,
    workers::{Task, Weighty, in_groups},
};

impl Weighty for (PairEvents, Option<Tested>) {
    fn weight(&self) -> usize {
        self.0.weight()
    }
}

/// What the rows of pairs are made with: over the run, by period and by group.
pub struct PairTables<'a> {
    rows: PairRows<'a>,
    /// By period, in the order of the grids.
    pub periods: Vec<PairTable<'a>>,
    /// By group.
    pub groups: GroupTable<'a>,
}

/// What is told of a pair.
#[derive(Debug)]
pub struct OfPair {
    /// The pair.
    pub pair: Pair,
    /// Its row over the whole run, with the chosen measures behind the fixed columns; none without a joint
    /// context.
    pub whole: Option<Extended<CoMentionRow>>,
    /// For each grid its periods, in order.
    pub periods: Vec<Vec<PairPeriod>>,
    /// Its groups, in order.
    pub contrasts: Vec<GroupContrast>,
}

impl Finished {
    /// What the rows of pairs are made with.
    pub fn pair_tables<'a>(
        &'a self,
        of: (&'a Names<'a>, &'a TableOptions),
        (tests, verdicts, grids): (&'a AllTested, &'a Verdicts, &'a [Grid]),
    ) -> PairTables<'a> {
        PairTables {
            rows: PairRows { finished: self, names: of.0, options: of.1, tests },
            periods: grids.iter().map(|grid| PairTable::new(self, of, (verdicts, grid))).collect(),
            groups: GroupTable::new(self, of),
        }
    }

    /// The grid of weeks and of the other periods asked for.
    pub fn grids(&self, options: &TableOptions) -> Vec<Grid> {
        let others = options.series.periods.iter().map(|period| Grid::of(&self.coverage, *period));
        [self.weeks.clone()].into_iter().chain(others).collect()
    }
}

impl PairTables<'_> {
    /// Looks at every pair, in order; `tested` are the tests of those that were tested, in order, too.
    ///
    /// # Errors
    /// What `take` says, and what `unequal` makes of counts that do not add up.
    pub fn walk<E: Send>(
        &self,
        (tested, workers): (impl Iterator<Item = Tested> + Send, &impl Workers),
        unequal: impl Fn(UnequalSums) -> E + Sync,
        mut take: impl FnMut(OfPair) -> Result<(), E> + Send,
    ) -> Result<(), E> {
        let mut tested = tested.peekable();
        let pairs = self.rows.finished.events.by_pair().map(|events| {
            let test = tested.next_if(|test| test.number as usize == events.number);
            Task { n_rows: self.n_rows(&events), events: (events, test) }
        });
        in_groups(workers, pairs, |group| self.all(&group), |found| take(found.map_err(&unequal)?))
    }

    /// Periods that have a row of a pair, or may have one.
    fn n_rows(&self, events: &PairEvents) -> usize {
        self.periods.iter().map(|table| table.n_rows(events)).sum()
    }

    fn all(&self, group: &[Task<(PairEvents, Option<Tested>)>]) -> Vec<Result<OfPair, UnequalSums>> {
        let mut tests: Vec<_> = self.periods.iter().map(PairTable::tests).collect();
        let one = |task: &Task<(PairEvents, Option<Tested>)>| {
            let (events, test) = &task.events;
            let periods = self.periods.iter().zip(&mut tests);
            Ok(OfPair {
                pair: events.pair,
                whole: self.rows.row(events, test.as_ref()),
                periods: periods
                    .map(|(table, tests)| table.periods(events, tests))
                    .collect::<Result<_, _>>()?,
                contrasts: self.groups.contrasts(events)?,
            })
        };
        group.iter().map(one).collect()
    }
}

//! Whether what the tables count by period and by group adds up to what they count over the run.

use std::{collections::BTreeMap, fmt};

use newsloom_corpus::{
    ActorId, Pair,
    table::{
        ActorPeriodRow, ActorRow, ActorWeekRow, CoMentionGroupRow, CoMentionPeriodRow, CoMentionRow,
        CoMentionWeekRow, CoverageRow, Extended,
    },
};

use crate::{Finished, Names, TableOptions, coverage::Sizes};

/// The finished rows that hold counts.
#[derive(Debug, Clone, Copy, Default)]
pub struct CountedRows<'a> {
    /// Actors over the run.
    pub actors: &'a [ActorRow],
    /// Actors by week.
    pub actor_weeks: &'a [ActorWeekRow],
    /// Actors by the other periods.
    pub actor_periods: &'a [ActorPeriodRow],
    /// Pairs over the run.
    pub pairs: &'a [Extended<CoMentionRow>],
    /// Pairs by week.
    pub pair_weeks: &'a [CoMentionWeekRow],
    /// Pairs by the other periods.
    pub pair_periods: &'a [CoMentionPeriodRow],
    /// Pairs by group.
    pub groups: &'a [CoMentionGroupRow],
    /// The coverage.
    pub coverage: &'a [CoverageRow],
}

/// Two ways of counting one thing disagree, which is a defect of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnequalSums {
    table: String,
    row: String,
    column: &'static str,
    whole: u64,
    parts: u64,
}

impl fmt::Display for UnequalSums {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, row, column, whole, parts } = self;
        write!(
            f,
            "`{column}` of {row} is {whole} over the run, and {parts} by the rows of `{table}` and what has no date"
        )
    }
}

impl std::error::Error for UnequalSums {}

/// What is added up for an actor, and in what order.
const ACTOR_COLUMNS: [&str; 5] =
    ["n_mentions", "n_articles", "n_clusters", "n_articles_total", "n_clusters_total"];

/// For a pair; the columns behind the third only where it has a row for every period.
const PAIR_COLUMNS: [&str; 8] =
    ["n_ij", "n_clusters", "n_articles", "n_clusters_both", "n_clusters_total", "n_i", "n_j", "n"];
const PAIR_COLUMNS_OF_ALL: usize = 3;

/// For a pair by group; the columns behind the second only where it has a row for every group.
const GROUP_COLUMNS: [&str; 5] = ["n_ij", "n_clusters", "n_clusters_i", "n_clusters_j", "n_clusters_total"];
const GROUP_COLUMNS_OF_ALL: usize = 2;

const COVERAGE_COLUMNS: [&str; 3] = ["n_articles", "n_clusters", "n_contexts"];

/// Sums of some columns by key.
struct Sums<'a, const N: usize> {
    table: String,
    columns: [&'static str; N],
    by_key: BTreeMap<[&'a str; 2], [u64; N]>,
}

impl<'a, const N: usize> Sums<'a, N> {
    fn of(
        table: &str,
        columns: [&'static str; N],
        rows: impl Iterator<Item = ([&'a str; 2], [u64; N])>,
    ) -> Self {
        let mut by_key: BTreeMap<[&str; 2], [u64; N]> = BTreeMap::new();
        for (key, counts) in rows {
            let sums = by_key.entry(key).or_insert([0; N]);
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        Self { table: table.to_owned(), columns, by_key }
    }

    /// Whether the first `n` columns of a row and what has no date make the whole.
    fn compare(
        &self,
        (key, n): ([&str; 2], usize),
        undated: [u64; N],
        whole: [u64; N],
    ) -> Result<(), UnequalSums> {
        let sums = self.by_key.get(&key).copied().unwrap_or([0; N]);
        for i in 0..n {
            let parts = sums[i] + undated[i];
            if parts != whole[i] {
                let row = key.join(" ").trim().to_owned();
                let (table, column) = (self.table.clone(), self.columns[i]);
                return Err(UnequalSums { table, row, column, whole: whole[i], parts });
            }
        }
        Ok(())
    }
}

impl Finished {
    /// Checks every count of the rows: by week, day, month and group it must add up to the whole run.
    ///
    /// Two actors that are never in one context have no row, and pairs below `min-joint` none for the
    /// periods and groups without one; what their rows carry of others is not asked to add up.
    ///
    /// # Errors
    /// The first count that does not add up.
    pub fn check_sums(
        &self,
        names: &Names<'_>,
        options: &TableOptions,
        rows: &CountedRows<'_>,
    ) -> Result<(), UnequalSums> {
        self.check_coverage(rows.coverage)?;
        let actors = rows.actor_weeks.iter().map(|row| ([&*row.actor_id, ""], actor_counts(row)));
        self.check_actors(names, options, (rows.actors, &Sums::of("actors_weekly", ACTOR_COLUMNS, actors)))?;
        let pairs = rows.pair_weeks.iter().map(|row| ([&*row.source, &*row.target], pair_counts(row)));
        self.check_pairs(names, options, (rows.pairs, &Sums::of("comentions_weekly", PAIR_COLUMNS, pairs)))?;
        for period in &options.series.periods {
            let unit = period.as_str();
            let of_unit = rows.actor_periods.iter().filter(|row| row.unit == unit);
            let actors = of_unit.map(|row| ([&*row.actor_id, ""], actor_period_counts(row)));
            let sums = Sums::of(&format!("actors_by_period ({unit})"), ACTOR_COLUMNS, actors);
            self.check_actors(names, options, (rows.actors, &sums))?;
            let of_unit = rows.pair_periods.iter().filter(|row| row.unit == unit);
            let pairs = of_unit.map(|row| ([&*row.source, &*row.target], pair_period_counts(row)));
            let sums = Sums::of(&format!("comentions_by_period ({unit})"), PAIR_COLUMNS, pairs);
            self.check_pairs(names, options, (rows.pairs, &sums))?;
        }
        names.group_columns.iter().try_for_each(|column| check_groups(column, options, rows))
    }

    fn check_coverage(&self, rows: &[CoverageRow]) -> Result<(), UnequalSums> {
        let counts =
            rows.iter().map(|row| (["all", "articles"], [row.n_articles, row.n_clusters, row.n_contexts]));
        let whole = &self.totals.whole;
        let whole = [whole.n_articles, whole.n_clusters, whole.n_contexts];
        let sums = Sums::of("coverage", COVERAGE_COLUMNS, counts);
        sums.compare((["all", "articles"], COVERAGE_COLUMNS.len()), [0; 3], whole)
    }

    fn check_actors(
        &self,
        names: &Names<'_>,
        options: &TableOptions,
        (rows, sums): (&[ActorRow], &Sums<'_, 5>),
    ) -> Result<(), UnequalSums> {
        let (whole, undated) = (self.totals.whole, self.undated());
        for row in rows.iter().filter(|row| row.n_articles >= options.min_articles) {
            let Some(actor) = names.actors.find(&row.actor_id) else { continue };
            let clusters = self.clusters_of(actor).iter().filter(|c| c.day.is_none());
            let n_articles = self.articles_of_actor(actor).iter().filter(|a| a.day.is_none()).count() as u64;
            let n_mentions = clusters.clone().map(|c| u64::from(c.n_mentions)).sum();
            let totals = |sizes: Sizes| (sizes.n_articles, sizes.clusters(options.universe));
            let (articles, n_clusters) = totals(undated);
            let rest = [n_mentions, n_articles, clusters.count() as u64, articles, n_clusters];
            let (articles, n_clusters) = totals(whole);
            let counts = [row.n_mentions, row.n_articles, row.n_clusters, articles, n_clusters];
            sums.compare(([&row.actor_id, ""], ACTOR_COLUMNS.len()), rest, counts)?;
        }
        Ok(())
    }

    fn check_pairs(
        &self,
        names: &Names<'_>,
        options: &TableOptions,
        (rows, sums): (&[Extended<CoMentionRow>], &Sums<'_, 8>),
    ) -> Result<(), UnequalSums> {
        for row in rows.iter().map(|extended| &extended.row) {
            let ends = (names.actors.find(&row.source), names.actors.find(&row.target));
            let (Some(source), Some(target)) = ends else { continue };
            let Some(pair) = Pair::new(source, target) else { continue };
            let is_dense = row.n_ij >= options.min_joint;
            let n = if is_dense { PAIR_COLUMNS.len() } else { PAIR_COLUMNS_OF_ALL };
            let rest = if self.has_undated() { self.undated_pair(pair, options) } else { [0; 8] };
            sums.compare(([&row.source, &row.target], n), rest, whole_pair_counts(row))?;
        }
        Ok(())
    }

    /// What counts for a pair and has no date, in the order of the columns.
    fn undated_pair(&self, pair: Pair, options: &TableOptions) -> [u64; 8] {
        let clusters = self.clusters_of_pair(pair).iter().filter(|c| c.day.is_none());
        let n_ij = clusters.clone().map(|c| u64::from(c.n_joint)).sum();
        let n_clusters = clusters.clone().filter(|c| c.n_joint > 0).count() as u64;
        let n_articles = self.articles_of(pair).iter().filter(|a| a.day.is_none()).count() as u64;
        let contexts = |actor: ActorId| {
            let of_actor = self.clusters_of(actor).iter().filter(|c| c.day.is_none());
            of_actor.map(|c| u64::from(c.n_contexts)).sum()
        };
        let sizes = self.undated();
        [
            n_ij,
            n_clusters,
            n_articles,
            clusters.count() as u64,
            sizes.clusters(options.universe),
            contexts(pair.first()),
            contexts(pair.second()),
            sizes.contexts(options.universe),
        ]
    }

    fn undated(&self) -> Sizes {
        self.totals.by_week.get(&None).copied().unwrap_or_default()
    }

    fn has_undated(&self) -> bool {
        self.totals.by_week.contains_key(&None)
    }
}

/// Every cluster is in one group, dated or not.
fn check_groups(column: &str, options: &TableOptions, rows: &CountedRows<'_>) -> Result<(), UnequalSums> {
    let of_column = rows.groups.iter().filter(|row| row.group_by == column);
    let counts = of_column.map(|row| ([&*row.source, &*row.target], group_counts(row)));
    let sums = Sums::of(&format!("comentions_by_group ({column})"), GROUP_COLUMNS, counts);
    let with_joint_cluster = rows.pairs.iter().map(|extended| &extended.row).filter(|row| row.n_clusters > 0);
    for row in with_joint_cluster {
        let is_dense = row.n_ij >= options.min_joint;
        let n = if is_dense { GROUP_COLUMNS.len() } else { GROUP_COLUMNS_OF_ALL };
        sums.compare(([&row.source, &row.target], n), [0; 5], whole_group_counts(row))?;
    }
    Ok(())
}

macro_rules! actor_counts {
    ($($name:ident $Row:ident),+) => {$(
        fn $name(row: &$Row) -> [u64; 5] {
            [row.n_mentions, row.n_articles, row.n_clusters, row.n_articles_total, row.n_clusters_total]
        }
    )+};
}

macro_rules! group_counts {
    ($($name:ident $Row:ident),+) => {$(
        fn $name(row: &$Row) -> [u64; 5] {
            [row.n_ij, row.n_clusters, row.n_clusters_i, row.n_clusters_j, row.n_clusters_total]
        }
    )+};
}

macro_rules! pair_counts {
    ($($name:ident $Row:ident),+) => {$(
        fn $name(row: &$Row) -> [u64; 8] {
            [
                row.n_ij,
                row.n_clusters,
                row.n_articles,
                row.n_clusters_both,
                row.n_clusters_total,
                row.n_i,
                row.n_j,
                row.n,
            ]
        }
    )+};
}

actor_counts!(actor_counts ActorWeekRow, actor_period_counts ActorPeriodRow);
pair_counts!(
    whole_pair_counts CoMentionRow,
    pair_counts CoMentionWeekRow,
    pair_period_counts CoMentionPeriodRow
);
group_counts!(whole_group_counts CoMentionRow, group_counts CoMentionGroupRow);

//! Whether what the tables count by period and by group adds up to what they count over the run.
//!
//! Two actors that are never in one context have no row, and pairs below `min-joint` none for the periods
//! and groups without one; what their rows carry of others is not asked to add up.

use std::fmt;

use newsloom_corpus::table::CoverageRow;

use crate::{
    Finished, Universe,
    actor_periods::Tallied,
    coverage::Sizes,
    groups::{Column, GroupContrast, GroupTable},
    pair_periods::{PairPeriod, PairTable},
    pairs::PairTotal,
    period::{Grid, Period},
    sorted::{ActorEvents, PairEvents},
};

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

/// What is added up for an actor.
const ACTOR_COLUMNS: [&str; 5] =
    ["n_mentions", "n_articles", "n_clusters", "n_articles_total", "n_clusters_total"];

/// For a pair; the columns behind the third only where it has a row for every period.
const PAIR_COLUMNS: [&str; 8] =
    ["n_ij", "n_clusters", "n_articles", "n_clusters_both", "n_i", "n_j", "n", "n_clusters_total"];
const PAIR_COLUMNS_OF_ALL: usize = 3;

/// For a pair by group; the columns behind the second only where it has a row for every group.
const GROUP_COLUMNS: [&str; 5] = ["n_ij", "n_clusters", "n_clusters_i", "n_clusters_j", "n_clusters_total"];
const GROUP_COLUMNS_OF_ALL: usize = 2;

const COVERAGE_COLUMNS: [&str; 3] = ["n_articles", "n_clusters", "n_contexts"];

/// Whether parts make wholes, column by column.
struct Comparison<'a, const N: usize> {
    table: &'a str,
    row: &'a dyn Fn() -> String,
    columns: [&'static str; N],
    /// Columns that must add up, from the first.
    n_columns: usize,
}

impl<const N: usize> Comparison<'_, N> {
    fn check(&self, parts: impl Iterator<Item = [u64; N]>, whole: [u64; N]) -> Result<(), UnequalSums> {
        let mut sums = [0; N];
        for part in parts {
            sums.iter_mut().zip(part).for_each(|(sum, count)| *sum += count);
        }
        let columns = self.columns.iter().zip(sums.into_iter().zip(whole)).take(self.n_columns);
        for (column, (parts, whole)) in columns {
            if parts != whole {
                let (table, row) = (self.table.to_owned(), (self.row)());
                return Err(UnequalSums { table, row, column, whole, parts });
            }
        }
        Ok(())
    }
}

/// The name of a table by period.
fn table_of(grid: &Grid, weekly: &str, others: &str) -> String {
    match grid.period {
        Period::Week => weekly.to_owned(),
        other => format!("{others} ({})", other.as_str()),
    }
}

impl Finished {
    /// Checks that the coverage adds up to the whole run.
    ///
    /// # Errors
    /// The first count that does not.
    pub fn check_coverage(&self, rows: &[CoverageRow]) -> Result<(), UnequalSums> {
        let parts = rows.iter().map(|row| [row.n_articles, row.n_clusters, row.n_contexts]);
        let whole = &self.totals.whole;
        let comparison = Comparison {
            table: "coverage",
            row: &|| "all articles".to_owned(),
            columns: COVERAGE_COLUMNS,
            n_columns: COVERAGE_COLUMNS.len(),
        };
        comparison.check(parts, [whole.n_articles, whole.n_clusters, whole.n_contexts])
    }

    /// Checks that the periods of an actor add up to its run.
    pub(crate) fn check_actor(
        &self,
        id: &str,
        (events, tallied): (&ActorEvents, &[Tallied]),
        (grid, universe): (&Grid, Universe),
    ) -> Result<(), UnequalSums> {
        let totals = |sizes: &Sizes| [sizes.n_articles, sizes.clusters(universe)];
        let slots = tallied.iter().zip(&grid.slots).map(|(tallied, slot)| {
            let [n_articles, n_clusters] = totals(&slot.sizes);
            [tallied.n_mentions, tallied.n_articles, tallied.n_clusters, n_articles, n_clusters]
        });
        let clusters = events.clusters.iter().filter(|c| c.day.is_none());
        let n_mentions = clusters.clone().map(|c| u64::from(c.n_mentions)).sum();
        let n_articles = events.articles.iter().filter(|a| a.day.is_none()).count() as u64;
        let [articles, n_clusters] = totals(&self.undated());
        let undated = [n_mentions, n_articles, clusters.count() as u64, articles, n_clusters];
        let total = self.actor_total(events.actor);
        let [articles, n_clusters] = totals(&self.totals.whole);
        let comparison = Comparison {
            table: &table_of(grid, "actors_weekly", "actors_by_period"),
            row: &|| id.to_owned(),
            columns: ACTOR_COLUMNS,
            n_columns: ACTOR_COLUMNS.len(),
        };
        let whole = [total.n_mentions, total.n_articles, total.n_clusters, articles, n_clusters];
        comparison.check(slots.chain([undated]), whole)
    }

    pub(crate) fn undated(&self) -> Sizes {
        self.totals.by_week.get(&None).copied().unwrap_or_default()
    }
}

impl PairTable<'_> {
    /// Checks that the periods of a pair add up to its run.
    pub(crate) fn check_pair(&self, events: &PairEvents, periods: &[PairPeriod]) -> Result<(), UnequalSums> {
        let (finished, universe) = (self.finished, self.options.universe);
        let total = &finished.pairs[events.number];
        let parts = periods.iter().map(|period| {
            let [n_i, n_j, n, n_clusters] = self.n_around(period);
            let PairPeriod { n_ij, n_articles, n_both, .. } = *period;
            [n_ij, period.n_clusters.into(), n_articles.into(), n_both.into(), n_i, n_j, n, n_clusters]
        });
        let whole = &finished.totals.whole;
        let [n_i, n_j] = total.pair.both().map(|actor| finished.actor_total(actor).n_contexts);
        let n_articles = events.articles.len() as u64;
        let is_dense = self.is_dense(total);
        let comparison = Comparison {
            table: &table_of(self.grid, "comentions_weekly", "comentions_by_period"),
            row: &|| self.names.ids(total.pair),
            columns: PAIR_COLUMNS,
            n_columns: if is_dense { PAIR_COLUMNS.len() } else { PAIR_COLUMNS_OF_ALL },
        };
        let (n, n_clusters) = (whole.contexts(universe), whole.clusters(universe));
        let whole = [total.n_ij, total.n_clusters, n_articles, total.n_both, n_i, n_j, n, n_clusters];
        comparison.check(parts.chain([self.undated(events)]), whole)
    }

    /// What counts for a pair and has no date, in the order of the columns.
    fn undated(&self, events: &PairEvents) -> [u64; 8] {
        let (finished, universe) = (self.finished, self.options.universe);
        let clusters = events.clusters.iter().filter(|c| c.day.is_none());
        let n_ij = clusters.clone().map(|c| u64::from(c.n_joint)).sum();
        let n_clusters = clusters.clone().filter(|c| c.n_joint > 0).count() as u64;
        let n_articles = events.articles.iter().filter(|a| a.day.is_none()).count() as u64;
        let [n_i, n_j] = events.pair.both().map(|actor| self.margin(actor, None));
        let sizes = finished.undated();
        let (n, n_total) = (sizes.contexts(universe), sizes.clusters(universe));
        [n_ij, n_clusters, n_articles, clusters.count() as u64, n_i, n_j, n, n_total]
    }
}

impl GroupTable<'_> {
    /// Checks that the groups of a pair add up: every cluster is in one, dated or not.
    pub(crate) fn check_groups(
        &self,
        column: &Column<'_>,
        total: &PairTotal,
        contrasts: &[GroupContrast],
    ) -> Result<(), UnequalSums> {
        let parts = contrasts.iter().map(|contrast| {
            let value = contrast.value as usize;
            let [n_i, n_j] = column.margins_of(total.pair, value);
            [contrast.joint.n_ij, contrast.joint.n_clusters, n_i, n_j, column.n_clusters_with(value)]
        });
        let [n_i, n_j] = total.pair.both().map(|actor| self.total_clusters(actor));
        let is_dense = self.is_dense(total);
        let comparison = Comparison {
            table: &format!("comentions_by_group ({})", column.name),
            row: &|| self.ids(total.pair),
            columns: GROUP_COLUMNS,
            n_columns: if is_dense { GROUP_COLUMNS.len() } else { GROUP_COLUMNS_OF_ALL },
        };
        comparison.check(parts, [total.n_ij, total.n_clusters, n_i, n_j, self.all_clusters()])
    }
}

#[cfg(test)]
mod tests {
    use newsloom_corpus::{Actor, ActorId, ActorType, Actors};
    use newsloom_score::{ActorContext, Question, correction, presence_model};

    use super::*;
    use crate::{
        ClusterFacts, CountedArticle, EdgeSet, Names, NetworkOptions, OneByOne, SeriesOptions,
        SignificanceOptions, Stratification, TableOptions, Tally, Verdicts,
        network::LeidenOptions,
        series::{BurstOptions, ChangePointOptions},
    };

    fn tally() -> Tally {
        let mut tally = Tally::default();
        for (outlet, day) in [(0, Some(1)), (1, Some(10)), (0, None)] {
            let date = day.map(|day| jiff::civil::Date::constant(2020, 1, day));
            let both = [ActorId(0), ActorId(1)];
            let actors = both.map(|actor| (actor, 0)).to_vec();
            tally.add(&CountedArticle {
                outlet,
                language: 0,
                group: outlet,
                date,
                n_chars_kept: 9,
                is_set_aside: false,
                cluster: Some(ClusterFacts { day: date, n_contexts: 2 }),
                contexts: &[ActorContext { is_title: false, paragraph: 0, sentence: 0, actors }],
                named: &both.map(|actor| (actor, 1)),
                wholes: &[Vec::new(), Vec::new()],
            });
        }
        tally
    }

    fn options() -> TableOptions {
        TableOptions {
            universe: Universe::All,
            measures: Vec::new(),
            significance: SignificanceOptions {
                model: presence_model("size-conditional").expect("a model"),
                strata: Stratification::default(),
                test: Question::Presence,
                is_mid_p: false,
                correction: correction("benjamini-hochberg").expect("a correction"),
                level: 0.05,
                min_units: 1,
            },
            min_articles: 1,
            min_joint: 1,
            series: SeriesOptions {
                periods: vec![Period::Day],
                is_balanced: false,
                bursts: BurstOptions { scale: 2.0, gamma: 1.0 },
                change_points: ChangePointOptions { penalty: 3.0, min_segment: 3 },
            },
            network: NetworkOptions {
                edges: EdgeSet::All,
                min_weight: 1,
                min_clusters: 1,
                communities: LeidenOptions { resolution: 1_000, seed: 1 },
            },
            context: "sentence",
            counting: "cluster",
            level: "actor",
        }
    }

    /// Makes all tables of counts of which some are spoiled in between.
    fn checked(spoil: fn(&mut Finished)) -> Result<(), UnequalSums> {
        let actor = |n: u32| Actor {
            id: format!("other:{n}").into(),
            name: format!("Actor {n}").into(),
            kind: ActorType::Other,
            country: None,
            wikidata: None,
        };
        let actors = Actors::new((0..2).map(actor).collect(), Vec::new());
        let names = Names {
            actors: &actors,
            outlets: &[None, Some("A".to_owned())],
            languages: &["en".to_owned()],
            group_columns: &["ownership".to_owned()],
            groups: &["private", "state"].map(|value| vec![value.to_owned()]),
        };
        let (mut finished, options) = (tally().finish(), options());
        let coverage = finished.coverage(&names);
        spoil(&mut finished);
        finished.check_coverage(&coverage)?;
        let tests = finished.tested((&names, &options), &OneByOne, |_| ());
        let verdicts = Verdicts::of(&finished, &tests, &options);
        let grids = finished.grids(&options);
        for grid in &grids {
            finished.actor_table((&names, &options), grid, &OneByOne, |_| ())?;
        }
        let tables = finished.pair_tables((&names, &options), (&tests, &verdicts, &grids));
        tables.walk((std::iter::empty(), &OneByOne), |unequal| unequal, |_| Ok(()))
    }

    type Spoil = fn(&mut Finished);

    /// The table that finds it, the column, and what makes one count too many.
    const SPOILED: &[(&str, &str, Spoil)] = &[
        ("coverage", "n_articles", |all| all.totals.whole.n_articles += 1),
        ("coverage", "n_clusters", |all| all.totals.whole.n_clusters += 1),
        ("coverage", "n_contexts", |all| all.totals.whole.n_contexts += 1),
        ("actors_weekly", "n_mentions", |all| all.actors[0].n_mentions += 1),
        ("actors_weekly", "n_articles", |all| all.actors[1].n_articles += 1),
        ("actors_weekly", "n_clusters", |all| all.actors[1].n_clusters += 1),
        ("actors_weekly", "n_articles_total", |all| all.weeks.slots[0].sizes.n_articles += 1),
        ("actors_weekly", "n_clusters_total", |all| all.weeks.slots[0].sizes.n_clusters += 1),
        ("comentions_weekly", "n_ij", |all| all.pairs[0].n_ij += 1),
        ("comentions_weekly", "n_clusters", |all| all.pairs[0].n_clusters += 1),
        ("comentions_weekly", "n_clusters_both", |all| all.pairs[0].n_both += 1),
        ("comentions_weekly", "n_i", |all| all.actors[0].n_contexts += 1),
        ("comentions_weekly", "n_j", |all| all.actors[1].n_contexts += 1),
        ("comentions_weekly", "n", |all| all.weeks.slots[0].sizes.n_contexts += 1),
    ];

    #[test]
    fn a_count_too_many_is_found() {
        assert_eq!(checked(|_| ()), Ok(()));
        for (table, column, spoil) in SPOILED {
            let found = checked(*spoil).expect_err(column);
            assert_eq!((found.table.as_str(), found.column), (*table, *column));
        }
    }

    #[test]
    fn parts_are_compared_column_by_column() {
        let comparison = |n_columns| Comparison {
            table: "a table",
            row: &|| "a row".to_owned(),
            columns: ["a", "b"],
            n_columns,
        };
        let parts = || [[1, 2], [3, 4]].into_iter();
        assert_eq!(comparison(2).check(parts(), [4, 6]), Ok(()));
        assert_eq!(comparison(1).check(parts(), [4, 7]), Ok(()), "the second column is not asked for");
        let found = comparison(2).check(parts(), [4, 7]).expect_err("the second column");
        assert_eq!(
            found.to_string(),
            "`b` of a row is 7 over the run, and 6 by the rows of `a table` and what has no date"
        );
    }
}

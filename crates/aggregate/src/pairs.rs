//! Pairs over the whole run: their totals, tests and rows.

use newsloom_corpus::{
    ActorId, Pair,
    table::{Cell, CoMentionRow, Extended},
};
use newsloom_score::{Contingency, affiliation, benjamini_hochberg, wholes};

use crate::{
    Finished, Names, TableOptions,
    actors::ActorTotal,
    event::{PairArticle, PairCluster},
    spread::{Spread, n_weeks},
};

/// The integers of a pair over the whole run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PairTotal {
    pub(crate) pair: Pair,
    /// Joint contexts.
    pub(crate) n_ij: u64,
    pub(crate) n_ij_affiliated: u64,
    /// Clusters with a joint context.
    pub(crate) n_clusters: u64,
    /// Clusters that name both anywhere.
    pub(crate) n_both: u64,
    pub(crate) is_affiliation: bool,
    pub(crate) n_weeks: u32,
}

impl PairTotal {
    fn of(clusters: &[PairCluster]) -> Self {
        let affiliated = || clusters.iter().filter(|c| c.is_affiliated);
        let joint = |c: &PairCluster| u64::from(c.n_joint);
        let (n_ij, n_ij_affiliated) = (clusters.iter().map(joint).sum(), affiliated().map(joint).sum());
        let with_joint = clusters.iter().filter(|c| c.n_joint > 0);
        // Most joint contexts decide; where there is none, most clusters that name both.
        let most =
            if n_ij > 0 { 2 * n_ij_affiliated > n_ij } else { 2 * affiliated().count() > clusters.len() };
        Self {
            pair: clusters[0].pair,
            n_ij,
            n_ij_affiliated,
            n_clusters: with_joint.clone().count() as u64,
            n_both: clusters.len() as u64,
            is_affiliation: most,
            n_weeks: n_weeks(with_joint.map(|c| c.week)),
        }
    }
}

/// The totals of every pair, from sorted events.
pub(crate) fn pair_totals(clusters: &[PairCluster]) -> Vec<PairTotal> {
    clusters.chunk_by(|a, b| a.pair == b.pair).map(PairTotal::of).collect()
}

/// The test of a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Test {
    expected: f64,
    p: f64,
    q: Option<f64>,
}

/// The tests of all pairs, and how many the family holds.
struct Tests {
    by_pair: Vec<Option<Test>>,
    n_tests: u64,
}

impl Finished {
    /// One row a pair with a joint context, with the chosen measures behind the fixed columns.
    pub fn comentions(&self, names: &Names<'_>, options: &TableOptions) -> Vec<Extended<CoMentionRow>> {
        let pairs = &self.pairs;
        let actors = self.actor_totals(names.actors.len());
        let tests = self.tests(pairs, &actors, (names, options));
        let rows = pairs.iter().zip(&tests.by_pair).filter(|(pair, _)| pair.n_ij > 0);
        let context = RowContext { finished: self, names, options, actors: &actors, n_tests: tests.n_tests };
        rows.map(|(pair, test)| context.row(pair, *test)).collect()
    }

    fn tests(
        &self,
        pairs: &[PairTotal],
        actors: &[ActorTotal],
        (names, options): (&Names<'_>, &TableOptions),
    ) -> Tests {
        let eligible = |a: ActorId| actors[a.0 as usize].n_clusters >= options.min_units;
        let is_tested =
            |p: &PairTotal| !p.is_affiliation && eligible(p.pair.first()) && eligible(p.pair.second());
        let mut by_pair: Vec<Option<Test>> = pairs
            .iter()
            .map(|p| (!p.is_affiliation).then(|| self.test(p, actors, options)).flatten())
            .collect();
        let family: Vec<usize> =
            (0..pairs.len()).filter(|i| is_tested(&pairs[*i]) && by_pair[*i].is_some()).collect();
        let p_values: Vec<f64> = family.iter().filter_map(|i| by_pair[*i]).map(|test| test.p).collect();
        let n_tests = self.n_tests(pairs, actors, (names, options));
        for (i, q) in family.iter().zip(benjamini_hochberg(&p_values, n_tests)) {
            if let Some(test) = &mut by_pair[*i] {
                test.q = Some(q);
            }
        }
        Tests { by_pair, n_tests }
    }

    fn test(&self, pair: &PairTotal, actors: &[ActorTotal], options: &TableOptions) -> Option<Test> {
        let table = self.cluster_table(pair, actors, options)?;
        Some(Test {
            expected: (options.null_model.expected)(&table),
            p: (options.null_model.p_upper)(&table),
            q: None,
        })
    }

    fn cluster_table(
        &self,
        pair: &PairTotal,
        actors: &[ActorTotal],
        options: &TableOptions,
    ) -> Option<Contingency> {
        let n = |a: ActorId| actors[a.0 as usize].n_clusters;
        let total = self.totals.whole.clusters(options.universe);
        Contingency::new(pair.n_both, n(pair.pair.first()), n(pair.pair.second()), total)
    }

    /// All pairs of eligible actors less the affiliated ones: those named together by their joint
    /// contexts, those never named together by their tie on the last day of the run.
    fn n_tests(
        &self,
        pairs: &[PairTotal],
        actors: &[ActorTotal],
        (names, options): (&Names<'_>, &TableOptions),
    ) -> u64 {
        let is_eligible = |a: ActorId| actors[a.0 as usize].n_clusters >= options.min_units;
        let eligible: Vec<ActorId> =
            names.actors.iter().map(|(a, _)| a).filter(|a| is_eligible(*a)).collect();
        let n = eligible.len() as u64;
        let both = |p: Pair| is_eligible(p.first()) && is_eligible(p.second());
        let n_affiliated = pairs.iter().filter(|p| p.is_affiliation && both(p.pair)).count() as u64;
        let is_named = |p: Pair| pairs.binary_search_by_key(&p, |t| t.pair).is_ok();
        let mut silent: Vec<Pair> = eligible
            .iter()
            .flat_map(|a| {
                wholes(names.actors, *a, self.totals.last_day).into_iter().filter_map(|b| Pair::new(*a, b))
            })
            .filter(|p| both(*p) && !is_named(*p))
            .collect();
        silent.sort_unstable();
        silent.dedup();
        n * n.saturating_sub(1) / 2 - n_affiliated - silent.len() as u64
    }

    /// The articles with a joint context of a pair.
    pub(crate) fn articles_of(&self, pair: Pair) -> &[PairArticle] {
        let articles = &self.events.pair_articles;
        let start = articles.partition_point(|a| a.pair < pair);
        let end = start + articles[start..].partition_point(|a| a.pair == pair);
        &articles[start..end]
    }
}

/// What all rows share.
struct RowContext<'a> {
    finished: &'a Finished,
    names: &'a Names<'a>,
    options: &'a TableOptions,
    actors: &'a [ActorTotal],
    n_tests: u64,
}

impl RowContext<'_> {
    fn row(&self, pair: &PairTotal, test: Option<Test>) -> Extended<CoMentionRow> {
        let articles = self.finished.articles_of(pair.pair);
        let spread = Spread::of(articles.iter().map(|a| (a.outlet, a.day)));
        let (source, target) = (pair.pair.first(), pair.pair.second());
        let (i, j) = (&self.actors[source.0 as usize], &self.actors[target.0 as usize]);
        let whole = &self.finished.totals.whole;
        let id = |a: ActorId| self.names.actors.get(a).id.to_string();
        let n = whole.contexts(self.options.universe);
        let row = CoMentionRow {
            source: id(source),
            target: id(target),
            context: self.options.context.to_owned(),
            counting: self.options.counting.to_owned(),
            level: self.options.level.to_owned(),
            weight: pair.n_ij,
            n_ij: pair.n_ij,
            n_i: i.n_contexts,
            n_j: j.n_contexts,
            n,
            expected_null: test.map(|t| t.expected),
            ratio: test.filter(|t| t.expected > 0.0).map(|t| pair.n_both as f64 / t.expected),
            n_clusters_i: i.n_clusters,
            n_clusters_j: j.n_clusters,
            n_clusters_both: pair.n_both,
            n_clusters_total: whole.clusters(self.options.universe),
            p_hypergeometric: test.map(|t| t.p),
            q_value: test.and_then(|t| t.q),
            significant: test.and_then(|t| t.q).map(|q| q <= self.options.significance),
            null_model: self.options.null_model.name.to_owned(),
            family: format!("pairs-not-affiliated-min-units-{}", self.options.min_units),
            n_tests: self.n_tests,
            is_affiliation: pair.is_affiliation,
            affiliation_path: self.affiliation_path(pair, articles),
            n_ij_affiliated: pair.n_ij_affiliated,
            n_articles: spread.n_articles,
            n_clusters: pair.n_clusters,
            n_outlets: spread.n_outlets,
            effective_outlets: spread.effective_outlets,
            first_date: spread.first,
            last_date: spread.last,
            n_weeks: pair.n_weeks,
        };
        let table = Contingency::new(pair.n_ij, i.n_contexts, j.n_contexts, n);
        Extended { row, extra: self.measures(table) }
    }

    fn measures(&self, table: Option<Contingency>) -> Vec<Cell<'static>> {
        let value = |compute: fn(&Contingency) -> Option<f64>| table.as_ref().and_then(compute);
        self.options.measures.iter().map(|m| value(m.compute).map_or(Cell::Null, Cell::Float)).collect()
    }

    /// The way between the two on the first day on which they are tied.
    fn affiliation_path(&self, pair: &PairTotal, articles: &[PairArticle]) -> Option<String> {
        if !pair.is_affiliation {
            return None;
        }
        let (a, b) = (pair.pair.first(), pair.pair.second());
        let mut days: Vec<_> = articles.iter().map(|article| article.day).collect();
        days.sort_unstable();
        days.dedup();
        let way = days.into_iter().find_map(|day| affiliation(self.names.actors, a, b, day))?;
        Some(way.into_iter().map(|id| &*self.names.actors.get(id).id).collect::<Vec<_>>().join(" > "))
    }
}

//! Pairs over the whole run: their totals and rows.

use newsloom_corpus::{
    ActorId, Pair,
    table::{Cell, CoMentionRow, Extended},
};
use newsloom_score::{Contingency, Question, affiliation, poisson_interval};

use crate::{
    AllTested, Finished, Names, TableOptions,
    event::{PairArticle, PairCluster},
    pair_tests::Tested,
    sorted::PairEvents,
    spread::{Spread, n_weeks},
};

/// The integers of a pair over the whole run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PairTotal {
    pub(crate) pair: Pair,
    /// Joint contexts.
    pub(crate) n_ij: u64,
    /// Clusters with a joint context.
    pub(crate) n_clusters: u64,
    /// Clusters that name both anywhere.
    pub(crate) n_both: u64,
    pub(crate) is_affiliation: bool,
}

impl PairTotal {
    /// The totals of the clusters of one pair, sorted.
    pub(crate) fn of(clusters: &[PairCluster]) -> Self {
        let (n_ij, n_affiliated) = (joint_of(clusters.iter()), joint_of(affiliated(clusters)));
        // Most joint contexts decide; where there is none, most clusters that name both.
        let most = if n_ij > 0 {
            2 * n_affiliated > n_ij
        } else {
            2 * affiliated(clusters).count() > clusters.len()
        };
        Self {
            pair: clusters[0].pair,
            n_ij,
            n_clusters: with_joint(clusters).count() as u64,
            n_both: clusters.len() as u64,
            is_affiliation: most,
        }
    }
}

fn affiliated(clusters: &[PairCluster]) -> impl Iterator<Item = &PairCluster> {
    clusters.iter().filter(|cluster| cluster.is_affiliated)
}

fn with_joint(clusters: &[PairCluster]) -> impl Iterator<Item = &PairCluster> {
    clusters.iter().filter(|cluster| cluster.n_joint > 0)
}

fn joint_of<'a>(clusters: impl Iterator<Item = &'a PairCluster>) -> u64 {
    clusters.map(|cluster| u64::from(cluster.n_joint)).sum()
}

/// What the rows of all pairs share.
pub(crate) struct PairRows<'a> {
    pub(crate) finished: &'a Finished,
    pub(crate) names: &'a Names<'a>,
    pub(crate) options: &'a TableOptions,
    pub(crate) tests: &'a AllTested,
}

impl PairRows<'_> {
    /// The row of a pair over the whole run; none without a joint context.
    pub(crate) fn row(&self, events: &PairEvents, test: Option<&Tested>) -> Option<Extended<CoMentionRow>> {
        (self.finished.pairs[events.number].n_ij > 0).then(|| self.row_of(events, test))
    }

    fn row_of(&self, events: &PairEvents, test: Option<&Tested>) -> Extended<CoMentionRow> {
        let pair = &self.finished.pairs[events.number];
        let q = |of: Question| self.tests.q_value(of, events.number);
        let articles = &events.articles;
        let spread = Spread::of(articles.iter().map(|a| (a.outlet, a.day)));
        let (source, target) = (pair.pair.first(), pair.pair.second());
        let [i, j] = [source, target].map(|actor| self.finished.actor_total(actor));
        let whole = &self.finished.totals.whole;
        let id = |a: ActorId| self.names.actors.get(a).id.to_string();
        let n = whole.contexts(self.options.universe);
        let options = &self.options.significance;
        let presence = test.map(Tested::presence);
        let expected_null = test.and_then(|t| t.asked(options.test)).map(|t| t.expected);
        let expected = expected_null.filter(|expected| *expected > 0.0);
        let q_value = q(options.test);
        let ratio = |observed: f64| expected.map(|expected| observed / expected);
        let observed = match options.test {
            Question::Presence => pair.n_both,
            Question::Closeness => pair.n_clusters,
        };
        let (low, high) = poisson_interval(observed);
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
            expected_null,
            ratio: ratio(observed as f64),
            ratio_low: ratio(low),
            ratio_high: ratio(high),
            n_clusters_i: i.n_clusters,
            n_clusters_j: j.n_clusters,
            n_clusters_both: pair.n_both,
            n_clusters_total: whole.clusters(self.options.universe),
            expected_presence: presence.map(|t| t.expected),
            p_presence: presence.map(|t| t.p),
            p_pooled: test.map(|t| t.pooled.p),
            p_stratified: test.and_then(|t| t.stratified).map(|t| t.p),
            p_hypergeometric: test.and_then(|t| t.p_hypergeometric),
            q_presence: q(Question::Presence),
            expected_closeness: test.and_then(|t| t.closeness).map(|t| t.expected),
            p_closeness: test.and_then(|t| t.closeness).map(|t| t.p),
            q_closeness: q(Question::Closeness),
            q_value,
            significant: q_value.map(|q| q <= options.level),
            null_model: options.model.name.to_owned(),
            family: options.family(),
            n_tests: self.tests.n_tests,
            is_affiliation: pair.is_affiliation,
            affiliation_path: self.affiliation_path(pair, articles),
            n_ij_affiliated: joint_of(affiliated(&events.clusters)),
            n_articles: spread.n_articles,
            n_clusters: pair.n_clusters,
            n_outlets: spread.n_outlets,
            effective_outlets: spread.effective_outlets,
            first_date: spread.first,
            last_date: spread.last,
            n_weeks: n_weeks(with_joint(&events.clusters).map(|cluster| cluster.day)),
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

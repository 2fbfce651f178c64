//! Pairs by week: sparse, with every week for the pairs that are named together often enough.

use std::collections::BTreeMap;

use newsloom_corpus::{ActorId, Pair, Week, table::CoMentionWeekRow};

use crate::{
    Finished, Names, TableOptions,
    actors::run_of,
    event::{ActorCluster, PairCluster},
    pairs::PairTotal,
    spread::Spread,
};

impl Finished {
    /// Rows sorted by week and pair.
    pub fn comention_weeks(&self, names: &Names<'_>, options: &TableOptions) -> Vec<CoMentionWeekRow> {
        let mut keys: Vec<(Week, Pair, bool)> = Vec::new();
        let weeks = self.totals.weeks();
        for total in self.pairs.iter().filter(|p| p.n_ij > 0) {
            let is_dense = total.n_ij >= options.min_joint;
            let of_pair = if is_dense { weeks.clone() } else { self.weeks_of(total) };
            keys.extend(of_pair.into_iter().map(|week| (week, total.pair, total.is_affiliation)));
        }
        keys.sort_unstable();
        keys.into_iter().map(|key| self.pair_week_row(names, options, key)).collect()
    }

    /// The weeks of a pair's joint clusters and articles.
    fn weeks_of(&self, total: &PairTotal) -> Vec<Week> {
        let of_clusters =
            self.clusters_of_pair(total.pair).iter().filter(|c| c.n_joint > 0).filter_map(|c| c.week);
        let of_articles = self.articles_of(total.pair).iter().filter_map(|a| a.week);
        let mut weeks: Vec<Week> = of_clusters.chain(of_articles).collect();
        weeks.sort_unstable();
        weeks.dedup();
        weeks
    }

    fn clusters_of_pair(&self, pair: Pair) -> &[PairCluster] {
        let clusters = &self.events.pair_clusters;
        run_of(&clusters[clusters.partition_point(|c| c.pair < pair)..], |c| c.pair == pair)
    }

    fn pair_week_row(
        &self,
        names: &Names<'_>,
        options: &TableOptions,
        (week, pair, is_affiliation): (Week, Pair, bool),
    ) -> CoMentionWeekRow {
        let sizes = self.totals.week(week);
        let clusters = self.clusters_of_pair(pair).iter().filter(|c| c.week == Some(week) && c.n_joint > 0);
        let n_ij = clusters.clone().map(|c| u64::from(c.n_joint)).sum();
        let articles = self.articles_of(pair).iter().filter(|a| a.week == Some(week));
        let spread = Spread::of(articles.map(|a| (a.outlet, a.day)));
        let n = sizes.contexts(options.universe);
        let id = |a: ActorId| names.actors.get(a).id.to_string();
        CoMentionWeekRow {
            week: week.to_string(),
            iso_year: week.iso_year(),
            iso_week: week.iso_week(),
            week_start: week.start(),
            source: id(pair.first()),
            target: id(pair.second()),
            weight: n_ij,
            n_ij,
            n_i: self.contexts_in(pair.first(), week),
            n_j: self.contexts_in(pair.second(), week),
            n,
            share: (n > 0).then(|| n_ij as f64 / n as f64),
            is_affiliation,
            n_articles: spread.n_articles,
            n_clusters: clusters.count() as u64,
            n_outlets: spread.n_outlets,
            is_zero_filled: n_ij == 0 && spread.n_articles == 0,
            coverage_gap: sizes.n_articles == 0,
        }
    }

    fn contexts_in(&self, actor: ActorId, week: Week) -> u64 {
        let key = (actor, Some(week));
        let clusters: &[ActorCluster] = &self.events.actor_clusters;
        let start = clusters.partition_point(|c| (c.actor, c.week) < key);
        run_of(&clusters[start..], |c| (c.actor, c.week) == key).iter().map(|c| u64::from(c.n_contexts)).sum()
    }

    /// Counts that explain what the grids leave out, and what has no week.
    pub fn notes(&self, options: &TableOptions) -> BTreeMap<String, u64> {
        let pairs = &self.pairs;
        let named: Vec<&PairTotal> = pairs.iter().filter(|p| p.n_ij > 0).collect();
        let n_dense = named.iter().filter(|p| p.n_ij >= options.min_joint).count() as u64;
        let n_actors = self.events.actor_articles.chunk_by(|a, b| a.actor == b.actor).count() as u64;
        let n_dense_actors = self.dense_actors(options.min_articles).len() as u64;
        let undated = self.totals.by_week.get(&None).copied().unwrap_or_default();
        [
            ("actors", n_actors),
            ("actors_in_weekly_grid", n_dense_actors),
            ("actors_left_out_of_weekly_grid", n_actors - n_dense_actors),
            ("pairs", named.len() as u64),
            ("pairs_with_every_week", n_dense),
            ("pairs_with_own_weeks_only", named.len() as u64 - n_dense),
            ("pairs_affiliated", named.iter().filter(|p| p.is_affiliation).count() as u64),
            ("contexts", self.totals.whole.n_contexts),
            ("contexts_with_actor", self.totals.whole.n_contexts_with_actor),
            ("contexts_undated", undated.n_contexts),
            ("clusters_undated", undated.n_clusters),
            ("weeks", self.totals.weeks().len() as u64),
        ]
        .map(|(name, n)| (name.to_owned(), n))
        .into()
    }
}

//! What the weeks of all actors come to, from one walk over them: there are as many as actors times weeks.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use newsloom_corpus::table::ActorRow;

use crate::actor_week::ActorWeek;

/// What the report tells of the weeks of actors.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ActorSeries {
    /// Actors with weekly rows.
    pub(crate) n_actors: usize,
    pub(crate) bursts: Vec<Burst>,
    pub(crate) changes: Vec<Change>,
    /// The actors named most that have weekly rows, with these.
    pub(crate) most_named: Vec<(String, Vec<ActorWeek>)>,
}

/// Consecutive weeks of a burst.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Burst {
    pub(crate) actor_id: String,
    pub(crate) first_week: String,
    pub(crate) last_week: String,
    /// Clusters that name the actor and all, in the burst and over the run.
    pub(crate) inside: Sums,
    pub(crate) whole: Sums,
}

/// A change of level.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    pub(crate) before: f64,
    /// The first week of the new level.
    pub(crate) after: ActorWeek,
}

/// Clusters that count, and all.
pub(crate) type Sums = (u64, u64);

fn add(sums: &mut Sums, week: &ActorWeek) {
    sums.0 += week.n_clusters_panel;
    sums.1 += week.n_clusters_panel_total;
}

/// The actors by clusters, then by id.
pub(crate) fn ranked(actors: &BTreeMap<String, ActorRow>) -> Vec<&ActorRow> {
    let mut ranked: Vec<&ActorRow> = actors.values().collect();
    ranked.sort_by_key(|actor| (Reverse(actor.n_clusters), &actor.actor_id));
    ranked
}

impl ActorSeries {
    /// From the weeks of actors, those of an actor in order; of `n_shown` actors the weeks are kept.
    pub(crate) fn of<E>(
        weeks: impl IntoIterator<Item = Result<ActorWeek, E>>,
        (actors, n_shown): (&BTreeMap<String, ActorRow>, usize),
    ) -> Result<Self, E> {
        let ranks: HashMap<&str, usize> =
            ranked(actors).into_iter().enumerate().map(|(rank, actor)| (&*actor.actor_id, rank)).collect();
        let mut found = Self::default();
        let (mut states, mut shown) =
            (BTreeMap::<String, State>::new(), Shown { n: n_shown, ..Shown::default() });
        for week in weeks {
            let week = week?;
            if !states.contains_key(&week.actor_id) {
                states.insert(week.actor_id.clone(), State::default());
            }
            if let Some(state) = states.get_mut(&week.actor_id) {
                state.take(&week, &mut found.changes);
            }
            if let Some(rank) = ranks.get(&*week.actor_id) {
                shown.take(*rank, week);
            }
        }
        found.n_actors = states.len();
        found.bursts = states.into_iter().flat_map(|(id, state)| state.bursts(id)).collect();
        found.most_named =
            shown.by_rank.into_values().map(|weeks| (weeks[0].actor_id.clone(), weeks)).collect();
        Ok(found)
    }
}

/// The weeks of the actors of the best ranks so far: who is none of them will never be.
#[derive(Default)]
struct Shown {
    n: usize,
    by_rank: BTreeMap<usize, Vec<ActorWeek>>,
}

impl Shown {
    fn take(&mut self, rank: usize, week: ActorWeek) {
        let is_one =
            self.by_rank.len() < self.n || self.by_rank.last_key_value().is_some_and(|last| rank <= *last.0);
        if is_one {
            self.by_rank.entry(rank).or_default().push(week);
            if self.by_rank.len() > self.n {
                self.by_rank.pop_last();
            }
        }
    }
}

/// What is known of an actor up to a week.
#[derive(Default)]
struct State {
    whole: Sums,
    /// The last level.
    level: Option<f64>,
    /// Weeks in a row that are outside of no burst: a burst if one of them is in it.
    open: Option<Open>,
    closed: Vec<Open>,
}

struct Open {
    first_week: String,
    /// The last week that is in the burst.
    last_week: Option<String>,
    inside: Sums,
}

impl State {
    fn take(&mut self, week: &ActorWeek, changes: &mut Vec<Change>) {
        add(&mut self.whole, week);
        if let Some(before) = self.level.filter(|_| week.is_changepoint) {
            changes.push(Change { before, after: week.clone() });
        }
        self.level = week.segment_share.or(self.level);
        if week.burst_level == Some(0) {
            self.closed.extend(self.open.take().filter(|open| open.last_week.is_some()));
            return;
        }
        let open = self.open.get_or_insert_with(|| Open {
            first_week: week.week.clone(),
            last_week: None,
            inside: Sums::default(),
        });
        add(&mut open.inside, week);
        if week.burst_level == Some(1) {
            open.last_week = Some(week.week.clone());
        }
    }

    fn bursts(self, actor_id: String) -> impl Iterator<Item = Burst> {
        let whole = self.whole;
        self.closed.into_iter().chain(self.open).filter_map(move |found| {
            let Open { first_week, last_week, inside } = found;
            Some(Burst { actor_id: actor_id.clone(), first_week, last_week: last_week?, inside, whole })
        })
    }
}

impl Burst {
    pub(crate) fn ratio(&self) -> f64 {
        let share = |(k, n): Sums| k as f64 / n.max(1) as f64;
        share(self.inside) / share(self.whole)
    }

    /// Clusters above those that the share over the run would give.
    pub(crate) fn excess(&self) -> f64 {
        self.inside.0 as f64 - self.whole.0 as f64 * self.inside.1 as f64 / self.whole.1.max(1) as f64
    }

    pub(crate) fn key(&self) -> (&str, &str) {
        (&self.actor_id, &self.first_week)
    }
}

impl Change {
    pub(crate) fn size(&self) -> f64 {
        (self.after.segment_share.unwrap_or(0.0) - self.before).abs()
    }

    pub(crate) fn key(&self) -> (&str, &str) {
        (&self.after.actor_id, &self.after.week)
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;
    use crate::sample;

    fn series(weeks: &[ActorWeek], n_shown: usize) -> ActorSeries {
        let actors = sample::run("").actors;
        let Ok(found) = ActorSeries::of(weeks.iter().cloned().map(Ok::<_, Infallible>), (&actors, n_shown));
        found
    }

    #[test]
    fn bursts_are_stretches_of_weeks() {
        let mut weeks = sample::actor_weeks("");
        // Of Norway the third week is a burst, the second has no coverage and the first is none.
        let norway = |found: ActorSeries| {
            let bursts = found.bursts.into_iter().filter(|burst| burst.actor_id == "country:NOR");
            bursts.map(|b| (b.first_week, b.last_week, b.inside, b.whole)).collect::<Vec<_>>()
        };
        let expected = ("2020-W02".to_owned(), "2020-W03".to_owned(), (5, 6), (8, 10));
        assert_eq!(norway(series(&weeks, 8)), [expected]);
        for week in &mut weeks {
            week.burst_level = week.burst_level.map(|_| 0);
        }
        assert!(norway(series(&weeks, 8)).is_empty());
    }

    #[test]
    fn a_change_knows_the_level_before() {
        let mut weeks = sample::actor_weeks("");
        let row = weeks.iter_mut().find(|r| r.actor_id == "country:SWE" && r.week == "2020-W03").unwrap();
        (row.is_changepoint, row.segment_share) = (true, Some(0.9));
        let found: Vec<(f64, f64)> = series(&weeks, 8).changes.iter().map(|c| (c.before, c.size())).collect();
        assert!(found.len() == 1 && found[0].0 == 0.5 && (found[0].1 - 0.4).abs() < 1e-12);
    }

    #[test]
    fn the_actors_named_most_are_shown_whatever_the_order_of_rows() {
        let mut weeks = sample::actor_weeks("");
        for n_shown in [0, 1, 2, 3, 8] {
            let expected = ["country:NOR", "country:SWE", "person:berg"];
            let shown = |weeks: &[ActorWeek]| -> Vec<(String, usize)> {
                series(weeks, n_shown).most_named.into_iter().map(|(id, weeks)| (id, weeks.len())).collect()
            };
            let expected: Vec<_> = expected.iter().take(n_shown).map(|id| ((*id).to_owned(), 3)).collect();
            assert_eq!(shown(&weeks), expected);
            weeks.sort_by(|a, b| (&a.week, Reverse(&a.actor_id)).cmp(&(&b.week, Reverse(&b.actor_id))));
            assert_eq!(shown(&weeks), expected);
            assert_eq!(series(&weeks, n_shown).n_actors, 3);
        }
    }
}

use std::collections::BTreeMap;

use super::Section;
use crate::{
    actor_week::ActorWeek,
    document::{Block, Table},
    escape::shortened,
    number::{count, fixed},
    run::Run,
};

/// When actors were named unusually often, and where their share changed its level.
pub(super) const SECTION: Section = Section { name: "bursts", title: "Bursts and changes", render };

/// Rows of each table.
const N_ROWS: usize = 20;

/// Consecutive weeks of a burst.
struct Burst<'a> {
    weeks: &'a [&'a ActorWeek],
    /// Clusters that name the actor and all, in the burst and over the run.
    inside: (u64, u64),
    whole: (u64, u64),
}

fn render(run: &Run) -> Vec<Block> {
    let series = series(run);
    let mut bursts: Vec<Burst<'_>> = series.values().flat_map(|weeks| bursts(weeks)).collect();
    bursts.sort_by(|a, b| b.excess().total_cmp(&a.excess()).then_with(|| a.key().cmp(&b.key())));
    let mut changes: Vec<Change<'_>> = series.values().flat_map(|weeks| changes(weeks)).collect();
    changes.sort_by(|a, b| b.size().total_cmp(&a.size()).then_with(|| a.key().cmp(&b.key())));
    vec![
        Block::Text(text(run, (series.len(), bursts.len(), changes.len()))),
        Block::Table(burst_table(run, &bursts)),
        Block::Table(change_table(run, &changes)),
    ]
}

fn text(run: &Run, (n_actors, n_bursts, n_changes): (usize, usize, usize)) -> String {
    let setting = |key: &str| run.setting("aggregate", key).unwrap_or_else(|| "?".to_owned());
    format!(
        "The weekly shares of {} actors have {} bursts (a burst being weeks that odds of {} times the usual ones explain better, γ = {}) and {} \
         changes of level (penalty {} × ln of the covered weeks). A burst is news about an actor; what happened is in \
         the articles. Weeks at either end of the run have neighbours on one side only.",
        count(n_actors as u64),
        count(n_bursts as u64),
        setting("bursts.scale"),
        setting("bursts.gamma"),
        count(n_changes as u64),
        setting("change-points.penalty")
    )
}

/// The weeks of each actor, in order.
fn series(run: &Run) -> BTreeMap<&str, Vec<&ActorWeek>> {
    let mut series: BTreeMap<&str, Vec<&ActorWeek>> = BTreeMap::new();
    for row in &run.actor_weeks {
        series.entry(&row.actor_id).or_default().push(row);
    }
    series
}

fn sums(weeks: &[&ActorWeek]) -> (u64, u64) {
    let add = |sum: (u64, u64), row: &&ActorWeek| {
        (sum.0 + row.n_clusters_panel, sum.1 + row.n_clusters_panel_total)
    };
    weeks.iter().fold((0, 0), add)
}

fn bursts<'a>(weeks: &'a [&'a ActorWeek]) -> impl Iterator<Item = Burst<'a>> {
    let covered = |row: &ActorWeek| row.burst_level != Some(0);
    let runs = weeks.chunk_by(move |a, b| covered(a) == covered(b));
    let bursts = runs.filter(|run| run.iter().any(|row| row.burst_level == Some(1)));
    bursts.map(|run| Burst { weeks: run, inside: sums(run), whole: sums(weeks) })
}

impl Burst<'_> {
    fn ratio(&self) -> f64 {
        let share = |(k, n): (u64, u64)| k as f64 / n.max(1) as f64;
        share(self.inside) / share(self.whole)
    }

    /// Clusters above those that the share over the run would give.
    fn excess(&self) -> f64 {
        self.inside.0 as f64 - self.whole.0 as f64 * self.inside.1 as f64 / self.whole.1.max(1) as f64
    }

    fn key(&self) -> (&str, &str) {
        (&self.weeks[0].actor_id, &self.weeks[0].week)
    }
}

fn burst_table(run: &Run, bursts: &[Burst<'_>]) -> Table {
    let n_shown = bursts.len().min(N_ROWS);
    let caption = format!(
        "The {n_shown} largest of {} bursts, by clusters above the usual share",
        count(bursts.len() as u64)
    );
    let headings = ["Actor", "First week", "Last week", "#Clusters", "#Times the usual share"];
    let row = |burst: &Burst<'_>| {
        let last = burst.weeks.iter().rev().find(|row| row.burst_level == Some(1)).unwrap_or(&burst.weeks[0]);
        vec![
            shortened(run.name(&last.actor_id), 60),
            burst.weeks[0].week.clone(),
            last.week.clone(),
            count(burst.inside.0),
            fixed(Some(burst.ratio()), 1),
        ]
    };
    Table::new(caption, &headings).rows(bursts[..n_shown].iter().map(row))
}

/// A change of level.
struct Change<'a> {
    before: f64,
    after: &'a ActorWeek,
}

fn changes<'a>(weeks: &'a [&'a ActorWeek]) -> impl Iterator<Item = Change<'a>> {
    let share_before = |at: usize| weeks[..at].iter().rev().find_map(|row| row.segment_share);
    let starts = weeks.iter().enumerate().filter(|(_, row)| row.is_changepoint);
    starts.filter_map(move |(at, row)| Some(Change { before: share_before(at)?, after: row }))
}

impl Change<'_> {
    fn size(&self) -> f64 {
        (self.after.segment_share.unwrap_or(0.0) - self.before).abs()
    }

    fn key(&self) -> (&str, &str) {
        (&self.after.actor_id, &self.after.week)
    }
}

fn change_table(run: &Run, changes: &[Change<'_>]) -> Table {
    let n_shown = changes.len().min(N_ROWS);
    let caption = format!("The {n_shown} largest of {} changes of level", count(changes.len() as u64));
    let headings = ["Actor", "From week", "#Share before, %", "#Share after, %", "#Low, %", "#High, %"];
    let percent = |share: Option<f64>| fixed(share.map(|share| 100.0 * share), 2);
    let row = |change: &Change<'_>| {
        let after = change.after;
        vec![
            shortened(run.name(&after.actor_id), 60),
            after.week.clone(),
            percent(Some(change.before)),
            percent(after.segment_share),
            percent(after.segment_share_low),
            percent(after.segment_share_high),
        ]
    };
    Table::new(caption, &headings).rows(changes[..n_shown].iter().map(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn bursts_are_stretches_of_weeks() {
        let mut run = sample::run("");
        // Of Norway the third week is a burst, the second has no coverage and the first is none.
        let burst_weeks = |run: &Run| {
            let series = series(run);
            let found: Vec<(String, usize, u64)> = series["country:NOR"]
                .chunks(9)
                .flat_map(|weeks| {
                    bursts(weeks)
                        .map(|b| (b.weeks[0].week.clone(), b.weeks.len(), b.inside.0))
                        .collect::<Vec<_>>()
                })
                .collect();
            found
        };
        assert_eq!(burst_weeks(&run), [("2020-W02".to_owned(), 2, 5)]);
        run.actor_weeks.iter_mut().for_each(|row| row.burst_level = row.burst_level.map(|_| 0));
        assert!(burst_weeks(&run).is_empty());
    }

    #[test]
    fn a_change_knows_the_level_before() {
        let mut run = sample::run("");
        let row =
            run.actor_weeks.iter_mut().find(|r| r.actor_id == "country:SWE" && r.week == "2020-W03").unwrap();
        (row.is_changepoint, row.segment_share) = (true, Some(0.9));
        let series = series(&run);
        let found: Vec<(f64, f64)> = changes(&series["country:SWE"]).map(|c| (c.before, c.size())).collect();
        assert!(found.len() == 1 && found[0].0 == 0.5 && (found[0].1 - 0.4).abs() < 1e-12);
    }
}

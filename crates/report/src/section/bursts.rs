use super::Section;
use crate::{
    actor_series::{ActorSeries, Burst, Change},
    document::{Block, Table},
    escape::shortened,
    number::{count, fixed},
    run::Run,
};

/// When actors were named unusually often, and where their share changed its level.
pub(super) const SECTION: Section = Section { name: "bursts", title: "Bursts and changes", render };

/// Rows of each table.
const N_ROWS: usize = 20;

fn render(run: &Run) -> Vec<Block> {
    let ActorSeries { n_actors, bursts, changes, .. } = &run.series;
    let mut bursts: Vec<&Burst> = bursts.iter().collect();
    bursts.sort_by(|a, b| b.excess().total_cmp(&a.excess()).then_with(|| a.key().cmp(&b.key())));
    let mut changes: Vec<&Change> = changes.iter().collect();
    changes.sort_by(|a, b| b.size().total_cmp(&a.size()).then_with(|| a.key().cmp(&b.key())));
    vec![
        Block::Text(text(run, (*n_actors, bursts.len(), changes.len()))),
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

fn burst_table(run: &Run, bursts: &[&Burst]) -> Table {
    let n_shown = bursts.len().min(N_ROWS);
    let caption = format!(
        "The {n_shown} largest of {} bursts, by clusters above the usual share",
        count(bursts.len() as u64)
    );
    let headings = ["Actor", "First week", "Last week", "#Clusters", "#Times the usual share"];
    let row = |burst: &&Burst| {
        vec![
            shortened(run.name(&burst.actor_id), 60),
            burst.first_week.clone(),
            burst.last_week.clone(),
            count(burst.inside.0),
            fixed(Some(burst.ratio()), 1),
        ]
    };
    Table::new(caption, &headings).rows(bursts[..n_shown].iter().map(row))
}

fn change_table(run: &Run, changes: &[&Change]) -> Table {
    let n_shown = changes.len().min(N_ROWS);
    let caption = format!("The {n_shown} largest of {} changes of level", count(changes.len() as u64));
    let headings = ["Actor", "From week", "#Share before, %", "#Share after, %", "#Low, %", "#High, %"];
    let percent = |share: Option<f64>| fixed(share.map(|share| 100.0 * share), 2);
    let row = |change: &&Change| {
        let after = &change.after;
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

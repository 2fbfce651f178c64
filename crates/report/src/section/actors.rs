use newsloom_corpus::table::ActorRow;

use super::Section;
use crate::{
    actor_series::ranked,
    actor_week::ActorWeek,
    chart::{
        self, Covered,
        panels::{self, Panel, Share, Week},
    },
    document::{Block, Figure, Table},
    escape::shortened,
    number::{count, fixed},
    run::Run,
};

/// The actors named most, week by week.
pub(super) const SECTION: Section = Section { name: "actors", title: "Actors by week", render };

/// Actors with a panel.
pub(crate) const N_PANELS: usize = 8;
/// Actors in the table.
const N_ROWS: usize = 25;

fn render(run: &Run) -> Vec<Block> {
    let ranked = ranked(&run.actors);
    if ranked.is_empty() {
        return vec![Block::text("No counted article names an actor."), Block::Figure(figure(&[]))];
    }
    let panels: Vec<Panel> = run.series.most_named.iter().map(|weeks| panel(run, weeks)).collect();
    vec![Block::Figure(figure(&panels)), Block::Table(detail(&panels)), Block::Table(table(&ranked))]
}

fn panel(run: &Run, (id, weeks): &(String, Vec<ActorWeek>)) -> Panel {
    let n_clusters = run.actors.get(id).map_or(0, |actor| actor.n_clusters);
    let title = format!("{} ({} clusters)", shortened(run.name(id), 40), count(n_clusters));
    Panel { title, weeks: weeks.iter().map(week).collect() }
}

fn week(row: &ActorWeek) -> Week {
    let share = match (row.share_low, row.share, row.share_high) {
        (Some(low), Some(value), Some(high)) => Some(Share { low, value, high }),
        _ => None,
    };
    let covered = match share {
        None => Covered::Not,
        Some(_) if row.is_partial_week => Covered::Partly,
        Some(_) => Covered::Fully,
    };
    Week { label: row.week.clone(), share, covered }
}

fn figure(panels: &[Panel]) -> Figure {
    let svg = if panels.is_empty() { chart::empty("no actor has weekly rows") } else { panels::draw(panels) };
    Figure {
        name: "actors",
        caption: "Share of the week's clusters that name the actor, with its Wilson 95 % interval, for the actors \
                  with the most clusters. Grey weeks have no coverage, and the line breaks there; a hollow point is a \
                  partial week. All panels have one scale."
            .to_owned(),
        description: format!("{} panels of weekly shares of clusters, one an actor", panels.len()),
        svg,
    }
}

fn detail(panels: &[Panel]) -> Table {
    let headings = ["Actor", "Week", "#Share, %", "#Low, %", "#High, %"];
    let percent = |share: Option<f64>| fixed(share.map(|share| 100.0 * share), 1);
    let row = |panel: &Panel, week: &Week| {
        let of = |part: fn(Share) -> f64| percent(week.share.map(part));
        vec![panel.title.clone(), week.label.clone(), of(|s| s.value), of(|s| s.low), of(|s| s.high)]
    };
    let rows = panels.iter().flat_map(|panel| panel.weeks.iter().map(move |week| row(panel, week)));
    Table::new("The numbers by actor and week", &headings).rows(rows).detail()
}

fn table(ranked: &[&ActorRow]) -> Table {
    let headings =
        ["Actor", "Type", "#Clusters", "#Articles", "#Outlets", "#Mentions", "#Weeks", "#Named with"];
    let row = |actor: &&ActorRow| {
        let numbers = [
            actor.n_clusters,
            actor.n_articles,
            u64::from(actor.n_outlets),
            actor.n_mentions,
            u64::from(actor.n_weeks),
            u64::from(actor.n_partners),
        ];
        let words = [shortened(&actor.name, 80), actor.r#type.replace('_', " ")];
        words.into_iter().chain(numbers.map(count)).collect()
    };
    let n_shown = ranked.len().min(N_ROWS);
    let caption = format!(
        "The {} of {} actors with the most clusters",
        count(n_shown as u64),
        count(ranked.len() as u64)
    );
    Table::new(caption, &headings).rows(ranked[..n_shown].iter().map(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_week_without_coverage_has_no_share() {
        let run = sample::run("");
        let (id, _) = &run.series.most_named[0];
        assert_eq!(id, "country:NOR");
        let panel = panel(&run, &run.series.most_named[0]);
        let covered: Vec<Covered> = panel.weeks.iter().map(|week| week.covered).collect();
        assert_eq!(covered, [Covered::Partly, Covered::Not, Covered::Fully]);
        assert!(panel.weeks[1].share.is_none());
    }
}

use std::collections::BTreeMap;

use newsloom_corpus::table::ActorRow;

use super::Section;
use crate::{
    document::{Block, Table},
    escape::shortened,
    number::{count, fixed},
    run::Run,
};

/// The communities of the network, with the actors in their middle.
pub(super) const SECTION: Section = Section { name: "communities", title: "Communities", render };

/// Communities in the table.
const N_COMMUNITIES: usize = 15;
/// Actors named of each.
const N_MEMBERS: usize = 8;
/// Actors in the table of centralities.
const N_ACTORS: usize = 15;

fn render(run: &Run) -> Vec<Block> {
    let communities = communities(run);
    if communities.is_empty() {
        return vec![Block::text("The network of this run has no pair, so it has no communities.")];
    }
    vec![Block::Text(text(run)), Block::Table(table(&communities)), Block::Table(central(run))]
}

fn text(run: &Run) -> String {
    let setting = |key: &str| run.setting("aggregate", key).unwrap_or_else(|| "?".to_owned());
    let note = |key: &str| run.manifest.notes.get(key).copied().unwrap_or(0);
    format!(
        "Network: {} pairs of {} actors (edge set “{}”, at least {} joint contexts and {} clusters, affiliated pairs \
         left out). Weights are joint contexts; distances are their inverses. Communities: Leiden, resolution {}, seed {}.",
        count(note("network_pairs")),
        count(note("network_actors")),
        setting("network.edges"),
        setting("network.min-weight"),
        setting("network.min-clusters"),
        setting("network.resolution"),
        setting("network.seed")
    )
}

/// The members of each community, highest `PageRank` first.
fn communities(run: &Run) -> BTreeMap<u32, Vec<&ActorRow>> {
    let mut communities: BTreeMap<u32, Vec<&ActorRow>> = BTreeMap::new();
    for actor in run.actors.values() {
        if let Some(community) = actor.community {
            communities.entry(community).or_default().push(actor);
        }
    }
    for members in communities.values_mut() {
        sort(members);
    }
    communities
}

fn sort(actors: &mut [&ActorRow]) {
    let rank = |actor: &ActorRow| actor.pagerank.unwrap_or(0.0);
    actors.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then_with(|| a.actor_id.cmp(&b.actor_id)));
}

fn table(communities: &BTreeMap<u32, Vec<&ActorRow>>) -> Table {
    let n_shown = communities.len().min(N_COMMUNITIES);
    let caption = format!(
        "The {n_shown} largest of {} communities, most central actors first",
        count(communities.len() as u64)
    );
    let row = |(number, members): (&u32, &Vec<&ActorRow>)| {
        let names = members.iter().take(N_MEMBERS).map(|actor| shortened(&actor.name, 40));
        let rest = if members.len() > N_MEMBERS { "; …" } else { "" };
        vec![number.to_string(), count(members.len() as u64), names.collect::<Vec<_>>().join("; ") + rest]
    };
    Table::new(caption, &["#Number", "#Actors", "Members"]).rows(communities.iter().take(n_shown).map(row))
}

fn central(run: &Run) -> Table {
    let mut actors: Vec<&ActorRow> = run.actors.values().filter(|actor| actor.pagerank.is_some()).collect();
    sort(&mut actors);
    let headings =
        ["Actor", "#PageRank", "#Betweenness", "#Clustering", "#Degree", "#Strength", "#Community"];
    let row = |actor: &&ActorRow| {
        vec![
            shortened(&actor.name, 60),
            fixed(actor.pagerank, 4),
            fixed(actor.betweenness, 4),
            fixed(actor.clustering, 2),
            count(actor.degree.into()),
            count(actor.strength),
            actor.community.map_or_else(|| "–".to_owned(), |number| number.to_string()),
        ]
    };
    let n_shown = actors.len().min(N_ACTORS);
    Table::new(format!("The {n_shown} most central actors by PageRank"), &headings)
        .rows(actors[..n_shown].iter().map(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn members_are_listed_by_community() {
        let run = sample::run("");
        let table = table(&communities(&run));
        assert_eq!(table.rows, [["1", "2", "Norway; Sweden"], ["2", "1", "Anna Berg"]]);
        assert_eq!(central(&run).rows.len(), 3);
    }
}

//! Ties that are no finding: an actor and what it belongs to.

use jiff::civil::Date;
use newsloom_corpus::{ActorId, ActorType, Actors, Role};

/// Chains of parents and roles are followed this far.
const MAX_STEPS: usize = 4;

/// The way from one actor to the other if one belongs to the other on `date`, both ends included.
///
/// One belongs to the other if the other is reached by dated parents or offices, where a government
/// and its country stand for each other, and where an organisation, city or armed group belongs to
/// the country that its entry names. A person belongs to a country only through an office, never by
/// nationality: a rebel and his country are a finding. Without a date every office ever held counts:
/// what may be an affiliation is no finding either.
pub fn affiliation(actors: &Actors, a: ActorId, b: ActorId, date: Option<Date>) -> Option<Vec<ActorId>> {
    way_up(actors, a, b, date).or_else(|| way_up(actors, b, a, date))
}

/// Everything that an actor belongs to on `date`, directly or not, sorted by id; not the actor itself.
///
/// Two actors are affiliated exactly if one is among the other's wholes.
pub fn wholes(actors: &Actors, actor: ActorId, date: Option<Date>) -> Vec<ActorId> {
    let mut found = vec![actor];
    let mut newest = vec![actor];
    for _ in 0..MAX_STEPS {
        newest = newest.iter().flat_map(|a| above(actors, *a, date)).filter(|a| !found.contains(a)).collect();
        newest.sort_unstable();
        newest.dedup();
        found.extend(&newest);
    }
    found.swap_remove(0);
    found.sort_unstable();
    found
}

/// The shortest way from `low` up to `high`; ways of one length are tried in the order of ids.
fn way_up(actors: &Actors, low: ActorId, high: ActorId, date: Option<Date>) -> Option<Vec<ActorId>> {
    let mut ways = vec![vec![low]];
    for _ in 0..MAX_STEPS {
        let longer: Vec<Vec<ActorId>> = ways.iter().flat_map(|way| steps(actors, way, date)).collect();
        if let Some(found) = longer.iter().find(|way| way.last() == Some(&high)) {
            return Some(found.clone());
        }
        ways = longer;
    }
    None
}

fn steps(actors: &Actors, way: &[ActorId], date: Option<Date>) -> Vec<Vec<ActorId>> {
    let last = *way.last().expect("a way has a beginning");
    let mut next = above(actors, last, date);
    next.retain(|actor| !way.contains(actor));
    next.sort_unstable();
    next.dedup();
    next.into_iter().map(|actor| [way, &[actor]].concat()).collect()
}

/// What an actor belongs to directly.
fn above(actors: &Actors, actor: ActorId, date: Option<Date>) -> Vec<ActorId> {
    let entry = actors.get(actor);
    let holds = |role: &&Role| date.is_none() || role.holds_on(date);
    let roles = actors.roles_of(actor).iter().filter(holds).map(|role| role.of);
    let belongs_by_entry = !matches!(entry.kind, ActorType::Person | ActorType::Country | ActorType::Igo);
    let country = entry.country.as_deref().filter(|_| belongs_by_entry);
    let by_entry = country.and_then(|code| actors.find(&format!("country:{code}")));
    roles.chain(by_entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::tests::actors;

    fn way(a: &str, b: &str, date: &str) -> Option<Vec<String>> {
        let actors = actors();
        let find = |id| actors.find(id).unwrap();
        let found = affiliation(&actors, find(a), find(b), date.parse().ok())?;
        Some(found.into_iter().map(|id| actors.get(id).id.to_string()).collect())
    }

    #[test]
    fn an_office_holder_belongs_to_the_country_while_the_office_lasts() {
        let expected = ["person:president-b", "government:B", "country:B"].map(str::to_owned).to_vec();
        assert_eq!(way("country:B", "person:president-b", "2018-01-01"), Some(expected));
        assert_eq!(way("country:B", "person:president-b", "2020-06-01"), None);
        assert!(way("country:B", "person:president-b", "undated").is_some());
    }

    #[test]
    fn nationality_is_no_affiliation() {
        assert_eq!(way("person:citizen-a", "country:A", "2018-01-01"), None);
    }

    #[test]
    fn what_an_entry_places_in_a_country_belongs_to_it() {
        assert!(way("organisation:bank-a", "country:A", "2018-01-01").is_some());
        assert!(way("city:b-town", "country:B", "2018-01-01").is_some());
        assert_eq!(way("organisation:bank-a", "country:B", "2018-01-01"), None);
    }

    #[test]
    fn affiliation_and_wholes_agree() {
        let actors = actors();
        for date in ["2015-06-01", "2018-01-01", "2022-01-01", "undated"].map(|d| d.parse().ok()) {
            for (a, _) in actors.iter() {
                for (b, _) in actors.iter().filter(|(b, _)| *b != a) {
                    let is_part =
                        wholes(&actors, a, date).contains(&b) || wholes(&actors, b, date).contains(&a);
                    assert_eq!(affiliation(&actors, a, b, date).is_some(), is_part);
                }
            }
        }
    }

    #[test]
    fn rivals_are_not_affiliated_with_each_other() {
        assert_eq!(way("government:A-1", "government:A-2", "2018-01-01"), None);
    }
}

//! Which actor a mention counts for: governments folded into countries, mentions rolled up.

use jiff::civil::Date;
use newsloom_corpus::{Actor, ActorId, ActorType, Actors, Mention, Reading};

/// What mentions are rolled up to before pairs are formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Level {
    /// The actor named.
    #[default]
    Actor,
    /// The organisation or government that a person speaks for.
    Organisation,
    /// The country.
    Country,
}

/// Whether an uncontested government counts as its country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GovernmentPolicy {
    /// The government counts as its country, unless another one has the same country on that date.
    #[default]
    AsCountry,
    /// They are two actors.
    Separate,
}

/// How mentions are rolled up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LevelOptions {
    /// The level.
    pub level: Level,
    /// What governments count as.
    pub government: GovernmentPolicy,
}

/// For every mention the actor it counts for; `None` if it does not count.
///
/// A mention that is nested, ambiguous, attribution or a place does not count, nor does one that has
/// no actor at the level on that date (a person without a role has no country: a person's
/// nationality is no affiliation).
pub fn counted_actors(
    actors: &Actors,
    mentions: &[Mention],
    options: LevelOptions,
    date: Option<Date>,
) -> Vec<Option<ActorId>> {
    let counted = |m: &Mention| m.is_counted() && m.reading == Reading::Actor;
    mentions.iter().map(|m| counted(m).then(|| roll_up(actors, m.actor, options, date)).flatten()).collect()
}

/// The actor that `actor` counts for on `date`.
fn roll_up(actors: &Actors, actor: ActorId, options: LevelOptions, date: Option<Date>) -> Option<ActorId> {
    let kind = actors.get(actor).kind;
    let at_level = match (options.level, kind) {
        (Level::Organisation, ActorType::Person) => employer(actors, actor, date)?,
        (Level::Country, _) => return country(actors, actor, date, MAX_STEPS),
        _ => actor,
    };
    Some(if options.government == GovernmentPolicy::AsCountry {
        as_country(actors, at_level, date)
    } else {
        at_level
    })
}

/// Chains of parents and roles are followed this far.
const MAX_STEPS: u32 = 6;

/// The first office that a person holds, by the order of ids.
fn employer(actors: &Actors, person: ActorId, date: Option<Date>) -> Option<ActorId> {
    actors.roles_of(person).iter().find(|role| role.holds_on(date)).map(|role| role.of)
}

/// An uncontested government's country; any other actor itself.
pub(crate) fn as_country(actors: &Actors, actor: ActorId, date: Option<Date>) -> ActorId {
    if actors.get(actor).kind != ActorType::Government {
        return actor;
    }
    let Some(country) = actors.parents(actor, date).find(|p| actors.get(*p).kind == ActorType::Country)
    else {
        return actor;
    };
    if is_contested(actors, country, actor, date) { actor } else { country }
}

/// Whether another government with a stated term has the same country on that date.
///
/// A government without a term is the generic one that stands for whoever governs: it is no rival.
fn is_contested(actors: &Actors, country: ActorId, government: ActorId, date: Option<Date>) -> bool {
    let is_rival = |role: &newsloom_corpus::Role| {
        role.actor != government
            && actors.get(role.actor).kind == ActorType::Government
            && (role.start.is_some() || role.end.is_some())
    };
    actors.children(country, date).any(is_rival)
}

fn country(actors: &Actors, actor: ActorId, date: Option<Date>, steps: u32) -> Option<ActorId> {
    let Actor { kind, country: code, .. } = actors.get(actor);
    if *kind == ActorType::Country {
        return Some(actor);
    }
    if steps == 0 {
        return None;
    }
    let mut above = actors.roles_of(actor).iter().filter(|role| role.holds_on(date));
    let through_roles = above.find_map(|role| country(actors, role.of, date, steps - 1));
    if *kind == ActorType::Person {
        return through_roles;
    }
    through_roles.or_else(|| actors.find(&format!("country:{}", code.as_deref()?)))
}

#[cfg(test)]
pub(crate) mod tests {
    use newsloom_corpus::{Claim, Role};

    use super::*;

    /// Two rival governments of A, one of B, a president of B, a citizen of A, an organisation of A.
    pub(crate) fn actors() -> Actors {
        let actor = |id: &str, kind, country: Option<&str>| Actor {
            id: id.into(),
            name: id.into(),
            kind,
            country: country.map(Into::into),
            wikidata: None,
        };
        let list = vec![
            actor("city:b-town", ActorType::City, Some("B")),
            actor("country:A", ActorType::Country, Some("A")),
            actor("country:B", ActorType::Country, Some("B")),
            actor("government:A-1", ActorType::Government, Some("A")),
            actor("government:A-2", ActorType::Government, Some("A")),
            actor("government:B", ActorType::Government, Some("B")),
            actor("organisation:bank-a", ActorType::Organisation, Some("A")),
            actor("person:citizen-a", ActorType::Person, Some("A")),
            actor("person:president-b", ActorType::Person, Some("B")),
        ];
        let role = |actor: u32, role: &str, of: u32, start: Option<&str>, end: Option<&str>| Role {
            actor: ActorId(actor),
            role: role.into(),
            of: ActorId(of),
            claim: Claim::Recognised,
            start: start.map(|d| d.parse().unwrap()),
            end: end.map(|d| d.parse().unwrap()),
        };
        let roles = vec![
            role(0, "parent", 2, None, None),
            role(3, "parent", 1, Some("2016-01-01"), Some("2021-01-01")),
            role(4, "parent", 1, Some("2015-01-01"), Some("2020-01-01")),
            role(5, "parent", 2, None, None),
            role(8, "president", 5, Some("2014-08-28"), Some("2020-06-01")),
        ];
        Actors::new(list, roles)
    }

    fn id(actors: &Actors, id: &str) -> ActorId {
        actors.find(id).unwrap()
    }

    fn rolled(level: Level, actor: &str, date: &str) -> Option<String> {
        let actors = actors();
        let options = LevelOptions { level, government: GovernmentPolicy::AsCountry };
        let found = roll_up(&actors, id(&actors, actor), options, Some(date.parse().unwrap()));
        found.map(|a| actors.get(a).id.to_string())
    }

    #[test]
    fn one_mention_counts_for_one_actor_at_each_level() {
        for (level, actor, date, expected) in [
            (Level::Actor, "government:B", "2018-01-01", Some("country:B")),
            (Level::Actor, "person:president-b", "2018-01-01", Some("person:president-b")),
            (Level::Organisation, "person:president-b", "2018-01-01", Some("country:B")),
            (Level::Organisation, "person:president-b", "2021-01-01", None),
            (Level::Country, "person:president-b", "2018-01-01", Some("country:B")),
            (Level::Country, "person:citizen-a", "2018-01-01", None),
            (Level::Country, "organisation:bank-a", "2018-01-01", Some("country:A")),
        ] {
            assert_eq!(rolled(level, actor, date).as_deref(), expected, "{actor} at {level:?} on {date}");
        }
    }

    #[test]
    fn rival_governments_stay_themselves_while_both_claim_the_country() {
        assert_eq!(rolled(Level::Actor, "government:A-1", "2018-01-01").as_deref(), Some("government:A-1"));
        assert_eq!(rolled(Level::Actor, "government:A-2", "2018-01-01").as_deref(), Some("government:A-2"));
        assert_eq!(rolled(Level::Actor, "government:A-1", "2020-03-01").as_deref(), Some("country:A"));
    }
}

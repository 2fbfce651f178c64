use std::{fmt, str::FromStr, sync::Arc};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Index of an actor in the run's [`Actors`]; never written to a table.
///
/// [`Actors`] are sorted by their dictionary id, so the order of indices is the bytewise order of ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ActorId(pub u32);

macro_rules! words {
    ($(#[$meta:meta])* $name:ident, $what:literal { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word written in tables and dictionaries.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(word: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|v| v.as_str() == word).ok_or_else(|| format!("`{word}` is not {}", $what))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// What sort of political entity an actor is.
    ActorType, "a type of actor" {
        /// A human being.
        Person = "person",
        /// A government, as distinct from its country.
        Government = "government",
        /// Any other organisation.
        Organisation = "organisation",
        /// An intergovernmental organisation.
        Igo = "igo",
        /// A political party.
        Party = "party",
        /// An armed group.
        ArmedGroup = "armed_group",
        /// A state or territory.
        Country = "country",
        /// A region.
        Region = "region",
        /// A city.
        City = "city",
        /// An outlet or agency.
        Media = "media",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// How far a role is accepted.
    Claim, "a claim (`recognised`, `de_facto`, `disputed`)" {
        /// Held with international recognition.
        Recognised = "recognised",
        /// Held in fact.
        DeFacto = "de_facto",
        /// Claimed against another holder.
        Disputed = "disputed",
    }
}

/// A political entity of the dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Id in the dictionary, such as `person:khalifa-haftar`.
    pub id: Arc<str>,
    /// Its name for readers.
    pub name: Arc<str>,
    /// Its type.
    pub kind: ActorType,
    /// ISO 3166 alpha-3 code of its country.
    pub country: Option<Arc<str>>,
    /// Wikidata item.
    pub wikidata: Option<Arc<str>>,
}

/// An office, membership or parenthood (`role = "parent"`) held from `start` up to, not including, `end`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Who holds it.
    pub actor: ActorId,
    /// The word for it, such as `president`; `parent` for belonging to a larger actor.
    pub role: Arc<str>,
    /// Of what.
    pub of: ActorId,
    /// How far it is accepted.
    pub claim: Claim,
    /// First day, unbounded if `None`.
    pub start: Option<Date>,
    /// First day on which it no longer holds, unbounded if `None`.
    pub end: Option<Date>,
}

impl Role {
    /// The role word of belonging to a larger actor.
    pub const PARENT: &'static str = "parent";

    /// Whether it holds on `date`. Without a date only roles unbounded on both sides hold.
    pub fn holds_on(&self, date: Option<Date>) -> bool {
        match date {
            None => self.start.is_none() && self.end.is_none(),
            Some(day) => self.start.is_none_or(|s| s <= day) && self.end.is_none_or(|e| day < e),
        }
    }

    /// Whether it is parenthood.
    pub fn is_parent(&self) -> bool {
        &*self.role == Self::PARENT
    }
}

/// The actors of a run with their roles: sorted by id, so that an [`ActorId`] is an index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actors {
    list: Vec<Actor>,
    roles: Vec<Role>,
    first_role: Vec<u32>,
    /// Indices of roles, sorted by what they are of.
    by_whole: Vec<u32>,
}

impl Actors {
    /// Takes actors sorted by id, ids unique, and their roles in any order.
    ///
    /// # Panics
    /// If the actors are not strictly sorted by id or a role points outside them.
    pub fn new(actors: Vec<Actor>, mut roles: Vec<Role>) -> Self {
        assert!(actors.is_sorted_by(|a, b| a.id < b.id), "actors are strictly sorted by id");
        let n = actors.len();
        assert!(
            roles.iter().all(|r| (r.actor.0 as usize) < n && (r.of.0 as usize) < n),
            "roles point to actors"
        );
        roles.sort_by(|a, b| (a.actor, a.of, &a.role, a.start).cmp(&(b.actor, b.of, &b.role, b.start)));
        let first = |i: usize| roles.partition_point(|r| (r.actor.0 as usize) < i);
        let first_role = (0..=n).map(|i| u32::try_from(first(i)).expect("fewer than 2^32 roles")).collect();
        let mut by_whole: Vec<u32> =
            (0..u32::try_from(roles.len()).expect("fewer than 2^32 roles")).collect();
        by_whole.sort_by_key(|i| roles[*i as usize].of);
        Self { list: actors, roles, first_role, by_whole }
    }

    /// Number of actors.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The actor of an index of this run.
    pub fn get(&self, id: ActorId) -> &Actor {
        &self.list[id.0 as usize]
    }

    /// The index of a dictionary id.
    pub fn find(&self, id: &str) -> Option<ActorId> {
        let at = self.list.binary_search_by(|a| (*a.id).cmp(id)).ok()?;
        Some(ActorId(u32::try_from(at).expect("fewer than 2^32 actors")))
    }

    /// All actors with their indices, in order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (ActorId, &Actor)> {
        self.list
            .iter()
            .enumerate()
            .map(|(i, a)| (ActorId(u32::try_from(i).expect("fewer than 2^32 actors")), a))
    }

    /// Every role that `actor` holds, at any time.
    pub fn roles_of(&self, actor: ActorId) -> &[Role] {
        let i = actor.0 as usize;
        &self.roles[self.first_role[i] as usize..self.first_role[i + 1] as usize]
    }

    /// Every role of every actor, sorted by holder.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// The parenthoods of what belongs to `whole` on `date`, sorted by holder.
    pub fn children(&self, whole: ActorId, date: Option<Date>) -> impl Iterator<Item = &Role> {
        let role = |i: &u32| &self.roles[*i as usize];
        let start = self.by_whole.partition_point(|i| role(i).of < whole);
        let of_whole = self.by_whole[start..].iter().map(role).take_while(move |r| r.of == whole);
        of_whole.filter(move |r| r.is_parent() && r.holds_on(date))
    }

    /// The larger actors that `actor` belongs to on `date`.
    pub fn parents(&self, actor: ActorId, date: Option<Date>) -> impl Iterator<Item = ActorId> {
        self.roles_of(actor).iter().filter(move |r| r.is_parent() && r.holds_on(date)).map(|r| r.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(id: &str) -> Actor {
        Actor { id: id.into(), name: id.into(), kind: ActorType::Other, country: None, wikidata: None }
    }

    fn parent(actor: u32, of: u32, start: &str, end: &str) -> Role {
        let date = |s: &str| (!s.is_empty()).then(|| s.parse().unwrap());
        Role {
            actor: ActorId(actor),
            role: Role::PARENT.into(),
            of: ActorId(of),
            claim: Claim::Recognised,
            start: date(start),
            end: date(end),
        }
    }

    #[test]
    fn roles_are_found_by_holder_and_date() {
        let roles = vec![parent(2, 1, "2016-03-30", "2021-03-15"), parent(0, 1, "", "")];
        let actors = Actors::new(vec![actor("a"), actor("b"), actor("c")], roles);
        let on = |id, day: &str| actors.parents(ActorId(id), Some(day.parse().unwrap())).count();
        assert_eq!(on(0, "1990-01-01"), 1);
        assert_eq!(on(2, "2016-03-29"), 0);
        assert_eq!(on(2, "2016-03-30"), 1);
        assert_eq!(on(2, "2021-03-15"), 0);
        assert_eq!(actors.parents(ActorId(2), None).count(), 0);
        assert_eq!(actors.find("b"), Some(ActorId(1)));
        let children = |day: &str| -> Vec<u32> {
            actors.children(ActorId(1), Some(day.parse().unwrap())).map(|r| r.actor.0).collect()
        };
        assert_eq!(children("2018-01-01"), [0, 2]);
        assert_eq!(children("2022-01-01"), [0]);
    }
}

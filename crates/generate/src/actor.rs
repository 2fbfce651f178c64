use std::collections::BTreeSet;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::vocabulary::invented;

/// An invented actor with one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedActor {
    /// Id such as `person:gr-000017`.
    pub id: String,
    /// Its name, unlike that of any other actor.
    pub name: String,
    /// `person` or `organisation`.
    pub kind: &'static str,
}

const BODIES: &[&str] = &["Council", "Front", "Union", "Agency", "Assembly", "Movement"];

/// Draws actors with different names: three of four are persons with two names.
pub(crate) fn actors(seed: u64, n: usize) -> Vec<GeneratedActor> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x6163_746f_7273);
    let mut taken = BTreeSet::new();
    (0..n).map(|number| actor(&mut rng, &mut taken, number)).collect()
}

fn actor(rng: &mut ChaCha8Rng, taken: &mut BTreeSet<String>, number: usize) -> GeneratedActor {
    let kind = if number % 4 == 3 { "organisation" } else { "person" };
    let name = loop {
        let name = name(rng, kind);
        if taken.insert(name.clone()) {
            break name;
        }
    };
    GeneratedActor { id: format!("{kind}:gr-{number:06}"), name, kind }
}

fn name(rng: &mut ChaCha8Rng, kind: &str) -> String {
    let first = capitalised(&invented(rng, 2));
    if kind == "person" {
        return format!("{first} {}", capitalised(&invented(rng, 3)));
    }
    format!("{first} {}", BODIES[rng.random_range(0..BODIES.len())])
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let actors = actors(3, 20_000);
        let names: BTreeSet<&str> = actors.iter().map(|a| a.name.as_str()).collect();
        assert_eq!(names.len(), 20_000);
    }
}

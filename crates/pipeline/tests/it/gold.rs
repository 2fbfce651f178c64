//! Found mentions against hand-made ones.

use std::collections::BTreeSet;

/// A hand-made mention.
pub(crate) struct Gold {
    /// Text it stands in: a record and its field.
    pub(crate) place: String,
    pub(crate) chars: (usize, usize),
    pub(crate) actor: String,
    pub(crate) level: Level,
}

/// A mention that was found.
pub(crate) struct Found {
    pub(crate) place: String,
    pub(crate) chars: (usize, usize),
    pub(crate) actor: String,
    pub(crate) is_nested: bool,
}

/// How hard a mention is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Level {
    /// A plain name, acronym, alias or surname.
    Core,
    /// A demonym, or a capital that stands for its government.
    Extended,
    /// Neither right nor wrong.
    Neutral,
}

/// Right, missed and wrong mentions.
#[derive(Debug, PartialEq)]
pub(crate) struct Score {
    pub(crate) n_right: usize,
    pub(crate) missed: Vec<String>,
    pub(crate) wrong: Vec<String>,
}

impl Score {
    pub(crate) fn recall(&self) -> f64 {
        self.n_right as f64 / (self.n_right + self.missed.len()) as f64
    }

    pub(crate) fn precision(&self) -> f64 {
        self.n_right as f64 / (self.n_right + self.wrong.len()) as f64
    }
}

/// One to one: a found mention is right if it has the gold's actor and overlaps its span; what overlaps
/// only mentions of other levels is neither right nor wrong, and so is a name within a longer one, which
/// is stored and never counted.
pub(crate) fn score(gold: &[Gold], found: &[Found], levels: &[Level]) -> Score {
    let mut used = BTreeSet::new();
    let mut missed = Vec::new();
    for wanted in gold.iter().filter(|g| levels.contains(&g.level)) {
        let is_it =
            |i: &usize| !used.contains(i) && overlap(wanted, &found[*i]) && found[*i].actor == wanted.actor;
        match (0..found.len()).filter(is_it).min_by_key(|i| found[*i].is_nested) {
            Some(i) => {
                used.insert(i);
            }
            None => missed.push(shown(&wanted.place, wanted.chars, &wanted.actor)),
        }
    }
    let is_wrong = |i: &usize| {
        let neutral = gold.iter().any(|g| !levels.contains(&g.level) && overlap(g, &found[*i]));
        !used.contains(i) && !neutral && !found[*i].is_nested
    };
    let wrong = (0..found.len()).filter(is_wrong).map(|i| &found[i]);
    let wrong = wrong.map(|f| shown(&f.place, f.chars, &f.actor)).collect();
    Score { n_right: used.len(), missed, wrong }
}

fn overlap(gold: &Gold, found: &Found) -> bool {
    gold.place == found.place && gold.chars.0 < found.chars.1 && found.chars.0 < gold.chars.1
}

fn shown(place: &str, (start, end): (usize, usize), actor: &str) -> String {
    format!("{place} {start}-{end} {actor}")
}

#[test]
fn a_score_counts_right_missed_and_wrong_once() {
    let gold = |chars, actor: &str, level| Gold { place: "a".into(), chars, actor: actor.into(), level };
    let found =
        |chars, actor: &str| Found { place: "a".into(), chars, actor: actor.into(), is_nested: false };
    let gold =
        [gold((0, 4), "x", Level::Core), gold((5, 9), "y", Level::Core), gold((10, 12), "z", Level::Neutral)];
    let found = [found((0, 3), "x"), found((1, 4), "x"), found((6, 9), "x"), found((10, 12), "x")];
    let score = score(&gold, &found, &[Level::Core]);
    assert_eq!(score.n_right, 1);
    assert_eq!(score.missed, ["a 5-9 y"]);
    assert_eq!(score.wrong, ["a 1-4 x", "a 6-9 x"]);
}

//! Actors as a person names them: by id or by a name that only one of them bears.

use std::collections::{BTreeMap, BTreeSet};

use newsloom_corpus::table::ActorRow;
use newsloom_diagnostics::{Diagnostic, did_you_mean};
use newsloom_text::folded;

use crate::Plan;

/// Candidates shown of a name that several actors bear.
const N_SHOWN: usize = 5;

/// Looks up the actors that a run counts.
pub(crate) struct Who<'a> {
    by_id: BTreeMap<&'a str, &'a ActorRow>,
    by_name: BTreeMap<String, BTreeSet<&'a str>>,
}

impl<'a> Who<'a> {
    /// Of the counted actors by their names, and by the aliases that the plan's dictionaries give them.
    pub(crate) fn new(counted: &'a [ActorRow], plan: &Plan) -> Self {
        let by_id: BTreeMap<&str, &ActorRow> =
            counted.iter().map(|row| (row.actor_id.as_str(), row)).collect();
        let mut by_name: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        let actors = &plan.dictionary.actors;
        let aliases =
            plan.dictionary.aliases.iter().map(|alias| (&*actors.get(alias.actor).id, &*alias.text));
        let names = counted.iter().map(|row| (row.actor_id.as_str(), row.name.as_str()));
        for (id, name) in names.chain(aliases) {
            if let Some((id, _)) = by_id.get_key_value(id) {
                by_name.entry(plain(name)).or_default().insert(id);
            }
        }
        Self { by_id, by_name }
    }

    /// The actor of an id or name.
    ///
    /// # Errors
    /// R111, if the run counts none of that name or several bear it.
    pub(crate) fn find(&self, name: &str) -> Result<&'a ActorRow, Diagnostic> {
        if let Some(actor) = self.by_id.get(name) {
            return Ok(actor);
        }
        let bearers: Vec<&str> = self.bearers(&plain(name));
        match bearers[..] {
            [] => Err(self.unknown(name)),
            [one] => Ok(self.by_id[one]),
            _ => Err(several(name, &bearers)),
        }
    }

    /// Who bears a name; a name of an actor itself goes before a name among its aliases.
    fn bearers(&self, name: &str) -> Vec<&'a str> {
        let found: Vec<&str> = self.by_name.get(name).into_iter().flatten().copied().collect();
        let own: Vec<&str> = found.iter().copied().filter(|id| plain(&self.by_id[id].name) == name).collect();
        if own.len() == 1 { own } else { found }
    }

    fn unknown(&self, name: &str) -> Diagnostic {
        let problem = Diagnostic::error("R111", format!("the run counts no actor `{name}`"));
        match self.near(name) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("the table `actors` lists those it counts"),
        }
    }

    /// The actor named most among those with a name that is close, or that holds a close word.
    fn near(&self, name: &str) -> Option<&str> {
        let wanted = plain(name);
        let words = || self.by_name.keys().flat_map(|long| long.split(' ')).filter(|word| word.len() > 2);
        let close = did_you_mean(&wanted, self.by_name.keys().map(String::as_str).chain(words()))?;
        let holds = |long: &str| long == close || long.split(' ').any(|word| word == close);
        let bearers = self.by_name.iter().filter(|(long, _)| holds(long)).flat_map(|(_, ids)| ids);
        bearers.copied().max_by_key(|id| self.by_id[id].n_mentions)
    }
}

fn several(name: &str, bearers: &[&str]) -> Diagnostic {
    let shown: Vec<String> = bearers.iter().take(N_SHOWN).map(|id| format!("`{id}`")).collect();
    Diagnostic::error("R111", format!("`{name}` is a name of {} actors", bearers.len()))
        .help(format!("name one by its id: {}", shown.join(", ")))
}

/// Folded, in lower case, with one blank between words.
pub(crate) fn plain(text: &str) -> String {
    let lower = folded(text).to_lowercase();
    newsloom_text::words(&lower).map(|word| word.of(&lower)).collect::<Vec<_>>().join(" ")
}

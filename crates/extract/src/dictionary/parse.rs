use std::{collections::BTreeMap, sync::Arc};

use newsloom_corpus::{Actor, ActorId, ActorType, Actors, Claim, Role};
use newsloom_diagnostics::{Diagnostic, SourceFile};

use super::{
    Alias, AliasKind, CaseRule, Code, Dictionary, DictionaryFiles,
    row::{Row, Table},
};

pub(super) fn parse(files: &[DictionaryFiles]) -> (Dictionary, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let actors = parse_actors(files, &mut problems);
    let ids: BTreeMap<&str, ActorId> =
        (0..).zip(actors.keys()).map(|(n, id)| (id.as_str(), ActorId(n))).collect();
    let context = Context { ids: &ids };
    let aliases =
        context.read_all(files, |f| Some(&f.aliases), &["actor_id", "alias"], Context::alias, &mut problems);
    let roles = context.read_all(
        files,
        |f| f.roles.as_ref(),
        &["actor_id", "role", "of_actor_id"],
        Context::role,
        &mut problems,
    );
    let codes = context.read_all(
        files,
        |f| f.codes.as_ref(),
        &["actor_id", "scheme", "code"],
        Context::code,
        &mut problems,
    );
    let mut dictionary = Dictionary { actors: Actors::default(), aliases, codes };
    dictionary
        .aliases
        .sort_by(|a, b| (a.actor, &a.text, a.kind, a.start).cmp(&(b.actor, &b.text, b.kind, b.start)));
    dictionary.aliases.dedup();
    dictionary
        .codes
        .sort_by(|a, b| (a.actor, &a.scheme, &a.code, a.start).cmp(&(b.actor, &b.scheme, &b.code, b.start)));
    let mut roles = roles;
    roles.sort_by(|a, b| {
        (a.actor, a.of, &a.role, a.start, a.end).cmp(&(b.actor, b.of, &b.role, b.start, b.end))
    });
    roles.dedup();
    dictionary.actors = Actors::new(actors.into_values().collect(), roles);
    (dictionary, problems)
}

/// Reads a table, or reports why it is none.
fn table(file: &Arc<SourceFile>, required: &[&str], problems: &mut Vec<Diagnostic>) -> Option<Table> {
    Table::read(file, required).map_err(|problem| problems.push(problem)).ok()
}

fn parse_actors(files: &[DictionaryFiles], problems: &mut Vec<Diagnostic>) -> BTreeMap<String, Actor> {
    let mut actors: BTreeMap<String, Actor> = BTreeMap::new();
    for file in files {
        let Some(table) = table(&file.actors, &["actor_id", "name", "type"], problems) else { continue };
        for row in table.rows() {
            match actor(row) {
                Err(problem) => problems.push(problem),
                Ok(actor) => match actors.get(&*actor.id) {
                    None => {
                        actors.insert(actor.id.to_string(), actor);
                    }
                    Some(first) if agree(first, &actor) => {
                        let known = merged(first, actor);
                        actors.insert(known.id.to_string(), known);
                    }
                    Some(_) => problems.push(row.warning(
                        "D106",
                        "actor_id",
                        format!("`{}` is declared twice and differs", actor.id),
                    )),
                },
            }
        }
    }
    actors
}

/// Whether two declarations can be of one actor: what one leaves empty the other may say.
fn agree(first: &Actor, second: &Actor) -> bool {
    let meets = |a: &Option<Arc<str>>, b: &Option<Arc<str>>| a.is_none() || b.is_none() || a == b;
    (&first.name, first.kind) == (&second.name, second.kind)
        && meets(&first.country, &second.country)
        && meets(&first.wikidata, &second.wikidata)
}

fn merged(first: &Actor, second: Actor) -> Actor {
    Actor {
        country: first.country.clone().or(second.country),
        wikidata: first.wikidata.clone().or(second.wikidata),
        ..first.clone()
    }
}

fn actor(row: Row<'_>) -> Result<Actor, Diagnostic> {
    let types: Vec<(&str, ActorType)> = ActorType::ALL.iter().map(|t| (t.as_str(), *t)).collect();
    let id = row.optional("actor_id").ok_or_else(|| row.warning("D107", "actor_id", "the id is empty"))?;
    Ok(Actor {
        id: id.into(),
        name: row.optional("name").unwrap_or(id).into(),
        kind: row.word("type", &types)?,
        country: row.optional("country").map(Into::into),
        wikidata: row.optional("wikidata").map(Into::into),
    })
}

struct Context<'a> {
    ids: &'a BTreeMap<&'a str, ActorId>,
}

impl Context<'_> {
    fn read_all<T>(
        &self,
        files: &[DictionaryFiles],
        which: impl Fn(&DictionaryFiles) -> Option<&Arc<SourceFile>>,
        required: &[&str],
        make: impl Fn(&Self, Row<'_>) -> Result<T, Diagnostic>,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<T> {
        let mut found = Vec::new();
        for file in files.iter().filter_map(which) {
            let Some(table) = table(file, required, problems) else { continue };
            for row in table.rows() {
                match make(self, row) {
                    Ok(item) => found.push(item),
                    Err(problem) => problems.push(problem),
                }
            }
        }
        found
    }

    fn id(&self, row: Row<'_>, column: &str) -> Result<ActorId, Diagnostic> {
        let id = row.cell(column);
        let known = self.ids.get(id).copied();
        known.ok_or_else(|| row.warning("D105", column, format!("no actor is declared as `{id}`")))
    }

    fn alias(&self, row: Row<'_>) -> Result<Alias, Diagnostic> {
        let actor = self.id(row, "actor_id")?;
        let text = row.cell("alias");
        if !text.chars().any(newsloom_text::is_word_char) {
            return Err(row.warning("D107", "alias", format!("`{text}` holds no letter or digit")));
        }
        let (start, end) = row.term()?;
        let kind =
            if row.cell("kind").is_empty() { AliasKind::Name } else { row.word("kind", AliasKind::WORDS)? };
        let case =
            if row.cell("case").is_empty() { CaseRule::Title } else { row.word("case", CaseRule::WORDS)? };
        let needs_context = row.optional("needs_context").is_some()
            && row.word("needs_context", &[("true", true), ("false", false)])?;
        let weight = row.optional("weight").map_or(Ok(1), str::parse);
        let weight = weight.map_err(|_| row.warning("D103", "weight", "the weight is not a whole number"))?;
        Ok(Alias { actor, text: text.into(), kind, case, start, end, needs_context, weight })
    }

    fn role(&self, row: Row<'_>) -> Result<Role, Diagnostic> {
        let claims: Vec<(&str, Claim)> = Claim::ALL.iter().map(|c| (c.as_str(), *c)).collect();
        let (start, end) = row.term()?;
        let claim =
            if row.cell("claim").is_empty() { Claim::Recognised } else { row.word("claim", &claims)? };
        Ok(Role {
            actor: self.id(row, "actor_id")?,
            role: row.cell("role").into(),
            of: self.id(row, "of_actor_id")?,
            claim,
            start,
            end,
        })
    }

    fn code(&self, row: Row<'_>) -> Result<Code, Diagnostic> {
        let (start, end) = row.term()?;
        let text = |column| row.cell(column).to_owned();
        Ok(Code { actor: self.id(row, "actor_id")?, scheme: text("scheme"), code: text("code"), start, end })
    }
}

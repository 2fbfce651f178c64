//! What is legal in a dictionary and probably meant otherwise.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use jiff::civil::Date;
use newsloom_corpus::{ActorType, Actors, Claim, Role};
use newsloom_diagnostics::{Diagnostic, SourceFile};

use super::{Alias, AliasKind, CaseRule, Dictionary, DictionaryFiles};
use crate::{matcher::key_of, offices::canonical};

/// Finds names that several actors share at one time (D110), offices with two recognised holders at
/// one time (D111) and aliases that no text can hold (D107).
///
/// Demonyms, capitals, surnames and aliases that need company are left out of the first: they are shared
/// by nature, and the rest of the article decides.
///
/// ```
/// use newsloom_extract::{Dictionary, lint, world};
/// let files = [world()];
/// let (dictionary, _) = Dictionary::parse(&files);
/// assert!(lint(&dictionary, &files).iter().all(|problem| !problem.is_error()));
/// ```
pub fn lint(dictionary: &Dictionary, files: &[DictionaryFiles]) -> Vec<Diagnostic> {
    let linter = Linter { dictionary, files };
    let mut found = linter.never_matching();
    found.extend(linter.collisions());
    found.extend(linter.overlaps());
    found
}

struct Linter<'a> {
    dictionary: &'a Dictionary,
    files: &'a [DictionaryFiles],
}

impl Linter<'_> {
    fn id(&self, alias: &Alias) -> &str {
        &self.dictionary.actors.get(alias.actor).id
    }

    fn never_matching(&self) -> Vec<Diagnostic> {
        let aliases = self.dictionary.aliases.iter();
        aliases
            .filter_map(|alias| {
                Some(self.at_alias("D107", alias, &never_matches(alias, &self.dictionary.actors)?))
            })
            .collect()
    }

    fn collisions(&self) -> Vec<Diagnostic> {
        let mut by_key: BTreeMap<String, Vec<&Alias>> = BTreeMap::new();
        let is_shared = |kind| matches!(kind, AliasKind::Demonym | AliasKind::Capital | AliasKind::Surname);
        for alias in self.dictionary.aliases.iter().filter(|a| !is_shared(a.kind) && !a.needs_context) {
            by_key.entry(key_of(&alias.text)).or_default().push(alias);
        }
        by_key.values().filter_map(|aliases| self.collision(aliases)).collect()
    }

    fn collision(&self, aliases: &[&Alias]) -> Option<Diagnostic> {
        let is_rival = |a: &Alias, b: &Alias| {
            a.actor != b.actor && overlap((a.start, a.end), (b.start, b.end)) && case_meets(a, b)
        };
        let rivals: Vec<&&Alias> =
            aliases.iter().filter(|a| aliases.iter().any(|b| is_rival(a, b))).collect();
        let first = rivals.first()?;
        let ids: BTreeSet<&str> = rivals.iter().map(|alias| self.id(alias)).collect();
        let ids: Vec<String> = ids.into_iter().map(|id| format!("`{id}`")).collect();
        Some(self.at_alias("D110", first, &format!("`{}` is a name of {}", first.text, ids.join(" and "))))
    }

    fn overlaps(&self) -> Vec<Diagnostic> {
        let actors = &self.dictionary.actors;
        let mut by_office: BTreeMap<(&str, String), Vec<&Role>> = BTreeMap::new();
        for role in actors.roles().iter().filter(|role| is_single(role)) {
            by_office.entry((&actors.get(role.of).id, canonical(&role.role))).or_default().push(role);
        }
        by_office.values_mut().flat_map(|roles| self.overlaps_of(roles)).collect()
    }

    fn overlaps_of(&self, roles: &mut [&Role]) -> Vec<Diagnostic> {
        roles.sort_by_key(|role| (role.start, role.end));
        let is_double =
            |a: &Role, b: &Role| a.actor != b.actor && overlap((a.start, a.end), (b.start, b.end));
        roles.windows(2).filter(|pair| is_double(pair[0], pair[1])).map(|pair| self.at_roles(pair)).collect()
    }

    fn at_roles(&self, pair: &[&Role]) -> Diagnostic {
        let actors: &Actors = &self.dictionary.actors;
        let id = |role: &Role| actors.get(role.actor).id.clone();
        let (first, second) = (id(pair[0]), id(pair[1]));
        let of = &actors.get(pair[0].of).id;
        let message = format!("`{first}` and `{second}` are {} of `{of}` at the same time", pair[0].role);
        let files = self.files.iter().filter_map(|files| files.roles.as_ref());
        pointed("D111", message, files, (&second, &pair[1].role))
    }

    fn at_alias(&self, code: &str, alias: &Alias, message: &str) -> Diagnostic {
        let files = self.files.iter().map(|files| &files.aliases);
        pointed(code, message.to_owned(), files, (self.id(alias), &alias.text))
    }
}

/// A warning at the row that holds both cells.
fn pointed<'a>(
    code: &str,
    message: String,
    mut files: impl Iterator<Item = &'a Arc<SourceFile>>,
    cells: (&str, &str),
) -> Diagnostic {
    let problem = Diagnostic::warning(code, message);
    match files.find_map(|file| Some((file, row_of(file, cells)?))) {
        Some((file, span)) => problem.at(file, span, ""),
        None => problem,
    }
}

/// Bytes of the row that begins with the id and holds the text.
fn row_of(file: &SourceFile, (id, text): (&str, &str)) -> Option<Range<usize>> {
    let start_of = format!("{id},");
    let mut start = 0;
    for line in file.text.split_inclusive('\n') {
        if line.starts_with(&start_of) && line[start_of.len()..].contains(text) {
            return Some(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    None
}

/// Why no text can hold the alias: of surnames only persons' are looked for, and paragraphs end names.
fn never_matches(alias: &Alias, actors: &Actors) -> Option<String> {
    let is_of_nobody = alias.kind == AliasKind::Surname && actors.get(alias.actor).kind != ActorType::Person;
    let is_broken = alias.text.contains('\n');
    (is_of_nobody || is_broken).then(|| format!("`{}` can never match", alias.text))
}

/// Whether a text can be read as both aliases.
fn case_meets(a: &Alias, b: &Alias) -> bool {
    let is_exact = a.case == CaseRule::Exact && b.case == CaseRule::Exact;
    let words = |alias: &Alias| {
        newsloom_text::words(&alias.text).map(|w| w.of(&alias.text).to_owned()).collect::<Vec<_>>()
    };
    !is_exact || words(a) == words(b)
}

/// Whether two half-open terms share a day.
fn overlap(a: (Option<Date>, Option<Date>), b: (Option<Date>, Option<Date>)) -> bool {
    let begins_before = |start: Option<Date>, end: Option<Date>| start.zip(end).is_none_or(|(s, e)| s < e);
    begins_before(a.0, b.1) && begins_before(b.0, a.1)
}

/// Offices that only one can hold at a time.
const SINGLE: &[&str] = &[
    "chancellor",
    "crown prince",
    "defence minister",
    "emir",
    "finance minister",
    "foreign minister",
    "interior minister",
    "king",
    "president",
    "prime minister",
    "queen",
    "secretary general",
    "secretary of state",
    "sultan",
    "supreme leader",
];

fn is_single(role: &Role) -> bool {
    role.claim == Claim::Recognised && SINGLE.contains(&&*canonical(&role.role))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(aliases: &str, roles: &str) -> Vec<String> {
        let files = [DictionaryFiles {
            name: "test".to_owned(),
            actors: SourceFile::new(
                "actors.csv",
                "actor_id,name,type\nperson:a,A,person\nperson:b,B,person\ngovernment:x,X,government\n",
            ),
            aliases: SourceFile::new("aliases.csv", format!("actor_id,alias,kind,case,start,end\n{aliases}")),
            roles: Some(SourceFile::new(
                "roles.csv",
                format!("actor_id,role,of_actor_id,claim,start,end\n{roles}"),
            )),
            codes: None,
        }];
        let (dictionary, problems) = Dictionary::parse(&files);
        assert!(problems.is_empty(), "{problems:?}");
        lint(&dictionary, &files).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn shared_names_are_reported_where_their_terms_meet() {
        let of = |end: &str, start: &str| {
            format!("person:a,Jo Roe,name,title,,{end}\nperson:b,Jo-Roe,name,title,{start},\n")
        };
        assert_eq!(found(&of("2010-01-01", "2010-01-01"), ""), [""; 0]);
        let shared = found(&of("2010-01-02", "2010-01-01"), "");
        assert_eq!(
            shared,
            ["warning[D110] aliases.csv:2:1: `Jo Roe` is a name of `person:a` and `person:b`"]
        );
        assert_eq!(found("person:a,Roese,demonym,title,,\nperson:b,Roese,demonym,title,,\n", ""), [""; 0]);
    }

    #[test]
    fn offices_have_one_recognised_holder() {
        let of = |claim: &str| {
            format!(
                "person:a,president,government:x,recognised,2010-01-01,2014-01-01\nperson:b,president,government:x,{claim},2013-12-31,\n"
            )
        };
        assert_eq!(found("", &of("disputed")), [""; 0]);
        assert_eq!(
            found("", &of("recognised")),
            [
                "warning[D111] roles.csv:3:1: `person:a` and `person:b` are president of `government:x` at the same time"
            ]
        );
    }

    #[test]
    fn aliases_that_cannot_match_are_reported() {
        assert_eq!(found("government:x,Roe,surname,title,,\n", "").len(), 1);
        assert_eq!(found("person:a,\"Roe\nJo\",name,title,,\n", "").len(), 1);
        assert_eq!(found("person:a,R.O.E.,acronym,exact,,\n", ""), [""; 0]);
    }
}

//! Two runs or two dictionaries side by side: what one has and the other has not.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    fmt::Write,
    path::Path,
    sync::Arc,
};

use newsloom_corpus::{
    FileRecord, some_columns,
    table::{ActorRow, CoMentionRow, MentionRow},
};
use newsloom_diagnostics::Diagnostic;
use newsloom_extract::Dictionary;

use crate::{
    dictionary,
    finished::Finished,
    in_pairs::{Waits, in_pairs},
    packaged::{Packaged, packaged},
    table_diff::Versions,
};

/// What differs, a section after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Whether nothing differs.
    pub is_same: bool,
    /// Sections: a heading and its lines, those that differ most first.
    pub sections: Vec<(String, Vec<String>)>,
}

/// Compares two folders of finished runs, or two dictionaries (`world` or folders with `actors.csv`);
/// of each list the first `most` lines are given.
///
/// # Errors
/// R101, D101, D108, if one of them cannot be read.
pub fn compare((one, other): (&str, &str), most: usize) -> Result<Comparison, Diagnostic> {
    let is_run = |name: &str| Path::new(name).join("manifest.json").is_file();
    let sections = if is_run(one) || is_run(other) {
        runs(&Finished::open(Path::new(one))?, &Finished::open(Path::new(other))?)?
    } else {
        dictionaries((one, other))?
    };
    let differing = sections.into_iter().filter(|(_, lines)| !lines.is_empty());
    let sections: Vec<(String, Vec<String>)> =
        differing.map(|(heading, lines)| (heading, shortened(lines, most))).collect();
    Ok(Comparison { is_same: sections.is_empty(), sections })
}

fn shortened(mut lines: Vec<String>, most: usize) -> Vec<String> {
    let n = lines.len();
    if n > most {
        lines.truncate(most);
        lines.push(format!("and {} more", n - most));
    }
    lines
}

type Sections = Vec<(String, Vec<String>)>;

/// The values of a key in both, where these differ.
type Differing<K, V> = BTreeMap<K, (Option<V>, Option<V>)>;

fn runs(one: &Finished, other: &Finished) -> Result<Sections, Diagnostic> {
    let (before, after) = (one.rows::<ActorRow>()?, other.rows::<ActorRow>()?);
    Ok(vec![
        ("settings".to_owned(), settings(one, other)),
        ("inputs and dictionaries".to_owned(), files(one, other)),
        ("records and articles".to_owned(), accounts(one, other)),
        ("tables, those that differ most first".to_owned(), tables(one, other)?),
        (
            "counted mentions by actor, copies included (+ gained, - lost, to another actor)".to_owned(),
            or_why_not(mentions(one, other)),
        ),
        ("stories by actor".to_owned(), stories(&before, &after)),
        (format!("rank of pairs among the first {N_RANKED}"), or_why_not(pairs(one, other))),
    ])
}

/// A table that a recipe leaves out is no reason to compare nothing.
fn or_why_not(lines: Result<Vec<String>, Diagnostic>) -> Vec<String> {
    lines.unwrap_or_else(|problem| vec![format!("not compared: {}", problem.message)])
}

/// The keys of both with their values, where these differ.
fn differing<K: Ord, V: PartialEq>(before: BTreeMap<K, V>, mut after: BTreeMap<K, V>) -> Differing<K, V> {
    let mut all: Differing<K, V> = before
        .into_iter()
        .map(|(key, value)| {
            let later = after.remove(&key);
            (key, (Some(value), later))
        })
        .collect();
    all.extend(after.into_iter().map(|(key, value)| (key, (None, Some(value)))));
    all.retain(|_, (before, after)| before != after);
    all
}

fn shown<T: ToString>(value: Option<&T>) -> String {
    value.map_or_else(|| "none".to_owned(), ToString::to_string)
}

fn lines<V: PartialEq + ToString>(before: BTreeMap<String, V>, after: BTreeMap<String, V>) -> Vec<String> {
    let line = |(key, (before, after)): (String, (Option<V>, Option<V>))| {
        format!("{key}: {} > {}", shown(before.as_ref()), shown(after.as_ref()))
    };
    differing(before, after).into_iter().map(line).collect()
}

fn settings(one: &Finished, other: &Finished) -> Vec<String> {
    let flat = |run: &Finished| -> BTreeMap<String, serde_json::Value> {
        let sections = run.manifest.settings.iter().filter(|(section, _)| *section != "output");
        let keys = sections.flat_map(|(section, keys)| {
            keys.iter().map(move |(key, value)| (format!("{section}.{key}"), value.clone()))
        });
        let version = ("version".to_owned(), run.manifest.version.clone().into());
        keys.chain([version]).collect()
    };
    lines(flat(one), flat(other))
}

fn files(one: &Finished, other: &Finished) -> Vec<String> {
    let hashes = |run: &Finished| -> BTreeMap<String, String> {
        let files = run.manifest.inputs.iter().chain(&run.manifest.dictionaries);
        let hash = |file: &FileRecord| file.blake3.chars().take(8).collect::<String>();
        files.map(|file| (file.path.clone(), format!("{} ({})", file.records, hash(file)))).collect()
    };
    lines(hashes(one), hashes(other))
}

fn accounts(one: &Finished, other: &Finished) -> Vec<String> {
    let counts = |run: &Finished| -> BTreeMap<String, u64> {
        let a = &run.manifest.accounting;
        let fixed = [
            ("records", a.n_records),
            ("articles", a.n_articles),
            ("counted", a.n_counted),
            ("stories", a.n_representatives),
            ("copies", a.n_duplicates),
            ("undated", a.n_undated),
        ];
        let stages =
            run.manifest.stages.iter().map(|s| (format!("{} given on by `{}`", s.unit, s.stage), s.n_out));
        fixed.map(|(name, n)| (name.to_owned(), n)).into_iter().chain(stages).collect()
    };
    lines(counts(one), counts(other))
}

/// Columns of a table that are shown.
const N_COLUMNS: usize = 4;

/// Rows and cells that differ: a line for each table, and one for each of its columns that differ most.
fn tables(one: &Finished, other: &Finished) -> Result<Vec<String>, Diagnostic> {
    let found = |run: &Finished| -> Result<BTreeMap<String, Packaged>, Diagnostic> {
        let files = packaged(run.folder())?.into_iter().rev();
        Ok(files.map(|file| (file.table().to_owned(), file)).collect())
    };
    let (before, mut after) = (found(one)?, found(other)?);
    let mut ranked: Vec<(f64, Vec<String>)> = Vec::new();
    for (name, before) in before {
        match after.remove(&name) {
            None => ranked.push((f64::INFINITY, vec![format!("{name}: only in the first")])),
            Some(after) => ranked.extend(table((one, other), &name, (&before, &after))),
        }
    }
    ranked.extend(after.keys().map(|name| (f64::INFINITY, vec![format!("{name}: only in the second")])));
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(ranked.into_iter().flat_map(|(_, lines)| lines).collect())
}

/// The share of rows of a table that differ, and its lines; `None` if the table is the same.
fn table(
    (one, other): (&Finished, &Finished),
    name: &str,
    (before, after): (&Packaged, &Packaged),
) -> Option<(f64, Vec<String>)> {
    if before.path == after.path && same_file(one, other, &before.path) {
        return None;
    }
    let Some(schema) = before.common(after) else {
        return Some((
            f64::INFINITY,
            vec![format!("{name}: not compared by cells, since no key of its rows is known")],
        ));
    };
    let (before, after) = (one.folder().join(&before.path), other.folder().join(&after.path));
    match (Versions { before: &before, after: &after, schema: &schema }).diff() {
        Ok(diff) => {
            let columns = diff.details().into_iter().take(N_COLUMNS).map(|line| format!("  {line}"));
            let lines = [format!("{name}: {}", diff.summary())].into_iter().chain(columns);
            Some((diff.share(), lines.collect()))
        }
        Err(problem) => Some((f64::INFINITY, vec![format!("{name}: not compared: {}", problem.message)])),
    }
}

some_columns! {
    /// Where a mention stands, whatever its id says of nesting, and the actor that it counts for.
    struct Mentioned of MentionRow {
        article_id: Arc<str>,
        start_byte: u32,
        end_byte: u32,
        in_title: bool,
        actor_id_counted: Option<Arc<str>>,
    }
}

/// What became of the counted mentions of an actor.
#[derive(Default)]
struct Moves {
    before: u64,
    after: u64,
    gained: u64,
    lost: u64,
    to: BTreeMap<String, u64>,
}

impl Moves {
    fn n_moved(&self) -> u64 {
        self.gained + self.lost + self.to.values().sum::<u64>()
    }
}

fn mentions(one: &Finished, other: &Finished) -> Result<Vec<String>, Diagnostic> {
    let is_of_mentions =
        |file: &&FileRecord| Path::new(&file.path).file_stem().is_some_and(|s| s == "mentions");
    if one.manifest.outputs.iter().filter(is_of_mentions).any(|file| same_file(one, other, &file.path)) {
        return Ok(Vec::new());
    }
    let mut moves: BTreeMap<Arc<str>, Moves> = BTreeMap::new();
    let left = in_pairs(counted(one)?, counted(other)?, |Counted(was), Counted(is)| {
        let here = moves.entry(was.clone()).or_default();
        here.before += 1;
        if was != is {
            *here.to.entry(is.to_string()).or_default() += 1;
        }
        moves.entry(is).or_default().after += 1;
    })?;
    for Counted(actor) in left.before.iter() {
        let here = moves.entry(actor.clone()).or_default();
        (here.before, here.lost) = (here.before + 1, here.lost + 1);
    }
    for Counted(actor) in left.after.iter() {
        let here = moves.entry(actor.clone()).or_default();
        (here.after, here.gained) = (here.after + 1, here.gained + 1);
    }
    let mut moved: Vec<(Arc<str>, Moves)> = moves.into_iter().filter(|(_, m)| m.n_moved() > 0).collect();
    moved.sort_by(|a, b| b.1.n_moved().cmp(&a.1.n_moved()).then_with(|| a.0.cmp(&b.0)));
    Ok(moved.iter().map(|(actor, moves)| moves_line(actor, moves)).collect())
}

fn moves_line(actor: &str, moves: &Moves) -> String {
    let mut line = format!("{actor}: {} > {}", moves.before, moves.after);
    let mut more = |what: &str, n: u64| {
        if n > 0 {
            let _ = write!(line, ", {what}{n}");
        }
    };
    more("+", moves.gained);
    more("-", moves.lost);
    for (to, n) in &moves.to {
        more(&format!("to {to} "), *n);
    }
    line
}

/// The actor that is counted somewhere.
struct Counted(Arc<str>);

impl Waits for Counted {}

/// The hash of a place.
type Place = [u8; 16];

fn place(row: &Mentioned) -> Place {
    let mut hasher = blake3::Hasher::new();
    hasher.update(row.article_id.as_bytes()).update(&[u8::from(row.in_title)]);
    hasher.update(&row.start_byte.to_le_bytes()).update(&row.end_byte.to_le_bytes());
    *hasher.finalize().as_bytes().first_chunk().expect("32 bytes")
}

/// The places where something is counted, with the actors: each name is in memory once.
fn counted(
    run: &Finished,
) -> Result<impl Iterator<Item = Result<(Place, Counted), Diagnostic>> + use<>, Diagnostic> {
    let mut names: HashSet<Arc<str>> = HashSet::new();
    let mut at_place = move |row: Mentioned| {
        let actor = row.actor_id_counted.clone()?;
        let known = names.get(&actor).cloned().unwrap_or_else(|| {
            names.insert(actor.clone());
            actor
        });
        Some((place(&row), Counted(known)))
    };
    Ok(run.walk()?.filter_map(move |row| row.map(&mut at_place).transpose()))
}

/// Whether a table is the same file in both.
fn same_file(one: &Finished, other: &Finished, path: &str) -> bool {
    let hash = |run: &Finished| {
        run.manifest.outputs.iter().find(|file| file.path == path).map(|file| file.blake3.clone())
    };
    hash(one).is_some_and(|hash_of_one| hash(other) == Some(hash_of_one))
}

fn stories(before: &[ActorRow], after: &[ActorRow]) -> Vec<String> {
    let counts = |rows: &[ActorRow]| rows.iter().map(|row| (row.actor_id.clone(), row.n_clusters)).collect();
    let mut changes: Vec<(u64, String)> = differing(counts(before), counts(after))
        .into_iter()
        .map(|(actor, (before, after)): (String, (Option<u64>, Option<u64>))| {
            let (before, after) = (before.unwrap_or(0), after.unwrap_or(0));
            (before.abs_diff(after), format!("{actor}: {before} > {after}"))
        })
        .collect();
    changes.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    changes.into_iter().map(|(_, line)| line).collect()
}

/// Ranks beyond this are all the same: further down they change with every article.
const N_RANKED: usize = 100;

fn pairs(one: &Finished, other: &Finished) -> Result<Vec<String>, Diagnostic> {
    let (before, after) = (ranks(one)?, ranks(other)?);
    let mut moved: Vec<(usize, String)> = Vec::new();
    for (pair, (was, is)) in differing(before, after) {
        let place = |rank: Option<usize>| rank.unwrap_or(N_RANKED + 1);
        let shown = |rank: Option<usize>| rank.map_or_else(|| format!("below {N_RANKED}"), |r| r.to_string());
        let line = format!("{} – {}: {} > {}", pair.0, pair.1, shown(was), shown(is));
        moved.push((place(was).abs_diff(place(is)), line));
    }
    moved.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(moved.into_iter().map(|(_, line)| line).collect())
}

some_columns! {
    /// A pair with what its rank depends on.
    struct Ranked of CoMentionRow {
        source: String,
        target: String,
        q_value: Option<f64>,
        is_affiliation: bool,
        n_clusters: u64,
    }
}

/// The pairs by rank, from 1: smallest q first, then most stories; affiliations are left out.
fn ranks(run: &Finished) -> Result<BTreeMap<(String, String), usize>, Diagnostic> {
    let mut first: Vec<Ranked> = Vec::new();
    for row in run.walk::<Ranked>()? {
        first.extend(Some(row?).filter(|row| !row.is_affiliation && row.q_value.is_some()));
        if first.len() > N_RANKED * N_RANKED {
            keep_first(&mut first);
        }
    }
    keep_first(&mut first);
    Ok(first.into_iter().zip(1..).map(|(row, n)| ((row.source, row.target), n)).collect())
}

fn keep_first(rows: &mut Vec<Ranked>) {
    rows.sort_by(|a, b| {
        let q = |row: &Ranked| row.q_value.unwrap_or(1.0);
        let by_q = q(a).total_cmp(&q(b)).then(b.n_clusters.cmp(&a.n_clusters));
        by_q.then_with(|| (&a.source, &a.target).cmp(&(&b.source, &b.target)))
    });
    rows.truncate(N_RANKED);
}

fn dictionaries((one, other): (&str, &str)) -> Result<Sections, Diagnostic> {
    let read = |name: &str| dictionary::read(&[name.to_owned()]);
    let (one, other) = (read(one)?, read(other)?);
    let mut sections = actors(&one, &other);
    for (what, before, after) in [
        ("aliases", aliases(&one), aliases(&other)),
        ("roles", roles(&one), roles(&other)),
        ("codes", codes(&one), codes(&other)),
    ] {
        let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect();
        sections.push(counted_section(&format!("{what} added"), only(&after, &before)));
        sections.push(counted_section(&format!("{what} gone"), only(&before, &after)));
    }
    Ok(sections)
}

fn actors(one: &Dictionary, other: &Dictionary) -> Sections {
    let all = |dictionary: &Dictionary| -> BTreeMap<String, String> {
        let actors = dictionary.actors.iter();
        actors.map(|(_, a)| (a.id.to_string(), format!("{} ({})", a.name, a.kind))).collect()
    };
    let (mut added, mut gone, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    for (id, found) in differing(all(one), all(other)) {
        match found {
            (None, now) => added.push(format!("{id}  {}", shown(now.as_ref()))),
            (then, None) => gone.push(format!("{id}  {}", shown(then.as_ref()))),
            (Some(then), Some(now)) => changed.push(format!("{id}: {then} > {now}")),
        }
    }
    let named = [("actors added", added), ("actors gone", gone), ("actors changed", changed)];
    named.map(|(heading, lines)| counted_section(heading, lines)).to_vec()
}

fn counted_section(heading: &str, lines: Vec<String>) -> (String, Vec<String>) {
    (format!("{heading} ({})", lines.len()), lines)
}

fn aliases(dictionary: &Dictionary) -> BTreeSet<String> {
    let id = |actor| &dictionary.actors.get(actor).id;
    dictionary
        .aliases
        .iter()
        .map(|alias| format!("{}  {}", id(alias.actor), dictionary::alias_line(alias)))
        .collect()
}

fn roles(dictionary: &Dictionary) -> BTreeSet<String> {
    let id = |actor| &dictionary.actors.get(actor).id;
    let roles = dictionary.actors.roles().iter();
    roles.map(|role| format!("{}  {}", id(role.actor), dictionary::role_line(dictionary, role))).collect()
}

fn codes(dictionary: &Dictionary) -> BTreeSet<String> {
    let id = |actor| &dictionary.actors.get(actor).id;
    let codes = dictionary.codes.iter();
    codes.map(|code| format!("{}  {} {}", id(code.actor), code.scheme, code.code)).collect()
}

//! What shards depend on beside their records.

use std::collections::BTreeMap;

use newsloom_clean::RepeatedBlocks;
use newsloom_corpus::Actors;
use newsloom_extract::Dependence;
use newsloom_formats::{FileHash, Input};
use serde_json::Value;

use super::blocks::ChunkBlocks;
use crate::{
    Plan,
    cache::{Key, Map},
    fingerprint::by_section,
    map::{TextDates, coded::vocabulary},
};

/// Settings of `[input]` on which no shard depends: which files are read, what is refused as a whole, and
/// the last day, which matters to chunks with later dates alone.
const NOT_OF_RECORDS: [&str; 4] = ["articles", "outlets", "as-of", "max-quarantined"];
/// Settings of `[clean]` on which stories depend.
const OF_STORIES: [&str; 3] = ["languages", "disabled-rules", "dates-from-text"];
/// The dictionaries enter by what of them matters to a chunk.
const DICTIONARIES: &str = "dictionaries";

/// Makes the keys of shards.
pub(crate) struct Keys<'a> {
    plan: &'a Plan,
    of_blocks: u64,
    of_stories: blake3::Hasher,
    dependence: Dependence,
}

impl<'a> Keys<'a> {
    pub(crate) fn new(plan: &'a Plan) -> Self {
        let sections = by_section(&plan.settings);
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("NEWSLOOM_MAP_DIGEST").as_bytes());
        feed(&mut hasher, &sections["input"], |key| !NOT_OF_RECORDS.contains(&key));
        let of_blocks = short(&hasher);
        hasher.update(vocabulary().as_bytes());
        feed(&mut hasher, &sections["clean"], |key| OF_STORIES.contains(&key));
        feed(&mut hasher, &sections["extract"], |key| key != DICTIONARIES);
        Self { plan, of_blocks, of_stories: hasher, dependence: Dependence::new(&plan.dictionary) }
    }

    /// The key of what is known of a file. What readers make of a record can depend on the file's name.
    pub(super) fn file(&self, input: &Input, hash: &FileHash) -> Key {
        let records = *blake3::hash(hash.blake3.as_bytes()).as_bytes().first_chunk().expect("32 bytes");
        Key { records, ..self.file_of_name(input) }
    }

    /// That key without the bytes of the file.
    pub(super) fn file_of_name(&self, input: &Input) -> Key {
        let mut hasher = blake3::Hasher::new();
        hasher.update(input.reader.name.as_bytes()).update(b"\n").update(input.shown.as_bytes());
        Key { map: Map::Files, blocks: short(&hasher), ..self.blocks([0; 16]) }
    }

    /// The key of the blocks of a chunk.
    pub(crate) fn blocks(&self, records: [u8; 16]) -> Key {
        Key { map: Map::Blocks, records, settings: self.of_blocks, blocks: 0, dictionary: 0 }
    }

    /// The key of the stories of a chunk that has these blocks.
    pub(crate) fn stories(&self, records: [u8; 16], blocks: &ChunkBlocks, repeated: &RepeatedBlocks) -> Key {
        let dictionary = self.dependence.on(|token| blocks.tokens.may_hold(token));
        Key {
            map: Map::Stories,
            records,
            settings: self.settings(blocks),
            blocks: repeated_among(blocks, repeated),
            dictionary: u64::from_be_bytes(*dictionary.first_chunk().expect("32 bytes")),
        }
    }

    /// The last day matters where a date may lie behind it; texts can leave dates of its year.
    fn settings(&self, blocks: &ChunkBlocks) -> u64 {
        let mut hasher = self.of_stories.clone();
        let as_of = self.plan.as_of;
        if self.plan.text_dates == TextDates::Use || blocks.has_later_than(as_of) {
            hasher.update(as_of.to_string().as_bytes());
        } else if self.plan.text_dates == TextDates::Record {
            hasher.update(as_of.year().to_string().as_bytes());
        }
        short(&hasher)
    }
}

/// Settings on which rows of stories do not depend, beyond what became of records and clusters.
const NOT_OF_ROWS: [(&str, &[&str]); 8] = [
    ("", &["title", "authors", "licence"]),
    ("input", &["articles", "as-of", "max-quarantined"]),
    ("clean", &["near-duplicates", "repeated-blocks"]),
    ("extract", &[DICTIONARIES]),
    ("score", &["universe", "measures", "significance"]),
    ("aggregate", &["min-articles", "min-joint", "panel", "bursts", "change-points", "network"]),
    ("output", &["directory"]),
    ("table", &["name", "sql", "meaning", "max-steps"]),
];

/// Makes the keys of the rows of parts.
pub(super) struct RowKeys {
    settings: u64,
    dictionary: u64,
}

impl RowKeys {
    pub(super) fn new(plan: &Plan) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("NEWSLOOM_ROWS_DIGEST").as_bytes());
        for (name, section) in by_section(&plan.settings) {
            let left_out =
                NOT_OF_ROWS.iter().find(|(section, _)| *section == name).map_or(&[][..], |(_, l)| l);
            let first = |key: &str| key.split('.').next().unwrap_or_default().to_owned();
            feed(&mut hasher, &section, |key| !left_out.contains(&&*first(key)));
        }
        if let Some(file) = plan.groups.file() {
            hasher.update(file.blake3.as_bytes());
        }
        Self { settings: short(&hasher), dictionary: actors_digest(&plan.dictionary.actors) }
    }

    /// The key of the rows of stories that have this hash.
    pub(super) fn rows(&self, stories: [u8; 16]) -> Key {
        let Self { settings, dictionary } = *self;
        Key { map: Map::Rows, records: stories, settings, blocks: 0, dictionary }
    }

    /// The key of the rows of their removals, if these are counted so often.
    pub(super) fn removals(&self, stories: [u8; 16], counts: &[u64]) -> Key {
        let mut hasher = blake3::Hasher::new();
        for count in counts {
            hasher.update(&count.to_le_bytes());
        }
        Key { map: Map::Removals, blocks: short(&hasher), ..self.rows(stories) }
    }
}

/// A digest of what rows depend on of the actors: everything but their names.
fn actors_digest(actors: &Actors) -> u64 {
    let mut hasher = blake3::Hasher::new();
    let text = |hasher: &mut blake3::Hasher, text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    };
    for (id, actor) in actors.iter() {
        text(&mut hasher, &actor.id);
        text(&mut hasher, actor.kind.as_str());
        text(&mut hasher, actor.country.as_deref().unwrap_or_default());
        for role in actors.roles_of(id) {
            text(&mut hasher, &role.role);
            text(&mut hasher, role.claim.as_str());
            hasher.update(&role.of.0.to_le_bytes());
            text(&mut hasher, &format!("{:?} {:?}", role.start, role.end));
        }
        hasher.update(b"\n");
    }
    short(&hasher)
}

fn repeated_among(blocks: &ChunkBlocks, repeated: &RepeatedBlocks) -> u64 {
    let mut keys: Vec<u64> =
        blocks.articles.iter().flat_map(|article| repeated.among(&article.blocks)).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut hasher = blake3::Hasher::new();
    for key in keys {
        hasher.update(&key.to_le_bytes());
    }
    short(&hasher)
}

fn feed(hasher: &mut blake3::Hasher, section: &BTreeMap<String, Value>, is_wanted: impl Fn(&str) -> bool) {
    for (key, value) in section.iter().filter(|(key, _)| is_wanted(key)) {
        hasher.update(key.as_bytes()).update(b"=").update(value.to_string().as_bytes()).update(b"\n");
    }
}

fn short(hasher: &blake3::Hasher) -> u64 {
    u64::from_be_bytes(*hasher.finalize().as_bytes().first_chunk().expect("32 bytes"))
}

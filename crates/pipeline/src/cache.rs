//! Shards on disk: what became of chunks of records in earlier runs.
//!
//! The name of a shard says what it depends on and what it holds; one whose bytes are not those that its
//! name promises is damaged and as good as not there. So a shard can be written without waiting for the
//! disk, by any number of runs at once, and be taken away at any time.

use std::{
    collections::{BTreeMap, HashMap},
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::SystemTime,
};

use newsloom_formats::{remove_stale, write_cached};

/// Where shards are kept and how much room they may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheOptions {
    /// The folder.
    pub folder: PathBuf,
    /// Bytes that all shards together may take.
    pub max_bytes: u64,
}

impl CacheOptions {
    /// The default of `max_bytes`: 5 GB.
    pub const MAX_BYTES: u64 = 5_000_000_000;
}

/// Which map a shard comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Map {
    /// What is known of files that were read to their end.
    Files,
    /// Pass 1.
    Blocks,
    /// Pass 2.
    Stories,
    /// The rows that tables have of the stories of a part of the corpus, and their tally.
    Rows,
    /// The rows of what was removed from them, which tell how often it stands in the corpus.
    Removals,
}

impl Map {
    pub(crate) const ALL: [Self; 5] = [Self::Files, Self::Blocks, Self::Stories, Self::Rows, Self::Removals];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Blocks => "blocks",
            Self::Stories => "stories",
            Self::Rows => "rows",
            Self::Removals => "removals",
        }
    }
}

/// What a shard depends on.
///
/// What is known of a file depends on its bytes in place of its records. Rows depend on what became of records,
/// with their clusters, in place of the records themselves; those of removals on how often something was
/// removed, in place of what outlets repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) map: Map,
    /// Hash of the records.
    pub(crate) records: [u8; 16],
    /// Digest of the settings and of the program.
    pub(crate) settings: u64,
    /// Digest of those blocks among the records that their outlets repeat.
    pub(crate) blocks: u64,
    /// Digest of what of the dictionaries can matter to the records.
    pub(crate) dictionary: u64,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let records = u128::from_be_bytes(self.records);
        let (settings, blocks, dictionary) = (self.settings, self.blocks, self.dictionary);
        write!(f, "{}-{records:032x}-{settings:016x}-{blocks:016x}-{dictionary:016x}", self.map.as_str())
    }
}

impl Key {
    /// The key and the hash of the bytes that a file name holds.
    fn parse(name: &str) -> Option<(Self, u128)> {
        let mut parts = name.strip_suffix(ENDING)?.split('-');
        let map = parts.next()?;
        let map = Map::ALL.into_iter().find(|known| known.as_str() == map)?;
        let mut long = || u128::from_str_radix(parts.next()?, 16).ok();
        let (records, settings, blocks, dictionary, hash) = (long()?, long()?, long()?, long()?, long()?);
        let short = |number: u128| u64::try_from(number).ok();
        let key = Self {
            map,
            records: records.to_be_bytes(),
            settings: short(settings)?,
            blocks: short(blocks)?,
            dictionary: short(dictionary)?,
        };
        Some((key, hash))
    }
}

/// What the names of shards end in.
const ENDING: &str = ".parquet";
/// Tells backup programs to pass the folder over (<https://bford.info/cachedir/>).
const TAG: (&str, &str) = (
    "CACHEDIR.TAG",
    "Signature: 8a477f597d28d172789f06886806bc55\n# Shards of Newsloom runs. They can be deleted at any time.\n",
);

/// A shard that is there.
#[derive(Debug, Clone)]
struct Entry {
    hash: u128,
    n_bytes: u64,
    used: SystemTime,
    /// Whether this run made or read it.
    is_of_run: bool,
}

/// An open cache; many threads can share one.
#[derive(Debug)]
pub(crate) struct Cache {
    options: CacheOptions,
    entries: Mutex<HashMap<Key, Entry>>,
    n_bytes: AtomicU64,
    is_read_only: AtomicBool,
    failure: Mutex<Option<String>>,
    n_damaged: AtomicU64,
}

impl Cache {
    /// Opens a cache, making its folder if need be.
    ///
    /// # Errors
    /// If the folder can neither be made nor listed.
    pub(crate) fn open(options: &CacheOptions) -> io::Result<Self> {
        fs::create_dir_all(&options.folder)?;
        let tag = options.folder.join(TAG.0);
        if !tag.exists() {
            // What cannot be written here will be told when a shard cannot be.
            let _ = fs::write(tag, TAG.1);
        }
        Self::open_existing(options)
    }

    /// Opens a cache as it is; one that is not there is empty.
    pub(crate) fn open_existing(options: &CacheOptions) -> io::Result<Self> {
        let entries: HashMap<Key, Entry> = list(&options.folder)?.into_iter().collect();
        let n_bytes = AtomicU64::new(entries.values().map(|entry| entry.n_bytes).sum());
        Ok(Self {
            options: options.clone(),
            entries: Mutex::new(entries),
            n_bytes,
            is_read_only: AtomicBool::new(false),
            failure: Mutex::new(None),
            n_damaged: AtomicU64::new(0),
        })
    }

    /// Whether a shard of this key is there, whole or not.
    pub(crate) fn has(&self, key: &Key) -> bool {
        self.entries().contains_key(key)
    }

    /// Whether something is known of a file that has this key whatever its bytes are.
    pub(crate) fn has_file(&self, key: &Key) -> bool {
        let is_of_name = |other: &Key| Key { records: other.records, ..*key } == *other;
        self.entries().keys().any(is_of_name)
    }

    /// The keys of the shards of the same map and records.
    pub(crate) fn of_records(&self, map: Map, records: [u8; 16]) -> Vec<Key> {
        let entries = self.entries();
        let mut found: Vec<Key> =
            entries.keys().filter(|key| key.map == map && key.records == records).copied().collect();
        found.sort_unstable();
        found
    }

    /// The bytes of a shard; `None` if it is not there or damaged.
    pub(crate) fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let entry = self.entries().get(key).cloned()?;
        let path = self.path(key, entry.hash);
        let bytes = fs::read(&path).ok();
        let whole = bytes.filter(|bytes| hash(bytes) == entry.hash);
        if whole.is_none() {
            self.n_damaged.fetch_add(u64::from(path.exists()), Ordering::Relaxed);
            self.remove(key);
            return None;
        }
        if let Ok(file) = fs::File::options().append(true).open(&path) {
            // Only the order of removal depends on it.
            let _ = file.set_modified(SystemTime::now());
        }
        if let Some(entry) = self.entries().get_mut(key) {
            entry.is_of_run = true;
        }
        whole
    }

    /// Keeps a shard, if there is room for it. What goes wrong is told by [`Self::failure`]; the run
    /// goes on without.
    pub(crate) fn put(&self, key: &Key, bytes: &[u8]) {
        let n_bytes = bytes.len() as u64;
        if self.is_read_only.load(Ordering::Relaxed) || !self.make_room(n_bytes) {
            return;
        }
        let hash = hash(bytes);
        let path = self.path(key, hash);
        match write_cached(&path, bytes) {
            Ok(()) => {
                let entry = Entry { hash, n_bytes, used: SystemTime::now(), is_of_run: true };
                let before = self.entries().insert(*key, entry);
                self.n_bytes.fetch_add(n_bytes, Ordering::Relaxed);
                if let Some(before) = before {
                    self.n_bytes.fetch_sub(before.n_bytes, Ordering::Relaxed);
                    if before.hash != hash {
                        let _ = fs::remove_file(self.path(key, before.hash));
                    }
                }
            }
            Err(error) => {
                self.is_read_only.store(true, Ordering::Relaxed);
                let failure = format!("cannot write `{}`: {error}", path.display());
                *self.failure.lock().expect("no thread panicked") = Some(failure);
            }
        }
    }

    /// Keeps no further shard.
    pub(crate) fn stop_writing(&self) {
        self.is_read_only.store(true, Ordering::Relaxed);
    }

    /// Why shards could not be kept, if they could not.
    pub(crate) fn failure(&self) -> Option<String> {
        self.failure.lock().expect("no thread panicked").clone()
    }

    /// Shards that were there and not whole.
    pub(crate) fn n_damaged(&self) -> u64 {
        self.n_damaged.load(Ordering::Relaxed)
    }

    /// Bytes of all shards.
    pub(crate) fn n_bytes(&self) -> u64 {
        self.n_bytes.load(Ordering::Relaxed)
    }

    /// Takes away the shards that were used longest ago until so many bytes are left; gives the number
    /// of shards taken away.
    pub(crate) fn prune(&self, max_bytes: u64) -> usize {
        let excess = self.n_bytes().saturating_sub(max_bytes);
        self.evict(excess, |_| true).len()
    }

    /// Makes room for a shard, if older ones that this run does not use take enough.
    fn make_room(&self, n_bytes: u64) -> bool {
        let excess = (self.n_bytes() + n_bytes).saturating_sub(self.options.max_bytes);
        if excess > 0 {
            // More than is needed, so that not every shard asks again.
            self.evict(excess + self.options.max_bytes / 16, |entry| !entry.is_of_run);
        }
        self.n_bytes() + n_bytes <= self.options.max_bytes
    }

    fn evict(&self, n_bytes: u64, may_go: impl Fn(&Entry) -> bool) -> Vec<Key> {
        let mut oldest: Vec<(SystemTime, Key, u64)> = {
            let entries = self.entries();
            let free = entries.iter().filter(|(_, entry)| may_go(entry));
            free.map(|(key, entry)| (entry.used, *key, entry.n_bytes)).collect()
        };
        oldest.sort_unstable();
        let mut left = n_bytes;
        let needed = oldest.into_iter().take_while(|(_, _, n)| {
            let is_needed = left > 0;
            left = left.saturating_sub(*n);
            is_needed
        });
        let keys: Vec<Key> = needed.map(|(_, key, _)| key).collect();
        for key in &keys {
            self.remove(key);
        }
        keys
    }

    fn remove(&self, key: &Key) {
        let removed = self.entries().remove(key);
        if let Some(entry) = removed {
            self.n_bytes.fetch_sub(entry.n_bytes, Ordering::Relaxed);
            // If it stays it is damaged still, or unused.
            let _ = fs::remove_file(self.path(key, entry.hash));
        }
    }

    fn path(&self, key: &Key, hash: u128) -> PathBuf {
        let folder = format!("{:02x}", key.records[0]);
        self.options.folder.join(folder).join(format!("{key}-{hash:032x}{ENDING}"))
    }

    fn entries(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Entry>> {
        self.entries.lock().expect("no thread panicked")
    }
}

fn hash(bytes: &[u8]) -> u128 {
    let mut short = [0; 16];
    short.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    u128::from_be_bytes(short)
}

/// The shards of a folder; what killed runs left unfinished is taken away.
fn list(folder: &Path) -> io::Result<BTreeMap<Key, Entry>> {
    let mut found = BTreeMap::new();
    let folders = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
        folders => folders?,
    };
    for path in folders.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| is_fan(path)) {
        // What cannot be removed takes room and does no harm.
        let _ = remove_stale(&path);
        for entry in fs::read_dir(&path)? {
            let entry = entry?;
            let name = entry.file_name();
            let Some((key, hash)) = name.to_str().and_then(Key::parse) else { continue };
            let Ok(metadata) = entry.metadata() else { continue };
            let used = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            found.insert(key, Entry { hash, n_bytes: metadata.len(), used, is_of_run: false });
        }
    }
    Ok(found)
}

/// Whether a folder is one of those that shards are spread over.
fn is_fan(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_hexdigit()) && path.is_dir()
}

/// What a cache holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CacheSummary {
    /// Shards that tell which records files hold.
    pub n_files: usize,
    /// Shards of the first pass: which blocks of text records hold.
    pub n_blocks: usize,
    /// Shards of the second pass: what is left of cleaned records.
    pub n_stories: usize,
    /// Shards of rows of tables.
    pub n_rows: usize,
    /// Bytes of all.
    pub n_bytes: u64,
}

/// What a cache holds; a folder that is not there holds nothing.
///
/// # Errors
/// If the folder cannot be listed.
pub fn cache_summary(options: &CacheOptions) -> io::Result<CacheSummary> {
    let cache = Cache::open_existing(options)?;
    let entries = cache.entries();
    let n = |map| entries.keys().filter(|key| key.map == map).count();
    Ok(CacheSummary {
        n_files: n(Map::Files),
        n_blocks: n(Map::Blocks),
        n_stories: n(Map::Stories),
        n_rows: n(Map::Rows) + n(Map::Removals),
        n_bytes: cache.n_bytes(),
    })
}

/// Takes the shards that were used longest ago out of a cache until it has no more than so many bytes;
/// gives the number of shards taken out.
///
/// # Errors
/// If the folder cannot be listed.
pub fn prune_cache(options: &CacheOptions) -> io::Result<usize> {
    Ok(Cache::open_existing(options)?.prune(options.max_bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(records: u8, blocks: u64) -> Key {
        Key { map: Map::Stories, records: [records; 16], settings: 1, blocks, dictionary: u64::MAX }
    }

    fn options(folder: &Path, max_bytes: u64) -> CacheOptions {
        CacheOptions { folder: folder.join("cache"), max_bytes }
    }

    fn shards(folder: &Path) -> Vec<PathBuf> {
        let fans =
            fs::read_dir(folder.join("cache")).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir());
        fans.flat_map(|fan| fs::read_dir(fan).unwrap().map(|e| e.unwrap().path())).collect()
    }

    #[test]
    fn names_hold_keys() {
        let key = key(0xab, 7);
        assert_eq!(Key::parse(&format!("{key}-{:032x}{ENDING}", 9)), Some((key, 9)));
        assert_eq!(Key::parse("stories-1-2.parquet"), None);
        assert_eq!(Key::parse("CACHEDIR.TAG"), None);
    }

    #[test]
    fn a_shard_is_found_again_and_a_damaged_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let options = options(folder.path(), 1_000);
        let cache = Cache::open(&options).unwrap();
        assert_eq!(cache.get(&key(1, 1)), None);
        cache.put(&key(1, 1), b"bytes");
        assert_eq!(cache.get(&key(1, 1)).as_deref(), Some(&b"bytes"[..]));
        let again = Cache::open(&options).unwrap();
        assert_eq!(again.get(&key(1, 1)).as_deref(), Some(&b"bytes"[..]));
        assert_eq!(again.get(&key(1, 2)), None);
        assert_eq!(again.of_records(Map::Stories, [1; 16]), [key(1, 1)]);
        fs::write(&shards(folder.path())[0], b"bites").unwrap();
        let damaged = Cache::open(&options).unwrap();
        assert_eq!((damaged.get(&key(1, 1)), damaged.n_damaged()), (None, 1));
        assert!(shards(folder.path()).is_empty(), "what is damaged is taken away");
    }

    #[test]
    fn old_shards_make_room_and_those_of_the_run_stay() {
        let folder = tempfile::tempdir().unwrap();
        let options = options(folder.path(), 100);
        let cache = Cache::open(&options).unwrap();
        (0..4).for_each(|n| cache.put(&key(n, 1), &[0; 25]));
        cache.put(&key(9, 1), &[0; 25]);
        assert!(!cache.has(&key(9, 1)), "all others are of this run");
        let next = Cache::open(&options).unwrap();
        assert!(next.get(&key(0, 1)).is_some());
        next.put(&key(9, 1), &[0; 25]);
        assert!(next.has(&key(9, 1)) && next.has(&key(0, 1)));
        assert!(next.n_bytes() <= 100);
        assert_eq!((next.prune(0), next.n_bytes()), (3, 0));
        assert!(shards(folder.path()).is_empty());
    }
}

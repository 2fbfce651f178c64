//! The table of prefixes: the first tokens of names.

use super::{groups::NO_GROUP, starts::next_bit};

/// Open addressing from the hashes of prefixes to what is known of them.
#[derive(Debug)]
pub(super) struct Table {
    entries: Vec<Entry>,
    shift: u32,
}

/// A prefix of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    hash: u64,
    /// The first group of aliases that end here.
    pub(super) group: u32,
    /// What a next token can begin with; 0 if no alias goes on.
    pub(super) next: u32,
}

impl Entry {
    /// An entry that is free.
    pub(super) const EMPTY: Self = Self { hash: 0, group: NO_GROUP, next: 0 };

    /// Whether a token that begins with `byte` can go on.
    #[inline]
    pub(super) fn may_go_on(self, byte: u8) -> bool {
        self.next & next_bit(byte) != 0
    }

    #[inline]
    fn is_empty(self) -> bool {
        self.group == NO_GROUP && self.next == 0
    }
}

impl Table {
    /// A table for at most so many prefixes.
    pub(super) fn new(n: usize) -> Self {
        let n_slots = (n + n / 2).next_power_of_two().max(64);
        Self { entries: vec![Entry::EMPTY; n_slots], shift: 64 - n_slots.trailing_zeros() }
    }

    /// The entry of a prefix, for the caller to fill.
    pub(super) fn entry(&mut self, hash: u64) -> &mut Entry {
        let at = self.place(hash);
        self.entries[at].hash = hash;
        &mut self.entries[at]
    }

    /// What is known of a prefix.
    #[inline]
    pub(super) fn get(&self, hash: u64) -> Option<Entry> {
        Some(self.entries[self.place(hash)]).filter(|entry| !entry.is_empty())
    }

    /// What stands first where a prefix is looked for.
    #[inline]
    pub(super) fn home(&self, hash: u64) -> Entry {
        self.entries[usize::try_from(hash >> self.shift).expect("the table is in memory")]
    }

    /// As [`get`](Self::get), from what stands first.
    #[inline]
    pub(super) fn get_at(&self, home: Entry, hash: u64) -> Option<Entry> {
        match home {
            free if free.is_empty() => None,
            found if found.hash == hash => Some(found),
            _ => self.get(hash),
        }
    }

    /// Where the prefix stands or would stand.
    #[inline]
    fn place(&self, hash: u64) -> usize {
        let mut at = usize::try_from(hash >> self.shift).expect("the table is in memory");
        while self.entries[at].hash != hash && !self.entries[at].is_empty() {
            at = (at + 1) & (self.entries.len() - 1);
        }
        at
    }
}

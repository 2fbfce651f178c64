//! Aliases that share their key.

use super::key;

/// No group.
pub(super) const NO_GROUP: u32 = u32::MAX;

/// Groups of aliases with the same key, by number.
#[derive(Debug, Default)]
pub(super) struct Groups {
    groups: Vec<Group>,
    /// The first alias of each group, from its first token to its last, one behind the other.
    surfaces: String,
    /// The aliases of all groups, one group behind the other.
    aliases: Vec<u32>,
    /// While groups are added: the group of each alias, in order.
    added: Vec<(u32, u32)>,
}

#[derive(Debug, Clone, Copy)]
struct Group {
    surface: u32,
    len: u32,
    first_alias: u32,
    n_aliases: u32,
    /// The next group whose key has the same hash.
    twin: u32,
}

impl Groups {
    /// Adds an alias to the group of its key among `first` and its twins, and gives the first of them.
    pub(super) fn add(&mut self, first: u32, (alias, surface): (u32, &str)) -> u32 {
        let (mut group, mut last) = (first, NO_GROUP);
        while group != NO_GROUP && !key::is_same(self.surface(group), surface) {
            (last, group) = (group, self.twin(group));
        }
        if group == NO_GROUP {
            group = self.found(surface);
            if last != NO_GROUP {
                self.groups[last as usize].twin = group;
            }
        }
        self.groups[group as usize].n_aliases += 1;
        self.added.push((group, alias));
        if first == NO_GROUP { group } else { first }
    }

    fn found(&mut self, surface: &str) -> u32 {
        let number = |n: usize| u32::try_from(n).expect("dictionaries are limited below 4 GiB");
        let (at, len) = (number(self.surfaces.len()), number(surface.len()));
        self.surfaces.push_str(surface);
        self.groups.push(Group { surface: at, len, first_alias: 0, n_aliases: 0, twin: NO_GROUP });
        number(self.groups.len() - 1)
    }

    /// Brings the aliases of each group together when all are added.
    pub(super) fn finish(&mut self) {
        let mut added = std::mem::take(&mut self.added);
        added.sort_unstable();
        self.aliases = added.into_iter().map(|(_, alias)| alias).collect();
        let mut first_alias = 0;
        for group in &mut self.groups {
            group.first_alias = first_alias;
            first_alias += group.n_aliases;
        }
    }

    /// The first alias of a group.
    #[inline]
    pub(super) fn surface(&self, group: u32) -> &str {
        let group = self.groups[group as usize];
        &self.surfaces[group.surface as usize..(group.surface + group.len) as usize]
    }

    /// The next group whose key has the same hash.
    #[inline]
    pub(super) fn twin(&self, group: u32) -> u32 {
        self.groups[group as usize].twin
    }

    /// The aliases of a group.
    #[inline]
    pub(super) fn aliases(&self, group: u32) -> &[u32] {
        let group = self.groups[group as usize];
        &self.aliases[group.first_alias as usize..(group.first_alias + group.n_aliases) as usize]
    }
}

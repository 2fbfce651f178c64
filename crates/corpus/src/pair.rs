use serde::{Deserialize, Serialize};

use crate::ActorId;

/// Two different actors, unordered: the smaller index is always `first`.
///
/// ```
/// use newsloom_corpus::{ActorId, Pair};
/// let (a, b) = (ActorId(3), ActorId(1));
/// assert_eq!(Pair::new(a, b), Pair::new(b, a));
/// assert_eq!(Pair::new(a, a), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "[ActorId; 2]", try_from = "[ActorId; 2]")]
pub struct Pair {
    first: ActorId,
    second: ActorId,
}

impl Pair {
    /// The pair of two actors; `None` if they are the same.
    pub fn new(a: ActorId, b: ActorId) -> Option<Self> {
        (a != b).then(|| Self { first: a.min(b), second: a.max(b) })
    }

    /// The actor with the smaller index.
    pub fn first(self) -> ActorId {
        self.first
    }

    /// The actor with the larger index.
    pub fn second(self) -> ActorId {
        self.second
    }

    /// Both actors in this order.
    pub fn both(self) -> [ActorId; 2] {
        [self.first, self.second]
    }
}

impl From<Pair> for [ActorId; 2] {
    fn from(pair: Pair) -> Self {
        pair.both()
    }
}

impl TryFrom<[ActorId; 2]> for Pair {
    type Error = &'static str;

    fn try_from([a, b]: [ActorId; 2]) -> Result<Self, Self::Error> {
        Self::new(a, b).ok_or("a pair is of two different actors")
    }
}

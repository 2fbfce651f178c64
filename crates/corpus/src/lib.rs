//! The nouns that flow through Newsloom, and the codebook of their columns.
//!
//! Everything here is plain data with its invariants in the types: a [`Span`] never ends before it
//! starts, a [`Pair`] never joins an actor to itself, a [`Week`] always exists in the ISO calendar.
//! The crate opens no file, reads no clock and starts no thread.
//!
//! The tables a run leaves behind are declared in [`table`]; each row type carries the description
//! of its own columns, so the code, the codebook and the data package cannot drift apart.

mod accounting;
mod actor;
mod article;
mod clean_article;
mod manifest;
mod mention;
mod month;
mod pair;
mod published;
mod quarantine;
mod span;
pub mod table;
mod validation;
mod week;

pub use accounting::{Accounting, AccountingError};
pub use actor::{Actor, ActorId, ActorType, Actors, Claim, Role};
pub use article::{Article, ArticleId, IdentityFields, Origin};
pub use clean_article::{CleanArticle, Language, Paragraph, Removal, RemovalKind};
pub use manifest::{FileRecord, Manifest, StageCount};
pub use mention::{Mention, MentionKind, Reading};
pub use month::MONTHS;
pub use pair::Pair;
pub use published::{DatePrecision, DateSource, Published};
pub use quarantine::Quarantined;
pub use span::{Field, Span};
pub use validation::{Agreement, Estimate, Validation};
pub use week::{Week, WeekError};

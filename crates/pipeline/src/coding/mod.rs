//! Checking a run by hand: a blind coding sheet, its key, and what the codes say.

mod draw;
mod judged;
mod key;
mod pool;
mod sample;
mod sheet;
mod strata;
mod validate;

pub use sample::{SampleOptions, Sampled, sample};
pub use strata::Stratum;
pub use validate::{validate, validation_json};

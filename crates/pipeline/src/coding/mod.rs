//! Checking a run by hand: a blind coding sheet, its key, and what the codes say.

mod draw;
mod judged;
mod key;
mod pool;
mod sample;
mod sheet;
mod validate;

pub use sample::{SampleOptions, Sampled, Stratum, sample};
pub use validate::{validate, validation_json};

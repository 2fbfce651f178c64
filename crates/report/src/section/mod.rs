//! The sections of a report, one a file, listed in [`SECTIONS`].

mod actors;
mod bursts;
mod cleaned;
mod communities;
mod coverage;
mod method;
mod network;
mod pairs;
mod quarantine;
mod summary;
mod uncounted;
mod validation;
mod versions;

pub(crate) use actors::N_PANELS;
pub(crate) use cleaned::Cleaned;

use crate::{document::Block, run::Run};

/// A section.
pub(crate) struct Section {
    /// Its anchor.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    /// What it says about a run; a section that says nothing is left out.
    pub(crate) render: fn(&Run) -> Vec<Block>,
}

/// Every section, in the order of the report.
pub(crate) const SECTIONS: &[Section] = &[
    summary::SECTION,
    coverage::SECTION,
    actors::SECTION,
    bursts::SECTION,
    pairs::SECTION,
    network::SECTION,
    communities::SECTION,
    cleaned::SECTION,
    quarantine::SECTION,
    uncounted::SECTION,
    validation::SECTION,
    method::SECTION,
    versions::SECTION,
];

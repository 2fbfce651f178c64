//! Mergeable integer tallies to weekly rows

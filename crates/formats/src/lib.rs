//! Reads articles and writes tables; the only crate that opens data files

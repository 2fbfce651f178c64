use super::{Reader, csv};

/// Tab-separated values, quoted like CSV.
pub(super) const READER: Reader = Reader {
    name: "tsv",
    endings: &[".tsv"],
    is_compressible: true,
    meaning: "tab-separated values with a header row, quoted like CSV",
    open: |input, options| csv::open_delimited(input, options, b'\t'),
};

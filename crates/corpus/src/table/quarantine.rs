use super::table;

table! {
    /// One row a record that could not become an article, with its reason.
    pub struct QuarantineRow = "quarantine", key [source_path, record, line, byte_offset] {
        /// The file, relative to the recipe.
        pub source_path: String = "path",
        /// Number of the record in the file, from 1.
        pub record: u64 = "records",
        /// Line on which it begins, from 1; 0 where the format has no lines.
        pub line: u64 = "lines",
        /// Byte of the decompressed file at which it begins.
        pub byte_offset: u64 = "bytes",
        /// Stage that refused it.
        pub stage: String = "label",
        /// Code of the reason; `newsloom explain` describes it.
        pub code: String = "code",
        /// What is wrong with the record.
        pub message: String = "text",
        /// The beginning of the record.
        pub excerpt: String = "text",
    }
}

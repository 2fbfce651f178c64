//! Reads articles and writes tables; the only crate that opens data files.
//!
//! Reading is in two steps, so that the costly one can run in parallel: [`open`] walks a file and
//! hands out [`RawRecord`]s one after the other, a [`RecordParser`] turns each into an article. A
//! record that cannot become an article comes out as a [`Quarantined`] with its place and reason;
//! it never stops the reading. The formats are listed in [`READERS`].
//!
//! Writing goes through [`write_table`] (or a [`TableWriter`], row by row) and [`write_file`]: a file
//! appears under its name only when it is complete. The formats are listed in [`WRITERS`]; [`read_table`] reads either back.
//!
//! [`Quarantined`]: newsloom_corpus::Quarantined

mod atomic;
mod claims;
mod columns;
mod csv_table;
mod datapackage;
mod date;
mod encoded;
mod guard;
mod having;
mod input;
mod lock;
mod open_lineage;
mod options;
#[cfg(test)]
mod parquet_sample;
mod parser;
mod raw;
mod read;
mod ro_crate;
mod row_groups;
mod scratch;
mod shard;
mod source;
mod sql;
mod stream;
mod table;
mod terms;
mod window;
mod write;

pub use atomic::{GrowingFile, SealedFile, remove_file, remove_stale, try_folder, write_cached, write_file};
pub use encoding_rs::Encoding;

pub use columns::{ColumnWord, Columns};
pub use csv_table::{CsvTable, read_csv};
pub use datapackage::{Package, TableFiles, datapackage};
pub use date::{DateFormat, DateFormatError};
pub use encoded::{EncodedRows, RowEncoder};
pub use guard::unguarded;
pub use having::Having;
pub use input::{Compression, ExpandError, Input, expand};
pub use lock::FolderLock;
pub use open_lineage::{LineageTable, open_lineage};
pub use options::ReadOptions;
pub use parser::RecordParser;
pub use raw::RawRecord;
pub use read::{READERS, Reader, Records, open, reader_of};
pub use ro_crate::{CrateFile, RunTimes, media_type, ro_crate};
pub use row_groups::is_decoding;
pub use scratch::{ScratchBlock, ScratchFile};
pub use shard::{Pieces, pack_shard, unpack_shard};
pub use source::{FileHash, hash_file, read_packed, read_source, read_source_within, sha256_file};
pub use sql::{Catalog, Database, OwnTable, Query, SqlProblem};
pub use table::{
    Output, TableWriter, read_cells, read_table, read_table_as, rows_having, table_rows, write_table,
};
pub use terms::{Author, Licence, Terms};
pub use write::{
    EdgeSpell, GRAPH_WRITERS, Graph, GraphEdge, GraphNode, GraphWriter, TableRows, WRITERS, Writer, csv_text,
    writer,
};

use std::{cell::Cell, fs::File, panic};

use polars::{
    io::parquet::metadata::FileMetadataRef,
    prelude::{DataFrame, ParallelStrategy, ParquetReader, PolarsResult, SerReader},
};

use polars_arrow::datatypes::ArrowDataType;
use polars_parquet::{parquet::metadata::FileMetadata, read::RowGroupMetadata};

use crate::claims::{Limit, checked_metadata};

/// Walks over a Parquet file, one row group in memory at a time.
pub(crate) struct RowGroups {
    file: File,
    /// Of the file, without its row groups.
    shell: FileMetadata,
    groups: Vec<RowGroupMetadata>,
    limit: Limit,
    /// The names of all columns of the file.
    pub(crate) columns: Vec<String>,
    /// For each column whether it can be read: those that hold structures cannot.
    can_be_read: Vec<bool>,
    next: usize,
}

impl RowGroups {
    /// Reads the footer of a file that may have so many times as many bytes in memory as on disk; an error is
    /// the reason why it cannot be read.
    pub(crate) fn open(mut file: File, ratio: u64) -> Result<Self, String> {
        let mut shell = checked_metadata(&mut file)?;
        let limit = Limit::new(&file, ratio).map_err(|error| error.to_string())?;
        let groups = guarded(|| {
            let mut reader = ParquetReader::new(file.try_clone()?);
            reader.set_metadata(FileMetadataRef::new(shell.clone()));
            let schema = reader.schema()?;
            let columns = schema.iter_names().map(ToString::to_string).collect();
            let can_be_read = schema.iter_values().map(|field| !holds_structures(&field.dtype)).collect();
            let groups = std::mem::take(&mut shell.row_groups);
            Ok(Self { file, shell, groups, limit, columns, can_be_read, next: 0 })
        })?;
        let n_rows = groups.groups.iter().map(RowGroupMetadata::num_rows);
        let n_rows = n_rows.fold(0, usize::saturating_add);
        if limit.refuses(n_rows) {
            Err(format!("it claims {n_rows} rows, more than its size allows (`[input] max-unpacked-ratio`)"))
        } else {
            Ok(groups)
        }
    }

    /// Whether the column of a number can be read.
    pub(crate) fn can_read(&self, column: usize) -> bool {
        self.can_be_read[column]
    }

    /// The columns of the next row group whose numbers are given in ascending order; nothing
    /// follows an error.
    pub(crate) fn next(&mut self, projection: &[usize]) -> Option<Result<DataFrame, String>> {
        let group = self.groups.get(self.next)?;
        let frame = guarded(|| Ok(self.check(group, projection)))
            .flatten()
            .and_then(|()| guarded(|| self.read(group, projection)));
        self.next = if frame.is_ok() { self.next + 1 } else { usize::MAX };
        Some(frame)
    }

    /// Whether the decoder may read these columns of a row group.
    fn check(&self, group: &RowGroupMetadata, projection: &[usize]) -> Result<(), String> {
        projection
            .iter()
            .filter_map(|column| group.columns_under_root_iter(&self.columns[*column]))
            .flatten()
            .try_for_each(|column| self.limit.check_column(&self.file, column))
    }

    /// The row group is read as if the file had no other: the decoder looks at all that it is told of.
    fn read(&self, group: &RowGroupMetadata, projection: &[usize]) -> PolarsResult<DataFrame> {
        let mut metadata = self.shell.clone();
        metadata.num_rows = group.num_rows();
        metadata.row_groups = vec![group.clone()];
        let mut reader = ParquetReader::new(self.file.try_clone()?);
        reader.set_metadata(FileMetadataRef::new(metadata));
        reader.with_projection(Some(projection.to_vec())).read_parallel(ParallelStrategy::None).finish()
    }
}

fn holds_structures(kind: &ArrowDataType) -> bool {
    match kind {
        ArrowDataType::Struct(_) | ArrowDataType::Union(_) | ArrowDataType::Map(..) => true,
        ArrowDataType::List(inner)
        | ArrowDataType::LargeList(inner)
        | ArrowDataType::FixedSizeList(inner, _) => holds_structures(&inner.dtype),
        _ => false,
    }
}

thread_local! {
    static IS_DECODING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is decoding Parquet. A panic then is the decoder's answer to a damaged file, which is
/// caught and told as such: a program's panic hook can pass it over.
pub fn is_decoding() -> bool {
    IS_DECODING.get()
}

/// Runs a call into the Parquet decoder, which answers some damaged files with a panic.
pub(crate) fn guarded<T>(decode: impl FnOnce() -> PolarsResult<T>) -> Result<T, String> {
    let before = IS_DECODING.replace(true);
    let outcome = panic::catch_unwind(panic::AssertUnwindSafe(decode));
    IS_DECODING.set(before);
    match outcome {
        Ok(outcome) => outcome.map_err(|error| error.to_string()),
        Err(_) => Err("the decoder gave up".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_the_decoder_is_known_as_one() {
        assert!(!is_decoding());
        let inner = guarded(|| Ok(is_decoding()));
        assert_eq!(inner, Ok(true));
        let nested = guarded(|| {
            let given_up = guarded::<()>(|| panic!("as the decoder does"));
            Ok((given_up.is_err(), is_decoding()))
        });
        assert_eq!(nested, Ok((true, true)));
        assert!(!is_decoding());
    }
}

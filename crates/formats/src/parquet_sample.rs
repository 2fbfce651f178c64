//! Parquet files as no table and no corpus of ours has them, for tests.

use polars_arrow::{
    array::{Array, Utf8Array},
    datatypes::{ArrowSchema, Field},
    record_batch::RecordBatchT,
};
use polars_parquet::write::{
    CompressionOptions, Encoding, FileWriter, StatisticsOptions, Version, WriteOptions, row_group_iter,
};

pub(crate) fn texts(values: &[&str]) -> Box<dyn Array> {
    Utf8Array::<i64>::from_slice(values).boxed()
}

/// A file of one row group with these columns, all of the same length.
pub(crate) fn file_of(columns: Vec<(&str, Box<dyn Array>)>) -> Vec<u8> {
    let options = WriteOptions {
        statistics: StatisticsOptions::default(),
        version: Version::V1,
        compression: CompressionOptions::Uncompressed,
        data_page_size: None,
    };
    let field =
        |(name, array): &(&str, Box<dyn Array>)| Field::new((*name).into(), array.dtype().clone(), true);
    let schema: ArrowSchema = columns.iter().map(field).map(|f| (f.name.clone(), f)).collect();
    let mut writer = FileWriter::try_new(Vec::new(), schema.clone(), options).expect("memory");
    let fields = writer.parquet_schema().fields().to_vec();
    let encodings = columns.iter().map(|_| vec![Encoding::Plain]).collect();
    let n_rows = columns[0].1.len();
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    let batch = RecordBatchT::new(n_rows, schema.into(), arrays);
    writer.write(n_rows as u64, row_group_iter(batch, encodings, fields, options)).expect("memory");
    writer.end(None).expect("memory");
    writer.into_inner()
}

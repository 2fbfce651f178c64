//! Shards: columns of bytes in a Parquet file, made and read in memory.
//!
//! A shard is part of a cache, not of a result: what its bytes mean is the affair of whoever packs
//! them. Columns are read one by one, so that who wants one does not pay for the others.

use std::io::Cursor;

use polars::{
    io::parquet::write::StatisticsOptions,
    prelude::{
        BinaryChunkedBuilder, DataFrame, IntoColumn, IntoSeries, ParallelStrategy, ParquetCompression,
        ParquetReader, ParquetWriter, PolarsResult, SerReader,
    },
};

use crate::row_groups::guarded;

/// Pieces of bytes, one behind the other.
///
/// ```
/// use newsloom_formats::Pieces;
/// let mut pieces = Pieces::default();
/// pieces.push(b"one");
/// pieces.push(b"");
/// assert_eq!((pieces.len(), pieces.get(0), pieces.get(1)), (2, &b"one"[..], &b""[..]));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pieces {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Pieces {
    /// Puts a piece behind the others.
    pub fn push(&mut self, piece: &[u8]) {
        self.bytes.extend_from_slice(piece);
        self.end();
    }

    /// The bytes, to append to; [`Self::end`] makes a piece of what was appended.
    pub fn bytes_mut(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Ends a piece.
    pub fn end(&mut self) {
        self.ends.push(self.bytes.len());
    }

    /// Number of pieces.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Bytes of all pieces.
    pub fn n_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// The piece of a number.
    ///
    /// # Panics
    /// If there is no such piece.
    pub fn get(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start..self.ends[at]]
    }

    /// All pieces in order.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|at| self.get(at))
    }
}

/// The bytes of a Parquet file with one row for every piece; all columns have the same number of
/// pieces. The same columns always give the same bytes.
///
/// # Errors
/// What the encoder says.
pub fn pack_shard(columns: &[(&str, &Pieces)]) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut pack = || -> PolarsResult<()> {
        let packed = columns.iter().map(|(name, pieces)| {
            let mut builder = BinaryChunkedBuilder::new((*name).into(), pieces.len());
            pieces.iter().for_each(|piece| builder.append_value(piece));
            builder.finish().into_series().into_column()
        });
        let n_rows = columns.first().map_or(0, |(_, pieces)| pieces.len());
        let mut frame = DataFrame::new(n_rows, packed.collect())?;
        ParquetWriter::new(&mut bytes)
            .with_compression(ParquetCompression::Lz4Raw)
            .with_statistics(StatisticsOptions::empty())
            .set_parallel(false)
            .finish(&mut frame)?;
        Ok(())
    };
    pack().map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// The columns of some names, in the order of the names.
///
/// # Errors
/// What the decoder says of bytes that are no such file.
pub fn unpack_shard(bytes: &[u8], names: &[&str]) -> Result<Vec<Pieces>, String> {
    let columns = names.iter().map(ToString::to_string).collect::<Vec<String>>();
    guarded(|| {
        let frame = ParquetReader::new(Cursor::new(bytes))
            .with_columns(Some(columns))
            .read_parallel(ParallelStrategy::None)
            .finish()?;
        names.iter().map(|name| pieces(&frame, name)).collect()
    })
}

fn pieces(frame: &DataFrame, name: &str) -> PolarsResult<Pieces> {
    let column = frame.column(name)?.as_materialized_series().clone();
    let mut pieces = Pieces::default();
    for piece in column.binary()?.iter() {
        pieces.push(piece.unwrap_or_default());
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(pieces: &[&[u8]]) -> Pieces {
        let mut column = Pieces::default();
        for piece in pieces {
            column.push(piece);
        }
        column
    }

    #[test]
    fn columns_come_back_one_by_one() {
        let (one, two) = (column(&[b"a", b"", b"\xff\x00"]), column(&[b"x", b"yy", b"zzz"]));
        let bytes = pack_shard(&[("one", &one), ("two", &two)]).unwrap();
        assert_eq!(bytes, pack_shard(&[("one", &one), ("two", &two)]).unwrap());
        assert_eq!(unpack_shard(&bytes, &["two"]).unwrap(), std::slice::from_ref(&two));
        assert_eq!(unpack_shard(&bytes, &["two", "one"]).unwrap(), [two, one]);
        assert!(unpack_shard(&bytes, &["three"]).is_err());
    }

    #[test]
    fn a_shard_without_rows_is_one() {
        let none = Pieces::default();
        let bytes = pack_shard(&[("one", &none)]).unwrap();
        assert_eq!(unpack_shard(&bytes, &["one"]).unwrap(), [none]);
    }

    #[test]
    fn damage_is_an_error_and_no_panic() {
        let one = column(&[b"some bytes", b"and others"]);
        let bytes = pack_shard(&[("one", &one)]).unwrap();
        for cut in [0, 3, bytes.len() / 2, bytes.len() - 1] {
            assert!(unpack_shard(&bytes[..cut], &["one"]).is_err(), "{cut}");
        }
    }
}

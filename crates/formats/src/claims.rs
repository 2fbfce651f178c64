//! What a Parquet file claims of itself, looked at before the decoder believes it.
//!
//! The decoder makes room for as many schema elements, row groups, columns, values and bytes as it is told,
//! and follows the schema as deep as it goes: a few bytes could end the process, which nothing can catch.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
};

use polars_parquet::{
    parquet::{metadata::FileMetadata as DecodedMetadata, read::deserialize_metadata},
    read::ColumnChunkMetadata,
};
use polars_parquet_format::{
    FileMetaData, PageHeader, SchemaElement,
    thrift::protocol::{TCompactInputProtocol, TCompactOutputProtocol},
};

use crate::{ReadOptions, row_groups::guarded};

/// Bytes behind the footer: its length and `PAR1`.
const TAIL: u64 = 8;
/// What an element of a list and a structure count for, at most: one byte of the footer can be both.
const COST_OF_BYTE: usize = 10;
/// Bytes of the header of a page, which holds the least and the greatest of its values.
const MAX_PAGE_HEADER: u64 = 16 << 20;
/// What a value takes in memory, however little it holds: the place of one text.
const BYTES_OF_VALUE: u64 = 16;
/// Groups of columns within one another.
const MAX_DEPTH: usize = 100;

/// What the decoder is told of the footer: what was understood of it here, written anew. So it meets no list
/// that is shorter than it claims to be, in whatever the two would have read differently.
///
/// # Errors
/// Why it must not read the file.
pub(crate) fn checked_metadata(file: &mut (impl Read + Seek)) -> Result<DecodedMetadata, String> {
    let metadata = metadata(file)?.ok_or("it is cut off, or no Parquet file")?;
    if depth(&metadata.schema) > MAX_DEPTH {
        return Err(format!("its columns are nested deeper than {MAX_DEPTH} groups"));
    }
    let mut bytes = Vec::new();
    let written = metadata.write_to_out_protocol(&mut TCompactOutputProtocol::new(&mut bytes));
    written.map_err(|error| format!("its footer is damaged: {error}"))?;
    guarded(|| Ok(deserialize_metadata(bytes.into())?))
}

/// What the whole footer says, with lists as long as the bytes that are there allow; none if the file is too
/// short for what its tail says, or no Parquet file.
///
/// # Errors
/// Why it cannot be read.
pub(crate) fn metadata(file: &mut (impl Read + Seek)) -> Result<Option<FileMetaData>, String> {
    let Some(footer) = footer(file).map_err(|error| error.to_string())? else { return Ok(None) };
    let mut protocol = TCompactInputProtocol::new(&footer[..], footer.len() * COST_OF_BYTE);
    let metadata = FileMetaData::read_from_in_protocol(&mut protocol);
    metadata.map(Some).map_err(|error| format!("its footer is damaged: {error}"))
}

/// The footer with its tail; none if the file is too short for what its tail says, or no Parquet file.
fn footer(file: &mut (impl Read + Seek)) -> io::Result<Option<Vec<u8>>> {
    let n_bytes = file.seek(SeekFrom::End(0))?;
    let Some(at) = n_bytes.checked_sub(TAIL) else { return Ok(None) };
    file.seek(SeekFrom::Start(at))?;
    let (mut length, mut magic) = ([0; 4], [0; 4]);
    file.read_exact(&mut length)?;
    file.read_exact(&mut magic)?;
    if magic != *b"PAR1" {
        return Ok(None);
    }
    let Some(start) = at.checked_sub(u32::from_le_bytes(length).into()) else { return Ok(None) };
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.take(n_bytes - start).read_to_end(&mut bytes)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(Some(bytes))
}

/// How deep the elements are nested, which stand one behind another with the numbers of their children.
fn depth(schema: &[SchemaElement]) -> usize {
    let mut deepest = 0;
    // Children to come, of each open element.
    let mut open: Vec<i32> = Vec::new();
    for element in schema {
        while open.last() == Some(&0) {
            open.pop();
        }
        if let Some(n_left) = open.last_mut() {
            *n_left -= 1;
        }
        open.push(element.num_children.unwrap_or_default().max(0));
        deepest = deepest.max(open.len());
    }
    deepest
}

/// How much a file may claim.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    n_bytes: u64,
}

impl Limit {
    /// Of a file that may have so many times as many bytes in memory as on disk.
    pub(crate) fn new(file: &File, ratio: u64) -> io::Result<Self> {
        let n_bytes = file.metadata()?.len().saturating_mul(ratio).max(ReadOptions::ALWAYS_UNPACKED);
        Ok(Self { n_bytes })
    }

    /// Whether a number of rows or values is none, or more than memory is meant to hold.
    pub(crate) fn refuses(self, n_values: impl TryInto<u64>) -> bool {
        n_values.try_into().map_or(true, |n| n > self.n_bytes / BYTES_OF_VALUE)
    }

    /// Reads the headers of the pages of a column of a row group.
    ///
    /// # Errors
    /// Why the decoder must not read them.
    pub(crate) fn check_column(self, file: &File, column: &ColumnChunkMetadata) -> Result<(), String> {
        if self.refuses(column.num_values()) {
            return Err(format!("a column claims {} values", column.num_values()));
        }
        let (mut n_left, range) = (column.num_values(), column.byte_range());
        let mut pages = BufReader::new(file);
        let damaged = |error: &dyn std::fmt::Display| format!("a page is damaged: {error}");
        pages.seek(SeekFrom::Start(range.start)).map_err(|error| damaged(&error))?;
        while n_left > 0 && pages.stream_position().map_err(|error| damaged(&error))? < range.end {
            let head = (&mut pages).take(MAX_PAGE_HEADER);
            let mut protocol = TCompactInputProtocol::new(head, usize::MAX);
            let page = PageHeader::read_from_in_protocol(&mut protocol).map_err(|error| damaged(&error))?;
            n_left -= self.n_values(&page)?;
            pages.seek_relative(page.compressed_page_size.into()).map_err(|error| damaged(&error))?;
        }
        Ok(())
    }

    /// The number of values in a page, none in one of a dictionary.
    fn n_values(self, page: &PageHeader) -> Result<i64, String> {
        let v1 = page.data_page_header.as_ref().map(|head| head.num_values);
        let v2 = page.data_page_header_v2.as_ref();
        let of_dictionary = page.dictionary_page_header.as_ref().map(|head| head.num_values);
        let counts = [v1, v2.map(|head| head.num_values), of_dictionary].into_iter().flatten();
        let lengths = v2.map(|head| [head.definition_levels_byte_length, head.repetition_levels_byte_length]);
        let sizes = [page.uncompressed_page_size, page.compressed_page_size].into_iter();
        let is_too_large = |n: i32| u64::try_from(n).map_or(true, |n| n > self.n_bytes);
        if counts.clone().any(|n| self.refuses(n)) {
            return Err(format!("a page claims {} values", counts.min().unwrap_or_default()));
        }
        if sizes.chain(lengths.into_iter().flatten()).any(is_too_large) {
            return Err(format!("a page claims {} bytes", page.uncompressed_page_size));
        }
        let n_values = v1.or(v2.map(|head| head.num_values)).unwrap_or_default();
        Ok(n_values.into())
    }
}

#[cfg(test)]
mod tests {
    use polars_parquet_format::{DataPageHeader, DataPageHeaderV2, DictionaryPageHeader, Encoding, PageType};

    use super::*;

    const LIMIT: Limit = Limit { n_bytes: 1_600 };

    fn page(uncompressed: i32, compressed: i32) -> PageHeader {
        PageHeader {
            type_: PageType::DATA_PAGE,
            uncompressed_page_size: uncompressed,
            compressed_page_size: compressed,
            crc: None,
            data_page_header: None,
            index_page_header: None,
            dictionary_page_header: None,
            data_page_header_v2: None,
        }
    }

    fn v1(n: i32) -> PageHeader {
        let (plain, rle) = (Encoding::PLAIN, Encoding::RLE);
        let head = DataPageHeader::new(n, plain, rle, rle, None);
        PageHeader { data_page_header: Some(head), ..page(9, 9) }
    }

    fn v2(n: i32, levels: i32) -> PageHeader {
        let head = DataPageHeaderV2::new(n, 0, n, Encoding::PLAIN, levels, 0, None, None);
        PageHeader { data_page_header_v2: Some(head), ..page(9, 9) }
    }

    fn dictionary(n: i32) -> PageHeader {
        let head = DictionaryPageHeader::new(n, Encoding::PLAIN, None);
        PageHeader { dictionary_page_header: Some(head), ..page(9, 9) }
    }

    #[test]
    fn pages_hold_no_more_than_the_limit_and_no_less_than_none() {
        for (page, n_values) in [
            (v1(100), Some(100)),
            (v1(101), None),
            (v1(-1), None),
            (v2(100, 1_600), Some(100)),
            (v2(101, 0), None),
            (v2(1, 1_601), None),
            (v2(1, -1), None),
            (dictionary(100), Some(0)),
            (dictionary(i32::MAX), None),
            (page(1_600, 1_600), Some(0)),
            (page(1_601, 0), None),
            (page(0, -1), None),
            (page(-1, 0), None),
        ] {
            assert_eq!(LIMIT.n_values(&page).ok(), n_values, "{page:?}");
        }
    }

    #[test]
    fn rows_are_counted_without_overflow() {
        assert!(!LIMIT.refuses(0_usize) && !LIMIT.refuses(100_i64));
        assert!(LIMIT.refuses(usize::MAX) && LIMIT.refuses(i64::MIN));
    }

    #[test]
    fn the_schema_is_as_deep_as_its_deepest_element() {
        let element = |n_children: i32| SchemaElement {
            type_: None,
            type_length: None,
            repetition_type: None,
            name: String::new(),
            num_children: (n_children != 0).then_some(n_children),
            converted_type: None,
            scale: None,
            precision: None,
            field_id: None,
            logical_type: None,
        };
        let deep = |children: &[i32]| depth(&children.iter().map(|n| element(*n)).collect::<Vec<_>>());
        assert_eq!(deep(&[]), 0);
        assert_eq!(deep(&[0]), 1);
        assert_eq!(deep(&[2, 0, 0]), 2);
        assert_eq!(deep(&[3, 2, 0, 1, 0, 0, 0]), 4);
        assert_eq!(deep(&[1; 200]), 200);
        assert_eq!(deep(&[i32::MAX, -1, 0]), 2);
    }
}

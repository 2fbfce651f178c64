//! The values of a column of a row group, on their way into a Parquet file.

use jiff::{Timestamp, civil::Date};
use newsloom_corpus::table::{Cell, CellValue, Column, ColumnKind};
use polars_arrow::{
    array::{Array, BinaryArray, BooleanArray, DictionaryArray, PrimitiveArray},
    bitmap::{Bitmap, MutableBitmap},
    datatypes::{ArrowDataType, Field, TimeUnit},
    offset::{Offsets, OffsetsBuffer},
    types::NativeType,
};
use polars_parquet::write::Encoding;

use super::{
    parquet::days,
    texts::{TakenTexts, TextList, Texts},
};

/// The values of a column in the current row group.
pub(super) struct ColumnBuffer {
    dtype: ArrowDataType,
    values: Values,
    /// Which rows have a value; `None` in a column without nulls.
    validity: Option<MutableBitmap>,
}

enum Values {
    Text(Texts),
    Bool(MutableBitmap),
    UInt8(Vec<u8>),
    UInt32(Vec<u32>),
    UInt64(Vec<u64>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    Float64(Vec<f64>),
    /// Days since 1970-01-01.
    Date(Vec<i32>),
    /// Milliseconds since 1970-01-01T00:00:00Z.
    Timestamp(Vec<i64>),
}

/// The column as the file describes it.
pub(super) fn field(column: &Column) -> Field {
    Field::new((&*column.name).into(), dtype(column.kind), true)
}

fn dtype(kind: ColumnKind) -> ArrowDataType {
    match kind {
        ColumnKind::Text => ArrowDataType::Utf8View,
        ColumnKind::Bool => ArrowDataType::Boolean,
        ColumnKind::UInt8 => ArrowDataType::UInt8,
        ColumnKind::UInt32 => ArrowDataType::UInt32,
        ColumnKind::UInt64 => ArrowDataType::UInt64,
        ColumnKind::Int32 => ArrowDataType::Int32,
        ColumnKind::Int64 => ArrowDataType::Int64,
        ColumnKind::Float64 => ArrowDataType::Float64,
        ColumnKind::Date => ArrowDataType::Date32,
        ColumnKind::Timestamp => ArrowDataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())),
    }
}

impl ColumnBuffer {
    pub(super) fn new(column: &Column) -> Self {
        Self {
            dtype: dtype(column.kind),
            values: Values::new(column.kind),
            validity: column.nullable.then(MutableBitmap::new),
        }
    }

    /// Makes room for so many values more.
    pub(super) fn reserve(&mut self, n: usize) {
        if let Some(validity) = &mut self.validity {
            validity.reserve(n);
        }
        match &mut self.values {
            Values::Text(values) => values.reserve(n),
            Values::Bool(values) => values.reserve(n),
            Values::UInt8(values) => values.reserve(n),
            Values::UInt32(values) => values.reserve(n),
            Values::UInt64(values) => values.reserve(n),
            Values::Int32(values) | Values::Date(values) => values.reserve(n),
            Values::Int64(values) | Values::Timestamp(values) => values.reserve(n),
            Values::Float64(values) => values.reserve(n),
        }
    }

    /// Takes a cell that fits the column: what is not of its kind can only be null.
    pub(super) fn push(&mut self, cell: &Cell<'_>) {
        if let Some(validity) = &mut self.validity {
            validity.push(!matches!(cell, Cell::Null));
        }
        match &mut self.values {
            Values::Text(values) => values.push(if let Cell::Text(text) = cell { Some(text) } else { None }),
            Values::Bool(values) => values.push(value(cell)),
            Values::UInt8(values) => values.push(value(cell)),
            Values::UInt32(values) => values.push(value(cell)),
            Values::UInt64(values) => values.push(value(cell)),
            Values::Int32(values) => values.push(value(cell)),
            Values::Int64(values) => values.push(value(cell)),
            Values::Float64(values) => values.push(value(cell)),
            Values::Date(values) => values.push(Date::from_cell(cell).map_or(0, days)),
            Values::Timestamp(values) => {
                values.push(Timestamp::from_cell(cell).map_or(0, Timestamp::as_millisecond));
            }
        }
    }

    /// The values, taken out, with the encoding of their pages.
    pub(super) fn take(&mut self) -> (Box<dyn Array>, Encoding) {
        let validity = self.validity.as_mut().and_then(|bits| Option::<Bitmap>::from(std::mem::take(bits)));
        let dtype = self.dtype.clone();
        let array = match &mut self.values {
            Values::Text(values) => return text_array(values.take(), validity),
            Values::Bool(values) => {
                let array = BooleanArray::new(dtype, std::mem::take(values).freeze(), validity);
                return (array.boxed(), Encoding::Plain);
            }
            Values::UInt8(values) => primitive(dtype, values, validity),
            Values::UInt32(values) => primitive(dtype, values, validity),
            Values::UInt64(values) => primitive(dtype, values, validity),
            Values::Int32(values) | Values::Date(values) => primitive(dtype, values, validity),
            Values::Int64(values) | Values::Timestamp(values) => primitive(dtype, values, validity),
            Values::Float64(values) => primitive(dtype, values, validity),
        };
        (array, Encoding::RleDictionary)
    }
}

impl Values {
    fn new(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Text => Self::Text(Texts::new()),
            ColumnKind::Bool => Self::Bool(MutableBitmap::new()),
            ColumnKind::UInt8 => Self::UInt8(Vec::new()),
            ColumnKind::UInt32 => Self::UInt32(Vec::new()),
            ColumnKind::UInt64 => Self::UInt64(Vec::new()),
            ColumnKind::Int32 => Self::Int32(Vec::new()),
            ColumnKind::Int64 => Self::Int64(Vec::new()),
            ColumnKind::Float64 => Self::Float64(Vec::new()),
            ColumnKind::Date => Self::Date(Vec::new()),
            ColumnKind::Timestamp => Self::Timestamp(Vec::new()),
        }
    }
}

/// What stands for null under a bit that says so is never read.
fn value<T: CellValue + Default>(cell: &Cell<'_>) -> T {
    T::from_cell(cell).unwrap_or_default()
}

fn primitive<T: NativeType>(
    dtype: ArrowDataType,
    values: &mut Vec<T>,
    validity: Option<Bitmap>,
) -> Box<dyn Array> {
    let next = Vec::with_capacity(values.len());
    PrimitiveArray::new(dtype, std::mem::replace(values, next).into(), validity).boxed()
}

fn text_array(texts: TakenTexts, validity: Option<Bitmap>) -> (Box<dyn Array>, Encoding) {
    match texts {
        TakenTexts::Plain(list) => (binary(list, validity).boxed(), Encoding::Plain),
        TakenTexts::Dictionary(list, keys) => {
            let keys = PrimitiveArray::new(ArrowDataType::UInt32, keys.into(), validity);
            let array = DictionaryArray::try_from_keys(keys, binary(list, None).boxed(), false);
            (array.expect("keys are places in the list").boxed(), Encoding::RleDictionary)
        }
    }
}

fn binary(list: TextList, validity: Option<Bitmap>) -> BinaryArray<i64> {
    let offsets = Offsets::try_from(list.offsets).expect("offsets grow");
    BinaryArray::new(ArrowDataType::LargeBinary, OffsetsBuffer::from(offsets), list.bytes.into(), validity)
}

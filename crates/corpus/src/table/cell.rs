use std::{borrow::Cow, fmt, slice, sync::Arc};

use jiff::{Timestamp, civil::Date};

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// UTF-8 text.
    Text,
    /// `true` or `false`.
    Bool,
    /// 0 to 255.
    UInt8,
    /// 0 to 2^32 - 1.
    UInt32,
    /// 0 to 2^64 - 1.
    UInt64,
    /// Signed, 32 bits.
    Int32,
    /// Signed, 64 bits.
    Int64,
    /// IEEE 754 double.
    Float64,
    /// ISO 8601 calendar date.
    Date,
    /// UTC, to the second; `2020-01-14T09:12:00Z`.
    Timestamp,
}

impl ColumnKind {
    /// The word written in the codebook.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Bool => "boolean",
            Self::UInt8 => "u8",
            Self::UInt32 => "u32",
            Self::UInt64 => "u64",
            Self::Int32 => "i32",
            Self::Int64 => "i64",
            Self::Float64 => "f64",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
        }
    }
}

/// A column with its line in the codebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// `snake_case` name.
    pub name: Cow<'static, str>,
    /// Type.
    pub kind: ColumnKind,
    /// Whether a cell can be null.
    pub nullable: bool,
    /// Unit, such as `contexts` or `probability`.
    pub unit: Cow<'static, str>,
    /// What it means.
    pub meaning: String,
}

/// The value of one column of one row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// No value: not the same as zero or an empty text.
    Null,
    /// Text.
    Text(Cow<'a, str>),
    /// A truth value.
    Bool(bool),
    /// An unsigned integer of any width.
    UInt(u64),
    /// A signed integer.
    Int(i64),
    /// A double; never NaN or infinite.
    Float(f64),
    /// A calendar date.
    Date(Date),
    /// A point in time.
    Timestamp(Timestamp),
}

impl Cell<'_> {
    /// The same cell, owning its text.
    pub fn into_owned(self) -> Cell<'static> {
        match self {
            Self::Null => Cell::Null,
            Self::Text(text) => Cell::Text(Cow::Owned(text.into_owned())),
            Self::Bool(value) => Cell::Bool(value),
            Self::UInt(value) => Cell::UInt(value),
            Self::Int(value) => Cell::Int(value),
            Self::Float(value) => Cell::Float(value),
            Self::Date(value) => Cell::Date(value),
            Self::Timestamp(value) => Cell::Timestamp(value),
        }
    }
}

/// A cell does not fit its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellError {
    column: &'static str,
}

impl fmt::Display for CellError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the value of column `{}` is missing or of another type", self.column)
    }
}

impl std::error::Error for CellError {}

/// A Rust type that is the value of a column.
pub trait CellValue: Sized {
    /// The column's type.
    const KIND: ColumnKind;
    /// Whether the column can hold nulls.
    const NULLABLE: bool = false;

    /// The value as a cell, borrowing its text.
    fn to_cell(&self) -> Cell<'_>;

    /// The value of a cell; `None` if it is of another type.
    fn from_cell(cell: &Cell<'_>) -> Option<Self>;
}

/// Reads the next cell as the value of `column`.
///
/// # Errors
/// If there is none, or it is of another type.
pub fn take<T: CellValue>(
    cells: &mut slice::Iter<'_, Cell<'_>>,
    column: &'static str,
) -> Result<T, CellError> {
    cells.next().and_then(T::from_cell).ok_or(CellError { column })
}

/// A word of a closed vocabulary, which costs nothing to write.
pub type Word = Cow<'static, str>;

macro_rules! texts {
    ($($ty:ty),+) => {$(
        impl CellValue for $ty {
            const KIND: ColumnKind = ColumnKind::Text;

            fn to_cell(&self) -> Cell<'_> {
                Cell::Text(Cow::Borrowed(self))
            }

            fn from_cell(cell: &Cell<'_>) -> Option<Self> {
                if let Cell::Text(text) = cell { Some(text.clone().into_owned().into()) } else { None }
            }
        }
    )+};
}

texts!(String, Arc<str>, Word);

macro_rules! plain {
    ($($ty:ty, $kind:ident, $cell:ident);+ $(;)?) => {$(
        impl CellValue for $ty {
            const KIND: ColumnKind = ColumnKind::$kind;

            fn to_cell(&self) -> Cell<'_> {
                Cell::$cell((*self).into())
            }

            fn from_cell(cell: &Cell<'_>) -> Option<Self> {
                if let Cell::$cell(value) = cell { (*value).try_into().ok() } else { None }
            }
        }
    )+};
}

plain! {
    bool, Bool, Bool;
    u8, UInt8, UInt;
    u32, UInt32, UInt;
    u64, UInt64, UInt;
    i32, Int32, Int;
    i64, Int64, Int;
    f64, Float64, Float;
    Date, Date, Date;
    Timestamp, Timestamp, Timestamp;
}

impl<T: CellValue> CellValue for Option<T> {
    const KIND: ColumnKind = T::KIND;
    const NULLABLE: bool = true;

    fn to_cell(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Null, T::to_cell)
    }

    fn from_cell(cell: &Cell<'_>) -> Option<Self> {
        if *cell == Cell::Null { Some(None) } else { T::from_cell(cell).map(Some) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_is_not_zero() {
        assert_eq!(None::<u32>.to_cell(), Cell::Null);
        assert_eq!(Option::<u32>::from_cell(&Cell::UInt(0)), Some(Some(0)));
        assert_eq!(u32::from_cell(&Cell::Null), None);
    }

    #[test]
    fn a_number_too_large_for_its_column_is_refused() {
        assert_eq!(u8::from_cell(&Cell::UInt(256)), None);
        assert_eq!(u32::from_cell(&Cell::UInt(256)), Some(256));
    }
}

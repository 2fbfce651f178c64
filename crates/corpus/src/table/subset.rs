/// Declares a row of some columns of a table, for readers that need no others.
///
/// ```
/// use newsloom_corpus::{some_columns, table::{CodeRow, Row}};
/// some_columns! {
///     /// Under which codes an actor is known.
///     pub struct Code of CodeRow {
///         actor_id: String,
///         code: String,
///     }
/// }
/// assert_eq!(Code::schema().columns.len(), 2);
/// let row = CodeRow {
///     actor_id: "country:LBY".into(),
///     scheme: "gwno".into(),
///     code: "620".into(),
///     start: None,
///     end: None,
/// };
/// assert_eq!(Code::from(row).code, "620");
/// ```
#[macro_export]
macro_rules! some_columns {
    (
        $(#[doc = $meaning:literal])*
        $vis:vis struct $Some:ident of $Row:ty { $($field:ident: $ty:ty),+ $(,)? }
    ) => {
        $(#[doc = $meaning])*
        #[derive(Debug, Clone, PartialEq)]
        $vis struct $Some {
            $($vis $field: $ty,)+
        }

        impl From<$Row> for $Some {
            fn from(row: $Row) -> Self {
                Self { $($field: row.$field,)+ }
            }
        }

        impl $crate::table::Cells for $Some {
            fn visit<'a>(&'a self, visit: &mut impl FnMut($crate::table::Cell<'a>)) {
                $(visit($crate::table::CellValue::to_cell(&self.$field));)+
            }
        }

        impl $crate::table::Row for $Some {
            fn schema() -> $crate::table::Schema {
                let names = [$(stringify!($field)),+];
                let mut schema = <$Row as $crate::table::Row>::schema();
                let place = |column: &$crate::table::Column| names.iter().position(|name| *name == column.name);
                schema.columns.retain(|column| place(column).is_some());
                schema.columns.sort_by_key(place);
                schema
            }

            fn from_cells(
                cells: &[$crate::table::Cell<'_>],
            ) -> Result<Self, $crate::table::CellError> {
                let mut cells = cells.iter();
                Ok(Self { $($field: $crate::table::take(&mut cells, stringify!($field))?,)+ })
            }
        }
    };
}

//! What a report tells of an actor in a week: the columns of `actors_weekly` that it needs, and no others, since
//! there are as many rows as actors times weeks.

use newsloom_corpus::table::{ActorWeekRow, Cell, CellError, CellValue, Cells, Row, Schema};

macro_rules! columns {
    ($($field:ident: $ty:ty),+ $(,)?) => {
        #[derive(Debug, Clone, PartialEq)]
        pub(crate) struct ActorWeek {
            $(pub(crate) $field: $ty,)+
        }

        #[cfg(test)]
        impl From<ActorWeekRow> for ActorWeek {
            fn from(row: ActorWeekRow) -> Self {
                Self { $($field: row.$field,)+ }
            }
        }

        impl Cells for ActorWeek {
            fn visit<'a>(&'a self, visit: &mut impl FnMut(Cell<'a>)) {
                $(visit(self.$field.to_cell());)+
            }
        }

        impl Row for ActorWeek {
            fn schema() -> Schema {
                let names = [$(stringify!($field)),+];
                let mut schema = ActorWeekRow::schema();
                schema.columns.retain(|column| names.contains(&&*column.name));
                schema
            }

            fn from_cells(cells: &[Cell<'_>]) -> Result<Self, CellError> {
                let mut cells = cells.iter();
                Ok(Self {
                    $($field: {
                        let value = cells.next().and_then(CellValue::from_cell);
                        value.ok_or(CellError::of(stringify!($field)))?
                    },)+
                })
            }
        }
    };
}

// In the order of the table.
columns! {
    week: String,
    actor_id: String,
    is_partial_week: bool,
    n_clusters_panel: u64,
    n_clusters_panel_total: u64,
    share: Option<f64>,
    share_low: Option<f64>,
    share_high: Option<f64>,
    burst_level: Option<u8>,
    is_changepoint: bool,
    segment_share: Option<f64>,
    segment_share_low: Option<f64>,
    segment_share_high: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn its_columns_are_those_of_the_table() {
        let schema = ActorWeek::schema();
        for week in sample::run("").actor_weeks {
            let mut cells = Vec::new();
            week.visit(&mut |cell| cells.push(cell));
            assert_eq!(cells.len(), schema.columns.len());
            let fits = |(cell, column): (&Cell<'_>, &newsloom_corpus::table::Column)| {
                column.nullable || *cell != Cell::Null
            };
            assert!(cells.iter().zip(&schema.columns).all(fits));
            assert_eq!(ActorWeek::from_cells(&cells), Ok(week.clone()));
        }
        let order = ["week", "actor_id", "is_partial_week", "n_clusters_panel", "n_clusters_panel_total"];
        assert!(schema.columns.iter().map(|column| &*column.name).zip(order).all(|(a, b)| a == b));
    }
}

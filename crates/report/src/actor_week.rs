use newsloom_corpus::{some_columns, table::ActorWeekRow};

some_columns! {
    /// What a report tells of an actor in a week: the columns of `actors_weekly` that it needs, and no others,
    /// since there are as many rows as actors times weeks.
    pub(crate) struct ActorWeek of ActorWeekRow {
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
}

#[cfg(test)]
mod tests {
    use newsloom_corpus::table::{Cell, Cells, Column, Row};

    use super::*;
    use crate::sample;

    #[test]
    fn its_columns_are_those_of_the_table() {
        let schema = ActorWeek::schema();
        for week in sample::actor_weeks("") {
            let mut cells = Vec::new();
            week.visit(&mut |cell| cells.push(cell));
            assert_eq!(cells.len(), schema.columns.len());
            let fits = |(cell, column): (&Cell<'_>, &Column)| column.nullable || *cell != Cell::Null;
            assert!(cells.iter().zip(&schema.columns).all(fits));
            assert_eq!(ActorWeek::from_cells(&cells), Ok(week.clone()));
        }
        let order = ["week", "actor_id", "is_partial_week", "n_clusters_panel", "n_clusters_panel_total"];
        assert!(schema.columns.iter().map(|column| &*column.name).zip(order).all(|(a, b)| a == b));
    }
}

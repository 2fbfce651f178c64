//! Tables by period: one of ISO weeks, and one of other periods with the same columns behind its own.

/// Declares the row type of a weekly table and that of the table of other periods beside it.
macro_rules! period_tables {
    (
        $(#[doc = $week_meaning:literal])+
        weekly $Week:ident = $week_name:literal, key [$($week_key:ident),+];
        $(#[doc = $other_meaning:literal])+
        others $Other:ident = $other_name:literal, key [$($other_key:ident),+];
        columns {
            $($(#[doc = $doc:literal])+ pub $field:ident: $ty:ty = $unit:literal,)+
        }
    ) => {
        $crate::table::table! {
            $(#[doc = $week_meaning])+
            pub struct $Week = $week_name, key [$($week_key),+] {
                /// The ISO week.
                pub week: String = "ISO week",
                /// Its ISO year.
                pub iso_year: i32 = "year",
                /// Its number, 1 to 53.
                pub iso_week: u8 = "week",
                /// Monday of the ISO week.
                pub week_start: Date = "date",
                $($(#[doc = $doc])+ pub $field: $ty = $unit,)+
            }
        }

        $crate::table::table! {
            $(#[doc = $other_meaning])+
            pub struct $Other = $other_name, key [$($other_key),+] {
                /// The sort of period: day or month.
                pub unit: String = "label",
                /// The period, such as 2020-01-14 or 2020-01.
                pub period: String = "period",
                /// Its first day.
                pub period_start: Date = "date",
                /// Its last day.
                pub period_end: Date = "date",
                $($(#[doc = $doc])+ pub $field: $ty = $unit,)+
            }
        }

        impl $Other {
            /// The columns of a weekly row behind those of another period: unit, label, first and last day.
            pub fn of((unit, period): (&str, String), (start, end): (Date, Date), row: $Week) -> Self {
                Self {
                    unit: unit.to_owned(),
                    period,
                    period_start: start,
                    period_end: end,
                    $($field: row.$field,)+
                }
            }
        }
    };
}
pub(crate) use period_tables;

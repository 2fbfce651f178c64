//! Days as numbers, where they are written and read a million times.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

#[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde passes fields so")]
pub(crate) fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(|day| (day.year(), day.month(), day.day())).serialize(serializer)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let written = Option::<(i16, i8, i8)>::deserialize(deserializer)?;
    written.map(|(year, month, day)| Date::new(year, month, day)).transpose().map_err(D::Error::custom)
}

//! What the functions of a query may not know: the clock, the zone of the machine, chance, itself.

use rusqlite::{
    Connection, Error, Result,
    functions::{Context, FunctionFlags},
    params_from_iter,
    types::{ToSqlOutput, Value, ValueRef},
};

/// Functions that no query may call, and why.
const REFUSED: &[(&str, &str)] = &[
    ("random", CHANCE),
    ("randomblob", CHANCE),
    ("current_date", CLOCK),
    ("current_time", CLOCK),
    ("current_timestamp", CLOCK),
    ("load_extension", OUTSIDE),
    ("fts3_tokenizer", OUTSIDE),
    ("changes", INTERNAL),
    ("total_changes", INTERNAL),
    ("last_insert_rowid", INTERNAL),
    ("sqlite_version", INTERNAL),
    ("sqlite_source_id", INTERNAL),
    ("sqlite_compileoption_get", INTERNAL),
    ("sqlite_compileoption_used", INTERNAL),
    ("sqlite_log", INTERNAL),
    ("sqlite_offset", INTERNAL),
];

const CHANCE: &str = "its value differs from run to run";
const CLOCK: &str = "the day of the run is no part of the data";
const OUTSIDE: &str = "a query sees the finished tables and nothing else";
const INTERNAL: &str = "it tells of the database engine, not of the data";

/// Functions of dates with the fewest arguments that name a day.
const DATES: &[(&str, usize)] = &[
    ("date", 1),
    ("time", 1),
    ("datetime", 1),
    ("julianday", 1),
    ("unixepoch", 1),
    ("strftime", 2),
    ("timediff", 2),
];

/// Words that make a function of dates ask the clock or the zone of the machine.
const ASKING: &[&str] = &["now", "localtime", "utc", "subsec", "subsecond"];

type Function = fn(f64) -> f64;

/// Functions of a number that the engine is built without; computed alike on every machine.
const OF_ONE: &[(&str, Function)] = &[
    ("exp", libm::exp),
    ("ln", libm::log),
    ("log2", libm::log2),
    ("log10", libm::log10),
    ("sqrt", libm::sqrt),
];

/// Why a function is refused.
pub(super) fn refusal(name: &str) -> Option<&'static str> {
    REFUSED.iter().find(|(refused, _)| refused.eq_ignore_ascii_case(name)).map(|(_, why)| *why)
}

/// Puts functions of dates that ask no clock in the place of the engine's own.
pub(super) fn without_clock(connection: &Connection) -> Result<()> {
    for (name, fewest) in DATES {
        let engine = Connection::open_in_memory()?;
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        let call = move |context: &mut Context<'_>| call(&engine, (name, *fewest), context);
        connection.create_scalar_function(*name, -1, flags, call)?;
    }
    Ok(())
}

/// Adds logarithms, roots and powers; null for null, and where there is no answer.
pub(super) fn with_mathematics(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    for (name, compute) in OF_ONE {
        let call = move |context: &mut Context<'_>| Ok(context.get::<Option<f64>>(0)?.map(compute));
        connection.create_scalar_function(*name, 1, flags, call)?;
    }
    let power = |context: &mut Context<'_>| {
        let arguments = context.get::<Option<f64>>(0)?.zip(context.get::<Option<f64>>(1)?);
        Ok(arguments.map(|(base, exponent)| libm::pow(base, exponent)))
    };
    connection.create_scalar_function("pow", 2, flags, power)
}

/// The engine's own answer, from another connection that still has it.
fn call(engine: &Connection, (name, fewest): (&str, usize), context: &Context<'_>) -> Result<Value> {
    let arguments: Vec<ValueRef<'_>> = (0..context.len()).map(|i| context.get_raw(i)).collect();
    let asks = |value: &ValueRef<'_>| {
        value.as_str().is_ok_and(|text| ASKING.iter().any(|word| word.eq_ignore_ascii_case(text.trim())))
    };
    if arguments.len() < fewest || arguments.iter().any(asks) {
        let message = format!("`{name}` asks the clock or the time zone of the machine: {CLOCK}");
        return Err(Error::UserFunctionError(message.into()));
    }
    let places = vec!["?"; arguments.len()].join(", ");
    let arguments = arguments.into_iter().map(ToSqlOutput::Borrowed);
    engine.query_row(&format!("SELECT {name}({places})"), params_from_iter(arguments), |row| row.get(0))
}

//! Measures cleaning on data that is not in the repository.
//!
//! ```text
//! cargo run --release -p newsloom-clean --example measure -- pages boilerplate_lines.jsonl.zst
//! cargo run --release -p newsloom-clean --example measure -- silver reuters21578.jsonl.zst pairs.csv
//! cargo run --release -p newsloom-clean --example measure -- pairs reuters21578.jsonl.zst 70
//! cargo run --release -p newsloom-clean --example measure -- removals comparative_news.jsonl.zst 100
//! ```
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that says what it measured")]

mod articles;
mod copies;
mod dates;
mod lines;
mod pages;
mod removals;

/// Something that can be measured.
struct Measure {
    name: &'static str,
    arguments: &'static str,
    run: fn(&[String]) -> Option<()>,
}

/// Everything that can be measured.
const MEASURES: &[Measure] =
    &[dates::MEASURE, pages::MEASURE, lines::MEASURE, copies::SILVER, copies::PAIRS, removals::MEASURE];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let measure = arguments.first().and_then(|name| MEASURES.iter().find(|measure| measure.name == name));
    if measure.and_then(|measure| (measure.run)(&arguments[1..])).is_none() {
        for measure in MEASURES {
            eprintln!("measure {} {}", measure.name, measure.arguments);
        }
        std::process::exit(2);
    }
}

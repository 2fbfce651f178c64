//! Lines that are kept or removed wrongly, for the eye.

use newsloom_clean::{CleanOptions, Cleaner};

use crate::{Measure, pages::read};

/// Wrong lines of pages between two scores.
pub(crate) const MEASURE: Measure =
    Measure { name: "lines", arguments: "PAGES.jsonl.zst FROM TO", run: measure };

fn measure(arguments: &[String]) -> Option<()> {
    let pages = read(arguments.first()?)?;
    let (from, to): (f64, f64) = (arguments.get(1)?.parse().ok()?, arguments.get(2)?.parse().ok()?);
    let cleaner = Cleaner::new(&CleanOptions::default());
    for page in &pages {
        let f1 = page.score(&cleaner).f1();
        if f1 < from || f1 >= to {
            continue;
        }
        println!("== {} {f1:.3}", page.id);
        for (n, (kept, label)) in page.kept(&cleaner).into_iter().zip(&page.labels).enumerate() {
            let line: String = page.lines[n].chars().take(110).collect();
            match (kept, label) {
                (true, 0) => println!("+ {n} {line}"),
                (false, 1) => println!("- {n} {line}"),
                _ => {}
            }
        }
    }
    Some(())
}

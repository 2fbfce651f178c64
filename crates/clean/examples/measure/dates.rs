//! Days that texts leave, against the days that their fields say.

use newsloom_clean::{CleanOptions, date_from_text};

use crate::{Measure, articles::Corpus};

/// How many dated articles leave a day, and how often it is the right one.
pub(crate) const MEASURE: Measure = Measure { name: "dates", arguments: "ARTICLES.jsonl.zst", run: measure };

fn measure(arguments: &[String]) -> Option<()> {
    let corpus = Corpus::read(arguments.first()?, &CleanOptions::default())?;
    let as_of = "2026-11-25".parse().ok()?;
    let (mut n_dated, mut n_found, mut n_right, mut n_near) = (0, 0, 0, 0);
    for article in &corpus.articles {
        let Some(date) = article.published.date else { continue };
        n_dated += 1;
        let Some(found) = date_from_text(&article.text, as_of) else { continue };
        n_found += 1;
        n_right += i32::from(found.date == date);
        let apart = found.date.until(date).map_or(i32::MAX, |span| span.get_days().abs());
        n_near += i32::from(apart <= 1);
        if apart > 1 {
            println!("{date} {} {}", found.date, found.evidence);
        }
    }
    println!("{n_dated} dated, {n_found} leave a day: {n_right} the same, {n_near} within a day");
    Some(())
}

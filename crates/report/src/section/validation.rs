use newsloom_corpus::{Agreement, Estimate, Validation};

use super::Section;
use crate::{
    document::{Block, Table},
    escape::shortened,
    number::{count, fixed},
    run::Run,
};

/// How right the mentions are, as people judged a sample of them.
pub(super) const SECTION: Section = Section { name: "validation", title: "Checked by hand", render };

fn render(run: &Run) -> Vec<Block> {
    let Some(validation) = &run.validation else { return Vec::new() };
    if validation.run_id != run.manifest.run_id {
        return vec![Block::Note(format!(
            "A sample was checked by hand, but of another run ({}): its numbers are not shown.",
            validation.run_id
        ))];
    }
    let mut blocks = vec![Block::Text(method(validation))];
    let tables = [
        ("Precision of mentions", ["Group", "#Right", "#Judged"], &validation.precision),
        ("Recall of the actors named in sentences", ["Group", "#Found", "#Named"], &validation.recall),
        ("Precision of joint contexts", ["Group", "#Right", "#Judged"], &validation.pairs),
    ];
    let written = tables.into_iter().filter(|(_, _, estimates)| !estimates.is_empty());
    blocks.extend(
        written.map(|(caption, headings, estimates)| Block::Table(table(caption, headings, estimates))),
    );
    if !validation.agreement.is_empty() {
        blocks.push(Block::Table(agreement(&validation.agreement)));
    }
    blocks
}

fn method(validation: &Validation) -> String {
    format!(
        "A stratified random sample of {} mentions, sentences and joint contexts was judged by hand (seed {}; {} not \
         judged). Shares are weighted back to the run; their 95 % intervals are Wilson's, with the effective number of \
         items. What is unsure is in no share. Recall is that of the sampled sentences, their mentions counted as \
         right with the precision of their type; {} missed actors have no type and are in no recall by type. Of \
         outlets and periods those with most items are shown.",
        count(validation.n_items),
        validation.seed,
        count(validation.n_uncoded),
        count(validation.n_missed_untyped)
    )
}

fn table(caption: &str, headings: [&str; 3], estimates: &[Estimate]) -> Table {
    let headings: Vec<&str> = headings.into_iter().chain(["#Unsure", "#Share", "#Low", "#High"]).collect();
    Table::new(caption, &headings).rows(Estimate::shown(estimates).into_iter().map(row))
}

fn row(one: &Estimate) -> Vec<String> {
    let group = if one.group.is_empty() { one.by.clone() } else { format!("{}: {}", one.by, one.group) };
    let counts = [one.n_right, one.n, one.n_unsure].map(count);
    let shares = [one.share, one.low, one.high].map(|share| fixed(share, 3));
    [shortened(&group, 60)].into_iter().chain(counts).chain(shares).collect()
}

fn agreement(tasks: &[Agreement]) -> Table {
    let row = |one: &Agreement| vec![one.task.clone(), count(one.n_alike), count(one.n), fixed(one.alpha, 3)];
    Table::new(
        "Agreement of two coders (Krippendorff\u{2019}s alpha, nominal)",
        &["Task", "#Alike", "#Both coded", "#Alpha"],
    )
    .rows(tasks.iter().map(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn shares_stand_with_their_intervals() {
        let run = sample::run("");
        let blocks = render(&run);
        let Block::Table(precision) = &blocks[1] else { panic!("a table") };
        assert_eq!(precision.rows[0], ["total", "9", "10", "1", "0.900", "0.596", "0.982"]);
        assert_eq!(precision.rows[1][0], "type: person");
        assert_eq!(blocks.len(), 4, "no table of pairs");
    }

    #[test]
    fn a_sample_of_another_run_is_not_shown() {
        let mut run = sample::run("");
        run.manifest.run_id = "beef".to_owned();
        assert!(matches!(render(&run)[..], [Block::Note(_)]));
        run.validation = None;
        assert!(render(&run).is_empty());
    }
}

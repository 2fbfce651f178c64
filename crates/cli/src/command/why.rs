use std::{fmt::Write, path::PathBuf};

use clap::{Args, ValueEnum};
use newsloom_pipeline::{Evidence, Passage, Question, Week};

use super::{Failure, counted, recipe_args::RecipeArgs, show};
use crate::terminal::{self, harmless};

#[derive(Debug, Args)]
pub(crate) struct Why {
    #[command(flatten)]
    recipe: RecipeArgs,
    /// An actor, by its id or a name that only one bears; two actors for a pair
    #[arg(required = true, num_args = 1..=2, value_name = "ACTOR")]
    actors: Vec<String>,
    /// Only what is counted in this ISO week, such as 2020-W03
    #[arg(long)]
    week: Option<Week>,
    /// Show so many sentences: one a story first, stories with most copies first
    #[arg(long, value_name = "N", default_value_t = 20)]
    most: usize,
    /// Show all sentences
    #[arg(long, conflicts_with = "most")]
    all: bool,
    /// How to write them
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Folder of the finished run, in place of the recipe's
    #[arg(long, value_name = "DIR")]
    run: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Csv,
    Json,
}

impl Why {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        let plan = self.recipe.plan()?;
        let folder = self.run.as_ref().unwrap_or(&plan.directory);
        let question =
            Question { actors: self.actors.clone(), week: self.week, most: (!self.all).then_some(self.most) };
        let (evidence, warnings) =
            newsloom_pipeline::why(&plan, folder, &question).map_err(Failure::Problems)?;
        show(&warnings);
        let written = match self.format {
            Format::Text => text(&evidence),
            Format::Csv => terminal::harmless_csv(&evidence.csv()),
            Format::Json => terminal::harmless_json(&evidence.json()),
        };
        terminal::data(&written)?;
        if evidence.n_passages > evidence.passages.len() as u64 {
            let (n, all) = (evidence.passages.len(), evidence.n_passages);
            terminal::talk(&format!("{n} of {all} sentences; `--all` shows the others"));
        }
        Ok(())
    }
}

fn text(evidence: &Evidence) -> String {
    let mut out = head(evidence);
    for passage in &evidence.passages {
        out.push('\n');
        write_passage(&mut out, passage);
    }
    out
}

fn head(evidence: &Evidence) -> String {
    let name = |a: &newsloom_pipeline::Asked| format!("{} ({})", harmless(&a.name), harmless(&a.actor_id));
    let names: Vec<String> = evidence.actors.iter().map(name).collect();
    let week = evidence.week.as_ref().map_or_else(String::new, |week| format!(", {week}"));
    let what = if names.len() > 1 { "joint context" } else { "counted mention" };
    let what = counted(usize::try_from(evidence.n_counted).unwrap_or(usize::MAX), what);
    let stories = if evidence.n_stories == 1 { "story" } else { "stories" };
    let mut out = format!("{}{week}: {what} in {} {stories}\n", names.join(" – "), evidence.n_stories);
    if !evidence.not_counted.is_empty() {
        let reasons: Vec<String> = evidence.not_counted.iter().map(|(why, n)| format!("{n} {why}")).collect();
        let _ = writeln!(out, "named and not counted: {}", reasons.join(", "));
    }
    if evidence.n_articles_missing > 0 {
        let _ =
            writeln!(out, "{} articles of the run are no longer in the input", evidence.n_articles_missing);
    }
    out
}

fn write_passage(out: &mut String, passage: &Passage) {
    let part = |text: &Option<String>| text.as_deref().map(harmless);
    let copies = (passage.cluster_size > 1).then(|| format!("in {} articles", passage.cluster_size));
    let date = part(&passage.published_date).unwrap_or_else(|| "undated".to_owned());
    let head = [Some(date), part(&passage.outlet), part(&passage.title), copies];
    let _ = writeln!(out, "{}", head.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    let _ = writeln!(out, "  {}", harmless(&passage.text));
    for mention in &passage.mentions {
        let (surface, alias) = (harmless(&mention.surface), harmless(&mention.alias));
        let alias = if alias == surface { String::new() } else { format!(" for \"{alias}\"") };
        let (actor, kind) = (harmless(&mention.actor_id), &mention.kind);
        let (rule, confidence) = (&mention.rule, mention.confidence);
        let _ = writeln!(out, "    {surface}{alias} = {actor}: {kind}, rule {rule}, confidence {confidence}");
    }
    let place = [Some(passage.article_id.clone()), part(&passage.record_id), part(&passage.url)];
    let _ = writeln!(out, "    {}", place.into_iter().flatten().collect::<Vec<_>>().join("  "));
}

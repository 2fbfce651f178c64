use std::path::PathBuf;

use clap::Args;
use newsloom_pipeline::GenerateOptions;

use super::Failure;
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Generate {
    /// Number of articles
    #[arg(long, default_value_t = 1_000)]
    articles: u64,
    /// The seed: another one gives another corpus
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Number of actors
    #[arg(long, default_value_t = 1_000)]
    actors: usize,
    /// Number of weeks that the articles are spread over
    #[arg(long, default_value_t = 26)]
    weeks: u32,
    /// Pack the articles with zstd, as articles.jsonl.zst
    #[arg(long)]
    zstd: bool,
    /// Folder to write articles.jsonl, truth.csv, the dictionary and a recipe to
    #[arg(long, default_value = "generated")]
    output: PathBuf,
}

impl Generate {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        let options = GenerateOptions {
            articles: self.articles,
            seed: self.seed,
            actors: self.actors,
            weeks: self.weeks,
            ..GenerateOptions::default()
        };
        newsloom_pipeline::generate(options, &self.output, self.zstd)?;
        terminal::talk(&format!("wrote {} articles to {}", self.articles, self.output.display()));
        Ok(())
    }
}

use std::{
    io::{self, Write},
    path::Path,
};

use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{GrowingFile, write_file};
use newsloom_generate::{Copied, Corpus, GeneratedArticle, Options};
use serde_json::json;

/// Writes a seeded corpus: `articles.jsonl` (or `articles.jsonl.zst`), `truth.csv` (who is mentioned
/// where), `copies.csv`, a `dictionary` of its actors and a `recipe.toml` that runs over it.
///
/// # Errors
/// R102, if a file cannot be written.
pub fn generate(options: Options, folder: &Path, is_packed: bool) -> Result<(), Diagnostic> {
    let corpus = Corpus::new(options);
    let name = if is_packed { "articles.jsonl.zst" } else { "articles.jsonl" };
    let [articles, truth, copies] =
        [name, "truth.csv", "copies.csv"].map(|name| GrowingFile::create(&folder.join(name)));
    let mut files = Files { articles: articles?, truth: truth?, copies: copies? };
    let cannot_write =
        |e: io::Error| Diagnostic::error("R102", format!("cannot write `{}`: {e}", folder.display()));
    files.write(&corpus).map_err(cannot_write)?;
    for file in [files.articles, files.truth, files.copies] {
        file.finish()?;
    }
    let (actors, aliases) = corpus.dictionary();
    write_file(&folder.join("dictionary/actors.csv"), actors.as_bytes())?;
    write_file(&folder.join("dictionary/aliases.csv"), aliases.as_bytes())?;
    write_file(&folder.join("recipe.toml"), RECIPE.replace("NAME", name).as_bytes()).map(|_| ())
}

struct Files {
    articles: GrowingFile,
    truth: GrowingFile,
    copies: GrowingFile,
}

impl Files {
    fn write(&mut self, corpus: &Corpus) -> io::Result<()> {
        writeln!(self.truth, "record_id,start_byte,end_byte,actor_id")?;
        writeln!(self.copies, "record_id,original,edit")?;
        corpus.articles().try_for_each(|article| self.write_article(corpus, &article))
    }

    fn write_article(&mut self, corpus: &Corpus, article: &GeneratedArticle) -> io::Result<()> {
        writeln!(self.articles, "{}", record(article))?;
        let id = &article.record_id;
        for mention in &article.mentions {
            let actor = &corpus.actors()[mention.actor].id;
            writeln!(self.truth, "{id},{},{},{actor}", mention.start, mention.end)?;
        }
        let Some(Copied { original, edit }) = article.copy_of else { return Ok(()) };
        writeln!(self.copies, "{id},g-{original:08},{}", edit.as_str())
    }
}

const RECIPE: &str = r#"title = "A generated corpus"

[input]
articles = ["NAME"]
as-of = 2030-01-01

[extract]
dictionaries = ["dictionary"]

[output]
directory = "output"
"#;

fn record(article: &GeneratedArticle) -> serde_json::Value {
    json!({
        "record_id": article.record_id,
        "outlet": article.outlet,
        "published": article.published.to_string(),
        "title": article.title,
        "text": article.text,
    })
}

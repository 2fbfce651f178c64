use std::{fmt::Write, path::Path};

use newsloom_diagnostics::Diagnostic;
use newsloom_formats::write_file;
use newsloom_generate::{Copied, Corpus, GeneratedArticle, Options};
use serde_json::json;

/// Writes a seeded corpus: `articles.jsonl`, `truth.csv` (who is mentioned where), `copies.csv`, a
/// `dictionary` of its actors and a `recipe.toml` that runs over it.
///
/// # Errors
/// R102, if a file cannot be written.
pub fn generate(options: Options, folder: &Path) -> Result<(), Diagnostic> {
    let corpus = Corpus::new(options);
    let mut articles = String::new();
    let mut truth = String::from("record_id,start_byte,end_byte,actor_id\n");
    let mut copies = String::from("record_id,original,edit\n");
    for article in corpus.articles() {
        articles.push_str(&record(&article));
        for mention in &article.mentions {
            let actor = &corpus.actors()[mention.actor].id;
            let _ = writeln!(truth, "{},{},{},{actor}", article.record_id, mention.start, mention.end);
        }
        if let Some(Copied { original, edit }) = article.copy_of {
            let _ = writeln!(copies, "{},g-{original:08},{}", article.record_id, edit.as_str());
        }
    }
    write_file(&folder.join("articles.jsonl"), articles.as_bytes())?;
    write_file(&folder.join("truth.csv"), truth.as_bytes())?;
    write_file(&folder.join("copies.csv"), copies.as_bytes())?;
    let (actors, aliases) = corpus.dictionary();
    write_file(&folder.join("dictionary/actors.csv"), actors.as_bytes())?;
    write_file(&folder.join("dictionary/aliases.csv"), aliases.as_bytes())?;
    write_file(&folder.join("recipe.toml"), RECIPE.as_bytes()).map(|_| ())
}

const RECIPE: &str = r#"title = "A generated corpus"

[input]
articles = ["articles.jsonl"]
as-of = 2030-01-01

[extract]
dictionaries = ["dictionary"]

[output]
directory = "output"
"#;

fn record(article: &GeneratedArticle) -> String {
    let record = json!({
        "record_id": article.record_id,
        "outlet": article.outlet,
        "published": article.published.to_string(),
        "title": article.title,
        "text": article.text,
    });
    format!("{record}\n")
}

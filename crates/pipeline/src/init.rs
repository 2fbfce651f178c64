use std::path::Path;

use newsloom_diagnostics::Diagnostic;
use newsloom_formats::write_file;

/// A recipe to begin with; every setting that is not required is left at its default.
const TEMPLATE: &str = r#"title = "Who is named with whom"

[input]
articles = ["articles/*.jsonl"]        # .csv, .tsv, .jsonl, .parquet, folders of .txt; also .gz and .zst
# columns = { outlet = "source", published = "date" }   # our word = yours
# timezone = "UTC"                     # weeks are ISO weeks in this zone

[clean]
languages = ["en"]                     # articles clearly in other languages are set aside

[extract]
dictionaries = ["world"]               # and folders with actors.csv and aliases.csv of your own

[score]
context = "sentence"                   # sentence, paragraph, article
measures = ["npmi", "log-likelihood"]  # `newsloom list measures`

[output]
directory = "newsloom-output"
formats = ["csv", "parquet"]
"#;

/// Writes a first recipe; a file that is there already is left alone.
///
/// # Errors
/// R102, if the file exists or cannot be written.
pub fn init(path: &Path) -> Result<(), Diagnostic> {
    if path.exists() {
        let problem = Diagnostic::error("R102", format!("`{}` exists already", path.display()));
        return Err(problem.help("name another file, or remove this one"));
    }
    write_file(path, TEMPLATE.as_bytes()).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe;

    #[test]
    fn the_template_is_a_recipe_without_mistakes() {
        let file = newsloom_diagnostics::SourceFile::new("recipe.toml", TEMPLATE);
        let (_, problems) = recipe::read(&file, &[]);
        assert_eq!(problems, []);
    }
}

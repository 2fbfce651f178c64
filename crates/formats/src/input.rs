use std::{
    collections::BTreeSet,
    fmt, fs, io,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use crate::{Reader, reader_of};

/// How a file is compressed, by its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    None,
    /// `.gz`, one or several members.
    Gzip,
    /// `.zst`, one or several frames.
    Zstd,
}

impl Compression {
    /// The compression of a file name, and the name without its ending.
    pub(crate) fn of(name: &str) -> (Self, &str) {
        match (name.strip_suffix(".gz"), name.strip_suffix(".zst")) {
            (Some(inner), _) => (Self::Gzip, inner),
            (_, Some(inner)) => (Self::Zstd, inner),
            _ => (Self::None, name),
        }
    }
}

/// A file of articles.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where it is.
    pub path: PathBuf,
    /// Its path relative to the recipe where that is possible, with `/` between folders.
    pub shown: Arc<str>,
    /// What reads it.
    pub reader: &'static Reader,
    /// How it is compressed.
    pub compression: Compression,
}

impl Input {
    /// The file `path`, shown relative to the folder `base`.
    ///
    /// # Errors
    /// If no reader knows its ending.
    pub fn new(base: &Path, path: &Path) -> Result<Self, ExpandError> {
        let shown: Arc<str> = shown(base, path).into();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        match reader_of(&name) {
            Some(reader) => {
                Ok(Self { path: path.to_owned(), shown, reader, compression: Compression::of(&name).0 })
            }
            None => Err(ExpandError::UnknownFormat { path: shown.to_string() }),
        }
    }
}

/// Why a path or pattern gives no files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpandError {
    /// No file matches.
    NoMatch {
        /// The path or pattern as written.
        pattern: String,
    },
    /// The pattern is malformed.
    BadPattern {
        /// The pattern as written.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A file that matches has an ending that no reader knows.
    UnknownFormat {
        /// The file.
        path: String,
    },
    /// A link leads out of the folder in which files are looked for.
    LeadsOut {
        /// The link, or what was found behind it.
        path: String,
    },
    /// A folder cannot be listed.
    Unreadable {
        /// The folder.
        path: String,
        /// What the system says.
        reason: String,
    },
}

impl ExpandError {
    /// The code under which it is reported.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownFormat { .. } => "P209",
            Self::LeadsOut { .. } => "P217",
            Self::NoMatch { .. } | Self::BadPattern { .. } | Self::Unreadable { .. } => "P208",
        }
    }
}

impl fmt::Display for ExpandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoMatch { pattern } => write!(f, "no file matches `{pattern}`"),
            Self::BadPattern { pattern, reason } => write!(f, "`{pattern}` is no pattern: {reason}"),
            Self::UnknownFormat { path } => write!(f, "the format of `{path}` is not known"),
            Self::LeadsOut { path } => write!(f, "the link `{path}` leads out of its folder"),
            Self::Unreadable { path, reason } => write!(f, "cannot list `{path}`: {reason}"),
        }
    }
}

impl std::error::Error for ExpandError {}

/// The files behind paths and patterns, relative to the folder `base`: one result a pattern, its
/// files sorted by path.
///
/// A folder stands for its text and HTML files and archives, those of its sub-folders included; names that begin with a
/// dot are passed over unless written out. A file that several patterns match belongs to the first
/// of them, so that it is read once.
pub fn expand(base: &Path, patterns: &[String]) -> Vec<Result<Vec<Input>, ExpandError>> {
    let mut seen = BTreeSet::new();
    let fresh = |mut inputs: Vec<Input>| {
        inputs.sort_by(|one, other| one.shown.cmp(&other.shown));
        inputs.retain(|input| seen.insert(Arc::clone(&input.shown)));
        inputs
    };
    let expanded = patterns.iter().map(|pattern| expand_one(base, pattern));
    let mut fresh = fresh;
    expanded.map(|result| result.map(&mut fresh)).collect()
}

fn expand_one(base: &Path, pattern: &str) -> Result<Vec<Input>, ExpandError> {
    let mut inputs = Vec::new();
    for path in matches(base, pattern)? {
        if path.is_dir() {
            let files = texts_in(&path).map_err(|error| unreadable(base, &path, &error))?;
            for file in within(base, &path, files)? {
                inputs.push(Input::new(base, &file)?);
            }
        } else {
            inputs.push(Input::new(base, &path)?);
        }
    }
    if inputs.is_empty() { Err(ExpandError::NoMatch { pattern: pattern.to_owned() }) } else { Ok(inputs) }
}

/// The files and folders that a pattern matches; a path that exists is taken as it is written.
fn matches(base: &Path, pattern: &str) -> Result<Vec<PathBuf>, ExpandError> {
    let whole = base.join(pattern);
    if whole.exists() {
        return Ok(vec![whole]);
    }
    let escaped = Path::new(&glob::Pattern::escape(&base.to_string_lossy())).join(pattern);
    let options = glob::MatchOptions {
        case_sensitive: true,
        require_literal_separator: true,
        require_literal_leading_dot: true,
    };
    let bad = |reason: glob::PatternError| ExpandError::BadPattern {
        pattern: pattern.to_owned(),
        reason: reason.msg.to_owned(),
    };
    let paths = glob::glob_with(&escaped.to_string_lossy(), options).map_err(bad)?;
    let paths = paths.map(|path| path.map_err(|error| unreadable(base, error.path(), error.error())));
    within(base, &base.join(fixed(pattern)), paths.collect::<Result<_, _>>()?)
}

/// The folder in which a pattern looks for files: its parts before the first that is no plain name.
fn fixed(pattern: &str) -> PathBuf {
    let is_plain = |part: &Component<'_>| !part.as_os_str().to_string_lossy().contains(['*', '?', '[']);
    Path::new(pattern).components().take_while(is_plain).collect()
}

/// The files found in a folder; those behind links to folders inside are left out, for they are found
/// by their own names.
///
/// # Errors
/// If one is a link that leads out of the folder, or is behind one.
fn within(base: &Path, folder: &Path, found: Vec<PathBuf>) -> Result<Vec<PathBuf>, ExpandError> {
    let Ok(root) = folder.canonicalize() else { return Ok(found) };
    let mut kept = Vec::new();
    for path in found {
        let above = path.parent().unwrap_or(&path);
        let own = above.strip_prefix(folder).map_or_else(|_| above.to_owned(), |inner| root.join(inner));
        // Links that go around without end have no real path.
        let Ok(real_above) = above.canonicalize() else { continue };
        // A link to nowhere is told when it is opened.
        let real = path.canonicalize().unwrap_or_else(|_| real_above.clone());
        if !real.starts_with(&root) {
            return Err(ExpandError::LeadsOut { path: shown(base, &path) });
        }
        if real_above == own {
            kept.push(path);
        }
    }
    Ok(kept)
}

fn unreadable(base: &Path, path: &Path, error: &io::Error) -> ExpandError {
    ExpandError::Unreadable { path: shown(base, path), reason: error.to_string() }
}

/// The formats whose files a folder may stand for.
const IN_FOLDERS: [&str; 3] = ["text", "html", "warc"];

/// The files of texts and pages of a folder and its sub-folders.
fn texts_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            found.extend(texts_in(&entry.path())?);
        } else if reader_of(&name).is_some_and(|reader| IN_FOLDERS.contains(&reader.name)) {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// `path` as seen from the folder `base`, with `/` between folders; links are not followed.
fn shown(base: &Path, path: &Path) -> String {
    let (base, path) = (normal(base), normal(path));
    let common = base.iter().zip(&path).take_while(|(one, other)| one == other).count();
    if common == 0 && !base.is_empty() && !path.is_empty() {
        return path.join("/");
    }
    let up = base[common..].iter().map(|_| "..".to_owned());
    up.chain(path[common..].iter().cloned()).collect::<Vec<_>>().join("/")
}

/// The names along an absolute path, `.` and `..` resolved by their names alone.
fn normal(path: &Path) -> Vec<String> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut names = Vec::new();
    for component in absolute.components() {
        match component {
            Component::ParentDir => {
                names.pop();
            }
            Component::Normal(name) => names.push(name.to_string_lossy().into_owned()),
            Component::Prefix(prefix) => names.push(prefix.as_os_str().to_string_lossy().into_owned()),
            Component::CurDir | Component::RootDir => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        folder
    }

    #[test]
    fn a_recipe_named_without_its_folder_shows_relative_paths() {
        assert_eq!(shown(Path::new(""), Path::new("articles/a.csv")), "articles/a.csv");
        assert_eq!(shown(Path::new(""), Path::new("../a.csv")), "../a.csv");
        assert_eq!(shown(Path::new("."), Path::new("./a.csv")), "a.csv");
    }

    fn names(base: &Path, patterns: &[&str]) -> Vec<Result<Vec<String>, &'static str>> {
        let patterns: Vec<String> = patterns.iter().map(|&p| p.to_owned()).collect();
        let name = |input: &Input| input.shown.to_string();
        expand(base, &patterns)
            .iter()
            .map(|result| {
                result.as_ref().map(|inputs| inputs.iter().map(name).collect()).map_err(ExpandError::code)
            })
            .collect()
    }

    #[test]
    fn files_come_sorted_and_relative_to_the_recipe() {
        let folder = folder(&["data/b.jsonl", "data/a.CSV", "data/c.jsonl.gz", "recipes/r.toml"]);
        let found = names(&folder.path().join("recipes"), &["../data/*.jsonl*", "../data/a.CSV"]);
        let jsonl = ["../data/b.jsonl", "../data/c.jsonl.gz"].map(str::to_owned).to_vec();
        assert_eq!(found, [Ok(jsonl), Ok(vec!["../data/a.CSV".to_owned()])]);
    }

    #[test]
    fn an_absolute_pattern_shows_the_same_names() {
        let folder = folder(&["data/b.jsonl"]);
        let pattern = folder.path().join("data/*.jsonl").to_string_lossy().into_owned();
        assert_eq!(
            names(&folder.path().join("recipes"), &[&pattern]),
            [Ok(vec!["../data/b.jsonl".to_owned()])]
        );
    }

    #[test]
    fn a_file_that_two_patterns_match_is_read_once() {
        let folder = folder(&["a.csv", "b.csv"]);
        let found = names(folder.path(), &["b.csv", "*.csv"]);
        assert_eq!(found, [Ok(vec!["b.csv".to_owned()]), Ok(vec!["a.csv".to_owned()])]);
    }

    #[test]
    fn a_folder_stands_for_its_text_files() {
        let folder = folder(&["t/2.txt", "t/in/1.txt.zst", "t/notes.md", "t/.hidden.txt"]);
        let expected = ["t/2.txt", "t/in/1.txt.zst"].map(str::to_owned).to_vec();
        assert_eq!(names(folder.path(), &["t"]), [Ok(expected)]);
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_lead_out_and_not_around() {
        use std::os::unix::fs::symlink;
        let folder = folder(&["t/a.txt", "t/in/b.txt", "u/out.txt", "elsewhere/c.txt"]);
        let at = |path: &str| folder.path().join(path);
        symlink("..", at("t/in/up")).unwrap();
        symlink("a.txt", at("t/same.txt")).unwrap();
        let all = ["t/a.txt", "t/in/b.txt", "t/same.txt"].map(str::to_owned).to_vec();
        assert_eq!(names(folder.path(), &["t"]), [Ok(all.clone())]);
        assert_eq!(names(folder.path(), &["t/**/*.txt"]), [Ok(all)]);
        symlink(at("elsewhere/c.txt"), at("u/c.txt")).unwrap();
        symlink(at("elsewhere"), at("t/in/away")).unwrap();
        assert_eq!(names(folder.path(), &["u"]), [Err("P217")]);
        assert_eq!(names(folder.path(), &["u/*.txt"]), [Err("P217")]);
        assert_eq!(names(folder.path(), &["t/**/*.txt"]), [Err("P217")]);
        let named = ["u/c.txt", "u/out.txt"].map(str::to_owned);
        assert_eq!(
            names(folder.path(), &["u/c.txt"]),
            [Ok(named[..1].to_vec())],
            "what is written out is meant"
        );
    }

    #[test]
    fn what_gives_no_file_is_an_error_with_its_code() {
        let folder = folder(&["a.csv", "b.docx", "empty/x.md", "odd[1].csv"]);
        let patterns = ["*.jsonl", "***", "b.docx", "empty", "missing.csv", "odd[1].csv"];
        let p208 = || Err("P208");
        let expected = [p208(), p208(), Err("P209"), p208(), p208(), Ok(vec!["odd[1].csv".to_owned()])];
        assert_eq!(names(folder.path(), &patterns), expected);
    }
}

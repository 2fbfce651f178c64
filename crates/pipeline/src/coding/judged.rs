//! What a coder said of each item.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use newsloom_corpus::ActorType;
use newsloom_diagnostics::{Diagnostic, SourceFile, did_you_mean};
use newsloom_formats::read_source;

use super::{
    key::{Key, Task},
    sheet::{Coded, coded},
};

/// The code of an item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Code {
    Right,
    Wrong,
    Unsure,
    /// Of a sentence: the actors missed, each with its type if it is given.
    Missed(Vec<Option<String>>),
}

impl Code {
    /// What is compared between coders: of a sentence the number of actors missed.
    pub(super) fn class(&self) -> String {
        match self {
            Self::Right => "right".to_owned(),
            Self::Wrong => "wrong".to_owned(),
            Self::Unsure => "unsure".to_owned(),
            Self::Missed(actors) => actors.len().to_string(),
        }
    }
}

/// A sheet that a coder filled in.
pub(super) struct Sheet {
    file: Arc<SourceFile>,
    rows: Vec<Coded>,
}

impl Sheet {
    /// Reads a sheet.
    pub(super) fn read(path: &Path) -> Result<Self, Vec<Diagnostic>> {
        let file = read_source(path, "R113").map_err(|problem| vec![problem])?;
        let rows = coded(&file)?;
        if rows.is_empty() {
            return Err(vec![Diagnostic::error("R113", format!("`{}` has no rows", file.name))]);
        }
        Ok(Self { file, rows })
    }

    /// The first part of the names of its items.
    pub(super) fn sample(&self) -> &str {
        let item = self.rows.first().map_or("", |row| row.item.text.trim());
        item.rsplit_once('-').map_or(item, |(sample, _)| sample)
    }

    /// The code of every item that has one.
    ///
    /// # Errors
    /// R114 for every code that is not allowed, R113 for every row that is no item of the sample or
    /// stands there twice.
    pub(super) fn codes(&self, key: &Key) -> Result<BTreeMap<String, Code>, Vec<Diagnostic>> {
        let (mut codes, mut problems, mut seen) = (BTreeMap::new(), Vec::new(), BTreeSet::new());
        for row in &self.rows {
            let item = row.item.text.trim();
            let refuse = |message: String| {
                Diagnostic::error("R113", message).at(&self.file, row.item.span.clone(), "")
            };
            let Some(of) = key.items.get(item) else {
                problems.push(refuse(format!("`{item}` is no item of the sample `{}`", key.sample)));
                continue;
            };
            if !seen.insert(item) {
                problems.push(refuse(format!("`{item}` stands here a second time")));
            }
            match self.code(of.task, row) {
                Ok(Some(code)) => drop(codes.insert(item.to_owned(), code)),
                Ok(None) => {}
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(codes) } else { Err(problems) }
    }

    fn code(&self, task: Task, row: &Coded) -> Result<Option<Code>, Diagnostic> {
        let written = row.code.text.trim();
        let refuse = |message: String, help: String| {
            Err(Diagnostic::error("R114", message).at(&self.file, row.code.span.clone(), "").help(help))
        };
        if written.is_empty() {
            return Ok(None);
        }
        if task == Task::Sentence {
            return missed(written).map(Some).or_else(|(message, help)| refuse(message, help));
        }
        match written.to_lowercase().as_str() {
            "right" | "r" => Ok(Some(Code::Right)),
            "wrong" | "w" => Ok(Some(Code::Wrong)),
            "unsure" | "u" => Ok(Some(Code::Unsure)),
            _ => refuse(format!("`{written}` is no code of a {}", task.as_str()), CODES.to_owned()),
        }
    }
}

const CODES: &str = "one of `right`, `wrong`, `unsure` (or their first letters); empty if it is not coded";

/// The actors missed in a sentence: `none`, a number, or names parted by semicolons.
fn missed(written: &str) -> Result<Code, (String, String)> {
    if written.eq_ignore_ascii_case("none") {
        return Ok(Code::Missed(Vec::new()));
    }
    if written.eq_ignore_ascii_case("unsure") || written.eq_ignore_ascii_case("u") {
        return Ok(Code::Unsure);
    }
    if let Ok(n) = written.parse::<u8>() {
        return Ok(Code::Missed(vec![None; n.into()]));
    }
    if ["right", "wrong", "r", "w"].contains(&written.to_lowercase().as_str()) {
        let help = "`none`, or the actors that are named and stand in no brackets, as in `person: Ana Reis; party: Blue List`";
        return Err((format!("`{written}` is no code of a sentence"), help.to_owned()));
    }
    let names = written.split(';').map(str::trim).filter(|name| !name.is_empty());
    names.map(actor).collect::<Result<_, _>>().map(Code::Missed)
}

/// The type before a name.
fn actor(name: &str) -> Result<Option<String>, (String, String)> {
    let Some((word, _)) = name.split_once(':') else { return Ok(None) };
    let word = word.trim().to_lowercase().replace([' ', '-'], "_");
    if word.parse::<ActorType>().is_ok() {
        return Ok(Some(word));
    }
    let words: Vec<&str> = ActorType::ALL.iter().map(|kind| kind.as_str()).collect();
    let help = match did_you_mean(&word, words.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("one of {}", words.join(", ")),
    };
    Err((format!("`{word}` is no type of an actor"), help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_name_who_was_missed() {
        let some = |word: &str| Some(word.to_owned());
        for (written, expected) in [
            ("none", Ok(Code::Missed(vec![]))),
            ("2", Ok(Code::Missed(vec![None, None]))),
            ("Ana Reis; ", Ok(Code::Missed(vec![None]))),
            (
                "Person: Ana Reis; armed group: Red Hand",
                Ok(Code::Missed(vec![some("person"), some("armed_group")])),
            ),
            ("unsure", Ok(Code::Unsure)),
            ("persn: Ana Reis", Err("did you mean `person`?")),
            (
                "right",
                Err(
                    "`none`, or the actors that are named and stand in no brackets, as in `person: Ana Reis; party: Blue List`",
                ),
            ),
        ] {
            assert_eq!(
                missed(written).map_err(|(_, help)| help),
                expected.map_err(str::to_owned),
                "{written}"
            );
        }
    }
}

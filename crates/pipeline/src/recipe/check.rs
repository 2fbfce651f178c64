//! The tree as written against the list of keys: every problem at once, every default filled in.

use jiff::civil::Date;
use newsloom_diagnostics::{Diagnostic, SourceFile, did_you_mean};

use super::{
    Default, Key, Kind, SECTIONS, Section, Setting, Settings, Value, Words,
    node::{Entry, Form, Node, parse_value},
};

/// Checks a parsed recipe.
pub(super) fn check(root: &Node, problems: &mut Vec<Diagnostic>) -> Settings {
    let mut checker = Checker { settings: Settings::default(), problems };
    let (top, sections) = SECTIONS.split_first().expect("the list of sections begins with the top level");
    let names: Vec<&str> = sections.iter().map(|s| s.name).collect();
    let (inner, outer): (Vec<&Entry>, Vec<&Entry>) =
        root.entries().iter().partition(|e| names.contains(&e.key.as_str()));
    checker.top_level(top, &outer, &names);
    for section in sections {
        checker.section(section, root, inner.iter().find(|e| e.key == section.name));
    }
    checker.settings
}

struct Checker<'a> {
    settings: Settings,
    problems: &'a mut Vec<Diagnostic>,
}

impl Checker<'_> {
    fn top_level(&mut self, top: &Section, written: &[&Entry], sections: &[&str]) {
        for entry in written.iter().filter(|e| top.keys.iter().all(|k| k.name != e.key)) {
            self.unknown_top_level(entry, sections);
        }
        for key in top.keys {
            self.key("", key, written.iter().find(|e| e.key == key.name).copied());
        }
    }

    fn unknown_top_level(&mut self, entry: &Entry, sections: &[&str]) {
        let (code, what) =
            if matches!(entry.node.value, Form::Table(_)) { ("P201", "section") } else { ("P202", "key") };
        let problem = Diagnostic::error(code, format!("unknown {what} `{}`", entry.key)).at(
            &entry.node.file,
            entry.span.clone(),
            format!("not a {what} of a recipe"),
        );
        let known = sections.iter().copied().chain(["title"]);
        self.problems.push(with_suggestion(problem, &entry.key, known, "sections"));
    }

    fn section(&mut self, section: &Section, root: &Node, written: Option<&&Entry>) {
        let node = written.map(|e| &e.node);
        if section.is_repeated {
            return self.repeated(section, node);
        }
        if let Some(node) = node.filter(|n| !matches!(n.value, Form::Table(_))) {
            return self.wrong_type(section.name, "a section", node);
        }
        let before = self.problems.len();
        self.table(section.name, section.keys, node);
        if node.is_none() {
            // A missing required key of a section that is not there points to the file as a whole.
            let file = &root.file;
            for problem in &mut self.problems[before..] {
                problem.labels.clear();
                *problem = problem.clone().at(file, 0..0, "");
            }
        }
    }

    /// Settings of the first are at `name.1`, of the second at `name.2`.
    fn repeated(&mut self, section: &Section, node: Option<&Node>) {
        let expected = format!("`[[{}]]`, once for each", section.name);
        match node.map(|node| (node, &node.value)) {
            None => {}
            Some((_, Form::List(items))) => {
                for (number, item) in (1..).zip(items) {
                    let path = format!("{}.{number}", section.name);
                    match item.value {
                        Form::Table(_) => self.table(&path, section.keys, Some(item)),
                        _ => self.wrong_type(&path, &expected, item),
                    }
                }
            }
            Some((node, _)) => self.wrong_type(section.name, &expected, node),
        }
    }

    fn table(&mut self, path: &str, keys: &[Key], node: Option<&Node>) {
        let written = node.map_or(&[][..], Node::entries);
        for entry in written {
            if keys.iter().all(|k| k.name != entry.key) {
                let problem = Diagnostic::error("P202", format!("unknown key `{}`", entry.key)).at(
                    &entry.node.file,
                    entry.span.clone(),
                    format!("not a key of `{path}`"),
                );
                self.problems.push(with_suggestion(problem, &entry.key, keys.iter().map(|k| k.name), "keys"));
            }
        }
        for key in keys {
            let entry = written.iter().find(|e| e.key == key.name);
            if entry.is_none() && matches!(key.default, Default::Required) {
                self.missing(path, key, node);
            } else {
                self.key(path, key, entry);
            }
        }
    }

    fn missing(&mut self, path: &str, key: &Key, node: Option<&Node>) {
        let problem = Diagnostic::error("P207", format!("`{}` is missing in `[{path}]`", key.name))
            .help(format!("{} ({})", key.meaning, key.kind.describe()));
        self.problems.push(match node {
            Some(node) => problem.at(&node.file, node.span.clone(), "needs this key"),
            None => problem,
        });
    }

    fn key(&mut self, section: &str, key: &Key, entry: Option<&Entry>) {
        let path = join(section, key.name);
        if let Kind::Table(keys) = key.kind {
            return self.sub_table(&path, keys, entry.map(|e| &e.node));
        }
        let setting = match entry {
            Some(entry) => self.value(&path, &key.kind, &entry.node),
            None => self.default(key),
        };
        if let Some(setting) = setting {
            self.settings.by_path.insert(path, setting);
        }
    }

    fn sub_table(&mut self, path: &str, keys: &[Key], node: Option<&Node>) {
        match node {
            Some(node) if !matches!(node.value, Form::Table(_)) => self.wrong_type(path, "a table", node),
            node => self.table(path, keys, node),
        }
    }

    fn default(&mut self, key: &Key) -> Option<Setting> {
        match key.default {
            Default::Required => {
                let problem = Diagnostic::error("P207", format!("`{}` is missing", key.name));
                self.problems.push(problem.help(key.meaning));
                None
            }
            Default::Follows(_) => None,
            Default::Is(text) => {
                let file = SourceFile::new("default", text);
                let node = parse_value(&file, 0).expect("defaults are TOML");
                let setting = self.value(key.name, &key.kind, &node)?;
                Some(without_place(setting))
            }
        }
    }

    fn value(&mut self, path: &str, kind: &Kind, node: &Node) -> Option<Setting> {
        let value = match (kind, &node.value) {
            (Kind::Text, Form::Text(text)) => Value::Text(text.clone()),
            (Kind::Flag, Form::Flag(flag)) => Value::Flag(*flag),
            (Kind::Integer { min, max }, Form::Integer(n)) => {
                self.in_range(path, node, *min <= *n && n <= max, kind)?;
                Value::Integer(*n)
            }
            (Kind::Number { .. }, Form::Integer(n)) => self.number(path, kind, node, *n as f64)?,
            (Kind::Number { .. }, Form::Number(x)) => self.number(path, kind, node, *x)?,
            (Kind::Date, Form::Datetime(text) | Form::Text(text)) => self.date(path, node, text)?,
            (Kind::Choice(words), Form::Text(word)) => self.choice(words, node, word)?,
            (Kind::OneOrMore(item), form) if !matches!(form, Form::List(_)) => {
                Value::List(vec![self.value(path, item, node)?])
            }
            (Kind::List(item) | Kind::OneOrMore(item), Form::List(nodes)) => {
                Value::List(nodes.iter().filter_map(|n| self.value(path, item, n)).collect())
            }
            (Kind::Map(words), Form::Table(entries)) => self.map(path, words, entries),
            (kind, _) => {
                self.wrong_type(path, &kind.describe(), node);
                return None;
            }
        };
        Some(Setting { value, place: Some((node.file.clone(), node.span.clone())) })
    }

    fn number(&mut self, path: &str, kind: &Kind, node: &Node, x: f64) -> Option<Value> {
        let Kind::Number { min, max } = kind else { return None };
        self.in_range(path, node, *min <= x && x <= *max, kind)?;
        Some(Value::Number(x))
    }

    fn in_range(&mut self, path: &str, node: &Node, holds: bool, kind: &Kind) -> Option<()> {
        if !holds {
            let problem = Diagnostic::error("P206", format!("`{path}` is out of range"));
            self.problems.push(problem.at(
                &node.file,
                node.span.clone(),
                format!("must be a {}", kind.describe()),
            ));
        }
        holds.then_some(())
    }

    fn date(&mut self, path: &str, node: &Node, text: &str) -> Option<Value> {
        let date = text.parse::<Date>().ok().filter(|_| text.len() == 10);
        if date.is_none() {
            let problem = Diagnostic::error("P211", format!("`{path}` is not a date"));
            self.problems.push(problem.at(&node.file, node.span.clone(), "write it as 2020-03-31"));
        }
        date.map(Value::Date)
    }

    fn choice(&mut self, words: &Words, node: &Node, word: &str) -> Option<Value> {
        if (words.all)().contains(&word) {
            return Some(Value::Text(word.to_owned()));
        }
        let problem = Diagnostic::error(words.code, format!("unknown {} `{word}`", words.what)).at(
            &node.file,
            node.span.clone(),
            format!("not a {}", words.what),
        );
        self.problems.push(with_suggestion(problem, word, (words.all)(), words.what));
        None
    }

    fn map(&mut self, path: &str, words: &Words, entries: &[Entry]) -> Value {
        let mut map = std::collections::BTreeMap::new();
        for entry in entries {
            let key = Node {
                value: Form::Text(entry.key.clone()),
                file: entry.node.file.clone(),
                span: entry.span.clone(),
            };
            let value = self.value(path, &Kind::Text, &entry.node);
            if let (Some(_), Some(value)) = (self.choice(words, &key, &entry.key), value) {
                map.insert(entry.key.clone(), value);
            }
        }
        Value::Map(map)
    }

    fn wrong_type(&mut self, path: &str, expected: &str, node: &Node) {
        let problem = Diagnostic::error("P204", format!("`{path}` has the wrong type"));
        let label = format!("this is {}, expected {expected}", node.value.describe());
        self.problems.push(problem.at(&node.file, node.span.clone(), label));
    }
}

fn join(section: &str, key: &str) -> String {
    if section.is_empty() { key.to_owned() } else { format!("{section}.{key}") }
}

fn without_place(setting: Setting) -> Setting {
    let value = match setting.value {
        Value::List(items) => Value::List(items.into_iter().map(without_place).collect()),
        other => other,
    };
    Setting { value, place: None }
}

fn with_suggestion<'a>(
    problem: Diagnostic,
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    what: &str,
) -> Diagnostic {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(candidate) = did_you_mean(word, known.iter().copied()) {
        return problem.help(format!("did you mean `{candidate}`?{}", list_hint(what)));
    }
    let all: Vec<String> = known.iter().map(|k| format!("`{k}`")).collect();
    problem.help(format!("known {}: {}", plural(what), all.join(", ")))
}

fn list_hint(what: &str) -> &'static str {
    match what {
        "measure" => " `newsloom list measures` shows them all",
        "rule" => " `newsloom list rules` shows them all",
        "format" => " `newsloom list formats` shows them all",
        _ => "",
    }
}

fn plural(what: &str) -> String {
    if what.ends_with('s') { what.to_owned() } else { format!("{what}s") }
}

//! `--set section.key=value`: one value in place of the one written.

use newsloom_diagnostics::{Diagnostic, SourceFile};

use super::node::{Entry, Form, Node, parse_value};

/// Puts the value of an override into the tree; a value that is no TOML is taken as a text, so that
/// `--set score.context=article` needs no quotes within quotes. The second of several is `table.2`.
pub(super) fn apply(root: &mut Node, text: &str) -> Result<(), Diagnostic> {
    let file = SourceFile::new("--set", text);
    let Some((path, value)) = text.split_once('=').filter(|(path, _)| is_path(path.trim())) else {
        return Err(Diagnostic::error("P215", "not of the form `section.key=value`").at(
            &file,
            0..text.len(),
            "",
        ));
    };
    let at = path.len() + 1;
    let node = parse_value(&file, at).unwrap_or_else(|_| Node {
        value: Form::Text(value.trim().to_owned()),
        file: file.clone(),
        span: at..text.len(),
    });
    put(root, &path.trim().split('.').collect::<Vec<_>>(), &node);
    Ok(())
}

fn is_path(path: &str) -> bool {
    !path.is_empty() && path.split('.').all(|part| !part.trim().is_empty())
}

fn put(table: &mut Node, path: &[&str], node: &Node) {
    let Some((first, rest)) = path.split_first() else {
        *table = node.clone();
        return;
    };
    if let (Form::List(items), Ok(number)) = (&mut table.value, first.parse::<usize>())
        && let Some(item) = number.checked_sub(1).and_then(|at| items.get_mut(at))
    {
        return put(item, rest, node);
    }
    if !matches!(table.value, Form::Table(_)) {
        table.value = Form::Table(Vec::new());
    }
    let Form::Table(entries) = &mut table.value else { return };
    let at = entries.iter().position(|e| e.key == *first).unwrap_or_else(|| {
        let empty = Node { value: Form::Table(Vec::new()), file: node.file.clone(), span: node.span.clone() };
        entries.push(Entry { key: (*first).to_owned(), span: 0..node.span.start, node: empty });
        entries.len() - 1
    });
    if rest.is_empty() {
        // The key now stands where the value does.
        entries[at].span = 0..node.span.start;
    }
    put(&mut entries[at].node, rest, node);
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_wrong_inside_a_value_is_pointed_at() {
        let file =
            newsloom_diagnostics::SourceFile::new("a.toml", "title = 't'\n[input]\narticles = ['a.csv']\n");
        let text = "score={ nosuch = 1 }";
        let (_, problems) = super::super::read(&file, &[text.to_owned()]);
        let label = &problems[0].labels[0];
        assert_eq!((problems[0].code.id, &text[label.span.clone()]), ("P202", "nosuch"));
    }

    #[test]
    fn a_wrong_key_of_the_recipe_that_is_overridden_is_pointed_at_in_the_override() {
        let recipe = "title = 't'\n[input]\narticles = ['a.csv']\nnosuch = 1\n";
        let file = newsloom_diagnostics::SourceFile::new("a.toml", recipe);
        let (_, problems) = super::super::read(&file, &["input.nosuch=2".to_owned()]);
        let label = &problems[0].labels[0];
        assert_eq!((problems[0].code.id, label.file.name.as_str()), ("P202", "--set"));
        assert_eq!(&label.file.text[label.span.clone()], "input.nosuch=");
    }
}

//! Diagnostics as a person reads them: the line, the caret, the help.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use newsloom_diagnostics::{Diagnostic, Label};

/// Draws diagnostics one below the other.
pub(crate) fn draw(problems: &[Diagnostic], coloured: bool) -> String {
    let renderer = if coloured { Renderer::styled() } else { Renderer::plain() };
    problems.iter().map(|problem| draw_one(problem, &renderer)).collect::<Vec<_>>().join("\n\n")
}

fn draw_one(problem: &Diagnostic, renderer: &Renderer) -> String {
    let level = if problem.is_error() { Level::ERROR } else { Level::WARNING };
    let title = level.primary_title(problem.message.as_str()).id(problem.code.id);
    let mut group =
        title.elements(problem.labels.iter().enumerate().map(|(n, label)| snippet(n == 0, label)));
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

fn snippet(is_main: bool, label: &Label) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let kind = if is_main { AnnotationKind::Primary } else { AnnotationKind::Context };
    let annotation = kind.span(label.span.clone());
    let annotation = if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) };
    Snippet::source(label.file.text.as_str()).path(label.file.name.as_str()).annotation(annotation)
}

#[cfg(test)]
mod tests {
    use newsloom_diagnostics::SourceFile;

    use super::*;

    #[test]
    fn a_problem_is_drawn_with_place_caret_and_help() {
        let file = SourceFile::new("pipelines/a.toml", "[score]\nmeasures = [\"nmpi\"]\n");
        let problem = Diagnostic::error("P203", "unknown measure `nmpi`")
            .at(&file, 20..26, "not a measure")
            .help("did you mean `npmi`?");
        let expected = "\
error[P203]: unknown measure `nmpi`
 --> pipelines/a.toml:2:13
  |
2 | measures = [\"nmpi\"]
  |             ^^^^^^ not a measure
  |
  = help: did you mean `npmi`?";
        assert_eq!(draw(&[problem], false), expected);
    }
}

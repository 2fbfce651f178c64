//! The tree of a page, built within limits: a page that nests its elements without end, or whose few
//! tags stand for millions of elements, would take the square of its length and overflow the stack.
//!
//! The parser is fed a little at a time and what it has built is measured in between, since only it
//! knows which elements a tag opens, closes or opens again.

use dom_query::{Document, NodeRef};
use html5ever::{
    ParseOpts, parse_document,
    tendril::{StrTendril, TendrilSink},
    tree_builder::TreeBuilderOpts,
};

use crate::raw::Flaw;

/// Elements within elements: finding a story takes the square of it, and reading a tree the stack.
pub(super) const MAX_DEPTH: usize = 1_000;
/// Elements, texts and comments of a page.
const MAX_NODES: usize = 500_000;
/// Character references of a page: each is put to the text before it one by one.
const MAX_REFERENCES: usize = 200_000;
/// Squares of the numbers of attributes of all tags: each is compared with all before it.
const MAX_ATTRIBUTE_WORK: usize = 200_000_000;
/// Nodes between two looks at the depth of the tree.
const LOOK: usize = 5_000;
/// Bytes between two looks at its size: a tag of three bytes can open a thousand elements again.
const STEP: usize = 1_024;

/// Parses a page.
///
/// # Errors
/// A115, if the page goes beyond a limit.
pub(super) fn tree(html: &str) -> Result<Document, Flaw> {
    check_references(html)?;
    check_attributes(html)?;
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let mut parser = parse_document(Document::default(), options);
    let (mut rest, mut next_look) = (html, LOOK);
    while !rest.is_empty() {
        let (step, behind) = rest.split_at(rest.floor_char_boundary(STEP.min(rest.len())));
        parser.process(StrTendril::from_slice(step));
        rest = behind;
        let tree = &parser.tokenizer.sink.sink.tree;
        check_size(tree.len())?;
        if tree.len() >= next_look {
            check_depth(depth_of(&tree.root()))?;
            next_look = tree.len() + LOOK;
        }
    }
    let document = parser.finish();
    check_size(document.tree.len())?;
    check_depth(depth_of(&document.root()))?;
    Ok(document)
}

fn check_size(n: usize) -> Result<(), Flaw> {
    let message = || format!("the page has more than {MAX_NODES} elements and texts");
    if n > MAX_NODES { Err(Flaw::new("A115", message())) } else { Ok(()) }
}

fn check_depth(depth: usize) -> Result<(), Flaw> {
    let message = || format!("the page is nested deeper than {MAX_DEPTH} elements");
    if depth > MAX_DEPTH { Err(Flaw::new("A115", message())) } else { Ok(()) }
}

fn check_references(html: &str) -> Result<(), Flaw> {
    let n = memchr::memchr_iter(b'&', html.as_bytes()).count();
    let message = || format!("the page has more than {MAX_REFERENCES} character references");
    if n > MAX_REFERENCES { Err(Flaw::new("A115", message())) } else { Ok(()) }
}

fn check_attributes(html: &str) -> Result<(), Flaw> {
    let message = "the page has tags with thousands of attributes";
    if attribute_work(html) > MAX_ATTRIBUTE_WORK { Err(Flaw::new("A115", message)) } else { Ok(()) }
}

/// The squares of the numbers of attributes, as many as there can be at most: whatever begins with a
/// sign that parts them counts.
fn attribute_work(html: &str) -> usize {
    let (mut work, mut n) = (0_usize, 0_usize);
    let mut is_within = false;
    let bytes = html.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'<' if !is_within => {
                is_within = bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
                n = 0;
            }
            b'>' => {
                is_within = false;
                n = 0;
            }
            b' ' | b'\n' | b'\t' | b'\r' | b'\x0c' | b'/' | b'"' | b'\'' if is_within => {
                let is_name = bytes.get(at + 1).is_some_and(|next| !next.is_ascii_whitespace());
                n += usize::from(is_name);
                work += if is_name { 2 * n } else { 0 };
            }
            _ => {}
        }
    }
    work
}

/// How deep elements are nested at most.
fn depth_of(root: &NodeRef<'_>) -> usize {
    let mut deepest = 0;
    let mut open: Vec<(NodeRef<'_>, usize)> =
        root.first_child().into_iter().map(|child| (child, 1)).collect();
    while let Some((node, depth)) = open.pop() {
        deepest = deepest.max(depth);
        open.extend(node.next_sibling().map(|next| (next, depth)));
        open.extend(node.first_child().map(|child| (child, depth + 1)));
    }
    deepest
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn flaw(html: &str) -> Option<&'static str> {
        tree(html).err().map(|flaw| flaw.code)
    }

    #[test]
    fn pages_that_people_read_are_within_the_limits() {
        let paragraph =
            "<p class='a' id=\"b\">Libya &amp; Turkey <b>met</b> <a href='/x?a=1&b=2'>here</a><br></p>";
        assert_eq!(flaw(&paragraph.repeat(2_000)), None);
        assert_eq!(flaw(&"<p>one<li>two<td>three".repeat(5_000)), None, "elements that close one another");
        assert_eq!(
            flaw(&format!("<script>{}</script>", "if (a<b && c>d) { e = 'f g'; } ".repeat(10_000))),
            None
        );
        assert_eq!(flaw(""), None);
    }

    #[test]
    fn a_page_of_too_many_nodes_is_set_aside() {
        assert!(check_size(MAX_NODES).is_ok());
        assert_eq!(check_size(MAX_NODES + 1).unwrap_err().code, "A115");
    }

    #[test]
    fn pages_that_grow_without_end_are_set_aside() {
        let fonts: String = (0..900).map(|n| format!("<font a{n}>")).collect();
        let attributes: String = (0..100_000).map(|n| format!(" a{n}=1")).collect();
        for (what, html) in [
            ("elements", "<div>".repeat(30_000)),
            ("closed by what is not open", "<div></p>".repeat(30_000)),
            ("not closed by their kind in pictures", format!("<svg>{}", "<td>".repeat(30_000))),
            ("opened again in every paragraph", format!("<div>{fonts}</div>{}", "<p>x</p>".repeat(2_000))),
            ("attributes", format!("<a{attributes}>")),
            ("attributes in quotes", format!("<a {}>", "a=\"\"".repeat(100_000))),
            ("references", "&amp;".repeat(300_000)),
        ] {
            let start = Instant::now();
            assert_eq!(flaw(&html), Some("A115"), "{what}");
            assert!(start.elapsed().as_secs() < 60, "{what} takes {:?}", start.elapsed());
        }
    }
}

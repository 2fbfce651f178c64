//! XML that is well-formed whatever stands in it. Elements, attributes and text are all that the graph
//! formats need, so no library is asked for it.

/// A document in the making.
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Xml {
    pub(super) fn new() -> Self {
        Self { text: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), open: Vec::new() }
    }

    /// Begins an element that has others in it.
    pub(super) fn begin(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push_str(">\n");
        self.open.push(name);
    }

    /// Ends the element begun last.
    pub(super) fn end(&mut self) {
        let name = self.open.pop().expect("elements end after they begin");
        self.indent();
        self.text.push_str(&format!("</{name}>\n"));
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push_str("/>\n");
    }

    /// An element with text in it.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes);
        self.text.push('>');
        escape(&mut self.text, text);
        self.text.push_str(&format!("</{name}>\n"));
    }

    /// The whole document.
    pub(super) fn finish(self) -> Vec<u8> {
        debug_assert!(self.open.is_empty(), "every element has ended");
        self.text.into_bytes()
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            self.text.push_str(&format!(" {name}=\""));
            escape(&mut self.text, value);
            self.text.push('"');
        }
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n(' ', 2 * self.open.len()));
    }
}

/// Adds text with its markup escaped. What XML 1.0 does not allow at all becomes U+FFFD.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hostile_text(text: &str) -> String {
        let mut out = String::new();
        escape(&mut out, text);
        out
    }

    #[test]
    fn hostile_text_stays_text() {
        let mut xml = Xml::new();
        xml.begin("a", &[("b", "\"<\n\u{1}&")]);
        xml.leaf("c", &[], "</a>]]>");
        xml.end();
        let text = String::from_utf8(xml.finish()).unwrap();
        assert_eq!(
            hostile_text("\u{1b}[31m\u{202e}<script>\r\t\u{feff}"),
            "\u{fffd}[31m\u{202e}&lt;script&gt;&#13;&#9;\u{feff}"
        );
        assert!(
            text.ends_with("<a b=\"&quot;&lt;&#10;\u{fffd}&amp;\">\n  <c>&lt;/a&gt;]]&gt;</c>\n</a>\n"),
            "{text}"
        );
    }
}

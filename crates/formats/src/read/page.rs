//! The story of a web page and what the page says of itself.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use dom_query::Document;
use dom_smoothie::{Article, Config, Readability, TextMode};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use newsloom_corpus::DateSource;

use super::tree::{MAX_DEPTH, tree};
use crate::{
    ColumnWord,
    columns::Slots,
    raw::{Content, Fed, Flaw, Value},
};

/// A page, not yet decoded.
pub(super) struct Page {
    pub(super) record_id: Option<String>,
    /// Where it was fetched from, if that is known.
    pub(super) url: Option<String>,
    /// The encoding that its server named.
    pub(super) charset: Option<String>,
    pub(super) bytes: Vec<u8>,
}

impl Content for Page {
    fn values(&self, slots: &Slots) -> Result<Vec<Value>, Flaw> {
        let html = decoded(&self.bytes, self.charset.as_deref());
        if depth(&html) > MAX_DEPTH {
            return Err(Flaw::new("A115", format!("the page is nested deeper than {MAX_DEPTH} elements")));
        }
        let page = tree(&html)?;
        // A reader that fails on one page must not end the run.
        let story = catch_unwind(AssertUnwindSafe(|| Story::of(page, self.url.as_deref())));
        let story = story.map_err(|_| Flaw::new("A115", "the page makes the reader of pages fail"))?;
        let mut values = vec![Value::Null; slots.len()];
        let mut set = |word: ColumnWord, value: Option<String>| {
            values[word as usize] = value.map_or(Value::Null, Value::Text);
        };
        let url = self.url.clone().or(story.url);
        set(ColumnWord::RecordId, self.record_id.clone());
        set(ColumnWord::Outlet, story.outlet.or_else(|| url.as_deref().and_then(host).map(str::to_owned)));
        set(ColumnWord::Url, url);
        set(ColumnWord::Published, story.published);
        set(ColumnWord::Language, story.language);
        set(ColumnWord::Title, Some(story.title));
        set(ColumnWord::Text, Some(story.text));
        Ok(values)
    }

    fn head(&self) -> Vec<u8> {
        self.bytes[..self.bytes.len().min(1000)].to_vec()
    }

    fn n_bytes(&self) -> usize {
        self.bytes.len()
    }

    fn date_source(&self) -> DateSource {
        DateSource::Metadata
    }

    fn feed(&self, hasher: &mut Fed<'_>) {
        hasher.update(b"h");
        for part in [&self.record_id, &self.url, &self.charset] {
            let part = part.as_deref().unwrap_or_default();
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
        }
        hasher.update(&self.bytes);
    }
}

/// What a page holds.
struct Story {
    title: String,
    text: String,
    published: Option<String>,
    outlet: Option<String>,
    language: Option<String>,
    url: Option<String>,
}

impl Story {
    fn of(page: Document, url: Option<&str>) -> Self {
        let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
        // An address that is none must not cost the page.
        let url = url.filter(|url| Readability::with_document(Document::default(), Some(url), None).is_ok());
        let read = Readability::with_document(page, url, Some(config));
        let Ok(mut page) = read else { return Self::without_page() };
        let lines = page.doc.select("body").formatted_text().to_string();
        let time = page.doc.select("time[datetime]").attr("datetime").map(|time| time.to_string());
        match page.parse() {
            Ok(article) => Self::of_article(article, time),
            Err(_) => Self { text: lines, published: time, ..Self::without_page() },
        }
    }

    fn of_article(article: Article, time: Option<String>) -> Self {
        Self {
            title: without_site(&article.title, article.site_name.as_deref()).to_owned(),
            text: article.text_content.to_string(),
            published: article.published_time.or(time),
            outlet: article.site_name,
            language: article.lang,
            url: article.url,
        }
    }

    fn without_page() -> Self {
        Self {
            title: String::new(),
            text: String::new(),
            published: None,
            outlet: None,
            language: None,
            url: None,
        }
    }
}

/// The text of a page: in the encoding of its byte order mark, else UTF-8 if it is that, else as its
/// server or it itself says, else Windows-1252, as browsers do.
fn decoded<'a>(bytes: &'a [u8], charset: Option<&str>) -> Cow<'a, str> {
    if Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_ok() {
        return UTF_8.decode(bytes).0;
    }
    let named = charset.map(str::as_bytes).or_else(|| declared(bytes));
    named.and_then(Encoding::for_label).unwrap_or(WINDOWS_1252).decode(bytes).0
}

/// Bytes of the head in which a page declares its encoding.
const DECLARED_WITHIN: usize = 4096;

/// The encoding that a page declares: what stands behind the first `charset=`.
fn declared(bytes: &[u8]) -> Option<&[u8]> {
    let head = bytes[..bytes.len().min(DECLARED_WITHIN)].to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset=")? + b"charset=".len();
    let start = at + bytes[at..].iter().take_while(|b| matches!(b, b'"' | b'\'' | b' ')).count();
    let n =
        bytes[start..].iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
    Some(&bytes[start..start + n])
}

/// Elements that hold none and are never closed, or are closed by the next of their kind.
const UNCLOSED: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
    "p", "param", "source", "td", "th", "tr", "track", "wbr",
];

/// How deep elements are nested at most, by their tags alone.
fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut open: BTreeMap<String, usize> = BTreeMap::new();
    for (at, _) in html.match_indices('<') {
        let tag = &html[at + 1..];
        let (is_end, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let n_open = open.entry(name.to_ascii_lowercase()).or_default();
        if is_end {
            // What is not open cannot be closed.
            depth -= usize::from(*n_open > 0);
            *n_open = n_open.saturating_sub(1);
        } else if !UNCLOSED.iter().any(|unclosed| unclosed.eq_ignore_ascii_case(name)) {
            *n_open += 1;
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// A title without the name of its site behind it.
fn without_site<'a>(title: &'a str, site: Option<&str>) -> &'a str {
    let bare = site.filter(|site| !site.is_empty()).and_then(|site| title.strip_suffix(site));
    let bare =
        bare.and_then(|bare| bare.trim_end().strip_suffix(['|', '-', '\u{2013}', '\u{2014}', ':', '\u{b7}']));
    bare.map_or(title, str::trim_end)
}

/// The host of an address, without `www.`.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', ':', '?', '#']).next().filter(|host| !host.is_empty())?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html lang="en-GB"><head><title>Lamps for the harbour | Coast Gazette</title>
        <meta property="og:site_name" content="Coast Gazette">
        <meta property="article:published_time" content="2020-01-14T18:30:00+02:00">
        <link rel="canonical" href="https://gazette.example/lamps"></head><body>
        <nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
        <article><h1>Lamps for the harbour</h1>
        <p>The pilots of Zuwara said on Tuesday that they would not go out before the lamps are mended, and the
        council met the same evening to hear them.</p>
        <p>Two boats came in with the fog behind them, and their crews told the council what they had seen from
        the northern mole when the bell stopped.</p>
        <p>The council will answer on Friday, its clerk said, and has asked the capital for the money it needs.</p>
        </article><footer><a href="/terms">Terms of use</a> © Coast Gazette</footer></body></html>"#;

    fn story(html: &str) -> Story {
        Story::of(tree(html).unwrap(), None)
    }

    #[test]
    fn the_story_is_found_with_what_the_page_says_of_itself() {
        let story = story(PAGE);
        assert!(story.text.contains("northern mole") && story.text.contains("asked the capital"));
        assert!(!story.text.contains("Sport") && !story.text.contains("Terms of use"));
        assert_eq!(story.title, "Lamps for the harbour");
        assert_eq!(story.published.as_deref(), Some("2020-01-14T18:30:00+02:00"));
        assert_eq!(story.outlet.as_deref(), Some("Coast Gazette"));
        assert_eq!(story.language.as_deref(), Some("en-GB"));
    }

    #[test]
    fn paragraphs_stay_apart() {
        let n = story(PAGE).text.lines().filter(|line| !line.trim().is_empty()).count();
        assert!((3..=4).contains(&n), "{}", story(PAGE).text);
    }

    #[test]
    fn a_time_element_dates_a_page_without_metadata() {
        let html = PAGE
            .replace("article:published_time", "x")
            .replace("<h1>", "<time datetime='2020-01-15'></time><h1>");
        assert_eq!(story(&html).published.as_deref(), Some("2020-01-15"));
    }

    #[test]
    fn encodings_are_those_of_browsers() {
        for (bytes, charset, expected) in [
            ("caf\u{e9}".as_bytes(), Some("iso-8859-1"), "caf\u{e9}"),
            (b"caf\xe9", None, "caf\u{e9}"),
            (b"caf\x92", Some("iso-8859-1"), "caf\u{2019}"),
            (
                b"<meta charset='windows-1251'>\xcc\xee\xf1\xea\xe2\xe0",
                None,
                "<meta charset='windows-1251'>\u{41c}\u{43e}\u{441}\u{43a}\u{432}\u{430}",
            ),
            (b"\xff\xfea\x00", None, "a"),
        ] {
            assert_eq!(decoded(bytes, charset), expected);
        }
    }

    #[test]
    fn deep_nesting_is_measured_by_tags() {
        assert_eq!(depth("<div><p>a<p>b<br><b>c</b></div><div></div>"), 2);
        assert_eq!(depth(&"<div>".repeat(5_000)), 5_000);
        assert_eq!(depth(&"<DIV></p></b>".repeat(5_000)), 5_000, "what is not open cannot be closed");
        assert!(depth(PAGE) < 10);
    }

    #[test]
    fn hosts_name_outlets() {
        assert_eq!(host("https://www.gazette.example:80/a"), Some("gazette.example"));
        assert_eq!(host("no address"), None);
    }
}

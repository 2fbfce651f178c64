//! Who answers for a study, and under which terms its tables may be used, as descriptions of data say it.

use newsloom_corpus::Manifest;
use serde_json::{Value, json};

const ORCID: &str = "https://orcid.org/";

/// An author of a study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The name.
    pub name: String,
    /// The address of an ORCID record.
    pub orcid: Option<String>,
}

impl Author {
    /// `Name`, or `Name <https://orcid.org/0000-0002-1825-0097>`; `None` if it is neither.
    ///
    /// The last digit of an ORCID is a check of the others (ISO 7064, MOD 11-2), and is held against them.
    ///
    /// ```
    /// use newsloom_formats::Author;
    /// let author = Author::parse("Josiah Carberry <https://orcid.org/0000-0002-1825-0097>").unwrap();
    /// assert_eq!(author.name, "Josiah Carberry");
    /// assert!(Author::parse("Josiah Carberry <https://orcid.org/0000-0002-1825-0098>").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (name, orcid) = match text.split_once('<') {
            None => (text, None),
            Some((name, rest)) => (name, Some(rest.trim_end().strip_suffix('>')?.trim())),
        };
        let name = name.trim();
        let is_right = !name.is_empty() && !name.contains('>') && orcid.is_none_or(is_orcid);
        is_right.then(|| Self { name: name.to_owned(), orcid: orcid.map(str::to_owned) })
    }
}

fn is_orcid(address: &str) -> bool {
    let Some(id) = address.strip_prefix(ORCID) else { return false };
    let groups: Vec<&str> = id.split('-').collect();
    let digits: String = groups.concat();
    let Some((check, first)) = digits.as_bytes().split_last() else { return false };
    if groups.len() != 4
        || groups.iter().any(|group| group.len() != 4)
        || !first.iter().all(u8::is_ascii_digit)
    {
        return false;
    }
    let sum = first.iter().fold(0, |sum, digit| (sum + u32::from(digit - b'0')) * 2);
    let expected = (12 - sum % 11) % 11;
    *check == if expected == 10 { b'X' } else { b'0' + u8::try_from(expected).expect("a digit") }
}

/// A licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// As the recipe says it.
    pub name: String,
    /// Where it can be read.
    pub address: String,
}

impl Licence {
    /// An address, or an identifier of SPDX such as `CC-BY-4.0`; `None` if it is neither.
    ///
    /// ```
    /// use newsloom_formats::Licence;
    /// assert_eq!(Licence::parse("CC0-1.0").unwrap().address, "https://spdx.org/licenses/CC0-1.0");
    /// assert!(Licence::parse("free for all").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.to_owned();
        if text.starts_with("https://") || text.starts_with("http://") {
            let is_address = text.len() > "https://".len()
                && !text.contains(|c: char| c.is_whitespace() || c.is_control());
            return is_address.then(|| Self { address: name.clone(), name });
        }
        let is_id =
            !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.+".contains(&b));
        is_id.then(|| Self { address: format!("https://spdx.org/licenses/{text}"), name })
    }
}

/// What a recipe says of authors and licence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// In the order of the recipe.
    pub authors: Vec<Author>,
    /// `None` if it states none.
    pub licence: Option<Licence>,
}

impl Terms {
    /// What the recipe of a run says.
    pub fn of(manifest: &Manifest) -> Self {
        let top = manifest.settings.get("");
        let setting = |key: &str| top.and_then(|settings| settings.get(key));
        let authors = setting("authors").and_then(Value::as_array).into_iter().flatten();
        Self {
            authors: authors.filter_map(|text| Author::parse(text.as_str()?)).collect(),
            licence: setting("licence").and_then(|text| Licence::parse(text.as_str()?)),
        }
    }

    /// As a data package says it.
    pub(crate) fn add_to_package(&self, package: &mut Value) {
        if !self.authors.is_empty() {
            let author = |author: &Author| {
                let mut entry = json!({ "title": author.name, "role": "author" });
                if let Some(orcid) = &author.orcid {
                    entry["path"] = orcid.as_str().into();
                }
                entry
            };
            package["contributors"] = self.authors.iter().map(author).collect();
        }
        if let Some(Licence { name, address }) = &self.licence {
            let mut entry = json!({ "path": address });
            if name != address {
                entry["name"] = name.as_str().into();
            }
            package["licenses"] = json!([entry]);
        }
    }

    /// The authors as entities of an RO-Crate.
    pub(crate) fn people(&self) -> Vec<Value> {
        let one = |(n, author): (usize, &Author)| {
            let id = author.orcid.clone().unwrap_or_else(|| format!("#author-{n}"));
            json!({ "@id": id, "@type": "Person", "name": author.name })
        };
        (1..).zip(&self.authors).map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_have_names_and_right_orcids() {
        // The examples of ORCID's documentation, the last one with X for 10.
        for orcid in ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"] {
            let found = Author::parse(&format!("A B <{ORCID}{orcid}>"));
            assert_eq!(found.and_then(|author| author.orcid), Some(format!("{ORCID}{orcid}")));
        }
        assert_eq!(Author::parse(" A B ").map(|author| author.name).as_deref(), Some("A B"));
        for wrong in ["", "<>", "A <B", "A > B", "A <b@c.org>", "A <https://orcid.org/0000-0002-1694-2330>"] {
            assert_eq!(Author::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn licences_are_addresses_or_identifiers() {
        let address = "https://creativecommons.org/licenses/by/4.0/";
        let found = Licence::parse(address).map(|licence| licence.address);
        assert_eq!(found.as_deref(), Some(address));
        for wrong in ["", "https://", "https://a b", "see below", "CC BY"] {
            assert_eq!(Licence::parse(wrong), None, "{wrong}");
        }
    }
}

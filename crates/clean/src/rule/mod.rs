//! Cleaning rules, one a file, listed in [`RULES`].

mod about_outlet;
mod appeal;
mod author_note;
mod breadcrumb;
mod caption;
mod contact;
mod copyright;
mod markup;
mod page_furniture;
mod photo_credit;
mod read_also;
mod repeated;
mod sharing;
mod sign_off;
mod subscription;
mod teaser;
mod terms;

use newsloom_corpus::RemovalKind;

use crate::block::Block;

/// What finds text that is not the story.
#[derive(Debug)]
pub struct Rule {
    /// Its name in recipes and tables.
    pub name: &'static str,
    /// The sort of what it finds.
    pub kind: RemovalKind,
    /// What it finds.
    pub meaning: &'static str,
    /// Lower-case pieces of text of which a block must hold one before the rule looks at it; empty
    /// for rules that look at every block.
    pub(crate) cues: &'static [&'static str],
    /// Whether a block is none of the story; `None` for rules that need the whole corpus or article.
    pub(crate) finds: Option<fn(&Block<'_>) -> bool>,
}

/// Every rule, in the order in which they are tried.
pub const RULES: &[Rule] = &[
    repeated::BY_OUTLET,
    repeated::IN_ARTICLE,
    repeated::TITLE,
    repeated::AROUND_STORY,
    markup::RULE,
    photo_credit::RULE,
    sign_off::RULE,
    copyright::RULE,
    terms::RULE,
    author_note::RULE,
    appeal::RULE,
    subscription::RULE,
    sharing::RULE,
    read_also::RULE,
    contact::RULE,
    page_furniture::RULE,
    about_outlet::RULE,
    breadcrumb::RULE,
    caption::RULE,
    teaser::RULE,
];

/// Declares a pattern that is compiled once. What begins and ends a word is told by ASCII alone: the
/// fast engines of the crate know nothing else.
macro_rules! pattern {
    ($name:ident, $($part:literal)+) => {
        static $name: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
            let pattern = concat!($($part),+).replace(r"\b", r"(?-u:\b)");
            regex::Regex::new(&pattern).expect("patterns of rules are valid")
        });
    };
}
pub(crate) use pattern;

#[cfg(test)]
pub(crate) fn finds(rule: &Rule, text: &str) -> bool {
    let finds = rule.finds.expect("a rule that looks at blocks");
    finds(&block(text))
}

#[cfg(test)]
fn block(text: &str) -> Block<'_> {
    Block::new(text, newsloom_text::words(text).count(), (8, 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_cues_are_lower_case() {
        let names: std::collections::BTreeSet<&str> = RULES.iter().map(|r| r.name).collect();
        assert_eq!(names.len(), RULES.len());
        assert!(RULES.iter().flat_map(|r| r.cues).all(|cue| *cue == cue.to_lowercase()));
    }

    #[test]
    fn no_rule_finds_plain_story() {
        for story in [
            "The council supported the plan to fund the bridge, which costs two million euros.",
            "“Support us,” the mayor asked the crowd, “and donate what you can.”",
            "The charity is funded by small donations, its director said on Friday.",
            "A photo of the minister was shared thousands of times on Facebook and Twitter.",
            "The newspaper said its terms of use would change in March.",
            "Readers can sign up at the town hall from Monday, the office said.",
            "Copyright law was the second point on the agenda of the committee.",
            "Contact with the convoy was lost near Sabha at noon, two officers said.",
            "Related parties must be named in the report, the auditors wrote in June.",
            "Reporting by three commissions found no sign of fraud.",
            "File sharing was blocked in the whole province for two days.",
            "The story continues to haunt the families of the missing men.",
        ] {
            let block = block(story);
            for rule in RULES {
                assert!(!rule.finds.is_some_and(|f| f(&block)), "{} finds: {story}", rule.name);
            }
        }
    }
}

//! The case that aliases ask for.

use std::{borrow::Cow, sync::Arc};

use newsloom_text::{folded, words};

use super::key;
use crate::dictionary::{Alias, CaseRule};

/// What an alias asks of a text.
#[derive(Debug)]
pub(super) struct Name {
    /// From its first word to its last.
    pub(super) text: Arc<str>,
    pub(super) case: CaseRule,
}

impl Name {
    pub(super) fn of(alias: &Alias) -> Self {
        let within = key::within_words(&alias.text);
        let text = if within.len() == alias.text.len() { Arc::clone(&alias.text) } else { within.into() };
        Self { text, case: alias.case }
    }

    /// Whether the case of `surface`, which has the same key, is what the name asks for.
    pub(super) fn agrees(&self, surface: &str) -> bool {
        agrees((&self.text, self.case), surface)
    }
}

/// Whether the case of `surface` is what the alias asks for.
pub(crate) fn case_agrees(alias: &Alias, surface: &str) -> bool {
    agrees((&alias.text, alias.case), surface)
}

fn agrees((text, case): (&str, CaseRule), surface: &str) -> bool {
    match case {
        _ if text == surface => true,
        CaseRule::Fold => true,
        _ if text.is_ascii() && text.eq_ignore_ascii_case(surface) => {
            case != CaseRule::Exact && agrees_in_capitals(text.as_bytes(), surface.as_bytes())
        }
        CaseRule::Exact => words_of(text).eq(words_of(surface)),
        CaseRule::Title | CaseRule::Running => {
            words_of(text).zip(words_of(surface)).all(|(alias, surface)| {
                !starts_upper(&alias) || starts_upper(&surface) || !surface.chars().any(has_case)
            })
        }
    }
}

/// Whether the words of two texts that differ in case alone begin with capitals where those of the
/// first do.
fn agrees_in_capitals(text: &[u8], surface: &[u8]) -> bool {
    let starts = |at: usize| at == 0 || !text[at - 1].is_ascii_alphanumeric();
    let is_lost = |at: usize| text[at].is_ascii_uppercase() && surface[at].is_ascii_lowercase();
    !(0..text.len()).any(|at| is_lost(at) && starts(at))
}

pub(super) fn starts_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn has_case(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase()
}

/// The folded words of a text; those in ASCII are as they are.
fn words_of(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    words(text).map(|span| span.of(text)).map(|word| match word {
        plain if plain.is_ascii() => Cow::Borrowed(plain),
        other => Cow::Owned(folded(other)),
    })
}

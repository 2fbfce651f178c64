//! The matcher against the aho-corasick crate, and in scripts of all sorts.
//!
//! The oracle knows no token maps, hashes or filters: it folds and joins the whole text, finds every
//! alias in it by an automaton, keeps what begins and ends at tokens and agrees in case, and takes
//! the leftmost, then the longest.

use aho_corasick::AhoCorasick;
use newsloom_corpus::{ActorId, Span};
use newsloom_extract::{Alias, AliasKind, CaseRule, Matcher};
use newsloom_text::{folded, tokens_of_word, words};
use proptest::prelude::*;

fn alias(text: &str, case: CaseRule) -> Alias {
    let (actor, kind) = (ActorId(0), AliasKind::Name);
    Alias { actor, text: text.into(), kind, case, start: None, end: None, needs_context: false, weight: 1 }
}

fn aliases(texts: &[&str], case: CaseRule) -> Vec<Alias> {
    texts.iter().map(|text| alias(text, case)).collect()
}

fn found<'a>(aliases: &[Alias], text: &'a str) -> Vec<&'a str> {
    let matcher = Matcher::new(aliases);
    matcher.finder().find(text).iter().map(|found| found.span.of(text)).collect()
}

#[test]
fn names_are_found_in_every_script() {
    let names = [
        "Россия",
        "حفتر",
        "السراج",
        "Ελλάδα",
        "习近平",
        "プーチン",
        "북한",
        "กรุงเทพ",
        "Erdo\u{11f}an",
        "Al-Sarraj",
        "Washington, D.C.",
        "C\u{f4}te d'Ivoire",
        "5G",
    ];
    let aliases = aliases(&names, CaseRule::Title);
    for (text, expected) in [
        ("В РОССИЯ, Россия\u{301}, Россиянин", vec!["РОССИЯ", "Россия\u{301}"]),
        ("التقى حَفْتَر والسراج، السراج.", vec!["حَفْتَر", "السراج"]),
        ("ΕΛΛΑΔΑ και Ελλαδα.", vec!["ΕΛΛΑΔΑ", "Ελλαδα"]),
        ("国家主席习近平在北京", vec!["习近平"]),
        ("露のプーチン大統領、プーチンスキ氏", vec!["プーチン"]),
        ("북한은 남북한 \u{201c}북한\u{201d}", vec!["북한", "북한"]),
        ("ที่กรุงเทพวันนี้", vec!["กรุงเทพ"]),
        (
            "ERDO\u{11e}AN\u{2019}s, Erdogan\u{2019}ın, Tri Er\u{ad}dogan",
            vec!["ERDO\u{11e}AN", "Erdogan", "Er\u{ad}dogan"],
        ),
        (
            "al\u{a0}Sarraj, Al\u{2013}Sarraj, Al\u{ad} Sarraj, Al, Sarraj",
            vec!["Al\u{2013}Sarraj", "Al\u{ad} Sarraj"],
        ),
        ("in Washington,\nD.C., Washington; D.C.", vec!["Washington,\nD.C"]),
        ("Cote d\u{2019}Ivoire\u{2019}s", vec!["Cote d\u{2019}Ivoire"]),
        ("5g 5G 15G", vec!["5g", "5G"]),
    ] {
        assert_eq!(found(&aliases, text), expected, "{text}");
    }
}

#[test]
fn case_is_what_the_alias_asks_for() {
    for (case, text, expected) in [
        (CaseRule::Exact, "US Us us", vec!["US"]),
        (CaseRule::Title, "US Us us", vec!["US", "Us"]),
        (CaseRule::Running, "US Us us", vec!["US", "Us"]),
        (CaseRule::Fold, "US Us us", vec!["US", "Us", "us"]),
    ] {
        assert_eq!(found(&aliases(&["US"], case), text), expected);
    }
    let both = [alias("May Day", CaseRule::Exact), alias("May", CaseRule::Title)];
    assert_eq!(found(&both, "MAY DAY, May Day, may day"), ["MAY", "May Day"], "a shorter name may agree");
}

#[test]
fn a_shorter_name_is_found_where_a_longer_one_fails_to_go_on() {
    let names = aliases(&["A B C D", "A B", "B C", "C"], CaseRule::Exact);
    assert_eq!(found(&names, "A B C E, A B C D, A BC D"), ["A B", "C", "A B C D"]);
    assert!(found(&names, "").is_empty() && found(&[], "A B").is_empty());
}

/// A text as one string in which equal strings are equal names: every token between two marks, in
/// front of it how it is joined.
struct Normal {
    text: String,
    /// Where each token, its marks left out, begins and ends here and in the text as it was.
    tokens: Vec<(Span, Span)>,
}

impl Normal {
    fn of(text: &str) -> Self {
        let mut normal = Self { text: String::new(), tokens: Vec::new() };
        let parts = words(text).flat_map(|word| {
            let parts = tokens_of_word(word.of(text)).into_iter();
            parts.map(move |part| Span::new(word.start() + part.start(), word.start() + part.end()))
        });
        for token in parts {
            let last = normal.tokens.last().map(|(_, last)| last.end());
            normal.text.push('\u{1}');
            normal.text.push_str(&last.map_or_else(String::new, |last| join(&text[last..token.start()])));
            normal.text.push('\u{2}');
            let start = normal.text.len();
            let word = folded(token.of(text));
            normal.text.push_str(&word.to_lowercase());
            normal.tokens.push((Span::new(start, normal.text.len()), token));
        }
        normal.text.push('\u{1}');
        normal
    }

    /// From the first token to the last.
    fn whole(&self) -> &str {
        let (first, last) = (self.tokens[0].0, self.tokens[self.tokens.len() - 1].0);
        &self.text[first.start()..last.end()]
    }
}

/// Signs between two tokens in one spelling.
fn join(between: &str) -> String {
    let seen = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}');
    let seen: String = between.chars().filter(seen).collect();
    let signs: Vec<String> = seen.split_whitespace().map(str::to_owned).collect();
    let is_dash = |sign: &str| {
        matches!(sign, "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" | "\u{2014}" | "\u{2015}")
    };
    match signs.as_slice() {
        [] if seen.is_empty() => String::new(),
        [] => " ".to_owned(),
        [one] if is_dash(one) && *one == seen => " ".to_owned(),
        [one] if ["'", "\u{2019}", "\u{2018}", "\u{2bc}", "`"].contains(&one.as_str()) => "'".to_owned(),
        [one] if [".", "&", "/"].contains(&one.as_str()) => one.clone(),
        _ => format!("\u{3}{}", signs.iter().map(|sign| folded(sign)).collect::<Vec<_>>().join("\u{3}")),
    }
}

fn starts_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether a find agrees in case, token by token.
fn agrees(alias: &Alias, surface: &str) -> bool {
    let tokens = |text: &str| -> Vec<String> { words(text).map(|word| folded(word.of(text))).collect() };
    let (names, found) = (tokens(&alias.text), tokens(surface));
    match alias.case {
        CaseRule::Fold => true,
        CaseRule::Exact => names == found,
        CaseRule::Title | CaseRule::Running => names.iter().zip(&found).all(|(name, word)| {
            let has_case = word.chars().any(|c| c.is_uppercase() || c.is_lowercase());
            !starts_upper(name) || starts_upper(word) || !has_case
        }),
    }
}

fn is_hangul(c: Option<char>) -> bool {
    c.is_some_and(newsloom_text::is_hangul)
}

fn automaton(aliases: &[Alias]) -> AhoCorasick {
    AhoCorasick::new(aliases.iter().map(|alias| Normal::of(&alias.text).whole().to_owned()))
        .expect("few aliases")
}

/// What the automaton finds, leftmost and longest first.
fn oracle((automaton, aliases): (&AhoCorasick, &[Alias]), text: &str) -> Vec<Span> {
    let normal = Normal::of(text);
    let span = |start: usize, end: usize| {
        let first = normal.tokens.iter().find(|(here, _)| here.start() == start)?.1;
        let last = normal.tokens.iter().find(|(here, _)| here.end() == end)?.1;
        Some(Span::new(first.start(), last.end()))
    };
    let mut finds: Vec<Span> = automaton
        .find_overlapping_iter(&normal.text)
        .filter_map(|found| Some((span(found.start(), found.end())?, &aliases[found.pattern().as_usize()])))
        .filter(|(span, alias)| agrees(alias, span.of(text)))
        .map(|(span, _)| span)
        .filter(|span| {
            !(is_hangul(text[span.start()..].chars().next())
                && is_hangul(text[..span.start()].chars().next_back()))
        })
        .collect();
    finds.sort_by_key(|span| (span.start(), std::cmp::Reverse(span.end())));
    let mut done = 0;
    finds.retain(|span| {
        let is_free = span.start() >= done;
        done = if is_free { span.end() } else { done };
        is_free
    });
    finds
}

fn assert_as_the_oracle(aliases: &[Alias], texts: &[&str]) {
    let matcher = Matcher::new(aliases);
    let mut finder = matcher.finder();
    let automaton = automaton(aliases);
    for text in texts {
        let found: Vec<Span> = finder.find(text).iter().map(|found| found.span).collect();
        assert_eq!(found, oracle((&automaton, aliases), text), "{text:?}");
    }
}

const WORD: &str = "(A|B|Ab|aB|b|The|é|É|Çe|al|U|S|5|5G|Тр|مح|مُح|习|近|プチ|ン|한|국|ร|ุ|ß|ﬁ|lengthier-than|AWordOfManyLetters|\u{130})";
const SIGN: &str = "( | |-|’|'|\\.|, |,| - |&|/|\n|\u{a0}|\u{ad}|\u{200f}|\u{2013}|“|)";

fn pattern(regex: &str) -> impl Strategy<Value = String> + use<> {
    proptest::string::string_regex(regex).expect("a regular expression")
}

fn case() -> impl Strategy<Value = CaseRule> {
    prop_oneof![Just(CaseRule::Exact), Just(CaseRule::Title), Just(CaseRule::Running), Just(CaseRule::Fold)]
}

fn dictionary() -> impl Strategy<Value = Vec<Alias>> {
    let name = (pattern(&format!("{WORD}({SIGN}{WORD}){{0,3}}")), case())
        .prop_map(|(text, case)| alias(&text, case));
    prop::collection::vec(name, 1..20)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn finds_are_those_of_aho_corasick(aliases in dictionary(), text in pattern(&format!("({WORD}{SIGN}{{1,2}}){{0,60}}"))) {
        assert_as_the_oracle(&aliases, &[&text]);
    }

    #[test]
    fn any_text_has_the_right_offsets(aliases in prop::collection::vec(("\\PC{1,6}", case()), 1..8), text in "(\\PC|[A-C ]){0,150}") {
        let has_token = |text: &str| words(text).next().is_some();
        let aliases: Vec<Alias> = aliases.iter().filter(|(text, _)| has_token(text)).map(|(text, case)| alias(text, *case)).collect();
        assert_as_the_oracle(&aliases, &[&text]);
    }
}

#[test]
fn finds_of_the_shipped_dictionary_are_those_of_aho_corasick() {
    let (mut world, _) = newsloom_extract::Dictionary::parse(&[newsloom_extract::world()]);
    // Prominent surnames are the document pass's.
    world.aliases.retain(|alias| alias.kind != AliasKind::Surname);
    // Every name in company: side by side, with and without signs between them.
    let names: Vec<&str> = world.aliases.iter().map(|alias| &*alias.text).collect();
    let texts: Vec<String> =
        names.chunks(40).map(|chunk| chunk.join(" ") + ". " + &chunk.join(", ")).collect();
    assert_as_the_oracle(&world.aliases, &texts.iter().map(String::as_str).step_by(8).collect::<Vec<_>>());
}

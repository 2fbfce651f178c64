//! Whole articles through both passes.

use newsloom_clean::{
    BlockCounts, Candidate, CleanOptions, Cleaner, NearDuplicateOptions, RepeatOptions, RepeatedBlocks,
    Signature, blocks, cluster,
};
use newsloom_corpus::{Article, ArticleId, CleanArticle, IdentityFields, Origin, Published};
use newsloom_text::HashedWords;
use proptest::prelude::*;

fn article(outlet: &str, title: &str, text: &str) -> Article {
    let fields = IdentityFields { outlet: Some(outlet), title, text, ..IdentityFields::default() };
    Article {
        id: ArticleId::of(&fields),
        record_id: None,
        outlet: Some(outlet.to_owned()),
        url: None,
        title: title.to_owned(),
        text: text.to_owned(),
        published: Published::default(),
        language_declared: None,
        kept: Vec::new(),
        origin: Origin { path: "a.jsonl".into(), record: 1, line: 1, byte_offset: 0 },
    }
}

fn clean(article: &Article) -> CleanArticle {
    clean_by(&Cleaner::new(&CleanOptions::default()), article, &RepeatedBlocks::default())
}

fn clean_by(cleaner: &Cleaner, article: &Article, repeated: &RepeatedBlocks) -> CleanArticle {
    cleaner.clean(article, &HashedWords::of(&article.text), repeated)
}

const STORY: &str = "NewsConflictsWorld

The harbour of Zuwara stayed shut for a third day on Tuesday, and the pilots said they would not go out before Friday.

Coast guard boats at Zuwara
Photo: Gazette archive

– An empty quay –

“Support us,” the head of the pilots asked the ministry, “or we hang up our caps.” The ministry gave no answer. Share this article on Facebook

Fishermen repaired nets instead. Nobody counted the days.

Support the Gazette from as little as €2 a month – it only takes a minute. Thank you.

This article is written by our coast desk.

© Gazette Media Group. All rights reserved.";

#[test]
fn a_dirty_article_keeps_its_story_and_nothing_else() {
    let article = article("Gazette", "Zuwara harbour stays shut", STORY);
    let cleaned = clean(&article);
    let rules: Vec<&str> = cleaned.removals.iter().map(|r| r.rule).collect();
    assert_eq!(
        rules,
        ["breadcrumb", "caption", "photo-credit", "sharing", "appeal", "author-note", "copyright"]
    );
    let kept: Vec<&str> = cleaned.paragraphs.iter().map(|p| p.span.of(&article.text)).collect();
    assert_eq!(kept.len(), 4);
    assert!(kept[2].ends_with("The ministry gave no answer."));
    let headings: Vec<bool> = cleaned.paragraphs.iter().map(|p| p.is_heading).collect();
    assert_eq!(headings, [false, true, false, false]);
    assert_eq!(cleaned.n_sentences(), 5);
    assert_eq!(&*cleaned.language.code, "en");
}

#[test]
fn titles_of_other_stories_within_a_text_are_none_of_it() {
    let text = "The pilots of Zuwara met on Monday.\n\nRelated articles\n\nWhat the capital wants from the pilots\n\n\
                A quay in Sfax is sold for nothing\n\nThe bell was mended at noon.";
    let article = article("Gazette", "", text);
    let cleaned = clean(&article);
    let kept: Vec<&str> = cleaned.paragraphs.iter().map(|p| p.span.of(text)).collect();
    assert_eq!(kept, ["The pilots of Zuwara met on Monday.", "The bell was mended at noon."]);
    let rules: Vec<&str> = cleaned.removals.iter().map(|r| r.rule).collect();
    assert_eq!(rules, ["read-also", "teaser", "teaser"]);
}

#[test]
fn a_rule_that_is_disabled_removes_nothing() {
    let options = CleanOptions { disabled_rules: vec!["appeal".to_owned()], ..CleanOptions::default() };
    let article = article("Gazette", "", STORY);
    let cleaned = clean_by(&Cleaner::new(&options), &article, &RepeatedBlocks::default());
    assert!(cleaned.removals.iter().all(|r| r.rule != "appeal"));
}

/// Five articles of one outlet that end alike, and one of another that ends like them once.
fn corpus() -> Vec<Article> {
    let leads = [
        "The mill burned down.",
        "Two boats were sold.",
        "Rain fell for a week.",
        "A bakery opened.",
        "The bridge is shut.",
    ];
    let mut articles: Vec<Article> = leads
        .iter()
        .map(|lead| {
            article(
                "Gazette",
                lead,
                &format!("{lead} More is not known. Printed beside the old mole.\n\nGazette house, quay two"),
            )
        })
        .collect();
    articles.push(article("Other", "", "The mole was painted. Gazette house, quay two"));
    articles
}

fn counts<'a>(articles: impl IntoIterator<Item = &'a Article>) -> BlockCounts {
    let mut counts = BlockCounts::default();
    articles.into_iter().for_each(|a| counts.add(&blocks(a, &HashedWords::of(&a.text))));
    counts
}

#[test]
fn what_an_outlet_repeats_is_removed_and_counted() {
    let articles = corpus();
    let repeated = counts(&articles).finish(&RepeatOptions::default());
    let cleaner = Cleaner::new(&CleanOptions::default());
    let cleaned = clean_by(&cleaner, &articles[0], &repeated);
    let found: Vec<(&str, u32)> =
        cleaned.removals.iter().map(|r| (r.span.of(&articles[0].text), r.n_articles_with_it)).collect();
    assert_eq!(
        found,
        [("More is not known.", 5), ("Printed beside the old mole.", 5), ("Gazette house, quay two", 5)]
    );
    assert!(
        clean_by(&cleaner, &articles[5], &repeated).removals.is_empty(),
        "another outlet repeats nothing"
    );
}

#[test]
fn a_story_that_is_sent_five_times_is_no_boilerplate() {
    let copy = |n: u32| Article { record_id: Some(n.to_string()), ..corpus()[0].clone() };
    let copies: Vec<Article> = (0..5).map(copy).collect();
    let repeated = counts(&copies).finish(&RepeatOptions::default());
    assert!(clean_by(&Cleaner::new(&CleanOptions::default()), &copies[0], &repeated).removals.is_empty());
}

#[test]
fn neither_order_nor_partition_of_the_counts_matters() {
    let articles = corpus();
    let whole = counts(&articles).finish(&RepeatOptions::default());
    let mut parts = counts(articles[3..].iter().rev());
    parts.merge(counts(&articles[..3]));
    assert_eq!(parts.finish(&RepeatOptions::default()), whole);
}

proptest! {
    #[test]
    fn kept_and_removed_spans_cover_the_text_without_overlap(text in "(Photo: A\n|Share\n|The port shut. |[a-z]{1,8}[ .\n]|“Ja,” er. |\n\n|Read also: b\n){0,40}") {
        let article = article("Gazette", "", &text);
        let cleaned = clean(&article);
        let mut spans: Vec<_> = cleaned.paragraphs.iter().map(|p| p.span).collect();
        spans.extend(cleaned.removals.iter().map(|r| r.span));
        spans.sort();
        prop_assert!(spans.is_sorted_by(|a, b| a.end() <= b.start()));
        let visible = |t: &str| t.chars().filter(|c| !c.is_whitespace()).count();
        prop_assert_eq!(spans.iter().map(|s| visible(s.of(&text))).sum::<usize>(), visible(&text));
        for paragraph in &cleaned.paragraphs {
            prop_assert!(paragraph.sentences.iter().all(|s| paragraph.span.contains(*s)));
        }
    }
}

fn candidate(text: &str, day: &str) -> Candidate {
    let article = article("Gazette", "", text);
    let cleaned = clean(&article);
    Candidate {
        id: article.id,
        date: (!day.is_empty()).then(|| day.parse().expect("dates of the tests are valid")),
        at: None,
        signature: Signature::of(&article, &HashedWords::of(&article.text), &cleaned),
        n_chars_kept: cleaned.n_chars_kept,
    }
}

/// Sentences that share no three words in a row.
fn long_story(seed: usize, n: usize) -> String {
    let word = |k: usize| {
        format!("{}{}", ["sand", "port", "mill", "road", "lamp", "wind", "rope"][k % 7], k * 31 % 1_009)
    };
    (0..n)
        .map(|s| (0..9).map(|w| word(seed * 7_919 + s * 9 + w)).collect::<Vec<_>>().join(" ") + ". ")
        .collect()
}

#[test]
fn copies_join_the_longest_text_within_the_window() {
    let story = long_story(1, 30);
    let abridged: String = story[..story.len() * 2 / 5].to_owned();
    let edited = format!("{} {}", long_story(2, 1), &story[story.len() / 10..]);
    let other = long_story(3, 30);
    let candidates = [
        candidate(&abridged, "2020-01-01"),
        candidate(&story, "2020-01-02"),
        candidate(&edited, "2020-01-04"),
        candidate(&other, "2020-01-03"),
        candidate(&story, "2020-02-20"),
        candidate(&story, ""),
    ];
    let found = cluster(&candidates, &NearDuplicateOptions::default());
    let leader = found[1].representative;
    assert_eq!(found[0].representative, leader, "an abridged copy");
    assert_eq!(found[2].representative, leader, "an edited copy");
    assert_eq!(found[3].representative, 3, "another story");
    assert_eq!(found[4].representative, 4, "the same words seven weeks later are another story");
    assert!(candidates[leader].n_chars_kept >= candidates[1].n_chars_kept);
    assert_eq!(found[leader].similarity, None);
}

#[test]
fn clusters_do_not_depend_on_the_order_of_articles() {
    let story = long_story(1, 30);
    let mut candidates: Vec<Candidate> = (0..12)
        .map(|n| candidate(&story[..story.len() * (20 - n) / 20], &format!("2020-01-{:02}", n + 1)))
        .collect();
    let ids = |candidates: &[Candidate]| {
        let found = cluster(candidates, &NearDuplicateOptions::default());
        let mut pairs: Vec<_> = found
            .iter()
            .enumerate()
            .map(|(i, m)| (candidates[i].id, candidates[m.representative].id, m.size))
            .collect();
        pairs.sort_unstable();
        pairs
    };
    let before = ids(&candidates);
    candidates.reverse();
    candidates.swap(2, 9);
    assert_eq!(ids(&candidates), before);
}

#[test]
fn short_texts_join_by_equal_words_alone() {
    let one = candidate("The port of Zuwara opened again.", "2020-01-01");
    let same = candidate("The port of Zuwara opened, again!", "2020-01-03");
    let near = candidate("The port of Zuwara opened again today.", "2020-01-03");
    let found = cluster(&[one, same, near], &NearDuplicateOptions::default());
    assert_eq!(found[0].representative, found[1].representative);
    assert_eq!(found[2].representative, 2);
}

/// A form that an agency fills in every week.
fn weekly_report(numbers: [&str; 5], week: &str) -> String {
    let [level, change, before, wide, narrow] = numbers;
    format!(
        "The narrow money supply fell {change} million to {level} billion in the week ended {week}, the central bank \
         said. It had risen to {before} billion in the week before that. The wide measure, which holds notice deposits \
         as well, stood at {wide} billion, and the one without foreign currency at {narrow} billion, seasonally adjusted."
    )
}

#[test]
fn fillings_of_one_form_are_no_copies() {
    let this = weekly_report(["32.42", "555", "32.97", "188.61", "77.24"], "March 18");
    let last = weekly_report(["32.94", "1,160", "34.12", "189.04", "76.90"], "March 11");
    let other_words = this.replace("said", "announced").replace("as well", "too");
    let candidates = [
        candidate(&this, "2020-03-20"),
        candidate(&last, "2020-03-14"),
        candidate(&other_words, "2020-03-21"),
    ];
    let found = cluster(&candidates, &CleanOptions::default().near_duplicates);
    assert!(candidates[0].signature != candidates[2].signature);
    let together = |i: usize, j: usize| found[i].representative == found[j].representative;
    assert!(together(0, 2) && !together(0, 1), "{found:?}");
}

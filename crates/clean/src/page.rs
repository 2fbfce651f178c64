//! The story within the text of a whole page.
//!
//! Scraped text is often every visible line of a page: menus, teasers and comments with the story
//! somewhere between. There the story is the run of lines with the largest sum of scores, prose counting
//! for and all else against it (maximum subsequence segmentation, Pasternack and Roth 2009, with the
//! maximal runs of Ruzzo and Tompa 1999).

use std::{collections::BTreeMap, ops::Range};

use newsloom_text::{HashedWords, folded};

use crate::{block::RawParagraph, rule::pattern};

/// Lines below which a text is no page.
const MIN_LINES: usize = 20;
/// A line with fewer words is short: a fifth of the lines of a page are.
const SHORT: usize = 8;

/// For every paragraph whether it stands around the story; `None` if the text is no page.
pub(crate) fn around_story(text: &str, words: &HashedWords, raw: &[RawParagraph]) -> Option<Vec<bool>> {
    let n_short = raw.iter().filter(|p| p.words.len() < SHORT).count();
    if raw.len() < MIN_LINES || n_short * 5 < raw.len() {
        return None;
    }
    let mut lines: Vec<Line> = raw.iter().map(|p| Line::of(text, words, p)).collect();
    mark_repeated(&mut lines, raw.iter().map(|p| p.span.of(text)));
    let mut parts = story(&lines);
    let first = parts.first_mut().filter(|first| has_frame(&lines, first))?;
    *first = with_lead(&lines, with_head(&lines, first.clone()));
    let last = parts.last_mut()?;
    *last = with_list(&lines, last.clone());
    let mut is_around = vec![true; lines.len()];
    let mut is_teaser = false;
    for at in parts.into_iter().flatten() {
        let line = &lines[at];
        is_teaser = (is_teaser || line.opens_teasers) && !line.ends_teasers();
        is_around[at] = is_teaser || is_left_out(&lines, at) || is_in_menu(&lines, at);
    }
    Some(is_around)
}

/// Lines of a menu before a story, more than a list or table has without items and numbers.
const MENU_HEAD: usize = 5;
/// Lines about tags, comments, rights and the like that articles with long lists do not have.
const FRAME_LINES: usize = 3;

/// Whether a site shows around the story: an article that is a list has no menu and no comments.
fn has_frame(lines: &[Line], story: &Range<usize>) -> bool {
    let is_frame = |line: &&Line| matches!(line.sort, Sort::End | Sort::Others | Sort::Legal);
    let is_plain = |line: &&Line| line.sort == Sort::Other && !line.has_digit;
    let n_menu = lines[..story.start].iter().filter(is_plain).count();
    let n_frame = lines.iter().filter(is_frame).count();
    n_frame >= FRAME_LINES || (n_menu >= MENU_HEAD && (n_frame > 0 || n_menu * 10 >= story.start * 7))
}

/// A page says its teasers twice, its story once.
fn mark_repeated<'a>(lines: &mut [Line], texts: impl Iterator<Item = &'a str> + Clone) {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for text in texts.clone() {
        *counts.entry(text).or_default() += 1;
    }
    for (line, text) in lines.iter_mut().zip(texts) {
        line.is_repeated = line.n_words >= 3 && (2..=3).contains(&counts[text]);
    }
}

/// What a line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Sentences of so many words.
    Prose(usize),
    /// A prose line about cookies, newsletters, rights, or who wrote the story.
    Legal,
    /// A line behind which a story has ended: tags, comments, rights.
    End,
    /// A line behind which other stories are named; the story may go on behind them.
    Others,
    /// Credits, players, advertisements: they stand within stories too.
    Noise,
    /// An item of a list.
    Item,
    /// A short sentence.
    Closed,
    /// Menus, teasers, headings.
    Other,
}

#[allow(clippy::struct_excessive_bools, reason = "each is a cue of its own")]
struct Line {
    sort: Sort,
    n_words: usize,
    /// Whether it may be the summary that stands before the first paragraph.
    is_lead: bool,
    /// Whether a photographer or a date and an author are named.
    is_credit: bool,
    /// Whether titles of other stories follow.
    opens_teasers: bool,
    has_digit: bool,
    /// Whether the page has the same line again.
    is_repeated: bool,
}

pattern!(
    END,
    r"^(?:in this (?:article|story):|part of the .{1,30} network|leave a (?:reply|comment)|(?:\d+ )?(?:comments?|responses?)(?: \(\d+\))?$|post (?:a )?comment|"
    r"join the (?:conversation|discussion)|add (?:a )?comment|"
    r"(?:show|view|read|see|load|hide)(?: all)?(?: \d+)? comments|about (?:the )?author|author bio|tags?:|"
    r"filed under|topics?:?$|categories:?$|posted in|post navigation|(?:previous|next) (?:article|post|story)|"
    r"sponsored(?: content| links)?$|around the web|from our partners|©|copyright|all rights reserved|"
    r"\d+ replies|log in or|reply$|report$|promoted)"
);
pattern!(
    OTHERS,
    r"^(?:related(?: (?:articles?|posts?|stor(?:y|ies)|news|content|topics|links?))?:?$|"
    r"more (?:from|on|in|stories|news|like this|about|for you)\b|most (?:read|popular|viewed|recent)|"
    r"recommended(?: for you| stories| reading)?:?$|related stories from|next:|similar (?:posts|articles|stories)|you (?:may|might) (?:also )?(?:like|enjoy|be interested)|"
    r"you(?:'ll| will) (?:also )?like|share this\b|trending(?: now)?$|popular(?: posts| now)?$|"
    r"latest (?:news|stories|posts|articles)|recent (?:posts|comments|articles)|"
    r"editors'? (?:picks|recommendations)|today's best|sign up for|subscribe (?:to|now)|"
    r"newsletter|read next|up next|what to read next|see also|top stories|don't miss|read more\b|"
    r"continue reading|featured)"
);
pattern!(
    NOISE,
    r"^(?:advertis(?:ement|ing)\b.*|ad|related\b.*|recommended\b.*|"
    r"(?:image|photo|picture|video|illustration)s?(?: credit)?s?(?: by)?\b.{0,80}|"
    r"(?:credit|source|via|watch|listen|read|see|see also|read also|also read|more|editor's note)\b ?[:-].*|image|author:?|publisher|contents|table of contents|highlights|"
    r"getty.*|\(.{3,60}(?:getty|ap|reuters|afp|/|times|photo).{0,60}\)|share|tweet|print|email|comments?|"
    r"loading.*|\W*|.*pic\.twitter\.com.*|watch(?: this| now)?|\d+:\d\d(?: / \d+:\d\d)?|\d+ of \d+|"
    r"(?:story|article) continues.*|(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z.]* \d{1,2},? \d{4}.{0,20}|\d+ (?:seconds?|minutes?|hours?|days?|weeks?|months?|years?) ago|scroll to continue.*|skip advert.*|.*getty images.*|.{0,70}(?:shutterstock|depositphotos|istock(?:photo)?|unsplash|pexels|zuma press|imago images|usa today sports|associated press|ap photo|epa-efe)[^a-z]{0,3})$"
);
pattern!(
    LEGAL,
    r"cookie|privacy policy|terms of (?:use|service)|all rights reserved|©|subscri|newsletter|sign up|"
    r"your email|javascript|affiliate|earn (?:a |an )?commission|commission (?:on|from|if|when)|gdpr|(?:your|you) consent|advertis|log in|ad blocker|"
    r"may be (?:published|reproduced|compensated)|may earn|edited for (?:length|clarity)|"
    r"not (?:necessarily )?(?:represent|reflect) the|opinions expressed|contributed to this (?:report|story|article)|"
    r"\bis (?:an? |the |our )(?:[\w&'-]+ ){0,4}?(?:writer|reporter|editor|correspondent|journalist|contributor|columnist)\b|"
    r"\b(?:follow|find|reach|contact|email) (?:us|him|her|them|me|the author) (?:on|at|via|by)\b|"
    r"^(?:have|got) an? (?:\w+ )?(?:tip|story|question)|^(?:reporting|editing|additional reporting)\b.{0,20}\bby\b"
);
pattern!(
    CREDIT,
    r"image credit|photo(?:graph)? ?(?:by|:|credit)|getty|/(?:ap|afp|reuters)\b|\(ap\b|credit:|courtesy of|"
    r"pic\.twitter|illustration by|\[\+\]|- .* \(@\w+\)"
);
pattern!(
    BYLINE,
    r"^(?:by|from|written by|published|updated|posted|last updated)\b|\b\d{4}\b.*\b\d{1,2}:\d\d|\bago$|min read"
);
pattern!(
    ITEM,
    r"^(?:\d{1,3}[.):]\s|[•*·-]\s?\w|\d{4}:|[\w' ]{2,30}:\s\S|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}\b|(?:step|day) \d|[qa]: )"
);
pattern!(
    TEASERS,
    r"^(?:related|recommended|read (?:more|also|next)|see also|more (?:from|on|for)|"
    r"editors'? (?:picks|recommendations)|trending|most (?:read|popular)|top stor|latest|popular|watch|"
    r"advertisement|don't miss|you may)"
);

impl Line {
    fn of(text: &str, words: &HashedWords, paragraph: &RawParagraph) -> Self {
        let line = paragraph.span.of(text);
        let spans = &words.spans()[paragraph.words.clone()];
        let n_words = n_words(line, spans.len());
        let lower = &*folded(line).to_lowercase();
        let n_upper = spans.iter().filter(|s| is_upper(s.of(text))).count();
        let shape = Shape { line, lower, n_words, n_upper };
        let is_byline = n_words <= 25 && BYLINE.is_match(lower);
        let sort = shape.sort(is_byline);
        let is_credit = (n_words <= 40 && CREDIT.is_match(lower))
            || (is_byline && !matches!(sort, Sort::Prose(_) | Sort::Legal));
        Self {
            sort,
            n_words,
            is_lead: n_words >= 5 && !shape.is_capitalised() && is_closed(line) && !is_credit,
            is_credit,
            opens_teasers: n_words <= SHORT && TEASERS.is_match(lower),
            has_digit: line.contains(char::is_numeric),
            is_repeated: false,
        }
    }

    fn score(&self) -> i64 {
        let score = match self.sort {
            Sort::Prose(n) => i64::try_from(n.min(80)).expect("at most 80"),
            Sort::Legal => 0,
            Sort::Closed => -12,
            Sort::End => -100,
            Sort::Others => -90,
            Sort::Noise => -8,
            Sort::Item => 4,
            Sort::Other => -24,
        };
        if self.is_credit || self.is_repeated { score.min(-8) } else { score }
    }

    fn ends_teasers(&self) -> bool {
        matches!(self.sort, Sort::Prose(_)) || self.n_words > 25
    }

    fn is_prose(&self) -> bool {
        matches!(self.sort, Sort::Prose(_))
    }
}

/// A line as its sort is told.
struct Shape<'a> {
    line: &'a str,
    /// The line folded and in lower case.
    lower: &'a str,
    n_words: usize,
    /// Words with a capital or a digit in front.
    n_upper: usize,
}

impl Shape<'_> {
    fn sort(&self, is_byline: bool) -> Sort {
        let (line, n) = (self.lower, self.n_words);
        if n <= 12 && END.is_match(line) {
            return Sort::End;
        }
        if n <= 12 && OTHERS.is_match(line) {
            return Sort::Others;
        }
        let is_legal = n < 60 && LEGAL.is_match(line);
        if self.is_prose() {
            return if is_legal { Sort::Legal } else { Sort::Prose(n) };
        }
        let is_noise = n <= 30 && NOISE.is_match(line);
        if is_noise {
            Sort::Noise
        } else if n >= 3 && !is_byline && !is_legal && ITEM.is_match(line) {
            Sort::Item
        } else if n >= 2 && is_closed(self.line) {
            Sort::Closed
        } else {
            Sort::Other
        }
    }

    fn is_prose(&self) -> bool {
        !self.is_capitalised() && (self.n_words >= 22 || (self.n_words >= 6 && has_sentence_end(self.line)))
    }

    /// Whether most words begin with capitals, as in titles and menus.
    fn is_capitalised(&self) -> bool {
        self.n_upper * 20 >= self.n_words * 11
    }
}

/// Words; in scripts without spaces, a third of the characters.
fn n_words(line: &str, n_spans: usize) -> usize {
    if line.is_ascii() {
        return n_spans;
    }
    let n_chars = line.chars().count();
    let n_wide = line.chars().filter(|c| *c > '\u{2e80}').count();
    if n_wide * 3 > n_chars { n_spans.max(n_chars / 3) } else { n_spans }
}

fn is_upper(word: &str) -> bool {
    word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric())
}

const ENDS: [char; 7] = ['.', '!', '?', '\u{2026}', '。', '！', '？'];
const CLOSERS: [char; 7] = ['"', '\'', '\u{201d}', '\u{2019}', '\u{bb}', ')', ']'];

/// Whether a sentence ends somewhere.
fn has_sentence_end(line: &str) -> bool {
    line.match_indices(ENDS).any(|(at, end)| {
        let next = line[at + end.len()..].chars().next();
        next.is_none_or(|c| c.is_whitespace() || CLOSERS.contains(&c))
    })
}

fn is_closed(line: &str) -> bool {
    let open = line.trim_end_matches(CLOSERS);
    open.ends_with(ENDS) || open.ends_with(':')
}

/// Lines that may stand between two parts of a story: the teasers of a few other stories.
const GAP_LINES: usize = 6;

/// The parts of the story: the first maximal run of lines whose sum reaches half of the largest, and the
/// runs that follow it closely, reach a sixth of the largest, and stand before the end.
fn story(lines: &[Line]) -> Vec<Range<usize>> {
    let runs = maximal_runs(lines.iter().map(Line::score));
    let largest = runs.iter().map(Run::sum).max().unwrap_or(0);
    let mut parts: Vec<Range<usize>> = Vec::new();
    for run in runs {
        let Some(last) = parts.last() else {
            if run.sum() * 2 >= largest {
                parts.push(run.lines);
            }
            continue;
        };
        let gap = &lines[last.end..run.lines.start];
        if gap.len() > GAP_LINES || gap.iter().any(|line| line.sort == Sort::End) {
            break;
        }
        if run.sum() * 6 >= largest {
            parts.push(run.lines);
        }
    }
    parts
}

/// Lines with the sums of all scores before and up to their end.
struct Run {
    before: i64,
    until: i64,
    lines: Range<usize>,
}

impl Run {
    fn sum(&self) -> i64 {
        self.until - self.before
    }
}

/// All maximal scoring runs (Ruzzo and Tompa 1999), from first to last.
fn maximal_runs(scores: impl Iterator<Item = i64>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut total = 0;
    for (at, score) in scores.enumerate() {
        total += score;
        if score <= 0 {
            continue;
        }
        let mut run = Run { before: total - score, until: total, lines: at..at + 1 };
        while let Some(n) = runs.iter().rposition(|earlier| earlier.before < run.before) {
            if runs[n].until >= run.until {
                break;
            }
            run = Run { before: runs[n].before, lines: runs[n].lines.start..run.lines.end, ..run };
            runs.truncate(n);
        }
        runs.push(run);
    }
    runs
}

/// Lines before the first paragraph in which its summary may stand.
const LEAD_LINES: usize = 3;
/// Lines of what is hardly a menu.
const SHORT_MENU: usize = 8;
/// Lines in which the first paragraphs and the teasers behind them may stand.
const HEAD_LINES: usize = 12;

/// The story with the first paragraphs that teasers part from it, if hardly a menu stands before them.
fn with_head(lines: &[Line], story: Range<usize>) -> Range<usize> {
    let first = lines[..story.start].iter().position(Line::is_prose);
    let head = first.filter(|first| *first < SHORT_MENU && story.start - first <= HEAD_LINES);
    head.unwrap_or(story.start)..story.end
}

/// The story with the short summary above it.
fn with_lead(lines: &[Line], story: Range<usize>) -> Range<usize> {
    let above = (story.start.saturating_sub(LEAD_LINES)..story.start).rev();
    let lead = above
        .take_while(|at| !matches!(lines[*at].sort, Sort::End | Sort::Others))
        .filter(|at| lines[*at].is_lead && !matches!(lines[*at].sort, Sort::Noise | Sort::Legal));
    lead.last().unwrap_or(story.start)..story.end
}

/// The story with the list that follows it: sentences and items of which three in ten are items.
fn with_list(lines: &[Line], story: Range<usize>) -> Range<usize> {
    let goes_on = |line: &&Line| {
        let is_of_list = matches!(line.sort, Sort::Prose(_) | Sort::Item | Sort::Closed | Sort::Other);
        is_of_list && !line.is_credit
    };
    let behind = &lines[story.end..];
    let list = &behind[..behind.iter().take_while(goes_on).count()];
    let n_items = list.iter().filter(|line| line.sort == Sort::Item).count();
    let last = list.iter().rposition(|line| line.sort != Sort::Other);
    match last {
        Some(last) if n_items * 10 >= list.len() * 3 => story.start..story.end + last + 1,
        _ => story,
    }
}

/// Words of a sentence between paragraphs that speaks of subscribers or cookies and is story all the same.
const LONG: usize = 15;

/// Whether a line within the story is none of it.
fn is_left_out(lines: &[Line], at: usize) -> bool {
    let line = &lines[at];
    let is_between = at > 0 && lines[at - 1].is_prose() && lines.get(at + 1).is_some_and(Line::is_prose);
    let is_story = is_between && line.n_words >= LONG;
    match line.sort {
        Sort::End | Sort::Others | Sort::Noise => true,
        Sort::Legal if !is_story => true,
        _ => line.is_credit || line.is_repeated,
    }
}

/// Lines side by side that are none of the story: fewer are its headings.
const MENU_LINES: usize = 3;

/// Whether a line stands among others like it, as those of menus do.
fn is_in_menu(lines: &[Line], at: usize) -> bool {
    let is_none = |line: &&Line| matches!(line.sort, Sort::Other | Sort::Noise | Sort::End | Sort::Others);
    let (before, behind) = lines.split_at(at);
    let run = before.iter().rev().take_while(is_none).chain(behind.iter().take_while(is_none));
    lines[at].sort == Sort::Other && run.filter(|line| line.sort == Sort::Other).count() >= MENU_LINES
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::block::raw_paragraphs;

    const PAGE: &str = "Skip to content\nHome\nCoast\nHarbours\nSport\nSearch\n\
        Pilots of Zuwara Ask for Lamps\nBy Mina Doukas\nMarch 3, 2020 10:15\n\
        The harbour has been shut for three days.\n\
        The pilots of Zuwara said on Tuesday that they would not go out before the lamps are mended.\n\
        Advertisement\n\
        Two boats came in with the fog behind them, and the council met the same evening to hear their crews.\n\
        What they want\n\
        A bell, three lamps and a boat with a deeper keel, the oldest of the pilots told the council.\n\
        Photo: Gazette archive\n\
        The council will answer on Friday, its clerk said, and it has asked the capital for money.\n\
        Tags: harbour, pilots\n\
        4 comments\n\
        I have been saying this for years and nobody in the council ever listened to me, not once.\n\
        Reply\nMost read\nA Bridge for Sabha\nThe Price of Bread\nAbout us\nTerms of use";

    fn kept(text: &str) -> Option<Vec<&str>> {
        let words = HashedWords::of(text);
        let raw = raw_paragraphs(text, &words);
        let around = around_story(text, &words, &raw)?;
        Some(raw.iter().zip(around).filter(|(_, around)| !around).map(|(p, _)| p.span.of(text)).collect())
    }

    #[test]
    fn the_story_is_what_stands_between_menu_and_comments() {
        let kept = kept(PAGE).expect("a page");
        assert_eq!(kept.len(), 6, "{kept:#?}");
        assert!(kept[0].starts_with("The harbour has been shut") && kept[5].starts_with("The council will"));
        assert!(kept.contains(&"What they want"));
    }

    #[test]
    fn an_article_is_no_page() {
        let text = PAGE.lines().filter(|line| line.len() > 60).collect::<Vec<_>>().join("\n");
        assert_eq!(kept(&text), None);
        assert_eq!(kept("Home\nNews\nSport\nSearch\nAbout\nTerms\nMenu\nTop"), None, "nothing is prose");
    }

    #[test]
    fn maximal_runs_are_those_of_the_paper() {
        let scores = [4, -5, 3, -3, 1, 2, -2, 2, -2, 1, 5];
        let runs: Vec<Range<usize>> = maximal_runs(scores.into_iter()).into_iter().map(|r| r.lines).collect();
        assert_eq!(runs, [0..1, 2..3, 4..11]);
    }

    proptest! {
        #[test]
        fn the_best_run_has_the_largest_sum(scores in prop::collection::vec(-9..9_i64, 1..40)) {
            let runs = maximal_runs(scores.iter().copied());
            prop_assert!(runs.is_sorted_by(|a, b| a.lines.end <= b.lines.start));
            prop_assert!(runs.iter().all(|r| r.sum() == scores[r.lines.clone()].iter().sum::<i64>()));
            let sums = (0..scores.len()).flat_map(|a| (a + 1..=scores.len()).map(move |b| a..b));
            let largest = sums.map(|range| scores[range].iter().sum::<i64>()).max().unwrap_or(0);
            prop_assert_eq!(runs.iter().map(Run::sum).max().unwrap_or(0), largest.max(0));
        }
    }
}

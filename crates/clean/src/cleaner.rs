use std::{collections::BTreeSet, ops::Range};

use newsloom_corpus::{Article, CleanArticle, Field, Paragraph, Removal, Span};
use newsloom_text::HashedWords;

use crate::{
    CleanOptions, RULES, RepeatedBlocks, Rule,
    block::{Block, RawParagraph, raw_paragraphs},
    cue::{Cues, Found},
    language::identify_language,
    normal::{hash_of_part, hash_of_words},
    page::around_story,
    repeated::outlet_hash,
    translation::translated_from,
};

/// The rules of a recipe, ready to use on many threads.
#[derive(Debug)]
pub struct Cleaner {
    disabled: BTreeSet<String>,
    cues: Cues,
}

impl Cleaner {
    /// Compiles the rules that are not disabled.
    pub fn new(options: &CleanOptions) -> Self {
        Self { disabled: options.disabled_rules.iter().cloned().collect(), cues: Cues::new() }
    }

    /// Finds what in an article, whose text has these words, is its story (pass 2).
    pub fn clean(&self, article: &Article, words: &HashedWords, repeated: &RepeatedBlocks) -> CleanArticle {
        let raw = raw_paragraphs(&article.text, words);
        let cues = self.cues.find(&article.text, words.spans());
        let outlet = outlet_hash(article);
        let view = View { cleaner: self, article, words, outlet, repeated, raw: &raw, cues };
        let verdicts = view.verdicts();
        let translated_from = translated_from(article, &raw);
        let mut paragraphs = Vec::with_capacity(raw.len());
        let mut removals = Vec::new();
        for (paragraph, verdict) in raw.into_iter().zip(verdicts) {
            apply(paragraph, verdict, (&mut paragraphs, &mut removals));
        }
        let n_chars = n_chars(&article.text);
        let n_removed: u64 = removals.iter().map(|r: &Removal| self::n_chars(r.span.of(&article.text))).sum();
        let language = identify_language(article, words, &paragraphs);
        CleanArticle {
            paragraphs,
            removals,
            language,
            translated_from,
            n_chars,
            n_chars_kept: n_chars - n_removed,
        }
    }

    fn is_enabled(&self, rule: &Rule) -> bool {
        !self.disabled.contains(rule.name)
    }
}

fn n_chars(text: &str) -> u64 {
    if text.is_ascii() { text.len() as u64 } else { text.chars().count() as u64 }
}

/// A rule with the number of articles that hold the block.
type Finding = (&'static Rule, u32);

/// What becomes of a paragraph.
enum Verdict {
    Keep,
    Remove(Finding),
    /// A finding for each sentence that goes.
    Split(Vec<Option<Finding>>),
}

struct View<'a> {
    cleaner: &'a Cleaner,
    article: &'a Article,
    words: &'a HashedWords,
    outlet: u64,
    repeated: &'a RepeatedBlocks,
    raw: &'a [RawParagraph],
    /// The cues of the text, in order.
    cues: Vec<Found>,
}

/// A paragraph or a sentence of it.
#[derive(Debug, Clone)]
struct Part {
    /// Number of the paragraph.
    at: usize,
    span: Span,
    words: Range<usize>,
}

impl View<'_> {
    fn verdicts(&self) -> Vec<Verdict> {
        let mut seen = BTreeSet::new();
        let mut verdicts: Vec<Verdict> = (0..self.raw.len()).map(|at| self.verdict(at, &mut seen)).collect();
        self.leave_page(&mut verdicts);
        self.drop_captions(&mut verdicts);
        self.drop_teasers(&mut verdicts);
        verdicts
    }

    /// Removes the captions above photo credits. Where many credits follow short lines, those lines are
    /// the headings of sections that begin with a picture.
    fn drop_captions(&self, verdicts: &mut [Verdict]) {
        let is_kept_before_credit =
            |at: &usize| matches!(verdicts[*at], Verdict::Keep) && is_credit(verdicts.get(at + 1));
        let captions = (0..verdicts.len()).filter(is_kept_before_credit);
        let captions: Vec<(usize, Finding)> =
            captions.filter_map(|at| Some((at, self.caption(at)?))).collect();
        if captions.len() <= MAX_CAPTIONS {
            for (at, finding) in captions {
                verdicts[at] = Verdict::Remove(finding);
            }
        }
    }

    /// Removes the titles of other stories behind a bare `Related article` or `Read more`.
    fn drop_teasers(&self, verdicts: &mut [Verdict]) {
        let mut n_left = 0;
        for (at, verdict) in verdicts.iter_mut().enumerate() {
            if self.is_opener(at, verdict) {
                n_left = MAX_TEASERS;
            } else if let Some(finding) = (n_left > 0).then(|| self.teaser(at)).flatten() {
                n_left -= 1;
                if matches!(verdict, Verdict::Keep) {
                    *verdict = Verdict::Remove(finding);
                }
            } else {
                n_left = 0;
            }
        }
    }

    /// Whether a paragraph is nothing but the word above links to other stories.
    fn is_opener(&self, at: usize, verdict: &Verdict) -> bool {
        let is_link = matches!(verdict, Verdict::Remove((rule, _)) if rule.name == "read-also");
        is_link && self.raw[at].words.len() <= MAX_OPENER_WORDS
    }

    fn teaser(&self, at: usize) -> Option<Finding> {
        let rule = rule("teaser");
        let mut block = self.block(&self.paragraph(at));
        block.is_behind_opener = true;
        let finds = rule.finds.is_some_and(|f| f(&block));
        (finds && self.cleaner.is_enabled(rule)).then_some((rule, 1))
    }

    /// Removes what stands around the story, if the text is that of a whole page.
    fn leave_page(&self, verdicts: &mut [Verdict]) {
        let rule = rule("around-story");
        if !self.cleaner.is_enabled(rule) {
            return;
        }
        let Some(around) = around_story(&self.article.text, self.words, self.raw) else { return };
        for (verdict, _) in verdicts.iter_mut().zip(around).filter(|(_, is_around)| *is_around) {
            if !matches!(verdict, Verdict::Remove(_)) {
                *verdict = Verdict::Remove((rule, 1));
            }
        }
    }

    fn text(&self, span: Span) -> &str {
        span.of(&self.article.text)
    }

    fn paragraph(&self, at: usize) -> Part {
        Part { at, span: self.raw[at].span, words: self.raw[at].words.clone() }
    }

    fn block(&self, part: &Part) -> Block<'_> {
        Block::new(self.text(part.span), part.words.len(), (part.at, self.raw.len()))
    }

    fn verdict(&self, at: usize, seen: &mut BTreeSet<u64>) -> Verdict {
        let paragraph = self.paragraph(at);
        let hash = self.hash(&paragraph);
        if let Some(finding) = self.repeated(hash).or_else(|| self.echo(at, hash, seen)) {
            return Verdict::Remove(finding);
        }
        if let Some(finding) = self.by_rules(&paragraph) {
            return Verdict::Remove(finding);
        }
        let sentences = &self.raw[at].sentences;
        if sentences.len() < 2 {
            return Verdict::Keep;
        }
        let mut rest = paragraph.words.clone();
        let finding = |span: &Span| {
            let words = self.words.within_of(rest.clone(), *span);
            rest.start = words.end;
            let part = Part { at, span: *span, words };
            self.repeated(self.hash(&part)).or_else(|| self.by_rules(&part))
        };
        let findings: Vec<Option<Finding>> = sentences.iter().map(finding).collect();
        if findings.iter().all(Option::is_none) { Verdict::Keep } else { Verdict::Split(findings) }
    }

    fn hash(&self, part: &Part) -> u64 {
        hash_of_part(self.words, part.words.clone())
    }

    /// A block that the outlet repeats; a paragraph without a word is none.
    fn repeated(&self, hash: u64) -> Option<Finding> {
        let n = self.repeated.n_articles(self.outlet, hash)?;
        let rule = rule("repeated-by-outlet");
        self.cleaner.is_enabled(rule).then_some((rule, n))
    }

    /// A paragraph that stands before in the article, or the title at the head of the text.
    fn echo(&self, at: usize, hash: u64, seen: &mut BTreeSet<u64>) -> Option<Finding> {
        let is_title = at == 0 && !self.article.title.trim().is_empty();
        let n_words = self.raw[at].words.len();
        let rule = if is_title && hash == hash_of_words(&self.article.title) {
            rule("repeated-title")
        } else if n_words >= MIN_ECHO_WORDS && !seen.insert(hash) {
            rule("repeated-in-article")
        } else {
            return None;
        };
        // A text that is nothing but its title keeps it.
        (self.raw.len() > 1 && self.cleaner.is_enabled(rule)).then_some((rule, 1))
    }

    /// The rules that are called by the cues in a part of the text, a bit each.
    fn cued(&self, span: Span) -> u32 {
        let first = self.cues.partition_point(|cue| cue.span.start() < span.start());
        let cues = self.cues[first..].iter().take_while(|cue| cue.span.start() < span.end());
        let within = cues.filter(|cue| span.contains(cue.span));
        within.fold(0, |cued, cue| cued | 1 << cue.rule)
    }

    /// What the rules find in a paragraph or in one of its sentences.
    fn by_rules(&self, part: &Part) -> Option<Finding> {
        let is_paragraph = part.span == self.raw[part.at].span;
        let cued = self.cued(part.span);
        let is_head = part.at < 3 && is_paragraph;
        if cued == 0 && !is_head {
            return None;
        }
        let mut block = self.block(part);
        block.is_paragraph = is_paragraph;
        let looks = |(i, rule): &(usize, &Rule)| rule.cues.is_empty() || cued & (1 << i) != 0;
        let finds = |rule: &Rule| self.cleaner.is_enabled(rule) && rule.finds.is_some_and(|f| f(&block));
        RULES.iter().enumerate().filter(looks).map(|(_, rule)| rule).find(|r| finds(r)).map(|rule| (rule, 1))
    }

    fn caption(&self, at: usize) -> Option<Finding> {
        let rule = rule("caption");
        let mut block = self.block(&self.paragraph(at));
        block.is_before_credit = true;
        let finds = rule.finds.is_some_and(|f| f(&block));
        (finds && self.cleaner.is_enabled(rule)).then_some((rule, 1))
    }
}

/// Words of a line that opens links to other stories.
const MAX_OPENER_WORDS: usize = 3;
/// Links to other stories in a row, so that a text without full stops is not lost.
const MAX_TEASERS: usize = 3;
/// Pictures with captions that an article has at most.
const MAX_CAPTIONS: usize = 3;

/// Shorter paragraphs ("No.") can be said twice.
const MIN_ECHO_WORDS: usize = 5;

fn rule(name: &str) -> &'static Rule {
    RULES.iter().find(|rule| rule.name == name).expect("a rule of the list")
}

fn is_credit(verdict: Option<&Verdict>) -> bool {
    matches!(verdict, Some(Verdict::Remove((rule, _))) if rule.name == "photo-credit")
}

fn apply(raw: RawParagraph, verdict: Verdict, (kept, removals): (&mut Vec<Paragraph>, &mut Vec<Removal>)) {
    match verdict {
        Verdict::Keep => kept.push(paragraph(raw.sentences, raw.is_heading)),
        Verdict::Remove(finding) => removals.push(removal(raw.span, finding)),
        Verdict::Split(findings) => {
            let sentences: Vec<(&Span, &Option<Finding>)> = raw.sentences.iter().zip(&findings).collect();
            for run in sentences.chunk_by(|a, b| a.1.is_none() && b.1.is_none()) {
                match run[0] {
                    (span, Some(finding)) => removals.push(removal(*span, *finding)),
                    _ => kept.push(paragraph(run.iter().map(|(s, _)| **s).collect(), false)),
                }
            }
        }
    }
}

fn paragraph(sentences: Vec<Span>, is_heading: bool) -> Paragraph {
    let (first, last) = (sentences[0], sentences[sentences.len() - 1]);
    Paragraph { span: Span::new(first.start(), last.end()), is_heading, sentences }
}

fn removal(span: Span, (rule, n_articles_with_it): Finding) -> Removal {
    Removal { field: Field::Text, span, rule: rule.name, kind: rule.kind, n_articles_with_it }
}

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use newsloom_corpus::{Article, CleanArticle, Field, Paragraph, Removal, Span};
use newsloom_text::HashedWords;

use crate::{
    CleanOptions, RULES, RepeatedBlocks, Rule,
    block::{Block, RawParagraph, raw_paragraphs},
    language::identify,
    normal::{hash_of_part, hash_of_words},
    page::around_story,
    repeated::outlet_hash,
    translation::translated_from,
};

/// The rules of a recipe, ready to use on many threads.
#[derive(Debug)]
pub struct Cleaner {
    disabled: BTreeSet<String>,
    cues: AhoCorasick,
    /// Index in [`RULES`] of the rule of each cue.
    rule_of_cue: Vec<usize>,
}

impl Cleaner {
    /// Compiles the rules that are not disabled.
    pub fn new(options: &CleanOptions) -> Self {
        let cues = RULES.iter().enumerate().flat_map(|(i, rule)| rule.cues.iter().map(move |cue| (*cue, i)));
        let (cues, rule_of_cue): (Vec<&str>, Vec<usize>) = cues.unzip();
        let cues = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::DFA))
            // The cues begin with nearly every letter: looking for their rarest bytes first costs more.
            .prefilter(false)
            .build(cues)
            .expect("few short cues");
        Self { disabled: options.disabled_rules.iter().cloned().collect(), cues, rule_of_cue }
    }

    /// Finds what in an article, whose text has these words, is its story (pass 2).
    pub fn clean(&self, article: &Article, words: &HashedWords, repeated: &RepeatedBlocks) -> CleanArticle {
        let raw = raw_paragraphs(&article.text);
        let view = View { cleaner: self, article, words, outlet: outlet_hash(article), repeated, raw: &raw };
        let verdicts = view.verdicts();
        let mut paragraphs = Vec::new();
        let mut removals = Vec::new();
        for (paragraph, verdict) in raw.iter().zip(verdicts) {
            apply(paragraph, verdict, (&mut paragraphs, &mut removals));
        }
        let n_chars = n_chars(&article.text);
        let n_removed: u64 = removals.iter().map(|r: &Removal| self::n_chars(r.span.of(&article.text))).sum();
        let language = identify(article, words, &paragraphs);
        let translated_from = translated_from(article, &raw);
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
        is_link && self.words.within(self.raw[at].span).len() <= MAX_OPENER_WORDS
    }

    fn teaser(&self, at: usize) -> Option<Finding> {
        let rule = rule("teaser");
        let mut block = self.block(self.raw[at].span, at);
        block.is_behind_opener = true;
        let finds = rule.finds.is_some_and(|f| f(&block));
        (finds && self.cleaner.is_enabled(rule)).then_some((rule, 1))
    }

    /// Removes what stands around the story, if the text is that of a whole page.
    fn leave_page(&self, verdicts: &mut [Verdict]) {
        let rule = rule("around-story");
        let around = around_story(&self.article.text, self.words, self.raw);
        let Some(around) = around.filter(|_| self.cleaner.is_enabled(rule)) else { return };
        for (verdict, _) in verdicts.iter_mut().zip(around).filter(|(_, is_around)| *is_around) {
            if !matches!(verdict, Verdict::Remove(_)) {
                *verdict = Verdict::Remove((rule, 1));
            }
        }
    }

    fn text(&self, span: Span) -> &str {
        span.of(&self.article.text)
    }

    fn block(&self, span: Span, paragraph: usize) -> Block<'_> {
        Block::new(self.text(span), self.words.within(span).len(), (paragraph, self.raw.len()))
    }

    fn verdict(&self, at: usize, seen: &mut BTreeSet<u64>) -> Verdict {
        let paragraph = &self.raw[at];
        let hash = self.hash(paragraph.span);
        if let Some(finding) = self.repeated(hash).or_else(|| self.echo(at, hash, seen)) {
            return Verdict::Remove(finding);
        }
        let cues = self.cues(paragraph.span);
        if let Some(finding) = self.by_rules(at, paragraph.span, &cues) {
            return Verdict::Remove(finding);
        }
        if paragraph.sentences.len() < 2 {
            return Verdict::Keep;
        }
        let sentence = |s: &Span| self.repeated(self.hash(*s)).or_else(|| self.by_rules(at, *s, &cues));
        let findings: Vec<Option<Finding>> = paragraph.sentences.iter().map(sentence).collect();
        if findings.iter().all(Option::is_none) { Verdict::Keep } else { Verdict::Split(findings) }
    }

    fn hash(&self, span: Span) -> u64 {
        hash_of_part(self.words, span)
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
        let n_words = self.words.within(self.raw[at].span).len();
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

    /// The cues in a paragraph, each with the rule that it calls.
    fn cues(&self, paragraph: Span) -> Vec<(Span, usize)> {
        let found = self.cleaner.cues.find_overlapping_iter(self.text(paragraph));
        let place = |m: aho_corasick::Match| Span::new(m.start(), m.end()).shifted(paragraph.start());
        found.map(|m| (place(m), self.cleaner.rule_of_cue[m.pattern().as_usize()])).collect()
    }

    /// What the rules find in a paragraph or in one of its sentences.
    fn by_rules(&self, at: usize, span: Span, cues: &[(Span, usize)]) -> Option<Finding> {
        let is_paragraph = span == self.raw[at].span;
        let within = cues.iter().filter(|(cue, _)| span.contains(*cue));
        let cued = within.fold(0_u32, |cued, (_, rule)| cued | 1 << rule);
        let is_head = at < 3 && is_paragraph;
        if cued == 0 && !is_head {
            return None;
        }
        let mut block = self.block(span, at);
        block.is_paragraph = is_paragraph;
        let looks = |(i, rule): &(usize, &Rule)| rule.cues.is_empty() || cued & (1 << i) != 0;
        let finds = |rule: &Rule| self.cleaner.is_enabled(rule) && rule.finds.is_some_and(|f| f(&block));
        RULES.iter().enumerate().filter(looks).map(|(_, rule)| rule).find(|r| finds(r)).map(|rule| (rule, 1))
    }

    fn caption(&self, at: usize) -> Option<Finding> {
        let rule = rule("caption");
        let mut block = self.block(self.raw[at].span, at);
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

fn apply(raw: &RawParagraph, verdict: Verdict, (kept, removals): (&mut Vec<Paragraph>, &mut Vec<Removal>)) {
    match verdict {
        Verdict::Keep => kept.push(paragraph(&raw.sentences, raw.is_heading)),
        Verdict::Remove(finding) => removals.push(removal(raw.span, finding)),
        Verdict::Split(findings) => {
            let sentences: Vec<(&Span, &Option<Finding>)> = raw.sentences.iter().zip(&findings).collect();
            for run in sentences.chunk_by(|a, b| a.1.is_none() && b.1.is_none()) {
                match run[0] {
                    (span, Some(finding)) => removals.push(removal(*span, *finding)),
                    _ => kept.push(paragraph(&run.iter().map(|(s, _)| **s).collect::<Vec<_>>(), false)),
                }
            }
        }
    }
}

fn paragraph(sentences: &[Span], is_heading: bool) -> Paragraph {
    let (first, last) = (sentences[0], sentences[sentences.len() - 1]);
    Paragraph { span: Span::new(first.start(), last.end()), is_heading, sentences: sentences.to_vec() }
}

fn removal(span: Span, (rule, n_articles_with_it): Finding) -> Removal {
    Removal { field: Field::Text, span, rule: rule.name, kind: rule.kind, n_articles_with_it }
}

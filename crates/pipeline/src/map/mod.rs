//! The map: what becomes of articles, one by one, whoever drives it.
//!
//! A [`Mapper`] is made from a [`MapPlan`], which is plain data, and knows neither files nor threads nor
//! the clock. What it makes of an article depends on the article, the plan and on which of the article's
//! blocks its outlet repeats; counts of the whole corpus are joined later, so that what was made of an
//! article holds as long as these do.

mod batch;
pub(crate) mod coded;
mod mended;
mod plan;
pub(crate) mod story;

use jiff::civil::Date;
use newsloom_clean::{Cleaner, DateFromText, RepeatedBlocks, Signature, date_from_text, repeated_key};
use newsloom_corpus::{Actors, Article, CleanArticle, DatePrecision, DateSource, Mention, Published};
use newsloom_extract::Extractor;
use newsloom_text::HashedWords;

use crate::Plan;
pub use batch::BatchMap;
pub(crate) use mended::View;
pub(crate) use plan::{DEMONYMS, METONYMY, SPORT, TEXT_DATES, TextDates};
pub use plan::{DictionaryTexts, MapPlan};
use story::{Found, Story};

/// Turns articles into stories, on any number of threads.
#[derive(Debug)]
pub(crate) struct Mapper {
    cleaner: Cleaner,
    extractor: Extractor,
    languages: Vec<String>,
    text_dates: TextDates,
    as_of: Date,
}

/// What looks at an article with its clean text and mentions, on any thread.
pub(crate) type See<'a, T> = &'a (dyn Fn(&Article, &CleanArticle, &[Mention]) -> T + Sync);

impl Mapper {
    /// Compiles what a plan says of the map; the same as from its [`MapPlan`].
    pub(crate) fn of(plan: &Plan) -> Self {
        Self {
            cleaner: Cleaner::new(&plan.clean),
            extractor: Extractor::new(&plan.dictionary, plan.extract),
            languages: plan.languages.clone(),
            text_dates: plan.text_dates,
            as_of: plan.text_dates_until(),
        }
    }

    /// The actors that can be found.
    fn actors(&self) -> &Actors {
        self.extractor.actors()
    }

    /// What is left of an article, with the sketch of its text.
    pub(crate) fn story(&self, article: Article, repeated: &RepeatedBlocks) -> (Story, Signature) {
        self.story_seen(article, repeated, &|_, _, _| ()).0
    }

    /// The same with somebody who looks at every article that is not set aside.
    pub(crate) fn story_seen<T>(
        &self,
        article: Article,
        repeated: &RepeatedBlocks,
        see: See<'_, T>,
    ) -> ((Story, Signature), Option<T>) {
        let from_text = self.date_from_text(&article);
        let article = match &from_text {
            Some(found) if self.text_dates == TextDates::Use => dated(article, found),
            _ => article,
        };
        let view = View::of(&article);
        let words = HashedWords::of(&view.article.text);
        let mut clean = self.cleaner.clean(&view.article, &words, repeated);
        let is_foreign = is_foreign(&self.languages, &clean.language.code, clean.language.confidence);
        let signature = Signature::of(&view.article, &words, &clean);
        let mut mentions =
            if is_foreign { Vec::new() } else { self.extractor.extract(&view.article, &words, &clean) };
        let keys = clean.removals.iter().map(|r| repeated_key(&view.article, &words, r.span)).collect();
        view.restore(&article, &mut clean, &mut mentions);
        drop(view);
        let seen = (!is_foreign).then(|| see(&article, &clean, &mentions));
        let found = Found { keys, mentions, is_set_aside: is_foreign, from_text };
        ((Story::new(article, clean, found), signature), seen)
    }

    /// The day that the text leaves, if nothing else dates the article or if it is far from what does.
    fn date_from_text(&self, article: &Article) -> Option<DateFromText> {
        if self.text_dates == TextDates::Off {
            return None;
        }
        let found = date_from_text(&article.text, self.as_of)?;
        let published = &article.published;
        let apart = published.date.and_then(|date| date.until(found.date).ok());
        let is_wanted = match apart {
            Some(apart) => apart.get_days().abs() > 1,
            None => published.precision == DatePrecision::None,
        };
        is_wanted.then_some(found)
    }
}

/// The article, dated by its text unless something else dates it.
fn dated(article: Article, found: &DateFromText) -> Article {
    if article.published.date.is_some() {
        return article;
    }
    let published = Published {
        date: Some(found.date),
        precision: DatePrecision::Day,
        source: DateSource::Text,
        as_written: Some(found.evidence.clone()),
        ..Published::default()
    };
    Article { published, ..article }
}

/// Confidence below which a language is not held against an article.
const SURE: f64 = 0.5;

/// Whether an article is clearly in a language that does not count.
fn is_foreign(wanted: &[String], code: &str, confidence: f64) -> bool {
    !wanted.is_empty() && code != "und" && confidence >= SURE && wanted.iter().all(|w| w != code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_sure_language_sets_an_article_aside() {
        let wanted = ["en".to_owned()];
        assert!(is_foreign(&wanted, "ar", 1.0));
        assert!(!is_foreign(&wanted, "nl", 0.2), "too short a text to tell");
        assert!(!is_foreign(&wanted, "und", 0.0));
        assert!(!is_foreign(&wanted, "en", 1.0));
        assert!(!is_foreign(&[], "ar", 1.0), "all languages count");
    }
}

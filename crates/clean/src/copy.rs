//! Whether one text is a copy of another, by their sketches.

use crate::Signature;

/// A copy that an outlet cut short: most of it stands in the other text...
const MIN_CONTAINMENT: f64 = 0.8;
/// ... or, if it is no notice of a few lines, at least so much, for its first paragraph may be new.
const MIN_LONG_CONTAINMENT: f64 = 0.7;
/// Words of a text that is no notice of a few lines.
const LONG: u32 = 70;
/// A quotation is no copy.
const MIN_CONTAINED_RESEMBLANCE: f64 = 0.12;
/// A copy that an outlet rewrote: two thirds of it still stand in the other text, word for word...
const MIN_REWRITTEN_CONTAINMENT: f64 = 0.65;
/// ... more of a long report, for an outlet's reports of one war share their background...
const MIN_REPORT_CONTAINMENT: f64 = 0.8;
const REPORT: u32 = 400;
const MIN_REWRITTEN_RESEMBLANCE: f64 = 0.2;
/// ... and that is more than a form which agencies fill in every day. In 3-grams.
const MIN_REWRITTEN_SHARED: f64 = 100.0;
/// Words of a notice: so short a text can be the form of another day.
const NOTICE: u32 = 120;

/// Two fillings of one form (this hour's prices and last hour's) share their words but less than this
/// share of their numbers: 28 of 29 such pairs of Reuters were no copies...
const MIN_SHARED_NUMBERS: f64 = 0.6;
/// ... less than this where there are many numbers...
const MIN_SHARED_OF_MANY: f64 = 0.7;
const MANY_NUMBERS: usize = 9;
/// ... unless nearly every word of one stands in the other.
const MIN_FORM_CONTAINMENT: f64 = 0.95;
/// Of fewer numbers one may be the day in a dateline: then none must be shared.
const MIN_NUMBERS: usize = 3;
/// On another day a copy has the numbers that it had, and the next filling of a form has others, even if
/// all its words are the same.
const MIN_SHARED_ON_OTHER_DAYS: f64 = 0.8;

/// How a text is like another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Likeness {
    /// Estimated resemblance.
    pub(crate) resemblance: f64,
    /// Whether it is a copy if it was published on another day, too.
    pub(crate) on_other_days: bool,
}

/// How a text is like a longer one; `None` if neither is a copy of the other.
pub(crate) fn likeness(long: &Signature, short: &Signature, threshold: f64) -> Option<Likeness> {
    let resemblance = long.resemblance(short);
    let containment = long.containment(short);
    let n_words = long.n_words.min(short.n_words);
    let is_long = n_words >= LONG;
    let is_contained = resemblance >= MIN_CONTAINED_RESEMBLANCE
        && containment >= if is_long { MIN_LONG_CONTAINMENT } else { MIN_CONTAINMENT };
    let is_report = n_words >= REPORT;
    let is_rewritten = resemblance >= MIN_REWRITTEN_RESEMBLANCE
        && containment >= if is_report { MIN_REPORT_CONTAINMENT } else { MIN_REWRITTEN_CONTAINMENT }
        && long.n_shared(short) >= MIN_REWRITTEN_SHARED;
    if resemblance < threshold && !is_contained && !is_rewritten {
        return None;
    }
    let numbers = long.shared_numbers(short);
    let is_form = have_other_numbers(numbers) && containment < MIN_FORM_CONTAINMENT;
    let on_other_days = n_words >= NOTICE || !is_next_filling(numbers);
    (!is_form).then_some(Likeness { resemblance, on_other_days })
}

/// Whether two texts speak of different numbers, by how many the shorter has and how many they share.
fn have_other_numbers((n, n_shared): (usize, usize)) -> bool {
    let least = if n >= MANY_NUMBERS { MIN_SHARED_OF_MANY } else { MIN_SHARED_NUMBERS };
    if n < MIN_NUMBERS { n > 0 && n_shared == 0 } else { (n_shared as f64) < least * n as f64 }
}

fn is_next_filling((n, n_shared): (usize, usize)) -> bool {
    (n_shared as f64) < MIN_SHARED_ON_OTHER_DAYS * n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_tell_fillings_of_a_form() {
        for (numbers, other, next) in [
            ((0, 0), false, false),
            ((1, 1), false, false),
            ((1, 0), true, true),
            ((2, 1), false, true),
            ((3, 1), true, true),
            ((5, 3), false, true),
            ((5, 4), false, false),
            ((9, 6), true, true),
            ((10, 7), false, true),
            ((10, 8), false, false),
        ] {
            assert_eq!((have_other_numbers(numbers), is_next_filling(numbers)), (other, next), "{numbers:?}");
        }
    }
}

//! What a sample is spread over, and how it is made coarser where there are more strata than items.

use std::{collections::BTreeSet, str::FromStr};

use newsloom_corpus::Week;

/// A property that strata are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stratum {
    /// By what an actor is named; of a pair, both.
    Kind,
    /// Type of the actor; of a pair, both.
    Type,
    /// ISO week.
    Week,
    /// Month of the week's Thursday, which is in the same ISO year.
    Month,
    /// ISO year.
    Year,
    /// Who published it.
    Outlet,
}

/// Every property with its word.
const WORDS: [(&str, Stratum); 6] = [
    ("kind", Stratum::Kind),
    ("type", Stratum::Type),
    ("week", Stratum::Week),
    ("month", Stratum::Month),
    ("year", Stratum::Year),
    ("outlet", Stratum::Outlet),
];

impl FromStr for Stratum {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let found = WORDS.iter().find(|(name, _)| *name == word);
        found.map(|(_, stratum)| *stratum).ok_or_else(|| {
            let words: Vec<&str> = WORDS.iter().map(|(name, _)| *name).collect();
            format!("one of {}", words.join(", "))
        })
    }
}

impl Stratum {
    fn as_str(self) -> &'static str {
        WORDS.iter().find(|(_, stratum)| *stratum == self).map_or("", |(name, _)| name)
    }

    /// The period that a week belongs to; empty if there is no week or this is no period.
    pub(super) fn period(self, week: Option<Week>) -> String {
        let Some(week) = week else { return String::new() };
        match self {
            Self::Week => week.to_string(),
            Self::Month => {
                let thursday = week.start().saturating_add(jiff::Span::new().days(3));
                format!("{}-{:02}", thursday.year(), thursday.month())
            }
            Self::Year => week.iso_year().to_string(),
            Self::Kind | Self::Type | Self::Outlet => String::new(),
        }
    }
}

/// The order in which properties give way, with what takes their place.
const COARSER: [(Stratum, Option<Stratum>); 6] = [
    (Stratum::Week, Some(Stratum::Month)),
    (Stratum::Month, Some(Stratum::Year)),
    (Stratum::Year, None),
    (Stratum::Outlet, None),
    (Stratum::Type, None),
    (Stratum::Kind, None),
];

/// The finest strata that are no more than the items to draw: the properties asked for, made coarser
/// step by step, with a note if they were. `n_strata` tells how many there are for some properties.
pub(super) fn fitting(
    asked: &[Stratum],
    (n_items, what): (usize, &str),
    n_strata: impl Fn(&[Stratum]) -> usize,
) -> (Vec<Stratum>, Option<String>) {
    let mut strata = asked.to_vec();
    let n_asked = n_strata(&strata);
    let mut n = n_asked;
    while n > n_items && n_items > 0 && !strata.is_empty() {
        strata = coarser(&strata);
        n = n_strata(&strata);
    }
    let note = (strata != asked).then(|| {
        format!(
            "{what}: {} would be {n_asked} strata for {n_items} items; spread over {} ({n}) instead",
            words(asked),
            words(&strata)
        )
    });
    (strata, note)
}

fn coarser(strata: &[Stratum]) -> Vec<Stratum> {
    let Some((gives_way, instead)) = COARSER.iter().find(|(stratum, _)| strata.contains(stratum)) else {
        return Vec::new();
    };
    let mut coarse: Vec<Stratum> = Vec::new();
    for stratum in strata {
        let kept = if stratum == gives_way { *instead } else { Some(*stratum) };
        coarse.extend(kept.filter(|kept| !coarse.contains(kept)));
    }
    coarse
}

fn words(strata: &[Stratum]) -> String {
    let words: Vec<&str> = strata.iter().map(|stratum| stratum.as_str()).collect();
    match words.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// How many different labels there are.
pub(super) fn n_different(labels: impl Iterator<Item = String>) -> usize {
    labels.collect::<BTreeSet<String>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two kinds, three types and the weeks of two years.
    fn n_strata(strata: &[Stratum]) -> usize {
        let n = |stratum: &Stratum| match stratum {
            Stratum::Kind | Stratum::Year => 2,
            Stratum::Type => 3,
            Stratum::Month => 24,
            Stratum::Week => 104,
            Stratum::Outlet => 10,
        };
        strata.iter().map(n).product()
    }

    #[test]
    fn strata_become_coarser_until_they_fit() {
        use Stratum::{Kind, Month, Type, Week, Year};
        let asked = [Kind, Type, Week];
        for (n_items, expected) in [
            (624, &[Kind, Type, Week][..]),
            (200, &[Kind, Type, Month]),
            (100, &[Kind, Type, Year]),
            (11, &[Kind, Type]),
            (5, &[Kind]),
            (1, &[]),
            (0, &[Kind, Type, Week]),
        ] {
            let (found, note) = fitting(&asked, (n_items, "mentions"), n_strata);
            assert_eq!(found, expected, "{n_items}");
            assert_eq!(note.is_none(), found == asked);
        }
        let (_, note) = fitting(&asked, (200, "mentions"), n_strata);
        let expected = "mentions: kind, type and week would be 624 strata for 200 items; spread over kind, type and \
                        month (144) instead";
        assert_eq!(note.as_deref(), Some(expected));
    }

    #[test]
    fn a_week_belongs_to_the_month_and_year_of_its_thursday() {
        let week: Week = "2020-W01".parse().unwrap();
        let periods = [Stratum::Week, Stratum::Month, Stratum::Year].map(|period| period.period(Some(week)));
        assert_eq!(periods, ["2020-W01", "2020-01", "2020"], "its Monday is in 2019");
        assert_eq!(Stratum::Month.period(None), "");
    }

    #[test]
    fn words_are_looked_up() {
        assert_eq!("month".parse(), Ok(Stratum::Month));
        assert_eq!("colour".parse::<Stratum>().unwrap_err(), "one of kind, type, week, month, year, outlet");
    }
}

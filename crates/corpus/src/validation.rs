use serde::{Deserialize, Serialize};

/// What a coded sample says of a run: `validation.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Validation {
    /// The run that was sampled.
    pub run_id: String,
    /// Seed of the sample.
    pub seed: u64,
    /// Items of the sample.
    pub n_items: u64,
    /// Items that nobody coded.
    pub n_uncoded: u64,
    /// Share of counted mentions whose actor is right.
    pub precision: Vec<Estimate>,
    /// Share of the actors named that are found and right.
    pub recall: Vec<Estimate>,
    /// Share of joint contexts whose two actors are right.
    pub pairs: Vec<Estimate>,
    /// Missed actors without a type, which are in no recall by type.
    pub n_missed_untyped: u64,
    /// How far two coders agree; empty with one coder.
    pub agreement: Vec<Agreement>,
}

/// A share in a group of items with its 95 % interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// What the items are grouped by: total, type, kind, period, outlet.
    pub by: String,
    /// The group; empty in total.
    pub group: String,
    /// Items judged right or wrong; for recall, actors named.
    pub n: u64,
    /// Items judged right; for recall, actors found.
    pub n_right: u64,
    /// Items judged unsure, which are in no share.
    pub n_unsure: u64,
    /// The share, weighted back to the run; null without items.
    pub share: Option<f64>,
    /// Lower end of its Wilson 95 % interval.
    pub low: Option<f64>,
    /// Upper end of its Wilson 95 % interval.
    pub high: Option<f64>,
}

/// How far two coders agree on a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// The task: mention, sentence, pair.
    pub task: String,
    /// Items that both coded.
    pub n: u64,
    /// Items that both coded alike.
    pub n_alike: u64,
    /// Krippendorff's alpha, nominal; null without variation.
    pub alpha: Option<f64>,
}

/// Groups of one sort that are shown to readers.
const N_SHOWN: usize = 12;

impl Estimate {
    /// The estimates that are shown to readers: of each sort the groups with most items, in order.
    pub fn shown(estimates: &[Self]) -> Vec<&Self> {
        let rank = |one: &Self| {
            let before = |other: &&Self| other.by == one.by && (other.n, &one.group) > (one.n, &other.group);
            estimates.iter().filter(before).count()
        };
        estimates.iter().filter(|one| rank(one) < N_SHOWN).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_groups_are_shown() {
        let one = |n: u64| Estimate {
            by: "outlet".to_owned(),
            group: format!("Gazette {n:02}"),
            n: n / 2,
            n_right: 0,
            n_unsure: 0,
            share: None,
            low: None,
            high: None,
        };
        let all: Vec<Estimate> = (0..20).map(one).collect();
        let shown: Vec<&str> = Estimate::shown(&all).iter().map(|one| one.group.as_str()).collect();
        assert_eq!(shown.len(), N_SHOWN);
        assert_eq!((shown[0], shown[11]), ("Gazette 08", "Gazette 19"));
    }
}

//! Which articles are copies of one story.

use newsloom_clean::{Candidate, cluster};

use super::corpus::Corpus;
use crate::Plan;
use crate::map::story::Cluster;

/// Gives every counted article its cluster.
pub(super) fn assign(corpus: &mut Corpus, plan: &Plan) {
    let counted: Vec<usize> =
        (0..corpus.stories.len()).filter(|i| !corpus.stories[*i].is_set_aside).collect();
    let candidates: Vec<Candidate> = counted
        .iter()
        .map(|i| {
            let story = &corpus.stories[*i];
            Candidate {
                id: story.id,
                date: story.published.date,
                at: story.published.at,
                signature: story.signature.clone(),
                n_chars_kept: story.n_chars_kept,
            }
        })
        .collect();
    for (i, found) in counted.iter().zip(cluster(&candidates, &plan.clean.near_duplicates)) {
        corpus.stories[*i].cluster = Some(Cluster {
            representative: counted[found.representative],
            size: found.size,
            similarity: found.similarity,
        });
    }
}

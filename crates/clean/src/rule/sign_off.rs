use newsloom_corpus::RemovalKind;

use super::{Rule, pattern};
use crate::block::Block;

/// Who wrote and edited an agency's report, in its last lines.
pub(super) const RULE: Rule = Rule {
    name: "sign-off",
    kind: RemovalKind::Credit,
    meaning: "An agency's last line: who reported, wrote and edited",
    cues: &["reporting by", "writing by", "editing by", "edited by", "compiled by", "reuter"],
    finds: Some(finds),
};

pattern!(
    SIGN_OFF,
    r"^[(\[]?(?:additional )?(?:reporting|writing|editing|edited|written|compiled)(?: and (?:reporting|writing|editing))? by (?:[^.]|\b\w\.|\.\w)*[)\].]*$|^-*\s*reuters?\s*-*$"
);

fn finds(block: &Block<'_>) -> bool {
    let is_bracketed = block.text.starts_with(['(', '[']);
    let has_two_jobs = || block.lower().contains(';') || block.lower().matches(" by ").count() > 1;
    let is_agency = block.n_words == 1;
    block.n_words <= 40
        && block.is_near_end()
        && (is_bracketed || is_agency || has_two_jobs())
        && SIGN_OFF.is_match(block.lower())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_of_an_agency_is_found() {
        for line in [
            "(Reporting by Lena Borg; editing by the Valletta desk)",
            "Reporting by A. Said and M. Vella; Writing by R. Cutajar; Editing by Tom Hall",
            "Reuter",
        ] {
            assert!(super::super::finds(&RULE, line), "{line}");
        }
        assert!(!super::super::finds(&RULE, "Reporting by the commission took four years."));
    }
}

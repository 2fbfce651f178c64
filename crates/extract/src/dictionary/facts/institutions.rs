//! Institutions that news names without their country: "the Senate".

use super::AliasFact;

/// What many states have one of.
const GENERIC: &[&str] = &[
    "Chamber of Deputies",
    "Congress",
    "Constitutional Court",
    "House of Representatives",
    "National Assembly",
    "Senate",
    "Supreme Court",
];

/// The name that an institution shares with those of other countries; it counts only in company.
///
/// "Senate of the Philippines" and "Mexican Senate" are both "the Senate".
pub(super) fn generic(name: &str) -> Option<AliasFact> {
    let is_of = |generic: &str| name.strip_prefix(generic).is_some_and(|rest| rest.starts_with(" of "));
    let is_behind = |generic: &str| name.strip_suffix(generic).is_some_and(is_plain_front);
    let generic = GENERIC.iter().find(|generic| is_of(generic) || is_behind(generic))?;
    Some(AliasFact::plain("short", generic))
}

/// Whether the words before are at most two, as a demonym or the name of a country is.
fn is_plain_front(front: &str) -> bool {
    front.ends_with(' ') && front.split_whitespace().count() <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn institutions_of_states_share_a_name() {
        let of = |name: &str| generic(name).map(|alias| alias.text);
        assert_eq!(of("Senate of the Philippines").as_deref(), Some("Senate"));
        assert_eq!(of("United States Senate").as_deref(), Some("Senate"));
        assert_eq!(of("Supreme Court of India").as_deref(), Some("Supreme Court"));
        assert_eq!(of("Senate"), None);
        assert_eq!(of("Indian National Congress of the South Sea"), None);
        assert_eq!(of("World Uyghur Congress"), Some("Congress".to_owned()), "the caller looks at the type");
    }
}

//! Institutions that news names without their country: "the Senate".

use super::AliasFact;

/// What many states have one of, with its other names.
const GENERIC: &[&[&str]] = &[
    &["Armed Forces"],
    &["Central Bank"],
    &["Chamber of Deputies"],
    &["Coast Guard"],
    &["Congress"],
    &["Constitutional Court"],
    &["Federal Assembly"],
    &["Federal Court"],
    &["Federal Police"],
    &["High Court"],
    &["House of Representatives"],
    &["Legislative Assembly"],
    &["National Assembly"],
    &["National Guard"],
    &["National Police"],
    &["Parliament"],
    &["Senate"],
    &["Supreme Court"],
    &["Defence Ministry", "Defense Ministry", "Ministry of Defence", "Ministry of Defense"],
    &["Energy Ministry", "Ministry of Energy"],
    &["Finance Ministry", "Ministry of Finance"],
    &["Foreign Ministry", "Ministry of Foreign Affairs"],
    &["Health Ministry", "Ministry of Health"],
    &["Interior Ministry", "Ministry of Interior", "Ministry of the Interior"],
    &["Ministry of Internal Affairs"],
    &["Justice Ministry", "Ministry of Justice"],
];

/// What parties of many states are called.
const PARTIES: &[&[&str]] = &[
    &["Centre Party"],
    &["Christian Democratic Party"],
    &["Christian Democrats"],
    &["Communist Party"],
    &["Conservative Party"],
    &["Democratic Party"],
    &["Freedom Party"],
    &["Green Party"],
    &["Labour Party"],
    &["Liberal Democratic Party"],
    &["Liberal Party"],
    &["National Party"],
    &["Nationalist Party"],
    &["People's Party"],
    &["Progress Party"],
    &["Progressive Party"],
    &["Republican Party"],
    &["Social Democratic Party"],
    &["Social Democrats"],
    &["Socialist Party"],
    &["United Democratic Party"],
    &["Workers' Party"],
];

/// The names that an institution, or with `is_party` a party, shares with those of other countries;
/// they count only in company.
///
/// "Senate of the Philippines" and "Mexican Senate" are both "the Senate".
pub(super) fn generic(name: &str, is_party: bool) -> Vec<AliasFact> {
    let is_of = |generic: &&&str| {
        name.strip_prefix(**generic).is_some_and(|rest| rest.starts_with(" of ") || rest.starts_with(" ("))
    };
    let is_behind = |generic: &&&str| name.strip_suffix(**generic).is_some_and(is_plain_front);
    let all = if is_party { PARTIES } else { GENERIC };
    let names = all.iter().find(|names| names.iter().any(|one| is_of(&one) || is_behind(&one)));
    names.into_iter().flat_map(|names| names.iter()).map(|text| AliasFact::plain("short", text)).collect()
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
        let of = |name: &str| {
            generic(name, false).into_iter().map(|alias| alias.text).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(of("Senate of the Philippines"), "Senate");
        assert_eq!(of("United States Senate"), "Senate");
        assert_eq!(of("Supreme Court of India"), "Supreme Court");
        assert_eq!(of("Ministry of Justice of Atlantis"), "Justice Ministry, Ministry of Justice");
        assert_eq!(of("Atlantean Foreign Ministry"), "Foreign Ministry, Ministry of Foreign Affairs");
        assert_eq!(of("Senate"), "");
        assert_eq!(of("Indian National Congress of the South Sea"), "");
        assert_eq!(of("World Uyghur Congress"), "Congress", "the caller looks at the type");
        assert_eq!(generic("Labour Party (Atlantis)", true)[0].text, "Labour Party");
        assert_eq!(generic("Labour Party (Atlantis)", false), []);
    }
}

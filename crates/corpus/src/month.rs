/// The English names of the months in lower case; the first three letters are their short forms.
///
/// ```
/// assert_eq!(newsloom_corpus::MONTHS.iter().position(|month| month[..3] == *"mar"), Some(2));
/// ```
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
